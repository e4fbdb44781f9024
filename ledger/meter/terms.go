package meter

import (
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The bounds of a reading, a multiplier and a loss: digits of a dial before and behind the point, decimals of a
// multiplier and a loss, and the largest multiplier. Together they keep a usage within the 12 decimals of an exact
// number.
const (
	digitsMax        = 10
	decimalDigitsMax = 4
	termDecimalsMax  = 3
	multiplierMax    = 100_000
)

// Terms are how the difference of two readings becomes usage, from a day on: difference × Multiplier × (1 +
// LossPercent ÷ 100). Large meters count through a current transformer (互感器), whose ratio is the Multiplier;
// LossPercent adds the share of what is lost in the lines (线损).
type Terms struct {
	FromOn calendar.Date `json:"fromOn"`
	// Digits is how many whole digits the dial has before it begins again at zero, 0 where nobody knows.
	// DecimalDigits is how many it shows behind the point.
	Digits        int           `json:"digits"`
	DecimalDigits int           `json:"decimalDigits"`
	Multiplier    tariff.Number `json:"multiplier"`
	LossPercent   tariff.Number `json:"lossPercent"`
}

// Plain returns the terms of a household's meter from a day on: the usage is what the dial went on by.
func Plain(fromOn calendar.Date) Terms {
	return Terms{FromOn: fromOn, Multiplier: tariff.Whole(1)}
}

// check returns meter.digits, meter.multiplier, meter.loss or meter.date for terms out of bounds. A dial of one or
// two whole digits is taken for a mistake.
func (t Terms) check() error {
	switch {
	case t.Digits != 0 && t.Digits < 3 || t.Digits > digitsMax || t.DecimalDigits < 0 || t.DecimalDigits > decimalDigitsMax:
		return store.Refuse(codeDigits, digitsMax, decimalDigitsMax)
	case t.Multiplier.Sign() <= 0 || t.Multiplier.Cmp(tariff.Whole(multiplierMax)) > 0 || decimals(t.Multiplier) > termDecimalsMax:
		return store.Refuse(codeMultiplier, multiplierMax, termDecimalsMax)
	case t.LossPercent.Sign() < 0 || t.LossPercent.Cmp(tariff.Whole(100)) > 0 || decimals(t.LossPercent) > termDecimalsMax:
		return store.Refuse(codeLoss, termDecimalsMax)
	case !t.FromOn.Valid():
		return store.Refuse(codeDate)
	}
	return nil
}

// decimals counts what a number has behind the point, more than any bound for one that never ends.
func decimals(n tariff.Number) int {
	text := n.String()
	if strings.Contains(text, "/") {
		return 1000
	}
	_, behind, _ := strings.Cut(text, ".")
	return len(behind)
}

// ParseReading reads what a dial shows: a decimal of at most 10 digits before and 4 behind the point, not below zero.
// Errors: meter.reading.
func ParseReading(text string) (tariff.Number, error) {
	number, err := tariff.ParseNumber(text)
	if err != nil {
		return number, store.Fail(CodeReading, err, digitsMax, decimalDigitsMax)
	}
	return number, checkReading(number)
}

// checkReading returns meter.reading for a number that no dial can show.
func checkReading(n tariff.Number) error {
	if n.Sign() < 0 || n.Cmp(circle(digitsMax)) >= 0 || decimals(n) > decimalDigitsMax {
		return store.Refuse(CodeReading, digitsMax, decimalDigitsMax)
	}
	return nil
}

// circle returns how many units a dial of so many whole digits counts before it begins again: 10,000 for 4 digits.
func circle(digits int) tariff.Number {
	n := int64(1)
	for range digits {
		n *= 10
	}
	return tariff.Whole(n)
}

// used returns the usage between two readings; roundDigits above 0 says that a dial of so many digits began again at
// zero between them, once.
func (t Terms) used(previous, value tariff.Number, roundDigits int) tariff.Number {
	difference := value.Sub(previous)
	if roundDigits > 0 {
		difference = difference.Add(circle(roundDigits))
	}
	withLoss := tariff.Whole(1).Add(t.LossPercent.Mul(tariff.Ratio(1, 100)))
	return difference.Mul(t.Multiplier).Mul(withLoss)
}

// wholeDigits returns how many digits a number has before the point.
func wholeDigits(n tariff.Number) int {
	whole, _, _ := strings.Cut(n.String(), ".")
	return len(whole)
}

// termsOn returns the terms that a meter has on a day: the newest that began by then or, on a day before all of them,
// the first ones. Errors: meter.unknown.
func termsOn(tx *store.Tx, meter string, on calendar.Date) (Terms, error) {
	var t Terms
	var multiplier, loss string
	found, err := tx.Get(`SELECT from_on, digits, decimal_digits, multiplier, loss_percent FROM meter_terms WHERE meter = ?
		ORDER BY from_on > ?, CASE WHEN from_on > ? THEN from_on END, from_on DESC, seq DESC, line DESC LIMIT 1`,
		[]any{meter, string(on), string(on)}, &t.FromOn, &t.Digits, &t.DecimalDigits, &multiplier, &loss)
	if err == nil && !found {
		err = store.Refuse(codeUnknown)
	}
	if err != nil {
		return t, err
	}
	var read numbers
	t.Multiplier, t.LossPercent = read.of(multiplier), read.of(loss)
	return t, read.err
}
