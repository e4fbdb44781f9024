package ledger_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/store/faultvfs"
	"shouqi/ledger/till"
)

// failing is one way in which a disk fails.
type failing struct {
	name  string
	fault faultvfs.Fault
}

var failings = []failing{
	{"a read fails", faultvfs.Fault{Call: faultvfs.Read, Code: faultvfs.IOErrRead}},
	{"a write fails", faultvfs.Fault{Call: faultvfs.Write, Code: faultvfs.IOErrWrite}},
	{"a write stops half-way", faultvfs.Fault{Call: faultvfs.Write, Code: faultvfs.Full, Short: true}},
	{"the disk is full and stays it", faultvfs.Fault{Call: faultvfs.Write, Code: faultvfs.Full, ForEver: true}},
	{"a sync fails", faultvfs.Fault{Call: faultvfs.Sync, Code: faultvfs.IOErrSync}},
	{"the disk breaks at a sync", faultvfs.Fault{Call: faultvfs.Sync, Code: faultvfs.IOErrSync, ForEver: true}},
	{"a lock is busy", faultvfs.Fault{Call: faultvfs.Lock, Code: faultvfs.Busy}},
}

// template is a closed book with an open, counted shift, and what commands on its copies need.
type template struct {
	file     []byte
	clock    time.Time
	cashier  staff.Actor
	manager  staff.Actor
	void     staff.Approval
	takeOver staff.Approval
	reduces  staff.Approval
	mends    staff.Approval
	order    till.Order
	paid     till.Payment
	payments int
}

func newTemplate(t *testing.T) *template {
	c := newCounter(t)
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(10), false)
	require.NoError(t, err)
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(t, err)
	made := &template{clock: c.clock, cashier: c.cashier, manager: c.manager, void: c.approve(staff.VoidPayment), mends: c.agreed(staff.ChangeOwing), payments: 2}
	_, err = c.book.Till.Receive(c.ctx, c.cashier, partOrder(c, "first", 0))
	require.NoError(t, err)
	made.paid, err = c.book.Till.Receive(c.ctx, c.cashier, partOrder(c, "second", 1))
	require.NoError(t, err)
	made.order = partOrder(c, "under fault", 2)
	made.takeOver, err = c.book.Staff.Approve(c.ctx, c.cashier, "200", supervisorPIN, staff.TakeOver)
	require.NoError(t, err)
	_, err = c.book.Till.Count(c.ctx, c.cashier, c.count(52000))
	require.NoError(t, err)
	require.NoError(t, c.book.Close())
	made.file, err = os.ReadFile(c.path)
	require.NoError(t, err)
	c.open() // so that what newCounter closes in the end is open
	return made
}

// open opens the book at path with the template's clock.
func (m *template) open(path, vfs string) (*ledger.Book, []audit.Finding, error) {
	book, findings, err := ledger.Open(context.Background(), path, ledger.OpenOptions{VFS: vfs})
	if err == nil {
		book.Journal.Now = func() time.Time { return m.clock }
	}
	return book, findings, err
}

// command is done to a book with a failing disk, and once more after it was opened again. Done says whether the book shows
// it as done, and makes sure that it does not show it as done by half or twice.
type command struct {
	name string
	do   func(ctx context.Context, m *template, book *ledger.Book) error
	// again is what a second try answers when the first one is there.
	again string
	done  func(t *testing.T, m *template, book *ledger.Book) bool
}

func number(t *testing.T, book *ledger.Book, query string, args ...any) (n int) {
	t.Helper()
	require.NoError(t, book.Store.Read(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Get(query, args, &n)
		return err
	}))
	return n
}

var faultCommands = []command{
	{name: "receive", do: func(ctx context.Context, m *template, book *ledger.Book) error {
		_, err := book.Till.Receive(ctx, m.cashier, m.order)
		return err
	}, done: func(t *testing.T, m *template, book *ledger.Book) bool {
		n := number(t, book, "SELECT count(*) FROM payments")
		require.Contains(t, []int{m.payments, m.payments + 1}, n)
		return n > m.payments
	}},
	{name: "void", do: func(ctx context.Context, m *template, book *ledger.Book) error {
		_, err := book.Till.Void(ctx, m.cashier, m.void, till.Undoing{RequestID: "void", Number: m.paid.Number, CashBackFen: 1000,
			Reason: till.Reason{Code: "other", Note: "业主要求"}})
		return err
	}, done: func(t *testing.T, _ *template, book *ledger.Book) bool {
		return number(t, book, "SELECT count(*) FROM undoings") == 1
	}},
	{name: "close the shift", do: func(ctx context.Context, m *template, book *ledger.Book) error {
		_, err := book.Till.Close(ctx, m.cashier, till.Closing{LeftFen: 50000, Receiver: m.takeOver})
		return err
	}, again: "till.no_shift", done: func(t *testing.T, _ *template, book *ledger.Book) bool {
		return number(t, book, "SELECT count(*) FROM shifts WHERE closed_seq > 0") == 1
	}},
	{name: "take a register", do: func(ctx context.Context, m *template, book *ledger.Book) error {
		register := manyRooms(20)
		register.Mending = m.mends // what somebody prepaid is two people's word in a book that has taken money
		_, err := book.TakeRegister(ctx, m.manager, register, false)
		return err
	}, done: func(t *testing.T, _ *template, book *ledger.Book) bool {
		n := number(t, book, "SELECT count(*) FROM objects WHERE kind = 'room'")
		require.Contains(t, []int{10, 20}, n)
		return n == 20
	}},
	{name: "fold the log into the file", do: func(ctx context.Context, m *template, book *ledger.Book) error {
		if _, err := book.Till.Receive(ctx, m.cashier, m.order); err != nil {
			return err
		}
		return book.Store.Checkpoint(ctx)
	}, done: func(t *testing.T, m *template, book *ledger.Book) bool {
		return number(t, book, "SELECT count(*) FROM payments") == m.payments+1
	}},
}

// faultStep is how many calls lie between two failures: all are failed, unless time is short.
func faultStep() int {
	if testing.Short() {
		return 9
	}
	return 1
}

func TestFailingDisk(t *testing.T) {
	require.NoError(t, faultvfs.Register())
	made := newTemplate(t)
	for _, command := range faultCommands {
		for _, failing := range failings {
			t.Run(command.name+", "+failing.name, func(t *testing.T) {
				n, times := 1, 0
				for fired := true; fired; times++ {
					require.Less(t, times, 400)
					path := filepath.Join(t.TempDir(), "estate.book")
					require.NoError(t, os.WriteFile(path, made.file, 0o600))
					fired = made.failOnce(t, path, command, failing, n)
					n += faultStep()
				}
				require.Greater(t, times, 1, "the command makes no such call")
				t.Logf("failed %d times, up to call %d", times-1, n)
			})
		}
	}
}

// failOnce does the command while the n-th call fails, judges the answer, opens the book again and asks once more.
func (m *template) failOnce(t *testing.T, path string, command command, failing failing, n int) (fired bool) {
	ctx := context.Background()
	book, findings, err := m.open(path, faultvfs.Name)
	require.NoError(t, err)
	require.Empty(t, findings)
	fault := failing.fault
	fault.N = n
	faultvfs.Arm(fault)
	failed := command.do(ctx, m, book)
	fired = faultvfs.Disarm()
	m.judge(t, book, failed, fired, fmt.Sprintf("call %d", n))
	if err := book.Close(); book.Store.Latched() == nil {
		require.NoError(t, err)
	}

	book, findings, err = m.open(path, "")
	require.NoError(t, err, "call %d", n)
	require.Empty(t, findings, "call %d", n)
	there := command.done(t, m, book)
	require.True(t, there || failed != nil, "call %d: acknowledged and gone", n)
	again := command.do(ctx, m, book)
	if there && command.again != "" {
		require.Equal(t, command.again, store.Code(again), "call %d", n)
	} else {
		require.NoError(t, again, "call %d", n)
	}
	require.True(t, command.done(t, m, book), "call %d", n)
	if n%4 == 1 {
		findings, err = book.Audit().Full(ctx, nil)
		require.NoError(t, err)
		require.Empty(t, findings, "call %d", n)
	}
	require.NoError(t, book.Close())
	return fired
}

// judge holds what a failed command may answer: a code of the store, and after an I/O error no write any more.
func (m *template) judge(t *testing.T, book *ledger.Book, failed error, fired bool, call string) {
	code := store.Code(failed)
	if !fired {
		require.NoError(t, failed, call)
		return
	}
	if failed == nil {
		return
	}
	require.Contains(t, []string{"store.io", "store.full", "store.corrupt", "store.busy"}, code, "%s: %v", call, failed)
	next := book.Store.Write(context.Background(), func(*store.Tx) error { return nil })
	if code == "store.busy" {
		require.NoError(t, next, call)
		return
	}
	require.Equal(t, "store.latched", store.Code(next), "%s: %v", call, failed)
}

// A disk that fails while a book is opened keeps it shut with a typed error, and harms nothing.
func TestFailingDiskAtOpening(t *testing.T) {
	require.NoError(t, faultvfs.Register())
	made := newTemplate(t)
	for _, failing := range slices.DeleteFunc(slices.Clone(failings), func(f failing) bool { return strings.Contains(f.name, "lock") }) {
		t.Run(failing.name, func(t *testing.T) {
			for n, fired := 1, true; fired; n += faultStep() {
				path := filepath.Join(t.TempDir(), "estate.book")
				require.NoError(t, os.WriteFile(path, made.file, 0o600))
				fault := failing.fault
				fault.N = n
				faultvfs.Arm(fault)
				book, findings, err := made.open(path, faultvfs.Name)
				fired = faultvfs.Disarm()
				if err != nil {
					require.Contains(t, []string{"book.unopened", "store.full", "store.migrate", "store.corrupt", "store.foreign"}, store.Code(err), "call %d: %v", n, err)
				} else {
					require.Empty(t, findings, "call %d", n)
					_ = book.Close() // may fail with the disk; what it leaves is looked at next
				}
				book, findings, err = made.open(path, "")
				require.NoError(t, err, "call %d", n)
				require.Empty(t, findings, "call %d", n)
				require.Equal(t, made.payments, number(t, book, "SELECT count(*) FROM payments"))
				require.NoError(t, book.Close())
			}
		})
	}
}
