package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestTheLateFeeGoesWithTheWholeBillOnly(t *testing.T) {
	owed := till.Owed{Bill: "july", Fen: 254_70, LateFen: 1_40}
	require.Equal(t, money.Fen(1_40), owed.Late(254_70))
	require.Zero(t, owed.Late(254_69))
	require.Zero(t, till.Owed{LateFen: 1_40}.Late(0), "nothing paid, nothing taken")
}

func TestTheOldestBillsArePaidFirst(t *testing.T) {
	owed := []till.Owed{{Bill: "july", Fen: 254_70, LateFen: 1_40}, {Bill: "august", Fen: 254_70}, {Bill: "water", Fen: 12_35}}
	keeping := bills(0)
	keeping.KeepChange = true
	part := func(bill string, fen money.Fen) till.BillPart { return till.BillPart{Bill: bill, Fen: fen} }
	july, august, water, fee := part("july", 254_70), part("august", 254_70), part("water", 12_35), []till.BillPart{part("july", 1_40)}
	for name, c := range map[string]struct {
		asked   till.Asked
		offered []till.Tender
		inPart  bool
		bills   []till.BillPart
		fees    []till.BillPart
	}{
		"all of them, the fen rounded away":                {bills(0), []till.Tender{cash(523_10)}, false, []till.BillPart{july, august, water}, fee},
		"a jiao short of the last":                         {bills(0), []till.Tender{cash(523_00)}, false, []till.BillPart{july, august}, fee},
		"the last in part":                                 {bills(0), []till.Tender{cash(523_00)}, true, []till.BillPart{july, august, part("water", 12_20)}, fee},
		"no younger bill before an older one":              {bills(0), []till.Tender{cash(300_00)}, false, []till.BillPart{july}, fee},
		"not enough for the first":                         {bills(0), []till.Tender{cash(200_00)}, false, nil, nil},
		"a part of the first leaves its late fee":          {bills(0), []till.Tender{cash(200_00)}, true, []till.BillPart{part("july", 200_00)}, nil},
		"the first without its late fee":                   {bills(0), []till.Tender{cash(254_70)}, true, []till.BillPart{july}, []till.BillPart{{Bill: "july", OfFen: 1_40}}},
		"what is kept is not rounded":                      {keeping, []till.Tender{cash(523_10)}, false, []till.BillPart{july, august}, fee},
		"a card pays to the fen":                           {bills(0), []till.Tender{card(523_10)}, false, []till.BillPart{july, august}, fee},
		"a card that is keyed in for whatever it comes to": {bills(0), []till.Tender{card(till.Exact)}, false, []till.BillPart{july, august, water}, fee},
		"the prepayment as far as it goes":                 {bills(0), []till.Tender{prepaid(till.Exact)}, true, []till.BillPart{july, part("august", 243_90)}, fee},
		"a stated prepayment and cash":                     {bills(0), []till.Tender{prepaid(256_10), cash(254_70)}, false, []till.BillPart{july, august}, fee},
		"nothing of single fen in cash":                    {bills(0), []till.Tender{cash(10_05)}, true, []till.BillPart{part("july", 10_00)}, nil},
		"nothing given":                                    {bills(0), nil, true, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			gotBills, gotFees, err := till.Cover(c.asked, owed, c.offered, c.inPart, till.Allocate{})
			require.NoError(t, err)
			require.Equal(t, c.bills, gotBills)
			require.Equal(t, c.fees, gotFees)
		})
	}
	_, _, err := till.Cover(bills(0), owed, []till.Tender{cash(-2)}, false, till.Allocate{})
	require.Equal(t, "till.amount", store.Code(err))
}

// What Cover chooses is paid by the tenders it was chosen for, and one bill more would not be.
func TestCoverAgreesWithSettle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked := bills(0)
		asked.KeepChange = rapid.Bool().Draw(t, "keep")
		var owed []till.Owed
		for range rapid.IntRange(0, 5).Draw(t, "bills") {
			owed = append(owed, till.Owed{Bill: "b", Fen: drawFen(t, "bill", 1, 50_00), LateFen: drawFen(t, "late", 0, 1_00)})
		}
		offered := []till.Tender{cash(drawFen(t, "cash", 0, 20_00) * 10), card(drawFen(t, "card", 0, 50_00))}
		inPart := rapid.Bool().Draw(t, "in part")
		chosen, fees, err := till.Cover(asked, owed, offered, inPart, till.Allocate{})
		require.NoError(t, err)
		paid := money.Fen(0)
		for i, part := range chosen {
			require.LessOrEqual(t, part.Fen, owed[i].Fen)
			paid += part.Fen
		}
		for _, fee := range fees {
			paid += fee.Fen
		}
		missing := func(fen money.Fen) money.Fen {
			asked.BillsFen = fen
			s, _ := till.Settle(asked, offered)
			return s.MissingFen
		}
		require.Zero(t, missing(paid))
		if next := len(chosen); next < len(owed) && !inPart {
			require.Positive(t, missing(paid+owed[next].Fen+owed[next].LateFen))
		}
	})
}

func drawFen(t *rapid.T, what string, least, most int64) money.Fen {
	return money.Fen(rapid.Int64Range(least, most).Draw(t, what))
}

// What a sum pays first that does not pay all is the house's to say: by the day, or by book and then by the day; and whether a part
// of a bill pays its late fee first.
func TestASumPaysInTheOrderOfTheHouse(t *testing.T) {
	owed := []till.Owed{{Bill: "fee", Fen: 100_00, LateFen: 3_00}, {Bill: "water", Fen: 40_00, Book: till.AgencyBook}, {Bill: "young fee", Fen: 50_00}}
	part := func(bill string, fen money.Fen) till.BillPart { return till.BillPart{Bill: bill, Fen: fen} }
	for name, c := range map[string]struct {
		by          till.Allocate
		fen         money.Fen
		bills, fees []till.BillPart
	}{
		"the oldest first":                        {till.Allocate{}, 110_00, []till.BillPart{part("fee", 100_00), part("water", 7_00)}, []till.BillPart{part("fee", 3_00)}},
		"for others first":                        {till.Allocate{Order: estate.AgencyFirst}, 60_00, []till.BillPart{part("water", 40_00), part("fee", 20_00)}, nil},
		"our own first":                           {till.Allocate{Order: estate.OwnFirst}, 160_00, []till.BillPart{part("fee", 100_00), part("young fee", 50_00), part("water", 7_00)}, []till.BillPart{part("fee", 3_00)}},
		"the late fee first":                      {till.Allocate{LateFeeFirst: true}, 60_00, []till.BillPart{part("fee", 57_00)}, []till.BillPart{part("fee", 3_00)}},
		"the late fee alone":                      {till.Allocate{LateFeeFirst: true}, 3_00, nil, []till.BillPart{part("fee", 3_00)}},
		"less than the late fee pays the bill":    {till.Allocate{LateFeeFirst: true}, 2_00, []till.BillPart{part("fee", 2_00)}, nil},
		"the whole bill, and not yet its fee":     {till.Allocate{}, 60_00, []till.BillPart{part("fee", 60_00)}, nil},
		"more than the bill and less than both":   {till.Allocate{}, 101_00, []till.BillPart{part("fee", 100_00)}, []till.BillPart{{Bill: "fee", Fen: 1_00, OfFen: 3_00}}},
		"a fen more than the bill":                {till.Allocate{}, 100_01, []till.BillPart{part("fee", 100_00)}, []till.BillPart{{Bill: "fee", Fen: 1, OfFen: 3_00}}},
		"a fen less than both":                    {till.Allocate{}, 102_99, []till.BillPart{part("fee", 100_00)}, []till.BillPart{{Bill: "fee", Fen: 2_99, OfFen: 3_00}}},
		"both":                                    {till.Allocate{}, 103_00, []till.BillPart{part("fee", 100_00)}, []till.BillPart{part("fee", 3_00)}},
		"the bill alone leaves its fee":           {till.Allocate{}, 100_00, []till.BillPart{part("fee", 100_00)}, []till.BillPart{{Bill: "fee", OfFen: 3_00}}},
		"a sum between the bill and its late fee": {till.Allocate{LateFeeFirst: true}, 101_00, []till.BillPart{part("fee", 98_00)}, []till.BillPart{part("fee", 3_00)}},
	} {
		t.Run(name, func(t *testing.T) {
			bills, fees, err := till.Cover(till.Asked{}, owed, []till.Tender{{Kind: till.Transfer, Fen: c.fen, Reference: "T"}}, true, c.by)
			require.NoError(t, err)
			require.Equal(t, c.bills, bills)
			require.Equal(t, c.fees, fees)
		})
	}
}

// What is kept for a purpose goes to the bills of that purpose, older ones of another notwithstanding, and the rest of the money to
// what is left, the oldest first.
func TestMoneyKeptForAPurposePassesOverOlderBillsOfAnother(t *testing.T) {
	owed := []till.Owed{{Bill: "water", Fen: 40_00, LateFen: 1_00, Purpose: billing.Utilities}, {Bill: "fee", Fen: 100_00, Purpose: billing.PropertyFee},
		{Bill: "young fee", Fen: 100_00, Purpose: billing.PropertyFee}, {Bill: "young water", Fen: 10_00, Purpose: billing.Utilities}}
	part := func(bill string, fen money.Fen) till.BillPart { return till.BillPart{Bill: bill, Fen: fen} }
	kept := func(fen money.Fen) till.Tender { return prepaidFor(billing.PropertyFee, fen) }
	household := till.Asked{CreditFen: 30_00, RoundingMaxFen: 9, Kept: []till.Kept{{Purpose: billing.PropertyFee, CreditFen: 250_00}, {Purpose: billing.Utilities, CreditFen: 5_00}}}
	for name, c := range map[string]struct {
		offered []till.Tender
		inPart  bool
		bills   []till.BillPart
		fees    []till.BillPart
	}{
		"the one bill that it covers":               {[]till.Tender{kept(100_00)}, false, []till.BillPart{part("fee", 100_00)}, nil},
		"one whole and one in part":                 {[]till.Tender{kept(150_00)}, true, []till.BillPart{part("fee", 100_00), part("young fee", 50_00)}, nil},
		"not the younger where the older is short":  {[]till.Tender{kept(99_00)}, false, nil, nil},
		"cash pays the older one":                   {[]till.Tender{kept(100_00), cash(41_00)}, false, []till.BillPart{part("water", 40_00), part("fee", 100_00)}, []till.BillPart{part("water", 1_00)}},
		"cash adds what is missing":                 {[]till.Tender{kept(60_00), cash(81_00)}, false, []till.BillPart{part("water", 40_00), part("fee", 100_00)}, []till.BillPart{part("water", 1_00)}},
		"cash that does not cover the older one":    {[]till.Tender{kept(100_00), cash(20_00)}, true, []till.BillPart{part("water", 20_00), part("fee", 100_00)}, nil},
		"cash goes to the older one, kept to its":   {[]till.Tender{kept(60_00), cash(20_00)}, true, []till.BillPart{part("water", 20_00), part("fee", 60_00)}, nil},
		"all that is prepaid, as far as it goes":    {[]till.Tender{prepaid(till.Exact)}, true, []till.BillPart{part("water", 35_00), part("fee", 100_00), part("young fee", 100_00)}, nil},
		"all that is prepaid, and whole bills only": {[]till.Tender{prepaid(till.Exact)}, false, []till.BillPart{part("fee", 100_00), part("young fee", 100_00)}, nil},
		"nothing of its purpose":                    {[]till.Tender{prepaidFor(billing.Parking, 50_00)}, true, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			bills, fees, err := till.Cover(household, owed, c.offered, c.inPart, till.Allocate{})
			require.NoError(t, err)
			require.Equal(t, c.bills, bills)
			require.Equal(t, c.fees, fees)
			if len(bills) > 0 {
				settled, err := till.Settle(household.For(owed, bills, fees), c.offered)
				require.NoError(t, err)
				require.Zero(t, settled.MissingFen)
			}
		})
	}
}
