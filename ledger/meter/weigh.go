package meter

import (
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// A usage fits that of other meters up to fitsTimes of it, and is out of all proportion from farTimes of it on: a
// shop may use many times as much water as a flat, so the first alone is no reason to ask.
const (
	fitsTimes = 5
	farTimes  = 20
)

// mostTimes is how many floors a month a meter may use that has nothing to be compared with: 200 m³ of water or 2,000 kWh.
// fewTimes and fewFloors bound what one with a short past may use: that many times as much as before, or that many floors
// more.
const (
	mostTimes = 40
	fewTimes  = 5
	fewFloors = 10
)

// fits reports whether a usage is likely by the yardstick; where nothing is known, every usage is. floor is in the
// unit of the usage.
func (y yardstick) fits(usage, floor tariff.Number) bool {
	if usage.Sign() < 0 {
		return false
	}
	if !y.known {
		return y.most.Sign() == 0 || usage.Cmp(y.most) <= 0
	}
	if y.own {
		return distance(usage, y.median).Cmp(y.allowed(floor)) <= 0
	}
	return usage.Cmp(y.median.Mul(tariff.Whole(fitsTimes))) <= 0
}

// allowed returns how far a usage may be from the meter's median before somebody is asked: three times the median
// deviation, but never less than half the median or the kind's floor.
func (y yardstick) allowed(floor tariff.Number) tariff.Number {
	if y.few {
		return y.median.Mul(tariff.Whole(fewTimes - 1)).Max(floor.Mul(tariff.Whole(fewFloors)))
	}
	return y.spread.Mul(tariff.Whole(3)).Max(floor).Max(y.median.Mul(tariff.Ratio(1, 2)))
}

// weigh works out the usage and compares it with the yardstick. A usage of zero is never odd for being small: vacant
// rooms are common (see quiet).
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
		j.doubt(store.Refuse(codeFarBelow, j.Usage.Text(), About(yard.median), j.Previous.Text(), j.PreviousOn))
	}
}

// weighBack decides what a figure below the previous one is: a dial that went round, a slip, or a reading that goes
// back. Only the first is taken, and where the size of the dial is a guess it takes a person's yes.
func (j *Judged) weighBack(yard yardstick, floor tariff.Number) {
	digits, guessed := j.Terms.Digits, false
	if j.Offer.RolledOver && digits > 0 {
		j.weighRound(yard, floor, digits)
		return
	}
	if digits == 0 {
		digits, guessed = guessDigits(j.Previous, *j.Value), true
	}
	if digits > 0 {
		usage := j.Terms.used(j.Previous, *j.Value, digits)
		// Without a past, a dial that went round is believed only if it has just begun again: it shows less than a
		// tenth.
		unmeasured := !yard.known && j.Value.Cmp(circle(digits).Mul(tariff.Ratio(1, 10))) > 0
		if yard.fits(usage, floor) && !unmeasured {
			j.Usage, j.RolledOver = usage, true
			if j.New {
				j.Terms.Digits = digits
			}
			rolled := store.Refuse(codeRolledOver, digits, j.Previous.Text(), j.Value.Text(), usage.Text())
			switch {
			case guessed:
				j.doubt(store.Refuse(CodeRolledGuess, digits, j.Previous.Text(), j.Value.Text(), usage.Text()))
			case j.Offer.Meter != "": // typed by hand, where a digit is soon left out
				j.doubt(rolled)
			default:
				j.remark(rolled)
			}
			return
		}
	}
	// Ten or a hundred times the figure would be a usual usage: the decimal point is in the wrong place.
	for _, times := range []int64{10, 100} {
		larger := j.Value.Mul(tariff.Whole(times))
		if yard.known && yard.fits(j.Terms.used(j.Previous, larger, 0), floor) {
			j.refuse(store.Refuse(codeGoesBackSlip, j.Value.Text(), j.Previous.Text(), larger.Text()))
			return
		}
	}
	j.refuse(store.Refuse(CodeGoesBack, j.Value.Text(), j.Previous.Text()))
}

// weighRound takes the word of who saw that the dial went round, and asks only whether so much was used.
func (j *Judged) weighRound(yard yardstick, floor tariff.Number, digits int) {
	j.Usage, j.RolledOver = j.Terms.used(j.Previous, *j.Value, digits), true
	rolled := store.Refuse(codeRolledOver, digits, j.Previous.Text(), j.Value.Text(), j.Usage.Text())
	switch {
	case yard.fits(j.Usage, floor):
		j.remark(rolled)
	case yard.known:
		j.doubt(store.Refuse(codeRolledFar, digits, j.Previous.Text(), j.Value.Text(), j.Usage.Text(), About(yard.median)))
	default:
		j.doubt(store.Refuse(codeNoPast, j.Usage.Text(), days(j.PreviousOn, j.On), j.Previous.Text(), j.PreviousOn))
	}
}

// guessDigits returns the number of digits of a dial that stood in its last tenth and now stands in its first, 0
// where it does not look like that. Fewer than four digits are too few to tell.
func guessDigits(previous, value tariff.Number) int {
	digits := wholeDigits(previous)
	tenth := circle(digits).Mul(tariff.Ratio(1, 10))
	if digits < 4 || value.Cmp(tenth) > 0 || previous.Cmp(circle(digits).Sub(tenth)) < 0 {
		return 0
	}
	return digits
}

// weighMore looks for the slip behind a usage that is too large: a decimal point in the wrong place of the reading or
// of the usage. Where it finds none, the usage is odd by the meter's own past; by that of other households only once
// it is out of all proportion.
func (j *Judged) weighMore(yard yardstick, floor tariff.Number) {
	if !yard.known {
		j.doubt(store.Refuse(codeNoPast, j.Usage.Text(), days(j.PreviousOn, j.On), j.Previous.Text(), j.PreviousOn))
		return
	}
	for _, times := range []int64{10, 100, 1000} {
		smaller := j.Value.Mul(tariff.Ratio(1, times))
		difference := j.Value.Sub(j.Previous).Mul(tariff.Ratio(1, times))
		for _, likely := range []tariff.Number{smaller, j.Previous.Add(difference)} {
			usage := j.Terms.used(j.Previous, likely, 0)
			// A slip makes at least ten times as much. Compared with other households, less is not reason enough.
			tenfold := j.Usage.Cmp(yard.median.Mul(tariff.Whole(10))) >= 0
			if (yard.own || tenfold) && decimals(likely) <= j.Terms.DecimalDigits+1 && yard.fits(usage, floor) {
				if yard.own {
					j.doubt(store.Refuse(CodeSlip, j.Usage.Text(), About(yard.median), likely.Text(), usage.Text(), j.Previous.Text(), j.PreviousOn))
				} else {
					j.doubt(store.Refuse(codeSlipOthers, j.Usage.Text(), About(yard.median), likely.Text(), usage.Text(), j.Previous.Text(), j.PreviousOn))
				}
				return
			}
		}
	}
	switch {
	case yard.own:
		j.doubt(store.Refuse(codeFarAbove, j.Usage.Text(), About(yard.median), j.Previous.Text(), j.PreviousOn))
	case j.Usage.Cmp(yard.median.Mul(tariff.Whole(farTimes))) >= 0:
		j.doubt(store.Refuse(codeFarAboveOthers, j.Usage.Text(), About(yard.median), j.Previous.Text(), j.PreviousOn))
	}
}

// quiet adds a remark about a dial that did not move: a vacant room, or a meter that is broken. A second time in a
// row has a remark of its own, which says since when.
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
