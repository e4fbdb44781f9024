package monkey

import (
	"fmt"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/desk"
	"shouqi/cashier/ui/look"
)

// Play plays so many inputs: each time what makes sense where the window stands, or something else.
func (w *World) Play(inputs int) {
	p := newPlayer(w)
	checked := 0
	for len(w.trail) < inputs && !w.broken {
		p.isMachine = p.one(4)
		p.speed()
		p.turn()
		w.lookForPINs()
		if len(w.trail)-checked > 150 {
			checked = len(w.trail)
			p.goHome()
		}
	}
	if !w.broken {
		w.Pace("prompt")
		p.goHome()
		w.audit()
	}
}

// speed changes how late the book is.
func (p *player) speed() {
	switch p.chance.IntN(8) {
	case 0, 1, 2:
		p.w.Pace("late")
	case 3:
		p.w.Pace(fmt.Sprintf("%dms", 1+p.chance.IntN(600)))
	default:
		p.w.Pace("prompt")
	}
}

// turn does one thing, after a moment of waiting or in the middle of everything.
func (p *player) turn() {
	if p.one(3) {
		p.w.Settle()
	}
	if p.one(3) {
		p.pause()
	}
	switch {
	case p.w.isCovered() && p.one(2):
		p.grow()
	case p.one(5):
		p.disturb()
	case p.w.hasDialog():
		p.inDialog()
	default:
		p.onScreen()
	}
}

// grow makes a window that is too small large enough again.
func (p *player) grow() {
	if p.w.isCovered() {
		p.w.Do(Input{Gap: human, Deed: resize, At: fyne.NewPos(look.LeastWidth, look.LeastHeight)})
	}
}

// onScreen does what a person does on the screen that is shown.
func (p *player) onScreen() {
	switch p.w.place() {
	case "sign-in":
		p.choose(p.signInActs())
	case "desk":
		p.choose(p.deskActs())
	case "receipts":
		p.choose(p.receiptActs())
	case "shift":
		p.choose(p.shiftActs())
	default:
		p.choose([]act{{3, p.leave}, {2, p.disturb}, {1, func() { p.key("Escape") }}})
	}
}

// goHome holds that Esc leads back step by step to the desk, ready for the next household, and F2 does where it does not.
func (p *player) goHome() {
	w := p.w
	p.grow()
	w.Settle()
	if w.broken || !w.mayCollect() || w.place() == "sign-in" {
		return
	}
	from := w.place()
	if w.hasDialog() {
		from = "a dialog on " + from
	}
	for range 12 {
		if w.isHome() || w.broken {
			return
		}
		w.Press(human, "Escape")
		w.Settle()
	}
	if w.isHome() || w.broken {
		return
	}
	w.fault("Esc", "does not lead back to the desk from "+w.place(), fmt.Sprintf("it was pressed 12 times, the first time on %s", from))
	w.Press(human, "F2")
	w.Settle()
	if !w.broken && (w.place() != "desk" || w.hasDialog() || w.window.Canvas().Focused() == nil) {
		w.fault("focus", "F2 does not bring the keyboard to the desk from "+w.place())
	}
}

// isHome says whether the desk waits for the next household: none is open, and its search has the keyboard and is empty.
func (w *World) isHome() bool {
	screen, isDesk := w.app.Frame().Current().(*desk.Screen)
	text, ok := w.focusedText()
	return isDesk && screen.View().Draft == nil && !w.hasDialog() && ok && text == ""
}
