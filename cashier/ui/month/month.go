package month

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Entry is one line of the page. Only put in what the person may do.
type Entry struct {
	Label string
	// About says in a sentence what the screen is for.
	About  string
	Screen shell.Screen
}

// Screen is the page from which the month's work begins.
type Screen struct {
	frame   *shell.Shell
	entries []Entry
	at      int
	table   *widgets.DataTable
}

// New makes the page.
func New(frame *shell.Shell, entries []Entry) *Screen { return &Screen{frame: frame, entries: entries} }

// Screens returns the screens that the page leads to, so that the rail stays lit on them.
func (s *Screen) Screens() []shell.Screen {
	all := make([]shell.Screen, len(s.entries))
	for index, entry := range s.entries {
		all[index] = entry.Screen
	}
	return all
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("month.title") }

// pageWidth is the width of the list, in points at scale 1.
const pageWidth float32 = 900

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.table = widgets.NewDataTable([]widgets.Column{{Width: 30}, {Width: 150}, {}}, func() int { return len(s.entries) }, s.cell)
	s.table.HideHeader = true
	s.table.OnCursor = func(row int) { s.at = row }
	s.table.OnOpen = s.open
	s.table.OnPick = func(character rune) func() {
		row := int(character - '1')
		if row < 0 || row >= len(s.entries) {
			return nil
		}
		return func() { s.open(row) }
	}
	head := widgets.Inset(14, 16, 10, 16, widgets.VStack(4, look.BoldText(s.Title(), look.HeadingSize(), look.Ink()),
		look.Text(s.frame.Text("month.advice"), look.BodySize(), look.Ink2())))
	list := widgets.Sized(look.Scaled(pageWidth), 8*look.RowHeight(), widgets.BareCard(widgets.Edges(head, nil, s.table)))
	return widgets.Inset(look.Gap(), look.Gap(), look.Gap(), look.Gap(), container.NewCenter(list))
}

func (s *Screen) cell(row, column int) widgets.Cell {
	switch column {
	case 0:
		return widgets.Cell{Text: strconv.Itoa(row + 1), Ink: look.Ink2()}
	case 1:
		return widgets.Cell{Text: s.entries[row].Label, Bold: true}
	}
	return widgets.Cell{Text: s.entries[row].About, Ink: look.Ink2(), Small: true}
}

// Beginning is a screen that begins anew when it is chosen from the page: on a page that was left there, the keys that a person
// knows from the first one would do something else.
type Beginning interface{ Begin() }

func (s *Screen) open(row int) {
	if row < 0 || row >= len(s.entries) {
		return
	}
	s.at = row
	if screen, ok := s.entries[row].Screen.(Beginning); ok {
		screen.Begin()
	}
	s.frame.Show(s.entries[row].Screen)
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	return []shell.Key{{Name: fyne.Key1, Cap: "1–" + strconv.Itoa(max(len(s.entries), 1)), Label: s.frame.Text("month.open")},
		{Name: fyne.KeyDown, Cap: "↑↓", Label: s.frame.Text("month.choose")},
		{Name: fyne.KeyReturn, Label: s.frame.Text("month.open"), Do: func() { s.open(s.at) }}}
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.frame.Focus(s.table)
	s.table.SetCursor(s.at)
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}
