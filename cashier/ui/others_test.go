package ui_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// prepays takes 300 yuan for a room at a counter under a request id that the other counter has as well: the second of the two is put by.
func prepays(t *testing.T, counter *cashier.Counter) {
	t.Helper()
	_, err := counter.Book.Till.Receive(t.Context(), counter.Who(), till.Order{RequestID: "same", Room: estate.ObjectID(estate.Room, "3-2-1201"), PrepayFen: 300_00,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 300_00}}})
	require.NoError(t, err)
}

// Nothing is said of other counters where there are none. Where there are, the bar says how new what is here of them is and what does not fit, with the key
// that leads there; from there one key leads to the household.
func TestTheBarTellsOfTheOtherCountersAndLeadsToWhatDoesNotFit(t *testing.T) {
	r := startShift(t)
	r.Hides("其他柜台")
	first := r.app.Counter()
	second := countertest.Joined(t, first, "02")
	second.Book.Journal.Now = time.Now
	r.looks()
	r.Shows("其他柜台 没有记录")
	countertest.SignIn(t, second, "102", countertest.SecondPIN)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = second.Shifts.Open(t.Context(), shifts.Opening{Counted: count})
	require.NoError(t, err)
	prepays(t, first)
	prepays(t, second)
	countertest.Hears(t, first, second)
	r.looks()
	r.Shows("其他柜台 "+time.Now().In(countertest.Noon.Location()).Format("15:"), "对不上 1 件 Ctrl J")

	r.Chord(fyne.KeyJ)
	require.Equal(t, "收讫 · 其他柜台", r.title())
	r.Shows("02 号柜台", "按 F7 逐件看")
	r.Press(fyne.KeyF7)
	require.Equal(t, "收讫 · 对不上的", r.title())
	r.Shows("收到的钱记在这一户的预存款", "300.00", "打开这一户")
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 收银", r.title())
	r.Press(fyne.KeyReturn)
	r.Shows("张")
	r.Chord(fyne.KeyJ)
	r.Press(fyne.KeyF7, fyne.KeyEscape)
	require.Equal(t, "收讫 · 其他柜台", r.title())
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 收银", r.title())

	r.app.Lock() // who takes no money is led to the receipt
	r.let()
	countertest.SignIn(t, first, "100", countertest.ManagerPIN)
	require.NoError(t, first.People.Add(t.Context(), staff.Entry{Code: "300", Name: "赵敏", Role: staff.Finance, Active: true}, "508170", session.Second{Who: "200", PIN: countertest.SupervisorPIN}))
	require.NoError(t, first.Book.Staff.OwnPIN(t.Context(), "300", "508170", "802460"))
	first.SignOut()
	r.Enter("300", "802460")
	r.title()
	r.Chord(fyne.KeyJ)
	r.Press(fyne.KeyF7)
	r.Shows("打开收据")
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 收据", r.title())
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 对不上的", r.title())
	require.Empty(t, r.troubles)
}

// What is of no household leads to the page of its kind, for who has that page; the settings lead to the other counters too.
func TestWhatIsOfNoHouseholdLeadsToItsPage(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	first := r.app.Counter()
	second := countertest.Joined(t, first, "02")
	for counter, name := range map[*cashier.Counter]string{first: "孙静", second: "赵敏"} {
		countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
		require.NoError(t, counter.People.Add(t.Context(), staff.Entry{Code: "103", Name: name, Role: staff.Cashier, Active: true}, "975310",
			session.Second{Who: "200", PIN: countertest.SupervisorPIN}))
	}
	countertest.Hears(t, first, second)
	for _, hand := range []struct {
		code, pin, page string
	}{{"100", countertest.ManagerPIN, "收讫 · 人员"}, {"101", countertest.CashierPIN, "收讫 · 对不上的"}} {
		r.app.Lock()
		r.let()
		r.Enter(hand.code, hand.pin)
		r.title()
		r.Chord(fyne.KeyJ)
		r.Press(fyne.KeyF7)
		r.Shows("登记人员")
		r.Press(fyne.KeyReturn)
		require.Equal(t, hand.page, r.title())
	}
	r.Shows("请主管或经理来看")
	r.Chord(fyne.Key9)
	r.Press(fyne.KeyEnd)
	r.Press(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	r.Press(fyne.KeyReturn)
	require.Equal(t, "收讫 · 其他柜台", r.title())
	r.Press(fyne.KeyEscape)
	require.Equal(t, "收讫 · 设置", r.title())
}

// A day without news of any other counter is something to look at.
func TestADayWithoutNewsOfTheOthersWarns(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	now := countertest.Noon
	ago := func(span time.Duration) int64 { return now.Add(-span).UnixMilli() }
	for _, c := range []struct {
		others report.Others
		words  string
		tone   widgets.Tone
	}{
		{report.Others{}, "", widgets.ToneCalm},
		{report.Others{Count: 1}, "其他柜台 没有记录", widgets.ToneCalm},
		{report.Others{Count: 1, NewestMS: ago(2 * time.Hour), HeardMS: ago(time.Hour)}, "其他柜台 10:00", widgets.ToneGood},
		{report.Others{Count: 2, NewestMS: ago(24 * time.Hour), HeardMS: ago(24 * time.Hour)}, "其他柜台 11-20 12:00", widgets.ToneGood},
		{report.Others{Count: 2, NewestMS: ago(24 * time.Hour), HeardMS: ago(24*time.Hour + time.Minute)}, "其他柜台 11-20 12:00", widgets.ToneLook},
	} {
		words, tone := r.app.OthersWords(now, c.others)
		require.Equal(t, c.words, words)
		require.Equal(t, c.tone, tone, c.words)
	}
}

// A counter that another one ended says so wherever a person is, and does nothing more: money is refused with a plain sentence, so is signing in, and the
// window goes on.
func TestAnEndedCounterSaysSoAndTakesNothing(t *testing.T) {
	r := startShift(t)
	first := r.app.Counter()
	exports := t.TempDir()
	require.NoError(t, first.SetLocalSetting(t.Context(), settings.ExportFolder, exports))
	second := countertest.Joined(t, first, "02")
	r.looks()
	r.Hides("本柜台已被撤销")
	countertest.SignIn(t, second, "100", countertest.ManagerPIN)
	require.NoError(t, second.Exchanging.EndCounter(t.Context(), "01", session.Second{Who: "200", PIN: countertest.SupervisorPIN}))
	countertest.Hears(t, first, second)
	r.looks()
	r.Shows("本柜台已被撤销")

	r.Enter("3-2-1201")
	r.Shows("¥1,045.00")
	r.Press(fyne.KeyReturn)
	r.Enter("", "", "")
	r.Shows("这个柜台已被别的柜台撤销")
	state, err := first.State(t.Context())
	require.NoError(t, err)
	require.Nil(t, state.Last)
	r.Press(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape)
	r.Chord(fyne.KeyJ)
	require.Equal(t, "收讫 · 其他柜台", r.title())
	r.Shows("本柜台已被别的柜台撤销，从那以后这里记的都不算数")

	r.app.Lock()
	r.let()
	r.Enter("101", countertest.CashierPIN)
	r.Shows("这个柜台已被别的柜台撤销", "最后.xch")
	written, err := filepath.Glob(filepath.Join(exports, "交换-01-*-最后.xch"))
	require.NoError(t, err)
	require.Len(t, written, 1)
	left, err := os.Open(written[0])
	require.NoError(t, err)
	_, err = second.Book.Hear(t.Context(), left, nil)
	require.NoError(t, errors.Join(err, left.Close()))
	_, signed := first.Actor()
	require.False(t, signed)
	r.Enter(countertest.CashierPIN)
	r.Shows("这个柜台已被别的柜台撤销")
	r.looks()
	require.Empty(t, r.troubles)
}
