package uitest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/spool"
	"shouqi/cashier/taking"
	"shouqi/cashier/undoing"
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

// Counter is a real counter on a real book in the test's folder: two households, a manager 100, a supervisor 200 and a
// cashier 101, whose shift is open with 500 yuan. It prints into a folder, when Print is called.
type Counter struct {
	*cashier.Counter
	t testing.TB
	// Clock is the time at the counter.
	Clock time.Time
}

// The PINs of the people at a Counter.
const (
	ManagerPIN    = "1357"
	SupervisorPIN = "2468"
	CashierPIN    = "8642"
)

// NewCounter makes the counter. Room 3-2-1201 of 张建国 owes 840.47 of before and 205.00 for water, has 500.00 prepaid and a
// bill of 300.00 not yet due; room 1-1-0602 of 郑金贵 owes 300.00.
func NewCounter(t testing.TB) *Counter {
	t.Helper()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "estate.book")
	_, err := ledger.Create(ctx, path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: ManagerPIN})
	require.NoError(t, err)
	opened, findings, err := cashier.Open(ctx, path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	t.Cleanup(func() { require.NoError(t, opened.Close()) })
	c := &Counter{Counter: opened, t: t, Clock: time.Date(2026, 11, 21, 10, 24, 0, 0, calendar.Zone)}
	c.Book.Journal.Now = func() time.Time { return c.Clock }
	c.As("100", ManagerPIN)
	ledgertest.Hire(t, c.Book, c.Who(), staff.Approval{}, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, CashierPIN)
	ledgertest.Hire(t, c.Book, c.Who(), staff.Approval{}, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, SupervisorPIN)
	require.NoError(t, c.Printing.SetPrinter(ctx, "file://"+t.TempDir()+"?paper=58", false))
	c.register(ctx)
	c.As("101", CashierPIN)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = c.Shifts.Open(ctx, shifts.Opening{Counted: count})
	require.NoError(t, err)
	return c
}

// As signs somebody in.
func (c *Counter) As(who, pin string) {
	c.t.Helper()
	_, err := c.SignIn(context.Background(), who, pin)
	require.NoError(c.t, err)
}

func (c *Counter) register(ctx context.Context) {
	owner := func(name, phone string) []estate.RowParty {
		return []estate.RowParty{{Kind: estate.Natural, Name: name, Phones: []string{phone}, ShareBasisPoints: 10000}}
	}
	actor, _ := c.Actor()
	_, err := c.Book.TakeRegister(ctx, actor, ledger.Register{FileHash: "0011223344556677",
		Rooms: []estate.Row{
			{Code: "3-2-1201", Building: "3", Unit: "2", Floor: 12, Number: "1201", AreaCentiM2: 9830, State: "自住",
				Owners: owner("张建国", "13800006621"), Spaces: []string{"B1-047"}, Plates: []string{"京A3K51"}},
			{Code: "1-1-0602", Building: "1", Unit: "1", Floor: 6, Number: "0602", AreaCentiM2: 7600, Owners: owner("郑金贵", "13900001357")}},
		Arrears: []billing.OpeningArrears{{Room: "3-2-1201", Item: "期初欠费", Fen: 840_47}, {Room: "1-1-0602", Item: "期初欠费", Fen: 300_00}},
		Credits: []till.OpeningCredit{{Room: "3-2-1201", Fen: 500_00}}}, false)
	require.NoError(c.t, err)
	c.Bill("3-2-1201", "水费", 205_00, "2026-11-20")
	c.Bill("3-2-1201", "车位费", 300_00, "2026-12-01")
}

// Bill issues a bill to a room; somebody who may make bills must be signed in.
func (c *Counter) Bill(room, item string, fen money.Fen, dueOn calendar.Date) {
	c.t.Helper()
	_, err := c.Charging.AddBill(context.Background(), billing.ByHand{RequestID: room + item + string(dueOn), Room: room, Item: item, Kind: billing.Income,
		AmountFen: fen, DueOn: dueOn, Why: "人工"}, session.Second{})
	require.NoError(c.t, err)
}

// Print lets the printer work until nothing waits any more.
func (c *Counter) Print() {
	c.t.Helper()
	changed := make(chan spool.Job, 100)
	defer c.Printing.Spool.Subscribe(func(job spool.Job) { changed <- job })()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- c.Printing.Spool.Run(ctx) }()
	for {
		waiting, err := c.Printing.Spool.Pending(ctx)
		require.NoError(c.t, err)
		if len(waiting) == 0 {
			break
		}
		<-changed
	}
	cancel()
	require.ErrorIs(c.t, <-ended, context.Canceled)
}

// Household reads a room's household by its code.
func (c *Counter) Household(room string) household.Household {
	c.t.Helper()
	found := c.Households.Find(room, 2)
	require.Equal(c.t, 1, found.Total, room)
	h, err := c.Households.Read(context.Background(), found.Hits[0].Object)
	require.NoError(c.t, err)
	return h
}

// Last returns the newest payment, void or reversal.
func (c *Counter) Last() till.Payment {
	c.t.Helper()
	state, err := c.State(context.Background())
	require.NoError(c.t, err)
	require.NotNil(c.t, state.Last)
	return *state.Last
}

// Draft begins a payment of a household, as the desk does when it opens it.
func (c *Counter) Draft(h household.Household) *checkout.Draft {
	c.t.Helper()
	id, err := session.NewRequestID()
	require.NoError(c.t, err)
	return checkout.NewDraft(h, id)
}

// OrderOf returns what the desk asks the till for when a draft is confirmed.
func (c *Counter) OrderOf(draft *checkout.Draft) taking.Order {
	c.t.Helper()
	var bounds staff.Bounds
	require.NoError(c.t, c.Book.Store.Read(context.Background(), func(tx *store.Tx) (err error) {
		bounds, err = staff.ReadBounds(tx)
		return err
	}))
	quote, err := draft.Quote(bounds.Fen(staff.RoundingMax))
	require.NoError(c.t, err)
	return taking.Order{Order: draft.Order(quote), Late: draft.Late}
}

// Pay takes what a room owes and is due, in cash.
func (c *Counter) Pay(room string) till.Payment {
	c.t.Helper()
	taken, err := c.Taking.Take(context.Background(), c.OrderOf(c.Draft(c.Household(room))))
	require.NoError(c.t, err)
	require.NoError(c.t, taken.PaperError)
	return taken.Payment
}

// Pending returns what of a kind waits for the printer.
func (c *Counter) Pending(kind spool.Kind) (jobs []spool.Job) {
	c.t.Helper()
	all, err := c.Printing.Spool.Pending(context.Background())
	require.NoError(c.t, err)
	for _, job := range all {
		if job.Kind == kind {
			jobs = append(jobs, job)
		}
	}
	return jobs
}

// Cancelling returns a context that ends once the book was asked the time so often: in the middle of a command.
func (c *Counter) Cancelling(after int) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	c.Book.Journal.Now = func() time.Time {
		if after--; after == 0 {
			cancel()
		}
		return c.Clock
	}
	return ctx
}

// Undo returns a void or reversal of a payment, its one copy taken back, with the supervisor's word.
func (c *Counter) Undo(number string) undoing.Undo {
	c.t.Helper()
	undo, err := c.Undoing.Begin(number)
	require.NoError(c.t, err)
	undo.CopiesTaken, undo.Reason = 1, till.Reason{Code: "wrong_room"}
	undo.Second = session.Second{Who: "200", PIN: SupervisorPIN}
	return undo
}
