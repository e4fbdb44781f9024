package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// explain returns the prices and the payers of the one bill that an item's room has.
func (o *office) explain(item, room string) (prices []billing.UsedPrice, payers []billing.Payer) {
	o.Helper()
	require.NoError(o, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		object, err := estate.ByCode(tx, room)
		require.NoError(o, err)
		bills, err := billing.OpenOf(tx, object.ID)
		require.NoError(o, err)
		for _, bill := range bills {
			if bill.Item != item {
				continue
			}
			if prices, err = billing.UsedPrices(tx, bill); err != nil {
				return err
			}
			payers, err = billing.PayersOf(tx, bill)
			return err
		}
		o.Fatal("no bill of " + item)
		return nil
	}))
	return prices, payers
}

// A price from within the quarter priced days of its own where the steps part there, and a price for the whole period did not.
func TestTheUsedPricesOfABillAreThoseOfItsDays(t *testing.T) {
	o := newQuarter(t)
	o.charge(quarterly("物业费"), byArea("3"))
	o.charge(quarterly("垃圾费"), tariff.Rule{Lines: []tariff.Line{{Price: "30", Per: tariff.Period}}})
	require.Empty(t, o.changePrice("物业费", "2026-12-01", byArea("4")))
	require.Empty(t, o.changePrice("垃圾费", "2026-12-01", tariff.Rule{Lines: []tariff.Line{{Price: "60", Per: tariff.Period}}}))
	for _, item := range []string{"物业费", "垃圾费"} {
		_, code := o.run(billing.Order{RequestID: item, Source: billing.ItemSource{Item: item}, FromOn: "2026-10-01", ToOn: "2026-12-31"})
		require.Empty(t, code)
	}
	prices, payers := o.explain("物业费", "1-1-101")
	require.Len(t, prices, 2)
	require.Equal(t, "基本", prices[0].Tariff)
	require.Equal(t, tariff.Span{From: "2026-10-01", To: "2026-11-30"}, prices[0].Span)
	require.Less(t, prices[0].FromOn, calendar.Date("2026-12-01"))
	require.Equal(t, billing.UsedPrice{Tariff: "基本", FromOn: "2026-12-01", Span: tariff.Span{From: "2026-12-01", To: "2026-12-31"}}, prices[1])
	require.Len(t, payers, 2, "the owner came into the register in November")
	require.Equal(t, billing.Payer{Role: billing.PartyNone, Span: tariff.Span{From: "2026-10-01", To: "2026-11-20"}}, payers[0])
	require.Equal(t, estate.Owner, payers[1].Role)

	prices, _ = o.explain("垃圾费", "1-1-101")
	require.Len(t, prices, 1, "what counts once goes by the last price")
	require.Equal(t, calendar.Date("2026-12-01"), prices[0].FromOn)
}
