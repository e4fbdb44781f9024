package till_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// A month that an offer paid, or that earned it, stays as it is billed where less is owed now; what else differs is put right.
func TestWhatAnOfferPaidIsNotAdjustedDownwards(t *testing.T) {
	p := newPurses(t)
	require.NoError(t, p.Book.Billing.AddTariff(p.Ctx, p.Manager, staff.Approval{}, billing.NewTariff{Item: "物业费", Name: "基本", FromOn: "2026-01-01",
		Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "1"}}}}))
	require.NoError(t, p.Book.Billing.SetOffer(p.Ctx, p.Manager, p.Approve(p.Manager, staff.SetPrices), billing.Offer{Item: "物业费", Pay: 2, Free: 1, FromOn: "2026-11-01", ToOn: "2026-12-31"}))
	_, err := p.Book.Billing.Run(p.Ctx, p.Manager, billing.Ahead("ahead", "1-1-101", []string{"物业费"}, "2027-01-31"))
	require.NoError(t, err)
	_, err = p.Book.Billing.Run(p.Ctx, p.Manager, billing.Order{RequestID: "run", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-12-01", ToOn: "2026-12-31"})
	require.NoError(t, err)
	bills := func() (all []billing.Bill) {
		require.NoError(t, p.Book.Store.Read(p.Ctx, func(tx *store.Tx) (err error) {
			all, _, err = billing.List(tx, billing.Query{Item: "物业费"})
			return err
		}))
		return all
	}
	var parts []till.BillPart
	for _, b := range bills()[:3] {
		require.Equal(t, p.room, b.Object)
		parts = append(parts, till.BillPart{Bill: b.ID, Fen: 90_00})
	}
	_, code := p.spends(parts, till.Tender{Kind: till.OfferGift, Fen: 90_00, Reference: parts[2].Bill}, till.Tender{Kind: till.Card, Fen: 180_00, Reference: "S1"})
	require.Empty(t, code)
	register := ledger.Register{FileHash: fmt.Sprintf("%016d", 9), Rooms: []estate.Row{{Code: "1-1-101", Building: "1", Unit: "1", Number: "101", AreaCentiM2: 8000},
		{Code: "1-1-102", Building: "1", Unit: "1", Number: "102", AreaCentiM2: 8000}}}
	register.Mending = p.Approve(p.Manager, staff.ChangeOwing)
	_, err = p.Book.TakeRegister(p.Ctx, p.Manager, register, false)
	require.NoError(t, err)
	order := billing.Order{RequestID: "one", Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-11-01", ToOn: "2026-11-30"}
	adjust := func(order billing.Order) (billing.RunResult, error) {
		return p.Book.Adjust(p.Ctx, p.Manager, p.Approve(p.Manager, staff.ReduceBill), order, "wrong_area")
	}
	_, err = adjust(order)
	require.Equal(t, till.CodeExcessGiven, store.Code(err), "there is nothing else")
	order.RequestID, order.ToOn = "all", "2027-01-31"
	require.NoError(t, p.Book.Store.Read(p.Ctx, func(tx *store.Tx) error {
		all, exceptions, err := p.Book.Billing.Adjustments(p.Ctx, tx, order)
		require.Empty(t, exceptions)
		require.Len(t, all, 4, "what is paid ahead is compared with the others")
		for _, a := range all {
			if a.Code == "1-1-101" {
				require.Equal(t, till.CodeExcessGiven, store.Code(a.Refused))
				require.Zero(t, a.DifferenceFen())
			} else {
				require.Equal(t, money.Fen(-10_00), a.DifferenceFen())
			}
		}
		return err
	}))
	made, err := adjust(order)
	require.NoError(t, err)
	require.Equal(t, money.Fen(-10_00), made.SumFen)
	require.Len(t, made.Reduced, 1)
	for _, b := range bills()[:3] {
		require.Zero(t, b.ExcessFen())
	}
	p.Verify()
}
