package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// UsedPrice is a version of a tariff by which days of a bill were priced: the tariff's name, the first day on which the version
// holds and those of the bill's days that it priced.
type UsedPrice struct {
	Tariff string        `json:"tariff"`
	FromOn calendar.Date `json:"fromOn"`
	Span   tariff.Span   `json:"span"`
}

// UsedPrices returns the versions by which a bill of an item's rules was priced, in the order of its days; none for any other bill.
// A bill keeps the last of them. What stood before it is found again by the tariffs, which no bill lets be changed backwards, and
// counts where the bill's own steps part there: what is charged once goes by the last price alone. Where the register has changed so
// much since that another tariff would hold it is what the bill keeps.
func UsedPrices(tx *store.Tx, bill Bill) ([]UsedPrice, error) {
	if bill.Origin != FromTariff || bill.Tariff == "" {
		return nil, nil
	}
	kept := []UsedPrice{{bill.Tariff, bill.TariffFromOn, tariff.Span{From: bill.FromOn, To: bill.ToOn}}}
	o, err := estate.ByID(tx, bill.Object)
	if err != nil {
		return nil, err
	}
	g, err := readGround(tx, bill.Item, []string{o.Code}, nil)
	if err != nil {
		return nil, err
	}
	span := kept[0].Span
	if g.items[bill.Item].Cycle != tariff.Once {
		span.From = max(span.From, o.HandoverOn)
	}
	used := g.pricesOver(bill.Item, o, span, bill.Steps)
	if len(used) == 0 || used[len(used)-1].Tariff != bill.Tariff {
		return kept, nil
	}
	return used, nil
}

// pricesOver returns the versions that price the days of a span, as choose does, and leaves out those before the last from which
// the steps do not part.
func (g *ground) pricesOver(item string, o estate.Object, span tariff.Span, steps []string) (used []UsedPrice) {
	fitting := g.fitting(item, o, g.staysFor(item, o, span))
	var cuts []calendar.Date
	for _, t := range fitting {
		cuts = append(cuts, t.begins(), t.ToOn.AddDays(1))
		for _, v := range t.Versions {
			cuts = append(cuts, v.FromOn)
		}
	}
	for _, part := range cutAt(span, cuts...) {
		at := slices.IndexFunc(fitting, func(t Tariff) bool { return t.covers(part.From) })
		if at < 0 {
			continue
		}
		version := versionOn(fitting[at].Versions, part.From)
		last := len(used) - 1
		switch {
		case !g.hasVersion(item, fitting[at].Name, version): // a stay between two that is charged nothing
		case last >= 0 && used[last].Tariff == fitting[at].Name && used[last].FromOn == version:
			used[last].Span.To = part.To
		default:
			used = append(used, UsedPrice{fitting[at].Name, version, part})
		}
	}
	return partedAt(used, strings.Join(steps, stepMark))
}

// partedAt leaves out the versions before the last at whose end the words of the steps do not part.
func partedAt(used []UsedPrice, words string) (kept []UsedPrice) {
	for i, one := range used {
		if i == len(used)-1 || strings.Contains(words, string(one.Span.To)) || strings.Contains(words, string(used[i+1].Span.From)) {
			kept = append(kept, one)
		}
	}
	return kept
}

// hasVersion reports whether a tariff of an item has a version from a day.
func (g *ground) hasVersion(item, name string, from calendar.Date) bool {
	return slices.ContainsFunc(g.tariffs[item], func(t Tariff) bool {
		return t.Name == name && slices.ContainsFunc(t.Versions, func(v tariff.Version) bool { return v.FromOn == from })
	})
}

// versionOf returns the first day of the version of a tariff that holds on a day. Of tariffs that were joined it is the version as
// the book has it, and not the day on which it took over within a span.
func (g *ground) versionOf(item string, chosen Tariff, on calendar.Date) calendar.Date {
	for _, t := range g.tariffs[item] {
		if t.Name == chosen.Name {
			return versionOn(t.Versions, on)
		}
	}
	return versionOn(chosen.Versions, on)
}
