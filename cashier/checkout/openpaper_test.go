package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/household"
	"shouqi/cashier/scanning"
	"shouqi/ledger/till"
)

// ofMonths is a paper about all bills of some months of a household.
func ofMonths(from, to string) OpenPaper {
	return OpenPaper{scanning.Slip{Object: "r1", FromMonth: from, ToMonth: to}}
}

// naming is a paper that names bills.
func naming(lines ...household.Line) OpenPaper {
	var bills []scanning.OnSlip
	for _, line := range lines {
		bills = append(bills, scanning.OnSlip{Bill: line.ID, FromOn: line.FromOn})
	}
	return OpenPaper{scanning.SlipOf("r1", bills)}
}

// paidBefore answers for a household of whose bills on the paper so many were paid.
func (h *hand) paidBefore(bills int) {
	answer := h.book.answer(h.unsaid[len(h.unsaid)-1])
	answer.PaidBefore = household.Paid{PaidOf: till.PaidOf{Newest: till.Payment{Number: "01-2026-000123", BusinessOn: "2026-11-02"}, Bills: bills}, By: "王丽"}
	h.unsaid = nil
	h.do(answer)
}

// A paper that was scanned ticks exactly what it is about, whatever else is due.
func TestAPaperTicksItsBillsAlone(t *testing.T) {
	h := newHand().do(Open{"r1"})
	lines := h.view.Draft.Household.Lines
	require.Greater(t, len(lines), 1)
	months := make(map[string]int)
	for _, line := range lines {
		months[line.FromOn.Month()]++
	}
	for month, count := range months {
		h = newHand().do(ofMonths(month, month))
		require.Len(t, h.view.Draft.Parts, count, month)
		require.True(t, h.view.Problem.IsNone())
	}
	for _, line := range lines {
		h = newHand().do(naming(line))
		require.Len(t, h.view.Draft.Parts, 1)
		require.Equal(t, line.OwedFen(), h.view.Draft.Parts[line.ID], "no other bill of its month")
	}
	h = newHand().do(ofMonths("", ""))
	require.Len(t, h.view.Draft.Parts, len(lines), "a card is about all of them")
}

// What is paid already is not asked for again: it is said by whom and when.
func TestAPaperThatIsPaidSaysByWhom(t *testing.T) {
	h := newHand()
	h.late = true
	h.do(ofMonths("2031-01", "2031-01"))
	h.paidBefore(2)
	require.Empty(t, h.view.Draft.Parts)
	require.Equal(t, Problem{Key: "desk.paper.paid", Args: []any{"2026-11-02", "王丽", "01-2026-000123"}}, h.view.Problem)

	h = newHand().do(ofMonths("2031-01", ""))
	require.Equal(t, "desk.paper.nothing", h.view.Problem.Key)
}

// What is left of a paper is ticked, and it is said who took the rest, if the paper names its bills: of whole months nobody knows which of
// them were paid before it was printed.
func TestAPaperThatIsPaidInPartTicksTheRest(t *testing.T) {
	line := newHand().do(Open{"r1"}).view.Draft.Household.Lines[0]
	gone := line
	gone.ID = "paid since"
	h := newHand()
	h.late = true
	h.do(naming(line, gone))
	h.paidBefore(1)
	require.Len(t, h.view.Draft.Parts, 1)
	require.Contains(t, h.view.Draft.Parts, line.ID)
	require.Equal(t, Problem{Key: "desk.paper.some_paid", Args: []any{"2026-11-02", "王丽", "01-2026-000123", 1}}, h.view.Problem)

	h = newHand()
	h.late = true
	h.do(ofMonths("", ""))
	h.paidBefore(1)
	require.NotEmpty(t, h.view.Draft.Parts)
	require.True(t, h.view.Problem.IsNone())
}

// A payment that was put aside goes on with the ticks of the paper, and says so: what was typed still stands.
func TestAPaperTicksItsBillsInAPaymentPutAside(t *testing.T) {
	h := newHand().do(Open{"r1"})
	lines := h.view.Draft.Household.Lines
	h.do(Tick{lines[0].ID}, Amount{"8600"}, Open{"r2"})
	require.Len(t, h.view.Aside, 1)
	h.do(naming(lines[0]))
	require.Len(t, h.view.Draft.Parts, 1)
	require.Contains(t, h.view.Draft.Parts, lines[0].ID)
	require.Equal(t, "8600", h.view.Draft.Typed)
	require.Equal(t, Problem{Key: "desk.paper.resumed", Calm: true}, h.view.Problem)
}
