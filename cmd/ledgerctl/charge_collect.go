package main

import (
	"cmp"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// lateFees are what the bills of a payment cost by being late, and what of it is taken with the payment.
type lateFees struct {
	toOn     calendar.Date
	of       map[string]money.Fen // by bill
	takenFen money.Fen
	leftFen  money.Fen // of bills that are paid
	openFen  money.Fen // of fees that are paid in part, as bills of their own
	first    bool      // the policies say that it is paid first
}

// lateFees works them out up to the value date of the payment.
func (c *collectCommand) lateFees(tx *store.Tx, today calendar.Date, bills []billing.Bill) (late lateFees, err error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return late, err
	}
	late.toOn, late.first = cmp.Or(c.LateDate.Date, today), policies.LateFeeFirst
	fees, err := billing.LateFees(tx, bills, late.toOn)
	late.of = make(map[string]money.Fen, len(fees))
	for _, fee := range fees {
		late.of[fee.Bill.ID] = fee.Fen
	}
	return late, err
}

// note adds up the late fees that an order pays, and those that it leaves of the bills it pays.
func (l *lateFees) note(order till.Order) {
	l.takenFen = sumOfParts(order.LateFees)
	for _, part := range order.Bills {
		l.leftFen += l.of[part.Bill]
	}
	for _, fee := range order.LateFees {
		l.openFen += max(0, fee.OfFen-fee.Fen)
	}
	l.leftFen -= l.takenFen + l.openFen
}

func (l *lateFees) lines() []string {
	var lines []string
	if l.takenFen > 0 {
		lines = append(lines, "  其中违约金 "+l.takenFen.Grouped()+"，算到 "+string(l.toOn))
	}
	if l.openFen > 0 {
		lines = append(lines, "  违约金还欠 "+l.openFen.Grouped()+"，已出账单，不再增加")
	}
	if l.leftFen > 0 {
		line := "  没有收违约金 " + l.leftFen.Grouped() + "（到 " + string(l.toOn) + "）"
		if l.first {
			line += "：设置是先收违约金，可这笔钱不够，收了账单的一部分"
		}
		lines = append(lines, line)
	}
	return lines
}
