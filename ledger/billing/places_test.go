package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

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
