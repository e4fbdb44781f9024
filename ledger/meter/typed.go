package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// DoubtError says that a typed reading does not fit the meter's past, for the same reasons as the import of a sheet would
// ask. Nothing was recorded; a person who has looked at the dial sends it again with Keep.
type DoubtError struct{ Reasons []error }

// Error returns the text for logs; screens show the sentences of the reasons.
func (e *DoubtError) Error() string { return "doubtful: " + e.Reasons[0].Error() }

// Unwrap returns what is odd about it first of all.
func (e *DoubtError) Unwrap() error { return e.Reasons[0] }

// typed is a figure that a person types for one meter, with what that person says about it.
type typed struct {
	on, forOn  calendar.Date
	value      tariff.Number
	rolledOver bool
	keep       bool
	// periodic says that the reading closes a period of its own, so that a second one for it is odd: the last figure of a
	// meter that is changed comes before that of the period.
	periodic bool
}

// next makes a typed reading after the one the meter stands at, judged as one of a sheet, and returns it with the terms of
// its day.
func (s *Meters) next(tx *store.Tx, m Meter, t typed, today calendar.Date) (readingV1, Terms, error) {
	if !m.Active() {
		return readingV1{}, Terms{}, store.Refuse(codeClosed, m.Number, m.EndOn)
	}
	previous, previousOn, err := m.standing(tx)
	if err != nil {
		return readingV1{}, Terms{}, err
	}
	terms, err := termsOn(tx, m.ID, t.on)
	if err != nil {
		return readingV1{}, Terms{}, err
	}
	r := readingV1{Meter: m.ID, On: t.on, ForOn: t.forOn, Value: t.value, Previous: previous, PreviousOn: previousOn, RolledOver: t.rolledOver}
	if err := r.check(terms, today); err != nil {
		return readingV1{}, Terms{}, err
	}
	if r.ForOn, err = s.open(tx, m, t.on, t.forOn, today); err != nil {
		return readingV1{}, Terms{}, err
	}
	return r, terms, s.believe(tx, m, &r, terms, t)
}

// open returns the day by which bills are to find a reading that a person types. It is forOn, unless that day's
// period is billed already: then no later bill would look for it, and the usage would never be charged. In that case
// it is today, or the first day after it that no bill reaches. Errors: meter.for_far for a day more than 62 days
// before the reading or ahead of today, meter.period_billed for a meter that is billed further ahead than that.
func (s *Meters) open(tx *store.Tx, m Meter, on, forOn, today calendar.Date) (calendar.Date, error) {
	if on.DaysSince(forOn) > forDays || forOn.DaysSince(today) > forDays {
		return "", store.Refuse(codeForFar, on, forOn)
	}
	billed, err := s.billed(tx, m, forOn)
	if err != nil || !billed {
		return forOn, err
	}
	for ahead := range forDays + 1 {
		day := today.AddDays(ahead)
		if billed, err := s.billed(tx, m, day); err != nil || !billed {
			return day, err
		}
	}
	return "", store.Refuse(codePeriodBilled, forOn, today.AddDays(forDays))
}

// billed reports whether a bill was made from what a meter counted for the period of a day.
func (s *Meters) billed(tx *store.Tx, m Meter, forOn calendar.Date) (bool, error) {
	if s.Billed == nil {
		return false, nil
	}
	return s.Billed(tx, m, Reading{Meter: m.ID, ForOn: forOn})
}

// check returns why a typed reading cannot be: meter.no_date, meter.future, meter.not_after, meter.reading,
// meter.too_many_digits, or meter.no_round for a dial that cannot have gone round.
func (r *readingV1) check(terms Terms, today calendar.Date) error {
	switch {
	case !r.On.Valid() || !r.ForOn.Valid():
		return store.Refuse(codeNoDate)
	case r.On > today:
		return store.Refuse(codeFuture, r.On)
	case r.On < r.PreviousOn:
		return store.Refuse(codeNotAfter, r.On, r.PreviousOn, r.Previous.Text())
	case checkReading(r.Value) != nil:
		return checkReading(r.Value)
	case terms.Digits > 0 && r.Value.Cmp(circle(terms.Digits)) >= 0:
		return store.Refuse(codeTooManyDigits, terms.Digits)
	case r.RolledOver && (terms.Digits == 0 || r.Value.Cmp(r.Previous) >= 0):
		return store.Refuse(codeNoRound)
	}
	return nil
}

// believe holds a typed reading against its meter's past by the judge of the sheets, and works its usage out. What is
// impossible is refused with its reason; what is odd is a DoubtError unless a person keeps it, and only then is it marked
// as kept.
func (s *Meters) believe(tx *store.Tx, m Meter, r *readingV1, terms Terms, t typed) error {
	work := judging{Meters: s, tx: tx, others: make(map[string]yardstick)}
	j := Judged{Offer: Offer{Meter: m.ID, Kind: m.Kind, Number: m.Number, Value: &r.Value, On: r.On, RolledOver: r.RolledOver}, Meter: m, State: Good, Terms: terms,
		Previous: r.Previous, PreviousOn: r.PreviousOn, ForOn: r.ForOn}
	if t.periodic {
		if newest, found, err := last(tx, m.ID); err != nil {
			return err
		} else if found && newest.ForOn >= r.ForOn {
			j.doubt(store.Refuse(codeSamePeriod, newest.ForOn))
		}
	}
	if err := work.believe(&j); err != nil {
		return err
	}
	switch {
	case j.State == Refused:
		return j.Reasons[0]
	case j.State == Odd && !t.keep:
		return &DoubtError{Reasons: j.Reasons}
	}
	r.Usage, r.RolledOver, r.Kept = j.Usage, j.RolledOver, j.State == Odd
	return nil
}
