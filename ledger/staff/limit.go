package staff

import (
	"context"
	"slices"
	"strconv"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// LimitName names a limit as events and the table limits have it; the ending says its unit.
type LimitName string

// The limits: the fen let go when cash is rounded (抹零), the fen by which a drawer is over or short (长短款), the
// fen put into or taken out of a drawer at once, the fen of a late fee (违约金) that a cashier waives, how many bills, and
// how many fen together, one person takes off what is owed on a business day, and of the money that nobody has verified
// (未核实) the fen in a payment, the fen in a shift, and the days for which the oldest of it may wait.
const (
	RoundingMax   LimitName = "rounding_max_fen"
	DifferenceMax LimitName = "difference_max_fen"
	MoveMax       LimitName = "move_max_fen"
	WaiverMax     LimitName = "waiver_max_fen"
	UndoMaxBills  LimitName = "undo_max_bills"
	UndoMaxFen    LimitName = "undo_max_fen"

	UnverifiedMax      LimitName = "unverified_max_fen"
	UnverifiedShiftMax LimitName = "unverified_shift_max_fen"
	UnverifiedMaxDays  LimitName = "unverified_max_days"
)

// Measure says which figure of a Deed is compared with a limit.
type Measure int

// The measures.
const (
	ByDeed     Measure = iota // fen of the deed itself
	ByDayFen                  // fen of what the person did alone on the business day, the deed with it
	ByDayCount                // the number of such deeds
	ByShiftFen                // fen of what was done in the open shift, the deed with it
	ByAgeDays                 // days for which the oldest of the kind waits
)

// IsFen reports whether the measure is a sum. The others count deeds or days.
func (m Measure) IsFen() bool { return m != ByDayCount && m != ByAgeDays }

// Limit is a row of Limits: how much of an action one person does alone. Its value is in fen, or a number where the
// measure counts.
type Limit struct {
	Name LimitName
	// Action is the one whose name the page of limits shows for it. Which actions it bounds stands in Rights.
	Action  Action
	Measure Measure
	// Roles are the roles that it bounds; nil is everybody.
	Roles []Role
	// Never says that nobody goes beyond it, with a second person's approval neither.
	Never bool
	// Default is its value in a new book, Most the highest that may be set.
	Default, Most int64
}

// Limits are all limits, in the order of their page. Amounts are in fen: 10_00 is 10 yuan.
var Limits = []Limit{
	// Cash is rounded down to 角: there are never more than 9 fen to let go.
	{Name: RoundingMax, Action: Round, Never: true, Default: 9, Most: 9},
	{Name: DifferenceMax, Action: Difference, Default: 10_00, Most: 100_000_00},
	{Name: MoveMax, Action: MoveCash, Never: true, Default: 10_000_00, Most: 1_000_000_00},
	{Name: WaiverMax, Action: WaiveFee, Roles: []Role{Cashier}, Default: 10_00, Most: 10_000_00},
	{Name: UndoMaxBills, Action: UndoBills, Measure: ByDayCount, Default: 20, Most: 10_000},
	{Name: UndoMaxFen, Action: UndoBills, Measure: ByDayFen, Default: 5_000_00, Most: 1_000_000_00},
	{Name: UnverifiedMax, Action: TakeUnverified, Default: 5_000_00, Most: 1_000_000_00},
	{Name: UnverifiedShiftMax, Action: TakeUnverified, Measure: ByShiftFen, Default: 20_000_00, Most: 10_000_000_00},
	{Name: UnverifiedMaxDays, Action: TakeUnverified, Measure: ByAgeDays, Default: 7, Most: 60},
}

// Words returns a value of the limit as people read it: ￥12.00, or a number.
func (l Limit) Words(value int64) string {
	if !l.Measure.IsFen() {
		return strconv.FormatInt(value, 10)
	}
	return money.Fen(value).Yuan()
}

// LimitCalled returns the row of a name; found is false for a name that no limit has.
func LimitCalled(name LimitName) (limit Limit, found bool) {
	at := slices.IndexFunc(Limits, func(l Limit) bool { return l.Name == name })
	if at < 0 {
		return Limit{}, false
	}
	return Limits[at], true
}

// Bounds are the limits as they are set at one moment.
type Bounds map[LimitName]int64

// ReadBounds reads all limits. One that was never set has its default, so a lookup of a limit always finds a value.
// The map is shared within a transaction and must not be changed.
func ReadBounds(tx *store.Tx) (Bounds, error) {
	return store.Recall(tx, boundsKey{}, func() (Bounds, error) { return readBounds(tx) })
}

// boundsKey is the key under which a transaction keeps the limits that it has read.
type boundsKey struct{}

// readBounds reads the limits from the database, which has only those that were ever set.
func readBounds(tx *store.Tx) (Bounds, error) {
	bounds := make(Bounds, len(Limits))
	for _, limit := range Limits {
		bounds[limit.Name] = limit.Default
	}
	return bounds, tx.Each("SELECT name, value FROM limits", nil, func(scan func(dest ...any) error) error {
		var name LimitName
		var value int64
		err := scan(&name, &value)
		bounds[name] = value
		return err
	})
}

// Fen returns a limit that is a sum.
func (b Bounds) Fen(name LimitName) money.Fen { return money.Fen(b[name]) }

// Count returns a limit that is a number.
func (b Bounds) Count(name LimitName) int { return int(b[name]) }

// IsBeyond reports whether fen, over or short, is more than one person does alone. Exactly the limit is not beyond
// it.
func (b Bounds) IsBeyond(name LimitName, fen money.Fen) bool { return max(fen, -fen) > b.Fen(name) }

// SetLimit changes a limit for an actor who may change settings. Once the book has asked for money, a higher value
// takes a second person (RaiseLimit); a lower one never does. The value that it has already changes nothing and
// leaves no event. Errors: staff.unknown_limit, staff.limit for a value below 0 or above Most, and those of
// Authorize.
func (s *Staff) SetLimit(ctx context.Context, by Actor, approval Approval, name LimitName, value int64) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		limit, found := LimitCalled(name)
		if !found {
			return store.Refuse(codeUnknownLimit, string(name))
		}
		if value < 0 || value > limit.Most {
			return store.Refuse(CodeLimit, limit.Words(limit.Most))
		}
		bounds, err := ReadBounds(tx)
		if err != nil {
			return err
		}
		deeds := []Deed{{Action: Settings}}
		if value > bounds[name] {
			asked, err := s.HasAsked(tx)
			if err != nil {
				return err
			}
			if asked {
				deeds = append(deeds, Deed{Action: RaiseLimit, About: PartOf(string(name), strconv.FormatInt(value, 10)), Terms: Standing(bounds[name])})
			}
		}
		consent, err := s.Authorize(tx, by, approval, deeds...)
		if err != nil || value == bounds[name] {
			return err
		}
		_, err = s.journal.Append(tx, kindLimitSet, limitSetV1{Limit: name, Value: value, By: by.id, Approver: consent})
		return err
	})
}
