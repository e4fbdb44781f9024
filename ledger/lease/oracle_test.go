package lease_test

import (
	"math/big"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// The oracle works a lease out day by day from the words of its contract. It shares no code with the package.

// oracleDay is one day of a lease.
type oracleDay struct {
	on          time.Time
	rate        *big.Rat // after escalation and discounts
	free, cut   bool     // cut: something changes on this day
	perDay      bool
	month       int // which month of the lease's counting
	monthDay    int // which day of that month, from 1
	monthDays   int
	periodStart bool
}

// parsed remembers the dates of a contract, which every day asks for again.
var parsed = make(map[calendar.Date]time.Time)

func parse(date calendar.Date) time.Time {
	if t, known := parsed[date]; known {
		return t
	}
	t, err := time.Parse("2006-01-02", string(date))
	if err != nil {
		panic(err)
	}
	parsed[date] = t
	return t
}

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

// plusMonths is the same day so many months later, the month's last where there is none.
func plusMonths(from time.Time, months int) time.Time {
	first := time.Date(from.Year(), from.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	if last := first.AddDate(0, 1, -1); from.Day() > last.Day() {
		return last
	}
	return first.AddDate(0, 0, from.Day()-1)
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// walk lists the days of a lease.
func walk(l lease.Lease) []oracleDay {
	var days []oracleDay
	anchor := parse(l.FromOn)
	if !l.FromFirst {
		anchor = time.Date(anchor.Year(), anchor.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	length := map[tariff.Cycle]int{tariff.EveryMonth: 1, tariff.EveryQuarter: 3, tariff.EveryHalfYear: 6, tariff.EveryYear: 12}[l.Cycle]
	terms, begins := l.Terms, parse(l.FromOn)
	rate, next := rat(string(terms.Rent.Price)), 1
	last := parse(l.LastOn())
	month, monthEnds := -1, anchor
	for on := parse(l.FromOn); !on.After(last); on = on.AddDate(0, 0, 1) {
		d := oracleDay{on: on}
		for _, a := range l.Amendments {
			if parse(a.FromOn).Equal(on) {
				terms, begins, rate, next, d.cut = a.Terms, on, rat(string(a.Terms.Rent.Price)), 1, true
			}
		}
		for _, step := range terms.Steps {
			if parse(step.FromOn).Equal(on) {
				d.cut = true
				if step.Price != "" {
					rate = rat(string(step.Price))
				} else {
					rate = raised(rate, string(step.Percent))
				}
			}
		}
		if terms.EveryMonths > 0 && plusMonths(begins, next*terms.EveryMonths).Equal(on) {
			rate, d.cut = raised(rate, string(terms.EveryPercent)), true
			next++
		}
		for !monthEnds.After(on) {
			month++
			monthEnds = plusMonths(anchor, month+1)
		}
		d.month, d.monthDays = month, daysBetween(plusMonths(anchor, month), monthEnds)
		d.monthDay = daysBetween(plusMonths(anchor, month), on) + 1
		inYear := month
		if !l.FromFirst {
			inYear += int(anchor.Month()) - 1
		}
		d.periodStart = len(days) == 0 || days[len(days)-1].month != month && inYear%length == 0
		d.rate, d.perDay = rate, terms.Rent.Per == tariff.Day
		if area := terms.Rent.AreaCentiM2; area > 0 {
			d.rate = new(big.Rat).Mul(d.rate, big.NewRat(area, 100))
		}
		for _, f := range terms.Free {
			d.free = d.free || !on.Before(parse(f.From)) && !on.After(parse(f.To))
			d.cut = d.cut || on.Equal(parse(f.From)) || on.Equal(parse(f.To).AddDate(0, 0, 1))
		}
		for _, c := range terms.Discounts {
			if !on.Before(parse(c.FromOn)) && (c.ToOn == "" || !on.After(parse(c.ToOn))) {
				d.rate = new(big.Rat).Mul(d.rate, new(big.Rat).Quo(rat(string(c.Percent)), rat("100")))
			}
			d.cut = d.cut || on.Equal(parse(c.FromOn)) || c.ToOn != "" && on.Equal(parse(c.ToOn).AddDate(0, 0, 1))
		}
		days = append(days, d)
	}
	return days
}

func raised(rate *big.Rat, percent string) *big.Rat {
	factor := new(big.Rat).Add(rat("1"), new(big.Rat).Quo(rat(percent), rat("100")))
	return factor.Mul(factor, rate)
}

// oraclePeriods parts the days into periods.
func oraclePeriods(days []oracleDay) [][]oracleDay {
	var periods [][]oracleDay
	for i, d := range days {
		if d.periodStart {
			periods = append(periods, nil)
		}
		periods[len(periods)-1] = append(periods[len(periods)-1], days[i])
	}
	return periods
}

// stretch is days of one month and piece that follow each other.
func stretches(period []oracleDay) [][]oracleDay {
	var all [][]oracleDay
	for i, d := range period {
		if i == 0 || d.cut || d.month != period[i-1].month {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], d)
	}
	return all
}

// oracleMonths is how many months days of one month are, of which the period has held; first says that they hold the period's
// first day of it.
func oracleMonths(days []oracleDay, held int, first bool, by tariff.Proration) *big.Rat {
	n, of := len(days), days[0].monthDays
	switch {
	case by == tariff.ByWhole && first:
		return rat("1")
	case by == tariff.ByWhole:
		return rat("0")
	case n == of:
		return rat("1")
	case by == tariff.By360:
		thirtieths := int64(0)
		for _, d := range days {
			switch {
			case d.monthDay == 31: // it counts with the 30th
			case d.monthDay == of:
				thirtieths += int64(31 - of) // and the last of February up to its 30th
			default:
				thirtieths++
			}
		}
		return big.NewRat(thirtieths, 30)
	case by == tariff.ByThirty && held < of:
		return big.NewRat(int64(n), 30)
	}
	return big.NewRat(int64(n), int64(of))
}

// oracleRent is the exact rent of a period and whether a day of it is not free.
func oracleRent(l lease.Lease, period []oracleDay) (sum *big.Rat, charged bool) {
	sum = new(big.Rat)
	seen, held := make(map[int]bool), make(map[int]int)
	for _, d := range period {
		held[d.month]++
	}
	for _, part := range stretches(period) {
		d := part[0]
		first := !seen[d.month]
		seen[d.month] = true
		if d.free {
			continue
		}
		charged = true
		times := oracleMonths(part, held[d.month], first, l.Proration)
		if d.perDay {
			times = big.NewRat(int64(len(part)), 1)
		}
		sum.Add(sum, new(big.Rat).Mul(d.rate, times))
	}
	return sum, charged
}

// oracleShare is the exact share of a turnover.
func oracleShare(l lease.Lease, s *lease.Share, period []oracleDay, fen money.Fen) *big.Rat {
	months := new(big.Rat)
	for i := 0; i < len(period); {
		n := i
		for n < len(period) && period[n].month == period[i].month {
			n++
		}
		months.Add(months, oracleMonths(period[i:n], n-i, true, l.Proration))
		i = n
	}
	left, below, sum := big.NewRat(int64(fen), 100), new(big.Rat), new(big.Rat)
	for _, tier := range s.Tiers {
		part := left
		if tier.UpTo != "" {
			upTo := new(big.Rat).Mul(rat(string(tier.UpTo)), months)
			room := new(big.Rat).Sub(upTo, below)
			below = upTo
			if room.Cmp(left) < 0 {
				part = room
			}
		}
		sum.Add(sum, new(big.Rat).Mul(part, new(big.Rat).Quo(rat(string(tier.Percent)), rat("100"))))
		left = new(big.Rat).Sub(left, part)
	}
	return sum
}

// oracleFen rounds yuan.
func oracleFen(yuan *big.Rat, r tariff.Rounding) money.Fen {
	step := map[string]int64{"": 1, "fen": 1, "jiao": 10, "yuan": 100}[r.To]
	units := new(big.Rat).Mul(yuan, big.NewRat(100, step))
	floor := new(big.Int).Quo(units.Num(), units.Denom())
	rest := new(big.Rat).Sub(units, new(big.Rat).SetInt(floor))
	half := rest.Cmp(big.NewRat(1, 2))
	if r.Mode == "up" && rest.Sign() > 0 || (r.Mode == "" || r.Mode == "half_up") && half >= 0 ||
		r.Mode == "half_even" && (half > 0 || half == 0 && floor.Bit(0) == 1) {
		floor.Add(floor, big.NewInt(1))
	}
	return money.Fen(floor.Int64() * step)
}
