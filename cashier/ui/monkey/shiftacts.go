package monkey

import "fyne.io/fyne/v2"

// shiftActs are what people do with a shift: open it, count it, hand it over, or put away what it says.
func (p *player) shiftActs() []act {
	switch {
	case p.w.isAt("shift.hand.left") || p.w.isAt("shift.hand.receiver") || p.w.isAtPIN():
		return []act{{6, p.handOver}, {1, func() { p.key(fyne.KeyEscape) }}, {1, p.leave}}
	case !p.w.isAtAmount():
		return []act{{6, func() { _ = p.enter() && p.settled() }}, {1, func() { p.key(fyne.KeyF6) }}, {1, func() { p.key(fyne.KeyF7) }}, {1, p.leave}}
	}
	return []act{
		{8, p.count}, {2, p.leave}, {1, func() { p.run(3) }},
		{2, func() { _ = p.key(fyne.KeyF7) && p.settled() && p.text("1") && p.text("1") && p.settled() }},
		{1, func() { _ = p.key(fyne.KeyF8) && p.settled() }},
	}
}

// count counts notes of a hundred and nothing else, mostly as many as the float has.
func (p *player) count() {
	notes := "5"
	if p.one(3) {
		notes = p.digits(2)
	}
	if !p.text(notes) {
		return
	}
	for range 8 {
		if !p.enter() {
			return
		}
	}
	p.settled()
}

// handOver fills in who takes the money, and who confirms a difference, by the words beside each entry.
func (p *player) handOver() {
	if p.w.isAt("shift.hand.left") && !(p.key(fyne.KeyF5) && p.settled()) {
		return
	}
	if p.w.hasDialog() && !(p.text("1") && p.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)) {
		return
	}
	said := [][2]string{{"shift.hand.left", ""}, {"shift.hand.receiver", cashier102.code}, {"shift.hand.receiverpin", cashier102.pin},
		{"shift.hand.approver", supervisor.code}, {"shift.hand.approverpin", supervisor.pin}}
	for range 7 {
		text := "x"
		for _, entry := range said {
			if p.w.isAt(entry[0]) {
				text = entry[1]
			}
		}
		if p.w.place() != "shift" || p.w.hasDialog() || !p.text(text) || !p.enter() || !p.settled() {
			return
		}
	}
}
