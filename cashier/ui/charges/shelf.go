package charges

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// shelfWidth is the width of the column of shelves, in points at scale 1.
const shelfWidth float32 = 170

// shelfPage is the gallery of templates: shelves at the left, the templates of one in the middle, what the one under the
// cursor is for at the right.
type shelfPage struct {
	s           *Screen
	byShelf     [][]template.Template
	shelf, at   int
	shelves     *widgets.DataTable
	table       *widgets.DataTable
	description *fyne.Container
}

// toShelf opens the gallery, or goes straight to putting a rule together where the gallery cannot be read.
func (s *Screen) toShelf() {
	all, err := template.All()
	if err != nil {
		s.problem(err)
		return
	}
	p := &shelfPage{s: s, byShelf: make([][]template.Template, len(template.Categories()))}
	for i, category := range template.Categories() {
		for _, one := range all {
			if one.Category == category {
				p.byShelf[i] = append(p.byShelf[i], one)
			}
		}
	}
	s.goTo(p)
}

func (p *shelfPage) content() fyne.CanvasObject {
	text := p.s.text
	p.shelves = widgets.NewDataTable([]widgets.Column{{}, {Width: 30, Align: fyne.TextAlignTrailing}}, func() int { return len(p.byShelf) },
		func(row, column int) widgets.Cell {
			if column == 1 {
				return widgets.Cell{Text: strconv.Itoa(len(p.byShelf[row])), Ink: look.Ink2(), Small: true}
			}
			return widgets.Cell{Text: template.Words(template.Categories()[row], p.s.frame.Lang()), Bold: row == p.shelf}
		})
	p.shelves.HideHeader = true
	p.shelves.OnCursor = func(row int) {
		if row != p.shelf {
			p.turn(row - p.shelf)
		}
	}
	p.table = widgets.NewDataTable([]widgets.Column{{Width: 24}, {Title: text("charges.template"), Width: 216}, {Title: text("charges.price")}},
		func() int { return len(p.byShelf[p.shelf]) }, p.cell)
	p.table.OnCursor = func(row int) {
		p.at = row
		p.describe()
	}
	p.table.OnOpen = func(int) { p.take() }
	p.table.OnPick = p.digit
	p.description = container.NewStack()
	p.shelves.SetCursor(p.shelf)
	p.table.SetCursor(p.at)
	p.describe()
	buttons := widgets.Inset(10, 14, 12, 14, widgets.Columns(8,
		widgets.NewButton(widgets.PlainButton, text("charges.take"), "Enter", p.take),
		widgets.NewButton(widgets.PlainButton, text("charges.own"), "F6", p.s.toOwn)))
	middle := widgets.BareCard(widgets.Edges(nil, buttons, p.table))
	return widgets.Frame(widgets.BareCard(p.shelves), shelfWidth, middle, p.description, sideWidth)
}

func (p *shelfPage) cell(row, column int) widgets.Cell {
	one := p.byShelf[p.shelf][row]
	switch column {
	case 0:
		if row < 9 {
			return widgets.Cell{Text: strconv.Itoa(row + 1), Ink: look.Ink2()}
		}
		return widgets.Cell{}
	case 1:
		return widgets.Cell{Text: one.In(p.s.frame.Lang()).Name, Bold: true}
	}
	return widgets.Cell{Text: p.s.rulePhrase(one.Rule), Ink: look.Ink2(), Small: true}
}

// turn goes to another shelf, round and round.
func (p *shelfPage) turn(by int) {
	p.shelf = (p.shelf + by + len(p.byShelf)) % len(p.byShelf)
	p.at = 0
	p.shelves.SetCursor(p.shelf)
	p.table.Refresh()
	p.table.SetCursor(0)
	p.s.frame.Focus(p.table)
}

// digit takes the template of that number.
func (p *shelfPage) digit(character rune) func() {
	row := int(character - '1')
	if row < 0 || row > 8 || row >= len(p.byShelf[p.shelf]) {
		return nil
	}
	return func() {
		p.table.SetCursor(row)
		p.take()
	}
}

// describe says what the template under the cursor is for, with its examples.
func (p *shelfPage) describe() {
	chosen, inner, lang := p.byShelf[p.shelf][p.at], widgets.SideInner(sideWidth)-16, p.s.frame.Lang()
	one := chosen.In(lang)
	body := widgets.VStack(10, widgets.Paragraph(one.Use, look.BodySize(), look.Ink(), inner),
		look.Text(p.s.text("charges.examples"), look.SmallSize(), look.Ink2()))
	for _, example := range one.Examples {
		amount, ink := example.Money(), look.Ink()
		if example.Error != "" {
			amount, ink = p.s.text("charges.examples.none"), look.Amber()
		}
		figure := look.BoldText(amount, look.BodySize(), ink)
		note := look.Fit(example.Note, look.SmallSize(), false, inner-figure.MinSize().Width-10)
		body.Add(widgets.Sides(look.Text(note, look.SmallSize(), look.Ink()), figure))
	}
	var asks []string
	for _, ask := range one.Asks {
		asks = append(asks, ask.Label)
	}
	asked := p.s.text("charges.asks", strings.Join(asks, pick(lang == assets.English, ", ", "、")))
	if len(asks) == 0 {
		asked = p.s.text("charges.asks.none")
	}
	body.Add(widgets.Paragraph(asked, look.SmallSize(), look.Ink2(), inner))
	source := one.Source // a custom says itself that it is no ground to charge
	if chosen.Document() != "" {
		source = p.s.text("charges.source", source)
	}
	body.Add(widgets.Paragraph(source, look.SmallSize(), look.Ink2(), inner))
	p.description.Objects = []fyne.CanvasObject{widgets.TitledCard(one.Name, nil, p.s.scrolled(body))}
	p.description.Refresh()
}

// take opens the sheet of the template under the cursor.
func (p *shelfPage) take() { p.s.toTemplate(p.byShelf[p.shelf][p.at]) }

func (p *shelfPage) keys() []shell.Key {
	text := p.s.text
	return []shell.Key{{Name: fyne.KeyLeft, Cap: "← →", Label: text("charges.shelf"), Do: func() { p.turn(-1) }},
		{Name: fyne.KeyRight, Label: text("charges.shelf"), Do: func() { p.turn(1) }, Quiet: true},
		{Name: fyne.KeyDown, Cap: "↑↓ 1–9", Label: text("charges.template")},
		{Name: fyne.KeyReturn, Label: text("charges.take"), Do: p.take}, {Name: fyne.KeyF6, Label: text("charges.own"), Do: p.s.toOwn},
		p.s.turn(), p.s.back(p.s.toList)}
}

func (p *shelfPage) shown() { p.s.frame.Focus(p.table) }
