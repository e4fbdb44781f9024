package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
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
