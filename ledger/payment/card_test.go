package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// atTerminal begins an order for the whole bill at the card terminal.
func (d *desk) atTerminal(way payment.Way) (payment.Intent, error) {
	d.Book.Payments.Connect(payment.Terminal, d.bank)
	d.made++
	return d.Book.Payments.Begin(d.Ctx, d.Cashier, payment.Asking{Way: way, Order: till.Order{RequestID: "card-" + time.Duration(d.made).String(), Room: d.room,
		Bills: []till.BillPart{{Bill: d.bill, Fen: 840_47}}, Tenders: []till.Tender{{Kind: till.TerminalPay, Fen: 840_47}}}})
}

// An owner takes two minutes with the card and the PIN: the order waits longer than one by a code, and is booked under its number.
func TestACardAtTheTerminalTakesItsTime(t *testing.T) {
	d := newDesk(t)
	_, err := d.atTerminal(payment.Shown)
	require.Equal(t, payment.CodeChannel, store.Code(err), "a terminal shows no code")
	intent, err := d.atTerminal(payment.Charged)
	require.NoError(t, err)
	_, err = d.Book.Payments.Charge(d.Ctx, intent.Order.No, payerCode)
	require.Equal(t, "payment.payer_other", store.Code(err), "a code is nothing to a terminal")
	intent, err = d.Book.Payments.Charge(d.Ctx, intent.Order.No, "")
	require.NoError(t, err)
	require.Equal(t, payment.Pending, intent.State)
	d.Clock = d.Clock.Add(2 * time.Minute)
	intent, _, err = d.Book.Payments.Advance(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.Pending, intent.State, "it is not stopped after 45 seconds")
	d.bank.pays(intent.Order)
	d.Clock = d.Clock.Add(10 * time.Second)
	intent, _, err = d.Book.Payments.Advance(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.Equal(t, "01-2026-000001", intent.Receipt)
	d.Read(func(tx *store.Tx) error {
		paid, err := till.ByNumber(tx, intent.Receipt)
		require.Equal(t, []till.Tender{{Kind: till.TerminalPay, Fen: 840_47, Reference: intent.Order.No}}, paid.Tenders)
		found, failed := payment.FindIntent(tx, intent.ChannelNo)
		require.NoError(t, failed)
		require.Equal(t, intent.Order.No, found.Order.No, "the terminal's own number finds it")
		return err
	})
	d.Verify()
}

// One that nobody pays is closed by itself after three minutes, and its bill is free.
func TestACardThatNeverComes(t *testing.T) {
	d := newDesk(t)
	intent, err := d.atTerminal(payment.Charged)
	require.NoError(t, err)
	_, err = d.Book.Payments.Charge(d.Ctx, intent.Order.No, "")
	require.NoError(t, err)
	d.Clock = d.Clock.Add(3*time.Minute + time.Second)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Empty(t, d.tray())
	_, err = d.atTerminal(payment.Charged)
	require.NoError(t, err)
}

// The wrong household paid by card: the reversal negates it in the book, asks no channel for anything, and no refund goes that way.
func TestACardsMoneyGoesBackByHand(t *testing.T) {
	d := newDesk(t)
	intent, err := d.atTerminal(payment.Charged)
	require.NoError(t, err)
	d.bank.pays(intent.Order)
	intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(t, err)
	require.NotEmpty(t, intent.Receipt)
	d.Read(func(tx *store.Tx) error {
		kind, _, err := till.WayBack(tx, d.room, till.RefundLine{Source: till.FromPayment, Of: intent.Receipt, Bill: d.bill})
		require.Empty(t, kind)
		return err
	})
	_, err = d.Book.Till.Void(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.VoidPayment), till.Undoing{RequestID: "void", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
	require.Equal(t, "till.void_electronic", store.Code(err))
	_, err = d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "back", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Zero(t, d.bank.asksBack)
	require.Equal(t, money.Fen(840_47), d.owed())
	d.Verify()
}

// Money that no order brought is no card's: the book refuses it whoever writes it.
func TestTheBookRefusesACardWithoutItsOrder(t *testing.T) {
	d := newDesk(t)
	intent, err := d.atTerminal(payment.Charged)
	require.NoError(t, err)
	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "by-hand", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 840_47}},
		Tenders: []till.Tender{{Kind: till.TerminalPay, Fen: 840_47, Reference: intent.Order.No}}})
	require.Equal(t, till.CodeTender, store.Code(err))
	err = d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		_, err := tx.Exec("INSERT INTO tenders (device, seq, line, kind, fen, reference, slip, received) VALUES (1, 999999, 1, 'terminal', 84047, ?, '', 1)", intent.Order.No)
		return err
	})
	require.ErrorContains(t, err, "no order of a channel has this money")
}

// The terminal said that it had no such order, or that it failed, and took the card for it all the same: asked again by itself, the money is
// booked as late money is, though nobody asked for it by its number.
func TestACardThatPaidAnOrderThatWasClosedIsFound(t *testing.T) {
	d := newDesk(t)
	intent := d.closedAtTerminal()
	_, err := d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "cash", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 840_40}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: 840_40}}})
	require.NoError(t, err)
	d.bank.pays(intent.Order)
	d.Clock = d.Clock.Add(2 * time.Minute)
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, money.Fen(840_47), d.credit())
	d.Read(func(tx *store.Tx) (err error) {
		intent, err = payment.IntentByNo(tx, intent.Order.No)
		return err
	})
	require.Equal(t, "till.overpays", intent.Credited)
	require.NotEmpty(t, intent.Receipt)
	d.Verify()
}

// closedAtTerminal is an order that a person gave up after 16 seconds, and that the terminal said nobody paid.
func (d *desk) closedAtTerminal() payment.Intent {
	d.Helper()
	intent, err := d.atTerminal(payment.Charged)
	require.NoError(d, err)
	d.Clock = d.Clock.Add(16 * time.Second)
	intent, err = d.Book.Payments.Stop(d.Ctx, d.Cashier, intent.Order.No)
	require.NoError(d, err)
	require.Equal(d, payment.IsClosed, intent.State)
	return intent
}

// A closed order is asked about five times in a day, at growing distances; a terminal that is switched off is knocked at every ten minutes, and
// a program that was started anew asks at once.
func TestAClosedOrderIsAskedAboutAFewTimes(t *testing.T) {
	d := newDesk(t)
	begun := d.Clock
	d.closedAtTerminal()
	var asked []time.Duration
	minutes := func(from, to time.Duration) {
		for at := from; at < to; at += time.Minute {
			before := d.bank.asked
			d.Clock = begun.Add(at)
			_ = d.Book.Payments.Sweep(d.Ctx) // whether the terminal answers is told by asked
			if d.bank.asked > before {
				asked = append(asked, at)
			}
		}
	}
	minutes(time.Minute, 30*time.Minute)
	d.bank.lose = true
	minutes(30*time.Minute, 50*time.Minute)
	d.bank.lose = false
	minutes(50*time.Minute, 30*time.Hour)
	require.Equal(t, []time.Duration{2 * time.Minute, 8 * time.Minute, 32 * time.Minute, 42 * time.Minute, 52 * time.Minute, 128 * time.Minute, 512 * time.Minute}, asked)

	d.Clock = begun.Add(13 * time.Hour)
	require.NoError(t, d.Book.Close())
	d.Open()
	d.Book.Payments.Connect(payment.Terminal, d.bank)
	before := d.bank.asked
	require.NoError(t, d.Book.Payments.Sweep(d.Ctx))
	require.Equal(t, before+1, d.bank.asked)
}

// paidAtTerminal is a card that paid the whole bill, and is booked.
func (d *desk) paidAtTerminal() payment.Intent {
	d.Helper()
	intent, err := d.atTerminal(payment.Charged)
	require.NoError(d, err)
	d.bank.pays(intent.Order)
	intent, err = d.Book.Payments.Ask(d.Ctx, intent.Order.No)
	require.NoError(d, err)
	require.NotEmpty(d, intent.Receipt)
	return intent
}

// A sale is booked, and somebody takes it back at the terminal: before the shift is counted it is found, stands in the tray and on the report, and is
// carried by a supervisor until its receipt is reversed.
func TestASaleThatIsTakenBackAtTheTerminalIsNamed(t *testing.T) {
	d := newDesk(t)
	intent := d.paidAtTerminal()
	require.Empty(t, d.tray())
	d.bank.orders[intent.Order.No] = payment.Answer{State: payment.Returned}
	changed, err := d.Book.Payments.ConfirmShift(d.Ctx)
	require.NoError(t, err)
	require.Len(t, changed, 1)
	require.True(t, d.tray()[0].IsTakenBack())
	require.Zero(t, d.owed(), "the book is not changed by what a terminal says: the payment stands until it is reversed")
	d.Verify()

	_, err = d.closes(0, false)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	z, err := d.closes(0, true)
	require.NoError(t, err)
	require.Equal(t, []till.Unresolved{{No: intent.Order.No, Kind: till.TerminalPay, Fen: 840_47, Place: "3-2-1201", TakenBack: true}}, z.Unresolved)
	require.Contains(t, z.Text(), "刷卡机上又撤销了")
	require.Equal(t, money.Fen(840_47), z.ReceivedFen)
	d.Verify()

	d.opens()
	_, err = d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "back", Number: intent.Receipt, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Empty(t, d.tray())
	require.Equal(t, money.Fen(840_47), d.owed())
	d.Verify()
}

// Whoever closes without having asked is told by the close itself.
func TestTheCloseAsksTheTerminalAboutItsShift(t *testing.T) {
	d := newDesk(t)
	closed := d.closedAtTerminal()
	d.bank.pays(closed.Order)
	z, err := d.closes(0, false)
	require.NoError(t, err)
	require.Equal(t, money.Fen(840_47), z.ReceivedFen, "the card paid what was closed, and the shift has it")
	require.Empty(t, z.Unconfirmed)
	d.Verify()
}

// A terminal that is switched off holds no close up: the report names what it did not say again.
func TestAShiftClosesWithoutItsTerminal(t *testing.T) {
	d := newDesk(t)
	intent := d.paidAtTerminal()
	d.bank.lose = true
	_, err := d.Book.Payments.ConfirmShift(d.Ctx)
	require.NoError(t, err)
	z, err := d.closes(0, false)
	require.NoError(t, err)
	require.Equal(t, []till.Unresolved{{No: intent.Order.No, Kind: till.TerminalPay, Fen: 840_47, Place: "3-2-1201"}}, z.Unconfirmed)
	require.Contains(t, z.Text(), "没有和刷卡机核对上")
	require.Contains(t, z.Text(), intent.Order.No)
	d.Verify()
}

// What the terminal has confirmed for the count is not asked about again by the close, and what has no order at a terminal asks nobody.
func TestWhatWasConfirmedIsAskedAboutOnce(t *testing.T) {
	d := newDesk(t)
	d.paidAtTerminal()
	_, err := d.Book.Payments.ConfirmShift(d.Ctx)
	require.NoError(t, err)
	asked := d.bank.asked
	z, err := d.closes(0, false)
	require.NoError(t, err)
	require.Empty(t, z.Unconfirmed)
	require.Equal(t, asked, d.bank.asked)
	d.opens()
	_, err = d.closes(0, false)
	require.NoError(t, err)
	require.Equal(t, asked, d.bank.asked)
}
