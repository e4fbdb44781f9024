package main

import (
	"cmp"
	"io"
	"path/filepath"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/newfile"
	"shouqi/cashier/reports"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type reportCommands struct {
	Day    reportDayCommand    `cmd:"" help:"一个营业日：汇总、收费明细、收据、现金、核对。"`
	Month  reportMonthCommand  `cmd:"" help:"本月累计：从月初到这一天，一个营业日一行。"`
	Shift  reportShiftCommand  `cmd:"" help:"一个营业日各班的交班表。"`
	Items  reportItemsCommand  `cmd:"" help:"一段时间收了什么：按收费项目和支付方式。"`
	Billed reportBilledCommand `cmd:"" help:"一段费用期间应收多少、已收多少。"`
	Prices reportPricesCommand `cmd:"" help:"一段时间谁调了价：原价、新价、批准人。"`

	Deposits   reportDepositsCommand   `cmd:"" help:"一段时间的押金明细：收、抵扣、退、转移、还在多少，和账上的余额核对。"`
	Unverified reportUnverifiedCommand `cmd:"" help:"到一个营业日为止，还没有核实的收款码款。"`
	Guards     reportGuardsCommand     `cmd:"" help:"一段时间收款时放行了哪些提醒：谁放行、多少笔、后来作废或红冲多少。"`
}

// outFlag is the file a report is written to, if any.
type outFlag struct {
	Out string `placeholder:"F.xlsx" help:"写到这个新文件：.xlsx 或 .pdf。"`
}

// spanFlags are the days of a report.
type spanFlags struct {
	outFlag
	From day `required:"" help:"第一天。"`
	To   day `required:"" help:"最后一天。"`
}

type reportDayCommand struct {
	Date day `required:"" help:"营业日。"`
	outFlag
}

// Run writes the day; figures that do not tie are written too, and make the status 1. What waits for a count is said.
func (c *reportDayCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		if _, err := untilFor(tx, reports.Day, "", c.Date.Date); err != nil {
			return err
		}
		r, err := report.Day(tx, book.Vault, c.Date.Date)
		if err != nil {
			return err
		}
		if err := c.tell(d, book, tx, r, c.Date.Date, dayLines(r)...); err != nil {
			return err
		}
		if !r.Tied() {
			return store.Refuse(report.CodeUntied)
		}
		return nil
	})
}

// dayLines says what of a day does not tie, waits or may differ.
func dayLines(r report.DayReport) (lines []string) {
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
	return lines
}

type reportMonthCommand struct {
	Date day `required:"" help:"算到这个营业日。"`
	outFlag
}

// Run shows or writes the month to the day.
func (c *reportMonthCommand) Run(d *desk) error {
	return c.report(d, reports.Month, "", c.Date.Date)
}

type reportShiftCommand struct {
	Date day `required:"" help:"营业日。"`
	outFlag
}

// Run shows or writes the frozen reports of the day's shifts.
func (c *reportShiftCommand) Run(d *desk) error {
	return c.report(d, reports.Shift, "", c.Date.Date)
}

type reportItemsCommand struct{ spanFlags }

// Run shows or writes what came in.
func (c *reportItemsCommand) Run(d *desk) error {
	return c.report(d, reports.Items, c.From.Date, c.To.Date)
}

type trailCommand struct{ spanFlags }

// Run shows or writes who did what; the days of a shift that is still to be counted blind are left out, as in a report of money.
func (c *trailCommand) Run(d *desk) error {
	return c.report(d, reports.Trail, c.From.Date, c.To.Date)
}

type reportUnverifiedCommand struct {
	Date day `required:"" help:"到这个营业日为止。"`
	outFlag
}

// Run shows or writes what nobody has verified yet.
func (c *reportUnverifiedCommand) Run(d *desk) error {
	return c.report(d, reports.Unverified, "", c.Date.Date)
}

type reportDepositsCommand struct{ spanFlags }

// Run shows or writes the deposits.
func (c *reportDepositsCommand) Run(d *desk) error {
	return c.report(d, reports.Deposits, c.From.Date, c.To.Date)
}

type reportGuardsCommand struct{ spanFlags }

// Run shows or writes which warnings were passed over; the days of a shift that is still to be counted blind are left out.
func (c *reportGuardsCommand) Run(d *desk) error {
	return c.report(d, reports.Guards, c.From.Date, c.To.Date)
}

type reportBilledCommand struct{ spanFlags }

// Run shows or writes what was billed.
func (c *reportBilledCommand) Run(d *desk) error {
	return c.report(d, reports.Billed, c.From.Date, c.To.Date)
}

type reportPricesCommand struct{ spanFlags }

// Run shows or writes who changed a price.
func (c *reportPricesCommand) Run(d *desk) error {
	return c.report(d, reports.Prices, c.From.Date, c.To.Date)
}

// untilFor returns the last business day whose money a report may hold here, "" for all. A report asks for no person, since it is read beside a
// running counter, so it never shows the money of a shift that is still to be counted blind.
func untilFor(tx *store.Tx, kind reports.Kind, from, to calendar.Date) (calendar.Date, error) {
	return reports.Until(tx, staff.Actor{}, kind, from, to)
}

// report reads a report and tells it.
func (o outFlag) report(d *desk, kind reports.Kind, from, to calendar.Date) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		until, err := untilFor(tx, kind, from, to)
		if err != nil {
			return err
		}
		tables, err := reports.ReadTables(tx, book.Vault, kind, from, to, until)
		if err != nil {
			return err
		}
		var ends []string
		if until != "" {
			ends = append(ends, assets.Text(assets.Chinese, "reports.until", string(until)))
		}
		return o.tell(d, book, tx, tables, cmp.Or(until, to), ends...)
	})
}

// tell writes a report to its file, or shows its tables where none is named; more are lines that are said in either case.
func (o outFlag) tell(d *desk, book *ledger.Book, tx *store.Tx, tables reports.Tables, on calendar.Date, more ...string) error {
	sheets, err := reports.SheetsOf(tx, book.Store.Latched() != nil, tables)
	if err != nil {
		return err
	}
	if o.Out == "" {
		return d.answer(tables, append(tableLines(sheets), more...)...)
	}
	switch strings.ToLower(filepath.Ext(o.Out)) {
	case ".xlsx", ".pdf":
	default:
		return store.Refuse(report.CodeEnding)
	}
	if err := newfile.Create(o.Out, func(w io.Writer) error { return reports.Write(w, o.Out, on, sheets) }); err != nil {
		return err
	}
	return d.answer(tables, append([]string{"已写出 " + o.Out}, more...)...)
}

// tableLines shows tables as lines: a row a line, its cells apart by tabs.
func tableLines(sheets []report.Sheet) (lines []string) {
	for _, sheet := range sheets {
		lines = append(lines, sheet.Title)
		titles := make([]string, len(sheet.Columns))
		for i, column := range sheet.Columns {
			titles[i] = column.Title
		}
		if head := strings.Join(titles, "\t"); head != "" {
			lines = append(lines, head)
		}
		for _, row := range sheet.Rows {
			cells := make([]string, len(row.Cells))
			for i, cell := range row.Cells {
				cells[i] = cell.String()
			}
			lines = append(lines, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
		}
	}
	return lines
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
