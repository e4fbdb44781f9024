package desk

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// askSplit asks which way pays a part of the sum (组合支付), or which of those that were told already is taken out again.
func (s *Screen) askSplit() {
	if !s.mayEdit() {
		return
	}
	draft := s.view.Draft
	kinds := till.SlipTenders()
	if !s.isCash() {
		kinds = append([]till.TenderKind{till.Cash}, kinds...)
	}
	var items []menuItem
	for _, kind := range kinds {
		items = append(items, menuItem{s.tenderName(kind), func() { s.askGiven(kind) }})
	}
	// Behind the ways, which keep their numbers.
	for index, tender := range draft.Given {
		items = append(items, menuItem{s.text("desk.split.take_back", s.tenderName(tender.Kind), tender.Fen.Yuan()),
			func() { s.send(checkout.TakeBack{Draft: draft.RequestID, Index: index}) }})
	}
	s.choose(s.text("desk.split"), s.text("desk.split.advice", s.tenderName(draft.Rest)), items)
}

func (s *Screen) tenderName(kind till.TenderKind) string {
	return s.text("desk.tender." + string(kind))
}

// askGiven asks how much is paid in a way, and for the number of its slip. Cash has none.
func (s *Screen) askGiven(kind till.TenderKind) {
	draft := s.view.Draft.RequestID
	amount := widgets.NewMoneyEntry(s.text("desk.split.amount"), nil)
	reference := widgets.NewKeyEntry(s.text("desk.reference.hint"), nil)
	reference.MaxRunes = 40
	row, _ := kind.Type()
	inputs := []fyne.Focusable{amount}
	body := widgets.VStack(8, amount)
	if row.Slip {
		inputs = append(inputs, reference)
		body.Add(s.labelled("desk.split.reference", reference))
	}
	advice := s.text("desk.split.due", s.view.Quote.RestFen.Yuan())
	if row.Unverified {
		advice += s.text("desk.split.unverified")
	}
	var dialog *widgets.Dialog
	dialog = widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.tenderName(kind), Message: advice, Body: body, Inputs: inputs, Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			fen, err := parseTyped(amount.Text())
			number := strings.TrimSpace(reference.Text)
			dialog.MendAt(nil)
			switch {
			case err != nil || fen <= 0:
				return s.text("desk.part.wrong")
			case row.Slip && number == "":
				dialog.MendAt(reference)
				return s.text("desk.reference.missing")
			}
			s.send(checkout.Give{Draft: draft, Tender: till.Tender{Kind: kind, Fen: fen, Reference: number}})
			return ""
		},
	})
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
			s.send(checkout.Agree{Draft: draft.RequestID, Second: session.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text()}})
			return ""
		},
	})
	if isWrongPIN {
		s.frame.Focus(pin)
	}
}
