package till_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// purses is a counter with two households and the items 物业费, 水费 and 停车费 of three purposes.
type purses struct {
	*desk
	next string // the id of the second household
}

func newPurses(t *testing.T) *purses {
	t.Helper()
	p := &purses{desk: &desk{Desk: ledgertest.New(t, time.Date(2026, 11, 21, 8, 0, 0, 0, calendar.Zone), ledger.Register{
		Rooms: []estate.Row{{Code: "1-1-101", Building: "1", Unit: "1", Number: "101", AreaCentiM2: 9000},
			{Code: "1-1-102", Building: "1", Unit: "1", Number: "102", AreaCentiM2: 9000}}})}}
	p.room, p.next = estate.ObjectID(estate.Room, "1-1-101"), estate.ObjectID(estate.Room, "1-1-102")
	for name, purpose := range map[string]billing.Purpose{"物业费": billing.PropertyFee, "水费": billing.Utilities, "停车费": billing.Parking} {
		require.NoError(t, p.Book.Billing.SetItem(p.Ctx, p.Manager, staff.Approval{}, billing.Item{Name: name, Kind: billing.Income, HangsOn: estate.Room,
			Cycle: tariff.EveryMonth, Purpose: purpose, Active: true}))
	}
	require.Empty(t, p.open(1_000_00))
	return p
}

// owes makes a bill that is due on a day of November.
func (p *purses) owes(room, item string, due calendar.Date, fen money.Fen) string {
	p.Helper()
	p.made++
	var bill billing.Bill
	code := p.Write(func(tx *store.Tx) (err error) {
		place, err := estate.ByID(tx, room)
		if err != nil {
			return err
		}
		bill, err = p.Book.Billing.In(tx).Add(p.Ctx, p.Manager, staff.Approval{}, billing.ByHand{RequestID: "bill" + time.Duration(p.made).String(), Room: place.Code, Item: item,
			DueOn: due, AmountFen: fen})
		return err
	})
	require.Empty(p, code)
	return bill.ID
}

// puts puts cash by for a purpose.
func (p *purses) puts(room string, purpose billing.Purpose, fen money.Fen) till.Payment {
	p.Helper()
	payment, code := p.pay(func(o *till.Order) {
		*o = till.Order{RequestID: o.RequestID, Room: room, PrepayFen: fen, PrepayPurpose: purpose, Tenders: []till.Tender{{Kind: till.Cash, Fen: fen}}}
	})
	require.Empty(p, code)
	return payment
}

// spends pays bills with tenders alone.
func (p *purses) spends(bills []till.BillPart, tenders ...till.Tender) (till.Payment, string) {
	return p.pay(func(o *till.Order) { o.Bills, o.Tenders = bills, tenders })
}

func prepaidFor(purpose billing.Purpose, fen money.Fen) till.Tender {
	return till.Tender{Kind: till.Prepaid, Fen: fen, Reference: string(purpose)}
}

// has returns what a household has prepaid by purpose, in the order of billing.Purposes.
func (p *purses) has(room string) (fen [4]money.Fen) {
	p.Helper()
	p.Read(func(tx *store.Tx) error {
		for i, purpose := range billing.Purposes {
			one, err := till.PrepaymentOf(tx, room, purpose)
			if err != nil {
				return err
			}
			fen[i] = one.Fen
		}
		return nil
	})
	return fen
}

func (p *purses) moves(from billing.Purpose, to string, toPurpose billing.Purpose, fen money.Fen) string {
	p.made++
	_, err := p.Book.Till.MovePrepaid(p.Ctx, p.Cashier, p.approve(staff.MovePrepaid), till.PrepaidMove{RequestID: "move" + time.Duration(p.made).String(), Room: p.room,
		Purpose: from, To: to, ToPurpose: toPurpose, Fen: fen, Reason: till.Reason{Code: "other_purpose"}})
	return store.Code(err)
}

func (p *purses) freezes(purpose billing.Purpose, frozen bool) string {
	action, reason := staff.UnfreezePrepaid, "settled"
	if frozen {
		action, reason = staff.FreezePrepaid, "dispute"
	}
	return store.Code(p.Book.Till.FreezePrepaid(p.Ctx, p.Cashier, p.approve(action), p.room, purpose, frozen, till.Reason{Code: reason}))
}

// What is kept for one purpose pays the bills of that purpose alone, beside money for any bill, and comes back when the payment is
// undone.
func TestMoneyKeptForAPurposePaysNothingElse(t *testing.T) {
	p := newPurses(t)
	property, water := p.owes(p.room, "物业费", "2026-11-10", 200_00), p.owes(p.room, "水费", "2026-11-11", 50_07)
	p.puts(p.room, billing.PropertyFee, 150_00)
	p.puts(p.room, billing.AnyPurpose, 60_00)
	require.Equal(t, [4]money.Fen{60_00, 150_00, 0, 0}, p.has(p.room))
	_, code := p.spends([]till.BillPart{{Bill: water, Fen: 50_00}}, prepaidFor(billing.PropertyFee, 50_00))
	require.Equal(t, "till.kept_unfit", code)
	_, code = p.spends([]till.BillPart{{Bill: property, Fen: 200_00}}, prepaidFor(billing.PropertyFee, 150_01), till.Tender{Kind: till.Card, Fen: 49_99, Reference: "S1"})
	require.Equal(t, till.CodeCreditShort, code, "more than there is")
	_, code = p.spends([]till.BillPart{{Bill: property, Fen: 100_00}, {Bill: water, Fen: 20_00}}, prepaidFor(billing.PropertyFee, 110_00), prepaidFor(billing.AnyPurpose, 10_00))
	require.Equal(t, "till.kept_unfit", code, "more than the bills of its purpose ask")

	// Rounding gives away fen of the company's own bills first; what is kept for the property fee pays before it.
	both, code := p.spends([]till.BillPart{{Bill: property, Fen: 150_00}, {Bill: water, Fen: 50_07}},
		prepaidFor(billing.PropertyFee, 150_00), prepaidFor(billing.AnyPurpose, 30_00), till.Tender{Kind: till.Cash, Fen: 20_00}, till.Tender{Kind: till.Rounding, Fen: 7})
	require.Empty(t, code)
	require.Equal(t, money.Fen(30_00), both.CreditAfterFen)
	require.Equal(t, [4]money.Fen{30_00, 0, 0, 0}, p.has(p.room))
	p.Verify()
	require.Empty(t, p.voided(both.Number, 0, 20_00))
	require.Equal(t, [4]money.Fen{60_00, 150_00, 0, 0}, p.has(p.room))
	p.Verify()
}

// Settle spends what is kept for a purpose before what is for any bill, and each no further than its bills.
func TestAnExactPrepaymentSpendsWhatIsKeptFirst(t *testing.T) {
	asked := till.Asked{BillsFen: 300_00, CreditFen: 120_00, RoundingMaxFen: 9, Kept: []till.Kept{{billing.PropertyFee, 500_00, 200_00}, {billing.Parking, 30_00, 0}}}
	s, err := till.Settle(asked, []till.Tender{{Kind: till.Prepaid, Fen: till.Exact}, {Kind: till.Cash, Fen: till.Exact}})
	require.NoError(t, err)
	require.Equal(t, []till.Tender{prepaidFor(billing.PropertyFee, 200_00), prepaidFor(billing.AnyPurpose, 100_00)}, s.Tenders)
	asked.CreditFen = 60_00
	s, err = till.Settle(asked, []till.Tender{{Kind: till.Prepaid, Fen: till.Exact}, {Kind: till.Cash, Fen: 100_00}})
	require.NoError(t, err)
	require.Equal(t, money.Fen(260_00), s.CreditFen)
	require.Equal(t, money.Fen(60_00), s.ChangeFen)
	asked.PrepayFen = 10_00
	s, err = till.Settle(asked, []till.Tender{{Kind: till.Prepaid, Fen: till.Exact}, {Kind: till.Cash, Fen: till.Exact}})
	require.NoError(t, err)
	require.Zero(t, s.CreditFen, "a prepayment is never made from itself")
}

// A move takes exactly what is free, from one purpose or household to another, once for its request, and both sides balance.
func TestAPrepaymentMovesOnceAndToTheFen(t *testing.T) {
	p := newPurses(t)
	p.puts(p.room, billing.PropertyFee, 150_00)
	require.Equal(t, till.CodeRefundTooMuch, p.moves(billing.PropertyFee, p.next, billing.AnyPurpose, 150_01))
	require.Equal(t, "till.prepaid_same", p.moves(billing.PropertyFee, p.room, billing.PropertyFee, 1))
	require.Equal(t, "till.purpose", p.moves("shoes", p.next, billing.AnyPurpose, 1))
	require.Equal(t, till.CodeAmount, p.moves(billing.PropertyFee, p.next, billing.AnyPurpose, 0))
	move := till.PrepaidMove{RequestID: "once", Room: p.room, Purpose: billing.PropertyFee, To: p.next, ToPurpose: billing.Utilities, Fen: 90_00, Reason: till.Reason{Code: "wrong_room"}}
	_, err := p.Book.Till.MovePrepaid(p.Ctx, p.Cashier, staff.Approval{}, move)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(err))
	for range 2 {
		to, err := p.Book.Till.MovePrepaid(p.Ctx, p.Cashier, p.approve(staff.MovePrepaid), move)
		require.NoError(t, err)
		require.Equal(t, money.Fen(90_00), to.Fen)
	}
	require.Equal(t, [4]money.Fen{0, 60_00, 0, 0}, p.has(p.room))
	require.Equal(t, [4]money.Fen{0, 0, 90_00, 0}, p.has(p.next))
	refund, code := p.asks(true, till.Cash, till.RefundLine{Source: till.FromPrepaid, Purpose: billing.PropertyFee, Fen: 50_00})
	require.Empty(t, code)
	require.Equal(t, till.CodeRefundTooMuch, p.moves(billing.PropertyFee, p.next, billing.AnyPurpose, 10_01), "the rest is asked back")
	_, code = p.paysOut(refund, "")
	require.Empty(t, code)
	require.Equal(t, [4]money.Fen{0, 10_00, 0, 0}, p.has(p.room))
	p.Verify()
}

// Nothing goes out of what is frozen, by whichever way, and more may still come in.
func TestNothingGoesOutOfAFrozenPrepayment(t *testing.T) {
	p := newPurses(t)
	bill := p.owes(p.room, "物业费", "2026-11-10", 200_00)
	first := p.puts(p.room, billing.PropertyFee, 150_00)
	refund, code := p.asks(true, till.Cash, till.RefundLine{Source: till.FromPrepaid, Purpose: billing.PropertyFee, Fen: 20_00})
	require.Empty(t, code)
	require.Equal(t, "till.prepaid_none", p.freezes(billing.Parking, true))
	require.Empty(t, p.freezes(billing.PropertyFee, true))
	require.Equal(t, "till.prepaid_held", p.freezes(billing.PropertyFee, true))

	_, code = p.spends([]till.BillPart{{Bill: bill, Fen: 10_00}}, prepaidFor(billing.PropertyFee, 10_00))
	require.Equal(t, till.CodeCreditShort, code)
	require.Equal(t, "till.prepaid_frozen", p.moves(billing.PropertyFee, p.next, billing.AnyPurpose, 1_00))
	_, code = p.paysOut(refund, "")
	require.Equal(t, "till.prepaid_frozen", code)
	_, code = p.asks(true, till.Cash, till.RefundLine{Source: till.FromPrepaid, Purpose: billing.PropertyFee, Fen: 1_00})
	require.Equal(t, "till.prepaid_frozen", code)
	require.Equal(t, "till.prepaid_frozen", p.voided(first.Number, 0, 150_00))
	p.puts(p.room, billing.PropertyFee, 5_00)
	require.Equal(t, [4]money.Fen{0, 155_00, 0, 0}, p.has(p.room))
	p.Verify()

	require.Empty(t, p.freezes(billing.PropertyFee, false))
	_, code = p.paysOut(refund, "")
	require.Empty(t, code)
	require.Equal(t, [4]money.Fen{0, 135_00, 0, 0}, p.has(p.room))
	p.Verify()
}

// A household's prepayment pays by itself what is owed: the oldest first and whole, each bill from what is kept for it and then
// from what is for any.
func TestAPrepaymentPaysByItself(t *testing.T) {
	p := newPurses(t)
	deduct := func() (till.Payment, string) {
		p.made++
		payment, err := p.Book.Till.DeductPrepaid(p.Ctx, p.Cashier, "auto"+time.Duration(p.made).String(), p.room)
		return payment, store.Code(err)
	}
	_, code := deduct()
	require.Equal(t, till.CodeNothing, code)
	property, water, parking := p.owes(p.room, "物业费", "2026-11-10", 200_00), p.owes(p.room, "水费", "2026-11-11", 50_07), p.owes(p.room, "停车费", "2026-11-12", 30_00)
	p.owes(p.room, "水费", "2026-11-13", 5_00)
	p.puts(p.room, billing.PropertyFee, 150_00)
	p.puts(p.room, billing.AnyPurpose, 70_00)
	p.puts(p.room, billing.Parking, 40_00)

	// 物业费 takes 150 and 50 of what is for any bill; 水费 of 50.07 is not covered by the 20 left, so the younger one of 5 waits too;
	// 停车费 has its own.
	payment, code := deduct()
	require.Empty(t, code)
	var paid []till.BillPart
	for _, allocation := range payment.Allocations {
		paid = append(paid, till.BillPart{Bill: allocation.Bill, Fen: allocation.Fen})
	}
	require.Equal(t, []till.BillPart{{Bill: property, Fen: 200_00}, {Bill: parking, Fen: 30_00}}, paid)
	require.Equal(t, []till.Tender{prepaidFor(billing.PropertyFee, 150_00), prepaidFor(billing.Parking, 30_00), prepaidFor(billing.AnyPurpose, 50_00)}, payment.Tenders)
	require.Equal(t, [4]money.Fen{20_00, 0, 0, 10_00}, p.has(p.room))
	_, code = deduct()
	require.Equal(t, till.CodeNothing, code, "the same once more pays nothing twice")
	p.puts(p.room, billing.Utilities, 60_00)
	payment, code = deduct()
	require.Empty(t, code)
	require.Equal(t, water, payment.Allocations[0].Bill)
	require.Len(t, payment.Allocations, 2)
	require.Equal(t, [4]money.Fen{20_00, 0, 4_93, 10_00}, p.has(p.room))
	p.Verify()
}

// Where a book goes first, a bill of it that the money does not cover holds back younger ones alone: an older one of the other book, for
// which the money is too, is paid. A bill that is not due yet is paid as any other.
func TestABookThatGoesFirstHoldsNoOlderBillBack(t *testing.T) {
	for order, c := range map[string]struct{ item, first string }{estate.OwnFirst: {"公摊水费", "自来水费"}, estate.AgencyFirst: {"自来水费", "公摊水费"}} {
		t.Run(order, func(t *testing.T) {
			p := newPurses(t)
			for name, kind := range map[string]string{"自来水费": billing.Agency, "公摊水费": billing.Income} {
				require.NoError(t, p.Book.Billing.SetItem(p.Ctx, p.Manager, staff.Approval{}, billing.Item{Name: name, Kind: kind, HangsOn: estate.Room, Cycle: tariff.EveryMonth,
					Purpose: billing.Utilities, Active: true}))
			}
			require.Empty(t, p.policy(estate.PolicyAllocationOrder, order))
			old := p.owes(p.room, c.first, "2026-11-10", 40_00)
			p.owes(p.room, c.item, "2026-12-12", 100_00)
			young := p.owes(p.room, c.first, "2026-12-13", 5_00)
			p.puts(p.room, billing.Utilities, 50_00)
			payment, err := p.Book.Till.DeductPrepaid(p.Ctx, p.Cashier, "auto", p.room)
			require.NoError(t, err)
			require.Len(t, payment.Allocations, 1, "the bill of 100 is not covered, and what is younger waits for it")
			require.Equal(t, old, payment.Allocations[0].Bill)

			p.puts(p.room, billing.Utilities, 95_00)
			payment, err = p.Book.Till.DeductPrepaid(p.Ctx, p.Cashier, "again", p.room)
			require.NoError(t, err)
			require.Len(t, payment.Allocations, 2, "what is not due yet is paid too")
			require.Equal(t, young, payment.Allocations[1].Bill)
			p.Verify()
		})
	}
}

// Only households that wish it are found for it, and only while they have something to spend.
func TestOnlyWhoWishesItPaysByItself(t *testing.T) {
	p := newPurses(t)
	found := func() (rooms []string) {
		p.Read(func(tx *store.Tx) (err error) {
			rooms, err = till.AutoHouseholds(tx)
			return err
		})
		return rooms
	}
	p.puts(p.room, billing.AnyPurpose, 70_00)
	require.Empty(t, found())
	require.NoError(t, p.Book.Till.SetAuto(p.Ctx, p.Cashier, p.room, true))
	require.NoError(t, p.Book.Till.SetAuto(p.Ctx, p.Cashier, p.next, true))
	require.Equal(t, []string{p.room}, found())
	require.Empty(t, p.freezes(billing.AnyPurpose, true))
	require.Empty(t, found())
	require.Empty(t, p.freezes(billing.AnyPurpose, false))
	require.NoError(t, p.Book.Till.SetAuto(p.Ctx, p.Cashier, p.room, false))
	require.Empty(t, found())
	p.Verify()
}

// What is frozen already, and what is not, is said and not passed over: who unfroze nothing would believe that something was done. Reasons
// for moving money, freezing it and releasing it are lists of their own.
func TestFreezingWhatIsFrozenIsRefused(t *testing.T) {
	p := newPurses(t)
	p.puts(p.room, billing.PropertyFee, 100_00)
	require.Equal(t, "till.prepaid_none", p.freezes(billing.Utilities, true))
	require.Equal(t, "till.prepaid_not_frozen", p.freezes(billing.PropertyFee, false))
	require.Empty(t, p.freezes(billing.PropertyFee, true))
	require.Equal(t, "till.prepaid_held", p.freezes(billing.PropertyFee, true))
	require.Empty(t, p.freezes(billing.PropertyFee, false))
	require.Equal(t, "till.prepaid_not_frozen", p.freezes(billing.PropertyFee, false))
	for frozen, wrong := range map[bool][]string{true: {"room_sold", "other_purpose", "settled"}, false: {"room_sold", "dispute"}} {
		for _, reason := range wrong {
			require.Equal(t, till.CodeReason, store.Code(p.Book.Till.FreezePrepaid(p.Ctx, p.Cashier, staff.Approval{}, p.room, billing.PropertyFee, frozen, till.Reason{Code: reason})))
		}
	}
	_, err := p.Book.Till.MovePrepaid(p.Ctx, p.Cashier, p.approve(staff.MovePrepaid), till.PrepaidMove{RequestID: "dispute", Room: p.room, Purpose: billing.PropertyFee,
		To: p.room, Fen: 1_00, Reason: till.Reason{Code: "dispute"}})
	require.Equal(t, till.CodeReason, store.Code(err), "money in dispute is frozen, not moved")
	p.Verify()
}

// A payment out of what was put by for two purposes is one payment on the Z.
func TestTheZCountsAPaymentOutOfTwoPurposesOnce(t *testing.T) {
	p := newPurses(t)
	property, water := p.owes(p.room, "物业费", "2026-11-10", 200_00), p.owes(p.room, "水费", "2026-11-11", 50_00)
	p.puts(p.room, billing.PropertyFee, 200_00)
	p.puts(p.room, billing.AnyPurpose, 50_00)
	_, code := p.spends([]till.BillPart{{Bill: property, Fen: 200_00}, {Bill: water, Fen: 50_00}}, prepaidFor(billing.PropertyFee, 200_00), prepaidFor(billing.AnyPurpose, 50_00))
	require.Empty(t, code)
	require.Contains(t, p.closeAll(1_250_00).ByTender, till.Sum{Name: "prepaid", Count: 1, Fen: 250_00})
}
