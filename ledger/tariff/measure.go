package tariff

import "strings"

// known reports whether the measure is one of ours and has the name it needs; "" is Fixed and known.
func (m Measure) known() bool {
	switch m {
	case "", Fixed, Area, InnerArea, Household, Heads, Floor, Nth, Turnover:
		return true
	}
	prefix, name := m.split()
	return prefix != "" && goodName(name)
}

// split parts usage:水 into usage: and 水. For a measure without a name, such as area, it returns "" and the measure itself.
func (m Measure) split() (Measure, string) {
	for _, prefix := range []Measure{UsageOf, AmountOf, FieldOf} {
		if name, found := strings.CutPrefix(string(m), string(prefix)); found {
			return prefix, name
		}
	}
	return "", string(m)
}

// overPeriod reports whether the measure is a quantity of the whole span, such as a usage, and not one that holds on each of
// its days, such as an area. A quantity of the span must not be multiplied by the months again.
func (m Measure) overPeriod() bool {
	prefix, _ := m.split()
	return m == Turnover || prefix == UsageOf || prefix == AmountOf
}

// label returns what the steps call a measure, and its unit with a space before it, "" where it has none. The unit of a usage
// is the usual one of that kind of meter.
func (m Measure) label() (string, string) {
	switch m {
	case "", Fixed:
		return "定额", ""
	case Area:
		return "面积", " m²"
	case InnerArea:
		return InnerField, " m²"
	case Household:
		return "每户", ""
	case Heads:
		return HeadsField, " 人"
	case Floor:
		return "楼层", " 层"
	case Nth:
		return "第几个", ""
	case Turnover:
		return "营业额", " 元"
	}
	prefix, name := m.split()
	switch prefix {
	case AmountOf:
		return name, " 元"
	case UsageOf:
		return name, usageUnit(name)
	}
	return name, ""
}

// Label is what bills call the measure, in Chinese: 面积, 人口, or the name of what it counts (水).
func (m Measure) Label() string {
	label, _ := m.label()
	return label
}

// usageUnit returns the unit of a kind of meter or of a band of one (电/峰), "" for a kind that an estate named itself.
func usageUnit(kind string) string {
	kind, _, _ = strings.Cut(kind, "/")
	switch kind {
	case "水", "冷水", "热水", "中水", "气", "燃气":
		return " m³"
	case "电":
		return " 度"
	case "热", "冷":
		return " kWh"
	}
	return ""
}
