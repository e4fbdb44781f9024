package leases

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// usualDiscount is the number of 长租优惠 among the policies: what a lease has where nobody says another.
const usualDiscount = 2

// kinds returns the clauses that can be added here: a deposit is asked for once, on signing.
func (p *formPage) kinds() []string {
	if p.amends != nil {
		return clauseKinds[:len(clauseKinds)-1]
	}
	return clauseKinds
}

// drawClauses draws the second page: the rarer terms, one a line.
func (p *formPage) drawClauses() fyne.CanvasObject {
	text := p.screen.Frame.Text
	lines := p.clauses.lines(text)
	p.list = widgets.NewDataTable([]widgets.Column{{Width: 100}, {}}, func() int { return len(lines) }, func(row, column int) widgets.Cell {
		if column == 0 {
			return widgets.Cell{Text: lines[row].kind, Ink: look.Ink2()}
		}
		return widgets.Cell{Text: lines[row].words}
	})
	p.list.HideHeader = true
	p.list.Empty = widgets.EmptyState(text("leases.clauses.none"), text("leases.clauses.advice"), nil)
	p.list.OnPick = func(character rune) func() {
		number := int(character - '0')
		if number < 1 || number > len(p.kinds()) {
			return nil
		}
		return func() { p.add(number - 1) }
	}
	p.list.SetCursor(min(0, len(lines)-1))
	var buttons []fyne.CanvasObject
	for index, kind := range p.kinds() {
		buttons = append(buttons, widgets.NewButton(widgets.PlainButton, text("leases.clause."+kind), strconv.Itoa(index+1), func() { p.add(index) }))
	}
	buttons = append(buttons, widgets.NewButton(widgets.PlainButton, text("leases.clause.remove"), "Del", p.remove))
	foot := widgets.VStack(8, widgets.Columns(8, buttons[:3]...), widgets.Columns(8, buttons[3:]...),
		widgets.Columns(8, widgets.NewButton(widgets.PlainButton, p.moreWords(), "F7", p.turn), widgets.NewButton(widgets.PrimaryButton, p.signWords(), "F9", p.sign)))
	head := widgets.Inset(0, 0, 8, 0, look.BoldText(text("leases.clauses.title", p.title()), look.LeadSize(), look.Ink()))
	return widgets.Card(widgets.Edges(head, widgets.Inset(8, 0, 0, 0, foot), p.list))
}

func (p *formPage) clauseKeys() []shell.Key {
	text := p.screen.Frame.Text
	return []shell.Key{{Name: fyne.Key1, Cap: "1–" + strconv.Itoa(len(p.kinds())), Label: text("leases.clause.add")}, {Name: fyne.KeyDelete, Label: text("leases.clause.remove"), Do: p.remove}}
}

// remove takes the clause at the cursor away.
func (p *formPage) remove() {
	lines := p.clauses.lines(p.screen.Frame.Text)
	if at := p.list.Cursor(); at >= 0 && at < len(lines) {
		lines[at].remove()
		p.clausesChanged()
	}
}

func (p *formPage) clausesChanged() {
	p.forgive()
	p.clauses.sort()
	p.try()
	p.screen.Redraw()
}

// clauseForm is the dialog in which a clause is typed.
type clauseForm struct {
	page    *formPage
	entries []*widgets.KeyEntry
	body    *fyne.Container
	inputs  []fyne.Focusable
}

// add asks for a clause of one of the kinds and lists it.
func (p *formPage) add(index int) {
	kind, text := p.kinds()[index], p.screen.Frame.Text
	f := &clauseForm{page: p, body: widgets.VStack(8)}
	read := map[string]func() string{"step": f.step, "free": f.free, "tier": f.tier, "discount": f.discount, "deposit": f.deposit}[kind]
	fields := map[string][]string{"step": {"from", "price", "percent"}, "free": {"from", "to"}, "tier": {"up_to", "share"}, "discount": {"name", "from_start", "to_end", "pays"}, "deposit": {"sum"}}[kind]
	if kind == "discount" {
		names := make([]string, len(billing.ConcessionNames))
		for number, name := range billing.ConcessionNames {
			names[number] = strconv.Itoa(number+1) + " " + name
		}
		f.body.Add(look.Text(strings.Join(names, "  "), look.SmallSize(), look.Ink()))
	}
	for range fields {
		entry := widgets.NewKeyEntry("", nil)
		entry.MaxRunes = 20
		f.entries, f.inputs = append(f.entries, entry), append(f.inputs, entry)
	}
	for at := 0; at < len(fields); at += 2 { // two side by side, so that the dialog stays low
		parts := []fyne.CanvasObject{forms.Labelled(text("leases.entry."+fields[at]), f.entries[at])}
		if at+1 < len(fields) {
			parts = append(parts, forms.Labelled(text("leases.entry."+fields[at+1]), f.entries[at+1]))
		}
		f.body.Add(widgets.Columns(12, parts...))
	}
	widgets.ShowDialog(p.screen.Frame.Canvas(), widgets.DialogOptions{Title: text("leases.clause." + kind), Message: text("leases.clause." + kind + ".advice"), Width: dialogWidth,
		Body: f.body, Inputs: f.inputs, Yes: text("leases.clause.add"), No: text("month.back"), Accept: func() string {
			refusal := read()
			if refusal == "" {
				p.clausesChanged()
			}
			return refusal
		}})
}

func (f *clauseForm) text(at int) string { return strings.TrimSpace(f.entries[at].Text) }

// value reads a figure; a percent sign behind it does no harm.
func (f *clauseForm) value(at int) (value tariff.Value, fine bool) {
	typed := strings.TrimPrefix(strings.TrimRight(f.text(at), "%％"), "+")
	_, err := tariff.ParseNumber(typed)
	return tariff.Value(typed), err == nil
}

// say returns a sentence of the catalogue.
func (f *clauseForm) say(key string) string { return f.page.screen.Frame.Text(key) }

func (f *clauseForm) step() string {
	on, fine := month.ParseDay(f.text(0))
	if !fine {
		return f.say("month.day.wrong")
	}
	if (f.text(1) == "") == (f.text(2) == "") {
		return f.say("leases.clause.step.wrong")
	}
	step := lease.Step{FromOn: on}
	if f.text(1) != "" {
		step.Price, fine = f.value(1)
	} else {
		step.Percent, fine = f.value(2)
	}
	if !fine {
		return f.say("leases.clause.figure")
	}
	f.page.clauses.steps = append(f.page.clauses.steps, step)
	return ""
}

func (f *clauseForm) free() string {
	from, fromFine := month.ParseDay(f.text(0))
	to, toFine := month.ParseDay(f.text(1))
	if !fromFine || !toFine || to < from {
		return f.say("leases.clause.days")
	}
	f.page.clauses.free = append(f.page.clauses.free, tariff.Span{From: from, To: to})
	return ""
}

func (f *clauseForm) tier() string {
	limit, limitFine := f.value(0)
	percent, percentFine := f.value(1)
	if !limitFine || !percentFine {
		return f.say("leases.clause.figure")
	}
	f.page.clauses.tiers = append(f.page.clauses.tiers, lease.ShareTier{UpTo: limit, Percent: percent})
	return ""
}

func (f *clauseForm) discount() string {
	number := usualDiscount
	if f.text(0) != "" {
		var err error
		if number, err = strconv.Atoi(f.text(0)); err != nil || number < 1 || number > len(billing.ConcessionNames) {
			return f.page.screen.Frame.Text("month.reason.wrong", len(billing.ConcessionNames))
		}
	}
	from, fromFine := month.ParseDayOr(f.text(1), f.page.startOn())
	to, toFine := month.ParseDayOr(f.text(2), "")
	if !fromFine || !toFine || from == "" || to != "" && to < from {
		return f.say("leases.clause.days")
	}
	percent, fine := f.value(3)
	if !fine {
		return f.say("leases.clause.figure")
	}
	f.page.clauses.discounts = append(f.page.clauses.discounts, lease.Discount{Name: billing.ConcessionNames[number-1], FromOn: from, ToOn: to, Percent: percent})
	return ""
}

func (f *clauseForm) deposit() string {
	fen, err := money.Parse(f.text(0))
	if err != nil || fen <= 0 {
		return f.say("leases.clause.figure")
	}
	f.page.clauses.depositFen = fen
	return ""
}

// startOn returns the first day of what is written, "" while it is not typed.
func (p *formPage) startOn() calendar.Date {
	if p.amends != nil {
		return p.amends.fromOn
	}
	from, fine := month.ParseDay(p.typed["from"])
	if !fine {
		return ""
	}
	return from
}
