package main

import (
	"cmp"
	"fmt"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type cashBankCommand struct {
	Sum       amount `required:"" help:"交存金额，整角。"`
	Slip      string `required:"" placeholder:"NO" help:"银行交存单的编号。"`
	On        day    `placeholder:"DATE" help:"交存单上的日期，不写就是今天。"`
	Count     pieces `placeholder:"100x3,50x1" help:"面额和张数，可以不写。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只记一次。"`
}

// Run books cash that was brought to the bank.
func (c *cashBankCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		banking := till.Banking{Slip: c.Slip, Fen: c.Sum.Fen, On: c.On.Date}
		if c.Count.given {
			banking.Counted = &c.Count.Count
		}
		var err error
		if banking.RequestID, err = requestID(c.RequestID); err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.BankCash)
		if err != nil {
			return err
		}
		banked, err := book.Till.Bank(d.ctx, by, approval, banking)
		if err != nil {
			return err
		}
		return d.answer(banked, fmt.Sprintf("已记交存单 %s，%s", banked.Slip, banked.Fen.Yuan()))
	})
}

type cashUnbankCommand struct {
	Slip      string `arg:"" help:"银行交存单的编号。"`
	Reason    string `required:"" help:"原因：wrong_amount、wrong_slip、not_banked、other。"`
	Note      string `help:"原因的说明。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只撤销一次。"`
}

// Run takes a mistyped slip back.
func (c *cashUnbankCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		approval, err := d.approval(book, by, staff.BankCash)
		if err != nil {
			return err
		}
		banked, err := book.Till.Unbank(d.ctx, by, approval, till.Unbanking{RequestID: request, Slip: c.Slip, Reason: till.Reason{Code: c.Reason, Note: c.Note}})
		if err != nil {
			return err
		}
		return d.answer(banked, fmt.Sprintf("交存单 %s 已撤销，%s 回到待存现金", banked.Slip, banked.Fen.Yuan()))
	})
}

type cashCounterfeitCommand struct {
	Denomination amount `required:"" help:"面额：100、50、20、10、5、1 元。"`
	No           string `required:"" placeholder:"NO" help:"冠字号。"`
	What         string `required:"" help:"returned 当场退还，kept 已收下。"`
	From         string `help:"收下的在哪里发现：drawer 钱箱，safe 保险柜。"`
	RequestID    string `name:"request-id" help:"请求编号：同一编号只登记一次。"`
}

// Run logs a counterfeit note.
func (c *cashCounterfeitCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		action := staff.MoveCash
		if c.From == till.PlaceSafe {
			action = staff.BankCash
		}
		approval, err := d.approval(book, by, action)
		if err != nil {
			return err
		}
		logged, err := book.Till.LogCounterfeit(d.ctx, by, approval, till.CounterfeitWish{RequestID: request, Fen: c.Denomination.Fen, Serial: c.No, What: c.What, Place: c.From})
		if err != nil {
			return err
		}
		return d.answer(logged, counterfeitLine(logged))
	})
}

func counterfeitLine(c till.Counterfeit) string {
	return fmt.Sprintf("%s  假币 %s  %s  %s", c.On, c.Fen.Yuan(), c.Serial, assets.Text(assets.Chinese, "cash.counterfeit."+cmp.Or(c.Place, c.What)))
}

type cashListCommand struct {
	From day `placeholder:"DATE" help:"交存单和假币从哪天起，不写就是 31 天以内。"`
	To   day `placeholder:"DATE" help:"到哪天为止，不写就是今天。"`
}

// cashListMax is how many slips and how many counterfeits are listed.
const cashListMax = 1000

// Run lists where cash is now, and the slips and counterfeits of some days. What is in a drawer that is still to be counted stays unsaid.
func (c *cashListCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		today, err := book.Today(tx)
		if err != nil {
			return err
		}
		to := cmp.Or(c.To.Date, today)
		from := cmp.Or(c.From.Date, to.AddDays(-31))
		places, err := till.CashPlaces(tx)
		if err != nil {
			return err
		}
		slips, err := till.Bankings(tx, from, to, cashListMax)
		if err != nil {
			return err
		}
		notes, err := till.Counterfeits(tx, from, to, cashListMax)
		if err != nil {
			return err
		}
		lines, err := c.lines(book, tx, places, slips)
		if err != nil {
			return err
		}
		for _, one := range notes {
			lines = append(lines, counterfeitLine(one))
		}
		return d.answer(map[string]any{"from": from, "to": to, "places": places, "slips": slips, "counterfeits": notes}, lines...)
	})
}

func (c *cashListCommand) lines(book *ledger.Book, tx *store.Tx, places []till.CashPlace, slips []till.Banked) (lines []string, err error) {
	say := func(key string, args ...any) string { return assets.Text(assets.Chinese, key, args...) }
	for _, place := range places {
		held := place.Fen.Yuan()
		if place.Waits {
			held = say("cash.place.waits")
		}
		name := say("cash.place." + place.Place)
		if place.Place == till.PlaceDrawer {
			name = say("cash.place.drawer", place.Counter)
		}
		lines = append(lines, name+"  "+held)
	}
	for _, one := range slips {
		names := [2]string{one.Person, one.Approver}
		for i, id := range names {
			if names[i], err = book.Staff.Name(tx, id); err != nil {
				return nil, err
			}
		}
		line := fmt.Sprintf("%s  交存单 %s  %s  %s  批准 %s", one.On, one.Slip, one.Fen.Yuan(), names[0], names[1])
		if one.Undone {
			line += "  " + say("cash.slip.undone")
		}
		lines = append(lines, line)
	}
	return lines, nil
}
