package leases

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/cashier/leasing"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
)

// formWidth is the width of the column of entries, in points at scale 1.
const formWidth float32 = 620

// formPage takes a contract, or other terms of one, with what it would ask for beside it while it is typed.
type formPage struct {
	screen *Screen
	// rows are the entries of the first page, row by row; the catalogue has a label for each.
	rows  [][]string
	typed typed
	// clauses are what the second page lists, which more says is shown.
	clauses clauses
	more    bool
	// amends is the lease whose terms change; nil for a new contract.
	amends *amends
	form   *forms.Form
	// labels are those of the choices, which tell what was chosen; entries are what is typed into. Both go by their names.
	labels  map[string]*canvas.Text
	entries map[string]*widgets.KeyEntry
	list    *widgets.DataTable
	table   *widgets.DataTable
	side    *fyne.Container
	// compare reads what the comparison of an amendment shows anew; nil for a new contract.
	compare func()

	tried tried
	// advice is what the schedule's place says while there is none: what is missing, or what was refused.
	advice string
	// trying says that a trial is under way, and stale that the typing went on meanwhile.
	trying, stale bool
	// isRefused says that the page says why F9 did nothing.
	isRefused bool
	// isResumed says that the page comes back after a lock: its schedule is worked out anew.
	isResumed bool
}

// tried is what a trial found: the charges that would be, and those that are where a lease is amended.
type tried struct{ before, after []lease.Charge }

// contractRows are the entries of a new contract.
var contractRows = [][]string{{"number", "rooms"}, {"tenant", "name", "phone"}, {"from", "to", "cycle"}, {"price", "per", "advance"},
	{"due", "deposit", "every", "percent"}, {"free_from", "free_to", "share", "plus"}, {"part"}}

func newFormPage(screen *Screen) *formPage {
	page := &formPage{screen: screen, rows: contractRows, typed: typed{}}
	page.form = forms.New(screen.Frame, page.sign)
	page.advice = screen.Frame.Text("leases.form.advice")
	return page
}

// Draw implements month.Page.
func (p *formPage) Draw() fyne.CanvasObject {
	left := p.drawFields
	if p.more {
		left = p.drawClauses
	}
	said := widgets.Inset(0, 14, 0, 14, p.screen.Place(look.Scaled(420)))
	p.side = widgets.VStack(0)
	p.table = p.newTable()
	right := widgets.BareCard(widgets.Edges(widgets.VStack(0, p.side, said), nil, p.table))
	p.drawSide()
	return widgets.Frame(left(), formWidth, right, nil, 0)
}

// drawFields draws the first page: what every contract has.
func (p *formPage) drawFields() fyne.CanvasObject {
	p.labels, p.entries = map[string]*canvas.Text{}, map[string]*widgets.KeyEntry{}
	var inputs []fyne.Focusable
	body := widgets.VStack(5)
	for _, fields := range p.rows {
		var parts []fyne.CanvasObject
		for _, field := range fields {
			entry := widgets.NewKeyEntry(p.hint(field), nil)
			entry.MaxRunes = 60
			entry.SetText(p.typed[field])
			entry.OnChanged = func(value string) { p.changed(field, value) }
			inputs = append(inputs, entry)
			p.entries[field] = entry
			label := look.Text(p.label(field), look.SmallSize(), look.Ink2())
			p.labels[field] = label
			parts = append(parts, widgets.VStack(1, label, entry))
		}
		body.Add(widgets.Columns(10, parts...))
	}
	p.form.SetInputs(inputs...)
	if p.amends != nil {
		body.Add(widgets.Inset(6, 0, 0, 0, look.Text(p.screen.Frame.Text("leases.amend.empty"), look.SmallSize(), look.Ink2())))
	}
	foot := widgets.Columns(8, widgets.NewButton(widgets.PlainButton, p.moreWords(), "F7", p.turn), widgets.NewButton(widgets.PrimaryButton, p.signWords(), "F9", p.sign))
	return widgets.Card(widgets.Edges(look.BoldText(p.title(), look.LeadSize(), look.Ink()), foot, widgets.Scroll(body)))
}

// title names what is written.
func (p *formPage) title() string {
	if p.amends != nil {
		return p.screen.Frame.Text("leases.amend.title", p.amends.line.Number, string(p.amends.fromOn))
	}
	return p.screen.Frame.Text("leases.form.title")
}

// signWords names what F9 does.
func (p *formPage) signWords() string {
	if p.amends != nil {
		return p.screen.Frame.Text("leases.amend.sign")
	}
	return p.screen.Frame.Text("leases.form.sign")
}

// moreWords names the way to the other page, with how much stands there.
func (p *formPage) moreWords() string {
	text := p.screen.Frame.Text
	switch count := len(p.clauses.lines(text)); {
	case p.more:
		return text("leases.clauses.back")
	case count > 0:
		return text("leases.clauses.count", count)
	}
	return text("leases.clauses")
}

// turn shows the other page.
func (p *formPage) turn() {
	p.more = !p.more
	p.screen.Redraw()
}

// newTable makes the schedule beside the entries.
func (p *formPage) newTable() *widgets.DataTable {
	text := p.screen.Frame.Text
	if p.amends != nil {
		return p.newComparison()
	}
	return widgets.NewDataTable([]widgets.Column{{Title: text("run.period"), Width: 170}, {Title: text("run.why")}, {Title: text("run.amount"), Width: 100, Align: fyne.TextAlignTrailing}},
		func() int { return len(p.tried.after) }, func(row, column int) widgets.Cell {
			return chargeCell(p.screen.Frame, p.tried.after[row], []int{0, 2, 4}[column])
		})
}

// hint is what stands in an empty entry: how it is filled in, "" where that needs no word.
func (p *formPage) hint(field string) string {
	if holds := p.told().get(field); p.amends != nil && holds != "" && choices[field] == 0 {
		return holds
	}
	key := "leases.hint." + field
	if words := p.screen.Frame.Text(key); words != key {
		return words
	}
	return ""
}

// label names an entry; of a choice it tells what is chosen.
func (p *formPage) label(field string) string {
	text := p.screen.Frame.Text
	words := text("leases.field." + field)
	if most, isChoice := choices[field]; isChoice {
		if chosen, fine := p.told().choice(field, most); fine {
			words = text("leases.chosen", words, text("leases.choice."+field+"."+strconv.Itoa(chosen+1)))
		}
	}
	return words
}

// drawSide sums the schedule up, or says what is missing.
func (p *formPage) drawSide() {
	text := p.screen.Frame.Text
	schedule := "leases.form.schedule"
	if p.amends != nil {
		schedule = "leases.amend.schedule"
	}
	title, words := look.BoldText(text(schedule), look.LeadSize(), look.Ink()), look.Text("", look.SmallSize(), look.Ink2())
	p.table.Empty = nil
	if p.compare != nil {
		p.compare()
	}
	switch {
	case len(p.tried.after) == 0:
		p.table.Empty = widgets.EmptyState("", p.advice, nil)
	case p.amends == nil:
		words = look.Text(forms.HalfYen(text("leases.form.sum", len(p.tried.after), sumOf(p.tried.after).Yuan())), look.BodySize(), look.Ink())
	}
	head := widgets.VStack(4, widgets.Sides(title, words))
	if p.amends != nil { // the line is there from the start, so that the table below stays where it is
		said := ""
		if len(p.tried.after) > 0 {
			said = forms.HalfYen(p.comparisonWords())
		}
		head.Add(look.Text(said, look.BodySize(), look.Ink()))
	}
	p.side.Objects = []fyne.CanvasObject{widgets.Inset(12, 14, 12, 14, head)}
	p.side.Refresh()
	p.table.Refresh()
}

func sumOf(charges []lease.Charge) (sum money.Fen) {
	for _, charge := range charges {
		sum += charge.AmountFen
	}
	return sum
}

// changed keeps what was typed and tries the contract again.
func (p *formPage) changed(field, value string) {
	p.typed[field] = value
	p.forgive()
	look.SetText(p.labels[field], p.label(field), false)
	p.try()
}

// try works the schedule out off the UI thread; typing that goes on meanwhile is tried when it is done.
func (p *formPage) try() {
	if p.trying {
		p.stale = true
		return
	}
	var found tried
	work, missing := p.trial(&found)
	if missing != "" {
		p.showTrial(tried{}, missing)
		return
	}
	if p.screen.counter == nil {
		return
	}
	p.trying, p.stale = true, false
	p.screen.Frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return work(ctx) }, func(err error) {
		p.trying = false
		switch {
		case p.stale:
			p.try()
		case err != nil:
			p.showTrial(tried{}, p.screen.deps.Explain(err))
		default:
			p.showTrial(found, "")
		}
	})
}

// trial returns the work of a trial, which fills found in, or the sentence that says what is missing for it.
func (p *formPage) trial(found *tried) (work func(ctx context.Context) error, missing string) {
	if p.amends != nil {
		return p.amendTrial(found)
	}
	wish, places, missing := p.wish()
	if wish.Number == "" {
		wish.Number = "0" // it may be typed last
	}
	return func(ctx context.Context) (err error) {
		if wish.Rooms, wish.Spaces, err = p.screen.counter.Households.Places(ctx, places); err != nil {
			return err
		}
		found.after, err = p.screen.counter.Leasing.Try(ctx, wish)
		return err
	}, missing
}

// wish makes a contract of both pages; it answers as typed.wish.
func (p *formPage) wish() (wish leasing.Wish, places []string, missing string) {
	text := p.screen.Frame.Text
	if wish, places, missing = p.typed.wish(text); missing == "" {
		missing = p.clauses.apply(text, &wish.Contract)
	}
	return wish, places, missing
}

func (p *formPage) showTrial(found tried, advice string) {
	p.tried, p.advice = found, advice
	p.drawSide()
}

// refuse says why F9 did nothing; "" takes it away.
func (p *formPage) refuse(sentence string) {
	p.isRefused = sentence != ""
	p.screen.Say(sentence, widgets.ToneLook)
}

// forgive takes away why F9 did nothing, once something else stands there.
func (p *formPage) forgive() {
	if p.isRefused {
		p.refuse("")
	}
}

// lack names an entry that is still empty and takes the keyboard to it, from the other page too.
func (p *formPage) lack(field string) {
	if p.more {
		p.turn()
	}
	text := p.screen.Frame.Text
	p.refuse(text("leases.form.lacks", text("leases.field."+field)))
	p.screen.Frame.Focus(p.entries[field])
}

// sign asks for the second person and signs.
func (p *formPage) sign() {
	if p.amends != nil {
		p.signAmendment()
		return
	}
	text := p.screen.Frame.Text
	if field := p.typed.lacking(); field != "" {
		p.lack(field)
		return
	}
	wish, places, missing := p.wish()
	if missing != "" {
		p.refuse(missing)
		return
	}
	p.screen.AskTogether(month.Together{Options: widgets.DialogOptions{Title: text("leases.form.sign"), Message: text("leases.form.confirm", wish.Number, string(wish.FromOn), string(wish.ToOn)),
		Width: dialogWidth, Yes: text("leases.form.sign")},
		Work: func(ctx context.Context, second session.Second) (err error) {
			if wish.RequestID == "" {
				if wish.RequestID, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			if wish.Rooms, wish.Spaces, err = p.screen.counter.Households.Places(ctx, places); err != nil {
				return err
			}
			if wish.TenantOf, err = p.tenantOf(wish); err != nil {
				return err
			}
			_, err = p.screen.counter.Leasing.Sign(ctx, wish, second)
			return err
		},
		Done: func() {
			p.screen.deps.Changed()
			p.screen.GoTo(p.screen.list)
			p.screen.Say(text("leases.signed", wish.Number), widgets.ToneGood)
		}})
}

// tenantOf returns the room whose tenant, or else owner, signs: of the person that was looked for, or of the first room that
// is let; none where somebody new signs.
func (p *formPage) tenantOf(wish leasing.Wish) (string, error) {
	if wish.NewTenant.Name != "" {
		return "", nil
	}
	if who := strings.TrimSpace(p.typed["tenant"]); who != "" {
		found := p.screen.counter.Households.Find(who, 1)
		if len(found.Hits) == 0 {
			return "", tenantUnknown(who)
		}
		return found.Hits[0].Code, nil
	}
	if len(wish.Rooms) > 0 {
		return wish.Rooms[0], nil
	}
	return "", nil
}

// Keys implements month.Page.
func (p *formPage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	last := []shell.Key{{Name: fyne.KeyF7, Label: p.moreWords(), Do: p.turn}, {Name: fyne.KeyF9, Label: p.signWords(), Do: p.sign}}
	if p.more {
		return append(p.clauseKeys(), last...)
	}
	return append(p.form.Keys(text("leases.form.next")), last...)
}

// Focus implements month.Page.
func (p *formPage) Focus() {
	if p.more {
		p.screen.Frame.Focus(p.list)
		return
	}
	p.form.First()
}

// Load implements month.Page.
func (p *formPage) Load() {
	if p.isResumed {
		p.isResumed = false
		p.try()
	}
}

// Back implements month.Page.
func (p *formPage) Back() {
	switch {
	case p.more:
		p.turn()
	case p.amends != nil:
		p.screen.GoTo(&viewPage{screen: p.screen, number: p.amends.line.Number})
	default:
		p.screen.GoTo(p.screen.list)
	}
}
