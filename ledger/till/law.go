package till

import (
	"context"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// LawOfPrepaid is what the rules of the law say of fen that a household puts by for a purpose beside what it has prepaid: the sum is held
// against them as the day that it pays up to, see billing.PaysUntil. What is kept for water, power or parking is no property fee, unless an
// item that is one was given that purpose.
func (t *Till) LawOfPrepaid(tx *store.Tx, room string, purpose billing.Purpose, fen money.Fen) (law.Findings, error) {
	if fen <= 0 {
		return nil, nil
	}
	has, err := billing.HasRules(tx, law.Prepaying...)
	if err != nil || !has {
		return nil, err
	}
	if pays, err := billing.PaysFees(tx, purpose); err != nil || !pays {
		return nil, err
	}
	place, err := estate.ByID(tx, room)
	if err != nil {
		return nil, err
	}
	all, err := Prepayments(tx, room)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		pays, err := billing.PaysFees(tx, one.Purpose)
		if err != nil {
			return nil, err
		}
		if pays {
			fen += one.Fen
		}
	}
	today, err := estate.Today(tx, t.journal.Now())
	if err != nil {
		return nil, err
	}
	// One household is short work, and the write that it is a part of is not left half done.
	until, err := t.billing.In(tx).PaysUntil(context.Background(), tx, place, fen)
	if err != nil {
		return nil, err
	}
	return billing.Judge(tx, law.Figures{Today: today, UntilOn: until}, law.Prepaying...)
}

// lawOfMove is what the rules say of money that is moved: what comes to property fees is put by for them, wherever it was before. What paid
// the same household's fees already is no further ahead than it was.
func (t *Till) lawOfMove(tx *store.Tx, move PrepaidMove) (law.Findings, error) {
	if move.Room == move.To {
		paid, err := billing.PaysFees(tx, move.Purpose)
		if err != nil || paid {
			return nil, err
		}
	}
	return t.LawOfPrepaid(tx, move.To, move.ToPurpose, move.Fen)
}

// lawOf is what the rules say of what an order puts by and pays ahead, and of which household.
func (t *Till) lawOf(tx *store.Tx, policies estate.Policies, body *receivedV1) (found law.Findings, of string, err error) {
	if policies.RulePack == "" {
		return nil, "", nil
	}
	if found, err = lawOfBills(tx, body); err != nil {
		return nil, "", err
	}
	for _, a := range body.Allocations {
		if a.Kind != ToPrepaid {
			continue
		}
		more, err := t.LawOfPrepaid(tx, body.Object, a.Purpose, a.Fen)
		if err != nil {
			return nil, "", err
		}
		found = append(found, more...)
	}
	if len(found) > 0 {
		place, err := estate.ByID(tx, body.Object)
		return found, place.Code, err
	}
	return nil, "", nil
}

// lawOfBills is what the rules say of bills that a payment pays further ahead than they allow.
func lawOfBills(tx *store.Tx, body *receivedV1) (law.Findings, error) {
	f := law.Figures{Today: body.BusinessOn}
	for _, a := range body.Allocations {
		if a.Kind != ToBill || a.Made {
			continue
		}
		bill, err := billing.ByID(tx, a.Bill)
		if err != nil {
			return nil, err
		}
		until, err := heldUntil(tx, bill, f.Today)
		if err != nil {
			return nil, err
		}
		f.UntilOn = max(f.UntilOn, until)
	}
	if f.UntilOn == "" {
		return nil, nil
	}
	return billing.Judge(tx, f, law.Prepaying...)
}

// heldUntil returns the day up to which paying a bill is held against the rules as money taken ahead; "" where they have no say: it is no
// property fee, or its period has begun. A bill that was made to be paid ahead was held against the rules of its time. It is held again
// only where its whole period lies beyond what they allow now, as one does that was made before the book chose them, and nobody passed
// them when it was made.
func heldUntil(tx *store.Tx, bill billing.Bill, today calendar.Date) (calendar.Date, error) {
	if bill.FromOn <= today {
		return "", nil
	}
	isFee, err := billing.IsPrepaidFee(tx, bill.Item, bill.Kind)
	if err != nil || !isFee {
		return "", err
	}
	if !bill.Ahead {
		return bill.ToOn, nil
	}
	found, err := billing.Judge(tx, law.Figures{Today: today, UntilOn: bill.FromOn}, law.Prepaying...)
	if err != nil || !found.IsBroken() {
		return "", err
	}
	passed, err := billing.RulesPassed(tx, bill.ID)
	if err != nil {
		return "", err
	}
	for _, rule := range append(found.Of(law.Refused), found.Of(law.Passing)...) {
		if !slices.Contains(passed, rule.Rule.ID) {
			return bill.ToOn, nil
		}
	}
	return "", nil
}

// withheld returns what the rules say of a bill that nobody may pay yet, or only with a second person; nothing where it may be paid.
func withheld(tx *store.Tx, bill billing.Bill, today calendar.Date) (law.Findings, error) {
	until, err := heldUntil(tx, bill, today)
	if err != nil || until == "" {
		return nil, err
	}
	found, err := billing.Judge(tx, law.Figures{Today: today, UntilOn: until}, law.Prepaying...)
	if err != nil || !found.IsBroken() {
		return nil, err
	}
	return append(found.Of(law.Refused), found.Of(law.Passing)...), nil
}
