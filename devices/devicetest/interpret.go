package devicetest

import (
	"fmt"
	"image"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// do obeys one command.
func (p *Paper) do(c command) {
	if c.name != "text" && len(p.half) > 0 {
		p.put('\uFFFD') // a character that lost its second half
		p.half = nil
	}
	if c.name != "GS v" {
		p.endPicture()
	}
	switch c.name {
	case "text":
		p.text(c.args)
	case "LF":
		p.newLine()
	case "HT":
		p.put(' ')
	case "ESC @":
		p.reset()
	case "ESC a":
		p.mode.side = c.args[0] % '0'
	case "ESC E":
		p.mode.bold = c.args[0]&1 == 1
	case "GS !":
		p.mode.wide, p.mode.tall = int(c.args[0]>>4&7)+1, int(c.args[0]&7)+1
	case "FS !":
		p.mode.wide, p.mode.tall = int(c.args[0]>>2&1)+1, int(c.args[0]>>3&1)+1
	case "FS &", "FS .":
		p.mode.chinese = c.name == "FS &"
	case "ESC 2":
		p.mode.spacing = 30
	case "ESC 3":
		p.mode.spacing = int(c.args[0])
	case "ESC d":
		p.feed(int(c.args[0]))
	case "ESC J":
		p.flush()
		p.canvas.feed(int(c.args[0]))
	case "GS v":
		p.picture(c.args)
	case "GS (k":
		p.qr(c.args)
	case "ESC p":
		if p.OnKick != nil {
			p.OnKick(Kick{Pin: 2 + 3*int(c.args[0]&1), OnMS: 2 * int(c.args[1]), OffMS: 2 * int(c.args[2])})
		}
	case "GS V", "ESC i", "ESC m":
		p.cut()
	case "unknown", "DLE ENQ", "DLE DC4":
		p.unknown(c)
	}
}

// text reads one run of letters; in Chinese mode two or four bytes make one.
func (p *Paper) text(run []byte) {
	for _, b := range run {
		switch {
		case len(p.half) == 0 && b < 0x80:
			p.put(rune(b))
		case !p.mode.chinese:
			p.put('▒') // a code page's letter, of which we know only that it is not Chinese
		default:
			p.half = append(p.half, b)
			p.compose()
		}
	}
}

// compose puts the character in half down once it is whole.
func (p *Paper) compose() {
	n := len(p.half)
	if n == 1 || n < 4 && p.half[1] >= '0' && p.half[1] <= '9' {
		return
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(p.half)
	r := []rune(string(text))
	p.half = nil
	if err != nil || len(r) != 1 {
		p.put('\uFFFD')
		return
	}
	p.put(r[0])
}

// put adds one letter to the line, which breaks by itself where the paper ends.
func (p *Paper) put(r rune) {
	l := letter{r: r, wide: p.mode.wide, tall: p.mode.tall, bold: p.mode.bold}
	if lineDots(p.line)+l.dots() > p.dots && len(p.line) > 0 {
		p.now.Overflows++
		p.newLine()
	}
	p.line = append(p.line, l)
}

// newLine prints the line and feeds past it.
func (p *Paper) newLine() {
	var text strings.Builder
	tall := 1
	for _, l := range p.line {
		text.WriteRune(l.r)
		tall = max(tall, l.tall)
		p.inked = p.inked || l.r != ' '
	}
	p.addLine(strings.TrimRight(text.String(), " "))
	height := max(p.mode.spacing, 24*tall+min(6, p.mode.spacing))
	if len(p.line) == 0 {
		height = p.mode.spacing
	}
	top := p.canvas.feed(height)
	x := p.indent(lineDots(p.line))
	for _, l := range p.line {
		p.letters.draw(p.canvas, x, top+24*(tall-l.tall), l)
		x += l.dots()
	}
	p.line = nil
}

// indent is where something of a width begins under the present alignment.
func (p *Paper) indent(width int) int {
	switch p.mode.side {
	case 1:
		return max(0, (p.dots-width)/2)
	case 2:
		return max(0, p.dots-width)
	}
	return 0
}

// flush prints a line that has letters but no line end.
func (p *Paper) flush() {
	p.endPicture()
	if len(p.line) > 0 {
		p.newLine()
	}
}

func (p *Paper) feed(lines int) {
	p.flush()
	for range lines {
		p.newLine()
	}
}

// picture draws GS v 0: m xL xH yL yH after the '0', then rows of bits.
func (p *Paper) picture(args []byte) {
	if len(p.line) > 0 {
		p.flush()
	}
	rowBytes := int(args[2]) | int(args[3])<<8
	rows := int(args[4]) | int(args[5])<<8
	bits := args[6:]
	top := p.canvas.feed(rows)
	left := p.indent(rowBytes * 8)
	for y := range rows {
		for x := range rowBytes * 8 {
			if bits[y*rowBytes+x/8]&(0x80>>(x%8)) != 0 {
				p.canvas.dot(left+x, top+y, 0)
				p.inked = true
			}
		}
	}
	p.raster = image.Pt(max(p.raster.X, rowBytes*8), p.raster.Y+rows)
}

// endPicture notes the bands printed so far as one picture.
func (p *Paper) endPicture() {
	if p.raster.Y > 0 {
		p.addLine(fmt.Sprintf("[图 %d×%d]", p.raster.X, p.raster.Y))
		p.raster = image.Point{}
	}
}

// cut ends the receipt with the knife.
func (p *Paper) cut() {
	receipt, inked := p.Tear()
	receipt.Cut = true
	if inked && p.OnReceipt != nil {
		p.OnReceipt(receipt)
	}
}
