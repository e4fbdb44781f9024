package readings

import (
	"shouqi/cashier"
	"shouqi/cashier/metering"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leaves the screen.
	Back func()
	// ToRun shows what an item would bill for some days; nil where the person may not make bills.
	ToRun func(item string, fromOn, toOn calendar.Date)
}

// Screen takes readings in and looks after meters.
type Screen struct {
	month.Pages
	counter *cashier.Counter
	deps    Deps
	today   calendar.Date
	choice  *choosePage
	// routes are the routes that were begun and not saved, by what they are found by again.
	routes map[meter.Walk]*metering.Route
}

// New makes the screen; counter may be nil in the gallery. Today's month before is offered first, unless every meter is read for it.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps, today calendar.Date) *Screen {
	screen := &Screen{Pages: month.Pages{Frame: frame, Explain: explainDoubt(frame.Text, deps.Explain)}, counter: counter, deps: deps, today: today}
	screen.choice = &choosePage{screen: screen, forOn: month.LastOf(today, -1)}
	screen.choice.form = newForm(screen)
	screen.Page = screen.choice
	return screen
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.Frame.Text("month.readings") }
