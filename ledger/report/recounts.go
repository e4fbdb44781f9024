package report

import (
	"fmt"
	"strings"

	"shouqi/ledger/till"
)

// recounts adds to the table of a Z report what each count found, where there was more than one.
func (s *Sheet) recounts(z till.ZReport) {
	for i, one := range z.CashCounts {
		s.put(words(fmt.Sprintf("第%d次清点", i+1)), words(""), amount(one.CountedFen))
		s.put(words(fmt.Sprintf("第%d次长短款", i+1)), words(""), amount(one.DifferenceFen()))
	}
	for i, sums := range z.SlipCountings {
		differing := till.SlipsDiffer(sums)
		if len(differing) == 0 {
			s.put(words(fmt.Sprintf("第%d次凭条清点", i+1)), words(""), words("账款相符"))
		}
		for _, one := range differing {
			s.put(words(fmt.Sprintf("第%d次%s凭条相差", i+1, one.Kind.Name())), number(one.Counted-one.Expected), amount(one.DifferenceFen()))
		}
	}
}

// recounts adds to the sheet of the drawers what each count of a closed shift found, where any was counted more than once.
func (r DayReport) recounts(s *Sheet) {
	cash, slips := 0, 0
	for _, shift := range r.Shifts {
		if shift.Frozen != nil {
			cash, slips = max(cash, len(shift.Frozen.CashCounts)), max(slips, len(shift.Frozen.SlipCountings))
		}
	}
	if cash+slips == 0 {
		return
	}
	s.put()
	s.head("每次清点")
	for i := range cash {
		counts := func(c ShiftCash) (one till.CashCount, found bool) {
			if c.Frozen == nil || i >= len(c.Frozen.CashCounts) {
				return one, false
			}
			return c.Frozen.CashCounts[i], true
		}
		counted, differing := []Cell{words(fmt.Sprintf("第%d次清点", i+1))}, []Cell{words(fmt.Sprintf("第%d次长短款", i+1))}
		for _, shift := range r.Shifts {
			if one, found := counts(shift); found {
				counted, differing = append(counted, amount(one.CountedFen)), append(differing, amount(one.DifferenceFen()))
				continue
			}
			counted, differing = append(counted, words("")), append(differing, words(""))
		}
		s.put(counted...)
		s.put(differing...)
	}
	for i := range slips {
		r.each(s, fmt.Sprintf("第%d次凭条", i+1), func(c ShiftCash) string { return c.slipsFound(i) })
	}
}

// slipsFound says what a count of the slips of a closed shift found, "" where there was none.
func (c ShiftCash) slipsFound(index int) string {
	if c.Frozen == nil || index >= len(c.Frozen.SlipCountings) {
		return ""
	}
	var found []string
	for _, one := range till.SlipsDiffer(c.Frozen.SlipCountings[index]) {
		found = append(found, one.Kind.Name()+one.Words())
	}
	if len(found) == 0 {
		return "账款相符"
	}
	return strings.Join(found, "，")
}
