package report

import (
	"strings"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Receipt is one line of the day's receipts: a payment, a void (作废) or a reversal (红冲). A void has no number of
// its own, since its paper is taken back and none is printed.
type Receipt struct {
	Number string `json:"number"`
	// Time is local, to the second; Room is a code and Payer masked. Items and Tenders are written out in words.
	Time    string `json:"time"`
	Room    string `json:"room"`
	Payer   string `json:"payer"`
	Items   string `json:"items"`
	Tenders string `json:"tenders"`
	// State is one of the states below. Linked is the number of the receipt that this one undoes or is undone by.
	State  string `json:"state"`
	Linked string `json:"linked"`
	// Paper is the number of a hand-written receipt that was entered late, "" for any other. ValueOn is the day on
	// which that money was taken (实际收款日), "" where it is the business day.
	Paper    string `json:"paper"`
	ValueOn  string `json:"valueOn"`
	Cashier  string `json:"cashier"`
	Approver string `json:"approver"`

	// TotalFen is what the payment paid, below zero for what undoes one.
	TotalFen    money.Fen `json:"totalFen"`
	ReceivedFen money.Fen `json:"receivedFen"` // cash handed over
	ChangeFen   money.Fen `json:"changeFen"`
	// ByTender is what each kind of tender paid of the total, in fen; cash is without its change. PrepaidInFen is the
	// part of the total that was kept for later.
	ByTender     map[till.TenderKind]money.Fen `json:"byTender"`
	PrepaidInFen money.Fen                     `json:"prepaidInFen"`

	// shift is the one by which the checks find its receipts.
	shift till.ShiftRef
	kind  till.PaymentKind
}

// The states of a line, in the words of the workbook. StateVoided and StateReversed are of a payment that was undone,
// StateVoid and StateReversal of what undid it.
const (
	StateLive     = "正常"
	StateVoided   = "作废"
	StateVoid     = "作废冲回"
	StateReversed = "被红冲"
	StateReversal = "红冲"
	StateLate     = "补录"
	StateRefund   = "退款"
)

// Line is what one payment paid of one bill, or kept for later. FromOn and ToOn are the bill's period (费用期间);
// they and Age are "" for money kept. Fen is below zero for what undoes a payment.
type Line struct {
	Number  string        `json:"number"`
	Time    string        `json:"time"`
	Room    string        `json:"room"`
	Payer   string        `json:"payer"`
	Item    string        `json:"item"`
	FromOn  calendar.Date `json:"fromOn"`
	ToOn    calendar.Date `json:"toOn"`
	Age     Age           `json:"age"`
	Fen     money.Fen     `json:"fen"`
	State   string        `json:"state"`
	Cashier string        `json:"cashier"`
}

// receipts returns the payments of a business day twice: as one line for each payment, and as one line for each bill
// that it paid.
func receipts(tx *store.Tx, names *nameBook, date calendar.Date) (list []Receipt, lines []Line, err error) {
	payments, err := till.OnDay(tx, date)
	if err != nil {
		return nil, nil, err
	}
	for _, payment := range payments {
		receipt, err := receiptOf(names, payment)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, receipt)
		paid, err := linesOf(tx, names, payment, receipt)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, paid...)
	}
	return list, lines, nil
}

// linesOf returns the lines of one payment. A line has the room of its bill, which may be another than that of the
// household at the counter: a payer may pay for several.
func linesOf(tx *store.Tx, names *nameBook, p till.Payment, r Receipt) (lines []Line, err error) {
	on, err := till.TakenOn(tx, p)
	if err != nil {
		return nil, err
	}
	for _, a := range p.Allocations {
		line := Line{Number: r.Number, Time: r.Time, Room: r.Room, Payer: r.Payer, Item: a.Name(), Fen: a.Fen, State: r.State, Cashier: r.Cashier}
		if line.Number == "" {
			line.Number = r.Linked // a void has no number of its own
		}
		if a.Bill != "" {
			bill, err := billing.ByID(tx, a.Bill)
			if err != nil {
				return nil, err
			}
			line.FromOn, line.ToOn, line.Age = bill.FromOn, bill.ToOn, AgeOf(bill.Kind, bill.FromOn, bill.ToOn, on)
			if line.Room, err = names.room(bill.Object); err != nil {
				return nil, err
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// receiptOf returns the line of one payment.
func receiptOf(names *nameBook, p till.Payment) (r Receipt, err error) {
	r = Receipt{Number: numbersOf(p), Time: time.UnixMilli(p.AtMS).In(calendar.Zone).Format("2006-01-02 15:04:05"), TotalFen: p.TotalFen,
		ChangeFen: p.ChangeFen, Paper: p.PaperNumber, ByTender: make(map[till.TenderKind]money.Fen), shift: p.Shift, kind: p.Kind}
	r.State, r.Linked = stateOf(p)
	// Of a late entry (补录) it is told, and of what undoes one.
	if p.PaperNumber != "" || p.ValueOn != p.BusinessOn {
		r.ValueOn = string(p.ValueOn)
	}
	var items, tenders []string
	for _, a := range p.Allocations {
		if a.Kind == till.ToPrepaid {
			r.PrepaidInFen += a.Fen
		}
		items = append(items, a.Name()+" "+a.Fen.String())
	}
	for _, t := range p.Tenders {
		r.ByTender[t.Kind] += t.Fen
		if t.Kind == till.Cash {
			r.ReceivedFen += t.Fen
		}
		reference := t.Reference
		if t.Kind == till.DepositOffset {
			reference = "" // it names the deposit's bill
		}
		tenders = append(tenders, strings.TrimSpace(t.Kind.Name()+" "+t.Fen.String()+" "+reference))
	}
	// Change is given back in cash, whatever else was paid with.
	if p.ChangeFen != 0 {
		r.ByTender[till.Cash] -= p.ChangeFen
		tenders = append(tenders, "找零 "+p.ChangeFen.String())
	}
	r.Items, r.Tenders = strings.Join(items, "；"), strings.Join(tenders, "；")
	if r.Room, err = names.room(p.Object); err != nil {
		return r, err
	}
	if r.Payer, err = names.payer(p); err != nil {
		return r, err
	}
	if r.Cashier, err = names.person(p.Cashier); err != nil {
		return r, err
	}
	r.Approver, err = names.person(p.Approver)
	return r, err
}

// numbersOf returns the numbers of a payment's receipts, in order.
func numbersOf(p till.Payment) string {
	return strings.Join(p.Numbers(), "、")
}

// stateOf returns the state of a line and the number of the receipt that belongs with it. A late entry that was
// undone says both.
func stateOf(p till.Payment) (state, linked string) {
	switch p.Kind {
	case till.Void:
		return StateVoid, p.Of
	case till.Reversal:
		return StateReversal, p.Of
	case till.Refunded:
		return StateRefund, ""
	}
	state = StateLive
	switch {
	case p.IsVoided():
		state = StateVoided
	case p.UndoneBy != "":
		state, linked = StateReversed, p.UndoneBy
	}
	if p.PaperNumber == "" {
		return state, linked
	}
	if state == StateLive {
		return StateLate, linked
	}
	return StateLate + "、" + state, linked
}
