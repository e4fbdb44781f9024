package paper

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"shouqi/ledger/estate"
)

// wordRowsMax are the rows that words may take of a sheet's table, at the head and at the foot.
const wordRowsMax = 2

// wordRows are the words of a layout as they stand on a sheet.
type wordRows struct {
	lines  []string
	points float64
	rows   int // rows of the sheet they take
}

// makeRoom finds out what the layout takes of the sheet's table, which gives way: everything else keeps its place on the form.
func (s *sheetWriter) makeRoom() {
	layout := s.receipt.Layout
	if !layout.Shows(estate.PartWhy) {
		s.sheet.shares = withoutWhy
	}
	s.above, s.below = s.wordRows(layout.Head, s.sheet.inner()-s.codeSide()), s.wordRows(layout.Foot, s.sheet.inner())
	s.sheet.above = s.above.rows
	s.sheet.rows -= s.above.rows + s.below.rows
}

// wordRows sets words one after another, because a sheet is wide and low, and smaller until they fit: at half the size of the text the
// longest that a layout can have do.
func (s *sheetWriter) wordRows(lines []string, width float64) wordRows {
	text := strings.TrimSpace(strings.Join(lines, "　"))
	if text == "" {
		return wordRows{}
	}
	for size := 0.95; ; size -= 0.05 {
		set := wordRows{points: s.sheet.points * size, rows: 1}
		set.lines = s.wrap(text, width, set.points)
		for set.rows < wordRowsMax && float64(len(set.lines))*size > float64(set.rows) {
			set.rows++
		}
		if float64(len(set.lines))*size <= wordRowsMax || size < 0.5 {
			return set
		}
	}
}

// words writes words in the rows that begin at top, in the middle of a width.
func (s *sheetWriter) words(set wordRows, top, width float64) {
	step := s.sheet.row * float64(set.rows) / float64(max(len(set.lines), 1))
	for i, line := range set.lines {
		s.text(s.sheet.left, top+step*(float64(i)+0.5), width, set.points, atCenter, false, line)
	}
}

// logo draws the project's logo before the company's name, as high as the name and the title. On a reprint the mark stands there, which
// is worth more.
func (s *sheetWriter) logo() {
	logo := s.receipt.Layout.Logo
	if name, _ := s.receipt.reprint(); logo == nil || name != "" || s.receipt.standing() != "" {
		return
	}
	height := s.sheet.row*(companyRows+titleRows) - 1
	width := height * float64(logo.Width) / float64(logo.Height())
	if most := s.sheet.inner() * cornerShare; width > most {
		width, height = most, height*most/width
	}
	s.pdf.ImageOptions("logo", s.sheet.left, s.sheet.top-1, width, height, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
}
