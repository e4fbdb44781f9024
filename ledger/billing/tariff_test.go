package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// friends is a price of a fen for one room.
func friends(name string) billing.NewTariff {
	return billing.NewTariff{Item: "物业费", Name: name, Scope: billing.Scope{Rooms: []string{"1-1-101"}}, FromOn: "2026-12-01", Rule: byArea("0.01")}
}

func (o *office) addTariff(order billing.NewTariff, approval staff.Approval) string {
	return o.Write(func(tx *store.Tx) error {
		return o.Book.Billing.In(tx).AddTariff(tx.Context(), o.Manager, approval, order)
	})
}

// What a manager puts together before the first bill is nobody's price yet; from then on another tariff is another price.
func TestAnotherTariffOfABilledItemNeedsASecondPerson(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	require.Empty(t, o.addTariff(billing.NewTariff{Item: "物业费", Name: "商铺", Scope: billing.Scope{Uses: []string{"商铺"}}, FromOn: "2026-01-01", Rule: byArea("6")}, staff.Approval{}))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	require.Equal(t, "staff.needs_approval", o.addTariff(friends("友情价"), staff.Approval{}))
	agreed := o.agreed(staff.SetPrices)
	require.Empty(t, o.addTariff(friends("友情价"), agreed))
	require.Equal(t, "staff.approval_used", o.addTariff(friends("又一个"), agreed))
	require.Equal(t, money.Fen(98), o.preview(month("物业费", "2026-12")).Bills[0].AmountFen)

	for _, bill := range o.bills("物业费") {
		require.Empty(t, o.undo(o.Manager, bill.ID, "wrong_amount"))
	}
	require.Equal(t, "staff.needs_approval", o.addTariff(friends("又一个"), staff.Approval{}), "bills that were taken back had their price")
	o.Verify()
}

// What one household pays ahead keeps its price, and everybody else's may change.
func TestWhatIsPaidAheadDoesNotFreezeThePrice(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("2.85"))
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead("ahead", "1-1-101", nil, "2027-12-31"))
		return err
	}))
	before := o.bills("物业费")
	change := func(from calendar.Date) string {
		approval := o.agreed(staff.SetPrices)
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).ChangePrice(tx.Context(), o.Manager, approval, billing.PriceChange{Item: "物业费", Tariff: "基本", FromOn: from, Rule: byArea("3")})
		})
	}
	require.Empty(t, change("2027-01-01"))
	require.Equal(t, before, o.bills("物业费"))
	made, code := o.run(month("物业费", "2027-01"))
	require.Empty(t, code)
	require.Equal(t, 1, made.Already)
	require.Equal(t, money.Fen(36150+60000), made.SumFen, "120.50 and 200.00 m² at 3")
	require.Equal(t, "billing.price_billed", change("2027-01-15"), "the run of the month holds it")

	end := func(on calendar.Date) string {
		approval := o.agreed(staff.SetPrices)
		return o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).EndTariff(tx.Context(), o.Manager, approval, "物业费", "基本", on)
		})
	}
	require.Equal(t, "billing.price_billed", end("2027-01-15"))
	require.Empty(t, end("2027-01-31"))
	require.Equal(t, "billing.end_late", end("2027-02-28"), "what ends is not made longer: a price of later days is a new one")
	o.Verify()
}
