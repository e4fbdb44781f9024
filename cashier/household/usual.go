package household

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// usualMin is how many payments say what is usual.
const usualMin = 6

// Usual is the middle of the sums that a household paid at a time, and how far they lie from it: the median absolute deviation
// (MAD), at least a tenth of the middle, so that a household that always pays the same is not asked about every fen. Both are in
// fen, and 0 with fewer than six payments.
type Usual struct {
	MiddleFen money.Fen
	SpreadFen money.Fen
}

// IsFar reports whether a sum lies more than three spreads from the middle.
func (u Usual) IsFar(fen money.Fen) bool {
	return u.SpreadFen > 0 && max(fen-u.MiddleFen, u.MiddleFen-fen) > 3*u.SpreadFen
}

// usualOf returns what is usual of the payments that stand and were made within a year before today.
func usualOf(history []till.Payment, today calendar.Date) (usual Usual) {
	var paid []money.Fen
	for _, p := range history {
		if p.Kind == till.Paid && p.UndoneBy == "" && p.BusinessOn >= today.AddDays(-365) {
			paid = append(paid, p.TotalFen)
		}
	}
	if len(paid) < usualMin {
		return usual
	}
	usual.MiddleFen = middle(paid)
	off := make([]money.Fen, len(paid))
	for i, fen := range paid {
		off[i] = max(fen-usual.MiddleFen, usual.MiddleFen-fen)
	}
	usual.SpreadFen = max(middle(off), usual.MiddleFen/10)
	return usual
}

// usualWays is how many of the newest payments say how a household usually pays.
const usualWays = 5

// usualWay returns the way by which most of the newest payments that stand were paid, the newest of several as often; "" before the first.
func usualWay(history []till.Payment) (usual till.TenderKind) {
	counts := make(map[till.TenderKind]int)
	var order []till.TenderKind
	seen := 0
	for _, p := range history { // the newest stands first
		if p.Kind != till.Paid || p.UndoneBy != "" || seen == usualWays {
			continue
		}
		seen++
		for _, way := range p.Ways() {
			if counts[way.Kind]++; counts[way.Kind] == 1 {
				order = append(order, way.Kind)
			}
		}
	}
	for _, kind := range order {
		if usual == "" || counts[kind] > counts[usual] {
			usual = kind
		}
	}
	return usual
}

// middle returns the median of sums; of an even number the upper of the two in the middle.
func middle(sums []money.Fen) money.Fen {
	sorted := slices.Clone(sums)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}
