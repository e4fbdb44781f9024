package till_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// wrongRoom are the terms of what is undone because it was taken for another room.
const wrongRoom = "reason=wrong_room"

// asksFor asks for an approval by the cashier.
func (d *desk) asksFor(action staff.Action, about string, fen money.Fen, terms staff.Terms) staff.Asking {
	d.Helper()
	d.made++
	asking, err := d.Book.Staff.AskApproval(d.Ctx, d.Cashier, staff.Ask{RequestID: "ask" + time.Duration(d.made).String(), Action: action, About: about, Terms: terms, Fen: fen})
	require.NoError(d, err)
	return asking
}

// voidsAlone voids a payment as the cashier alone, who may only where it was approved before.
func (d *desk) voidsAlone(number string) string {
	d.made++
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, staff.Approval{}, till.Undoing{RequestID: "void-" + time.Duration(d.made).String(), Number: number, CashBackFen: 4000, Reason: till.Reason{Code: "wrong_room"}})
	return store.Code(err)
}

// A cashier asks while nobody who may agree is there; somebody approves later; the cashier voids that receipt with it, once.
func TestWhatIsApprovedLaterIsDoneOnce(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	first, _ := d.pay(nil)
	second, _ := d.pay(nil)
	asking := d.asksFor(staff.VoidPayment, first.Number, 40_00, wrongRoom)
	require.Equal(t, staff.CodeNeedsApproval, d.voidsAlone(first.Number), "nobody approved it yet")
	_, err := d.Book.Staff.DecideApproval(d.Ctx, d.Cashier, asking.Number, true)
	require.Equal(t, "staff.same_person", store.Code(err))
	seen, err := d.Book.Staff.SeeApproval(d.Ctx, d.Supervisor, asking.Number)
	require.NoError(t, err)
	require.Equal(t, staff.Seen, seen.State)
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Supervisor, asking.Number, true)
	require.NoError(t, err)
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Manager, asking.Number, true)
	require.Equal(t, "staff.approval_state", store.Code(err), "approved once")

	require.Equal(t, staff.CodeNeedsApproval, d.voidsAlone(second.Number), "it is for the other receipt")
	_, err = d.Book.Till.Void(d.Ctx, d.Cashier, staff.Approval{}, till.Undoing{RequestID: "why", Number: first.Number, CashBackFen: 4000, Reason: till.Reason{Code: "owner_asks"}})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err), "it is for another reason")
	require.Empty(t, d.voidsAlone(first.Number))
	require.Equal(t, "till.undone", d.voidsAlone(first.Number))
	d.Read(func(tx *store.Tx) error {
		one, err := d.Book.Staff.AskingOf(tx, asking.Number)
		require.Equal(t, staff.Used, one.State)
		open, openErr := d.Book.Staff.OpenAskings(tx)
		require.NoError(t, openErr)
		require.Empty(t, open)
		return err
	})
	d.Verify()
}

// It lapses after a day, whether it was approved or not; it may be refused and withdrawn; and no command that does not say what it
// is for takes it.
func TestAnApprovalLapsesAndIsForNothingElse(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	paid, _ := d.pay(nil)
	waits, approved := d.asksFor(staff.VoidPayment, paid.Number, 40_00, wrongRoom), d.asksFor(staff.Reverse, paid.Number, 40_00, wrongRoom)
	_, err := d.Book.Staff.DecideApproval(d.Ctx, d.Supervisor, approved.Number, true)
	require.NoError(t, err)
	require.Equal(t, waits.Number, d.asksFor(staff.VoidPayment, paid.Number, 40_00, wrongRoom).Number, "it waits already")
	refused := d.asksFor(staff.VoidPayment, paid.Number, 41_00, wrongRoom)
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Supervisor, refused.Number, false)
	require.NoError(t, err)
	require.Equal(t, staff.CodeNeedsApproval, d.voidsAlone(paid.Number), "refused, and the other is for another action")
	withdrawn := d.asksFor(staff.VoidPayment, paid.Number, 40_00, wrongRoom)
	_, err = d.Book.Staff.WithdrawApproval(d.Ctx, d.Supervisor, withdrawn.Number)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	_, err = d.Book.Staff.WithdrawApproval(d.Ctx, d.Cashier, withdrawn.Number)
	require.NoError(t, err)
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Supervisor, withdrawn.Number, true)
	require.Equal(t, "staff.approval_state", store.Code(err))

	// The direction and the reason of cash that is moved belong to what was approved, as does the sum.
	move := func(request, direction string, fen money.Fen, reason string) error {
		return d.Book.Till.MoveCash(d.Ctx, d.Cashier, staff.Approval{}, till.Move{RequestID: request, Direction: direction, Fen: fen, Reason: till.Reason{Code: reason}})
	}
	wants := move("m0", till.MoveOut, 10_00, "safe_drop")
	d.approved(d.Cashier, wants)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("m1", till.MoveOut, 10_00, "petty_cash")))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("m2", till.MoveIn, 10_00, "company_cash")))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("m3", till.MoveOut, 10_10, "safe_drop")))
	require.NoError(t, move("m4", till.MoveOut, 10_00, "safe_drop"))
	require.Equal(t, staff.CodeNeedsApproval, store.Code(move("m5", till.MoveOut, 10_00, "safe_drop")), "used up")

	d.closeAll(530_00)
	d.Clock = d.Clock.Add(24*time.Hour + time.Minute)
	require.Empty(t, d.open(530_00))
	_, err = d.Book.Till.Reverse(d.Ctx, d.Cashier, staff.Approval{}, till.Undoing{RequestID: "late", Number: paid.Number, CashBackFen: 4000, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err), "yesterday's")
	_, err = d.Book.Staff.DecideApproval(d.Ctx, d.Supervisor, waits.Number, true)
	require.Equal(t, "staff.approval_state", store.Code(err))
	d.Verify()
}

// More than was asked for is not approved, and ten counters with one approval do one thing.
func TestAnApprovalIsForNoMoreAndUsedOnce(t *testing.T) {
	p := newPurses(t)
	p.puts(p.room, "", 100_00)
	asking := p.asksFor(staff.MovePrepaid, staff.From(p.room, p.next), 20_00, staff.NewTerms("reason", "room_sold").And(staff.Standing(0)))
	_, err := p.Book.Staff.DecideApproval(p.Ctx, p.Supervisor, asking.Number, true)
	require.NoError(t, err)
	move := func(request string, fen money.Fen) string {
		_, err := p.Book.Till.MovePrepaid(p.Ctx, p.Cashier, staff.Approval{}, till.PrepaidMove{RequestID: request, Room: p.room, To: p.next, Fen: fen, Reason: till.Reason{Code: "room_sold"}})
		return store.Code(err)
	}
	require.Equal(t, staff.CodeNeedsApproval, move("more", 20_01))
	var done sync.WaitGroup
	codes := make([]string, 10)
	for i := range codes {
		done.Go(func() { codes[i] = move("race"+string(rune('a'+i)), 20_00) })
	}
	done.Wait()
	won := 0
	for _, code := range codes {
		if code == "" {
			won++
			continue
		}
		require.Equal(t, staff.CodeNeedsApproval, code)
	}
	require.Equal(t, 1, won)
	require.Equal(t, money.Fen(80_00), p.has(p.room)[0])
	p.Verify()
}
