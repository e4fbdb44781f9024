package readings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
)

// donePage says what was taken in, which rooms have no reading yet, and leads on to the bills.
type donePage struct {
	screen *Screen
	sheet  *intake.Sheet
	batch  meter.Batch
	forOn  calendar.Date
	need   metering.AfterReadings
	ready  bool
	// left are the rows of the sheet that were not taken in, rows those and then the meters that no sheet named.
	left, rows []row
	table      *widgets.DataTable
}

// missing lists what the month still lacks: a room whose first reading stayed out has no meter in the book yet, so the book
// alone cannot tell.
func (p *donePage) missing() []row {
	listed := map[[2]string]bool{}
	for _, one := range p.left {
		if one.judged != nil {
			listed[[2]string{one.where, one.judged.Kind}] = true
		}
	}
	all := slices.Clone(p.left)
	for _, one := range p.need.Missing {
		if !listed[[2]string{one.Code, one.Kind}] {
			all = append(all, row{where: one.Code, kind: one.Kind, ink: look.Amber(), text: p.screen.Frame.Text("readings.missing.line", p.forOn.Month())})
		}
	}
	return all
}

// missingWords counts what is missing by rooms, and by readings where a room lacks several.
func (p *donePage) missingWords() string {
	rooms := map[string]bool{}
	for _, one := range p.rows {
		rooms[one.where] = true
	}
	if len(rooms) == len(p.rows) {
		return p.screen.Frame.Text("readings.missing", p.forOn.Month(), len(p.rows))
	}
	return p.screen.Frame.Text("readings.missing.rooms", p.forOn.Month(), len(rooms), len(p.rows))
}

// Load implements month.Page.
func (p *donePage) Load() {
	if p.screen.counter == nil {
		return
	}
	var need metering.AfterReadings
	p.screen.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		need, err = p.screen.counter.Metering.NeedAfterReadings(ctx, month.FirstOf(p.forOn, 0), p.forOn)
		return err
	}, func() {
		p.need, p.ready = need, true
		p.screen.Redraw()
	})
}

// Draw implements month.Page.
func (p *donePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.rows = p.missing()
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 150}, {Title: text("readings.kind"), Width: 80}, {Title: text("readings.missing.what")}},
		func() int { return len(p.rows) }, func(index, column int) widgets.Cell {
			one := p.rows[index]
			switch column {
			case 0:
				return widgets.Cell{Text: one.where, Bold: true}
			case 1:
				return widgets.Cell{Text: one.kind, Ink: look.Ink2()}
			}
			return widgets.Cell{Text: one.text, Ink: one.ink, Small: true}
		})
	p.table.OnOpen = func(int) { p.toRun() }
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("readings.missing.none"), "", nil)
	}
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(p.missingWords(), look.LeadSize(), look.Ink()))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side(), sideWidth)
}

func (p *donePage) side() fyne.CanvasObject {
	text, inner := p.screen.Frame.Text, widgets.SideInner(sideWidth)
	number := func(count int) string { return text("readings.count", count) }
	lines := widgets.VStack(0, look.BoldText(text("readings.done"), look.HeadingSize(), look.Jade()),
		widgets.NewField(text("readings.done.taken"), number(p.batch.Taken)).Strong(look.Ink()))
	if p.batch.Installed > 0 {
		lines.Add(widgets.NewField(text("readings.done.installed"), text("readings.meters", p.batch.Installed)))
	}
	if p.batch.LeftOut > 0 {
		lines.Add(widgets.NewField(text("readings.done.left"), number(p.batch.LeftOut)))
	}
	if unread := p.screen.unread(p.sheet); unread != "" {
		lines.Add(widgets.Notice(unread, widgets.ToneLook, inner))
	}
	lines.Add(p.screen.Place(inner))
	foot := widgets.VStack(8, widgets.NewButton(widgets.PlainButton, text("readings.done.again"), "F4", p.Back))
	if hasSheets(p.sheet) {
		foot.Add(p.screen.sheetButton(p.sheet))
	}
	if p.screen.deps.ToRun != nil && len(p.need.Items) > 0 {
		next := "readings.done.next"
		if len(p.rows) > 0 {
			next = "readings.done.next.missing"
		}
		lines.Add(widgets.Inset(8, 0, 0, 0, widgets.Paragraph(text(next, p.forOn.Month()), look.BodySize(), look.Ink2(), inner)))
		foot.Add(widgets.NewButton(widgets.PrimaryButton, p.runWords(), "Enter", p.toRun))
	}
	return widgets.Card(widgets.Edges(lines, foot, widgets.VStack(0)))
}

// runWords names what Enter leads to.
func (p *donePage) runWords() string {
	if len(p.need.Items) == 1 {
		return p.screen.Frame.Text("readings.run.one", p.need.Items[0])
	}
	return p.screen.Frame.Text("readings.run")
}

// Keys implements month.Page.
func (p *donePage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	keys := []shell.Key{{Name: fyne.KeyF4, Label: text("readings.done.again"), Do: p.Back}}
	keys = append(keys, p.screen.sheetKeys(p.sheet)...)
	if p.screen.deps.ToRun != nil && len(p.need.Items) > 0 {
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: p.runWords(), Do: p.toRun})
	}
	return keys
}

// toRun shows what the item that counts usage would bill; of several a person chooses.
func (p *donePage) toRun() {
	if p.screen.deps.ToRun == nil || len(p.need.Items) == 0 {
		return
	}
	show := func(index int) { p.screen.deps.ToRun(p.need.Items[index], month.FirstOf(p.forOn, 0), p.forOn) }
	if len(p.need.Items) == 1 {
		show(0)
		return
	}
	text := p.screen.Frame.Text
	widgets.ShowChoice(p.screen.Frame.Canvas(), text("readings.run"), "", p.need.Items, text("month.back"), show)
}

// Focus implements month.Page.
func (p *donePage) Focus() {
	if len(p.rows) > 0 {
		p.screen.Frame.Focus(p.table)
		return
	}
	p.screen.Frame.Canvas().Unfocus()
}

// Back implements month.Page.
func (p *donePage) Back() { p.screen.GoTo(p.screen.choice) }
