package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Who gets the keys on the 20th has as many days to pay from then as others from the first: nobody is late with what was not
// theirs.
func TestARoomHandedOverWithinThePeriodIsDueFromThen(t *testing.T) {
	o := newOffice(t)
	o.register("7",
		estate.Row{Code: "1-1-101", AreaCentiM2: 9830, HandoverOn: "2026-11-20"},
		estate.Row{Code: "1-1-102", AreaCentiM2: 9830, HandoverOn: "2024-11-01"})
	item := property()
	item.Advance, item.DueDays = true, 10
	o.charge(item, byArea("2"))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	for room, want := range map[string]string{"1-1-101": "2026-11-30", "1-1-102": "2026-11-11"} {
		var due string
		require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
			_, err := tx.Get("SELECT due_on FROM bills WHERE object = ?", []any{estate.ObjectID(estate.Room, room)}, &due)
			return err
		}))
		require.Equal(t, want, due, room)
	}
}

// A household whose year begins within the month has two periods in it, and is one household.
func TestAHouseholdIsCountedOnceHoweverManyPeriodsItHas(t *testing.T) {
	o := newOffice(t)
	o.register("6",
		estate.Row{Code: "1-1-101", AreaCentiM2: 9830, HandoverOn: "2024-11-15"},
		estate.Row{Code: "1-1-102", AreaCentiM2: 9000, HandoverOn: "2024-11-01"},
		estate.Row{Code: "1-1-103", HandoverOn: "2024-11-20"},
		estate.Row{Code: "2-1-101", Building: "2", AreaCentiM2: 7000, HandoverOn: "2024-11-10"})
	item := property()
	item.Cycle = tariff.Anniversary
	o.charge(item, byArea("2"))
	preview := o.preview(month("物业费", "2026-11"))
	require.Equal(t, 5, preview.Count, "two years of two households, and one of 1-1-102")
	require.Equal(t, billing.Places{Charged: 3}, preview.Places)
	require.Len(t, preview.Exceptions, 2)
	require.Equal(t, 1, billing.PlacesOf(preview.Exceptions), "1-1-103 has no area in either year")
}

// A household whose year begins on the 16th owes twelve months a year, whatever the convention for parts of months.
func TestAYearFromTheHandoverIsTwelveMonths(t *testing.T) {
	for _, proration := range []tariff.Proration{tariff.ByDays, tariff.ByThirty, tariff.ByWhole} {
		o := newOffice(t)
		o.register("6",
			estate.Row{Code: "1-1-101", AreaCentiM2: 10000, HandoverOn: "2024-04-16"},
			estate.Row{Code: "1-1-102", AreaCentiM2: 10000})
		item := property()
		item.Cycle = tariff.Anniversary
		rule := byArea("2")
		rule.Proration = proration
		o.charge(item, rule)
		preview := o.preview(billing.Order{Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-04-16", ToOn: "2026-04-30"})
		require.Len(t, preview.Bills, 1)
		require.Equal(t, money.Fen(240000), preview.Bills[0].AmountFen, string(proration))
		require.Len(t, preview.Exceptions, 1, "1-1-102 has no day from which its years would count")
		require.Equal(t, "billing.no_handover", store.Code(preview.Exceptions[0].Err))
	}
}
