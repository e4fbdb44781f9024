package billing

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// The bounds of one run.
const (
	// spanDaysMax is how many days ahead a household may pay. An order spans at most twice as many.
	spanDaysMax = 1100
	// previewsKept is how many bills a preview keeps to be looked at. It counts and sums them all.
	previewsKept = 100_000
)

// Order asks for one run: what its Source proposes for the periods that touch FromOn to ToOn, whole periods even where
// the days hold only a part of them.
type Order struct {
	// RequestID makes the run happen once however often it is sent. A preview does not need one.
	RequestID string        `json:"-"`
	Source    Source        `json:"source"`
	FromOn    calendar.Date `json:"fromOn"`
	ToOn      calendar.Date `json:"toOn"`
	// LeaveOut issues the other bills where some cannot be worked out; without it a run with exceptions issues nothing,
	// because a room that is left out is easily forgotten.
	LeaveOut bool `json:"leaveOut,omitempty"`
	// Digest is that of the preview a person agreed to; a run that would come out otherwise is refused (billing.changed). ""
	// does not compare.
	Digest string `json:"digest,omitempty"`
	// Approval is a second person's where a rule of the law or Preview.Far takes one. It is no part of what identifies the request.
	Approval staff.Approval `json:"-"`
	// Progress hears how many objects are done, every few hundred; it must be quick.
	Progress func(done, total int) `json:"-"`
}

// check refuses days that are none or the wrong way round (billing.period) and more of them than a run may have
// (billing.span_long).
func (o Order) check() error {
	switch {
	case !o.FromOn.Valid() || !o.ToOn.Valid() || o.ToOn < o.FromOn:
		return store.Refuse(codePeriod)
	case o.ToOn.DaysSince(o.FromOn) >= spanDaysMax*2:
		return store.Refuse(CodeSpanLong, spanDaysMax*2)
	}
	return nil
}

// Preview is what a run would do.
type Preview struct {
	// Bills are at most the first 100,000; Count and SumFen are of all.
	Bills  []Proposed
	Count  int
	SumFen money.Fen
	// Already counts the periods that are billed, Nothing those that are charged nothing, Outside those that no tariff is
	// for, and Waiting those that wait for what is known only later, such as a turnover.
	Already, Nothing, Outside, Waiting int
	Exceptions                         []Exception
	// Far says that the bills reach more than 13 months after today or have more than 13 months in all, so that issuing them takes a
	// second person.
	Far bool
	// Late counts the bills whose due day is over before they are issued.
	Late int
	// PoolFen is what a shared cost (公摊) split in all its periods, and BorneFen what of it the estate bears because of
	// concessions; 0 for other items.
	PoolFen, BorneFen money.Fen
	// Places counts each object once, however many of its periods fall into the run.
	Places Places
	// Law is what the rules that the book has chosen say of it.
	Law law.Findings
	// Digest stands for every bill with its amount, its due day and who owes it.
	Digest string
}

// RunResult is what a run made. Run is the id that its event and the list of runs name.
type RunResult struct {
	Run     string    `json:"run"`
	Count   int       `json:"count"`
	SumFen  money.Fen `json:"sumFen"` // of an adjustment less what it took off
	Already int       `json:"already"`
	// PoolFen and BorneFen are those of the preview; a repeated request does not tell them.
	PoolFen    money.Fen   `json:"poolFen,omitempty"`
	BorneFen   money.Fen   `json:"borneFen,omitempty"`
	Exceptions []Exception `json:"-"`
	// Repeated says that the request was done before: this is what it made then, and nothing was done now.
	Repeated bool `json:"repeated,omitempty"`
	// Law is what the rules of the law said of it, unless it was done before.
	Law law.Findings `json:"law,omitempty"`
	// Reduced are the ids of the bills that an adjustment took something off, unless it was done before.
	Reduced []string `json:"-"`
}
