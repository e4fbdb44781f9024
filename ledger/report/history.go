package report

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// HistoryKind is what a line of a household's history is about. A line may be of several: the payment of a deposit is both.
type HistoryKind string

// The kinds of line.
const (
	HistoryBill      HistoryKind = "bill"
	HistoryPayment   HistoryKind = "payment"
	HistoryUndoing   HistoryKind = "undoing" // voids and reversals
	HistoryRefund    HistoryKind = "refund"
	HistoryDeposit   HistoryKind = "deposit"
	HistoryPrepaid   HistoryKind = "prepaid"
	HistoryReduction HistoryKind = "reduction" // what was taken off bills, waived, conceded, and bills taken back
	HistoryLateFee   HistoryKind = "late_fee"
	HistoryReading   HistoryKind = "reading"
)

// HistoryKinds are the kinds in the order in which screens number them from 1.
var HistoryKinds = []HistoryKind{HistoryBill, HistoryPayment, HistoryUndoing, HistoryRefund, HistoryDeposit, HistoryPrepaid, HistoryReduction, HistoryLateFee, HistoryReading}

// HistoryKey is the place of a line in a history: the order in which the book got to know of the event, and the line within it.
// The wall clock orders nothing: it can be wrong.
type HistoryKey struct {
	Event int64 `json:"event"`
	Line  int64 `json:"line"`
}

// isBefore reports whether a line stands below another, which is newer.
func (k HistoryKey) isBefore(other HistoryKey) bool {
	return k.Event < other.Event || k.Event == other.Event && k.Line < other.Line
}

// HistoryQuery chooses lines of a household's history. Room is the id of a room, or of a space that belongs to none. Kind "" is
// every kind; From and To are the first and the last business day, "" for no bound. Before is the key of the last line that was
// read, the zero key for the newest. Limit is how many lines are read, never over HistoryMax.
type HistoryQuery struct {
	Room     string
	Kind     HistoryKind
	From, To calendar.Date
	Before   HistoryKey
	Limit    int
}

// HistoryMax is how many lines one reading of a history has at most. A household of ten years has some 700.
const HistoryMax = 2000

// historyTotalMax is how many lines of a household are looked at at all: some hundred years of a household.
const historyTotalMax = 50_000

// History is what happened to a household, newest first. Count is how many lines the query has in all, More whether there are
// some below those of Lines, and Years are the calendar years in which anything happened, the newest first, whatever the query.
type History struct {
	Lines []HistoryLine `json:"lines"`
	Count int           `json:"count"`
	More  bool          `json:"more"`
	Years []int         `json:"years"`
}

// ReadHistory reads the lines of a household's history that a query chooses: bills, payments, what undid them, refunds,
// reductions, waivers, concessions, moves of deposits and of the prepayment, and meter readings, of the room, of its spaces, and
// what others paid for them. It goes by indexes and looks at nothing of other households. Errors: report.span for days that are
// none or end before they begin, report.kind for an unknown kind.
func ReadHistory(tx *store.Tx, v *vault.Vault, q HistoryQuery) (h History, err error) {
	bit, err := q.check()
	if err != nil {
		return h, err
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return h, err
	}
	all, err := historyIndex(tx, q.Room)
	if err != nil {
		return h, err
	}
	t := historyTeller{tx: tx, names: newNameBook(tx, v), query: q, cutoffHour: policies.CutoffHour, all: all, places: make(map[string]bool), runs: make(map[int64]historyRun)}
	if err := t.findPlaces(); err != nil {
		return h, err
	}
	limit := min(max(0, q.Limit), HistoryMax)
	h.Lines, h.Years = make([]HistoryLine, 0, min(limit, len(all))), make([]int, 0, 1)
	for at, entry := range all {
		on := t.dayOf(entry)
		if year := on.Year(); len(h.Years) == 0 || h.Years[len(h.Years)-1] != year {
			h.Years = withYear(h.Years, year)
		}
		if entry.kinds&bit == 0 || q.From != "" && on < q.From || q.To != "" && on > q.To {
			continue
		}
		h.Count++
		switch isAfter := q.Before == (HistoryKey{}) || entry.key.isBefore(q.Before); {
		case !isAfter:
		case len(h.Lines) == limit:
			h.More = true
		default:
			line, err := t.tell(at)
			if err != nil {
				return h, err
			}
			h.Lines = append(h.Lines, line)
		}
	}
	return h, nil
}

// withYear adds a year to years, the newest first. A clock that was wrong may bring one back that is there.
func withYear(years []int, year int) []int {
	at := 0
	for at < len(years) && years[at] > year {
		at++
	}
	if at < len(years) && years[at] == year {
		return years
	}
	return append(years[:at], append([]int{year}, years[at:]...)...)
}

// check refuses a query that asks for no days, or for an unknown kind, and returns the bits of the kinds that it asks for.
func (q HistoryQuery) check() (bit int64, err error) {
	for _, day := range []calendar.Date{q.From, q.To} {
		if day != "" && !day.Valid() {
			return 0, store.Refuse(codeSpan)
		}
	}
	if q.From != "" && q.To != "" && q.To < q.From {
		return 0, store.Refuse(codeSpan)
	}
	if q.Kind == "" {
		return -1, nil
	}
	if bit = q.Kind.bit(); bit == 0 {
		return 0, store.Refuse(codeKind, string(q.Kind))
	}
	return bit, nil
}

// bit returns the bit of a kind in a line of the index, 0 for an unknown kind.
func (k HistoryKind) bit() int64 {
	for at, kind := range HistoryKinds {
		if kind == k {
			return 1 << at
		}
	}
	return 0
}

// dayOf returns the business day of a line.
func (t *historyTeller) dayOf(entry historyEntry) calendar.Date {
	if entry.on != "" {
		return entry.on
	}
	return calendar.BusinessDate(time.UnixMilli(entry.atMS), t.cutoffHour)
}
