package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

// How long a picture must have been on the glass before a press can be meant for it. A person answers to what appears after
// some 200 ms; the second half of a bounced key comes within 100, that of a double click within 400.
const (
	ReactKey = 250 * time.Millisecond
	ReactTap = 500 * time.Millisecond
)

// uncovered is when what lay under the dialog that closed last was on the glass again: until then it could not be seen.
var uncovered time.Time

// uncover says that a dialog closed.
func uncover() {
	uncovered = Clock().Add(time.Hour)
	Drawn(func() { uncovered = Clock() })
}

// isCovered says whether a dialog lay over the screen at that time, or was not gone from the glass yet.
func isCovered(at time.Time) bool { return at.Before(uncovered) }

// isForDialog says whether the key being handled went down before a person can have seen that a dialog closed: the second half of the Enter that closed
// it does nothing to what lay under it.
func isForDialog() bool {
	at, _ := Pressed()
	return isCovered(at.Add(-ReactKey))
}

// sightMax is how many pictures a Sight remembers: more than a person's longest press sees go by.
const sightMax = 256

// Sight knows which of a screen's numbered pictures a person had before their eyes when a key went down. Keys that arrive
// while the window was busy drawing, repeats of a held key and the second press of a bounce all belong to the picture before.
type Sight struct{ stood []standing }

// standing is one picture: when it was on the glass, zero while it is still being drawn.
type standing struct {
	no    uint64
	since time.Time
}

// NewSight returns a Sight that has seen nothing.
func NewSight() *Sight { return &Sight{} }

// Stands says that the picture with this number is in the window now; numbers only grow.
func (v *Sight) Stands(no uint64) {
	if len(v.stood) == sightMax {
		v.stood = append(v.stood[:0], v.stood[sightMax/2:]...)
	}
	v.stood = append(v.stood, standing{no: no})
	Drawn(func() {
		for i := range v.stood {
			if v.stood[i].no <= no && v.stood[i].since.IsZero() {
				v.stood[i].since = Clock()
			}
		}
	})
}

// Away says that the screen left the glass: what stood on it must be seen again when it comes back.
func (v *Sight) Away() { v.stood = nil }

// Seen returns the number of the picture that stood when the key or the tap being handled was pressed, 0 for none.
func (v *Sight) Seen() uint64 {
	if isTap {
		return v.SeenByTap()
	}
	return v.SeenByKey()
}

// SeenByKey returns the number of the picture that stood when the key being handled went down, 0 for none.
func (v *Sight) SeenByKey() uint64 {
	at, _ := Pressed()
	return v.seen(at.Add(-ReactKey))
}

// SeenNow returns the number of the picture that a person can have seen by now, for characters.
func (v *Sight) SeenNow() uint64 { return v.seen(Clock().Add(-ReactKey)) }

// SeenByTap returns the number of the picture that stood when a button was tapped.
func (v *Sight) SeenByTap() uint64 { return v.seen(Clock().Add(-ReactTap)) }

func (v *Sight) seen(at time.Time) (no uint64) {
	if isCovered(at) {
		return 0
	}
	for _, picture := range v.stood {
		if !picture.since.IsZero() && !picture.since.After(at) {
			no = max(no, picture.no)
		}
	}
	return no
}

// Drawn calls done on the UI thread once what has been changed so far is on the glass. The driver ticks animations between
// reading the keyboard and drawing: by the second tick a picture was drawn, and the keys pressed while it was being drawn
// were handed out before. Tests replace it.
var Drawn = func(done func()) {
	ticks := 0
	var animation *fyne.Animation
	animation = &fyne.Animation{Duration: time.Hour, Tick: func(part float32) {
		if ticks++; ticks < 2 && part < 1 {
			return
		}
		animation.Stop()
		done()
	}}
	animation.Start()
}
