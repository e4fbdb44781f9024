package billing

import (
	"cmp"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/tariff"
)

// takenOverOn returns the first day on which the draft, as the next version of a tariff, gives way to a version that is set already or
// to the tariff's end; "" for a new tariff and one with nothing after it.
func takenOverOn(all []Tariff, draft NewTariff) calendar.Date {
	at := slices.IndexFunc(all, func(t Tariff) bool { return t.Name == draft.Name })
	if at < 0 {
		return ""
	}
	for _, version := range all[at].Versions {
		if version.FromOn > draft.FromOn {
			return version.FromOn
		}
	}
	if all[at].ToOn != "" {
		return all[at].ToOn.AddDays(1)
	}
	return ""
}

// touched lists the periods of an item that a price touches from a day on until another: the one that it cuts, if it does, and the
// first whole one, and with until all of them up to it. Cycles without periods of their own are looked at over months, and nothing of
// theirs runs while the price changes. The years of an anniversary differ by room; the day stands for them until they are worked out.
func touched(item Item, fromOn, untilOn calendar.Date) (spans []tariff.Span, err error) {
	if item.Cycle == tariff.Anniversary {
		next := fromOn.AddDays(365)
		spans = []tariff.Span{{From: fromOn, To: fromOn}}
		if untilOn == "" || next < untilOn {
			spans = append(spans, tariff.Span{From: next, To: next})
		}
		return spans, nil
	}
	cycle, whole := item.Cycle, 1
	if cycle == tariff.Once || cycle == tariff.AnySpan {
		cycle = tariff.EveryMonth
	}
	for on := fromOn; len(spans) < touchedMax && (untilOn == "" || on < untilOn) && whole > 0; {
		from, to, err := cycle.PeriodOf(on, "")
		if err != nil {
			return nil, asRefusal(err)
		}
		if isWhole := from >= fromOn; isWhole || cycle == item.Cycle {
			spans = append(spans, tariff.Span{From: from, To: to})
			if isWhole && untilOn == "" {
				whole--
			}
		}
		on = to.AddDays(1)
	}
	return spans, nil
}

// lastWhole returns the last period of an item that ended before a day.
func lastWhole(item Item, before calendar.Date) (tariff.Span, error) {
	cycle := item.Cycle
	if cycle == tariff.Once || cycle == tariff.AnySpan {
		cycle = tariff.EveryMonth
	}
	from, _, err := cycle.PeriodOf(before, "")
	if err != nil {
		return tariff.Span{}, asRefusal(err)
	}
	from, to, err := cycle.PeriodOf(from.AddDays(-1), "")
	return tariff.Span{From: from, To: to}, asRefusal(err)
}

// movedDay moves a day of one period to the same place in another; a day before the one becomes the first of the other, and one
// that the other is too short for becomes its last.
func movedDay(on calendar.Date, span, to tariff.Span) calendar.Date {
	return min(to.From.AddDays(max(on.DaysSince(span.From), 0)), to.To)
}

// moved returns a tariff with its prices of one period at the same places of another; without versions where it does not hold then.
func (t Tariff) moved(span, to tariff.Span) Tariff {
	versions := t.Versions
	t.Versions = nil
	if len(versions) == 0 || t.ToOn != "" && t.ToOn < span.From {
		return t
	}
	for _, v := range versions {
		if v.FromOn > span.To {
			break
		}
		v.FromOn = movedDay(v.FromOn, span, to)
		t.Versions = append(slices.DeleteFunc(t.Versions, func(before tariff.Version) bool { return before.FromOn == v.FromOn }), v)
	}
	t.FromOn = movedDay(t.FromOn, span, to)
	if t.ToOn = cmp.Or(t.ToOn, span.To); t.ToOn >= span.To {
		t.ToOn = ""
	} else {
		t.ToOn = movedDay(t.ToOn, span, to)
	}
	return t
}
