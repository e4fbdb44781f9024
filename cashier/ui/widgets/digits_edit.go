package widgets

import "strings"

// move puts the cursor or the selection elsewhere.
func (d *DigitEntry) move(to figures) {
	d.figures, d.typing = to, false
	d.scan.forget()
	d.Refresh()
}

// edit changes the figures, unless the entry is disabled or cannot hold them: then all stays as it
// was. Characters typed one after the other are one change for Ctrl Z.
func (d *DigitEntry) edit(to figures, isTyped bool) {
	if !isTyped {
		d.scan.forget()
	}
	if d.disabled || to == d.figures || !d.holds(to.text) {
		return
	}
	if !isTyped || !d.typing {
		d.undone = d.figures
	}
	d.typing = isTyped
	d.become(to)
}

// become shows other figures and tells of them.
func (d *DigitEntry) become(to figures) {
	was := d.figures.text
	d.figures = to
	d.Refresh()
	if to.text != was && d.OnChanged != nil {
		d.OnChanged(d.Text())
	}
}

// undo brings back what was there before the last change; a second one takes that back. What was in a
// PIN entry never comes back.
func (d *DigitEntry) undo() {
	if d.kind == secretDigits || d.disabled {
		return
	}
	before := d.undone
	d.undone, d.typing = d.figures, false
	d.scan.forget()
	d.become(before)
}

// holds says whether text is within what the entry takes: so many digits, and for money one dot with
// at most two digits after it. Figures set from outside that are beyond it can be shortened.
func (d *DigitEntry) holds(text string) bool {
	return d.isWithin(text) || len(text) < len(d.figures.text) && !d.isWithin(d.figures.text)
}

func (d *DigitEntry) isWithin(text string) bool {
	whole, cents, hasDot := strings.Cut(text, ".")
	if hasDot && d.kind != moneyDigits {
		return false
	}
	return len(whole) <= d.maxDigits && len(cents) <= 2 && strings.Trim(whole+cents, "0123456789") == ""
}

// endScan is Enter after what may have been a scan. The figures are again what they were before a scan, and who waits for it is told; it says
// whether it was one.
func (d *DigitEntry) endScan() bool {
	code, isScan, isMore := arrived()
	if !isScan || isMore {
		return isScan
	}
	typed := d.figures
	d.become(d.scan.before)
	switch {
	case d.OnScan != nil && code != "":
		d.OnScan(code)
	case !scanned(code):
		d.become(typed)
		forgetArriving() // The key goes on, as after any typing.
		return false
	}
	return true
}

// submit returns the figures away; those of a PIN are wiped first.
func (d *DigitEntry) submit() {
	text := d.Text()
	if d.kind == secretDigits {
		d.SetText("")
	}
	d.OnSubmitted(text)
}
