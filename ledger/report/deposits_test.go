package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// deposits reads the report, which must tie with the account.
func (c *counter) deposits(from, to calendar.Date) (r report.DepositsReport) {
	c.Helper()
	c.Read(func(tx *store.Tx) (err error) {
		r, err = report.Deposits(tx, c.Book.Vault, from, to)
		return err
	})
	require.Equal(c, r.AccountFen, r.ClosingFen)
	return r
}

// takesDeposit takes a deposit of a room in cash and returns its bill with the payment.
func (c *counter) takesDeposit(code string, fen money.Fen) (string, till.Payment) {
	c.Helper()
	bill, err := c.Book.Billing.Add(c.Ctx, c.Manager, staff.Approval{}, billing.ByHand{RequestID: "deposit-" + code, Room: code, Item: "门禁押金", Kind: billing.Deposit, AmountFen: fen})
	require.NoError(c, err)
	payment, err := c.Book.Till.Receive(c.Ctx, c.Cashier, till.Order{RequestID: "take-" + code, Room: estate.ObjectID(estate.Room, code),
		Bills: []till.BillPart{{Bill: bill.ID, Fen: fen}}, Tenders: []till.Tender{{Kind: till.Cash, Fen: fen}}})
	require.NoError(c, err)
	return bill.ID, payment
}

// Over three days a deposit is taken, used and that undone, moved in part, given back in part, and a part of it becomes prepayment:
// each day begins with what the day before left, and ends with what the account has.
func TestTheDepositsOfEveryDayTieWithTheAccount(t *testing.T) {
	c := newCounter(t)
	c.open(500_00)
	require.Len(t, c.deposits("2026-11-20", "2026-11-20").Sheets()[0].Rows, 1, "it says that there are none")
	bill, _ := c.takesDeposit(room, 1_000_00)
	used, err := c.Book.Till.Deduct(c.Ctx, c.Cashier, c.approve(staff.DeductDeposit), till.Deduction{RequestID: "used", Deposit: bill, Fen: 100_00, Item: "赔偿", Why: "门禁卡"})
	require.NoError(t, err)
	_, wrong := c.takesDeposit(shop, 50_00)
	_, err = c.Book.Till.Void(c.Ctx, c.Cashier, c.approve(staff.VoidPayment), till.Undoing{RequestID: "void", Number: wrong.Number, CashBackFen: 50_00, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	c.close(1_500_00)

	c.At("2026-11-21")
	c.open(500_00)
	_, err = c.Book.Till.Reverse(c.Ctx, c.Cashier, c.approve(staff.Reverse), till.Undoing{RequestID: "back", Number: used.Number, Reason: till.Reason{Code: "wrong_amount"}})
	require.NoError(t, err)
	move, err := c.Book.Till.MoveDeposit(c.Ctx, c.Cashier, c.approve(staff.MoveDeposit), till.DepositMoving{RequestID: "move", Deposit: bill,
		To: estate.ObjectID(estate.Room, shop), Fen: 300_00, Reason: till.Reason{Code: "sold"}})
	require.NoError(t, err)
	refund, err := c.Book.Till.AskRefund(c.Ctx, c.Cashier, c.approve(staff.Refund), till.RefundWish{RequestID: "ask", Room: estate.ObjectID(estate.Room, shop), Way: till.Cash,
		Reason: till.Reason{Code: "moved_out"}, Lines: []till.RefundLine{{Source: till.FromDeposit, Bill: move.To, Fen: 120_00}}})
	require.NoError(t, err)
	_, err = c.Book.Till.PayRefund(c.Ctx, c.Cashier, till.Payout{RequestID: "pay", Number: refund.Number})
	require.NoError(t, err)

	c.At("2026-11-22")
	approval, err := c.Book.Staff.Approve(c.Ctx, c.Manager, "200", ledgertest.SupervisorPIN, staff.ReduceBill)
	require.NoError(t, err)
	require.Equal(t, till.CodeExcessDeposit, c.Write(func(tx *store.Tx) error {
		if err := c.Book.Billing.In(tx).Reduce(tx.Context(), c.Manager, approval, bill, 50_00, "agreed"); err != nil {
			return err
		}
		_, err := c.Book.Till.CreditExcess(tx, c.Manager, bill)
		return err
	}), "a deposit goes back as a deposit alone")

	first := report.DepositRow{Bill: bill, Room: room, Item: "门禁押金"}
	other := report.DepositRow{Bill: move.To, Room: shop, Item: "门禁押金"}
	day := c.deposits("2026-11-20", "2026-11-20")
	first.InFen, first.UsedFen, first.ClosingFen = 1_000_00, 100_00, 900_00
	require.Equal(t, []report.DepositRow{first}, day.Rows, "what was voided the same day never came")
	day = c.deposits("2026-11-21", "2026-11-21")
	first.OpeningFen, first.InFen, first.UsedFen, first.MovedOutFen, first.ClosingFen = 900_00, 0, -100_00, 300_00, 700_00
	other.MovedInFen, other.ReturnedFen, other.ClosingFen = 300_00, 120_00, 180_00
	require.Equal(t, []report.DepositRow{first, other}, day.Rows)
	day = c.deposits("2026-11-22", "2026-11-22")
	require.Equal(t, money.Fen(700_00), day.Rows[0].OpeningFen)
	require.Zero(t, day.Rows[0].MovedOutFen)
	require.Equal(t, money.Fen(880_00), day.ClosingFen)
	c.Read(func(tx *store.Tx) error {
		billed, err := report.Billed(tx, c.Book.Vault, "2026-11-01", "2026-11-30", "")
		for _, row := range billed.Rows {
			if row.Kind == billing.Deposit {
				require.Equal(t, 2, row.Bills, "the two that were asked for, and not what was moved")
			}
		}
		return err
	})
	whole := c.deposits("2026-11-01", "2026-11-30")
	require.Equal(t, money.Fen(880_00), whole.ClosingFen)
	require.Zero(t, whole.Rows[0].UsedFen, "used and undone")
	c.Verify()
}

// A closing sum that differs from the account says so in a line of the sheet.
func TestADepositsReportThatDoesNotTieSaysSo(t *testing.T) {
	r := report.DepositsReport{Rows: []report.DepositRow{{Room: room, ClosingFen: 100_00}}, ClosingFen: 100_00, AccountFen: 90_00}
	var notes []string
	for _, row := range r.Sheets()[0].Rows {
		if row.Kind == report.NoteRow {
			notes = append(notes, row.Cells[0].Text)
		}
	}
	require.Contains(t, notes[0], "✗ 不符：期末合计 100.00，账上的押金余额 90.00")
}
