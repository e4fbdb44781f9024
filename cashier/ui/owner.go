package ui

import (
	"context"

	"shouqi/cashier/checkout"
	"shouqi/cashier/facing"
	"shouqi/cashier/ui/display"
	"shouqi/devices/sound"
)

// makeOwner draws the owner's screen into its window, where there is one. It follows the desk from then on.
func (a *App) makeOwner() {
	if a.options.Owner == nil {
		return
	}
	a.owner = display.New(a.lang, false)
	a.options.Owner.SetPadded(false)
	a.options.Owner.SetContent(a.owner.Content())
	display.PassKeys(a.options.Owner, a.window)
}

// colourOwner sets the language and the colours of the owner's screen.
func (a *App) colourOwner(isHighContrast bool) {
	if a.owner != nil {
		a.owner.Set(a.lang, isHighContrast)
	}
}

// showOwner shows and tells the owner what the desk shows.
func (a *App) showOwner(view checkout.View) { a.face(facing.Of(view)) }

// greetOwner shows nobody's household: the counter is locked.
func (a *App) greetOwner() { a.face(facing.View{Place: a.state.Policies.Estate}) }

func (a *App) face(view facing.View) {
	if a.owner != nil {
		a.owner.Show(view)
	}
	if a.counter != nil {
		a.counter.Voice.Follow(view)
		a.counter.Peripherals.Face(view)
	}
}

// findSound returns what the machine has to speak with, nil for what it has not.
func (a *App) findSound(ctx context.Context) (sound.Player, sound.Speaker) {
	if a.options.Sound == nil {
		return nil, nil
	}
	return a.options.Sound(ctx)
}
