package shift

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// hand is the hand-over after the count: what is left, who takes the rest, and who confirms a difference.
type hand struct {
	screen *Screen

	left                  string
	leftPieces            *till.Count // what is left by its notes, nil where only the sum was typed
	leftEntry             *widgets.DigitEntry
	handed                *widgets.Field
	receiver, receiverPIN *widgets.DigitEntry
	receiverCode          string
	answer                answer
}

// begin sets the hand-over up for a counted shift: the float stays by default.
func (h *hand) begin(shift till.Shift) {
	left := min(shift.FloatFen, shift.CountedFen)
	h.left, h.receiverCode, h.leftPieces = left.String(), "", nil
	h.answer.begin()
}

// isBeyond says whether the difference needs a reason and a second person.
func (h *hand) isBeyond() bool {
	facts := h.screen.facts
	return facts.state.Bounds.IsBeyond(staff.DifferenceMax, facts.shift.DifferenceFen)
}

// carries says whether electronic money is not settled, which the next shift goes on with.
func (h *hand) carries() bool { return len(h.screen.facts.overview.Unresolved) > 0 }

// carried says what is carried and that it takes a second person.
func (h *hand) carried() string {
	var sum money.Fen
	open := h.screen.facts.overview.Unresolved
	back := 0
	for _, one := range open {
		sum += one.Fen
		if one.TakenBack {
			back++
		}
	}
	words := h.screen.frame.Text("shift.hand.unresolved", len(open), sum.Yuan())
	if back > 0 {
		words += h.screen.frame.Text("shift.hand.taken_back", back)
	}
	if beside := h.screen.besideFen(); beside > 0 {
		words += h.screen.frame.Text("shift.hand.beside", beside.Yuan())
	}
	return forms.HalfYen(words)
}

// besideFen is what cash and slips were to pay beside electronic money that is not settled: it lies in the drawer and belongs to no shift.
func (s *Screen) besideFen() (fen money.Fen) {
	for _, one := range s.facts.overview.Unresolved {
		fen += one.BesideFen
	}
	return fen
}

// leftFen parses what is left; false for what is no sum or more than was counted.
func (h *hand) leftFen() (money.Fen, bool) {
	left, err := money.Parse(h.left)
	return left, err == nil && left >= 0 && left <= h.screen.facts.shift.CountedFen
}

// handedFen is what goes to the receiver.
func (h *hand) handedFen() money.Fen {
	left, ok := h.leftFen()
	if !ok {
		return 0
	}
	return h.screen.facts.shift.CountedFen - left
}

func (h *hand) object() fyne.CanvasObject {
	s, text := h.screen, h.screen.frame.Text
	h.leftEntry = widgets.NewMoneyEntry(text("shift.hand.left"), h.changeLeft)
	h.leftEntry.SetText(h.left)
	h.handed = widgets.NewField(text("shift.hand.handed"), h.handedFen().Yuan()).Strong(look.Ink())
	h.receiver = forms.NewCodeDigits(text("shift.hand.receiver"), func(code string) { h.receiverCode = code })
	h.receiver.SetText(h.receiverCode)
	h.receiverPIN = widgets.NewPINEntry(text("shift.hand.receiverpin"), nil)
	inputs := []fyne.Focusable{h.leftEntry, h.receiver, h.receiverPIN}
	apart := float32(8)
	if look.IsShort() {
		apart = 4
	}
	column := widgets.VStack(apart, container.NewBorder(nil, nil, nil, widgets.Inset(0, 0, 0, 12, widgets.Sized(look.Scaled(180), 0, h.handed)), h.leftEntry), widgets.Columns(12, h.receiver, h.receiverPIN))
	inputs = append(inputs, h.drawSlips(column)...)
	_, _, slips := h.slipGap()
	switch {
	case h.isBeyond():
		inputs = append(inputs, h.answer.draw(column)...)
	case slips || h.carries():
		inputs = append(inputs, h.answer.drawApprover(column)...)
	}
	switch {
	case h.carries():
		s.message.Say(h.carried(), widgets.ToneLook)
	case slips || h.isBeyond():
		s.message.Say(h.answer.limit(), widgets.ToneLook)
	}
	s.form.SetInputs(inputs...)
	h.follow()
	return column
}

func (h *hand) changeLeft(typed string) {
	h.left, h.leftPieces = typed, nil
	h.follow()
}

// follow shows what is handed over; where nothing is, nobody need receive it.
func (h *hand) follow() {
	handed := h.handedFen()
	h.handed.SetValue(handed.Yuan())
	for _, entry := range []*widgets.DigitEntry{h.receiver, h.receiverPIN} {
		if handed > 0 {
			entry.Enable()
		} else {
			entry.Disable()
		}
	}
}

// missing says what is still to be typed, "" when nothing is.
func (h *hand) missing() (words string, at fyne.Focusable) {
	text := h.screen.frame.Text
	if _, ok := h.leftFen(); !ok {
		return text("shift.hand.leftbad"), h.leftEntry
	}
	if h.handedFen() > 0 && (h.receiver.Text() == "" || h.receiverPIN.Text() == "") {
		return text("shift.hand.needreceiver"), h.receiver
	}
	if words, at := h.missingSlips(); words != "" {
		return words, at
	}
	_, _, slips := h.slipGap()
	switch {
	case h.isBeyond():
		return h.answer.missing()
	case slips && (h.answer.approver.Text() == "" || h.answer.approverPIN.Text() == ""):
		return text("shift.slips.needapprover"), h.answer.approver
	case h.carries() && (h.answer.approver.Text() == "" || h.answer.approverPIN.Text() == ""):
		return h.carried(), h.answer.approver
	}
	return "", nil
}

// submit closes the shift.
func (h *hand) submit() {
	s := h.screen
	if words, at := h.missing(); words != "" {
		s.message.Say(words, widgets.ToneLook)
		s.frame.Focus(at)
		return
	}
	left, _ := h.leftFen()
	handover := shifts.Handover{LeftFen: left, LeftPieces: h.leftPieces, SlipReason: s.slipReason()}
	if h.handedFen() > 0 {
		handover.Receiver = session.Second{Who: h.receiver.Text(), PIN: h.receiverPIN.Text()}
	}
	if _, _, slips := h.slipGap(); h.isBeyond() {
		handover.Second, handover.Reason = h.answer.read()
	} else if slips || h.carries() {
		handover.Second = session.Second{Who: h.answer.approver.Text(), PIN: h.answer.approverPIN.Text()}
	}
	var report till.ZReport
	s.form.Run(s.frame.Text("shift.hand.working"), func(ctx context.Context, _ func(done, total int)) (err error) {
		report, err = s.counter.Shifts.Close(ctx, handover)
		return err
	}, func(err error) { h.closed(report, err) })
}

// closed goes to the Z report. A report without a head means that the book refused and the shift is still open, to be counted
// again if cash moved after the count; with one it is closed, whatever became of its paper.
func (h *hand) closed(report till.ZReport, err error) {
	s := h.screen
	h.wipe()
	if code := store.Code(err); code == till.CodeCountStale || code == till.CodeSlipsStale || code == till.CodeSlipsNotCounted {
		s.recheck()
		return
	}
	if report.HeadHash == "" {
		s.message.Say(s.deps.Explain(err), widgets.ToneOwed)
		s.focusFirstPIN()
		return
	}
	s.facts.report, s.facts.text, s.facts.paper = report, report.Text(), ""
	if err != nil {
		s.facts.paper = s.deps.Explain(err)
	}
	s.facts.exported = ""
	s.grid.clear()
	s.slips.clear()
	s.deps.Changed()
	s.goTo(finished)
}

func (h *hand) wipe() {
	h.receiverPIN.SetText("")
	h.answer.wipe()
}

// focusFirstPIN puts the focus where the PIN is typed again.
func (s *Screen) focusFirstPIN() {
	if s.hand.handedFen() > 0 {
		s.frame.Focus(s.hand.receiverPIN)
		return
	}
	s.form.First()
}

func (h *hand) keys() []shell.Key {
	s, text := h.screen, h.screen.frame.Text
	keys := h.answer.keys("shift.hand.go", h.isBeyond(), s.recount)
	if s.slips.note != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text("shift.slips.reason"), Do: s.chooseSlipReason})
	}
	if len(s.facts.slips.Kinds) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyF7, Label: text("shift.slips.again"), Do: s.recountSlips})
	}
	return append(keys, shell.Key{Name: fyne.KeyF8, Label: text("shift.pieces"), Do: h.askPieces})
}

// recount goes back to the count with what was typed; the Z report will say how often was counted.
func (s *Screen) recount() {
	if s.form.Busy() {
		return
	}
	s.facts.overview.Shift = s.facts.shift
	s.goTo(counting)
}

func (s *Screen) drawCounted() fyne.CanvasObject {
	text := s.frame.Text
	again := widgets.NewButton(widgets.PlainButton, text("shift.again"), "Esc", s.recount)
	done := widgets.NewButton(widgets.PrimaryButton, text("shift.hand.go"), "Enter", s.form.Enter)
	s.message = forms.NewMessage(s.frame, s.textWidth())
	form := widgets.Edges(widgets.Inset(0, 0, 8, 0, s.verdict()), widgets.VStack(0, s.message.Object(), widgets.Inset(8, 0, 0, 0, widgets.Columns(12, again, done))), widgets.Scroll(s.hand.object()))
	return widgets.Frame(s.foundCard(), countWidth, widgets.TitledCard(text("shift.end.title"), nil, form), nil, 0)
}
