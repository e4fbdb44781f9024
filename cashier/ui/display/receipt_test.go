package display_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/facing"
	"shouqi/cashier/printing"
	"shouqi/ledger/till"
)

// Who wants no paper scans the receipt off the owner's screen for as long as it stands at the desk, of the last payment of yesterday too.
func TestTheOwnersScreenShowsTheReceiptThatIsTakenWithoutPaper(t *testing.T) {
	paid := checkout.Paid{Payment: till.Payment{Kind: till.Paid, Number: "01-2026-000001"}, Codes: []printing.ByCode{{Number: "01-2026-000001", Code: "SHOUQI1 01-2026-000001"}}}
	shown := facing.Of(checkout.View{Paid: &paid})
	require.Equal(t, facing.Paid, shown.State)
	require.Equal(t, []string{"SHOUQI1 01-2026-000001"}, shown.Receipts)
	paid.Codes = nil
	require.Equal(t, facing.Idle, facing.Of(checkout.View{Paid: &paid}).State)
	paid.Fresh = true
	require.Empty(t, facing.Of(checkout.View{Paid: &paid}).Receipts)
}
