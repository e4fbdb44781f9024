package readings

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/tariff"
)

// dialogWidth is the width of the dialogs about a meter, in points at scale 1.
const dialogWidth float32 = 600

// fields are the entries of a dialog with their labels, in the order of Enter.
type fields struct {
	screen *Screen
	body   *fyne.Container
	inputs []fyne.Focusable
}

func (p *roomPage) fields() *fields { return &fields{screen: p.screen, body: widgets.VStack(8)} }

// row adds entries side by side; labels and placeholders go in turn.
func (f *fields) row(labels ...string) []*widgets.KeyEntry {
	var entries []*widgets.KeyEntry
	var parts []fyne.CanvasObject
	for _, label := range labels {
		entry := widgets.NewKeyEntry("", nil)
		entry.MaxRunes = 32
		entries, parts = append(entries, entry), append(parts, forms.Labelled(f.screen.Frame.Text(label), entry))
		f.inputs = append(f.inputs, entry)
	}
	f.body.Add(widgets.Columns(12, parts...))
	return entries
}

// reason adds the entry for one of some numbered reasons.
func (f *fields) reason(codes []string) *month.Reason {
	reason := month.NewReason(f.screen.Frame, codes, "readings.reason.")
	f.body.Add(look.Text(reason.Words(), look.SmallSize(), look.Ink()))
	f.body.Add(forms.Labelled(f.screen.Frame.Text("month.reason"), reason.Entry()))
	f.inputs = append(f.inputs, reason.Entry())
	return reason
}

// ask opens the dialog; read reads its entries, work does it and gives the sentence that says what was done.
func (p *roomPage) ask(f *fields, title, message string, read func() string, work func(ctx context.Context) (done string, err error)) {
	var done string
	p.screen.Ask(widgets.DialogOptions{Title: title, Message: message, Width: dialogWidth, Body: f.body, Inputs: f.inputs, Yes: p.screen.Frame.Text("readings.save")},
		read, func(ctx context.Context) (err error) {
			done, err = work(ctx)
			return err
		}, nil, func() { p.changed(done) })
}

// current returns the meter at the cursor, in use.
func (p *roomPage) current() (meter.Meter, bool) {
	if p.at < 0 || p.at >= len(p.meters) || !p.meters[p.at].Meter.Active() || p.screen.Busy() {
		return meter.Meter{}, false
	}
	return p.meters[p.at].Meter, true
}

// name tells a meter: 水表 2019001.
func (p *roomPage) name(m meter.Meter) string {
	return p.code + " " + p.screen.Frame.Text("readings.meter", m.Kind, m.Number)
}

// stood tells what a meter stood at last.
func (p *roomPage) stood(m meter.Meter) string {
	value, on := m.StartReading, m.StartOn
	for _, r := range p.past() {
		if !r.Undone {
			value, on = r.Value, r.On
			break
		}
	}
	return p.screen.Frame.Text("readings.stood", value.Text(), string(on))
}

// enter takes one reading by hand.
func (p *roomPage) enter() {
	m, ok := p.current()
	if !ok {
		return
	}
	f, text := p.fields(), p.screen.Frame.Text
	row := f.row("readings.value.entry", "readings.on.entry")
	rolled := f.row("readings.rolled.entry", "readings.for.entry")
	row[1].SetPlaceHolder(string(p.screen.today))
	entry := meter.Entry{Meter: m.ID}
	var doubted doubted
	p.ask(f, text("readings.enter")+" "+p.name(m), p.stood(m), func() (refusal string) {
		if entry.Value, refusal = p.figure(row[0].Text); refusal != "" {
			return refusal
		}
		var fine, forFine bool
		entry.On, fine = month.ParseDayOr(row[1].Text, p.screen.today)
		entry.ForOn, forFine = month.ParseDayOr(rolled[1].Text, entry.On)
		if !fine || !forFine {
			return text("month.day.wrong")
		}
		entry.RolledOver = strings.TrimSpace(rolled[0].Text) == "1"
		entry.Keep = doubted.again(entry.Value)
		return p.request(&entry.RequestID)
	}, func(ctx context.Context) (string, error) {
		reading, err := p.screen.counter.Metering.EnterReading(ctx, entry)
		doubted.note(entry.Value, err)
		if err == nil && reading.ForOn != entry.ForOn {
			return text("readings.entered.later", string(entry.ForOn), string(reading.ForOn)), nil
		}
		return text("readings.entered"), err
	})
}

// request makes a request id once for a dialog, so that a second try of it is the same request.
func (p *roomPage) request(id *string) string {
	if *id != "" {
		return ""
	}
	made, err := session.NewRequestID()
	if err != nil {
		return p.screen.deps.Explain(err)
	}
	*id = made
	return ""
}

// figure reads what a dial shows.
func (p *roomPage) figure(typed string) (number tariff.Number, refusal string) {
	number, err := meter.ParseReading(strings.TrimSpace(typed))
	if err != nil {
		return number, p.screen.deps.Explain(err)
	}
	return number, ""
}

// correct puts another figure in the place of the newest reading.
func (p *roomPage) correct() {
	m, ok := p.current()
	if !ok {
		return
	}
	f, text := p.fields(), p.screen.Frame.Text
	row := f.row("readings.value.entry", "readings.rolled.entry")
	reason := f.reason(meter.CorrectReasons)
	order := meter.Correction{Meter: m.ID}
	var doubted doubted
	p.ask(f, text("readings.correct")+" "+p.name(m), p.stood(m), func() (refusal string) {
		if order.Value, refusal = p.figure(row[0].Text); refusal != "" {
			return refusal
		}
		order.RolledOver = strings.TrimSpace(row[1].Text) == "1"
		order.RequestID, order.Keep = "", doubted.again(order.Value) // another figure is another request
		if order.Reason, refusal = reason.Read(); refusal != "" {
			return refusal
		}
		return p.request(&order.RequestID)
	}, func(ctx context.Context) (string, error) {
		reading, err := p.screen.counter.Metering.CorrectReading(ctx, order)
		doubted.note(order.Value, err)
		if reading.Billed {
			return text("readings.corrected.billed", string(reading.ForOn)), err
		}
		return text("readings.corrected"), err
	})
}

// undo takes the newest reading back.
func (p *roomPage) undo() {
	m, ok := p.current()
	if !ok {
		return
	}
	text := p.screen.Frame.Text
	reasons := make([]string, len(meter.CorrectReasons))
	for index, code := range meter.CorrectReasons {
		reasons[index] = text("readings.reason." + code)
	}
	request, err := session.NewRequestID()
	if err != nil {
		p.screen.Say(p.screen.deps.Explain(err), widgets.ToneOwed)
		return
	}
	widgets.ShowChoice(p.screen.Frame.Canvas(), text("readings.undo"), p.name(m)+" "+p.stood(m), reasons, text("month.back"), func(index int) {
		p.screen.Run("", func(ctx context.Context, _ func(done, total int)) error {
			_, err := p.screen.counter.Metering.UndoReading(ctx, meter.Undoing{RequestID: request, Meter: m.ID, Reason: meter.CorrectReasons[index]})
			return err
		}, func() { p.changed(text("readings.undone.done")) })
	})
}

// replace closes the meter with its last reading and opens the next one.
func (p *roomPage) replace() {
	m, ok := p.current()
	if !ok {
		return
	}
	f, text := p.fields(), p.screen.Frame.Text
	old := f.row("readings.final.entry", "readings.on.entry")
	next := f.row("readings.next.entry", "readings.start.entry")
	old[1].SetPlaceHolder(string(p.screen.today))
	next[1].SetPlaceHolder("0")
	reason := f.reason(meter.ReplaceReasons)
	order := meter.Replacement{Meter: m.ID}
	var doubted doubted
	p.ask(f, text("readings.replace")+" "+p.name(m), p.stood(m), func() (refusal string) {
		if order.FinalReading, refusal = p.figure(old[0].Text); refusal != "" {
			return refusal
		}
		start := next[1].Text
		if strings.TrimSpace(start) == "" {
			start = "0"
		}
		if order.StartReading, refusal = p.figure(start); refusal != "" {
			return refusal
		}
		var fine bool
		if order.On, fine = month.ParseDayOr(old[1].Text, p.screen.today); !fine {
			return text("month.day.wrong")
		}
		order.NextNumber, order.RequestID, order.Keep = strings.TrimSpace(next[0].Text), "", doubted.again(order.FinalReading)
		if order.Reason, refusal = reason.Read(); refusal != "" {
			return refusal
		}
		return p.request(&order.RequestID)
	}, func(ctx context.Context) (string, error) {
		_, err := p.screen.counter.Metering.ReplaceMeter(ctx, order)
		doubted.note(order.FinalReading, err)
		return text("readings.replaced"), err
	})
}

// terms adds the entries for how a meter counts; what is left empty stays as standing says.
func (f *fields) terms(standing meter.Terms) (read func() (meter.Terms, bool)) {
	row := f.row("readings.multiplier.entry", "readings.loss.entry")
	dial := f.row("readings.dial.entry", "readings.decimals.entry")
	row[0].SetPlaceHolder(standing.Multiplier.Text())
	row[1].SetPlaceHolder(standing.LossPercent.Text())
	dial[0].SetPlaceHolder(strconv.Itoa(standing.Digits))
	dial[1].SetPlaceHolder(strconv.Itoa(standing.DecimalDigits))
	return func() (meter.Terms, bool) {
		terms, fine := standing, true
		decimal := func(typed string, into *tariff.Number) {
			if typed = strings.TrimSpace(typed); typed != "" {
				number, err := tariff.ParseNumber(typed)
				*into, fine = number, fine && err == nil
			}
		}
		whole := func(typed string, into *int) {
			if typed = strings.TrimSpace(typed); typed != "" {
				number, err := strconv.Atoi(typed)
				*into, fine = number, fine && err == nil
			}
		}
		decimal(row[0].Text, &terms.Multiplier)
		decimal(row[1].Text, &terms.LossPercent)
		whole(dial[0].Text, &terms.Digits)
		whole(dial[1].Text, &terms.DecimalDigits)
		return terms, fine
	}
}

// setTerms changes what the meter's readings are multiplied by, from a day on.
func (p *roomPage) setTerms() {
	m, ok := p.current()
	if !ok {
		return
	}
	f, text := p.fields(), p.screen.Frame.Text
	day := f.row("readings.from.entry")[0]
	day.SetPlaceHolder(string(p.screen.today))
	read := f.terms(m.Terms)
	var terms meter.Terms
	p.ask(f, text("readings.set_terms")+" "+p.name(m), text("readings.terms.advice"), func() string {
		var fine, dayFine bool
		var on calendar.Date
		terms, fine = read()
		on, dayFine = month.ParseDayOr(day.Text, p.screen.today)
		terms.FromOn = on
		return p.wrong(fine, dayFine)
	}, func(ctx context.Context) (string, error) {
		_, err := p.screen.counter.Metering.SetMeterTerms(ctx, m.ID, terms)
		return text("readings.terms.done"), err
	})
}

// wrong returns the sentence for figures or a day that cannot be read, "" where both can.
func (p *roomPage) wrong(figures, day bool) string {
	switch {
	case !day:
		return p.screen.Frame.Text("month.day.wrong")
	case !figures:
		return p.screen.Frame.Text("readings.figures.wrong")
	}
	return ""
}

// install brings a meter in.
func (p *roomPage) install() {
	if p.code == "" || p.screen.Busy() {
		return
	}
	f, text := p.fields(), p.screen.Frame.Text
	name := f.row("readings.kind.entry", "readings.number.entry")
	start := f.row("readings.start.entry", "readings.from.entry")
	start[0].SetPlaceHolder("0")
	start[1].SetPlaceHolder(string(p.screen.today))
	read := f.terms(meter.Plain(p.screen.today))
	installing := meter.Installing{Room: p.code}
	p.ask(f, text("readings.install")+" "+p.code, text("readings.install.advice"), func() (refusal string) {
		figure := start[0].Text
		if strings.TrimSpace(figure) == "" {
			figure = "0"
		}
		if installing.StartReading, refusal = p.figure(figure); refusal != "" {
			return refusal
		}
		var fine, dayFine bool
		installing.Terms, fine = read()
		installing.StartOn, dayFine = month.ParseDayOr(start[1].Text, p.screen.today)
		installing.Kind, installing.Number = strings.TrimSpace(name[0].Text), strings.TrimSpace(name[1].Text)
		return p.wrong(fine, dayFine)
	}, func(ctx context.Context) (string, error) {
		_, err := p.screen.counter.Metering.InstallMeter(ctx, installing)
		return text("readings.installed"), err
	})
}
