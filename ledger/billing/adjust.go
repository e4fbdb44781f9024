package billing

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Comparable is a source whose billed periods can be put right. Compare hands on every billed period that the order asks
// for: the bills that stand of it, in the order they were issued, and what they should come to by what the book knows
// now, 0 where nothing is owed any more. Bills is never empty.
type Comparable interface {
	Source
	Compare(run *Proposing, compare func(bills []Bill, should Proposed) error) error
}

// Adjustment is what one billed period should be by what the book knows now, beside what it was billed.
type Adjustment struct {
	Code string
	Bill Bill // the first bill of the period
	// BilledFen is what the period's bills come to now, with what was taken off by agreement counted as if it still stood;
	// ShouldFen is what they should come to.
	BilledFen money.Fen
	ShouldFen money.Fen
	Should    Proposed
	// LeftFen is what is left of the bills after all that was taken off, the most that can be taken off yet.
	LeftFen money.Fen
	// Refused is why the bills are left as they are although they differ, nil where they are put right: what would be paid too much on
	// one of them could not become prepayment.
	Refused error
	// bills are those of the period in the order they were issued.
	bills []Bill
}

// reasonAgreed is the one of ReduceReasons that corrects no mistake: the two sides agreed on less.
const reasonAgreed = "agreed"

// DifferenceFen is above zero for 补差 and below for 冲减, in fen. A 冲减 takes off no more than is left of the bills, because
// a bill never owes less than nothing; 0 is nothing to put right, or refused.
func (a Adjustment) DifferenceFen() money.Fen {
	if a.Refused != nil {
		return 0
	}
	return max(a.ShouldFen-a.BilledFen, -a.LeftFen)
}

// lowered returns how much comes off each of the bills, in their order: off the newest first.
func (a Adjustment) lowered() []money.Fen {
	off, left := make([]money.Fen, len(a.bills)), max(0, -a.DifferenceFen())
	for i, bill := range slices.Backward(a.bills) {
		off[i] = min(left, bill.AmountFen-bill.ReducedFen)
		left -= off[i]
	}
	return off
}

// refusal returns why the bills cannot be lowered, nil where they can or are not.
func (s *Billing) refusal(tx *store.Tx, a Adjustment) error {
	if s.MayExceed == nil {
		return nil
	}
	for i, off := range a.lowered() {
		bill := a.bills[i]
		if off == 0 || bill.PaidFen <= bill.AmountFen-bill.ReducedFen-off {
			continue
		}
		if err := s.MayExceed(tx, bill); err != nil {
			return err
		}
	}
	return nil
}

// Adjustments compares the bills of an order's periods with what its source asks for now, after an area, a reading, a
// turnover or a lease was put right or a concession was granted for days that were billed. It writes nothing and returns
// only what differs; what cannot be worked out is among the exceptions. A source that is not Comparable is
// billing.nothing_to_adjust; for other errors see the source's Compare.
func (s *Billing) Adjustments(ctx context.Context, tx *store.Tx, order Order) ([]Adjustment, []Exception, error) {
	today, err := s.today(tx)
	if err != nil {
		return nil, nil, err
	}
	return s.adjustmentsOn(ctx, tx, order, today)
}

// adjustmentsOn is Adjustments for a business day.
func (s *Billing) adjustmentsOn(ctx context.Context, tx *store.Tx, order Order, today calendar.Date) (all []Adjustment, exceptions []Exception, err error) {
	source, ok := order.Source.(Comparable)
	if !ok {
		return nil, nil, store.Refuse(codeNothingToAdjust, order.Source.Title())
	}
	run := newProposing(ctx, tx, order, today)
	err = source.Compare(run, func(bills []Bill, should Proposed) error {
		a := Adjustment{Code: should.Code, Bill: bills[0], ShouldFen: should.AmountFen, Should: should, bills: bills}
		for _, bill := range bills {
			a.LeftFen += bill.AmountFen - bill.ReducedFen
			// What was agreed on is added again, or the comparison would find it missing and bill it a second time.
			agreed, err := agreedOff(tx, bill)
			if err != nil {
				return err
			}
			a.BilledFen += bill.AmountFen - bill.ReducedFen + agreed
		}
		if a.DifferenceFen() == 0 {
			return nil
		}
		refused := s.refusal(tx, a)
		if refused != nil && fatal(refused) {
			return refused
		}
		a.Refused = refused
		all = append(all, a)
		return nil
	})
	return all, run.made.Exceptions, err
}

// Compare implements Comparable for the periods that touch the order's days. A shared cost is not adjusted room by room
// (billing.shared), because what one room pays less another would have to pay more. What a household paid ahead keeps the
// price of its day, where another one holds now, unless the source names its room.
func (s ItemSource) Compare(run *Proposing, compare func(bills []Bill, should Proposed) error) error {
	// Billed periods are priced again, and those that are free by now are handed on to be taken off whole.
	s.Anew, s.Zero = true, true
	if err := run.Order.check(); err != nil {
		return err
	}
	if err := s.check(run); err != nil {
		return err
	}
	p, err := newPricing(run, s)
	if err != nil {
		return err
	}
	if p.item.ShareBy != "" {
		return store.Refuse(codeShared, p.item.Name)
	}
	p.comparing = true
	run.take = func(b Proposed) error {
		bills, err := billsOf(run.Tx, b.NewBill)
		if err != nil || len(bills) == 0 {
			return err
		}
		if len(s.Only) == 0 && bills[0].Ahead && b.Tariff != "" && (bills[0].Tariff != b.Tariff || bills[0].TariffFromOn != b.TariffFromOn) {
			return nil // paid ahead at the price of its day; who wants it changed names the room
		}
		if s.DueOn == "" { // adjustments fall due no earlier than today plus the item's due days
			b.DueOn = max(b.DueOn, run.Today.AddDays(p.item.DueDays))
		}
		return compare(bills, b)
	}
	p.uncovered = func(o estate.Object, span tariff.Span) error { // what no tariff is for any more is taken off whole
		return run.take(Proposed{Code: o.Code, NewBill: NewBill{Item: p.item.Name, Object: o.ID, FromOn: span.From, ToOn: span.To, Kind: p.item.Kind}})
	}
	return p.propose()
}

// billsOf returns the bills of an item, object and period that stand, adjustments among them, the first one first. Bills
// by hand or by a lease that happen to have the same days are left out: no rule of the item says what they should come to.
func billsOf(tx *store.Tx, b NewBill) ([]Bill, error) {
	return store.All(tx, "SELECT "+billColumns+` FROM bills WHERE object = ? AND item = ? AND period_from = ? AND period_to = ?
		AND undone = 0 AND origin = 'tariff' ORDER BY revision`, []any{b.Object, b.Item, string(b.FromOn), string(b.ToOn)}, scanBill)
}

// agreedOff returns in fen what two people took off a bill by agreement: it corrects no mistake, and no adjustment asks
// for it again. A reduction with a Why was found by an adjustment and is not one of these, whatever reason it has.
func agreedOff(tx *store.Tx, bill Bill) (fen money.Fen, err error) {
	id, err := rawID(bill.ID)
	if err != nil || bill.ReducedFen == 0 {
		return 0, err
	}
	_, err = tx.Get("SELECT coalesce(sum(fen), 0) FROM reductions WHERE bill = ? AND reason = ? AND why = ''", []any{id, reasonAgreed}, &fen)
	return fen, err
}

// Adjust makes what Adjustments found: a bill of the next revision for what is too little, a reduction of the newest
// bills for what is too much, in one transaction and with a second person (staff.needs_approval). It works the
// differences out again, so that it makes what is right at that moment. Reason is one of ReduceReasons (billing.reason).
// Nothing to adjust is billing.nothing_to_adjust; exceptions are billing.exceptions, as in Run. The same request again
// changes nothing and returns the run of additional bills alone, without the reductions, as Repeated. What is paid too much on the
// reduced bills is moved by the caller: see ledger.Book.Adjust.
func (s *Billing) Adjust(ctx context.Context, by staff.Actor, approval staff.Approval, order Order, reason string) (RunResult, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (RunResult, error) {
		return s.doAdjust(ctx, tx, by, approval, order, reason, today)
	})
}

// doAdjust is Adjust inside a transaction. The request's digest holds the reason too and the word Adjust, so that a run
// with the same order is another request.
func (s *Billing) doAdjust(ctx context.Context, tx *store.Tx, by staff.Actor, approval staff.Approval, order Order, reason string, today calendar.Date) (RunResult, error) {
	if err := s.staff.Require(tx, by, staff.ReduceBill); err != nil { // before a repeated request is answered
		return RunResult{}, err
	}
	request, err := journal.NewRequest(order.RequestID, struct {
		Adjust Order
		Reason string
	}{order, reason})
	if err != nil {
		return RunResult{}, err
	}
	return journal.Once(tx, request, runAt, func() (RunResult, error) {
		return s.adjustOrder(ctx, tx, request, by, approval, order, reason, today)
	})
}

// adjustOrder checks the person and the order, and asks for the second person only once it is clear that there is
// something to adjust: an approval is used by one event and would be wasted.
func (s *Billing) adjustOrder(ctx context.Context, tx *store.Tx, request journal.Request, by staff.Actor, approval staff.Approval, order Order, reason string, today calendar.Date) (RunResult, error) {
	if !slices.Contains(ReduceReasons, reason) {
		return RunResult{}, store.Offer(CodeReason, ReduceReasons)
	}
	all, exceptions, err := s.adjustmentsOn(ctx, tx, order, today)
	switch {
	case err != nil:
		return RunResult{}, err
	case len(exceptions) > 0 && !order.LeaveOut:
		return RunResult{Exceptions: exceptions}, refuseExceptions(exceptions)
	case len(all) == 0:
		return RunResult{}, store.Refuse(codeNothingToAdjust, order.Source.Title())
	}
	refused := all[0].Refused
	if all = slices.DeleteFunc(all, func(a Adjustment) bool { return a.Refused != nil }); len(all) == 0 {
		return RunResult{}, refused
	}
	consent, err := s.staff.Authorize(tx, by, approval, adjustDeed(order, all, reason))
	if err != nil {
		return RunResult{}, err
	}
	return s.adjust(tx, by, request, consent, all, reason)
}

// adjust writes the reductions first and the run of additional bills last, whose event carries the request. One approval
// is named by one event, the first, and the parts of a run stand together right before its own event. The result's Count
// and SumFen are of both, the reductions below zero.
func (s *Billing) adjust(tx *store.Tx, by staff.Actor, request journal.Request, consent staff.Consent, all []Adjustment, reason string) (RunResult, error) {
	writer, err := s.newIssue(tx, by.ID())
	if err != nil {
		return RunResult{}, err
	}
	agreed := consent.Person
	var result RunResult
	for _, a := range all {
		if a.DifferenceFen() < 0 {
			reduced, err := s.takeOff(tx, by.ID(), &consent, agreed, a, reason)
			if err != nil {
				return RunResult{}, err
			}
			result.Reduced = append(result.Reduced, reduced...)
			result.Count++
			result.SumFen += a.DifferenceFen()
		}
	}
	for _, a := range all {
		if a.DifferenceFen() < 0 {
			continue
		}
		more, err := a.more(tx)
		if err != nil {
			return RunResult{}, err
		}
		if _, err := writer.add(more); err != nil {
			return RunResult{}, err
		}
		result.Count++
		result.SumFen += a.DifferenceFen()
	}
	result.Run = writer.closing.Run
	return result, writer.close(request, consent)
}

// why says on the bill or the reduction what an adjustment found: what is owed and what was billed, in yuan.
func (a Adjustment) why() string {
	return "应收 " + a.ShouldFen.String() + "，已出 " + a.BilledFen.String()
}

// more returns the bill of what is too little, which belongs to the first bill of the period. Steps that become too long
// with what was found before them are left out.
func (a Adjustment) more(tx *store.Tx) (more NewBill, err error) {
	more = a.Should.NewBill
	found := []string{"补差：" + a.why()}
	more.AmountFen, more.Steps, more.OfBill = a.DifferenceFen(), append(found, more.Steps...), a.Bill.ID
	if len([]rune(more.Why())) > whyMax {
		more.Steps = found
	}
	more.Revision, err = more.NextRevision(tx)
	return more, err
}

// takeOff reduces the bills of one period, the newest first, by what is too much, and returns their ids. The consent goes
// with the first event alone and is cleared for those that follow; agreed names the second person in each.
func (s *Billing) takeOff(tx *store.Tx, by string, consent *staff.Consent, agreed string, a Adjustment, reason string) (reduced []string, err error) {
	lowered := a.lowered()
	for i, bill := range slices.Backward(a.bills) {
		if lowered[i] == 0 {
			continue
		}
		if err := s.reduce(tx, by, *consent, agreed, bill, lowered[i], reason, a.why()); err != nil {
			return nil, err
		}
		*consent = staff.Consent{}
		reduced = append(reduced, bill.ID)
	}
	return reduced, nil
}
