package checkout

import "shouqi/ledger/money"

// Guard is a warning before money is taken: said in plain words, passed with one key, written into the payment. Code is
// what the event names, and "guard." + Code the catalogue's key.
type Guard struct {
	Code string
	Args []any
}

// guardsOf looks at a payment as a careful colleague would: ten times the usual, a very large sum where nothing is usual, ten times what is due, an amount that is
// the household's own room or phone, a payment made minutes ago, a tenth of the usual or far from it where bills are not paid whole, and what
// lies more than a year ahead. What only the book knows (till.ReferenceUsed) it says when it is asked. All of them are one
// question, passed with one key.
func guardsOf(d *Draft, q Quote) []Guard {
	h := d.Household
	guards := d.oddSums(q)
	if h.RecentPayment != "" {
		guards = append(guards, Guard{"paid_just_now", []any{h.RecentPayment}})
	}
	if h.UsualFen > 0 && q.DueFen >= 10*h.UsualFen {
		guards = append(guards, Guard{"ten_times_usual", []any{q.DueFen.Yuan(), h.UsualFen.Yuan()}})
	}
	if h.UsualFen == 0 && q.DueFen >= largeFen {
		guards = append(guards, Guard{"sum_large", []any{q.DueFen.Yuan()}})
	}
	own, isOwn := d.ownNumber(q)
	switch {
	case isOwn: // which says more than that the sum is odd
		guards = append(guards, own)
	case q.RestFen > 0 && q.TenderedFen >= 10*q.RestFen && q.TenderedFen > 100_00:
		guards = append(guards, Guard{"ten_times_due", []any{q.TenderedFen.Yuan(), q.RestFen.Yuan()}})
	case isOddChange(q):
		guards = append(guards, Guard{"change_large", []any{q.ChangeFen.Yuan()}})
	}
	return guards
}

// largeFen is a sum that is asked about where a household has nothing usual that it could be held against.
const largeFen money.Fen = 100_000_00

// oddSums are the guards of what is paid: against what is usual where the bills ticked are not paid exactly, and against the
// year ahead (杭州市物业管理条例 §55: prepaid for 12 months at most).
func (d *Draft) oddSums(q Quote) (guards []Guard) {
	h := d.Household
	switch {
	case d.isExact() || q.DueFen == 0:
	case h.UsualFen > 0 && 10*q.DueFen <= h.UsualFen:
		guards = append(guards, Guard{"tenth_of_usual", []any{q.DueFen.Yuan(), h.UsualFen.Yuan()}})
	case h.Year.IsFar(q.DueFen) && q.DueFen < 10*h.UsualFen: // more is ten_times_usual
		guards = append(guards, Guard{"far_from_usual", []any{q.DueFen.Yuan(), h.Year.MiddleFen.Yuan()}})
	}
	for _, line := range h.Lines {
		if d.Parts[line.ID] > 0 && h.LateOn != "" && line.FromOn > h.LateOn.AddDays(365) {
			return append(guards, Guard{"far_ahead", []any{line.Item, line.FromOn.Month()}})
		}
	}
	return guards
}

// isExact reports whether the bills ticked are paid whole and nothing else.
func (d *Draft) isExact() bool {
	for _, line := range d.Household.Lines {
		if part, ticked := d.Parts[line.ID]; ticked && part != line.OwedFen() {
			return false
		}
	}
	return len(d.Parts) > 0 && d.PrepayFen == 0 && !d.KeepChange
}

// isOddChange reports whether more comes back than one who hands cash over would want: more than the largest note although small
// money was put to it, or far more than what is due. A room's number typed as cash looks so.
func isOddChange(q Quote) bool {
	if q.ChangeFen < note {
		return false
	}
	return q.TenderedFen%note != 0 || q.ChangeFen >= 10*note && q.TenderedFen >= 2*q.RestFen
}
