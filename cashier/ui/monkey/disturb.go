package monkey

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
)

// disturb does what nobody planned.
func (p *player) disturb() {
	p.choose([]act{
		{5, p.anyKey}, {3, func() { p.key(fyne.KeyEscape) }}, {4, p.tap}, {1, p.doubleTap},
		{2, func() { p.hold(fyne.KeyReturn) }}, {1, func() { p.hold(p.anyName()) }}, {2, p.scan},
		{1, func() { p.chord(fyne.KeyL) }}, {1, func() { p.key(fyne.KeyF1) }}, {2, p.leave},
		{2, p.anyRunes}, {1, p.editingChord}, {1, func() { p.key(fyne.KeyTab) }}, {1, p.resize}, {1, p.printerFault},
		{2, func() { p.key(fyne.KeyReturn, fyne.KeyReturn) }}, {1, p.probe},
		{1, func() {
			if p.one(8) {
				p.wait(11 * time.Minute) // The counter locks itself.
			}
		}},
	})
}

// keyNames are the keys of a keyboard that are no characters, and some that are.
var keyNames = []fyne.KeyName{
	fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape, fyne.KeyTab, fyne.KeySpace, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyInsert,
	fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
	fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10,
	fyne.KeyF11, fyne.KeyF12, "", "CapsLock",
}

func (p *player) anyName() fyne.KeyName { return keyNames[p.chance.IntN(len(keyNames))] }

func (p *player) anyKey() { p.key(p.anyName()) }

// anyRunes types characters that no field asks for, an input method's among them.
func (p *player) anyRunes() {
	letters := []rune("zjgABx.,-+*/ ０１。张龑𠮷½é\t")
	for range 1 + p.chance.IntN(4) {
		letter := letters[p.chance.IntN(len(letters))]
		if !p.goesOn() {
			return
		}
		p.stroke(keyOf(letter), 0, letter)
	}
}

// editingChord copies, cuts, pastes and undoes; a PIN cannot be copied.
func (p *player) editingChord() {
	names := []fyne.KeyName{fyne.KeyA, fyne.KeyC, fyne.KeyX, fyne.KeyV, fyne.KeyZ, fyne.KeyY, fyne.KeyLeft, fyne.KeyBackspace}
	p.chord(names[p.chance.IntN(len(names))])
}

// tap taps something that can be tapped, or any place at all.
func (p *player) tap() {
	at, ok := p.target()
	if ok && p.goesOn() {
		p.w.Tap(p.gap(), at)
	}
}

func (p *player) doubleTap() {
	if at, ok := p.target(); ok && p.goesOn() {
		p.w.Tap(p.gap(), at)
		p.w.Tap(30*time.Millisecond, at)
	}
}

func (p *player) target() (fyne.Position, bool) {
	if p.one(6) {
		size := p.w.window.Canvas().Size()
		return fyne.NewPos(p.chance.Float32()*size.Width, p.chance.Float32()*size.Height), true
	}
	places := p.w.tappables()
	if len(places) == 0 {
		return fyne.Position{}, false
	}
	return places[p.chance.IntN(len(places))], true
}

// scan is a scanner's burst, at whatever has the keyboard: a payment code, or our own code on a receipt.
func (p *player) scan() {
	code := "13" + fmt.Sprintf("%016d", p.chance.Int64N(1e15))
	if p.one(2) {
		code = fmt.Sprintf("SHOUQI1 01-2026-%06d CNY 1.00", 1+p.chance.IntN(4))
	}
	for _, letter := range code {
		if letter == '7' {
			letter = '8'
		}
		if p.w.broken {
			return
		}
		p.w.Do(Input{Gap: time.Duration(p.chance.IntN(3)) * time.Millisecond, Deed: press, Key: keyOf(letter)})
		p.w.Do(Input{Deed: character, Rune: letter})
		p.w.Do(Input{Deed: letGo, Key: keyOf(letter)})
	}
	p.w.Press(time.Millisecond, fyne.KeyReturn)
}

// resize makes the window smaller or larger, down to where it shows nothing, and now and then asks for another text scale.
func (p *player) resize() {
	width, height := 800+p.chance.IntN(1121), 600+p.chance.IntN(481)
	word := ""
	if p.one(3) {
		word = []string{"1", "1.25", "1.5"}[p.chance.IntN(3)]
	}
	p.w.Do(Input{Gap: p.gap(), Deed: resize, At: fyne.NewPos(float32(width), float32(height)), Word: word})
}

// printerFault makes the printer ill, or well again: mostly well. Of its faults those that answer at once: what crosses
// the network takes real time.
func (p *player) printerFault() {
	faults := []string{"", "", "", "paper-out", "cover-open", "away", "near-end"}
	p.w.Do(Input{Gap: p.gap(), Deed: printer, Word: faults[p.chance.IntN(len(faults))]})
}

// probe holds that the keyboard is not lost: with nothing focused, a digit on the desk or at the receipts begins a search.
func (p *player) probe() {
	w := p.w
	w.Settle()
	place := w.place()
	if w.broken || w.hasDialog() || w.isCovered() || w.window.Canvas().Focused() != nil || (place != "desk" && place != "receipts") {
		return
	}
	p.stroke(fyne.Key5, 0, '5')
	if text, ok := w.focusedText(); !w.broken && (!ok || text == "") {
		w.fault("focus", "a digit typed with nothing focused is lost on the "+place)
	}
}
