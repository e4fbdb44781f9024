package estate

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// The policies of a book. They are events, because they decide about money.
const (
	PolicyEstate      = "estate"       // the project's name, on every screen and receipt
	PolicyCompany     = "company"      // the property company's name
	PolicyCounter     = "counter"      // this counter's code, the receipts' prefix
	PolicyCutoffHour  = "cutoff_hour"  // hours before it belong to the business day before
	PolicyClosedMonth = "closed_month" // late entries up to this month (2026-10) are refused
	policyDemo        = "demo"
	cutoffHourDefault = 4
)

// Policies is a snapshot of all of them with the defaults filled in.
type Policies struct {
	Estate, Company, Counter string
	Demo                     bool
	CutoffHour               int
	ClosedMonth              string
}

// ReadPolicies reads the snapshot.
func ReadPolicies(tx *store.Tx) (Policies, error) {
	p := Policies{CutoffHour: cutoffHourDefault}
	err := tx.Each("SELECT name, value FROM policies", nil, func(scan func(dest ...any) error) error {
		var name, value string
		if err := scan(&name, &value); err != nil {
			return err
		}
		return p.set(name, value)
	})
	return p, err
}

// Today returns the business day of a moment: hours before the cut-off belong to the day before.
func (p Policies) Today(now time.Time) calendar.Date { return calendar.BusinessDate(now, p.CutoffHour) }

// Today returns the business day of a moment by the policies that the book has.
func Today(tx *store.Tx, now time.Time) (calendar.Date, error) {
	policies, err := ReadPolicies(tx)
	return policies.Today(now), err
}

// DoToday is store.Do for a command that goes by the business day of the moment at which it has the book.
func DoToday[A any](ctx context.Context, db *store.DB, within *store.Tx, now func() time.Time,
	command func(tx *store.Tx, today calendar.Date) (A, error)) (A, error) {
	return store.Do(ctx, db, within, func(tx *store.Tx) (A, error) {
		today, err := Today(tx, now())
		if err != nil {
			var none A
			return none, err
		}
		return command(tx, today)
	})
}

func (p *Policies) set(name, value string) error {
	var err error
	switch name {
	case PolicyEstate:
		p.Estate, err = value, checkName(value)
	case PolicyCompany:
		p.Company, err = value, checkName(value)
	case PolicyCounter:
		p.Counter = value
	case policyDemo:
		p.Demo = value == "yes"
	case PolicyCutoffHour:
		p.CutoffHour, err = countBetween(value, 0, 12)
	case PolicyClosedMonth:
		if p.ClosedMonth = value; value != "" && calendar.Date(value+"-01").Month() != value {
			err = strconv.ErrSyntax
		}
	default:
		return store.Refuse(codePolicy, name)
	}
	if err != nil {
		return store.Fail(codePolicy, err, name)
	}
	return nil
}

// NameMax is the longest name of an estate or a company, in characters.
const NameMax = 40

// checkName keeps what stands on every receipt printable: not empty, not too long, on one line.
func checkName(name string) error {
	if strings.TrimSpace(name) == "" || len([]rune(name)) > NameMax || strings.ContainsFunc(name, unicode.IsControl) {
		return strconv.ErrSyntax
	}
	return nil
}

func countBetween(value string, least, most int) (int, error) {
	count, err := strconv.Atoi(value)
	if err == nil && (count < least || count > most) {
		err = strconv.ErrRange
	}
	return count, err
}
