package leasing

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Line is a lease as a list of leases shows it: with the codes of what is let and the tenant's name.
type Line struct {
	lease.Lease
	Codes      []string `json:"codes"`
	TenantName string   `json:"tenantName"` // "" where the person was erased
}

// View is a lease with all it asks for, what was reported of it, what is to be put right on its bills and its deposit.
type View struct {
	Line
	Charges     []lease.Charge       `json:"charges"`
	Turnovers   []lease.Turnover     `json:"turnovers"`
	Adjustments []billing.Adjustment `json:"-"`
	// BilledTo is the last day of a standing bill of rent or share, "" before the first.
	BilledTo calendar.Date `json:"billedTo"`
	Deposit  Deposit       `json:"deposit"`
}

// Wish is a contract as a person writes it: with codes of rooms and spaces, and the tenant as somebody new or as the
// one who is the tenant, or else the owner, of TenantOf (a room's code) on the first day.
type Wish struct {
	lease.Signing
	Rooms, Spaces []string
	TenantOf      string
}

// All returns every lease, by number.
func (c *Leasing) All(ctx context.Context) (lines []Line, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		all, err := lease.All(tx)
		for _, l := range all {
			line, err := c.leaseLine(tx, l)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return err
	})
	return lines, err
}

func (c *Leasing) leaseLine(tx *store.Tx, l lease.Lease) (Line, error) {
	line := Line{Lease: l}
	for _, id := range l.Objects {
		o, err := estate.ByID(tx, id)
		if err != nil {
			return line, err
		}
		line.Codes = append(line.Codes, o.Code)
	}
	profile, err := estate.ProfileOf(tx, c.session.Book.Vault, l.Contract.Tenant, 0)
	line.TenantName = profile.Name
	return line, err
}

// Show returns one lease by its number, with everything about it.
func (c *Leasing) Show(ctx context.Context, number string) (view View, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		l, err := lease.ByNumber(tx, number)
		if err != nil {
			return err
		}
		if view.Line, err = c.leaseLine(tx, l); err != nil {
			return err
		}
		if view.Turnovers, err = lease.Turnovers(tx, l.ID); err != nil {
			return err
		}
		if view.Charges, err = lease.Schedule(l, view.Turnovers, l.FromOn, l.ToOn); err != nil {
			return err
		}
		if view.BilledTo, err = billedTo(tx, l); err != nil {
			return err
		}
		if view.Adjustments, _, err = c.session.Book.Billing.Adjustments(ctx, tx, lease.Adjusting(number)); err != nil {
			return err
		}
		return view.deposit(tx, c.session.Today())
	})
	return view, err
}

// Try shows what a contract would ask for, before it is signed. It reads the areas of what is let and keeps nothing.
func (c *Leasing) Try(ctx context.Context, wish Wish) (charges []lease.Charge, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if err := wish.resolve(tx); err != nil {
			return err
		}
		charges, err = lease.Try(tx, wish.Signing)
		return err
	})
	return charges, err
}

// Sign signs a contract; errors: see lease.Leases.Sign.
func (c *Leasing) Sign(ctx context.Context, wish Wish, second session.Second) (l lease.Lease, err error) {
	err = c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		if err := c.session.Book.Store.Read(ctx, wish.resolve); err != nil {
			return err
		}
		l, err = c.session.Book.Leases.Sign(ctx, by, approval, wish.Signing)
		return err
	})
	return l, err
}

// resolve finds the objects and the tenant that a wish names.
func (w *Wish) resolve(tx *store.Tx) error {
	w.Objects = nil
	for _, of := range []struct {
		kind  string
		codes []string
	}{{estate.Room, w.Rooms}, {estate.Space, w.Spaces}} {
		for _, code := range of.codes {
			o, err := estate.ByCodeOf(tx, of.kind, code)
			if err != nil {
				return err
			}
			w.Objects = append(w.Objects, o.ID)
		}
	}
	if w.TenantOf == "" {
		return nil
	}
	room, err := estate.ByCode(tx, w.TenantOf)
	if err != nil {
		return err
	}
	parties, err := estate.PartiesOn(tx, room.ID, w.FromOn)
	for _, p := range parties {
		if w.Contract.Tenant == "" || p.Role == estate.Tenant {
			w.Contract.Tenant = p.Person
		}
		if p.Role == estate.Tenant {
			break
		}
	}
	return err
}

// leaseID returns the id of the lease with a number.
func (c *Leasing) leaseID(ctx context.Context, number string) (id string, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		l, err := lease.ByNumber(tx, number)
		id = l.ID
		return err
	})
	return id, err
}

// End lets a lease end early and gives what was billed beyond; errors: see lease.Leases.End.
func (c *Leasing) End(ctx context.Context, number string, lastOn calendar.Date, second session.Second) (adjustments []billing.Adjustment, err error) {
	err = c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		id, err := c.leaseID(ctx, number)
		if err == nil {
			_, adjustments, err = c.session.Book.Leases.End(ctx, by, approval, id, lastOn)
		}
		return err
	})
	return adjustments, err
}

// ReportTurnover keeps the turnover of the period that holds a day; errors: see lease.Leases.Report. A
// second person is asked for only where bills were made by another figure.
func (c *Leasing) ReportTurnover(ctx context.Context, number string, on calendar.Date, fen money.Fen, second session.Second) (adjustments []billing.Adjustment, err error) {
	err = c.session.Agreed(ctx, staff.ReduceBill, second, func(by staff.Actor, approval staff.Approval) error {
		id, err := c.leaseID(ctx, number)
		if err == nil {
			adjustments, err = c.session.Book.Leases.Report(ctx, by, approval, id, on, fen)
		}
		return err
	})
	return adjustments, err
}
