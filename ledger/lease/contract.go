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
	// Objects are the ids of the rooms and spaces that are let; the bills stand on the first of them, so that a lease of
	// several shops is billed once.
	Objects []string `json:"objects"`
	// Tenant is a person of the estate, who owes.
	Tenant string        `json:"tenant"`
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	Items  Items         `json:"items"`
	// Cycle is tariff.EveryMonth, EveryQuarter, EveryHalfYear or EveryYear. Its periods are those of the calendar, the first
	// and the last cut to the lease, or, with FromFirst, counted from the lease's first day.
	Cycle     tariff.Cycle `json:"cycle"`
	FromFirst bool         `json:"fromFirst"`
	// Advance says that rent is due DueDays after its period begins (before it, where they are negative: 提前15天), not after
	// it ends. A share of turnover is always due after its period.
	Advance bool `json:"advance"`
	DueDays int  `json:"dueDays"`
	// Proration says how many months a part of a period has: by exact days (""), by thirtieths, by 30/360 or whole months. Its
	// months are those of the calendar or, with FromFirst, those that begin on the day of the month on which the lease began.
	Proration tariff.Proration `json:"proration"`
	Rounding  tariff.Rounding  `json:"rounding"`
	Deposit   Deposit          `json:"deposit"`
	Terms     Terms            `json:"terms"`
}

// Items are what the bills of a lease are called. Where the book has a charge item of that name its late fee, tax and
// subject hold for them; otherwise they stand by themselves and bear no late fee.
type Items struct {
	Rent    string `json:"rent"`
	Deposit string `json:"deposit"`
	Share   string `json:"share"`
}

// The names of the items where a contract leaves them empty.
const (
	RentItem    = "租金"
	DepositItem = "租赁押金"
	ShareItem   = "营业额提成"
)

// Deposit is what is asked for on signing, to be given back at the end: so many months of the first rent, or a sum in
// fen. Both 0 is none.
type Deposit struct {
	Months int       `json:"months,omitempty"`
	Fen    money.Fen `json:"fen,omitempty"`
}

// Terms are what a lease costs from the day they begin to hold. Escalation (递增) compounds exactly from Rent on; nothing
// is rounded before the bill, or a long lease would drift away from its contract.
type Terms struct {
	Rent  Rent   `json:"rent"`
	Steps []Step `json:"steps,omitempty"`
	// EveryMonths with EveryPercent raises the rent by so many percent every so many months from the first day of these
	// terms; a percent below 0 lowers it. EveryMonths 0 is never.
	EveryMonths  int          `json:"everyMonths,omitempty"`
	EveryPercent tariff.Value `json:"everyPercent,omitempty"`
	// Free are rent-free spans (免租期).
	Free []tariff.Span `json:"free,omitempty"`
	// Discounts lower the rent on some days and Share asks for a part of the turnover; none and nil are neither.
	Discounts []Discount `json:"discounts,omitempty"`
	Share     *Share     `json:"share,omitempty"`
}

// Rent is a sum for a month or a day: Price yuan, for each square metre where AreaCentiM2 is not 0. AreaCentiM2 is in
// 0.01 m². Per is tariff.Month ("" is) or tariff.Day; where a deposit counts months, a month of a rent by the day is 365
// days over 12.
type Rent struct {
	Price       tariff.Value `json:"price"`
	AreaCentiM2 int64        `json:"areaCentiM2,omitempty"`
	Per         tariff.Per   `json:"per,omitempty"`
}

// Step changes the rent from a day on: to Price in yuan, or by Percent of the rent before (-99 to 1000), one of the two.
// Its day is after the first day of its terms.
type Step struct {
	FromOn  calendar.Date `json:"fromOn"`
	Price   tariff.Value  `json:"price,omitempty"`
	Percent tariff.Value  `json:"percent,omitempty"`
}

// Discount is a dated concession on the rent (长租优惠): on its days Percent of the rent is paid, 0 to 99. Name is one of
// billing.ConcessionNames; ToOn "" is to the end of its terms. Several at once multiply. Who signed the contract or its
// amendment approved it.
type Discount struct {
	Name    string        `json:"name"`
	FromOn  calendar.Date `json:"fromOn"`
	ToOn    calendar.Date `json:"toOn,omitempty"`
	Percent tariff.Value  `json:"percent"`
}

// Share is a part of the tenant's turnover of each period (营业额提成). By default the higher of rent and share is owed: the
// rent is the floor (保底), and what the share is above it comes as a bill of its own. The terms of a period's last day say
// which share holds; a period that is wholly rent-free has none.
type Share struct {
	// Tiers take the part of the turnover up to UpTo, for one month of the period, at their Percent; the last, and only it,
	// has no UpTo.
	Tiers []ShareTier `json:"tiers"`
	// Plus asks for rent and share both; the rent is then no floor.
	Plus bool `json:"plus,omitempty"`
	// FloorFirst bills the rent as it falls due and what the share is above it when the turnover is known; without it the
	// rent of a period waits for its turnover too.
	FloorFirst bool `json:"floorFirst,omitempty"`
	// DueDays are those after the period's end by which the share is due, whether or not the rent is due in advance.
	DueDays int `json:"dueDays,omitempty"`
}

// ShareTier is one tier of a share: Percent of the turnover up to UpTo, in yuan for one month, and above the tier before.
type ShareTier struct {
	UpTo    tariff.Value `json:"upTo,omitempty"`
	Percent tariff.Value `json:"percent"`
}

// Amendment is other Terms from a day on. The terms before it hold up to the day before. By and Approver are ids of
// people.
type Amendment struct {
	FromOn   calendar.Date `json:"fromOn"`
	Terms    Terms         `json:"terms"`
	By       string        `json:"by"`
	Approver string        `json:"approver"`
}

// Lease is a contract with what became of it. By and Approver are the ids of who kept the contract and who agreed.
type Lease struct {
	Contract
	Amendments []Amendment `json:"amendments"`
	// EndedOn is its last day where it ended early, "" otherwise; the day before FromOn means that it never began.
	EndedOn  calendar.Date `json:"endedOn"`
	By       string        `json:"by"`
	Approver string        `json:"approver"`
}

// LastOn returns the last day of the lease: where it ended early that day, else the contract's.
func (l Lease) LastOn() calendar.Date {
	if l.EndedOn != "" {
		return l.EndedOn
	}
	return l.ToOn
}

// TermsOn returns the terms that hold on a day and the day from which they do. Before its first day the first terms
// answer.
func (l Lease) TermsOn(on calendar.Date) (Terms, calendar.Date) {
	terms, from := l.Terms, l.FromOn
	for _, a := range l.Amendments {
		if a.FromOn <= on {
			terms, from = a.Terms, a.FromOn
		}
	}
	return terms, from
}

// Tariff returns what a bill of this lease names as the tariff that made it. A lease's bills are found by it.
func (l Lease) Tariff() string { return tariffPrefix + l.ID }

// tariffPrefix stands before a lease's id in the tariff of its bills. Bills that are out have it, so it never changes.
const tariffPrefix = "lease/"
