package billing

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The bounds of one run: its span in days, and the bills a preview keeps to be looked at (it counts and sums them all).
const (
	spanDaysMax  = 1100
	previewsKept = 100_000
)

// Order is what a run is asked to bill: an item for the periods of its cycle that touch FromOn to ToOn (for the cycles
// once and span, just these days).
type Order struct {
	RequestID string        `json:"-"`
	Item      string        `json:"item"`
	FromOn    calendar.Date `json:"fromOn"`
	ToOn      calendar.Date `json:"toOn"`
	// Only are the codes of the objects to bill; none is all that a tariff of the item is for.
	Only []string `json:"only,omitempty"`
	// PoolFen is the sum that a shared cost splits, for each period.
	PoolFen money.Fen `json:"poolFen,omitempty"`
	// DueOn overrides the item's own due day.
	DueOn calendar.Date `json:"dueOn,omitempty"`
	// LeaveOut issues the other bills where some cannot be worked out; without it a run with exceptions issues nothing.
	LeaveOut bool `json:"leaveOut,omitempty"`
	// Digest is that of the preview a person agreed to; a run that would come out otherwise is refused. "" is not asked.
	Digest string `json:"digest,omitempty"`

	// Draft is a tariff to be tried that is not in the book: a new one, or the next version of one that is. Only previews
	// take it.
	Draft *NewTariff `json:"-"`
	// Given are facts to try a rule with instead of the book's. Only previews take it.
	Given *Given `json:"-"`
	// Anew prices bills that are already there as if they were not, to compare.
	Anew bool `json:"-"`
	// Zero also hands on what the rules charge nothing, with the steps that say why. Only previews take it.
	Zero   bool `json:"-"`
	trying *Item
	// Progress hears how many objects are done, every few hundred; it must be quick.
	Progress func(done, total int) `json:"-"`
}

// Given are facts told for a trial, by the names of tariff.Facts.
type Given struct {
	Usage, UsedBefore map[string]tariff.Number
	Turnover          *tariff.Number
	Fields            map[string]string
}

func (o Order) check(trial bool) error {
	switch {
	case !o.FromOn.Valid() || !o.ToOn.Valid() || o.ToOn < o.FromOn || o.DueOn != "" && (!o.DueOn.Valid() || o.DueOn < o.FromOn):
		return store.Refuse(codePeriod)
	case o.ToOn.DaysSince(o.FromOn) >= spanDaysMax*2:
		return store.Refuse(CodeSpanLong, spanDaysMax*2)
	case o.PoolFen < 0 || o.PoolFen > money.MaxFen:
		return store.Refuse(CodeAmount)
	case len(o.Only) > scopeMax:
		return store.Refuse(codeScopeLong, scopeMax)
	case !trial && (o.Draft != nil || o.Given != nil || o.Anew || o.Zero):
		return store.Refuse(codeTrial)
	}
	return nil
}

// Proposed is a bill as a run would make it, with every step of its amount.
type Proposed struct {
	NewBill
	Code   string // the object's
	Result tariff.Result
}

// Exception is an object that a run cannot bill, and why: a missing area, a formula that fails, an amount below zero, a
// bill that overlaps.
type Exception struct {
	Object string
	Code   string // the object's
	Span   tariff.Span
	Err    error
}

// AtRoom returns the exception as an error that names its room.
func (e Exception) AtRoom() error { return &RoomError{Room: e.Code, Err: e.Err} }

// refuseExceptions refuses a whole for what cannot be worked out in it, naming the first.
func refuseExceptions(all []Exception) error {
	return store.Fail(CodeExceptions, all[0].AtRoom(), len(all))
}

// Preview is what a run would do.
type Preview struct {
	Item Item
	// Bills are at most the first 100,000; Count and SumFen are of all.
	Bills  []Proposed
	Count  int
	SumFen money.Fen
	// Already counts the periods that are billed, Nothing those that the rules charge nothing, Outside those no tariff is for.
	Already, Nothing, Outside int
	Exceptions                []Exception
	// Places counts each object once, however many of its periods fall into the run.
	Places Places
	// Digest stands for every bill with its amount, its due day and who owes it.
	Digest string
}

// tally sums a run up while it goes.
type tally struct {
	Preview
	sum  hash.Hash
	line []byte
	// places are what became of each object; nil where nobody asks, in a run of a million.
	places map[string]place
}

func newTally(item Item) *tally { return &tally{Preview: Preview{Item: item}, sum: sha256.New()} }

func (t *tally) add(p Proposed) error {
	sum, err := money.Add(t.SumFen, p.AmountFen)
	if err != nil {
		return store.Fail(CodeAmount, err)
	}
	t.SumFen = sum
	t.Count++
	t.note(p.Object, isCharged)
	t.sum.Write(billID(p.Item, p.Object, p.FromOn, p.ToOn, p.Revision))
	t.line = append(binary.BigEndian.AppendUint64(t.line[:0], uint64(p.AmountFen)), p.DueOn...)
	t.sum.Write(append(append(append(t.line, p.Kind...), '|'), p.Debtor...))
	return nil
}

func (t *tally) result() Preview {
	t.countPlaces()
	t.Digest = hex.EncodeToString(t.sum.Sum(nil)[:16])
	return t.Preview
}
