package leasing

import (
	"context"
	"slices"
	"strings"
	"time"

	"shouqi/cashier/session"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Amending shows what an amendment of a lease would change, before it is agreed.
type Amending struct {
	Line
	Terms lease.Terms // those that were tried
	// BilledTo is the last day of a standing bill of rent or share, "" before the first.
	BilledTo calendar.Date
	// Before and After are the charges of the whole lease as it stands and with the amendment.
	Before, After []lease.Charge
}

// TryAmendment shows what other terms from a day on would change, and keeps nothing. Terms of nil are those that hold on
// that day, told anew from it. Errors: lease.unknown, lease.ended, lease.amend_billed, and what Check of a lease refuses.
func (c *Leasing) TryAmendment(ctx context.Context, number string, fromOn calendar.Date, terms *lease.Terms) (trial Amending, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		l, err := lease.ByNumber(tx, number)
		if err != nil {
			return err
		}
		if l.EndedOn != "" {
			return store.Refuse(lease.CodeEnded, l.Number, string(l.EndedOn))
		}
		if trial.Line, err = c.leaseLine(tx, l); err != nil {
			return err
		}
		if terms == nil {
			carried := Carried(l, fromOn)
			terms = &carried
		}
		trial.Terms = *terms
		return trial.work(tx, fromOn)
	})
	return trial, err
}

func (a *Amending) work(tx *store.Tx, fromOn calendar.Date) (err error) {
	if a.BilledTo, err = billedTo(tx, a.Lease); err != nil {
		return err
	}
	amended := a.Lease
	if a.Terms.Rent.AreaCentiM2 == lease.AreaOfObjects {
		if a.Terms.Rent.AreaCentiM2, err = areaOf(tx, amended.Objects); err != nil {
			return err
		}
	}
	amended.Amendments = append(slices.Clone(amended.Amendments), lease.Amendment{FromOn: fromOn, Terms: a.Terms})
	if err := amended.Check(); err != nil {
		return err
	}
	if a.BilledTo >= fromOn {
		return store.Refuse(lease.CodeAmendBilled, a.Number, string(a.BilledTo))
	}
	turnovers, err := lease.Turnovers(tx, a.ID)
	if err != nil {
		return err
	}
	if a.Before, err = lease.Schedule(a.Lease, turnovers, a.FromOn, a.ToOn); err != nil {
		return err
	}
	a.After, err = lease.Schedule(amended, turnovers, a.FromOn, a.ToOn)
	return err
}

// billedTo returns the last day that a standing bill of rent or share covers, "" before the first.
func billedTo(tx *store.Tx, l lease.Lease) (last calendar.Date, err error) {
	for _, item := range []string{l.Items.Rent, l.Items.Share} {
		bills, err := billsOf(tx, l, item)
		if err != nil {
			return "", err
		}
		for _, bill := range bills {
			last = max(last, bill.ToOn)
		}
	}
	return last, nil
}

// areaOf sums the recorded areas of objects; one without is lease.no_area.
func areaOf(tx *store.Tx, objects []string) (sum int64, err error) {
	for _, id := range objects {
		o, err := estate.ByID(tx, id)
		if err != nil {
			return 0, err
		}
		if o.AreaCentiM2 == 0 {
			return 0, store.Refuse(lease.CodeNoArea, o.Code)
		}
		sum += o.AreaCentiM2
	}
	return sum, nil
}

// Carried returns the terms of a lease that hold on a day, told anew from that day: an amendment by them changes nothing.
// The rent is the one it has risen to, at most six decimals, and what is still to come stands with its days.
func Carried(l lease.Lease, on calendar.Date) lease.Terms {
	terms, from := l.TermsOn(on)
	steps := risesOf(terms, from, l.ToOn)
	terms.Steps, terms.EveryMonths, terms.EveryPercent = nil, 0, ""
	for _, step := range steps {
		switch {
		case step.FromOn > on:
			terms.Steps = append(terms.Steps, step)
		case step.Price != "":
			terms.Rent.Price = step.Price
		default:
			terms.Rent.Price = risen(terms.Rent.Price, step.Percent)
		}
	}
	var free []tariff.Span
	for _, span := range terms.Free {
		if span.To >= on {
			free = append(free, tariff.Span{From: max(span.From, on), To: span.To})
		}
	}
	terms.Free = free
	terms.Discounts = slices.DeleteFunc(slices.Clone(terms.Discounts), func(d lease.Discount) bool { return d.ToOn != "" && d.ToOn < on })
	return terms
}

// risesOf returns every change of the rent up to a day as dated steps, in order.
func risesOf(terms lease.Terms, from, to calendar.Date) []lease.Step {
	steps := slices.Clone(terms.Steps)
	for months := terms.EveryMonths; months > 0; months += terms.EveryMonths {
		on := monthsOn(from, months)
		if on > to {
			break
		}
		steps = append(steps, lease.Step{FromOn: on, Percent: terms.EveryPercent})
	}
	slices.SortStableFunc(steps, func(a, b lease.Step) int { return strings.Compare(string(a.FromOn), string(b.FromOn)) })
	return steps
}

// monthsOn returns the same day of the month so many months later, or the month's last day where it has no such day.
func monthsOn(on calendar.Date, months int) calendar.Date {
	day := on.Time()
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, calendar.Zone)
	last := calendar.Of(first.AddDate(0, 1, -1))
	return min(calendar.Of(first.AddDate(0, 0, day.Day()-1)), last)
}

// risen raises a price by a percentage. Both were checked when the lease was signed, so what cannot be read stays.
func risen(price, percent tariff.Value) tariff.Value {
	base, baseErr := tariff.ParseNumber(string(price))
	by, byErr := tariff.ParseNumber(string(percent))
	if baseErr != nil || byErr != nil {
		return price
	}
	text := base.Mul(tariff.Whole(100).Add(by)).Mul(tariff.Ratio(1, 100)).Text()
	return tariff.Value(strings.TrimSuffix(text, "…"))
}

// Amend lets other terms hold from a day on; errors: see lease.Leases.Amend.
func (c *Leasing) Amend(ctx context.Context, number string, fromOn calendar.Date, terms lease.Terms, second session.Second) (l lease.Lease, err error) {
	err = c.session.Agreed(ctx, staff.SetPrices, second, func(by staff.Actor, approval staff.Approval) error {
		id, err := c.leaseID(ctx, number)
		if err == nil {
			l, err = c.session.Book.Leases.Amend(ctx, by, approval, id, fromOn, terms)
		}
		return err
	})
	return l, err
}
