package paper

// Format is a size of sheet.
type Format string

// The sheets a receipt is made for as PDF.
const (
	// Triple241x93 is the continuous three-part form of needle printers, one third of 241 × 279.4 mm, landscape. Its
	// tractor holes take 12.7 mm on both sides.
	Triple241x93 Format = "241x93"
	// A5 is ISO A5, landscape.
	A5 Format = "a5"
)

// sheet is a format's measures in millimetres.
type sheet struct {
	width, height float64
	left, top     float64 // margins; the right one is as wide as the left
	row           float64 // height of one row of text; all other heights follow from it
	points        float64 // size of that text
	rows          int     // rows of text the table holds on one page
}

// sheets are the formats that can be written.
var sheets = map[Format]sheet{
	Triple241x93: {width: 241, height: 93, left: 17, top: 4.5, row: 4.4, points: 9, rows: 8},
	A5:           {width: 210, height: 148, left: 13, top: 9, row: 6, points: 10.5, rows: 10},
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

// tableTop is where the table's heading begins.
func (s sheet) tableTop() float64 { return s.top + s.row*(companyRows+titleRows+infoRows) }

// bodyTop is where the table's first row begins.
func (s sheet) bodyTop() float64 { return s.tableTop() + s.row*headingRows }

// totalTop is where the total begins, below the table.
func (s sheet) totalTop() float64 { return s.bodyTop() + s.row*float64(s.rows) }

// inner is the width between the margins.
func (s sheet) inner() float64 { return s.width - 2*s.left }

// shares are the widths of the table's columns: item, period, how it came about, amount.
var shares = [4]float64{0.24, 0.20, 0.40, 0.16}

// padding keeps text off the table's lines.
const padding = 1.2

// column returns where a column of the table begins and how wide it is.
func (s sheet) column(n int) (x, width float64) {
	x = s.left
	for _, share := range shares[:n] {
		x += share * s.inner()
	}
	return x, shares[n] * s.inner()
}
