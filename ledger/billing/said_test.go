package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The bill of a quarter within which an item ended names the quarter, as that of a room handed over within it does, and says in its
// steps how far it goes; a due day that is over is counted before anything is issued.
func TestABillSaysHowFarAnItemThatEndedIsCharged(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Cycle, item.Advance = tariff.EveryQuarter, true
	o.charge(item, byArea("3"))
	require.Empty(t, o.endItem("物业费", "2026-11-30", staff.Approval{}))
	order := billing.Order{RequestID: "run", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-10-01", ToOn: "2026-12-31"}
	preview := o.preview(order)
	require.Equal(t, 3, preview.Late)
	bill := preview.Bills[0]
	require.Equal(t, money.Fen(589_80), bill.AmountFen)
	require.Equal(t, calendar.Date("2026-12-31"), bill.ToOn)
	require.Equal(t, "只收到 2026-11-30 为止，以后没有收费标准", bill.Steps[len(bill.Steps)-1])
	require.Zero(t, o.preview(with(order, func(s *billing.ItemSource) { s.DueOn = today })).Late)
}

func TestWhatIsRefusedSaysWhatIsWrong(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	preview := func(change func(s *billing.ItemSource)) string {
		return store.Code(o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
			_, err := o.Book.Billing.Preview(o.Ctx, tx, with(month("物业费", "2026-12"), change))
			return err
		}))
	}
	require.Equal(t, "billing.due_early", preview(func(s *billing.ItemSource) { s.DueOn = "2026-11-30" }))
	require.Empty(t, preview(func(s *billing.ItemSource) { s.DueOn = "2026-12-01" }))
	require.Equal(t, "billing.not_shared", preview(func(s *billing.ItemSource) { s.PoolFen = 100_00 }))
	require.Empty(t, o.endItem("物业费", "2026-12-10", staff.Approval{}))
	require.Equal(t, "billing.end_late", o.endItem("物业费", "2026-12-11", staff.Approval{}))
	o.ahead("2026-12-31")
	require.Equal(t, "billing.ahead_ended", o.aheadCode("2027-01-31"))
	require.Equal(t, "billing.nothing_ahead", o.aheadCode("2026-12-10"))
	item := property()
	item.Active = false
	agreed := o.agreed(staff.SetPrices)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).SetItem(o.Ctx, o.Manager, agreed, item)
	}))
	require.Equal(t, "billing.item_ended", o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Manager, billing.Ahead("stopped", "1-1-101", []string{"物业费"}, "2027-01-31"))
		return err
	}))
}
