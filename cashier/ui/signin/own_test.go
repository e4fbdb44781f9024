package signin_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Whose PIN the manager set comes in after setting an own one, which the manager does not know.
func TestWhoComesWithAPINThatAnotherSetSetsAnOwnOneFirst(t *testing.T) {
	frame, counter := uitest.NewShell(t), countertest.Open(t)
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	agreed, err := counter.Book.Staff.Approve(t.Context(), counter.Who(), "200", countertest.SupervisorPIN, staff.GiveLogin)
	require.NoError(t, err)
	require.NoError(t, counter.Book.Staff.Add(t.Context(), counter.Who(), agreed, staff.Entry{Code: "103", Name: "孙静", Role: staff.Cashier, Active: true}, "508170"))
	counter.SignOut()
	signed := 0
	frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() { signed++ }, Quit: func() {}}, signin.View{}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Enter("103", "508170")
	hand.Shows("换成自己的密码", "别人设的")
	require.Zero(t, signed)
	hand.Enter("508170", "508170")
	hand.Shows("新密码和原来的一样")
	hand.Enter("975310", "975311")
	hand.Shows("两遍密码不一样")
	hand.Enter("975310", "975310")
	require.Equal(t, 1, signed)
	require.Equal(t, "103", counter.Who().Code())
	_, err = counter.SignIn(t.Context(), "103", "508170")
	require.Equal(t, staff.CodePINWrong, store.Code(err))
	require.Nil(t, frame.Canvas().Overlays().Top())
}
