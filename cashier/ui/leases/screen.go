package leases

import (
	"shouqi/cashier"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/calendar"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leaves the screen.
	Back func()
	// ToRun goes to the month's run of what has this title, for some days; nil where the person may make no bills.
	ToRun func(title string, fromOn, toOn calendar.Date)
	// Changed is called after bills came or changed: the desk looks again.
	Changed func()
}

// Screen looks after leases.
type Screen struct {
	month.Pages
	counter *cashier.Counter
	deps    Deps
	today   calendar.Date
	list    *listPage
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps, today calendar.Date) *Screen {
	screen := &Screen{Pages: month.Pages{Frame: frame, Explain: deps.Explain}, counter: counter, deps: deps, today: today}
	screen.list = &listPage{screen: screen}
	screen.Page = screen.list
	return screen
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.Frame.Text("month.leases") }
