package estate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"shouqi/ledger/store"
)

// Part is something on a receipt that a project may leave out. What proves a payment is no part: company, receipt number, room, items
// with their amounts, what was received in figures and capitals, how it was paid, the date, every mark (补打, 作废, 红冲, 模拟), where who
// takes money back signs, the code and the 校验码 are always there: nobody alone takes away by what a receipt is told from a forged one.
type Part string

// The parts, in the order in which they stand on a receipt.
const (
	PartEstate  Part = "estate"  // 小区
	PartWhy     Part = "why"     // 计算过程: how each amount came about
	PartPrepaid Part = "prepaid" // 预存款余额
	PartCounter Part = "counter" // 柜台
)

// Parts are all of them.
var Parts = []Part{PartEstate, PartWhy, PartPrepaid, PartCounter}

// Section is a block of a receipt whose place may change.
type Section string

// The sections. Items, sum and tenders are one: they are read from above, and add up.
const (
	SectionWhose Section = "whose" // receipt number, room and payer
	SectionMoney Section = "money"
	SectionWho   Section = "who" // cashier, counter and time
	SectionCode  Section = "code"
)

// Sections are all of them in their usual order.
var Sections = []Section{SectionWhose, SectionMoney, SectionWho, SectionCode}

// The bounds of a layout. A logo is as wide as 58 mm paper at most, so that every printer can draw it.
const (
	LayoutLinesMax = 5  // lines of words at the head, and at the foot
	LayoutRunesMax = 60 // characters of such a line
	LogoWidthMax   = 384
	LogoRowsMax    = 192
	layoutBytesMax = 20 << 10
)

// Layout says how the receipts of a project look. The zero Layout is the usual receipt.
type Layout struct {
	Hide  []Part    `json:"hide,omitempty"`
	Order []Section `json:"order,omitempty"` // all sections from the top, or none for their usual order; on rolls alone
	Head  []string  `json:"head,omitempty"`  // words below the company's name
	Foot  []string  `json:"foot,omitempty"`  // words above the last line
	Logo  *Logo     `json:"logo,omitempty"`
}

// Logo is a picture of one bit a dot: Width is a multiple of 8, and Rows holds Width/8 bytes a row from the top, the leftmost dot in
// the highest bit, 1 for black. It has no other form, so that nothing that prints it has to decode a file.
type Logo struct {
	Width int    `json:"width"`
	Rows  []byte `json:"rows"`
}

// Height is how many rows of dots it has.
func (l Logo) Height() int { return len(l.Rows) / (l.Width / 8) }

// Shows reports whether a part is on the receipt.
func (l Layout) Shows(part Part) bool { return !slices.Contains(l.Hide, part) }

// Sections returns all sections from the top.
func (l Layout) Sections() []Section {
	if len(l.Order) == 0 {
		return Sections
	}
	return l.Order
}

// ParseLayout reads a layout that the policy is to keep; "" is the usual receipt. Errors: estate.policy.
func ParseLayout(text string) (l Layout, err error) {
	if text == "" {
		return l, nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields() // a misspelt name must not pass for a layout that hides nothing
	if err = decoder.Decode(&l); err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one layout")
		}
	}
	if err == nil {
		err = l.check()
	}
	if err != nil {
		return Layout{}, store.Fail(codePolicy, err, PolicyReceiptLayout)
	}
	return l, nil
}

// Text returns the layout as the policy keeps it, "" for the usual receipt. Errors: estate.policy.
func (l Layout) Text() (string, error) {
	if slices.Equal(l.Order, Sections) {
		l.Order = nil
	}
	text, err := json.Marshal(l)
	if err == nil {
		err = l.check()
	}
	if err != nil {
		return "", store.Fail(codePolicy, err, PolicyReceiptLayout)
	}
	if string(text) == "{}" {
		return "", nil
	}
	return string(text), nil
}

func (l Layout) check() error {
	for i, part := range l.Hide {
		if !slices.Contains(Parts, part) || slices.Contains(l.Hide[:i], part) {
			return fmt.Errorf("part %q", part)
		}
	}
	if len(l.Order) > 0 && len(l.Order) != len(Sections) {
		return fmt.Errorf("%d sections, want %d", len(l.Order), len(Sections))
	}
	for i, section := range l.Order {
		if !slices.Contains(Sections, section) || slices.Contains(l.Order[:i], section) {
			return fmt.Errorf("section %q", section)
		}
	}
	if !GoodWords(l.Head) || !GoodWords(l.Foot) {
		return errors.New("too many or too long words, or some that do not print")
	}
	if l.Logo == nil {
		return nil
	}
	return l.Logo.check()
}

// marks are what only the program says of a receipt, and the sum.
var marks = []string{"作废", "红冲", "红字", "补打", "模拟", "练习", "本次实收"}

// GoodWords reports whether words can stand at the head or the foot: at most LayoutLinesMax lines of at most LayoutRunesMax printable
// characters, none of which reads as a mark of the program's.
func GoodWords(lines []string) bool {
	for _, line := range lines {
		if len([]rune(line)) > LayoutRunesMax || !store.Printable(line) {
			return false
		}
		dense := strings.Join(strings.Fields(line), "")
		if slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(dense, mark) }) {
			return false
		}
	}
	return len(lines) <= LayoutLinesMax
}

func (l Logo) check() error {
	if l.Width < 8 || l.Width > LogoWidthMax || l.Width%8 != 0 {
		return fmt.Errorf("a logo of %d dots", l.Width)
	}
	if len(l.Rows) == 0 || len(l.Rows)%(l.Width/8) != 0 || l.Height() > LogoRowsMax {
		return fmt.Errorf("a logo of %d bytes", len(l.Rows))
	}
	return nil
}
