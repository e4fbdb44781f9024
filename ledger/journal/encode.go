package journal

import (
	"bytes"
	"encoding/json"

	"shouqi/ledger/store"
)

// encode returns the JSON of content, the body of an event of a kind or what a request asks for. Text that is not UTF-8 is
// journal.text: two texts that differ in such bytes alone would become the same one. So is one with a zero byte, at which SQLite's own
// functions end a text. Anything that cannot be encoded is
// journal.body.
func encode(content any, kind string) ([]byte, error) {
	encoded, err := json.Marshal(content)
	if err != nil {
		return nil, store.Fail(CodeBody, err, kind, 0)
	}
	if hasEscape(encoded, mended) || hasEscape(encoded, zero) {
		return nil, store.Refuse(codeText)
	}
	return encoded, nil
}

// mended is what encoding/json writes in place of bytes that are no UTF-8. A text that has the replacement character itself is
// written as that character and not so.
var mended = []byte(`\ufffd`)

// zero is what it writes for a zero byte.
var zero = []byte(`\u0000`)

// hasEscape reports whether encoded has an escape. Behind an odd number of backslashes the six characters are what somebody
// typed.
func hasEscape(encoded, escape []byte) bool {
	for at := 0; ; at += len(escape) {
		found := bytes.Index(encoded[at:], escape)
		if found < 0 {
			return false
		}
		at += found
		before := at
		for before > 0 && encoded[before-1] == '\\' {
			before--
		}
		if (at-before)%2 == 0 {
			return true
		}
	}
}
