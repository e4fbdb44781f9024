package till

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// LawOfPrepaid is what the rules of the law say of fen that a household puts by for a purpose beside what it has prepaid: the sum is held
// against them as the day that it pays up to, see billing.PaysUntil. What is kept for water, power or parking is no property fee.
func (t *Till) LawOfPrepaid(tx *store.Tx, room string, purpose billing.Purpose, fen money.Fen) (law.Findings, error) {
	if fen <= 0 || purpose == billing.Utilities || purpose == billing.Parking {
		return nil, nil
	}
	has, err := billing.HasRules(tx, law.Prepaying...)
	if err != nil || !has {
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
		if one.Purpose == billing.AnyPurpose || one.Purpose == billing.PropertyFee {
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

// lawOfBills is what the rules say of bills that a payment pays further ahead than they allow. Bills that were made to be paid ahead were held
// against them then, and whoever passed a rule for them is not asked again.
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
		isFee, err := billing.IsPrepaidFee(tx, bill.Item, bill.Kind)
		if err != nil {
			return nil, err
		}
		if isFee && !bill.Ahead && bill.FromOn > body.BusinessOn {
			f.UntilOn = max(f.UntilOn, bill.ToOn)
		}
	}
	if f.UntilOn == "" {
		return nil, nil
	}
	return billing.Judge(tx, f, law.Prepaying...)
}
