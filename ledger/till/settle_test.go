package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func cash(fen money.Fen) till.Tender    { return till.Tender{Kind: till.Cash, Fen: fen} }
func card(fen money.Fen) till.Tender    { return till.Tender{Kind: till.Card, Fen: fen, Reference: "S1"} }
func prepaid(fen money.Fen) till.Tender { return till.Tender{Kind: till.Prepaid, Fen: fen} }
func rounded(fen money.Fen) till.Tender { return till.Tender{Kind: till.Rounding, Fen: fen} }

// bills is a payment of bills alone by a household with 500.00 prepaid, where cash rounds up to 9 fen away.
func bills(fen money.Fen) till.Asked {
	return till.Asked{BillsFen: fen, CreditFen: 500_00, RoundingMaxFen: 9}
}

func TestWhatPaysWhat(t *testing.T) {
	keeping, putBy := bills(840_47), till.Asked{PrepayFen: 100_00, CreditFen: 500_00, RoundingMaxFen: 9}
	keeping.KeepChange = true
	for name, c := range map[string]struct {
		asked   till.Asked
		offered []till.Tender
		want    till.Settlement
	}{
		"exact cash is rounded down to 角": {bills(840_47), []till.Tender{cash(till.Exact)},
			till.Settlement{RoundingFen: 7, RestFen: 840_40, TenderedFen: 840_40, Tenders: []till.Tender{cash(840_40), rounded(7)}}},
		"change is what is over the rounded sum": {bills(840_47), []till.Tender{cash(900_00)},
			till.Settlement{RoundingFen: 7, RestFen: 840_40, TenderedFen: 900_00, ChangeFen: 59_60, Tenders: []till.Tender{cash(900_00), rounded(7)}}},
		"ten yuan short, in cash": {bills(840_47), []till.Tender{cash(830_40)},
			till.Settlement{RoundingFen: 7, RestFen: 840_40, TenderedFen: 830_40, MissingFen: 10_00, Tenders: []till.Tender{cash(830_40), rounded(7)}}},
		"a card pays to the fen": {bills(840_47), []till.Tender{card(till.Exact)},
			till.Settlement{RestFen: 840_47, TenderedFen: 840_47, Tenders: []till.Tender{card(840_47)}}},
		"a card that is charged too little": {bills(840_47), []till.Tender{card(800_00)},
			till.Settlement{RestFen: 40_47, MissingFen: 40_47, Tenders: []till.Tender{card(800_00)}}},
		"the prepayment first, cash for the rest, whatever was put down first": {bills(840_47), []till.Tender{cash(400_00), prepaid(till.Exact)},
			till.Settlement{CreditFen: 500_00, RoundingFen: 7, RestFen: 340_40, TenderedFen: 400_00, ChangeFen: 59_60,
				Tenders: []till.Tender{prepaid(500_00), cash(400_00), rounded(7)}}},
		"no more prepayment than the bills need": {bills(55_86), []till.Tender{prepaid(till.Exact), cash(till.Exact)},
			till.Settlement{CreditFen: 55_86, Tenders: []till.Tender{prepaid(55_86)}}},
		"cash typed though the prepayment covers it is not taken": {bills(55_86), []till.Tender{prepaid(till.Exact), cash(500_00)},
			till.Settlement{CreditFen: 55_86, UnneededFen: 500_00, Tenders: []till.Tender{prepaid(55_86)}}},
		"a part of the prepayment": {bills(840_47), []till.Tender{prepaid(40_03), cash(till.Exact)},
			till.Settlement{CreditFen: 40_03, RoundingFen: 4, RestFen: 800_40, TenderedFen: 800_40, Tenders: []till.Tender{prepaid(40_03), cash(800_40), rounded(4)}}},
		"three hundred in cash, the card pays the rest": {bills(840_47), []till.Tender{card(till.Exact), cash(300_00)},
			till.Settlement{RestFen: 540_47, TenderedFen: 540_47, Tenders: []till.Tender{card(540_47), cash(300_00)}}},
		"cash enough, so nothing is left for the card": {bills(840_47), []till.Tender{card(till.Exact), cash(900_00)},
			till.Settlement{RoundingFen: 7, RestFen: 840_40, TenderedFen: 900_00, ChangeFen: 59_60, Tenders: []till.Tender{cash(900_00), rounded(7)}}},
		"the card's part is stated, cash is rounded": {bills(840_47), []till.Tender{card(400_00), cash(till.Exact)},
			till.Settlement{RoundingFen: 7, RestFen: 440_40, TenderedFen: 440_40, Tenders: []till.Tender{card(400_00), cash(440_40), rounded(7)}}},
		"change that is kept is not rounded": {keeping, []till.Tender{cash(900_00)},
			till.Settlement{RestFen: 840_47, TenderedFen: 900_00, KeptFen: 59_53, Tenders: []till.Tender{cash(900_00)}}},
		"cash kept although the prepayment pays the bill": {keeping, []till.Tender{prepaid(500_00), card(340_47), cash(10_00)},
			till.Settlement{CreditFen: 500_00, TenderedFen: 10_00, KeptFen: 10_00, Tenders: []till.Tender{prepaid(500_00), card(340_47), cash(10_00)}}},
		"what a card pays too much is kept": {keeping, []till.Tender{card(900_00)},
			till.Settlement{KeptFen: 59_53, Tenders: []till.Tender{card(900_00)}}},
		"and the cash beside it": {keeping, []till.Tender{card(900_00), cash(10_00)},
			till.Settlement{TenderedFen: 10_00, KeptFen: 69_53, Tenders: []till.Tender{card(900_00), cash(10_00)}}},
		"a transfer over, the prepayment first": {keeping, []till.Tender{prepaid(500_00), {Kind: till.Transfer, Fen: 400_00, Reference: "T1"}},
			till.Settlement{CreditFen: 500_00, KeptFen: 59_53, Tenders: []till.Tender{prepaid(500_00), {Kind: till.Transfer, Fen: 400_00, Reference: "T1"}}}},
		"money put by is never made from money put by": {putBy, []till.Tender{prepaid(till.Exact), cash(till.Exact)},
			till.Settlement{RestFen: 100_00, TenderedFen: 100_00, Tenders: []till.Tender{cash(100_00)}}},
		"nothing asked, nothing given": {bills(0), []till.Tender{prepaid(till.Exact), cash(till.Exact)}, till.Settlement{Tenders: []till.Tender{}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := till.Settle(c.asked, c.offered)
			require.NoError(t, err)
			c.want.DueFen = c.asked.BillsFen + c.asked.PrepayFen
			require.Equal(t, c.want, got)
		})
	}
}

func TestWhatNoTillCouldTake(t *testing.T) {
	fenOff, putBy, limited := bills(100_03), till.Asked{BillsFen: 50_00, PrepayFen: 100_03, CreditFen: 500_00, RoundingMaxFen: 9}, bills(840_47)
	keeping := bills(840_47)
	fenOff.KeepChange, keeping.KeepChange, limited.RoundingMaxFen = true, true, 5
	for name, c := range map[string]struct {
		asked   till.Asked
		offered []till.Tender
		code    string
	}{
		"a card gives no change":                       {bills(40_00), []till.Tender{card(50_00)}, "till.change"},
		"not even with cash beside it":                 {bills(40_00), []till.Tender{card(50_00), cash(5_00)}, "till.change"},
		"more prepayment than there is":                {bills(840_47), []till.Tender{prepaid(500_01), cash(till.Exact)}, "till.credit_short"},
		"more prepayment than the bills":               {bills(40_00), []till.Tender{prepaid(40_01)}, "till.credit_short"},
		"a prepayment made of a prepayment":            {putBy, []till.Tender{prepaid(50_00), cash(100_10)}, "till.credit_short"},
		"fen of what is put by, in cash":               {putBy, []till.Tender{cash(till.Exact)}, "till.cash_jiao"},
		"fen that are kept, in cash":                   {fenOff, []till.Tender{cash(till.Exact)}, "till.cash_jiao"},
		"fen that the house does not round away":       {limited, []till.Tender{cash(till.Exact)}, "till.cash_jiao"},
		"a bill of seven fen in cash":                  {bills(7), []till.Tender{cash(1_00)}, "till.cash_jiao"},
		"single fen, though the change would be whole": {bills(840_47), []till.Tender{cash(840_47)}, "till.cash_jiao"},
		"single fen, though all of it is kept":         {keeping, []till.Tender{card(840_46), cash(1)}, "till.cash_jiao"},
		"rounding is worked out and not offered":       {bills(840_47), []till.Tender{cash(840_40), rounded(7)}, "till.rounding"},
		"two tenders cannot both pay the rest":         {bills(40_00), []till.Tender{cash(till.Exact), card(till.Exact)}, "till.amount"},
		"the prepayment is there once":                 {bills(40_00), []till.Tender{prepaid(till.Exact), prepaid(till.Exact)}, "till.amount"},
		"less than nothing":                            {bills(40_00), []till.Tender{cash(-2)}, "till.amount"},
		"more cash than a drawer holds":                {till.Asked{PrepayFen: 100_000_000_10}, []till.Tender{cash(100_000_000_10)}, "till.cash_much"},
		"more cash than a drawer holds, in change":     {bills(840_40), []till.Tender{cash(100_000_000_10)}, "till.cash_much"},
		"the rest, which is more than a drawer holds":  {bills(100_000_000_10), []till.Tender{cash(till.Exact)}, "till.cash_much"},
		"more money than there can be":                 {bills(40_00), []till.Tender{cash(money.MaxFen), cash(1)}, "till.amount"},
		"more to pay than there can be":                {till.Asked{BillsFen: money.MaxFen, PrepayFen: 1}, nil, "till.amount"},
		"a bill below nothing":                         {bills(-1), nil, "till.amount"},
		"shells":                                       {bills(40_00), []till.Tender{{Kind: "shells", Fen: 40_00}}, "till.tender"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := till.Settle(c.asked, c.offered)
			require.Equal(t, c.code, store.Code(err))
		})
	}

	t.Run("a screen can go on showing what is due", func(t *testing.T) {
		s, err := till.Settle(limited, []till.Tender{cash(till.Exact)})
		require.Equal(t, "till.cash_jiao", store.Code(err))
		require.Equal(t, []money.Fen{840_47, 840_47, 0}, []money.Fen{s.DueFen, s.RestFen, s.RoundingFen})
	})
}
