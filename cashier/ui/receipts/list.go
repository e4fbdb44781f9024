package receipts

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/paper"
	"shouqi/cashier/receipts"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// rightWidth is the column of the preview, in points at scale 1.
const rightWidth = 392

func (s *Screen) makeSearch() {
	s.search, s.searchBox = widgets.NewSearchEntry(s.text("receipts.search.hint"), func(text string) {
		if (s.undone != nil || s.paper != nil) && strings.ToUpper(strings.TrimSpace(text)) == s.tail {
			return // One Enter too many: the sum to hand back, or the verdict, goes on standing there until Esc.
		}
		s.lookFor(text)
		if s.undone = nil; s.paper != nil {
			s.search.SetText(s.tail)
		}
		s.frame.Hold()
		s.read(s.chosen)
	})
	s.search.OnKey = func(name fyne.KeyName) bool {
		return !widgets.IsEnter(name) && name != fyne.KeySpace && s.table.HandleKey(name)
	}
	s.search.SetText(s.tail)
}

func (s *Screen) makeTable() {
	columns := []widgets.Column{{Width: 140}, {Width: 88, Yields: 2}, {Width: 96}, {Yields: 1},
		{Width: 84, Align: fyne.TextAlignTrailing}, {Width: 92}}
	s.table = widgets.NewDataTable(columns, func() int { return len(s.rows) }, s.cell)
	s.table.HideHeader = true
	s.table.Style = func(index int) widgets.RowStyle {
		style := widgets.RowStyle{Group: s.rows[index].heading != ""}
		if s.rows[index].unsure {
			style.Tint = look.AmberTint()
		}
		return style
	}
	s.table.OnCursor = s.show
}

func (s *Screen) cell(index, column int) widgets.Cell {
	r := s.rows[index]
	if r.heading != "" {
		if column == 0 {
			return widgets.Cell{Text: r.heading}
		}
		return widgets.Cell{}
	}
	ink := look.Ink()
	if r.receipt.Part.State != string(paper.Live) {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		return widgets.Cell{Text: r.receipt.Part.Number, Bold: true, Ink: ink}
	case 1:
		return widgets.Cell{Text: moment(r.receipt.AtMS), Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: r.receipt.Room, Ink: ink}
	case 3:
		return widgets.Cell{Text: r.receipt.Payer, Ink: look.Ink2()}
	case 4:
		return widgets.Cell{Text: r.receipt.Part.Sums().ReceivedFen.Grouped(), Bold: true, Ink: ink}
	}
	words, tone := s.standing(r.receipt)
	return widgets.Cell{Text: words, Ink: tone.Ink(), Small: true}
}

// standing says what a receipt is worth today: the word says it, the tone only helps.
func (s *Screen) standing(receipt receipts.Receipt) (string, widgets.Tone) {
	words, tone := s.text("receipts.state."+receipt.State), widgets.ToneCalm
	isLive := receipt.State == string(paper.Live)
	if !isLive {
		tone = widgets.ToneLook
	}
	switch {
	case receipt.PaperNumber != "" && isLive:
		words = s.text("receipts.late")
	case receipt.PaperNumber != "":
		words += " · " + s.text("receipts.late")
	}
	return words, tone
}

// moment writes a moment at the counter as 11-21 10:24.
func moment(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format("01-02 15:04") }

// draw makes the screen anew from its state.
func (s *Screen) draw() {
	var list fyne.CanvasObject = s.table
	if len(s.rows) == 0 {
		title, advice := s.text("receipts.none"), s.text("receipts.none_advice")
		if s.tail != "" {
			title, advice = s.text("receipts.not_found", s.tail), s.text("receipts.not_found_advice")
		}
		list = widgets.EmptyState(title, advice, nil)
	}
	head := container.NewStack()
	if len(s.understood) > 0 {
		ways := make([]string, len(s.understood))
		for index, way := range s.understood {
			ways[index] = s.text("receipts.by." + way)
		}
		found := s.text("receipts.found", strings.Join(ways, s.text("receipts.by.or")), len(s.rows))
		head.Add(widgets.Inset(8, 14, 8, 14, look.Text(found, look.SmallSize(), look.Ink2())))
	}
	if s.unsure > 0 {
		room := look.Scaled(700)
		if look.IsNarrow() {
			room = look.Scaled(460)
		}
		head.Add(widgets.Inset(8, 14, 8, 14, widgets.Paragraph(s.text("receipts.unsure_advice"), look.SmallSize(), look.Amber(), room)))
	}
	middle := widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, s.searchBox), nil, widgets.BareCard(widgets.Edges(head, nil, list)))
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(nil, 0, middle, s.right, rightWidth)}
	s.drawRight()
	s.root.Refresh()
}

func (s *Screen) drawRight() {
	s.right.Objects = []fyne.CanvasObject{s.rightView()}
	s.right.Refresh()
	if s.frame.Current() == s {
		s.frame.RefreshKeys()
	}
}
