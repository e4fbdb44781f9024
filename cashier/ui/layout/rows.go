package layout

import (
	"slices"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
)

// row is one line of the list: a heading, or one thing of the layout.
type row struct {
	group   bool
	label   string // the key of its words
	help    string // the key of what is said of it
	part    estate.Part
	section estate.Section
	// words points to the words of the draft, and logo is the line of the logo.
	words *[]string
	logo  bool
}

// list makes the lines from the draft.
func (s *Screen) list() []row {
	rows := []row{{group: true, label: "layout.group.parts"}}
	for _, part := range estate.Parts {
		rows = append(rows, row{label: "layout.part." + string(part), help: "layout.parts.help", part: part})
	}
	rows = append(rows, row{group: true, label: "layout.group.own"},
		row{label: "layout.head", help: "layout.head.help", words: &s.draft.Head},
		row{label: "layout.foot", help: "layout.foot.help", words: &s.draft.Foot},
		row{label: "layout.logo", help: "layout.logo.help", logo: true},
		row{group: true, label: "layout.group.order"})
	for _, section := range s.draft.Sections() {
		rows = append(rows, row{label: "layout.section." + string(section), help: "layout.order.help", section: section})
	}
	return rows
}

func (s *Screen) cell(at, column int) widgets.Cell {
	line := s.rows[at]
	if column == 0 {
		cell := widgets.Cell{Text: s.frame.Text(line.label), Bold: !line.group, Indent: !line.group}
		if line.part != "" {
			cell.Tick = widgets.Unticked
			if s.draft.Shows(line.part) {
				cell.Tick = widgets.Ticked
			}
		}
		return cell
	}
	return widgets.Cell{Text: s.value(line), Ink: look.Ink2()}
}

// value says how a line stands.
func (s *Screen) value(line row) string {
	switch {
	case line.part != "" && !s.draft.Shows(line.part):
		return s.frame.Text("layout.off")
	case line.words != nil && len(*line.words) > 0:
		return s.frame.Text("layout.lines", len(*line.words))
	case line.logo && s.draft.Logo != nil:
		return s.frame.Text("layout.logo.size", s.draft.Logo.Width, s.draft.Logo.Height())
	case line.words != nil || line.logo:
		return s.frame.Text("layout.none")
	}
	return ""
}

// move changes the place of the section under the cursor, which goes with it.
func (s *Screen) move(step int) {
	line := s.rows[s.at]
	order := slices.Clone(s.draft.Sections())
	from := slices.Index(order, line.section)
	if to := from + step; from >= 0 && to >= 0 && to < len(order) {
		order[from], order[to] = order[to], order[from]
		s.draft.Order = order
		s.at += step
		s.show()
	}
}

// tick shows or leaves out the part under the cursor.
func (s *Screen) tick() {
	line := s.rows[s.at]
	if line.part == "" {
		return
	}
	hide := slices.Clone(s.draft.Hide)
	if at := slices.Index(hide, line.part); at >= 0 {
		hide = slices.Delete(hide, at, at+1)
	} else {
		hide = append(hide, line.part)
	}
	s.draft.Hide = hide
	s.show()
}
