package demo_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/demo"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

const today = calendar.Date("2026-11-21")

// made makes a demo book and opens it, in order.
func made(t *testing.T, options demo.Options) (*ledger.Book, demo.Made) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "demo.book")
	made, err := demo.Create(context.Background(), path, options)
	require.NoError(t, err)
	book, findings, err := ledger.Open(context.Background(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	return book, made
}

// history is all that a reader of the book sees of it: every day's report and every Z report but for its head, which
// holds the hash of ids that are each book's own.
func history(t *testing.T, book *ledger.Book) (days []report.DayReport, printed []string) {
	t.Helper()
	require.NoError(t, book.Store.Read(context.Background(), func(tx *store.Tx) error {
		for day := calendar.Date("2026-08-01"); day < today; day = day.AddDays(1) {
			r, err := report.Day(tx, book.Vault, day)
			require.NoError(t, err)
			require.True(t, r.Tied(), r.Checks)
			for i, shift := range r.Shifts {
				text, err := till.ZText(tx, shift.Counter, shift.No)
				require.NoError(t, err)
				body, _, found := strings.Cut(text, "账本校验")
				require.True(t, found)
				printed = append(printed, body)
				r.Shifts[i].Frozen = nil
			}
			days = append(days, r)
		}
		return nil
	}))
	return days, printed
}

func TestADemoEstateIsBelievableAndInOrder(t *testing.T) {
	book, made := made(t, demo.Options{Rooms: 120, Months: 3, Seed: 2, Today: today})
	require.Equal(t, 120, made.Rooms)
	require.Greater(t, made.Bills, 3*120)
	require.Greater(t, made.Payments, 100)
	findings, err := book.Audit().Full(context.Background(), nil)
	require.NoError(t, err)
	require.Empty(t, findings)

	states, items := make(map[string]bool), make(map[string]bool)
	days, printed := history(t, book)
	require.Len(t, printed, made.Shifts)
	for _, day := range days {
		for _, receipt := range day.Receipts {
			states[receipt.State] = true
		}
		for _, row := range day.Items {
			items[row.Item] = true
		}
	}
	for _, state := range []string{report.StateLive, report.StateVoided, report.StateVoid, report.StateReversed, report.StateReversal, report.StateLate} {
		require.Contains(t, states, state)
	}
	for _, item := range []string{"物业费", "水费", "停车费", "期初欠费", till.PrepaidItem} {
		require.Contains(t, items, item)
	}
}

func TestTheSameSeedMakesTheSameEstate(t *testing.T) {
	options := demo.Options{Rooms: 40, Months: 1, Seed: 7, Today: today}
	first, firstMade := made(t, options)
	second, secondMade := made(t, options)
	require.Equal(t, firstMade, secondMade)
	firstDays, firstPrinted := history(t, first)
	secondDays, secondPrinted := history(t, second)
	require.Equal(t, firstPrinted, secondPrinted)
	require.Equal(t, firstDays, secondDays)

	options.Seed = 8
	other, _ := made(t, options)
	otherDays, _ := history(t, other)
	require.NotEqual(t, firstDays, otherDays)
}

func TestThePINsOpenTheCounter(t *testing.T) {
	book, made := made(t, demo.Options{Today: today})
	for _, person := range made.People {
		actor, err := book.Staff.SignIn(context.Background(), person.Code, person.PIN)
		require.NoError(t, err)
		require.Equal(t, person.Role, actor.Role())
	}
}

func TestNothingIsLeftOfADemoThatWasCancelled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.book")
	ctx, cancel := context.WithCancel(context.Background())
	_, err := demo.Create(ctx, path, demo.Options{Rooms: 30, Months: 1, Today: today, Progress: func(string) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Empty(t, entries)
	for _, size := range []demo.Options{{Rooms: -1, Today: today}, {Rooms: 100_001, Today: today}, {Rooms: 1, Months: 121, Today: today}, {Rooms: 1}} {
		_, err := demo.Create(context.Background(), path, size)
		require.Equal(t, "demo.size", store.Code(err))
	}
}
