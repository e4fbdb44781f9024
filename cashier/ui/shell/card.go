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
// it has the screen's own, and does not print: nobody is signed in who asked for paper.
func (s *Shell) showKeyCard() {
	if s.current == nil || (s.card != nil && s.card.Open()) {
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
		lines[same].Cap += " " + cap
	}
	return lines
}

// standsIn says whether an arrow is on the cap of a line already. Other keys are asked in turn, and the first takes them.
func standsIn(lines []KeyLine, cap string) bool {
	return strings.Contains("↑↓←→", cap) && slices.ContainsFunc(lines, func(line KeyLine) bool { return strings.Contains(line.Cap, cap) })
}

// keyColumn draws one column of the key card.
func (s *Shell) keyColumn(title string, keys []Key) fyne.CanvasObject {
	column := widgets.VStack(7, look.Text(title, look.SmallSize(), look.Ink2()))
	for _, line := range s.keyLines(keys) {
		cap := widgets.Sized(look.Scaled(84), 0, container.NewHBox(widgets.KeyCap(line.Cap)))
		column.Add(widgets.HStack(8, cap, look.Text(line.Label, look.BodySize(), look.Ink())))
	}
	return column
}
