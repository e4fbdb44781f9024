package shift

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// slipGrid is the blind count of slips: a line for each kind that the shift has, with its number and its sum as typed.
type slipGrid struct {
	counts, sums map[till.TenderKind]string
	entries      []fyne.Focusable
	reason       string
	reasonButton *widgets.Button
	note         *widgets.KeyEntry
}

// clear forgets what was typed.
func (g *slipGrid) clear() {
	*g = slipGrid{counts: make(map[till.TenderKind]string), sums: make(map[till.TenderKind]string)}
}

// drawSlips draws the blind count of slips, after the cash was counted.
func (s *Screen) drawSlips() fyne.CanvasObject {
	text := s.frame.Text
	lines := widgets.VStack(8, look.Text(text("shift.slips.advice"), look.BodySize(), look.Ink2()))
	lines.Add(slipRow(look.Text(text("shift.slips.count"), look.SmallSize(), look.Ink2()), look.Text(text("shift.slips.sum"), look.SmallSize(), look.Ink2())))
	s.slips.entries = nil
	for _, kind := range s.facts.slips.Kinds {
		count := widgets.NewCountEntry("", 4, func(typed string) { s.slips.counts[kind] = typed })
		sum := widgets.NewMoneyEntry("", func(typed string) { s.slips.sums[kind] = typed })
		count.SetText(s.slips.counts[kind])
		sum.SetText(s.slips.sums[kind])
		// Nothing typed is no count of none: it takes a 0 to say so, and then there is no sum to type.
		count.Required, sum.Required = true, true
		sum.Pass = func() bool { return isNone(s.slips.counts[kind]) }
		s.slips.entries = append(s.slips.entries, count, sum)
		lines.Add(widgets.VStack(2, look.BoldText(text("desk.tender."+string(kind)), look.LeadSize(), look.Ink()), slipRow(count, sum)))
	}
	s.form.SetInputs(s.slips.entries...)
	s.message = forms.NewMessage(s.frame, s.textWidth())
	again := widgets.NewButton(widgets.PlainButton, text("shift.slips.cash"), "Esc", s.recount)
	commit := widgets.NewButton(widgets.PrimaryButton, text("shift.count.go"), text("shift.count.hint"), s.form.Meant(s.commitSlips))
	end := widgets.VStack(10, widgets.Paragraph(text("shift.slips.why"), look.BodySize(), look.Ink2(), s.textWidth()), s.message.Object())
	return widgets.Frame(widgets.TitledCard(text("shift.slips.title"), nil, widgets.Scroll(lines)), countWidth,
		widgets.TitledCard(text("shift.end.title"), nil, widgets.Edges(nil, s.buttons(again, commit), widgets.Scroll(end))), nil, 0)
}

// slipRow sets a number at the left and the sum beside it, which needs more room.
func slipRow(count, sum fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, widgets.Inset(0, 12, 0, 0, widgets.Sized(look.Scaled(96), 0, count)), nil, sum)
}

// isNone says whether a number that was typed is 0.
func isNone(typed string) bool {
	count, err := strconv.Atoi(typed)
	return err == nil && count == 0
}

// countedSlips reads what was typed; bad is the place of the entry that is no number and no sum, -1 for none.
func (s *Screen) countedSlips() (counted []till.SlipCount, bad int) {
	for index, kind := range s.facts.slips.Kinds {
		one := till.SlipCount{Kind: kind}
		var err error
		if one.Count, err = strconv.Atoi(s.slips.counts[kind]); err != nil { // empty too: it was passed over, and not counted
			return nil, 2 * index
		}
		if typed := s.slips.sums[kind]; typed != "" {
			one.Fen, err = money.Parse(typed)
		}
		if err != nil || (one.Count == 0) != (one.Fen == 0) {
			return nil, 2*index + 1
		}
		counted = append(counted, one)
	}
	return counted, -1
}

// commitSlips takes the count of slips and goes on to the hand-over.
func (s *Screen) commitSlips() {
	counted, bad := s.countedSlips()
	if bad >= 0 {
		s.message.Say(s.frame.Text("shift.slips.bad"), widgets.ToneLook)
		s.frame.Focus(s.slips.entries[bad])
		return
	}
	var slips till.Slips
	s.form.Run(s.frame.Text("shift.count.working"), func(ctx context.Context, _ func(done, total int)) (err error) {
		slips, err = s.counter.Shifts.CountSlips(ctx, counted)
		return err
	}, func(err error) {
		if err != nil {
			s.message.Say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.facts.slips = slips
		s.goTo(afterCounting(slips))
	})
}

// afterCounting returns where a counted shift goes on: to its slips while they are not counted.
func afterCounting(slips till.Slips) stage {
	if slips.Stands {
		return counted
	}
	return slipping
}

// recountSlips goes back from the hand-over to the slips, with what was typed.
func (s *Screen) recountSlips() {
	if s.form.Busy() || len(s.facts.slips.Kinds) == 0 {
		return
	}
	s.goTo(slipping)
}

func (s *Screen) slippingKeys() []shell.Key {
	text := s.frame.Text
	return append(s.form.Keys(text("shift.count.go")), shell.Key{Name: fyne.KeyEscape, Label: text("shift.slips.cash"), Do: s.recount})
}

// slipGap returns what the count of slips differs by, in fen, whether it differs at all, and whether that takes a second person.
func (h *hand) slipGap() (fen money.Fen, differs, isBeyond bool) {
	facts := h.screen.facts
	fen, differs = till.SlipGap(facts.slips.Sums)
	return fen, differs, facts.state.Bounds.IsBeyond(staff.DifferenceMax, fen)
}

// drawSlips adds to the hand-over why the slips differ, where they do; it returns the entries of the reason.
func (h *hand) drawSlips(column *fyne.Container) []fyne.Focusable {
	s, text := h.screen, h.screen.frame.Text
	if _, differs, _ := h.slipGap(); !differs {
		s.slips.note = nil
		return nil
	}
	s.slips.reasonButton = widgets.NewButton(widgets.PlainButton, s.slipWords(), "F6", s.chooseSlipReason)
	s.slips.note = widgets.NewKeyEntry(text("shift.hand.note"), nil)
	s.slips.note.Pass = func() bool { return s.slips.reason != "" && s.slips.reason != "other" }
	column.Add(widgets.Columns(12, s.slips.reasonButton, s.slips.note))
	return []fyne.Focusable{s.slips.note}
}

func (s *Screen) slipWords() string {
	if s.slips.reason == "" {
		return s.frame.Text("shift.slips.choose")
	}
	return s.frame.Text("shift.slip.reason." + s.slips.reason)
}

// chooseSlipReason lets one of the reasons of slips be taken.
func (s *Screen) chooseSlipReason() {
	text := s.frame.Text
	if s.slips.note == nil {
		return
	}
	words := make([]string, len(till.SlipReasons))
	for index, code := range till.SlipReasons {
		words[index] = text("shift.slip.reason." + code)
	}
	widgets.ShowChoice(s.frame.Canvas(), text("shift.slips.reason"), "", words, text("shift.move.no"), func(index int) {
		s.slips.reason = till.SlipReasons[index]
		s.slips.reasonButton.SetText(s.slipWords())
		at := slices.Index(s.form.Inputs, fyne.Focusable(s.slips.note))
		if widgets.IsPassed(s.slips.note) && at >= 0 && at+1 < len(s.form.Inputs) {
			s.frame.Focus(s.form.Inputs[at+1])
			return
		}
		s.frame.Focus(s.slips.note)
	})
}

// missingSlips says what of the slips is still to be told, "" when nothing is.
func (h *hand) missingSlips() (words string, at fyne.Focusable) {
	s := h.screen
	switch {
	case s.slips.note == nil:
		return "", nil
	case s.slips.reason == "":
		return s.frame.Text("shift.slips.needreason"), s.slips.note
	case s.slips.reason == "other" && s.slips.note.Text == "":
		return s.frame.Text("shift.hand.neednote"), s.slips.note
	}
	return "", nil
}

// slipReason returns why the slips differ, nothing where they do not.
func (s *Screen) slipReason() till.Reason {
	if s.slips.note == nil {
		return till.Reason{}
	}
	return till.Reason{Code: s.slips.reason, Note: s.slips.note.Text}
}
