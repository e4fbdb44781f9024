package lease

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The bounds of a contract. yearsMax is the law's: what a lease agrees on beyond twenty years is void (民法典第七百零五条).
// Percents have at most four decimals, so that 40 escalations still compound exactly.
const (
	yearsMax     = 20
	numberMax    = 40 // bytes
	objectsMax   = 50
	itemMax      = 40 // characters
	risesMax     = 40
	spansMax     = 24
	tiersMax     = 20
	amendsMax    = 50
	aheadDaysMax = 90 // days that rent may be due before its period begins
	dueDaysMax   = 366
	depositMax   = 24            // months of rent
	areaCentiMax = 1_000_000_000 // 0.01 m²
)

// Check refuses a contract that says too little, too much or two things at once; each refusal says what. It reads no
// book, so that a screen may ask it while somebody types, and Schedule may rely on it.
func (l *Lease) Check() error {
	c := &l.Contract
	if err := checkSpan(c.FromOn, c.ToOn); err != nil {
		return err
	}
	switch {
	case c.Number == "" || len(c.Number) > numberMax || strings.ContainsFunc(c.Number, notInNumber):
		return store.Refuse(codeNumber, numberMax)
	case len(c.Objects) == 0 || len(c.Objects) > objectsMax || len(slices.Compact(slices.Sorted(slices.Values(c.Objects)))) != len(c.Objects):
		return store.Refuse(codeObjects, objectsMax)
	case dayOf(c.ToOn) >= dayOf(c.FromOn).monthsOn(12*yearsMax):
		return store.Refuse(codeTooLong, yearsMax)
	case cycleMonths(c.Cycle) == 0:
		return store.Refuse(codeCycle, string(c.Cycle))
	case c.DueDays > dueDaysMax || c.DueDays < -aheadDaysMax || c.DueDays < 0 && !c.Advance:
		return store.Refuse(codeDueDays, aheadDaysMax, dueDaysMax)
	case !slices.Contains([]tariff.Proration{"", tariff.ByDays, tariff.ByThirty, tariff.By360, tariff.ByWhole}, c.Proration):
		return store.Refuse(codeProration, string(c.Proration))
	case c.Deposit.Months < 0 || c.Deposit.Months > depositMax || c.Deposit.Fen < 0 || c.Deposit.Fen > money.MaxFen || c.Deposit.Months > 0 && c.Deposit.Fen > 0:
		return store.Refuse(codeDeposit, depositMax)
	case len(l.Amendments) > amendsMax:
		return store.Refuse(codeAmendedOften, amendsMax)
	}
	if err := c.Items.check(); err != nil {
		return err
	}
	// Rounding nothing by the contract's rounding refuses one that tariff does not know.
	if err := l.round(&Charge{}); err != nil {
		return err
	}
	return l.checkVersions()
}

// checkVersions checks the amendments' days, which follow each other within the lease (lease.amend_day), and every
// version of the terms on the days on which it holds.
func (l *Lease) checkVersions() error {
	before := l.FromOn
	for _, a := range l.Amendments {
		if !a.FromOn.Valid() || a.FromOn <= before || a.FromOn > l.ToOn {
			return store.Refuse(codeAmendDay, string(before.AddDays(1)), string(l.ToOn))
		}
		before = a.FromOn
	}
	for _, version := range l.versions() {
		if err := version.check(l); err != nil {
			return err
		}
	}
	return nil
}

// notInNumber reports whether a character may not stand in a contract's number. Of Chinese characters only 第, 号 and 字
// may: a tenant's name must not get into events, from which nothing can be erased.
func notInNumber(r rune) bool {
	return !(r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("-_/.()〔〕第号字", r))
}

// checkSpan refuses days that are none or the wrong way round (lease.span).
func checkSpan(from, to calendar.Date) error {
	if !from.Valid() || !to.Valid() || to < from {
		return store.Refuse(codeSpan, string(from), string(to))
	}
	return nil
}

// check refuses names that cannot stand on a bill, and two that are alike: bills would be taken for each other
// (lease.items).
func (i Items) check() error {
	names := []string{i.Rent, i.Deposit, i.Share}
	for n, name := range names {
		if name == "" || len([]rune(name)) > itemMax || strings.TrimSpace(name) != name || !store.Printable(name) || slices.Contains(names[:n], name) {
			return store.Refuse(codeItems, itemMax)
		}
	}
	return nil
}

// decimal reports whether a value is a decimal of least to most with at most so many digits behind the point.
func decimal(value tariff.Value, least, most int64, decimals int) bool {
	n, err := tariff.ParseNumber(string(value))
	_, behind, _ := strings.Cut(string(value), ".")
	return err == nil && len(behind) <= decimals && n.Cmp(tariff.Whole(least)) >= 0 && n.Cmp(tariff.Whole(most)) <= 0
}

// The most that a price or a tier's turnover may be, in yuan, and the digits behind the point of a price and of a percent.
const (
	priceMax      = 1_000_000_000
	priceDecimals = 6
	percentPlaces = 4
)

// check checks one version of the terms on the days on which it holds: the rent, its changes, the rent-free spans, the
// discounts and the share. Errors: lease.rent, lease.every, lease.many_steps, lease.step, lease.step_twice, and those of
// the parts.
func (h *held) check(l *Lease) error {
	switch r := h.Rent; {
	case !decimal(r.Price, 0, priceMax, priceDecimals) || r.AreaCentiM2 < 0 || r.AreaCentiM2 > areaCentiMax || r.Per != "" && r.Per != tariff.Month && r.Per != tariff.Day:
		return store.Refuse(CodeRent, priceDecimals)
	case h.EveryMonths < 0 || h.EveryMonths > 12*yearsMax || (h.EveryMonths > 0) != (h.EveryPercent != "") || h.EveryPercent != "" && !decimal(h.EveryPercent, -99, 1000, percentPlaces):
		return store.Refuse(CodeEvery)
	case len(h.rises) > risesMax:
		return store.Refuse(codeManySteps, risesMax)
	}
	for _, step := range h.Steps {
		on := dayOf(step.FromOn)
		if !step.FromOn.Valid() || on <= h.on.first || (step.Price == "") == (step.Percent == "") ||
			step.Price != "" && !decimal(step.Price, 0, priceMax, priceDecimals) || step.Percent != "" && !decimal(step.Percent, -99, 1000, percentPlaces) {
			return store.Refuse(codeStep, string(step.FromOn), string(h.on.first.date()))
		}
	}
	// Two changes on one day would depend on which is taken first.
	for i := 1; i < len(h.rises); i++ {
		if h.rises[i].from == h.rises[i-1].from {
			return store.Refuse(codeStepTwice, string(h.rises[i].from.date()))
		}
	}
	if err := h.checkSpans(dayOf(l.ToOn)); err != nil {
		return err
	}
	return h.Share.check(l.Advance)
}

// checkSpans checks the rent-free spans, which follow each other without overlapping, and the discounts. It takes the
// lease's last day and not that of the version, because terms may name days that an amendment took from them.
func (h *held) checkSpans(last day) error {
	if len(h.Free) > spansMax || len(h.Discounts) > spansMax {
		return store.Refuse(codeManySpans, spansMax)
	}
	for i, free := range h.Free {
		if checkSpan(free.From, free.To) != nil || i > 0 && free.From <= h.Free[i-1].To || !(span{h.on.first, last}).holds(dayOf(free.From)) {
			return store.Refuse(codeFree, string(free.From), string(free.To))
		}
	}
	for _, d := range h.Discounts {
		if !d.FromOn.Valid() || d.ToOn != "" && (!d.ToOn.Valid() || d.ToOn < d.FromOn) || !slices.Contains(billing.ConcessionNames, d.Name) ||
			!decimal(d.Percent, 0, 99, percentPlaces) {
			return store.Refuse(codeDiscount, d.Name)
		}
	}
	return nil
}

// check checks a share; nil is none. Rent that is due in advance cannot wait for a turnover (lease.share_advance). Tiers
// rise strictly and only the last has no limit (lease.share).
func (s *Share) check(advance bool) error {
	switch {
	case s == nil:
		return nil
	case advance && !s.Plus && !s.FloorFirst:
		return store.Refuse(codeShareAdvance)
	case len(s.Tiers) == 0 || len(s.Tiers) > tiersMax || s.DueDays < 0 || s.DueDays > dueDaysMax:
		return store.Refuse(codeShare, tiersMax)
	}
	for i, tier := range s.Tiers {
		last := i == len(s.Tiers)-1
		if !decimal(tier.Percent, 0, 100, percentPlaces) || last != (tier.UpTo == "") || !last && !decimal(tier.UpTo, 0, priceMax, 2) ||
			!last && (number(tier.UpTo).Sign() == 0 || i > 0 && number(tier.UpTo).Cmp(number(s.Tiers[i-1].UpTo)) <= 0) {
			return store.Refuse(codeShare, tiersMax)
		}
	}
	return nil
}

// asRefusal returns an error of the pure rules as one of the book, with its code and arguments; any other error as it is.
func asRefusal(err error) error {
	var pure *tariff.Error
	if errors.As(err, &pure) {
		return store.Fail(pure.Code, err, pure.Args...)
	}
	return err
}
