package monkey

import (
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"
)

// player is the monkey at the keys. What it wants it does step by step, and now and then does something else in between.
type player struct {
	w      *World
	chance *rand.Rand
	// isMachine makes it type faster than any hand.
	isMachine bool
	// held is a key that goes up only after the next one went down, as fast fingers do.
	held fyne.KeyName
	// inside keeps what comes in between from being interrupted itself.
	inside bool
}

func newPlayer(w *World) *player {
	return &player{w: w, chance: rand.New(rand.NewPCG(w.seed, 0xB0A7))}
}

// one says yes once in so many times.
func (p *player) one(in int) bool { return p.chance.IntN(in) == 0 }

// gap is the time from one key to the next.
func (p *player) gap() time.Duration {
	if p.isMachine {
		return time.Duration(p.chance.IntN(5)) * time.Millisecond
	}
	return time.Duration(55+p.chance.IntN(345)) * time.Millisecond
}

// goesOn says whether the player goes on with what it wanted. At times something comes in between.
func (p *player) goesOn() bool {
	if p.w.broken {
		return false
	}
	if !p.inside && p.one(60) {
		p.inside = true
		p.disturb()
		p.inside = false
		return false
	}
	return true
}

// key presses keys one after the other.
func (p *player) key(names ...fyne.KeyName) bool {
	for _, name := range names {
		if !p.goesOn() {
			return false
		}
		p.stroke(name, 0, 0)
	}
	return true
}

func (p *player) enter() bool { return p.key(fyne.KeyReturn) }

// text types characters.
func (p *player) text(text string) bool {
	for _, letter := range text {
		if !p.goesOn() {
			return false
		}
		p.stroke(keyOf(letter), 0, letter)
	}
	return true
}

func (p *player) chord(name fyne.KeyName) bool {
	if !p.goesOn() {
		return false
	}
	p.stroke(name, fyne.KeyModifierControl, 0)
	return true
}

// stroke is one key down, its character, and the key up, at once or after the next key went down.
func (p *player) stroke(name fyne.KeyName, modifier fyne.KeyModifier, letter rune) {
	p.w.Do(Input{Gap: p.gap(), Deed: press, Key: name, Modifier: modifier})
	if letter != 0 {
		p.w.Do(Input{Deed: character, Rune: letter})
	}
	before := p.held
	p.held = ""
	if before != "" && before != name {
		p.w.Do(Input{Gap: time.Millisecond, Deed: letGo, Key: before})
	}
	if modifier == 0 && name != "" && p.one(10) {
		p.held = name
		return
	}
	held := time.Duration(p.chance.IntN(90)) * time.Millisecond
	if p.isMachine {
		held = 0
	}
	p.w.Do(Input{Gap: held, Deed: letGo, Key: name, Modifier: modifier})
}

// hold keeps a key down for as long as a keyboard needs to repeat it.
func (p *player) hold(name fyne.KeyName) {
	p.w.Hold(p.gap(), name, 1+p.chance.IntN(25))
}

// pause waits as a person who looks does.
func (p *player) pause() { p.wait(time.Duration(200+p.chance.IntN(1200)) * time.Millisecond) }

func (p *player) wait(long time.Duration) { p.w.Do(Input{Gap: long, Deed: wait}) }

// digits returns a number that is no part of a PIN.
func (p *player) digits(most int) string {
	const figures = "012345689"
	text := make([]byte, 1+p.chance.IntN(most))
	for index := range text {
		text[index] = figures[p.chance.IntN(len(figures))]
	}
	return string(text)
}

// room returns one of the rooms.
func (p *player) room() string { return rooms[p.chance.IntN(len(rooms))] }

// pin types a PIN, if after a look the keyboard goes to an entry for one: nobody types it blindly.
func (p *player) pin(pin string) bool {
	for range 6 {
		if p.w.isAtPIN() {
			return p.text(pin)
		}
		p.wait(200 * time.Millisecond)
	}
	return false
}

// act is something the player may do, so often as its weight says.
type act struct {
	weight int
	do     func()
}

// choose does one of the acts.
func (p *player) choose(acts []act) {
	sum := 0
	for _, some := range acts {
		sum += some.weight
	}
	at := p.chance.IntN(sum)
	for _, some := range acts {
		if at < some.weight {
			some.do()
			return
		}
		at -= some.weight
	}
}
