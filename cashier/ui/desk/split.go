package desk

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// splitPanel asks for a part of the sum, for the number of its slip, and then for the way in which it is paid. Behind the ways stand the
// tenders that were told already, to be taken out again.
type splitPanel struct {
	screen    *Screen
	draft     string
	kinds     []till.TenderKind
	amount    *widgets.DigitEntry
	reference *widgets.KeyEntry
	ways      *widgets.DataTable
	dialog    *widgets.Dialog
}

// askSplit asks which way pays a part of the sum (组合支付). The sum comes first, as the number does at F8: whoever types it at once would
// else choose a way by its first digit, which would be missing from the sum. The way is one digit more; an Enter too many chooses none.
func (s *Screen) askSplit() {
	if !s.mayEdit() {
		return
	}
	draft := s.view.Draft
	p := &splitPanel{screen: s, draft: draft.RequestID, kinds: till.SlipTenders(), amount: widgets.NewMoneyEntry(s.text("desk.split.amount"), nil),
		reference: widgets.NewKeyEntry(s.text("desk.reference.hint"), nil)}
	p.reference.MaxRunes = 40
	if !s.isCash() {
		p.kinds = append([]till.TenderKind{till.Cash}, p.kinds...)
	}
	var words []string
	for _, kind := range p.kinds {
		words = append(words, s.wayWords(kind))
	}
	for _, tender := range draft.Given {
		words = append(words, s.text("desk.split.take_back", s.tenderName(tender.Kind), tender.Fen.Yuan()))
	}
	p.ways = widgets.NewChoices(words, p.choose)
	p.ways.SetCursor(-1)
	p.dialog = widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.split"), Message: s.text("desk.split.due", s.view.Quote.RestFen.Yuan()) + s.text("desk.split.advice", s.tenderName(draft.Rest)),
		Body: widgets.VStack(8, p.amount, s.labelled("desk.split.reference", p.reference),
			widgets.Sized(0, float32(min(len(words), 9))*look.RowHeight()+2, p.ways)),
		Inputs: []fyne.Focusable{p.amount, p.reference, p.ways}, Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"), Accept: p.accept,
	})
	p.dialog.MendAt(p.ways)
}

// wayWords is a way to pay, with what is to be known of it.
func (s *Screen) wayWords(kind till.TenderKind) string {
	if kind.IsUnverified() {
		return s.tenderName(kind) + " · " + s.text("desk.split.unverified")
	}
	return s.tenderName(kind)
}

// choose pays the sum by the way at index, or takes out the tender there. What is missing is said, and the keyboard goes there.
func (p *splitPanel) choose(index int) {
	s := p.screen
	if at := index - len(p.kinds); at >= 0 {
		p.dialog.Close()
		s.send(checkout.TakeBack{Draft: p.draft, Index: at})
		return
	}
	fen, err := parseTyped(p.amount.Text())
	number := strings.TrimSpace(p.reference.Text)
	row, _ := p.kinds[index].Type()
	switch {
	case err != nil || fen <= 0:
		p.again(p.amount, s.text("desk.part.wrong"))
		return
	case row.Slip && number == "":
		p.again(p.reference, s.text("desk.split.number"))
		return
	case !row.Slip:
		number = ""
	}
	p.dialog.Close()
	s.send(checkout.Give{Draft: p.draft, Tender: till.Tender{Kind: p.kinds[index], Fen: fen, Reference: number}})
}

// again says what is missing and takes the keyboard there; the next Enter too many goes to the ways again.
func (p *splitPanel) again(entry fyne.Focusable, refusal string) {
	p.dialog.MendAt(entry)
	p.dialog.Again(refusal)
	p.dialog.MendAt(p.ways)
}

// accept is Enter or the button with no way chosen by digit: the one at the cursor, where there is one.
func (p *splitPanel) accept() string {
	at := p.ways.Cursor()
	if at < 0 {
		return p.screen.text("desk.other.which", len(p.kinds))
	}
	p.choose(at)
	return ""
}

func (s *Screen) tenderName(kind till.TenderKind) string {
	return s.text("desk.tender." + string(kind))
}

// askSecond asks for a second person's word for the payment that stands there; problem says for what, or what was wrong with
// the last try. Nobody named is offered to be asked for. Nothing is taken when it is put away. After a wrong PIN the code stands there as it was typed, and what is typed next is
// the PIN once more.
func (s *Screen) askSecond(problem string) {
	draft := s.view.Draft
	who := forms.NewCode(s.frame)
	wanted := s.view.Problem.Err
	_, wants := staff.Wanted(wanted)
	if wants {
		problem += "\n" + s.text("desk.second.absent")
	}
	isWrongPIN := forms.IsWrongPIN(wanted)
	if isWrongPIN {
		who.SetText(s.agreeing)
	}
	s.agreeing = ""
	pin := widgets.NewPINEntry(s.text("desk.second.pin"), nil)
	var dialog *widgets.Dialog
	dialog = widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.second.title", draft.Household.Room.Code, s.view.Quote.DueFen.Yuan()), Message: problem, Width: 560,
		Body:   widgets.Columns(12, s.labelled("desk.second.who", who), s.labelled("desk.second", pin)),
		Inputs: []fyne.Focusable{who, pin}, Yes: s.text("desk.second.agree"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			if strings.TrimSpace(who.Text) == "" && pin.Text() == "" && wants {
				dialog.Over(func() { forms.OfferAsking(s.frame, wanted, s.explain, s.wasAsked(draft.RequestID, dialog)) })
				return s.text("desk.second.missing")
			}
			if strings.TrimSpace(who.Text) == "" || pin.Text() == "" {
				dialog.MendAt(ofSecond(who, pin))
				return s.text("desk.second.missing")
			}
			s.agreeing = strings.TrimSpace(who.Text)
			s.send(checkout.Agree{Draft: draft.RequestID, Second: session.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text(), Law: law.IsSaid(wanted)}})
			return ""
		},
	})
	if isWrongPIN {
		s.frame.Focus(pin)
	}
}
