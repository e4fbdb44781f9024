package tariff

import "slices"

// Needs gives every measure that the rule may ask of a room, sorted and each once: those of its lines, conditions, tiers'
// bands (usage:电/峰), values in brackets (field:单价) and formulas. What always is (fixed, household) is not among them, nor
// what a room record always carries as text. A formula that does not compile asks for nothing.
func (r Rule) Needs() []Measure {
	needs := make([]Measure, 0, 8)
	values := func(values ...Value) {
		for _, value := range values {
			if name, own := value.fieldName(); own {
				needs = append(needs, FieldOf+Measure(name))
			}
		}
	}
	conditions := func(conditions []Condition) {
		for _, c := range conditions {
			if m := Measure(c.Field); c.Field != "" && m.known() {
				needs = append(needs, m)
			}
		}
	}
	conditions(r.When)
	values(r.Least, r.Most)
	for i := range r.Lines {
		l := &r.Lines[i]
		conditions(l.When)
		values(l.Less, l.Price, l.Factor, l.Least, l.Most)
		needs = append(needs, l.Measure)
		for _, tier := range l.Tiers {
			values(tier.UpTo, tier.Price, tier.EachHead, tier.OverHeads)
			if tier.EachHead != "" || tier.OverHeads != "" {
				needs = append(needs, Heads)
			}
			for _, band := range tier.Bands {
				values(band.Price)
				needs = append(needs, l.Measure+"/"+Measure(band.Name))
			}
		}
		if l.Formula != "" {
			if program, err := compiled(l.Formula); err == nil {
				needs = append(needs, program.asks...)
			}
		}
	}
	needs = slices.DeleteFunc(needs, func(m Measure) bool { return m == "" || m == Fixed || m == Household })
	slices.Sort(needs)
	return slices.Compact(needs)
}
