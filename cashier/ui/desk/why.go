package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/household"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
)

// whyRows is how many lines stand below the bills: which bill it is, and how its amount came about. F5 shows all of them.
const whyRows = 4

// whyView says below the bills how the amount at the cursor came about, a step a line. Its height never changes, so that
// the bills do not move under the cursor.
type whyView struct {
	lines *fyne.Container
	words [whyRows]string
}

func newWhyView() *whyView {
	view := &whyView{}
	view.lines = container.New(view)
	for row := range whyRows {
		ink := look.Ink2()
		if row == 0 {
			ink = look.Ink()
		}
		view.lines.Add(look.Text("", look.SmallSize(), ink))
	}
	return view
}

// show says the steps below what they are of; more than there is room for are counted.
func (v *whyView) show(title string, steps []string, more func(count int) string) {
	if left := len(steps) - (whyRows - 1); left > 0 {
		steps = append(append([]string{}, steps[:whyRows-2]...), more(left+1))
	}
	v.words = [whyRows]string{title}
	copy(v.words[1:], steps)
	v.lines.Refresh()
}

// Layout implements fyne.Layout: lines too long for the column are shortened.
func (v *whyView) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pitch := look.SmallSize() * 1.45
	for row, object := range objects {
		line := object.(*canvas.Text)
		look.SetText(line, look.Fit(v.words[row], line.TextSize, row == 0, size.Width), row == 0)
		line.Resize(fyne.NewSize(size.Width, pitch))
		line.Move(fyne.NewPos(0, float32(row)*pitch))
	}
}

// MinSize implements fyne.Layout.
func (v *whyView) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, whyRows*look.SmallSize()*1.45)
}

// atCursor returns the row of the bill at the cursor, and whether there is one.
func (s *Screen) atCursor() (row billRow, ok bool) {
	at := s.bills.Cursor()
	if at < 0 || at >= len(s.rows) || s.rows[at].group {
		return row, false
	}
	return s.rows[at], true
}

// showWhy says how the amount at the cursor came about: the column is too narrow for it.
func (s *Screen) showWhy() {
	row, ok := s.atCursor()
	if s.why == nil || !ok {
		return
	}
	title, steps := s.lineTitle(row.line), s.stepsOf(row.line)
	if row.late {
		title, steps = title+" "+s.text("desk.bills.late"), words.Steps(row.line.LateSteps, s.deps.Lang)
	}
	s.why.show(title, steps, func(count int) string { return s.text("desk.why.more", count) })
}

func (s *Screen) lineTitle(line household.Line) string {
	return s.lineName(line) + " " + s.linePeriod(line)
}

// stepsOf returns the steps of a bill; what of it is paid now or was paid before comes first.
func (s *Screen) stepsOf(line household.Line) []string {
	var steps []string
	if part, ticked := s.part(line.ID); line.PaidFen > 0 || ticked && part < line.OwedFen() {
		steps = append(steps, s.lineWhy(line, part, ticked))
	}
	return append(steps, words.Steps(line.Steps, s.deps.Lang)...)
}

// tellWhy says in full how the bill at the cursor came about, its late fee included.
func (s *Screen) tellWhy() {
	row, ok := s.atCursor()
	if !s.mayEdit() || !ok {
		return
	}
	width := look.Scaled(672)
	body := widgets.VStack(6)
	tell := func(steps []string) {
		for _, step := range steps {
			body.Add(widgets.Paragraph(step, look.BodySize(), look.Ink(), width-20))
		}
	}
	tell(s.stepsOf(row.line))
	body.Add(widgets.NewField("", row.line.OwedFen().Yuan()).Strong(look.Ink()))
	if row.line.LateFen > 0 {
		body.Add(widgets.Rule())
		body.Add(look.BoldText(s.text("desk.bills.late")+" "+s.text("desk.bills.overdue", row.line.OverdueDays), look.BodySize(), look.Ink()))
		tell(words.Steps(row.line.LateSteps, s.deps.Lang))
		body.Add(widgets.NewField("", row.line.LateFen.Yuan()).Strong(look.Ink()))
	}
	height := min(body.MinSize().Height+8, look.Scaled(400))
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: s.text("desk.why.title", s.lineTitle(row.line)), Width: 720,
		Body: widgets.Sized(0, height, widgets.Scroll(body)), Yes: s.text("desk.dialog.ok")})
}
