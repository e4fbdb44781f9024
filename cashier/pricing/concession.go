package pricing

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Concessions returns the policies of a room, or of all rooms for "".
func (c *Pricing) Concessions(ctx context.Context, object string) (all []billing.Concession, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		all, err = billing.Concessions(tx, object)
		return err
	})
	return all, err
}

// LawOfConcession is what the rules of the law say of a concession of some rooms or spaces, by their ids, for a form to show before
// it is granted.
func (c *Pricing) LawOfConcession(ctx context.Context, wish billing.Concession, objects []string) (found law.Findings, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		found, err = c.session.Book.Billing.LawOfConcession(tx, wish, objects)
		return err
	})
	return found, err
}

// Grant gives a room a policy for some days (空置减免, 长租优惠).
func (c *Pricing) Grant(ctx context.Context, wish billing.Concession, second session.Second) (granted billing.Concession, err error) {
	err = c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		granted, err = c.session.Book.Billing.Grant(ctx, by, approval, wish)
		return err
	})
	return granted, err
}

// GrantAll gives many rooms or spaces, by their ids, the same policy with one second person: all of them or none.
func (c *Pricing) GrantAll(ctx context.Context, wish billing.Concession, objects []string, second session.Second) (granted []billing.Concession, err error) {
	err = c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		granted, err = c.session.Book.Billing.GrantAll(ctx, by, approval, wish, objects)
		return err
	})
	return granted, err
}

// EndConcession lets a policy hold no longer than toOn.
func (c *Pricing) EndConcession(ctx context.Context, id string, toOn calendar.Date, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.EndConcession(ctx, by, approval, id, toOn)
	})
}

// SetOffer sets what an item gives to who pays ahead, with a second person. Errors: those of billing.SetOffer.
func (c *Pricing) SetOffer(ctx context.Context, offer billing.Offer, second session.Second) error {
	return c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Billing.SetOffer(ctx, by, approval, offer)
	})
}
