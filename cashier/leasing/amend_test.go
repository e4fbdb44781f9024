package leasing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/leasing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/tariff"
)

// written is a lease with every kind of term.
func written() lease.Lease {
	return lease.Lease{Contract: lease.Contract{ID: "a", Number: "HT-1", Objects: []string{"room"}, FromOn: "2026-01-31", ToOn: "2030-01-30", Cycle: tariff.EveryMonth, Advance: true,
		Items: lease.Items{Rent: lease.RentItem, Deposit: lease.DepositItem, Share: lease.ShareItem},
		Terms: lease.Terms{Rent: lease.Rent{Price: "130", AreaCentiM2: 65_00}, EveryMonths: 13, EveryPercent: "5",
			Steps:     []lease.Step{{FromOn: "2027-01-01", Price: "150"}, {FromOn: "2028-03-01", Percent: "-10"}},
			Free:      []tariff.Span{{From: "2026-01-31", To: "2026-03-15"}, {From: "2028-06-01", To: "2028-06-20"}},
			Discounts: []lease.Discount{{Name: "长租优惠", FromOn: "2026-06-01", ToOn: "2026-12-31", Percent: "95"}, {Name: "协议减免", FromOn: "2028-01-15", Percent: "90"}},
			Share:     &lease.Share{Tiers: []lease.ShareTier{{UpTo: "50000", Percent: "8"}, {Percent: "4"}}, FloorFirst: true}}}}
}

func TestTermsToldAnewFromADayChangeNothing(t *testing.T) {
	before, err := lease.Schedule(written(), nil, "2026-01-31", "2030-01-30")
	require.NoError(t, err)
	for _, on := range []calendar.Date{"2026-02-01", "2026-03-10", "2026-08-01", "2027-01-01", "2027-02-28", "2027-03-01", "2028-03-31", "2028-06-10", "2029-12-01"} {
		l := written()
		l.Amendments = []lease.Amendment{{FromOn: on, Terms: leasing.Carried(l, on)}}
		after, err := lease.Schedule(l, nil, "2026-01-31", "2030-01-30")
		require.NoError(t, err, on)
		require.Len(t, after, len(before))
		for i := range before {
			require.Equal(t, before[i].AmountFen, after[i].AmountFen, "%s: the period from %s", on, before[i].Span.From)
		}
	}
}
