package law

import (
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// Check names a kind of rule: a function over the figures of a command. The unit of a rule's figure is said with each.
type Check string

// The checks.
const (
	PrepayMonths   Check = "prepay_months"   // months ahead of the business day's month, which are paid to their ends
	PrepayContract Check = "prepay_contract" // not past the contract of service; without a figure
	PrepayFree     Check = "prepay_free"     // never compulsory; without a figure
	WorksDeposit   Check = "works_deposit"   // yuan of deposits for works a home
	Vacancy        Check = "vacancy"         // percent that a vacant home may still pay, after so many months
	Sharing        Check = "sharing"         // words for what may not be shared out under 包干制
	LateFee        Check = "late_fee"        // percent that a late fee comes to at most
	CashDiscount   Check = "cash_discount"   // no discount leaves cash out: none can, no offer knows the way of paying
)

// Prepaying are the checks of money that is taken ahead.
var Prepaying = []Check{PrepayMonths, PrepayContract, PrepayFree}

// The ways in which a company is paid (物业费计费方式): by a lump sum that has to do for all (包干制), or a reward beside the costs
// (酬金制). "" is not said.
const (
	LumpSum = "lump"
	Reward  = "reward"
)

// FeeModes are the ways in which a company is paid, the one that was not said first.
var FeeModes = []string{"", LumpSum, Reward}

// Figures are what a command comes to, as far as its checks ask.
type Figures struct {
	// Today is the business day, UntilOn the last day that money is taken for, "" where no day can be said of it, and ContractOn
	// the last day of the contract of service, "" where nobody has said it.
	Today, UntilOn, ContractOn calendar.Date
	// ByHand says that a bill by hand asks for it, whose days nobody wrote; UntilOn is then the day on which it is due.
	ByHand bool
	// DepositFen is what the deposits for works of one home come to.
	DepositFen money.Fen
	// Percent is what a vacant home still pays, or what a late fee comes to at most; Unbounded says that a late fee has no most.
	Percent   tariff.Number
	Unbounded bool
	// Unknown says that what a vacant home pays cannot be compared with what one pays that is lived in.
	Unknown bool
	// SinceOn and ToOn are the days of a vacancy, ToOn "" where it has no end.
	SinceOn, ToOn calendar.Date
	// Names are what a shared cost, or its lines, are called, and FeeMode is one of FeeModes.
	Names   []string
	FeeMode string
}

// outcome is what a check found: whether the rule is broken, and what is said of it, "" for nothing.
type outcome struct {
	broken bool
	said   string
	args   []any
	// mild says that a second person may pass it even where the rule must be kept, because a fact is missing that decides.
	mild bool
}

// note is an outcome that only reminds.
func note(said string, args ...any) outcome { return outcome{said: said, args: args} }

// broken is an outcome of a broken rule.
func broken(said string, args ...any) outcome { return outcome{broken: true, said: said, args: args} }

// checks are the functions of all kinds. Each is asked only where the command is one of its kind.
var checks = map[Check]func(r Rule, f Figures) outcome{
	PrepayMonths:   prepayMonths,
	PrepayContract: prepayContract,
	PrepayFree:     func(Rule, Figures) outcome { return note("free") },
	WorksDeposit:   worksDeposit,
	Vacancy:        vacancy,
	Sharing:        sharing,
	LateFee:        lateFee,
	CashDiscount:   func(Rule, Figures) outcome { return outcome{} },
}

// LastOn is the last day up to which a rule of so many months lets money be taken: the end of the month that lies as many months after
// that of the business day. Months are paid whole, and the one that is running is not ahead.
func LastOn(today calendar.Date, months int) calendar.Date {
	return monthsLater(calendar.Date(today.Month()+"-01"), months+1).AddDays(-1)
}

// monthsLater returns the day so many months later, the last day of a month that is shorter.
func monthsLater(on calendar.Date, months int) calendar.Date {
	if !on.Valid() {
		return ""
	}
	at := on.Time()
	whole := at.Year()*12 + int(at.Month()) - 1 + months
	first := calendar.Date(fmt.Sprintf("%04d-%02d-01", whole/12, whole%12+1))
	last := calendar.Date(first.AddDays(31).Month() + "-01").AddDays(-1)
	return min(first.AddDays(at.Day()-1), last)
}

func prepayMonths(r Rule, f Figures) outcome {
	months, err := strconv.Atoi(r.Figure)
	switch {
	case err != nil: // a rule without a number of months
		return note("months.open")
	case f.UntilOn == "" && f.ByHand:
		return note("months.byhand")
	case f.UntilOn == "":
		return note("months.unknown")
	case f.UntilOn > LastOn(f.Today, months):
		return broken("months", f.UntilOn, LastOn(f.Today, months))
	}
	return outcome{}
}

func prepayContract(_ Rule, f Figures) outcome {
	switch {
	case f.UntilOn == "" && f.ByHand: // the rule of months reminds of it
		return outcome{}
	case f.ContractOn == "":
		return note("contract.unknown")
	case f.UntilOn > f.ContractOn:
		return broken("contract", f.UntilOn, f.ContractOn)
	}
	return outcome{}
}

func worksDeposit(r Rule, f Figures) outcome {
	switch {
	case r.Figure == "":
		return note("deposit.open")
	case tariff.Ratio(int64(f.DepositFen), 100).Cmp(r.figure()) > 0:
		return broken("deposit", f.DepositFen.Yuan(), r.figure().Text())
	}
	return outcome{}
}

// vacancy lets a home pay more as long as the rule does not hold yet.
func vacancy(r Rule, f Figures) outcome {
	holdsFrom := monthsLater(f.SinceOn, r.AfterMonths)
	switch {
	case r.Figure == "":
		return note("vacancy.open")
	case f.Unknown:
		return note("vacancy.unknown", r.figure().Text())
	case f.Percent.Cmp(r.figure()) > 0 && (f.ToOn == "" || f.ToOn >= holdsFrom):
		return broken("vacancy", f.Percent.Text(), r.figure().Text(), holdsFrom)
	}
	return outcome{}
}

// sharing reads names alone: what a sum that is shared out was made of does not stand in the book, and a person is reminded of it.
func sharing(r Rule, f Figures) outcome {
	if f.FeeMode == Reward {
		return outcome{}
	}
	for _, name := range f.Names {
		word := wordIn(r.Words, name)
		if word == "" {
			continue
		}
		found := broken("sharing", word)
		if f.FeeMode == "" {
			found = broken("sharing.unknown", word)
			found.mild = true
		}
		return found
	}
	return note("sharing.open", strings.Join(r.Words, "、"))
}

// lateFee holds a late fee's most against the rule's percent. The law means percent of the loss, which stands in no book; the most that the
// clause has is a percent of what is owed.
func lateFee(r Rule, f Figures) outcome {
	switch {
	case r.Figure == "":
		return note("late_fee.open")
	case f.Unbounded:
		return broken("late_fee.unbounded", r.figure().Text())
	case f.Percent.Cmp(r.figure()) > 0:
		return broken("late_fee", f.Percent.Text(), r.figure().Text())
	}
	return outcome{}
}
