package charges

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// previewWidth is the width of the live preview beside the sheet, in points at scale 1.
const previewWidth float32 = 440

// editor is the sheet with its live preview: of a new item, of another tariff, of a price or of an item's settings.
type editor struct {
	s     *Screen
	draft draft
	// base is the item and the tariff as they are in the book, for what is there already.
	base   pricing.Charge
	of     billing.Tariff
	sheet  *sheet
	before page
	// formulas marks the blocks that are formulas though nothing is typed yet.
	formulas map[int]bool
	dirty    bool
	// busy is while the sheet is being saved, paused while another screen is shown.
	busy, paused bool

	fault  *fault
	tried  tried
	cancel context.CancelFunc
	side   *fyne.Container
	said   *fyne.Container
}

func (s *Screen) newEditor(d draft, before page) *editor {
	e := &editor{s: s, draft: d, before: before, formulas: map[int]bool{}}
	e.sheet = &sheet{s: s, lines: e.lines, changed: e.changed, wrong: e.wrong}
	return e
}

// toTemplate opens the sheet of a new item made from a template.
func (s *Screen) toTemplate(from template.Template) {
	d := newDraft(newItem, pricing.Charge{Item: pricing.ItemOf(from)})
	d.tariff = assets.Text(assets.Chinese, "charges.basic")
	if err := d.setRule(from.Rule); err != nil {
		s.problem(err)
		return
	}
	d.ask(from.In(s.frame.Lang()))
	s.open(s.newEditor(d, s.page), "name")
}

// toOwn opens the sheet of a new item whose rule is put together of blocks.
func (s *Screen) toOwn() {
	item := billing.Item{Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: 15, Active: true}
	d := newDraft(newItem, pricing.Charge{Item: item})
	d.tariff = assets.Text(assets.Chinese, "charges.basic")
	d.rule.Lines = []tariff.Line{newBlock("price")}
	s.open(s.newEditor(d, s.page), "name")
}

// toOther opens the sheet of another tariff of an item, with the rule of the one that wins as a beginning.
func (s *Screen) toOther(charge pricing.Charge) {
	d := newDraft(newTariff, charge)
	d.tariff = assets.Text(assets.Chinese, "charges.nth", len(charge.Tariffs)+1)
	d.rule.Lines = []tariff.Line{newBlock("price")}
	if tariffs := byRank(charge.Tariffs); len(tariffs) > 0 && len(tariffs[0].Versions) > 0 {
		s.takeRule(&d, charge, tariffs[0].Versions[len(tariffs[0].Versions)-1].Rule)
	}
	e := s.newEditor(d, s.list)
	e.base = charge
	s.open(e, "tariff")
}

// toPrice opens the sheet of another price for a tariff.
func (s *Screen) toPrice(charge pricing.Charge, of billing.Tariff) {
	d := newDraft(newPrice, charge)
	d.tariff, d.fromOn = of.Name, string(nextPeriod(charge.Cycle, max(s.today, charge.BilledTo)))
	d.setScope(of.Scope)
	if len(of.Versions) > 0 {
		s.takeRule(&d, charge, of.Versions[len(of.Versions)-1].Rule)
	}
	e := s.newEditor(d, s.list)
	e.base, e.of = charge, of
	s.open(e, "")
	e.sheet.goTo(3) // the first figure: the day stands before it
}

// takeRule puts a rule onto the sheet, with the questions of its template where it still has their places.
func (s *Screen) takeRule(d *draft, charge pricing.Charge, rule tariff.Rule) {
	if err := d.setRule(rule); err != nil {
		s.problem(err)
		return
	}
	if from, err := template.ByID(charge.Template); err == nil {
		d.ask(from.In(s.frame.Lang()))
	}
}

// toSettings opens the sheet of what an item says of itself.
func (s *Screen) toSettings(charge pricing.Charge) {
	e := s.newEditor(newDraft(itemSettings, charge), s.list)
	e.base = charge
	s.open(e, "dueDays")
}

func (s *Screen) open(e *editor, key string) {
	s.goTo(e)
	e.sheet.find(key)
	e.try()
}

// nextMonth returns the first day of the month after a day.
func nextMonth(on calendar.Date) calendar.Date {
	_, to, err := tariff.EveryMonth.PeriodOf(on, "")
	if err != nil {
		return on
	}
	return to.AddDays(1)
}

// nextPeriod returns the first day of the cycle's next period, of the next month where the cycle has none of its own: a price
// that changes within a period splits its bill.
func nextPeriod(cycle tariff.Cycle, on calendar.Date) calendar.Date {
	if cycle == tariff.Once || cycle == tariff.AnySpan || cycle == tariff.Anniversary {
		return nextMonth(on)
	}
	_, to, err := cycle.PeriodOf(on, "")
	if err != nil {
		return nextMonth(on)
	}
	return to.AddDays(1)
}

// fromOn is the first day of the sheet's price as typed, or the one that it begins with: this period's, the one after those that are
// billed where some are.
func (e *editor) fromOn() string {
	if e.draft.fromOn != "" {
		return e.draft.fromOn
	}
	if e.base.BilledTo >= e.s.today {
		return string(nextPeriod(e.draft.item.Cycle, e.base.BilledTo))
	}
	cycle := e.draft.item.Cycle
	if cycle == tariff.Once || cycle == tariff.AnySpan || cycle == tariff.Anniversary {
		cycle = tariff.EveryMonth
	}
	from, _, err := cycle.PeriodOf(e.s.today, "")
	if err != nil {
		from = e.s.today
	}
	return string(max(from, e.base.BilledTo.AddDays(1)))
}

// standing says what the tariff costs now and from when it will cost something else already.
func (e *editor) standing() string {
	now, later := versionsOn(e.of, e.s.today)
	var words []string
	if now != nil {
		words = append(words, e.s.text("charges.standing", e.s.rulePhrase(now.Rule)))
	}
	for _, next := range later {
		words = append(words, e.s.text("charges.from", next.FromOn, e.s.rulePhrase(next.Rule)))
	}
	return strings.Join(words, " · ")
}

func (e *editor) content() fyne.CanvasObject {
	e.side, e.said = container.NewStack(), container.NewStack()
	head := widgets.Inset(0, 0, 8, 2, look.BoldText(e.title(), look.HeadingSize(), look.Ink()))
	left := widgets.Edges(head, e.said, e.sheet.content())
	e.drawTried()
	return widgets.Frame(nil, 0, left, e.side, previewWidth)
}

func (e *editor) title() string {
	text := e.s.text
	switch e.draft.mode {
	case newTariff:
		return text("charges.other") + " · " + e.base.Title()
	case newPrice:
		return text("charges.change") + " · " + e.base.Title() + " · " + e.s.tariffWords(e.of.Name)
	case itemSettings:
		return text("charges.settings") + " · " + e.base.Title()
	}
	return text("charges.new")
}

func (e *editor) keys() []shell.Key {
	text := e.s.text
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓ Enter", Label: text("charges.sheet.next")},
		{Name: fyne.KeyF4, Label: text("charges.list"), Do: e.sheet.pickOption}}
	switch {
	case e.draft.mode == itemSettings:
	case e.draft.values != nil:
		keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: text("charges.open"), Do: e.askBlock})
	default:
		keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: text("charges.block"), Do: e.askBlock},
			shell.Key{Name: fyne.KeyF6, Label: text("charges.up"), Do: func() { e.move(-1) }},
			shell.Key{Name: fyne.KeyF7, Label: text("charges.down"), Do: func() { e.move(1) }},
			shell.Key{Name: fyne.KeyF8, Label: text("charges.remove"), Do: e.remove})
	}
	save := text("charges.save")
	if e.draft.mode == newPrice {
		save = text("charges.effect")
	}
	keys = append(keys, shell.Key{Name: fyne.KeyF9, Label: save, Do: e.save})
	if e.draft.mode != itemSettings {
		keys = append(keys, shell.Key{Name: fyne.KeyF12, Label: text("charges.tryroom"), Do: func() { e.sheet.find("try.room") }})
	}
	return append(keys, e.s.turn(), e.s.back(e.leave))
}

func (e *editor) shown() {
	e.s.frame.Focus(e.sheet.entry)
	if e.paused {
		e.paused = false
		e.try()
	}
}

// wrong returns the line that is wrong, for the sheet to mark.
func (e *editor) wrong() (key string, column int) {
	if e.fault == nil {
		return "", 0
	}
	return e.fault.key, e.fault.column
}

// changed follows each key: the lines, what is wrong, and the preview.
func (e *editor) changed() {
	e.dirty = true
	e.say("")
	e.check()
	e.sheet.refresh()
	e.try()
}

// redraw shows the sheet after its blocks became others, with the cursor on a line.
func (e *editor) redraw(key string) {
	e.changed()
	e.sheet.find(key)
	e.s.frame.RefreshKeys()
	e.s.frame.Focus(e.sheet.entry)
}

// check finds what is wrong with the sheet.
func (e *editor) check() {
	_, e.fault = e.buildItem()
	if e.fault == nil && e.draft.mode != itemSettings {
		_, e.fault = e.buildTariff()
	}
}

// say shows a sentence over the key bar until the next key; "" takes it away.
func (e *editor) say(sentence string) {
	if e.said == nil || sentence == "" && len(e.said.Objects) == 0 {
		return
	}
	e.said.Objects = nil
	if sentence != "" {
		width := e.sheet.entry.Size().Width
		e.said.Add(widgets.Inset(8, 0, 0, 0, widgets.Notice(sentence, widgets.ToneOwed, max(width, look.Scaled(300)))))
	}
	e.s.frame.Window().Content().Refresh()
}

// leave goes back without saving; what was typed is asked about first.
func (e *editor) leave() {
	back := func() {
		e.stop()
		e.s.goTo(e.before)
	}
	if !e.dirty {
		back()
		return
	}
	text := e.s.text
	// Enter goes on filling in: what was typed is thrown away by a key of its own only.
	widgets.ShowDialog(e.s.frame.Canvas(), widgets.DialogOptions{Title: text("charges.leave"), Message: text("charges.leave.text"),
		Yes: text("charges.leave.yes"), No: text("charges.leave.no"), YesKey: fyne.KeyF8, Danger: true, Accept: func() string {
			back()
			return ""
		}})
}
