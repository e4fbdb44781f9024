package forms

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Form is the way of the keyboard through the entries of a screen.
type Form struct {
	// Inputs are the entries in order; disabled and hidden ones are passed over.
	Inputs []fyne.Focusable
	// Submit is called at Enter in the last entry.
	Submit func()
	// Missing is called at Enter in an entry that has to be filled in and is not, to say so; nil says nothing.
	Missing func()
	// Blind lets the form be submitted before it can have been seen: what was typed into it says that it is meant.
	Blind bool

	frame *shell.Shell
	busy  bool
	// stood counts how often the content was made anew, and sight knows which a person has seen.
	stood uint64
	sight *widgets.Sight
}

// New makes an empty form in frame.
func New(frame *shell.Shell, submit func()) *Form {
	return &Form{frame: frame, Submit: submit, sight: widgets.NewSight()}
}

// SetInputs sets the entries, after the screen made its content anew: what submits it must come after it was seen.
func (f *Form) SetInputs(inputs ...fyne.Focusable) {
	f.Inputs = inputs
	f.stood++
	f.sight.Stands(f.stood)
}

// Meant lets do happen where the key or the tap came after the content was seen, for the buttons of a form.
func (f *Form) Meant(do func()) func() {
	return func() {
		if !f.busy && (f.Blind || f.sight.Seen() == f.stood) {
			do()
		}
	}
}

// Enter goes to the next entry, or submits at the last one and where no entry has the focus. It stays at one that has to be filled
// in, so that an Enter too many on the page before answers nothing on this one.
func (f *Form) Enter() {
	at := f.at()
	if f.busy {
		return
	}
	if at >= 0 && widgets.Wants(f.Inputs[at]) {
		if f.Missing != nil {
			f.Missing()
		}
		return
	}
	next := f.from(at+1, 1)
	for next >= 0 && widgets.IsPassed(f.Inputs[next]) {
		next = f.from(next+1, 1)
	}
	if at >= 0 && next >= 0 {
		f.frame.Focus(f.Inputs[next])
		return
	}
	f.Meant(f.Submit)()
}

// Next goes to the entry below.
func (f *Form) Next() { f.move(1) }

// Previous goes to the entry above.
func (f *Form) Previous() { f.move(-1) }

// First puts the focus on the first entry that takes it.
func (f *Form) First() {
	if first := f.from(0, 1); first >= 0 {
		f.frame.Focus(f.Inputs[first])
	}
}

// Keys returns the keys of a form for a screen's key table; submit is the word for what Enter does in the end.
func (f *Form) Keys(submit string) []shell.Key {
	return []shell.Key{
		{Name: fyne.KeyReturn, Label: submit, Do: f.Enter},
		{Name: fyne.KeyUp, Label: f.frame.Text("ui.form.move"), Cap: "↑↓", Do: f.Previous},
		{Name: fyne.KeyDown, Label: f.frame.Text("ui.form.move"), Do: f.Next, Quiet: true},
	}
}

// Run does the form's work off the UI thread, as the shell's Run; until done is called Enter does nothing, and what is typed
// is held for what the answer brings. Where a PIN was asked for it is dropped: it may be the PIN once more.
func (f *Form) Run(label string, work shell.Work, done func(err error)) {
	if f.busy {
		return
	}
	f.busy = true
	isSecret := widgets.HoldsSecret(f.Inputs)
	f.frame.Hold()
	f.frame.Run(label, work, func(err error) {
		f.busy = false
		done(err)
		if isSecret {
			f.frame.DropTyped()
			return
		}
		f.frame.Release()
	})
}

// Busy says whether the form's work is under way.
func (f *Form) Busy() bool { return f.busy }

func (f *Form) move(step int) {
	if at := f.from(f.at()+step, step); at >= 0 {
		f.frame.Focus(f.Inputs[at])
	}
}

func (f *Form) at() int {
	focused := f.frame.Canvas().Focused()
	for index, input := range f.Inputs {
		if focused != nil && input == focused {
			return index
		}
	}
	return -1
}

// from returns the first entry at or beyond index that takes the focus, or -1.
func (f *Form) from(index, step int) int {
	for ; index >= 0 && index < len(f.Inputs); index += step {
		part, ok := f.Inputs[index].(fyne.CanvasObject)
		if !ok || !part.Visible() {
			continue
		}
		if disabled, ok := f.Inputs[index].(interface{ Disabled() bool }); ok && disabled.Disabled() {
			continue
		}
		return index
	}
	return -1
}
