package main

import (
	"fmt"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/charging"
	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

type billUndoCommand struct {
	ID     string `arg:"" optional:"" help:"账单编号，见 bill list。"`
	Batch  string `name:"run" placeholder:"RUN" help:"撤销这一批，编号见 bill runs。"`
	Item   string `help:"撤销这个项目在 --period 的账单。"`
	Period period `placeholder:"P" help:"费用期间与它有交叉的。"`
	Room   string `help:"只撤销这一户的。"`
	Reason string `required:"" help:"原因：wrong_room、wrong_amount、wrong_item、made_twice、owner_asks。"`
}

// undoneBills is what was taken back, and the bills that stay because something was paid on them.
type undoneBills struct {
	Count  int          `json:"count"`
	SumFen money.Fen    `json:"sumFen"`
	Kept   []placedBill `json:"kept"`
}

// run takes bills back, each while nothing is paid on it. Each round of a long list has the second person's word of its own.
func (c *billUndoCommand) run(d *desk, counter *cashier.Counter, second session.Second) (undone undoneBills, err error) {
	undone.Kept = []placedBill{}
	if c.ID != "" {
		bill := billing.Bill{}
		err := counter.Book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			bill, err = billing.ByID(tx, c.ID)
			return err
		})
		if err == nil {
			err = counter.Charging.UndoBill(d.ctx, c.ID, c.Reason, second)
		}
		undone.Count, undone.SumFen = 1, bill.AmountFen-bill.ReducedFen
		return undone, err
	}
	for {
		lines, count, err := c.chosen(d, counter)
		if err != nil {
			return undone, err
		}
		made, err := counter.Charging.UndoBills(d.ctx, lines, c.Reason, second, d.progress())
		if err != nil {
			return undone, err
		}
		undone.Count += made.Count
		undone.SumFen += made.SumFen
		undone.Kept = placed(made.Kept) // those of the round before are among them
		if count <= len(lines) || made.Count == 0 {
			break
		}
	}
	if undone.Count == 0 && len(undone.Kept) == 0 {
		return undone, store.Refuse(codeUndoNothing)
	}
	return undone, nil
}

// chosen returns the bills of a run, or of an item and a period: the first of them where they are more than a list holds.
func (c *billUndoCommand) chosen(d *desk, counter *cashier.Counter) (lines []charging.BillLine, count int, err error) {
	switch {
	case c.Batch != "" && c.Item == "" && c.Period.From == "" && c.Room == "":
		lines, count, err = counter.Charging.BillsOfRun(d.ctx, c.Batch)
		if err == nil && count > len(lines) {
			err = store.Refuse(codeUndoMany, count, len(lines))
		}
	case c.Batch == "" && c.Item != "" && c.Period.From != "":
		query, failed := queryOf(d, counter.Book, c.Room, c.Item, c.Period)
		if failed != nil {
			return nil, 0, failed
		}
		lines, count, err = counter.Charging.Bills(d.ctx, query)
	default:
		err = store.Refuse(codeUndoWhich)
	}
	return lines, count, err
}

// Run takes bills back as a person who makes bills; it says which stay because something was paid on them.
func (c *billUndoCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		undone, err := c.run(d, counter, second)
		if err != nil {
			return err
		}
		return d.answer(undone, undone.lines()...)
	})
}

func (u undoneBills) lines() []string {
	lines := []string{fmt.Sprintf("已撤销 %d 张，共 %s", u.Count, u.SumFen.Yuan())}
	for _, bill := range u.Kept {
		lines = append(lines, "收过钱，没有撤销："+strings.TrimSpace(bill.Room+"  "+billLine(bill.Bill)))
	}
	return lines
}
