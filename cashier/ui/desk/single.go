package desk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/charging"
	"shouqi/cashier/checkout"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
)

// askSingle reads what may be charged once, a deposit among it, and asks which of it. What is typed meanwhile waits for the choice.
func (s *Screen) askSingle() {
	draft := s.view.Draft.RequestID
	var singles []charging.Single
	s.frame.Hold()
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		singles, err = s.flows.Singles(ctx)
		return err
	}, func(err error) {
		defer s.frame.Release()
		switch {
		case !s.isOpen(draft):
		case err != nil:
			s.send(checkout.Trouble{Draft: draft, Err: err})
		default:
			s.chooseSingle(singles)
		}
	})
}

// chooseSingle asks what is charged.
func (s *Screen) chooseSingle(singles []charging.Single) {
	var items []menuItem
	for _, single := range singles {
		words := single.Name
		if single.Kind == billing.Deposit {
			words = s.text("desk.single.held", single.Name)
		}
		items = append(items, menuItem{words, func() { s.askSum(single) }})
	}
	s.choose(s.text("desk.menu.single"), s.text("desk.single.which"), items, s.showMenu)
}

// askSum asks how much is charged, what for, and who agrees where the book wants somebody. The bill that it makes stands ticked at the
// desk, and is paid like any other. A request that was refused is asked again as the same one, so that a lost answer makes no second bill.
func (s *Screen) askSum(single charging.Single) {
	draft, room := s.view.Draft.RequestID, s.view.Draft.Household.Room.Code
	id, err := session.NewRequestID()
	if err != nil {
		s.send(checkout.Trouble{Draft: draft, Err: err})
		return
	}
	order := billing.ByHand{RequestID: id, Room: room, Item: single.Item, Kind: single.Kind}
	fen, why := widgets.NewMoneyEntry(s.text("desk.single.fen"), nil), widgets.NewKeyEntry("", nil)
	why.MaxRunes, fen.Required = 60, true
	who, pin := forms.NewCode(s.frame), widgets.NewPINEntry(s.text("desk.second.pin"), nil)
	message := s.text("desk.single." + single.Kind)
	for _, rule := range single.Rules {
		message += "\n" + words.Rule(rule, s.deps.Lang)
	}
	var second session.Second
	var lawShown bool // only who has read what the rules say passes it
	var wrong fyne.Focusable
	var bill billing.Bill
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("desk.single.title", single.Name, room), Message: message, Width: 620,
			Body: widgets.VStack(8, fen, s.labelled("desk.single.why", why),
				widgets.Columns(12, s.labelled("desk.second.who", who), s.labelled("desk.second", pin))),
			Inputs: []fyne.Focusable{fen, why, who, pin}, Yes: s.text("desk.single.yes"), No: s.text("desk.dialog.back")},
		Check: func() string {
			typed, err := parseTyped(fen.Text())
			second = session.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text(), Law: lawShown}
			switch {
			case err != nil || typed <= 0:
				wrong = fen
				return s.text("desk.part.wrong")
			case (second.Who == "") != (second.PIN == ""): // neither, where it was approved before or nobody has to agree
				wrong = ofSecond(who, pin)
				return s.text("desk.second.missing")
			}
			order.AmountFen, order.Why = typed, strings.TrimSpace(why.Text)
			return ""
		},
		Work: func(ctx context.Context) (err error) {
			bill, err = s.flows.AddBill(ctx, order, second)
			return err
		},
		Explain: func(err error) string {
			lawShown = lawShown || law.IsSaid(err)
			return s.explain(err)
		}, Failed: func() { pin.SetText("") },
		At: func(err error) fyne.Focusable {
			switch {
			case err == nil:
				return wrong
			case strings.HasPrefix(store.Code(err), "staff.") && !forms.IsWrongPIN(err):
				return who
			}
			return nil
		},
		Done: func() {
			s.frame.Toast(s.text("desk.single.done", bill.Called(), bill.AmountFen.Yuan()), widgets.ToneGood)
			if s.isOpen(draft) {
				s.send(checkout.Reload{Draft: draft, TickNew: true})
			}
		},
	})
}
