package lease

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Amend lets other terms hold from a day on, with a second person (staff.needs_approval). What was before that day stays
// as it was. A rent by area with AreaOfObjects takes the recorded areas. Errors: lease.amend_billed for a day that is
// billed already, naming the last one; lease.amend_day for one that is not after the amendment before, or not in the
// lease; lease.ended, lease.unknown, lease.no_area, and those of Check.
func (s *Leases) Amend(ctx context.Context, by staff.Actor, approval staff.Approval, id string, fromOn calendar.Date, terms Terms) (Lease, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Lease, error) {
		return s.doAmend(tx, by, approval, id, fromOn, terms)
	})
}

// doAmend checks everything before the second person's word is used, and returns the lease as it is with the amendment.
func (s *Leases) doAmend(tx *store.Tx, by staff.Actor, approval staff.Approval, id string, fromOn calendar.Date, terms Terms) (Lease, error) {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return Lease{}, err
	}
	l, err := ByID(tx, id)
	if err != nil {
		return Lease{}, err
	}
	if l.EndedOn != "" {
		return Lease{}, store.Refuse(CodeEnded, l.Number, string(l.EndedOn))
	}
	if terms.Rent.AreaCentiM2 == AreaOfObjects {
		objects, err := objectsOf(tx, l.Objects)
		if err != nil {
			return Lease{}, err
		}
		if terms.Rent.AreaCentiM2, err = areaOf(objects); err != nil {
			return Lease{}, err
		}
	}
	// The amendment is checked together with the contract and the amendments before it.
	amended := Amendment{FromOn: fromOn, Terms: terms, By: by.ID()}
	l.Amendments = append(l.Amendments, amended)
	if err := l.Check(); err != nil {
		return Lease{}, err
	}
	if last, err := billedTo(tx, l); err != nil {
		return Lease{}, err
	} else if last >= fromOn {
		return Lease{}, store.Refuse(CodeAmendBilled, l.Number, string(last))
	}
	consent, err := s.staff.Authorize(tx, by, approval, l.deed("lease_change", "from", string(fromOn), "price", string(terms.Rent.Price), "content", contentOf(terms)))
	if err != nil {
		return Lease{}, err
	}
	l.Amendments[len(l.Amendments)-1].Approver = consent.Person
	_, err = s.journal.Append(tx, kindAmended, amendedV1{Lease: l.ID, FromOn: fromOn, Terms: terms, By: by.ID(), Approver: consent})
	return l, err
}

// billedTo returns the last day that a standing bill of rent or share covers, "" before the first. The deposit's bill
// spans the whole lease and does not count.
func billedTo(tx *store.Tx, l Lease) (last calendar.Date, err error) {
	_, err = tx.Get("SELECT coalesce(max(period_to), '') FROM bills WHERE object = ? AND item IN (?, ?) AND tariff = ? AND undone = 0",
		[]any{l.Objects[0], l.Items.Rent, l.Items.Share, l.Tariff()}, &last)
	return last, err
}

// End lets a lease end early, with a second person (staff.needs_approval): lastOn is its last day, and the day before its
// first means that it never began. It is done once. The last period is prorated. It returns what was billed beyond, which
// billing.Adjust answers by the order Adjusting; until then the bills stay as they are. Errors: lease.ended,
// lease.end_day with the days between which it must be, lease.unknown.
func (s *Leases) End(ctx context.Context, by staff.Actor, approval staff.Approval, id string, lastOn calendar.Date) (Lease, []billing.Adjustment, error) {
	var beyond []billing.Adjustment
	l, err := store.Do(ctx, s.db, s.within, func(tx *store.Tx) (l Lease, err error) {
		l, beyond, err = s.doEnd(tx, by, approval, id, lastOn)
		return l, err
	})
	return l, beyond, err
}

func (s *Leases) doEnd(tx *store.Tx, by staff.Actor, approval staff.Approval, id string, lastOn calendar.Date) (Lease, []billing.Adjustment, error) {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return Lease{}, nil, err
	}
	l, err := ByID(tx, id)
	if err != nil {
		return Lease{}, nil, err
	}
	if l.EndedOn != "" {
		return Lease{}, nil, store.Refuse(CodeEnded, l.Number, string(l.EndedOn))
	}
	if earliest := l.FromOn.AddDays(-1); !lastOn.Valid() || lastOn < earliest || lastOn >= l.ToOn {
		return Lease{}, nil, store.Refuse(codeEndDay, string(earliest), string(l.ToOn))
	}
	consent, err := s.staff.Authorize(tx, by, approval, l.deed("lease_end", "to", string(lastOn)))
	if err != nil {
		return Lease{}, nil, err
	}
	if _, err := s.journal.Append(tx, kindEnded, endedV1{Lease: l.ID, LastOn: lastOn, By: by.ID(), Approver: consent}); err != nil {
		return Lease{}, nil, err
	}
	l.EndedOn = lastOn
	adjustments, err := s.adjustments(tx, l)
	return l, adjustments, err
}

// Report keeps the turnover (营业额) of the period that holds the day on, in fen. Reported again it is corrected, and the
// same sum again changes nothing. Where bills were made by the figure before, a correction takes a second person who may
// reduce bills (staff.needs_approval). It returns what billing.Adjust then puts right by the order Adjusting. Errors:
// lease.turnover_early for a period that is not over, lease.no_period for a day outside the lease, lease.no_share,
// lease.turnover, lease.unknown.
func (s *Leases) Report(ctx context.Context, by staff.Actor, approval staff.Approval, id string, on calendar.Date, fen money.Fen) ([]billing.Adjustment, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) ([]billing.Adjustment, error) {
		return s.doReport(tx, by, approval, id, on, fen, today)
	})
}

// doReport asks for the second person only where a bill was made by the figure before: the first report, and a correction
// before anything is billed, take nothing away from anybody.
func (s *Leases) doReport(tx *store.Tx, by staff.Actor, approval staff.Approval, id string, on calendar.Date, fen money.Fen, today calendar.Date) ([]billing.Adjustment, error) {
	if err := s.staff.Require(tx, by, staff.IssueBills); err != nil {
		return nil, err
	}
	l, err := ByID(tx, id)
	if err != nil {
		return nil, err
	}
	period, share, err := l.sharing(on)
	if err != nil {
		return nil, err
	}
	span := period.dates()
	if span.To >= today {
		return nil, store.Refuse(codeTurnoverEarly, l.Number, string(span.To))
	}
	if fen < 0 || fen > money.MaxFen {
		return nil, store.Refuse(codeTurnover)
	}
	told, err := Turnovers(tx, l.ID)
	if err != nil {
		return nil, err
	}
	body := reportedV1{Lease: l.ID, FromOn: span.From, ToOn: span.To, Fen: fen, By: by.ID()}
	for _, t := range told {
		// Reported again by somebody who retries: no event, and what is still to be adjusted once more.
		if t.FromOn == span.From && t.Fen == fen {
			return s.adjustments(tx, l)
		}
	}
	billed, err := billedByTurnover(tx, l, share, span.From)
	if err == nil && billed {
		body.Approver, err = s.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.ReduceBill, Fen: fen, About: staff.PartOf("turnover", l.ID),
			Terms: staff.NewTerms("of", l.Number, "from", string(span.From), "to", string(span.To))})
	}
	if err != nil {
		return nil, err
	}
	if _, err := s.journal.Append(tx, kindReported, body); err != nil {
		return nil, err
	}
	return s.adjustments(tx, l)
}

// sharing returns the period that holds a day and the share its turnover is for, by the terms of the period's last day.
// Errors: lease.no_period, lease.no_share.
func (l *Lease) sharing(on calendar.Date) (span, *Share, error) {
	if !on.Valid() {
		return span{}, nil, store.Refuse(codeNoPeriod, l.Number, string(on))
	}
	periods := l.periods(span{dayOf(on), dayOf(on)})
	if len(periods) == 0 {
		return span{}, nil, store.Refuse(codeNoPeriod, l.Number, string(on))
	}
	terms, _ := l.TermsOn(periods[0].last.date())
	if terms.Share == nil {
		return span{}, nil, store.Refuse(codeNoShare, l.Number)
	}
	return periods[0], terms.Share, nil
}

// billedByTurnover reports whether a bill of the period stands that its turnover decided: that of the share, and that of
// the rent where the rent waited for the turnover too.
func billedByTurnover(tx *store.Tx, l Lease, share *Share, from calendar.Date) (bool, error) {
	billed, err := billedPeriods(tx, l)
	rent := !share.Plus && !share.FloorFirst && billed[charged{l.Items.Rent, from}]
	return rent || billed[charged{l.Items.Share, from}], err
}

// billsOf returns the standing bills of a lease under an item, adjustments among them, in the order they were issued.
// Late fees name no tariff and are not among them.
func billsOf(tx *store.Tx, l Lease, item string) ([]billing.Bill, error) {
	ids, err := store.All(tx, "SELECT lower(hex(id)) FROM bills WHERE object = ? AND item = ? AND tariff = ? AND undone = 0 ORDER BY device, seq, line",
		[]any{l.Objects[0], item, l.Tariff()}, func(scan func(dest ...any) error) (id string, err error) { return id, scan(&id) })
	if err != nil {
		return nil, err
	}
	bills := make([]billing.Bill, len(ids))
	for i, id := range ids {
		if bills[i], err = billing.ByID(tx, id); err != nil {
			return nil, err
		}
	}
	return bills, nil
}
