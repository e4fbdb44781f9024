package desk

import (
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
)

// isOpen says whether a draft is still the one on the screen, and its money not on the way.
func (s *Screen) isOpen(draft string) bool {
	return s.view.Draft != nil && s.view.Draft.RequestID == draft && !s.isAsked()
}

// isAsked says whether the book is being asked: nothing about the payment can be changed now.
func (s *Screen) isAsked() bool {
	return s.view.Step == checkout.Waiting || s.view.Step == checkout.Opening || s.view.Step == checkout.Unknown
}

// mayEdit says whether there is a draft that may be changed.
func (s *Screen) mayEdit() bool { return s.view.Draft != nil && !s.isAsked() }

// menuItem is one line of a choice by number.
type menuItem struct {
	words string
	do    func()
}

// showMenu offers the rarer steps. Each has a key that is always the same, whichever others the household
// has: who knows that 6 is 预缴 types it without looking, and another line in its place would be taken for it. A digit whose step cannot
// be done for this household says why; the signs are there only where they work.
func (s *Screen) showMenu() {
	if !s.mayEdit() {
		return
	}
	draft, keep := s.view.Draft, "desk.menu.keep"
	if draft.KeepChange {
		keep = "desk.menu.give"
	}
	noBills, noLate := "", ""
	if len(draft.Household.Lines) == 0 {
		noBills = s.text("desk.menu.no_bills")
	}
	if !slices.ContainsFunc(draft.Household.Lines, func(line household.Line) bool { return line.WaivableFen() > 0 }) {
		noLate = s.text("desk.menu.no_late")
	}
	var lines []widgets.MenuLine
	always := func(key rune, words, refusal string, do func()) {
		lines = append(lines, widgets.MenuLine{Key: key, Words: s.text(words), Refusal: refusal, Do: do})
	}
	add := func(key rune, words string, works bool, do func()) {
		if works {
			always(key, words, "", do)
		}
	}
	always('1', "desk.menu.prepay", "", func() { s.askPrepay(billing.AnyPurpose) })
	always('2', keep, "", func() { s.send(checkout.KeepChange{Draft: draft.RequestID}) })
	always('3', "desk.menu.payer", "", s.askPayer)
	always('4', "desk.menu.late", "", func() { s.askLate(s.lateEntry(), "") })
	always('5', "desk.menu.all", noBills, func() { s.send(checkout.TickAll{Draft: draft.RequestID}) })
	always('6', "desk.menu.ahead", "", func() { s.askAhead() })
	always('7', "desk.menu.waive", noLate, s.askWaive)
	always('8', "desk.menu.oldest", noBills, s.askOldest)
	always('9', "desk.menu.single", "", s.askSingle)
	always('0', "desk.menu.prepaid", "", s.showPrepaid)
	add('-', "desk.menu.not_late", draft.Late != nil, func() { s.send(checkout.Late{Draft: draft.RequestID}) })
	add('+', "desk.menu.package", len(draft.Household.Packages) > 0, func() { s.choosePackage(s.showMenu) })
	add('*', "desk.menu.unmask", s.mayUnmask(), s.unmask)
	always('.', "desk.menu.papers", "", s.showPapers)
	add('/', "desk.menu.restart", draft.IsTouched(), func() { s.send(checkout.Restart{Draft: draft.RequestID}) })
	widgets.ShowMenu(s.frame.Canvas(), s.text("desk.key.more"), "", lines, s.text("desk.dialog.back"), nil)
}

// choose offers items by number; back is called after Esc, to show the list that this one was opened from, and nil goes back to the desk.
func (s *Screen) choose(title, advice string, items []menuItem, back func()) {
	var words []string
	for _, item := range items {
		words = append(words, item.words)
	}
	widgets.ShowFurtherChoice(s.frame.Canvas(), title, advice, words, s.text("desk.dialog.back"), func(index int) { items[index].do() }, back)
}

// askOldest asks how much of what is due is paid now: the oldest first.
func (s *Screen) askOldest() {
	entry := widgets.NewMoneyEntry(s.text("desk.part.label"), nil)
	draft := s.view.Draft.RequestID
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.menu.oldest"), Message: s.text("desk.oldest.advice"), Body: entry, Inputs: []fyne.Focusable{entry},
		Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			fen, err := parseTyped(entry.Text())
			if err != nil || fen <= 0 {
				return s.text("desk.part.wrong")
			}
			s.coverOldest(draft, fen)
			return ""
		},
	})
}

// coverOldest ticks what so many fen pay, beside the prepayment that F6 spends. What was to be put by, which the sum is not enough for, is
// left out, and would else be gone from the screen without a word.
func (s *Screen) coverOldest(draft string, fen money.Fen) {
	before := s.view
	s.send(checkout.Oldest{Draft: draft, Fen: fen})
	if s.isOpen(draft) && before.Draft != nil && before.Draft.PrepayFen > 0 && s.view.Draft.PrepayFen == 0 {
		s.frame.Toast(s.text("desk.oldest.no_prepay", before.Draft.PrepayFen.Yuan()), widgets.ToneLook)
	}
}

// askPart asks how much of the bill at the cursor is paid now. Where the cash that was typed does not cover what is ticked, it
// ticks what that cash pays, the oldest first: it stands line by line before it is taken.
func (s *Screen) askPart() {
	row, ok := s.atCursor()
	if !s.mayEdit() || !ok {
		return
	}
	if q := s.view.Quote; s.isCash() && q.TenderedFen > 0 && q.MissingFen > 0 {
		s.coverOldest(s.view.Draft.RequestID, q.TenderedFen)
		return
	}
	draft := s.view.Draft.RequestID
	line, advice := row.line, s.text("desk.part.owed", row.line.OwedFen().Yuan())
	if line.LateFen > 0 {
		advice = s.text("desk.part.late", line.OwedFen().Yuan(), line.LateFen.Yuan())
		if s.view.State.Policies.LateFeeFirst {
			advice = s.text("desk.part.late_first", line.OwedFen().Yuan(), line.LateFen.Yuan())
		}
	}
	entry := widgets.NewMoneyEntry(s.text("desk.part.label"), nil)
	if part, late := s.partNow(line); part+late > 0 {
		entry.SetText((part + late).String())
	}
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.lineTitle(line), Message: advice,
		Body: entry, Inputs: []fyne.Focusable{entry}, Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			fen, err := parseTyped(entry.Text())
			switch {
			case err != nil || fen <= 0:
				return s.text("desk.part.wrong")
			case fen > line.WholeFen(): // Up to it the owner named the sum with its late fee, or a part of that.
				return s.text("desk.part.too_much", line.WholeFen().Yuan())
			}
			s.send(checkout.Part{Draft: draft, Bill: line.ID, Fen: fen})
			return ""
		},
	})
}

// askPrepay asks how much is put by as prepayment that is kept for a purpose; an empty sum puts nothing by.
func (s *Screen) askPrepay(purpose billing.Purpose) {
	entry := widgets.NewMoneyEntry(s.prepayWords(purpose), nil)
	draft := s.view.Draft
	if fen := draft.PrepayFen; fen > 0 {
		entry.SetText(fen.String())
	}
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.prepayWords(purpose), Message: s.text("desk.prepay.advice"),
		Body: entry, Inputs: []fyne.Focusable{entry}, Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			fen, err := parseTyped("0" + entry.Text())
			if err != nil {
				return s.text("desk.part.wrong")
			}
			s.send(checkout.Prepay{Draft: draft.RequestID, Fen: fen, Purpose: purpose})
			return ""
		},
	})
}

// askPayer asks who pays on the owner's behalf; an empty name is the owner again.
func (s *Screen) askPayer() {
	draft := s.view.Draft
	entry := widgets.NewKeyEntry(draft.Household.Payer(), nil)
	entry.MaxRunes = 60
	entry.SetText(draft.PayerName)
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.menu.payer"), Message: s.text("desk.payer.advice"),
		Body: widgets.VStack(4, look.Text(s.text("desk.payer"), look.SmallSize(), look.Ink2()), entry), Inputs: []fyne.Focusable{entry},
		Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			s.send(checkout.Payer{Draft: draft.RequestID, Name: entry.Text})
			return ""
		},
	})
}
