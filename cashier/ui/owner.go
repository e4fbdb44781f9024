package ui

import (
	"shouqi/cashier/checkout"
	"shouqi/cashier/facing"
	"shouqi/cashier/ui/display"
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

// showOwner shows the owner what the desk shows.
func (a *App) showOwner(view checkout.View) {
	if a.owner != nil {
		a.owner.Show(facing.Of(view))
	}
}

// greetOwner shows nobody's household: the counter is locked.
func (a *App) greetOwner() {
	if a.owner != nil {
		a.owner.Show(facing.View{Place: a.state.Policies.Estate})
	}
}
