package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// lowers takes something off a bill, which moves what is paid too much on it by then.
func (p *purses) lowers(bill string, fen money.Fen) string {
	p.Helper()
	_, err := p.Book.Reduce(p.Ctx, p.Manager, p.Approve(p.Manager, staff.ReduceBill), bill, fen, "agreed")
	return store.Code(err)
}

// A payment that was undone gave nothing: its bill, paid anew in cash, is lowered like any other.
func TestAGiftThatWasUndoneBindsNoBill(t *testing.T) {
	p, bills := newYear(t)
	cash := []till.Tender{{Kind: till.Cash, Fen: 1100_70}, {Kind: till.Rounding, Fen: 7}}
	given, code := p.spends(whole(bills), append(cash, gift(bills[11]))...)
	require.Empty(t, code)
	require.Equal(t, till.CodeExcessGiven, p.lowers(bills[0], 50_00), "it earned the gift")
	require.Empty(t, p.voided(given.Number, 0, 1100_70))
	_, code = p.spends(whole(bills[:1]), till.Tender{Kind: till.Card, Fen: 100_07, Reference: "S1"})
	require.Empty(t, code)
	require.Empty(t, p.lowers(bills[0], 50_00))
	require.Equal(t, [4]money.Fen{50_00, 0, 0, 0}, p.has(p.room))
	p.Verify()
}

// Prepayment that was given back says neither what an excess is kept for nor that nobody knows whether the money came.
func TestPrepaymentThatCameBackSaysNothingOfABill(t *testing.T) {
	p := newPurses(t)
	p.puts(p.room, billing.Parking, 40_00)
	parking := p.owes(p.room, "停车费", "2026-11-12", 30_00)
	parked, code := p.spends([]till.BillPart{{Bill: parking, Fen: 30_00}}, prepaidFor(billing.Parking, 30_00))
	require.Empty(t, code)
	require.Empty(t, p.voided(parked.Number, 0, 0))
	_, code = p.spends([]till.BillPart{{Bill: parking, Fen: 30_00}}, till.Tender{Kind: till.Cash, Fen: 30_00})
	require.Empty(t, code)
	require.Empty(t, p.lowers(parking, 12_00))
	require.Equal(t, [4]money.Fen{12_00, 0, 0, 40_00}, p.has(p.room), "cash paid it, which is kept for nothing")

	_, code = p.pay(func(o *till.Order) {
		*o = till.Order{RequestID: o.RequestID, Room: p.room, PrepayFen: 50_00, PrepayPurpose: billing.Utilities, Tenders: []till.Tender{{Kind: till.WeChatCode, Fen: 50_00, Reference: "WX1"}}}
	})
	require.Empty(t, code)
	water := p.owes(p.room, "水费", "2026-11-13", 20_00)
	watered, code := p.spends([]till.BillPart{{Bill: water, Fen: 20_00}}, prepaidFor(billing.Utilities, 20_00))
	require.Empty(t, code)
	require.Equal(t, till.CodeUnverifiedSource, p.lowers(water, 5_00), "it came by a code")
	require.Empty(t, p.voided(watered.Number, 0, 0))
	_, code = p.spends([]till.BillPart{{Bill: water, Fen: 20_00}}, till.Tender{Kind: till.Cash, Fen: 20_00})
	require.Empty(t, code)
	require.Empty(t, p.lowers(water, 5_00))
	require.Equal(t, [4]money.Fen{17_00, 0, 50_00, 40_00}, p.has(p.room))
	p.Verify()
}
