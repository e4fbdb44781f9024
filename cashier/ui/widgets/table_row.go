package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// tableRow is one row of the pool, or the header. It is drawn with canvas text: labels are too slow
// in dense tables.
type tableRow struct {
	widget.BaseWidget
	table    *DataTable
	isHeader bool
	row      int

	ground, mark, rule *canvas.Rectangle
	box                *canvas.Rectangle
	check              *canvas.Text
	texts              []*canvas.Text
}

const (
	rowInset  float32 = 14 // before the first and after the last column
	columnGap float32 = 12
	tickWidth float32 = 30 // the tick's box and the space after it
)

func newTableRow(table *DataTable, isHeader bool) *tableRow {
	row := &tableRow{table: table, isHeader: isHeader, row: -1}
	row.ground = canvas.NewRectangle(color.Transparent)
	row.mark = canvas.NewRectangle(look.Jade())
	row.rule = canvas.NewRectangle(look.Line())
	row.box = Ground(look.CardColor(), 4)
	row.check = look.BoldText("✓", look.SmallSize(), look.White())
	for range table.Columns {
		row.texts = append(row.texts, look.Text("", look.BodySize(), look.Ink()))
	}
	row.ExtendBaseWidget(row)
	return row
}

// CreateRenderer implements fyne.Widget.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{r.ground, r.mark, r.box, r.check}
	for _, text := range r.texts {
		objects = append(objects, text)
	}
	return &rowView{row: r, objects: append(objects, r.rule)}
}

// Tapped is a tap on the row.
func (r *tableRow) Tapped(*fyne.PointEvent) {
	defer step()()
	if !r.isHeader {
		r.table.tapRow(r.row)
	}
}

// show makes the widget show row; -1 is the header.
func (r *tableRow) show(row int) {
	r.row = row
	width := r.Size().Width
	if width <= 0 || (!r.isHeader && (row < 0 || row >= r.table.Rows())) {
		return
	}
	r.paint(row)
	x := rowInset
	widths := r.table.view.shares
	if len(widths) != len(r.table.Columns) {
		return // The view has not shared its width out yet, and shows the row again then.
	}
	for index := range r.table.Columns {
		r.texts[index].Hidden = widths[index] == 0
		if widths[index] == 0 {
			continue
		}
		r.place(index, r.cell(row, index), x, widths[index])
		x += widths[index] + columnGap
	}
	canvas.Refresh(r)
}

// cell returns what a column shows, the title in the header.
func (r *tableRow) cell(row, column int) Cell {
	if r.isHeader {
		return Cell{Text: r.table.Columns[column].Title, Ink: look.Ink2(), Small: true}
	}
	cell := r.table.Cell(row, column)
	if cell.Ink == nil {
		cell.Ink = look.Ink()
		if r.table.style(row).Group {
			cell.Ink, cell.Small = look.Ink2(), true
		}
	}
	return cell
}

// paint sets the ground, the cursor's bar and the rule.
func (r *tableRow) paint(row int) {
	size := r.Size()
	r.ground.FillColor = color.Transparent
	atCursor := !r.isHeader && row == r.table.cursor
	switch {
	case r.isHeader:
		r.ground.FillColor = look.Band()
	default:
		style := r.table.style(row)
		if style.Group {
			r.ground.FillColor = look.Band()
		}
		if style.Tint != nil {
			r.ground.FillColor = style.Tint
		}
		if atCursor {
			r.ground.FillColor = look.JadeTint()
		}
	}
	r.ground.Resize(size)
	r.mark.Hidden = !atCursor || !r.table.focused
	r.mark.Resize(fyne.NewSize(3, size.Height))
	r.rule.Resize(fyne.NewSize(size.Width, 1))
	r.rule.Move(fyne.NewPos(0, size.Height-1))
}

// place sets one cell's tick and text between x and x+width.
func (r *tableRow) place(column int, cell Cell, x, width float32) {
	height := r.Size().Height
	if column == 0 {
		r.placeTick(cell.Tick, x, height)
	}
	if cell.Tick != NoTick || cell.Indent {
		x, width = x+look.Scaled(tickWidth), width-look.Scaled(tickWidth)
	}
	text := r.texts[column]
	text.TextSize = look.BodySize()
	if cell.Small {
		text.TextSize = look.SmallSize()
	}
	text.Color = cell.Ink
	words := yen.Replace(cell.Text)
	if look.Width(words, text.TextSize, cell.Bold) > width {
		text.TextSize = look.SmallSize() // Small and whole is better than large and cut.
	}
	text.TextStyle = look.Style(words, cell.Bold)
	if (r.table.Columns[column].figures() || look.IsSum(words)) && !r.isHeader {
		text.Text, text.TextSize = words, look.Shrink(words, text.TextSize, cell.Bold, width)
	} else {
		text.Text = look.Fit(words, text.TextSize, cell.Bold, width)
	}
	text.Alignment = r.table.Columns[column].Align
	least := text.MinSize()
	text.Resize(fyne.NewSize(width, least.Height))
	text.Move(fyne.NewPos(x, (height-least.Height)/2))
}

// placeTick sets the box and its check mark: shape and colour both say whether it is ticked.
func (r *tableRow) placeTick(tick Tick, x, height float32) {
	side := look.Scaled(18)
	r.box.Hidden, r.check.Hidden = tick == NoTick, tick != Ticked
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = look.CardColor(), look.Ink2(), 1
	if tick == Ticked {
		r.box.FillColor, r.box.StrokeWidth = look.Jade(), 0
	}
	r.box.Resize(fyne.NewSquareSize(side))
	r.box.Move(fyne.NewPos(x, (height-side)/2))
	r.check.TextSize = look.SmallSize()
	least := r.check.MinSize()
	r.check.Resize(least)
	r.check.Move(fyne.NewPos(x+(side-least.Width)/2, (height-least.Height)/2))
}

// rowView draws a tableRow, which lays itself out in show.
type rowView struct {
	row     *tableRow
	objects []fyne.CanvasObject
}

// Destroy implements fyne.WidgetRenderer.
func (v *rowView) Destroy() {}

// Layout implements fyne.WidgetRenderer.
func (v *rowView) Layout(fyne.Size) { v.row.show(v.row.row) }

// MinSize implements fyne.WidgetRenderer.
func (v *rowView) MinSize() fyne.Size { return fyne.NewSize(0, look.RowHeight()) }

// Objects implements fyne.WidgetRenderer.
func (v *rowView) Objects() []fyne.CanvasObject { return v.objects }

// Refresh implements fyne.WidgetRenderer.
func (v *rowView) Refresh() { v.row.show(v.row.row) }
