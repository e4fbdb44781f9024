package monkey

import (
	"regexp"
	"strings"

	"shouqi/ledger/staff"
)

// person is somebody at the counter. Every five digits in a row of a PIN have 79 among them, and the monkey types a 7
// nowhere else: five such digits on a screen can only be a PIN's.
type person struct {
	code, name, pin string
	role            staff.Role
}

// The people of the book: whoever founded it, who confirms, and two who take money.
var (
	manager    = person{"100", "陈国栋", "64279513", staff.Manager}
	supervisor = person{"200", "李慧", "53179642", staff.Supervisor}
	cashier101 = person{"101", "王丽", "86479315", staff.Cashier}
	cashier102 = person{"102", "周婷", "31579826", staff.Cashier}
)

var people = []person{manager, supervisor, cashier101, cashier102}

// wrongPIN is nobody's.
const wrongPIN = "20479168"

// pinWindow is how many digits of a PIN in a row give it away.
const pinWindow = 5

// checkMark is a receipt's 校验码, also in its QR code: 16 hexadecimal digits of a hash. They are as good as random, and in one
// receipt of some thousands five of them in a row are those of a PIN.
var checkMark = regexp.MustCompile(`\b[0-9a-f]{16}\b`)

// pinIn returns the digits of a PIN that stand in the text, "" where none do. Check marks are passed over, but not 16 digits
// without a letter, which may be a PIN typed twice.
func pinIn(text string) string {
	text = checkMark.ReplaceAllStringFunc(text, func(mark string) string {
		if strings.ContainsAny(mark, "abcdef") {
			return "*"
		}
		return mark
	})
	for _, piece := range pinPieces() {
		if strings.Contains(text, piece) {
			return piece
		}
	}
	return ""
}

// pinPieces returns every run of pinWindow digits of anybody's PIN.
func pinPieces() []string {
	var pieces []string
	for _, pin := range pins() {
		for from := 0; from+pinWindow <= len(pin); from++ {
			pieces = append(pieces, pin[from:from+pinWindow])
		}
	}
	return pieces
}

// pins returns every PIN that is ever typed.
func pins() []string {
	typed := []string{wrongPIN}
	for _, somebody := range people {
		typed = append(typed, somebody.pin)
	}
	return typed
}
