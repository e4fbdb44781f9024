package charges_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/countertest"
)

// again opens the screen anew for the person who locked it, with what was kept.
func (s *setting) again() charges.Kept {
	kept := s.screen.Keep()
	s.screen = charges.New(s.frame, s.counter, charges.Deps{Explain: countertest.Explain, Back: func() {}})
	s.screen.Resume(kept)
	s.frame.Show(s.screen)
	return kept
}

// A draft waits over a lock on the line where its person was, whichever page of it was shown, and can be saved then.
func TestADraftWaitsOverALock(t *testing.T) {
	s := open(t)
	s.Press(fyne.KeyF4)
	s.Type("1")
	require.True(t, s.screen.Keep().IsNone(), "nothing is typed yet")
	s.Enter("物业服务费")
	s.Type("3.0")
	kept := s.again()
	require.True(t, kept.OnScreen)
	require.Equal(t, "物业服务费", kept.Item())
	s.Shows("新建项目", "物业服务费", "单价")
	s.Type("3.55")
	s.Press(fyne.KeyF9)
	s.Shows("保存前再看一遍")
	s.again()
	s.Shows("新建项目")
	s.Press(fyne.KeyF9, fyne.KeyReturn)
	saved, there := s.charge("物业服务费")
	require.True(t, there)
	require.Equal(t, "3.55", string(saved.Tariffs[0].Versions[0].Rule.Lines[0].Price))
	require.True(t, s.screen.Keep().IsNone(), "it is saved")

	s.Press(fyne.KeyF5)
	s.Type("4.00")
	s.again()
	s.Shows("调价 · 物业服务费", "4.00")
	s.Press(fyne.KeyF9)
	s.Shows("确认调价")
	s.again()
	s.Shows("调价 · 物业服务费", "4.00")
	s.Press(fyne.KeyEscape)
	s.Shows("没有保存") // it asks before it is thrown away, as ever
	s.Press(fyne.KeyF8)
	s.Press(fyne.KeyF8)
	s.Type("45")
	s.again()
	s.Shows("改设置 · 物业服务费", "45")
	s.Press(fyne.KeyF9)
	s.second()
	saved, _ = s.charge("物业服务费")
	require.Equal(t, 45, saved.DueDays)
}
