package lease

import (
	"strconv"

	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// share works out the share of a period's turnover beside its rent: all of it, or what it is above the rent, which is its
// floor. Where the turnover was not reported it marks the share as unreported, and the rent too unless the contract bills
// that first. It may add steps to the rent, so that the bill of a rent says why there is no share.
func (l *Lease) share(period span, s *Share, rent *Charge, turnover money.Fen, reported bool) (Charge, error) {
	charge := Charge{Item: l.Items.Share, Span: rent.Span, Share: true, TermsFromOn: rent.TermsFromOn}
	charge.DueOn = tariff.DueOn(charge.Span, false, s.DueDays)
	if !reported {
		charge.Unreported, charge.FloorFen = true, rent.AmountFen
		switch {
		case s.FloorFirst && !s.Plus:
			rent.Steps = append(rent.Steps, "先收保底，营业额报来以后，提成高于保底的部分另补")
		case !s.Plus:
			rent.Unreported, rent.FloorFen = true, rent.AmountFen
		}
		return charge, nil
	}
	sum, steps := s.of(tariff.Ratio(int64(turnover), 100), l.grid().count(period, period, l.Proration))
	charge.Exact, charge.Steps = sum, steps
	if s.Plus {
		return charge, l.round(&charge)
	}
	floor := tariff.Ratio(int64(rent.AmountFen), 100)
	last := &charge.Steps[len(charge.Steps)-1]
	if sum.Cmp(floor) <= 0 {
		*last += "，不高于保底 " + grouped(floor)
		charge.Exact = tariff.Number{}
		if !s.FloorFirst {
			rent.Steps = append(rent.Steps, charge.Steps...)
		}
		return charge, nil
	}
	charge.Exact = sum.Sub(floor)
	*last += "，高于保底 " + grouped(floor) + "，补差 " + grouped(charge.Exact)
	whole := Charge{Exact: sum} // rent and share together are rounded once, and the rent is rounded already
	if err := l.round(&whole); err != nil {
		return Charge{}, err
	}
	charge.AmountFen = whole.AmountFen - rent.AmountFen
	if rounded := tariff.Ratio(int64(charge.AmountFen), 100); rounded.Cmp(charge.Exact) != 0 {
		charge.Steps = append(charge.Steps, grouped(charge.Exact)+" → "+grouped(rounded))
	}
	return charge, nil
}

// isFloorFirst reports whether a charge's share of turnover comes after the rent of its period, by the terms of its last day.
func (l *Lease) isFloorFirst(c Charge) bool {
	terms, _ := l.TermsOn(c.Span.To)
	return terms.Share != nil && terms.Share.FloorFirst
}

// of takes the share of a turnover over so many months, both exact, and returns it in yuan with its steps. The limits of
// tiers are for one month and are multiplied by the months; the steps say both.
func (s *Share) of(turnover tariff.Number, months monthCount) (tariff.Number, []string) {
	if len(s.Tiers) == 1 {
		sum := turnover.Mul(percent(s.Tiers[0].Percent))
		return sum, []string{"营业额 " + grouped(turnover) + " × " + string(s.Tiers[0].Percent) + "% = " + grouped(sum)}
	}
	times := months.number()
	var sum, below tariff.Number
	var steps []string
	if times.Cmp(tariff.Whole(1)) != 0 {
		steps = append(steps, "各档限额 × "+months.words())
	}
	for i, tier := range s.Tiers {
		upTo, limits := turnover, "超过 "+grouped(below)
		if tier.UpTo != "" {
			limit := number(tier.UpTo).Mul(times)
			upTo, limits = limit.Min(turnover), grouped(below)+"–"+grouped(limit)
		}
		part := upTo.Sub(below)
		if part.Sign() <= 0 {
			continue // the tier below took all, or no month counts and the limit is 0
		}
		below = upTo
		amount := part.Mul(percent(tier.Percent))
		sum = sum.Add(amount)
		steps = append(steps, "第"+strconv.Itoa(i+1)+"档 "+limits+"：营业额 "+grouped(part)+" × "+string(tier.Percent)+"% = "+grouped(amount))
	}
	return sum, append(steps, "营业额 "+grouped(turnover)+" 提成 = "+grouped(sum))
}
