package shift

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// The widths of the columns, in points at scale 1.
const (
	countWidth float32 = 520
	sideText   float32 = 640
)

// countCard draws the card with the grid at the left.
func (s *Screen) countCard(title, advice, total string) fyne.CanvasObject {
	body := widgets.VStack(8, look.Text(advice, look.BodySize(), look.Ink2()), s.grid.object(total))
	return widgets.TitledCard(title, nil, body)
}

func (s *Screen) drawOpening() fyne.CanvasObject {
	text := s.frame.Text
	left := s.countCard(text("shift.open.title"), text("shift.open.advice"), text("shift.open.total"))
	var lines []fyne.CanvasObject
	if s.facts.hasLeft {
		lines = append(lines, widgets.NewField(text("shift.open.left"), s.facts.left.LeftFen.Yuan()).Strong(look.Ink()).Ruled())
	} else {
		lines = append(lines, widgets.Notice(text("shift.open.first"), widgets.ToneCalm, s.textWidth()))
	}
	lines = append(lines, widgets.NewField(text("shift.open.businesson"), string(s.facts.state.BusinessOn)).Ruled(),
		widgets.NewField(text("shift.open.person"), s.facts.person).Ruled())
	s.message = forms.NewMessage(s.frame, s.textWidth())
	label, hint, press := text("shift.open.go"), text("shift.count.hint"), s.open
	if s.stage == opened {
		s.grid.disable()
		label, hint, press = text("shift.open.desk"), "Enter", s.toDesk
		words, tone := s.floatWords(s.facts.shift)
		if pieces := s.pieceWords(); pieces != "" {
			words, tone = words+"\n"+pieces, widgets.ToneLook
		}
		s.message.Say(words, tone)
	} else {
		s.form.SetInputs(s.grid.inputs()...)
	}
	title, top := text("shift.open.none"), widgets.VStack(12)
	if s.stage == opened {
		title = text("shift.open.opened")
	} else {
		top.Add(widgets.Paragraph(text("shift.open.why"), look.BodySize(), look.Ink2(), s.textWidth()))
	}
	top.Add(widgets.VStack(0, lines...))
	top.Add(s.message.Object())
	button := widgets.NewButton(widgets.PrimaryButton, label, hint, s.form.Meant(press))
	return widgets.Frame(left, countWidth, widgets.TitledCard(title, nil, widgets.Edges(nil, button, widgets.Scroll(top))), nil, 0)
}

// textWidth is the width of sentences in the right column; they must not ask for more than the smallest window gives.
func (s *Screen) textWidth() float32 {
	width := s.frame.Canvas().Size().Width - look.RailWidth() - widgets.SideInner(countWidth) - 3*look.Gap() - 4*look.Inset() - 26
	return min(max(width, 320), look.Scaled(sideText))
}

// floatWords says how the counted float compares with what the last shift left.
func (s *Screen) floatWords(shift till.Shift) (words string, tone widgets.Tone) {
	switch {
	case !s.facts.hasLeft:
		return s.frame.Text("shift.open.done", shift.FloatFen.Yuan()), widgets.ToneGood
	case shift.FloatDifferenceFen > 0:
		return s.frame.Text("shift.open.more", shift.FloatDifferenceFen.Yuan()), widgets.ToneLook
	case shift.FloatDifferenceFen < 0:
		return s.frame.Text("shift.open.less", (-shift.FloatDifferenceFen).Yuan()), widgets.ToneOwed
	}
	return s.frame.Text("shift.open.same"), widgets.ToneGood
}

// pieceWords says which pieces of the float are others than those that the last shift left, "" where none is or only sums are known.
func (s *Screen) pieceWords() string {
	var parts []string
	for _, piece := range till.PiecesBeside(s.facts.shift.FloatPieces, s.facts.left.LeftPieces) {
		key, count := "shift.open.piece.more", piece.Pieces
		if count < 0 {
			key, count = "shift.open.piece.less", -count
		}
		parts = append(parts, s.frame.Text(key, s.grid.pieceName(piece.Fen), count))
	}
	if len(parts) == 0 {
		return ""
	}
	return s.frame.Text("shift.open.pieces", strings.Join(parts, s.frame.Text("shift.open.piece.and")))
}

func (s *Screen) toDesk() {
	s.grid.clear()
	s.goTo(loading)
	s.deps.Opened()
}

func (s *Screen) drawOthers() fyne.CanvasObject {
	who := s.facts.state.Cashier
	button := widgets.NewButton(widgets.PrimaryButton, s.frame.Text("shift.other.lock"), "Enter", s.form.Meant(s.deps.Closed))
	return widgets.Frame(nil, 0, widgets.Card(widgets.EmptyState(s.frame.Text("shift.other.title", who), s.frame.Text("shift.other.why", who), button)), nil, 0)
}
