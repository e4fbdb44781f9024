package charges_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger"
)

// late keeps the work of a shell until it is asked for, as a busy machine does.
type late struct {
	waiting []func()
	keeps   bool
}

func (l *late) run(work func()) {
	if l.keeps {
		l.waiting = append(l.waiting, work)
		return
	}
	work()
}

func TestOnlyTheNewestPreviewIsShownWhateverEndsFirst(t *testing.T) {
	jobs := &late{}
	options := uitest.InPlace()
	options.Go = jobs.run
	frame := shell.New(uitest.NewWindow(t, nil), options)
	s := &setting{t: t, counter: countertest.Open(t)}
	s.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	countertest.SignIn(t, s.counter, "100", countertest.ManagerPIN)
	actor, _ := s.counter.Actor()
	_, err := s.counter.Book.TakeRegister(t.Context(), actor, ledger.Register{FileHash: "0011223344556677", Rooms: rooms()}, false)
	require.NoError(t, err)
	frame.Show(charges.New(frame, s.counter, charges.Deps{Explain: countertest.Explain, Back: func() {}, Rest: time.Millisecond}))
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Press(fyne.KeyDown)
	jobs.keeps = true
	s.Type("3.10")
	require.Len(t, jobs.waiting, 4, "one for each key")
	jobs.waiting[3]()
	s.Shows("× 3.10 元")
	for _, earlier := range jobs.waiting[:3] {
		earlier()
	}
	s.Shows("× 3.10 元")
	s.Hides("× 3 元")
	jobs.waiting = nil
	frame.Close()
}

func TestARoomIsTriedBeforeAnythingIsReadOrSaved(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyRight, fyne.KeyRight)
	s.Type("1") // water at one price
	s.Shows("6 户算不出", "抄表数", "假定用量")
	s.Press(fyne.KeyF12)
	s.Enter("201101")
	s.Shows("这一户", "2-1-101")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Type("12")
	s.Shows("全小区 6 户", "12 ", "38.40", "¥230.40")
	s.Press(fyne.KeyF12)
	s.Type("9999")
	s.Shows("没有找到房号“9999”")
	all, err := s.counter.Pricing.Charges(t.Context())
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestTiersForLargeHouseholdsNeedNoPeopleWhereNobodyAddsToThem(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyRight, fyne.KeyRight)
	s.Type("2") // water by tiers of the year
	s.Press(fyne.KeyF12, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	s.Type("200")
	s.Shows("全小区 6 户", "1,040.00", "未登记人口，按普通限额")
	for range 40 {
		s.Press(fyne.KeyUp)
	}
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	s.Type("0")
	s.Hides("未登记人口")
	s.Shows("全小区 6 户", "1,040.00")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	all, err := s.counter.Pricing.Charges(t.Context())
	require.NoError(t, err)
	require.Empty(t, all[0].Tariffs[0].Versions[0].Rule.Lines[0].Tiers[0].EachHead)
}
