package shell

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// cardPrintKey prints the key card. It is not Enter, which would print it for who only wants to read on.
const cardPrintKey = fyne.KeyF5

// showKeyCard lays the key card over the screen: what the screen's keys do, and those of all screens. Over a bare screen
// it has the screen's own, and does not print: nobody is signed in who asked for paper. Over a dialog it has the dialog's: the
// screen's do nothing there.
func (s *Shell) showKeyCard() {
	if s.current == nil || (s.card != nil && s.card.Open()) {
		return
	}
	if dialog, ok := s.Canvas().Overlays().Top().(*widgets.Dialog); ok {
		s.showDialogCard(dialog)
		return
	}
	body := s.keyColumn(s.current.Title(), s.current.Keys())
	if !s.isBare {
		body = widgets.Columns(24, body, s.keyColumn(s.Text("shell.keys.anywhere"), append(s.railKeys(), s.global...)))
	}
	options := widgets.DialogOptions{Title: s.Text("shell.keys.title"), Width: 640, No: s.Text("shell.keys.close"), Body: body}
	if s.printKeys != nil && !s.isBare {
		lines := s.KeyCard()
		options.Yes, options.YesKey = s.Text("shell.keys.print"), cardPrintKey
		options.Accept = func() string {
			s.printKeys(lines)
			return ""
		}
	}
	s.card = widgets.ShowDialog(s.Canvas(), options)
}

// showDialogCard lays the key card of a dialog over it: its own keys, and those of all screens that work there too.
func (s *Shell) showDialogCard(dialog *widgets.Dialog) {
	title, hints := dialog.Keys(s.Text)
	lines := make([]KeyLine, len(hints))
	for i, hint := range hints {
		lines[i] = KeyLine{hint.Cap, hint.Label}
	}
	body := widgets.VStack(16, s.lineColumn(widgets.Paragraph(title, look.SmallSize(), look.Ink2(), look.Scaled(dialogCardText)), lines))
	anywhere := slices.DeleteFunc(append(s.railKeys(), s.global...), func(key Key) bool { return !key.Anywhere })
	if !s.isBare && len(anywhere) > 0 {
		body.Add(s.keyColumn(s.Text("shell.keys.anywhere"), anywhere))
	}
	s.card = widgets.ShowDialog(s.Canvas(), widgets.DialogOptions{Title: s.Text("shell.keys.title"), Width: dialogCardText + 48, No: s.Text("shell.keys.close"), Body: body})
}

// dialogCardText is the width of the words on the key card of a dialog, in points at scale 1.
const dialogCardText float32 = 560

// KeyLine is one line of the key card: what is printed on the key and what it does.
type KeyLine struct{ Cap, Label string }

// KeyCard returns the key card of the screen shown, for printing: its own keys and those of all screens.
func (s *Shell) KeyCard() []KeyLine { return s.keyLines(s.keys()) }

// keyLines returns the lines of a key card. Keys that do the same thing share a line, and a key that stands on another's cap
// already, as ↓ does on ↑↓, is said once: whoever reads the card looks for what a key does, not for how it is bound.
func (s *Shell) keyLines(keys []Key) []KeyLine {
	var lines []KeyLine
	for _, key := range keys {
		if !key.allowed() || standsIn(lines, key.capIn(s.options.Lang)) {
			continue
		}
		cap := key.capIn(s.options.Lang)
		same := slices.IndexFunc(lines, func(line KeyLine) bool { return line.Label == key.Label })
		if same < 0 {
			lines = append(lines, KeyLine{cap, key.Label})
			continue
		}
		if !slices.Contains(strings.Fields(lines[same].Cap), cap) { // as PgDn is on PgUp PgDn
			lines[same].Cap += " " + cap
		}
	}
	return lines
}

// standsIn says whether an arrow is on the cap of a line already. Other keys are asked in turn, and the first takes them.
func standsIn(lines []KeyLine, cap string) bool {
	return strings.Contains("↑↓←→", cap) && slices.ContainsFunc(lines, func(line KeyLine) bool { return strings.Contains(line.Cap, cap) })
}

// keyColumn draws one column of the key card.
func (s *Shell) keyColumn(title string, keys []Key) fyne.CanvasObject {
	return s.lineColumn(look.Text(title, look.SmallSize(), look.Ink2()), s.keyLines(keys))
}

// lineColumn draws lines of a key card below a title.
func (s *Shell) lineColumn(title fyne.CanvasObject, lines []KeyLine) fyne.CanvasObject {
	column := widgets.VStack(7, title)
	for _, line := range lines {
		cap := widgets.Sized(look.Scaled(84), 0, container.NewHBox(widgets.KeyCap(line.Cap)))
		column.Add(widgets.HStack(8, cap, look.Text(line.Label, look.BodySize(), look.Ink())))
	}
	return column
}
