package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

func (o *office) billedTo(item string) (on calendar.Date) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) (err error) {
		on, err = billing.BilledTo(tx, item)
		return err
	}))
	return on
}

// One household that pays a year ahead, or whose December is made alone, does not carry the estate along.
func TestBilledToIsOfTheEstate(t *testing.T) {
	o := newQuarter(t)
	fee := property()
	fee.Advance = true
	o.charge(fee, byArea("2.85"))
	require.Empty(t, o.billedTo("物业费"))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	require.Equal(t, calendar.Date("2026-11-30"), o.billedTo("物业费"))
	_, code = o.run(with(month("物业费", "2026-12"), func(s *billing.ItemSource) { s.Only = []string{"1-1-102"} }))
	require.Empty(t, code)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Run(o.Ctx, o.Cashier, billing.Ahead("ahead", "1-1-101", nil, "2027-12-31"))
		return err
	}))
	require.Equal(t, calendar.Date("2026-12-31"), o.billedTo("物业费"), "two of three reach December, one of them next year")
	_, code = o.run(with(month("物业费", "2027-01"), func(s *billing.ItemSource) { s.Only = []string{"1-1-102"} }))
	require.Empty(t, code)
	_, code = o.run(month("物业费", "2026-10"))
	require.Empty(t, code)
	require.Equal(t, calendar.Date("2027-01-31"), o.billedTo("物业费"))
}

// A run says for which days it was, and households are counted as households: a room with two spaces without a price is one.
func TestARunHasItsPeriodAndCountsHouseholds(t *testing.T) {
	o := newQuarter(t)
	o.register("6", estate.Row{Code: "1-1-108", Building: "1", Use: "住宅", AreaCentiM2: 9000, Spaces: []string{"B-01", "B-02"}})
	space := property()
	space.Name, space.HangsOn, space.Cycle = "车位费", estate.Space, tariff.EveryQuarter
	o.charge(space, tariff.Rule{Lines: []tariff.Line{{Measure: "usage:电", Price: "1"}}})
	order := month("车位费", "2026-11")
	preview := o.preview(order)
	require.Len(t, preview.Exceptions, 3)
	require.Equal(t, 3, billing.PlacesOf(preview.Exceptions))
	require.Equal(t, 2, billing.HouseholdsOf(preview.Exceptions), "A-01 of 1-1-101, and both of 1-1-108")
	o.charge(property(), byArea("2"))
	fees := o.preview(month("物业费", "2026-11"))
	require.Equal(t, 2, billing.HouseholdsOf(preview.Exceptions, fees.Exceptions))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		runs, err := billing.Runs(tx, 1)
		require.Equal(t, []calendar.Date{"2026-11-01", "2026-11-30"}, []calendar.Date{runs[0].FromOn, runs[0].ToOn})
		return err
	}))
	o.Verify()
}
