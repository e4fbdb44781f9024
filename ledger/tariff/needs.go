package tariff

import "slices"

// Needs returns every measure that the rule may ask of a room, sorted and each once: those of its lines, conditions, tiers'
// bands (usage:电/峰), values in brackets (field:单价) and formulas. What always is (fixed, household) is not among them, nor
// what a room record always carries as text. A formula that does not compile asks for nothing.
func (r Rule) Needs() []Measure {
	needs := needs(make([]Measure, 0, 8))
	needs.conditions(r.When)
	needs.values(r.Least, r.Most)
	for i := range r.Lines {
		needs.line(&r.Lines[i])
	}
	all := slices.DeleteFunc([]Measure(needs), func(m Measure) bool { return m == "" || m == Fixed || m == Household })
	slices.Sort(all)
	return slices.Compact(all)
}

// needs gathers measures as they are met.
type needs []Measure

// values adds the own fields that values name in brackets.
func (n *needs) values(values ...Value) {
	for _, value := range values {
		if name, own := value.fieldName(); own {
			*n = append(*n, FieldOf+Measure(name))
		}
	}
}

// conditions adds the measures and own fields that conditions compare. A text field or the month is no measure.
func (n *needs) conditions(conditions []Condition) {
	for _, c := range conditions {
		if m := Measure(c.Field); m.known() {
			*n = append(*n, m)
		}
	}
}

// line adds what a line asks for. Heads are asked for only where a tier is raised for them, as in pricing: a rule without
// such a tier must not be held up by a room whose people are not known.
func (n *needs) line(l *Line) {
	n.conditions(l.When)
	n.values(l.Less, l.Price, l.Factor, l.Least, l.Most)
	*n = append(*n, l.Measure)
	for _, tier := range l.Tiers {
		n.values(tier.UpTo, tier.Price, tier.EachHead, tier.OverHeads)
		if tier.EachHead != "" || tier.OverHeads != "" {
			*n = append(*n, Heads)
		}
		for _, band := range tier.Bands {
			n.values(band.Price)
			*n = append(*n, l.Measure+"/"+Measure(band.Name))
		}
	}
	if l.Formula != "" {
		if program, err := compiled(l.Formula); err == nil {
			*n = append(*n, program.asks...)
		}
	}
}

// CheckNames refuses an own field that the rule names and that is none of fields: tariff.unknown_name with the name and the
// nearest known one, the line and, in a formula, the column.
func (r Rule) CheckNames(fields []string) error {
	// Formulas come first: only there does an error have a column.
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Formula == "" {
			continue
		}
		program, err := compiled(l.Formula)
		if err != nil {
			return inLine(err, i)
		}
		for _, field := range program.fields {
			if !slices.Contains(fields, field.name) {
				return inLine(inColumn(unknownField(field.name, fields), field.column), i)
			}
		}
	}
	// Each line by itself, so that the error has its number; then the rule without its lines.
	for i := range r.Lines {
		if err := (Rule{Lines: r.Lines[i : i+1]}).checkNeeds(fields); err != nil {
			return inLine(err, i)
		}
	}
	return Rule{When: r.When, Least: r.Least, Most: r.Most}.checkNeeds(fields)
}

// checkNeeds refuses the first own field among what the rule needs that is none of fields.
func (r Rule) checkNeeds(fields []string) error {
	for _, need := range r.Needs() {
		if prefix, name := need.split(); prefix == FieldOf && !slices.Contains(fields, name) {
			return unknownField(name, fields)
		}
	}
	return nil
}

// unknownField names what is not known and what may have been meant: a name of ours or an own field.
func unknownField(wrong string, fields []string) error {
	known := slices.Clone(fields)
	for _, name := range names {
		known = append(known, spelled(wrong, name.chinese, name.english))
	}
	return refuse(CodeUnknownName, wrong, nearest(wrong, known))
}
