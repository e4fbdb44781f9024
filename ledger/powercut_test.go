package ledger_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/store/faultvfs"
	"shouqi/ledger/till"
)

// What a failing cut is tried again with: the seed chooses the cuts, and a kept image is looked at alone.
const (
	powerCutSeed  = "SHOUQI_POWERCUT_SEED"
	powerCutImage = "SHOUQI_POWERCUT_IMAGE"
)

// fullEvery is how many images pass between two whole audits; the tables of every image are compared with the oracle's.
const fullEvery = 15

// boundary is the moment a command was acknowledged: everything before position had been handed to the disk.
type boundary struct {
	phase    string
	command  string
	position int
	// state is what all tables held then; "" before there is a book.
	state string
}

// recorded is a life of a book on a recorded disk.
type recorded struct {
	*counter
	recording  *faultvfs.Recording
	boundaries []boundary
	// hears is what every image has to hear again, nil for nothing, and heard what its tables hold then.
	hears []byte
	heard string
	// joins is the invitation with which a file that is not there is made once more, and keys are those that the machine keeps for it.
	joins, keys []byte
}

func (r *recorded) did(phase, command string) {
	state := ""
	if r.book != nil {
		state = stateOf(r.T, r.book)
	}
	r.boundaries = append(r.boundaries, boundary{phase, command, r.recording.Position(), state})
}

// stateOf sums up every table of a book but the local ones and that of the migrations, which says when they were made.
func stateOf(t *testing.T, book *ledger.Book, without ...string) string {
	sum := sha256.New()
	var line []byte
	err := book.Store.Read(context.Background(), func(tx *store.Tx) error {
		names, err := store.All(tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('local_settings', 'print_jobs', 'goose_db_version') ORDER BY name", nil,
			func(scan func(dest ...any) error) (name string, err error) { return name, scan(&name) })
		if err != nil {
			return err
		}
		for _, name := range names {
			if slices.Contains(without, name) {
				continue
			}
			columns, err := tx.Columns("SELECT * FROM " + name)
			if err != nil {
				return err
			}
			row, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				dest[i] = &row[i]
			}
			err = tx.Each("SELECT * FROM "+name, nil, func(scan func(dest ...any) error) error {
				err := scan(dest...)
				line = append(line[:0], name...)
				for _, value := range row {
					line = append(line, '|')
					switch value := value.(type) {
					case int64:
						line = strconv.AppendInt(line, value, 10)
					case string:
						line = strconv.AppendQuote(line, value)
					case []byte:
						line = append(strconv.AppendInt(append(line, 'x'), int64(len(value)), 10), value...)
					}
				}
				_, _ = sum.Write(line) // a hash takes everything
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
	return hex.EncodeToString(sum.Sum(nil))
}

// live plays a book's life, from its creation to the closing of its second shift, on a recorded disk.
func live(t *testing.T) *recorded {
	restore, err := faultvfs.Default()
	require.NoError(t, err)
	defer func() { require.NoError(t, restore()) }()
	recording, err := faultvfs.Record()
	require.NoError(t, err)
	defer recording.Stop()
	r := &recorded{recording: recording, counter: &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"),
		clock: time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone)}}
	r.did("creation", "nothing yet")
	r.create()
	r.people()
	_, err = r.book.TakeRegister(r.ctx, r.manager, manyRooms(60), false)
	require.NoError(t, err)
	r.did("import", "register taken")
	r.trade()
	r.nextDay()
	require.NoError(t, r.book.Close())
	r.book = nil
	r.boundaries = append(r.boundaries, boundary{"end", "book closed", recording.Position(), r.boundaries[len(r.boundaries)-1].state})
	return r
}

func (r *recorded) create() {
	_, err := ledger.Create(r.ctx, r.path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	require.NoError(r, err)
	// Create renames the finished file by itself, after everything SQLite did; that SQLite synced it all is shown by
	// noting no sync of the file here.
	made := r.recording.Under(filepath.Dir(r.path) + string(filepath.Separator) + store.Making)
	require.Len(r, made, 1)
	r.recording.Renamed(made[0], r.path)
	r.recording.NamesSynced()
	position := r.recording.Position()
	r.open()
	r.boundaries = append(r.boundaries, boundary{"creation", "book made", position, stateOf(r.T, r.book)})
}

func (r *recorded) people() {
	r.manager = r.signIn("100", managerPIN)
	r.did("people", "manager signed in")
	require.NoError(r, r.book.Staff.Add(r.ctx, r.manager, staff.Approval{}, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, "50817"))
	r.did("people", "cashier added")
	require.NoError(r, r.book.Staff.OwnPIN(r.ctx, "101", "50817", cashierPIN))
	r.did("people", "cashier has an own PIN")
	require.NoError(r, r.book.Staff.Add(r.ctx, r.manager, staff.Approval{}, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, "50817"))
	r.did("people", "supervisor added")
	require.NoError(r, r.book.Staff.OwnPIN(r.ctx, "200", "50817", supervisorPIN))
	r.did("people", "supervisor has an own PIN")
	r.cashier = r.signIn("101", cashierPIN)
	r.did("people", "cashier signed in")
}

// pay takes fen in cash from room n: part of its arrears.
func (r *recorded) pay(phase, request string, n int) till.Payment {
	paid, err := r.book.Till.Receive(r.ctx, r.cashier, partOrder(r.counter, request, n))
	require.NoError(r, err)
	r.did(phase, "paid "+request)
	return paid
}

func (r *recorded) trade() {
	_, err := r.book.Till.Open(r.ctx, r.cashier, till.Opening{Counted: r.count(50000)})
	require.NoError(r, err)
	r.did("shift opened", "shift opened")
	var paid till.Payment
	for i := range 40 {
		paid = r.pay("payments", fmt.Sprintf("p%d", i), i)
	}
	for i := range 8 {
		voids := r.approve(staff.VoidPayment)
		r.did("void", "void approved")
		_, err := r.book.Till.Void(r.ctx, r.cashier, voids, till.Undoing{RequestID: fmt.Sprintf("v%d", i), Number: paid.Number,
			CashBackFen: paid.CashFen(), Reason: till.Reason{Code: "other", Note: "业主要求"}})
		require.NoError(r, err)
		r.did("void", "voided")
		paid = r.pay("void", fmt.Sprintf("after void %d", i), i)
	}
	for i := range 6 {
		require.NoError(r, r.book.Store.Checkpoint(r.ctx))
		r.did("checkpoint", "folded")
		r.pay("checkpoint", fmt.Sprintf("c%d", i), i)
		r.pay("checkpoint", fmt.Sprintf("d%d", i), 50+i)
		require.NoError(r, r.book.Close())
		r.open()
		r.did("checkpoint", "closed and opened")
	}
	r.closeShift()
}

func (r *recorded) closeShift() {
	receiver, err := r.book.Staff.Approve(r.ctx, r.cashier, "200", supervisorPIN, staff.TakeOver)
	require.NoError(r, err)
	r.did("shift closed", "receiver signed")
	counted, err := r.book.Till.Count(r.ctx, r.cashier, r.count(50000))
	require.NoError(r, err)
	r.did("shift closed", "counted")
	_, err = r.book.Till.Count(r.ctx, r.cashier, r.count(counted.ExpectedFen))
	require.NoError(r, err)
	r.did("shift closed", "counted again")
	_, err = r.book.Till.Close(r.ctx, r.cashier, till.Closing{LeftFen: counted.ExpectedFen - 10000, Receiver: receiver})
	require.NoError(r, err)
	r.did("shift closed", "shift closed")
}

func (r *recorded) nextDay() {
	r.clock = r.clock.Add(24 * time.Hour)
	var last *till.Shift
	require.NoError(r, r.book.Store.Read(r.ctx, func(tx *store.Tx) (err error) {
		last, err = till.LastShift(tx, "01")
		return err
	}))
	_, err := r.book.Till.Open(r.ctx, r.cashier, till.Opening{Counted: r.count(last.LeftFen)})
	require.NoError(r, err)
	r.did("reversal", "next shift opened")
	for i := range 8 {
		reversals := r.approve(staff.Reverse)
		r.did("reversal", "reversal approved")
		_, err := r.book.Till.Reverse(r.ctx, r.cashier, reversals, till.Undoing{RequestID: fmt.Sprintf("x%d", i), Number: fmt.Sprintf("01-2026-%06d", i+1),
			CashBackFen: 1000, Reason: till.Reason{Code: "paid_twice"}})
		require.NoError(r, err)
		r.did("reversal", "reversed")
	}
	r.closeShift()
}

// image is what the disk held after one cut, and the two states the book may be in.
type image struct {
	Cut     string
	Next    string // the command in hand
	Before  string
	After   string
	Created bool
	Files   map[string][]byte
	// as of recorded
	Hears, Joins, Keys []byte
	Heard              string
}

func TestPowerCut(t *testing.T) {
	if kept := os.Getenv(powerCutImage); kept != "" {
		content, err := os.ReadFile(kept)
		require.NoError(t, err)
		var one image
		require.NoError(t, json.Unmarshal(content, &one))
		require.NoError(t, one.survives(t.TempDir(), true))
		return
	}
	total := 1200
	if testing.Short() {
		total = 200
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv(powerCutSeed); text != "" {
		given, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		seed = given
	}
	t.Logf("%s=%d chooses the same cuts again", powerCutSeed, seed)
	life := live(t)
	cuts := life.cuts(rand.New(rand.NewPCG(seed, 1)), total)
	images := make(chan image, 4)
	go life.images(rand.New(rand.NewPCG(seed, 2)), cuts, images)
	cutAll(t, images)
	t.Logf("%d cuts over %d things written", len(cuts), life.recording.Position())
}

// cutAll opens the images on two workers, as many as the machines have that this runs on, and keeps the first that fails.
func cutAll(t *testing.T, images <-chan image) {
	var workers sync.WaitGroup
	var failed atomic.Bool
	var done atomic.Int64
	for range 2 {
		directory := t.TempDir()
		workers.Go(func() {
			for one := range images {
				if failed.Load() {
					continue
				}
				n := done.Add(1)
				if err := one.survives(filepath.Join(directory, fmt.Sprint(n)), n%fullEvery == 0); err != nil && failed.CompareAndSwap(false, true) {
					t.Errorf("%s: %v\nthe image is kept: %s=%s go test -run TestPowerCut ./ledger", one.Cut, err, powerCutImage, one.keep(t))
				}
			}
		})
	}
	workers.Wait()
}

func (i image) keep(t *testing.T) string {
	file, err := os.CreateTemp("", "powercut-*.json")
	require.NoError(t, err)
	require.NoError(t, json.NewEncoder(file).Encode(i))
	require.NoError(t, file.Close())
	return file.Name()
}

// cuts spreads total cuts evenly over the phases, in order.
func (r *recorded) cuts(random *rand.Rand, total int) []int {
	type span struct{ from, to int }
	spans := make(map[string]span)
	var phases []string
	before := 0
	if r.boundaries[0].state != "" {
		before = 1 // the disk has a file that was there before from the moment when it is opened
	}
	for _, b := range r.boundaries {
		s, known := spans[b.phase]
		if !known {
			phases, s.from = append(phases, b.phase), before
		}
		s.to = b.position
		spans[b.phase], before = s, b.position
	}
	var cuts []int
	for _, phase := range phases {
		s := spans[phase]
		for range (total + len(phases) - 1) / len(phases) {
			cuts = append(cuts, s.from+random.IntN(s.to-s.from+1))
		}
	}
	slices.Sort(cuts)
	return cuts
}

func (r *recorded) images(random *rand.Rand, cuts []int, images chan<- image) {
	defer close(images)
	disk := r.recording.Disk()
	for n, cut := range cuts {
		disk.Forward(cut)
		last := 0
		for i, b := range r.boundaries {
			if b.position <= cut {
				last = i
			}
		}
		next := r.boundaries[min(last+1, len(r.boundaries)-1)]
		loss := faultvfs.Loss(n % 4)
		one := image{Cut: fmt.Sprintf("cut %d at %d, %s, between %q and %q", n, cut, loss, r.boundaries[last].command, next.command),
			Next: next.command, Before: r.boundaries[last].state, After: next.state, Created: r.boundaries[last].state != "", Files: make(map[string][]byte),
			Hears: r.hears, Heard: r.heard, Joins: r.joins, Keys: r.keys}
		for path, content := range disk.Crash(random, loss) {
			one.Files[filepath.Base(path)] = content
		}
		if book := one.Files["estate.book"]; book != nil && n%3 == 0 {
			one.Files["estate.book-shm"] = slices.Repeat([]byte{0x5a, byte(n)}, 16<<10)
		}
		images <- one
	}
}

// survives opens the image as a counter would after the power came back and says what is wrong with it.
func (i image) survives(directory string, full bool) (err error) {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	defer func() {
		if err == nil {
			err = os.RemoveAll(directory)
		}
	}()
	for name, content := range i.Files {
		if err := os.WriteFile(filepath.Join(directory, name), content, 0o600); err != nil {
			return err
		}
	}
	ctx, path := context.Background(), filepath.Join(directory, "estate.book")
	if _, there := i.Files["estate.book"]; !there && !i.Created {
		if i.Joins != nil {
			return i.joinAgain(ctx, path)
		}
		return i.createAgain(ctx, path, full)
	}
	book, findings, err := ledger.Open(ctx, path, ledger.OpenOptions{})
	if err != nil {
		return fmt.Errorf("the book does not open: %w", err)
	}
	state := stateOf(&testing.T{}, book)
	if full && len(findings) == 0 {
		findings, err = book.Audit().Full(ctx, nil)
	}
	if err == nil && len(findings) == 0 && i.Hears != nil {
		err = hearsAgain(ctx, book, i.Hears, i.Heard)
	}
	if closing := book.Close(); err == nil {
		err = closing
	}
	switch {
	case err != nil:
		return err
	case len(findings) > 0:
		return fmt.Errorf("findings: %v", findings)
	case state != i.Before && state != i.After:
		return fmt.Errorf("the tables are neither as acknowledged nor as they were becoming")
	}
	return nil
}

// createAgain shows that what a cut-off creation leaves behind is no book and is in nobody's way.
func (i image) createAgain(ctx context.Context, path string, full bool) error {
	if _, _, err := ledger.Open(ctx, path, ledger.OpenOptions{}); store.Code(err) != "store.missing" {
		return fmt.Errorf("half a book answers %w", err)
	}
	if !full {
		return nil
	}
	_, err := ledger.Create(ctx, path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: true,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	if err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), store.Making+"*"))
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("left behind: %s", strings.Join(left, ", "))
	}
	return err
}
