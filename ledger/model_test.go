package ledger_test

import (
	"context"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestTheModelKnowsNothingOfTheLedger(t *testing.T) {
	for _, name := range []string{"model_rules_test.go", "model_money_test.go", "model_charges_test.go", "model_refund_test.go", "model_deposit_test.go",
		"model_offer_test.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, imported := range file.Imports {
			require.NotContains(t, imported.Path.Value, "shouqi", name)
		}
	}
}

// trialStaff are the people of every trial, with their PINs.
var trialStaff = []struct {
	code, name, pin string
	role            staff.Role
}{
	{"100", "陈经理", managerPIN, staff.Manager}, {"200", "李主管", supervisorPIN, staff.Supervisor},
	{"101", "王丽", cashierPIN, staff.Cashier}, {"102", "赵敏", "9731", staff.Cashier}, {"300", "孙会计", "5310", staff.Finance},
}

// trialBook is a founded book that every trial copies: PINs are slow by design, so people are made and signed in once.
type trialBook struct {
	path   string
	actors map[string]staff.Actor
	clock  time.Time
}

func newTrialBook(t *testing.T) trialBook {
	c := newCounter(t)
	b := trialBook{path: c.path, clock: c.clock, actors: map[string]staff.Actor{}}
	for _, p := range trialStaff[3:] {
		ledgertest.Hire(t, c.book, c.manager, c.agreed(staff.GiveLogin), staff.Entry{Code: p.code, Name: p.name, Role: p.role, Active: true}, p.pin)
	}
	for _, p := range trialStaff {
		b.actors[p.code] = c.signIn(p.code, p.pin)
	}
	c.chargeByArea("2026-01-01")
	require.NoError(t, c.book.Staff.SetLimit(c.ctx, c.manager, staff.Approval{}, staff.UndoMaxBills, modelUndoMost))
	require.NoError(t, c.book.Staff.SetLimit(c.ctx, c.manager, staff.Approval{}, staff.UndoMaxFen, modelUndoMostFen))
	require.NoError(t, c.book.Store.Checkpoint(c.ctx))
	return b
}

// sameDays is the seed of the days and months that every checkout plays, so that a change is judged by itself and not by what it
// happens to draw. `make long` draws others, and so does -rapid.seed.
const sameDays = "20261128"

// TestAnyDayAtTheCounter plays random days against the model. It is bounded: -rapid.checks and -rapid.steps make it longer.
func TestAnyDayAtTheCounter(t *testing.T) {
	setUnlessGiven(t, "rapid.seed", sameDays)
	setUnlessGiven(t, "rapid.checks", map[bool]string{true: "6", false: "30"}[testing.Short()])
	setUnlessGiven(t, "rapid.steps", "60")
	founded := newTrialBook(t)
	rapid.Check(t, func(t *rapid.T) {
		trial := newTrial(t, founded)
		defer trial.end(t)
		t.Repeat(trial.actions())
		trial.verify(t)
	})
}

func setUnlessGiven(t *testing.T, name, value string) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	if given {
		return
	}
	before := flag.Lookup(name).Value.String()
	require.NoError(t, flag.Set(name, value))
	t.Cleanup(func() { require.NoError(t, flag.Set(name, before)) })
}

// trial is a book and its model side by side.
type trial struct {
	ctx       context.Context
	directory string
	path      string
	book      *ledger.Book
	actors    map[string]staff.Actor
	model     *model
	rooms     map[string]string       // object ids by code
	ids       map[*modelBill]string   // bill ids
	refunds   map[*modelRefund]string // refund numbers
	orders    []modelOrder
	runs      []trialRun
	done      map[string]bool // adjustments that happened
	unused    map[string]staff.Approval
	used      map[string]staff.Approval
	told      map[string]modelTold
	made      int // request ids and crashes
	steps     int
}

func newTrial(t *rapid.T, founded trialBook) *trial {
	directory, err := os.MkdirTemp("", "shouqi-trial-")
	require.NoError(t, err)
	s := &trial{ctx: context.Background(), directory: directory, path: filepath.Join(directory, "estate.book"), actors: founded.actors,
		model: newModel(founded.clock), rooms: map[string]string{}, ids: map[*modelBill]string{}, refunds: map[*modelRefund]string{}, done: map[string]bool{},
		unused: map[string]staff.Approval{}, used: map[string]staff.Approval{}}
	for _, p := range trialStaff {
		s.model.people[p.code] = &modelPerson{role: string(p.role)}
	}
	copyFile(t, founded.path, s.path)
	s.open(t)
	s.firstRegister(t)
	return s
}

func copyFile(t *rapid.T, from, to string) {
	source, err := os.Open(from)
	require.NoError(t, err)
	target, err := os.Create(to)
	require.NoError(t, err)
	_, err = io.Copy(target, source)
	require.NoError(t, err)
	require.NoError(t, source.Close())
	require.NoError(t, target.Close())
}

func (s *trial) open(t *rapid.T) {
	book, findings, err := ledger.Open(s.ctx, s.path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Empty(t, findings)
	book.Journal.Now = func() time.Time { return s.model.now }
	s.book = book
}

func (s *trial) end(t *rapid.T) {
	require.NoError(t, s.book.Close())
	require.NoError(t, os.RemoveAll(s.directory))
}

// id makes a request id that nobody used.
func (s *trial) id() string {
	s.made++
	return "request-" + strconv.Itoa(s.made)
}

// agrees compares what the ledger said with the model: one of its reasons, or acceptance where it has none. A refusal
// must have left no event behind.
func (s *trial) agrees(t *rapid.T, what string, no refusals, err error, before int64) {
	t.Helper()
	t.Logf("%s: model %v, ledger %q", what, no, store.Code(err))
	if len(no) == 0 {
		require.NoError(t, err, what)
		return
	}
	require.Contains(t, []string(no), store.Code(err), "%s: %v", what, err)
	if !strings.HasPrefix(no[0], "staff.pin") && no[0] != "staff.locked" {
		require.Equal(t, before, s.head(t), "%s: a refusal wrote something", what)
	}
}

func (s *trial) head(t *rapid.T) (seq int64) {
	s.read(t, func(tx *store.Tx) (err error) {
		seq, _, err = s.book.Journal.Head(tx)
		return err
	})
	return seq
}

func (s *trial) read(t *rapid.T, work func(tx *store.Tx) error) {
	t.Helper()
	require.NoError(t, s.book.Store.Read(s.ctx, work))
}

// approval gets a second person's word for an action of who, or none, or a wrong one.
func (s *trial) approval(t *rapid.T, action staff.Action, who string) (staff.Approval, consent) {
	key := who + "|" + string(action)
	switch rapid.SampledFrom([]string{"right", "right", "right", "right", "right", "none", "other action", "other person", "used"}).Draw(t, "approval") {
	case "none":
		return staff.Approval{}, noConsent
	case "other action":
		other := staff.VoidPayment
		if action == other {
			other = staff.Reverse
		}
		return s.approved(t, other, who), noConsent
	case "other person":
		other := map[bool]string{true: "102", false: "101"}[who == "101"]
		return s.approved(t, action, other), noConsent
	case "used":
		if used, ok := s.used[key]; ok {
			return used, usedUp
		}
	}
	return s.approved(t, action, who), consented
}

func (s *trial) approved(t *rapid.T, action staff.Action, who string) staff.Approval {
	key := who + "|" + string(action)
	if approval, ok := s.unused[key]; ok {
		return approval
	}
	approver := trialStaff[1]
	if who == approver.code {
		approver = trialStaff[0]
	}
	approval, err := s.book.Staff.Approve(s.ctx, s.actors[who], approver.code, approver.pin, action)
	require.NoError(t, err)
	s.unused[key] = approval
	return approval
}

// spend notes that a command used up the approval of this action and person.
func (s *trial) spend(action staff.Action, who string) {
	key := who + "|" + string(action)
	if approval, ok := s.unused[key]; ok {
		s.used[key] = approval
		delete(s.unused, key)
	}
}

// verify examines the whole book.
func (s *trial) verify(t *rapid.T) {
	findings, err := s.book.Audit().Full(s.ctx, nil)
	require.NoError(t, err)
	require.Empty(t, findings)
	s.read(t, func(tx *store.Tx) error {
		deposits, err := report.Deposits(tx, s.book.Vault, "2000-01-01", "2099-12-31")
		require.Equal(t, deposits.AccountFen, deposits.ClosingFen)
		return err
	})
}

// check compares all that the model knows with what the book says.
func (s *trial) check(t *rapid.T) {
	if s.steps++; s.steps%20 == 0 {
		s.verify(t)
	}
	findings, err := s.book.Audit().Quick(s.ctx)
	require.NoError(t, err)
	require.Empty(t, findings)
	s.read(t, func(tx *store.Tx) error {
		s.checkMoney(t, tx)
		s.checkDeposits(t, tx)
		s.checkOffers(t, tx)
		s.checkShift(t, tx)
		s.checkReceipts(t, tx)
		return tx.Each("SELECT code, wrong_pins, locked FROM staff", nil, func(scan func(dest ...any) error) error {
			var code string
			var wrong int
			var locked bool
			err := scan(&code, &wrong, &locked)
			require.Equal(t, *s.model.people[code], modelPerson{role: s.model.people[code].role, wrong: wrong, locked: locked}, code)
			return err
		})
	})
}

func (s *trial) checkShift(t *rapid.T, tx *store.Tx) {
	last, err := till.LastShift(tx, "01")
	require.NoError(t, err)
	want := s.model.lastShift()
	if want == nil {
		require.Nil(t, last)
		return
	}
	require.Equal(t, s.actors[want.cashier].ID(), last.Cashier)
	require.Equal(t, []any{want.day, want.float, want.floatDiff, want.counts, want.counted, want.expected, want.closed, want.left, want.handed},
		[]any{string(last.BusinessOn), int64(last.FloatFen), int64(last.FloatDifferenceFen), last.Counts, int64(last.CountedFen),
			int64(last.ExpectedFen), last.ClosedSeq != 0, int64(last.LeftFen), int64(last.HandedFen)})
	require.Equal(t, int64(len(s.model.shifts)), last.No)
	require.Equal(t, want.counts > 0 && (want.closed || !want.stale), last.CountStands)
	if want.closed {
		return
	}
	policies, err := s.book.Policies(s.ctx)
	require.NoError(t, err)
	z, err := till.Summarize(tx, policies, *last)
	require.NoError(t, err)
	require.Equal(t, []int64{want.drawer, want.takenFen, want.givenFen, want.movedInFen, want.movedOut, int64(want.payments), int64(want.undoings)},
		[]int64{int64(z.ExpectedFen), int64(z.CashInFen), int64(z.ChangeFen), int64(z.MovedInFen), int64(z.MovedOutFen),
			int64(z.Payments.Count), int64(z.Voids.Count + z.Reversals.Count)})
}

func (s *trial) checkReceipts(t *rapid.T, tx *store.Tx) {
	type receipt struct {
		number, state string
		copies        int
		fen           int64
	}
	var want []receipt
	for _, p := range s.model.paid {
		state := map[string]string{"payment": "live", "reversal": "reversal", "refund": "refund"}[p.kind]
		if p.number == "" {
			continue
		}
		if p.undone {
			state = s.undoneAs(p)
		}
		for i, slip := range p.slips {
			copies := p.copies // only the first of a payment's receipts is printed here
			if i > 0 {
				copies = 0
			}
			want = append(want, receipt{slip.number, state, copies, slip.fen})
		}
	}
	got, err := store.All(tx, "SELECT number, state, copies, fen FROM receipts", nil, func(scan func(dest ...any) error) (receipt, error) {
		var r receipt
		return r, scan(&r.number, &r.state, &r.copies, &r.fen)
	})
	require.NoError(t, err)
	byNumber := func(a, b receipt) int { return strings.Compare(a.number, b.number) }
	slices.SortFunc(want, byNumber)
	slices.SortFunc(got, byNumber)
	require.Equal(t, want, got)
}

// undoneAs returns the state of an undone payment: a void or a reversal names it.
func (s *trial) undoneAs(p *modelPayment) string {
	for _, request := range s.model.requests {
		if u := request.payment; u != nil && u.kind == "void" && strings.HasPrefix(request.content, "void"+p.number) {
			return "void"
		}
	}
	return "reversed"
}

// today is the business day, which is what every room means by today.
func (s *trial) today() calendar.Date { return calendar.Date(s.model.day()) }

func fenOf(fen int64) money.Fen { return money.Fen(fen) }

func describe(o modelOrder) string {
	return fmt.Sprintf("room %s parts %d prepay %d tenders %v keep %v late %v", o.room, len(o.parts), o.prepay, o.tenders, o.keep, o.late != nil)
}
