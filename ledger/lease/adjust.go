package lease

import (
	"context"
	"fmt"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Adjustment is one act on one bill that brings a billed period in line with what the lease asks for now: after it ended
// early, or a turnover was corrected. Fen above 0 is 补差, a bill more; below 0 it is 冲减, so much off Bill.
type Adjustment struct {
	Number    string
	Bill      billing.Bill
	BilledFen money.Fen // of the whole period under the bill's item
	ShouldFen money.Fen
	Fen       money.Fen
	Charge    Charge // what the period asks for now; without steps where that is nothing
}

// Adjustments returns what is to be put right on a lease's bills. A period that waits for its turnover is not among them, nor
// one that is not billed at all: that is for Run.
func Adjustments(tx *store.Tx, l Lease) ([]Adjustment, error) {
	turnovers, err := Turnovers(tx, l.ID)
	if err != nil {
		return nil, err
	}
	charges, err := Schedule(l, turnovers, l.FromOn, l.ToOn)
	if err != nil {
		return nil, err
	}
	var all []Adjustment
	for _, item := range []string{l.Items.Rent, l.Items.Share} {
		bills, err := billsOf(tx, l, item)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(bills, func(a, b billing.Bill) int { return a.FromOn.DaysSince(b.FromOn) })
		for len(bills) > 0 {
			n := 1
			for n < len(bills) && bills[n].FromOn == bills[0].FromOn {
				n++
			}
			all = append(all, l.compare(bills[:n], charges)...)
			bills = bills[n:]
		}
	}
	return all, nil
}

// compare holds the bills of one period and item against the charges.
func (l *Lease) compare(bills []billing.Bill, charges []Charge) []Adjustment {
	a := Adjustment{Number: l.Number, Bill: bills[0]}
	for _, c := range charges {
		if c.Item == a.Bill.Item && c.Span.From == a.Bill.FromOn {
			if c.Unreported {
				return nil
			}
			a.Charge, a.ShouldFen = c, c.AmountFen
		}
	}
	for _, b := range bills {
		a.BilledFen += b.AmountFen - b.ReducedFen
	}
	if a.Fen = a.ShouldFen - a.BilledFen; a.Fen > 0 {
		return []Adjustment{a}
	}
	var all []Adjustment
	left := -a.Fen
	for _, b := range slices.Backward(bills) {
		off := min(left, b.AmountFen-b.ReducedFen)
		if off > 0 {
			one := a
			one.Bill, one.Fen = b, -off
			all, left = append(all, one), left-off
		}
	}
	return all
}

// Adjust does one of a lease's Adjustments, that of the bill named, with a second person: a bill of the next revision for
// what is too little, a reduction for what is too much. Reason is one of billing.ReduceReasons. Where nothing is to be put
// right any more, as on the second try, it is lease.nothing_to_adjust.
func (s *Leases) Adjust(ctx context.Context, by staff.Actor, approval staff.Approval, id, bill, reason string) (Adjustment, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Adjustment, error) {
		return s.doAdjust(tx, by, approval, id, bill, reason, today)
	})
}

func (s *Leases) doAdjust(tx *store.Tx, by staff.Actor, approval staff.Approval, id, bill, reason string, today calendar.Date) (Adjustment, error) {
	if err := s.staff.Require(tx, by, staff.ReduceBill); err != nil {
		return Adjustment{}, err
	}
	if !slices.Contains(billing.ReduceReasons, reason) {
		return Adjustment{}, store.Refuse(billing.CodeReason)
	}
	l, err := ByID(tx, id)
	if err != nil {
		return Adjustment{}, err
	}
	all, err := Adjustments(tx, l)
	if err != nil {
		return Adjustment{}, err
	}
	for _, a := range all {
		switch {
		case a.Bill.ID != bill:
			continue
		case a.Fen < 0:
			return a, s.billing.In(tx).Reduce(tx.Context(), by, approval, a.Bill.ID, -a.Fen, reason)
		}
		consent, err := s.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.ReduceBill})
		if err != nil {
			return Adjustment{}, err
		}
		return a, s.billMore(tx, by, consent, l, a, today)
	}
	return Adjustment{}, store.Refuse(codeNothingToAdjust, l.Number)
}

func (s *Leases) billMore(tx *store.Tx, by staff.Actor, consent staff.Consent, l Lease, a Adjustment, today calendar.Date) error {
	charge := a.Charge
	charge.Span = tariff.Span{From: a.Bill.FromOn, To: a.Bill.ToOn}
	charge.AmountFen, charge.Exact, charge.DueOn = a.Fen, tariff.Ratio(int64(a.Fen), 100), max(charge.DueOn, today)
	charge.Steps = append(slices.Clone(charge.Steps), "补差：应收 "+a.ShouldFen.Grouped()+" − 已出 "+a.BilledFen.Grouped()+" = "+a.Fen.Grouped())
	more := l.bill(charge, a.Bill.Kind)
	more.Debtor, more.OfBill = a.Bill.Debtor, a.Bill.ID
	var err error
	if more.Revision, err = revision(tx, more); err != nil {
		return err
	}
	request, err := journal.NewRequest(fmt.Sprintf("adjust/%s/%d", a.Bill.ID, more.Revision), more)
	if err != nil {
		return err
	}
	_, err = s.billing.Issue(tx, request, by.ID(), consent, []billing.NewBill{more})
	return err
}
