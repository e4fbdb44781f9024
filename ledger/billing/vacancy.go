package billing

import (
	"cmp"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// This file has the figures of concessions for homes that stand empty (空置), of which rules of the law speak; vacantprice.go has those of
// prices.

// vacancyGapDays is how many days may lie between two vacancy concessions of one vacancy: nobody moves in and out again in a month, and a
// gap between two papers does not begin the months of a rule anew.
const vacancyGapDays = 31

// isVacant reports whether a state of a room is one of those in which it stands empty: 空置, 空关, 未入住.
func isVacant(state string) bool {
	return strings.Contains(state, "空") || strings.Contains(state, "未入住") || strings.Contains(state, "无人")
}

// LawOfConcession is what the rules say of a concession for vacant homes: of a vacancy concession (空置减免) and, under whatever name, of any
// other of a home that stands empty. It goes by what the home still pays, by all of its concessions together, and since when it is vacant.
func (s *Billing) LawOfConcession(tx *store.Tx, wish Concession, objects []string) (found law.Findings, err error) {
	today, has, err := s.asks(tx, law.Vacancy)
	if err != nil || !has {
		return nil, err
	}
	told := make(map[string]bool) // what is the same of many rooms is said once
	for _, object := range objects {
		wish.Object = object
		one, err := lawOfVacancy(tx, wish, today)
		if err != nil {
			return nil, err
		}
		for _, finding := range one {
			if key := content(finding); !told[key] {
				told[key], found = true, append(found, finding)
			}
		}
	}
	return found, nil
}

// lawOfVacancy is LawOfConcession for the object of the wish: the first part of its days on which a rule is broken, or what the rules
// otherwise have to say.
func lawOfVacancy(tx *store.Tx, wish Concession, today calendar.Date) (said law.Findings, err error) {
	place, err := estate.ByID(tx, wish.Object)
	if err != nil {
		return nil, err
	}
	all, err := Concessions(tx, wish.Object)
	if err != nil {
		return nil, err
	}
	empty := isVacant(place.State)
	since := vacantSince(all, wish, empty)
	for _, part := range partsOf(all, wish) {
		percent, vacant := wish.Factor.Mul(tariff.Whole(100)), empty || wish.forVacancy()
		for _, other := range all {
			if !other.holdsOn(part.From) {
				continue
			}
			vacant = vacant || other.forVacancy()
			if other.Item == "" || other.Item == wish.Item {
				percent = percent.Mul(other.Factor)
			}
		}
		if !vacant {
			continue
		}
		found, err := Judge(tx, law.Figures{Today: today, Percent: percent, SinceOn: since, ToOn: part.To}, law.Vacancy)
		if err != nil || found.IsBroken() {
			return found, err
		}
		if said == nil {
			said = found
		}
	}
	return said, nil
}

// vacantSince returns the first day of the vacancy that a concession belongs to: of those before it that follow each other with no more
// than vacancyGapDays between them. Of a home that stands empty every concession counts, of another those for vacancy.
func vacantSince(all []Concession, wish Concession, empty bool) calendar.Date {
	since := wish.FromOn
	slices.SortFunc(all, func(a, b Concession) int { return cmp.Compare(b.FromOn, a.FromOn) })
	for _, before := range all {
		held := before.ToOn == "" || before.ToOn >= before.FromOn
		if held && (empty || before.forVacancy()) && before.FromOn < since && (before.ToOn == "" || before.ToOn >= since.AddDays(-vacancyGapDays-1)) {
			since = before.FromOn
		}
	}
	return since
}

// partsOf cuts the days of a concession where another of the object begins or has ended. The last part is open where the concession is.
func partsOf(all []Concession, wish Concession) []tariff.Span {
	var cuts []calendar.Date
	for _, other := range all {
		cuts = append(cuts, other.FromOn, other.ToOn.AddDays(1))
	}
	return cutAt(tariff.Span{From: wish.FromOn, To: wish.ToOn}, cuts...)
}

// forVacancy reports whether a concession is called one for vacancy.
func (c Concession) forVacancy() bool { return c.Name == ConcessionNames[0] }

// holdsOn reports whether a concession holds on a day.
func (c Concession) holdsOn(day calendar.Date) bool {
	return c.FromOn <= day && (c.ToOn == "" || day <= c.ToOn)
}
