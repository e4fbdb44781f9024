package cashier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// household is the one of the design's picture: three lines, 2,198.80 with 0.07 rounding away, 500 prepaid.
func household() cashier.Household {
	line := func(id string, fen, paid money.Fen) cashier.Line {
		return cashier.Line{Bill: billing.Bill{ID: id, Item: "物业费", AmountFen: fen, PaidFen: paid}}
	}
	return cashier.Household{Room: estate.Object{ID: "room", Code: "3-2-1201"}, CreditFen: 50000,
		Lines:  []cashier.Line{line("a", 84047, 0), line("b", 100000, 20000), line("c", 5586, 0)},
		People: []cashier.Person{{Name: "张建国", Phones: []string{"138****6621"}}}}
}

func TestQuote(t *testing.T) {
	for _, c := range []struct {
		name                            string
		parts                           map[string]money.Fen
		prepay                          money.Fen
		given                           cashier.Given
		rest, rounding, change, missing money.Fen
		credit                          money.Fen
		tenders                         int
	}{
		{name: "exact cash is rounded down to 角", parts: map[string]money.Fen{"a": 84047}, given: cashier.Given{Rest: till.Cash, TenderedFen: cashier.Exact},
			rest: 84040, rounding: 7, tenders: 2},
		{name: "change is what is over the rounded sum", parts: map[string]money.Fen{"a": 84047}, given: cashier.Given{Rest: till.Cash, TenderedFen: 90000},
			rest: 84040, rounding: 7, change: 5960, tenders: 2},
		{name: "a card pays to the fen", parts: map[string]money.Fen{"a": 84047}, given: cashier.Given{Rest: till.Card, TenderedFen: cashier.Exact, Reference: "1"},
			rest: 84047, tenders: 1},
		{name: "prepayment first, cash for the rest", parts: map[string]money.Fen{"a": 84047}, given: cashier.Given{UseCredit: true, Rest: till.Cash, TenderedFen: 40000},
			credit: 50000, rest: 34040, rounding: 7, change: 5960, tenders: 3},
		{name: "prepayment covers it all: nothing is rounded and nothing else is given", parts: map[string]money.Fen{"c": 5586},
			given: cashier.Given{UseCredit: true, Rest: till.Cash, TenderedFen: cashier.Exact}, credit: 5586, tenders: 1},
		{name: "too little is missing", parts: map[string]money.Fen{"c": 5586}, given: cashier.Given{Rest: till.Cash, TenderedFen: 5000},
			rest: 5580, rounding: 6, missing: 580, tenders: 2},
		{name: "kept change is not rounded", parts: map[string]money.Fen{"c": 5586}, given: cashier.Given{Rest: till.Cash, TenderedFen: 6000, KeepChange: true},
			rest: 5586, change: 414, tenders: 1},
		{name: "money put by is not rounded", prepay: 10000, given: cashier.Given{Rest: till.Cash, TenderedFen: 10000}, rest: 10000, tenders: 1},
		{name: "to the fen it is put by with a card", prepay: 10003, given: cashier.Given{Rest: till.Card, TenderedFen: cashier.Exact}, rest: 10003, tenders: 1},
		{name: "a part of a bill", parts: map[string]money.Fen{"b": 30000}, given: cashier.Given{Rest: till.Cash, TenderedFen: 30000}, rest: 30000, tenders: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := household().Quote(cashier.Selection{Parts: c.parts, PrepayFen: c.prepay}, c.given, 9)
			require.NoError(t, err)
			require.Equal(t, c.rest, q.RestFen)
			require.Equal(t, c.rounding, q.RoundingFen)
			require.Equal(t, c.change, q.ChangeFen)
			require.Equal(t, c.missing, q.MissingFen)
			require.Equal(t, c.credit, q.CreditFen)
			require.Len(t, q.Tenders, c.tenders)
		})
	}

	t.Run("more than a bill is owed is refused", func(t *testing.T) {
		_, err := household().Quote(cashier.Selection{Parts: map[string]money.Fen{"b": 80001}}, cashier.Given{Rest: till.Cash}, 9)
		require.Equal(t, "till.overpays", store.Code(err))
	})
	t.Run("a bill paid whole brings its late fee, a part does not", func(t *testing.T) {
		h := household()
		h.Lines[0].LateFen = 1286
		whole, err := h.Quote(cashier.Selection{Parts: map[string]money.Fen{"a": 84047, "c": 5586}}, cashier.Given{UseCredit: true, Rest: till.Cash, TenderedFen: cashier.Exact}, 9)
		require.NoError(t, err)
		require.Equal(t, money.Fen(84047+1286+5586), whole.DueFen)
		require.Equal(t, money.Fen(1286), whole.LateFen)
		require.Equal(t, money.Fen(40910), whole.RestFen, "the prepayment and the rounding are off all of it")
		part, err := h.Quote(cashier.Selection{Parts: map[string]money.Fen{"a": 84046}}, cashier.Given{Rest: till.Cash, TenderedFen: cashier.Exact}, 9)
		require.NoError(t, err)
		require.Equal(t, money.Fen(84046), part.DueFen)
		require.Zero(t, part.LateFen)
	})
	for name, c := range map[string]struct {
		prepay money.Fen
		given  cashier.Given
		most   money.Fen
		code   string
		due    money.Fen
	}{
		"rounding beyond the policy's limit is not given, and nobody has six fen": {0, cashier.Given{Rest: till.Cash, TenderedFen: cashier.Exact}, 5, "till.cash_jiao", 5586},
		"nor has anybody nine fen where money is put by":                          {10003, cashier.Given{Rest: till.Cash, TenderedFen: cashier.Exact}, 9, "till.cash_jiao", 15589},
		"cash typed though the prepayment covers it":                              {0, cashier.Given{UseCredit: true, Rest: till.Cash, TenderedFen: 50000}, 9, "till.cash_unneeded", 5586},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := household().Quote(cashier.Selection{Parts: map[string]money.Fen{"c": 5586}, PrepayFen: c.prepay}, c.given, c.most)
			require.Equal(t, c.code, store.Code(err), "said before a key is pressed")
			require.Equal(t, c.due, q.DueFen, "and the figures still stand on the screen")
			require.Zero(t, q.RoundingFen)
			require.Zero(t, q.ChangeFen)
		})
	}
}

func TestChangeInTheFewestPieces(t *testing.T) {
	require.Equal(t, []cashier.Piece{{Fen: 10000, Count: 1}, {Fen: 100, Count: 1}, {Fen: 10, Count: 2}}, cashier.Pieces(10120))
	require.Empty(t, cashier.Pieces(0))
}

func TestGuards(t *testing.T) {
	codes := func(h cashier.Household, q cashier.Quote) (codes []string) {
		for _, guard := range h.Guards(q) {
			codes = append(codes, guard.Code)
		}
		return codes
	}
	h := household()
	require.Empty(t, codes(h, cashier.Quote{DueFen: 84047, RestFen: 84040, TenderedFen: 90000}))
	require.Equal(t, []string{"looks_like_room"}, codes(h, cashier.Quote{DueFen: 84047, RestFen: 84040, TenderedFen: 120100}))
	require.Equal(t, []string{"ten_times_due", "looks_like_room"}, codes(h, cashier.Quote{DueFen: 5580, RestFen: 5580, TenderedFen: 662100}))
	require.Equal(t, []string{"ten_times_due"}, codes(h, cashier.Quote{DueFen: 5580, RestFen: 5580, TenderedFen: 60000}))
	h.UsualFen = 8000
	require.Equal(t, []string{"ten_times_usual"}, codes(h, cashier.Quote{DueFen: 84047, RestFen: 84040, TenderedFen: 84040}))
	h.RecentPayment = "01-2026-000009"
	require.Contains(t, codes(h, cashier.Quote{DueFen: 100, RestFen: 100, TenderedFen: 100}), "paid_just_now")
}

func TestPeriodsAsPeopleSayThem(t *testing.T) {
	for _, c := range []struct {
		from, to calendar.Date
		want     string
	}{
		{"2026-07-01", "2026-09-30", "2026-07 至 09"}, {"2026-11-01", "2026-11-30", "2026-11"}, {"2026-12-01", "2027-02-28", "2026-12 至 2027-02"},
		{"2026-03-15", "2027-03-14", "2026-03-15 至 2027-03-14"}, {"2026-11-21", "2026-11-21", "2026-11-21"}, {"", "", ""},
	} {
		require.Equal(t, c.want, cashier.Period(c.from, c.to))
	}
}
