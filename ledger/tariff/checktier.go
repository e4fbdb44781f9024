package tariff

import (
	"slices"
	"strings"
)

// tierYears are what decides how much of a kind of meter was used before in a tier year.
type tierYears struct {
	from int
	keep bool
}

// tierYears returns those of a line. A TierYearFrom of 0 is January.
func (l *Line) tierYears() tierYears { return tierYears{max(l.TierYearFrom, 1), l.TierKeep} }

// checkTierYears refuses two lines over one kind of meter whose tier years begin in different months or of which one alone
// goes on with a new owner (tariff.tier_year): Facts.UsedBefore holds one quantity for each kind and could not be right for both.
func (r Rule) checkTierYears() error {
	for i := range r.Lines {
		for j := range i {
			a, b := &r.Lines[i], &r.Lines[j]
			if a.TierBy == TierYear && b.TierBy == TierYear && a.Measure == b.Measure && a.tierYears() != b.tierYears() {
				return inLine(refuse(codeTierYear), i)
			}
		}
	}
	return nil
}

// checkTiers refuses tiers that cannot be worked out and settings of tiers on a line that has none (tariff.no_tiers). Where
// a limit is an own field, whether the limits rise shows only with a room; limits checks it then.
func (l *Line) checkTiers() error {
	if len(l.Tiers) == 0 {
		if l.TierBy != "" || l.TierYearFrom != 0 || l.TierWhole || l.HeadsOver != 0 || l.TierJoin != "" || l.TierKeep {
			return refuse(codeNoTiers)
		}
		return nil
	}
	if len(l.Tiers) > tiersMost {
		return refuse(codeTierCount, tiersMost)
	}
	prefix, _ := l.Measure.split()
	switch l.TierBy {
	case "", TierPeriod:
	// The limits of a line that counts by time, such as tiers of area, do not grow with the months that are billed.
	case TierMonth:
		if l.time() != Period {
			return refuse(CodeTierBy, string(l.TierBy))
		}
	// Only of meters is it known what was used before in the tier year.
	case TierYear:
		if prefix != UsageOf {
			return refuse(CodeTierBy, string(l.TierBy))
		}
	default:
		return refuse(CodeTierBy, string(l.TierBy))
	}
	joins := l.TierJoin == "" || l.TierJoin == JoinMonths || l.TierJoin == JoinDays || l.TierJoin == JoinWhole
	if !joins || l.TierBy != TierYear && (l.TierJoin != "" || l.TierKeep) {
		return refuse(CodeTierBy, string(l.TierJoin))
	}
	if l.TierYearFrom < 0 || l.TierYearFrom > 12 || l.HeadsOver < 0 || l.HeadsOver > headsOverMost {
		return refuse(codeTierYear)
	}
	var below Number
	for i := range l.Tiers {
		limit, err := l.checkTier(i)
		if err != nil {
			return err
		}
		if limit != nil {
			if limit.Cmp(below) <= 0 {
				return refuse(CodeTiers, i+1)
			}
			below = *limit
		}
	}
	return nil
}

// checkTier checks one tier and returns its limit. The limit is nil for the last tier, which has none, and for one that is
// an own field. The errors are tariff.tiers with the tier's number, counted from 1, for a limit that is missing or must not
// be there, tariff.one_price for a tier without exactly one of price and bands, and those of checkValues and checkBands.
func (l *Line) checkTier(index int) (*Number, error) {
	tier := &l.Tiers[index]
	last := index == len(l.Tiers)-1
	if last != (tier.UpTo == "") || last && (tier.EachHead != "" || tier.OverHeads != "") {
		return nil, refuse(CodeTiers, index+1)
	}
	if (tier.Price == "") == (len(tier.Bands) == 0) {
		return nil, refuse(codeOnePrice)
	}
	if err := checkValues(tier.UpTo, tier.Price, tier.EachHead, tier.OverHeads); err != nil {
		return nil, err
	}
	if err := l.checkBands(tier.Bands); err != nil {
		return nil, err
	}
	if _, own := tier.UpTo.fieldName(); own || last {
		return nil, nil
	}
	limit, err := ParseNumber(string(tier.UpTo))
	return &limit, err
}

// checkBands refuses bands on anything but the usage of a whole kind of meter, a band named twice, and one whose name holds
// the stroke that parts kind and band in usage:电/峰 (tariff.band_line). No bands at all pass.
func (l *Line) checkBands(bands []Band) error {
	if len(bands) == 0 {
		return nil
	}
	prefix, kind := l.Measure.split()
	if prefix != UsageOf || strings.Contains(kind, "/") || len(bands) > bandsMost {
		return refuse(codeBandLine, bandsMost)
	}
	for i, band := range bands {
		twice := slices.ContainsFunc(bands[:i], func(other Band) bool { return other.Name == band.Name })
		if !goodName(band.Name) || strings.Contains(band.Name, "/") || twice {
			return refuse(codeBandLine, bandsMost)
		}
		if band.Price == "" {
			return refuse(codeOnePrice)
		}
		if err := checkValues(band.Price); err != nil {
			return err
		}
	}
	return nil
}
