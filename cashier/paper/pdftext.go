package paper

import (
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"shouqi/devices/escpos"
)

// sheetWriter writes one receipt on sheets.
type sheetWriter struct {
	pdf           *fpdf.Fpdf
	sheet         sheet
	receipt       Receipt
	regular, bold *sfnt.Font
	buffer        sfnt.Buffer
	hasCode       bool
	above, below  wordRows // the project's own words
}

// Where a text stands between the two sides of its box.
const (
	atLeft = iota
	atCenter
	atRight
)

// millimetresPerPoint converts sizes of letters.
const millimetresPerPoint = 25.4 / 72

// text writes one line of text into a box whose middle line is y; it is set smaller where it is too wide, down to half.
func (s *sheetWriter) text(x, y, width, points float64, side int, isBold bool, text string) {
	text = printable(text)
	isBold = isBold && s.boldHas(text) // a name is set in one weight, and the bold font holds fewer characters
	natural := s.width(text, points, isBold)
	if natural > width {
		points = max(points/2, points*width/natural)
		natural = s.width(text, points, isBold)
	}
	switch side {
	case atCenter:
		x += (width - natural) / 2
	case atRight:
		x += width - natural
	}
	baseline := y + points*millimetresPerPoint*0.36
	for _, run := range runs(text) {
		if run.outline {
			s.outline(x, baseline, points, run.text)
		} else {
			s.font(points, isBold)
			s.pdf.Text(x, baseline, run.text)
		}
		x += s.width(run.text, points, isBold)
	}
}

// width returns the millimetres that text takes.
func (s *sheetWriter) width(text string, points float64, isBold bool) float64 {
	total := 0.0
	for _, run := range runs(text) {
		if run.outline {
			total += float64(len([]rune(run.text))) * points * millimetresPerPoint // Chinese characters are as wide as high
			continue
		}
		s.font(points, isBold)
		total += s.pdf.GetStringWidth(run.text)
	}
	return total
}

func (s *sheetWriter) font(points float64, isBold bool) {
	style := ""
	if isBold {
		style = "B"
	}
	s.pdf.SetFont(family, style, points)
}

func (s *sheetWriter) boldHas(text string) bool {
	for _, r := range text {
		if index, err := s.bold.GlyphIndex(&s.buffer, r); err != nil || index == 0 {
			return false
		}
	}
	return true
}

// wrap breaks text into lines that fit width; at least one.
func (s *sheetWriter) wrap(text string, width, points float64) []string {
	text = printable(text)
	columns := int(width / (points * millimetresPerPoint / 2))
	for ; columns > 2; columns-- {
		lines := escpos.Wrap(text, columns)
		fits := true
		for _, line := range lines {
			fits = fits && s.width(line, points, false) <= width
		}
		if fits {
			return lines
		}
	}
	return escpos.Wrap(text, 2)
}

// printable takes out what no paper shows: control characters and invisible ones.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, text)
}

// run is a piece of text that the PDF library can write, or one that must be drawn: the library knows no character
// beyond U+FFFF, where rare names such as 𠮷 live.
type run struct {
	text    string
	outline bool
}

func runs(text string) []run {
	var all []run
	for _, r := range text {
		outline := r > 0xFFFF
		if n := len(all); n > 0 && all[n-1].outline == outline {
			all[n-1].text += string(r)
		} else {
			all = append(all, run{text: string(r), outline: outline})
		}
	}
	return all
}

// outline fills the outlines of characters, from the left end of their baseline. A character that our font lacks gets
// the font's own box.
func (s *sheetWriter) outline(x, baseline, points float64, text string) {
	const units = 1000
	scale := points * millimetresPerPoint / units / 64
	for _, r := range text {
		index, err := s.regular.GlyphIndex(&s.buffer, r)
		if err != nil {
			index = 0
		}
		segments, err := s.regular.LoadGlyph(&s.buffer, index, fixed.I(units), nil)
		if err != nil {
			s.pdf.SetError(err)
			return
		}
		s.contours(segments, func(p fixed.Point26_6) (float64, float64) {
			return x + float64(p.X)*scale, baseline + float64(p.Y)*scale
		})
		x += points * millimetresPerPoint
	}
}

// contours fills one character. A PDF has no curves of the second degree, so they become the equal ones of the third.
func (s *sheetWriter) contours(segments sfnt.Segments, at func(fixed.Point26_6) (float64, float64)) {
	var x, y float64
	for i, segment := range segments {
		x0, y0 := at(segment.Args[0])
		x1, y1 := at(segment.Args[1])
		x2, y2 := at(segment.Args[2])
		switch segment.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				s.pdf.ClosePath()
			}
			s.pdf.MoveTo(x0, y0)
			x, y = x0, y0
		case sfnt.SegmentOpLineTo:
			s.pdf.LineTo(x0, y0)
			x, y = x0, y0
		case sfnt.SegmentOpQuadTo:
			s.pdf.CurveBezierCubicTo(x+(x0-x)*2/3, y+(y0-y)*2/3, x1+(x0-x1)*2/3, y1+(y0-y1)*2/3, x1, y1)
			x, y = x1, y1
		case sfnt.SegmentOpCubeTo:
			s.pdf.CurveBezierCubicTo(x0, y0, x1, y1, x2, y2)
			x, y = x2, y2
		}
	}
	if len(segments) > 0 {
		s.pdf.ClosePath()
		s.pdf.DrawPath("F")
	}
}
