package ledger_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/meter"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/store/faultvfs"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// The charges that the tests of failing disks and power cuts bring into a book of so many rooms.
const (
	chargedRooms = 24
	runBills     = 10 * chargedRooms // of ten months
	leaseBills   = 3
	adjustedEach = 4 // rooms whose area was too small, and as many whose area was too large
)

// newChargedTemplate is a book with an item and its bills of September, of which some areas are not right any more, and
// with a lease; with an open shift and a household that pays late.
func newChargedTemplate(t *testing.T) *template {
	c := newCounter(t)
	_, err := c.book.TakeRegister(c.ctx, c.manager, manyRooms(chargedRooms), false)
	require.NoError(t, err)
	c.chargeByArea("2026-01-01")
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Billing.In(tx).Run(c.ctx, c.manager, billing.Order{RequestID: "september", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-09-01", ToOn: "2026-09-30"})
		return err
	})
	register := ledger.Register{FileHash: "0123456789abcdef", Mending: c.agreed(staff.ChangeOwing)}
	for i := range 2 * adjustedEach {
		area := map[bool]int64{true: 9900, false: 9000}[i < adjustedEach]
		register.Rooms = append(register.Rooms, estate.Row{Code: roomCode(i), Building: "1", Unit: "1", AreaCentiM2: area})
	}
	_, err = c.book.TakeRegister(c.ctx, c.manager, register, false)
	require.NoError(t, err)
	c.signOneLease()
	_, err = c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(50000)})
	require.NoError(t, err)
	made := &template{clock: c.clock, cashier: c.cashier, manager: c.manager, reduces: c.agreed(staff.ReduceBill)}
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		bill := c.feeOf(tx, chargedRooms-1)
		fees, err := billing.LateFees(tx, []billing.Bill{bill}, calendar.Of(c.clock))
		made.order = till.Order{RequestID: "late", Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: bill.OwedFen()}},
			LateFees: []till.BillPart{{Bill: bill.ID, Fen: fees[0].Fen}}, Tenders: []till.Tender{{Kind: till.Card, Fen: bill.OwedFen() + fees[0].Fen, Reference: "SLIP-9"}}}
		return err
	}))
	require.NoError(t, c.book.Close())
	made.file, err = os.ReadFile(c.path)
	require.NoError(t, err)
	c.open() // so that what newCounter closes in the end is open
	return made
}

func (c *counter) signOneLease() {
	approval := c.agreed(staff.SetPrices)
	c.writes(func(tx *store.Tx) error {
		_, err := c.book.Leases.In(tx).Sign(tx.Context(), c.manager, approval, lease.Signing{RequestID: "sign", NewTenant: estate.RowParty{Kind: estate.Company, Name: "商户", Phones: []string{"13700000009"}},
			Contract: lease.Contract{Number: "L-1", Objects: []string{estate.ObjectID(estate.Room, roomCode(chargedRooms-2))}, FromOn: "2026-08-01", ToOn: "2028-07-31",
				Cycle: tariff.EveryMonth, Terms: lease.Terms{Rent: lease.Rent{Price: "12000"}}}})
		return err
	})
}

// chargeCommand is a command of one transaction whose rows a query counts: all of them are there, or none.
func chargeCommand(name string, all int, query string, do func(ctx context.Context, m *template, book *ledger.Book, tx *store.Tx) error) command {
	return command{name: name, do: func(ctx context.Context, m *template, book *ledger.Book) error {
		return book.Store.Write(ctx, func(tx *store.Tx) error { return do(ctx, m, book, tx) })
	}, done: func(t *testing.T, _ *template, book *ledger.Book) bool {
		n := number(t, book, query)
		require.Contains(t, []int{0, all}, n, name)
		return n == all
	}}
}

var chargeCommands = []command{
	chargeCommand("readings", chargedRooms, "SELECT count(*) FROM readings", func(_ context.Context, m *template, book *ledger.Book, tx *store.Tx) error {
		var offers []meter.Offer
		for i := range chargedRooms {
			offers = append(offers, offered(i+2, i, "水", 100, 112, "2026-10-28"))
		}
		_, err := book.Meters.In(tx).Take(tx.Context(), m.manager, meter.Taking{RequestID: "read", Sheet: meter.Sheet{FileHash: "ffee", Offers: offers}})
		return err
	}),
	chargeCommand("a bill run", runBills, "SELECT count(*) FROM bills WHERE item = '物业费' AND period_from >= '2026-10-01'",
		func(ctx context.Context, m *template, book *ledger.Book, tx *store.Tx) error {
			_, err := book.Billing.In(tx).Run(ctx, m.manager, billing.Order{RequestID: "ten months", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-10-01", ToOn: "2027-07-31"})
			return err
		}),
	chargeCommand("a lease run", leaseBills, "SELECT count(*) FROM bills WHERE tariff LIKE 'lease/%'",
		func(ctx context.Context, m *template, book *ledger.Book, tx *store.Tx) error {
			_, err := book.Billing.In(tx).Run(ctx, m.manager, billing.Order{RequestID: "rent", Source: lease.Source{}, FromOn: "2026-08-01", ToOn: "2026-10-31"})
			return err
		}),
	chargeCommand("an adjustment", 2*adjustedEach, "SELECT (SELECT count(*) FROM reductions) + (SELECT count(*) FROM bills WHERE item = '物业费' AND of_bill IS NOT NULL)",
		func(ctx context.Context, m *template, book *ledger.Book, tx *store.Tx) error {
			_, err := book.Billing.In(tx).Adjust(ctx, m.manager, m.reduces, billing.Order{RequestID: "adjust", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-09-01", ToOn: "2026-09-30"}, "wrong_area")
			return err
		}),
	{name: "a payment with a late fee", do: func(ctx context.Context, m *template, book *ledger.Book) error {
		_, err := book.Till.Receive(ctx, m.cashier, m.order)
		return err
	}, done: func(t *testing.T, _ *template, book *ledger.Book) bool {
		n := number(t, book, "SELECT (SELECT count(*) FROM payments) + (SELECT count(*) FROM bills WHERE item = '物业费违约金' AND paid_fen = amount_fen)")
		require.Contains(t, []int{0, 2}, n)
		return n == 2
	}},
}

// Failures are spread: the first calls of a command and, further on, every so many.
func TestFailingDiskUnderCharges(t *testing.T) {
	require.NoError(t, faultvfs.Register())
	made := newChargedTemplate(t)
	for i, command := range chargeCommands {
		for j, failing := range failings {
			if testing.Short() && (i+j)%3 != 0 {
				continue
			}
			t.Run(command.name+", "+failing.name, func(t *testing.T) {
				times := 0
				for n, fired := 1, true; fired; times++ {
					path := filepath.Join(t.TempDir(), "estate.book")
					require.NoError(t, os.WriteFile(path, made.file, 0o600))
					fired = made.failOnce(t, path, command, failing, n)
					n += 1 + n*faultSpread()/2
				}
				require.Greater(t, times, 1, "the command makes no such call")
			})
		}
	}
}

// faultSpread is by how many halves the distance between two failures grows.
func faultSpread() int {
	if testing.Short() {
		return 4
	}
	return 1
}

// The power goes at moments spread over each command. The book holds what was acknowledged and none or all of what was not;
// the command that was in hand is sent again with the same request, and is there once.
func TestPowerCutUnderCharges(t *testing.T) {
	total := 600
	if testing.Short() {
		total = 60
	}
	made := newChargedTemplate(t)
	life := made.recordCharges(t)
	random := rand.New(rand.NewPCG(rand.Uint64(), 1))
	cuts := life.cuts(random, total)
	for i := range cuts {
		cuts[i] = max(cuts[i], life.boundaries[0].position) // before it there is no disk yet
	}
	images := make(chan image, 4)
	go life.images(random, cuts, images)
	directory, n := t.TempDir(), 0
	for one := range images {
		n++
		made.surviveCharges(t, one, filepath.Join(directory, fmt.Sprint(n)), n%10 == 0)
	}
	t.Logf("%d cuts over %d things written", len(cuts), life.recording.Position())
}

// recordCharges does the commands one after another on a recorded disk.
func (m *template) recordCharges(t *testing.T) *recorded {
	path := filepath.Join(t.TempDir(), "estate.book")
	require.NoError(t, os.WriteFile(path, m.file, 0o600))
	restore, err := faultvfs.Default()
	require.NoError(t, err)
	defer func() { require.NoError(t, restore()) }()
	recording, err := faultvfs.Record()
	require.NoError(t, err)
	defer recording.Stop()
	book, findings, err := m.open(path, "")
	require.NoError(t, err)
	require.Empty(t, findings)
	r := &recorded{recording: recording, counter: &counter{T: t, ctx: context.Background(), path: path, book: book, clock: m.clock}}
	r.did("opened", "opened")
	for _, command := range chargeCommands {
		require.NoError(t, command.do(r.ctx, m, book))
		r.did(command.name, command.name)
		require.NoError(t, book.Store.Checkpoint(r.ctx))
		r.did("folding", "folded after "+command.name)
	}
	require.NoError(t, book.Close())
	return r
}

func (m *template) surviveCharges(t *testing.T, one image, directory string, full bool) {
	require.NoError(t, os.MkdirAll(directory, 0o700))
	for name, content := range one.Files {
		require.NoError(t, os.WriteFile(filepath.Join(directory, name), content, 0o600))
	}
	book, findings, err := m.open(filepath.Join(directory, "estate.book"), "")
	require.NoError(t, err, one.Cut)
	require.Empty(t, findings, one.Cut)
	if state := stateOf(t, book); one.Created && state != one.Before {
		require.Equal(t, one.After, state, "%s: neither as acknowledged nor as it was becoming", one.Cut)
	}
	if at := slices.IndexFunc(chargeCommands, func(c command) bool { return c.name == one.Next }); at >= 0 {
		command := chargeCommands[at]
		command.done(t, m, book)
		for range 2 {
			require.NoError(t, command.do(context.Background(), m, book), one.Cut)
		}
		require.True(t, command.done(t, m, book), one.Cut)
	}
	if full {
		findings, err = book.Audit().Full(context.Background(), nil)
		require.NoError(t, err, one.Cut)
		require.Empty(t, findings, one.Cut)
	}
	require.NoError(t, book.Close())
	require.NoError(t, os.RemoveAll(directory))
}
