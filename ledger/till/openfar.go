package till

import (
	"fmt"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// farDays is how many days after the last business day of the book one person opens a shift alone. A clock that is set wrong
// would otherwise put the takings on a day that has not come, and with the clock right again no shift could be opened before it.
const farDays = 31

// FarError is why opening a shift wants a second person where the day itself is odd: the last business day of the book and
// today, to be told before what was refused for it.
type FarError struct {
	Last, Today calendar.Date
	Err         error
}

// Error returns the developer's form: both days, and what was refused.
func (e *FarError) Error() string { return fmt.Sprintf("%s after %s: %v", e.Today, e.Last, e.Err) }

// Unwrap returns what was refused.
func (e *FarError) Unwrap() error { return e.Err }

// FarFrom returns the business day of this counter's newest shift where a shift on the day today takes a second person for it
// (staff.OpenFar): today is before that day, or more than 31 days after. It is "" where it takes none, and at a counter without a
// shift. The newest is the one that was opened last, so that one word leads back from a wrong clock, and not one for each day.
func FarFrom(tx *store.Tx, today calendar.Date) (last calendar.Date, err error) {
	found, err := tx.Get("SELECT business_on FROM shifts WHERE device = "+journal.Own+" ORDER BY seq DESC LIMIT 1", nil, &last)
	if err != nil || !found || !IsFar(today, last) {
		return "", err
	}
	return last, nil
}

// IsFar reports whether a shift on the day today is so far from the last business day, before it or more than 31 days after, that it takes a
// second person.
func IsFar(today, last calendar.Date) bool { return today < last || today > last.AddDays(farDays) }

// OpeningActions are what the second person of an opening on the day today approves: a float that differs, and the day where it
// is odd.
func OpeningActions(tx *store.Tx, today calendar.Date) ([]staff.Action, error) {
	last, err := FarFrom(tx, today)
	if err != nil || last == "" {
		return []staff.Action{staff.Difference}, err
	}
	return []staff.Action{staff.OpenFar, staff.Difference}, nil
}

// farDeed is the deed of opening a shift of a counter on a day far from the last.
func farDeed(counter string, last, today calendar.Date) staff.Deed {
	return staff.Deed{Action: staff.OpenFar, About: staff.PartOf(counter, string(today)), Terms: staff.NewTerms("last", string(last))}
}

// Takes reports whether a shift of the business day on takes money on the day today: it takes none once its day is over, and
// none on a day that has not come for long, as after a wrong clock was put right.
func Takes(on, today calendar.Date) bool { return today <= on && on <= today.AddDays(farDays) }

// orNotTaking returns why a shift of the business day on takes no money today: till.shift_past_cutoff, till.shift_ahead.
func orNotTaking(on, today calendar.Date) error {
	switch {
	case Takes(on, today):
		return nil
	case today > on:
		return store.Refuse(CodeShiftPastCutoff, string(on))
	}
	return store.Refuse(CodeShiftAhead, string(on), string(today))
}
