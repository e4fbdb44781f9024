package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
)

// What is given must not hang on the order in which bills are told: the window, the command line and the till tell them each in theirs.
// A bill and its adjustment have the same period.
func TestWhatIsGivenDoesNotHangOnTheOrderOfTheBills(t *testing.T) {
	november := billing.Bill{ID: "b", Item: "物业费", FromOn: "2026-11-01", ToOn: "2026-11-30", DueOn: "2026-12-10"}
	december := billing.Bill{ID: "c", Item: "物业费", FromOn: "2026-12-01", ToOn: "2026-12-31", DueOn: "2027-01-10"}
	more := billing.Bill{ID: "a", Item: "物业费", FromOn: "2026-12-01", ToOn: "2026-12-31", DueOn: "2027-01-10", Revision: 1}
	offers := map[string]billing.Offer{"物业费": {Item: "物业费", Pay: 1, Free: 1}}
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
	offer := billing.Offer{Item: "fee", Pay: 3, Free: 1}
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
