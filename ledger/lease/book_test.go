package lease_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// arcade is a book of an estate with three shops, a manager, a supervisor and a cashier.
type arcade struct {
	*testing.T
	ctx              context.Context
	book             *ledger.Book
	clock            time.Time
	manager, cashier staff.Actor
}

func newArcade(t *testing.T) *arcade {
	a := &arcade{T: t, ctx: context.Background(), clock: time.Date(2026, 1, 5, 9, 0, 0, 0, calendar.Zone)}
	path := filepath.Join(t.TempDir(), "arcade.book")
	_, err := ledger.Create(a.ctx, path, ledger.Founding{Estate: "阳光广场", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: "1357"})
	require.NoError(t, err)
	a.book, _, err = ledger.Open(a.ctx, path, ledger.OpenOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.book.Close()) })
	a.book.Journal.Now = func() time.Time { return a.clock }
	a.manager, err = a.book.Staff.SignIn(a.ctx, "100", "1357")
	require.NoError(t, err)
	require.NoError(t, a.book.Staff.Add(a.ctx, a.manager, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, "2468"))
	require.NoError(t, a.book.Staff.Add(a.ctx, a.manager, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, "8642"))
	a.cashier, err = a.book.Staff.SignIn(a.ctx, "101", "8642")
	require.NoError(t, err)
	register := ledger.Register{FileHash: "0011223344556677"}
	for _, code := range []string{"S-101", "S-102", "S-103"} {
		register.Rooms = append(register.Rooms, estate.Row{Code: code, Building: "S", Number: code[2:], AreaCentiM2: 10000})
	}
	_, err = a.book.TakeRegister(a.ctx, a.manager, register, false)
	require.NoError(t, err)
	return a
}

func object(code string) string { return estate.ObjectID(estate.Room, code) }

func (a *arcade) today() calendar.Date { return calendar.Of(a.clock) }

func (a *arcade) at(date calendar.Date) { a.clock = date.Time().Add(9 * time.Hour) }

func (a *arcade) write(work func(tx *store.Tx) error) string {
	return store.Code(a.book.Store.Write(a.ctx, work))
}

func (a *arcade) approve(action staff.Action) staff.Approval {
	approval, err := a.book.Staff.Approve(a.ctx, a.manager, action, "200", "2468")
	require.NoError(a, err)
	return approval
}

var baker = estate.RowParty{Kind: estate.Company, Name: "麦香烘焙", Phones: []string{"13700001111"}}

// contract is a plain one for a year, by the month in arrears, for S-101.
func contract(number string, change func(c *lease.Contract)) lease.Signing {
	c := lease.Contract{Number: number, Objects: []string{object("S-101")}, FromOn: "2026-01-01", ToOn: "2026-12-31", Cycle: tariff.EveryMonth,
		Terms: lease.Terms{Rent: lease.Rent{Price: "12000"}}}
	if change != nil {
		change(&c)
	}
	return lease.Signing{RequestID: "sign-" + number, Contract: c, NewTenant: baker}
}

func (a *arcade) sign(wish lease.Signing) (l lease.Lease, code string) {
	approval := a.approve(staff.SetPrices)
	code = a.write(func(tx *store.Tx) (err error) {
		l, err = a.book.Leases.Sign(tx, a.manager, approval, wish, a.today())
		return err
	})
	return l, code
}

func (a *arcade) run(request string, from, to calendar.Date, change func(o *lease.Order)) (made lease.Result, code string) {
	order := lease.Order{RequestID: request, FromOn: from, ToOn: to}
	if change != nil {
		change(&order)
	}
	code = a.write(func(tx *store.Tx) (err error) {
		made, err = a.book.Leases.Run(a.ctx, tx, a.manager, order, a.today())
		return err
	})
	return made, code
}

func (a *arcade) preview(from, to calendar.Date) (preview lease.Preview) {
	require.NoError(a, a.book.Store.Read(a.ctx, func(tx *store.Tx) (err error) {
		preview, err = lease.Propose(a.ctx, tx, lease.Order{FromOn: from, ToOn: to}, a.today())
		return err
	}))
	return preview
}

func (a *arcade) report(l lease.Lease, on calendar.Date, fen money.Fen, approval staff.Approval) (adjustments []lease.Adjustment, code string) {
	code = a.write(func(tx *store.Tx) (err error) {
		adjustments, err = a.book.Leases.Report(tx, a.manager, approval, l.ID, on, fen, a.today())
		return err
	})
	return adjustments, code
}

func (a *arcade) adjust(l lease.Lease, bill string) string {
	approval := a.approve(staff.ReduceBill)
	return a.write(func(tx *store.Tx) error {
		_, err := a.book.Leases.Adjust(tx, a.manager, approval, l.ID, bill, "wrong_price", a.today())
		return err
	})
}

func (a *arcade) end(l lease.Lease, on calendar.Date) (adjustments []lease.Adjustment, code string) {
	approval := a.approve(staff.SetPrices)
	code = a.write(func(tx *store.Tx) (err error) {
		_, adjustments, err = a.book.Leases.End(tx, a.manager, approval, l.ID, on)
		return err
	})
	return adjustments, code
}

func (a *arcade) bills(item string) (bills []billing.Bill) {
	require.NoError(a, a.book.Store.Read(a.ctx, func(tx *store.Tx) (err error) {
		bills, _, err = billing.List(tx, billing.Query{Item: item, Undone: true})
		return err
	}))
	return bills
}

// sound examines the whole book.
func (a *arcade) sound() {
	findings, err := a.book.Audit().Full(a.ctx, nil)
	require.NoError(a, err)
	require.Empty(a, findings)
}
