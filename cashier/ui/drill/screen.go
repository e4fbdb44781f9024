package drill

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/training"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leads to the page from which this one was opened; Begun is called after a drill began.
	Back, Begun func()
}

// hintWidth is what the smallest window leaves for the hint below the list, beside the rail.
const hintWidth = look.LeastWidth - 160

// Screen shows a person's drill, or the results of all.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	// drill is the person's newest, nil before the first.
	drill   *training.Result
	results []training.Result
	// isResults says that the results are shown.
	isResults bool
	at        int
	// stood counts how often the list was read anew, and sight knows which a person has seen: a drill is begun from what was seen alone.
	stood uint64
	sight *widgets.Sight

	root  *fyne.Container
	table *widgets.DataTable
	below *fyne.Container
	page  *fyne.Container
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps, sight: widgets.NewSight()}
}

func (s *Screen) text(key string, args ...any) string { return s.frame.Text(key, args...) }

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("drill.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// draw makes the list anew over what stands.
func (s *Screen) draw() {
	s.below = container.NewStack()
	title, right := s.text("drill.title"), s.words()
	if s.isResults {
		s.table, title, right = s.resultTable(), s.text("drill.results"), s.text("drill.results.advice")
	} else {
		s.table = s.taskTable()
	}
	s.table.OnCursor = func(row int) {
		s.at = row
		s.tell()
	}
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(title, look.LeadSize(), look.Ink()), look.Text(right, look.SmallSize(), look.Ink2())))
	s.page = widgets.Edges(head, s.below, s.table)
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(nil, 0, widgets.BareCard(s.page), nil, 0)}
	s.root.Refresh()
}

// words say how far the drill is.
func (s *Screen) words() string {
	if s.drill == nil {
		return s.text("drill.none")
	}
	return s.text("drill.far", s.drill.Done, len(s.drill.Steps), Clock(s.drill.Seconds))
}

// Clock writes seconds as minutes and seconds: 1:05.
func Clock(seconds int64) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

func (s *Screen) taskTable() *widgets.DataTable {
	table := widgets.NewDataTable([]widgets.Column{{Title: s.text("drill.number"), Width: 44}, {Title: s.text("drill.task")}, {Title: s.text("drill.room"), Width: 120},
		{Title: s.text("drill.state"), Width: 90}, {Title: s.text("drill.time"), Width: 84, Align: fyne.TextAlignTrailing}}, func() int { return len(s.steps()) }, s.taskCell)
	table.OnOpen = func(int) { s.begin() }
	return table
}

// steps are those of the drill, and before the first those that wait.
func (s *Screen) steps() []training.Step {
	if s.drill != nil {
		return s.drill.Steps
	}
	var steps []training.Step
	for _, task := range training.Tasks() {
		steps = append(steps, training.Step{Task: task})
	}
	return steps
}

func (s *Screen) taskCell(row, column int) widgets.Cell {
	step := s.steps()[row]
	switch column {
	case 0:
		return widgets.Cell{Text: fmt.Sprint(row + 1), Ink: look.Ink2()}
	case 1:
		return widgets.Cell{Text: s.text("drill.task." + string(step.Task)), Bold: !step.Done}
	case 2:
		return widgets.Cell{Text: step.Room}
	case 3:
		if step.Done {
			return widgets.Cell{Text: s.text("drill.done"), Ink: look.Jade(), Bold: true}
		}
		return widgets.Cell{Text: s.text("drill.todo"), Ink: look.Ink2()}
	}
	if !step.Done {
		return widgets.Cell{}
	}
	return widgets.Cell{Text: Clock(step.Seconds)}
}

// tell writes below the list how the task at the cursor is done.
func (s *Screen) tell() {
	s.below.Objects = nil
	if steps := s.steps(); !s.isResults && s.at >= 0 && s.at < len(steps) {
		s.below.Add(widgets.Inset(10, 14, 12, 14, widgets.Paragraph(s.hint(steps[s.at]), look.BodySize(), look.Ink(), hintWidth)))
	}
	s.page.Refresh() // the list gives the words the height that they need
}

func (s *Screen) hint(step training.Step) string {
	if step.Room == "" {
		return s.text("desk.drill." + string(step.Task))
	}
	return s.text("desk.drill."+string(step.Task), step.Room, step.Name, step.Tail)
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("drill.key.choose")}}
	if s.isResults {
		keys = append(keys, shell.Key{Name: fyne.KeyF4, Label: s.text("drill.key.tasks"), Do: s.toggle})
	} else {
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("drill.key.begin"), Do: s.begin}, shell.Key{Name: fyne.KeyF4, Label: s.text("drill.results"), Do: s.toggle})
	}
	return append(keys, shell.Key{Name: fyne.KeyEscape, Label: s.text("drill.key.back"), Do: s.back})
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.frame.Focus(s.table)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.sight.Away() }

// Tasks turns to the tasks, as the page is opened.
func (s *Screen) Tasks() {
	if !s.isResults {
		return
	}
	s.isResults, s.at = false, 0
	if s.root != nil {
		s.draw()
	}
}

// back leads from the results to the tasks, and from there to where they were asked for.
func (s *Screen) back() {
	if s.isResults {
		s.toggle()
		return
	}
	s.deps.Back()
}

// toggle shows the results instead of the tasks, and the tasks again.
func (s *Screen) toggle() {
	s.isResults, s.at = !s.isResults, 0
	s.show()
}

// load reads what the book saw done.
func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	who, _ := s.counter.Actor()
	var own *training.Result
	var all []training.Result
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		result, err := training.Of(ctx, s.counter.Book, who.ID())
		switch {
		case err == nil:
			own = &result
		case store.Code(err) != training.CodeNoDrill:
			return err
		}
		all, err = training.Results(ctx, s.counter.Book)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			s.stand()
			return
		}
		s.drill, s.results = own, seenBy(who, all)
		s.show()
	})
}

// seenBy are the results that a person sees: a cashier their own, everybody else all.
func seenBy(who staff.Actor, all []training.Result) (seen []training.Result) {
	for _, one := range all {
		if who.Role() != staff.Cashier || one.Person == who.ID() {
			seen = append(seen, one)
		}
	}
	return seen
}

// show puts what was read on the screen, with the cursor where it was.
func (s *Screen) show() {
	at := s.at
	s.draw()
	s.at = at
	s.table.SetCursor(at)
	s.tell()
	s.frame.Focus(s.table)
	s.frame.RefreshKeys()
	s.stand()
}

// stand says that the list is on the screen as it is.
func (s *Screen) stand() {
	s.stood++
	s.sight.Stands(s.stood)
}

// begin begins a drill, after asking where one is not finished. The second Enter of a double press, here or on the page before, begins
// and asks nothing.
func (s *Screen) begin() {
	if s.counter == nil || s.isResults || s.sight.Seen() != s.stood {
		return
	}
	if s.drill == nil || s.drill.Done == len(s.drill.Steps) {
		s.start()
		return
	}
	widgets.ShowConfirm(s.frame.Canvas(), s.text("drill.key.begin"), s.text("drill.again", s.drill.Done), s.text("drill.key.begin"), s.text("drill.key.back"), func(agreed bool) {
		if agreed {
			s.start()
		}
	})
}

func (s *Screen) start() {
	who, _ := s.counter.Actor()
	s.stood++ // nobody has seen what stands next
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return training.Begin(ctx, s.counter.Book, who)
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			s.stand()
			return
		}
		s.at = 0
		s.frame.Toast(s.text("drill.began"), widgets.ToneGood)
		s.deps.Begun()
		s.load()
	})
}
