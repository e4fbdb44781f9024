package estate

import (
	"strconv"
	"strings"
	"unicode"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// The policies of a book. They are events, because they decide about money.
const (
	PolicyEstate          = "estate"             // the project's name, on every screen and receipt
	PolicyCompany         = "company"            // the property company's name
	PolicyCounter         = "counter"            // this counter's code, the receipts' prefix
	PolicyRoundingMaxFen  = "rounding_max_fen"   // most that cash rounding may give away on one payment
	PolicyDifferenceMax   = "difference_max_fen" // over or short beyond it needs a second person
	PolicyCutoffHour      = "cutoff_hour"        // hours before it belong to the business day before
	PolicyClosedMonth     = "closed_month"       // late entries up to this month (2026-10) are refused
	PolicyMoveMaxFen      = "move_max_fen"       // most that one cash move may put in or take out
	PolicyWaiverMaxFen    = "waiver_max_fen"     // most of a late fee that a cashier may waive alone
	PolicyUndoMaxBills    = "undo_max_bills"     // most bills that one person may take back alone on a day
	PolicyUndoMaxFen      = "undo_max_fen"       // most that one person may so lower what is owed alone on a day
	policyDemo            = "demo"
	roundingMaxDefaultFen = 9
	differenceMaxDefault  = 1000
	cutoffHourDefault     = 4
	moveMaxDefaultFen     = 10_000_00
	waiverMaxDefaultFen   = 10_00
	undoMaxBillsDefault   = 20
	undoMaxDefaultFen     = 5_000_00
)

// Policies is a snapshot of all of them with the defaults filled in.
type Policies struct {
	Estate, Company, Counter string
	Demo                     bool
	RoundingMaxFen           money.Fen
	DifferenceMaxFen         money.Fen
	MoveMaxFen               money.Fen
	WaiverMaxFen             money.Fen
	UndoMaxBills             int
	UndoMaxFen               money.Fen
	CutoffHour               int
	ClosedMonth              string
}

// ReadPolicies reads the snapshot.
func ReadPolicies(tx *store.Tx) (Policies, error) {
	p := Policies{RoundingMaxFen: roundingMaxDefaultFen, DifferenceMaxFen: differenceMaxDefault, MoveMaxFen: moveMaxDefaultFen,
		WaiverMaxFen: waiverMaxDefaultFen, UndoMaxBills: undoMaxBillsDefault, UndoMaxFen: undoMaxDefaultFen, CutoffHour: cutoffHourDefault}
	err := tx.Each("SELECT name, value FROM policies", nil, func(scan func(dest ...any) error) error {
		var name, value string
		if err := scan(&name, &value); err != nil {
			return err
		}
		return p.set(name, value)
	})
	return p, err
}

// Loosens reports whether a policy's new value lets one person do more alone than these do.
func (p Policies) Loosens(name, value string) (bool, error) {
	next := p
	err := next.set(name, value)
	return next.DifferenceMaxFen > p.DifferenceMaxFen || next.MoveMaxFen > p.MoveMaxFen || next.WaiverMaxFen > p.WaiverMaxFen ||
		next.UndoMaxBills > p.UndoMaxBills || next.UndoMaxFen > p.UndoMaxFen, err
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
	case PolicyRoundingMaxFen:
		p.RoundingMaxFen, err = fenBetween(value, 0, 9) // cash is rounded down to 角: there is never more to let go
	case PolicyDifferenceMax:
		p.DifferenceMaxFen, err = fenBetween(value, 0, 100_000_00)
	case PolicyMoveMaxFen:
		p.MoveMaxFen, err = fenBetween(value, 0, 1_000_000_00)
	case PolicyWaiverMaxFen:
		p.WaiverMaxFen, err = fenBetween(value, 0, 10_000_00)
	case PolicyUndoMaxBills:
		p.UndoMaxBills, err = countBetween(value, 0, 10_000)
	case PolicyUndoMaxFen:
		p.UndoMaxFen, err = fenBetween(value, 0, 1_000_000_00)
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

func fenBetween(value string, least, most int64) (money.Fen, error) {
	fen, err := strconv.ParseInt(value, 10, 64)
	if err == nil && (fen < least || fen > most) {
		err = strconv.ErrRange
	}
	return money.Fen(fen), err
}
