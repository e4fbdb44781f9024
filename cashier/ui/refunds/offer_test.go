package refunds_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Nobody who may agree is there: the form of a move that is left without a second person offers to ask for exactly that move; once it
// is approved, the same form does it.
func TestAFormOffersToAskForWhatItIsRefused(t *testing.T) {
	hand, counter := open(t)
	move := func() {
		hand.Press(fyne.KeyReturn)
		hand.Type("3")
		hand.Enter("321202")
		hand.Enter("1200", "1", "", "")
	}
	hand.Press(fyne.KeyRight)
	move()
	hand.Shows("申请审批：转移押金", "批准人那两格留空")
	hand.Press(fyne.KeyReturn) // an Enter too many asks nothing, and leaves the offer there to be read
	hand.Shows("申请审批：转移押金")
	hand.Press(fyne.KeyEscape)
	hand.Hides("申请审批：转移押金")
	asked := func() (all []staff.Asking) {
		require.NoError(t, counter.Book.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
			all, err = counter.Book.Staff.OpenAskings(tx)
			return err
		}))
		return all
	}
	require.Empty(t, asked())
	hand.Press(fyne.KeyEscape)
	move()
	hand.Press(fyne.KeyF4)
	hand.Shows("已申请")
	hand.Hides("要批准人输入密码") // nothing is wrong with the form any more
	hand.Press(fyne.KeyEscape)
	open := asked()
	require.Len(t, open, 1)
	require.Equal(t, staff.MoveDeposit, open[0].Action)
	supervisor, err := counter.Book.Staff.SignIn(t.Context(), "200", countertest.SupervisorPIN)
	require.NoError(t, err)
	_, err = counter.Book.Staff.DecideApproval(t.Context(), supervisor, open[0].Number, true)
	require.NoError(t, err)
	told, err := counter.Approving.Open(t.Context())
	require.NoError(t, err)
	require.Contains(t, told[0].For, "→ 3-2-1202")
	move()
	hand.Shows("800.00", "1,200.00")
}
