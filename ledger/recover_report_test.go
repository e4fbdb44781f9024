package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// What went out twice stands under its own name in the day's report, whose sheets agree, and in the shift's report, where it has left the drawer.
func TestWhatWentOutTwiceInTheReports(t *testing.T) {
	a, b := twoCounters(t)
	bill := a.arrears(0)
	paid := a.take(till.Order{RequestID: "pays", Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: 30000}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 30000}}})
	b.hear(a)
	_, err := b.book.Till.Reverse(b.ctx, b.cashier, b.approve(staff.Reverse), till.Undoing{RequestID: "reverses", Number: paid.Number, CashBackFen: 30000, Reason: till.Reason{Code: "paid_twice"}})
	require.NoError(t, err)
	for n := range 8 { // the void of the first counter comes later
		a.take(till.Order{RequestID: "busy" + roomCode(n), Room: bill.Object, PrepayFen: 100, Tenders: []till.Tender{{Kind: till.Cash, Fen: 100}}})
	}
	a.voids(paid)
	a.agrees(b)
	require.Equal(t, money.Fen(30000), a.recoverable())
	for _, c := range []*counter{a, b} {
		c.reads(func(tx *store.Tx) error {
			policies, err := estate.ReadPolicies(tx)
			require.NoError(t, err)
			shift, err := till.LastShift(tx, policies.Counter)
			require.NoError(t, err)
			z, err := till.Summarize(tx, policies, *shift)
			require.NoError(t, err)
			require.Equal(t, z.CashInFen-z.ChangeFen-z.CashBackFen, z.ReceivedFen, "what came in by all ways, cash alone, is what the drawer holds of it")
			day, err := report.Day(tx, c.book.Vault, calendar.Of(c.clock))
			require.NoError(t, err)
			for _, check := range day.Checks {
				require.Equal(t, check.BFen, check.AFen, check.Name)
			}
			for _, row := range day.Items {
				if row.Item == till.RecoverItem {
					require.Equal(t, money.Fen(-30000), row.TotalFen)
					return nil
				}
			}
			t.Error("no row of what is to be got back")
			return nil
		})
	}
}
