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
