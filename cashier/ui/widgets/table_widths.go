package widgets

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
)

// leastFree is what a column without a width of its own keeps at scale 1, and leastPart what a column of words keeps of its
// width before a whole column is left out instead.
const (
	leastFree float32 = 120
	leastPart float32 = 0.95
)

// figures says whether a column holds sums and counts, which are never shortened.
func (c Column) figures() bool { return c.Align == fyne.TextAlignTrailing }

// shares are the widths of a table's columns in points; a column that is left out has none.
type shares []float32

// share shares room out among columns. needs is what the widest cell in sight needs in each column. Figures have what they
// need; then the columns of words give way in proportion, and then whole columns, the highest Yields first. Where there is
// more room than that, words that were to be shortened get it before empty space does.
func share(columns []Column, needs []float32, room float32) shares {
	out := make([]bool, len(columns))
	for {
		widths, fits := attempt(columns, needs, out, room)
		if fits {
			return widths
		}
		last := -1
		for index, column := range columns {
			if !out[index] && column.Yields > 0 && (last < 0 || column.Yields > columns[last].Yields) {
				last = index
			}
		}
		if last < 0 {
			return widths
		}
		out[last] = true
	}
}

// attempt shares room out among the columns that are not out, and says whether nothing was pressed too hard.
func attempt(columns []Column, needs []float32, out []bool, room float32) (widths shares, fits bool) {
	widths = make(shares, len(columns))
	var kept, hard, words, free float32
	for index, column := range columns {
		if out[index] {
			continue
		}
		kept++
		switch {
		case column.figures():
			widths[index] = max(needs[index], 1)
			hard += widths[index]
		case column.Width == 0:
			free++
		default:
			words += look.Scaled(column.Width)
		}
	}
	room -= 2*rowInset + columnGap*max(kept-1, 0)
	wanted := wantedFigures(columns, needs, out)
	least := free * look.Scaled(leastFree)
	part := float32(1)
	if words > 0 && hard+words+least > room {
		part = max(room-hard-least, 0) / words
	}
	fits = part >= leastPart && hard+words*part+least <= room+1
	if part < leastPart { // The last attempt: words and free columns share what the figures leave.
		part = max(room-hard, 0) / (words + least)
	}
	spare := max(room-hard-words*part-least, 0)
	grown := min(spare, wanted-hard)
	for index, column := range columns {
		switch {
		case out[index]:
		case column.figures():
			if wanted > hard {
				widths[index] += grown * (max(look.Scaled(column.Width), widths[index]) - widths[index]) / (wanted - hard)
			}
		case column.Width > 0:
			widths[index] = look.Scaled(column.Width) * part
		}
	}
	if fits && part == 1 {
		growWords(columns, needs, out, widths, room)
	}
	spread(columns, out, widths, room, free)
	return widths, fits
}

// growWords widens the columns of words to what their cells need, as far as the free columns can spare it.
func growWords(columns []Column, needs []float32, out []bool, widths shares, room float32) {
	spare := room
	for index, column := range columns {
		if !out[index] && column.Width == 0 && !column.figures() {
			spare -= max(look.Scaled(leastFree), needs[index])
		}
		spare -= widths[index]
	}
	for index, column := range columns {
		if more := min(needs[index]-widths[index], spare); !out[index] && column.Width > 0 && more > 0 {
			widths[index] += more
			spare -= more
		}
	}
}

// spread returns what the other columns leave of room to the free ones, or to the first of words where there is none.
func spread(columns []Column, out []bool, widths shares, room, free float32) {
	rest := room
	for _, width := range widths {
		rest -= width
	}
	for index, column := range columns {
		switch {
		case out[index] || column.figures():
		case free > 0 && column.Width == 0:
			widths[index] = max(rest/free, 0)
		case free == 0 && rest > 0:
			widths[index], rest = widths[index]+rest, 0
		}
	}
}

// wantedFigures is what the columns of figures would have where there is room.
func wantedFigures(columns []Column, needs []float32, out []bool) (sum float32) {
	for index, column := range columns {
		if !out[index] && column.figures() {
			sum += max(look.Scaled(column.Width), needs[index], 1)
		}
	}
	return sum
}

// widthsFor returns the widths of the columns in a row of width points. They stay as they are while the rows are scrolled,
// unless a wider cell comes into sight.
func (v *tableView) widthsFor(width float32, first, last int) shares {
	columns, rows := v.table.Columns, v.table.Rows()
	if len(v.needs) != len(columns) || v.needsOf != rows {
		v.needs, v.needsOf, v.shares = make([]float32, len(columns)), rows, nil
	}
	for index := range columns {
		was := v.needs[index]
		v.needs[index] = max(was, v.needOf(index, first, last))
		if v.needs[index] != was {
			v.shares = nil
		}
	}
	if v.shares == nil || v.sharesOf != width {
		v.shares, v.sharesOf = share(columns, v.needs, width), width
	}
	return v.shares
}

// needOf is what the widest cell of a column needs, of the rows from first to before last.
func (v *tableView) needOf(column, first, last int) (widest float32) {
	for row := first; row < last; row++ {
		cell, size := v.table.Cell(row, column), look.BodySize()
		if cell.Small || v.table.style(row).Group {
			size = look.SmallSize()
		}
		need := look.Width(yen.Replace(cell.Text), size, cell.Bold)
		if cell.Tick != NoTick || cell.Indent {
			need += look.Scaled(tickWidth)
		}
		widest = max(widest, need)
	}
	return widest
}
