package main

import (
	"fmt"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type receiptCommand struct {
	Show  receiptShowCommand  `cmd:"" help:"看一张收据。"`
	Print receiptPrintCommand `cmd:"" help:"打印一张收据；标准输入：经办人的密码。"`
	PDF   receiptPDFCommand   `cmd:"" name:"pdf" help:"把一张收据存成 PDF；标准输入：经办人的密码。"`
}

type receiptShowCommand struct {
	Number string `arg:"" help:"收据号。"`
}

// receiptStates are the words for what became of a receipt.
var receiptStates = map[string]string{"live": "正常", "void": "已作废", "reversed": "已红冲", "reversal": "红冲"}

// shownReceipt is a payment with the words around it; the payer is masked.
type shownReceipt struct {
	till.Payment
	Room  string `json:"room"`
	Payer string `json:"payer"`
}

// Run shows a receipt as the book has it.
func (c *receiptShowCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
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
		shown := shownReceipt{Payment: payment, Room: room.Code, Payer: estate.MaskName(profile.Name, kind)}
		lines := []string{
			fmt.Sprintf("收据 %s  %s", payment.Number, receiptStates[payment.State]),
			fmt.Sprintf("%s  %s  %s  营业日 %s", time.UnixMilli(payment.AtMS).In(calendar.Zone).Format("2006-01-02 15:04"), room.Code, shown.Payer, payment.BusinessOn),
		}
		lines = append(lines, allocationLines(payment)...)
		for _, tender := range payment.Tenders {
			lines = append(lines, fmt.Sprintf("  %s %s %s", till.TenderNames[tender.Kind], tender.Fen.Grouped(), tender.Reference))
		}
		lines = append(lines, fmt.Sprintf("合计 %s，找零 %s，打印 %d 份", payment.TotalFen.Yuan(), payment.ChangeFen.Yuan(), payment.Copies))
		if payment.PaperNumber != "" {
			lines = append(lines, fmt.Sprintf("补录手写收据号 %s，实际收款日 %s", payment.PaperNumber, payment.ValueOn))
		}
		if payment.Of != "" {
			lines = append(lines, "冲销原收据 "+payment.Of)
		}
		if payment.UndoneBy != "" && payment.UndoneBy != "void" {
			lines = append(lines, "红字收据 "+payment.UndoneBy)
		}
		return d.answer(shown, lines...)
	})
}
