package leases

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/leasing"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// amends is what an amendment begins with: the lease, the day, and the terms as they would go on.
type amends struct {
	line    leasing.Line
	fromOn  calendar.Date
	carried lease.Terms
}

// amendRows are the entries of an amendment: what terms have that can change.
var amendRows = [][]string{{"price", "per"}, {"every", "percent"}, {"share", "plus"}}

// askAmend asks from which day other terms hold, and shows the terms to be changed.
func (s *Screen) askAmend(view leasing.View) {
	text := s.Frame.Text
	first := s.amendFirst(view)
	on := widgets.NewKeyEntry(string(first), nil)
	on.MaxRunes = 10
	var day calendar.Date
	var trial leasing.Amending
	s.Ask(widgets.DialogOptions{Title: text("leases.amend.ask", view.Number, view.TenantName), Message: text("leases.amend.advice"), Width: dialogWidth,
		Body: forms.Labelled(text("leases.amend.on", string(first)), on), Inputs: []fyne.Focusable{on}, Yes: text("leases.amend.next")},
		func() string {
			var fine bool
			if day, fine = month.ParseDayOr(on.Text, first); !fine {
				return text("month.day.wrong")
			}
			return ""
		}, func(ctx context.Context) (err error) {
			trial, err = s.counter.Leasing.TryAmendment(ctx, view.Number, day, nil)
			return err
		}, nil, func() {
			page := newAmendPage(s, amends{line: trial.Line, fromOn: day, carried: trial.Terms})
			s.GoTo(page)
			page.showTrial(tried{before: trial.Before, after: trial.After}, "")
		})
}

// amendFirst returns the first day of the first period that ends today or later and has no bill: the usual day of an amendment.
func (s *Screen) amendFirst(view leasing.View) calendar.Date {
	for _, charge := range view.Charges {
		if charge.Span.From > view.FromOn && charge.Span.From > view.BilledTo && charge.Span.To >= s.today {
			return charge.Span.From
		}
	}
	return s.today
}

// newAmendPage shows terms as they hold, to be changed.
func newAmendPage(screen *Screen, of amends) *formPage {
	page := newFormPage(screen)
	page.rows, page.amends, page.clauses = amendRows, &of, clausesOf(of.carried)
	return page
}

// told returns what the entries say; one that an amendment leaves empty says what holds already.
func (p *formPage) told() typed {
	if p.amends == nil {
		return p.typed
	}
	told := typedTerms(p.amends.carried)
	for field := range p.typed {
		if typed := p.typed.get(field); typed != "" {
			told[field] = typed
		}
	}
	if told["share"] == "0" { // the share ends
		delete(told, "share")
	}
	return told
}

// typedTerms writes terms as they would be typed.
func typedTerms(terms lease.Terms) typed {
	t := typed{"price": string(terms.Rent.Price), "per": "1"}
	for number, per := range pers {
		if (per.Per == tariff.Day) == (terms.Rent.Per == tariff.Day) && (per.AreaCentiM2 != 0) == (terms.Rent.AreaCentiM2 != 0) {
			t["per"] = string(rune('1' + number))
		}
	}
	if share := terms.Share; share != nil {
		t["share"], t["plus"] = string(share.Tiers[len(share.Tiers)-1].Percent), "1"
		if share.Plus {
			t["plus"] = "2"
		}
	}
	return t
}

// terms makes the amended terms of what is typed; missing is a sentence that says what is missing or cannot be read. What
// the form does not show stays as it was.
func (p *formPage) terms() (terms lease.Terms, missing string) {
	text := p.screen.Frame.Text
	contract := lease.Contract{FromOn: p.amends.fromOn}
	if field := p.told().contract(&contract); field != "" {
		return terms, text("leases.form.wrong", text("leases.field."+field))
	}
	if missing = p.clauses.apply(text, &contract); missing != "" {
		return terms, missing
	}
	terms = contract.Terms
	carried := p.amends.carried
	if terms.Rent.AreaCentiM2 != 0 && carried.Rent.AreaCentiM2 > 0 {
		terms.Rent.AreaCentiM2 = carried.Rent.AreaCentiM2
	}
	if terms.Share != nil && carried.Share != nil {
		terms.Share.DueDays = carried.Share.DueDays
		if !terms.Share.Plus && !carried.Share.Plus {
			terms.Share.FloorFirst = carried.Share.FloorFirst
		}
	}
	return terms, ""
}

// amendTrial is trial of an amendment.
func (p *formPage) amendTrial(found *tried) (work func(ctx context.Context) error, missing string) {
	terms, missing := p.terms()
	return func(ctx context.Context) error {
		trial, err := p.screen.counter.Leasing.TryAmendment(ctx, p.amends.line.Number, p.amends.fromOn, &terms)
		found.before, found.after = trial.Before, trial.After
		return err
	}, missing
}

// comparedRow is a period with what it asks for before and after; nil where it asks for nothing of the kind.
type comparedRow struct{ before, after *lease.Charge }

// compared sets the charges from the day of the amendment on side by side.
func (p *formPage) compared() (rows []comparedRow) {
	type period struct {
		from  calendar.Date
		share bool
	}
	at := map[period]int{}
	row := func(charge *lease.Charge) *comparedRow {
		key := period{charge.Span.From, charge.Share}
		if _, known := at[key]; !known {
			at[key] = len(rows)
			rows = append(rows, comparedRow{})
		}
		return &rows[at[key]]
	}
	for i := range p.tried.after {
		if charge := &p.tried.after[i]; charge.Span.To >= p.amends.fromOn {
			row(charge).after = charge
		}
	}
	for i := range p.tried.before {
		if charge := &p.tried.before[i]; charge.Span.To >= p.amends.fromOn {
			row(charge).before = charge
		}
	}
	return rows
}

// comparisonWords sums up what changes.
func (p *formPage) comparisonWords() string {
	var before, after money.Fen
	for _, row := range p.compared() {
		if row.before != nil {
			before += row.before.AmountFen
		}
		if row.after != nil {
			after += row.after.AmountFen
		}
	}
	text := p.screen.Frame.Text
	switch {
	case after > before:
		return text("leases.amend.more", before.Yuan(), after.Yuan(), (after - before).Yuan())
	case after < before:
		return text("leases.amend.less", before.Yuan(), after.Yuan(), (before - after).Yuan())
	}
	return text("leases.amend.same", before.Yuan())
}

// newComparison makes the table of periods before and after.
func (p *formPage) newComparison() *widgets.DataTable {
	text := p.screen.Frame.Text
	var rows []comparedRow
	table := widgets.NewDataTable([]widgets.Column{{Title: text("run.period"), Width: 170}, {Title: text("leases.amend.before"), Align: fyne.TextAlignTrailing},
		{Title: text("leases.amend.after"), Align: fyne.TextAlignTrailing}, {Title: text("run.item"), Width: 100}}, func() int {
		if p.tried.after == nil {
			return 0
		}
		return len(rows)
	}, func(row, column int) widgets.Cell { return comparedCell(text, rows[row], column) })
	p.compare = func() { rows = p.compared() }
	return table
}

func comparedCell(text words, row comparedRow, column int) widgets.Cell {
	one := row.after
	if one == nil {
		one = row.before
	}
	switch column {
	case 0:
		return widgets.Cell{Text: month.Words(text, one.Span.From, one.Span.To)}
	case 1:
		return widgets.Cell{Text: grouped(row.before), Ink: look.Ink2()}
	case 2:
		cell := widgets.Cell{Text: grouped(row.after)}
		cell.Bold = grouped(row.before) != cell.Text
		return cell
	}
	return widgets.Cell{Text: one.Item, Ink: look.Ink2(), Small: true}
}

// grouped writes what a charge asks for; "—" where there is none.
func grouped(charge *lease.Charge) string {
	if charge == nil {
		return "—"
	}
	return charge.AmountFen.Grouped()
}

// signAmendment asks for the second person and lets the terms hold.
func (p *formPage) signAmendment() {
	text, of := p.screen.Frame.Text, p.amends
	terms, missing := p.terms()
	if missing == "" && len(p.tried.after) == 0 {
		missing = p.advice
	}
	if missing != "" {
		p.refuse(missing)
		return
	}
	p.screen.AskTogether(month.Together{Options: widgets.DialogOptions{Title: p.title(), Message: strings.Join([]string{forms.HalfYen(p.comparisonWords()), text("leases.amend.confirm")}, "\n"), Width: dialogWidth,
		Yes: text("leases.amend.sign")},
		Work: func(ctx context.Context, second session.Second) error {
			_, err := p.screen.counter.Leasing.Amend(ctx, of.line.Number, of.fromOn, terms, second)
			return err
		},
		Done: func() {
			p.screen.deps.Changed()
			p.screen.GoTo(&viewPage{screen: p.screen, number: of.line.Number})
			p.screen.Say(text("leases.amend.done", of.line.Number, string(of.fromOn)), widgets.ToneGood)
		}})
}
