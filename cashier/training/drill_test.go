package training_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/training"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// pupil does a drill at a training book. Each thing takes 20 seconds.
type pupil struct {
	t     *testing.T
	book  *ledger.Book
	by    staff.Actor
	clock time.Time
	paid  int
}

// practice makes a training book, and cashier 101 begins a drill in it.
func practice(t *testing.T) *pupil {
	t.Helper()
	from, manager := realBook(t)
	path := filepath.Join(t.TempDir(), "practice.book")
	_, err := training.Make(t.Context(), from, manager, path, nil)
	require.NoError(t, err)
	p := &pupil{t: t, book: opened(t, path), clock: noon}
	p.book.Journal.Now = func() time.Time { return p.clock }
	p.by, err = p.book.Staff.SignIn(t.Context(), "101", "8642")
	require.NoError(t, err)
	require.NoError(t, training.Begin(t.Context(), p.book, p.by))
	return p
}

func (p *pupil) stands() training.Result {
	p.t.Helper()
	result, err := training.Of(p.t.Context(), p.book, p.by.ID())
	require.NoError(p.t, err)
	return result
}

// does asks that a deed does exactly this task, in 20 seconds.
func (p *pupil) does(task training.Task, deed func()) {
	p.t.Helper()
	before := p.stands()
	p.clock = p.clock.Add(20 * time.Second)
	deed()
	after := p.stands()
	require.Equal(p.t, before.Done+1, after.Done, task)
	for i, step := range after.Steps {
		require.Equal(p.t, before.Steps[i].Done || step.Task == task, step.Done, step.Task)
		if step.Task == task {
			require.EqualValues(p.t, 20, step.Seconds, task)
		}
	}
}

// doesNothing asks that a deed does no task.
func (p *pupil) doesNothing(deed func()) {
	p.t.Helper()
	before := p.stands().Done
	deed()
	require.Equal(p.t, before, p.stands().Done)
}

func (p *pupil) supervisor(action staff.Action) staff.Approval {
	p.t.Helper()
	approval, err := p.book.Staff.Approve(p.t.Context(), p.by, "200", "2468", action)
	require.NoError(p.t, err)
	return approval
}

// room is the household of a task.
func (p *pupil) room(task training.Task) string {
	p.t.Helper()
	for _, step := range p.stands().Steps {
		if step.Task == task {
			require.NotEmpty(p.t, step.Room)
			return step.Room
		}
	}
	return ""
}

// pay takes so much of what a room owes, the whole for 0.
func (p *pupil) pay(code string, part money.Fen, tender func(fen money.Fen) till.Tender, keep bool) till.Payment {
	p.t.Helper()
	room := object(p.t, p.book, code)
	var owed []billing.Bill
	require.NoError(p.t, p.book.Store.Read(p.t.Context(), func(tx *store.Tx) (err error) {
		owed, err = billing.OpenOf(tx, room)
		return err
	}))
	p.paid++
	order := till.Order{RequestID: fmt.Sprintf("pay %d", p.paid), Room: room, KeepChange: keep}
	var sum money.Fen
	for _, bill := range owed {
		fen := bill.OwedFen()
		if part != 0 {
			fen = min(fen, part-sum)
		}
		if fen > 0 {
			order.Bills, sum = append(order.Bills, till.BillPart{Bill: bill.ID, Fen: fen}), sum+fen
		}
	}
	settled, err := till.Settle(till.Asked{BillsFen: sum, RoundingMaxFen: 9, KeepChange: keep}, []till.Tender{tender(sum)})
	require.NoError(p.t, err)
	order.Tenders = settled.Tenders
	payment, err := p.book.Till.Receive(p.t.Context(), p.by, order)
	require.NoError(p.t, err)
	return payment
}

func inCash(over money.Fen) func(fen money.Fen) till.Tender {
	return func(fen money.Fen) till.Tender { return till.Tender{Kind: till.Cash, Fen: (fen+99)/100*100 + over} }
}

func byCard(number string) func(fen money.Fen) till.Tender {
	return func(fen money.Fen) till.Tender { return till.Tender{Kind: till.Card, Fen: fen, Reference: number} }
}

func (p *pupil) copy(number string) {
	p.t.Helper()
	require.NoError(p.t, p.book.Store.Write(p.t.Context(), func(tx *store.Tx) error {
		_, err := p.book.Till.RecordCopy(tx, p.by, number)
		return err
	}))
}

func (p *pupil) open() {
	p.t.Helper()
	_, err := p.book.Till.Open(p.t.Context(), p.by, till.Opening{Counted: till.CountedSum(500_00)})
	require.NoError(p.t, err)
}

// others are rooms that no task names.
func (p *pupil) other(at int) string {
	p.t.Helper()
	own := map[string]bool{}
	for _, step := range p.stands().Steps {
		own[step.Room] = true
	}
	for floor := 1; floor <= 8; floor++ {
		if code := fmt.Sprintf("1-1-%d01", floor); !own[code] {
			if at == 0 {
				return code
			}
			at--
		}
	}
	return ""
}

func TestADrillIsTenTasksAndTheirTimes(t *testing.T) {
	p := practice(t)
	require.Len(t, training.Tasks(), 10)
	next, more := p.stands().Next()
	require.True(t, more)
	require.Equal(t, training.OpenShift, next.Task)

	p.does(training.OpenShift, p.open)
	p.doesNothing(func() { p.pay(p.other(0), 0, inCash(0), false) })
	var paid till.Payment
	p.does(training.ByRoom, func() { paid = p.pay(p.room(training.ByRoom), 0, inCash(50_00), false) })
	p.does(training.ByInitial, func() { p.pay(p.room(training.ByInitial), 0, byCard("778812"), false) })
	p.doesNothing(func() { p.copy(paid.Number) })
	p.does(training.PartByTel, func() { p.pay(p.room(training.PartByTel), 30_00, inCash(0), false) })
	p.doesNothing(func() { p.pay(p.room(training.ByCode), 10_00, inCash(0), false) })
	p.does(training.ByCode, func() { p.pay(p.room(training.ByCode), 0, byCard("778813"), false) })
	var kept till.Payment
	p.does(training.Keep, func() { kept = p.pay(p.other(1), 0, inCash(20_00), true) })
	p.does(training.Reprint, func() { p.copy(paid.Number) })
	p.does(training.PayBack, func() { p.refund(kept) })
	p.does(training.Void, func() { p.void(paid) })
	p.does(training.Close, p.close)

	result := p.stands()
	require.Equal(t, 10, result.Done)
	require.EqualValues(t, 200, result.Seconds)
	require.Equal(t, "王丽", result.Name)
	_, more = result.Next()
	require.False(t, more)
}

// refund gives the prepayment of a payment back in cash.
func (p *pupil) refund(paid till.Payment) {
	p.t.Helper()
	refund, err := p.book.Till.AskRefund(p.t.Context(), p.by, p.supervisor(staff.Refund), till.RefundWish{RequestID: "refund", Room: paid.Object, Way: till.Cash,
		Lines: []till.RefundLine{{Source: till.FromPrepaid, Object: paid.Object, Fen: 20_00}}, Reason: till.Reason{Code: "owner_asks"}, DueOn: "2026-11-30"})
	require.NoError(p.t, err)
	_, err = p.book.Till.PayRefund(p.t.Context(), p.by, till.Payout{RequestID: "payout", Number: refund.Number})
	require.NoError(p.t, err)
}

func (p *pupil) void(paid till.Payment) {
	p.t.Helper()
	_, err := p.book.Till.Void(p.t.Context(), p.by, p.supervisor(staff.VoidPayment), till.Undoing{RequestID: "void", Number: paid.Number, CopiesTaken: 2,
		CashBackFen: paid.Sums().CashFen, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(p.t, err)
}

func (p *pupil) close() {
	p.t.Helper()
	var drawer money.Fen
	var slips []till.SlipCount
	require.NoError(p.t, p.book.Store.Read(p.t.Context(), func(tx *store.Tx) error {
		shift, err := till.OpenShift(tx, "07")
		require.NoError(p.t, err)
		slips, err = till.SlipsIn(tx, shift.ShiftRef)
		require.NoError(p.t, err)
		drawer, err = till.Drawer(tx, shift.Counter, shift.ShiftRef, shift.FloatFen)
		return err
	}))
	_, err := p.book.Till.Count(p.t.Context(), p.by, till.CountedSum(drawer))
	require.NoError(p.t, err)
	_, err = p.book.Till.CountSlips(p.t.Context(), p.by, slips)
	require.NoError(p.t, err)
	_, err = p.book.Till.Close(p.t.Context(), p.by, till.Closing{LeftFen: 500_00, Receiver: p.supervisor(staff.TakeOver)})
	require.NoError(p.t, err)
}

// What somebody else does ticks nothing of a drill, and every person and drill has a line of its own for the supervisor.
func TestEachDrillIsOfWhoBeganIt(t *testing.T) {
	p := practice(t)
	p.open()
	require.Equal(t, "till.shift_open", store.Code(training.Begin(t.Context(), p.book, p.by)), "the first task opens a shift")
	p.close()
	require.Equal(t, 2, p.stands().Done)

	wang := p.by
	var err error
	p.by, err = p.book.Staff.SignIn(t.Context(), "102", "7531")
	require.NoError(t, err)
	_, err = training.Of(t.Context(), p.book, p.by.ID())
	require.Equal(t, training.CodeNoDrill, store.Code(err))
	p.clock = p.clock.Add(time.Minute)
	require.NoError(t, training.Begin(t.Context(), p.book, p.by))
	require.Equal(t, "training.too_few", store.Code(training.Begin(t.Context(), p.book, p.by)), "nine households are enough for two drills")
	p.open()
	results, err := training.Results(t.Context(), p.book)
	require.NoError(t, err)
	require.Len(t, results, 2)
	require.Equal(t, []any{p.by.ID(), "周婷", 1}, []any{results[0].Person, results[0].Name, results[0].Done})
	require.Equal(t, []any{wang.ID(), "王丽", 2}, []any{results[1].Person, results[1].Name, results[1].Done})
	for i, step := range results[0].Steps {
		require.True(t, step.Room == "" || step.Room != results[1].Steps[i].Room, "each drill has households of its own")
	}
}

// In the book of a real estate nobody practises.
func TestThereIsNoDrillInARealBook(t *testing.T) {
	from, manager := realBook(t)
	require.Equal(t, "training.not_here", store.Code(training.Begin(t.Context(), from, manager)))
	results, err := training.Results(t.Context(), from)
	require.NoError(t, err)
	require.Empty(t, results)
}
