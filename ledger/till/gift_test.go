package till_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// newYear is a household with a bill of 100.07 for each month of 2027, and the offer that who pays 11 is given the 12th.
func newYear(t *testing.T) (p *purses, bills []string) {
	t.Helper()
	p = newPurses(t)
	var lines []billing.NewBill
	first := func(month int) calendar.Date {
		return calendar.Date(fmt.Sprintf("%d-%02d-01", 2027+month/12, month%12+1))
	}
	for month := range 12 {
		lines = append(lines, billing.NewBill{Item: "物业费", Object: p.room, Kind: billing.Income, FromOn: first(month), ToOn: first(month + 1).AddDays(-1), DueOn: first(month).AddDays(9),
			AmountFen: 100_07, Ahead: true})
	}
	require.Empty(t, p.Write(func(tx *store.Tx) (err error) {
		request, err := journal.NewRequest("year", "year")
		if err != nil {
			return err
		}
		bills, err = p.Book.Billing.Issue(tx, request, p.Manager.ID(), staff.Consent{}, lines)
		return err
	}))
	require.NoError(t, p.Book.Billing.SetOffer(p.Ctx, p.Manager, p.Approve(p.Manager, staff.SetPrices), billing.Offer{Item: "物业费", Pay: 11, Free: 1, FromOn: "2026-11-01", ToOn: "2026-12-31"}))
	return p, bills
}

func whole(bills []string) (parts []till.BillPart) {
	for _, bill := range bills {
		parts = append(parts, till.BillPart{Bill: bill, Fen: 100_07})
	}
	return parts
}

func gift(bill string) till.Tender {
	return till.Tender{Kind: till.OfferGift, Fen: 100_07, Reference: bill}
}

// Who pays 11 months is given the 12th, whichever way they pay; it costs the company and comes back when the payment is undone.
func TestWhoPaysElevenMonthsIsGivenTheTwelfth(t *testing.T) {
	p, bills := newYear(t)
	p.puts(p.room, billing.PropertyFee, 200_00)
	payment, code := p.spends(whole(bills), gift(bills[11]), prepaidFor(billing.PropertyFee, 200_00), till.Tender{Kind: till.Card, Fen: 500_00, Reference: "S1"},
		till.Tender{Kind: till.Cash, Fen: 400_70}, till.Tender{Kind: till.Rounding, Fen: 7})
	require.Empty(t, code)
	sums := payment.Sums()
	require.Equal(t, till.Sums{DueFen: 1200_84, OfferFen: 100_07, CreditFen: 200_00, RoundingFen: 7, ReceivedFen: 900_70, CashFen: 400_70, HandedFen: 400_70}, sums)
	p.Verify()
	require.Equal(t, "till.void_electronic", p.voided(payment.Number, 0, 400_70))
	_, err := p.Book.Till.Reverse(p.Ctx, p.Cashier, p.approve(staff.Reverse), till.Undoing{RequestID: "x", Number: payment.Number, CashBackFen: 400_70, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, [4]money.Fen{0, 200_00, 0, 0}, p.has(p.room))
	p.Verify()

	cash, code := func() (till.Payment, string) {
		q, own := newYear(t)
		paid, code := q.spends(whole(own), gift(own[11]), till.Tender{Kind: till.Cash, Fen: 1100_70}, till.Tender{Kind: till.Rounding, Fen: 7})
		require.Empty(t, code)
		require.Empty(t, q.voided(paid.Number, 0, 1100_70))
		again, code := q.spends(whole(own), gift(own[11]), till.Tender{Kind: till.Cash, Fen: 1100_70}, till.Tender{Kind: till.Rounding, Fen: 7})
		q.Verify()
		return again, code
	}()
	require.Empty(t, code, "what was given and undone is given again")
	require.Equal(t, money.Fen(100_07), cash.Sums().OfferFen)
}

// Nothing is given that no offer gives: too few months, months that do not follow each other, the wrong month, a part, or too late.
func TestNothingIsGivenThatNoOfferGives(t *testing.T) {
	p, bills := newYear(t)
	card := func(months money.Fen) till.Tender {
		return till.Tender{Kind: till.Card, Fen: months * 100_07, Reference: "S1"}
	}
	_, code := p.spends(whole(bills[:11]), gift(bills[10]), card(10))
	require.Equal(t, till.CodeOfferGone, code)
	_, code = p.spends(whole(bills), gift(bills[0]), card(11))
	require.Equal(t, till.CodeOfferGone, code, "the last is free, and not the first")
	_, code = p.spends(whole(bills), gift(bills[11]), gift(bills[10]), card(10))
	require.Equal(t, till.CodeOfferGone, code)
	_, code = p.spends(whole(bills), gift(bills[11]), gift(bills[11]), card(10))
	require.Equal(t, "till.offer_bill", code)
	_, code = p.spends(whole(bills[:11]), gift(bills[11]), card(10))
	require.Equal(t, "till.offer_bill", code, "not among what is paid")
	_, code = p.spends(append(whole(bills[:11]), till.BillPart{Bill: bills[11], Fen: 50_00}), till.Tender{Kind: till.OfferGift, Fen: 50_00, Reference: bills[11]}, card(11))
	require.Equal(t, till.CodeOfferGone, code, "a part")
	_, code = p.spends(whole(bills), till.Tender{Kind: till.OfferGift, Fen: 100_07, Reference: "all"}, card(11))
	require.Equal(t, "till.offer_bill", code)
	_, code = p.spends(whole(bills), gift(bills[11]), card(12))
	require.Equal(t, "till.change", code, "what is given is not asked")
	require.NoError(t, p.Book.Billing.SetOffer(p.Ctx, p.Manager, p.Approve(p.Manager, staff.SetPrices), billing.Offer{Item: "物业费", FromOn: "2026-11-15"}))
	_, code = p.spends(whole(bills), gift(bills[11]), card(11))
	require.Equal(t, till.CodeOfferGone, code, "ended a week ago")
	_, code = p.spends(whole(bills), card(12))
	require.Empty(t, code)
	p.Verify()
}

// What is too much on a bill does not leave by another door: not a gift, not a deposit's money, not money of a code that nobody has
// verified; and a month that earned a gift is not refunded alone.
func TestWhatIsPaidTooMuchDoesNotLeaveByAnotherDoor(t *testing.T) {
	p, bills := newYear(t)
	payment, code := p.spends(whole(bills), gift(bills[11]), till.Tender{Kind: till.Card, Fen: 1100_77, Reference: "S1"})
	require.Empty(t, code)
	_, code = p.asks(true, till.Transfer, till.RefundLine{Source: till.FromPayment, Of: payment.Number, Bill: bills[0], Fen: 100_07})
	require.Equal(t, "till.refund_gift", code)
	reduce := func(bill string, fen money.Fen) string {
		_, err := p.Book.Reduce(p.Ctx, p.Manager, p.Approve(p.Manager, staff.ReduceBill), bill, fen, "agreed")
		return store.Code(err)
	}
	require.Equal(t, till.CodeExcessGiven, reduce(bills[11], 50_00))
	require.Equal(t, till.CodeExcessGiven, reduce(bills[0], 50_00), "nor what earned the gift")
	coded := p.owes(p.room, "水费", "2026-11-10", 30_00)
	_, code = p.spends([]till.BillPart{{Bill: coded, Fen: 30_00}}, till.Tender{Kind: till.WeChatCode, Fen: 30_00, Reference: "WX1"})
	require.Empty(t, code)
	require.Equal(t, till.CodeUnverifiedSource, reduce(coded, 10_00))
	p.puts(p.room, billing.Parking, 40_00)
	parking := p.owes(p.room, "停车费", "2026-11-12", 30_00)
	parked, code := p.spends([]till.BillPart{{Bill: parking, Fen: 30_00}}, prepaidFor(billing.Parking, 30_00))
	require.Empty(t, code)
	require.Empty(t, reduce(parking, 12_00))
	require.Equal(t, [4]money.Fen{0, 0, 0, 22_00}, p.has(p.room), "what was kept for parking stays kept for it")
	require.Empty(t, p.freezes(billing.Parking, true))
	require.Equal(t, "till.prepaid_frozen", p.voided(parked.Number, 0, 0))
	p.Verify()
}

// What began last and has not ended is what is given; one that ended lets the one before it go on, and one of no bills holds it back
// for as long as it lasts.
func TestAnOfferThatEndedHidesNoneThatRuns(t *testing.T) {
	p, _ := newYear(t) // 11 and 1 from 11-01 to 12-31
	for _, offer := range []billing.Offer{{Pay: 5, Free: 1, FromOn: "2026-10-01"}, {Pay: 3, Free: 1, FromOn: "2026-11-10", ToOn: "2026-11-12"}, {FromOn: "2026-11-12", ToOn: "2026-11-15"}} {
		offer.Item = "物业费"
		require.NoError(t, p.Book.Billing.SetOffer(p.Ctx, p.Manager, p.Approve(p.Manager, staff.SetPrices), offer))
	}
	for day, pay := range map[calendar.Date]int{"2026-09-30": 0, "2026-10-01": 5, "2026-11-01": 11, "2026-11-10": 3, "2026-11-11": 3, "2026-11-12": 0, "2026-11-15": 0, "2026-11-16": 11,
		"2026-12-31": 11, "2027-01-01": 5} {
		p.Read(func(tx *store.Tx) error {
			offers, err := billing.OffersOn(tx, day)
			require.Equal(t, pay, offers["物业费"].Pay, string(day))
			return err
		})
	}
}
