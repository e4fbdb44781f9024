package lease

import (
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// leaseColumns are the columns that scanLease reads, in its order.
const leaseColumns = "id, contract, ended_on, person, approver"

// scanLease reads a lease without its amendments, which read adds.
func scanLease(scan func(dest ...any) error) (Lease, error) {
	var l Lease
	var contract string
	if err := scan(&l.ID, &contract, &l.EndedOn, &l.By, &l.Approver); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(contract), &l.Contract)
}

// All returns every lease by number and first day.
func All(tx *store.Tx) ([]Lease, error) {
	return read(tx, "SELECT "+leaseColumns+" FROM leases ORDER BY number, from_on, id")
}

// Of returns the leases of an object, the oldest first.
func Of(tx *store.Tx, object string) ([]Lease, error) {
	return read(tx, "SELECT "+leaseColumns+" FROM leases WHERE id IN (SELECT lease FROM lease_objects WHERE object = ?) ORDER BY from_on, id", object)
}

// ByID returns one lease; an unknown id is lease.unknown.
func ByID(tx *store.Tx, id string) (Lease, error) {
	return one(tx, id, "SELECT "+leaseColumns+" FROM leases WHERE id = ?")
}

// ByNumber returns the lease with this contract number; an unknown one is lease.unknown. Where two devices signed one
// number at the same time it is the one that was signed first.
func ByNumber(tx *store.Tx, number string) (Lease, error) {
	return one(tx, number, "SELECT "+leaseColumns+" FROM leases WHERE number = ? ORDER BY id LIMIT 1")
}

// one returns the only lease of a query; none is lease.unknown naming what.
func one(tx *store.Tx, what, query string) (Lease, error) {
	all, err := read(tx, query, what)
	if err == nil && len(all) == 0 {
		err = store.Refuse(codeUnknown, what)
	}
	if err != nil {
		return Lease{}, err
	}
	return all[0], nil
}

// read returns the leases of a query with their amendments.
func read(tx *store.Tx, query string, args ...any) ([]Lease, error) {
	all, err := store.All(tx, query, args, scanLease)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Amendments, err = amendmentsOf(tx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// amendmentsOf returns the amendments of a lease by the day from which they hold.
func amendmentsOf(tx *store.Tx, id string) ([]Amendment, error) {
	return store.All(tx, "SELECT from_on, terms, person, approver FROM lease_amendments a WHERE lease = ? ORDER BY from_on, "+journal.Place("a"), []any{id},
		func(scan func(dest ...any) error) (Amendment, error) {
			var a Amendment
			var terms string
			if err := scan(&a.FromOn, &terms, &a.By, &a.Approver); err != nil {
				return a, err
			}
			return a, json.Unmarshal([]byte(terms), &a.Terms)
		})
}

// Turnovers returns what was reported of a lease, the newest report of each period, in the order of periods. The newest
// goes by the clock of the device that heard it.
func Turnovers(tx *store.Tx, id string) ([]Turnover, error) {
	all, err := store.All(tx, "SELECT from_on, fen FROM turnovers t WHERE lease = ? ORDER BY from_on, "+journal.Place("t"), []any{id},
		func(scan func(dest ...any) error) (Turnover, error) {
			var t Turnover
			return t, scan(&t.FromOn, &t.Fen)
		})
	var newest []Turnover
	for _, t := range all {
		if n := len(newest); n > 0 && newest[n-1].FromOn == t.FromOn {
			newest = newest[:n-1]
		}
		newest = append(newest, t)
	}
	return newest, err
}

// taken refuses an object that another lease has on one of the days: lease.taken naming the object, the other lease's
// number and its days. A lease that ended early holds its objects up to that day, and one that never began holds none.
func taken(tx *store.Tx, object, code string, from, to calendar.Date) error {
	var number string
	var otherFrom, otherTo calendar.Date
	found, err := tx.Get(`SELECT l.number, l.from_on, iif(l.ended_on = '', l.to_on, l.ended_on) AS last FROM lease_objects o JOIN leases l ON l.id = o.lease
		WHERE o.object = ? AND l.from_on <= ? AND last >= ? AND last >= l.from_on ORDER BY l.from_on LIMIT 1`,
		[]any{object, string(to), string(from)}, &number, &otherFrom, &otherTo)
	if err == nil && found {
		err = store.Refuse(codeTaken, code, number, string(otherFrom), string(otherTo))
	}
	return err
}
