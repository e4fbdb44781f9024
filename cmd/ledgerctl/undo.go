package main

import (
	"context"

	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// undoFlags are what a void and a reversal have in common.
type undoFlags struct {
	Number    string `arg:"" help:"收据号。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只做一次。"`
	CashBack  amount `help:"点清退给业主的现金。"`
	Reason    string `required:"" help:"原因：wrong_room、wrong_amount、wrong_bill、paid_twice、owner_asks、other。"`
	Note      string `help:"原因的说明。"`
}

type voidCommand struct {
	undoFlags `embed:""`
	Copies    int `help:"收回的收据张数。"`
}

// Run voids a payment of the open shift.
func (c *voidCommand) Run(d *desk) error {
	return c.undo(d, staff.VoidPayment, c.Copies, func(book *ledger.Book) undoing { return book.Till.Void }, "已作废")
}

type reverseCommand struct {
	undoFlags `embed:""`
}

// Run reverses a payment of an earlier shift.
func (c *reverseCommand) Run(d *desk) error {
	return c.undo(d, staff.Reverse, 0, func(book *ledger.Book) undoing { return book.Till.Reverse }, "已红冲")
}

// undoing is the till's Void or Reverse.
type undoing func(context.Context, staff.Actor, staff.Approval, till.Undoing) (till.Payment, error)

func (c *undoFlags) undo(d *desk, action staff.Action, copies int, command func(book *ledger.Book) undoing, done string) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, action)
		if err != nil {
			return err
		}
		payment, err := command(book)(d.ctx, by, approval, till.Undoing{RequestID: request, Number: c.Number, CopiesTaken: copies,
			CashBackFen: c.CashBack.Fen, Reason: till.Reason{Code: c.Reason, Note: c.Note}})
		if err != nil {
			return err
		}
		line := done + " " + c.Number
		if payment.Number != "" {
			line += "，红字收据 " + numbersOf(payment)
		}
		return d.answer(told(payment), append([]string{line}, backLines(payment)...)...)
	})
}

// backLines say what goes back to whom, each way by itself and none that is not there: cash from the drawer, a card or transfer
// the way it came, a cheque by hand, and a spent prepayment to the household's balance.
func backLines(payment till.Payment) (lines []string) {
	for _, way := range payment.Ways() {
		words := "退" + way.Kind.Name() + " " + (-way.Fen).Yuan()
		switch {
		case payment.Kind == till.Refunded && way.Reference != "":
			words += "（交易单号 " + way.Reference + "）"
		case way.Kind == till.TerminalPay:
			words += "，请在刷卡机上退到原来的卡（交易单号 " + way.Reference + "）"
		case way.Kind.IsElectronic():
			words += "，原路退回（交易单号 " + way.Reference + "）"
		case way.Reference != "":
			words += "，退回原支票（" + way.Reference + "）"
		}
		lines = append(lines, words)
	}
	if credit := payment.Sums().CreditFen; credit != 0 {
		lines = append(lines, "退回预存款 "+(-credit).Yuan())
	}
	return lines
}
