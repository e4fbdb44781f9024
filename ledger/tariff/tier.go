package tariff

// tiered returns what a quantity costs tier by tier, in yuan for one unit of time and before the line's factor. A quantity
// below 0 is tariff.negative. Of a tier that holds none of the quantity neither price nor bands are asked for.
func (s *scene) tiered(l *Line, quantity Number, steps *steps) (Number, error) {
	_, name := l.Measure.split()
	if quantity.Sign() < 0 {
		return Number{}, refuse(codeNegative, name)
	}
	limits, err := s.limits(l)
	if err != nil {
		return Number{}, err
	}
	steps.unknownHeads(l, s.facts)
	var before Number
	if l.TierBy == TierYear {
		before = s.part.before
		if before.Sign() < 0 {
			return Number{}, refuse(codeNegative, name)
		}
		steps.usedBefore(l, before)
		steps.joined(s.part)
	}
	steps.limits(s)
	// The tiers are filled from before to after: by year, what was used before lies in the lower tiers and is not priced
	// again. floor is the limit of the tier below.
	after := before.Add(quantity)
	var sum, floor Number
	for i := range l.Tiers {
		// part is what of the quantity lies in this tier; it is negative for a tier that was already full before.
		top := after
		if i < len(limits) {
			top = limits[i].Min(after)
		}
		part := top.Sub(before.Max(floor))
		if l.TierWhole {
			// The whole quantity belongs to the tier that the total reaches.
			part = Number{}
			if reached := i == len(limits) || after.Cmp(limits[i]) <= 0; reached {
				part = quantity
			}
		}
		if part.Sign() > 0 {
			amount, err := s.tier(l, tierAt{i, limits}, part, steps)
			if err != nil {
				return Number{}, err
			}
			sum = sum.Add(amount)
		}
		if i == len(limits) || after.Cmp(limits[i]) <= 0 {
			break
		}
		floor = limits[i]
	}
	return sum, nil
}

// limits returns the upper limits of all tiers but the last: raised for the people of the household, of one whose people were
// not recorded the ordinary ones, then times the months
// for which the line's tiers hold. Limits that do not rise strictly from above 0, which may come from own fields, are
// tariff.tiers with the tier's number.
func (s *scene) limits(l *Line) ([]Number, error) {
	// over is the number of people beyond HeadsOver, asked for only where a tier is raised for them.
	var over Number
	if l.raised() && s.facts.Fields[HeadsField] != "" {
		heads, err := s.heads()
		if err != nil {
			return nil, err
		}
		over = heads.Sub(Whole(int64(l.HeadsOver))).Max(Number{})
	}
	limits := make([]Number, len(l.Tiers)-1)
	var below Number
	for i := range limits {
		limit, err := s.limit(&l.Tiers[i], over)
		if err != nil {
			return nil, err
		}
		if limit.Cmp(below) <= 0 {
			return nil, refuse(CodeTiers, i+1)
		}
		limits[i], below = limit, limit
	}
	times := s.tierTimes(l)
	for i := range limits {
		limits[i] = limits[i].Mul(times)
	}
	return limits, nil
}

// raised reports whether a tier of the line is raised for the people of the household.
func (l *Line) raised() bool {
	for _, tier := range l.Tiers {
		if tier.EachHead != "" || tier.OverHeads != "" {
			return true
		}
	}
	return false
}

// tierTimes returns by what the limits of a line's tiers are multiplied. By month they are those of one month, as electricity
// tariffs publish them: two months billed together have twice the limits. Limits by the year are those of the year, or of
// the household's share of it; limits of a line that counts by time are taken as they are.
func (s *scene) tierTimes(l *Line) Number {
	switch {
	case l.time() != Period:
		return Whole(1)
	case l.TierBy == TierYear:
		return s.part.yearShare
	}
	return s.limitTimes(l.TierBy == TierPeriod)
}

// limit returns the upper limit of one tier for a household with over people beyond the line's HeadsOver.
func (s *scene) limit(tier *Tier, over Number) (Number, error) {
	limit, err := s.number(tier.UpTo)
	if err != nil || over.Sign() == 0 {
		return limit, err
	}
	each, err := s.numberOr(tier.EachHead, Number{})
	if err != nil {
		return Number{}, err
	}
	once, err := s.numberOr(tier.OverHeads, Number{})
	if err != nil {
		return Number{}, err
	}
	return limit.Add(each.Mul(over)).Add(once), nil
}

// tierAt is a tier by its number from 0, with the limits of all tiers but the last for the time billed.
type tierAt struct {
	index  int
	limits []Number
}

// tier returns what the quantity in one tier costs, in yuan. With bands the quantity is split among them in proportion to
// what each used in the period, because meters do not tell in which band the part above a limit was used. Bands of which all
// used nothing are tariff.bands, one that was not read is tariff.no_usage.
func (s *scene) tier(l *Line, at tierAt, quantity Number, steps *steps) (Number, error) {
	tier := &l.Tiers[at.index]
	if len(tier.Bands) == 0 {
		price, err := s.number(tier.Price)
		if err != nil {
			return Number{}, err
		}
		amount := quantity.Mul(price)
		steps.tier(at, "", quantity, price, amount)
		return amount, nil
	}
	_, kind := l.Measure.split()
	used := make([]Number, len(tier.Bands))
	var all, sum Number
	for i, band := range tier.Bands {
		part, err := s.usageHere(kind + "/" + band.Name)
		if err != nil {
			return Number{}, err
		}
		used[i], all = part, all.Add(part)
	}
	if all.Sign() == 0 && quantity.Sign() > 0 {
		return Number{}, refuse(codeBands, kind)
	}
	for i, band := range tier.Bands {
		price, err := s.number(band.Price)
		if err != nil {
			return Number{}, err
		}
		if used[i].Sign() == 0 {
			continue
		}
		share, err := quantity.Mul(used[i]).Quo(all)
		if err != nil {
			return Number{}, err
		}
		amount := share.Mul(price)
		steps.tier(at, band.Name, share, price, amount)
		sum = sum.Add(amount)
	}
	return sum, nil
}
