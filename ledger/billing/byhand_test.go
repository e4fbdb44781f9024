package billing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Whose money a bill by hand is follows its item, where it has one: a deposit that was booked as income would never be owed back.
func TestABillByHandIsWhatItsItemIs(t *testing.T) {
	o := newOffice(t)
	item := func(name, kind string) {
		require.Empty(t, o.Write(func(tx *store.Tx) error {
			return o.Book.Billing.In(tx).SetItem(tx.Context(), o.Manager, staff.Approval{},
				billing.Item{Name: name, Kind: kind, HangsOn: estate.Room, Cycle: tariff.Once, Active: true})
		}))
	}
	item("门禁卡押金", billing.Deposit)
	item("垃圾代收费", billing.Agency)
	add := func(request, item, kind string) (billing.Bill, string) {
		return o.add(o.Manager, billing.ByHand{RequestID: request, Room: "1-1-101", Item: item, Kind: kind, AmountFen: 200_00})
	}
	for item, kind := range map[string]string{"门禁卡押金": billing.Deposit, "垃圾代收费": billing.Agency, "维修费": billing.Income} {
		bill, code := add("none "+item, item, "")
		require.Empty(t, code, item)
		require.Equal(t, kind, bill.Kind, item)
	}
	for _, kind := range []string{billing.Income, billing.Agency} {
		_, code := add("as "+kind, "门禁卡押金", kind)
		require.Equal(t, "billing.deposit_item", code, "a deposit is no "+kind)
	}
	_, code := add("as deposit", "垃圾代收费", billing.Deposit)
	require.Equal(t, "billing.deposit_item", code, "what is no deposit item is none")
	bill, code := add("said", "门禁卡押金", billing.Deposit)
	require.Empty(t, code)
	require.Equal(t, billing.Deposit, bill.Kind)
	bill, code = add("no item", "装修押金", billing.Deposit)
	require.Empty(t, code, "a name that no item has is what the person says")
	require.Equal(t, billing.Deposit, bill.Kind)
}
