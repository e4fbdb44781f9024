package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhereTheOwnersScreenIs(t *testing.T) {
	place, wanted, err := parseOwnerPlace("auto")
	require.NoError(t, err)
	require.True(t, wanted)
	require.True(t, place.isAuto)
	_, wanted, err = parseOwnerPlace("off")
	require.NoError(t, err)
	require.False(t, wanted)
	place, wanted, err = parseOwnerPlace("1366x768+1366+0")
	require.NoError(t, err)
	require.True(t, wanted)
	require.Equal(t, ownerPlace{width: 1366, height: 768, x: 1366}, place)
	for _, wrong := range []string{"", "1366", "10x10+0+0", "second"} {
		_, _, err = parseOwnerPlace(wrong)
		require.Error(t, err, wrong)
	}
}
