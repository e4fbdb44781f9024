package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui/uitest"
)

// No button is narrower than its words in the smallest window.
func TestEveryButtonHoldsItsWordsInTheLeastWindow(t *testing.T) {
	for _, lang := range []string{assets.English, assets.Chinese} {
		for _, gallery := range galleries {
			require.Empty(t, uitest.SpilledButtons(uitest.NewWindow(t, nil), lang, gallery()), lang)
		}
	}
}
