package lease_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// arcade is a book of an estate with three shops, a manager, a supervisor and a cashier.
type arcade struct{ *ledgertest.Desk }

func newArcade(t *testing.T) *arcade {
	var register ledger.Register
	for _, code := range []string{"S-101", "S-102", "S-103"} {
		register.Rooms = append(register.Rooms, estate.Row{Code: code, Building: "S", Number: code[2:], AreaCentiM2: 10000})
	}
	return &arcade{ledgertest.New(t, time.Date(2026, 1, 5, 9, 0, 0, 0, calendar.Zone), register)}
}

func object(code string) string { return estate.ObjectID(estate.Room, code) }

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
	code = a.Write(func(tx *store.Tx) (err error) {
		l, err = a.Book.Leases.In(tx).Sign(tx.Context(), a.Manager, approval, wish)
		return err
	})
	return l, code
}

func (a *arcade) run(request string, from, to calendar.Date, change func(o *billing.Order)) (made billing.RunResult, code string) {
	order := billing.Order{RequestID: request, Source: lease.Source{}, FromOn: from, ToOn: to}
	if change != nil {
		change(&order)
	}
	code = a.Write(func(tx *store.Tx) (err error) {
		made, err = a.Book.Billing.In(tx).Run(a.Ctx, a.Manager, order)
		return err
	})
	return made, code
}

func (a *arcade) preview(from, to calendar.Date) (preview billing.Preview) {
	require.NoError(a, a.Book.Store.Read(a.Ctx, func(tx *store.Tx) (err error) {
		preview, err = a.Book.Billing.Preview(a.Ctx, tx, billing.Order{Source: lease.Source{}, FromOn: from, ToOn: to})
		return err
	}))
	return preview
}

func (a *arcade) report(l lease.Lease, on calendar.Date, fen money.Fen, approval staff.Approval) (adjustments []billing.Adjustment, code string) {
	code = a.Write(func(tx *store.Tx) (err error) {
		adjustments, err = a.Book.Leases.In(tx).Report(tx.Context(), a.Manager, approval, l.ID, on, fen)
		return err
	})
	return adjustments, code
}

func (a *arcade) adjust(request string, l lease.Lease) string {
	order := lease.Adjusting(l.Number)
	order.RequestID = request
	_, err := a.Book.Adjust(a.Ctx, a.Manager, a.approve(staff.ReduceBill), order, "wrong_price")
	return store.Code(err)
}

func (a *arcade) end(l lease.Lease, on calendar.Date) (adjustments []billing.Adjustment, code string) {
	approval := a.approve(staff.SetPrices)
	code = a.Write(func(tx *store.Tx) (err error) {
		_, adjustments, err = a.Book.Leases.In(tx).End(tx.Context(), a.Manager, approval, l.ID, on)
		return err
	})
	return adjustments, code
}

func (a *arcade) bills(item string) (bills []billing.Bill) {
	require.NoError(a, a.Book.Store.Read(a.Ctx, func(tx *store.Tx) (err error) {
		bills, _, err = billing.List(tx, billing.Query{Item: item, Undone: true})
		return err
	}))
	return bills
}

// sound examines the whole book.
func (a *arcade) sound() {
	findings, err := a.Book.Audit().Full(a.Ctx, nil)
	require.NoError(a, err)
	require.Empty(a, findings)
}

func (a *arcade) approve(action staff.Action) staff.Approval { return a.Approve(a.Manager, action) }
