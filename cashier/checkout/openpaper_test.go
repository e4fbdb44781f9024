package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/till"
)

// A paper that was scanned ticks exactly what it is about, whatever else is due.
func TestAPaperTicksItsBillsAlone(t *testing.T) {
	h := newHand().do(Open{"r1"})
	all := h.view.Draft.Parts
	require.Greater(t, len(all), 1)
	months := make(map[string]int)
	for _, line := range h.view.Draft.Household.Lines {
		months[line.FromOn.Month()]++
	}
	for month, count := range months {
		h = newHand().do(OpenPaper{Object: "r1", FromMonth: month, ToMonth: month})
		require.Len(t, h.view.Draft.Parts, count, month)
		require.True(t, h.view.Problem.IsNone())
	}
	h = newHand().do(OpenPaper{Object: "r1"})
	require.Len(t, h.view.Draft.Parts, len(h.view.Draft.Household.Lines), "a card is about all of them")
}

// What is paid already is not asked for again: it is said by whom and when.
func TestAPaperThatIsPaidSaysByWhom(t *testing.T) {
	h := newHand()
	h.late = true
	h.do(OpenPaper{Object: "r1", FromMonth: "2031-01", ToMonth: "2031-01"})
	answer := h.book.answer(h.unsaid[len(h.unsaid)-1])
	answer.PaidBefore, answer.PaidBy = till.Payment{Number: "01-2026-000123", BusinessOn: "2026-11-02"}, "王丽"
	h.unsaid = nil
	h.do(answer)
	require.Empty(t, h.view.Draft.Parts)
	require.Equal(t, Problem{Key: "desk.paper.paid", Args: []any{"2026-11-02", "王丽", "01-2026-000123"}}, h.view.Problem)

	h = newHand().do(OpenPaper{Object: "r1", FromMonth: "2031-01"})
	require.Equal(t, "desk.paper.none", h.view.Problem.Key)
}
