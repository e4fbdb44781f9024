package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/session"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ruleError returns an error of the pure rules or the templates a code of the book, keeping the place that it names.
func ruleError(err error) error {
	var pure *tariff.Error
	if store.Code(err) == store.CodeInternal && errors.As(err, &pure) {
		return store.Fail(pure.Code, err, pure.Args...)
	}
	return err
}

// period is a flag of days: 2026-10, 2026-Q4, 2026-H2, 2026, 2026-10-05..2026-11-04, 2026-01..2026-02, or one day.
type period struct{ tariff.Span }

// UnmarshalText reads it; anything else is ctl.period.
func (p *period) UnmarshalText(text []byte) error {
	written := string(text)
	begins, ends, spanned := strings.Cut(written, "..")
	if on, err := calendar.ReadDate(written); !spanned && err == nil {
		p.Span = tariff.Span{From: on, To: on}
		return nil
	}
	if spanned {
		var first, last period // each side is a day or a whole month, quarter or year
		fromErr, toErr := first.UnmarshalText([]byte(begins)), last.UnmarshalText([]byte(ends))
		if fromErr != nil || toErr != nil || strings.Contains(ends, "..") || last.To < first.From {
			return store.Refuse(codePeriod, written)
		}
		p.Span = tariff.Span{From: first.From, To: last.To}
		return nil
	}
	if first, ok := intake.ParseMonth(written); ok && strings.ContainsAny(written, "/年") {
		written = first.Month() // 2026/10 and 2026年10月 are 2026-10
	}
	year, part, parted := strings.Cut(written, "-")
	cycle, month := tariff.EveryYear, 1
	if parted {
		cycle, month = partOfYear(part)
	}
	first, err := calendar.ParseDate(fmt.Sprintf("%s-%02d-01", year, month))
	if err == nil {
		p.From, p.To, err = cycle.PeriodOf(first, "")
	}
	if err != nil {
		return store.Refuse(codePeriod, written)
	}
	return nil
}

// partOfYear reads 10, Q4 or H2 as a cycle and the first month of its period; what is none gives month 0.
func partOfYear(part string) (tariff.Cycle, int) {
	for letter, cycle := range map[string]struct {
		cycle        tariff.Cycle
		months, most int
	}{"Q": {tariff.EveryQuarter, 3, 4}, "H": {tariff.EveryHalfYear, 6, 2}} {
		if number, ok := strings.CutPrefix(part, letter); ok && len(number) == 1 {
			if n := int(number[0] - '0'); n >= 1 && n <= cycle.most {
				return cycle.cycle, (n-1)*cycle.months + 1
			}
		}
	}
	month, err := strconv.Atoi(part)
	if err != nil || len(part) != 2 {
		month = 0
	}
	return tariff.EveryMonth, month
}

// decimal is a flag of an exact number: a quantity, a factor, a turnover.
type decimal struct{ tariff.Number }

// UnmarshalText reads it; what is no decimal is tariff.number.
func (f *decimal) UnmarshalText(text []byte) (err error) {
	f.Number, err = tariff.ParseNumber(string(text))
	return ruleError(err)
}

func numbers(flags map[string]decimal) map[string]tariff.Number {
	if len(flags) == 0 {
		return nil
	}
	all := make(map[string]tariff.Number, len(flags))
	for name, flag := range flags {
		all[name] = flag.Number
	}
	return all
}

// share is a flag of a decimal or a percentage: 0.7 or 70%.
type share struct{ tariff.Number }

// UnmarshalText reads it; what is neither is tariff.number.
func (f *share) UnmarshalText(text []byte) error {
	written, percent := strings.CutSuffix(string(text), "%")
	number, err := tariff.ParseNumber(written)
	if err == nil && percent {
		number, err = number.Quo(tariff.Whole(100))
	}
	f.Number = number
	return ruleError(err)
}

// lateFee is a flag of a late fee: RATE a day (0.0005 or 0.05%), days of grace, and the most in percent; "0" is none.
type lateFee struct {
	tariff.LateFee
	given bool
}

// UnmarshalText reads it; anything else is ctl.late_fee.
func (f *lateFee) UnmarshalText(text []byte) error {
	parts := strings.Split(string(text), ",")
	var rate share
	if err := rate.UnmarshalText([]byte(parts[0])); err != nil || len(parts) > 3 {
		return store.Refuse(codeLateFee)
	}
	f.given = true
	if rate.Sign() == 0 {
		return nil
	}
	f.RatePerDay = tariff.Value(rate.String())
	if len(parts) > 1 {
		days, err := strconv.Atoi(parts[1])
		if err != nil {
			return store.Refuse(codeLateFee)
		}
		f.GraceDays = days
	}
	if len(parts) > 2 {
		f.MostPercent = tariff.Value(strings.TrimSuffix(parts[2], "%"))
	}
	if err := f.Check(); err != nil {
		return store.Fail(codeLateFee, err)
	}
	return nil
}

// tiers is a flag of tiers: 180:5.00,260:7.00,9.00, each the limit and the price, the last the price alone.
type tiers []tariff.Tier

// UnmarshalText reads it; whether the limits rise is for the rule to say.
func (f *tiers) UnmarshalText(text []byte) error {
	*f = nil
	for _, part := range strings.Split(string(text), ",") {
		limit, price, limited := strings.Cut(strings.TrimSpace(part), ":")
		if !limited {
			limit, price = "", limit
		}
		*f = append(*f, tariff.Tier{UpTo: tariff.Value(limit), Price: tariff.Value(price)})
	}
	return nil
}

// second returns the person that --approver names with the PIN of the next line; without one it is nobody.
func (d *desk) second() (session.Second, error) {
	if d.Approver == "" {
		return session.Second{}, nil
	}
	pin, err := d.line()
	return session.Second{Who: d.Approver, PIN: pin, Law: d.PassLaw}, err
}

// agreed does work at a counter with the second person's word.
func (d *desk) agreed(work func(counter *cashier.Counter, second session.Second) error) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		second, err := d.second()
		if err != nil {
			return err
		}
		return work(counter, second)
	})
}

// progressEvery is how long a run works before it says how far it is, and how long until it says so again; tests do not
// wait that long.
var progressEvery = time.Second

// progress says on standard error how far a long run is.
func (d *desk) progress() func(done, total int) {
	last := time.Now()
	return func(done, total int) {
		if time.Since(last) < progressEvery {
			return
		}
		last = time.Now()
		// Whoever does not hear it still has the run.
		_, _ = fmt.Fprintf(d.stderr, "已算 %d / %d\n", done, total)
	}
}
