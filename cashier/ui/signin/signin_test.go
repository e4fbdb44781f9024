package signin_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

func TestWhoIsLockedOutIsToldWhoCanHelp(t *testing.T) {
	frame, counter := uitest.NewShell(t), countertest.Open(t)
	t.Cleanup(frame.Close)
	signed := 0
	frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() { signed++ }, Quit: func() {}}, signin.View{Title: "阳光花园"}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Press(fyne.KeyReturn, fyne.KeyReturn)
	hand.Shows("请先输入工号和密码")
	hand.Enter("101", "111111")
	hand.Shows("密码不对，还可以试 4 次")
	hand.Enter("111111", "111111", "111111", "111111")
	hand.Shows("已锁定", "另一位经理解锁", "恢复密钥")
	hand.Enter(countertest.CashierPIN)
	require.Zero(t, signed)
	hand.Press(fyne.KeyUp)
	hand.Enter("102", countertest.SecondPIN)
	require.Equal(t, 1, signed)
}

func TestTheTwoNewPINsOfARecoveryMustBeTheSame(t *testing.T) {
	frame, counter := uitest.NewShell(t), countertest.Open(t)
	t.Cleanup(frame.Close)
	frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() {}, Quit: func() {}}, signin.View{}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Press(fyne.KeyF6)
	hand.Enter("100", "", "864210", "864210")
	hand.Shows("请先输入恢复密钥")
	hand.Enter("ABCD-EFGH", "864210", "864211")
	hand.Shows("两遍密码不一样")
	hand.Enter("864210", "864210")
	hand.Shows("恢复密钥输错了")
	hand.Enter("9", "864210", "864210") // the keyboard is at the key, and the PIN is typed anew
	hand.Shows("恢复密钥输错了")
	hand.Press(fyne.KeyEscape)
	require.Nil(t, frame.Canvas().Overlays().Top())
}

func TestALockedBookOpensWithThePassphraseOrTheRecoveryKey(t *testing.T) {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	var brought []vault.Key
	opened := 0
	frame.ShowBare(signin.NewUnlock(frame, "阳光花园.book", signin.UnlockDeps{Explain: countertest.Explain, Quit: func() {},
		Open: func(_ context.Context, key vault.Key) error {
			brought = append(brought, key)
			if key.Recovery == "" {
				return store.Refuse("vault.wrong_key")
			}
			return nil
		},
		Opened: func() { opened++ },
	}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Shows("阳光花园.book")
	hand.Enter("open sesame")
	hand.Shows("口令或密钥不对")
	require.Zero(t, opened)
	hand.Press(fyne.KeyF6)
	hand.Enter("ABCD-EFGH")
	require.Equal(t, []vault.Key{{Passphrase: "open sesame"}, {Recovery: "ABCD-EFGH"}}, brought)
	require.Equal(t, 1, opened)
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, signin.Gallery(), "signin", "unlock")
}

func TestWhoLockedTheCounterTypesThePINAtOnceAndAnotherTheirNumber(t *testing.T) {
	frame, counter := uitest.NewShell(t), countertest.Open(t)
	t.Cleanup(frame.Close)
	signed := 0
	show := func() *countertest.Hand {
		frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() { signed++ }, Quit: func() {}}, signin.View{Code: "101"}))
		return countertest.NewHand(t, func() *shell.Shell { return frame })
	}
	who := func() string {
		actor, _ := counter.Actor()
		return actor.Code()
	}
	hand := show()
	hand.Shows("工号 101 刚才在用", "换人")
	hand.Type(countertest.CashierPIN)
	hand.Hides(countertest.CashierPIN)
	hand.Press(fyne.KeyReturn)
	require.Equal(t, "101", who())
	hand = show()
	hand.Enter("102", countertest.SecondPIN)
	require.Equal(t, "102", who(), "a number is no PIN, and spends no try")
	require.Equal(t, 2, signed)
}

// openSignIn shows the sign-in of a counter that code left locked, "" for nobody, and counts who came in.
func openSignIn(t *testing.T, code string) (hand *countertest.Hand, signed *int) {
	frame, counter := uitest.NewShell(t), countertest.Open(t)
	t.Cleanup(frame.Close)
	signed = new(int)
	frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() { *signed++ }, Quit: func() {}}, signin.View{Code: code}))
	return countertest.NewHand(t, func() *shell.Shell { return frame }), signed
}

func TestAnEnterBeforeTheNumberLeavesTheKeyboardAtTheNumber(t *testing.T) {
	hand, signed := openSignIn(t, "")
	hand.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn) // the second half of the Enter that closed a shift
	hand.Shows("请先输入工号和密码")
	hand.Type("101")
	hand.Shows("101")
	hand.Press(fyne.KeyReturn)
	hand.Type(countertest.CashierPIN)
	hand.Hides(countertest.CashierPIN)
	hand.Press(fyne.KeyReturn)
	require.Equal(t, 1, *signed)
}

func TestAnEnterBeforeThePINLeavesTheKeyboardAtThePIN(t *testing.T) {
	hand, signed := openSignIn(t, "101")
	hand.Press(fyne.KeyReturn)
	hand.Shows("请先输入工号和密码")
	hand.Type(countertest.SecondPIN)
	hand.Hides(countertest.SecondPIN)
	hand.Press(fyne.KeyReturn, fyne.KeyReturn)
	hand.Shows("请先输入工号和密码")
	hand.Type(countertest.CashierPIN)
	hand.Hides(countertest.CashierPIN)
	hand.Press(fyne.KeyReturn)
	require.Equal(t, 1, *signed)
}

func TestANumberTypedIntoThePINIsTakenForTheNumber(t *testing.T) {
	hand, signed := openSignIn(t, "")
	hand.Press(fyne.KeyDown)
	hand.Enter("101")
	hand.Shows("101")
	hand.Type(countertest.CashierPIN)
	hand.Hides(countertest.CashierPIN)
	hand.Press(fyne.KeyReturn)
	require.Equal(t, 1, *signed)
}

func TestAPINWithoutANumberIsWiped(t *testing.T) {
	hand, signed := openSignIn(t, "")
	hand.Press(fyne.KeyDown)
	hand.Enter(countertest.CashierPIN)
	hand.Shows("请先输入工号和密码")
	hand.Hides("●")
	hand.Enter("101", countertest.CashierPIN)
	require.Equal(t, 1, *signed)
}

func TestEscBeginsTheSignInAnew(t *testing.T) {
	hand, signed := openSignIn(t, "101")
	hand.Type("8642")
	hand.Press(fyne.KeyEscape)
	hand.Shows("请从工号开始输入")
	hand.Hides("●", ">101<")
	hand.Enter("102", countertest.SecondPIN)
	require.Equal(t, 1, *signed)
}

// Who leaves the page of the own PIN with Esc, or types the number once more into the PIN, spends no try.
func TestTheNumberTypedAgainAfterTheOwnPINIsNoTry(t *testing.T) {
	frame, counter := uitest.NewShell(t), countertest.Open(t)
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	agreed, err := counter.Book.Staff.Approve(t.Context(), counter.Who(), "200", countertest.SupervisorPIN, staff.GiveLogin)
	require.NoError(t, err)
	person, err := counter.Book.Staff.Find(t.Context(), "101")
	require.NoError(t, err)
	require.NoError(t, counter.Book.Staff.SetPIN(t.Context(), counter.Who(), agreed, person.ID, "508170"))
	counter.SignOut()
	signed := 0
	frame.ShowBare(signin.New(frame, counter, signin.Deps{Explain: countertest.Explain, SignedIn: func() { signed++ }, Quit: func() {}}, signin.View{}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	refused := func() (tries int) {
		require.NoError(t, counter.Book.Store.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Get("SELECT count(*) FROM events WHERE kind = 'staff.pin_refused'", nil, &tries)
			return err
		}))
		return tries
	}
	hand.Enter("101", "508170")
	hand.Shows("换成自己的")
	hand.Press(fyne.KeyEscape)
	hand.Enter("101", "101", "508170") // the second goes into the PIN, where it is a number still
	require.Zero(t, refused())
	hand.Shows("换成自己的")
	hand.Enter("864213", "864213")
	require.Equal(t, 1, signed)
	require.Zero(t, refused())
}

// Whoever goes on with an older copy may hold the key that was made after it: the refusal says which one opens it.
func TestAWrongKeyOfAnOlderCopySaysWhichOneOpensIt(t *testing.T) {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	frame.ShowBare(signin.NewGoOn(frame, "阳光花园.book", signin.GoOnDeps{Explain: countertest.Explain, Quit: func() {},
		GoOn: func(context.Context, string, string) error { return store.Refuse(vault.CodeWrongKey) },
		Gone: func() { t.Error("it went on") }}))
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	hand.Type("ABCD-EFGH")
	hand.Press(fyne.KeyF9)
	hand.Shows("恢复密钥不对", "没有打开", "要用那时候的")
}
