package paper

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"shouqi/devices/escpos"
)

// A slip on a sheet is as wide as a roll of so many columns, in letters of so many points.
const (
	slipColumns = 48
	slipPoints  = 10.5
	slipRow     = slipPoints * millimetresPerPoint * 1.35
	slipWidth   = slipColumns * slipPoints * millimetresPerPoint / 2
	slipCode    = 32 // side of a code, millimetres
)

// WriteSlip writes as PDF what is laid out for a roll and has no form of its own on a sheet: a Z report, a slip, a test page. It stands
// as on 80 mm paper, in a column at the left, and goes on on further pages. It refuses an unknown format, and returns what w fails with.
func WriteSlip(w io.Writer, document escpos.Document, format Format) error {
	size, known := sheets[format]
	if !known {
		return fmt.Errorf("paper: no sheet %q", format)
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: size.width, Ht: size.height}})
	pdf.SetAutoPageBreak(false, 0)
	letters, err := newSheetWriter(pdf)
	if err != nil {
		return err
	}
	letters.sheet = size
	s := &slipWriter{sheetWriter: letters}
	s.page()
	for _, block := range document {
		if err := s.block(block); err != nil {
			return err
		}
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("paper: write the PDF: %w", err)
	}
	return nil
}

// slipWriter sets blocks from top to bottom.
type slipWriter struct {
	*sheetWriter
	y float64
}

func (s *slipWriter) page() {
	s.pdf.AddPage()
	s.ink()
	s.y = s.sheet.top
}

// room gives the top of the next rows, on a new page where they do not fit on this one.
func (s *slipWriter) room(height float64) (top float64) {
	if s.y+height > s.sheet.height-s.sheet.top {
		s.page()
	}
	top = s.y
	s.y += height
	return top
}

func (s *slipWriter) block(block escpos.Block) error {
	switch b := block.(type) {
	case escpos.Title:
		s.paragraph(b.Text, atCenter, true, 1.8)
	case escpos.Text:
		s.paragraph(b.Text, int(b.Align), b.Bold, 1)
	case escpos.Columns:
		s.cells(b.Cells, b.Bold, 1)
	case escpos.Large:
		s.cells(figures(b.Left, b.Right, true).Cells, true, 1.4)
	case escpos.Big:
		s.cells(figures(b.Left, b.Right, true).Cells, true, 1.6)
	case escpos.Rule:
		y := s.room(slipRow/2) + slipRow/4
		s.pdf.Line(s.sheet.left, y, s.sheet.left+slipWidth, y)
	case escpos.Feed:
		s.room(slipRow * float64(b.Lines))
	case escpos.QR:
		return s.qr(b.Payload)
	}
	return nil // what is left is for a knife or a logo, which no slip has
}

// paragraph wraps a text, in letters so much larger than usual.
func (s *slipWriter) paragraph(text string, side int, bold bool, scale float64) {
	for _, line := range s.wrap(text, slipWidth, slipPoints*scale) {
		top := s.room(slipRow * scale)
		s.text(s.sheet.left, top+slipRow*scale/2, slipWidth, slipPoints*scale, side, bold, line)
	}
}

// cells sets the cells of a row beside one another. One of open width gets what is over; a figure is never broken.
func (s *slipWriter) cells(cells []escpos.Cell, bold bool, scale float64) {
	unit, open := slipWidth/slipColumns*scale, slipWidth
	for _, cell := range cells {
		open -= float64(cell.Width) * unit
	}
	widths, lines, rows := make([]float64, len(cells)), make([][]string, len(cells)), 1
	for i, cell := range cells {
		if widths[i] = float64(cell.Width) * unit; cell.Width == 0 {
			widths[i] = max(open, unit)
		}
		if lines[i] = []string{cell.Text}; cell.Align != escpos.Right {
			lines[i] = s.wrap(cell.Text, widths[i], slipPoints*scale)
		}
		rows = max(rows, len(lines[i]))
	}
	top, x := s.room(slipRow*scale*float64(rows)), s.sheet.left
	for i, cell := range cells {
		for n, line := range lines[i] {
			s.text(x, top+slipRow*scale*(float64(n)+0.5), widths[i], slipPoints*scale, int(cell.Align), bold, line)
		}
		x += widths[i]
	}
}

func (s *slipWriter) qr(payload string) error {
	picture, err := codePNG(payload)
	if err != nil {
		return err
	}
	s.picture("code", picture)
	top := s.room(slipCode)
	s.pdf.ImageOptions("code", s.sheet.left+(slipWidth-slipCode)/2, top, slipCode, slipCode, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	return s.pdf.Error()
}
