package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// conflictCodes returns why events of the book stand among the conflicts.
func (c *counter) conflictCodes() (codes []string) {
	c.Helper()
	c.reads(func(tx *store.Tx) (err error) {
		codes, err = store.All(tx, "SELECT code FROM conflicts ORDER BY device, seq", nil, func(scan func(dest ...any) error) (code string, err error) { return code, scan(&code) })
		return err
	})
	return codes
}

// paysBy pays the arrears of a room in one tender, as order says besides.
func (c *counter) paysBy(n int, tender till.Tender, order till.Order, approval ...staff.Approval) {
	c.Helper()
	bill := c.arrears(n)
	tender.Fen = 84040
	order.RequestID, order.Room, order.Tenders = c.name()+roomCode(n), bill.Object, []till.Tender{tender}
	order.Bills = []till.BillPart{{Bill: bill.ID, Fen: tender.Fen}}
	for _, one := range approval {
		order.Approval = one
	}
	c.take(order)
}

// One slip of the card terminal brought money in once, whichever counter types it: what the later one took for it is put by, where a person sees it.
func TestOneCardSlipAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	slip := till.Tender{Kind: till.Card, Reference: "K70010001"}
	held := a.held(2) + a.held(3)
	a.paysBy(2, slip, till.Order{})
	b.paysBy(3, slip, till.Order{})
	a.agrees(b)
	require.Equal(t, []string{till.CodeReferenceUsed}, a.conflictCodes())
	require.Equal(t, held+84040, a.held(2)+a.held(3))
}

// Who says that a slip pays twice is believed where the other payment was not heard of, too: a transfer may pay for two rooms.
func TestOneSlipThatIsSaidToPayForTwoRooms(t *testing.T) {
	a, b := twoCounters(t)
	slip := till.Tender{Kind: till.Card, Reference: "K70010001"}
	both := till.Order{Overridden: []string{till.ReferenceUsed}}
	held := a.held(2) + a.held(3)
	a.paysBy(2, slip, both)
	b.paysBy(3, slip, both)
	a.agrees(b)
	require.Empty(t, a.conflictCodes())
	require.Equal(t, held, a.held(2)+a.held(3))
}

// A hand-written receipt is entered once, and its number is free again where the entry was undone before.
func TestOneHandWrittenReceiptAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	cash := till.Tender{Kind: till.Cash}
	late := till.Order{Late: &till.Late{PaperNumber: "0088121", ValueOn: calendar.Of(a.clock), Reason: till.Reason{Code: "power_cut"}}}
	held := a.held(2) + a.held(3)
	a.paysBy(2, cash, late, a.approve(staff.EnterLate))
	b.paysBy(3, cash, late, b.approve(staff.EnterLate))
	a.agrees(b)
	require.Equal(t, []string{till.CodeLateTwice}, a.conflictCodes())
	require.Equal(t, held+84040, a.held(2)+a.held(3))
}

// One slip of the bank leaves the safe once, whichever counter books it.
func TestOneBankSlipAtTwoCounters(t *testing.T) {
	a, b := twoCounters(t)
	require.NoError(t, a.book.Till.MoveCash(a.ctx, a.cashier, a.approve(staff.MoveCash), till.Move{RequestID: "to the safe", Direction: till.MoveOut, Fen: 20000, Reason: till.Reason{Code: "safe_drop"}}))
	b.hear(a)
	for _, c := range []*counter{a, b} {
		_, err := c.book.Till.Bank(c.ctx, c.cashier, c.approve(staff.BankCash), till.Banking{RequestID: "banks " + c.name(), Slip: "BJ-101", Fen: 10000, On: calendar.Of(c.clock)})
		require.NoError(t, err)
	}
	a.agrees(b)
	require.Equal(t, []string{till.CodeBankSlipUsed}, a.conflictCodes())
}
