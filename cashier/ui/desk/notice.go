package desk

import (
	"context"
	"maps"
	"slices"

	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/cashier/ui/widgets"
)

// showPapers offers what is printed for the household beside its receipts, and how large.
func (s *Screen) showPapers() {
	if !s.mayEdit() {
		return
	}
	draft := s.view.Draft
	notice := widgets.MenuLine{Key: '1', Words: s.text("desk.menu.notice"), Do: s.printNotice}
	if len(draft.Parts) == 0 {
		notice.Refusal = s.text("desk.notice.none")
	}
	large := "desk.menu.large"
	if draft.Household.LargePrint {
		large = "desk.menu.not_large"
	}
	widgets.ShowMenu(s.frame.Canvas(), s.text("desk.menu.papers"), "", []widgets.MenuLine{notice,
		{Key: '2', Words: s.text(large), Do: func() { s.setLargePrint(draft.Household) }}}, s.text("desk.dialog.back"), s.showMenu)
}

// printNotice prints the bills that are ticked, whole, as a notice for the household (缴费通知单), and says what stands on it: where there are more
// than its code can name, all bills of their months do.
func (s *Screen) printNotice() {
	if !s.mayEdit() || len(s.view.Draft.Parts) == 0 {
		return
	}
	room, ticked := s.view.Draft.Household.Room.ID, slices.Sorted(maps.Keys(s.view.Draft.Parts))
	var notice paper.Notice
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		notice, err = s.flows.PrintNotice(ctx, room, ticked)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.explain(err), widgets.ToneOwed)
			return
		}
		s.frame.Toast(s.text("desk.notice.done", notice.Bills, notice.TotalFen().Yuan()), widgets.ToneGood)
	})
}

// setLargePrint switches how large the household's papers are printed, from this one on.
func (s *Screen) setLargePrint(h household.Household) {
	done := "desk.large.done"
	if h.LargePrint {
		done = "desk.large.undone"
	}
	s.changeHousehold(s.text(done, h.Room.Code), func(ctx context.Context) error { return s.flows.SetLargePrint(ctx, h.Room.ID, !h.LargePrint) })
}
