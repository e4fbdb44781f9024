package readings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// choiceWidth is the width of the card that asks for a file, in points at scale 1.
const choiceWidth float32 = 760

// choosePage asks for the sheet and for the month that its readings close.
type choosePage struct {
	screen *Screen
	path   string
	forOn  calendar.Date
	// isChosen says that the month was chosen by a person, or found by what is read: it stays.
	isChosen bool
	form     *forms.Form
	entry    *widgets.KeyEntry
}

func newForm(screen *Screen) *forms.Form {
	return forms.New(screen.Frame, func() { screen.choice.read() })
}

// Draw implements month.Page.
func (p *choosePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	inner := look.Scaled(choiceWidth) - 2*look.Inset()
	p.entry = widgets.NewVerbatimEntry()
	p.entry.SetText(p.path)
	p.entry.OnChanged = func(typed string) { p.path = typed }
	p.form.SetInputs(p.entry)
	chip := func(key, hint string, after int) fyne.CanvasObject {
		button := widgets.NewButton(widgets.ChipButton, text(key), hint, func() { p.setMonth(month.LastOf(p.screen.today, after)) })
		button.SetChosen(p.forOn == month.LastOf(p.screen.today, after))
		return button
	}
	body := widgets.VStack(14, widgets.Paragraph(text("readings.choose.advice"), look.BodySize(), look.Ink2(), inner),
		forms.Labelled(text("readings.choose.path"), p.entry),
		forms.Labelled(text("readings.choose.month"), widgets.Columns(8, widgets.Sides(look.BoldText(p.forOn.Month(), look.HeadingSize(), look.Ink()), nil),
			chip("run.month.last", "F5", -1), chip("run.month.this", "F6", 0), widgets.NewButton(widgets.ChipButton, text("readings.month.type"), "F7", p.askMonth))),
		p.screen.Place(inner),
		widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("intake.choose.browse"), "F4", p.browse),
			widgets.NewButton(widgets.PlainButton, text("readings.room"), "F8", p.showRoom),
			widgets.NewButton(widgets.PlainButton, text("readings.route"), "F9", p.showRoute),
			widgets.NewButton(widgets.PrimaryButton, text("readings.choose.read"), "Enter", p.read)))
	card := widgets.TitledCard(text("readings.choose.title"), nil, body)
	return container.NewCenter(widgets.Sized(look.Scaled(choiceWidth), 0, card))
}

// Keys implements month.Page.
func (p *choosePage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	return []shell.Key{{Name: fyne.KeyReturn, Label: text("readings.choose.read"), Do: p.form.Enter}, {Name: fyne.KeyF4, Label: text("intake.choose.browse"), Do: p.browse},
		{Name: fyne.KeyF5, Label: text("run.month.last"), Do: func() { p.setMonth(month.LastOf(p.screen.today, -1)) }},
		{Name: fyne.KeyF6, Label: text("run.month.this"), Do: func() { p.setMonth(month.LastOf(p.screen.today, 0)) }},
		{Name: fyne.KeyF7, Label: text("readings.month.type"), Do: p.askMonth}, {Name: fyne.KeyF8, Label: text("readings.room"), Do: p.showRoom},
		{Name: fyne.KeyF9, Label: text("readings.route"), Do: p.showRoute}}
}

// Focus implements month.Page.
func (p *choosePage) Focus() { p.form.First() }

// Load implements month.Page: where the month before is read, this one is what there is to read.
func (p *choosePage) Load() {
	if p.screen.counter == nil || p.isChosen {
		return
	}
	last, isRead := month.LastOf(p.screen.today, -1), false
	p.screen.Frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		isRead, err = p.screen.counter.Metering.IsRead(ctx, month.FirstOf(last, 0), last)
		return err
	}, func(err error) {
		if err == nil && isRead && !p.isChosen && p.screen.Page == month.Page(p) {
			p.setMonth(month.LastOf(p.screen.today, 0))
		}
	})
}

// Back implements month.Page.
func (p *choosePage) Back() { p.screen.deps.Back() }

func (p *choosePage) setMonth(on calendar.Date) {
	p.forOn, p.isChosen = on, true
	p.screen.Redraw()
}

// askMonth lets another month be typed.
func (p *choosePage) askMonth() {
	text := p.screen.Frame.Text
	entry := widgets.NewCountEntry(text("readings.month.entry"), 6, nil)
	widgets.ShowDialog(p.screen.Frame.Canvas(), widgets.DialogOptions{Title: text("readings.choose.month"), Message: text("readings.month.advice"), Body: entry,
		Inputs: []fyne.Focusable{entry}, Yes: text("run.period.take"), No: text("month.back"),
		Accept: func() string {
			first, fine := month.ParseDay(entry.Text() + "01")
			if !fine {
				return text("readings.month.wrong")
			}
			p.setMonth(month.LastOf(first, 0))
			return ""
		}})
}

// browse chooses the file from the folders; a typed or pasted path does the same.
func (p *choosePage) browse() {
	forms.AskFile(p.screen.Frame, forms.FileQuestion{Title: p.screen.Frame.Text("readings.choose.title"), Endings: []string{".xlsx", ".xlsm", ".csv"},
		Explain: p.screen.deps.Explain, Chosen: func(path string) {
			p.path = path
			p.entry.SetText(path)
			p.read()
		}})
}

// read loads the sheet and tries it.
func (p *choosePage) read() {
	path := cleanPath(p.path)
	if path == "" {
		p.screen.Say(p.screen.Frame.Text("intake.choose.empty"), widgets.ToneLook)
		return
	}
	p.load(path, "")
}

// load reads one sheet of the file, the first with readings for "", and tries it.
func (p *choosePage) load(path, name string) {
	options := metering.Options{ForOn: p.forOn}
	var sheet *intake.Sheet
	var plan *metering.Plan
	p.screen.Run(p.screen.Frame.Text("readings.reading"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		if sheet, err = intake.LoadReadings(ctx, path, name); err != nil {
			return err
		}
		plan, err = p.screen.counter.Metering.PlanReadings(ctx, sheet, options)
		return err
	}, func() {
		p.screen.GoTo(newReview(p.screen, sheet, options, plan))
	})
}

// showRoute opens the first route of the month; another kind or building is chosen there.
func (p *choosePage) showRoute() {
	if !p.screen.Busy() {
		p.screen.GoTo(newRoutePage(p.screen, walkOf(p.forOn, p.screen.today)))
	}
}

func (p *choosePage) showRoom() { p.screen.GoTo(newRoomPage(p.screen)) }
