package tariff

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shouqi/ledger/money"
)

// stepsMost is how many characters the steps that a bill keeps may have together, with one between each two.
const stepsMost = 600

// Kept returns the steps that a bill stores and prints: all of them where they have at most 600 characters, if need be with each
// line named once, or else what each line came to, where that fits, and the sum. Steps that no rule made, such as those of a lease, keep the last ones that fit
// behind how many are left out. Nothing is cut in the middle of a sentence. A rule over many pieces may have hundreds of steps.
func (r Result) Kept() []string {
	switch {
	case lengthOf(r.Steps) <= stepsMost:
		return r.Steps
	case len(r.brief) == 0:
		return lastOf(r.Steps)
	case lengthOf(r.brief) <= stepsMost:
		return r.brief
	}
	return r.brief[len(r.brief)-1:]
}

// Ending returns the result with another amount and, as its last step, why it is that.
func (r Result) Ending(amount money.Fen, step string) Result {
	r.AmountFen, r.Steps = amount, append(slices.Clone(r.Steps), step)
	if len(r.brief) > 0 {
		r.brief = append(slices.Clone(r.brief), step)
	}
	return r
}

// lastOf returns as many of the last steps as fit behind a step that says how many stand before them.
func lastOf(steps []string) []string {
	for left := 1; left < len(steps); left++ {
		kept := append([]string{"前面 " + strconv.Itoa(left) + " 步从略"}, steps[left:]...)
		if lengthOf(kept) <= stepsMost {
			return kept
		}
	}
	return []string{"共 " + strconv.Itoa(len(steps)) + " 步从略"}
}

// brief returns the steps that a bill keeps where all of them are too long: the same with the name of a line before the first of
// its steps alone, where these fit, or else one for each line, with how many steps led to it, and the sum.
func (w *work) brief(exact Number, amount money.Fen) []string {
	if steps := w.namedOnce(); lengthOf(steps) <= stepsMost {
		return steps
	}
	names := make([]string, 0, len(w.addends))
	sums := make(map[string]Number, len(w.addends))
	counts := make(map[string]int, len(w.addends))
	for _, a := range w.addends {
		if counts[a.name] == 0 {
			names = append(names, a.name)
		}
		counts[a.name]++
		sums[a.name] = sums[a.name].Add(a.left)
	}
	steps := make([]string, 0, len(names)+1)
	for _, name := range names {
		if text := sums[name].Text(); name == "" {
			steps = append(steps, strconv.Itoa(counts[name])+" 段合计 = "+text)
		} else {
			steps = append(steps, name+"：共 "+strconv.Itoa(counts[name])+" 段 = "+text)
		}
	}
	return append(steps, "共 "+strconv.Itoa(len(w.addends))+" 段，合计 "+exact.Text()+" → "+Ratio(int64(amount), 100).yuan())
}

// namedOnce returns the steps with the name of a line before the first alone of those that follow each other.
func (w *work) namedOnce() []string {
	steps := make([]string, len(w.steps))
	before := ""
	for i, step := range w.steps {
		name := ""
		for _, a := range w.addends {
			if a.name != "" && strings.HasPrefix(step, a.name+"：") {
				name = a.name + "："
			}
		}
		if steps[i] = step; name != "" && name == before {
			steps[i] = strings.TrimPrefix(step, name)
		}
		before = name
	}
	return steps
}

// lengthOf counts the characters of the steps joined by one character (；) between each two.
func lengthOf(steps []string) int {
	length := max(0, len(steps)-1)
	for _, step := range steps {
		length += utf8.RuneCountInString(step)
	}
	return length
}

// steps are the sentences of one line on one scene.
type steps struct {
	name   string // the line's name with a colon, "" without one
	prefix string // the line's name and, where there are several pieces, its days
	line   *Line
	time   string // what the line's price is multiplied by for the time: × 3 月, "" for a line charged once
	// done are the sentences so far, the first with the prefix and each with the name; conceded are those of the concessions.
	done, conceded []string
	// reduced is the quantity with what is included taken off, (25 − 5), or "" where nothing is included.
	reduced string
	// priced counts the tiers, or their bands, that a step was written for.
	priced int
}

// stepsOf returns the empty steps of a line. dated puts the days of the scene into the prefix, which a line needs where it is
// charged on several pieces.
func stepsOf(l *Line, s *scene, dated bool) *steps {
	prefix := ""
	if l.Name != "" {
		prefix = l.Name + "："
	}
	steps := &steps{name: prefix, prefix: prefix, line: l, time: s.timeText(l.time()), done: make([]string, 0, 1)}
	if dated {
		steps.date(dates(s.from, s.to))
	}
	return steps
}

// date puts days into the prefix, unless there are none to name.
func (s *steps) date(days string) {
	if days != "" {
		s.prefix += days + "："
	}
}

// dates writes 2026-06-01 至 2026-06-15.
func dates(from, to day) string {
	return string(from.date()) + " 至 " + string(to.date())
}

// add appends a sentence behind the prefix. The days stand before the first one alone: those of another piece begin with its own.
func (s *steps) add(text string) {
	prefix := s.prefix
	if len(s.done) > 0 {
		prefix = s.name
	}
	s.done = append(s.done, prefix+text)
}

// quantity writes how much of the line's measure there is, up to the next factor: 面积 98.30 m² × . A fixed sum and a household
// are counted once, so their 1 is left out.
func (s *steps) quantity(number Number) string {
	label, unit := s.line.Measure.label()
	if label == "定额" || label == "每户" {
		if s.reduced != "" {
			return label + " " + s.reduced + " × "
		}
		return label + " "
	}
	text := s.reduced
	switch {
	case text != "":
	case s.line.Measure == Area:
		text = number.yuan()
	default:
		text = number.Text()
	}
	return label + " " + text + unit + " × "
}

// less notes the quantity with what is included taken off, for the step of the product: (25 − 5), or (25 − 5 × 2) for an
// allowance of two months. Where more is included than was used it also shows that 0 is charged: (3 − 5 → 0).
// Tiers have no step of the product, and get one of their own. times is "" for an allowance that counts once.
func (s *steps) less(measured, less Number, times string, left Number) {
	s.reduced = measured.Text() + " − " + less.Text()
	if times != "" {
		s.reduced += " × " + times
	}
	if len(s.line.Tiers) > 0 {
		label, unit := s.line.Measure.label()
		s.add(label + " " + s.reduced + " → " + left.Text() + unit)
		return
	}
	if left.Sign() == 0 {
		s.reduced += " → 0"
	}
	s.reduced = "(" + s.reduced + ")"
}

// product writes the step of a line with one price: 面积 98.30 m² × 2.85 元 × 3 月 = 840.465.
func (s *steps) product(l *Line, quantity, price, factor, amount Number) {
	text := s.quantity(quantity) + price.yuan() + " 元"
	if l.Factor != "" {
		text += " × " + factor.Text()
	}
	s.add(text + s.time + " = " + amount.Text())
}

// formula writes the step of a formula: its text with single blanks, what it asked for, what it comes to, and, where it counts
// by time or for a part of the days, the product with that.
func (s *steps) formula(l *Line, inputs string, yuan, amount Number) {
	text := strings.Join(strings.Fields(l.Formula), " ") + inputs + " = " + yuan.Text() + " 元"
	if s.time != "" {
		text += s.time + " = " + amount.Text()
	}
	s.add(text)
}

// usedBefore says how much of the tier year was used before, without which the tiers of a later bill cannot be followed.
func (s *steps) usedBefore(l *Line, before Number) {
	if before.Sign() > 0 {
		_, unit := l.Measure.label()
		s.add("本年度此前已用 " + before.Text() + unit)
	}
}

// joined says which part of a year's limits a household has that joined in the middle of the tier year.
func (s *steps) joined(p *part) {
	if p.joined != 0 {
		s.add(string(p.joined.date()) + " 起，各档按全年的 " + p.yearShare.mixed())
	}
}

// unknownHeads says that limits which are raised for many people were not, because nobody recorded how many there are.
func (s *steps) unknownHeads(l *Line, facts *Facts) {
	if l.raised() && facts.Fields[HeadsField] == "" {
		s.add("未登记人口，按普通限额")
	}
}

// tier writes the step of one tier, or of one band of it, with where the tier begins and ends: 第2阶梯 180–260 m³：80 × 7.00 元 = 560.
// at is the tier's number from 0 and the limits of all.
func (s *steps) tier(at tierAt, band string, quantity, price, amount Number) {
	_, unit := s.line.Measure.label()
	text := "第" + strconv.Itoa(at.index+1) + "阶梯 " + tierRange(at.limits, at.index, unit) + "："
	if band != "" {
		text += band + " "
	}
	s.priced++
	s.add(text + quantity.Text() + " × " + price.yuan() + " 元 = " + amount.Text())
}

// tiers writes the step that sums the tiers up. A single tier that is charged once needs none, because its own step holds the
// amount already; a quantity of 0 reached no tier and gets a step of its own.
func (s *steps) tiers(l *Line, yuan, factor, amount Number) {
	text := "阶梯合计 " + yuan.Text() + " 元"
	if l.Factor != "" {
		text += " × " + factor.Text()
	}
	switch once := l.Factor == "" && l.time() == Period; {
	case s.priced == 0:
		label, unit := l.Measure.label()
		s.add(label + " 0" + unit + " = 0")
	case !once:
		s.add(text + s.time + " = " + amount.Text())
	case s.priced > 1:
		s.add(text)
	}
}

// mixed writes a fraction as a whole and a rest: (2 + 10/31). A decimal would be cut, and the household could not reckon it again.
func (n Number) mixed() string {
	if n.isWhole() {
		return n.String()
	}
	whole := n.floor()
	rest := n.Sub(whole).value().RatString()
	if whole.Sign() == 0 {
		return rest
	}
	return "(" + whole.String() + " + " + rest + ")"
}

// yuan writes a price or an area with at least two decimals and as many more as Text keeps.
func (n Number) yuan() string {
	text := n.Text()
	_, decimals, point := strings.Cut(text, ".")
	switch {
	case !point:
		return text + ".00"
	case len(decimals) == 1:
		return text + "0"
	}
	return text
}

// boundStep writes the step of a bound that took effect: 不低于 200.00 元 × 1 月 = 200.
func (s *scene) boundStep(word string, bound, times Number, per Per, amount Number) string {
	text := word + " " + bound.yuan() + " 元"
	switch {
	case per != Period && times.Cmp(s.times(per)) == 0:
		return text + s.timeText(per) + " = " + amount.Text()
	case per != Period:
		// A rule conditioned on the month applies in some months of the span alone.
		return word + boundText(bound, times, amount)
	case times.Cmp(Whole(1)) != 0:
		return text + " × " + times.mixed() + " = " + amount.Text()
	}
	return text
}

// boundText writes a bound for a month times so many months: 400.00 元 × 1 月 = 400, behind a blank.
func boundText(bound, months, amount Number) string {
	return " " + bound.yuan() + " 元 × " + months.mixed() + " 月 = " + amount.Text()
}

// sumStep writes the step of the sum of all lines; beyond six addends only how many there are, to keep it readable.
func sumStep(sums []Number, sum Number) string {
	if len(sums) == 0 {
		return "没有适用的收费行 = 0"
	}
	if len(sums) > 6 {
		return strconv.Itoa(len(sums)) + " 项合计 = " + sum.Text()
	}
	texts := make([]string, len(sums))
	for i, addend := range sums {
		texts[i] = addend.Text()
	}
	return "合计 " + strings.Join(texts, " + ") + " = " + sum.Text()
}

// roundStep writes the step of the rounding, only where it changed the amount: 840.465 → 840.47.
func (w *work) roundStep(exact Number, amount money.Fen) {
	if rounded := Ratio(int64(amount), 100); exact.Cmp(rounded) != 0 {
		w.steps = append(w.steps, exact.Text()+" → "+rounded.yuan())
	}
}

// excludedStep writes the only step of a rule that does not apply: the condition that the room does not meet.
func excludedStep(c *Condition) string {
	label, op := c.label(), c.Op
	switch op {
	case "in":
		op = "属于"
	case "between":
		op = "介于"
	case opEmpty:
		return "不收：须" + label + "为空"
	case opFilled:
		return "不收：须有" + label
	}
	return "不收：须" + label + " " + op + " " + strings.Join(c.Values, "、")
}
