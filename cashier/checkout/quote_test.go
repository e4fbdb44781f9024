package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/household"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// zhang is the household of the design's picture: three lines, 2,198.80 with 0.07 rounding away, 500 prepaid.
func zhang() household.Household {
	line := func(id string, fen, paid money.Fen) household.Line {
		return household.Line{Bill: billing.Bill{ID: id, Item: "物业费", AmountFen: fen, PaidFen: paid}}
	}
	return household.Household{Room: estate.Object{ID: "room", Code: "3-2-1201"}, CreditFen: 50000,
		Lines:  []household.Line{line("a", 84047, 0), line("b", 100000, 20000), line("c", 5586, 0)},
		People: []household.Person{{Name: "张建国", Phones: []string{"138****6621"}}}}
}

// draftOf begins a payment of these parts, with whatever else is said about it.
func draftOf(h household.Household, parts map[string]money.Fen, given ...func(*Draft)) *Draft {
	d := NewDraft(h, "request")
	d.Parts = parts
	for _, give := range given {
		give(d)
	}
	return d
}

func typed(text string) func(*Draft) { return func(d *Draft) { d.Typed = text } }

func withCredit(d *Draft) { d.UseCredit = true }

func TestADraftIsPaidAsTheTillPays(t *testing.T) {
	for _, c := range []struct {
		name                            string
		parts                           map[string]money.Fen
		given                           []func(*Draft)
		rest, rounding, change, missing money.Fen
		credit, kept, unneeded          money.Fen
		tenders                         int
	}{
		{name: "exact cash is rounded down to 角", parts: map[string]money.Fen{"a": 84047}, rest: 84040, rounding: 7, tenders: 2},
		{name: "change is what is over the rounded sum", parts: map[string]money.Fen{"a": 84047}, given: []func(*Draft){typed("900")},
			rest: 84040, rounding: 7, change: 5960, tenders: 2},
		{name: "a card pays to the fen", parts: map[string]money.Fen{"a": 84047},
			given: []func(*Draft){func(d *Draft) { d.Rest, d.Reference = till.Card, "1" }}, rest: 84047, tenders: 1},
		{name: "prepayment first, cash for the rest", parts: map[string]money.Fen{"a": 84047}, given: []func(*Draft){withCredit, typed("400")},
			credit: 50000, rest: 34040, rounding: 7, change: 5960, tenders: 3},
		{name: "prepayment covers it all: nothing is rounded and nothing else is given", parts: map[string]money.Fen{"c": 5586},
			given: []func(*Draft){withCredit}, credit: 5586, tenders: 1},
		{name: "cash that the prepayment leaves nothing for is not taken", parts: map[string]money.Fen{"c": 5586},
			given: []func(*Draft){withCredit, typed("500")}, credit: 5586, unneeded: 50000, tenders: 1},
		{name: "too little is missing", parts: map[string]money.Fen{"c": 5586}, given: []func(*Draft){typed("50")},
			rest: 5580, rounding: 6, missing: 580, tenders: 2},
		{name: "kept change is not rounded", parts: map[string]money.Fen{"c": 5586}, given: []func(*Draft){typed("60"), func(d *Draft) { d.KeepChange = true }},
			rest: 5586, kept: 414, tenders: 1},
		{name: "where nothing is over to be kept it is rounded", parts: map[string]money.Fen{"c": 5586}, given: []func(*Draft){typed("55.80"), func(d *Draft) { d.KeepChange = true }},
			rest: 5580, rounding: 6, tenders: 2},
		{name: "and where the exact sum is taken", parts: map[string]money.Fen{"c": 5586}, given: []func(*Draft){func(d *Draft) { d.KeepChange = true }},
			rest: 5580, rounding: 6, tenders: 2},
		{name: "money put by is not rounded", given: []func(*Draft){typed("100.10"), func(d *Draft) { d.PrepayFen = 10010 }}, rest: 10010, tenders: 1},
		{name: "a part of a bill", parts: map[string]money.Fen{"b": 30000}, given: []func(*Draft){typed("300.")}, rest: 30000, tenders: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := draftOf(zhang(), c.parts, c.given...).Quote(9)
			require.NoError(t, err)
			require.Equal(t, []money.Fen{c.rest, c.rounding, c.change, c.missing, c.credit, c.kept, c.unneeded},
				[]money.Fen{q.RestFen, q.RoundingFen, q.ChangeFen, q.MissingFen, q.CreditFen, q.KeptFen, q.UnneededFen})
			require.Len(t, q.Tenders, c.tenders)
		})
	}
}

// What may not be rounded because something is put by or kept is told, whichever was chosen first.
func TestWhatIsNotRoundedIsTold(t *testing.T) {
	unrounded := func(parts map[string]money.Fen, given ...func(*Draft)) money.Fen {
		q, err := draftOf(zhang(), parts, given...).Quote(9)
		if err != nil {
			require.Equal(t, "till.cash_jiao", store.Code(err))
		}
		return q.UnroundedFen
	}
	keep, prepay := func(d *Draft) { d.KeepChange = true }, func(d *Draft) { d.PrepayFen = 10000 }
	c := map[string]money.Fen{"c": 5586}
	require.Zero(t, unrounded(c, typed("60")), "it is rounded")
	require.Equal(t, money.Fen(6), unrounded(c, typed("60"), keep))
	require.Zero(t, unrounded(c, typed("55.80"), keep), "nothing is kept: it is rounded")
	require.Equal(t, money.Fen(6), unrounded(c, typed("200"), prepay))
	require.Equal(t, money.Fen(6), unrounded(c, prepay), "although no coins make the sum")
	require.Zero(t, unrounded(nil, typed("100"), prepay), "there is nothing to round")
	require.Zero(t, unrounded(map[string]money.Fen{"b": 30000}, typed("500"), keep))
}

func TestMoreThanABillIsOwedIsRefused(t *testing.T) {
	_, err := draftOf(zhang(), map[string]money.Fen{"b": 80001}).Quote(9)
	require.Equal(t, "till.overpays", store.Code(err))
}

func TestABillPaidWholeBringsItsLateFeeAndAPartDoesNot(t *testing.T) {
	h := zhang()
	h.Lines[0].LateFen = 1286
	whole, err := draftOf(h, map[string]money.Fen{"a": 84047, "c": 5586}, withCredit).Quote(9)
	require.NoError(t, err)
	require.Equal(t, money.Fen(84047+1286+5586), whole.DueFen)
	require.Equal(t, money.Fen(1286), whole.LateFen)
	require.Equal(t, money.Fen(40910), whole.RestFen, "the prepayment and the rounding are off all of it")
	part, err := draftOf(h, map[string]money.Fen{"a": 84046}).Quote(9)
	require.NoError(t, err)
	require.Equal(t, money.Fen(84046), part.DueFen)
	require.Zero(t, part.LateFen)
}

// What a former owner owes is not ticked for who is there now, and can be.
func TestWhatSomebodyElseOwesIsTickedByHandAlone(t *testing.T) {
	h := zhang()
	h.Lines[0].Left, h.Lines[0].LeftName = "owner", "张建国"
	draft := NewDraft(h, "r")
	require.NotContains(t, draft.Parts, h.Lines[0].ID)
	require.Len(t, draft.Parts, len(NewDraft(zhang(), "r").Parts)-1)
}

func TestGuards(t *testing.T) {
	codes := func(h household.Household, due, rest, tendered money.Fen) (codes []string) {
		for _, guard := range guardsOf(&Draft{Household: h}, Quote{Settlement: till.Settlement{DueFen: due, RestFen: rest, TenderedFen: tendered}}) {
			codes = append(codes, guard.Code)
		}
		return codes
	}
	h := zhang()
	require.Empty(t, codes(h, 84047, 84040, 90000))
	require.Equal(t, []string{"ten_times_due"}, codes(h, 5580, 5580, 60000))
	change := func(rest, tendered money.Fen) (codes []string) {
		for _, guard := range guardsOf(&Draft{Household: h}, Quote{Settlement: till.Settlement{DueFen: rest, RestFen: rest, TenderedFen: tendered, ChangeFen: tendered - rest}}) {
			codes = append(codes, guard.Code)
		}
		return codes
	}
	for _, sane := range [][2]money.Fen{{190030, 200000}, {190030, 190050}, {78030, 100000}, {950000, 1000000}, {84040, 94000}} {
		require.Empty(t, change(sane[0], sane[1]), sane)
	}
	for _, odd := range [][2]money.Fen{{248310, 1130300}, {146470, 1130300}, {84040, 94150}, {84040, 200000}} {
		require.Equal(t, []string{"change_large"}, change(odd[0], odd[1]), odd)
	}
	require.Equal(t, []string{"sum_large"}, codes(h, 100_000_00, 100_000_00, 100_000_00), "nothing is usual, so that nothing is ten times it")
	h.UsualFen = 100_000_00
	require.Empty(t, codes(h, 100_000_00, 100_000_00, 100_000_00))
	h.UsualFen = 8000
	require.Equal(t, []string{"ten_times_usual"}, codes(h, 84047, 84040, 84040))
	h.RecentPayment = "01-2026-000009"
	require.Contains(t, codes(h, 100, 100, 100), "paid_just_now")
}

// What is paid in part is held against what is usual; bills paid whole are not, and what lies more than a year ahead is asked about.
func TestOddSumsAreAskedAbout(t *testing.T) {
	line := func(id string, from calendar.Date, fen money.Fen) household.Line {
		return household.Line{Bill: billing.Bill{ID: id, Item: "物业费", FromOn: from, AmountFen: fen}}
	}
	d := &Draft{Household: household.Household{UsualFen: 100_00, Year: household.Usual{MiddleFen: 100_00, SpreadFen: 10_00}, LateOn: "2026-11-21",
		Lines: []household.Line{line("now", "2026-11-01", 200_00), line("later", "2027-12-01", 100_00)}}}
	codes := func(parts map[string]money.Fen, due money.Fen) (codes []string) {
		d.Parts = parts
		for _, guard := range d.oddSums(Quote{Settlement: till.Settlement{DueFen: due}}) {
			codes = append(codes, guard.Code)
		}
		return codes
	}
	require.Empty(t, codes(map[string]money.Fen{"now": 200_00}, 200_00), "exactly the bill")
	require.Equal(t, []string{"far_from_usual"}, codes(map[string]money.Fen{"now": 131_00}, 131_00))
	require.Empty(t, codes(map[string]money.Fen{"now": 130_00}, 130_00))
	require.Equal(t, []string{"tenth_of_usual"}, codes(map[string]money.Fen{"now": 10_00}, 10_00))
	require.Equal(t, []string{"far_ahead"}, codes(map[string]money.Fen{"later": 100_00}, 100_00))
}
