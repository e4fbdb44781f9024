package estate

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/law"
	"shouqi/ledger/store"
)

// The policies of a book. They are events, because they decide about money: an audit must be able to tell what
// applied when a payment was taken.
const (
	PolicyEstate      = "estate"       // the project's name, on every screen and receipt
	PolicyCompany     = "company"      // the property company's name
	PolicyCounter     = "counter"      // this counter's code, the receipts' prefix
	PolicyCutoffHour  = "cutoff_hour"  // hours before it belong to the business day before
	PolicyClosedMonth = "closed_month" // late entries up to this month (2026-10) are refused
	// PolicyAgencyReceipt is yes where what is collected for others stands on receipts of its own.
	PolicyAgencyReceipt = "agency_receipt"
	// PolicyAllocationOrder says which bills a sum pays first that does not pay all: see AllocationOrders.
	PolicyAllocationOrder = "allocation_order"
	// PolicyLateFeeFirst is yes where a bill that is paid in part has its late fee paid before itself.
	PolicyLateFeeFirst = "late_fee_first"
	// PolicyReceiptLayout is how receipts look, as Layout.Text writes it. It is a policy and no setting of a machine, its logo
	// too, so that every counter prints alike and an audit can tell what a receipt showed.
	PolicyReceiptLayout = "receipt_layout"
	// PolicyRulePack is the rules of a place that commands are held against (规定包), as law.Pack.Text wrote them when they were chosen:
	// an audit can tell what held, whatever a later program knows of the law. "" is none.
	PolicyRulePack = "rule_pack"
	// PolicyFeeMode is how the company is paid, one of law.FeeModes, and PolicyContractOn the last day of its contract of service
	// (物业服务合同), "" where nobody has said so. Rules of a pack ask for both.
	PolicyFeeMode    = "fee_mode"
	PolicyContractOn = "contract_on"
	policyDemo       = "demo"
	policyTraining   = "training"
)

// DefaultCutoffHour is the hour at which the business day turns in a book that sets none.
const DefaultCutoffHour = 4

// The orders in which a sum pays bills: the oldest due first, or by book, the oldest due first within each.
const (
	ByDueDay    = "due"
	AgencyFirst = "agency" // what is collected for others first
	OwnFirst    = "own"    // the company's own first
)

// AllocationOrders are the values of PolicyAllocationOrder, the default first.
var AllocationOrders = []string{ByDueDay, AgencyFirst, OwnFirst}

// The values of a policy that is on or off.
const (
	Yes = "yes"
	No  = "no"
)

// Policies is a snapshot of all policies, with the defaults filled in.
type Policies struct {
	Estate, Company, Counter string
	Demo                     bool
	// Training says that the book is to practise in: every screen and paper says so. See IsTraining.
	Training bool
	// CutoffHour is the hour, 0 to 12, at which the business day (营业日) begins.
	CutoffHour int
	// ClosedMonth is the last month that finance has closed (2026-10), "" for none.
	ClosedMonth string
	// AgencyReceipt says that what is collected for others (代收代付) has receipts of its own.
	AgencyReceipt bool
	// AllocationOrder is one of AllocationOrders, and LateFeeFirst says that a part of a bill pays its late fee first.
	AllocationOrder string
	LateFeeFirst    bool
	// ReceiptLayout is what StoredLayout reads. It is read where receipts are made, because policies are read with every payment.
	ReceiptLayout string
	// RulePack is what Pack reads, where it is asked for: most commands have nothing that a rule speaks of.
	RulePack   string
	FeeMode    string
	ContractOn calendar.Date
}

// Pack returns the rules that commands are held against.
func (p Policies) Pack() (law.Pack, error) { return law.Parse(p.RulePack) }

// ReadPolicies reads the policies as they are now. A value that set refuses is an error (estate.policy), not a
// default: money must not be booked by a policy that nobody chose.
func ReadPolicies(tx *store.Tx) (Policies, error) {
	p := Policies{CutoffHour: DefaultCutoffHour, AllocationOrder: ByDueDay}
	// The code of the counter is its device's, and not a policy of the whole book.
	err := tx.Each("SELECT name, value FROM policies UNION ALL SELECT '"+PolicyCounter+"', code FROM counters WHERE device = "+journal.Own, nil, func(scan func(dest ...any) error) error {
		var name, value string
		if err := scan(&name, &value); err != nil {
			return err
		}
		return p.set(name, value)
	})
	return p, err
}

// IsDemo reports whether the book is a demo, whose key everybody knows. Its first event says so, which is signed: a row of a table that a hand
// changed must not let a real book ask a pretend channel.
func IsDemo(tx *store.Tx) (demo bool, err error) {
	founded, err := readFounding(tx)
	return founded.Demo, err
}

// IsTraining reports whether the book is one to practise in (练习账本), which reaches no real printer and no real channel. Its first event
// says so, as with IsDemo: nobody takes that back by changing a row.
func IsTraining(tx *store.Tx) (training bool, err error) {
	founded, err := readFounding(tx)
	return founded.Training, err
}

// readFounding reads the first event of the book.
func readFounding(tx *store.Tx) (foundedV1, error) {
	e, err := journal.Read(tx, 1, 1)
	if err != nil {
		return foundedV1{}, err
	}
	return journal.Decode[foundedV1](e.Body)
}

// Today returns the business day of a moment: hours before the cut-off belong to the day before.
func (p Policies) Today(now time.Time) calendar.Date { return calendar.BusinessDate(now, p.CutoffHour) }

// Today returns the business day of a moment by the policies that the book has.
func Today(tx *store.Tx, now time.Time) (calendar.Date, error) {
	policies, err := ReadPolicies(tx)
	return policies.Today(now), err
}

// DoToday is store.Do for a command that depends on the business day. The day is worked out inside the write, so that
// a command that waited for another over the cut-off gets the new day.
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

// Has reports whether a policy has a value already. Errors: estate.policy for an unknown name or a value out of bounds.
func (p Policies) Has(name, value string) (bool, error) {
	next := p
	err := next.set(name, value)
	return next == p, err
}

// set puts a policy's value into the snapshot, or returns estate.policy for an unknown name or a value out of bounds.
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
		p.Demo = value == Yes
	case policyTraining:
		p.Training = value == Yes
	case PolicyCutoffHour:
		p.CutoffHour, err = countBetween(value, 0, 12)
	case PolicyClosedMonth:
		// A month is valid if its first day is a date: 2026-13 and 2026-1 are not.
		if p.ClosedMonth = value; value != "" && calendar.Date(value+"-01").Month() != value {
			err = strconv.ErrSyntax
		}
	case PolicyAgencyReceipt:
		if p.AgencyReceipt = value == Yes; value != Yes && value != No {
			err = strconv.ErrSyntax
		}
	case PolicyAllocationOrder:
		if p.AllocationOrder = value; !slices.Contains(AllocationOrders, value) {
			err = strconv.ErrSyntax
		}
	case PolicyLateFeeFirst:
		if p.LateFeeFirst = value == Yes; value != Yes && value != No {
			err = strconv.ErrSyntax
		}
	case PolicyReceiptLayout:
		if p.ReceiptLayout = value; len(value) > layoutBytesMax {
			err = strconv.ErrRange
		}
	case PolicyRulePack:
		// Only its size is looked at here, as policies are read with every payment. SetPolicy reads it.
		if p.RulePack = value; len(value) > law.PackBytesMax {
			err = strconv.ErrRange
		}
	case PolicyFeeMode:
		if p.FeeMode = value; !slices.Contains(law.FeeModes, value) {
			err = strconv.ErrSyntax
		}
	case PolicyContractOn:
		if p.ContractOn = calendar.Date(value); value != "" && !p.ContractOn.Valid() {
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

// GoodName reports whether the name of an estate or a company can stand on a receipt: not empty, at most NameMax characters,
// on one line and printable. A book is founded with no other: it could never be opened again.
func GoodName(name string) bool {
	return strings.TrimSpace(name) != "" && len([]rune(name)) <= NameMax && store.Printable(name)
}

// checkName returns an error unless a name is a good one.
func checkName(name string) error {
	if !GoodName(name) {
		return strconv.ErrSyntax
	}
	return nil
}

// countBetween reads a whole number from least to most, both included.
func countBetween(value string, least, most int) (int, error) {
	count, err := strconv.Atoi(value)
	if err == nil && (count < least || count > most) {
		err = strconv.ErrRange
	}
	return count, err
}
