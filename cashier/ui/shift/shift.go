package shift

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Changed is called after the shift changed: the status bar follows.
	Changed func()
	// Opened goes to the desk after a shift was opened.
	Opened func()
	// Closed ends the work of who closed: it goes back to the sign-in.
	Closed func()
	// Aside returns the rooms that a payment was begun for and not taken; nil for none.
	Aside func() []string
	// Receipts opens the list of receipts.
	Receipts func()
	// Export writes the workbook of a day and gives its path, off the UI thread.
	Export func(ctx context.Context, day calendar.Date) (path string, err error)
}

// stage is where the screen stands.
type stage uint8

const (
	loading   stage = iota
	opening         // count the float
	differing       // the float differs beyond the limit, or the day is far from the last: somebody answers for it
	opened          // the float differed: say so
	others          // somebody else's shift is open
	counting        // count blind
	checking        // a count was committed: whether it still stands is being read
	slipping        // the cash is counted: count the slips blind
	counted         // over or short shown, hand over
	finished        // the Z report
)

// facts are what was read of the book for the stage.
type facts struct {
	state    session.State
	person   string
	mayClose bool       // the shift is the person's own, or they may close for another
	left     till.Shift // the last closed shift
	hasLeft  bool
	far      calendar.Date // the last business day where today is far from it, "" otherwise
	overview shifts.Overview
	shift    till.Shift // after opening or counting
	slips    till.Slips // how far the slips are counted
	report   till.ZReport
	text     string
	// paper is what went wrong with the report's paper, "" for nothing.
	paper    string
	exported string
	// unsure are the receipts whose paper may be missing; hasPrinter is false where none is set up.
	unsure     []string
	hasPrinter bool
}

// Screen is the shift's.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	stage stage
	facts facts
	root  *fyne.Container
	form  *forms.Form
	grid  *grid
	hand  *hand
	slips slipGrid
	// answer is to a float that differs.
	answer *answer
	page   *container.Scroll
	shown  bool
	// reading numbers the reads and stages: what a read brings is dropped once a newer one, or another stage, came.
	reading int
	kept    keptPage
	resumed Kept

	message *forms.Message
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	screen := &Screen{frame: frame, counter: counter, deps: deps, grid: &grid{frame: frame}}
	screen.form = forms.New(frame, screen.submit)
	screen.form.Missing = func() { screen.message.Say(frame.Text("shift.slips.bad"), widgets.ToneLook) } // only slips have to be filled in
	screen.hand = &hand{screen: screen, answer: answer{screen: screen}}
	screen.answer = &answer{screen: screen}
	screen.slips.clear()
	return screen
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("shift.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// Shown implements shell.Screen: the shift is read again. A hand-over under way stays as it was left while its count stands.
func (s *Screen) Shown() {
	s.shown = true
	switch {
	case s.counter == nil || s.stage == opened || s.stage == finished:
		s.focus()
	case s.stage == counted || s.stage == slipping || s.stage == checking:
		s.recheck()
	default:
		s.load()
	}
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.shown = false }

func (s *Screen) load() { s.read(s.settle) }

// read reads the shift off the UI thread and hands it to settle, unless a newer read or another stage came in between.
func (s *Screen) read(settle func(read facts)) {
	var read facts
	s.reading++
	mine := s.reading
	s.frame.Run(s.frame.Text("shift.loading"), func(ctx context.Context, _ func(done, total int)) (err error) {
		read, err = readFacts(ctx, s.counter)
		return err
	}, func(err error) {
		switch {
		case mine != s.reading:
		case err != nil:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		default:
			settle(read)
		}
	})
}

// settle goes where the shift that was read stands.
func (s *Screen) settle(read facts) {
	s.facts = read
	switch {
	case s.settleKept(read):
	case read.state.Shift == nil:
		s.goTo(opening)
	case !read.mayClose:
		s.goTo(others)
	default:
		s.goTo(counting)
	}
}

func readFacts(ctx context.Context, counter *cashier.Counter) (read facts, err error) {
	if read.state, err = counter.State(ctx); err != nil {
		return read, err
	}
	if actor, signed := counter.Actor(); signed {
		read.person = actor.Name()
		// A supervisor counts and closes for a cashier who went home; the report names who did it.
		read.mayClose = read.state.Mine || actor.Role().May(staff.CloseOther)
	}
	if read.state.Shift != nil {
		if read.mayClose {
			err = read.readOverview(ctx, counter)
		}
		return read, err
	}
	err = counter.Book.Store.Read(ctx, func(tx *store.Tx) error {
		last, err := till.LastShift(tx, read.state.Policies.Counter)
		if err == nil && last != nil {
			read.left, read.hasLeft = *last, true
		}
		if err == nil {
			read.far, err = till.FarFrom(tx, read.state.BusinessOn)
		}
		return err
	})
	return read, err
}

// readOverview reads what stands beside the blind count, and which receipts may lack their paper.
func (f *facts) readOverview(ctx context.Context, counter *cashier.Counter) (err error) {
	if f.overview, err = counter.Shifts.Overview(ctx); err != nil {
		return err
	}
	if f.slips, err = counter.Shifts.Slips(ctx); err != nil {
		return err
	}
	setting, _ := counter.Printing.Printer()
	f.hasPrinter = setting != "" && setting != "none"
	jobs, err := counter.Printing.Spool.NotSurelyPrinted(ctx)
	for _, job := range jobs {
		if job.Kind == spool.Receipt {
			f.unsure = append(f.unsure, job.Subject)
		}
	}
	return err
}

// goTo changes the stage and draws it, with the focus where its work begins.
func (s *Screen) goTo(next stage) {
	s.stage = next
	s.reading++
	if s.root == nil {
		return
	}
	s.draw()
	if s.shown {
		s.frame.RefreshKeys()
		s.focus()
	}
}

func (s *Screen) draw() {
	s.form.SetInputs()
	s.page = nil
	var content fyne.CanvasObject
	switch s.stage {
	case loading, checking:
		content = container.NewStack()
	case opening, opened:
		content = s.drawOpening()
	case differing:
		content = s.drawDiffering()
	case others:
		content = s.drawOthers()
	case counting:
		content = s.drawCounting()
	case slipping:
		content = s.drawSlips()
	case counted:
		content = s.drawCounted()
	case finished:
		content = s.drawFinished()
	}
	s.root.Objects = []fyne.CanvasObject{content}
	s.root.Refresh()
}

func (s *Screen) focus() {
	if len(s.form.Inputs) > 0 {
		s.form.First()
		return
	}
	s.frame.Canvas().Unfocus()
}

// submit is Enter at the end of a stage.
func (s *Screen) submit() {
	switch s.stage {
	case opening:
		s.open()
	case differing:
		s.openAnswered()
	case opened:
		s.toDesk()
	case counting:
		s.commit()
	case slipping:
		s.commitSlips()
	case counted:
		s.hand.submit()
	case finished, others:
		s.deps.Closed()
	}
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	text := s.frame.Text
	enter := func(label string) shell.Key { return shell.Key{Name: fyne.KeyReturn, Label: label, Do: s.form.Enter} }
	arrows := []shell.Key{
		{Name: fyne.KeyUp, Label: text("shift.keys.piece"), Cap: "↑↓", Do: s.form.Previous},
		{Name: fyne.KeyDown, Label: text("shift.keys.piece"), Do: s.form.Next, Quiet: true},
	}
	digits := shell.Key{Name: fyne.Key0, Label: text("shift.keys.digits"), Cap: "0–9"}
	switch s.stage {
	case opening:
		return append(arrows, digits, enter(text("shift.keys.next")), s.cashKey())
	case differing:
		return s.differingKeys()
	case opened:
		return []shell.Key{enter(text("shift.open.desk"))}
	case others:
		return []shell.Key{{Name: fyne.KeyReturn, Label: text("shift.other.lock"), Do: s.form.Enter}, s.cashKey()}
	case counting:
		keys := append(arrows, digits, enter(text("shift.keys.next")),
			shell.Key{Name: fyne.KeyF7, Label: text("shift.move"), Do: s.moveCash},
			shell.Key{Name: fyne.KeyF8, Label: text("shift.drawer"), Do: s.openDrawer}, s.cashKey())
		if !s.grid.isEmpty() { // An empty count has nothing to begin again: Esc leaves.
			keys = append(keys, shell.Key{Name: fyne.KeyEscape, Label: text("shift.again"), Do: s.again})
		}
		return keys
	case slipping:
		return s.slippingKeys()
	case counted:
		return s.hand.keys()
	case finished:
		keys := []shell.Key{enter(text("shift.done.finish")),
			{Name: fyne.KeyF6, Label: text("shift.done.export"), Do: s.export},
			{Name: fyne.KeyF7, Label: text("shift.done.reprint"), Do: s.reprint},
			{Name: fyne.KeyDown, Cap: "↑↓", Label: text("ui.scroll"), Do: func() { s.scroll(1) }},
			{Name: fyne.KeyUp, Label: text("ui.scroll"), Do: func() { s.scroll(-1) }, Quiet: true}}
		if s.deps.Export == nil {
			keys = append(keys[:1], keys[2:]...)
		}
		return keys
	}
	return nil
}

// again empties the count, to begin from the first denomination.
func (s *Screen) again() {
	s.grid.clear()
	s.goTo(counting)
}
