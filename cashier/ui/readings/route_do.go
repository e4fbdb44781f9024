package readings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/metering"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
)

// key moves the line with the keys of the table, and keeps an odd figure at Space. Enter is the box's own.
func (p *routePage) key(name fyne.KeyName) bool {
	if name == fyne.KeySpace {
		p.keep()
		return true
	}
	return !widgets.IsEnter(name) && p.table.HandleKey(name)
}

// rune is a character typed into the box: the keypad's plus keeps, as Space does, for the hand that types figures.
func (p *routePage) rune(character rune) bool {
	if character == '+' {
		p.keep()
		return true
	}
	return false
}

// enter takes the figure and goes on to the next line.
func (p *routePage) enter() {
	if p.leave() && p.at+1 < len(p.route.Lines) {
		p.table.SetCursor(p.at + 1)
		return
	}
	p.fill()
}

// arrive is called when the cursor came to a line: the figure of the one before is taken.
func (p *routePage) arrive(row int) {
	if row != p.at {
		p.leave()
		p.at = row
	}
	if line := p.route.Lines[row]; line.Judged != nil && line.Waits() {
		p.told = row
	}
	p.fill()
	p.show()
}

// fill puts the line's figure into the box, selected, so that typing replaces it.
func (p *routePage) fill() {
	if p.at >= 0 && p.at < len(p.route.Lines) {
		p.entry.SetText(p.route.Lines[p.at].Typed)
		p.entry.SelectAll()
	}
}

// leave takes the figure in the box into its line and asks the book about it, off the UI thread. It says whether the text is
// a figure, or empty.
func (p *routePage) leave() bool {
	if p.at < 0 || p.at >= len(p.route.Lines) || p.entry == nil {
		return false
	}
	line := p.at
	was := p.route.Lines[line].Typed
	err := p.route.Type(line, p.entry.Text)
	if err == nil && p.route.Lines[line].Typed != was {
		p.screen.Say("", widgets.ToneCalm)
		p.judge(line)
	}
	if err != nil {
		p.screen.Say(p.screen.deps.Explain(err), widgets.ToneOwed)
	}
	p.changed()
	return err == nil
}

// judge asks the book about typed figures; the answer is shown when it comes, wherever the cursor is by then.
func (p *routePage) judge(lines ...int) {
	route := p.route
	sheet := route.Sheet(lines...)
	if p.screen.counter == nil || len(sheet.Offers) == 0 {
		return
	}
	var judged []meter.Judged
	p.screen.Frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		judged, err = p.screen.counter.Metering.JudgeTyped(ctx, sheet)
		return err
	}, func(err error) {
		if err != nil {
			p.screen.Say(p.screen.deps.Explain(err), widgets.ToneOwed)
			return
		}
		route.Judge(judged)
		if route != p.route {
			return
		}
		for _, line := range lines {
			if route.Lines[line].Judged != nil && route.Lines[line].Waits() {
				p.told = line
			}
		}
		p.changed()
	})
}

// changed draws what a figure or a verdict changed.
func (p *routePage) changed() {
	p.table.Refresh()
	p.show()
	p.screen.Frame.RefreshKeys()
}

// keep lets the odd figure stand whose verdict is on the screen.
func (p *routePage) keep() {
	line := p.told
	if line < 0 || line >= len(p.route.Lines) || line == p.at && p.entry.Text != p.route.Lines[line].Typed {
		return // nothing stands there, or another figure is being typed in its place
	}
	if p.route.Keep(line) {
		p.told = -1
		p.changed()
	}
}

// next goes to the next line that has no reading, or one that nobody decided.
func (p *routePage) next() {
	p.leave()
	line := p.route.Next(p.at)
	if line < 0 {
		p.screen.Say(p.screen.Frame.Text("readings.missing.none"), widgets.ToneGood)
		return
	}
	p.table.SetCursor(line)
}

// save saves what is good or was kept, after a question where something stays out.
func (p *routePage) save() {
	p.leave()
	count, text := p.route.Count(), p.screen.Frame.Text
	switch {
	case p.screen.Busy():
	case count.Ready == 0:
		p.screen.Say(text("readings.route.save.none"), widgets.ToneLook)
	case count.Odd+count.Refused == 0:
		p.saveNow()
	default:
		widgets.ShowConfirm(p.screen.Frame.Canvas(), text("readings.route.save", count.Ready), text("readings.route.confirm", count.Ready, count.Odd, count.Refused),
			text("readings.save"), text("month.back"), func(agreed bool) {
				if agreed {
					p.saveNow()
				}
			})
	}
}

// saveNow saves the route under the one id that its content has, and reads it again; the cursor stays on its line.
func (p *routePage) saveNow() {
	taking, err := p.route.Taking()
	if err != nil {
		p.screen.Say(p.screen.deps.Explain(err), widgets.ToneOwed)
		return
	}
	var batch meter.Batch
	p.screen.Run(p.screen.Frame.Text("readings.route.saving"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		batch, err = p.screen.counter.Metering.TakeRoute(ctx, taking)
		return err
	}, func() {
		p.screen.Note(p.screen.Frame.Text("readings.route.saved", batch.Taken), widgets.ToneGood)
		p.Load()
	})
}

// Load implements month.Page: it reads the route, with what was typed into it before.
func (p *routePage) Load() {
	if p.screen.counter == nil {
		return
	}
	walk := p.route.Walk
	var kinds, buildings []string
	var route *metering.Route
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if kinds, buildings, err = p.screen.counter.Metering.Routes(ctx); err != nil {
			return err
		}
		if walk.Kind == "" && len(kinds) > 0 { // the first route to be opened
			walk.Kind = kinds[0]
			if len(buildings) > 1 {
				walk.Building = buildings[0]
			}
		}
		route, err = p.screen.counter.Metering.Route(ctx, walk)
		return err
	}, func() { p.take(kinds, buildings, route) })
}

// take shows a route that was read.
func (p *routePage) take(kinds, buildings []string, route *metering.Route) {
	old := p.route
	if len(old.Lines) == 0 {
		old = p.screen.keptRoute(route.Walk)
	}
	at := ""
	if typed, is := p.typing(); is {
		p.half = &typed
	}
	if p.at < len(p.route.Lines) {
		at = p.route.Lines[p.at].Meter.ID
	}
	route.Adopt(old)
	p.kinds, p.buildings, p.ready, p.route, p.told, p.at = kinds, buildings, true, route, -1, max(route.Next(-1), 0)
	line := slices.IndexFunc(route.Lines, func(one metering.RouteLine) bool { return one.Meter.ID == at })
	if line >= 0 {
		p.at = line
	} else {
		p.half = nil // it was typed for a meter that is not on this route
	}
	p.entry = nil // what stood in the box is the old route's
	p.screen.Redraw()
	p.judge(route.All()...)
}

// turn leaves this route for another; what was typed into it stays.
func (p *routePage) turn(walk meter.Walk) {
	p.leave()
	p.screen.keepRoute(p.route)
	p.route, p.at, p.told = &metering.Route{Walk: walk}, 0, -1
	p.Load()
}

// askBuilding chooses the building, or all of them.
func (p *routePage) askBuilding() {
	if p.screen.Busy() {
		return
	}
	text := p.screen.Frame.Text
	names := []string{text("readings.route.all")}
	for _, building := range p.buildings {
		names = append(names, text("readings.route.building", building))
	}
	widgets.ShowChoice(p.screen.Frame.Canvas(), text("readings.route.where"), "", names, text("month.back"), func(index int) {
		walk := p.route.Walk
		walk.Building = ""
		if index > 0 {
			walk.Building = p.buildings[index-1]
		}
		p.turn(walk)
	})
}

// askKind chooses the kind of meter.
func (p *routePage) askKind() {
	if p.screen.Busy() || len(p.kinds) == 0 {
		return
	}
	text := p.screen.Frame.Text
	widgets.ShowChoice(p.screen.Frame.Canvas(), text("readings.route.kind"), "", p.kinds, text("month.back"), func(index int) {
		walk := p.route.Walk
		walk.Kind = p.kinds[index]
		p.turn(walk)
	})
}

// askDay asks for the day on which the dials were read; every figure is judged anew.
func (p *routePage) askDay() {
	p.leave()
	text := p.screen.Frame.Text
	entry := widgets.NewKeyEntry(string(p.route.On), nil)
	entry.MaxRunes = 10
	widgets.ShowDialog(p.screen.Frame.Canvas(), widgets.DialogOptions{Title: text("readings.on"), Body: entry, Inputs: []fyne.Focusable{entry},
		Yes: text("run.period.take"), No: text("month.back"), Accept: func() string {
			on, fine := month.ParseDayOr(entry.Text, p.route.On)
			if !fine {
				return text("month.day.wrong")
			}
			p.readOn(on)
			return ""
		}})
}

func (p *routePage) readOn(on calendar.Date) {
	p.route.ReadOn(on)
	p.screen.Redraw()
	p.judge(p.route.All()...)
}

// toMeter shows the meters of the room at the cursor, where one is changed, corrected or taken back; Esc comes back here.
func (p *routePage) toMeter() {
	if p.at < 0 || p.at >= len(p.route.Lines) || p.screen.Busy() {
		return
	}
	p.leave()
	line := p.route.Lines[p.at]
	room := newRoomPage(p.screen)
	room.code, room.wanted, room.from = line.Room, line.Meter.ID, p
	p.screen.GoTo(room)
}
