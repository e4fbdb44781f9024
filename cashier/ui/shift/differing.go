package shift

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// floatDifferenceFen returns what the typed float differs by from what the last shift left, 0 for the first shift.
func (s *Screen) floatDifferenceFen() money.Fen {
	if !s.facts.hasLeft {
		return 0
	}
	return s.grid.fen() - s.facts.left.LeftFen
}

// isBeyond reports whether the typed float differs by more than one person answers for.
func (s *Screen) isBeyond() bool {
	return s.facts.state.Bounds.IsBeyond(staff.DifferenceMax, s.floatDifferenceFen())
}

// open opens over the typed float. An empty count where a float was left is asked about, because Enter is quickly pressed;
// one that differs beyond the limit, and a day far from the last, need an answer first.
func (s *Screen) open() {
	if s.grid.isEmpty() && s.facts.hasLeft && s.facts.left.LeftFen > 0 {
		text := s.frame.Text
		widgets.ShowConfirm(s.frame.Canvas(), text("shift.count.zero.title"), text("shift.open.zero", s.facts.left.LeftFen.Yuan()),
			text("shift.count.zero.yes"), text("shift.count.zero.no"), func(agreed bool) {
				if agreed {
					s.openCounted()
				}
			})
		return
	}
	s.openCounted()
}

func (s *Screen) openCounted() {
	if s.isBeyond() || s.facts.far != "" {
		s.answer.begin()
		s.goTo(differing)
		return
	}
	s.openWith(shifts.Opening{Counted: s.grid.count()})
}

// openAnswered opens over a float, or on a day, that somebody answers for.
func (s *Screen) openAnswered() {
	missing := s.answer.missing
	if !s.isBeyond() {
		missing = s.answer.missingApprover
	}
	if words, at := missing(); words != "" {
		s.message.Say(words, widgets.ToneLook)
		s.frame.Focus(at)
		return
	}
	opening := shifts.Opening{Counted: s.grid.count()}
	opening.Second, opening.Reason = s.answer.read()
	s.openWith(opening)
}

func (s *Screen) openWith(opening shifts.Opening) {
	var shift till.Shift
	s.form.Run(s.frame.Text("shift.open.working"), func(ctx context.Context, _ func(done, total int)) (err error) {
		shift, err = s.counter.Shifts.Open(ctx, opening)
		return err
	}, func(err error) { s.openedOver(shift, err) })
}

// openedOver goes to the desk, by the page that says what the float differed by unless somebody answered for it there.
func (s *Screen) openedOver(shift till.Shift, err error) {
	s.answer.wipe()
	if err != nil {
		s.message.Say(s.deps.Explain(err), widgets.ToneOwed)
		if s.stage == differing {
			s.frame.Focus(s.answer.approverPIN)
		}
		return
	}
	s.facts.shift = shift
	s.deps.Changed()
	differs := shift.FloatDifferenceFen != 0 && !s.isBeyond() || len(till.PiecesBeside(shift.FloatPieces, s.facts.left.LeftPieces)) > 0
	if s.facts.hasLeft && differs {
		s.goTo(opened)
		return
	}
	s.frame.Toast(forms.HalfYen(s.frame.Text("shift.open.done", shift.FloatFen.Yuan())), widgets.ToneGood)
	s.toDesk()
}

func (s *Screen) drawDiffering() fyne.CanvasObject {
	text := s.frame.Text
	left := s.countCard(text("shift.open.title"), text("shift.open.advice"), text("shift.open.total"))
	s.grid.disable()
	column := widgets.VStack(8)
	if far := s.facts.far; far != "" {
		column.Add(widgets.Notice(text("error.till.far", string(far), string(s.facts.state.BusinessOn)), widgets.ToneLook, s.textWidth()))
	}
	if s.isBeyond() {
		column.Add(widgets.Paragraph(text("shift.open.differs"), look.BodySize(), look.Ink2(), s.textWidth()))
		column.Add(widgets.Notice(s.answer.limit(), widgets.ToneLook, s.textWidth()))
		s.form.SetInputs(s.answer.draw(column)...)
	} else {
		s.form.SetInputs(s.answer.drawApprover(column)...)
	}
	s.message = forms.NewMessage(s.frame, s.textWidth())
	column.Add(s.message.Object())
	again := widgets.NewButton(widgets.PlainButton, text("shift.again"), "Esc", s.countFloat)
	done := widgets.NewButton(widgets.PrimaryButton, text("shift.open.go"), "Enter", s.form.Enter)
	form := widgets.Edges(s.drawOdd(), widgets.Columns(12, again, done), widgets.Scroll(column))
	return widgets.Frame(left, countWidth, widgets.TitledCard(text("shift.open.none"), nil, form), nil, 0)
}

// drawOdd draws what somebody answers for: how much is over or short, or else the day.
func (s *Screen) drawOdd() fyne.CanvasObject {
	text, fen := s.frame.Text, s.floatDifferenceFen()
	words, beside, tone := text("shift.result.over", fen.Yuan()), text("shift.open.left")+" "+s.facts.left.LeftFen.Yuan(), widgets.ToneLook
	switch {
	case !s.isBeyond():
		words, beside = text("shift.open.businesson")+" "+string(s.facts.state.BusinessOn), text("approvals.term.last", string(s.facts.far))
	case fen < 0:
		words, tone = text("shift.result.short", (-fen).Yuan()), widgets.ToneOwed
	}
	return widgets.Inset(0, 0, 10, 0, resultPanel(words, beside, tone))
}

// countFloat goes back to the count with what was typed.
func (s *Screen) countFloat() {
	if !s.form.Busy() {
		s.goTo(opening)
	}
}

func (s *Screen) differingKeys() []shell.Key {
	return s.answer.keys("shift.open.go", s.isBeyond(), s.countFloat)
}
