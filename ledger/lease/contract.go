package lease

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// Contract is what was signed. It never changes; Amendments follow it.
type Contract struct {
	ID string `json:"id"`
	// Number is the contract's own: letters, digits and a few signs, never a name.
	Number string `json:"number"`
	// Objects are the ids of the rooms and spaces that are let; the bills stand on the first of them.
	Objects []string `json:"objects"`
	// Tenant is a person of the estate, who owes.
	Tenant string        `json:"tenant"`
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	Items  Items         `json:"items"`
	// Cycle is tariff.EveryMonth, EveryQuarter, EveryHalfYear or EveryYear. Its periods are those of the calendar or, with
	// FromFirst, counted from the lease's first day.
	Cycle     tariff.Cycle `json:"cycle"`
	FromFirst bool         `json:"fromFirst"`
	// Advance says that rent is due DueDays after its period begins (before it, where they are negative: 提前15天), not after
	// it ends. A share of turnover is always due after its period.
	Advance bool `json:"advance"`
	DueDays int  `json:"dueDays"`
	// Proration says how many months a part of a period has: by exact days (""), by thirtieths or whole months. Its months
	// are those of the calendar or, with FromFirst, those that begin on the day of the month on which the lease began.
	Proration tariff.Proration `json:"proration"`
	Rounding  tariff.Rounding  `json:"rounding"`
	Deposit   Deposit          `json:"deposit"`
	Terms     Terms            `json:"terms"`
}

// Items are what the bills of a lease are called. Where the book has a charge item of that name its late fee, tax and
// subject hold for them; otherwise they stand by themselves.
type Items struct {
	Rent    string `json:"rent"`
	Deposit string `json:"deposit"`
	Share   string `json:"share"`
}

// The names where a contract gives none.
const (
	RentItem    = "租金"
	DepositItem = "租赁押金"
	ShareItem   = "营业额提成"
)

// Deposit is what is asked for on signing, to be given back: so many months of the first rent, or a sum. Both 0 is none.
type Deposit struct {
	Months int       `json:"months,omitempty"`
	Fen    money.Fen `json:"fen,omitempty"`
}

// Terms are what a lease costs from the day they begin to hold. Escalation compounds exactly from Rent on; nothing is
// rounded before the bill.
type Terms struct {
	Rent  Rent   `json:"rent"`
	Steps []Step `json:"steps,omitempty"`
	// EveryMonths with EveryPercent raises the rent by so many percent every so many months from the first day of these
	// terms. 0 is never.
	EveryMonths  int          `json:"everyMonths,omitempty"`
	EveryPercent tariff.Value `json:"everyPercent,omitempty"`
	// Free are rent-free spans (免租期).
	Free      []tariff.Span `json:"free,omitempty"`
	Discounts []Discount    `json:"discounts,omitempty"`
	Share     *Share        `json:"share,omitempty"`
}

// Rent is a sum for a month or a day: Price yuan, for each square metre where AreaCentiM2 is not 0. Per is tariff.Month
// ("" is) or tariff.Day; a year of days is 365 where a deposit counts months.
type Rent struct {
	Price       tariff.Value `json:"price"`
	AreaCentiM2 int64        `json:"areaCentiM2,omitempty"`
	Per         tariff.Per   `json:"per,omitempty"`
}

// Step changes the rent from a day on: to Price, or by Percent of the rent before (-100 to 1000, not both).
type Step struct {
	FromOn  calendar.Date `json:"fromOn"`
	Price   tariff.Value  `json:"price,omitempty"`
	Percent tariff.Value  `json:"percent,omitempty"`
}

// Discount is a dated concession on the rent (长租优惠): on its days Percent of the rent is paid. Name is one of
// billing.ConcessionNames; ToOn "" is open. Several at once multiply. Who signed the contract or its amendment approved it.
type Discount struct {
	Name    string        `json:"name"`
	FromOn  calendar.Date `json:"fromOn"`
	ToOn    calendar.Date `json:"toOn,omitempty"`
	Percent tariff.Value  `json:"percent"`
}

// Share is a part of the tenant's turnover of each period (提成). By default the higher of rent and share is owed: the rent
// is the floor, and what the share is above it comes as a bill of its own. The terms of a period's last day say which
// share; a period that is wholly rent-free has none.
type Share struct {
	// Tiers take the part of the turnover up to UpTo, for one month of the period, at their Percent; the last, and only it,
	// has no UpTo.
	Tiers []ShareTier `json:"tiers"`
	// Plus asks for rent and share both.
	Plus bool `json:"plus,omitempty"`
	// FloorFirst bills the rent as it falls due and what the share is above it when the turnover is known; without it a
	// period waits for its turnover.
	FloorFirst bool `json:"floorFirst,omitempty"`
	// DueDays are those after the period's end.
	DueDays int `json:"dueDays,omitempty"`
}

// ShareTier is one tier of a share: yuan of a month's turnover, percent.
type ShareTier struct {
	UpTo    tariff.Value `json:"upTo,omitempty"`
	Percent tariff.Value `json:"percent"`
}

// Amendment is other Terms from a day on. The terms before it hold up to the day before.
type Amendment struct {
	FromOn   calendar.Date `json:"fromOn"`
	Terms    Terms         `json:"terms"`
	By       string        `json:"by"`
	Approver string        `json:"approver"`
}

// Lease is a contract with what became of it.
type Lease struct {
	Contract
	Amendments []Amendment `json:"amendments"`
	// EndedOn is its last day where it ended early, "" otherwise; the day before FromOn means that it never began.
	EndedOn  calendar.Date `json:"endedOn"`
	By       string        `json:"by"`
	Approver string        `json:"approver"`
}

// LastOn returns the last day of the lease.
func (l Lease) LastOn() calendar.Date {
	if l.EndedOn != "" {
		return l.EndedOn
	}
	return l.ToOn
}

// TermsOn returns the terms that hold on a day and the day from which they do.
func (l Lease) TermsOn(on calendar.Date) (Terms, calendar.Date) {
	terms, from := l.Terms, l.FromOn
	for _, a := range l.Amendments {
		if a.FromOn <= on {
			terms, from = a.Terms, a.FromOn
		}
	}
	return terms, from
}

// Tariff is what a bill of this lease names as the standard that made it.
func (l Lease) Tariff() string { return tariffPrefix + l.ID }

const tariffPrefix = "lease/"
