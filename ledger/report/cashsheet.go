package report

import (
	"fmt"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// cash writes a block of lines a figure and a column a shift: a day has few shifts and many figures.
func (b *workbook) cash(r DayReport) {
	widths := "t"
	for range max(1, len(r.Shifts)) {
		widths += "t"
	}
	s := b.sheet(sheetCash, 2, widths)
	s.put(cell{b.title, r.heading("现金与交接"), false})
	head := []string{"班次"}
	for _, shift := range r.Shifts {
		head = append(head, fmt.Sprintf("柜台 %s 第 %d 班", shift.Counter, shift.No))
	}
	if len(r.Shifts) == 0 {
		head = append(head, "这一天没有开班")
	}
	s.put(b.headerCells(head...)...)
	b.words(s, r, "收银员", func(c ShiftCash) string { return c.Cashier })
	b.words(s, r, "开班", func(c ShiftCash) string { return c.Opened })
	b.words(s, r, "交班", func(c ShiftCash) string {
		if c.Open {
			return "还没有交班"
		}
		return c.Closed
	})
	for _, line := range []struct {
		name    string
		counted bool // only known while a blind count stands
		of      func(c ShiftCash) money.Fen
	}{
		{"上一班留下", false, func(c ShiftCash) money.Fen { return c.FloatLeftFen }},
		{"备用金", false, func(c ShiftCash) money.Fen { return c.FloatFen }},
		{"开班长短款", false, func(c ShiftCash) money.Fen { return c.FloatDiffFen }},
		{"收现", false, func(c ShiftCash) money.Fen { return c.CashInFen }},
		{"找零", false, func(c ShiftCash) money.Fen { return -c.ChangeFen }},
		{"退还", false, func(c ShiftCash) money.Fen { return -c.CashBackFen }},
		{"领入", false, func(c ShiftCash) money.Fen { return c.MovedInFen }},
		{"取出", false, func(c ShiftCash) money.Fen { return -c.MovedOutFen }},
		{"应有", true, func(c ShiftCash) money.Fen { return c.ExpectedFen }},
		{"清点", true, func(c ShiftCash) money.Fen { return c.CountedFen }},
		{"长短款", true, func(c ShiftCash) money.Fen { return c.DifferenceFen }},
		{"留作备用金", true, func(c ShiftCash) money.Fen { return c.LeftFen }},
		{"上交", true, func(c ShiftCash) money.Fen { return c.HandedFen }},
	} {
		cells := []cell{b.textCell(line.name)}
		for _, shift := range r.Shifts {
			if line.counted && shift.CountWaits != "" {
				cells = append(cells, b.wrappedCell(shift.CountWaits))
			} else {
				cells = append(cells, b.moneyCell(line.of(shift)))
			}
		}
		s.put(cells...)
	}
	b.words(s, r, "开班批准人", func(c ShiftCash) string { return c.FloatApprover })
	b.words(s, r, "接收人", func(c ShiftCash) string { return c.HandedTo })
	b.pieces(s, r)
}

// words writes a line of texts, one a shift.
func (b *workbook) words(s *sheet, r DayReport, name string, of func(c ShiftCash) string) {
	cells := []cell{b.textCell(name)}
	for _, shift := range r.Shifts {
		cells = append(cells, b.wrappedCell(of(shift)))
	}
	s.put(cells...)
}

// pieces writes the count that stands of each shift by denomination. A sum has no notes, and what was counted before cash
// moved is not in the drawer any more.
func (b *workbook) pieces(s *sheet, r DayReport) {
	s.put()
	s.put(b.headerCells("清点的张数")...)
	b.words(s, r, "清点方式", ShiftCash.countedHow)
	for i, denomination := range till.Denominations {
		cells := []cell{b.textCell(denomination.String() + " 元")}
		for _, shift := range r.Shifts {
			if shift.Pieces == nil {
				cells = append(cells, b.textCell(""))
			} else {
				cells = append(cells, b.countCell(shift.Pieces[i]))
			}
		}
		s.put(cells...)
	}
}

// countedHow says whether the count that stands has its pieces, or why there is none.
func (c ShiftCash) countedHow() string {
	switch {
	case c.CountWaits != "":
		return c.CountWaits
	case c.Pieces == nil:
		return till.SumOnly
	}
	return "按面额清点"
}
