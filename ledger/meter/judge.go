package meter

import (
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// cutBand splits a kind such as 电/峰 into its base and its band.
func cutBand(kind string) (base, band string, banded bool) { return strings.Cut(kind, "/") }

// judging is the work on one sheet: what is collected over its rows to judge each of them.
type judging struct {
	*Meters
	tx    *store.Tx
	sheet Sheet
	today calendar.Date
	rows  map[string]int // meter → the first line that reads it
	// kinds has, by kind, what the sheet's own figures say of a usual usage; it serves meters without a past.
	kinds map[string]yardstick
	// finest is the most decimals that the sheet writes of a kind's old figures: what its dials show.
	finest map[string]int
	// others has, by kind, what the book's other meters used a day, once it was asked.
	others map[string]yardstick
}

// Judge returns for every reading of a sheet, in its order, whether the book would take it and why not; it changes
// nothing. A reading of a day after the business day is refused. Errors: meter.sheet for a sheet with too many rows,
// and meter.digits or meter.kind for the sizes of dials it names.
func (s *Meters) Judge(tx *store.Tx, sheet Sheet) ([]Judged, error) {
	today, err := estate.Today(tx, s.journal.Now())
	if err != nil {
		return nil, err
	}
	return s.judgeOn(tx, sheet, today)
}

// judgeOn is Judge for the business day today.
func (s *Meters) judgeOn(tx *store.Tx, sheet Sheet, today calendar.Date) ([]Judged, error) {
	if len(sheet.Offers) > offersMax {
		return nil, store.Refuse(codeSheet, offersMax)
	}
	for kind, digits := range sheet.Digits {
		if err := (Terms{FromOn: today, Digits: digits, Multiplier: tariff.Whole(1)}).check(); err != nil {
			return nil, err
		}
		if err := checkName(kind, ""); err != nil {
			return nil, err
		}
	}
	work := judging{Meters: s, tx: tx, sheet: sheet, today: today, rows: make(map[string]int), others: make(map[string]yardstick)}
	work.measureKinds()
	all := make([]Judged, len(sheet.Offers))
	for i, offer := range sheet.Offers {
		all[i] = Judged{Offer: offer, State: Good}
		if err := work.judge(&all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// measureKinds works out what the sheet's own figures say of each kind: the median difference between old and new
// figure, and the decimals that its dials show. A median of 0 (a sheet of vacant rooms) tells nothing.
func (w *judging) measureKinds() {
	usages := make(map[string][]tariff.Number)
	w.finest = make(map[string]int)
	for _, o := range w.sheet.Offers {
		if o.Previous != nil {
			w.finest[o.Kind] = min(decimalDigitsMax, max(w.finest[o.Kind], decimals(*o.Previous)))
		}
		if o.Value != nil && o.Previous != nil && o.Value.Cmp(*o.Previous) >= 0 {
			usages[o.Kind] = append(usages[o.Kind], o.Value.Sub(*o.Previous))
		}
	}
	w.kinds = make(map[string]yardstick)
	for kind, all := range usages {
		if len(all) >= sheetMin {
			median, spread := measure(all)
			w.kinds[kind] = yardstick{median: median, spread: spread, known: median.Sign() > 0}
		}
	}
}

// judge goes from what is impossible to what is only unlikely, so that the first reason is the one to mend first.
func (w *judging) judge(j *Judged) error {
	reason, err := w.find(j)
	if err == nil && reason == nil {
		reason, err = w.date(j)
	}
	if reason != nil && err == nil {
		j.refuse(reason)
	}
	if err != nil || j.State == Refused || j.State == Have {
		return err
	}
	return w.believe(j)
}

// believe decides whether a figure that could be is one to believe. Its meter, days, terms and previous figure stand.
func (w *judging) believe(j *Judged) error {
	if reason := w.dial(j); reason != nil {
		j.refuse(reason)
		return nil
	}
	yard, err := w.yardOf(j)
	if err != nil {
		return err
	}
	j.Usual, j.HasUsual = yard.median, yard.known
	j.weigh(yard)
	if j.State == Refused {
		return nil
	}
	return w.quiet(j)
}

// find finds the meter that an offer reads: one of the book, or a new one that starts at the sheet's previous figure.
// It returns the reason for which the offer is refused, nil if there is none; err is a failure of the database.
func (w *judging) find(j *Judged) (reason, err error) {
	if err := checkName(j.Kind, j.Number); err != nil {
		return err, nil
	}
	room, err := estate.ByCode(w.tx, j.Room)
	if store.Code(err) == estate.CodeUnknownRoom {
		return store.Refuse(codeUnknownRoom, j.Room), nil
	} else if err != nil {
		return nil, err
	}
	known, err := store.All(w.tx, meterQuery+"WHERE m.object = ? AND m.kind = ? AND ? IN ('', m.id) ORDER BY m.number, m.id",
		[]any{room.ID, j.Kind, j.Offer.Meter}, scanMeter)
	if err != nil {
		return nil, err
	}
	if reason := w.pick(j, room.ID, known); reason != nil {
		return reason, nil
	}
	// Two rows for one meter: nobody can say which is right, so the second is refused with the line of the first.
	if first, again := w.rows[j.Meter.ID]; again {
		return store.Refuse(codeTwice, first), nil
	}
	w.rows[j.Meter.ID] = j.Line
	if j.Value == nil {
		return store.Refuse(codeMissing), nil
	}
	for _, reading := range []*tariff.Number{j.Value, j.Offer.Previous} {
		if reading != nil {
			if err := checkReading(*reading); err != nil {
				return err, nil
			}
		}
	}
	return nil, nil
}

// pick chooses among the meters of a room and kind, and returns the reason for which none fits. A meter that has no
// number in the book is taken to be the one that the sheet numbers.
func (w *judging) pick(j *Judged, object string, known []Meter) error {
	var fits []Meter
	inUse := 0
	for _, m := range known {
		if !m.Active() {
			if m.Number == j.Number && m.Number != "" {
				return store.Refuse(codeClosed, m.Number, m.EndOn)
			}
			continue
		}
		inUse++
		if j.Number == "" || m.Number == j.Number || m.Number == "" {
			fits = append(fits, m)
		}
	}
	switch {
	case len(fits) == 1:
		j.Meter = fits[0]
	case len(fits) > 1:
		return store.Refuse(codeWhich, j.Room, j.Kind)
	case inUse > 0:
		return store.Refuse(codeOtherNumber, j.Number)
	case j.Offer.Meter != "":
		return store.Refuse(codeNone, j.Room, j.Kind)
	// Only closed meters: without a number the sheet may mean one of them, so no new meter is made.
	case len(known) > 0 && j.Number == "":
		return store.Refuse(codeNone, j.Room, j.Kind)
	// An empty row. It gets an id, so that find refuses it as missing and not for its start.
	case j.Offer.Previous == nil && j.Value == nil:
		j.Meter = Meter{ID: ID(object, j.Kind, j.Number)}
	case j.Offer.Previous == nil:
		return store.Refuse(codeNoStart)
	default:
		j.New = true
		j.Meter = Meter{ID: ID(object, j.Kind, j.Number), Object: object, Kind: j.Kind, Number: j.Number, StartReading: *j.Offer.Previous}
	}
	return nil
}

// forDays is how many days a reading may be away from the end of the period that it closes. monthsDays is how long
// before a new meter is taken to have been read, where the sheet does not say.
const (
	forDays    = 62
	monthsDays = 30
)

// date settles the days, the terms and what the meter stood at. It returns the reason for which the offer is refused,
// nil if there is none; err is a failure of the database.
func (w *judging) date(j *Judged) (reason, err error) {
	j.ForOn = w.sheet.ForOn
	if j.ForOn == "" {
		j.ForOn = j.On
	}
	switch apart := j.On.DaysSince(j.ForOn); {
	case !j.On.Valid() || !j.ForOn.Valid():
		return store.Refuse(codeNoDate), nil
	case j.On > w.today:
		return store.Refuse(codeFuture, j.On), nil
	case apart > forDays || apart < -forDays:
		return store.Refuse(codeForFar, j.On, j.ForOn), nil
	}
	if j.New {
		j.PreviousOn = j.Offer.PreviousOn
		if j.PreviousOn == "" || j.PreviousOn >= j.On {
			j.PreviousOn = j.On.AddDays(-monthsDays)
		}
		j.Previous, j.Meter.StartOn = j.Meter.StartReading, j.PreviousOn
		j.Terms = Plain(j.PreviousOn)
		j.Terms.DecimalDigits = w.finest[j.Kind]
	} else {
		if j.Terms, err = termsOn(w.tx, j.Meter.ID, j.On); err != nil {
			return nil, err
		}
		if reason, err := w.after(j); reason != nil || err != nil || j.State == Have {
			return reason, err
		}
	}
	if billed, err := w.billed(w.tx, j.Meter, j.ForOn); err != nil {
		return nil, err
	} else if billed {
		j.doubt(store.Refuse(codeAfterBill, j.ForOn))
	}
	if j.Terms.Digits == 0 {
		j.Terms.Digits = w.sheet.Digits[j.Kind]
	}
	j.Meter.Terms = j.Terms
	return nil, nil
}

// after compares an offer with what the book has of its meter: the same reading again is Have, one that is not later
// is refused, and another previous figure or a second reading for one period is odd.
func (w *judging) after(j *Judged) (reason, err error) {
	if j.Previous, j.PreviousOn, err = j.Meter.standing(w.tx); err != nil {
		return nil, err
	}
	newest, found, err := last(w.tx, j.Meter.ID)
	if err != nil {
		return nil, err
	}
	if found && newest.On == j.On && newest.Value.Cmp(*j.Value) == 0 {
		j.State, j.Usage, j.Previous, j.PreviousOn = Have, newest.Usage, newest.Previous, newest.PreviousOn
		return nil, nil
	}
	if j.On <= j.PreviousOn {
		return store.Refuse(codeNotAfter, j.On, j.PreviousOn, j.Previous.Text()), nil
	}
	if j.Offer.Previous != nil && j.Offer.Previous.Cmp(j.Previous) != 0 {
		j.doubt(store.Refuse(codePreviousDiffers, j.Offer.Previous.Text(), j.Previous.Text(), j.PreviousOn))
	}
	if found && newest.ForOn >= j.ForOn {
		j.doubt(store.Refuse(codeSamePeriod, newest.ForOn))
	}
	return nil, nil
}

// dial returns the reason for which a figure with more digits than the dial has is refused. More decimals than the
// dial shows only make it odd: the size of a dial is often guessed from a sheet.
func (w *judging) dial(j *Judged) error {
	if digits := j.Terms.Digits; digits > 0 && (j.Value.Cmp(circle(digits)) >= 0 || j.Previous.Cmp(circle(digits)) >= 0) {
		return store.Refuse(codeTooManyDigits, digits)
	}
	if decimals(*j.Value) > j.Terms.DecimalDigits {
		j.doubt(store.Refuse(codeFiner, j.Value.Text(), j.Terms.DecimalDigits))
	}
	return nil
}
