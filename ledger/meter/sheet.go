package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// offersMax is how many readings one sheet may hold. An estate of 100,000 rooms with four meters each is within it.
const offersMax = 500_000

// Offer is one reading that a sheet (抄表单) offers. Line is its row there, and Room the canonical code. Number is ""
// where the sheet does not say it.
type Offer struct {
	Line   int    `json:"line"`
	Room   string `json:"room"`
	Kind   string `json:"kind"`
	Number string `json:"number"`
	// Previous is what the sheet says the dial showed before, Value what it shows now; nil where the cell is empty.
	// PreviousOn is the day of Previous, "" where the sheet does not say.
	Previous   *tariff.Number `json:"previous"`
	Value      *tariff.Number `json:"value"`
	On         calendar.Date  `json:"on"`
	PreviousOn calendar.Date  `json:"previousOn"`
	// Meter is the id of the meter where a person typed the figure into its own line, "" where a sheet has to find it.
	Meter string `json:"meter,omitempty"`
	// RolledOver says that who looked at the dial saw that it went round.
	RolledOver bool `json:"rolledOver,omitempty"`
}

// Sheet is a sheet of readings as it was read from a file. ForOn is the last day of the period that they close; ""
// leaves each to its own day. Digits is the size of the dials by kind, for meters whose size the book does not know.
// Refused is how many rows of the file could not be read at all.
type Sheet struct {
	FileHash string         `json:"fileHash"`
	ForOn    calendar.Date  `json:"forOn"`
	Digits   map[string]int `json:"digits"`
	Offers   []Offer        `json:"offers"`
	Refused  int            `json:"refused"`
}

// State says what becomes of an offered reading.
type State string

// The states. A good one is taken. An odd one needs a person's decision. A refused one cannot be taken as it is. One
// that the book has already is passed over, so that a sheet can be taken in twice.
const (
	Good    State = "good"
	Odd     State = "odd"
	Refused State = "refused"
	Have    State = "have"
)

// Judged is an offered reading with what the book says of it. Reasons are store.Errors: why it is odd or refused, or
// a remark on a good one. Previous and PreviousOn are the book's own figures; the sheet's are in Offer.
type Judged struct {
	Offer
	Meter Meter
	// New says that the meter comes into the book with this reading.
	New        bool
	State      State
	Reasons    []error
	Terms      Terms
	Previous   tariff.Number
	PreviousOn calendar.Date
	ForOn      calendar.Date
	Usage      tariff.Number
	RolledOver bool
	// Usual is what the reading's days would use by what is known of the meter, or of others of its kind; HasUsual is
	// false where there is nothing to go by.
	Usual    tariff.Number
	HasUsual bool
}

// refuse makes the reading a refused one with this only reason: a doubt about it does not matter any more.
func (j *Judged) refuse(reason error) {
	j.State, j.Reasons = Refused, []error{reason}
}

// doubt makes the reading an odd one, for one more reason.
func (j *Judged) doubt(reason error) {
	j.State = Odd
	j.Reasons = append(j.Reasons, reason)
}

// remark adds a reason that does not change the state.
func (j *Judged) remark(reason error) { j.Reasons = append(j.Reasons, reason) }
