package report

import (
	"io"
	"strings"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// WriteXLSX writes the report as a workbook of four sheets: 汇总, 收据, 现金 and 核对. Amounts are number cells that hold
// the exact decimal text; the same report gives the same bytes. The error is that of writing.
func WriteXLSX(w io.Writer, r DayReport) error {
	b := newWorkbook()
	b.summary(r)
	b.receipts(r)
	b.cash(r)
	b.checks(r)
	return b.write(w, string(r.Date)+"T00:00:00Z")
}

func (r DayReport) heading(what string) string {
	return r.Estate + " " + string(r.Date) + " " + what + "（" + r.Company + "）"
}

func (b *workbook) summary(r DayReport) {
	s := b.sheet(sheetSummary, 2, "tmmmmmmmmmtt")
	s.put(cell{b.title, r.heading("收款汇总"), false})
	titles := []string{"收费项目"}
	for _, kind := range r.Tenders {
		titles = append(titles, till.TenderNames[kind])
	}
	s.put(b.headerCells(append(titles, "合计", "其中欠费", "其中当期", "科目", "分账给")...)...)
	columns := make([]money.Fen, len(r.Tenders)+3)
	for _, row := range r.Items {
		cells := []cell{b.textCell(row.Item)}
		for i, fen := range append(append([]money.Fen(nil), row.ByTender...), row.TotalFen, row.ArrearsFen, row.CurrentFen) {
			cells = append(cells, b.moneyCell(fen))
			columns[i] += fen
		}
		s.put(append(cells, b.textCell(row.Subject), b.textCell(row.Merchant))...)
	}
	total := []cell{b.sumTextCell("合计")}
	for _, fen := range columns {
		total = append(total, b.sumCell(fen))
	}
	s.put(total...)
	s.put()
	b.remarks(s, r)
}

// remarks are the figures that people look for below the matrix.
func (b *workbook) remarks(s *sheet, r DayReport) {
	var in, out, rounding money.Fen
	counts := make(map[string]int)
	for _, receipt := range r.Receipts {
		in += receipt.PrepaidInFen
		out += receipt.ByTender[till.Prepaid]
		rounding += receipt.ByTender[till.Rounding]
		counts[receipt.kind]++
		if receipt.Paper != "" {
			counts["late"]++
		}
	}
	for _, line := range []struct {
		name string
		fen  money.Fen
	}{{"存入预存", in}, {"用掉预存", out}, {"抹零", rounding}} {
		s.put(b.textCell(line.name), b.moneyCell(line.fen))
	}
	for _, line := range []struct{ name, kind string }{{"收款笔数", "payment"}, {"作废笔数", "void"}, {"红冲笔数", "reversal"}, {"其中补录", "late"}} {
		s.put(b.textCell(line.name), b.countCell(counts[line.kind]))
	}
	s.put(cell{b.remark, "欠费：期初欠费，以及到期日早于本月的账单。作废和红冲按负数计入。", false})
}

func (b *workbook) receipts(r DayReport) {
	s := b.sheet(sheetReceipts, 2, "tnmmwwmmmmmmmntmnn")
	s.put(cell{b.title, r.heading("收据明细"), false})
	titles := []string{"收据号", "时间", "房号", "交款人", "收费项目", "支付方式", "金额"}
	for _, kind := range r.Tenders {
		titles = append(titles, till.TenderNames[kind])
	}
	s.put(b.headerCells(append(titles, "状态", "关联收据", "手写收据", "收银员", "批准人")...)...)
	totals := make([]money.Fen, len(r.Tenders)+1)
	for _, receipt := range r.Receipts {
		cells := []cell{b.textCell(receipt.Number), b.textCell(shortTime(r, receipt)), b.textCell(receipt.Room), b.textCell(receipt.Payer),
			b.wrappedCell(receipt.Items), b.wrappedCell(receipt.Tenders), b.moneyCell(receipt.TotalFen)}
		totals[0] += receipt.TotalFen
		for i, kind := range r.Tenders {
			cells = append(cells, b.moneyCell(receipt.ByTender[kind]))
			totals[i+1] += receipt.ByTender[kind]
		}
		s.put(append(cells, b.textCell(receipt.State), b.textCell(receipt.Linked), b.wrappedCell(handWritten(receipt)),
			b.textCell(receipt.Cashier), b.textCell(receipt.Approver))...)
	}
	cells := []cell{b.sumTextCell("合计"), b.sumTextCell(""), b.sumTextCell(""), b.sumTextCell(""), b.sumTextCell(""), b.sumTextCell("")}
	for _, fen := range totals {
		cells = append(cells, b.sumCell(fen))
	}
	s.put(cells...)
}

// shortTime leaves the day out where it is the business day: after midnight and before the cut-off it is another.
func shortTime(r DayReport, receipt Receipt) string {
	if clock, same := strings.CutPrefix(receipt.Time, string(r.Date)+" "); same {
		return clock
	}
	return receipt.Time
}

func handWritten(receipt Receipt) string {
	if receipt.Paper == "" {
		return ""
	}
	return receipt.Paper + "（" + receipt.ValueOn + "）"
}

func (b *workbook) checks(r DayReport) {
	s := b.sheet(sheetChecks, 2, "xmmmmmw")
	s.put(cell{b.title, r.heading("核对"), false})
	s.put(b.headerCells("核对什么", "这一页", "金额", "那一页", "金额", "差额", "结果")...)
	for _, check := range r.Checks {
		// What waits has no figures to look at.
		a, other, difference := b.moneyCell(check.AFen), b.moneyCell(check.BFen), b.moneyCell(check.DifferenceFen())
		if check.Waits != "" {
			a, other, difference = b.textCell(""), b.textCell(""), b.textCell("")
		}
		s.put(b.textCell(check.Name), b.textCell(check.Here), a, b.textCell(check.There), other, difference, b.wrappedCell(check.Result()))
	}
}
