package main

import (
	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

type verifyReceiptCommand struct {
	Code string `arg:"" help:"收据上二维码的内容，放在引号里。只有收据号验不了。"`
}

// Run says what a receipt is worth. Anything but a true one that stands makes the status 1, so that a script notices. It reads the book
// without a key, beside a running counter too; the room is for a person who signed in.
func (c *verifyReceiptCommand) Run(d *desk) error {
	if d.As == "" {
		return d.examining(ledger.OpenOptions{ReadOnly: true}, func(book *ledger.Book) error { return c.tell(d, book, false) })
	}
	return d.signedIn(func(counter *cashier.Counter) error { return c.tell(d, counter.Book, true) })
}

func (c *verifyReceiptCommand) tell(d *desk, book *ledger.Book, withRoom bool) error {
	verdict, err := book.Prove(d.ctx, c.Code)
	if err != nil {
		return err
	}
	answer := struct {
		ledger.Verdict
		Room string `json:"room,omitempty"`
	}{Verdict: verdict}
	worth, sentence := words.Verdict(verdict, assets.Chinese)
	lines := []string{worth, sentence}
	if withRoom && verdict.Object != "" {
		err := book.Store.Read(d.ctx, func(tx *store.Tx) error {
			room, err := estate.ByID(tx, verdict.Object)
			answer.Room = room.Code
			return err
		})
		if err != nil {
			return err
		}
		lines = append(lines, "房号 "+answer.Room)
	}
	if err := d.answer(answer, lines...); err != nil || verdict.Worth == ledger.Proven {
		return err
	}
	return store.Refuse(codeNotProven)
}
