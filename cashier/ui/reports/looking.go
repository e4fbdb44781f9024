package reports

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// Looking is the page 报表 of a book that takes no money, alone in the window: nobody is signed in, and nothing is changed.
type Looking struct {
	*Screen
	back func()
}

// NewLooking makes the screen; day is shown first, and back leaves it.
func NewLooking(frame *shell.Shell, counter *cashier.Counter, deps Deps, day calendar.Date, back func()) *Looking {
	return &Looking{New(frame, counter, deps, day), back}
}

// Title implements shell.Screen.
func (l *Looking) Title() string { return l.text("reports.looking.title") }

// Content implements shell.Screen: the keys are named above, because there is no bar of them, and so is what the figures are worth.
func (l *Looking) Content() fyne.CanvasObject {
	head := widgets.Sides(look.BoldText(l.Title(), look.HeadingSize(), look.Ink()), widgets.HStack(10, layout.NewSpacer(),
		look.Text(l.text("reports.looking.keys"), look.SmallSize(), look.Ink2()), widgets.NewButton(widgets.ChipButton, l.text("reports.looking.back"), "Esc", l.back)))
	warning := look.Text(l.text("ctl.read_stopped"), look.BodySize(), widgets.ToneOwed.Ink())
	return widgets.Edges(widgets.Inset(12, 16, 0, 16, widgets.VStack(6, head, warning)), nil, l.Screen.Content())
}

// Keys implements shell.Screen.
func (l *Looking) Keys() []shell.Key {
	return append(l.Screen.Keys(), shell.Key{Name: fyne.KeyEscape, Label: l.text("reports.looking.back"), Do: l.back})
}
