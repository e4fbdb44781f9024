package tariff

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a rule.
const (
	linesMost      = 20
	tiersMost      = 20
	bandsMost      = 10
	conditionsMost = 20
	valuesMost     = 100
	nameCharsMost  = 40
	headsOverMost  = 100
)

// goodName reports whether a name can stand in a rule: 1 to 40 characters, none of them a control or a bracket.
func goodName(name string) bool {
	return name != "" && utf8.ValidString(name) && utf8.RuneCountInString(name) <= nameCharsMost &&
		!strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '[' || r == ']' })
}

// Check refuses a rule that cannot be worked out, as far as that shows without a room: the first *Error with its line, and
// with its column in a formula. It does not know which own fields there are; CheckNames does.
func (r Rule) Check() error {
	if len(r.Lines) == 0 || len(r.Lines) > linesMost {
		return refuse("tariff.lines", linesMost)
	}
	if !r.Proration.known() {
		return refuse("tariff.proration", string(r.Proration))
	}
	if !r.Rounding.known() {
		return refuse("tariff.rounding")
	}
	if r.LimitPer != "" && r.LimitPer != Month && r.LimitPer != Period {
		return refuse("tariff.per", string(r.LimitPer))
	}
	if err := checkConditions(r.When); err != nil {
		return err
	}
	if err := checkBounds(r.Least, r.Most); err != nil {
		return err
	}
	for i := range r.Lines {
		if err := r.Lines[i].check(); err != nil {
			return inLine(err, i)
		}
	}
	return r.checkTierYears()
}

// checkTierYears refuses two tier years over one kind of meter: what was used before is known by kind alone.
func (r Rule) checkTierYears() error {
	for i := range r.Lines {
		for j := range i {
			a, b := &r.Lines[i], &r.Lines[j]
			if a.TierBy == TierYear && b.TierBy == TierYear && a.Measure == b.Measure && max(a.TierYearFrom, 1) != max(b.TierYearFrom, 1) {
				return inLine(refuse("tariff.tier_year"), i)
			}
		}
	}
	return nil
}

func (l *Line) check() error {
	if l.Name != "" && !goodName(l.Name) {
		return refuse("tariff.name", nameCharsMost)
	}
	if !l.Measure.known() {
		return refuse("tariff.measure", string(l.Measure))
	}
	if err := checkConditions(l.When); err != nil {
		return err
	}
	if err := l.checkPrice(); err != nil {
		return err
	}
	if err := checkValues(l.Less, l.Factor, l.Price); err != nil {
		return err
	}
	if err := checkBounds(l.Least, l.Most); err != nil {
		return err
	}
	switch l.Per {
	case "", Period:
	case Month, Day, Year:
		if l.Measure.overPeriod() {
			return refuse("tariff.per", string(l.Per))
		}
	default:
		return refuse("tariff.per", string(l.Per))
	}
	return l.checkTiers()
}

// checkPrice wants a price, tiers or a formula: one of them.
func (l *Line) checkPrice() error {
	ways := 0
	for _, is := range []bool{l.Price != "", len(l.Tiers) > 0, l.Formula != ""} {
		if is {
			ways++
		}
	}
	if ways != 1 {
		return refuse("tariff.one_price")
	}
	if l.Formula == "" {
		return nil
	}
	if l.Measure != "" && l.Measure != Fixed || l.Less != "" || l.Factor != "" {
		return refuse("tariff.formula_alone")
	}
	_, err := compiled(l.Formula)
	return err
}

func (l *Line) checkTiers() error {
	if len(l.Tiers) == 0 {
		if l.TierBy != "" || l.TierYearFrom != 0 || l.TierWhole || l.HeadsOver != 0 {
			return refuse("tariff.no_tiers")
		}
		return nil
	}
	if len(l.Tiers) > tiersMost {
		return refuse("tariff.tier_count", tiersMost)
	}
	prefix, _ := l.Measure.split()
	switch l.TierBy {
	case "", TierPeriod:
	case TierMonth:
		if l.time() != Period {
			return refuse("tariff.tier_by", string(l.TierBy))
		}
	case TierYear:
		if prefix != UsageOf {
			return refuse("tariff.tier_by", string(l.TierBy))
		}
	default:
		return refuse("tariff.tier_by", string(l.TierBy))
	}
	if l.TierYearFrom < 0 || l.TierYearFrom > 12 || l.HeadsOver < 0 || l.HeadsOver > headsOverMost {
		return refuse("tariff.tier_year")
	}
	var below Number
	for i := range l.Tiers {
		limit, err := l.checkTier(i)
		if err != nil {
			return err
		}
		if limit != nil {
			if limit.Cmp(below) <= 0 {
				return refuse("tariff.tiers", i+1)
			}
			below = *limit
		}
	}
	return nil
}

// checkTier gives the tier's limit where it is a decimal.
func (l *Line) checkTier(index int) (*Number, error) {
	tier := &l.Tiers[index]
	last := index == len(l.Tiers)-1
	if last != (tier.UpTo == "") || last && (tier.EachHead != "" || tier.OverHeads != "") {
		return nil, refuse("tariff.tiers", index+1)
	}
	if (tier.Price == "") == (len(tier.Bands) == 0) {
		return nil, refuse("tariff.one_price")
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
		return refuse("tariff.band_line", bandsMost)
	}
	for i, band := range bands {
		twice := slices.ContainsFunc(bands[:i], func(other Band) bool { return other.Name == band.Name })
		if !goodName(band.Name) || strings.Contains(band.Name, "/") || twice {
			return refuse("tariff.band_line", bandsMost)
		}
		if band.Price == "" {
			return refuse("tariff.one_price")
		}
		if err := checkValues(band.Price); err != nil {
			return err
		}
	}
	return nil
}

// checkValues wants decimals or own fields in brackets; none at all is allowed.
func checkValues(values ...Value) error {
	for _, value := range values {
		if value == "" {
			continue
		}
		if name, own := value.fieldName(); own {
			if !goodName(name) {
				return refuse("tariff.name", nameCharsMost)
			}
			continue
		}
		if _, err := ParseNumber(string(value)); err != nil {
			return err
		}
	}
	return nil
}

// checkBounds also wants the least not to be above the most, where both are decimals.
func checkBounds(least, most Value) error {
	if err := checkValues(least, most); err != nil {
		return err
	}
	_, leastOwn := least.fieldName()
	_, mostOwn := most.fieldName()
	if least == "" || most == "" || leastOwn || mostOwn {
		return nil
	}
	low, _ := ParseNumber(string(least))
	high, _ := ParseNumber(string(most))
	if low.Cmp(high) > 0 {
		return refuse("tariff.bounds")
	}
	return nil
}

func checkConditions(conditions []Condition) error {
	if len(conditions) > conditionsMost {
		return refuse("tariff.conditions", conditionsMost)
	}
	for i := range conditions {
		if err := conditions[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Condition) check() error {
	wrong := refuse("tariff.condition", c.Field)
	_, isText := (&Facts{}).text(c.Field)
	if !isText && c.Field != monthField && (c.Field == "" || !Measure(c.Field).known()) {
		return wrong
	}
	counts := map[string]int{"in": len(c.Values), "between": 2}
	count, several := counts[c.Op]
	if !several {
		count = 1
	}
	if !slices.Contains(conditionOps, c.Op) || len(c.Values) != count || count == 0 || count > valuesMost || isText && c.orders() {
		return wrong
	}
	prefix, _ := Measure(c.Field).split()
	var bounds []Number
	for _, text := range c.Values {
		if utf8.RuneCountInString(text) > nameCharsMost {
			return wrong
		}
		if isText || prefix == FieldOf && !c.orders() {
			continue
		}
		number, err := ParseNumber(text)
		if err != nil {
			return wrong
		}
		month := number.isWhole() && number.Cmp(Whole(1)) >= 0 && number.Cmp(Whole(12)) <= 0
		if c.Field == monthField && !month {
			return wrong
		}
		bounds = append(bounds, number)
	}
	if c.Op == "between" && bounds[0].Cmp(bounds[1]) > 0 {
		return wrong
	}
	return nil
}

// CheckNames refuses an own field that the rule names and that is none of fields: tariff.unknown_name with the name and the
// nearest known one, the line and, in a formula, the column.
func (r Rule) CheckNames(fields []string) error {
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
	for i := range r.Lines {
		if err := (Rule{Lines: r.Lines[i : i+1]}).checkNeeds(fields); err != nil {
			return inLine(err, i)
		}
	}
	return Rule{When: r.When, Least: r.Least, Most: r.Most}.checkNeeds(fields)
}

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
		known = append(known, name.chinese, name.english)
	}
	return refuse("tariff.unknown_name", wrong, nearest(wrong, known))
}
