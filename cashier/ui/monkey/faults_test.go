package monkey

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

// none asks that a script found no fault, and tells those that it found.
func none(t *testing.T, w *World) {
	t.Helper()
	for _, fault := range w.faults {
		t.Error(fault.String())
	}
}

func TestFault1TheWindowVanishesWhenAnotherRoomIsOpened(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.OpenRoom(rooms[0])
		w.Press(human, fyne.KeyF2)
		w.OpenRoom(rooms[1])
		require.True(w.t, w.broken || w.Says(rooms[1]))
	}))
}

func TestFault1TheWindowVanishesWhenLockedOverASearch(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.OpenRoom(rooms[0])
		w.Press(human, fyne.KeyF2)
		w.Type(human, "2-1")
		w.Chord(human, fyne.KeyL)
		w.Settle()
		require.True(w.t, w.broken || w.place() == "sign-in")
	}))
}

func TestFault2EnterTwiceTakesMoneyBeforeAnybodyHasReadTheSum(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.Pace("20ms")
		w.Type(human, rooms[1])
		w.Press(human, fyne.KeyReturn)
		w.Press(80*time.Millisecond, fyne.KeyReturn)
		w.Settle()
	}))
}

func TestFault2EnterHeldTakesMoney(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.Pace("120ms")
		w.Type(human, rooms[1])
		w.Hold(human, fyne.KeyReturn, 30)
		w.Settle()
	}))
}

func TestMoneyIsTakenByAFreshKeyAfterTheSumWasRead(t *testing.T) {
	w := inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.OpenRoom(rooms[1])
		w.Wait(time.Second)
		w.Press(human, fyne.KeyReturn)
		w.Settle()
		require.Equal(w.t, 1, w.payments.known)
	})
	none(t, w)
}

func TestFault3KeysTypedWhileAHouseholdOpensAreLost(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.Pace("700ms")
		w.Type(human, rooms[0])
		w.Press(human, fyne.KeyReturn)
		w.Type(human, "1100")
		w.Settle()
		w.Wait(time.Second)
		text, _ := w.focusedText()
		require.Equal(w.t, "1100", text, "the amount typed after Enter belongs to the household that was still opening")
	}))
}

func TestFault3TheSecondPINLandsInTheSearchOfTheReceipts(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.AtDesk(cashier101)
		w.OpenRoom(rooms[1])
		w.Wait(time.Second)
		w.Press(human, fyne.KeyReturn)
		w.Settle()
		w.Wait(time.Second)
		w.Pace("900ms")
		w.Press(human, fyne.KeyF3)
		w.Press(human, fyne.KeyF6)
		w.blindVoid(human)
		w.Settle()
		w.lookForPINs()
		text, _ := w.focusedText()
		require.False(w.t, strings.Contains(text, supervisor.pin), "the PIN stands in %q", text)
	}))
}

func TestFault3APINTypedAgainWhileTheFirstIsCheckedGoesNowhere(t *testing.T) {
	none(t, inWorld(t, 1, func(w *World) {
		w.Pace("900ms")
		for range 2 {
			w.Type(human, cashier101.code)
			w.Press(human, fyne.KeyReturn)
			w.Type(human, cashier101.pin)
			w.Press(human, fyne.KeyReturn)
			w.lookForPINs()
		}
		w.Settle()
		w.lookForPINs()
		require.NotEqual(w.t, "sign-in", w.place())
	}))
}
