package checkout

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// A sum that somebody names for a bill of 300.00 with a late fee of 12.00 is shared out between the two as the house says.
func TestASumForOneBillIsSharedOutWithItsLateFee(t *testing.T) {
	bill := func(fen money.Fen) []till.BillPart {
		if fen == 0 {
			return nil
		}
		return []till.BillPart{{Bill: "r2-0", Fen: fen}}
	}
	fee := func(fen, of money.Fen) []till.BillPart { return []till.BillPart{{Bill: "r2-0", Fen: fen, OfFen: of}} }
	for name, c := range map[string]struct {
		lateFirst   bool
		fen         money.Fen
		bills, fees []till.BillPart
		dueFen      money.Fen
	}{
		"a part of the bill":                    {false, 100_00, bill(100_00), nil, 100_00},
		"the bill leaves its fee":               {false, 300_00, bill(300_00), fee(0, 12_00), 300_00},
		"the bill and a fen of the fee":         {false, 300_01, bill(300_00), fee(1, 12_00), 300_01},
		"the bill and most of the fee":          {false, 311_99, bill(300_00), fee(11_99, 12_00), 311_99},
		"both":                                  {false, 312_00, bill(300_00), fee(12_00, 0), 312_00},
		"the fee first":                         {true, 100_00, bill(88_00), fee(12_00, 0), 100_00},
		"the fee first, and most of the bill":   {true, 311_99, bill(299_99), fee(12_00, 0), 311_99},
		"the fee alone":                         {true, 12_00, nil, fee(12_00, 0), 12_00},
		"less than the fee is paid on the bill": {true, 11_99, bill(11_99), nil, 11_99},
		"as much as the bill, the fee first":    {true, 300_00, bill(288_00), fee(12_00, 0), 300_00},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHand()
			h.book.late["r2-0"] = 12_00
			h.do(Query{"110602"}, Submit{})
			h.state.Policies.LateFeeFirst = c.lateFirst
			h.do(PayWith{Kind: till.Card}, Reference{"1"}, Part{Bill: "r2-0", Fen: c.fen})
			require.Equal(t, c.dueFen, h.view.Quote.DueFen)
			order := h.view.Draft.Order(h.view.Quote)
			require.Equal(t, c.bills, order.Bills)
			require.Equal(t, c.fees, order.LateFees)

			h.do(Tick{"r2-0"}, Tick{"r2-0"})
			if len(c.bills) == 0 { // it was not ticked: only its fee was paid
				h.do(Tick{"r2-0"})
			}
			require.Equal(t, money.Fen(312_00), h.view.Quote.DueFen, "ticked anew it is paid whole")
		})
	}
}
