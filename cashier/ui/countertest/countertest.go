// Package countertest gives screen tests a real counter on a real book with a few people, so that a test presses keys
// and then asks the book. Only tests may import it.
package countertest

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// The people's PINs; their staff numbers are the keys.
const (
	ManagerPIN    = "246810"
	SupervisorPIN = "135790"
	CashierPIN    = "864213"
	SecondPIN     = "753108"
)

// Noon is the counter's clock: it stands still, so that screens can be compared.
var Noon = time.Date(2026, 11, 21, 12, 0, 0, 0, calendar.Zone)

// Create makes a demo book in a folder of the test and gives its path: manager 100, supervisor 200, cashiers 101 and 102.
func Create(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book")
	_, err := ledger.Create(t.Context(), path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈国栋"}, ManagerPIN: ManagerPIN})
	require.NoError(t, err)
	book, findings, err := ledger.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	manager, err := book.Staff.SignIn(t.Context(), "100", ManagerPIN)
	require.NoError(t, err)
	for _, person := range []struct {
		entry staff.Entry
		pin   string
	}{
		{staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, CashierPIN},
		{staff.Entry{Code: "102", Name: "周婷", Role: staff.Cashier, Active: true}, SecondPIN},
		{staff.Entry{Code: "200", Name: "李慧", Role: staff.Supervisor, Active: true}, SupervisorPIN},
	} {
		ledgertest.Hire(t, book, manager, staff.Approval{}, person.entry, person.pin)
	}
	require.NoError(t, book.Close())
	return path
}

// Open opens a fresh book of Create with its clock at Noon; it is closed when the test ends.
func Open(t testing.TB) *cashier.Counter {
	t.Helper()
	counter, findings, err := cashier.Open(t.Context(), Create(t), ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	counter.Book.Journal.Now = func() time.Time { return Noon }
	t.Cleanup(func() { require.NoError(t, counter.Close()) })
	return counter
}

// SignIn signs a person in behind the screen.
func SignIn(t testing.TB, counter *cashier.Counter, code, pin string) {
	t.Helper()
	_, err := counter.SignIn(t.Context(), code, pin)
	require.NoError(t, err)
}
