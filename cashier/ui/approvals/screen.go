package approvals

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/approving"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leads to the page from which this one was opened.
	Back func()
}

// aboutWidth is what the smallest window leaves for the words below the list, beside the rail.
const aboutWidth = look.LeastWidth - 160

// Screen lists what waits to be approved or to be done.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	askings []approving.Asking
	root    *fyne.Container
	table   *widgets.DataTable
	// about are the words below the list, and page the card that both stand in.
	about, page *fyne.Container
	at          int
	// stale says that what is shown is of before the last deed: until it is read anew, an Enter more must not act on it.
	stale bool
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps}
}

func (s *Screen) text(key string, args ...any) string {
	return forms.HalfYen(s.frame.Text(key, args...))
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("approvals.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

func (s *Screen) draw() {
	s.table = widgets.NewDataTable([]widgets.Column{{Title: s.text("approvals.number"), Width: 64}, {Title: s.text("approvals.action"), Width: 100}, {Title: s.text("approvals.for")},
		{Title: s.text("approvals.fen"), Width: 90, Align: fyne.TextAlignTrailing}, {Title: s.text("approvals.lapses"), Width: 84, Yields: 1}, {Title: s.text("approvals.state"), Width: 150}},
		func() int { return len(s.askings) }, s.cell)
	s.table.Empty = widgets.EmptyState(s.text("approvals.none"), s.text("approvals.none.advice"), nil)
	s.about = container.NewStack()
	s.table.OnCursor = func(row int) {
		s.at = row
		s.tell()
		s.frame.RefreshKeys()
	}
	s.table.OnOpen = func(int) { s.act() }
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(s.text("approvals.title"), look.LeadSize(), look.Ink()), look.Text(s.text("approvals.advice"), look.SmallSize(), look.Ink2())))
	s.page = widgets.Edges(head, s.about, s.table)
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(nil, 0, widgets.BareCard(s.page), nil, 0)}
	s.root.Refresh()
}

// tell writes below the list what is at the cursor about, whole: a row has one line, and which room, receipt or price it is must not be
// guessed by who agrees to it.
func (s *Screen) tell() {
	s.about.Objects = nil
	if asking, ok := s.chosen(); ok {
		words := widgets.VStack(2, widgets.Paragraph(s.text("action."+string(asking.Action))+" "+asking.For, look.BodySize(), look.Ink(), aboutWidth))
		if asking.On != "" {
			words.Add(widgets.Paragraph(forms.HalfYen(asking.On), look.SmallSize(), look.Ink2(), aboutWidth))
		}
		s.about.Add(widgets.Inset(10, 14, 12, 14, words))
	}
	s.page.Refresh() // the list gives the words the height that they need
}

func (s *Screen) cell(row, column int) widgets.Cell {
	asking := s.askings[row]
	switch column {
	case 0:
		return widgets.Cell{Text: asking.Number, Ink: look.Ink2(), Small: true}
	case 1:
		return widgets.Cell{Text: s.text("action." + string(asking.Action)), Bold: true}
	case 2:
		return widgets.Cell{Text: asking.For}
	case 3:
		if asking.Fen == 0 {
			return widgets.Cell{}
		}
		return widgets.Cell{Text: asking.Fen.Grouped(), Bold: true}
	case 4:
		return widgets.Cell{Text: time.UnixMilli(asking.LapsesMS).In(calendar.Zone).Format("01-02 15:04"), Small: true}
	}
	switch asking.State {
	case staff.Approved:
		return widgets.Cell{Text: s.text("approvals.state.approved", asking.DecidedBy), Ink: look.Jade()}
	case staff.Seen:
		return widgets.Cell{Text: s.text("approvals.state.seen", asking.AskedBy), Ink: look.Amber()}
	}
	return widgets.Cell{Text: s.text("approvals.state.asked", asking.AskedBy), Ink: look.Amber()}
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("refunds.key.choose")}}
	if _, ok := s.chosen(); ok {
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("approvals.key.act"), Do: s.act})
	}
	return append(keys, shell.Key{Name: fyne.KeyEscape, Label: s.text("approvals.back"), Do: s.deps.Back})
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.frame.Focus(s.table)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}

// load reads what waits anew.
func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	var askings []approving.Asking
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		askings, err = s.counter.Approving.Open(ctx)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.show(askings)
	})
}

func (s *Screen) show(askings []approving.Asking) {
	s.askings, s.stale = askings, false
	s.draw()
	s.at = min(max(s.at, 0), len(askings)-1)
	s.table.SetCursor(s.at)
	s.tell()
	s.frame.Focus(s.table)
	s.frame.RefreshKeys()
}

// chosen returns what is at the cursor.
func (s *Screen) chosen() (approving.Asking, bool) {
	if s.stale || s.at < 0 || s.at >= len(s.askings) {
		return approving.Asking{}, false
	}
	return s.askings[s.at], true
}
