package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// concessionPage lists the policies of rooms: who pays less, of what, from when to when.
type concessionPage struct {
	s     *Screen
	all   []billing.Concession
	at    int
	table *widgets.DataTable
}

func (s *Screen) toConcessions() { s.goTo(&concessionPage{s: s}) }

func (p *concessionPage) content() fyne.CanvasObject {
	text := p.s.text
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("charges.room"), Width: 130}, {Title: text("charges.concession"), Width: 120},
		{Title: text("charges.item")}, {Title: text("charges.percent"), Width: 100, Align: fyne.TextAlignTrailing},
		{Title: text("charges.line.from"), Width: 110}, {Title: text("charges.to"), Width: 110}}, func() int { return len(p.all) }, p.cell)
	p.table.OnCursor = func(row int) { p.at = row }
	p.table.Empty = widgets.EmptyState(text("charges.concession.empty"), text("charges.concession.advice"),
		widgets.NewButton(widgets.PrimaryButton, text("charges.concession.new"), "F4", p.add))
	p.table.SetCursor(p.at)
	head := widgets.Inset(12, 14, 12, 14, look.BoldText(text("charges.concessions"), look.LeadSize(), look.Ink()))
	buttons := widgets.Inset(10, 14, 12, 14, widgets.Columns(8, widgets.NewButton(widgets.PlainButton, text("charges.concession.new"), "F4", p.add),
		widgets.NewButton(widgets.PlainButton, text("charges.concession.end"), "F8", p.end)))
	return widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(head, buttons, p.table)), nil, 0)
}

func (p *concessionPage) cell(row, column int) widgets.Cell {
	one := p.all[row]
	ink := look.Ink()
	if one.ToOn != "" && one.ToOn < p.s.today {
		ink = look.Ink2()
	}
	switch column {
	case 0:
		return widgets.Cell{Text: p.s.estate.codes[one.Object], Bold: true, Ink: ink}
	case 1:
		return widgets.Cell{Text: one.Name, Ink: ink}
	case 2:
		return widgets.Cell{Text: pick(one.Item == "", p.s.text("charges.concession.all"), one.Item), Ink: ink}
	case 3:
		return widgets.Cell{Text: one.Factor.Mul(tariff.Whole(100)).Text() + "%", Ink: ink}
	case 4:
		return widgets.Cell{Text: string(one.FromOn), Ink: ink}
	}
	return widgets.Cell{Text: pick(one.ToOn == "", p.s.text("charges.open_end"), string(one.ToOn)), Ink: ink}
}

func (p *concessionPage) keys() []shell.Key {
	text := p.s.text
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("charges.room")},
		{Name: fyne.KeyF4, Label: text("charges.concession.new"), Do: p.add}, {Name: fyne.KeyF8, Label: text("charges.concession.end"), Do: p.end},
		p.s.back(p.s.toList)}
}

func (p *concessionPage) shown() {
	p.s.frame.Focus(p.table)
	p.load()
}

func (p *concessionPage) load() {
	if p.s.counter == nil {
		return
	}
	var all []billing.Concession
	p.s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		all, err = p.s.counter.Pricing.Concessions(ctx, "")
		return err
	}, func(err error) {
		p.s.sighted()
		if err != nil {
			p.s.problem(err)
			return
		}
		p.at = month.Stay(p.all, all, p.at, func(one billing.Concession) string { return one.ID })
		p.all = all
		p.table.Refresh()
		p.table.SetCursor(p.at)
	})
}

// add asks for the policy, then for the item and the reason, then for the rooms and the rest.
func (p *concessionPage) add() {
	text := p.s.text
	widgets.ShowChoice(p.s.frame.Canvas(), text("charges.concession.which"), "", billing.ConcessionNames, text("charges.back"), func(name int) {
		items := []string{text("charges.concession.all")}
		for _, charge := range p.s.charges {
			items = append(items, charge.Name)
		}
		widgets.ShowChoice(p.s.frame.Canvas(), text("charges.concession.item"), "", items, text("charges.back"), func(item int) {
			wish := billing.Concession{Name: billing.ConcessionNames[name]}
			if item > 0 {
				wish.Item = p.s.charges[item-1].Name
			}
			p.askReason(wish)
		})
	})
}

func (p *concessionPage) askReason(wish billing.Concession) {
	text := p.s.text
	reasons := make([]string, len(billing.ConcessionReasons))
	for i, reason := range billing.ConcessionReasons {
		reasons[i] = text("charges.concession.reason." + reason)
	}
	widgets.ShowChoice(p.s.frame.Canvas(), text("charges.concession.why"), "", reasons, text("charges.back"), func(reason int) {
		wish.Reason = billing.ConcessionReasons[reason]
		p.askRooms(wish)
	})
}

// askRooms asks for one room or many, how much they pay and from when; what it would do is shown before the second person agrees.
func (p *concessionPage) askRooms(wish billing.Concession) {
	text := p.s.text
	entry := func(value string) *widgets.KeyEntry {
		one := widgets.NewKeyEntry("", nil)
		prefill(one, value)
		return one
	}
	rooms, percent, from, to := entry(""), entry("70"), entry(string(nextMonth(p.s.today))), entry("")
	rooms.MaxRunes = roomsMost
	title := wish.Name + " · " + pick(wish.Item == "", text("charges.concession.all"), wish.Item)
	widgets.ShowDialog(p.s.frame.Canvas(), widgets.DialogOptions{Title: title, Message: text("charges.concession.rooms.text"), Width: 600,
		Body: widgets.VStack(10, forms.Labelled(text("charges.concession.rooms"), rooms), forms.Labelled(text("charges.concession.percent"), percent),
			forms.Labelled(text("charges.line.from"), from), forms.Labelled(text("charges.concession.to"), to)),
		Inputs: []fyne.Focusable{rooms, percent, from, to}, Yes: text("charges.concession.look"), No: text("charges.back"),
		Accept: func() string {
			objects, refusal := p.read(&wish, rooms.Text, percent.Text, from.Text, to.Text)
			if refusal == "" {
				p.agree(title, wish, objects)
			}
			return refusal
		}})
}

// roomsMost is how many characters a list of rooms may have.
const roomsMost = 16000

// shownRooms is how many rooms are named one by one before a second person agrees.
const shownRooms = 30

// agree shows whom a policy would be for and asks for the second person, once for all.
func (p *concessionPage) agree(title string, wish billing.Concession, objects []string) {
	text := p.s.text
	var codes []string
	for _, id := range objects[:min(len(objects), shownRooms)] {
		codes = append(codes, p.s.estate.codes[id])
	}
	message := text("charges.concession.would", len(objects), wish.Factor.Mul(tariff.Whole(100)).Text(), string(wish.FromOn),
		pick(wish.ToOn == "", text("charges.open_end"), string(wish.ToOn)), strings.Join(codes, "、"))
	if more := len(objects) - len(codes); more > 0 {
		message += text("charges.concession.more", more)
	}
	p.s.askSecond(secondQuestion{title: title, message: message + "\n" + text("charges.concession.text"), yes: text("charges.save"),
		work: func(ctx context.Context, second session.Second) error {
			_, err := p.s.counter.Pricing.GrantAll(ctx, wish, objects, second)
			return err
		},
		done: func() {
			if len(objects) == 1 {
				p.done(text("charges.concession.done", codes[0], wish.Name))
				return
			}
			p.done(text("charges.concession.done.many", len(objects), wish.Name))
		}})
}

// read puts what was typed into the wish and returns the objects that it is for, or says what is wrong with it.
func (p *concessionPage) read(wish *billing.Concession, rooms, percent, from, to string) (objects []string, refusal string) {
	objects, unknown := p.s.estate.objects(rooms)
	if unknown != "" || len(objects) == 0 {
		return nil, p.s.deps.Explain(store.Refuse(estate.CodeUnknownRoom, unknown))
	}
	paid, err := tariff.ParseNumber(clean(percent))
	if err != nil {
		return nil, p.s.deps.Explain(err)
	}
	wish.Factor = paid.Mul(tariff.Ratio(1, 100))
	if wish.FromOn, err = parseDay(from); err != nil {
		return nil, p.s.text("charges.wrong.day")
	}
	wish.ToOn = ""
	if to != "" {
		if wish.ToOn, err = parseDay(to); err != nil {
			return nil, p.s.text("charges.wrong.day")
		}
	}
	return objects, ""
}

func (p *concessionPage) done(sentence string) {
	p.s.frame.Toast(sentence, widgets.ToneGood)
	p.s.blind()
	p.load()
}

// end asks until when the policy under the cursor holds.
func (p *concessionPage) end() {
	if p.at < 0 || p.at >= len(p.all) {
		return
	}
	one, text := p.all[p.at], p.s.text
	day := widgets.NewKeyEntry("", nil)
	prefill(day, string(nextMonth(p.s.today).AddDays(-1)))
	var toOn calendar.Date
	p.s.askSecond(secondQuestion{title: text("charges.concession.end") + " · " + p.s.estate.codes[one.Object] + " · " + one.Name, message: text("charges.concession.end.text"),
		yes: text("charges.concession.end"), danger: true, fields: []field{{text("charges.end.day"), day}},
		check: func() string {
			var err error
			if toOn, err = parseDay(day.Text); err != nil {
				return text("charges.wrong.day")
			}
			return ""
		},
		work: func(ctx context.Context, second session.Second) error {
			return p.s.counter.Pricing.EndConcession(ctx, one.ID, toOn, second)
		},
		done: func() { p.done(text("charges.ended.until", one.Name, toOn)) }})
}
