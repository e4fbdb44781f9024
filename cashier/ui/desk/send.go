package desk

import (
	"context"
	"errors"

	"shouqi/cashier/checkout"
	"shouqi/cashier/collecting"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/till"
)

// send takes an Input to the checkout, shows the View that stands from then on, and puts its questions to the book.
func (s *Screen) send(input checkout.Input) {
	before := s.view
	view := s.checkout.Do(input)
	s.view = view
	s.follow(before)
	if s.deps.Shows != nil {
		s.deps.Shows(view)
	}
	for _, question := range view.Asks {
		s.ask(question)
	}
}

// ask puts a question to the book in the background; its answer is the next Input.
func (s *Screen) ask(question checkout.Question) {
	var answer checkout.Answer
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		answer = answerTo(ctx, s.flows, question)
		return answer.Err
	}, func(err error) {
		answer.No, answer.Err, answer.NotAsked = question.No, err, errors.Is(err, shell.ErrBusy)
		s.send(answer)
		if question.Kind == checkout.AskState && err == nil && s.deps.StateRead != nil {
			s.deps.StateRead(answer.State)
		}
	})
}

// answerTo asks the book; it runs off the UI thread.
func answerTo(ctx context.Context, book flows, question checkout.Question) (answer checkout.Answer) {
	switch question.Kind {
	case checkout.AskState:
		readState(ctx, book, &answer)
	case checkout.AskHousehold:
		if answer.Household, answer.Err = book.ReadOn(ctx, question.Object, question.ValueOn); answer.Err == nil {
			answer.RequestID, answer.Err = session.NewRequestID()
		}
		if slip := question.Paper.Slip; answer.Err == nil && slip.Object != "" {
			answer.PaidBefore, answer.Err = book.PaidOnPaper(ctx, slip)
		}
	case checkout.AskTake:
		if answer.Taken, answer.Err = book.Take(ctx, question.Taking); answer.Err == nil && answer.Taken.Payment.Seq != 0 {
			readPaid(ctx, book, question.Object, answer.Taken.Payment, &answer)
		}
	case checkout.AskOrders, checkout.AskShow, checkout.AskCharge, checkout.AskStop:
		askOrders(ctx, book, question, &answer)
	case checkout.AskSlips:
		answer.UsedSlips, answer.Err = book.UsedSlips(ctx, question.Taking.Order.Tenders)
	case checkout.AskPaper:
		answer.Printed, answer.Err = printedOf(ctx, book, question.Numbers)
	case checkout.AskCodes:
		answer.Codes, answer.Err = book.GiveCodes(ctx, question.Numbers)
	case checkout.AskReprint:
		for _, number := range question.Numbers {
			if _, answer.Err = book.PrintAgain(ctx, number); answer.Err != nil {
				return answer
			}
		}
	}
	return answer
}

// readPaid reads the household and the paper of a payment. The money is safe: what fails here is only not shown.
func readPaid(ctx context.Context, book flows, object string, paid till.Payment, answer *checkout.Answer) {
	if answer.Household, answer.Unread = book.ReadOn(ctx, object, ""); answer.Unread == nil {
		answer.Printed, answer.Unread = printedOf(ctx, book, checkout.Paid{Payment: paid}.Numbers())
	}
}

// askOrders asks about orders at a channel, or the channel about one; see checkout.AskOrders.
func askOrders(ctx context.Context, book flows, question checkout.Question, answer *checkout.Answer) {
	for _, no := range question.Numbers {
		var order collecting.Order
		switch question.Kind {
		case checkout.AskShow:
			order, answer.Err = book.Orders().Show(ctx, no)
		case checkout.AskCharge:
			order, answer.Err = book.Orders().Charge(ctx, no, question.PayerCode)
		case checkout.AskStop:
			order, answer.Err = book.Orders().Stop(ctx, no)
		default:
			order, answer.Err = book.Orders().Read(ctx, no)
		}
		if answer.Err != nil {
			return
		}
		answer.Orders = append(answer.Orders, order)
		if order.Payment != nil && order.Object == question.Object {
			readPaid(ctx, book, question.Object, *order.Payment, answer)
		}
	}
}

// printedOf says what became of the paper of receipts that belong together: of the first whose paper is not surely out, and of
// the first of all where every paper is.
func printedOf(ctx context.Context, book flows, numbers []string) (printed printing.Printed, err error) {
	for i, number := range numbers {
		one, err := book.Printed(ctx, number)
		if err != nil || one.State != spool.Confirmed {
			return one, err
		}
		if i == 0 {
			printed = one
		}
	}
	return printed, nil
}

// readState reads the counter's state and what became of the last payment's paper.
func readState(ctx context.Context, book flows, answer *checkout.Answer) {
	if answer.State, answer.Err = book.State(ctx); answer.Err != nil || answer.State.Last == nil {
		return
	}
	last := checkout.Paid{Payment: *answer.State.Last}
	if answer.Printed, answer.Err = printedOf(ctx, book, last.Numbers()); answer.Err != nil {
		return
	}
	h, err := book.ReadOn(ctx, last.Payment.Object, "")
	answer.LastRoom, answer.Err = h.Room.Code, err
}
