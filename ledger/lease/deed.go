package lease

import (
	"encoding/json"

	"shouqi/ledger/staff"
)

// deed is what a second person agrees to about a lease: signing, amending or ending it, on terms that are told as names with values.
// Who rents is not among them; the digest of a contract has it, blinded.
func (l *Lease) deed(kind string, terms ...string) staff.Deed {
	return staff.Deed{Action: staff.SetPrices, About: staff.Called(kind, l.Number), Terms: staff.NewTerms(terms...)}
}

// contentOf digests terms as a whole. What cannot be written as JSON has no digest, and is refused where its event is written.
func contentOf(terms Terms) string {
	text, err := json.Marshal(terms)
	if err != nil {
		return ""
	}
	return staff.Content(string(text))
}
