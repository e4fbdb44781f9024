package monkey

import (
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/desk"
)

// SignIn signs somebody in at the sign-in screen, at the pace of a hand, and waits for their first screen.
func (w *World) SignIn(who person) {
	w.Type(human, who.code)
	w.Press(human, fyne.KeyReturn)
	w.Type(human, who.pin)
	w.Press(human, fyne.KeyReturn)
	w.Settle()
}

// OpenShift counts a float of so many notes of 100 yuan and waits for the desk.
func (w *World) OpenShift(notes string) {
	w.Type(human, notes)
	for range 8 {
		w.Press(human, fyne.KeyReturn)
	}
	w.Settle()
}

// AtDesk signs a cashier in with an open shift.
func (w *World) AtDesk(who person) {
	w.SignIn(who)
	w.OpenShift("5")
	if _, ok := w.app.Frame().Current().(*desk.Screen); !ok {
		w.t.Fatalf("the way to the desk ends at the %s", w.place())
	}
}

// OpenRoom types a room and waits until its household is open.
func (w *World) OpenRoom(room string) {
	w.Type(human, room)
	w.Press(human, fyne.KeyReturn)
	w.Settle()
}

// blindVoid types what a void asks for after F6, as a person does who knows the way: the reason, no note, one copy, who
// confirms and their PIN.
func (w *World) blindVoid(gap time.Duration) {
	w.Type(gap, "1")
	w.Press(gap, fyne.KeyReturn) // past the note, which only 其他原因 asks for
	w.Type(gap, "1")
	w.Press(gap, fyne.KeyReturn)
	w.Type(gap, supervisor.code)
	w.Press(gap, fyne.KeyReturn)
	w.Type(gap, supervisor.pin)
	w.Press(gap, fyne.KeyReturn)
}
