package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// The bounds of a sheet.
const offersMax = 500_000

// Offer is one reading that a sheet offers. Line is its row there. Room is the canonical code; Number is "" where the
// sheet says none. Previous is what the sheet says the dial showed before, and Value what it shows now: nil where the
// cell is empty. PreviousOn is "" where the sheet does not say.
type Offer struct {
	Line       int            `json:"line"`
	Room       string         `json:"room"`
	Kind       string         `json:"kind"`
	Number     string         `json:"number"`
	Previous   *tariff.Number `json:"previous"`
	Value      *tariff.Number `json:"value"`
	On         calendar.Date  `json:"on"`
	PreviousOn calendar.Date  `json:"previousOn"`
}

// Sheet is a sheet of readings as it was read. ForOn is the last day of the period that they close; "" leaves each to its
// own day. Digits gives the size of the dials by kind, for meters whose size the book does not know. Refused is how many
// readings of the file could not even be read.
type Sheet struct {
	FileHash string         `json:"fileHash"`
	ForOn    calendar.Date  `json:"forOn"`
	Digits   map[string]int `json:"digits"`
	Offers   []Offer        `json:"offers"`
	Refused  int            `json:"refused"`
}

// State says what becomes of an offered reading.
type State string

// The states. Odd ones need a person's yes; refused ones cannot be taken as they are; Have is in the book already.
const (
	Good    State = "good"
	Odd     State = "odd"
	Refused State = "refused"
	Have    State = "have"
)

// Judged is an offered reading with what the book says of it. Reasons are store.Errors whose codes have sentences: why it
// is odd or refused, or a remark on a good one. Previous is the book's own figure.
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
}

func (j *Judged) refuse(reason error) {
	j.State, j.Reasons = Refused, []error{reason}
}

func (j *Judged) doubt(reason error) {
	j.State = Odd
	j.Reasons = append(j.Reasons, reason)
}

func (j *Judged) remark(reason error) { j.Reasons = append(j.Reasons, reason) }
