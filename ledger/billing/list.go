package billing

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// listMax bounds a list of bills: nobody reads more, and a screen must not hold a million.
const listMax = 10_000

// Query chooses bills to look at: those of an item whose period touches FromOn to ToOn, of one object. A field that is ""
// does not restrict; Object is an id.
type Query struct {
	Item, Object string
	FromOn, ToOn calendar.Date
	// Undone includes those that were taken back.
	Undone bool
}

// List returns the bills of a query in the order they were issued, at most 10,000, and how many there are in all.
func List(tx *store.Tx, q Query) (bills []Bill, count int, err error) {
	where := ` FROM bills WHERE (?1 = '' OR item = ?1) AND (?2 = '' OR object = ?2) AND (?3 = '' OR period_to >= ?3) AND (?4 = '' OR period_from <= ?4)
		AND (?5 OR undone = 0)`
	args := []any{q.Item, q.Object, string(q.FromOn), string(q.ToOn), q.Undone}
	if q.Item != "" { // SQLite uses the index on items only for a plain comparison
		where = ` FROM bills WHERE item = ?1 AND (?2 = '' OR object = ?2) AND (?3 = '' OR period_to >= ?3) AND (?4 = '' OR period_from <= ?4) AND (?5 OR undone = 0)`
	}
	if _, err := tx.Get("SELECT count(*)"+where, args, &count); err != nil {
		return nil, 0, err
	}
	bills, err = store.All(tx, "SELECT "+billColumns+where+" ORDER BY device, seq, line LIMIT ?6", append(args, listMax), scanBill)
	return bills, count, err
}

// RunLine is one run as a list of runs shows it.
type RunLine struct {
	Run    string    `json:"run"`
	AtMS   int64     `json:"atMS"` // when it was issued, in ms since 1970 in UTC
	Item   string    `json:"item"` // "" where its bills have several
	Count  int       `json:"count"`
	SumFen money.Fen `json:"sumFen"`
	// FromOn and ToOn are the days of its bills' periods, "" where none has any.
	FromOn calendar.Date `json:"fromOn,omitempty"`
	ToOn   calendar.Date `json:"toOn,omitempty"`
	By     string        `json:"by"` // the id of the person who asked for it
}

// Runs returns the newest runs that made a bill, those of a single bill by hand among them, at most limit, the newest
// first.
func Runs(tx *store.Tx, limit int) ([]RunLine, error) {
	return store.All(tx, `SELECT r.run, e.at_ms, r.bills, r.sum_fen, r.person, r.item, r.from_on, r.to_on
		FROM runs r JOIN events e ON e.device = r.device AND e.seq = r.seq
		WHERE r.bills > 0 ORDER BY e.id DESC LIMIT ?`, []any{limit}, func(scan func(dest ...any) error) (RunLine, error) {
		var r RunLine
		return r, scan(&r.Run, &r.AtMS, &r.Count, &r.SumFen, &r.By, &r.Item, &r.FromOn, &r.ToOn)
	})
}
