package shift

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// resultPanel shows what came of the count in figures that are read from where one stands.
func resultPanel(words, below string, tone widgets.Tone) fyne.CanvasObject {
	return panel(words, below, tone, look.RoomSize()+6, 8)
}

// panel shows words of size with a small line beside them, and so much space above and below, in points.
func panel(words, beside string, tone widgets.Tone, size, space float32) fyne.CanvasObject {
	big := look.BoldText(forms.HalfYen(words), size, tone.Ink())
	small := look.Text(forms.HalfYen(beside), look.BodySize(), look.Ink2())
	return container.NewStack(widgets.Ground(tone.Tint(), look.Corner()), widgets.Inset(space, 14, space+2, 14, widgets.Sides(big, small)))
}

// finishedWidth is the width of the column with the buttons, in points at scale 1.
const finishedWidth float32 = 380

func (s *Screen) drawFinished() fyne.CanvasObject {
	text := s.frame.Text
	s.page = widgets.Scroll(zLines(s.facts.text))
	words, tone := text("shift.done.advice"), widgets.ToneGood
	switch {
	case s.facts.paper != "":
		words, tone = text("shift.done.paper", s.facts.paper), widgets.ToneLook
	case !s.facts.hasPrinter:
		words, tone = text("shift.done.noprinter"), widgets.ToneLook
	}
	inner := widgets.SideInner(finishedWidth)
	top := widgets.VStack(12, widgets.Notice(words, tone, inner))
	if s.facts.exported != "" {
		top.Add(widgets.Notice(text("shift.done.exported", s.facts.exported), widgets.ToneGood, inner))
	}
	buttons := widgets.VStack(10)
	if s.deps.Export != nil {
		buttons.Add(widgets.NewButton(widgets.PlainButton, text("shift.done.export"), "F6", s.export))
	}
	buttons.Add(widgets.NewButton(widgets.PlainButton, text("shift.done.reprint"), "F7", s.reprint))
	buttons.Add(widgets.NewButton(widgets.PrimaryButton, text("shift.done.finish"), "Enter", s.form.Meant(s.deps.Closed)))
	right := widgets.TitledCard(text("shift.done.title"), nil, widgets.Edges(top, buttons, nil))
	return widgets.Frame(nil, 0, widgets.Card(s.page), right, finishedWidth)
}

// zLines draws the frozen text: what stands apart on paper stands apart here, in two columns side by side where there is room.
func zLines(report string) fyne.CanvasObject {
	lines := strings.Split(strings.TrimRight(report, "\n"), "\n")
	if look.IsNarrow() {
		return zColumn(lines)
	}
	half := (len(lines) + 1) / 2
	for half < len(lines) && !strings.HasPrefix(lines[half], "---") {
		half++ // A section stays whole.
	}
	return widgets.Columns(48, zColumn(lines[:half]), zColumn(lines[min(half+1, len(lines)):]))
}

func zColumn(lines []string) fyne.CanvasObject {
	column := widgets.VStack(1)
	for _, line := range lines {
		name, value, _ := strings.Cut(strings.TrimLeft(line, " "), "  ")
		switch {
		case strings.HasPrefix(line, "---"):
			column.Add(widgets.Inset(7, 0, 7, 0, widgets.Rule()))
			continue
		case value == "":
			column.Add(look.Text(line, look.BodySize(), look.Ink()))
			continue
		}
		column.Add(widgets.Sides(look.Text(name, look.BodySize(), look.Ink2()),
			widgets.Amount(strings.TrimLeft(value, " "), look.BodySize(), look.Ink())))
	}
	return column
}

// scroll moves the report by a few lines.
func (s *Screen) scroll(lines int) {
	if s.page == nil {
		return
	}
	s.page.ScrollToOffset(fyne.NewPos(0, max(s.page.Offset.Y+float32(lines*3)*look.RowHeight(), 0)))
}

func (s *Screen) export() {
	if s.deps.Export == nil {
		return
	}
	var path string
	s.form.Run(s.frame.Text("shift.done.exporting"), func(ctx context.Context, _ func(done, total int)) (err error) {
		path, err = s.deps.Export(ctx, s.facts.report.BusinessOn)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.facts.exported = path
		s.goTo(finished)
	})
}

func (s *Screen) reprint() {
	s.form.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return s.counter.Printing.ReprintZ(ctx, s.facts.report.No)
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.frame.Toast(s.frame.Text("shift.done.reprinted"), widgets.ToneGood)
	})
}
