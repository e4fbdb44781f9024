package readings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/metering"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/meter"
)

// roomPage shows the meters of one room with their readings, and changes them.
type roomPage struct {
	screen *Screen
	code   string
	meters []metering.RoomMeters
	at     int
	// wanted is the id of the meter to begin with, "" for the first; from is the page that Esc goes back to, nil for the choice.
	wanted string
	from   month.Page

	entry    *widgets.KeyEntry
	table    *widgets.DataTable
	readings *widgets.DataTable
}

func newRoomPage(screen *Screen) *roomPage { return &roomPage{screen: screen} }

// metersShown is how many meters of a room are in sight without scrolling.
const metersShown = 4

// Draw implements month.Page.
func (p *roomPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	entry, search := widgets.NewSearchEntry(text("readings.room.hint"), p.find)
	p.entry = entry
	p.entry.SetText(p.code)
	p.entry.OnKey = func(name fyne.KeyName) bool { return p.table.HandleKey(name) && !widgets.IsEnter(name) }
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("readings.kind"), Width: 90}, {Title: text("readings.number")},
		{Title: text("readings.since"), Width: 110}, {Title: text("readings.terms"), Width: 150}, {Title: text("run.state"), Width: 130}},
		func() int { return len(p.meters) }, p.meterCell)
	p.table.OnCursor = func(row int) {
		p.at = row
		p.readings.Refresh()
	}
	p.readings = widgets.NewDataTable([]widgets.Column{{Title: text("readings.on"), Width: 110}, {Title: text("readings.for"), Width: 100},
		{Title: text("readings.previous"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: text("readings.value"), Width: 100, Align: fyne.TextAlignTrailing},
		{Title: text("readings.usage"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: text("readings.remark")}},
		func() int { return len(p.past()) }, p.readingCell)
	if p.code != "" {
		p.table.Empty = widgets.EmptyState(text("readings.room.none", p.code), text("readings.room.none.advice"), nil)
	}
	p.table.SetCursor(p.at)
	meters := widgets.BareCard(widgets.Sized(0, (metersShown+1)*look.RowHeight(), p.table))
	top := widgets.VStack(look.Gap(), search, p.screen.Place(look.Scaled(700)), meters)
	return widgets.Frame(nil, 0, widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, top), nil, widgets.BareCard(p.readings)), p.side(), 250)
}

// past returns the readings of the meter at the cursor.
func (p *roomPage) past() []meter.Reading {
	if p.at < 0 || p.at >= len(p.meters) {
		return nil
	}
	return p.meters[p.at].Readings
}

func (p *roomPage) meterCell(row, column int) widgets.Cell {
	m, text := p.meters[row].Meter, p.screen.Frame.Text
	switch column {
	case 0:
		return widgets.Cell{Text: m.Kind, Bold: m.Active()}
	case 1:
		if m.Number == "" {
			return widgets.Cell{Text: text("readings.number.none"), Ink: look.Ink2(), Small: true}
		}
		return widgets.Cell{Text: m.Number}
	case 2:
		return widgets.Cell{Text: string(m.StartOn), Ink: look.Ink2(), Small: true}
	case 3:
		return widgets.Cell{Text: termsWords(text, m.Terms), Ink: look.Ink2(), Small: true}
	}
	if m.Active() {
		return widgets.Cell{Text: text("readings.active"), Ink: look.Jade(), Small: true}
	}
	return widgets.Cell{Text: text("readings.closed", string(m.EndOn)), Ink: look.Ink2(), Small: true}
}

// termsWords tells how a meter counts: ×40, 损耗 3%, 5 位.
func termsWords(text words, terms meter.Terms) string {
	parts := []string{"×" + terms.Multiplier.Text()}
	if terms.LossPercent.Sign() > 0 {
		parts = append(parts, text("readings.loss", terms.LossPercent.Text()))
	}
	if terms.Digits > 0 {
		parts = append(parts, text("readings.dial", terms.Digits))
	}
	return strings.Join(parts, " ")
}

func (p *roomPage) readingCell(row, column int) widgets.Cell {
	r, text := p.past()[row], p.screen.Frame.Text
	ink := look.Ink()
	if r.Undone {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		return widgets.Cell{Text: string(r.On), Ink: ink}
	case 1:
		return widgets.Cell{Text: r.ForOn.Month(), Ink: look.Ink2()}
	case 2:
		return widgets.Cell{Text: r.Previous.Text(), Ink: look.Ink2()}
	case 3:
		return widgets.Cell{Text: r.Value.Text(), Ink: ink}
	case 4:
		return widgets.Cell{Text: r.Usage.Text(), Bold: !r.Undone, Ink: ink}
	}
	switch {
	case r.Undone:
		return widgets.Cell{Text: text("readings.undone"), Ink: look.Ink2(), Small: true}
	case r.RolledOver:
		return widgets.Cell{Text: text("readings.rolled"), Ink: look.Amber(), Small: true}
	case r.Kept:
		return widgets.Cell{Text: text("readings.kept"), Ink: look.Amber(), Small: true}
	}
	return widgets.Cell{}
}

func (p *roomPage) side() fyne.CanvasObject {
	buttons := widgets.VStack(8)
	for _, key := range p.actions() {
		buttons.Add(widgets.NewButton(widgets.PlainButton, key.Label, string(key.Name), key.Do))
	}
	return widgets.Card(widgets.Edges(buttons, nil, widgets.VStack(0)))
}

// actions are what can be done with the room: with a meter in use, or bring one in.
func (p *roomPage) actions() []shell.Key {
	text := p.screen.Frame.Text
	var keys []shell.Key
	if p.at >= 0 && p.at < len(p.meters) && p.meters[p.at].Meter.Active() {
		keys = append(keys, shell.Key{Name: fyne.KeyF4, Label: text("readings.enter"), Do: p.enter}, shell.Key{Name: fyne.KeyF5, Label: text("readings.correct"), Do: p.correct},
			shell.Key{Name: fyne.KeyF6, Label: text("readings.undo"), Do: p.undo}, shell.Key{Name: fyne.KeyF7, Label: text("readings.replace"), Do: p.replace},
			shell.Key{Name: fyne.KeyF8, Label: text("readings.set_terms"), Do: p.setTerms})
	}
	if p.code != "" {
		keys = append(keys, shell.Key{Name: fyne.KeyF9, Label: text("readings.install"), Do: p.install})
	}
	return keys
}

// Keys implements month.Page.
func (p *roomPage) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyReturn, Label: p.screen.Frame.Text("readings.room.find"), Do: func() { p.find(p.entry.Text) }},
		{Name: fyne.KeyDown, Cap: "↑↓", Label: p.screen.Frame.Text("readings.choose.meter")}}
	return append(keys, p.actions()...)
}

// Focus implements month.Page.
func (p *roomPage) Focus() { p.screen.Frame.Focus(p.entry) }

// Back implements month.Page.
func (p *roomPage) Back() {
	if p.from != nil {
		p.screen.GoTo(p.from)
		return
	}
	p.screen.GoTo(p.screen.choice)
}

// find shows the meters of the room that was typed: the way a room is found at the desk.
func (p *roomPage) find(typed string) {
	if p.screen.counter == nil || strings.TrimSpace(typed) == "" {
		return
	}
	found := p.screen.counter.Households.Find(typed, 2)
	if len(found.Hits) == 0 {
		p.screen.Say(p.screen.Frame.Text("readings.room.unknown", typed), widgets.ToneLook)
		return
	}
	p.code, p.at = found.Hits[0].Code, 0
	p.screen.Note("", widgets.ToneCalm)
	p.Load()
}

// Load implements month.Page.
func (p *roomPage) Load() {
	if p.screen.counter == nil || p.code == "" {
		return
	}
	var meters []metering.RoomMeters
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		meters, err = p.screen.counter.Metering.MetersOf(ctx, p.code)
		return err
	}, func() {
		p.meters, p.at = meters, min(max(p.at, 0), max(len(meters)-1, 0))
		for index, m := range meters {
			if m.Meter.ID == p.wanted {
				p.at = index
			}
		}
		p.wanted = ""
		p.screen.Redraw()
	})
}

// changed says what was done and reads the meters again.
func (p *roomPage) changed(sentence string) {
	p.screen.Note(sentence, widgets.ToneGood)
	p.Load()
}
