package meter

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// kindMax and numberMax are the longest kind and number of a meter, in characters.
const (
	kindMax   = 12
	numberMax = 30
)

// Check is the band of a dial that only repeats the sum of the others, as 电/总 does beside 电/峰 and 电/谷. It is
// read, but never added to a usage, or every kilowatt-hour would be billed twice.
const Check = "总"

// Meter is one dial of one object. Kind is 水, 电, 燃气, 热, 热水 or any name of the estate's own, with a band behind it
// where one meter counts by the hour: 电/峰. Number is the number printed on it, "" when nobody wrote it down. Readings
// are what the dial shows, before Terms multiply the difference. EndOn is "" while it is in use.
type Meter struct {
	ID           string        `json:"id"`
	Object       string        `json:"object"`
	Kind         string        `json:"kind"`
	Number       string        `json:"number"`
	StartOn      calendar.Date `json:"startOn"`
	StartReading tariff.Number `json:"startReading"`
	EndOn        calendar.Date `json:"endOn"`
	EndReading   tariff.Number `json:"endReading"`
	// Terms are the newest ones, which may begin on a day to come.
	Terms Terms `json:"terms"`
}

// Active reports whether the meter is in use.
func (m Meter) Active() bool { return m.EndOn == "" }

// ID returns the id of a meter: a hash of what it is, so that the same meter taken in at two places is one. The
// length of the kind is in the hash, or a kind and a number could be split in two ways.
func ID(object, kind, number string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "shouqi.meter.v1|%s|%d|%s|%s", object, len(kind), kind, number))
	return hex.EncodeToString(sum[:8])
}

// checkName returns meter.kind or meter.number for a kind or number that is not a short, printable text without
// spaces; a kind has at most one band, behind a slash.
func checkName(kind, number string) error {
	base, band, banded := strings.Cut(kind, "/")
	unfit := func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }
	if base == "" || banded && band == "" || strings.Contains(band, "/") || len([]rune(kind)) > kindMax || strings.ContainsFunc(kind, unfit) {
		return store.Refuse(codeKind, kindMax)
	}
	if len([]rune(number)) > numberMax || strings.ContainsFunc(number, unfit) {
		return store.Refuse(codeNumber, numberMax)
	}
	return nil
}

// meterQuery reads meters with their newest terms; a condition on m follows it.
const meterQuery = `SELECT m.id, m.object, m.kind, m.number, m.start_on, m.start_reading, m.end_on, m.end_reading,
	t.from_on, t.digits, t.decimal_digits, t.multiplier, t.loss_percent
	FROM meters m JOIN meter_terms t ON (t.device, t.seq, t.line) =
	(SELECT device, seq, line FROM meter_terms WHERE meter = m.id ORDER BY from_on DESC, seq DESC, line DESC LIMIT 1) `

// numbers reads decimals from text columns one after the other and keeps the first error, so that a scan checks once.
type numbers struct{ err error }

// of returns the number of a column; "" is zero, which is a meter's end reading while it is in use.
func (n *numbers) of(text string) tariff.Number {
	if text == "" {
		return tariff.Number{}
	}
	number, err := tariff.ParseExact(text)
	if err != nil && n.err == nil {
		n.err = err
	}
	return number
}

// scanMeter reads a row of meterQuery.
func scanMeter(scan func(dest ...any) error) (Meter, error) {
	var m Meter
	var start, end, multiplier, loss string
	err := scan(&m.ID, &m.Object, &m.Kind, &m.Number, &m.StartOn, &start, &m.EndOn, &end,
		&m.Terms.FromOn, &m.Terms.Digits, &m.Terms.DecimalDigits, &multiplier, &loss)
	if err != nil {
		return m, err
	}
	var read numbers
	m.StartReading, m.EndReading = read.of(start), read.of(end)
	m.Terms.Multiplier, m.Terms.LossPercent = read.of(multiplier), read.of(loss)
	return m, read.err
}

// ByID returns one meter; an unknown one is meter.unknown.
func ByID(tx *store.Tx, id string) (Meter, error) {
	all, err := store.All(tx, meterQuery+"WHERE m.id = ?", []any{id}, scanMeter)
	if err == nil && len(all) == 0 {
		err = store.Refuse(codeUnknown)
	}
	if err != nil {
		return Meter{}, err
	}
	return all[0], nil
}

// OfObject returns every meter of an object, those in use first.
func OfObject(tx *store.Tx, object string) ([]Meter, error) {
	return store.All(tx, meterQuery+"WHERE m.object = ? ORDER BY m.end_on <> '', m.kind, m.number, m.id", []any{object}, scanMeter)
}

// InRoom returns the one meter in use of a room, by its canonical code; number may be "" where the room has only one of the
// kind. Errors: estate.unknown_room, meter.none when there is none and meter.which when there are several.
func InRoom(tx *store.Tx, room, kind, number string) (Meter, error) {
	object, err := estate.ByCode(tx, room)
	if err != nil {
		return Meter{}, err
	}
	all, err := store.All(tx, meterQuery+"WHERE m.object = ? AND m.kind = ? AND m.end_on = '' AND (? IN ('', m.number)) ORDER BY m.id",
		[]any{object.ID, kind, number}, scanMeter)
	switch {
	case err != nil:
		return Meter{}, err
	case len(all) == 0:
		return Meter{}, store.Refuse(codeNone, room, kind)
	case len(all) > 1:
		return Meter{}, store.Refuse(codeWhich, room, kind)
	}
	return all[0], nil
}
