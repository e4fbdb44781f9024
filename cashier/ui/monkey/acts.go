package monkey

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
)

// signInActs are what people do at the sign-in.
func (p *player) signInActs() []act {
	signIn := func(who person, pin string) func() {
		return func() {
			if p.w.isAtPIN() && !p.key(fyne.KeyUp) {
				return
			}
			_ = p.text(who.code) && p.enter() && p.pin(pin) && p.enter() && p.settled()
		}
	}
	return []act{
		{10, signIn(cashier101, cashier101.pin)}, {5, signIn(cashier102, cashier102.pin)}, {2, signIn(supervisor, supervisor.pin)},
		{1, func() {
			if p.one(3) {
				signIn(cashier101, wrongPIN)()
			}
		}},
		{1, func() { _ = p.key(fyne.KeyF6) && p.settled() && p.key(fyne.KeyEscape) }},
		{1, func() { p.chord(fyne.KeyQ) }},
	}
}

func (p *player) settled() bool {
	if !p.isMachine {
		p.w.Settle()
	}
	return !p.w.broken
}

// deskActs are what a cashier does at the desk.
func (p *player) deskActs() []act {
	exact := func() { _ = p.open() && p.enter() && p.settled() }
	return []act{
		{8, exact},
		{6, func() { _ = p.open() && p.amount() && p.enter() && p.settled() }},
		{5, p.typeAhead},
		{3, func() {
			_ = p.open() && p.key(fyne.KeyF8) && p.run(6) && p.enter() && p.text(fmt.Sprint(1+p.chance.IntN(3))) && p.enter() && p.settled()
		}},
		{3, func() { _ = p.open() && p.key(fyne.KeyF6) && p.settled() && p.enter() && p.settled() }},
		{3, func() {
			_ = p.open() && p.key(fyne.KeyF11) && p.settled() && p.text(fmt.Sprint(1+p.chance.IntN(8))) && p.settled()
		}},
		{3, func() { _ = p.open() && p.key(fyne.KeyF4) && p.run(4) && p.enter() && p.enter() && p.settled() }},
		{2, func() {
			_ = p.open() && p.chord(fyne.KeyT) && p.chord(fyne.KeyT) && p.settled() && p.run(1) && p.enter() && p.settled()
		}},
		{2, func() { _ = p.key(fyne.KeyF12) && p.settled() }},
		{2, func() { _ = p.key(fyne.KeySpace, fyne.KeyDown, fyne.KeySpace) }},
		{2, func() { _ = p.key(fyne.KeyF2) && p.run(5) }},
		{2, func() { _ = p.key(fyne.KeyF5) && p.settled() }},
		{2, func() { _ = p.text(p.room()[:3]) && p.key(fyne.KeyDown, fyne.KeyDown) && p.enter() && p.settled() }},
		{1, func() { _ = p.key(fyne.KeyF9) && p.settled() }},
		{2, p.lookBack},
		{3, p.voidBlindly}, {4, p.leave},
	}
}

// lookBack looks at all that happened to a household, and goes on from there or back to the payment.
func (p *player) lookBack() {
	_ = p.open() && p.chord(fyne.KeyH) && p.text(fmt.Sprint(p.chance.IntN(10))) && p.key(fyne.KeyLeft, fyne.KeyDown) && p.enter() && p.settled() &&
		p.key(fyne.KeyEscape) && p.settled()
}

// voidBlindly voids the one receipt of the book straight from the desk, without a look in between, as a person does who
// knows the way: nothing of it, and no PIN above all, may land elsewhere because the list was still being read.
func (p *player) voidBlindly() {
	w := p.w
	w.Settle()
	if w.broken || w.hasBeenAtReceipts || !w.hasOnePrintedReceipt() || !p.key(fyne.KeyF3, fyne.KeyF6) {
		return
	}
	w.blindVoid(p.gap())
	w.Settle()
}

// open opens a household, and most times reads what is due.
func (p *player) open() bool {
	if !p.w.isHome() && !p.key(fyne.KeyEscape) || !p.key(fyne.KeyF2) {
		return false
	}
	if !p.text(p.room()) || !p.enter() {
		return false
	}
	if p.one(4) {
		return true
	}
	p.w.Settle()
	if !p.one(5) {
		p.wait(time.Duration(300+p.chance.IntN(900)) * time.Millisecond)
	}
	return p.goesOn()
}

// amount types what the owner hands over: a round sum, or some digits.
func (p *player) amount() bool {
	sums := []string{"500", "1000", "1100", "1300", "2000", "0", "300.5"}
	if p.one(3) {
		return p.run(5)
	}
	return p.text(sums[p.chance.IntN(len(sums))])
}

// receiptActs are what people do at the receipts.
func (p *player) receiptActs() []act {
	return []act{
		{10, func() {
			_ = p.settled() && p.key(fyne.KeyF6) && p.settled() && p.w.hasDialog() && p.text("1") && p.enter() && p.enter() && p.text("1") &&
				p.enter() && p.text(supervisor.code) && p.enter() && p.pin(supervisor.pin) && p.enter() && p.settled()
		}},
		{3, func() { _ = p.key(fyne.KeyF5) && p.settled() }},
		{2, func() { _ = p.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp) }},
		{2, func() { _ = p.run(3) && p.enter() && p.settled() }},
		{1, func() { _ = p.key(fyne.KeyF7) && p.settled() }},
		{1, func() { _ = p.key(fyne.KeyF8) && p.text("1") && p.settled() }},
		{6, p.leave},
	}
}

// leave goes to another screen.
func (p *player) leave() {
	switch p.chance.IntN(5) {
	case 0, 1:
		p.key(fyne.KeyF2)
	case 2:
		p.key(fyne.KeyF3)
	case 3:
		p.chord(fyne.Key3)
	default:
		p.chord(fyne.KeyName(rune('1' + p.chance.IntN(9))))
	}
	if !p.one(3) {
		p.settled()
	}
}

// inDialog answers a dialog, fills it in, or puts it away.
func (p *player) inDialog() {
	p.choose([]act{
		{4, func() { p.enter() }}, {4, func() { p.key(fyne.KeyEscape) }},
		{3, func() { p.text(fmt.Sprint(1 + p.chance.IntN(9))) }},
		{5, p.fill}, {1, func() { p.key(fyne.KeyTab) }}, {1, func() { p.key(fyne.KeyDown, fyne.KeyReturn) }},
	})
	p.settled()
}

// fill fills a dialog's entries in, each with what it asks for as far as one can see.
func (p *player) fill() {
	for range 6 {
		typed := false
		switch {
		case p.w.isAtPIN():
			typed = p.text(supervisor.pin)
		case p.one(2):
			typed = p.text(supervisor.code)
		default:
			typed = p.run(3)
		}
		if !typed || !p.enter() || !p.w.hasDialog() {
			return
		}
	}
}
