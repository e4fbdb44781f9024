package report

import (
	"fmt"
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// cash returns the sheet of the drawers, with a line for each figure and a column for each shift: a day has few
// shifts and many figures.
func (r DayReport) cash() Sheet {
	s := Sheet{Name: sheetCash, Title: r.heading("现金与交接"), Columns: columns(Moment, "班次")}
	for _, shift := range r.Shifts {
		s.Columns = append(s.Columns, Column{Title: fmt.Sprintf("柜台 %s 第 %d 班", shift.Counter, shift.No), Width: Moment})
	}
	if len(r.Shifts) == 0 {
		s.Columns = append(s.Columns, Column{Title: "这一天没有开班", Width: Moment})
	}
	r.each(&s, "收银员", func(c ShiftCash) string { return c.Cashier })
	r.each(&s, "开班", func(c ShiftCash) string { return c.Opened })
	r.each(&s, "交班", func(c ShiftCash) string {
		if c.Open {
			return "还没有交班"
		}
		return c.Closed
	})
	for _, line := range cashLines {
		cells := []Cell{words(line.name)}
		for _, shift := range r.Shifts {
			if line.counted && shift.CountWaits != "" {
				cells = append(cells, words(shift.CountWaits))
			} else {
				cells = append(cells, amount(line.of(shift)))
			}
		}
		s.put(cells...)
	}
	r.each(&s, "开班批准人", func(c ShiftCash) string { return c.FloatApprover })
	r.each(&s, "接收人", func(c ShiftCash) string { return c.HandedTo })
	r.pieces(&s)
	r.slips(&s)
	r.recounts(&s)
	return s
}

// slips adds what was counted of each kind of slip beside what the book has, for the kinds that the day has. A day without slips has no such
// lines.
func (r DayReport) slips(s *Sheet) {
	headed := false
	for _, kind := range till.CountedSlips() {
		of := func(shift ShiftCash) (sum till.SlipSum, found bool) {
			at := slices.IndexFunc(shift.Slips, func(one till.SlipSum) bool { return one.Kind == kind })
			if at < 0 {
				return sum, false
			}
			return shift.Slips[at], true
		}
		if !slices.ContainsFunc(r.Shifts, func(shift ShiftCash) bool { _, found := of(shift); return found }) {
			continue
		}
		if !headed {
			s.put()
			s.head("凭条清点")
			headed = true
		}
		for _, line := range slipLines {
			cells := []Cell{words(kind.Name() + line.name)}
			for _, shift := range r.Shifts {
				if sum, found := of(shift); found {
					cells = append(cells, line.cell(sum))
				} else {
					cells = append(cells, words(""))
				}
			}
			s.put(cells...)
		}
	}
}

// slipLines are what the sheet says of a kind of slip.
var slipLines = []struct {
	name string
	cell func(s till.SlipSum) Cell
}{
	{"应有张数", func(s till.SlipSum) Cell { return number(s.Expected) }},
	{"清点张数", func(s till.SlipSum) Cell { return number(s.Counted) }},
	{"应有", func(s till.SlipSum) Cell { return amount(s.ExpectedFen) }},
	{"清点", func(s till.SlipSum) Cell { return amount(s.CountedFen) }},
	{"相差", func(s till.SlipSum) Cell { return amount(s.DifferenceFen()) }},
}

// cashLines are the figures of a shift's drawer in the order of the sheet. What leaves the drawer is shown below
// zero. Counted ones are known only while a count stands.
var cashLines = []struct {
	name    string
	counted bool
	of      func(c ShiftCash) money.Fen
}{
	{"上一班留下", false, func(c ShiftCash) money.Fen { return c.FloatLeftFen }},
	{"备用金", false, func(c ShiftCash) money.Fen { return c.FloatFen }},
	{"开班长短款", false, func(c ShiftCash) money.Fen { return c.FloatDiffFen }},
	{"收现", false, func(c ShiftCash) money.Fen { return c.CashInFen }},
	{"找零", false, func(c ShiftCash) money.Fen { return -c.ChangeFen }},
	{"退还", false, func(c ShiftCash) money.Fen { return -c.CashBackFen }},
	{"放入", false, func(c ShiftCash) money.Fen { return c.MovedInFen }},
	{"取出", false, func(c ShiftCash) money.Fen { return -c.MovedOutFen }},
	{"应有", true, func(c ShiftCash) money.Fen { return c.ExpectedFen }},
	{"清点", true, func(c ShiftCash) money.Fen { return c.CountedFen }},
	{"长短款", true, func(c ShiftCash) money.Fen { return c.DifferenceFen }},
	{"留作备用金", true, func(c ShiftCash) money.Fen { return c.LeftFen }},
	{"上交", true, func(c ShiftCash) money.Fen { return c.HandedFen }},
}

// each adds a line of texts, one for each shift.
func (r DayReport) each(s *Sheet, name string, of func(c ShiftCash) string) {
	cells := []Cell{words(name)}
	for _, shift := range r.Shifts {
		cells = append(cells, words(of(shift)))
	}
	s.put(cells...)
}

// pieces adds the count of each shift by denomination, where one stands. A count that is only a sum has no pieces,
// and a count that cash moved after says nothing about the drawer any more.
func (r DayReport) pieces(s *Sheet) {
	s.put()
	s.head("清点的张数")
	r.each(s, "清点方式", ShiftCash.countedHow)
	for i, denomination := range till.Denominations {
		cells := []Cell{words(denomination.String() + " 元")}
		for _, shift := range r.Shifts {
			if shift.Pieces == nil {
				cells = append(cells, words(""))
			} else {
				cells = append(cells, number(shift.Pieces[i]))
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
