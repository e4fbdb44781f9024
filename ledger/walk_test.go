package ledger_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// How the long tests say how many steps every sequence is to have, and what the one household of the walk owes and has.
const (
	walkSteps     = "SHOUQI_WALK_STEPS"
	walkBillFen   = money.Fen(84000)
	walkCreditFen = money.Fen(5000)
	// walkReducedFen comes off it at a time: once, and not twice.
	walkReducedFen = money.Fen(50000)
)

// walkRoom is the one household of the walk.
var walkRoom = estate.ObjectID(estate.Room, roomCode(0))

// walked is the file of one counter after the steps that it took and what it heard. Two sequences of steps in which it took the same and heard the same
// leave it with the same book, so that each is done once.
type walked struct {
	id int
	// file is the closed book, and parcel what it has for the other counter.
	file, parcel []byte
	// steps is how many it took, and state what its tables hold.
	steps         int
	state, folded string
	// story is what it did and heard, for who reads a failure.
	story string
}

// walk goes through every sequence of steps.
type walk struct {
	*testing.T
	path string
	// actors and approvals of each counter are got before, because a PIN takes longer than a step.
	counters [2]walker
	// done is what became of a counter by a step; nil where it was refused or changed nothing.
	done map[string]*walked
	// checked are the pairs of books that were held to each other.
	checked map[[2]int]bool
	// sequences is how many sequences of so many steps there are from a pair of books on.
	sequences map[[3]int]int
	refusals  map[string]int
	conflicts map[int]int
	// now is what is being done.
	now string
	// bothOfPrepaid says that both counters take the prepayment first, and not the second alone.
	bothOfPrepaid bool
	// acts are the steps that a counter takes by itself.
	acts []string
	// idle is the open book of a counter that took no step, and of is whose and which.
	idle *counter
	of   [2]int
	// full are the tables that a full check found nothing in; a short walk checks those of two counters that agree once.
	full    map[string]bool
	isShort bool
}

// walker is what a counter needs to take steps.
type walker struct {
	manager, cashier staff.Actor
	approvals        map[staff.Action][]staff.Approval
}

// walkActs are the steps that a counter takes by itself.
var walkActs = []string{"pays", "undoes a payment", "takes the bill back", "moves what is paid over"}

// newWalk returns a walk of so many steps at most, and the files with which it begins.
func newWalk(t *testing.T, steps int) (w *walk, files [2][]byte) {
	w = &walk{full: make(map[string]bool), T: t, path: filepath.Join(t.TempDir(), "estate.book"), done: make(map[string]*walked), checked: make(map[[2]int]bool),
		sequences: make(map[[3]int]int), refusals: make(map[string]int), conflicts: make(map[int]int)}
	one := newCounter(t)
	register := manyRooms(1)
	register.Arrears[0].Fen = walkBillFen
	_, err := one.book.TakeRegister(one.ctx, one.manager, register, false)
	require.NoError(t, err)
	other := one.joinedTo("02")
	for n, c := range []*counter{one, other} {
		_, err := c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(300000)})
		require.NoError(t, err)
		w.counters[n] = walker{manager: c.manager, cashier: c.cashier, approvals: map[staff.Action][]staff.Approval{}}
		for range steps {
			for _, action := range []staff.Action{staff.VoidPayment, staff.Reverse} {
				w.counters[n].approvals[action] = append(w.counters[n].approvals[action], c.approve(action))
			}
			for _, action := range []staff.Action{staff.UndoBills, staff.ReduceBill} {
				w.counters[n].approvals[action] = append(w.counters[n].approvals[action], c.agreed(action))
			}
		}
	}
	one.agrees(other)
	for n, c := range []*counter{one, other} {
		require.NoError(t, c.book.Close())
		files[n], err = os.ReadFile(c.path)
		require.NoError(t, err)
		c.open()
	}
	return w, files
}

// open opens the book of a counter as it was after some steps.
func (w *walk) open(n int, from *walked) *counter {
	if w.idle != nil && w.of == [2]int{n, from.id} {
		return w.idle
	}
	w.rest()
	require.NoError(w, os.WriteFile(w.path, from.file, 0o600))
	c := &counter{T: w.T, ctx: w.Context(), path: w.path, clock: time.Date(2026, 11, 21, 9, from.steps, 0, 0, calendar.Zone), manager: w.counters[n].manager, cashier: w.counters[n].cashier}
	book, findings, err := ledger.Open(c.ctx, c.path, ledger.OpenOptions{})
	require.NoError(w, err)
	require.Empty(w, findings)
	book.Journal.Now = func() time.Time { return c.clock }
	c.book = book
	w.idle, w.of = c, [2]int{n, from.id}
	return c
}

// rest closes the book that is open.
func (w *walk) rest() {
	if w.idle != nil {
		require.NoError(w, w.idle.book.Close())
		w.idle = nil
	}
}

// at returns what becomes of a counter by a step, nil where the step was refused or brings nothing.
func (w *walk) at(n int, from *walked, step string, heard *walked) *walked {
	key := fmt.Sprint(w.bothOfPrepaid, n, from.id, step)
	if heard != nil {
		key += fmt.Sprint(" ", heard.id)
	}
	if next, known := w.done[key]; known {
		return next
	}
	c := w.open(n, from)
	next := &walked{id: len(w.done) + 1, steps: from.steps + 1, story: from.story + ", " + step}
	if heard != nil {
		next.story += " (" + heard.story + ")"
	}
	w.now = fmt.Sprint("AB"[n:n+1], " ", next.story)
	if !w.does(c, n, from, step, heard) {
		next = nil
	} else {
		w.check(c, next)
		w.rest()
		var err error
		next.file, err = os.ReadFile(w.path)
		require.NoError(w, err)
	}
	w.done[key] = next
	return next
}

// does takes a step, and reports whether it changed anything.
func (w *walk) does(c *counter, n int, from *walked, step string, heard *walked) bool {
	var err error
	switch step {
	case "begins":
		return true
	case "hears":
		h, err := c.book.Hear(c.ctx, bytes.NewReader(heard.parcel), nil)
		require.NoError(w, err, w.now)
		return h.New > 0
	case "pays":
		err = c.walkPays(from.steps, n == 1 || w.bothOfPrepaid)
	case "undoes a payment":
		err = c.walkUndoes(from.steps, w.counters[n].approvals)
	case "takes the bill back":
		err = c.book.Billing.Undo(c.ctx, c.manager, w.counters[n].approvals[staff.UndoBills][from.steps-1], billing.BillID("期初欠费", walkRoom, "", "", 0), "owner_asks")
	case "reduces the bill":
		err = c.book.Billing.Reduce(c.ctx, c.manager, w.counters[n].approvals[staff.ReduceBill][from.steps-1], billing.BillID("期初欠费", walkRoom, "", "", 0), walkReducedFen, billing.ReduceReasons[0])
	case "opens the drawer":
		for range 5 {
			require.NoError(w, c.book.Store.Write(c.ctx, func(tx *store.Tx) error { return c.book.Till.LogDrawer(tx, c.cashier, "change_money") }))
		}
	case "moves what is paid over":
		err = c.book.Store.Write(c.ctx, func(tx *store.Tx) error {
			_, err := c.book.Till.CreditExcess(tx, c.manager, billing.BillID("期初欠费", walkRoom, "", "", 0))
			return err
		})
	}
	if err == nil {
		return true
	}
	require.NotContains(w, []string{store.CodeRefused, store.CodeInternal, store.CodeSQL}, store.Code(err), "%s: %v", w.now, err)
	w.refusals[step+" "+store.Code(err)]++
	require.Equal(w, from.state, stateOf(w.T, c.book), "what is refused writes nothing: %s", w.now)
	return false
}

// walkPays pays what is owed of the bill, in cash, or of the prepayment first.
func (c *counter) walkPays(step int, ofPrepaid bool) error {
	var owed []billing.Bill
	var credit money.Fen
	c.reads(func(tx *store.Tx) (err error) {
		if owed, err = billing.OpenOf(tx, walkRoom); err == nil {
			credit, err = till.Held(tx, walkRoom)
		}
		return err
	})
	order := till.Order{RequestID: fmt.Sprintf("%s pays %d", c.code(), step), Room: walkRoom, Overridden: []string{"paid_just_now"}}
	left := money.Fen(0)
	for _, bill := range owed {
		order.Bills = append(order.Bills, till.BillPart{Bill: bill.ID, Fen: bill.OwedFen()})
		left += bill.OwedFen()
	}
	if spent := min(credit, left); ofPrepaid && spent > 0 {
		order.Tenders = append(order.Tenders, till.Tender{Kind: till.Prepaid, Fen: spent})
		left -= spent
	}
	if left > 0 {
		order.Tenders = append(order.Tenders, till.Tender{Kind: till.Cash, Fen: left})
	}
	_, err := c.book.Till.Receive(c.ctx, c.cashier, order)
	return err
}

// code is the code of this counter.
func (c *counter) code() (code string) {
	c.reads(func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		code = policies.Counter
		return err
	})
	return code
}

// walkUndoes undoes the newest payment of this counter that stands, or the newest of the other one where none of this one does.
func (c *counter) walkUndoes(step int, approvals map[staff.Action][]staff.Approval) error {
	code := c.code()
	var numbers []string
	c.reads(func(tx *store.Tx) (err error) {
		numbers, err = store.All(tx, "SELECT r.number FROM receipts r JOIN payments p USING (device, seq) WHERE r.state = 'live' AND p.total_fen > 0 ORDER BY r.series = ? || '-2026' DESC, r.no DESC", []any{code},
			func(scan func(dest ...any) error) (number string, err error) { return number, scan(&number) })
		return err
	})
	if len(numbers) == 0 {
		numbers = []string{code + "-2026-999999"}
	}
	var cash money.Fen
	c.reads(func(tx *store.Tx) error {
		paid, err := till.ByNumber(tx, numbers[0])
		cash = paid.CashFen()
		if store.Code(err) == till.CodeUnknownReceipt {
			err = nil
		}
		return err
	})
	undoing := till.Undoing{RequestID: fmt.Sprintf("%s undoes %d", code, step), Number: numbers[0], CashBackFen: cash, Reason: till.Reason{Code: "paid_twice"}}
	if strings.HasPrefix(numbers[0], code) {
		_, err := c.book.Till.Void(c.ctx, c.cashier, approvals[staff.VoidPayment][step-1], undoing)
		return err
	}
	_, err := c.book.Till.Reverse(c.ctx, c.cashier, approvals[staff.Reverse][step-1], undoing)
	return err
}

// check holds a book to itself and to the table of the package comment, and keeps what it holds.
func (w *walk) check(c *counter, next *walked) {
	next.state, next.folded = stateOf(w.T, c.book), fmt.Sprint(c.folded())
	if !w.isShort || !w.full[next.folded] {
		findings, err := c.book.Audit().Full(c.ctx, nil)
		require.NoError(w, err)
		require.Empty(w, findings, w.now)
		w.full[next.folded] = true
	}
	should := c.walkModel()
	require.Equal(w, should, c.walkIs(), w.now)
	w.conflicts[should.Conflicts]++
	var parcel bytes.Buffer
	require.NoError(w, c.book.Exchange(c.ctx, &parcel))
	next.parcel = parcel.Bytes()
}

// from walks every sequence of so many steps from a pair of books on, and returns how many there are.
func (w *walk) from(a, b *walked, steps int) (sequences int) {
	key := [3]int{a.id, b.id, steps}
	if known, there := w.sequences[key]; there {
		return known
	}
	w.agree(a, b)
	if steps == 0 {
		return 1
	}
	for n, one := range []*walked{a, b} {
		for _, step := range w.acts {
			w.sequences[key] += w.on(n, a, b, w.at(n, one, step, nil), steps)
		}
	}
	w.sequences[key] += w.on(0, a, b, w.at(0, a, "hears", b), steps) + w.on(1, a, b, w.at(1, b, "hears", a), steps)
	return w.sequences[key]
}

// on goes on where a counter took a step, and nowhere where it could not.
func (w *walk) on(n int, a, b, next *walked, steps int) int {
	switch {
	case next == nil:
		return 0
	case n == 0:
		return w.from(next, b, steps-1)
	default:
		return w.from(a, next, steps-1)
	}
}

// agree has two counters hear each other: they have the same book then.
func (w *walk) agree(a, b *walked) {
	if w.checked[[2]int{a.id, b.id}] {
		return
	}
	w.checked[[2]int{a.id, b.id}] = true
	heard := [2]*walked{w.at(0, a, "hears", b), w.at(1, b, "hears", a)}
	for n, before := range []*walked{a, b} {
		if heard[n] == nil {
			heard[n] = before
		}
	}
	require.Equal(w, heard[0].folded, heard[1].folded, "%s; %s", a.story, b.story)
}

// walkStart is where a walk begins: what both counters did before, by A and B, and how many steps it usually goes on.
type walkStart struct {
	name   string
	before []string
	steps  int
	// bothOfPrepaid is as of walk.
	bothOfPrepaid bool
	// further is what they may do beyond walkActs, nil for nothing.
	further []string
}

var walkStarts = []walkStart{
	{"nothing is done", nil, 3, false, nil},
	{"nothing is done, and both take the prepayment first", nil, 2, true, nil},
	{"nothing is done, and the bill may be reduced", nil, 2, false, []string{"reduces the bill"}},
	{"the bill is paid twice", []string{"A pays", "B pays", "A hears", "B hears"}, 1, false, nil},
	{"it is paid twice and moved at one", []string{"A pays", "B pays", "A hears", "B hears", "A moves what is paid over"}, 1, false, nil},
	// Whoever does more in the meantime comes later.
	{"it is moved at one, undone at the other, and the first comes later", []string{"A pays", "B pays", "A hears", "B hears", "A moves what is paid over", "B undoes a payment", "B hears", "A opens the drawer"}, 2, false, nil},
}

// Whatever two counters do to one bill and its money, step by step and each in any order, unheard or heard: they agree, every check is clean, no fen is lost or
// there twice, and the bill is what the table of the package comment says.
func TestEverySequenceOfTwoCounters(t *testing.T) {
	further, most := 0, 0
	if text := os.Getenv(walkSteps); text != "" {
		_, err := fmt.Sscan(text, &further)
		require.NoError(t, err)
	}
	for _, start := range walkStarts {
		most = max(most, max(start.steps, further)+len(start.before))
	}
	w, files := newWalk(t, most)
	w.isShort = further == 0
	for _, start := range walkStarts {
		t.Run(start.name, func(t *testing.T) {
			w.T, w.bothOfPrepaid, w.acts = t, start.bothOfPrepaid, append(slices.Clone(walkActs), start.further...)
			clear(w.sequences)
			defer w.rest()
			begun := time.Now()
			a, b := w.at(0, &walked{file: files[0]}, "begins", nil), w.at(1, &walked{file: files[1]}, "begins", nil)
			for _, step := range start.before {
				who, does, _ := strings.Cut(step, " ")
				if who == "A" {
					a = w.at(0, a, does, b)
				} else {
					b = w.at(1, b, does, a)
				}
			}
			steps := start.steps
			if further > 0 {
				steps = further
			}
			sequences := w.from(a, b, steps)
			t.Logf("%d sequences of %d steps in %s; in all %d pairs of books and %d steps done", sequences, steps, time.Since(begun).Round(time.Second), len(w.checked), len(w.done))
		})
	}
	t.Log("refused:", w.refusals, "books by their conflicts:", w.conflicts)
}
