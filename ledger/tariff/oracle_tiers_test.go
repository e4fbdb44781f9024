package tariff_test

import (
	"math/big"
	"strings"

	"shouqi/ledger/tariff"
)

// tiered prices a quantity by the line's tiers.
func (q *asked) tiered(line *tariff.Line, quantity *big.Rat, s scene) *big.Rat {
	limits := q.limits(line, s)
	if quantity.Sign() == 0 {
		return new(big.Rat)
	}
	before := new(big.Rat)
	if line.TierBy == tariff.TierYear {
		before = s.before
	}
	after := new(big.Rat).Add(before, quantity)
	total, low := new(big.Rat), new(big.Rat)
	for i, tier := range line.Tiers {
		last := i == len(limits)
		if line.TierWhole {
			if last || after.Cmp(limits[i]) <= 0 {
				return q.atTier(line, tier, quantity, s)
			}
			continue
		}
		// The part of before..after that lies in low..high.
		start, end := larger(low, before), after
		if !last {
			end = smaller(after, limits[i])
			low = limits[i]
		}
		if part := new(big.Rat).Sub(end, start); part.Sign() > 0 {
			total.Add(total, q.atTier(line, tier, part, s))
		}
	}
	return total
}

// limits are those of all tiers but the last, raised for people and multiplied as the scene says.
func (q *asked) limits(line *tariff.Line, s scene) []*big.Rat {
	var limits []*big.Rat
	below := new(big.Rat)
	for _, tier := range line.Tiers[:len(line.Tiers)-1] {
		limit := new(big.Rat).Set(q.number(tier.UpTo))
		if known := q.facts.Fields["人口"] != ""; known && (tier.EachHead != "" || tier.OverHeads != "") {
			more := new(big.Rat).Sub(ownNumber(q.facts, "人口"), big.NewRat(int64(line.HeadsOver), 1))
			if more.Sign() > 0 && tier.EachHead != "" {
				limit.Add(limit, mul(more, q.number(tier.EachHead)))
			}
			if more.Sign() > 0 && tier.OverHeads != "" {
				limit.Add(limit, q.number(tier.OverHeads))
			}
		}
		if limit.Cmp(below) <= 0 {
			panic(cannot("tiers"))
		}
		below = limit
		limits = append(limits, times(limit, s.limits))
	}
	return limits
}

// atTier prices a quantity that lies in one tier, by bands where it has them.
func (q *asked) atTier(line *tariff.Line, tier tariff.Tier, quantity *big.Rat, s scene) *big.Rat {
	if len(tier.Bands) == 0 {
		return mul(quantity, q.number(tier.Price))
	}
	all, weighed := new(big.Rat), new(big.Rat)
	for _, band := range tier.Bands {
		usage := measured(line.Measure+tariff.Measure("/"+band.Name), q.facts)
		if s.part != nil {
			usage = q.usedOn(strings.TrimPrefix(string(line.Measure), "usage:")+"/"+band.Name, s.part)
		}
		all.Add(all, usage)
		weighed.Add(weighed, mul(usage, q.number(band.Price)))
	}
	if all.Sign() == 0 {
		panic(cannot("the bands were not used"))
	}
	return weighed.Mul(weighed, new(big.Rat).Quo(quantity, all))
}
