package leases_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/leases"
)

// A contract that was begun waits over a lock with its schedule, and can be signed then.
func TestAContractWaitsOverALock(t *testing.T) {
	l := open(t)
	l.Press(fyne.KeyF4)
	require.True(t, l.screen.Keep().IsNone(), "nothing is typed yet")
	l.Press(fyne.KeyEscape)
	l.fill("20270101", "20271231")
	kept := l.screen.Keep()
	require.True(t, kept.OnScreen)
	require.Equal(t, "HT-1", kept.Number())
	frame := l.frame
	l.screen = leases.New(frame, l.counter, leases.Deps{Explain: countertest.Explain, Back: func() {}, Changed: func() {}}, l.counter.Today())
	l.screen.Resume(kept)
	frame.Show(l.screen)
	l.Shows("HT-1", "周小面", "3000", "12 期，共 ¥36,000.00")
	l.Press(fyne.KeyF9)
	l.Enter("200", countertest.SupervisorPIN)
	l.Shows("合同 HT-1 已登记")
	require.True(t, l.screen.Keep().IsNone())
}
