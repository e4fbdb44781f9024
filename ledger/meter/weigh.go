package meter

import (
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// A usage fits another meter's when it is at most five times it, and is out of all proportion from twenty times on.
const (
	fitsTimes = 5
	farTimes  = 20
)

// fits reports whether a usage is likely for the yardstick; without one, nothing speaks against it.
func (y yardstick) fits(usage, floor tariff.Number) bool {
	if usage.Sign() < 0 {
		return false
	}
	if !y.known {
		return true
	}
	if y.own {
		return distance(usage, y.median).Cmp(y.allowed(floor)) <= 0
	}
	return usage.Cmp(y.median.Mul(tariff.Whole(fitsTimes))) <= 0
}

// allowed is how far a meter's usage may be from its median before somebody is asked: three times the median deviation,
// but never less than half the median or the kind's floor.
func (y yardstick) allowed(floor tariff.Number) tariff.Number {
	return y.spread.Mul(tariff.Whole(3)).Max(floor).Max(y.median.Mul(tariff.Ratio(1, 2)))
}

// weigh works out the usage and measures it.
func (j *Judged) weigh(yard yardstick) {
	floor := j.Meter.floor()
	if j.Value.Cmp(j.Previous) < 0 {
		j.weighBack(yard, floor)
		return
	}
	j.Usage = j.Terms.used(j.Previous, *j.Value, 0)
	switch {
	case yard.fits(j.Usage, floor):
	case j.Usage.Cmp(yard.median) > 0:
		j.weighMore(yard, floor)
	case j.Usage.Sign() > 0:
		j.doubt(store.Refuse(codeFarBelow, j.Usage.Text(), yard.median.Text()))
	}
}

// weighBack decides whether a dial went round or the reading goes back.
func (j *Judged) weighBack(yard yardstick, floor tariff.Number) {
	digits, guessed := j.Terms.Digits, false
	if digits == 0 {
		digits, guessed = guessDigits(j.Previous, *j.Value), true
	}
	if digits > 0 {
		usage := j.Terms.used(j.Previous, *j.Value, digits)
		unmeasured := !yard.known && j.Value.Cmp(circle(digits).Mul(tariff.Ratio(1, 10))) > 0
		if yard.fits(usage, floor) && !unmeasured {
			j.Usage, j.RolledOver = usage, true
			if j.New {
				j.Terms.Digits = digits
			}
			rolled := store.Refuse(codeRolledOver, digits, j.Previous.Text(), j.Value.Text(), usage.Text())
			if guessed {
				j.doubt(store.Refuse(CodeRolledGuess, digits, j.Previous.Text(), j.Value.Text(), usage.Text()))
			} else {
				j.remark(rolled)
			}
			return
		}
	}
	for _, times := range []int64{10, 100} {
		larger := j.Value.Mul(tariff.Whole(times))
		if yard.known && yard.fits(j.Terms.used(j.Previous, larger, 0), floor) {
			j.refuse(store.Refuse(codeGoesBackSlip, j.Value.Text(), j.Previous.Text(), larger.Text()))
			return
		}
	}
	j.refuse(store.Refuse(CodeGoesBack, j.Value.Text(), j.Previous.Text()))
}

// guessDigits tells the size of a dial that stood close to its end and begins again, 0 where it does not look like that.
func guessDigits(previous, value tariff.Number) int {
	digits := wholeDigits(previous)
	tenth := circle(digits).Mul(tariff.Ratio(1, 10))
	if digits < 4 || value.Cmp(tenth) > 0 || previous.Cmp(circle(digits).Sub(tenth)) < 0 {
		return 0
	}
	return digits
}

// weighMore looks for the slip behind a usage that is too large: a point in the wrong place of the reading or of the
// usage. Another household's usage is no reason to doubt this one's before it is out of all proportion.
func (j *Judged) weighMore(yard yardstick, floor tariff.Number) {
	for _, times := range []int64{10, 100, 1000} {
		smaller := j.Value.Mul(tariff.Ratio(1, times))
		difference := j.Value.Sub(j.Previous).Mul(tariff.Ratio(1, times))
		for _, likely := range []tariff.Number{smaller, j.Previous.Add(difference)} {
			usage := j.Terms.used(j.Previous, likely, 0)
			tenfold := j.Usage.Cmp(yard.median.Mul(tariff.Whole(10))) >= 0
			if (yard.own || tenfold) && decimals(likely) <= j.Terms.DecimalDigits+1 && yard.fits(usage, floor) {
				if yard.own {
					j.doubt(store.Refuse(CodeSlip, j.Usage.Text(), yard.median.Text(), likely.Text(), usage.Text()))
				} else {
					j.doubt(store.Refuse(codeSlipOthers, j.Usage.Text(), yard.median.Text(), likely.Text(), usage.Text()))
				}
				return
			}
		}
	}
	switch {
	case yard.own:
		j.doubt(store.Refuse(codeFarAbove, j.Usage.Text(), yard.median.Text()))
	case j.Usage.Cmp(yard.median.Mul(tariff.Whole(farTimes))) >= 0:
		j.doubt(store.Refuse(codeFarAboveOthers, j.Usage.Text(), yard.median.Text()))
	}
}

// quiet remarks on a dial that did not move: a vacant room, or a meter that stands still.
func (w *judging) quiet(j *Judged) error {
	if j.Usage.Sign() != 0 {
		return nil
	}
	newest, found, err := last(w.tx, j.Meter.ID)
	switch {
	case err != nil:
		return err
	case found && newest.Usage.Sign() == 0:
		j.remark(store.Refuse(codeStillAgain, j.Value.Text(), newest.PreviousOn))
	default:
		j.remark(store.Refuse(CodeStill))
	}
	return nil
}
