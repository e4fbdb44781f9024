package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// billed makes a bill by hand and returns its id.
func (d *desk) billed(item, kind string, fen money.Fen) string {
	d.Helper()
	var bill billing.Bill
	require.Empty(d, d.Write(func(tx *store.Tx) (err error) {
		bill, err = d.Book.Billing.In(tx).Add(tx.Context(), d.Manager, staff.Approval{}, billing.ByHand{RequestID: item, Room: "3-2-1201", Item: item, Kind: kind, AmountFen: fen})
		return err
	}))
	return bill.ID
}

// balance returns what an account holds, credits above zero.
func (d *desk) balance(account string) (fen money.Fen) {
	d.Read(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT coalesce(sum(CASE WHEN credit = ?1 THEN fen ELSE -fen END), 0) FROM transfers WHERE ?1 IN (debit, credit)", []any{account}, &fen)
		return err
	})
	return fen
}

// visit pays the fee, water collected for the waterworks and a deposit in one payment: 40.00 prepaid, 100.00 by card, the rest
// in cash.
func (d *desk) visit(water, deposit string) till.Payment {
	d.Helper()
	paid, code := d.pay(func(o *till.Order) {
		o.Bills = []till.BillPart{{Bill: d.bill, Fen: 840_47}, {Bill: water, Fen: 104_06}, {Bill: deposit, Fen: 2_000_00}}
		o.Tenders = []till.Tender{{Kind: till.Prepaid, Fen: 40_00}, {Kind: till.Card, Fen: 100_00, Reference: "K1"}, {Kind: till.Cash, Fen: 3_000_00}, {Kind: till.Rounding, Fen: 3}}
	})
	require.Empty(d, code)
	return paid
}

// One visit, one payment: the money lands in its separate books. What is handed over fills what belongs to others first, then
// what is to be given back, then the company's own; rounding and the prepayment are the company's own. The deposit has a receipt
// of its own, on which everything that paid it stands, and the receipts together are the payment.
func TestOnePaymentLandsInItsBooks(t *testing.T) {
	d := newDesk(t)
	water, deposit := d.billed("水费", billing.Agency, 104_06), d.billed("装修押金", billing.Deposit, 2_000_00)
	require.Zero(t, d.balance(billing.AccountDeposit), "what was only asked for is owed by nobody")
	require.Empty(t, d.open(1_000_00))
	paid := d.visit(water, deposit)
	require.Equal(t, []till.Receipt{
		{Number: "01-2026-000001", Book: till.DepositBook, Fen: 2_000_00, State: till.StateLive},
		{Number: "01-2026-000002", Book: till.OwnBook, Fen: 944_53, State: till.StateLive}}, paid.Receipts)
	require.Equal(t, money.Fen(195_50), paid.ChangeFen)
	require.Equal(t, money.Fen(2_000_00), d.balance(billing.AccountDeposit))
	require.Equal(t, money.Fen(104_06), d.balance(billing.AccountAgency))

	for number, tenders := range map[string][]till.Tender{
		"01-2026-000001": {{Kind: till.Cash, Fen: 2_000_00}},
		"01-2026-000002": {{Kind: till.Prepaid, Fen: 40_00}, {Kind: till.Card, Fen: 100_00, Reference: "K1"}, {Kind: till.Cash, Fen: 804_50}, {Kind: till.Rounding, Fen: 3}}} {
		var found till.Payment
		d.Read(func(tx *store.Tx) (err error) {
			found, err = till.ByNumber(tx, number)
			return err
		})
		require.Equal(t, paid.Number, found.Number, "either number finds the payment")
		part := found.Part(number)
		require.Equal(t, number, part.Number)
		require.Equal(t, tenders, part.Tenders)
		require.Equal(t, part.TotalFen, part.Sums().DueFen)
	}
	require.Equal(t, paid.Sums().ReceivedFen, paid.Part("01-2026-000001").Sums().ReceivedFen+paid.Part("01-2026-000002").Sums().ReceivedFen)
	z := d.closeAll(1_000_00 + 3_000_00 - 195_50)
	require.Equal(t, 2, z.Receipts)
	require.Equal(t, "01-2026-000002", z.LastReceipt)
	d.Verify()
}

// What goes back of a bill names the receipt that the owner has for it, whichever receipt of the payment was asked by.
func TestARefundNamesTheReceiptOfItsBook(t *testing.T) {
	d := newDesk(t)
	water, deposit := d.billed("水费", billing.Agency, 104_06), d.billed("装修押金", billing.Deposit, 2_000_00)
	require.Empty(t, d.open(3_000_00))
	paid := d.visit(water, deposit)
	require.Equal(t, till.DepositBook, paid.Receipts[0].Book)
	line := func(of string, fen money.Fen) till.RefundLine {
		return till.RefundLine{Source: till.FromPayment, Bill: d.bill, Of: of, Fen: fen}
	}
	for _, asked := range paid.Numbers() {
		refund, code := d.asks(true, till.Cash, line(asked, 30_00))
		require.Empty(t, code)
		require.Equal(t, "01-2026-000002", refund.Lines[0].Of, "asked by %s", asked)
	}
	water1, code := d.asks(true, till.Cash, till.RefundLine{Source: till.FromPayment, Bill: water, Of: paid.Number, Fen: 4_00})
	require.Empty(t, code)
	require.Equal(t, "01-2026-000002", water1.Lines[0].Of, "water has no receipt of its own here")
	_, code = d.asks(true, till.Cash, line("01-2026-000001", 500_00), line("01-2026-000002", 500_00))
	require.Equal(t, "till.refund_too_much", code, "two receipts of one payment are one source")
	d.Verify()
}

// The reversal is the exact negation, with a receipt for each that it undoes, linked both ways.
func TestAReversalUndoesEveryReceipt(t *testing.T) {
	d := newDesk(t)
	water, deposit := d.billed("水费", billing.Agency, 104_06), d.billed("装修押金", billing.Deposit, 2_000_00)
	require.Empty(t, d.open(1_000_00))
	paid := d.visit(water, deposit)
	undone, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.approve(staff.Reverse), till.Undoing{RequestID: "undo", Number: "01-2026-000002",
		CashBackFen: paid.CashFen(), Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, []till.Receipt{
		{Number: "01-2026-000003", Book: till.DepositBook, Fen: -2_000_00, State: till.StateReversal},
		{Number: "01-2026-000004", Book: till.OwnBook, Fen: -944_53, State: till.StateReversal}}, undone.Receipts)
	require.Equal(t, []till.Tender{{Kind: till.Cash, Fen: -2_000_00}}, undone.Part("01-2026-000003").Tenders)
	for number, linked := range map[string]string{"01-2026-000001": "01-2026-000003", "01-2026-000002": "01-2026-000004", "01-2026-000004": "01-2026-000002"} {
		d.Read(func(tx *store.Tx) error {
			other, err := till.LinkedReceipt(tx, number)
			require.Equal(t, linked, other)
			return err
		})
	}
	require.Zero(t, d.balance(billing.AccountDeposit))
	d.closeAll(1_000_00)
	d.Verify()
}

// A void takes back the copies of all of the payment's receipts.
func TestAVoidWantsTheCopiesOfEveryReceipt(t *testing.T) {
	d := newDesk(t)
	deposit := d.billed("装修押金", billing.Deposit, 2_000_00)
	require.Empty(t, d.open(1_000_00))
	paid, code := d.pay(func(o *till.Order) {
		o.Bills = append(o.Bills, till.BillPart{Bill: deposit, Fen: 2_000_00})
		o.Tenders = []till.Tender{{Kind: till.Cash, Fen: 2_040_00}}
	})
	require.Empty(t, code)
	require.Empty(t, d.Write(func(tx *store.Tx) error {
		for _, receipt := range paid.Receipts {
			if _, err := d.Book.Till.RecordCopy(tx, d.Cashier, receipt.Number); err != nil {
				return err
			}
		}
		return nil
	}))
	undo := till.Undoing{RequestID: "undo", Number: paid.Number, CopiesTaken: 1, CashBackFen: 2_040_00, Reason: till.Reason{Code: "wrong_room"}}
	_, err := d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), undo)
	require.Equal(t, "till.copies", store.Code(err))
	undo.CopiesTaken = 2
	_, err = d.Book.Till.Void(d.Ctx, d.Cashier, d.approve(staff.VoidPayment), undo)
	require.NoError(t, err)
	d.Verify()
}

// Where the policy says so, what is collected for others has a receipt of its own too, and stands first.
func TestWhatIsCollectedForOthersMayHaveItsOwnReceipt(t *testing.T) {
	d := newDesk(t)
	water, deposit := d.billed("水费", billing.Agency, 104_06), d.billed("装修押金", billing.Deposit, 2_000_00)
	require.Equal(t, "estate.policy", d.policy(estate.PolicyAgencyReceipt, "perhaps"))
	require.Empty(t, d.policy(estate.PolicyAgencyReceipt, estate.Yes))
	require.Empty(t, d.open(1_000_00))
	paid := d.visit(water, deposit)
	var books []till.Book
	for _, receipt := range paid.Receipts {
		books = append(books, receipt.Book)
	}
	require.Equal(t, till.Books, books)
	require.Equal(t, []till.Tender{{Kind: till.Card, Fen: 100_00, Reference: "K1"}, {Kind: till.Cash, Fen: 4_06}}, paid.Part(paid.Receipts[0].Number).Tenders)
	d.Verify()
}
