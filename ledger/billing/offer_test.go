package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// What is given must not hang on the order in which bills are told: the window, the command line and the till tell them each in theirs.
// A bill and its adjustment have the same period.
func TestWhatIsGivenDoesNotHangOnTheOrderOfTheBills(t *testing.T) {
	november := billing.Bill{ID: "b", Item: "物业费", FromOn: "2026-11-01", ToOn: "2026-11-30", DueOn: "2026-12-10"}
	december := billing.Bill{ID: "c", Item: "物业费", FromOn: "2026-12-01", ToOn: "2026-12-31", DueOn: "2027-01-10"}
	more := billing.Bill{ID: "a", Item: "物业费", FromOn: "2026-12-01", ToOn: "2026-12-31", DueOn: "2027-01-10", Revision: 1}
	offers := map[string]billing.Offer{"物业费": {Item: "物业费", Pay: 1, Free: 1, Cycle: tariff.EveryMonth}}
	for _, bills := range [][]billing.Bill{{november, december, more}, {more, december, november}, {december, november, more}} {
		require.Equal(t, []string{"c"}, billing.FreeBills(offers, bills, "2026-11-21"))
	}
}

// Bills that do not fill an offer earn nothing, and it is told how many more would.
func TestWhatEarnsNothingIsToldWithWhatIsMissing(t *testing.T) {
	month := func(n int) billing.Bill {
		from := calendar.Date("2027-01-01").AddDays(30 * n)
		return billing.Bill{ID: string(from), Item: "fee", Name: "物业费", FromOn: from, ToOn: from.AddDays(29), DueOn: from.AddDays(10)}
	}
	offer := billing.Offer{Item: "fee", Pay: 3, Free: 1, Cycle: tariff.AnySpan}
	offers := map[string]billing.Offer{"fee": offer}
	rest := func(months ...int) (counts [][2]int) {
		var bills []billing.Bill
		for _, n := range months {
			bills = append(bills, month(n))
		}
		for _, one := range billing.UnearnedBills(offers, bills, "2026-11-21") {
			require.Equal(t, "物业费", one.Name)
			require.Equal(t, offer, one.Offer)
			counts = append(counts, [2]int{one.Count, one.Missing})
		}
		return counts
	}
	require.Empty(t, rest())
	require.Equal(t, [][2]int{{1, 3}}, rest(0))
	require.Equal(t, [][2]int{{3, 1}}, rest(0, 1, 2), "the free one is not ticked yet")
	require.Empty(t, rest(0, 1, 2, 3))
	require.Equal(t, [][2]int{{2, 2}}, rest(0, 1, 2, 3, 4, 5), "the last ones")
	require.Equal(t, [][2]int{{2, 2}, {1, 3}}, rest(0, 1, 3), "a gap begins anew")
	other := month(0)
	other.Item = "water"
	require.Empty(t, billing.UnearnedBills(offers, []billing.Bill{other}, "2026-11-21"), "nothing is offered for it")
	due := month(0)
	due.DueOn = "2026-11-21"
	require.Empty(t, billing.UnearnedBills(offers, []billing.Bill{due}, "2026-11-21"), "it is due and not paid ahead")
}

// Whole periods count and not bills: days that somebody paid up to one by one are one month together, and nothing while a day of it is
// missing. Neither an adjustment nor a second bill of the same days is a period.
func TestOnlyWholePeriodsCountAsPaidOrFree(t *testing.T) {
	bill := func(from, to calendar.Date) billing.Bill {
		return billing.Bill{ID: string(from), Item: "fee", FromOn: from, ToOn: to, DueOn: to.AddDays(10)}
	}
	var days []billing.Bill
	for day := calendar.Date("2026-12-01"); day <= "2026-12-31"; day = day.AddDays(1) {
		days = append(days, bill(day, day))
	}
	january, february, march := bill("2027-01-01", "2027-01-31"), bill("2027-02-01", "2027-02-28"), bill("2027-03-01", "2027-03-31")
	begins, ends := bill("2027-01-01", "2027-01-20"), bill("2027-01-21", "2027-01-31")
	more := billing.Bill{ID: "more", Item: "fee", FromOn: "2027-01-01", ToOn: "2027-01-31", DueOn: "2027-02-10", OfBill: "x", Revision: 1}
	twice := more
	twice.OfBill = ""
	leased := func(b billing.Bill) billing.Bill { b.Origin = billing.FromLease; return b }
	one := func(bills ...billing.Bill) []billing.Bill { return bills }
	for name, c := range map[string]struct {
		bills   []billing.Bill
		cycle   tariff.Cycle
		pay     int
		free    []string
		missing []int
	}{
		"twelve days of a month":           {append(days[:12:12], january), tariff.EveryMonth, 12, nil, []int{12}},
		"all days of a month are one":      {append(days[:31:31], january), tariff.EveryMonth, 1, []string{"2027-01-01"}, nil},
		"a day is missing":                 {append(days[1:31:31], january), tariff.EveryMonth, 1, nil, []int{1}},
		"a day is missing in the middle":   {append(append(days[:9:9], days[10:]...), january), tariff.EveryMonth, 1, nil, []int{1}},
		"both parts of a month are given":  {append(days[:31:31], begins, ends), tariff.EveryMonth, 1, []string{"2027-01-01", "2027-01-21"}, nil},
		"a part alone is not given":        {append(days[:31:31], begins), tariff.EveryMonth, 1, nil, []int{1}},
		"an adjustment is no month":        {one(more, february), tariff.EveryMonth, 1, nil, []int{1}},
		"an adjustment is not in the way":  {one(january, more, february, march), tariff.EveryMonth, 2, []string{"2027-03-01"}, nil},
		"nor is a second bill":             {one(january, twice, february, march), tariff.EveryMonth, 2, []string{"2027-03-01"}, nil},
		"a quarter is no month":            {one(bill("2027-01-01", "2027-03-31"), bill("2027-04-01", "2027-04-30")), tariff.EveryMonth, 1, nil, []int{1}},
		"a month is no quarter":            {one(january, february), tariff.EveryQuarter, 1, nil, nil},
		"three months are one":             {one(january, february, march, bill("2027-04-01", "2027-06-30")), tariff.EveryQuarter, 1, []string{"2027-04-01"}, nil},
		"a year begins on any day":         {one(bill("2027-03-10", "2028-03-09"), bill("2028-03-10", "2029-03-09")), tariff.Anniversary, 1, []string{"2028-03-10"}, nil},
		"a lease has months of its own":    {one(leased(bill("2027-01-10", "2027-02-09")), leased(bill("2027-02-10", "2027-03-09"))), tariff.EveryMonth, 1, []string{"2027-02-10"}, nil},
		"a bill of it for other days does": {one(bill("2027-01-10", "2027-02-09"), bill("2027-02-10", "2027-03-09")), tariff.EveryMonth, 1, nil, nil},
	} {
		offers := map[string]billing.Offer{"fee": {Item: "fee", Pay: c.pay, Free: 1, Cycle: c.cycle}}
		require.Equal(t, c.free, billing.FreeBills(offers, c.bills, "2026-11-20"), name)
		var missing []int
		for _, rest := range billing.UnearnedBills(offers, c.bills, "2026-11-20") {
			missing = append(missing, rest.Missing)
		}
		require.Equal(t, c.missing, missing, name)
	}
}
