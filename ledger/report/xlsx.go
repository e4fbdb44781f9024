package report

import (
	"io"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// WriteXLSX writes sheets as a workbook. Amounts are number cells with the exact decimal text, and sums are formulas
// with their figure beside them. on is the day that the report is of; it is written as the day of making, so that the
// same report is the same bytes. The error is that of writing.
func WriteXLSX(w io.Writer, on calendar.Date, sheets []Sheet) error {
	b := newWorkbook()
	for _, sheet := range sheets {
		b.draw(sheet)
	}
	return b.write(w, string(on)+"T00:00:00Z")
}

// heading returns the title of a sheet: the estate, the day, what the sheet is, and the company.
func heading(estate, company, when, what string) string {
	return estate + " " + when + " " + what + "（" + company + "）"
}

// heading returns the title of one of the day's sheets.
func (r DayReport) heading(what string) string {
	return heading(r.Estate, r.Company, string(r.Date), what)
}

// Sheets returns the day as tables: 汇总, 收费明细, 收据, 现金 and 核对. A day without any business is one sheet that
// says so.
func (r DayReport) Sheets() []Sheet {
	if r.Idle() {
		return []Sheet{{Name: sheetSummary, Title: r.heading("收款汇总"), Columns: columns(Widest, unnamed),
			Rows: []Row{{Kind: NoteRow, Cells: []Cell{words(string(r.Date) + " 没有营业：没有开班，也没有收款。")}}}}}
	}
	summary := itemSheet(sheetSummary, r.heading("收款汇总"), r.Items)
	r.remarks(&summary)
	return []Sheet{summary, r.lines(), r.receipts(), r.cash(), r.checkSheet()}
}

// itemSheet is the matrix of item by tender. What really came in has a column of its own, apart from what only moved within
// the book.
func itemSheet(name, title string, rows []ItemRow) Sheet {
	paid := make([][]money.Fen, len(rows))
	for i, row := range rows {
		paid[i] = row.ByTender
	}
	shown := waysOf(paid)
	s := Sheet{Name: name, Title: title, Columns: append(columns(Moment, "收费项目"), shown.columns()...)}
	s.Columns = append(s.Columns, columns(Amount, "其中往期欠费", "其中本期", "其中预收")...)
	s.Columns = append(s.Columns, Column{Title: "会计科目", Width: Moment, OnPaper: true}, Column{Title: "收款商户", Width: Moment, OnPaper: true})
	for _, row := range rows {
		cells := append([]Cell{words(row.Item)}, shown.cells(row.ByTender)...)
		s.put(append(cells, amount(row.ArrearsFen), amount(row.CurrentFen), amount(row.AheadFen), words(row.Subject), words(row.Merchant))...)
	}
	s.sums(len(rows))
	return s
}

// ways are the tenders that have columns in a sheet, by their places in tenders: those of every day, and a seldom one where
// something was paid so.
type ways []int

// waysOf returns the ways of a sheet with these rows.
func waysOf(rows [][]money.Fen) (shown ways) {
	for i, kind := range tenders() {
		row, _ := kind.Type()
		if !row.Seldom || slices.ContainsFunc(rows, func(byTender []money.Fen) bool { return byTender[i] != 0 }) {
			shown = append(shown, i)
		}
	}
	return shown
}

// received returns how many of the ways really bring money in; their columns are the first ones.
func (w ways) received() (count int) {
	for _, i := range w {
		if i < realTenders() {
			count++
		}
	}
	return count
}

// columns returns the columns of the ways that really come in, their sum 实收合计, the columns of those that only move within
// the book, and the sum of all.
func (w ways) columns() []Column {
	kinds, columns := tenders(), make([]Column, 0, len(w)+2)
	for at, i := range w {
		if at == w.received() {
			columns = append(columns, Column{Title: "实收合计", Width: Amount})
		}
		columns = append(columns, Column{Title: kinds[i].Name(), Width: Amount})
	}
	return append(columns, Column{Title: "合计", Width: Amount})
}

// cells returns the cells below the columns. The last sum is written as that of 实收合计 and the cells after it, so that nothing
// is added twice.
func (w ways) cells(byTender []money.Fen) []Cell {
	cells := make([]Cell, 0, len(w)+2)
	var total money.Fen
	for at, i := range w {
		if at == w.received() {
			cells = append(cells, Cell{Kind: MoneyCell, Fen: total, Across: at})
		}
		cells = append(cells, amount(byTender[i]))
		total += byTender[i]
	}
	return append(cells, Cell{Kind: MoneyCell, Fen: total, Across: len(w) - w.received() + 1})
}

// remarks adds the figures that people look for below the matrix.
func (r DayReport) remarks(s *Sheet) {
	var in, out, rounding money.Fen
	counts, late := make(map[till.PaymentKind]int), 0
	for _, receipt := range r.Receipts {
		in += receipt.PrepaidInFen
		out += receipt.ByTender[till.Prepaid]
		rounding += receipt.ByTender[till.Rounding]
		counts[receipt.kind]++
		// The suffix also finds a late entry that was voided (补录、作废).
		if strings.HasSuffix(receipt.State, StateVoided) {
			counts[till.Paid]-- // as in the Z report: nothing was taken
		}
		if receipt.Paper != "" {
			late++
		}
	}
	s.put()
	s.put(words("存入预存款"), amount(in))
	s.put(words("预存款抵扣"), amount(out))
	s.put(words("抹零"), amount(rounding))
	for _, line := range []struct {
		name  string
		count int
	}{{"收款笔数（不含作废）", counts[till.Paid]}, {"作废笔数", counts[till.Void]}, {"红冲笔数", counts[till.Reversal]}, {"退款笔数", counts[till.Refunded]}, {"其中补录", late}} {
		s.put(words(line.name), number(line.count))
	}
	s.note(ageNote)
}

// ageNote explains on paper how AgeOf decides. It has to change with it.
const ageNote = "实收合计不含预存款抵扣和抹零。往期欠费：费用期间在本月以前结束的账单，以及期初欠费；预收：收款当天费用期间还没有开始的账单；其余为本期。作废和红冲按负数计入，类别同原收款。"

// lines returns the sheet of what each payment paid, a row for each bill.
func (r DayReport) lines() Sheet {
	s := Sheet{Name: sheetLines, Title: r.heading("收费明细"), Columns: append(columns(Moment, "收据号"), columns(Narrow, "时间")...)}
	s.Columns = append(s.Columns, columns(Amount, "房号", "交款人")...)
	s.Columns = append(s.Columns, columns(Moment, "收费项目")...)
	s.Columns = append(s.Columns, columns(Amount, "期间起", "期间止", "类别", "金额")...)
	s.Columns = append(s.Columns, columns(Narrow, "状态", "收款人")...)
	for _, line := range r.Lines {
		age := string(line.Age)
		if age == "" {
			age = "存入预存款"
		}
		s.put(words(line.Number), words(r.clock(line.Time)), words(line.Room), words(line.Payer), words(line.Item),
			words(string(line.FromOn)), words(string(line.ToOn)), words(age), amount(line.Fen), words(line.State), words(line.Cashier))
	}
	s.sums(len(r.Lines))
	return s
}

// receipts returns the sheet of the receipts, a row for each payment, void and reversal.
func (r DayReport) receipts() Sheet {
	s := Sheet{Name: sheetReceipts, Title: r.heading("收据明细"), Columns: append(columns(Moment, "收据号"), columns(Narrow, "时间")...)}
	s.Columns = append(s.Columns, columns(Amount, "房号", "交款人")...)
	s.Columns = append(s.Columns, Column{"收费项目", Wide, true}, Column{"支付方式", Wide, true})
	paid := make([][]money.Fen, len(r.Receipts))
	for at, receipt := range r.Receipts {
		paid[at] = make([]money.Fen, len(r.Tenders))
		for i, kind := range r.Tenders {
			paid[at][i] = receipt.ByTender[kind]
		}
	}
	shown := waysOf(paid)
	s.Columns = append(s.Columns, shown.columns()...)
	s.Columns = append(s.Columns, Column{"状态", Narrow, false}, Column{"关联收据", Moment, true}, Column{"手写收据号", Amount, true},
		Column{"收款人", Narrow, true}, Column{"批准人", Narrow, true})
	for at, receipt := range r.Receipts {
		cells := append([]Cell{words(receipt.Number), words(r.clock(receipt.Time)), words(receipt.Room), words(receipt.Payer),
			words(receipt.Items), words(receipt.Tenders)}, shown.cells(paid[at])...)
		s.put(append(cells, words(receipt.State), words(receipt.Linked), words(handWritten(receipt)), words(receipt.Cashier), words(receipt.Approver))...)
	}
	s.sums(len(r.Receipts))
	return s
}

// clock leaves the day out where it is the business day: after midnight and before the cut-off it is another.
func (r DayReport) clock(moment string) string {
	if clock, same := strings.CutPrefix(moment, string(r.Date)+" "); same {
		return clock
	}
	return moment
}

// handWritten returns the number of a hand-written receipt with the day on which its money was taken.
func handWritten(receipt Receipt) string {
	if receipt.Paper == "" {
		return ""
	}
	return receipt.Paper + "（" + receipt.ValueOn + "）"
}

// checkSheet returns the sheet of the comparisons.
func (r DayReport) checkSheet() Sheet {
	s := Sheet{Name: sheetChecks, Title: r.heading("核对"), Columns: append(columns(Widest, "核对事项"), columns(Amount, "本表", "金额", "对方表", "金额", "差额")...)}
	s.Columns = append(s.Columns, columns(Wide, "结果")...)
	for _, check := range r.Checks {
		// What waits has no figures to look at.
		a, other, difference := amount(check.AFen), amount(check.BFen), amount(check.DifferenceFen())
		if check.Waits != "" {
			a, other, difference = words(""), words(""), words("")
		}
		s.put(words(check.Name), words(check.Here), a, words(check.There), other, difference, words(check.Result()))
	}
	return s
}
