package shell

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/telling"
	"shouqi/cashier/ui/widgets"
)

// Telling is a screen that says of itself where its work stands.
type Telling interface {
	// Tell returns it, without personal data and without anything that was typed, and the name of the part that has the
	// keyboard, "" when it is none that the screen has a name for.
	Tell() (desk telling.Desk, focus string)
}

// Teller writes a line each time that what the window shows has changed and been on the glass long enough for a key to
// count, and another when a tap counts too. It looks once a frame, and now and then while nobody touches the window. The
// zero Teller and nil tell nothing.
type Teller struct {
	out   *json.Encoder
	began time.Time
	frame *Shell

	n, changes uint64
	shown      telling.Shown
	// drawn is when shown was on the glass and stands when its weighty part was; zero while they are being drawn.
	drawn, stands     time.Time
	isTold, isTapTold bool
	looked            time.Time
}

const (
	// calmAfter is how long after a key nothing is waited for any more, and calmLook how often the teller then looks: its
	// looking must not be a part of what a window takes that rests.
	calmAfter = 5 * time.Second
	calmLook  = 100 * time.Millisecond
)

// NewTeller makes a Teller that writes to out.
func NewTeller(out io.Writer) *Teller {
	return &Teller{out: json.NewEncoder(out), began: widgets.Clock()}
}

// follow makes the teller look at frame from now on. The first one starts its looking.
func (t *Teller) follow(frame *Shell) {
	if t == nil {
		return
	}
	isFirst := t.frame == nil
	t.frame = frame
	if isFirst {
		look := &fyne.Animation{Duration: time.Hour, RepeatCount: fyne.AnimationRepeatForever, Tick: func(float32) { t.Look() }}
		look.Start()
	}
}

// Look sees whether there is something to tell. The driver calls it each frame after the keyboard was read and before it
// draws, so that what one look saw is on the glass at the next.
func (t *Teller) Look() {
	defer guard.Step()()
	clock := widgets.Clock()
	if t.isCalm(clock) && clock.Sub(t.looked) < calmLook {
		return
	}
	t.looked = clock
	now := t.see()
	if t.stands.IsZero() && weight(now) == weight(t.shown) {
		t.stands = widgets.Clock()
	}
	if now != t.shown || t.changes == 0 {
		t.change(now)
		return
	}
	if t.drawn.IsZero() {
		return
	}
	switch age := widgets.Clock().Sub(t.drawn); {
	case !t.isTold && age >= widgets.ReactKey:
		t.isTold = true
		t.tell()
	case !t.isTapTold && age >= widgets.ReactTap:
		t.isTapTold = true
		t.tell()
	}
}

// isCalm reports whether all is told and nobody pressed a key lately.
func (t *Teller) isCalm(now time.Time) bool {
	keys, key := widgets.Downs()
	return t.isTapTold && keys == t.shown.Keys && now.Sub(key) >= calmAfter
}

// change begins to wait until what is shown now has been drawn. The dialogs and the desk began to wait for the same before.
func (t *Teller) change(now telling.Shown) {
	if weight(now) != weight(t.shown) {
		t.stands = time.Time{}
	}
	t.changes++
	t.shown, t.drawn, t.isTold, t.isTapTold = now, time.Time{}, false, false
	change := t.changes
	widgets.Drawn(func() {
		if t.changes == change {
			t.drawn = widgets.Clock()
		}
	})
}

// weight is what a person waits for: the screen, the step, the room and the sum.
func weight(shown telling.Shown) telling.Shown {
	desk := telling.Desk{Step: shown.Step, Room: shown.Room, SumFen: shown.SumFen, Stood: shown.Stood}
	return telling.Shown{Screen: shown.Screen, Desk: desk}
}

// see reads what the window shows.
func (t *Teller) see() (shown telling.Shown) {
	frame, focused := t.frame, t.frame.Canvas().Focused()
	shown.Keys, _ = widgets.Downs()
	shown.Busy = frame.running > 0 || frame.holder != nil
	shown.Focus, shown.Typed = widgets.Holding(focused)
	if frame.holder != nil {
		shown.Focus = "held"
	}
	if frame.current != nil {
		shown.Screen, shown.Offers = frame.current.Title(), offers(frame.current.Keys())
	}
	var name string
	if screen, ok := frame.current.(Telling); ok {
		shown.Desk, name = screen.Tell()
	}
	if dialog, ok := frame.Canvas().Overlays().Top().(*widgets.Dialog); ok {
		shown.Dialog, shown.Asked, name = dialog.Asks()
	}
	if name != "" {
		shown.Focus = name
	}
	return shown
}

func offers(keys []Key) string {
	var labels []string
	for _, key := range keys {
		if key.allowed() {
			labels = append(labels, key.Label)
		}
	}
	return strings.Join(labels, " · ")
}

// tell writes the line. Whoever listened may be gone; the counter goes on without.
func (t *Teller) tell() {
	t.n++
	_, key := widgets.Downs()
	line := telling.Line{N: t.n, AtMS: t.since(widgets.Clock()), DrawnMS: t.since(t.drawn), StandsMS: t.since(t.stands), KeyMS: t.since(key),
		StepUS: guard.LongestStep().Microseconds(), Taps: t.isTapTold, Shown: t.shown}
	_ = t.out.Encode(line)
}

func (t *Teller) since(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.Sub(t.began).Milliseconds()
}
