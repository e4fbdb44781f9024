package refunds

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/refunding"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// ToApprovals shows what waits for a second person's approval.
	ToApprovals func()
	// Changed is called after money or a balance of a household changed.
	Changed func()
}

// Screen lists the refunds that wait and the deposits that are there.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	standing refunding.Standing
	root     *fyne.Container
	refunds  *widgets.DataTable
	deposits *widgets.DataTable
	at       int // the refund at the cursor
	atHeld   int // the deposit at the cursor
	// stale says that what is shown is of before the last deed: until it is read anew, an Enter more must not act on it.
	stale bool
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps}
}

func (s *Screen) text(key string, args ...any) string {
	return forms.HalfYen(s.frame.Text(key, args...))
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("nav.refunds") }

// heldWidth is the width of the table of deposits, in points at scale 1.
const heldWidth float32 = 480

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// draw makes both tables anew over what stands.
func (s *Screen) draw() {
	s.refunds = widgets.NewDataTable([]widgets.Column{{Title: s.text("refunds.number"), Width: 84}, {Title: s.text("refunds.room"), Width: 96},
		{Title: s.text("refunds.fen"), Width: 104, Align: fyne.TextAlignTrailing}, {Title: s.text("refunds.way"), Width: 60},
		{Title: s.text("refunds.due"), Width: 104}, {Title: s.text("refunds.state")}}, func() int { return len(s.standing.Refunds) }, s.refundCell)
	s.refunds.Empty = widgets.EmptyState(s.text("refunds.none"), s.text("refunds.none.advice"), nil)
	s.refunds.OnCursor = func(row int) { s.at = row; s.frame.RefreshKeys() }
	s.refunds.OnOpen = func(int) { s.act() }
	s.deposits = widgets.NewDataTable([]widgets.Column{{Title: s.text("refunds.room"), Width: 92}, {Title: s.text("refunds.deposit")},
		{Title: s.text("refunds.held"), Width: 104, Align: fyne.TextAlignTrailing}, {Title: s.text("refunds.standing"), Width: 76}}, func() int { return len(s.standing.Deposits) }, s.depositCell)
	s.deposits.Empty = widgets.EmptyState(s.text("refunds.no_deposits"), "", nil)
	s.deposits.OnCursor = func(row int) { s.atHeld = row }
	s.deposits.OnOpen = func(int) { s.actOnDeposit() }
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(s.text("refunds.list"), look.LeadSize(), look.Ink()), s.dueWords()))
	held := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(s.text("refunds.deposits"), look.LeadSize(), look.Ink()),
		look.BoldText(s.text("refunds.sum", s.standing.HeldFen.Yuan()), look.BodySize(), look.Ink())))
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, s.refunds)),
		widgets.BareCard(widgets.Edges(held, nil, s.deposits)), heldWidth)}
	s.root.Refresh()
}

func (s *Screen) refundCell(row, column int) widgets.Cell {
	refund := s.standing.Refunds[row]
	switch column {
	case 0:
		return widgets.Cell{Text: refund.Number, Ink: look.Ink2(), Small: true}
	case 1:
		return widgets.Cell{Text: refund.Room, Bold: true}
	case 2:
		return widgets.Cell{Text: refund.Fen.Grouped(), Bold: true}
	case 3:
		return widgets.Cell{Text: s.text("desk.tender." + string(refund.Way)), Small: true}
	case 4:
		switch refund.Due {
		case till.Overdue:
			return widgets.Cell{Text: string(refund.DueOn), Ink: look.Vermilion(), Bold: true}
		case till.DueSoon:
			return widgets.Cell{Text: string(refund.DueOn), Ink: look.Amber(), Bold: true}
		}
		return widgets.Cell{Text: string(refund.DueOn)}
	}
	if refund.State == till.RefundApproved {
		return widgets.Cell{Text: s.text("refunds.state.approved", refund.DecidedBy), Ink: look.Jade()}
	}
	return widgets.Cell{Text: s.text("refunds.state.asked", refund.AskedBy), Ink: look.Amber()}
}

func (s *Screen) depositCell(row, column int) widgets.Cell {
	deposit := s.standing.Deposits[row]
	switch column {
	case 0:
		return widgets.Cell{Text: deposit.Place, Bold: true}
	case 1:
		return widgets.Cell{Text: deposit.Item}
	case 2:
		return widgets.Cell{Text: deposit.HeldFen().Grouped(), Bold: true}
	}
	return s.heldCell(deposit)
}

// heldCell says what holds a deposit: that it is frozen, or what its inspection found.
func (s *Screen) heldCell(deposit refunding.Deposit) widgets.Cell {
	switch {
	case deposit.Frozen:
		return widgets.Cell{Text: s.text("refunds.frozen"), Ink: look.Vermilion(), Small: true}
	case deposit.Inspection == till.Passed:
		return widgets.Cell{Text: s.text("refunds.found.passed"), Ink: look.Jade(), Small: true}
	case deposit.WantsInspection || deposit.Inspection == till.Failed:
		return widgets.Cell{Text: s.text("refunds.found." + string(deposit.Inspection)), Ink: look.Amber(), Small: true}
	}
	return widgets.Cell{}
}

// dueWords say how many refunds are overdue and how many are due soon; nothing where none is.
func (s *Screen) dueWords() fyne.CanvasObject {
	var parts []string
	ink := look.Amber()
	if s.standing.Overdue > 0 {
		parts, ink = append(parts, s.text("refunds.overdue", s.standing.Overdue)), look.Vermilion()
	}
	if s.standing.Soon > 0 {
		parts = append(parts, s.text("refunds.soon", till.RefundSoonDays, s.standing.Soon))
	}
	return look.BoldText(strings.Join(parts, "，"), look.BodySize(), ink)
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("refunds.key.choose")},
		{Name: fyne.KeyLeft, Cap: "←→", Label: s.text("refunds.key.other"), Do: s.toRefunds}, {Name: fyne.KeyRight, Label: s.text("refunds.key.other"), Do: s.toDeposits, Quiet: true},
		{Name: fyne.KeyF4, Label: s.text("refunds.ask"), Do: func() { s.askRoom() }}, {Name: fyne.KeyF6, Label: s.text("approvals.title"), Do: s.deps.ToApprovals}}
	if s.isAtDeposits() {
		return append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("refunds.key.deposit"), Do: s.actOnDeposit})
	}
	if _, ok := s.chosen(); ok {
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text("refunds.key.act"), Do: s.act})
	}
	return keys
}

func (s *Screen) isAtDeposits() bool {
	return s.deposits != nil && s.frame.Canvas().Focused() == fyne.Focusable(s.deposits)
}

func (s *Screen) toRefunds() { s.focus(s.refunds) }

func (s *Screen) toDeposits() { s.focus(s.deposits) }

func (s *Screen) focus(table *widgets.DataTable) {
	s.frame.Focus(table)
	s.frame.RefreshKeys()
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.frame.Focus(s.refunds)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}

// load reads what waits anew.
func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	var standing refunding.Standing
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		standing, err = s.counter.Refunding.Standing(ctx)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.show(standing)
	})
}

// show puts what waits on the screen; the keyboard stays at its table.
func (s *Screen) show(standing refunding.Standing) {
	isAtDeposits := s.isAtDeposits()
	s.standing, s.stale = standing, false
	s.draw()
	s.at, s.atHeld = min(max(s.at, 0), len(standing.Refunds)-1), min(max(s.atHeld, 0), len(standing.Deposits)-1)
	s.refunds.SetCursor(s.at)
	s.deposits.SetCursor(s.atHeld)
	if isAtDeposits {
		s.focus(s.deposits)
		return
	}
	s.focus(s.refunds)
}

// chosen returns the refund at the cursor.
func (s *Screen) chosen() (refunding.Refund, bool) {
	if s.stale || s.at < 0 || s.at >= len(s.standing.Refunds) {
		return refunding.Refund{}, false
	}
	return s.standing.Refunds[s.at], true
}
