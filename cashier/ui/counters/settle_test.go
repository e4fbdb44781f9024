package counters_test

import (
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// hired gives two numbers to two people each, at two counters that know of each other then: two conflicts that somebody has to see.
func hired(t *testing.T, first, second *cashier.Counter) {
	t.Helper()
	for _, code := range []string{"103", "104"} {
		for _, one := range []*cashier.Counter{first, second} {
			countertest.SignIn(t, one, "100", countertest.ManagerPIN)
			require.NoError(t, one.People.Add(t.Context(), staff.Entry{Code: code, Name: "孙静", Role: staff.Cashier, Active: true}, "975310",
				session.Second{Who: "200", PIN: countertest.SupervisorPIN}))
		}
	}
	countertest.Hears(t, first, second)
	countertest.Hears(t, second, first)
}

// settledOf returns how the conflicts that a counter knows are settled, what waits first.
func settledOf(t *testing.T, counter *cashier.Counter) (ways []till.ConflictWay) {
	t.Helper()
	all, err := counter.Exchanging.Conflicts(t.Context(), assets.Chinese)
	require.NoError(t, err)
	for _, one := range all {
		ways = append(ways, one.Settled)
	}
	return ways
}

// One press ticks off one conflict, and the next stands at the cursor; a second press at once and a key that is held tick off no other.
func TestAPressTicksOffWhatWasSeenAndNoOther(t *testing.T) {
	first := countertest.Open(t)
	second := countertest.Joined(t, first, "02")
	hired(t, first, second)
	s := sit(t, first, t.TempDir(), "101", countertest.CashierPIN)
	s.Press(fyne.KeyF7)
	s.Shows("没有算数", "看过了")
	uitest.Rush(100*time.Millisecond, func() { s.Press(fyne.KeySpace, fyne.KeySpace) })
	require.Equal(t, []till.ConflictWay{"", ""}, settledOf(t, first), "nobody can have read it yet")
	uitest.Wait(time.Second)
	uitest.Hold(s.frame.Window(), fyne.KeySpace, 40)
	require.Equal(t, []till.ConflictWay{"", till.ConflictSeen}, settledOf(t, first))
	require.Equal(t, 1, s.changed)
	s.Press(fyne.KeySpace)
	uitest.Rush(0, func() { s.Press(fyne.KeySpace) })
	require.Equal(t, []till.ConflictWay{till.ConflictSeen, till.ConflictSeen}, settledOf(t, first))
	require.Equal(t, 2, s.changed)
	s.Press(fyne.KeySpace)
	require.Equal(t, 2, s.changed, "what is settled is not settled again")
	s.Press(fyne.KeyEscape)
	s.Hides("按 F7 逐件看")
	s.Press(fyne.KeyF7)
	s.Shows("看过了 · 没有算数")
}

// undoneTwice has a payment of 300 yuan undone at both counters, each of which has a shift open: one of them has to get it back.
func undoneTwice(t *testing.T, first, second *cashier.Counter) {
	t.Helper()
	ctx := t.Context()
	undoing := func(counter *cashier.Counter, action staff.Action, number string) (staff.Actor, staff.Approval, till.Undoing) {
		approval, err := counter.Book.Staff.Approve(ctx, counter.Who(), "200", countertest.SupervisorPIN, action)
		require.NoError(t, err)
		return counter.Who(), approval, till.Undoing{RequestID: "undo", Number: number, CashBackFen: 300_00, CopiesTaken: 1, Reason: till.Reason{Code: "paid_twice"}}
	}
	for code, counter := range map[string]*cashier.Counter{"101": first, "102": second} {
		countertest.SignIn(t, counter, code, map[string]string{"101": countertest.CashierPIN, "102": countertest.SecondPIN}[code])
		count, err := till.CountOf(500_00)
		require.NoError(t, err)
		_, err = counter.Shifts.Open(ctx, shifts.Opening{Counted: count})
		require.NoError(t, err)
	}
	paid, err := first.Book.Till.Receive(ctx, first.Who(), till.Order{RequestID: "paid", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 300_00,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 300_00}}})
	require.NoError(t, err)
	countertest.Hears(t, second, first)
	by, approval, undo := undoing(first, staff.VoidPayment, paid.Number)
	undo.CopiesTaken = 0
	_, err = first.Book.Till.Void(ctx, by, approval, undo)
	require.NoError(t, err)
	by, approval, undo = undoing(second, staff.Reverse, paid.Number)
	_, err = second.Book.Till.Reverse(ctx, by, approval, undo)
	require.NoError(t, err)
	countertest.Hears(t, first, second)
	countertest.Hears(t, second, first)
}

// withARoom makes a counter whose book has one room.
func withARoom(t *testing.T) *cashier.Counter {
	t.Helper()
	counter := countertest.Open(t)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	_, err := counter.Book.TakeRegister(t.Context(), counter.Who(), ledger.Register{FileHash: "0011223344556677",
		Rooms: []estate.Row{{Code: "3-2-1201", AreaCentiM2: 9830, Owners: []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}}}}, false)
	require.NoError(t, err)
	return counter
}

// What went out twice comes back into the drawer of whoever is signed in, with a second person; a wrong PIN settles nothing.
func TestWhatWentOutTwiceComesBackIntoTheDrawer(t *testing.T) {
	first := withARoom(t)
	second := countertest.Joined(t, first, "02")
	undoneTwice(t, first, second)
	s := sit(t, second, t.TempDir(), "102", countertest.SecondPIN)
	require.NoError(t, second.Printing.UsePrinter("file://"+filepath.Join(t.TempDir(), "slip.prn")+"?paper=80"))
	s.Press(fyne.KeyF7)
	s.Shows("请向这一户收回", "收回或不追")
	s.Press(fyne.KeySpace)
	s.Shows("3-2-1201 多退的 ¥300.00", "收回现金")
	s.Hides("不追了") // which is for the office
	s.Press(fyne.Key1)
	s.Shows("记进您这一班的钱箱")
	s.Enter("200", "000000")
	s.Shows("不对")
	require.Equal(t, []till.ConflictWay{""}, settledOf(t, second))
	s.Enter(countertest.SupervisorPIN)
	s.Shows("钱已收回，在钱箱里")
	require.Equal(t, []till.ConflictWay{till.ConflictRecovered}, settledOf(t, second))
	jobs, err := second.Printing.Spool.Pending(t.Context())
	require.NoError(t, err)
	require.Len(t, jobs, 1, "the drawer opens once")
	require.Equal(t, spool.Drawer, jobs[0].Kind)
	require.Equal(t, 1, s.changed)
	s.Press(fyne.KeySpace)
	s.Hides("多退的")
}

// Two of the office give up what went out twice.
func TestTwoOfTheOfficeGiveUpWhatWentOutTwice(t *testing.T) {
	first := withARoom(t)
	second := countertest.Joined(t, first, "02")
	undoneTwice(t, first, second)
	s := sit(t, first, t.TempDir(), "100", countertest.ManagerPIN)
	s.Press(fyne.KeyF7, fyne.KeySpace)
	s.Shows("收回现金", "不追了")
	s.Press(fyne.Key2)
	s.Shows("记作损失")
	s.Enter("200", countertest.SupervisorPIN)
	require.Equal(t, []till.ConflictWay{till.ConflictGivenUp}, settledOf(t, first))
	countertest.Hears(t, second, first)
	require.Equal(t, []till.ConflictWay{till.ConflictGivenUp}, settledOf(t, second))
}

// Whoever may change settings ends another counter, with a second person, and never the own one.
func TestACounterIsEndedByTwoWhoMay(t *testing.T) {
	first := countertest.Open(t)
	second := countertest.Joined(t, first, "02")
	s := sit(t, first, t.TempDir(), "101", countertest.CashierPIN)
	s.Hides("撤销这个柜台")
	s.Press(fyne.KeyDown, fyne.KeyF9)
	require.Nil(t, s.frame.Canvas().Overlays().Top())

	s = sit(t, first, t.TempDir(), "100", countertest.ManagerPIN)
	s.Shows("撤销这个柜台")
	s.Press(fyne.KeyF9)
	require.Nil(t, s.frame.Canvas().Overlays().Top(), "the own counter is at the cursor")
	s.Press(fyne.KeyDown)
	uitest.Hold(s.frame.Window(), fyne.KeyF9, 20)
	s.Shows("撤销 02 号柜台", "这里还没有收下的，从此都不算数")
	s.Enter("200", "000000")
	s.Shows("不对")
	require.False(t, counterOf(t, first, "02").Ended)
	s.Enter(countertest.SupervisorPIN)
	s.Shows("02 号柜台已撤销", "已撤销")
	require.True(t, counterOf(t, first, "02").Ended)
	require.Equal(t, 1, s.changed)
	s.Press(fyne.KeyF9)
	require.Nil(t, s.frame.Canvas().Overlays().Top(), "it is at its end")

	countertest.SignIn(t, second, "100", countertest.ManagerPIN)
	countertest.Hears(t, second, first)
	view, err := second.Exchanging.Read(t.Context())
	require.NoError(t, err)
	require.True(t, view.Own().Ended)
	require.False(t, view.Ends, "a counter at its end ends no other")
}

// counterOf returns what a counter knows of one, by its code.
func counterOf(t *testing.T, counter *cashier.Counter, code string) (of report.Counter) {
	t.Helper()
	view, err := counter.Exchanging.Read(t.Context())
	require.NoError(t, err)
	for _, one := range view.Counters {
		if one.Code == code {
			of = one
		}
	}
	return of
}
