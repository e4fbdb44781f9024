package lease

import (
	"cmp"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// namedMax is how many leases one order names at most (billing.scope_long).
const namedMax = 1000

// Source bills what leases ask for: the rent and the share of turnover of their periods that touch the order's days.
type Source struct {
	// Leases are the numbers of those to bill; none is all.
	Leases []string `json:"leases"`
}

// SourceTitle is what a run of leases is called.
const SourceTitle = "租赁合同"

// Title implements billing.Source: the number where there is one lease, else what leases are called.
func (s Source) Title() string {
	if len(s.Leases) == 1 {
		return s.Leases[0]
	}
	return SourceTitle
}

// Items implements billing.Source: the rents and shares that the leases name.
func (s Source) Items(tx *store.Tx) (names []string, err error) {
	leases, err := s.leases(tx)
	for _, l := range leases {
		names = append(names, l.Items.Rent, l.Items.Share)
	}
	slices.Sort(names)
	return slices.Compact(names), err
}

// Right implements billing.Source: who issues bills may issue those of leases.
func (s Source) Right() staff.Action { return staff.IssueBills }

// Propose implements billing.Source. An unknown number is lease.unknown. A lease that cannot be worked out is an
// exception, and the others are billed.
func (s Source) Propose(run *billing.Proposing) error {
	return s.each(run, func(l Lease) error {
		o, err := estate.ByID(run.Tx, l.Objects[0])
		if err != nil {
			return err
		}
		return proposer{run, l, o}.propose()
	})
}

// Compare implements billing.Comparable, for every billed period of the leases, whatever days the order names. A period that
// waits for its turnover is not compared.
func (s Source) Compare(run *billing.Proposing, compare func(bills []billing.Bill, should billing.Proposed) error) error {
	return s.each(run, func(l Lease) error { return l.compare(run, compare) })
}

// each calls work for every lease of the source and stops at its first error, or when the run is cancelled.
func (s Source) each(run *billing.Proposing, work func(l Lease) error) error {
	leases, err := s.leases(run.Tx)
	if err != nil {
		return err
	}
	for i, l := range leases {
		if err := run.At(i, len(leases)); err != nil {
			return err
		}
		if err := work(l); err != nil {
			return err
		}
	}
	return nil
}

// leases returns the leases that the source names, in the order it names them, or all.
func (s Source) leases(tx *store.Tx) ([]Lease, error) {
	if len(s.Leases) == 0 {
		return All(tx)
	}
	if len(s.Leases) > namedMax {
		return nil, store.Refuse(billing.CodeScopeLong, namedMax)
	}
	leases := make([]Lease, len(s.Leases))
	for i, number := range s.Leases {
		var err error
		if leases[i], err = ByNumber(tx, number); err != nil {
			return nil, err
		}
	}
	return leases, nil
}

// proposer proposes the bills of one lease.
type proposer struct {
	run    *billing.Proposing
	lease  Lease
	object estate.Object // the first that is let, which carries the bills
}

// propose hands on the charges of the order's days that have no bill yet. A turnover that is missing after its period is
// over is an exception (lease.turnover_missing), so that somebody asks the tenant for it; before, the period waits. Where the
// floor is billed first only the share waits, however long, and keeps nothing from being billed.
func (p proposer) propose() error {
	l := p.lease
	turnovers, err := Turnovers(p.run.Tx, l.ID)
	if err != nil {
		return err
	}
	asked := tariff.Span{From: p.run.Order.FromOn, To: p.run.Order.ToOn}
	// An error of the contract concerns this lease alone and must not keep the others from being billed.
	charges, err := Schedule(l, turnovers, asked.From, asked.To)
	if err != nil {
		p.except(asked, err)
		return nil
	}
	billed, err := billedPeriods(p.run.Tx, l)
	if err != nil {
		return err
	}
	var named tariff.Span // a period is named once, though its rent and its share both wait
	for _, c := range charges {
		switch {
		case billed[charged{c.Item, c.Span.From}]:
			p.run.Already()
		case c.Unreported && c.Span == named:
		// The period is not over, so that nobody can have reported it yet, or its floor needs no turnover.
		case c.Unreported && (c.Span.To >= p.run.Today || l.isFloorFirst(c)):
			p.run.Waiting()
			named = c.Span
		case c.Unreported:
			p.except(c.Span, store.Refuse(CodeTurnoverMissing, l.Number, string(c.Span.From), string(c.Span.To), c.FloorFen.Grouped()))
			named = c.Span
		case c.AmountFen == 0:
			p.run.Nothing(p.home())
		default:
			if err := p.take(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// home returns the household: the room of a space that is let, else what is let.
func (p proposer) home() string { return cmp.Or(p.object.Room, p.object.ID) }

// except notes why a period of the lease cannot be billed.
func (p proposer) except(span tariff.Span, err error) {
	p.run.Except(billing.Exception{Object: p.object.ID, Code: p.object.Code, Home: p.home(), Contract: p.lease.Number, Span: span, Err: err})
}

// take proposes the bill of one charge. An item that is charged no more, and a bill that a rule of the item made for the
// same days (lease.bill_there), are exceptions.
func (p proposer) take(c Charge) error {
	tx := p.run.Tx
	kind, err := kindOf(tx, c.Item, billing.Income)
	if store.Code(err) == billing.CodeItemEnded {
		p.except(c.Span, err)
		return nil
	}
	if err != nil {
		return err
	}
	bill := p.lease.bill(c, kind)
	// A bill that a rule of the item made for these days would ask for the same money again.
	there, err := tx.Get(`SELECT 1 FROM bills WHERE object = ? AND item = ? AND undone = 0 AND of_bill IS NULL AND origin = 'tariff'
		AND period_from <= ? AND period_to >= ? LIMIT 1`, []any{bill.Object, bill.Item, string(bill.ToOn), string(bill.FromOn)}, new(int))
	if err != nil {
		return err
	}
	if there {
		p.except(c.Span, store.Refuse(codeBillThere, p.object.Code, c.Item))
		return nil
	}
	if bill.Revision, err = bill.NextRevision(tx); err != nil {
		return err
	}
	return p.run.Take(billing.Proposed{NewBill: bill, Code: p.object.Code, Home: p.home(), Contract: p.lease.Number, Applies: true, AllSteps: c.Steps})
}

// charged names a period of an item by its first day, which stays the same when the lease ends early and the period is
// cut.
type charged struct {
	item string
	from calendar.Date
}

// billedPeriods returns which periods of a lease have a standing bill.
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
