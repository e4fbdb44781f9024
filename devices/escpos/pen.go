package escpos

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// lineDots is the height of a line's glyphs, 24 dots on every such printer; gapDots is the paper below a drawn line.
const (
	lineDots = 24
	gapDots  = 8
)

// pen draws lines of text on the printer's grid, so that drawn lines and the printer's own keep the same columns.
type pen struct {
	font    *sfnt.Font
	faces   map[int]font.Face // by size in dots
	missing func(rune)        // told each character the font lacks
}

// line draws text into a picture of the paper's width: black is 255. Glyphs are wide times as wide and tall times
// as high as usual; the columns stand on side.
func (p *pen) line(l line, profile Profile) (*image.Alpha, error) {
	cell := profile.Dots / profile.Columns
	height := lineDots * l.tall
	picture := image.NewAlpha(image.Rect(0, 0, profile.Dots, height+gapDots))
	x := 0
	switch l.side {
	case Center:
		x = (profile.Dots - Width(l.text)*cell*l.wide) / 2
	case Right:
		x = profile.Dots - Width(l.text)*cell*l.wide
	}
	for _, r := range l.text {
		box := image.Rect(x, 0, x+runeWidth(r)*cell*l.wide, height)
		if r != ' ' && r != '\u3000' {
			if err := p.glyph(picture, box, r, l); err != nil {
				return nil, err
			}
		}
		x = box.Max.X
	}
	return picture, nil
}

// glyph draws one character into its box, squeezed where its natural width is more than the box.
func (p *pen) glyph(picture *image.Alpha, box image.Rectangle, r rune, l line) error {
	size := box.Dy() - box.Dy()/12 // a little air between lines of Chinese
	face, err := p.face(size)
	if err != nil {
		return err
	}
	var buffer sfnt.Buffer
	if index, err := p.font.GlyphIndex(&buffer, r); err != nil || index == 0 {
		p.missing(r)
	}
	dot := fixed.P(0, size*22/25) // the baseline of Noto Sans SC is 0.88 of its em below the top
	where, mask, at, advance, _ := face.Glyph(dot, r)
	if where.Empty() {
		return nil
	}
	natural := image.NewAlpha(image.Rect(0, 0, max(1, where.Max.X, advance.Ceil()), box.Dy()))
	draw.DrawMask(natural, where, image.Opaque, image.Point{}, mask, at, draw.Over)
	if l.bold {
		draw.DrawMask(natural, where.Add(image.Pt(1, 0)), image.Opaque, image.Point{}, mask, at, draw.Over)
	}
	width := min(box.Dx(), natural.Rect.Dx()*l.wide/l.tall)
	left := box.Min.X + (box.Dx()-width)/2
	target := image.Rect(left, box.Min.Y, left+max(1, width), box.Max.Y)
	xdraw.BiLinear.Scale(picture, target, natural, natural.Rect, xdraw.Over, nil)
	return nil
}

func (p *pen) face(size int) (font.Face, error) {
	if face, ok := p.faces[size]; ok {
		return face, nil
	}
	face, err := opentype.NewFace(p.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("escpos: font at %d dots: %w", size, err)
	}
	p.faces[size] = face
	return face, nil
}

// black reports whether a dot of a drawn picture is printed.
func black(picture *image.Alpha, x, y int) bool { return picture.AlphaAt(x, y).A >= 110 }

// ink is a printed dot.
var ink = color.Alpha{A: 255}
