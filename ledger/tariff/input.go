package tariff

import (
	"slices"
	"strings"
)

// input is something that a formula asked for and what the room has: 面积 98.30 m².
type input struct{ name, value string }

// note keeps an input, each name once.
func (s *scene) note(name, value string) {
	if !slices.ContainsFunc(s.inputs, func(known input) bool { return known.name == name }) {
		s.inputs = append(s.inputs, input{name, value})
	}
}

// noteMeasure keeps what a measure came to, with its unit.
func (s *scene) noteMeasure(m Measure, number Number) {
	if m == Household {
		return // always 1
	}
	label, unit := m.label()
	if m == Area || m == InnerArea {
		s.note(label, number.yuan()+unit)
		return
	}
	s.note(label, number.Text()+unit)
}

// written returns a text of a room as people write it; "" is 空.
func written(field, text string) string {
	switch {
	case text == "":
		return "空"
	case field == "party":
		return map[string]string{"owner": "业主", "tenant": "租户", "none": "无"}[text]
	case field == "kind":
		return map[string]string{"room": "房屋", "space": "车位"}[text]
	}
	return text
}

// inputsText writes what a formula asked for: （面积 98.30 m²、楼层 12 层）, "" for one that asked for nothing.
func (s *scene) inputsText() string {
	if len(s.inputs) == 0 {
		return ""
	}
	texts := make([]string, len(s.inputs))
	for i, one := range s.inputs {
		texts[i] = one.name + " " + one.value
	}
	return "（" + strings.Join(texts, "、") + "）"
}
