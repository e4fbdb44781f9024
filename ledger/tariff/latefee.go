package tariff

import (
	"slices"
	"strconv"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// LateFee is what a bill that is paid late costs (违约金): simple interest by the day, owed only where the contract says so.
// Its zero value charges nothing. A court may reduce a fee that is far above the loss (民法典 §585), which is why a rule can
// bound it.
//
// The fee of a day is RatePerDay of what is still owed at the end of that day, for every day after the due day. With a
// grace of g days, what is paid on or before the due day plus g costs nothing; what is still owed at the end of that day
// costs every day after the due day, those of the grace included, or, with GraceFree, only the days after the grace.
type LateFee struct {
	// RatePerDay is a share of what is owed: "0.0005" is half a thousandth a day. "" or 0 is none. Own fields are not allowed.
	RatePerDay Value `json:"ratePerDay,omitempty"`
	GraceDays  int   `json:"graceDays,omitempty"`
	// GraceFree says that the days of the grace cost nothing even where the bill is paid after them.
	GraceFree bool `json:"graceFree,omitempty"`
	// Clause is the clause of the contract that has the fee: "物业服务合同第九条". It does not enter the calculation; the book
	// asks for it, because without a clause nothing may be charged.
	Clause string `json:"clause,omitempty"`
	// MostPercent bounds the fee: so many percent of the bill's principal. "" is no bound, "0" allows no fee at all.
	MostPercent Value `json:"mostPercent,omitempty"`
}

// Outstanding is what was still owed at the end of each of the days FromOn..ToOn, both included; for the day on which the
// fee is asked that is what is owed at the moment. Spans may come in any order and must not overlap; on days that none of
// them holds nothing was owed.
type Outstanding struct {
	Fen    money.Fen
	FromOn calendar.Date
	ToOn   calendar.Date
}

// graceDaysMost and outstandingMost bound the grace, in days, and the spans that one fee is worked out from.
const (
	graceDaysMost   = 366
	outstandingMost = 10000
)

// Check refuses a rate that is not a decimal of 0 to 1, a grace that is not 0 to 366 days and a most that is not 0 to 1000
// percent (tariff.late_fee).
func (l LateFee) Check() error {
	_, rateErr := shareOf(l.RatePerDay, 1)
	_, mostErr := shareOf(l.MostPercent, 1000)
	if rateErr != nil || mostErr != nil || l.GraceDays < 0 || l.GraceDays > graceDaysMost {
		return refuse(codeLateFee)
	}
	return nil
}

// shareOf reads a decimal of 0 to most; "" is 0. Anything else, an own field included, is tariff.late_fee.
func shareOf(value Value, most int64) (Number, error) {
	if value == "" {
		return Number{}, nil
	}
	share, err := ParseNumber(string(value))
	if err != nil || share.Sign() < 0 || share.Cmp(Whole(most)) > 0 {
		return Number{}, refuse(codeLateFee)
	}
	return share, nil
}

// Fee works out the fee to the day toOn, that day included, for a bill of principal that was due on dueOn, and returns with it
// the steps that explain it. The exact sum is rounded once: halves up to the fen, or down where it is cut to MostPercent. Up
// to the last day of the grace the fee is 0 and has no steps.
//
// It refuses what Check refuses, invalid days, amounts below 0 and spans that overlap (tariff.owed), and a fee beyond what
// the book holds (tariff.too_large).
func (l LateFee) Fee(dueOn calendar.Date, principal money.Fen, owed []Outstanding, toOn calendar.Date) (money.Fen, []string, error) {
	if err := l.Check(); err != nil {
		return 0, nil, err
	}
	due, dueHeld := dayOf(dueOn)
	to, toHeld := dayOf(toOn)
	spans, err := owedSpans(owed)
	if err != nil || !dueHeld || !toHeld || principal < 0 || principal > money.MaxFen {
		return 0, nil, refuse(codeOwed)
	}
	rate, _ := shareOf(l.RatePerDay, 1)
	graceEnd := due + day(l.GraceDays)
	if to <= graceEnd || rate.Sign() == 0 {
		return 0, nil, nil
	}
	// counts is the first day that costs; late is what was still owed at the end of the grace.
	counts, late := due+1, owedAt(spans, graceEnd)
	if l.GraceFree {
		counts = graceEnd + 1
	}
	var sum Number
	var steps []string
	for _, span := range spans {
		days := int64(min(span.to, to)-max(span.from, counts)) + 1
		fen := span.fen
		if span.from <= graceEnd {
			// What was paid within the grace costs nothing for the days before it was paid.
			fen = min(fen, late)
		}
		// A span that ended before the first day that costs, or begins after toOn, has no days.
		if days <= 0 || fen == 0 {
			continue
		}
		fee := Ratio(int64(fen), 100).Mul(Whole(days)).Mul(rate)
		sum = sum.Add(fee)
		steps = append(steps, fen.String()+" 元 × "+strconv.FormatInt(days, 10)+" 天 × "+rate.Mul(Whole(100)).Text()+"% = "+fee.Text())
	}
	return l.finish(sum, steps, principal)
}

// finish bounds the exact sum, rounds it to the fen, and adds the steps of both. A step for the rounding is added only where
// it changed the amount.
func (l LateFee) finish(sum Number, steps []string, principal money.Fen) (money.Fen, []string, error) {
	if len(steps) > 1 {
		steps = append(steps, "合计 = "+sum.Text())
	}
	percent, _ := shareOf(l.MostPercent, 1000)
	most := Ratio(int64(principal), 100).Mul(percent).Mul(Ratio(1, 100))
	var rounding Rounding
	if l.MostPercent != "" && sum.Cmp(most) > 0 {
		sum, rounding.Mode = most, "down" // rounded up it would be more than the clause allows
		steps = append(steps, "不超过本金 "+principal.String()+" 元的 "+percent.Text()+"% = "+most.Text())
	}
	fee, err := rounding.round(sum)
	if err != nil {
		return 0, nil, err
	}
	if rounded := Ratio(int64(fee), 100); sum.Cmp(rounded) != 0 {
		steps = append(steps, sum.Text()+" → "+rounded.yuan())
	}
	return fee, steps, nil
}

// owedSpan is an Outstanding whose days were read.
type owedSpan struct {
	from, to day
	fen      money.Fen
}

// owedSpans reads what was owed and sorts it by day. It refuses invalid days, an amount below 0 or beyond the book, more than
// 10,000 spans, and two that share a day, which would be charged twice (tariff.owed).
func owedSpans(owed []Outstanding) ([]owedSpan, error) {
	if len(owed) > outstandingMost {
		return nil, refuse(codeOwed)
	}
	spans := make([]owedSpan, len(owed))
	for i, o := range owed {
		from, fromHeld := dayOf(o.FromOn)
		to, toHeld := dayOf(o.ToOn)
		if !fromHeld || !toHeld || to < from || o.Fen < 0 || o.Fen > money.MaxFen {
			return nil, refuse(codeOwed)
		}
		spans[i] = owedSpan{from, to, o.Fen}
	}
	slices.SortFunc(spans, func(a, b owedSpan) int { return int(a.from - b.from) })
	// i runs over all spans but the last, each compared with the one after it; no spans at all have none to compare.
	for i := range spans[min(1, len(spans)):] {
		if spans[i+1].from <= spans[i].to {
			return nil, refuse(codeOwed)
		}
	}
	return spans, nil
}

// owedAt returns what was owed at the end of a day; 0 on a day that no span holds.
func owedAt(spans []owedSpan, on day) money.Fen {
	for _, span := range spans {
		if span.from <= on && on <= span.to {
			return span.fen
		}
	}
	return 0
}
