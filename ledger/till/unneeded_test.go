package till_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Fault 4: with 500.00 prepaid and a bill that the prepayment covers, 500.00 typed as cash was booked as "实收现金 500 找零
// 500", and the drawer, the receipt and the Z report told of money that never was there for anything.
func TestNoCashInAndOutOfNothingFault4(t *testing.T) {
	for name, c := range map[string]struct {
		tenders []till.Tender
		keep    bool
		code    string
		args    []any
	}{
		"the prepayment covers it all, cash typed":       {[]till.Tender{{Kind: till.Prepaid, Fen: 4000}, {Kind: till.Cash, Fen: 50000}}, false, "till.cash_unneeded", []any{"￥500.00"}},
		"the card covers it all, cash first":             {[]till.Tender{{Kind: till.Cash, Fen: 1000}, {Kind: till.Card, Fen: 4000, Reference: "S1"}}, false, "till.cash_unneeded", []any{"￥10.00"}},
		"cash beside it is wanted as prepayment":         {[]till.Tender{{Kind: till.Prepaid, Fen: 4000}, {Kind: till.Cash, Fen: 50000}}, true, "", nil},
		"one jiao that is still to be paid needs a hand": {[]till.Tender{{Kind: till.Prepaid, Fen: 3990}, {Kind: till.Cash, Fen: 50000}}, false, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			require.Empty(t, d.open(0))
			_, err := d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "p", Room: d.room,
				Bills: []till.BillPart{{Bill: d.bill, Fen: 4000}}, Tenders: c.tenders, KeepChange: c.keep})
			require.Equal(t, c.code, store.Code(err))
			require.Equal(t, c.args, argsOf(err))
			if c.code != "" {
				z := d.closeAll(0)
				require.Equal(t, []money.Fen{0, 0}, []money.Fen{z.CashInFen, z.ChangeFen}, "no cash went in or out")
			}
			d.Verify()
		})
	}
}

func TestABillOfLessThanAJiaoIsNotRoundedAwayForANote(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	_, code := d.pay(func(o *till.Order) {
		o.Bills[0].Fen = 7
		o.Tenders = []till.Tender{{Kind: till.Cash, Fen: 100}, {Kind: till.Rounding, Fen: 7}}
	})
	require.Equal(t, "till.rounding", code, "1.00 in, 1.00 out and 0.07 given away: the cash paid nothing")
	d.Verify()
}

// argsOf returns what a refusal tells its sentence, nil for none.
func argsOf(err error) []any {
	var refused *store.Error
	if errors.As(err, &refused) {
		return refused.Args
	}
	return nil
}
