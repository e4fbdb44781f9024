package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
)

// tableView draws a DataTable: the header, and in a scroll the rows in sight.
type tableView struct {
	table  *DataTable
	header *tableRow
	scroll *container.Scroll
	body   *fyne.Container
	rows   []*tableRow
	empty  *fyne.Container

	// needs is the widest cell seen in each column, of needsOf rows; shares are the widths that follow for a table sharesOf
	// points wide.
	needs    []float32
	needsOf  int
	shares   shares
	sharesOf float32
}

func newTableView(table *DataTable) *tableView {
	view := &tableView{table: table, empty: container.NewStack()}
	view.header = newTableRow(table, true)
	view.body = container.New(&bodyLayout{view})
	view.scroll = container.NewVScroll(view.body)
	view.scroll.OnScrolled = func(fyne.Position) { view.fill() }
	view.Refresh()
	return view
}

// Destroy implements fyne.WidgetRenderer.
func (v *tableView) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (v *tableView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.scroll, v.header, v.empty}
}

// headerHeight is 0 when the header is hidden.
func (v *tableView) headerHeight() float32 {
	if v.table.HideHeader {
		return 0
	}
	return look.Mild(34)
}

// MinSize implements fyne.WidgetRenderer: columns give way, so a table asks for little.
func (v *tableView) MinSize() fyne.Size {
	return fyne.NewSize(float32(len(v.table.Columns))*50, v.headerHeight()+3*look.RowHeight())
}

// Layout implements fyne.WidgetRenderer.
func (v *tableView) Layout(size fyne.Size) {
	top := v.headerHeight()
	v.header.Resize(fyne.NewSize(size.Width, top))
	rest := fyne.NewSize(size.Width, max(size.Height-top, 0))
	isFirst := !v.hasRoom()
	v.scroll.Move(fyne.NewPos(0, top))
	v.scroll.Resize(rest)
	v.empty.Move(fyne.NewPos(0, top))
	v.empty.Resize(rest)
	if row := v.table.Cursor(); isFirst && row >= 0 {
		v.reveal(row)
	}
	v.fill()
}

// hasRoom says whether the table has been given a size, so that rows can be in sight or out of it.
func (v *tableView) hasRoom() bool { return v.scroll.Size().Height > 0 }

// Refresh implements fyne.WidgetRenderer.
func (v *tableView) Refresh() {
	v.header.Hidden = v.table.HideHeader
	v.needs = nil
	v.empty.Objects = nil
	if v.table.Rows() == 0 && v.table.Empty != nil {
		v.empty.Objects = []fyne.CanvasObject{v.table.Empty}
	}
	v.empty.Refresh()
	v.scroll.Refresh()
	v.fill()
	canvas.Refresh(v.table)
}

// fill puts the rows in sight into the pool's widgets.
func (v *tableView) fill() {
	height, size := look.RowHeight(), v.scroll.Size()
	first := max(int(v.scroll.Offset.Y/height), 0)
	last := min(int((v.scroll.Offset.Y+size.Height)/height)+1, v.table.Rows())
	count := max(last-first, 0)
	for len(v.rows) < count {
		v.rows = append(v.rows, newTableRow(v.table, false))
	}
	v.widthsFor(size.Width, first, last)
	v.header.show(-1)
	v.body.Objects = v.body.Objects[:0]
	for index := range count {
		row := v.rows[index]
		row.Move(fyne.NewPos(0, float32(first+index)*height))
		row.Resize(fyne.NewSize(size.Width, height))
		row.show(first + index)
		v.body.Objects = append(v.body.Objects, row)
	}
	canvas.Refresh(v.body)
}

// reveal scrolls so that row is wholly in sight, and not without the headings right above it where they have room. A table that
// has no size yet stays where it is: Layout reveals the row at the cursor.
func (v *tableView) reveal(row int) {
	if !v.hasRoom() {
		return
	}
	height := look.RowHeight()
	top, bottom := float32(v.headingOf(row))*height, float32(row+1)*height
	if bottom-top > v.scroll.Size().Height {
		top = float32(row) * height
	}
	offset := v.scroll.Offset
	if top < offset.Y {
		offset.Y = top
	} else if bottom > offset.Y+v.scroll.Size().Height {
		offset.Y = bottom - v.scroll.Size().Height
	}
	if offset != v.scroll.Offset {
		v.scroll.Offset = offset
		v.scroll.Refresh()
	}
}

// headingOf returns the first of the headings right above row, or row where there is none.
func (v *tableView) headingOf(row int) int {
	for row > 0 && v.table.style(row-1).Group {
		row--
	}
	return row
}

// bodyLayout gives the scroll the height of all rows; fill places those in sight.
type bodyLayout struct{ view *tableView }

// Layout implements fyne.Layout.
func (l *bodyLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize implements fyne.Layout.
func (l *bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, float32(l.view.table.Rows())*look.RowHeight())
}
