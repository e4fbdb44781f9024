package widgets

import (
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/guard"
	"shouqi/devices/wedge"
)

// Later brings a function back to the UI thread after delay, unless stop is called before. Tests and pictures run it at once.
var Later = func(delay time.Duration, ui func()) (stop func()) {
	timer := time.AfterFunc(delay, func() { fyne.Do(func() { guard.Run(ui) }) })
	return func() { timer.Stop() }
}

// pick is a character that chooses something in a table, and may as well be the first of what a scanner types: until that can be told nothing
// is chosen, and what comes meanwhile waits behind it.
type pick struct {
	table *DataTable
	do    func()
	typed []rune // behind it
	stop  func()
}

// startPick keeps do until it is clear that a hand typed the character.
func (t *DataTable) startPick(do func()) {
	t.picking = &pick{table: t, do: do, stop: func() {}}
	t.picking.wait()
}

// wait waits for the next character, which of a scanner's comes within this time, even if it makes the window busy.
func (p *pick) wait() {
	p.stop()
	longest := wedge.UnderWay
	if len(p.typed) > 1 {
		longest = wedge.PauseMax
	}
	p.stop = Later(longest, func() {
		switch {
		case p.table.picking != p:
		case isScanning():
			p.wait()
		default:
			p.settle()
		}
	})
}

// add takes the next character; more than a code has are a scanner's, and are no loss.
func (p *pick) add(character rune) {
	Arrive(character)
	if len(p.typed) < wedge.MaxRunes {
		p.typed = append(p.typed, character)
	}
	p.wait()
}

// drop forgets the choice.
func (p *pick) drop() {
	p.stop()
	p.table.picking = nil
}

// settle chooses, and hands what was typed behind it to whatever has the keyboard then; a choice that so much follows at once is no hand's.
func (p *pick) settle() {
	p.drop()
	if arriving.decoder.Burst(Clock()) >= wedge.MinRunes {
		forgetArriving()
		scanned("")
		return
	}
	window := windowOf(p.table)
	if len(p.typed) > 0 {
		forgetArriving() // It arrives once more.
	}
	p.do()
	for _, character := range p.typed {
		TypeRune(window, character)
	}
}

// end takes the key behind the characters. Where it is not the end of a scan, the choice is made, and the key is for what has the keyboard then.
func (p *pick) end(event *fyne.KeyEvent) {
	KeyTyped(event)
	switch {
	case len(event.Name) == 1 || event.Name == fyne.KeySpace:
		return // It types a character, which comes next.
	case event.Name == fyne.KeyEscape:
		p.drop() // It gives up what is not chosen yet.
		forgetArriving()
		p.table.TypedKey(event)
		return
	case EndScan(event.Name):
		p.drop()
		return
	}
	window := windowOf(p.table)
	p.settle()
	TypeKey(window, event)
}
