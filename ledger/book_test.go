package ledger_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// counter is a book with a manager 100, a supervisor 200 and a cashier 101, and a clock that a test moves.
type counter struct {
	*testing.T
	ctx     context.Context
	path    string
	book    *ledger.Book
	clock   time.Time
	manager staff.Actor
	cashier staff.Actor
}

const (
	managerPIN    = "1357"
	supervisorPIN = "2468"
	cashierPIN    = "8642"
)

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"),
		clock: time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone)}
	_, err := ledger.Create(c.ctx, c.path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	require.NoError(t, err)
	c.open()
	c.manager = c.signIn("100", managerPIN)
	ledgertest.Hire(t, c.book, c.manager, staff.Approval{}, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, cashierPIN)
	ledgertest.Hire(t, c.book, c.manager, staff.Approval{}, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, supervisorPIN)
	c.cashier = c.signIn("101", cashierPIN)
	t.Cleanup(func() { require.NoError(t, c.book.Close()) })
	return c
}

func (c *counter) open() {
	book, findings, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{})
	require.NoError(c, err)
	require.Empty(c, findings)
	book.Journal.Now = func() time.Time { return c.clock }
	require.NoError(c, book.LoadFinder(c.ctx))
	c.book = book
}

func (c *counter) reopen() {
	require.NoError(c, c.book.Close())
	c.open()
}

func (c *counter) signIn(who, pin string) staff.Actor {
	c.Helper()
	actor, err := c.book.Staff.SignIn(c.ctx, who, pin)
	require.NoError(c, err)
	return actor
}

func (c *counter) approve(action staff.Action) staff.Approval {
	c.Helper()
	approval, err := c.book.Staff.Approve(c.ctx, c.cashier, "200", supervisorPIN, action)
	require.NoError(c, err)
	return approval
}

func (c *counter) register() {
	_, err := c.book.TakeRegister(c.ctx, c.manager, ledger.Register{FileHash: "0011223344556677",
		Rooms: []estate.Row{{Code: "3-2-1201", Building: "3", Unit: "2", Floor: 12, Number: "1201", AreaCentiM2: 9830, State: "自住",
			Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", Phones: []string{"13800006621"}, ShareBasisPoints: 10000}},
			Spaces: []string{"B1-047"}, Plates: []string{"京A3K51"}, Fields: map[string]string{"物业费单价": "2.85"}}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 84047}},
		Credits: []till.OpeningCredit{{Room: "3-2-1201", Fen: 50000}}}, false)
	require.NoError(c, err)
}

func (c *counter) count(fen money.Fen) till.Count {
	count, err := till.CountOf(fen)
	require.NoError(c, err)
	return count
}

func (c *counter) household() (room string, owed []billing.Bill, credit money.Fen) {
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		object, err := estate.ByCode(tx, "3-2-1201")
		require.NoError(c, err)
		room = object.ID
		owed, err = billing.OpenOf(tx, room)
		require.NoError(c, err)
		credit, err = till.Credit(tx, room)
		return err
	}))
	return room, owed, credit
}

func (c *counter) verify() {
	c.Helper()
	findings, err := c.book.Audit().Full(c.ctx, nil)
	require.NoError(c, err)
	require.Empty(c, findings)
}

func TestADayAtTheCounter(t *testing.T) {
	c := newCounter(t)
	c.register()
	_, err := c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(t, err)

	for _, typed := range []string{"3-2-1201", "3021201", "zjg", "6621", "3K51", "京A·3K51", "1201", "建国"} {
		found := c.book.Finder.Find(typed, 10)
		require.Equal(t, 1, found.Total, typed)
		require.Equal(t, "3-2-1201", found.Hits[0].Code)
	}

	room, owed, credit := c.household()
	require.Len(t, owed, 1)
	require.Equal(t, money.Fen(50000), credit)
	order := till.Order{RequestID: "r1", Room: room, Bills: []till.BillPart{{Bill: owed[0].ID, Fen: 84047}},
		Tenders: []till.Tender{{Kind: till.Prepaid, Fen: 50000}, {Kind: till.Cash, Fen: 40000}, {Kind: till.Rounding, Fen: 7}}}
	paid, err := c.book.Till.Receive(c.ctx, c.cashier, order)
	require.NoError(t, err)
	require.Equal(t, "01-2026-000001", paid.Number)
	require.Equal(t, money.Fen(5960), paid.ChangeFen)

	again, err := c.book.Till.Receive(c.ctx, c.cashier, order)
	require.NoError(t, err)
	require.Equal(t, paid, again)
	order.PrepayFen = 1
	_, err = c.book.Till.Receive(c.ctx, c.cashier, order)
	require.Equal(t, "journal.request_reused", store.Code(err))
	c.verify()

	require.NoError(t, c.book.Store.Write(c.ctx, func(tx *store.Tx) error {
		copyNumber, err := c.book.Till.RecordCopy(tx, c.cashier, paid.Number)
		require.Equal(t, 1, copyNumber)
		return err
	}))
	undo := till.Undoing{RequestID: "v1", Number: paid.Number, CashBackFen: 34040, Reason: till.Reason{Code: "wrong_room"}}
	_, err = c.book.Till.Void(c.ctx, c.cashier, staff.Approval{}, undo)
	require.Equal(t, "till.copies", store.Code(err))
	undo.CopiesTaken = 1
	_, err = c.book.Till.Void(c.ctx, c.cashier, staff.Approval{}, undo)
	require.Equal(t, "staff.needs_approval", store.Code(err))
	void, err := c.book.Till.Void(c.ctx, c.cashier, c.approve(staff.VoidPayment), undo)
	require.NoError(t, err)
	require.Equal(t, money.Fen(-84047), void.TotalFen)
	_, owed, credit = c.household()
	require.Equal(t, money.Fen(84047), owed[0].OwedFen())
	require.Equal(t, money.Fen(50000), credit)
	c.verify()

	paid, err = c.book.Till.Receive(c.ctx, c.cashier, till.Order{RequestID: "r2", Room: room, KeepChange: true,
		Bills: []till.BillPart{{Bill: owed[0].ID, Fen: 80000}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 90000}}})
	require.NoError(t, err)
	_, owed, credit = c.household()
	require.Equal(t, money.Fen(4047), owed[0].OwedFen())
	require.Equal(t, money.Fen(60000), credit)

	shift, err := c.book.Till.Count(c.ctx, c.cashier, c.count(140000))
	require.NoError(t, err)
	require.Zero(t, shift.DifferenceFen)
	receiver, err := c.book.Staff.Approve(c.ctx, c.cashier, "200", supervisorPIN, staff.TakeOver)
	require.NoError(t, err)
	z, err := c.book.Till.Close(c.ctx, c.cashier, till.Closing{LeftFen: 50000, Receiver: receiver})
	require.NoError(t, err)
	t.Log("\n" + z.Text())
	c.verify()

	c.clock = c.clock.Add(24 * time.Hour)
	c.reopen()
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(49990)})
	require.NoError(t, err)
	undoing := till.Undoing{RequestID: "v2", Number: paid.Number, CashBackFen: 90000, Reason: till.Reason{Code: "other", Note: "业主要求"}}
	_, err = c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), undoing)
	require.Equal(t, "till.drawer_short", store.Code(err), "a float of 500 cannot give 900 back")
	require.NoError(t, c.book.Till.MoveCash(c.ctx, c.cashier, c.approve(staff.MoveCash), till.Move{RequestID: "m1", Direction: till.MoveIn, Fen: 100000,
		Reason: till.Reason{Code: "company_cash"}}))
	reversal, err := c.book.Till.Reverse(c.ctx, c.cashier, c.approve(staff.Reverse), undoing)
	require.NoError(t, err)
	require.Equal(t, "01-2026-000003", reversal.Number)
	require.Equal(t, paid.Number, reversal.Of)
	contained, err := c.book.Audit().Anchor(c.ctx, fmt.Sprintf("%d:%s", z.HeadSeq, z.HeadHash))
	require.NoError(t, err)
	require.True(t, contained, "what the paper of yesterday's close says is in the book")
	c.verify()
}

func TestARegisterThatCameInIsNeverSaidToBeCancelled(t *testing.T) {
	c := newCounter(t)
	register := ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{{Code: "1-1-101", AreaCentiM2: 9830}}}
	asked := 0
	c.book.Journal.Now = func() time.Time { asked++; return c.clock }
	_, err := c.book.TakeRegister(c.ctx, c.manager, register, true)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	left := asked
	c.book.Journal.Now = func() time.Time {
		if left--; left == 0 {
			cancel() // At the last event: the commit cannot be stopped any more.
		}
		return c.clock
	}
	outcome, err := c.book.TakeRegister(ctx, c.manager, register, false)
	require.NoError(t, err)
	require.Equal(t, 1, outcome.Changes())
	require.Equal(t, 1, c.book.Finder.Find("11101", 2).Total)
}

// A book with such a name was made, and could never be opened again.
func TestABookIsFoundedWithNamesThatItCanBeOpenedWith(t *testing.T) {
	for _, name := range []string{"", " ", "阳光\n花园", "阳光\u0000花园", strings.Repeat("园", estate.NameMax+1)} {
		for _, founding := range []ledger.Founding{{Estate: name, Company: "阳光物业"}, {Estate: "阳光花园", Company: name}} {
			path := filepath.Join(t.TempDir(), "estate.book")
			founding.Counter, founding.Demo, founding.ManagerPIN = "01", true, "1357"
			founding.Manager = staff.Entry{Code: "100", Name: "陈经理"}
			_, err := ledger.Create(t.Context(), path, founding)
			require.Equal(t, "book.name", store.Code(err), "%q", name)
			require.NoFileExists(t, path)
		}
	}
}
