package proof

import (
	"crypto/ed25519"
	"regexp"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// The places of a code's words; what follows the last is the signature.
const (
	atForm = iota
	atNumber
	atCurrency
	atSum
	atDay
	atTime
	atCounter
	atRoom
	atSignature
)

// textMax is longer than any code with blanks where somebody put them.
const textMax = 400

var (
	numberForm  = regexp.MustCompile(`^[0-9A-Z]{1,4}-[0-9]{4}-[0-9]{6,12}$`)
	counterForm = regexp.MustCompile(`^[0-9A-Z]{1,4}$`)
	roomForm    = regexp.MustCompile(`^[2-7A-Z]{8}$`)
)

// Read reads a code as it was scanned, typed or copied: in small letters, with the full-width signs of an input method, or with blanks
// within its signature. Of any other text ok is false. It checks no signature.
func Read(text string) (code Code, ok bool) {
	parts := split(text)
	if len(parts) <= atSignature || parts[atForm] != form {
		return Code{}, false
	}
	fen, err := money.Parse(parts[atSum])
	if err != nil || !numberForm.MatchString(parts[atNumber]) || !counterForm.MatchString(parts[atCounter]) || !roomForm.MatchString(parts[atRoom]) {
		return Code{}, false
	}
	at, err := time.ParseInLocation(clock, parts[atDay]+" "+parts[atTime], calendar.Zone)
	if err != nil {
		return Code{}, false
	}
	signature, err := letters.DecodeString(strings.Join(parts[atSignature:], ""))
	if err != nil || len(signature) != ed25519.SignatureSize {
		return Code{}, false
	}
	code = Code{Receipt: Receipt{Number: parts[atNumber], Fen: fen, AtMS: at.UnixMilli(), Counter: parts[atCounter], Room: parts[atRoom]}, signature: signature}
	// One receipt has one code: another way to write the same sum, or a last letter that says nothing, is none.
	written := strings.Join(parts[:atSignature], " ") + " " + strings.Join(parts[atSignature:], "")
	return code, code.Text() == written
}

// Number returns the number in a text that begins as a code does, whole or not, so that a scan cut short still finds its receipt; and
// in what stood on receipts before they were signed (SQ1:01-2026-000123:…), which proves nothing. Of any other text ok is false.
func Number(text string) (number string, ok bool) {
	parts := split(text)
	if old := strings.Split(strings.Join(parts, ""), ":"); len(old) > 2 && old[0] == "SQ1" && numberForm.MatchString(old[1]) {
		return old[1], true
	}
	if len(parts) <= atNumber || parts[atForm] != form || !numberForm.MatchString(parts[atNumber]) {
		return "", false
	}
	return parts[atNumber], true
}

// split returns the words of a text in capitals and half-width signs.
func split(text string) []string {
	if len(text) > textMax {
		return nil
	}
	return strings.Fields(strings.ToUpper(strings.Map(halfWidth, text)))
}

// halfWidth returns a full-width sign, as a Chinese input method types it, as its ASCII one.
func halfWidth(character rune) rune {
	const first, last, shift = '！', '～', '！' - '!'
	if character >= first && character <= last {
		return character - shift
	}
	return character
}
