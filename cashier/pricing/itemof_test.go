package pricing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/ledger/billing"
)

// An item made of a template, in the window or on the command line, wants an inspection where it is a deposit for works, and is paid by
// prepayments of a purpose that there is.
func TestAnItemOfATemplateSaysWhatItsMoneyMayDo(t *testing.T) {
	all, err := template.All()
	require.NoError(t, err)
	inspected, purposes := 0, make(map[billing.Purpose]int)
	for _, one := range all {
		item := pricing.ItemOf(one)
		require.Equal(t, item.Kind == billing.Deposit && billing.IsForWorks(item.Name), item.Inspect, one.ID)
		require.True(t, item.Purpose.IsKnown(), one.ID)
		if item.Inspect {
			inspected++
		}
		purposes[item.Purpose]++
	}
	require.Positive(t, inspected)
	require.Len(t, purposes, len(billing.Purposes), "there are items of every purpose")
}
