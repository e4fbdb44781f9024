package desk

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
)

// Screen is the desk. Make it with New and call it from the UI thread.
type Screen struct {
	frame *shell.Shell
	flows flows
	deps  Deps

	state     cashier.State
	stateRead bool

	// What is looked for, and found.
	query string
	found estate.Found

	// The household open and the payment being made for it; tender is nil when none is open.
	tender   *cashier.Tender
	unmasked map[string]estate.Profile
	typed    string // the tendered amount as typed
	quote    cashier.Quote
	guards   []cashier.Guard // those that keep the money from being taken until passed
	problem  string          // the last refusal, as a sentence
	taking   bool

	// taken is the payment just made, shown until the next household is opened.
	taken *takenView
	// asked and stateAsked number the readings of households and of the state, so that a late answer to an old question is
	// dropped.
	asked, stateAsked int
	// left says that the desk was locked while money was on its way.
	left bool

	root      *fyne.Container
	middle    *fyne.Container
	search    *widgets.KeyEntry
	searchBox fyne.CanvasObject
	results   *widgets.DataTable
	bills     *widgets.DataTable
	rows      []billRow
	why       *whyView
	amount    *widgets.DigitEntry
	reference *widgets.KeyEntry
	money     *moneyPanel
}

// New makes the desk on a shell and an open counter.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return newScreen(frame, counter, deps)
}

func newScreen(frame *shell.Shell, flows flows, deps Deps) *Screen {
	if deps.Lang == "" {
		deps.Lang = assets.Chinese
	}
	return &Screen{frame: frame, flows: flows, deps: deps, unmasked: map[string]estate.Profile{}}
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("nav.desk") }

// Content implements shell.Screen. The entries are made once a content and only move between its states.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.makeSearch()
	s.makeBills()
	s.makeEntries()
	s.draw()
	return s.root
}

// Shown implements shell.Screen: the work begins at the search, or goes on where it was left.
func (s *Screen) Shown() {
	s.frame.SetOnRune(s.strayRune)
	s.readState()
	s.focus()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.frame.SetOnRune(nil) }

// Refresh reads the state and the open household anew, keeping what was typed: after a register was taken in, a bill
// written, or somebody else signed in.
func (s *Screen) Refresh() {
	s.readState()
	if s.tender != nil && !s.taking {
		s.reload("")
	}
}

// Leave forgets the household and the payment shown, for when the desk is locked.
func (s *Screen) Leave() {
	if s.root == nil {
		return
	}
	if s.taking {
		s.left = true // take leaves when the till has answered.
		return
	}
	s.close()
	s.taken = nil
	s.redraw()
}

// halfYen takes the half-width sign: the full-width one leaves a hole before figures on a screen.
var halfYen = strings.NewReplacer("￥", "¥")

func (s *Screen) text(key string, args ...any) string {
	return halfYen.Replace(s.frame.Text(key, args...))
}

func (s *Screen) explain(err error) string {
	if errors.Is(err, shell.ErrBusy) {
		return s.text("ui.busy")
	}
	return halfYen.Replace(cashier.Explain(err, s.deps.Lang))
}

// readState reads the counter's state in the background and shows it. At the start it also asks what became of the last
// payment's paper.
func (s *Screen) readState() {
	s.stateAsked++
	asked := s.stateAsked
	var state cashier.State
	var printed cashier.Printed
	var last cashier.Household
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		if state, err = s.flows.State(ctx); err != nil || state.Last == nil {
			return err
		}
		number := state.Last.Number
		if number == "" {
			number = state.Last.Of
		}
		if printed, err = s.flows.Printed(ctx, number); err != nil {
			return err
		}
		last, err = s.flows.HouseholdOn(ctx, state.Last.Object, "")
		return err
	}, func(err error) {
		if asked != s.stateAsked {
			return
		}
		if err != nil {
			s.problem = s.explain(err)
			s.redraw()
			return
		}
		s.state, s.stateRead = state, true
		if s.tender == nil {
			s.problem = ""
		}
		s.takeState(printed, last.Room.Code)
		if s.deps.StateRead != nil {
			s.deps.StateRead(state)
		}
		s.requote()
		s.redraw()
	})
}

// PaperChanged reads again what became of the paper of the payment shown; call it when the spool says that a job went on.
func (s *Screen) PaperChanged() {
	switch {
	case s.taken != nil:
		s.readPaper(s.taken)
	case s.tender == nil:
		s.readState()
	}
}

// stopped says why no money can be taken now, with the words of the key that helps ("" for none); "", "" when it can.
func (s *Screen) stopped() (sentence, way string) {
	switch {
	case !s.stateRead:
		return "", ""
	case s.state.Stopped != nil:
		return s.explain(s.state.Stopped), ""
	case s.state.Shift == nil:
		return s.text("desk.stop.no_shift"), s.text("desk.stop.open")
	case !s.state.Mine:
		return s.text("desk.stop.not_mine", s.state.Cashier), s.text("desk.stop.to_shift")
	case s.state.PastCutoff:
		return s.text("desk.stop.past_cutoff", string(s.state.Shift.BusinessOn)), s.text("desk.stop.close")
	}
	return "", ""
}

// mayTake says whether Enter would take money now: never while the results of a search lie over the bills.
func (s *Screen) mayTake() bool {
	sentence, _ := s.stopped()
	return s.stateRead && sentence == "" && s.tender != nil && !s.taking && s.query == ""
}

// close forgets the household, and all that was typed for it.
func (s *Screen) close() {
	s.tender, s.typed, s.guards, s.problem, s.rows = nil, "", nil, "", nil
	s.unmasked = map[string]estate.Profile{}
	s.asked++
	s.setQuery("")
	s.amount.SetText("")
	s.reference.SetText("")
}

// requote works the payment out again after anything about it changed; a guard passed for other figures is due again.
func (s *Screen) requote() {
	if s.tender == nil || s.taking { // A payment on its way is not touched.
		return
	}
	s.guards = nil
	s.tender.Overridden = nil
	s.tender.Given.TenderedFen = cashier.Exact
	if s.typed != "" && s.isCash() {
		fen, err := parseTyped(s.typed)
		if err != nil {
			s.problem = s.explain(err)
			return
		}
		s.tender.Given.TenderedFen = fen
	}
	quote, err := s.tender.Household.Quote(s.tender.Selection, s.tender.Given, s.state.Policies.RoundingMaxFen)
	if s.quote = quote; err != nil { // The figures are those of the selection, also when it cannot be paid like this.
		s.problem = s.explain(err)
	}
}
