package main

import (
	"io"

	"shouqi/ledger"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type reportCommands struct {
	Day reportDayCommand `cmd:"" help:"一个营业日：汇总、收据、现金、核对。"`
}

type reportDayCommand struct {
	Date day    `required:"" help:"营业日。"`
	Out  string `required:"" placeholder:"F.xlsx" help:"写到这个新文件。"`
}

// Run writes the workbook; figures that do not tie are written too, and make the status 1. What waits for a count is said.
func (c *reportDayCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		r, err := report.Day(tx, book.Vault, c.Date.Date)
		if err != nil {
			return err
		}
		if err := writeNew(c.Out, func(w io.Writer) error { return report.WriteXLSX(w, r) }); err != nil {
			return err
		}
		lines := []string{"已写出 " + c.Out}
		for _, check := range r.Checks {
			switch {
			case check.Differs():
				lines = append(lines, "不符："+check.Name+"，相差 "+check.DifferenceFen().Yuan())
			case check.Waits != "":
				lines = append(lines, check.Name+"："+check.Waits)
			case check.Stands != "":
				lines = append(lines, check.Name+"：相差 "+check.DifferenceFen().Yuan()+"，"+check.Stands)
			}
		}
		if err := d.answer(r, lines...); err != nil {
			return err
		}
		if !r.Tied() {
			return store.Refuse("report.untied")
		}
		return nil
	})
}

type zCommands struct {
	Show zShowCommand `cmd:"" help:"交班报表，和交班时逐字一样。"`
}

type zShowCommand struct {
	Counter string `help:"柜台编号，不写就是本柜台。"`
	No      int64  `required:"" help:"第几班。"`
}

// Run prints the frozen report, byte for byte.
func (c *zShowCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		policies, err := book.Policies(d.ctx)
		if err != nil {
			return err
		}
		counter := c.Counter
		if counter == "" {
			counter = policies.Counter
		}
		return book.Store.Read(d.ctx, func(tx *store.Tx) error {
			text, err := till.ZText(tx, counter, c.No)
			if err != nil {
				return err
			}
			if d.JSON {
				return d.answer(map[string]any{"counter": counter, "no": c.No, "text": text})
			}
			_, err = io.WriteString(d.stdout, text)
			return err
		})
	})
}
