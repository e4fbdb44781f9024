package devicetest

import (
	"image"
	"image/draw"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// maxRows is the longest paper drawn, about four metres; what comes after it is still read but not drawn.
const maxRows = 32_000

// canvas is paper that grows.
type canvas struct {
	width, rows int
	pixels      []byte
}

func newCanvas(width int) *canvas { return &canvas{width: width} }

// feed moves the paper by rows and gives the row it stood at.
func (c *canvas) feed(rows int) int {
	top := c.rows
	rows = min(rows, maxRows-c.rows)
	white := make([]byte, rows*c.width)
	for i := range white {
		white[i] = 255
	}
	c.pixels = append(c.pixels, white...)
	c.rows += rows
	return top
}

// dot darkens one point; a print head does not print outside the paper.
func (c *canvas) dot(x, y int, gray byte) {
	if x >= 0 && x < c.width && y >= 0 && y < c.rows {
		c.pixels[y*c.width+x] = min(c.pixels[y*c.width+x], gray)
	}
}

// picture returns the paper with a white margin of 16 dots around.
func (c *canvas) picture() *image.Gray {
	const margin = 16
	out := image.NewGray(image.Rect(0, 0, c.width+2*margin, c.rows+2*margin))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	paper := &image.Gray{Pix: c.pixels, Stride: c.width, Rect: image.Rect(0, 0, c.width, c.rows)}
	draw.Draw(out, paper.Rect.Add(image.Pt(margin, margin)), paper, image.Point{}, draw.Src)
	return out
}

// letter is one character on a line.
type letter struct {
	r          rune
	wide, tall int
	bold       bool
}

// dots is its width on paper: 12 for ASCII, 24 for all else, times its width.
func (l letter) dots() int {
	if l.r < 0x80 {
		return 12 * l.wide
	}
	return 24 * l.wide
}

func lineDots(line []letter) int {
	width := 0
	for _, l := range line {
		width += l.dots()
	}
	return width
}

// letters is the printer's built-in font: each letter once as a mask of 24 rows.
type letters struct {
	font  *sfnt.Font
	masks map[rune]*image.Alpha
}

// maxMasks is how many letters are kept drawn.
const maxMasks = 8192

func newLetters(parsed *sfnt.Font) *letters {
	return &letters{font: parsed, masks: map[rune]*image.Alpha{}}
}

// mask returns the letter's own shape, 12 or 24 dots wide.
func (f *letters) mask(r rune) *image.Alpha {
	if mask, ok := f.masks[r]; ok {
		return mask
	}
	cell := image.NewAlpha(image.Rect(0, 0, letter{r: r, wide: 1}.dots(), 24))
	// A face of 22 dots in a cell of 24; opening one reads only tables, and a font that opened once opens again.
	face, err := opentype.NewFace(f.font, &opentype.FaceOptions{Size: 22, DPI: 72, Hinting: font.HintingFull})
	if err == nil {
		drawer := font.Drawer{Src: image.Opaque, Face: face, Dot: fixed.P(0, 20)}
		natural := image.NewAlpha(image.Rect(0, 0, max(1, drawer.MeasureString(string(r)).Ceil()), 24))
		drawer.Dst = natural
		drawer.DrawString(string(r))
		width := min(natural.Rect.Dx(), cell.Rect.Dx())
		left := (cell.Rect.Dx() - width) / 2
		xdraw.ApproxBiLinear.Scale(cell, image.Rect(left, 0, left+width, 24), natural, natural.Rect, draw.Over, nil)
	}
	if len(f.masks) < maxMasks {
		f.masks[r] = cell
	}
	return cell
}

// draw puts a letter on paper, each of its dots wide × tall dots large as print heads do it.
func (f *letters) draw(paper *canvas, left, top int, l letter) {
	if l.r == ' ' {
		return
	}
	mask := f.mask(l.r)
	for y := range 24 * l.tall {
		for x := range l.dots() {
			shade := mask.AlphaAt(x/l.wide, y/l.tall).A
			if l.bold && x > 0 {
				shade = max(shade, mask.AlphaAt((x-1)/l.wide, y/l.tall).A)
			}
			if shade > 0 {
				paper.dot(left+x, top+y, 255-shade)
			}
		}
	}
}
