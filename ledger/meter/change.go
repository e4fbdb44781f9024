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
	// Keep says that somebody looked at a last reading that does not fit the meter's past, and that it stands.
	Keep bool
}

// Replace records the change of a meter (换表); what the old one counted until then is billed. The same request again
// returns the same new meter. Errors: staff.may_not, meter.unknown, meter.closed, meter.not_after, meter.goes_back,
// meter.reason, meter.for_far, meter.period_billed, those of Install, and a DoubtError for a last reading that is odd.
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
		return Meter{}, store.Offer(CodeReason, ReplaceReasons)
	}
	if order.ForOn == "" {
		order.ForOn = order.On
	}
	final, terms, err := s.next(tx, old, typed{on: order.On, forOn: order.ForOn, value: order.FinalReading, rolledOver: order.RolledOver, keep: order.Keep}, today)
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
