package leases

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/cashier"
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

// formPage takes a contract, with what it would ask for beside it while it is typed.
type formPage struct {
	screen *Screen
	typed  typed
	form   *forms.Form
	// labels are those of the choices, which tell what was chosen.
	labels map[string]*canvas.Text
	table  *widgets.DataTable
	side   *fyne.Container

	charges []lease.Charge
	// advice is what the schedule's place says while there is none: what is missing, or what was refused.
	advice string
	// trying says that a trial is under way, and stale that the typing went on meanwhile.
	trying, stale bool
}

// fieldRows are the entries of the form, row by row; the catalogue has a label for each.
var fieldRows = [][]string{{"number", "rooms"}, {"tenant", "name", "phone"}, {"from", "to", "cycle"}, {"price", "per", "advance"},
	{"due", "deposit", "every", "percent"}, {"free_from", "free_to", "share", "plus"}}

func newFormPage(screen *Screen) *formPage {
	page := &formPage{screen: screen, typed: typed{}}
	page.form = forms.New(screen.Frame, page.sign)
	page.advice = screen.Frame.Text("leases.form.advice")
	return page
}

// Draw implements month.Page.
func (p *formPage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	p.labels = map[string]*canvas.Text{}
	var inputs []fyne.Focusable
	body := widgets.VStack(5)
	for _, fields := range fieldRows {
		var parts []fyne.CanvasObject
		for _, field := range fields {
			entry := widgets.NewKeyEntry(p.hint(field), nil)
			entry.MaxRunes = 60
			entry.SetText(p.typed[field])
			entry.OnChanged = func(value string) { p.changed(field, value) }
			inputs = append(inputs, entry)
			label := look.Text(p.label(field), look.SmallSize(), look.Ink2())
			p.labels[field] = label
			parts = append(parts, widgets.VStack(1, label, entry))
		}
		body.Add(widgets.Columns(10, parts...))
	}
	p.form.SetInputs(inputs...)
	foot := widgets.NewButton(widgets.PrimaryButton, text("leases.form.sign"), "F9", p.sign)
	title := look.BoldText(text("leases.form.title"), look.LeadSize(), look.Ink())
	left := widgets.Card(widgets.Edges(title, foot, widgets.Scroll(body)))
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.period"), Width: 170}, {Title: text("run.why")}, {Title: text("run.amount"), Width: 100, Align: fyne.TextAlignTrailing}},
		func() int { return len(p.charges) }, func(row, column int) widgets.Cell {
			return chargeCell(text, p.charges[row], []int{0, 2, 4}[column])
		})
	p.side = widgets.VStack(0)
	said := widgets.Inset(0, 14, 0, 14, p.screen.Place(look.Scaled(420)))
	right := widgets.BareCard(widgets.Edges(widgets.VStack(0, p.side, said), nil, p.table))
	p.drawSide()
	return widgets.Frame(left, formWidth, right, nil, 0)
}

// hint is what stands in an empty entry: how it is filled in, "" where that needs no word.
func (p *formPage) hint(field string) string {
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
		if chosen, fine := p.typed.choice(field, most); fine {
			words = text("leases.chosen", words, text("leases.choice."+field+"."+strconv.Itoa(chosen+1)))
		}
	}
	return words
}

// drawSide sums the schedule up, or says what is missing.
func (p *formPage) drawSide() {
	text := p.screen.Frame.Text
	title := look.BoldText(text("leases.form.schedule"), look.LeadSize(), look.Ink())
	words := look.Text("", look.SmallSize(), look.Ink2())
	p.table.Empty = nil
	if len(p.charges) > 0 {
		sum := money.Fen(0)
		for _, charge := range p.charges {
			sum += charge.AmountFen
		}
		words = look.Text(forms.HalfYen(text("leases.form.sum", len(p.charges), sum.Yuan())), look.BodySize(), look.Ink())
	} else {
		p.table.Empty = widgets.EmptyState("", p.advice, nil)
	}
	p.side.Objects = []fyne.CanvasObject{widgets.Inset(12, 14, 12, 14, widgets.Sides(title, words))}
	p.side.Refresh()
	p.table.Refresh()
}

// changed keeps what was typed and tries the contract again.
func (p *formPage) changed(field, value string) {
	p.typed[field] = value
	look.SetText(p.labels[field], p.label(field), false)
	p.try()
}

// try works the schedule out off the UI thread; typing that goes on meanwhile is tried when it is done.
func (p *formPage) try() {
	text := p.screen.Frame.Text
	wish, places, missing := p.typed.wish(text)
	switch {
	case p.trying:
		p.stale = true
		return
	case missing != "":
		p.showTrial(nil, missing)
		return
	case p.screen.counter == nil:
		return
	}
	if wish.Number == "" {
		wish.Number = "0" // it may be typed last
	}
	p.trying, p.stale = true, false
	var charges []lease.Charge
	p.screen.Frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if wish.Rooms, wish.Spaces, err = p.screen.counter.Places(ctx, places); err != nil {
			return err
		}
		charges, err = p.screen.counter.TryLease(ctx, wish)
		return err
	}, func(err error) {
		p.trying = false
		switch {
		case p.stale:
			p.try()
		case err != nil:
			p.showTrial(nil, p.screen.deps.Explain(err))
		default:
			p.showTrial(charges, "")
		}
	})
}

func (p *formPage) showTrial(charges []lease.Charge, advice string) {
	p.charges, p.advice = charges, advice
	p.drawSide()
}

// sign asks for the second person and signs.
func (p *formPage) sign() {
	text := p.screen.Frame.Text
	wish, places, missing := p.typed.wish(text)
	if missing == "" && wish.Number == "" {
		missing = text("leases.missing.number")
	}
	if missing != "" {
		p.screen.Say(missing, widgets.ToneLook)
		return
	}
	second := month.NewSecond(p.screen.Frame)
	var who cashier.Second
	p.screen.Ask(widgets.DialogOptions{Title: text("leases.form.sign"), Message: text("leases.form.confirm", wish.Number, string(wish.FromOn), string(wish.ToOn)),
		Width: dialogWidth, Body: second.Body(), Inputs: second.Inputs(), Yes: text("leases.form.sign")},
		func() (refusal string) {
			who, refusal = second.Read()
			return refusal
		}, func(ctx context.Context) (err error) {
			if wish.RequestID == "" {
				if wish.RequestID, err = cashier.NewRequestID(); err != nil {
					return err
				}
			}
			if wish.Rooms, wish.Spaces, err = p.screen.counter.Places(ctx, places); err != nil {
				return err
			}
			if wish.TenantOf, err = p.tenantOf(wish); err != nil {
				return err
			}
			_, err = p.screen.counter.SignLease(ctx, wish, who)
			return err
		}, second.Wipe, func() {
			second.Wipe()
			p.screen.deps.Changed()
			p.screen.GoTo(p.screen.list)
			p.screen.Say(text("leases.signed", wish.Number), widgets.ToneGood)
		})
}

// tenantOf gives the room whose tenant, or else owner, signs: of the person that was looked for, or of the first room that
// is let; none where somebody new signs.
func (p *formPage) tenantOf(wish cashier.LeaseWish) (string, error) {
	if wish.NewTenant.Name != "" {
		return "", nil
	}
	if who := strings.TrimSpace(p.typed["tenant"]); who != "" {
		found := p.screen.counter.Find(who, 1)
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
	return append(p.form.Keys(p.screen.Frame.Text("leases.form.next")), shell.Key{Name: fyne.KeyF9, Label: p.screen.Frame.Text("leases.form.sign"), Do: p.sign})
}

// Focus implements month.Page.
func (p *formPage) Focus() { p.form.First() }

// Load implements month.Page.
func (p *formPage) Load() {}

// Back implements month.Page.
func (p *formPage) Back() { p.screen.GoTo(p.screen.list) }
