package billing

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/ui/forms"
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

// page is what the screen shows at one step. Its draw makes the parts anew from the page's state.
type page interface {
	draw() fyne.CanvasObject
	keys() []shell.Key
	focus()
	load()
	back()
}

// Screen makes the bills of a month.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	choice  *choosePage
	page    page
	root    *fyne.Container
	message *forms.Message
	said    string
	tone    widgets.Tone
	shown   bool
	busy    bool
}

// New makes the screen; counter may be nil in the gallery. Today is the day whose month is offered first.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps, today calendar.Date) *Screen {
	screen := &Screen{frame: frame, counter: counter, deps: deps}
	screen.choice = newChoosePage(screen, today)
	screen.page = screen.choice
	return screen
}

// Choose ticks one item and its period, and works out what would be billed: the way here from the meter readings.
func (s *Screen) Choose(item string, fromOn, toOn calendar.Date) {
	s.choice.wanted, s.choice.fromOn, s.choice.toOn = item, fromOn, toOn
	s.said = ""
	s.page = s.choice
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("month.run") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	return append(s.page.keys(), shell.Key{Name: fyne.KeyEscape, Label: s.frame.Text("month.back"), Do: s.back})
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.shown = true
	s.draw()
	s.page.focus()
	s.page.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.shown = false }

func (s *Screen) back() {
	if !s.busy {
		s.page.back()
	}
}

// goTo shows a page and lets it read what it needs.
func (s *Screen) goTo(next page) {
	s.page, s.said = next, ""
	s.redraw()
	next.load()
}

// redraw draws the page as it is now.
func (s *Screen) redraw() {
	if s.root == nil {
		return
	}
	s.draw()
	if s.shown {
		s.frame.RefreshKeys()
		s.page.focus()
	}
}

func (s *Screen) draw() {
	if s.root == nil {
		return
	}
	s.message = nil
	s.root.Objects = []fyne.CanvasObject{s.page.draw()}
	s.root.Refresh()
	if s.said != "" && s.message != nil {
		s.message.Say(s.said, s.tone)
	}
}

// place makes the place where the page says what happened, of width points.
func (s *Screen) place(width float32) fyne.CanvasObject {
	s.message = forms.NewMessage(s.frame, width)
	return s.message.Object()
}

func (s *Screen) say(sentence string, tone widgets.Tone) {
	s.said, s.tone = sentence, tone
	if s.message != nil {
		s.message.Say(sentence, tone)
	}
}

// run does work off the UI thread, one at a time. Failed is told the error after it was said; nil is nobody.
func (s *Screen) run(label string, work shell.Work, done func()) {
	if s.busy || s.counter == nil {
		return
	}
	s.busy = true
	s.frame.Run(label, work, func(err error) {
		s.busy = false
		if err != nil {
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		done()
	})
}

// ask opens a dialog whose answer is work on the book.
func (s *Screen) ask(options widgets.DialogOptions, check func() string, work func(ctx context.Context) error, failed, done func()) {
	options.No = s.frame.Text("month.back")
	forms.Ask(s.frame, forms.Question{Options: options, Check: check, Work: work, Explain: s.deps.Explain, Failed: failed, Done: done})
}
