package desk

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
)

// Screen is the desk. Make it with New and call it from the UI thread.
type Screen struct {
	frame *shell.Shell
	flows flows
	deps  Deps

	// checkout says what may be shown and done; view is the newest of its Views, and sight which of them a person has seen.
	checkout *checkout.Checkout
	view     checkout.View
	sight    *widgets.Sight

	// unmasked are the people of the draft whose whole phones are shown.
	unmasked map[string]estate.Profile
	// agreeing is the code of the second person whose word the book is being asked with, "" for nobody.
	agreeing string

	root      *fyne.Container
	middle    *fyne.Container
	search    *widgets.KeyEntry
	searchBox fyne.CanvasObject
	results   *widgets.DataTable
	owed      owed
	bills     *widgets.DataTable
	rows      []billRow
	why       *whyView
	amount    *widgets.DigitEntry
	reference *widgets.KeyEntry
	payerCode *widgets.DigitEntry
	money     *moneyPanel
	collect   *collectPanel
}

// New makes the desk on a shell and an open counter.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return newScreen(frame, roomsOf(counter), deps)
}

func newScreen(frame *shell.Shell, flows flows, deps Deps) *Screen {
	if deps.Lang == "" {
		deps.Lang = assets.Chinese
	}
	find := func(text string, limit int) estate.Found { return flows.Find(text, limit) }
	return &Screen{frame: frame, flows: flows, deps: deps, unmasked: map[string]estate.Profile{},
		checkout: checkout.New(find), sight: widgets.NewSight(), view: checkout.View{Stop: checkout.Unread}}
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
	s.sight.Stands(s.view.Stood)
	s.send(checkout.Refresh{})
	s.focus()
	s.search.SelectAll() // An old search is typed over.
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {
	s.frame.SetOnRune(nil)
	s.frame.Drop()
	s.sight.Away()
}

// Refresh reads the state and the open household anew, keeping what was typed: after a register was taken in, a bill
// written, or somebody else signed in.
func (s *Screen) Refresh() { s.send(checkout.Refresh{}) }

// Leave forgets the household and the payment shown, for when the desk is locked.
func (s *Screen) Leave() {
	s.frame.Drop()
	s.send(checkout.Leave{})
}

// Keep returns what is being paid, for Resume when the same person comes back after a lock; call it before Leave.
func (s *Screen) Keep() checkout.Kept { return s.checkout.Keep() }

// Resume brings back what was kept when its person locked the desk; call it with the desk on the screen, or not yet shown.
func (s *Screen) Resume(kept checkout.Kept) {
	if !kept.IsNone() {
		s.send(checkout.Resume{Kept: kept})
	}
}

// PaperChanged reads again what became of the paper of the payment shown; call it when the spool says that a job went on.
func (s *Screen) PaperChanged() { s.send(checkout.PaperChanged{}) }

// OrderChanged reads again how the orders at the channels stand that the desk knows of; call it when the follower says that one went on.
func (s *Screen) OrderChanged(no string) { s.send(checkout.OrderChanged{No: no}) }

// Collects says whether an order is that of the household on the desk.
func (s *Screen) Collects(no string) bool {
	return s.view.Draft != nil && s.view.Draft.AtChannel != nil && s.view.Draft.AtChannel.Order.No == no
}

// View returns what the desk shows.
func (s *Screen) View() checkout.View { return s.view }

// halfYen takes the half-width sign: the full-width one leaves a hole before figures on a screen.
var halfYen = strings.NewReplacer("￥", "¥")

func (s *Screen) text(key string, args ...any) string {
	return halfYen.Replace(s.frame.Text(key, args...))
}

// sayLaw is what rules of the law have to say, a line each.
func (s *Screen) sayLaw(said law.Findings) string {
	return halfYen.Replace(words.Findings(said, s.deps.Lang))
}

func (s *Screen) explain(err error) string {
	if errors.Is(err, shell.ErrBusy) {
		return s.text("ui.busy")
	}
	return halfYen.Replace(words.Explain(err, s.deps.Lang))
}

// problem says the newest refusal as a sentence, "" for none.
func (s *Screen) problem() string {
	problem := s.view.Problem
	if problem.Key != "" {
		return s.text(problem.Key, problem.Args...)
	}
	return s.explain(problem.Err)
}

// problemNotice shows it: calm where a person asked for it, and in the colour of what went wrong everywhere else.
func (s *Screen) problemNotice(width float32) fyne.CanvasObject {
	tone := widgets.ToneOwed
	if s.view.Problem.Calm {
		tone = widgets.ToneCalm
	}
	return widgets.Notice(s.problem(), tone, width)
}

// stopped says why no money can be taken now, with the words of the key that helps ("" for none); "", "" when it can.
func (s *Screen) stopped() (sentence, way string) {
	state := s.view.State
	switch s.view.Stop {
	case checkout.Latched:
		return s.explain(state.Stopped), ""
	case checkout.NoShift:
		return s.text("desk.stop.no_shift"), s.text("desk.stop.open")
	case checkout.NotMine:
		return s.text("desk.stop.not_mine", state.Cashier), s.text("desk.stop.to_shift")
	case checkout.PastCutoff:
		if state.Shift.BusinessOn > state.BusinessOn {
			return s.text("desk.stop.ahead", string(state.Shift.BusinessOn), string(state.BusinessOn)), s.text("desk.stop.close")
		}
		return s.text("desk.stop.past_cutoff", string(state.Shift.BusinessOn)), s.text("desk.stop.close")
	}
	return "", ""
}
