package people

import (
	"context"
	"slices"

	"shouqi/cashier/session"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
)

// All lists the staff.
func (c *People) All(ctx context.Context) ([]staff.Person, error) {
	return c.session.Book.Staff.List(ctx)
}

// Add takes a new member of staff with a first PIN; see staff.Add for when a second person is needed.
func (c *People) Add(ctx context.Context, entry staff.Entry, pin string, second session.Second) error {
	return c.session.Agreed(ctx, staff.GiveLogin, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Staff.Add(ctx, by, approval, entry, pin)
	})
}

// Change rewrites a member of staff; see staff.Change for when a second person is needed.
func (c *People) Change(ctx context.Context, id string, entry staff.Entry, second session.Second) error {
	return c.session.Agreed(ctx, staff.GiveLogin, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Staff.Change(ctx, by, approval, id, entry)
	})
}

// SetPIN gives a person a new PIN; see staff.SetPIN for when a second person is needed.
func (c *People) SetPIN(ctx context.Context, id, pin string, second session.Second) error {
	return c.session.Agreed(ctx, staff.GiveLogin, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Staff.SetPIN(ctx, by, approval, id, pin)
	})
}

// TakesTwo reports whether a second person has to agree when by, an id, gives somebody else a login: by the list, so that a form can ask
// for the second person at once. The book decides.
func TakesTwo(list []staff.Person, by string) bool {
	return slices.ContainsFunc(list, func(p staff.Person) bool { return p.Active && p.Role.IsApprover() && p.ID != by })
}

// HasRecovery reports whether the book has a recovery key, which stands for the second person where nobody else may approve.
func (c *People) HasRecovery(ctx context.Context) (bool, error) {
	return c.session.Book.Staff.HasRecovery(ctx)
}

// RenewRecovery makes a new recovery key and returns its text; see ledger.RenewRecovery for when a second person, and when the passphrase of the
// book is needed. Whoever is signed in types the own PIN once more: a counter that was left open for a moment must not give the key away.
func (c *People) RenewRecovery(ctx context.Context, pin, passphrase string, second session.Second) (recovery string, err error) {
	by, err := c.session.Book.Staff.SignIn(ctx, c.session.Who().Code(), pin)
	if err != nil {
		return "", err
	}
	approval, err := c.session.Approval(ctx, by, second, staff.GiveLogin)
	if err != nil {
		return "", err
	}
	return c.session.Book.RenewRecovery(ctx, by, approval, passphrase)
}

// Unlock lets a locked-out person in again.
func (c *People) Unlock(ctx context.Context, id string) error {
	return c.session.Book.Staff.Unlock(ctx, c.session.Who(), id)
}

// Unmask shows a person's whole phone and identity number to who may see it, and logs that it was seen.
func (c *People) Unmask(ctx context.Context, person string) (estate.Profile, error) {
	return c.session.Book.Unmask(ctx, c.session.Who(), person)
}

// SetPolicy changes one of the book's policies; see ledger.SetPolicy for when a second person is needed. The rules of a place
// (estate.PolicyRulePack) are named by the place, "" for none.
func (c *People) SetPolicy(ctx context.Context, name, value string, second session.Second) error {
	if name == estate.PolicyRulePack {
		text, err := PackText(value)
		if err != nil {
			return err
		}
		value = text
	}
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.RaiseLimit)
	if err != nil {
		return err
	}
	return c.session.Book.SetPolicy(ctx, by, approval, name, value)
}

// SetLayout changes how receipts look; seen is what Printing.Layout read, see ledger.SetLayout.
func (c *People) SetLayout(ctx context.Context, seen, value string) error {
	return c.session.Book.SetLayout(ctx, c.session.Who(), seen, value)
}

// SetLimit changes how much one person does alone; see staff.SetLimit for when a second person is needed.
func (c *People) SetLimit(ctx context.Context, name staff.LimitName, value int64, second session.Second) error {
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.RaiseLimit)
	if err != nil {
		return err
	}
	return c.session.Book.Staff.SetLimit(ctx, by, approval, name, value)
}
