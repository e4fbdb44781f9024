package receipts

import (
	"strconv"

	"shouqi/assets"
	"shouqi/cashier/household"
	"shouqi/cashier/paper"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// OwedLines returns what stands on a paper of bills that are still to be paid, as their receipt will say it: the same months in one line,
// their late fees in one right below it. The lines add up to what the bills and their late fees come to.
func OwedLines(tx *store.Tx, room estate.Object, owed []household.Line) ([]paper.Line, error) {
	g := gatheredLines{of: make(map[string]*gathered), newest: make(map[lineKey]*gathered)}
	late := make(map[*gathered]lateOf)
	for _, one := range owed {
		line, err := paperLine(tx, room, one.Bill, till.Allocation{Fen: one.OwedFen()})
		if err != nil {
			return nil, err
		}
		if one.PaidFen > 0 {
			line.Why = assets.Text(assets.Chinese, "paper.part_paid", (one.AmountFen - one.ReducedFen).Grouped(), one.PaidFen.Grouped())
		}
		g.addBill(one.Bill, line)
		of := g.of[one.ID]
		if of == nil { // what corrects a bill stands below it
			of = g.of[one.OfBill]
		}
		if one.LateFen > 0 {
			late[of] = late[of].with(one, line)
		}
	}
	for of, fees := range late {
		of.lateFees = append(of.lateFees, fees.line)
	}
	return g.lines(), nil
}

// lateOf is the late fees, to the day of the paper, of the bills that stand in one line.
type lateOf struct {
	line  paper.Line
	bills int
	days  int // since when the first of them is overdue
}

// with adds the late fee of a bill, which stands in this line. Of one it is said how it came about, and of several how many there are.
func (l lateOf) with(one household.Line, of paper.Line) lateOf {
	l.bills++
	l.days = max(l.days, one.OverdueDays)
	sum := l.line.AmountFen + one.LateFen
	l.line = paper.Line{Item: of.Item + billing.LateFeeSuffix, Period: of.Period, Why: assets.Text(assets.Chinese, "paper.late", l.days), AmountFen: sum}
	switch {
	case l.bills > 1:
		l.line.Period, l.line.Why = "", assets.Text(assets.Chinese, "paper.late_bills", strconv.Itoa(l.bills), strconv.Itoa(l.days))
	case len(one.LateSteps) > 0:
		l.line.Why += household.StepMark + one.LateSteps[0]
	}
	return l
}
