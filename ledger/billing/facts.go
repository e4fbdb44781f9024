package billing

import (
	"maps"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// usageCache keeps what the meters of the estate counted in the spans a run asks for: by span, object and kind of meter.
type usageCache struct {
	tx    *store.Tx
	spans map[tariff.Span]map[string]map[string]meter.Counted
}

// cachedSpans bounds the cache: a run goes period by period, and each asks for its own span and for the tier year before
// it. A full cache is emptied, since the run does not come back to earlier periods.
const cachedSpans = 4

// of returns what an object used in a span, by kind of meter; a kind without a reading is absent, which is not the same
// as 0. With single only this object's kinds are read; otherwise the whole estate is read at once and kept. A span that
// ends before it begins has no usage: so it is for the first period of a tier year.
func (c *usageCache) of(object string, kinds []string, span tariff.Span, single bool) (map[string]meter.Counted, error) {
	if span.To < span.From {
		return nil, nil
	}
	if single {
		return meter.Usage(c.tx, object, kinds, span.From, span.To)
	}
	if all, ok := c.spans[span]; ok {
		return all[object], nil
	}
	all, err := meter.UsageAll(c.tx, span.From, span.To)
	if err != nil {
		return nil, err
	}
	if len(c.spans) >= cachedSpans {
		c.spans = nil
	}
	if c.spans == nil {
		c.spans = make(map[tariff.Span]map[string]map[string]meter.Counted)
	}
	c.spans[span] = all
	return all[object], nil
}

// facts gathers what the rules of a tariff ask for over span, the part of a period that the tariff covers. Whole is the
// period itself, as bills of other items name it, and asking the items that led here. A fact that is not known is left
// out; the rule that needs it then refuses and names what is missing.
func (p *pricing) facts(o estate.Object, party string, chosen Tariff, span, whole tariff.Span, asking []string) (tariff.Facts, error) {
	facts := factsOf(o, party)
	facts.MonthDay = whole.MonthDay()
	if p.items[chosen.Item].Cycle == tariff.Anniversary {
		facts.MonthDay = o.HandoverOn.Time().Day()
	}
	if given := p.source.Given; given != nil {
		facts.Fields = merged(facts.Fields, given.Fields)
	}
	var kinds []string
	for _, need := range p.needs(chosen) {
		switch {
		case need == tariff.Nth:
			nth, err := estate.Nth(p.Tx, o)
			if err != nil {
				return facts, err
			}
			facts.Nth = nth
		case strings.HasPrefix(string(need), string(tariff.UsageOf)):
			kinds = append(kinds, strings.TrimPrefix(string(need), string(tariff.UsageOf)))
		case strings.HasPrefix(string(need), string(tariff.AmountOf)):
			name := strings.TrimPrefix(string(need), string(tariff.AmountOf))
			amount, known, err := p.amountOf(name, o, whole, asking)
			if err != nil {
				return facts, err
			}
			if known {
				if facts.Items == nil {
					facts.Items = make(map[string]tariff.Number)
				}
				facts.Items[name] = amount
			}
		}
	}
	if len(kinds) > 0 {
		if err := p.addUsage(&facts, o, chosen, kinds, span); err != nil {
			return facts, err
		}
	}
	if given := p.source.Given; given != nil && given.Turnover != nil {
		facts.Turnover, facts.HasTurnover = *given.Turnover, true
	}
	return facts, nil
}

// needs returns what the versions of a tariff ask for, each once. It is worked out once a tariff and kept, except for a
// joined one, whose versions differ by room though its name does not.
func (p *pricing) needs(chosen Tariff) []tariff.Measure {
	key := chosen.Item + "\x00" + chosen.Name
	if all, ok := p.needed[key]; ok && !chosen.joined {
		return all
	}
	var all []tariff.Measure
	for _, version := range chosen.Versions {
		all = append(all, version.Rule.Needs()...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if p.needed == nil {
		p.needed = make(map[string][]tariff.Measure)
	}
	if !chosen.joined {
		p.needed[key] = all
	}
	return all
}

// addUsage adds what the meters counted in the span and before it in its tier year. What a trial gives replaces the
// book's.
func (p *pricing) addUsage(facts *tariff.Facts, o estate.Object, chosen Tariff, kinds []string, span tariff.Span) error {
	single := len(p.objects) == 1
	counted, err := p.usage.of(o.ID, kinds, span, single)
	if err != nil {
		return err
	}
	given := p.source.Given
	facts.Usage, facts.Metered = make(map[string]tariff.Number, len(kinds)), make(map[string]tariff.Metered, len(kinds))
	for _, kind := range kinds {
		one, read := counted[kind]
		if given != nil {
			if _, told := given.Usage[kind]; told {
				continue
			}
		}
		if !read {
			if one.LaterOn, err = meter.LaterOn(p.Tx, o.ID, kind, span.To); err != nil {
				return err
			}
			read = one.LaterOn != ""
		}
		if read {
			facts.Usage[kind], facts.Metered[kind] = one.Used, one.Metered
		}
	}
	facts.HandoverOn, facts.OwnerOn = o.HandoverOn, p.ownerOn(o, span.From)
	if facts.UsedBefore, err = p.usedBefore(o, chosen, *facts, span, single); err != nil {
		return err
	}
	if given != nil {
		facts.Usage = merged(facts.Usage, given.Usage)
		facts.UsedBefore = merged(facts.UsedBefore, given.UsedBefore)
	}
	return nil
}

// merged returns base with the values of over put over it. It never writes into base, which the cache shares.
func merged[V any](base, over map[string]V) map[string]V {
	if len(over) == 0 {
		return base
	}
	all := make(map[string]V, len(base)+len(over))
	maps.Copy(all, base)
	maps.Copy(all, over)
	return all
}

// usedBefore returns what was used before a span in the tier year of each line that has one (年阶梯), since the household
// joined. The year is that of the first day that the span's readings cover, by the first version from then on that has one; where
// all is charged by the last day's price, it is that of the last day.
func (p *pricing) usedBefore(o estate.Object, chosen Tariff, facts tariff.Facts, span tariff.Span, single bool) (map[string]tariff.Number, error) {
	last := versionAt(chosen.Versions, span.To)
	isLast := last.Rule.Split == tariff.SplitLast
	before := make(map[string]tariff.Number)
	versions := slices.DeleteFunc(slices.Clone(chosen.Versions), func(v tariff.Version) bool {
		return v.FromOn > span.To || isLast && v.FromOn != last.FromOn
	})
	for _, version := range versions {
		for _, line := range version.Rule.Lines {
			if line.TierBy != tariff.TierYear {
				continue
			}
			// Only what a meter counts has tiers by year.
			kind := strings.TrimPrefix(string(line.Measure), string(tariff.UsageOf))
			if _, known := before[kind]; known {
				continue
			}
			on := span.To
			if !isLast {
				on = facts.Metered[kind].FirstOn(span.From)
			}
			if version.FromOn < versionAt(chosen.Versions, on).FromOn {
				continue
			}
			from, err := tierYearFrom(line, on, facts)
			if err != nil {
				return nil, err
			}
			if before[kind], err = p.usedSince(o, kind, from, span.From, single, isLast); err != nil {
				return nil, err
			}
		}
	}
	return before, nil
}

// usedSince returns what an object used of a kind from a day to before another; whole counts a reading that began earlier wholly.
func (p *pricing) usedSince(o estate.Object, kind string, from, before calendar.Date, single, whole bool) (tariff.Number, error) {
	used, err := p.usage.of(o.ID, []string{kind}, tariff.Span{From: from, To: before.AddDays(-1)}, single)
	if err != nil || whole {
		return used[kind].Used, err
	}
	return used[kind].UsedSince(from), nil
}

// tierYearFrom returns the first day whose usage fills the tiers on a day: that of the line's tier year, or the one on which the
// household joined in it.
func tierYearFrom(line tariff.Line, on calendar.Date, facts tariff.Facts) (calendar.Date, error) {
	year, err := line.TierYearOf(on)
	if joined := line.JoinedOn(facts.HandoverOn, facts.OwnerOn); err == nil && joined > year.From && joined <= year.To {
		return joined, nil
	}
	return year.From, asRefusal(err)
}

// versionAt returns the version that holds on a day, the first before it begins; versions come oldest first.
func versionAt(versions []tariff.Version, on calendar.Date) tariff.Version {
	at := versions[0]
	for _, version := range versions {
		if version.FromOn <= on {
			at = version
		}
	}
	return at
}

// amountOf returns what another item comes to for the same object and span, in yuan: what its bills say less their
// reductions, or, before there is one, what its rules say. A bill counts first because it is what the household was
// really asked for. Known is false where the item is not charged here, and for a shared cost that is not split yet.
func (p *pricing) amountOf(item string, o estate.Object, span tariff.Span, asking []string) (amount tariff.Number, known bool, err error) {
	of, ok := p.items[item]
	if !ok {
		return amount, false, nil
	}
	var fen int64
	var bills int
	if _, err := p.Tx.Get(`SELECT coalesce(sum(amount_fen - reduced_fen), 0), count(*) FROM bills
		WHERE object = ? AND item = ? AND period_from = ? AND period_to = ? AND undone = 0`,
		[]any{o.ID, item, string(span.From), string(span.To)}, &fen, &bills); err != nil {
		return amount, false, err
	}
	if bills > 0 {
		return tariff.Ratio(fen, 100), true, nil
	}
	if of.ShareBy != "" || of.HangsOn != o.Kind {
		return amount, false, nil
	}
	worked, outcome, err := p.price(item, o, span, asking)
	if err != nil || outcome == outside {
		return amount, false, err
	}
	return tariff.Ratio(int64(worked.Result.AmountFen), 100), true, nil
}

// MeterBilled reports whether a bill that stands was made from what a meter of this kind counted for a day: such a
// reading is neither corrected nor taken back, because the bill would lose its reason. An adjustment answers it instead.
// Only bills made by a tariff are asked: a lease reads no meter. Any version of the tariff that asks for the kind counts, and a
// rule for 电 also holds the bands 电/峰 and 电/谷.
func MeterBilled(tx *store.Tx, object, kind string, on calendar.Date) (bool, error) {
	bills, err := store.All(tx, "SELECT "+billColumns+" FROM bills WHERE object = ? AND period_from <= ? AND period_to >= ? AND undone = 0 AND origin = 'tariff'",
		[]any{object, string(on), string(on)}, scanBill)
	if err != nil {
		return false, err
	}
	for _, bill := range bills {
		of, err := TariffByName(tx, bill.Item, bill.Tariff)
		if err != nil {
			return false, err
		}
		for _, version := range of.Versions {
			for _, need := range version.Rule.Needs() {
				asked, usage := strings.CutPrefix(string(need), string(tariff.UsageOf))
				if usage && (asked == kind || strings.HasPrefix(kind, asked+"/")) {
					return true, nil
				}
			}
		}
	}
	return false, nil
}
