package billing

import (
	"shouqi/cashier"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leaves the screen.
	Back func()
	// Changed is called after bills came, went or changed: the desk looks again.
	Changed func()
}

// Screen makes the bills of a month.
type Screen struct {
	month.Pages
	counter *cashier.Counter
	deps    Deps
	choice  *choosePage
}

// New makes the screen; counter may be nil in the gallery. Today is the day whose month is offered first.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps, today calendar.Date) *Screen {
	screen := &Screen{Pages: month.Pages{Frame: frame, Explain: deps.Explain}, counter: counter, deps: deps}
	screen.choice = newChoosePage(screen, today)
	screen.Page = screen.choice
	return screen
}

// Choose ticks what has this title and its period, and works out what would be billed: the way here from the meter readings
// and from the leases.
func (s *Screen) Choose(title string, fromOn, toOn calendar.Date) {
	s.choice.wanted, s.choice.fromOn, s.choice.toOn = title, fromOn, toOn
	s.Note("", widgets.ToneCalm)
	s.Page = s.choice
}

// Begin implements month.Beginning: F7 on a list of bills takes one back, where on the first page it is the next month.
func (s *Screen) Begin() {
	if !s.Busy() {
		s.Note("", widgets.ToneCalm)
		s.Page = s.choice
	}
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.Frame.Text("month.run") }
