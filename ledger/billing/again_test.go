package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

func (o *office) adjust(order billing.Order, id string) (made billing.RunResult, code string) {
	o.Helper()
	order.RequestID = id
	approval := o.agreed(staff.ReduceBill)
	code = o.write(func(tx *store.Tx) (err error) {
		made, err = o.book.Billing.Adjust(o.ctx, tx, o.manager, approval, order, "wrong_area", today)
		return err
	})
	return made, code
}

func (o *office) feeTo(bill string, on calendar.Date) (fen money.Fen) {
	o.Helper()
	require.NoError(o, o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		b, err := billing.ByID(tx, bill)
		require.NoError(o, err)
		fees, err := billing.LateFees(tx, []billing.Bill{b}, on)
		for _, fee := range fees {
			fen += fee.Fen
		}
		return err
	}))
	return fen
}

func TestABillIsNotUndoneUnderItsAdjustment(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	order := month("物业费", "2026-11")
	order.Only = []string{"1-1-101"}
	_, code := o.run(order)
	require.Empty(t, code)
	o.register("5", estate.Row{Code: "1-1-101", Building: "1", Use: "住宅", AreaCentiM2: 10000})
	_, code = o.adjust(order, "adjust")
	require.Empty(t, code)
	bills := o.bills("物业费")
	require.Equal(t, "billing.answered", o.undo(o.manager, bills[0].ID, "wrong_amount"))
	require.Empty(t, o.undo(o.manager, bills[1].ID, "wrong_amount"))
	require.Empty(t, o.undo(o.manager, bills[0].ID, "wrong_amount"))
	order.RequestID = "again"
	made, code := o.run(order)
	require.Empty(t, code, "the period is billed anew, beside the revision that its adjustment took")
	require.Equal(t, money.Fen(28500), made.SumFen)
	o.verify()
}

func TestALateFeeIsNotTakenTwiceThroughABillMadeAnew(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	_, code := o.run(month("物业费", "2026-09"))
	require.Empty(t, code)
	o.openShift()
	bill := o.bills("物业费")[0]
	require.Empty(t, o.pay(till.Order{RequestID: "p", LateFees: []till.BillPart{{Bill: bill.ID, Fen: 588}},
		Tenders: []till.Tender{{Kind: till.Card, Fen: 588, Reference: "000123"}}}))
	require.Equal(t, "billing.answered", o.undo(o.manager, bill.ID, "wrong_amount"))
}

func TestALongSpanIsBilledOnce(t *testing.T) {
	o := newQuarter(t)
	item := property()
	item.Cycle = tariff.AnySpan
	o.charge(item, tariff.Rule{Lines: []tariff.Line{{Price: "100"}}})
	order := billing.Order{RequestID: "long", Item: item.Name, FromOn: "2026-01-01", ToOn: "2031-12-31", Only: []string{"1-1-101"}}
	made, code := o.run(order)
	require.Empty(t, code)
	require.Equal(t, money.Fen(7200_00), made.SumFen)
	order.RequestID, order.FromOn = "within", "2031-01-01"
	_, code = o.run(order)
	require.Equal(t, "billing.exceptions", code)
}
