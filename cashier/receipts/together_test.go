package receipts_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// threeBooks is a counter that opens receipts of its own for what is collected for others, and the bills of a payment that lands in
// three books: gas that the card pays, a deposit and a fee that cash pays.
func threeBooks(t *testing.T) (counter *uitest.Counter, order till.Order) {
	t.Helper()
	ctx := context.Background()
	counter = uitest.NewCounter(t)
	counter.As("100", uitest.ManagerPIN)
	by, _ := counter.Actor()
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		return counter.Book.Estate.SetPolicy(tx, by.ID(), estate.PolicyAgencyReceipt, estate.Yes)
	}))
	order = till.Order{RequestID: "three", Room: counter.Household("1-1-0602").Room.ID,
		Tenders: []till.Tender{{Kind: till.Card, Fen: 30_50, Reference: "K1"}, {Kind: till.Cash, Fen: 3_000_00}}}
	for _, bill := range []billing.ByHand{{Item: "燃气费", Kind: billing.Agency, AmountFen: 30_50}, {Item: "门禁卡押金", Kind: billing.Deposit, AmountFen: 2_000_00},
		{Item: "工本费", Kind: billing.Income, AmountFen: 12_30}} {
		bill.RequestID, bill.Room, bill.DueOn, bill.Why = bill.Item, "1-1-0602", "2026-11-20", "人工"
		made, err := counter.Charging.AddBill(ctx, bill, session.Second{})
		require.NoError(t, err)
		order.Bills = append(order.Bills, till.BillPart{Bill: made.ID, Fen: bill.AmountFen})
	}
	counter.As("101", uitest.CashierPIN)
	return counter, order
}

// papers are the receipts of a payment as they stand on paper.
func papers(t *testing.T, counter *uitest.Counter, payment till.Payment) (all []paper.Receipt) {
	t.Helper()
	for _, receipt := range payment.Receipts {
		one, err := counter.Printing.PaperReceipt(context.Background(), receipt.Number, 1)
		require.NoError(t, err)
		all = append(all, one)
	}
	return all
}

// Every receipt of one payment names all of them and states its own sum; what was handed over and given back stands once, on the
// first that cash paid, and not on one that the card paid.
func TestReceiptsOfOnePaymentNameEachOther(t *testing.T) {
	counter, order := threeBooks(t)
	taken, err := counter.Taking.Take(context.Background(), taking.Order{Order: order})
	require.NoError(t, err)
	all := papers(t, counter, taken.Payment)
	require.Len(t, all, 3)
	for i, of := range []struct{ received, handed, change money.Fen }{{30_50, 0, 0}, {2_000_00, 3_000_00, 987_70}, {12_30, 0, 0}} {
		require.Equal(t, []string{"01-2026-000001", "01-2026-000002", "01-2026-000003"}, all[i].Together)
		require.Equal(t, []money.Fen{of.received, of.received, of.handed, of.change},
			[]money.Fen{all[i].Sums.DueFen, all[i].Sums.ReceivedFen, all[i].Sums.HandedFen, all[i].Sums.ChangeFen}, all[i].Number)
	}
	require.Empty(t, papers(t, counter, counter.Pay("3-2-1201"))[0].Together, "one receipt alone names no other")
}

// A void prints a slip for each receipt, each with its own sum and the names of the others.
func TestAVoidHasASlipForEveryReceipt(t *testing.T) {
	ctx := context.Background()
	counter, order := threeBooks(t)
	order.Tenders = []till.Tender{{Kind: till.Cash, Fen: 2_042_80}}
	taken, err := counter.Taking.Take(ctx, taking.Order{Order: order})
	require.NoError(t, err)
	counter.Print()
	undo := counter.Undo("01-2026-000002")
	undo.CopiesTaken = 3
	for range 2 { // The first answer was lost.
		voided, err := counter.Undoing.Void(ctx, undo)
		require.NoError(t, err)
		require.NoError(t, voided.PaperError)
	}
	var numbers []string
	for _, job := range counter.Pending(spool.Receipt) {
		slip, err := counter.Printing.PaperReceipt(ctx, job.Subject, job.Copy)
		require.NoError(t, err)
		require.Equal(t, paper.Void, slip.State)
		require.Len(t, slip.Together, 3)
		numbers = append(numbers, slip.Number)
	}
	require.Equal(t, []string{taken.Payment.Receipts[0].Number, taken.Payment.Receipts[1].Number, taken.Payment.Receipts[2].Number}, numbers)
}

// The slips of a reversal name each other and their own receipts, and each is the exact negation of its own.
func TestTheSlipsOfAReversalNameEachOther(t *testing.T) {
	ctx := context.Background()
	counter, order := threeBooks(t)
	taken, err := counter.Taking.Take(ctx, taking.Order{Order: order})
	require.NoError(t, err)
	undone, err := counter.Undoing.Reverse(ctx, counter.Undo(taken.Payment.Number)) // the card cannot be voided
	require.NoError(t, err)
	before := papers(t, counter, taken.Payment)
	for i, slip := range papers(t, counter, undone.Payment) {
		require.Equal(t, []string{"01-2026-000004", "01-2026-000005", "01-2026-000006"}, slip.Together)
		require.Equal(t, -before[i].Sums.ReceivedFen, slip.Sums.ReceivedFen)
		require.Equal(t, before[i].Number, slip.Linked)
		require.Equal(t, slip.Number, before[i].Linked)
	}
}

// One refund of two books has a slip for each, with its own sum.
func TestTheSlipsOfARefundNameEachOther(t *testing.T) {
	ctx := context.Background()
	counter, order := threeBooks(t)
	order.Tenders = []till.Tender{{Kind: till.Cash, Fen: 2_042_80}}
	taken, err := counter.Taking.Take(ctx, taking.Order{Order: order})
	require.NoError(t, err)
	by, _ := counter.Actor()
	var approval staff.Approval
	approval, err = counter.Approval(ctx, by, session.Second{Who: "200", PIN: uitest.SupervisorPIN}, staff.Refund)
	require.NoError(t, err)
	asked, err := counter.Book.Till.AskRefund(ctx, by, approval, till.RefundWish{RequestID: "ask", Room: order.Room, Way: till.Cash, Reason: till.Reason{Code: "owner_asks"},
		Lines: []till.RefundLine{{Source: till.FromPayment, Bill: order.Bills[0].Bill, Of: taken.Payment.Number, Fen: 10_20}, {Source: till.FromDeposit, Bill: order.Bills[1].Bill, Fen: 1_500_00}}})
	require.NoError(t, err)
	require.Equal(t, till.RefundApproved, asked.State)
	paid, err := counter.Refunding.Pay(ctx, till.Payout{RequestID: "pay", Number: asked.Number})
	require.NoError(t, err)
	slips := papers(t, counter, paid.Payment)
	require.Len(t, slips, 2)
	for i, fen := range []money.Fen{-10_20, -1_500_00} {
		require.Equal(t, paper.Refund, slips[i].State)
		require.Equal(t, []string{slips[0].Number, slips[1].Number}, slips[i].Together)
		require.Equal(t, fen, slips[i].Sums.ReceivedFen)
		require.Equal(t, fen, slips[i].Ways[0].Fen)
	}
}
