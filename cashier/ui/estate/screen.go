package estate

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/household"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// hitsMost is how many households a search lists.
const hitsMost = 50

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Changed is called after the register changed: other screens show it too.
	Changed func()
}

// Screen is the page 房产.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	query string
	hits  []estate.Hit
	// entry is what is open; its Object.ID "" is nothing.
	entry register.Entry
	lines []line
	at    int
	// asked numbers the questions to the book, so that a late answer to an old one is dropped.
	asked int

	search *widgets.KeyEntry
	table  *widgets.DataTable
	middle *fyne.Container
	side   *fyne.Container
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps}
}

func (s *Screen) text(key string, args ...any) string { return s.frame.Text(key, args...) }

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("nav.estate") }

// sideWidth is the width of the column that explains a line, in points at scale 1.
const sideWidth float32 = 300

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	entry, search := widgets.NewSearchEntry(s.text("estate.search.hint"), s.find)
	s.search = entry
	s.search.SetText(s.query)
	s.search.OnKey = func(name fyne.KeyName) bool {
		return name != fyne.KeyEscape && !widgets.IsEnter(name) && s.table.HandleKey(name)
	}
	s.search.OnChanged = func(text string) { s.query = text }
	s.middle, s.side = container.NewStack(), container.NewStack()
	s.draw()
	return widgets.Frame(nil, 0, widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, search), nil, s.middle), s.side, sideWidth)
}

// isOpen says whether an entry is shown.
func (s *Screen) isOpen() bool { return s.entry.Object.ID != "" }

// draw makes the table and the side anew: the lines of an entry, or what a search found.
func (s *Screen) draw() {
	switch {
	case s.isOpen():
		s.table = widgets.NewDataTable([]widgets.Column{{Title: s.entry.Object.Code, Width: 190}, {Title: s.text("estate.value")}},
			func() int { return len(s.lines) }, s.lineCell)
		s.table.Style = func(row int) widgets.RowStyle {
			return widgets.RowStyle{Group: s.lines[row].act == nil && s.lines[row].value == ""}
		}
		s.table.OnOpen = func(row int) { s.change(row) }
	default:
		s.table = widgets.NewDataTable([]widgets.Column{{Title: s.text("estate.code"), Width: 180}, {Title: s.text("estate.name")}},
			func() int { return len(s.hits) }, s.hitCell)
		s.table.OnOpen = func(row int) { s.open(estate.Room, s.hits[row].Code) }
		s.table.Empty = widgets.EmptyState(s.text("estate.empty"), s.text("estate.empty.advice"), nil)
	}
	s.table.OnCursor = func(row int) {
		s.at = row
		s.explain()
	}
	s.table.OnRune = s.searchAnew
	s.table.SetCursor(s.at)
	s.middle.Objects = []fyne.CanvasObject{widgets.BareCard(s.table)}
	s.middle.Refresh()
	s.explain()
	if s.frame.Current() == s {
		s.frame.RefreshKeys()
	}
}

// searchAnew begins another search with a letter that was typed over the table.
func (s *Screen) searchAnew(letter rune) bool {
	s.frame.Focus(s.search)
	s.search.SetText("")
	s.search.TypedRune(letter)
	return true
}

func (s *Screen) hitCell(row, column int) widgets.Cell {
	if column == 0 {
		return widgets.Cell{Text: s.hits[row].Code, Bold: true}
	}
	return widgets.Cell{Text: estate.MaskName(s.hits[row].Name, s.hits[row].Kind), Ink: look.Ink2()}
}

// explain says beside the table what the line under the cursor is and what a change of it asks.
func (s *Screen) explain() {
	title, help := s.text("estate.side"), s.text("estate.side.help")
	if one, ok := s.chosen(); ok {
		title, help = one.label, one.help
	}
	inner := widgets.SideInner(sideWidth)
	s.side.Objects = []fyne.CanvasObject{widgets.TitledCard(title, nil, widgets.Scroll(widgets.Paragraph(help, look.BodySize(), look.Ink2(), inner)))}
	s.side.Refresh()
}

// chosen returns the line of the open entry under the cursor.
func (s *Screen) chosen() (line, bool) {
	if !s.isOpen() || s.at < 0 || s.at >= len(s.lines) {
		return line{}, false
	}
	return s.lines[s.at], true
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyF4, Label: s.text("estate.add.room"), Do: s.addRoom}, {Name: fyne.KeyF5, Label: s.text("estate.add.space"), Do: s.addSpace}}
	if !s.isOpen() {
		return append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("estate.find"), Do: func() { s.find(s.query) }})
	}
	keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("estate.change"), Do: func() { s.change(s.at) }})
	if s.entry.Object.Building != "" {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: s.text("estate.steward"), Do: s.askSteward})
	}
	return append(keys, shell.Key{Name: fyne.KeyF7, Label: s.text("estate.unmask"), Do: s.unmask},
		shell.Key{Name: fyne.KeyF8, Label: s.text("estate.add.field"), Do: s.addField},
		shell.Key{Name: fyne.KeyEscape, Label: s.text("estate.back"), Do: s.back})
}

// Shown implements shell.Screen. An entry that stood open is read again: somebody may have changed it elsewhere.
func (s *Screen) Shown() {
	if s.isOpen() && s.counter != nil {
		s.open(s.entry.Object.Kind, s.entry.Object.Code)
		return
	}
	s.frame.Focus(s.search)
	s.search.SelectAll()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}

// back leaves the entry for the search.
func (s *Screen) back() {
	s.entry, s.lines, s.at = register.Entry{}, nil, -1
	s.asked++
	s.draw()
	s.frame.Focus(s.search)
	s.search.SelectAll()
}

// find looks a household up as the desk does, and opens the one that can be meant. What is no household may be a space.
func (s *Screen) find(text string) {
	if text == "" || s.counter == nil {
		return
	}
	found := s.counter.Households.Find(text, hitsMost)
	s.query, s.hits, s.at = text, found.Hits, 0
	switch {
	case found.Total == 1 || found.Total > 0 && household.IsWholeRoom(found.Hits[0].Code, text):
		s.hits = nil
		s.open(estate.Room, found.Hits[0].Code)
		return
	case found.Total == 0:
		s.openSpace(text)
		return
	}
	s.entry, s.lines = register.Entry{}, nil
	s.draw()
	s.frame.Focus(s.table)
}

// openSpace opens a parking space by its code, or says that nothing was found.
func (s *Screen) openSpace(code string) {
	s.read(estate.Space, code, func(err error) {
		if store.Code(err) == estate.CodeUnknownRoom {
			s.frame.Toast(s.text("estate.nothing", code), widgets.ToneLook)
			return
		}
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
	})
}

// open reads an entry and shows it.
func (s *Screen) open(kind, code string) {
	s.read(kind, code, func(err error) { s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed) })
}

func (s *Screen) read(kind, code string, failed func(err error)) {
	s.asked++
	asked, isSame := s.asked, s.entry.Object.Code == code && s.entry.Object.Kind == kind
	var entry register.Entry
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		entry, err = s.counter.Register.Show(ctx, kind, code)
		return err
	}, func(err error) {
		if asked != s.asked {
			return
		}
		if err != nil {
			failed(err)
			return
		}
		s.show(entry, isSame)
	})
}

// show puts an entry on the screen; the cursor stays where it was in the same one.
func (s *Screen) show(entry register.Entry, isSame bool) {
	s.entry = entry
	s.lines = s.linesOf(entry)
	if !isSame {
		s.at = 1
	}
	s.at = min(s.at, len(s.lines)-1)
	s.draw()
	if s.frame.Current() == s && s.frame.Canvas().Overlays().Top() == nil {
		s.frame.Focus(s.table)
	}
}
