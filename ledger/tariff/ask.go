package tariff

import "strings"

// scene is what a line is worked out from: the room and one piece of the span. In a formula the months and days are the
// piece's, the month that of its last day.
type scene struct {
	facts  *Facts
	from   day
	to     day
	months Number
	month  int
}

func sceneOf(facts *Facts, from, to day, p Proration, spanFrom day) scene {
	return scene{facts: facts, from: from, to: to, months: months(from, to, p, spanFrom), month: to.civil().monthOfYear()}
}

func (s *scene) days() Number { return Whole(int64(s.to-s.from) + 1) }

// measured asks the room for a measure; what is not known is an error.
func (s *scene) measured(m Measure) (Number, error) {
	switch m {
	case "", Fixed, Household:
		return Whole(1), nil
	case Area:
		if s.facts.AreaCentiM2 <= 0 {
			return Number{}, refuse(CodeNoArea, "面积")
		}
		return Ratio(s.facts.AreaCentiM2, 100), nil
	case InnerArea:
		return s.innerArea()
	case Heads:
		return s.heads()
	case Floor:
		if s.facts.Floor == 0 {
			return Number{}, refuse(codeNoFloor)
		}
		return Whole(int64(s.facts.Floor)), nil
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
	return Number{}, refuse(codeMeasure, string(m))
}

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

func (s *scene) heads() (Number, error) {
	if s.facts.Fields[HeadsField] == "" {
		return Number{}, refuse(CodeNoHeads)
	}
	heads, err := s.field(HeadsField)
	if err == nil && heads.Sign() < 0 {
		return Number{}, refuse(codeNegative, HeadsField)
	}
	return heads, err
}

// usage returns what a kind of meter counted. A kind of which only the bands were read is their sum.
func (s *scene) usage(kind string) (Number, error) {
	used, read := s.facts.Usage[kind]
	if !read {
		for name, part := range s.facts.Usage {
			if strings.HasPrefix(name, kind+"/") {
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

func (s *scene) item(name string) (Number, error) {
	amount, known := s.facts.Items[name]
	if !known {
		return Number{}, refuse(CodeNoItem, name)
	}
	return amount, nil
}

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

// fieldName returns the own field that a value names in brackets.
func (v Value) fieldName() (string, bool) {
	inside, opened := strings.CutPrefix(string(v), "[")
	name, closed := strings.CutSuffix(inside, "]")
	return name, opened && closed
}

// number returns the decimal that a value is or that the room's own field holds.
func (s *scene) number(v Value) (Number, error) {
	if name, own := v.fieldName(); own {
		return s.field(name)
	}
	return ParseNumber(string(v))
}

// numberOr returns the value's number, or other where there is none.
func (s *scene) numberOr(v Value, other Number) (Number, error) {
	if v == "" {
		return other, nil
	}
	return s.number(v)
}

// text returns the content of a field that compares as text; false is a name that is none of them.
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
