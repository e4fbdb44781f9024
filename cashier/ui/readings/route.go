package readings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/metering"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
)

// routePage is the grid of a route: one line a meter, one box into which the figure of the line at the cursor is typed.
// Enter takes the figure and goes a line down; what the book says of it arrives meanwhile. What looks wrong is said in full
// and goes in only after a key that was pressed once it stood there.
type routePage struct {
	screen *Screen
	route  *metering.Route
	// kinds and buildings are what a route is chosen from, ready once they were read.
	kinds, buildings []string
	ready            bool
	at               int
	// told is the line whose verdict is on the screen, -1 for none.
	told int
	// half is what was being typed into the box when the page was left or locked, nil for nothing: no figure yet.
	half *string

	whole   *fyne.Container
	entry   *widgets.KeyEntry
	table   *widgets.DataTable
	who     *canvas.Text
	stood   *canvas.Text
	counts  *canvas.Text
	verdict *fyne.Container
}

func newRoutePage(screen *Screen, walk meter.Walk) *routePage {
	return &routePage{screen: screen, route: &metering.Route{Walk: walk}, told: -1}
}

// verdictWidth is the width of the sentences over the table, in points at scale 1.
const verdictWidth float32 = 860

// figureMax is the longest figure that is typed: ten digits, a point and four decimals.
const figureMax = 15

// Draw implements month.Page.
func (p *routePage) Draw() fyne.CanvasObject {
	text := p.screen.Frame.Text
	if typed, is := p.typing(); is {
		p.half = &typed
	}
	p.who, p.stood = look.BoldText("", look.LeadSize(), look.Ink()), look.Text("", look.BodySize(), look.Ink2())
	p.counts = look.Text("", look.SmallSize(), look.Ink2())
	entry, box := widgets.NewSearchEntry(text("readings.route.hint"), func(string) { p.enter() })
	p.entry = entry
	entry.MaxRunes, entry.NoSpace = figureMax, true
	entry.OnKey, entry.OnRune = p.key, p.rune
	p.table = widgets.NewDataTable([]widgets.Column{{Title: text("run.room"), Width: 104}, {Title: text("readings.number"), Width: 96, Yields: 2},
		{Title: text("readings.previous"), Width: 84, Align: fyne.TextAlignTrailing}, {Title: text("readings.on"), Width: 100, Yields: 1},
		{Title: text("readings.usual"), Width: 70, Align: fyne.TextAlignTrailing}, {Title: text("readings.value"), Width: 84, Align: fyne.TextAlignTrailing},
		{Title: text("readings.usage"), Width: 78, Align: fyne.TextAlignTrailing}, {Title: text("readings.verdict")}},
		func() int { return len(p.route.Lines) }, p.cell)
	p.table.SetCursor(p.at)
	p.table.OnCursor = p.arrive
	if p.ready {
		p.table.Empty = widgets.EmptyState(text("readings.route.none"), text("readings.route.none.advice"), nil)
	}
	p.verdict = container.NewStack()
	top := widgets.VStack(6, widgets.Sides(look.BoldText(p.name(), look.LeadSize(), look.Ink()), p.counts), widgets.Sides(p.who, p.stood), box, p.verdict,
		p.screen.Place(look.Scaled(verdictWidth)))
	p.fill()
	if p.half != nil {
		p.entry.SetText(*p.half)
		p.entry.CursorColumn = len([]rune(*p.half))
		p.half = nil
	}
	p.whole = widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, top), nil, widgets.BareCard(p.table))
	p.show()
	return widgets.Frame(nil, 0, p.whole, nil, 0)
}

// typing returns what stands in the box and was not taken into its line yet; false where nothing does.
func (p *routePage) typing() (typed string, is bool) {
	if p.entry == nil || p.at < 0 || p.at >= len(p.route.Lines) || p.entry.Text == p.route.Lines[p.at].Typed {
		return "", false
	}
	return p.entry.Text, true
}

// name tells the route: 2026-10 的水表，1 栋，抄表日 2026-11-20.
func (p *routePage) name() string {
	text, where := p.screen.Frame.Text, p.route.Building
	if where == "" {
		where = text("readings.route.all")
	} else {
		where = text("readings.route.building", where)
	}
	return text("readings.route.name", p.route.ForOn.Month(), p.route.Kind, where, string(p.route.On))
}

// cell tells a line; the figures of an empty month are left blank.
func (p *routePage) cell(row, column int) widgets.Cell {
	line := p.route.Lines[row]
	switch column {
	case 0:
		return widgets.Cell{Text: line.Room, Bold: true}
	case 1:
		return widgets.Cell{Text: line.Meter.Number, Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: line.Previous.Text()}
	case 3:
		return widgets.Cell{Text: string(line.PreviousOn), Ink: look.Ink2(), Small: true}
	case 4:
		if line.HasUsual {
			return widgets.Cell{Text: meter.About(line.Usual), Ink: look.Ink2()}
		}
	case 5:
		return widgets.Cell{Text: line.Typed, Bold: true}
	case 6:
		if line.Judged != nil && line.Judged.State != meter.Refused {
			return widgets.Cell{Text: line.Judged.Usage.Text()}
		}
	case 7:
		return p.verdictCell(line)
	}
	return widgets.Cell{}
}

// verdictCell tells in a word or two how a line stands, and why.
func (p *routePage) verdictCell(line metering.RouteLine) widgets.Cell {
	text := p.screen.Frame.Text
	switch {
	case line.Typed == "" && line.Read:
		return widgets.Cell{Text: text("readings.route.read"), Ink: look.Ink2(), Small: true}
	case line.Typed == "":
		return widgets.Cell{}
	case line.Value == nil:
		return widgets.Cell{Text: text("readings.route.no_number"), Ink: look.Vermilion(), Small: true}
	case line.Judged == nil:
		return widgets.Cell{Text: text("readings.route.asking"), Ink: look.Ink2(), Small: true}
	}
	words := sentences(p.screen.deps.Explain, line.Judged.Reasons)
	switch {
	case line.Judged.State == meter.Refused:
		return widgets.Cell{Text: words, Ink: look.Vermilion(), Small: true}
	case line.Keep:
		return widgets.Cell{Text: text("readings.kept"), Ink: look.Jade(), Small: true}
	case line.Judged.State == meter.Odd:
		return widgets.Cell{Text: words, Ink: look.Amber(), Small: true}
	case line.Judged.State == meter.Have:
		return widgets.Cell{Text: text("readings.route.read"), Ink: look.Ink2(), Small: true}
	case words != "":
		return widgets.Cell{Text: words, Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: text("readings.side.good"), Ink: look.Jade(), Small: true}
}

// show writes the line at the cursor, the counts and the verdict that is to be decided.
func (p *routePage) show() {
	text := p.screen.Frame.Text
	count := p.route.Count()
	p.counts.Text = text("readings.route.counts", count.Ready, count.Odd, count.Refused, count.Missing)
	p.counts.Refresh()
	if p.at >= 0 && p.at < len(p.route.Lines) {
		line := p.route.Lines[p.at]
		p.who.Text = line.Room + " " + text("readings.meter", line.Meter.Kind, line.Meter.Number)
		p.stood.Text = text("readings.stood", line.Previous.Text(), string(line.PreviousOn))
		if line.HasUsual {
			p.stood.Text += text("readings.route.usual", meter.About(line.Usual))
		}
	}
	p.who.Refresh()
	p.stood.Refresh()
	before := p.verdict.MinSize().Height
	p.verdict.Objects = nil
	if words, tone := p.saying(); words != "" {
		said := widgets.VStack(2, widgets.Notice(words, tone, look.Scaled(verdictWidth)))
		if tone == widgets.ToneLook {
			said.Add(look.BoldText(text("readings.route.keep.key"), look.SmallSize(), look.Ink()))
		}
		p.verdict.Objects = []fyne.CanvasObject{said}
	}
	p.verdict.Refresh()
	if p.whole != nil && p.verdict.MinSize().Height != before {
		p.whole.Refresh() // the table makes room: it would lie over the sentence
	}
}

// saying returns what is said of the told line: in the tone of a look where a key lets it stand.
func (p *routePage) saying() (words string, tone widgets.Tone) {
	if p.told < 0 || p.told >= len(p.route.Lines) {
		return "", widgets.ToneCalm
	}
	line, text := p.route.Lines[p.told], p.screen.Frame.Text
	if line.Judged == nil || !line.Waits() {
		return "", widgets.ToneCalm
	}
	said := text("readings.route.told", line.Room, line.Typed, sentences(p.screen.deps.Explain, line.Judged.Reasons))
	if line.Judged.State == meter.Refused {
		return said, widgets.ToneOwed
	}
	return said, widgets.ToneLook
}

// Keys implements month.Page.
func (p *routePage) Keys() []shell.Key {
	text := p.screen.Frame.Text
	return []shell.Key{{Name: fyne.KeyReturn, Label: text("readings.route.enter"), Do: p.enter}, {Name: fyne.KeyDown, Cap: "↑↓", Label: text("readings.route.line")},
		{Name: fyne.KeySpace, Cap: text("readings.route.keep.cap"), Label: text("readings.route.keep"), Do: p.keep},
		{Name: fyne.KeyF4, Label: text("readings.route.next"), Do: p.next}, {Name: fyne.KeyF9, Label: text("readings.route.save", p.route.Count().Ready), Do: p.save}, {Name: fyne.KeyF5, Label: text("readings.route.where"), Do: p.askBuilding},
		{Name: fyne.KeyF6, Label: text("readings.route.kind"), Do: p.askKind}, {Name: fyne.KeyF7, Label: text("readings.on"), Do: p.askDay},
		{Name: fyne.KeyF8, Label: text("readings.route.meter"), Do: p.toMeter}}
}

// Focus implements month.Page.
func (p *routePage) Focus() {
	p.screen.Frame.Focus(p.entry)
	if _, is := p.typing(); !is {
		p.fill()
	}
}

// Back implements month.Page: what was typed waits for whoever opens the route again.
func (p *routePage) Back() {
	p.leave()
	p.screen.keepRoute(p.route)
	p.screen.GoTo(p.screen.choice)
}

// walkOf returns the route that is opened first: of the month chosen, read today.
func walkOf(forOn, today calendar.Date) meter.Walk { return meter.Walk{On: today, ForOn: forOn} }
