package tariff

import (
	"slices"
	"strings"
)

// checkTierYears refuses two tier years over one kind of meter: what was used before is known by kind alone.
func (r Rule) checkTierYears() error {
	for i := range r.Lines {
		for j := range i {
			a, b := &r.Lines[i], &r.Lines[j]
			if a.TierBy == TierYear && b.TierBy == TierYear && a.Measure == b.Measure && max(a.TierYearFrom, 1) != max(b.TierYearFrom, 1) {
				return inLine(refuse(codeTierYear), i)
			}
		}
	}
	return nil
}

func (l *Line) checkTiers() error {
	if len(l.Tiers) == 0 {
		if l.TierBy != "" || l.TierYearFrom != 0 || l.TierWhole || l.HeadsOver != 0 {
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
	case TierMonth:
		if l.time() != Period {
			return refuse(codeTierBy, string(l.TierBy))
		}
	case TierYear:
		if prefix != UsageOf {
			return refuse(codeTierBy, string(l.TierBy))
		}
	default:
		return refuse(codeTierBy, string(l.TierBy))
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

// checkTier returns the tier's limit where it is a decimal.
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
