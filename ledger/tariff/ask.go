package tariff

import "strings"

// scene is what a line is worked out from: the room and one piece of the span. In a formula the months and days are the
// piece's, the month that of its last day.
type scene struct {
	facts *Facts
	// from and to are the first and the last day of the piece, both included.
	from day
	to   day
	// months are the piece's by the rule's proration. They may be a fraction, and 0 under ByWhole where an earlier piece
	// already counted the month.
	months Number
	month  int // 1 to 12
	// inputs are what the formula that was worked out last asked for.
	inputs []input
	// part is the stretch of a metered line, nil for every other line.
	part *part
}

// sceneOf returns the scene of a piece of the span, both with their last days, which counts its months as a part of the span's.
func sceneOf(facts *Facts, piece, span days, p Proration) scene {
	return scene{facts: facts, from: piece.from, to: piece.to, months: monthsIn(piece, span, p, facts.MonthDay), month: piece.to.civil().monthOfYear()}
}

// days counts the days of the piece, the first and the last included.
func (s *scene) days() Number { return Whole(int64(s.to-s.from) + 1) }

// measured returns how much of a measure the room has, in the measure's own unit (m², people, yuan, m³). A quantity that is
// not known is an error and not 0: a room whose area was never entered would otherwise get a bill of 0 that looks correct.
func (s *scene) measured(m Measure) (Number, error) {
	switch m {
	case "", Fixed, Household:
		return Whole(1), nil
	case Area:
		if s.facts.AreaCentiM2 <= 0 {
			return Number{}, refuse(CodeNoArea, "面积")
		}
		return Ratio(s.facts.AreaCentiM2, 100), nil // recorded in 0.01 m²
	case InnerArea:
		return s.innerArea()
	case Heads:
		return s.heads()
	case Floor:
		if s.facts.Floor == 0 {
			return Number{}, refuse(codeNoFloor)
		}
		return Whole(int64(s.facts.Floor)), nil
	case Nth:
		if s.facts.Nth <= 0 {
			return Number{}, refuse(codeNoNth)
		}
		return Whole(int64(s.facts.Nth)), nil
	case Turnover:
		if !s.facts.HasTurnover {
			return Number{}, refuse(CodeNoTurnover)
		}
		return s.facts.Turnover, nil
	}
	switch prefix, name := m.split(); prefix {
	case UsageOf:
		return s.usage(name)
	case AmountOf:
		return s.item(name)
	case FieldOf:
		return s.field(name)
	}
	return Number{}, refuse(CodeMeasure, string(m))
}

// innerArea returns the area inside the walls, in m². A room without one, or with one that is not above 0, is tariff.no_area
// like a room without a building area; content that is not a decimal is tariff.field_number.
func (s *scene) innerArea() (Number, error) {
	if s.facts.Fields[InnerField] == "" {
		return Number{}, refuse(CodeNoArea, InnerField)
	}
	area, err := s.field(InnerField)
	if err == nil && area.Sign() <= 0 {
		return Number{}, refuse(CodeNoArea, InnerField)
	}
	return area, err
}

// heads returns how many people live in the room; 0 is allowed, for an empty room. A room whose people were not recorded is
// tariff.no_heads, a number below 0 tariff.negative.
func (s *scene) heads() (Number, error) {
	if s.facts.Fields[HeadsField] == "" {
		return Number{}, refuse(codeNoHeads)
	}
	heads, err := s.field(HeadsField)
	if err == nil && heads.Sign() < 0 {
		return Number{}, refuse(codeNegative, HeadsField)
	}
	return heads, err
}

// usage returns what a kind of meter counted over the span. A kind of which only the bands (电/峰, 电/谷) were read is their
// sum. A kind that was not read is tariff.no_usage. A quantity below 0 is tariff.negative: a reading went back, and a bill
// must not credit the household for that.
func (s *scene) usage(kind string) (Number, error) {
	used, read := s.facts.Usage[kind]
	if !read {
		for name, part := range s.facts.Usage {
			if strings.HasPrefix(name, kind+"/") {
				// Each band is checked by itself, because in the sum a larger band would hide one that went back.
				if part.Sign() < 0 {
					return Number{}, refuse(codeNegative, kind)
				}
				used, read = used.Add(part), true
			}
		}
	}
	if !read {
		return Number{}, refuse(CodeNoUsage, kind)
	}
	if used.Sign() < 0 {
		return Number{}, refuse(codeNegative, kind)
	}
	return used, nil
}

// item returns what another charge item comes to for the same room and span, in yuan. It may be negative. An item without an
// amount is tariff.no_item.
func (s *scene) item(name string) (Number, error) {
	amount, known := s.facts.Items[name]
	if !known {
		return Number{}, refuse(CodeNoItem, name)
	}
	return amount, nil
}

// field returns the number in an own field of the room. A field that is missing or empty is tariff.no_field, one that is not
// a decimal tariff.field_number. The errors name the field and not its content, which may be personal.
func (s *scene) field(name string) (Number, error) {
	content := s.facts.Fields[name]
	if content == "" {
		return Number{}, refuse(codeNoField, name)
	}
	number, err := ParseNumber(content)
	if err != nil {
		return Number{}, refuse(codeFieldNumber, name)
	}
	return number, nil
}

// fieldName returns the own field that a value names in brackets: 单价 for "[单价]". It reports false for a decimal.
func (v Value) fieldName() (string, bool) {
	inside, opened := strings.CutPrefix(string(v), "[")
	name, closed := strings.CutSuffix(inside, "]")
	return name, opened && closed
}

// number returns the decimal that a value states, or the one in the room's own field that it names.
func (s *scene) number(v Value) (Number, error) {
	if name, own := v.fieldName(); own {
		return s.field(name)
	}
	return ParseNumber(string(v))
}

// numberOr returns the value's number, or other for a value that is empty.
func (s *scene) numberOr(v Value, other Number) (Number, error) {
	if v == "" {
		return other, nil
	}
	return s.number(v)
}

// text returns the content of a field that compares as text, such as building or party. It reports false for any other name.
func (f *Facts) text(field string) (string, bool) {
	switch field {
	case "building":
		return f.Building, true
	case "unit":
		return f.Unit, true
	case "number":
		return f.Number, true
	case "use":
		return f.Use, true
	case "layout":
		return f.Layout, true
	case "state":
		return f.State, true
	case "kind":
		return f.Kind, true
	case "party":
		return f.Party, true
	}
	return "", false
}
