package meter

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ReplaceReasons and CorrectReasons are the reasons for changing a meter and for correcting a reading. Screens offer
// them numbered from 1 in this order, and events keep the words.
var (
	ReplaceReasons = []string{"broken", "overdue", "upgrade", "owner_asks"}
	CorrectReasons = []string{"misread", "typed_wrong", "wrong_room", "wrong_date"}
)

// Installing is a meter (表) that comes into the book by hand. Room is the canonical code, Number "" where nobody
// wrote it down. StartReading is what the dial shows on StartOn: nothing below it is billed.
type Installing struct {
	Room         string
	Kind         string
	Number       string
	StartOn      calendar.Date
	StartReading tariff.Number
	Terms        Terms // FromOn is taken from StartOn
}

// Install brings a meter into the book. Errors: staff.may_not, estate.unknown_room, meter.exists for one that is or
// was there, meter.kind, meter.number, meter.reading, meter.too_many_digits and those of the terms (meter.digits,
// meter.multiplier, meter.loss, meter.date).
func (s *Meters) Install(ctx context.Context, by staff.Actor, installing Installing) (Meter, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Meter, error) {
		return s.doInstall(tx, by, installing)
	})
}

// doInstall is Install inside a transaction.
func (s *Meters) doInstall(tx *store.Tx, by staff.Actor, installing Installing) (Meter, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Meter{}, err
	}
	room, err := estate.ByCode(tx, installing.Room)
	if err != nil {
		return Meter{}, err
	}
	m, err := newMeter(tx, room.ID, installing)
	if err != nil {
		return Meter{}, err
	}
	if _, err := s.journal.Append(tx, kindInstalled, installedV1{Meters: []meterV1{m}, By: by.ID()}); err != nil {
		return Meter{}, err
	}
	return ByID(tx, ID(m.Object, m.Kind, m.Number))
}

// newMeter checks a meter that is to be written and returns it as its event has it. Its errors are said at Install.
func newMeter(tx *store.Tx, object string, installing Installing) (meterV1, error) {
	terms := installing.Terms
	terms.FromOn = installing.StartOn
	if err := checkName(installing.Kind, installing.Number); err != nil {
		return meterV1{}, err
	}
	if err := terms.check(); err != nil {
		return meterV1{}, err
	}
	if err := checkReading(installing.StartReading); err != nil {
		return meterV1{}, err
	}
	if terms.Digits > 0 && installing.StartReading.Cmp(circle(terms.Digits)) >= 0 {
		return meterV1{}, store.Refuse(codeTooManyDigits, terms.Digits)
	}
	if _, err := ByID(tx, ID(object, installing.Kind, installing.Number)); err == nil {
		return meterV1{}, store.Refuse(codeExists)
	} else if store.Code(err) != codeUnknown {
		return meterV1{}, err
	}
	return meterV1{Object: object, Kind: installing.Kind, Number: installing.Number, StartOn: installing.StartOn,
		StartReading: installing.StartReading, Terms: terms.body()}, nil
}

// Replacement closes a meter with its last reading and opens the next in its place, on the same day. RolledOver says
// that the old dial went round since the reading before. Terms of nil are those of the old meter.
type Replacement struct {
	RequestID string
	Meter     string
	On        calendar.Date
	// ForOn is the last day of the period that the last reading closes; "" is the day itself. Where that is billed
	// already, the reading goes to the next open period.
	ForOn        calendar.Date
	FinalReading tariff.Number
	RolledOver   bool
	NextNumber   string
	StartReading tariff.Number
	Terms        *Terms
	Reason       string
}

// Replace records the change of a meter (换表); what the old one counted until then is billed. The same request again
// returns the same new meter. Errors: staff.may_not, meter.unknown, meter.closed, meter.not_after, meter.goes_back,
// meter.reason, meter.for_far, meter.period_billed and those of Install.
func (s *Meters) Replace(ctx context.Context, by staff.Actor, order Replacement) (Meter, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Meter, error) {
		return s.doReplace(tx, by, order, today)
	})
}

// doReplace checks the right and makes the request happen once.
func (s *Meters) doReplace(tx *store.Tx, by staff.Actor, order Replacement, today calendar.Date) (Meter, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Meter{}, err
	}
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return Meter{}, err
	}
	old, err := ByID(tx, order.Meter)
	if err != nil {
		return Meter{}, err
	}
	next := func(tx *store.Tx, _, _ int64) (Meter, error) {
		return ByID(tx, ID(old.Object, old.Kind, order.NextNumber))
	}
	return journal.Once(tx, request, next, func() (Meter, error) { return s.replace(tx, request, by, old, order, today) })
}

// replace works the last reading out and appends the event.
func (s *Meters) replace(tx *store.Tx, request journal.Request, by staff.Actor, old Meter, order Replacement, today calendar.Date) (Meter, error) {
	if !slices.Contains(ReplaceReasons, order.Reason) {
		return Meter{}, store.Refuse(codeReason)
	}
	if order.ForOn == "" {
		order.ForOn = order.On
	}
	final, terms, err := s.next(tx, old, order.On, order.ForOn, order.FinalReading, order.RolledOver, today)
	if err != nil {
		return Meter{}, err
	}
	if order.Terms != nil {
		terms = *order.Terms
	}
	next, err := newMeter(tx, old.Object, Installing{Kind: old.Kind, Number: order.NextNumber, StartOn: order.On, StartReading: order.StartReading, Terms: terms})
	if err != nil {
		return Meter{}, err
	}
	if _, err := s.journal.Append(tx, kindReplaced, replacedV1{Request: request, Final: final, Next: next, Reason: order.Reason, By: by.ID()}); err != nil {
		return Meter{}, err
	}
	return ByID(tx, ID(old.Object, old.Kind, order.NextNumber))
}

// next makes a reading that a person types after the one the meter stands at, and returns it with the terms of its
// day. The person has looked at the dial, so only what is impossible is refused here; whether it is likely is another
// question (doubt).
func (s *Meters) next(tx *store.Tx, m Meter, on, forOn calendar.Date, value tariff.Number, rolledOver bool, today calendar.Date) (readingV1, Terms, error) {
	if !m.Active() {
		return readingV1{}, Terms{}, store.Refuse(codeClosed, m.Number, m.EndOn)
	}
	previous, previousOn, err := m.standing(tx)
	if err != nil {
		return readingV1{}, Terms{}, err
	}
	terms, err := termsOn(tx, m.ID, on)
	if err != nil {
		return readingV1{}, Terms{}, err
	}
	r := readingV1{Meter: m.ID, On: on, ForOn: forOn, Value: value, Previous: previous, PreviousOn: previousOn, RolledOver: rolledOver, Kept: true}
	if err := r.work(terms, today); err != nil {
		return readingV1{}, Terms{}, err
	}
	r.ForOn, err = s.open(tx, m, on, forOn, today)
	return r, terms, err
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

// work checks a typed reading against the one before it and works out its usage. Errors: meter.no_date, meter.future,
// meter.not_after, meter.reading, meter.too_many_digits, meter.no_round for a dial that cannot have gone round, and
// meter.goes_back.
func (r *readingV1) work(terms Terms, today calendar.Date) error {
	round := 0
	if r.RolledOver {
		round = terms.Digits
	}
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
	case r.RolledOver && (round == 0 || r.Value.Cmp(r.Previous) >= 0):
		return store.Refuse(codeNoRound)
	case !r.RolledOver && r.Value.Cmp(r.Previous) < 0:
		return store.Refuse(CodeGoesBack, r.Value.Text(), r.Previous.Text())
	}
	r.Usage = terms.used(r.Previous, r.Value, round)
	return nil
}

// SetTerms changes the multiplier, the loss or the size of the dial from a day on that no reading has reached, so
// that every usage stays as it was worked out. Errors: staff.may_not, meter.unknown, meter.closed, meter.terms_past,
// meter.too_many_digits and those of the terms.
func (s *Meters) SetTerms(ctx context.Context, by staff.Actor, meter string, terms Terms) (Meter, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) (Meter, error) {
		return s.doSetTerms(tx, by, meter, terms)
	})
}

// doSetTerms is SetTerms inside a transaction.
func (s *Meters) doSetTerms(tx *store.Tx, by staff.Actor, meter string, terms Terms) (Meter, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Meter{}, err
	}
	m, err := ByID(tx, meter)
	if err != nil {
		return Meter{}, err
	}
	if !m.Active() {
		return Meter{}, store.Refuse(codeClosed, m.Number, m.EndOn)
	}
	if err := terms.check(); err != nil {
		return Meter{}, err
	}
	standing, on, err := m.standing(tx)
	if err != nil {
		return Meter{}, err
	}
	if terms.FromOn <= on || terms.FromOn < m.Terms.FromOn {
		return Meter{}, store.Refuse(codeTermsPast, max(on, m.Terms.FromOn))
	}
	if terms.Digits > 0 && standing.Cmp(circle(terms.Digits)) >= 0 {
		return Meter{}, store.Refuse(codeTooManyDigits, terms.Digits)
	}
	if _, err := s.journal.Append(tx, kindTermsSet, termsSetV1{Meter: meter, FromOn: terms.FromOn, Terms: terms.body(), By: by.ID()}); err != nil {
		return Meter{}, err
	}
	return ByID(tx, meter)
}
