package desk

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// follow brings the screen from the View before to the one that stands now.
func (s *Screen) follow(before checkout.View) {
	if s.root == nil {
		return
	}
	s.followRows(before)
	s.followEntries()
	switch {
	case isAsking(s.view) && !isAsking(before):
		s.drawSlowly()
	case formOf(before) != formOf(s.view):
		s.redraw()
	case s.view.Search.Query != before.Search.Query || s.view.Search.Query != "":
		s.followSearch()
	case s.view.Draft != nil && s.money != nil:
		s.followMoney(before)
	}
	if s.view.Stood != before.Stood {
		s.sight.Stands(s.view.Stood)
	}
	s.followKeyboard(before)
	if late := s.view.AskLate; late != nil {
		s.askLate(*late, s.problem())
	}
	if s.view.AskSecond {
		s.askSecond(s.problem())
	}
}

// slow is how long the book may take to answer before the desk says that it is asked: an answer is there sooner than a
// picture is drawn, and a picture that nobody can see costs the time of the next.
const slow = 150 * time.Millisecond

// isAsking says whether what is typed must wait for the book.
func isAsking(v checkout.View) bool { return v.Step == checkout.Opening || v.Step == checkout.Waiting }

// drawSlowly says that the book is asked, once it takes its time.
func (s *Screen) drawSlowly() {
	s.frame.Later(slow, func() {
		if isAsking(s.view) {
			s.redraw()
		}
	})
}

// form is what the columns are made of: while it stays, only words, sums and ticks change.
type form struct {
	step                                  checkout.Step
	draft, payer, problem                 string
	rest                                  till.TenderKind
	revision, aside, given                int
	useCredit, keepChange, isLate, isRead bool
	prepayFen, creditFen                  money.Fen
	prepayFor                             billing.Purpose
	stop                                  checkout.Stop
	paid, shift                           string
	order                                 orderForm
}

func formOf(v checkout.View) form {
	f := form{order: orderFormOf(v), step: v.Step, aside: len(v.Aside), stop: v.Stop, isRead: v.Stop != checkout.Unread, shift: v.State.Cashier + string(v.State.BusinessOn)}
	if v.Step == checkout.Choosing { // The hits lie over whatever is open, and the columns stay.
		f.step = checkout.Idle
		if v.Draft != nil && v.Draft.AtChannel != nil {
			f.step = checkout.Collecting
		} else if v.Draft != nil {
			f.step = checkout.Tendering
		} else if v.Paid != nil && v.Paid.Fresh {
			f.step = checkout.Taken
		}
	}
	if d := v.Draft; d != nil {
		f.draft, f.rest, f.payer, f.revision, f.given = d.RequestID, d.Rest, d.PayerName, d.Revision, len(d.Given)
		f.useCredit, f.keepChange, f.isLate, f.prepayFen, f.creditFen = d.UseCredit, d.KeepChange, d.Late != nil, d.PrepayFen, v.Quote.CreditFen
		f.prepayFor = d.PrepayPurpose
		return f
	}
	if p := v.Paid; p != nil {
		f.paid = fmt.Sprint(p.Number(), p.Payment.Kind, p.Payment.Seq, p.Fresh, len(p.Codes), p.Printed, p.PaperError, p.Unread, p.Household.Room.ID)
	}
	f.problem = v.Problem.Key
	if v.Problem.Err != nil {
		f.problem = v.Problem.Err.Error()
	}
	return f
}

// followRows makes the rows of the bills anew where another household, or another reading of it, is shown.
func (s *Screen) followRows(before checkout.View) {
	now, was := s.view.Draft, before.Draft
	isOther := (now == nil) != (was == nil) || now != nil && now.RequestID != was.RequestID
	isRead := now != nil && was != nil && now.Revision != was.Revision
	isPaid := now == nil && (s.view.Paid == nil) != (before.Paid == nil) || now == nil && s.view.Paid != nil && s.view.Paid.Household.Room.ID != before.Shown().Room.ID
	if !isOther && !isRead && !isPaid {
		return
	}
	s.rows = rowsOf(s.view.Shown())
	if !isOther {
		return
	}
	s.unmasked = map[string]estate.Profile{}
	s.bills.SetCursor(-1)
	if now != nil && len(s.rows) > 1 {
		s.bills.SetCursor(1)
	}
}

// followEntries puts into the entries what the View has, where they do not have it already.
func (s *Screen) followEntries() {
	if s.search.Text != s.view.Search.Query {
		s.search.SetText(s.view.Search.Query)
	}
	typed, reference := "", ""
	if d := s.view.Draft; d != nil {
		typed, reference = d.Typed, d.Reference
	}
	if s.amount.Text() != typed {
		s.amount.SetText(typed)
	}
	if s.reference.Text != reference {
		s.reference.SetText(reference)
	}
}

// followSearch shows what is found in the place of the bills.
func (s *Screen) followSearch() {
	s.readOwed()
	s.drawMiddle()
	if s.money != nil {
		s.money.button(s)
	}
	s.refreshKeys()
}

// followMoney writes the figures of the payment as it is now, without making anything anew.
func (s *Screen) followMoney(before checkout.View) {
	s.money.update(s)
	s.bills.Refresh()
	s.showWhy()
	if len(before.Guards) != len(s.view.Guards) || before.Stop != s.view.Stop {
		s.refreshKeys()
	}
}

func (s *Screen) refreshKeys() {
	if s.frame.Current() == s {
		s.frame.RefreshKeys()
	}
}

// followKeyboard takes the keyboard to where the View wants it. While the book is asked, what is typed is held; it goes on
// where the answer leads, and after an answer that was no to the search, because it was meant for what came next.
func (s *Screen) followKeyboard(before checkout.View) {
	if s.frame.Current() != s {
		return
	}
	isAsked := isAsking(s.view)
	if isAsked && s.frame.Canvas().Overlays().Top() == nil {
		s.frame.Hold()
		return
	}
	if s.view.Keyboard != checkout.Stay {
		s.focusAt(s.view.Keyboard)
	}
	if isAsked || !s.frame.Holding() {
		return
	}
	switch {
	case s.view.AskLate != nil || s.view.AskSecond || before.Draft != nil && before.Draft.Late != nil:
		s.frame.Drop() // A second person's PIN belongs to it: what was typed may be that once more.
	case before.Step == checkout.Opening && s.view.Step == checkout.Tendering, s.view.Step == checkout.Taken:
		s.frame.Release()
	default:
		s.frame.ReleaseTo(s.search)
	}
}

// focus takes the keyboard to where the work is: the amount or the reference of a payment, and else the search.
func (s *Screen) focus() {
	switch d := s.view.Draft; {
	case d == nil || s.view.Search.Query != "":
		s.focusAt(checkout.AtSearch)
	case d.AtChannel != nil:
		s.focusAt(checkout.Nowhere)
	case s.view.Step == checkout.Scanning:
		s.focusAt(checkout.AtPayerCode)
	case s.isCash() || d.Rest.IsChannel():
		s.focusAt(checkout.AtAmount)
	default:
		s.focusAt(checkout.AtReference)
	}
}

func (s *Screen) focusAt(place checkout.Place) {
	if s.root == nil || s.frame.Current() != s || s.frame.Canvas().Overlays().Top() != nil {
		return
	}
	var part fyne.Focusable = s.search
	switch place {
	case checkout.Nowhere:
		s.frame.Canvas().Unfocus()
		return
	case checkout.AtPayerCode:
		part = s.payerCode
	case checkout.AtAmount:
		part = s.amount
	case checkout.AtReference:
		part = s.reference
	}
	s.frame.Focus(part)
	switch {
	case place == checkout.AtSearch && s.view.Search.Replace:
		s.search.SelectAll()
	case place == checkout.AtAmount: // Whoever gives up on a sum types another one, or the next room, over it.
		s.amount.SelectAll()
	case place == checkout.AtReference: // What stands there came back with its household, and is typed over as an amount is.
		s.reference.SelectAll()
	}
}
