package charges_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
)

// waits holds back what work brings to the screen, as a slow disk does, while slow says so.
type waits struct {
	slow   bool
	posted []func()
}

func (w *waits) post(do func()) {
	if w.slow {
		w.posted = append(w.posted, do)
		return
	}
	do()
}

// let brings what was held back, and what follows from it.
func (w *waits) let() {
	for len(w.posted) > 0 {
		do := w.posted[0]
		w.posted = w.posted[1:]
		do()
	}
}

// openSlowly is open on a disk that can be slow.
func openSlowly(t *testing.T) (*setting, *waits) {
	w := &waits{}
	options := uitest.InPlace()
	options.Post = w.post
	return openOn(t, shell.New(uitest.NewWindow(t, nil), options)), w
}

// The list takes no key between a deletion and its reload: what is deleted cannot be opened, changed or brought back.
func TestADeletedItemCannotBeOpenedBeforeTheListIsReadAgain(t *testing.T) {
	s, disk := openSlowly(t)
	s.fromTemplate()
	s.Press(fyne.KeyReturn)
	s.Type("8")
	disk.slow = true
	s.Press(fyne.KeyF8)
	disk.posted[0]() // it is deleted; the list waits for the disk
	disk.posted = disk.posted[1:]
	s.Shows("已删除“物业费”")
	for _, key := range []fyne.KeyName{fyne.KeyF8, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF12, fyne.KeyReturn} {
		s.Press(key)
		s.Hides("改设置 · 物业费", "调价 · 物业费", "另加标准 · 物业费", "停用标准 · 物业费", "改名称 · 物业费")
	}
	disk.let()
	s.Shows("还没有收费项目")
	s.Hides("新建项目 ·")
}

// Enters of before a list was read again belong to what was saved: none of them opens anything, whatever item the list shows meanwhile.
func TestEntersTypedAheadOfTheSavedItemOpenNothing(t *testing.T) {
	s, disk := openSlowly(t)
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Enter("乙项")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	s.Press(fyne.KeyF4)
	s.Type("1")
	s.Enter("甲项")
	s.Press(fyne.KeyF9)
	disk.slow = true
	s.Press(fyne.KeyReturn)
	disk.posted[0]()
	disk.posted = disk.posted[1:]
	s.Press(fyne.KeyReturn, fyne.KeyReturn)
	require.Nil(t, s.frame.Canvas().Overlays().Top())
	disk.let()
	require.Nil(t, s.frame.Canvas().Overlays().Top())
	uitest.Rush(40*time.Millisecond, func() { s.Press(fyne.KeyReturn, fyne.KeyReturn) })
	require.Nil(t, s.frame.Canvas().Overlays().Top(), "nobody has seen the list yet")
	s.Press(fyne.KeyReturn)
	require.NotNil(t, s.frame.Canvas().Overlays().Top())
	s.Type("5")
	s.Shows("改名称 · 甲项")
}

// What takes a second person or cannot be undone is never done by Enter: an item ends at F9.
func TestAnItemDoesNotEndByEnter(t *testing.T) {
	s := open(t)
	s.fromTemplate()
	s.Press(fyne.KeyReturn)
	s.Type("7")
	s.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	saved, _ := s.charge("物业费")
	require.Empty(t, saved.Tariffs[0].ToOn)
	s.Shows("停收项目 · 物业费")
	s.Type("20261130")
	s.Press(fyne.KeyF9)
	saved, _ = s.charge("物业费")
	require.Equal(t, "2026-11-30", string(saved.Tariffs[0].ToOn))
}

// F4 opens its list on what holds now: Enter changes nothing.
func TestTheListOpensOnWhatHolds(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("电梯费")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Enter("0.50")
	s.Press(fyne.KeyF5)
	s.Type("7") // on a condition
	s.Type("8") // its field: the floor
	s.Press(fyne.KeyF4, fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown)
	s.Shows("7-15 是从 7 到 15")
}

// What a condition compares with is never nothing: the list says so and takes no empty answer. Where it applies, nothing is everything.
func TestAConditionIsNotComparedWithNothing(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4, fyne.KeyF6)
	s.Enter("电梯费")
	s.Press(fyne.KeyDown, fyne.KeyDown)
	s.Enter("0.50")
	s.Press(fyne.KeyF5)
	s.Type("7") // on a condition: the use
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyF4)
	s.Shows("至少勾一个")
	s.Hides("一个都不勾是不限")
	s.Press(fyne.KeyReturn)
	s.Shows("一个都没勾")
	s.Press(fyne.KeySpace, fyne.KeyReturn)
	s.Hides("一个都没勾", "至少勾一个")
}

// A list that was read before a deletion and comes after it is not shown: what it has is gone.
func TestAListOfBeforeADeletionIsNotShownAfterIt(t *testing.T) {
	s, disk := openSlowly(t)
	s.fromTemplate()
	disk.slow = true
	s.frame.Show(s.screen) // reads the list
	s.Press(fyne.KeyReturn)
	s.Type("8")
	s.Press(fyne.KeyF8)
	require.Len(t, disk.posted, 2)
	old, deleted := disk.posted[0], disk.posted[1]
	disk.posted = nil
	deleted()
	old()
	s.Press(fyne.KeyF8, fyne.KeyReturn)
	s.Hides("改设置 · 物业费")
	require.Nil(t, s.frame.Canvas().Overlays().Top())
	disk.let()
	s.Shows("还没有收费项目")
}
