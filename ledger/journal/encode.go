package journal

import (
	"bytes"
	"encoding/json"

	"shouqi/ledger/store"
)

// encode returns the JSON of content, the body of an event of a kind or what a request asks for. Text that is not UTF-8 is
// journal.text: two texts that differ in such bytes alone would become the same one. Anything that cannot be encoded is
// journal.body.
func encode(content any, kind string) ([]byte, error) {
	encoded, err := json.Marshal(content)
	if err != nil {
		return nil, store.Fail(CodeBody, err, kind, 0)
	}
	if isMended(encoded) {
		return nil, store.Refuse(codeText)
	}
	return encoded, nil
}

// mended is what encoding/json writes in place of bytes that are no UTF-8. A text that has the replacement character itself is
// written as that character and not so.
var mended = []byte(`\ufffd`)

// isMended reports whether encoded has a mended byte. Behind an odd number of backslashes the six characters are what somebody
// typed.
func isMended(encoded []byte) bool {
	for at := 0; ; at += len(mended) {
		found := bytes.Index(encoded[at:], mended)
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
