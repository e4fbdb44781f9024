package people

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
)

// All lists the staff.
func (c *People) All(ctx context.Context) ([]staff.Person, error) {
	return c.session.Book.Staff.List(ctx)
}

// Add takes a new member of staff with a first PIN.
func (c *People) Add(ctx context.Context, entry staff.Entry, pin string) error {
	return c.session.Book.Staff.Add(ctx, c.session.Who(), entry, pin)
}

// Change rewrites a member of staff.
func (c *People) Change(ctx context.Context, id string, entry staff.Entry) error {
	return c.session.Book.Staff.Change(ctx, c.session.Who(), id, entry)
}

// SetPIN returns a person a new PIN.
func (c *People) SetPIN(ctx context.Context, id, pin string) error {
	return c.session.Book.Staff.SetPIN(ctx, c.session.Who(), id, pin)
}

// Unlock lets a locked-out person in again.
func (c *People) Unlock(ctx context.Context, id string) error {
	return c.session.Book.Staff.Unlock(ctx, c.session.Who(), id)
}

// Unmask shows a person's whole phone and identity number to who may see it, and logs that it was seen.
func (c *People) Unmask(ctx context.Context, person string) (estate.Profile, error) {
	return c.session.Book.Unmask(ctx, c.session.Who(), person)
}

// SetPolicy changes one of the book's policies; see ledger.SetPolicy for when a second person is needed.
func (c *People) SetPolicy(ctx context.Context, name, value string, second session.Second) error {
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.RaiseLimit)
	if err != nil {
		return err
	}
	return c.session.Book.SetPolicy(ctx, by, approval, name, value)
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
