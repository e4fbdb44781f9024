package words_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/store"
)

// A run that stops says that it stopped and how often before it says where first.
func TestWhatStopsARunIsSaidBeforeItsFirstRoom(t *testing.T) {
	first := billing.Exception{Code: "1-1-104", Err: store.Refuse("tariff.no_area", "面积")}
	sentence := words.Explain(store.Fail("billing.exceptions", first.AtRoom(), 3), assets.Chinese)
	require.Contains(t, sentence, "有 3 处算不出来，整批没有出账")
	require.Contains(t, sentence, "房号 1-1-104：这一户没有登记面积")
	require.NotContains(t, words.Explain(first.AtRoom(), assets.Chinese), "整批")
}
