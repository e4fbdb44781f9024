package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// arrears returns what stands of opening bills.
func (i *intaking) arrears() (sum money.Fen) {
	require.NoError(i.t, i.counter.Book.Store.Read(i.t.Context(), func(tx *store.Tx) error {
		_, err := tx.Get("SELECT coalesce(sum(amount_fen), 0) FROM bills WHERE undone = 0", nil, &sum)
		return err
	}))
	return sum
}

// A register that tells less arrears takes bills back: beyond what one person may, a second one agrees.
func TestUndoingManyBillsByARegisterTakesASecondPerson(t *testing.T) {
	i := open(t)
	require.NoError(t, i.counter.People.SetLimit(t.Context(), staff.UndoMaxFen, 10000, session.Second{}))
	register := func(name, fen string) string {
		path := filepath.Join(i.folder, name)
		require.NoError(t, os.WriteFile(path, []byte("房号,业主姓名,建筑面积,期初欠费\n1-1-101,张三,98.30,"+fen+"\n"), 0o600))
		return path
	}
	i.Enter(register("a.csv", "500"))
	i.Press(fyne.KeyF9)
	i.Shows("已导入")
	i.Press(fyne.KeyReturn)
	i.Enter(register("b.csv", "100"))
	i.Press(fyne.KeyF9)
	i.Shows("把 1 户的期初欠费改小，共少 ¥400.00")
	i.Enter("200", "111111")
	i.Shows("密码不对")
	require.EqualValues(t, 500_00, i.arrears())
	i.Enter(countertest.SupervisorPIN)
	i.Shows("已导入")
	require.EqualValues(t, 100_00, i.arrears())
}

// Who owes is two people's once somebody was asked for money, from a file as by hand.
func TestARegisterWithAnotherOwnerTakesASecondPerson(t *testing.T) {
	i := open(t)
	register := func(name, owner string) string {
		path := filepath.Join(i.folder, name)
		require.NoError(t, os.WriteFile(path, []byte("房号,业主姓名,建筑面积\n1-1-101,"+owner+",98.30\n"), 0o600))
		return path
	}
	take := func(name, owner string) {
		i.Enter(register(name, owner))
		i.Press(fyne.KeyF9)
	}
	for name, owner := range map[string]string{"a.csv": "张三", "b.csv": "李四"} {
		take(name, owner)
		i.Shows("已导入")
		i.Press(fyne.KeyReturn)
	}
	manager, _ := i.counter.Actor()
	require.NoError(t, i.counter.Book.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, err := i.counter.Book.Billing.In(tx).Add(tx.Context(), manager, staff.Approval{}, billing.ByHand{RequestID: "one", Room: "1-1-101", Item: "维修费", AmountFen: 5000})
		return err
	}))
	take("c.csv", "王五")
	i.Shows("改变了 1 户由谁缴费、缴多少或预存款")
	i.Enter("200", countertest.SupervisorPIN)
	i.Shows("已导入")
}
