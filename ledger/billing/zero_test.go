package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// A developer who takes a flat's fee over from a day that is billed already leaves nothing to pay: the whole bill comes off.
func TestAPeriodThatIsFreeByNowIsTakenOffWhole(t *testing.T) {
	o := newQuarter(t)
	o.charge(property(), byArea("3"))
	_, code := o.run(month("物业费", "2026-11"))
	require.Empty(t, code)
	flat := o.bills("物业费")[1]
	require.Equal(t, money.Fen(36150), flat.AmountFen)
	wish := billing.Concession{Object: estate.ObjectID(estate.Room, "1-1-102"), Item: "物业费", Name: "开发商承担", Factor: tariff.Whole(0), FromOn: "2026-11-01"}
	agreed := o.agreed(staff.SetPrices) // before the transaction: a PIN try is one of its own
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		_, err := o.Book.Billing.In(tx).Grant(tx.Context(), o.Manager, agreed, wish)
		return err
	}))
	order := month("物业费", "2026-11")
	order.RequestID = "free"
	agreed = o.agreed(staff.ReduceBill)
	require.Empty(t, o.Write(func(tx *store.Tx) error {
		made, err := o.Book.Billing.In(tx).Adjust(o.Ctx, o.Manager, agreed, order, "concession")
		require.Equal(t, money.Fen(-36150), made.SumFen)
		return err
	}))
	flat = o.bills("物业费")[1]
	require.Zero(t, flat.OwedFen())
	require.NoError(t, o.Book.Store.Read(o.Ctx, func(tx *store.Tx) error {
		off, err := billing.Reductions(tx, flat.ID)
		require.Len(t, off, 1)
		require.Equal(t, money.Fen(36150), off[0].Fen)
		require.Equal(t, "concession", off[0].Reason)
		require.Equal(t, "应收 0.00，已出 361.50", off[0].Why)
		return err
	}))
	o.Verify()
}

// A preview may be asked to show what costs nothing, with the reason; a run may not, for a bill of nothing is none.
func TestWhatCostsNothingSaysWhy(t *testing.T) {
	o := newQuarter(t)
	rule := byArea("3")
	rule.When = []tariff.Condition{{Field: "use", Op: "=", Values: []string{"商铺"}}}
	o.charge(property(), rule)
	order := month("物业费", "2026-11")
	order = with(order, func(s *billing.ItemSource) { s.Only, s.Zero = []string{"1-1-101"}, true })
	preview := o.preview(order)
	require.Equal(t, 1, preview.Nothing)
	require.Len(t, preview.Bills, 1)
	require.Zero(t, preview.Bills[0].AmountFen)
	require.Contains(t, preview.Bills[0].AllSteps[0], "商铺")
	_, code := o.run(order)
	require.Equal(t, "billing.trial", code)
}
