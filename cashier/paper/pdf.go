package paper

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/skip2/go-qrcode"
	"golang.org/x/image/font/sfnt"

	"shouqi/assets"
)

// linesMax is the most lines of one receipt as PDF: the till pays at most 500 bills at once.
const linesMax = 1000

// WritePDF writes the receipt as a PDF of the given format: one page for up to eight lines that need no second row,
// further pages where they are needed. The same receipt gives the same bytes. It refuses an unknown format and more
// than 1000 lines, and returns what w fails with.
func WritePDF(w io.Writer, receipt Receipt, format Format) error {
	size, known := sheets[format]
	if !known {
		return fmt.Errorf("paper: no sheet %q", format)
	}
	if len(receipt.Lines) > linesMax {
		return fmt.Errorf("paper: %d lines, at most %d", len(receipt.Lines), linesMax)
	}
	// "P" keeps width and height as they are given; "L" would change them round.
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: size.width, Ht: size.height}})
	made := time.UnixMilli(receipt.AtMS).UTC() // the receipt's own moment, so that its bytes are always the same
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetCatalogSort(true)
	pdf.SetTitle(receipt.title()+" "+receipt.Number, true)
	pdf.SetMargins(size.left, size.top, size.left)
	pdf.SetAutoPageBreak(false, 0)
	s, err := newSheetWriter(pdf)
	if err != nil {
		return err
	}
	s.sheet, s.receipt = size, receipt
	if err := s.pictures(); err != nil {
		return err
	}
	s.makeRoom()
	s.write()
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("paper: write the PDF: %w", err)
	}
	return nil
}

// newSheetWriter returns a PDF our letters.
func newSheetWriter(pdf *fpdf.Fpdf) (*sheetWriter, error) {
	pdf.AddUTF8FontFromBytes(family, "", assets.FontRegular())
	pdf.AddUTF8FontFromBytes(family, "B", assets.FontBold())
	regular, err := sfnt.Parse(assets.FontRegular())
	if err != nil {
		return nil, fmt.Errorf("paper: font: %w", err)
	}
	bold, err := sfnt.Parse(assets.FontBold())
	if err != nil {
		return nil, fmt.Errorf("paper: bold font: %w", err)
	}
	return &sheetWriter{pdf: pdf, regular: regular, bold: bold}, nil
}

// family names our fonts inside a PDF.
const family = "noto"

// pictures registers the code and the logo, where the receipt has them.
func (s *sheetWriter) pictures() error {
	if logo := s.receipt.Layout.Logo; logo != nil {
		picture, err := logoPNG(*logo)
		if err != nil {
			return fmt.Errorf("paper: logo: %w", err)
		}
		s.picture("logo", picture)
	}
	if !codeFits(s.receipt.QR) {
		return s.pdf.Error()
	}
	picture, err := codePNG(s.receipt.QR)
	if err != nil {
		return err
	}
	s.picture("code", picture)
	s.hasCode = true
	return s.pdf.Error()
}

func (s *sheetWriter) picture(name string, file []byte) {
	s.pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(file))
}

// codePNG draws a payload as a code.
func codePNG(payload string) ([]byte, error) {
	code, err := qrcode.New(payload, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("paper: QR code: %w", err)
	}
	picture, err := code.PNG(-8)
	if err != nil {
		return nil, fmt.Errorf("paper: QR picture: %w", err)
	}
	return picture, nil
}
