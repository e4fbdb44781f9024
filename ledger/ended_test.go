package ledger_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// end has a counter end another by its code.
func (c *counter) end(code string) error {
	return c.book.EndCounter(c.ctx, c.manager, c.agreed(staff.GiveLogin), code)
}

// The laptop of a counter is lost. What the others had heard of it stays; what it took after that counts nowhere and is listed, also where it was heard before
// the others told of the end.
func TestACounterIsEnded(t *testing.T) {
	a, b := twoCounters(t)
	c := a.joinedTo("03")
	first := b.take(partOrder(b, "b0", 0))
	a.hear(b)
	second := b.take(partOrder(b, "b1", 1))
	c.hear(b)
	require.Equal(t, "estate.no_counter", store.Code(a.end("09")))
	require.Equal(t, "journal.own_end", store.Code(a.end("01")))
	require.Equal(t, "staff.needs_approval", store.Code(a.book.EndCounter(a.ctx, a.manager, staff.Approval{}, "02")))
	require.NoError(t, a.end("02"))
	require.Equal(t, "journal.ended", store.Code(a.end("02")))
	b.agrees(c)
	a.agrees(c)
	a.agrees(b)
	require.NotEmpty(t, a.folded()["conflicts"])
	for number, holds := range map[string]bool{first.Number: true, second.Number: false} {
		c.reads(func(tx *store.Tx) error {
			_, err := till.ByNumber(tx, number)
			require.Equal(t, holds, err == nil)
			return nil
		})
	}
	c.reads(func(tx *store.Tx) error { // nobody waits for the count of a drawer that is gone
		uncounted, err := till.Uncounted(tx)
		require.NoError(t, err)
		require.Len(t, uncounted, 1)
		require.Equal(t, "01", uncounted[0].Counter)
		places, err := till.CashPlaces(tx)
		require.NoError(t, err)
		left, err := ledger.LeftOpenAt(tx, "02")
		require.Equal(t, money.Fen(51000), left.Fen)
		require.Contains(t, places, till.CashPlace{Place: till.PlaceDrawer, Counter: "02", Fen: left.Fen})
		return err
	})
	_, err := b.book.Till.Receive(b.ctx, b.cashier, partOrder(b, "b2", 2))
	require.Equal(t, "journal.ended", store.Code(err))
}

// A counter that was ended and does not know it yet lets a machine in, which ends another: neither counts, and the counter that goes on goes on.
func TestWhoAnEndedCounterLetInEndsNobody(t *testing.T) {
	a, b := twoCounters(t)
	c := a.joinedTo("03")
	b.hear(a)
	c.hear(b)
	require.NoError(t, b.end("01"))
	d := a.joinedTo("04")
	require.NoError(t, d.end("02"))
	b.agrees(d)
	b.agrees(c)
	a.agrees(b)
	b.take(partOrder(b, "goes on", 3))
	_, err := d.book.Till.Open(d.ctx, d.cashier, till.Opening{Counted: d.count(50000)})
	require.Equal(t, "journal.ended", store.Code(err))
}

// One machine asked once, and was let in by a counter after its end and by one that goes on: it is a counter, with its code, in whatever order that is heard.
func TestALetInMachineIsLetInByWhoGoesOn(t *testing.T) {
	a, b := twoCounters(t)
	c := a.joinedTo("03")
	b.hear(a)
	require.NoError(t, b.end("01"))
	path := filepath.Join(t.TempDir(), "estate.book")
	request, err := ledger.RequestJoin(path)
	require.NoError(t, err)
	invite := func(by *counter) (invitation bytes.Buffer) {
		require.NoError(t, by.book.Invite(by.ctx, by.manager, by.agreed(staff.GiveLogin), request, "04", request.Code(), &invitation))
		return invitation
	}
	invite(a)
	c.hear(a)
	c.hear(b)
	invitation := invite(b)
	require.NoError(t, ledger.Join(a.ctx, path, &invitation, ledger.Joining{}))
	d := &counter{T: t, ctx: a.ctx, path: path, clock: a.clock}
	d.open()
	t.Cleanup(func() { require.NoError(t, d.book.Close()) })
	d.manager, d.cashier = d.signIn("100", managerPIN), d.signIn("101", cashierPIN)
	_, err = d.book.Till.Open(d.ctx, d.cashier, till.Opening{Counted: d.count(50000)})
	require.NoError(t, err)
	c.agrees(d)
	b.agrees(d)
	a.agrees(b)
	require.Equal(t, "04-2026-000001", d.take(partOrder(d, "d0", 4)).Number)
}

// The counter that founded the book burns down. The one that it let in first ends it, and lets a new one in.
func TestTheFoundingCounterIsEnded(t *testing.T) {
	a, b := twoCounters(t)
	c := a.joinedTo("03")
	b.hear(a)
	invites := func(by *counter) error {
		path := filepath.Join(t.TempDir(), "estate.book")
		request, err := ledger.RequestJoin(path)
		require.NoError(t, err)
		var invitation bytes.Buffer
		if err := by.book.Invite(by.ctx, by.manager, by.agreed(staff.GiveLogin), request, "04", request.Code(), &invitation); err != nil {
			return err
		}
		return ledger.Join(by.ctx, path, &invitation, ledger.Joining{})
	}
	require.Equal(t, ledger.CodeInviteElsewhere, store.Code(invites(b)))
	require.NoError(t, b.end("01"))
	c.hear(b)
	require.Equal(t, ledger.CodeInviteElsewhere, store.Code(invites(c)))
	require.NoError(t, invites(b))
	require.Equal(t, "estate.counter_taken", store.Code(invites(b)))
	a.joinedTo("05") // which does not know of its end yet
	a.agrees(b)
	b.agrees(c)
}

// A machine that was let in is ended before it joined, and joins all the same. Once it heard of its end its book opens whole: nothing is damaged that somebody
// would restore, and it says that it is ended.
func TestACounterIsEndedBeforeItJoins(t *testing.T) {
	a := newCounter(t)
	path := filepath.Join(t.TempDir(), "estate.book")
	request, err := ledger.RequestJoin(path)
	require.NoError(t, err)
	var invitation bytes.Buffer
	require.NoError(t, a.book.Invite(a.ctx, a.manager, a.agreed(staff.GiveLogin), request, "02", request.Code(), &invitation))
	require.NoError(t, a.end("02"))
	require.NoError(t, ledger.Join(a.ctx, path, &invitation, ledger.Joining{}))
	b := &counter{T: t, ctx: a.ctx, path: path, clock: a.clock}
	b.open()
	b.agrees(a)
	b.reopen()
	defer func() { require.NoError(t, b.book.Close()) }()
	_, err = b.book.Staff.SignIn(b.ctx, "100", managerPIN)
	require.Equal(t, "journal.ended", store.Code(err))
}
