package firstrun

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// NextDeps are what the list of next steps needs of the window.
type NextDeps struct {
	// Open opens the page of a step.
	Open func(step cashier.Step)
	// Hide puts the list away for good, off the UI thread; Hidden is called after.
	Hide   func(ctx context.Context) error
	Hidden func()
	// Explain makes a sentence of an error.
	Explain func(err error) string
}

// Next is the list of what comes next on a new counter, with what the book shows as done.
type Next struct {
	frame *shell.Shell
	steps []cashier.Step
	deps  NextDeps
	table *widgets.DataTable
}

// NewNext makes the list.
func NewNext(frame *shell.Shell, steps []cashier.Step, deps NextDeps) *Next {
	return &Next{frame: frame, steps: steps, deps: deps}
}

// Title implements shell.Screen.
func (n *Next) Title() string { return n.frame.Text("steps.title") }

// Content implements shell.Screen.
func (n *Next) Content() fyne.CanvasObject {
	text := n.frame.Text
	n.table = widgets.NewDataTable([]widgets.Column{{Width: 40}, {Width: 150}, {}, {Width: 80}}, func() int { return len(n.steps) }, n.cell)
	n.table.HideHeader = true
	n.table.OnOpen = func(row int) { n.deps.Open(n.steps[row]) }
	n.table.SetCursor(n.first())
	head := widgets.Inset(14, 16, 10, 16, widgets.VStack(4, look.BoldText(n.Title(), look.HeadingSize(), look.Ink()),
		look.Text(text("steps.advice"), look.BodySize(), look.Ink2())))
	height := head.MinSize().Height + float32(len(n.steps))*look.RowHeight() + 2 // the card's own edges
	list := widgets.Sized(look.Scaled(pageWidth), height, widgets.BareCard(widgets.Edges(head, nil, n.table)))
	return widgets.Inset(look.Gap(), look.Gap(), look.Gap(), look.Gap(), container.NewCenter(list))
}

// first returns the first step that is not done.
func (n *Next) first() int {
	for index, step := range n.steps {
		if !step.Done {
			return index
		}
	}
	return 0
}

func (n *Next) cell(row, column int) widgets.Cell {
	step, ink := n.steps[row], look.Ink()
	if step.Done {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		if step.Done {
			return widgets.Cell{Text: "✓", Bold: true, Ink: look.Jade()}
		}
		return widgets.Cell{Text: "–", Ink: look.Ink2()}
	case 1:
		return widgets.Cell{Text: n.frame.Text("steps." + step.Name), Bold: !step.Done, Ink: ink}
	case 2:
		return widgets.Cell{Text: n.frame.Text("steps." + step.Name + ".about"), Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: n.frame.PageKey(step.Page), Ink: look.Ink2()}
}

// Keys implements shell.Screen.
func (n *Next) Keys() []shell.Key {
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: n.frame.Text("month.choose")},
		{Name: fyne.KeyReturn, Label: n.frame.Text("month.open"), Do: func() { n.deps.Open(n.steps[n.table.Cursor()]) }},
		{Name: fyne.KeyF9, Label: n.frame.Text("steps.hide"), Do: n.hide}}
}

func (n *Next) hide() {
	n.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return n.deps.Hide(ctx) }, func(err error) {
		if err != nil {
			n.frame.Toast(n.deps.Explain(err), widgets.ToneOwed)
			return
		}
		n.deps.Hidden()
	})
}

// Shown implements shell.Screen.
func (n *Next) Shown() { n.frame.Focus(n.table) }

// Hidden implements shell.Screen.
func (n *Next) Hidden() {}
