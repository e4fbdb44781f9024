package history

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier/household"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/telling"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
)

// Deps are what the screen needs of the window.
type Deps struct {
	// Lang is the language of the lines: assets.Chinese or assets.English.
	Lang    string
	Explain func(err error) string
	// Back leads to the desk; ToReceipt shows a receipt.
	Back      func()
	ToReceipt func(number string)
}

// flows is what the screen asks of the counter. Its households are it; the gallery brings sample answers.
type flows interface {
	History(ctx context.Context, query report.HistoryQuery) (household.HistoryPage, error)
	Why(ctx context.Context, bill string) (household.BillWhy, error)
}

// Screen lists a household's history. Make it with New, Open a household, and call it from the UI thread.
type Screen struct {
	frame *shell.Shell
	flows flows
	deps  Deps

	room, code string
	kind       report.HistoryKind // "" is every kind
	year       int                // 0 is every year
	sums       *household.HistorySums
	years      []int
	lines      []report.HistoryLine
	count      int
	more       bool
	// asked numbers the readings, so that a late answer to an old question is dropped; reading says that one is under way, and
	// isRead that the first page has come.
	asked   int
	reading bool
	isRead  bool
	problem string // why it could not be read, "" where it could
	// left is the line that a receipt was opened from, and leftAt its place: who comes back finds it at the cursor.
	left   report.HistoryKey
	leftAt int

	root  *fyne.Container
	head  *fyne.Container
	table *widgets.DataTable
	foot  *foot
}

// New makes the screen on a shell and a counter's households.
func New(frame *shell.Shell, households *household.Households, deps Deps) *Screen {
	return newScreen(frame, households, deps)
}

func newScreen(frame *shell.Shell, flows flows, deps Deps) *Screen {
	if deps.Lang == "" {
		deps.Lang = assets.Chinese
	}
	return &Screen{frame: frame, flows: flows, deps: deps}
}

// Open chooses the household, by the id and the code of its room, with every kind and every year; show the screen after it.
func (s *Screen) Open(room, code string) {
	s.room, s.code, s.kind, s.year = room, code, "", 0
	s.forget()
	s.sums, s.years = nil, nil
	s.left, s.leftAt = report.HistoryKey{}, 0
}

// forget drops the lines that were read, and answers that are still to come.
func (s *Screen) forget() {
	s.asked++
	s.lines, s.count, s.more, s.reading, s.isRead, s.problem = nil, 0, false, false, false, ""
}

func (s *Screen) text(key string, args ...any) string {
	return forms.HalfYen(s.frame.Text(key, args...))
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("history.title", s.code) }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root, s.head, s.foot = container.NewStack(), container.NewStack(), newFoot()
	s.makeTable()
	s.drawHead()
	s.sayEmpty()
	s.build()
	return s.root
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("desk.key.choose")}}
	if _, ok := s.atCursor(); ok {
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("history.key.open")})
	}
	return append(keys, shell.Key{Name: fyne.Key0, Cap: "0–9", Label: s.text("history.key.kind")},
		shell.Key{Name: fyne.KeyLeft, Cap: "←→", Label: s.text("history.key.year"), Do: func() { s.turn(1) }},
		shell.Key{Name: fyne.KeyRight, Label: s.text("history.key.year"), Do: func() { s.turn(-1) }, Quiet: true},
		shell.Key{Name: fyne.KeyEscape, Label: s.text("history.key.back"), Do: s.deps.Back})
}

// Shown implements shell.Screen: the newest page is read anew.
func (s *Screen) Shown() {
	s.forget()
	s.draw()
	s.frame.Focus(s.table)
	s.read()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.asked++ }

// choose shows one kind, by the digit that a screen numbers it with; 0 is every kind.
func (s *Screen) choose(digit int) {
	kind := report.HistoryKind("")
	if digit > 0 {
		kind = report.HistoryKinds[digit-1]
	}
	if kind != s.kind {
		s.kind = kind
		s.again()
	}
}

// turn goes so many years back in time; below none is every year again. The newest comes first.
func (s *Screen) turn(back int) {
	at := slices.Index(s.years, s.year) + back // every year stands before the newest
	if at < -1 || at >= len(s.years) {
		return
	}
	if s.year = 0; at >= 0 {
		s.year = s.years[at]
	}
	s.again()
}

// again reads the first page of another choice.
func (s *Screen) again() {
	s.left, s.leftAt = report.HistoryKey{}, 0
	s.forget()
	s.draw()
	s.read()
}

// atCursor returns the line at the cursor.
func (s *Screen) atCursor() (line report.HistoryLine, ok bool) {
	if s.table == nil {
		return line, false
	}
	at := s.table.Cursor()
	if at < 0 || at >= len(s.lines) {
		return line, false
	}
	return s.lines[at], true
}

// Tell implements shell.Telling.
func (s *Screen) Tell() (desk telling.Desk, focus string) {
	desk = telling.Desk{Step: "reading", Room: s.code}
	if s.isRead {
		desk.Step = "history"
	}
	if s.table != nil && s.frame.Canvas().Focused() == fyne.Focusable(s.table) {
		focus = "history"
	}
	return desk, focus
}
