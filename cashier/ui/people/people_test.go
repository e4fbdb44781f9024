package people_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/people"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

func open(t *testing.T, code, pin string) (*countertest.Hand, *cashier.Counter) {
	counter := countertest.Open(t)
	return show(t, counter, code, pin), counter
}

func show(t *testing.T, counter *cashier.Counter, code, pin string) *countertest.Hand {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	countertest.SignIn(t, counter, code, pin)
	frame.Show(people.New(frame, counter, people.Deps{Explain: countertest.Explain}))
	return countertest.NewHand(t, func() *shell.Shell { return frame })
}

// person returns the entry of a staff number.
func person(t *testing.T, counter *cashier.Counter, code string) staff.Person {
	list, err := counter.People.All(t.Context())
	require.NoError(t, err)
	for _, one := range list {
		if one.Code == code {
			return one
		}
	}
	return staff.Person{}
}

func TestAManagerAddsAPersonWhoCanThenSignIn(t *testing.T) {
	hand, counter := open(t, "100", countertest.ManagerPIN)
	hand.Shows("陈国栋", "各岗位能做什么", "作废")
	hand.Press(fyne.KeyF4)
	hand.Type("1")
	hand.Enter("101", "孙静", "975310", "975310", "200", countertest.SupervisorPIN)
	hand.Shows("工号 101 已经有人用了")
	hand.Enter("103", "", "975310", "975310", "", countertest.SupervisorPIN)
	require.Equal(t, "孙静", person(t, counter, "103").Name)
	_, err := counter.SignIn(t.Context(), "103", "975310")
	require.Equal(t, staff.CodePINGiven, store.Code(err), "the manager typed it")
	require.NoError(t, counter.Book.Staff.OwnPIN(t.Context(), "103", "975310", "802460"))
}

// One more login would make of a manager alone two people: a colleague who may approve types the own PIN.
func TestALoginIsGivenByTwo(t *testing.T) {
	hand, counter := open(t, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyF4)
	hand.Type("3")
	hand.Enter("301", "孙静", "975310", "975310", "", "")
	hand.Shows("“给账号、改姓名或密码”要批准人输入密码")
	require.Empty(t, person(t, counter, "301").Code)
	hand.Enter("200", "000000")
	hand.Shows("批准人（200）的密码不对")
	hand.Enter(countertest.SupervisorPIN) // The new PIN stands there, and so does who approves.
	require.Equal(t, staff.Finance, person(t, counter, "301").Role)
}

func TestAWeakPINIsTypedAnewWhereTheCursorStandsThen(t *testing.T) {
	hand, counter := open(t, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyF4)
	hand.Type("1")
	hand.Enter("103", "孙静", "1234", "1234", "200", countertest.SupervisorPIN)
	hand.Shows("太容易猜")
	hand.Enter("975310", "975311", "", countertest.SupervisorPIN)
	hand.Shows("两遍密码不一样")
	hand.Enter("975310", "975310", "", countertest.SupervisorPIN)
	require.Equal(t, "孙静", person(t, counter, "103").Name)
}

func TestARoleAPINAndALeaveAreChangedFromTheMenu(t *testing.T) {
	hand, counter := open(t, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyDown, fyne.KeyReturn)
	hand.Type("2")
	hand.Type("2")
	hand.Shows("王丽 当主管", "给账号、换密码、改姓名要两个人")
	hand.Enter("100", countertest.ManagerPIN)
	hand.Shows("不能自己批准自己")
	instead(hand, "200", countertest.SupervisorPIN)
	require.Equal(t, staff.Supervisor, person(t, counter, "101").Role)
	hand.Press(fyne.KeyReturn)
	hand.Type("4")
	hand.Enter("975310", "975310", "101", countertest.CashierPIN)
	hand.Shows("批准人不能是这个账号的本人")
	instead(hand, "200", countertest.SupervisorPIN)
	require.NoError(t, counter.Book.Staff.OwnPIN(t.Context(), "101", "975310", "802460"))
	hand.Press(fyne.KeyReturn)
	hand.Type("3")
	require.False(t, person(t, counter, "101").Active)
}

// Who is called otherwise answers for what was done under the old name, and the only other approver agrees to go.
func TestANameAndTheLastApproversLeaveAreTwoPeoples(t *testing.T) {
	hand, counter := open(t, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyDown, fyne.KeyReturn)
	hand.Type("1")
	hand.Enter("", "华", "", "")
	hand.Shows("要批准人输入密码")
	require.Equal(t, "王丽", person(t, counter, "101").Name)
	hand.Enter("200", countertest.SupervisorPIN)
	require.Equal(t, "王丽华", person(t, counter, "101").Name)
}

// The second half of the Enter that saved a person does nothing to the list behind it: it was meant for what stood there before.
func TestASecondEnterAfterSavingOpensNothing(t *testing.T) {
	hand, counter := open(t, "100", countertest.ManagerPIN)
	hand.Press(fyne.KeyF4)
	hand.Type("1")
	hand.Enter("103", "孙静", "975310", "975310", "200")
	hand.Type(countertest.SupervisorPIN)
	hand.Press(fyne.KeyReturn)
	uitest.Rush(150*time.Millisecond, func() { hand.Press(fyne.KeyReturn) })
	require.Equal(t, "孙静", person(t, counter, "103").Name)
	hand.Shows("已添加")
	hand.Hides("换岗位")
	hand.Press(fyne.KeyReturn) // who looks at the list and presses it means the row
	hand.Shows("换岗位")
}

// instead types another second person in the place of one of three digits.
func instead(hand *countertest.Hand, code, pin string) {
	hand.Press(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	hand.Enter(code, pin)
}

func TestALockedOutPersonIsLetInAgain(t *testing.T) {
	counter := countertest.Open(t)
	for range 5 {
		_, err := counter.Book.Staff.SignIn(t.Context(), "101", "111111")
		require.Error(t, err)
	}
	hand := show(t, counter, "100", countertest.ManagerPIN)
	hand.Shows("密码锁定")
	hand.Press(fyne.KeyF7)
	hand.Shows("陈国栋 没有被锁定")
	hand.Press(fyne.KeyDown, fyne.KeyF7)
	require.False(t, person(t, counter, "101").Locked)
	_, err := counter.Book.Staff.SignIn(t.Context(), "101", countertest.CashierPIN)
	require.NoError(t, err)
}

func TestWhoMayNotManageStaffIsRefused(t *testing.T) {
	hand, counter := open(t, "101", countertest.CashierPIN)
	hand.Press(fyne.KeyF4)
	hand.Type("1")
	hand.Enter("109", "孙静", "975310", "975310", "200", countertest.SupervisorPIN)
	hand.Shows("没有“管理人员”的权限")
	require.Empty(t, person(t, counter, "109").Code)
}

func TestTheScreensLookAsAgreed(t *testing.T) {
	countertest.Pictures(t, people.Gallery(), "people")
}
