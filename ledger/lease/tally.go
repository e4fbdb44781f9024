package lease

import (
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// tally works a run out, lease by lease.
type tally struct {
	tx    *store.Tx
	today calendar.Date
	Preview
}

func (t *tally) lease(l Lease, order Order) error {
	object, err := estate.ByID(t.tx, l.Objects[0])
	if err != nil {
		return err
	}
	turnovers, err := Turnovers(t.tx, l.ID)
	if err != nil {
		return err
	}
	asked := tariff.Span{From: order.FromOn, To: order.ToOn}
	charges, err := Schedule(l, turnovers, asked.From, asked.To)
	if err != nil {
		t.except(l, object, asked, err)
		return nil
	}
	billed, err := billedPeriods(t.tx, l)
	if err != nil {
		return err
	}
	var named tariff.Span // a period is named once, though its rent and its share both wait
	for _, c := range charges {
		switch {
		case billed[charged{c.Item, c.Span.From}]:
			t.Already++
		case c.Unreported && c.Span == named:
		case c.Unreported && c.Span.To >= t.today:
			t.Waiting++
			named = c.Span
		case c.Unreported:
			t.except(l, object, c.Span, store.Refuse(CodeTurnoverMissing, l.Number, string(c.Span.From), string(c.Span.To), c.FloorFen.Grouped()))
			named = c.Span
		case c.AmountFen == 0:
			t.Nothing++
		default:
			if err := t.propose(l, object, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tally) except(l Lease, o estate.Object, s tariff.Span, err error) {
	t.Exceptions = append(t.Exceptions, Exception{Number: l.Number, Code: o.Code, Span: s, Err: err})
}

func (t *tally) propose(l Lease, o estate.Object, c Charge) error {
	kind, err := kindOf(t.tx, c.Item, billing.Income)
	if store.Code(err) == billing.CodeItemEnded {
		t.except(l, o, c.Span, err)
		return nil
	}
	if err != nil {
		return err
	}
	bill := l.bill(c, kind)
	// A bill that a rule of the item made for these days would ask for the same money again.
	by, err := t.tx.Get(`SELECT 1 FROM bills WHERE object = ? AND item = ? AND undone = 0 AND of_bill IS NULL AND origin = 'tariff'
		AND period_from <= ? AND period_to >= ? LIMIT 1`, []any{bill.Object, bill.Item, string(bill.ToOn), string(bill.FromOn)}, new(int))
	if err != nil {
		return err
	}
	if by {
		t.except(l, o, c.Span, store.Refuse(codeBillThere, o.Code, c.Item))
		return nil
	}
	if bill.Revision, err = revision(t.tx, bill); err != nil {
		return err
	}
	if t.SumFen, err = money.Add(t.SumFen, bill.AmountFen); err != nil {
		return store.Fail(billing.CodeAmount, err)
	}
	t.Bills = append(t.Bills, Proposed{NewBill: bill, Number: l.Number, Code: o.Code, Charge: c})
	return nil
}

// charged names a period of an item by its first day: a lease that ended early keeps it.
type charged struct {
	item string
	from calendar.Date
}

// billedPeriods returns what of a lease has a standing bill.
func billedPeriods(tx *store.Tx, l Lease) (map[charged]bool, error) {
	all, err := store.All(tx, "SELECT item, period_from FROM bills WHERE object = ? AND tariff = ? AND undone = 0", []any{l.Objects[0], l.Tariff()},
		func(scan func(dest ...any) error) (charged, error) {
			var c charged
			return c, scan(&c.item, &c.from)
		})
	billed := make(map[charged]bool, len(all))
	for _, c := range all {
		billed[c] = true
	}
	return billed, err
}
