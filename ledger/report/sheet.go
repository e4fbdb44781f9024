package report

import (
	"strconv"

	"shouqi/ledger/money"
)

// Sheet is one table of a report, which the workbook, the PDF and the screen all draw. Its words are Chinese in
// whatever language the screen is, since finance files them on paper.
type Sheet struct {
	// Name is what the workbook's tab says, Title what stands over the table.
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
}

// Column is one column of a sheet.
type Column struct {
	Title string `json:"title"`
	Width Width  `json:"width"`
	// OnPaper leaves the column off the screen, which has less room than a sheet of paper.
	OnPaper bool `json:"onPaper"`
}

// The widths of columns in characters. They have no type, so that each reader of a Sheet can use them as its own kind
// of number.
const (
	narrowChars = 10
	amountChars = 12
	momentChars = 18
	wideChars   = 28
	widestChars = 44
)

// Width is how wide a column is on paper, in characters.
type Width int

// The widths.
const (
	Narrow  Width = narrowChars
	Amount  Width = amountChars
	Moment  Width = momentChars // a time, or a number
	Wide    Width = wideChars
	Widest  Width = widestChars
	unnamed       = "" // the head of a column that needs none
)

// RowKind says what a row is.
type RowKind int

// The kinds of row.
const (
	PlainRow RowKind = iota
	SumRow           // the sums of rows above it
	HeadRow          // begins another block
	NoteRow          // a sentence over the whole width
)

// Row is one line of a sheet; without cells it is an empty line.
type Row struct {
	Kind  RowKind `json:"kind"`
	Cells []Cell  `json:"cells"`
}

// CellKind says what a cell holds.
type CellKind int

// The kinds of cell.
const (
	TextCell  CellKind = iota
	MoneyCell          // Fen
	CountCell          // Count
)

// Cell is one value. Down and Across, where they are not 0, are how many cells directly above it or left of it the figure is
// the sum of: a workbook then holds a formula beside the figure.
type Cell struct {
	// Kind says which of Text, Fen and Count holds the value.
	Kind   CellKind  `json:"kind"`
	Text   string    `json:"text,omitempty"`
	Fen    money.Fen `json:"fen,omitempty"`
	Count  int       `json:"count,omitempty"`
	Down   int       `json:"down,omitempty"`
	Across int       `json:"across,omitempty"`
}

// String returns the cell as paper and screen show it.
func (c Cell) String() string {
	switch c.Kind {
	case MoneyCell:
		return c.Fen.Grouped()
	case CountCell:
		return strconv.Itoa(c.Count)
	}
	return c.Text
}

// words, amount and number make the three kinds of cell.
func words(text string) Cell    { return Cell{Text: text} }
func amount(fen money.Fen) Cell { return Cell{Kind: MoneyCell, Fen: fen} }
func number(count int) Cell     { return Cell{Kind: CountCell, Count: count} }

// columns returns columns of one width.
func columns(width Width, titles ...string) []Column {
	all := make([]Column, len(titles))
	for i, title := range titles {
		all[i] = Column{Title: title, Width: width}
	}
	return all
}

// put adds a plain row.
func (s *Sheet) put(cells ...Cell) { s.Rows = append(s.Rows, Row{Cells: cells}) }

// note adds a sentence over the whole width.
func (s *Sheet) note(sentence string) {
	s.Rows = append(s.Rows, Row{Kind: NoteRow, Cells: []Cell{words(sentence)}})
}

// head adds a row that begins another block.
func (s *Sheet) head(titles ...string) {
	row := Row{Kind: HeadRow}
	for _, title := range titles {
		row.Cells = append(row.Cells, words(title))
	}
	s.Rows = append(s.Rows, row)
}

// sums adds the sum of each column of figures over the last so many rows. A block without rows gets no sum. The sums
// are worked out in fen here and written as formulas as well.
func (s *Sheet) sums(rows int) {
	if rows == 0 {
		return
	}
	total := Row{Kind: SumRow, Cells: make([]Cell, len(s.Columns))}
	total.Cells[0] = words("合计")
	for _, row := range s.Rows[len(s.Rows)-rows:] {
		for i, cell := range row.Cells {
			if cell.Kind == TextCell {
				continue
			}
			sum := &total.Cells[i]
			sum.Kind, sum.Down = cell.Kind, rows
			sum.Fen += cell.Fen
			sum.Count += cell.Count
		}
	}
	s.Rows = append(s.Rows, total)
}
