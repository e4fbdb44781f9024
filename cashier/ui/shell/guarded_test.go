package shell_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/store"
)

// watch collects the faults of a test, and lets the window go on.
func watch(t *testing.T) *[]*guard.Fault {
	var faults []*guard.Fault
	t.Cleanup(guard.Watch(func(fault *guard.Fault) bool {
		faults = append(faults, fault)
		return true
	}))
	return &faults
}

func TestAPanicOfWorkIsAnErrorForDone(t *testing.T) {
	faults := watch(t)
	frame, _, _ := openDesk(t)
	var got error
	frame.Run("读取台账", func(context.Context, func(done, total int)) error { panic("张建国") }, func(err error) { got = err })
	require.Equal(t, guard.Code, store.Code(got))
	require.Len(t, *faults, 1)
	require.Equal(t, "*shell_test.counterScreen", (*faults)[0].Where)
	require.Nil(t, frame.Canvas().Overlays().Top())
}

func TestAPanicOfAKeyAChordACharacterOrAnAnswerIsCaught(t *testing.T) {
	faults := watch(t)
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	screen := newScreen(frame, "收银")
	cut := func() { panic("cut") }
	screen.keys = []shell.Key{{Name: fyne.KeyF9, Do: cut}, {Name: fyne.KeyP, Modifier: fyne.KeyModifierControl, Do: cut}}
	frame.SetItems([]shell.Item{{Name: "desk", Screen: screen}})
	frame.Show(screen)
	uitest.Press(frame.Window(), fyne.KeyF9)
	uitest.Chord(frame.Window(), fyne.KeyModifierControl, fyne.KeyP)
	frame.SetOnRune(func(rune) { cut() })
	frame.Canvas().Unfocus()
	uitest.Type(frame.Window(), "S")
	uitest.Press(frame.Window(), fyne.KeyF9)
	frame.Run("", func(context.Context, func(done, total int)) error { return nil }, func(error) { cut() })
	require.Len(t, *faults, 5)
}

func TestNothingOfAnAbandonedShellReachesTheWindow(t *testing.T) {
	var work, posted []func()
	options := uitest.InPlace()
	options.Go = func(do func()) { work = append(work, do) }
	options.Post = func(ui func()) { posted = append(posted, ui) }
	frame := shell.New(uitest.NewWindow(t, nil), options)
	var seen error
	frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		seen = ctx.Err()
		return nil
	}, func(error) { t.Error("the answer came to the new screens") })
	frame.Abandon()
	work[0]()
	posted[0]()
	require.ErrorIs(t, seen, context.Canceled)
	frame.Wait()
}
