package devicetest

import (
	"fmt"
	"image"

	"golang.org/x/image/font/opentype"
)

// Receipt is one piece of paper.
type Receipt struct {
	Lines     []string    // its text, line by line; "[图 W×H]" for a picture and "[码 …]" for a QR code
	Codes     []string    // payloads of the QR codes that the printer drew itself
	Image     *image.Gray // the paper, white 255, as wide as the print head
	Raw       []byte      // the bytes that printed it, without the questions among them
	Cut       bool        // cut by the knife, and not by the end of the connection
	Overflows int         // how often a line was wider than the paper and broke by itself
	Unknown   []string    // commands that no table has, in hex; at most 20
}

// Kick is one pulse to the cash drawer.
type Kick struct {
	Pin         int // 2 or 5
	OnMS, OffMS int
}

// Paper interprets ESC/POS and draws it. It is not safe for use by several goroutines at once.
type Paper struct {
	// OnReceipt is told each receipt when it is cut; nil forgets it.
	OnReceipt func(Receipt)
	// OnKick is told each drawer pulse; nil forgets it.
	OnKick func(Kick)
	// OnQuestion is told each question that is answered in its turn: GS r, GS I, GS a and GS (H with their arguments.
	OnQuestion func(name string, args []byte)

	letters *letters
	dots    int
	stream  []byte // an unfinished command
	mode    mode
	line    []letter
	half    []byte // an unfinished character
	code    qrState
	inked   bool // something visible is on the paper
	raster  image.Point
	now     Receipt
	canvas  *canvas
}

// mode is what commands switch.
type mode struct {
	side       byte // ESC a
	bold       bool
	wide, tall int
	chinese    bool
	spacing    int // dots a line takes, at least its letters
}

// NewPaper takes the width of the print head in dots, 64 to 2048, and the bytes of a TrueType font with Chinese.
func NewPaper(dots int, fontFile []byte) (*Paper, error) {
	if dots < 64 || dots > 2048 {
		return nil, fmt.Errorf("devicetest: print head of %d dots, want 64 to 2048", dots)
	}
	parsed, err := opentype.Parse(fontFile)
	if err != nil {
		return nil, fmt.Errorf("devicetest: font: %w", err)
	}
	p := &Paper{dots: dots, letters: newLetters(parsed), canvas: newCanvas(dots)}
	p.reset()
	return p, nil
}

// reset does ESC @: modes as after power-on. Chinese models start in Chinese mode.
func (p *Paper) reset() {
	p.mode = mode{wide: 1, tall: 1, chinese: true, spacing: 30}
	p.line, p.half = nil, nil
}

// Write takes printer bytes in any pieces. It never fails.
func (p *Paper) Write(b []byte) (int, error) {
	p.stream = append(p.stream, b...)
	for {
		c, used, ok := nextCommand(p.stream)
		if !ok {
			return len(b), nil
		}
		bytes := p.stream[:used]
		p.stream = p.stream[used:]
		if isQuestion(c.name) {
			p.ask(c)
			continue
		}
		p.keep(bytes)
		p.do(c)
	}
}

// Tear ends the receipt without a knife and gives it; ok is false where nothing visible was printed.
func (p *Paper) Tear() (receipt Receipt, ok bool) {
	p.flush()
	receipt, ok = p.now, p.inked
	receipt.Image = p.canvas.picture()
	p.now, p.inked, p.raster = Receipt{}, false, image.Point{}
	p.canvas = newCanvas(p.dots)
	return receipt, ok
}

// Forget drops an unfinished command and character, as the end of a connection does.
func (p *Paper) Forget() { p.stream, p.half = nil, nil }

// maxRaw is how many bytes of one receipt are kept.
const maxRaw = 1 << 20

func (p *Paper) keep(bytes []byte) {
	if len(p.now.Raw)+len(bytes) <= maxRaw {
		p.now.Raw = append(p.now.Raw, bytes...)
	}
}

func isQuestion(name string) bool {
	switch name {
	case "DLE EOT", "GS r", "GS I", "GS a", "GS (H":
		return true
	}
	return false
}

func (p *Paper) ask(c command) {
	if p.OnQuestion != nil && c.name != "DLE EOT" {
		p.OnQuestion(c.name, c.args)
	}
}

func (p *Paper) unknown(c command) {
	if len(p.now.Unknown) < 20 {
		p.now.Unknown = append(p.now.Unknown, fmt.Sprintf("%s % x", c.name, c.args[:min(8, len(c.args))]))
	}
}

func (p *Paper) addLine(text string) {
	if len(p.now.Lines) < maxLines {
		p.now.Lines = append(p.now.Lines, text)
	}
}

// maxLines is how many lines of one receipt are kept.
const maxLines = 5000
