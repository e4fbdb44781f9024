package main

import (
	"cmp"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

type lateFeeCommands struct {
	Show  lateFeeShowCommand  `cmd:"" help:"一户到某一天的违约金。"`
	Waive lateFeeWaiveCommand `cmd:"" help:"减免一张账单的违约金，或一张违约金账单；超过收银员的限额要批准人。"`
}

type lateFeeShowCommand struct {
	Room string `required:"" help:"房号。"`
	On   day    `placeholder:"DATE" help:"算到哪一天，不写就是今天。"`
}

// Run says what a household's open bills cost by being late.
func (c *lateFeeShowCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		today, err := book.Today(tx)
		if err != nil {
			return err
		}
		on := cmp.Or(c.On.Date, today)
		room, err := estate.ByCode(tx, c.Room)
		if err != nil {
			return err
		}
		bills, err := billing.OpenOf(tx, room.ID)
		if err != nil {
			return err
		}
		fees, err := billing.LateFees(tx, bills, on)
		if err != nil {
			return err
		}
		var sum money.Fen
		for _, fee := range fees {
			sum += fee.Fen
		}
		if fees == nil {
			fees = []billing.LateFee{}
		}
		return d.answer(map[string]any{"room": c.Room, "on": on, "sumFen": sum, "lateFees": fees},
			append(lateFeeLines(fees), "违约金到 "+string(on)+" 共 "+sum.Yuan())...)
	})
}

type lateFeeWaiveCommand struct {
	ID     string  `arg:"" help:"账单编号，见 bill list。"`
	Amount *amount `help:"减免多少元，不写就是到那一天的全部；违约金账单是还欠的全部。"`
	On     day     `placeholder:"DATE" help:"到哪一天的违约金，不写就是今天。"`
	Reason string  `required:"" help:"原因：our_fault、bank_delay、hardship、first_time、agreed。"`
}

// Run lets a late fee go.
func (c *lateFeeWaiveCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		on := c.On.Date
		if on == "" {
			var err error
			if on, err = d.today(counter.Book); err != nil {
				return err
			}
		}
		var fen money.Fen
		if c.Amount != nil {
			fen = c.Amount.Fen
		} else {
			err := counter.Book.Store.Read(d.ctx, func(tx *store.Tx) error {
				bill, err := billing.ByID(tx, c.ID)
				if err != nil {
					return err
				}
				fen, err = billing.WaivableFen(tx, bill, on)
				return err
			})
			if err != nil {
				return err
			}
		}
		if err := counter.Charging.Waive(d.ctx, c.ID, fen, on, c.Reason, second); err != nil {
			return err
		}
		return d.answer(map[string]any{"bill": c.ID, "waivedFen": fen, "on": on}, "已减免违约金 "+fen.Yuan())
	})
}
