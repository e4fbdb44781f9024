package main

import (
	"fmt"
	"time"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type receiptCommand struct {
	Find   receiptFindCommand    `cmd:"" help:"按收据号、金额、姓名、房号、日期或交易单号找收据；标准输入：经办人的密码。"`
	Show   receiptShowCommand    `cmd:"" help:"看一张收据；标准输入：经办人的密码。"`
	Print  receiptPrintCommand   `cmd:"" help:"打印一张收据；标准输入：经办人的密码。"`
	Layout receiptLayoutCommands `cmd:"" help:"收据式样：打哪些内容、什么顺序、加什么话、用什么标志。"`
	PDF    receiptPDFCommand     `cmd:"" name:"pdf" help:"把一张收据存成 PDF，算一份：打过的注明补打；标准输入：经办人的密码。"`
}

type receiptFindCommand struct {
	Text string `arg:"" help:"收据号或它的后几位、金额、姓名或拼音首字母、房号、日期（11-21、今天）、交易单号。"`
}

// foundReceipt is one receipt of a search; the payer is masked.
type foundReceipt struct {
	Number     string        `json:"number"`
	BusinessOn calendar.Date `json:"businessOn"`
	Room       string        `json:"room"`
	Payer      string        `json:"payer"`
	TotalFen   money.Fen     `json:"totalFen"`
	State      string        `json:"state"`
	// Together are the numbers of all receipts of its payment, where that has several.
	Together []string `json:"together,omitempty"`
}

// Run finds receipts as the window does, for a person who signed in: they tell what a day took. Finding none is an error, so that a
// script notices.
func (c *receiptFindCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		if err := counter.Book.LoadFinder(d.ctx); err != nil {
			return err
		}
		found, err := counter.Receipts.Find(d.ctx, c.Text)
		if err != nil {
			return err
		}
		list := make([]foundReceipt, 0, len(found.List))
		var lines []string
		for _, r := range found.List {
			if r.Number == "" {
				continue // A void stands with the receipt that it undid.
			}
			one := foundReceipt{Number: r.Part.Number, BusinessOn: r.BusinessOn, Room: r.Room, Payer: r.Payer, TotalFen: r.Part.TotalFen, State: r.Part.State}
			line := fmt.Sprintf("%s  %s  %s  %s  %s  %s", r.Part.Number, r.BusinessOn, r.Room, r.Payer, r.Part.TotalFen.Yuan(), receiptStates[r.Part.State])
			if len(r.Receipts) > 1 {
				one.Together = r.Numbers()
				line += "  本次共 " + fmt.Sprint(len(r.Receipts)) + " 张收据：" + numbersOf(r.Payment)
			}
			list, lines = append(list, one), append(lines, line)
		}
		if len(list) == 0 {
			return store.Refuse(till.CodeUnknownReceipt)
		}
		return d.answer(map[string]any{"by": found.By, "receipts": list}, lines...)
	})
}

type receiptShowCommand struct {
	Number string `arg:"" help:"收据号。"`
}

// receiptStates are the words for what became of a receipt.
var receiptStates = map[string]string{till.StateLive: "正常", till.StateVoid: "已作废", till.StateReversed: "已红冲", till.StateReversal: "红字收据",
	till.StateRefund: "退款单"}

// shownReceipt is a payment with the words around it; the payer is masked.
type shownReceipt struct {
	toldPayment
	Room  string `json:"room"`
	Payer string `json:"payer"`
	// Code is the one by which the receipt proves itself.
	Code string `json:"code"`
}

// Run shows a receipt as the book has it to a person who signed in.
func (c *receiptShowCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		return counter.Book.Store.Read(d.ctx, func(tx *store.Tx) error { return c.show(d, counter.Book, tx) })
	})
}

func (c *receiptShowCommand) show(d *desk, book *ledger.Book, tx *store.Tx) error {
	payment, err := till.ByNumber(tx, c.Number)
	if err != nil {
		return err
	}
	room, err := estate.ByID(tx, payment.Object)
	if err != nil {
		return err
	}
	subject, version := payment.Payer()
	profile, err := estate.ProfileOf(tx, book.Vault, subject, version)
	if err != nil {
		return err
	}
	kind, err := estate.KindOf(tx, subject)
	if err != nil {
		return err
	}
	shown := shownReceipt{toldPayment: told(payment), Room: room.Code, Payer: estate.MaskName(profile.Name, kind)}
	if shown.Code, err = book.ReceiptCode(tx, payment.Part(c.Number)); err != nil {
		return err
	}
	lines := []string{
		fmt.Sprintf("收据 %s  %s", numbersOf(payment), receiptStates[payment.State]),
		fmt.Sprintf("%s  %s  %s  营业日 %s", time.UnixMilli(payment.AtMS).In(calendar.Zone).Format("2006-01-02 15:04"), room.Code, shown.Payer, payment.BusinessOn),
	}
	lines = append(append(lines, allocationLines(payment)...), sumLines(payment)...)
	lines = append(lines, fmt.Sprintf("打印 %d 份", payment.Copies))
	if payment.PaperNumber != "" {
		lines = append(lines, fmt.Sprintf("补录手写收据号 %s，实际收款日 %s", payment.PaperNumber, payment.ValueOn))
	}
	if payment.Of != "" {
		lines = append(lines, "冲销原收据 "+payment.Of)
	}
	if payment.UndoneBy != "" && !payment.IsVoided() {
		lines = append(lines, "红字收据 "+payment.UndoneBy)
	}
	return d.answer(shown, append(lines, "验真码 "+shown.Code)...)
}
