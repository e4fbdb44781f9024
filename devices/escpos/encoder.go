package escpos

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	hennedo "github.com/hennedo/escpos"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"

	"shouqi/devices"
)

// ErrTooLarge is a document whose bytes are more than devices.MaxJobBytes.
var ErrTooLarge = errors.New("escpos: document is larger than a printer takes")

// Encoder turns documents into one profile's bytes. It keeps nothing between documents and may be shared.
type Encoder struct {
	profile Profile
	font    *sfnt.Font // nil where none was given
}

// NewEncoder takes a valid profile and the bytes of a TrueType or OpenType font with Chinese. The font draws what the
// printer cannot; without one (nil) such characters print as ？, and a profile with RasterText is refused.
func NewEncoder(profile Profile, fontFile []byte) (*Encoder, error) {
	if err := profile.Validate(); err != nil {
		return nil, err
	}
	encoder := &Encoder{profile: profile}
	if fontFile == nil {
		if profile.RasterText {
			return nil, fmt.Errorf("escpos: profile %q draws its text and needs a font", profile.Name)
		}
		return encoder, nil
	}
	parsed, err := opentype.Parse(fontFile)
	if err != nil {
		return nil, fmt.Errorf("escpos: font: %w", err)
	}
	encoder.font = parsed
	return encoder, nil
}

// Encode returns the job of a document. It fails with ErrTooLarge, and where a block asks for what no paper has: cells
// wider than the line, a QR payload that is not printable ASCII, a picture that does not fit, a feed of no or too many lines, an empty document.
func (e *Encoder) Encode(document Document) (Job, error) {
	if len(document) == 0 {
		return Job{}, errors.New("escpos: document is empty")
	}
	run := newEncoding(e)
	for i, block := range document {
		if err := run.block(block); err != nil {
			return Job{}, fmt.Errorf("block %d: %w", i, err)
		}
	}
	if err := run.check(); err != nil {
		return Job{}, err
	}
	return Job{Bytes: run.out.Bytes(), Warnings: run.warnings}, nil
}

// KickDrawer returns the job that opens the cash drawer, and nothing else: a reprint must never open it again. It fails
// where the profile has no drawer.
func KickDrawer(profile Profile) ([]byte, error) {
	switch profile.DrawerPin {
	case 2:
		return []byte{0x1B, 'p', 0, 25, 250}, nil // 50 ms on, 500 ms off
	case 5:
		return []byte{0x1B, 'p', 1, 25, 250}, nil
	}
	return nil, fmt.Errorf("escpos: profile %q has no drawer", profile.Name)
}

// line is one line on paper.
type line struct {
	text       string // clean, no line end, at most the paper's columns divided by wide
	side       Align
	bold       bool
	wide, tall int // 1 or 2
	isDrawn    bool
}

// encoding is the work on one document.
type encoding struct {
	profile  Profile
	pen      *pen // nil without a font
	out      *bytes.Buffer
	printer  *hennedo.Escpos
	warnings []Warning
}

func newEncoding(e *Encoder) *encoding {
	run := &encoding{profile: e.profile, out: &bytes.Buffer{}}
	if e.font != nil {
		run.pen = &pen{font: e.font, faces: map[int]font.Face{}, missing: func(r rune) { run.warn(Missing, r) }}
	}
	run.printer = hennedo.New(run.out)
	run.printer.SetConfig(hennedo.PrinterConfig{
		DisableUnderline: true, DisableReverse: true, DisableRotate: true, DisableUpsideDown: true,
	})
	run.printer.Size(1, 1)
	start := []byte{0x1B, '@'}
	if !e.profile.RasterText {
		start = append(start, 0x1C, '&') // Chinese models start in Chinese mode, others do not
	}
	run.out.Write(start)
	return run
}

func (e *encoding) warn(trouble Trouble, r rune) {
	if warning := (Warning{trouble, r}); !slices.Contains(e.warnings, warning) {
		e.warnings = append(e.warnings, warning)
	}
}

func (e *encoding) check() error {
	if e.out.Len() > devices.MaxJobBytes {
		return ErrTooLarge
	}
	return nil
}

func (e *encoding) block(block Block) error {
	columns := e.profile.Columns
	switch b := block.(type) {
	case Title:
		return e.lines(Wrap(e.clean(b.Text), columns/2), line{side: Center, wide: 2, tall: 2})
	case Text:
		return e.lines(Wrap(e.clean(b.Text), columns), line{side: b.Align, bold: b.Bold, wide: 1, tall: 1})
	case Rule:
		return e.lines([]string{strings.Repeat("-", columns)}, line{wide: 1, tall: 1})
	case Columns:
		return e.row(b.Cells, line{bold: b.Bold, wide: 1, tall: 1})
	case Large:
		cells := []Cell{{Text: b.Left}, {Text: b.Right, Width: max(1, min(columns-2, Width(e.clean(b.Right)))), Align: Right}}
		return e.row(cells, line{bold: true, wide: 1, tall: 2})
	case Big:
		return e.lines(bigLines(e.clean(b.Left), e.clean(b.Right), columns/2), line{bold: true, wide: 2, tall: 2, isDrawn: b.Drawn})
	case QR:
		code, err := e.qr(b.Payload)
		if err != nil {
			return err
		}
		e.out.Write(code)
	case Picture:
		picture, err := e.centred(b)
		if err != nil {
			return err
		}
		e.out.Write(rasterBands(picture))
	case Feed:
		if b.Lines < 1 || b.Lines > 20 {
			return fmt.Errorf("escpos: feed of %d lines, want 1 to 20", b.Lines)
		}
		e.out.Write([]byte{0x1B, 'd', byte(b.Lines)})
	case Cut:
		e.out.Write([]byte{0x1B, 'd', byte(e.profile.CutFeed)})
		if e.profile.HasCutter {
			e.out.Write([]byte{0x1D, 'V', 'B', 0})
		}
	default:
		return fmt.Errorf("escpos: unknown block %T", block)
	}
	return e.check()
}

func (e *encoding) clean(text string) string {
	return clean(text, e.profile.Encoding, func(r rune) { e.warn(Dropped, r) })
}

func (e *encoding) row(cells []Cell, style line) error {
	cleaned := slices.Clone(cells)
	for i := range cleaned {
		cleaned[i].Text = e.clean(cleaned[i].Text)
	}
	texts, err := rowLines(cleaned, e.profile.Columns/style.wide)
	if err != nil {
		return err
	}
	return e.lines(texts, style)
}

func (e *encoding) lines(texts []string, style line) error {
	for _, text := range texts {
		style.text = text
		if err := e.line(style); err != nil {
			return err
		}
		if err := e.check(); err != nil {
			return err
		}
	}
	return nil
}

// line prints one line: as the printer's own text where it can, as a picture where it lacks a character.
func (e *encoding) line(l line) error {
	encoded, rare := encode(l.text, e.profile.Encoding)
	for _, r := range rare {
		if e.pen == nil {
			e.warn(Missing, r)
			l.text = strings.ReplaceAll(l.text, string(r), "？")
		} else {
			e.warn(Drawn, r)
		}
	}
	if e.pen != nil && (l.isDrawn || e.profile.RasterText || len(rare) > 0) {
		picture, err := e.pen.line(l, e.profile)
		if err != nil {
			return err
		}
		e.out.Write(rasterBands(picture))
		return nil
	}
	if len(rare) > 0 {
		encoded, _ = encode(l.text, e.profile.Encoding)
	}
	return e.text(encoded, l)
}

// text writes one line in the printer's own letters, with one Write: each Write sends its whole style again, and
// ESC a is obeyed only where a line begins.
func (e *encoding) text(encoded []byte, l line) error {
	if e.profile.ChineseSize {
		// FS ! as Epson has it: bit 2 doubles the width, bit 3 the height. GS ! follows, and where both work the last wins.
		e.out.Write([]byte{0x1C, '!', byte((l.wide-1)<<2 | (l.tall-1)<<3)})
	}
	e.printer.Size(uint8(l.wide), uint8(l.tall)).Bold(l.bold).Justify(uint8(l.side))
	if _, err := e.printer.Write(string(encoded) + "\n"); err != nil {
		return fmt.Errorf("escpos: compose: %w", err)
	}
	// Print only empties the composer's own buffer into ours, so that our pictures and its text keep their order.
	if err := e.printer.Print(); err != nil {
		return fmt.Errorf("escpos: compose: %w", err)
	}
	return nil
}
