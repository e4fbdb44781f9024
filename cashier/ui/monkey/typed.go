package monkey

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/widgets"
)

// How many digits every entry for figures takes, on a screen and in a dialog; more are a scan that hit the wrong field.
const (
	countDigits  = 5
	dialogDigits = 2
)

// shown returns every text that an ordinary text field may show after a run of digits is typed into the part that has the
// keyboard now; ok is false where it takes no run, or where nobody can say from outside what it will do with one.
func (w *World) shown(run string) (texts []string, ok bool) {
	switch entry := w.window.Canvas().Focused().(type) {
	case *widgets.KeyEntry:
		return shownInLine(entry, run)
	case *widgets.DigitEntry:
		text, most := entry.Text(), countDigits
		if w.hasDialog() {
			most = dialogDigits
		}
		isScan := slices.Contains(textsOf(entry), "…") // It keeps more digits than a sum has aside.
		if isScan || entry.Disabled() || w.isAtPIN() || len(text)+len(run) > most || slices.Contains([]byte(text), '.') {
			return nil, false
		}
		from, to := entry.Selection()
		return []string{text[:from] + run + text[to:]}, true
	}
	return nil, false
}

// shownInLine puts the run in at the cursor, in the place of what is selected.
func shownInLine(entry *widgets.KeyEntry, run string) (texts []string, ok bool) {
	text, most := []rune(entry.Text), entry.MaxRunes
	if most == 0 {
		most = 200
	}
	selected := entry.SelectedText()
	switch {
	case entry.Disabled() || entry.CursorColumn > len(text) || len(text)+len(run) > most:
		return nil, false
	case selected == entry.Text && selected != "":
		return []string{run}, true
	case selected != "": // From outside one cannot see at which end of it the cursor is.
		return nil, false
	}
	at := entry.CursorColumn
	return []string{string(text[:at]) + run + string(text[at:])}, true
}

// run types digits at the pace of a hand, and holds that they are shown as an ordinary text field would.
func (p *player) run(most int) bool {
	w := p.w
	w.Settle()
	if !p.goesOn() {
		return false
	}
	run := p.digits(most)
	want, ok := w.shown(run)
	begun := w.window.Canvas().Focused()
	for _, letter := range run {
		w.Do(Input{Gap: time.Duration(55+p.chance.IntN(345)) * time.Millisecond, Deed: press, Key: keyOf(letter)})
		w.Do(Input{Deed: character, Rune: letter})
		w.Do(Input{Gap: 30 * time.Millisecond, Deed: letGo, Key: keyOf(letter)})
	}
	if !ok || w.broken {
		return !w.broken
	}
	now := w.window.Canvas().Focused()
	got, _ := w.focusedText()
	switch {
	case now != begun:
		w.fault("typed", "the keyboard went elsewhere in the middle of a number on the "+w.place(), "typed "+run)
	case !slices.Contains(want, got):
		w.fault("typed", "what is shown on the "+w.place()+" is not what was typed", "typed "+run+", shown "+got, "expected one of", want[0])
	}
	return true
}

// typeAhead types the amount while the household is still opening, as a person does who knows the sum: it belongs to the
// household that was asked for.
func (p *player) typeAhead() {
	w := p.w
	w.Settle()
	if w.broken || !w.isHome() || w.isStopped() {
		return
	}
	w.Pace(fmt.Sprintf("%dms", 100+p.chance.IntN(900)))
	amount := "1" + p.digits(3)
	w.Type(human, rooms[0])
	w.Press(human, fyne.KeyReturn)
	w.Type(human, amount)
	w.Settle()
	if w.broken {
		return
	}
	if text, _ := w.focusedText(); text != amount {
		w.fault("typed", "an amount typed while the household opened is not shown", "typed "+amount+", shown "+text)
	}
}

// isAtAmount says whether the keyboard goes to an entry for figures.
func (w *World) isAtAmount() bool {
	_, ok := w.window.Canvas().Focused().(*widgets.DigitEntry)
	return ok
}

// isStopped says whether no money can be taken: then a household opens without an amount.
func (w *World) isStopped() bool {
	state, err := w.app.Counter().State(w.t.Context())
	return err != nil || state.Stopped != nil || state.Shift == nil || !state.Mine || state.PastCutoff
}
