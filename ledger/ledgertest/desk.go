// Package ledgertest sets the scene of a test: a demo book with people at it and a clock that the test moves.
//
// It owns no rule of the book. Only tests import it.
package ledgertest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The PINs of the people at the desk.
const (
	ManagerPIN    = "1357"
	SupervisorPIN = "2468"
	CashierPIN    = "8642"
)

// Desk is an open book with a manager (100), a supervisor (200) and a cashier (101) at it.
type Desk struct {
	*testing.T
	Ctx  context.Context
	Path string
	Book *ledger.Book
	// Clock is what the book takes for now; a test moves it.
	Clock                        time.Time
	Manager, Supervisor, Cashier staff.Actor
}

// New makes the book in a folder of the test, takes in register as the manager where it has rooms, and closes it when the
// test ends. Now is the first reading of the clock.
func New(t *testing.T, now time.Time, register ledger.Register) *Desk {
	t.Helper()
	d := &Desk{T: t, Ctx: context.Background(), Path: filepath.Join(t.TempDir(), "estate.book"), Clock: now}
	_, err := ledger.Create(d.Ctx, d.Path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: ManagerPIN})
	require.NoError(t, err)
	d.Open()
	t.Cleanup(func() { require.NoError(t, d.Book.Close()) })
	d.Manager = d.SignIn("100", ManagerPIN)
	Hire(t, d.Book, d.Manager, staff.Approval{}, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, CashierPIN)
	Hire(t, d.Book, d.Manager, staff.Approval{}, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, SupervisorPIN)
	d.Supervisor, d.Cashier = d.SignIn("200", SupervisorPIN), d.SignIn("101", CashierPIN)
	if len(register.Rooms) > 0 {
		if register.FileHash == "" {
			register.FileHash = "0011223344556677"
		}
		_, err = d.Book.TakeRegister(d.Ctx, d.Manager, register, false)
		require.NoError(t, err)
	}
	return d
}

// Open opens the book, whose quick check must find nothing.
func (d *Desk) Open() {
	d.Helper()
	book, findings, err := ledger.Open(d.Ctx, d.Path, ledger.OpenOptions{})
	require.NoError(d, err)
	require.Empty(d, findings)
	book.Journal.Now = func() time.Time { return d.Clock }
	d.Book = book
}

// At moves the clock to nine in the morning of a day.
func (d *Desk) At(day calendar.Date) { d.Clock = day.Time().Add(9 * time.Hour) }

// Today returns the civil day of the clock.
func (d *Desk) Today() calendar.Date { return calendar.Of(d.Clock) }

// SignIn returns a person whose PIN is right.
func (d *Desk) SignIn(who, pin string) staff.Actor {
	d.Helper()
	actor, err := d.Book.Staff.SignIn(d.Ctx, who, pin)
	require.NoError(d, err)
	return actor
}

// Approve returns the supervisor's approval of what by is about to do.
func (d *Desk) Approve(by staff.Actor, action staff.Action) staff.Approval {
	d.Helper()
	approval, err := d.Book.Staff.Approve(d.Ctx, by, "200", SupervisorPIN, action)
	require.NoError(d, err)
	return approval
}

// Write does work in a write transaction and returns the code of its error, "" for none.
func (d *Desk) Write(work func(tx *store.Tx) error) string {
	return store.Code(d.Book.Store.Write(d.Ctx, work))
}

// Read does work in a read transaction, which must not fail.
func (d *Desk) Read(work func(tx *store.Tx) error) {
	d.Helper()
	require.NoError(d, d.Book.Store.Read(d.Ctx, work))
}

// Verify runs the full check, which must find nothing.
func (d *Desk) Verify() {
	d.Helper()
	findings, err := d.Book.Audit().Full(d.Ctx, nil)
	require.NoError(d, err)
	require.Empty(d, findings)
}

// firstPIN is what a manager sets for a person who then sets an own one.
const firstPIN = "50817"

// Hire adds a person, who then sets the own PIN: with the one that somebody else set nobody signs in.
func Hire(t testing.TB, book *ledger.Book, by staff.Actor, approval staff.Approval, entry staff.Entry, pin string) {
	t.Helper()
	require.NoError(t, book.Staff.Add(t.Context(), by, approval, entry, firstPIN))
	require.NoError(t, book.Staff.OwnPIN(t.Context(), entry.Code, firstPIN, pin))
}
