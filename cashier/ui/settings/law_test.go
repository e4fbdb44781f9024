package settings_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The lines of the rules of a place, behind how receipts look.
const (
	linePack     = lineRules + 9
	lineFeeMode  = linePack + 1
	lineContract = linePack + 2
)

// The manager reads the rules of the place before they are chosen; others than these take a second person once money was asked for.
func TestTheRulesOfAPlaceAreReadBeforeTheyAreChosen(t *testing.T) {
	hand, counter, _ := open(t, "100", countertest.ManagerPIN)
	down(hand, linePack)
	hand.Shows("规定包", "不用")
	hand.Press(fyne.KeyReturn)
	hand.Type("3")
	hand.Shows("杭州 物业费最多预收 12 个月", "第55条", "核对日期：未核对")
	require.Empty(t, chosen(t, counter.Book).Name, "reading chooses nothing")
	hand.Press(fyne.KeyReturn)
	hand.Shows("已保存")
	require.Equal(t, "杭州", chosen(t, counter.Book).Name)

	down(hand, lineFeeMode-linePack)
	hand.Press(fyne.KeyReturn)
	hand.Type("2")
	hand.Press(fyne.KeyReturn)
	down(hand, lineContract-lineFeeMode)
	hand.Press(fyne.KeyReturn)
	hand.Enter("2027-06-30")
	policies, err := counter.Book.Policies(t.Context())
	require.NoError(t, err)
	require.Equal(t, "lump", policies.FeeMode)
	require.EqualValues(t, "2027-06-30", policies.ContractOn)

	manager, _ := counter.Actor()
	_, err = counter.Book.TakeRegister(t.Context(), manager, ledger.Register{FileHash: "0011223344556677", Rooms: []estate.Row{{Code: "1-1-101", AreaCentiM2: 9830}}}, false)
	require.NoError(t, err)
	require.NoError(t, counter.Book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := counter.Book.Billing.In(tx).Add(tx.Context(), manager, staff.Approval{}, billing.ByHand{RequestID: "one", Room: "1-1-101", Item: "维修费", AmountFen: 5000})
		return err
	}))
	for range lineContract - linePack {
		hand.Press(fyne.KeyUp)
	}
	hand.Press(fyne.KeyReturn)
	hand.Type("1")
	hand.Press(fyne.KeyReturn)
	hand.Shows("杭州 → 不用")
	require.Equal(t, "杭州", chosen(t, counter.Book).Name, "one person drops no rule")
	hand.Enter("200")
	hand.Enter(countertest.SupervisorPIN)
	require.Empty(t, chosen(t, counter.Book).Name)
}

func chosen(t *testing.T, book *ledger.Book) law.Pack {
	t.Helper()
	policies, err := book.Policies(t.Context())
	require.NoError(t, err)
	pack, err := policies.Pack()
	require.NoError(t, err)
	return pack
}
