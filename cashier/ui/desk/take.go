package desk

import (
	"context"
	"strings"

	"shouqi/cashier"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// enter is the primary button and Enter: it takes the money, unless something must be looked at first. Passing a guard
// has a key of its own, so that a second Enter never passes one.
func (s *Screen) enter() {
	if !s.mayTake() || len(s.guards) > 0 {
		return
	}
	s.problem = s.unready()
	if s.problem == "" {
		s.guards = s.tender.Household.Guards(s.quote)
	}
	if s.problem != "" || len(s.guards) > 0 {
		s.money.update(s)
		s.frame.RefreshKeys()
		return
	}
	s.take()
}

// unready says what is still wanting before the till is asked, "" when nothing is.
func (s *Screen) unready() string {
	given := s.tender.Given
	switch {
	case s.quote.DueFen == 0 && !(given.KeepChange && s.quote.TenderedFen > 0):
		return s.text("desk.nothing")
	case s.quote.MissingFen > 0:
		return s.text("desk.missing", s.quote.MissingFen.Yuan())
	case given.Rest != till.Cash && s.quote.RestFen > 0 && strings.TrimSpace(given.Reference) == "":
		return s.text("desk.reference.missing")
	}
	return ""
}

// pass takes the money although the guards shown warn; which ones is written into the payment.
func (s *Screen) pass() {
	if !s.mayTake() || len(s.guards) == 0 {
		return
	}
	for _, guard := range s.guards {
		s.tender.Overridden = append(s.tender.Overridden, guard.Code)
	}
	s.guards = nil
	s.take()
}

// take hands the payment to the counter in the background. The same tender is handed over at every retry, so a lost
// answer, a second Enter and a double click take the money once.
func (s *Screen) take() {
	tender := s.tender
	s.taking = true
	s.asked++ // A household still being read must not change what the till is working on.
	s.amount.Disable()
	s.reference.Disable()
	s.money.update(s)
	var taken cashier.Taken
	var view takenView
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		if taken, err = s.flows.Take(ctx, tender); err != nil {
			return err
		}
		// The money is safe from here on: what fails below is only not shown.
		view.household, view.problem = s.flows.HouseholdOn(ctx, tender.Household.Room.ID, "")
		if view.problem == nil {
			view.printed, view.problem = s.flows.Printed(ctx, taken.Payment.Number)
		}
		return nil
	}, func(err error) {
		s.taking = false
		s.amount.Enable()
		s.reference.Enable()
		if s.left {
			s.left = false
			s.Leave()
			return
		}
		if err != nil {
			s.refused(tender, err)
			return
		}
		view.payment, view.paperError, view.fresh, view.room = taken.Payment, taken.PaperError, true, tender.Household.Room.Code
		if view.problem != nil {
			view.household = cashier.Household{Room: tender.Household.Room, People: tender.Household.People}
		}
		s.received(&view)
	})
}

// refused says why the money was not taken. Nothing typed is lost; a wrong second PIN asks for the late entry again, and
// a bill that changed meanwhile is read again.
func (s *Screen) refused(tender *cashier.Tender, err error) {
	tender.Overridden = nil
	s.problem = s.explain(err)
	code := store.Code(err)
	s.readState()
	s.redraw()
	s.focus()
	switch {
	case code == "till.late_fee":
		s.reload(s.text("desk.fee.changed"))
	case tender.Late != nil && (strings.HasPrefix(code, "staff.") || strings.HasPrefix(code, "till.late_") || strings.HasPrefix(code, "till.reason")):
		late := *tender.Late
		tender.Late = nil
		problem := s.problem
		s.changed()
		s.askLate(late, problem)
	case code == "till.overpays" || code == "till.credit_short" || code == "billing.unknown_bill":
		s.reload(s.problem)
	}
}

// received shows what was taken; the search is ready for the next household.
func (s *Screen) received(view *takenView) {
	s.close()
	s.taken = view
	s.rows = rowsOf(view.household)
	s.bills.SetCursor(-1)
	s.readState()
	s.redraw()
	s.focus()
}
