package cashier

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
)

// People lists the staff.
func (c *Counter) People(ctx context.Context) ([]staff.Person, error) { return c.Book.Staff.List(ctx) }

// AddPerson takes a new member of staff with a first PIN.
func (c *Counter) AddPerson(ctx context.Context, entry staff.Entry, pin string) error {
	return c.Book.Staff.Add(ctx, c.Who(), entry, pin)
}

// ChangePerson rewrites a member of staff.
func (c *Counter) ChangePerson(ctx context.Context, id string, entry staff.Entry) error {
	return c.Book.Staff.Change(ctx, c.Who(), id, entry)
}

// SetPIN returns a person a new PIN.
func (c *Counter) SetPIN(ctx context.Context, id, pin string) error {
	return c.Book.Staff.SetPIN(ctx, c.Who(), id, pin)
}

// UnlockPerson lets a locked-out person in again.
func (c *Counter) UnlockPerson(ctx context.Context, id string) error {
	return c.Book.Staff.Unlock(ctx, c.Who(), id)
}

// Unmask shows a person's whole phone and identity number to who may see it, and logs that it was seen.
func (c *Counter) Unmask(ctx context.Context, person string) (estate.Profile, error) {
	return c.Book.Unmask(ctx, c.Who(), person)
}

// SetPolicy changes one of the book's policies; see ledger.SetPolicy for when a second person is needed.
func (c *Counter) SetPolicy(ctx context.Context, name, value string, second session.Second) error {
	by := c.Who()
	approval, err := c.Approval(ctx, by, staff.RaiseLimit, second)
	if err != nil {
		return err
	}
	return c.Book.SetPolicy(ctx, by, approval, name, value)
}

// SetLimit changes how much one person does alone; see staff.SetLimit for when a second person is needed.
func (c *Counter) SetLimit(ctx context.Context, name staff.LimitName, value int64, second session.Second) error {
	by := c.Who()
	approval, err := c.Approval(ctx, by, staff.RaiseLimit, second)
	if err != nil {
		return err
	}
	return c.Book.Staff.SetLimit(ctx, by, approval, name, value)
}
