package charges

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/pricing"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leads to the page this one was opened from.
	Back func()
	// Rest is how long typing rests before the preview is worked out; 0 works it out at every key.
	Rest time.Duration
}

// page is one of the places within the screen: the list, the gallery, the sheet, an effect, the concessions.
type page interface {
	content() fyne.CanvasObject
	keys() []shell.Key
	shown()
}

// Screen shows what is charged and lets a manager change it.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	today   calendar.Date
	estate  estateFacts
	charges []pricing.Charge
	list    *listPage
	page    page
	isShown bool
	// isBlind says that the list on the screen is not as the book is: what is typed is kept from it.
	isBlind bool
	// loads counts the readings of the list: only the newest is shown.
	loads int
	// beside is the column beside the page's table, which F11 turns over.
	beside *container.Scroll
}

// New makes the screen; counter may be nil in the gallery of pictures.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	s := &Screen{frame: frame, counter: counter, deps: deps}
	s.list = &listPage{s: s, sight: widgets.NewSight()}
	s.page = s.list
	return s
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("charges.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page.content() }

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key { return s.page.keys() }

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.isShown = true
	s.page.shown()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {
	s.isShown = false
	s.sighted()
	if sheet, ok := s.page.(*editor); ok {
		sheet.stop()
		sheet.paused = true
	}
}

func (s *Screen) text(key string, args ...any) string { return s.frame.Text(key, args...) }

// goTo shows another page. Where the screen was left meanwhile the page waits for it to come back.
func (s *Screen) goTo(next page) {
	s.page = next
	s.frame.Forget(s)
	if s.isShown {
		s.frame.Show(s)
	}
}

func (s *Screen) toList() { s.goTo(s.list) }

// load reads what is charged and what the estate has, then calls after.
func (s *Screen) load(after func()) {
	if s.counter == nil {
		return
	}
	var charges []pricing.Charge
	var facts estateFacts
	s.loads++
	no := s.loads
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if charges, err = s.counter.Pricing.Charges(ctx); err != nil {
			return err
		}
		facts, err = readEstate(ctx, s.counter)
		return err
	}, func(err error) {
		if no != s.loads {
			return // it may be older than what was saved since
		}
		defer s.sighted()
		if err != nil {
			s.problem(err)
			return
		}
		s.today, s.charges, s.estate = s.counter.Today(), charges, facts
		after()
	})
}

// problem says in passing what was refused.
func (s *Screen) problem(err error) {
	if s.isShown {
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
	}
}

// saved says what was done and shows the list, read again.
func (s *Screen) saved(sentence string) {
	if s.isShown {
		s.frame.Toast(sentence, widgets.ToneGood)
		s.blind()
	}
	s.toList()
}

// blind keeps what is typed from the list until it was read again after a change: it would act on what is gone. The keys are dropped
// then, not handed on.
func (s *Screen) blind() {
	if !s.isBlind && s.counter != nil {
		s.isBlind = true
		s.frame.Hold()
	}
}

// sighted lets keys through again.
func (s *Screen) sighted() {
	if s.isBlind {
		s.isBlind = false
		s.frame.Drop()
	}
}

// back is the key that leaves a page.
func (s *Screen) back(do func()) shell.Key {
	return shell.Key{Name: fyne.KeyEscape, Label: s.text("charges.back"), Do: do}
}

// scrolled lets the column beside a table be longer than its place.
func (s *Screen) scrolled(body fyne.CanvasObject) fyne.CanvasObject {
	s.beside = widgets.Scroll(body)
	return s.beside
}

// turn is the key that turns that column over, and back to its beginning at the end.
func (s *Screen) turn() shell.Key {
	return shell.Key{Name: fyne.KeyF11, Label: s.text("charges.turn"), Do: func() {
		if s.beside == nil {
			return
		}
		next := s.beside.Offset.Y + s.beside.Size().Height*0.8
		if s.beside.Offset.Y+s.beside.Size().Height >= s.beside.Content.MinSize().Height {
			next = 0
		}
		s.beside.ScrollToOffset(fyne.NewPos(0, next))
	}}
}
