package paper

import "shouqi/devices"

// Format is a size of sheet, as printers of sheets call it.
type Format = devices.Sheet

// The sheets a receipt is made for as PDF.
const (
	// Triple241x93 is the continuous three-part form of needle printers, one third of 241 × 279.4 mm, landscape. Its
	// tractor holes take 12.7 mm on both sides.
	Triple241x93 = devices.Triple241x93
	// Half241x140 is one half of the same form.
	Half241x140 = devices.Half241x140
	// A5 is ISO A5, landscape.
	A5 = devices.A5
	// A4 is ISO A4, portrait.
	A4 = devices.A4
)

// Formats are all of them, in the order in which one is asked which.
var Formats = []Format{A5, Triple241x93, Half241x140, A4}

// sheet is a format's measures in millimetres.
type sheet struct {
	width, height float64
	left, top     float64 // margins; the right one is as wide as the left
	row           float64 // height of one row of text; all other heights follow from it
	points        float64 // size of that text
	rows          int     // rows of text the table holds on one page
	// above are the rows that words at the head take of those of the table.
	above int
	// shares are the widths of the table's columns: item, period, how it came about, amount.
	shares [4]float64
}

// sheets are the formats that can be written.
var sheets = map[Format]sheet{
	Triple241x93: {width: 241, height: 93.1, left: 17, top: 4.5, row: 4.4, points: 9, rows: 8, shares: usualShares},
	Half241x140:  {width: 241, height: 139.7, left: 17, top: 7, row: 5.4, points: 10, rows: 12, shares: usualShares},
	A5:           {width: 210, height: 148, left: 13, top: 9, row: 6, points: 10.5, rows: 10, shares: usualShares},
	A4:           {width: 210, height: 297, left: 15, top: 14, row: 6.6, points: 10.5, rows: 30, shares: usualShares},
}

// The heights of the parts of a sheet, in rows, from the top.
const (
	companyRows = 1.3
	titleRows   = 1.7
	infoRows    = 3
	headingRows = 1.1
	totalRows   = 1.2
	tenderRows  = 2
)

// infoTop is where the rows between the title and the table begin.
func (s sheet) infoTop() float64 { return s.top + s.row*(companyRows+titleRows+float64(s.above)) }

// tableTop is where the table's heading begins.
func (s sheet) tableTop() float64 { return s.infoTop() + s.row*infoRows }

// bodyTop is where the table's first row begins.
func (s sheet) bodyTop() float64 { return s.tableTop() + s.row*headingRows }

// totalTop is where the total begins, below the table.
func (s sheet) totalTop() float64 { return s.bodyTop() + s.row*float64(s.rows) }

// inner is the width between the margins.
func (s sheet) inner() float64 { return s.width - 2*s.left }

// usualShares are those of the usual table, and withoutWhy those of one that does not say how amounts came about.
var (
	usualShares = [4]float64{0.24, 0.20, 0.40, 0.16}
	withoutWhy  = [4]float64{0.46, 0.32, 0, 0.22}
)

// cornerShare is how much of the width each of the two upper corners has.
const cornerShare = 0.24

// padding keeps text off the table's lines.
const padding = 1.2

// column returns where a column of the table begins and how wide it is.
func (s sheet) column(n int) (x, width float64) {
	x = s.left
	for _, share := range s.shares[:n] {
		x += share * s.inner()
	}
	return x, s.shares[n] * s.inner()
}
