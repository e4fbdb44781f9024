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

func (o *office) takeBack(from calendar.Date, approval staff.Approval) string {
	o.Helper()
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).TakeBackPrice(o.Ctx, o.Manager, approval, "物业费", "基本", from)
	})
}

func (o *office) endItem(item string, on calendar.Date, approval staff.Approval) string {
	o.Helper()
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).EndItem(o.Ctx, o.Manager, approval, item, on)
	})
}

func (o *office) deleteItem(item string) string {
	o.Helper()
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).DeleteItem(o.Ctx, o.Manager, item)
	})
}

func (o *office) history(item string) (all []billing.PricePeriod) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		all, err = billing.PriceHistory(tx, item)
		return err
	}))
	return all
}

func (o *office) priceIn(of string) money.Fen {
	o.Helper()
	return o.preview(month("物业费", of)).Bills[0].AmountFen
}

func TestAPriceToComeIsTakenBackByTwoAndTheHistoryKeepsIt(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2"))
	require.Empty(t, o.changePrice("物业费", "2026-12-01", byArea("3")))
	require.Empty(t, o.changePrice("物业费", "2027-01-01", byArea("4")))
	require.Empty(t, o.changePrice("物业费", "2027-01-01", byArea("5")))
	require.Equal(t, money.Fen(49150), o.priceIn("2027-01"))

	require.Equal(t, "staff.needs_approval", o.takeBack("2027-01-01", staff.Approval{}))
	require.Equal(t, "billing.unknown_price", o.takeBack("2027-01-02", staff.Approval{}))
	require.Equal(t, "billing.price_first", o.takeBack("2026-01-01", staff.Approval{}))
	require.Empty(t, o.takeBack("2027-01-01", o.agreed(staff.SetPrices)))
	require.Equal(t, "billing.unknown_price", o.takeBack("2027-01-01", o.agreed(staff.SetPrices)), "it is gone, and what it replaced with it")
	require.Equal(t, money.Fen(29490), o.priceIn("2027-01"), "what holds before goes on")

	history := o.history("物业费")
	require.Len(t, history, 4)
	var states []billing.PriceState
	for _, one := range history {
		states = append(states, one.State)
		require.Equal(t, o.Manager.ID(), one.By)
	}
	require.Equal(t, []billing.PriceState{billing.PriceSet, billing.PriceSet, billing.PriceReplaced, billing.PriceTakenBack}, states)
	require.Equal(t, []calendar.Date{"2026-11-30", "", "", ""}, []calendar.Date{history[0].ToOn, history[1].ToOn, history[2].ToOn, history[3].ToOn})
	require.Empty(t, history[0].Approver, "one person puts the first together")
	require.NotEmpty(t, history[1].Approver)
	require.Equal(t, tariff.Value("5"), history[3].Rule.Lines[0].Price)
	require.Equal(t, o.Manager.ID(), history[3].Back.By)
	require.NotEmpty(t, history[3].Back.Approver)

	require.Empty(t, o.changePrice("物业费", "2027-01-01", byArea("6")), "the day is free again")
	require.Equal(t, money.Fen(58980), o.priceIn("2027-01"))
	o.Verify()
}

func TestAPriceThatBilledOrBeganIsNotTakenBack(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2"))
	require.Empty(t, o.changePrice("物业费", "2026-11-21", byArea("3")))
	require.Empty(t, o.changePrice("物业费", "2027-02-01", byArea("4")))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead("ahead", "1-1-101", nil, "2027-02-28"))
		return err
	}))
	require.Equal(t, "billing.price_used", o.takeBack("2027-02-01", o.agreed(staff.SetPrices)), "one household paid ahead by it")
	require.Equal(t, "billing.price_used", o.takeBack("2026-11-21", o.agreed(staff.SetPrices)))
	require.Empty(t, o.changePrice("物业费", "2027-03-01", byArea("5")))
	require.Empty(t, o.takeBack("2027-03-01", o.agreed(staff.SetPrices)), "nothing was billed by this one")
	o.Verify()
}

func TestAnItemThatWasNeverUsedIsDeletedAndItsNameIsFree(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2"))
	require.Empty(t, o.changePrice("物业费", "2027-01-01", byArea("4")))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).RenameItem(o.Ctx, o.Manager, "物业费", "物业服务费", "2027-01-01")
	}))
	other := property()
	other.Name = "电梯费"
	o.charge(other, tariff.Rule{Lines: []tariff.Line{{Measure: "item:物业费", Price: "0.1"}}})
	require.Equal(t, "billing.item_named", o.deleteItem("物业费"), "the other asks for its amount")
	require.Empty(t, o.deleteItem("电梯费"))
	require.Equal(t, "billing.unknown_item", o.deleteItem("电梯费"))
	require.Empty(t, o.deleteItem("物业费"))
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		items, err := billing.Items(tx)
		require.Empty(t, items)
		names, _ := billing.ReadNames(tx)
		require.Empty(t, names)
		tariffs, _ := billing.Tariffs(tx, "")
		require.Empty(t, tariffs)
		return err
	}))
	change := func(old, item billing.Item) string {
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).ChangeItem(o.Ctx, o.Manager, staff.Approval{}, old, item)
		})
	}
	later := property()
	later.DueDays = 20
	require.Equal(t, "billing.unknown_item", change(property(), later), "settings do not bring it back")
	o.charge(property(), byArea("3"))
	require.Equal(t, money.Fen(29490), o.priceIn("2026-11"))
	require.Len(t, o.history("物业费"), 1, "it is another item")

	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	require.Equal(t, "billing.item_used", o.deleteItem("物业费"))
	for _, bill := range o.bills("物业费") {
		require.Empty(t, o.undo(o.Manager, bill.ID, "wrong_amount"))
	}
	require.Equal(t, "billing.item_used", o.deleteItem("物业费"), "a bill that was taken back stays a bill")
	require.Equal(t, "staff.may_not", o.Write(func(tx *store.Tx) error { return o.Book.Billing.In(tx).DeleteItem(o.Ctx, o.Cashier, "物业费") }))
	o.Verify()
}

// Ending takes the people that making takes: one before anything is billed, two from then on.
func TestAnItemEndsOnAnyDayByThosePeopleWhoMakeIt(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	o.tariff("物业费", "明年", billing.Scope{Buildings: []string{"2"}}, "2027-06-01", byArea("4"))
	require.Empty(t, o.endItem("物业费", "2027-05-31", staff.Approval{}), "nothing is billed yet")
	history := o.history("物业费")
	require.Equal(t, []billing.PriceState{billing.PriceSet, billing.PriceEnded, billing.PriceNever, billing.PriceEnded},
		[]billing.PriceState{history[0].State, history[1].State, history[2].State, history[3].State})
	require.Equal(t, "billing.end_late", o.endItem("物业费", "2027-05-31", staff.Approval{}), "it ends by then already")

	_, code := o.run(month("物业费", "2026-12"))
	require.Empty(t, code)
	require.Equal(t, "staff.needs_approval", o.endItem("物业费", "2026-12-10", staff.Approval{}))
	require.Empty(t, o.endItem("物业费", "2026-12-10", o.agreed(staff.SetPrices)))
	require.Empty(t, o.preview(month("物业费", "2027-01")).Bills)

	// The bills of December are out; two people take off what they ask beyond the 10th.
	var ahead billing.IssuedAhead
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		ahead, err = billing.IssuedFrom(tx, "物业费", "", "2026-12-11", "")
		return err
	}))
	require.Equal(t, 3, ahead.Count)
	adjusted, code := o.adjust(billing.Order{Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-12-01", ToOn: "2026-12-31"}, "adjust")
	require.Empty(t, code)
	require.Len(t, adjusted.Reduced, 3)
	o.Verify()
}

func TestATariffThatHasNotBegunEndsBeforeItBegins(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	o.tariff("物业费", "二栋", billing.Scope{Buildings: []string{"2"}}, "2026-12-01", byArea("9"))
	end := func(on calendar.Date) string {
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).EndTariff(o.Ctx, o.Manager, staff.Approval{}, "物业费", "二栋", on)
		})
	}
	require.Equal(t, "billing.end_early", end("2026-11-29"))
	require.Empty(t, end("2026-11-30"))
	require.Equal(t, money.Fen(60000), o.preview(month("物业费", "2026-12")).Bills[2].AmountFen, "200 m² at 3, as if it had never been")
	o.Verify()
}
