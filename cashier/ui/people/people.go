package people

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
}

// Screen lists the staff and the rights.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	list []staff.Person
	// hasKey says that the book has a recovery key, which stands for a second person where nobody else may approve.
	hasKey bool
	at     int
	table  *widgets.DataTable
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps}
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("people.title") }

// rightsWidth is the width of the table of rights, in points at scale 1.
const rightsWidth float32 = 610

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	text := s.frame.Text
	s.table = widgets.NewDataTable([]widgets.Column{{Title: text("people.code"), Width: 70}, {Title: text("people.name")},
		{Title: text("people.role"), Width: 90}, {Title: text("people.state"), Width: 90}}, func() int { return len(s.list) }, s.cell)
	s.table.OnCursor = func(row int) { s.at = row }
	s.table.OnOpen = func(int) { s.change() }
	s.table.SetCursor(s.at)
	buttons := widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("people.add"), "F4", s.add),
		widgets.NewButton(widgets.PlainButton, text("people.pin"), "F6", s.newPIN), widgets.NewButton(widgets.PlainButton, text("people.unlock"), "F7", s.unlock))
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(text("people.list"), look.LeadSize(), look.Ink()))
	left := widgets.BareCard(widgets.Edges(head, widgets.Inset(10, 14, 12, 14, buttons), s.table))
	return widgets.Frame(nil, 0, left, s.rights(), rightsWidth)
}

// rights draws roles against actions.
func (s *Screen) rights() fyne.CanvasObject {
	text := s.frame.Text
	columns := []widgets.Column{{Title: text("people.action")}}
	for _, role := range staff.Roles {
		columns = append(columns, widgets.Column{Title: text("people.role." + string(role)), Width: 84, Align: fyne.TextAlignCenter})
	}
	table := widgets.NewDataTable(columns, func() int { return len(staff.Rights) }, func(row, column int) widgets.Cell {
		if column == 0 {
			return widgets.Cell{Text: text("action." + string(staff.Rights[row].Action))}
		}
		return s.rightCell(staff.Rights[row], staff.Roles[column-1])
	})
	note := widgets.Paragraph(text("people.rights.note"), look.SmallSize(), look.Ink2(), widgets.SideInner(rightsWidth))
	head := widgets.Inset(12, 14, 8, 14, widgets.VStack(4, look.BoldText(text("people.rights"), look.LeadSize(), look.Ink()), note))
	return widgets.BareCard(widgets.Edges(head, nil, table))
}

// rightCell says whether a role does something alone, with a second person, or agrees to it for others.
func (s *Screen) rightCell(right staff.Right, role staff.Role) widgets.Cell {
	does, agrees := slices.Contains(right.Do, role), slices.Contains(right.Agree, role)
	takesTwo := slices.Contains(right.Second, role)
	switch {
	case does && !takesTwo && agrees:
		return widgets.Cell{Text: "✓ " + s.frame.Text("people.right.agrees"), Bold: true, Ink: look.Jade()}
	case does && !takesTwo:
		return widgets.Cell{Text: "✓", Bold: true, Ink: look.Jade()}
	case agrees:
		return widgets.Cell{Text: s.frame.Text("people.right.agrees"), Ink: look.Jade()}
	case does:
		return widgets.Cell{Text: s.frame.Text("people.right.two"), Ink: look.Ink()}
	}
	return widgets.Cell{Text: "–", Ink: look.Ink2()}
}

func (s *Screen) cell(row, column int) widgets.Cell {
	person, text := s.list[row], s.frame.Text
	var ink = look.Ink()
	if !person.Active {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		return widgets.Cell{Text: person.Code, Ink: ink}
	case 1:
		return widgets.Cell{Text: person.Name, Bold: person.Active, Ink: ink}
	case 2:
		return widgets.Cell{Text: text("people.role." + string(person.Role)), Ink: ink}
	}
	switch {
	case !person.Active:
		return widgets.Cell{Text: text("people.inactive"), Ink: ink}
	case person.Locked:
		return widgets.Cell{Text: text("people.locked"), Ink: look.Vermilion()}
	}
	return widgets.Cell{Text: text("people.active"), Ink: look.Jade()}
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	text := s.frame.Text
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("people.name")},
		{Name: fyne.KeyReturn, Label: text("people.change"), Do: s.change}, {Name: fyne.KeyF4, Label: text("people.add"), Do: s.add},
		{Name: fyne.KeyF6, Label: text("people.pin"), Do: s.newPIN}, {Name: fyne.KeyF7, Label: text("people.unlock"), Do: s.unlock}}
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.frame.Focus(s.table)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}

func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	var list []staff.Person
	hasKey := false
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if list, err = s.counter.People.All(ctx); err == nil {
			hasKey, err = s.counter.People.HasRecovery(ctx)
		}
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.list, s.hasKey = list, hasKey
		s.at = min(max(s.at, 0), len(list)-1)
		s.table.Refresh()
		s.table.SetCursor(s.at)
	})
}

// chosen returns the person under the cursor.
func (s *Screen) chosen() (staff.Person, bool) {
	if s.at < 0 || s.at >= len(s.list) {
		return staff.Person{}, false
	}
	return s.list[s.at], true
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	sample := func(frame *shell.Shell) *Screen {
		screen := New(frame, nil, Deps{Explain: func(error) string { return "" }})
		screen.list = []staff.Person{{Code: "100", Name: "陈国栋", Role: staff.Manager, Active: true}, {Code: "101", Name: "王丽", Role: staff.Cashier, Active: true},
			{Code: "102", Name: "周婷", Role: staff.Cashier, Active: true, Locked: true}, {Code: "200", Name: "李慧", Role: staff.Supervisor, Active: true},
			{Code: "201", Name: "郑伟", Role: staff.Supervisor}, {Code: "300", Name: "赵敏", Role: staff.Finance, Active: true}}
		for i := range screen.list {
			screen.list[i].ID = screen.list[i].Code
		}
		forms.Sample(frame, screen, "people")
		return screen
	}
	return []shell.Picture{
		{Name: "people", Draw: func(frame *shell.Shell) { sample(frame).table.SetCursor(2) }},
		{Name: "people-add", Draw: func(frame *shell.Shell) { sample(frame).askNew(staff.Cashier) }},
		{Name: "people-approver", Draw: func(frame *shell.Shell) { sample(frame).askNew(staff.Finance) }},
		{Name: "people-key", Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			screen.list, screen.hasKey = screen.list[:1:1], true
			screen.list[0].ID = screen.me()
			screen.askNew(staff.Supervisor)
		}},
		{Name: "people-change", Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			screen.table.SetCursor(3)
			screen.change()
		}},
	}
}
