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

// Kept returns the steps that a bill keeps: all of them where they have at most 600 characters, or else those at the beginning
// that fit, an …, and the last one, which holds the amount.
func (r Result) Kept() []string {
	if lengthOf(r.Steps) <= stepsMost {
		return r.Steps
	}
	last := cutText(r.Steps[len(r.Steps)-1], stepsMost-len([]rune("…；")))
	for count := len(r.Steps) - 1; ; count-- {
		kept := append(slices.Clone(r.Steps[:count]), "…", last)
		if count == 0 || lengthOf(kept) <= stepsMost {
			return kept
		}
	}
}

func lengthOf(steps []string) int {
	length := max(0, len(steps)-1)
	for _, step := range steps {
		length += utf8.RuneCountInString(step)
	}
	return length
}

// cutText keeps at most so many characters.
func cutText(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// steps are the sentences of one line on one scene.
type steps struct {
	prefix string
	line   *Line
	done   []string
	// reduced stands for the quantity where some of it is included.
	reduced string
	// priced counts the steps of tiers.
	priced int
}

func stepsOf(l *Line, s *scene, dated bool) *steps {
	prefix := ""
	if l.Name != "" {
		prefix = l.Name + "："
	}
	if dated {
		prefix += string(s.from.date()) + " 至 " + string(s.to.date()) + "："
	}
	return &steps{prefix: prefix, line: l, done: make([]string, 0, 1)}
}

func (s *steps) add(text string) { s.done = append(s.done, s.prefix+text) }

// quantity writes how much of the line's measure there is: 面积 98.30 m².
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

func (s *steps) less(measured, less, left Number) {
	s.reduced = "(" + measured.Text() + " − " + less.Text() + ")"
	if measured.Cmp(less) < 0 {
		s.reduced = "(" + measured.Text() + " − " + less.Text() + " → " + left.Text() + ")"
	}
}

func (s *steps) product(l *Line, quantity, price, factor, times, amount Number) {
	text := s.quantity(quantity) + price.yuan() + " 元"
	if l.Factor != "" {
		text += " × " + factor.Text()
	}
	s.add(text + timesText(times, l.time()) + " = " + amount.Text())
}

func (s *steps) formula(l *Line, yuan, times, amount Number) {
	text := cutText(strings.Join(strings.Fields(l.Formula), " "), 60) + " = " + yuan.Text() + " 元"
	if l.time() != Period {
		text += timesText(times, l.time()) + " = " + amount.Text()
	}
	s.add(text)
}

func (s *steps) usedBefore(l *Line, before Number) {
	if before.Sign() > 0 {
		_, unit := l.Measure.label()
		s.add("本年度此前已用 " + before.Text() + unit)
	}
}

// tier says what lies in one tier: 第2阶梯 80 m³ × 7.00 元 = 560.
func (s *steps) tier(l *Line, index int, band string, quantity, price, amount Number) {
	_, unit := l.Measure.label()
	text := "第" + strconv.Itoa(index+1) + "阶梯 "
	if band != "" {
		text += band + " "
	}
	s.priced++
	s.add(text + quantity.Text() + unit + " × " + price.yuan() + " 元 = " + amount.Text())
}

// tiers sums the tiers up where one step does not already say the amount.
func (s *steps) tiers(l *Line, yuan, factor, times, amount Number) {
	text := "阶梯合计 " + yuan.Text() + " 元"
	if l.Factor != "" {
		text += " × " + factor.Text()
	}
	switch once := l.Factor == "" && l.time() == Period; {
	case s.priced == 0:
		label, unit := l.Measure.label()
		s.add(label + " 0" + unit + " = 0")
	case !once:
		s.add(text + timesText(times, l.time()) + " = " + amount.Text())
	case s.priced > 1:
		s.add(text)
	}
}

func (s *steps) concede(c *Concession, before, after Number) {
	name := c.Name
	if name == "" {
		name = "减免"
	}
	s.add(name + " " + before.Text() + " × " + c.Factor.Mul(Whole(100)).Text() + "% = " + after.Text())
}

// timesText writes × 3 月, × 2又10/31 月, × 20 天.
func timesText(times Number, per Per) string {
	switch per {
	case Period:
		return ""
	case Day:
		return " × " + times.Text() + " 天"
	case Year:
		return " × " + times.mixed() + " 年"
	}
	return " × " + times.mixed() + " 月"
}

// mixed writes a fraction as people do: 2又10/31.
func (n Number) mixed() string {
	if n.isWhole() {
		return n.String()
	}
	whole := n.floor()
	rest := n.Sub(whole).value().RatString()
	if whole.Sign() == 0 {
		return rest
	}
	return whole.String() + "又" + rest
}

// yuan writes a price or an area: at least two decimals.
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

func boundStep(word string, bound, times Number, per Per, amount Number) string {
	text := word + " " + bound.yuan() + " 元"
	if per == Period {
		return text
	}
	return text + timesText(times, per) + " = " + amount.Text()
}

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

func (w *work) roundStep(exact Number, amount money.Fen) {
	if rounded := Ratio(int64(amount), 100); exact.Cmp(rounded) != 0 {
		w.steps = append(w.steps, exact.Text()+" → "+rounded.yuan())
	}
}

// excludedStep says which condition leaves the room out.
func excludedStep(c *Condition) string {
	label := map[string]string{
		"building": "楼栋", "unit": "单元", "number": "房号", "use": "用途", "layout": "户型", "state": "状态", "kind": "类别",
		"party": "业主或租户", monthField: "月份",
	}[c.Field]
	if label == "" {
		label, _ = Measure(c.Field).label()
	}
	op := c.Op
	switch op {
	case "in":
		op = "属于"
	case "between":
		op = "介于"
	}
	return "不收：须" + label + " " + op + " " + strings.Join(c.Values, "、")
}
