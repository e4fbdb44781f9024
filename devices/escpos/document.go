package escpos

// Align is the side a text stands on.
type Align uint8

// The sides; their values are those of ESC a.
const (
	Left Align = iota
	Center
	Right
)

// Document is what one job prints, from top to bottom. Texts are UTF-8; a line end inside one starts a new line.
type Document []Block

// Block is one of Title, Text, Columns, Rule, Large, Big, QR, Picture, Feed and Cut.
type Block interface{ block() }

// Title is centred text of double width and height; it wraps at half the columns.
type Title struct{ Text string }

// Text is a paragraph that wraps at the paper's width.
type Text struct {
	Text  string
	Align Align
	Bold  bool
}

// Columns is one row of cells; see Cell.
type Columns struct {
	Cells []Cell
	Bold  bool
}

// Cell is one field of a row. Width counts printer columns; one cell of a row may leave it 0 and gets what is over.
// A Right cell holds a figure: it is never broken or cut, and goes on its own line where it does not fit.
type Cell struct {
	Text  string
	Width int
	Align Align
}

// Rule is a dashed line across the paper.
type Rule struct{}

// Large is a total: Left and Right at the two sides of one bold line of double height.
type Large struct{ Left, Right string }

// Big is Left and Right at the two sides, both twice as wide and high: for eyes that cannot read more. Where they do not fit beside one another
// Right stands below. Drawn draws them with our own font, whose letters are made for the size; a printer's own are only blown up.
type Big struct {
	Left, Right string
	Drawn       bool
}

// QR is a centred QR code of level M. Payload is printable ASCII of 1 to MaxQRBytes: other text comes out of readers garbled.
type QR struct{ Payload string }

// Picture is a centred picture of one bit a dot. Width is a multiple of 8 and at most the paper's dots; Rows holds Width/8 bytes a row
// from the top, at most MaxPictureRows rows, the leftmost dot in the highest bit, 1 for black.
type Picture struct {
	Width int
	Rows  []byte
}

// Feed is empty paper of Lines, 1 to 20.
type Feed struct{ Lines int }

// Cut feeds the paper past the knife and cuts it, or past the edge to tear it where there is no cutter.
type Cut struct{}

func (Title) block()   {}
func (Text) block()    {}
func (Columns) block() {}
func (Rule) block()    {}
func (Large) block()   {}
func (Big) block()     {}
func (QR) block()      {}
func (Picture) block() {}
func (Feed) block()    {}
func (Cut) block()     {}

// Job is an encoded document.
type Job struct {
	Bytes    []byte    // at most devices.MaxJobBytes
	Warnings []Warning // each kind and character once, in the order met
}

// Trouble says what happened to a character.
type Trouble string

// The troubles a character can have.
const (
	// Drawn: the printer's character set lacks it, so its line was printed as a picture.
	Drawn Trouble = "drawn"
	// Missing: our font lacks it too, or no font was given; a box or ？ stands in its place.
	Missing Trouble = "missing"
	// Dropped: a control character, which no printer may get inside a text.
	Dropped Trouble = "dropped"
)

// Warning tells that a character did not go to the printer as itself. It holds the character alone, never the text
// around it: that may be a person's name.
type Warning struct {
	Trouble Trouble
	Rune    rune
}
