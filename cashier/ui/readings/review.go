package readings

import (
	"context"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/meter"
)

// sideWidth is the width of the column beside each table, in points at scale 1.
const sideWidth float32 = 372

// reviewPage shows what a sheet would do before anything is taken.
type reviewPage struct {
	screen  *Screen
	sheet   *intake.Sheet
	options metering.Options
	plan    *metering.Plan
	rows    []row
	// keep are the rows of the sheet whose odd readings a person takes as they are.
	keep map[int]bool
	past past

	table  *widgets.DataTable
	side   *fyne.Container
	detail *fyne.Container
}

func newReview(screen *Screen, sheet *intake.Sheet, options metering.Options, plan *metering.Plan) *reviewPage {
	return &reviewPage{screen: screen, sheet: sheet, options: options, plan: plan, keep: map[int]bool{}, past: newPast(screen),
		rows: rowsOf(screen.Frame.Text, screen.deps.Explain, plan)}
}

// Draw implements month.Page.
func (p *reviewPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 138}, {Title: text("readings.kind"), Width: 50},
		{Title: text("readings.previous"), Width: 80, Align: fyne.TextAlignTrailing}, {Title: text("readings.value"), Width: 80, Align: fyne.TextAlignTrailing},
		{Title: text("readings.usage"), Width: 76, Align: fyne.TextAlignTrailing}, {Title: text("readings.verdict")}},
		func() int { return len(p.rows) }, func(index, column int) widgets.Cell {
			return p.rows[index].cell(column, p.keep[p.rows[index].line])
		})
	p.table.Style = func(index int) widgets.RowStyle { return widgets.RowStyle{Group: p.rows[index].group} }
	p.table.OnTick, p.table.OnOpen = p.toggle, p.toggle
	p.detail = container.NewStack()
	p.table.OnCursor = p.showDetail
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(text("readings.review.title"), look.LeadSize(), look.Ink()),
		look.Text(text("readings.review.advice", p.options.ForOn.Month()), look.SmallSize(), look.Ink2())))
	p.side = container.NewStack()
	p.drawSide()
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, nil, p.table)), p.side, sideWidth)
}

// count returns what is taken as things stand, what waits, and what is refused.
func (p *reviewPage) count() (taken, kept, waits, refused int) {
	for _, j := range p.plan.Judged {
		switch {
		case j.State == meter.Good:
			taken++
		case j.State == meter.Odd && p.keep[j.Line]:
			taken++
			kept++
		case j.State == meter.Odd:
			waits++
		}
	}
	return taken, kept, waits, p.plan.Count(meter.Refused)
}

// drawSide draws the counts, the reading at the cursor with its past, and the way on.
func (p *reviewPage) drawSide() {
	text := p.screen.Frame.Text
	taken, kept, waits, refused := p.count()
	number := func(count int) string { return text("readings.count", count) }
	lines := widgets.VStack(0, widgets.NewField(text("readings.side.good"), number(taken-kept)).Strong(look.Jade()))
	if kept+waits > 0 {
		lines.Add(widgets.NewField(text("readings.side.odd"), text("readings.side.odd.count", kept, waits)).Strong(look.Amber()))
	}
	if refused > 0 {
		lines.Add(widgets.NewField(text("readings.side.refused"), number(refused)).Strong(look.Vermilion()))
	}
	if have := p.plan.Count(meter.Have); have > 0 {
		lines.Add(widgets.NewField(text("readings.side.have"), number(have)))
	}
	lines.Add(p.screen.Place(widgets.SideInner(sideWidth)))
	buttons := widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("readings.keep.all"), "F6", p.keepAll).OffWhen(kept+waits == 0),
		widgets.NewButton(widgets.PlainButton, text("readings.digits"), "F7", p.askDigits))
	foot := widgets.VStack(8)
	if hasSheets(p.sheet) {
		foot.Add(p.screen.sheetButton(p.sheet))
	}
	if p.hasRefused() {
		foot.Add(widgets.NewButton(widgets.PlainButton, text("readings.refused.save"), "F4", p.saveRefused))
	}
	button := widgets.NewButton(widgets.PrimaryButton, text("readings.take", taken), "F9", p.take).OffWhen(taken == 0)
	p.showDetail(p.table.Cursor())
	foot.Add(buttons)
	foot.Add(button)
	middle := widgets.Edges(widgets.Inset(8, 0, 4, 0, widgets.Rule()), nil, widgets.Scroll(p.detail))
	p.side.Objects = []fyne.CanvasObject{widgets.Card(widgets.Edges(lines, foot, middle))}
	p.side.Refresh()
}

// showDetail tells the verdict of the reading at the cursor in full, with the past of its meter.
func (p *reviewPage) showDetail(index int) {
	p.detail.Objects = nil
	if index >= 0 && index < len(p.rows) {
		line, text, inner := p.rows[index], p.screen.Frame.Text, widgets.SideInner(sideWidth)-16
		title := line.where
		if line.judged != nil {
			title += " " + text("readings.meter", line.judged.Kind, line.judged.Number)
		}
		body := widgets.VStack(6, look.BoldText(look.Fit(title, look.BodySize(), true, inner), look.BodySize(), look.Ink()))
		if line.text != "" {
			var ink color.Color = look.Ink()
			if line.ink != nil {
				ink = line.ink
			}
			body.Add(widgets.Paragraph(line.text, look.SmallSize(), ink, inner))
		}
		if line.judged != nil {
			body.Add(p.past.draw(line.judged, inner, func() { p.showDetail(p.table.Cursor()) }))
		}
		p.detail.Objects = []fyne.CanvasObject{body}
	}
	p.detail.Refresh()
}

// Keys implements month.Page.
func (p *reviewPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	taken, kept, waits, _ := p.count()
	hasOdd := kept+waits > 0
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("run.look")}, {Name: fyne.KeySpace, Label: text("readings.keep"), Off: !hasOdd}}
	if p.hasRefused() {
		keys = append(keys, shell.Key{Name: fyne.KeyF4, Label: text("readings.refused.save"), Do: p.saveRefused})
	}
	keys = append(keys, p.screen.sheetKeys(p.sheet)...)
	return append(keys, []shell.Key{{Name: fyne.KeyF6, Label: text("readings.keep.all"), Do: p.keepAll, Off: !hasOdd}, {Name: fyne.KeyF7, Label: text("readings.digits"), Do: p.askDigits},
		{Name: fyne.KeyF9, Label: text("readings.take", taken), Do: p.take, Off: taken == 0}}...)
}

// Focus implements month.Page.
func (p *reviewPage) Focus() { p.screen.Frame.Focus(p.table) }

// Load implements month.Page.
func (p *reviewPage) Load() {}

// Back implements month.Page.
func (p *reviewPage) Back() { p.screen.GoTo(p.screen.choice) }

// toggle decides the odd reading of a row: taken as it is, or not for now. All odd readings of the sheet's row go with it.
func (p *reviewPage) toggle(index int) {
	if index < 0 || index >= len(p.rows) || p.rows[index].judged == nil || p.rows[index].judged.State != meter.Odd {
		return
	}
	p.keep[p.rows[index].line] = !p.keep[p.rows[index].line]
	p.decided()
}

// keepAll takes every odd reading as it is, or none where all are.
func (p *reviewPage) keepAll() {
	_, _, waits, _ := p.count()
	for _, j := range p.plan.Judged {
		if j.State == meter.Odd {
			p.keep[j.Line] = waits > 0
		}
	}
	p.decided()
}

func (p *reviewPage) decided() {
	p.table.Refresh()
	p.drawSide()
	p.screen.Frame.RefreshKeys()
}

// askDigits asks how many digits the dials have, by kind of meter, and tries the sheet again.
func (p *reviewPage) askDigits() {
	text := p.screen.Frame.Text
	entries := make([]*widgets.DigitEntry, len(p.plan.Kinds))
	inputs := make([]fyne.Focusable, len(p.plan.Kinds))
	body := widgets.VStack(8)
	for index, kind := range p.plan.Kinds {
		entries[index] = widgets.NewCountEntry(text("readings.digits.entry", kind), 2, nil)
		if digits := p.options.Digits[kind]; digits > 0 {
			entries[index].SetText(strconv.Itoa(digits))
		}
		inputs[index] = entries[index]
		body.Add(entries[index])
	}
	options := p.options
	var plan *metering.Plan
	p.screen.Ask(widgets.DialogOptions{Title: text("readings.digits"), Message: text("readings.digits.advice"), Body: body, Inputs: inputs, Yes: text("readings.again")},
		func() string {
			options.Digits = map[string]int{}
			for index, kind := range p.plan.Kinds {
				if digits, err := strconv.Atoi(entries[index].Text()); err == nil && digits > 0 {
					options.Digits[kind] = digits
				}
			}
			return ""
		}, func(ctx context.Context) (err error) {
			plan, err = p.screen.counter.Metering.PlanReadings(ctx, p.sheet, options)
			return err
		}, nil, func() { p.screen.GoTo(newReview(p.screen, p.sheet, options, plan)) })
}

// take asks once more where something stays out, and takes the rest in.
func (p *reviewPage) take() {
	text := p.screen.Frame.Text
	taken, _, waits, refused := p.count()
	switch {
	case p.screen.Busy():
	case taken == 0:
		p.screen.Say(text("readings.take.none"), widgets.ToneLook)
	case waits+refused == 0:
		p.takeNow()
	default:
		widgets.ShowConfirm(p.screen.Frame.Canvas(), text("readings.take", taken), text("readings.take.confirm", taken, waits, refused), text("readings.take.yes"),
			text("month.back"), func(agreed bool) {
				if agreed {
					p.takeNow()
				}
			})
	}
}

func (p *reviewPage) takeNow() {
	decision := metering.Decision{LeaveOut: true}
	for line, kept := range p.keep {
		if kept {
			decision.Keep = append(decision.Keep, line)
		}
	}
	var batch meter.Batch
	p.screen.Run(p.screen.Frame.Text("readings.taking"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		if decision.RequestID, err = session.NewRequestID(); err != nil {
			return err
		}
		batch, err = p.screen.counter.Metering.TakeReadings(ctx, p.plan, decision)
		return err
	}, func() {
		if p.screen.unread(p.sheet) == "" {
			p.screen.choice.path = "" // else another sheet of the file is still to come
		}
		p.screen.GoTo(&donePage{screen: p.screen, sheet: p.sheet, batch: batch, forOn: p.options.ForOn, left: leftOut(p.rows, p.keep)})
	})
}
