package lease

import (
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger/tariff"
)

// rise is a change of the rent from a day on, up or down, whether a step or the regular escalation brings it.
type rise struct {
	from    day
	price   tariff.Value // "" rises by percent
	percent tariff.Value
}

// rises returns every change of the rent, in order, that terms which hold on the days of held bring.
func (t Terms) rises(held span) []rise {
	var all []rise
	for _, step := range t.Steps {
		all = append(all, rise{dayOf(step.FromOn), step.Price, step.Percent})
	}
	if t.EveryMonths > 0 {
		// Check refuses more than risesMax changes, so that one more than these is enough.
		for n := t.EveryMonths; len(all) <= risesMax; n += t.EveryMonths {
			from := held.first.monthsOn(n)
			if from > held.last {
				break
			}
			all = append(all, rise{from: from, percent: t.EveryPercent})
		}
	}
	slices.SortStableFunc(all, func(a, b rise) int { return int(a.from - b.from) })
	return all
}

// rate is the rent of a day: yuan for one month or one day, with the words that lead to it.
type rate struct {
	yuan  tariff.Number
	words string // 月租 12,000.00, 面积 98.30 m² × 120.00 元
	risen []risen
}

// risen counts how often a rent rose by the same percent, one after the other, so that ten years of 5% are written as a
// power.
type risen struct {
	percent string
	times   int
}

// rateOn returns the rent of a day after every change up to it, exactly. A step to a price begins anew and forgets the
// percents before it.
func (t Terms) rateOn(on day, rises []rise) rate {
	r := t.base(t.Rent.Price)
	for _, change := range rises {
		if change.from > on {
			break
		}
		if change.price != "" {
			r = t.base(change.price)
			continue
		}
		r.yuan = r.yuan.Mul(tariff.Whole(1).Add(percent(change.percent)))
		if n := len(r.risen); n > 0 && r.risen[n-1].percent == string(change.percent) {
			r.risen[n-1].times++
		} else {
			r.risen = append(r.risen, risen{string(change.percent), 1})
		}
	}
	return r
}

// base returns the rent of a price, times the area where it is by area, with the words for it.
func (t Terms) base(price tariff.Value) rate {
	yuan := number(price)
	if t.Rent.AreaCentiM2 == 0 {
		name := "月租 "
		if t.Rent.Per == tariff.Day {
			name = "日租 "
		}
		return rate{yuan: yuan, words: name + grouped(yuan)}
	}
	area := tariff.Ratio(t.Rent.AreaCentiM2, 100)
	return rate{yuan: yuan.Mul(area), words: "面积 " + grouped(area) + " m² × " + grouped(yuan) + " 元"}
}

// factors writes the escalation: × (1+5%) × (1+3%)^2.
func (r rate) factors() string {
	var text strings.Builder
	for _, one := range r.risen {
		sign := "+"
		if strings.HasPrefix(one.percent, "-") {
			sign = ""
		}
		fmt.Fprintf(&text, " × (1%s%s%%)", sign, one.percent)
		if one.times > 1 {
			fmt.Fprintf(&text, "^%d", one.times)
		}
	}
	return text.String()
}

// monthYuan returns the rent of one month in yuan: where it is by the day, 365 days over 12.
func (t Terms) monthYuan(r rate) tariff.Number {
	if t.Rent.Per == tariff.Day {
		return r.yuan.Mul(tariff.Ratio(365, 12))
	}
	return r.yuan
}

// number reads a value that Check has read before; "" and what is no decimal is 0.
func number(value tariff.Value) tariff.Number {
	n, err := tariff.ParseNumber(string(value))
	if err != nil {
		return tariff.Number{}
	}
	return n
}

// percent reads so many percent as a factor: "5" is 1/20.
func percent(value tariff.Value) tariff.Number { return number(value).Mul(tariff.Ratio(1, 100)) }
