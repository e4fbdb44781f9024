package scanning

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"shouqi/ledger/payment"
	"shouqi/ledger/proof"
	"shouqi/ledger/store"
)

// Kind says what a scanned text is.
type Kind string

// The kinds of scanned texts.
const (
	Unknown Kind = "unknown" // of no use here; Err says what it is, as far as one can tell
	Paper   Kind = "paper"   // a paper of ours for a household: Slip
	Receipt Kind = "receipt" // a receipt of ours: Number
	Payer   Kind = "payer"   // a payment code: Channel
)

// Found is what a scanned text is. It keeps no payment code: for a minute such a code is as good as money.
type Found struct {
	Kind    Kind
	Slip    Slip
	Number  string // the receipt's; whether the code proves it is for the book to say, which wants the whole text
	Channel payment.Channel
	Err     error // why nothing can be done with an Unknown one
}

// Read says what a scanned text is in the book with this id. Line ends and blanks around it count for nothing, nor do Caps
// Lock and the full-width signs of an input method in codes of ours. Errors: scanning.damaged for half a code of ours,
// scanning.other_book for another estate's paper, those of payment.ChannelOf for payment codes that cannot be charged, and
// what anything else is: scanning.goods, scanning.link, scanning.invoice, scanning.hanzi or scanning.unknown.
func Read(text, book string) Found {
	text = strings.TrimSpace(text)
	if number, ok := proof.Number(text); ok {
		return Found{Kind: Receipt, Number: number}
	}
	slip, err := readSlip(text, book)
	if err == nil {
		return Found{Kind: Paper, Slip: slip}
	}
	if !errors.Is(err, errNoSlip) {
		return Found{Kind: Unknown, Err: err}
	}
	channel, err := payment.ChannelOf(text)
	if err == nil {
		return Found{Kind: Payer, Channel: channel}
	}
	if store.Code(err) == payment.CodePayerCode {
		err = other(text)
	}
	return Found{Kind: Unknown, Err: err}
}

// Unread is the error of a scan of which nothing could be read: the scanner said more than a code, or only a part.
func Unread() error { return store.Refuse(codeUnread) }

var (
	// goodsForm are the lengths of the numbers on goods and books: EAN-8, UPC-A, EAN-13.
	goodsForm = regexp.MustCompile(`^(?:\d{8}|\d{12}|\d{13})$`)
	linkForm  = regexp.MustCompile(`(?i)^[a-z][a-z0-9+.-]*://`)
	// invoiceForm is how the code on an invoice of the tax office begins: a version, the kind of invoice, and its numbers.
	invoiceForm = regexp.MustCompile(`^01,\d{2},`)
)

// other says what a text is that means nothing to the counter.
func other(text string) error {
	switch {
	case goodsForm.MatchString(text) && isGoods(text):
		return store.Refuse(codeGoods)
	case linkForm.MatchString(text):
		return store.Refuse(codeLink)
	case invoiceForm.MatchString(text):
		return store.Refuse(codeInvoice)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return store.Refuse(codeHanzi)
	}
	return store.Refuse(CodeUnknown)
}

// isGoods reports whether figures end in the check digit of GS1: their sum, every other one three times, is a multiple of 10.
func isGoods(figures string) bool {
	sum := 0
	for i := range len(figures) {
		weight := 1
		if (len(figures)-i)%2 == 0 {
			weight = 3
		}
		sum += weight * int(figures[i]-'0')
	}
	return sum%10 == 0
}
