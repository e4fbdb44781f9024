package shift

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// grid is the count of cash: a line for each denomination with an entry for its pieces, and the total.
type grid struct {
	frame   *shell.Shell
	pieces  [8]string
	entries [8]*widgets.DigitEntry
	sums    [8]*canvas.Text
	total   *canvas.Text
}

// object draws the grid; what was typed stays when the screen is made anew.
func (g *grid) object(totalLabel string) fyne.CanvasObject {
	lines, apart := widgets.VStack(0), float32(1)
	if look.IsShort() {
		apart = 0
	}
	for index, denomination := range till.Denominations {
		entry := widgets.NewCountEntry("", 5, func(text string) { g.changed(index, text) })
		entry.SetText(g.pieces[index])
		g.entries[index] = entry
		g.sums[index] = widgets.Amount("", look.LeadSize(), look.Ink())
		name := look.Text(g.pieceName(denomination), look.LeadSize(), look.Ink())
		left := widgets.HStack(8, widgets.Sized(look.Scaled(88), 0, name), widgets.Sized(look.Scaled(128), 0, entry))
		lines.Add(widgets.Inset(apart, 0, apart, 0, widgets.Sides(left, g.sums[index])))
	}
	g.total = widgets.Amount("", look.TotalSize(), look.Ink())
	label := container.NewVBox(look.Text(totalLabel, look.BodySize(), look.Ink2()))
	g.show()
	return widgets.VStack(4, lines, widgets.Sides(label, g.total))
}

// pieceName names a denomination in half-width signs, as the figures beside it.
func (g *grid) pieceName(denomination money.Fen) string {
	if denomination < 100 {
		return g.frame.Text("shift.piece.jiao", int64(denomination)/10)
	}
	return "¥" + strconv.FormatInt(int64(denomination)/100, 10)
}

func (g *grid) changed(index int, text string) {
	g.pieces[index] = text
	g.show()
}

// show writes the sums.
func (g *grid) show() {
	count := g.count()
	for index, sum := range g.sums {
		words := "–"
		if count[index] > 0 {
			words = (till.Denominations[index] * money.Fen(count[index])).Grouped()
		}
		widgets.SetAmount(sum, words)
	}
	widgets.SetAmount(g.total, g.fen().Yuan())
}

// count returns the pieces typed; an entry takes at most five digits, so none is beyond what a count holds.
func (g *grid) count() (count till.Count) {
	for index, text := range g.pieces {
		pieces, err := strconv.Atoi(text)
		if err == nil {
			count[index] = pieces
		}
	}
	return count
}

// fen returns the sum typed.
func (g *grid) fen() money.Fen {
	sum, err := g.count().Fen()
	if err != nil {
		return 0
	}
	return sum
}

// fill puts a count in.
func (g *grid) fill(count till.Count) {
	for index, pieces := range count {
		if pieces > 0 {
			g.pieces[index] = strconv.Itoa(pieces)
		}
	}
}

// clear forgets what was typed.
func (g *grid) clear() { g.pieces = [8]string{} }

// isEmpty says whether nothing at all was typed.
func (g *grid) isEmpty() bool { return g.pieces == [8]string{} }

// disable keeps the entries from changing after the count was committed.
func (g *grid) disable() {
	for _, entry := range g.entries {
		entry.Disable()
	}
}

// inputs returns the entries in order.
func (g *grid) inputs() []fyne.Focusable {
	inputs := make([]fyne.Focusable, len(g.entries))
	for index, entry := range g.entries {
		inputs[index] = entry
	}
	return inputs
}
