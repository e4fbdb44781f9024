package cashier

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// People lists the staff.
func (c *Counter) People(ctx context.Context) ([]staff.Person, error) { return c.Book.Staff.List(ctx) }

// AddPerson takes a new member of staff with a first PIN.
func (c *Counter) AddPerson(ctx context.Context, entry staff.Entry, pin string) error {
	return c.Book.Staff.Add(ctx, c.who(), entry, pin)
}

// ChangePerson rewrites a member of staff.
func (c *Counter) ChangePerson(ctx context.Context, id string, entry staff.Entry) error {
	return c.Book.Staff.Change(ctx, c.who(), id, entry)
}

// SetPIN returns a person a new PIN.
func (c *Counter) SetPIN(ctx context.Context, id, pin string) error {
	return c.Book.Staff.SetPIN(ctx, c.who(), id, pin)
}

// UnlockPerson lets a locked-out person in again.
func (c *Counter) UnlockPerson(ctx context.Context, id string) error {
	return c.Book.Staff.Unlock(ctx, c.who(), id)
}

// Unmask shows a person's whole phone and identity number to who may see it, and logs that it was seen.
func (c *Counter) Unmask(ctx context.Context, person string) (estate.Profile, error) {
	return c.Book.Unmask(ctx, c.who(), person)
}

// SetPolicy changes one of the book's policies; see ledger.SetPolicy for when a second person is needed.
func (c *Counter) SetPolicy(ctx context.Context, name, value string, second Second) error {
	by := c.who()
	approval, err := c.approval(ctx, by, staff.RaiseLimit, second)
	if err != nil {
		return err
	}
	return c.Book.SetPolicy(ctx, by, approval, name, value)
}

// SetLimit changes how much one person does alone; see staff.SetLimit for when a second person is needed.
func (c *Counter) SetLimit(ctx context.Context, name staff.LimitName, value int64, second Second) error {
	by := c.who()
	approval, err := c.approval(ctx, by, staff.RaiseLimit, second)
	if err != nil {
		return err
	}
	return c.Book.Staff.SetLimit(ctx, by, approval, name, value)
}

// LocalSetting reads one of this machine's settings ("" when never set): language, text size, what a screen remembers.
func (c *Counter) LocalSetting(ctx context.Context, name string) (value string, err error) {
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		value, err = store.Setting(tx, "screen."+name)
		return err
	})
	return value, err
}

// SetLocalSetting writes one of this machine's settings.
func (c *Counter) SetLocalSetting(ctx context.Context, name, value string) error {
	return c.Book.Store.Write(ctx, func(tx *store.Tx) error { return store.SetSetting(tx, "screen."+name, value) })
}
