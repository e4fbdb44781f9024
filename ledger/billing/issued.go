package billing

import (
	"cmp"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// IssuedAhead are the bills of an item that are out already for days on which another price will hold, or none: they keep the price
// they were made by until Adjust is asked to put them right, room by room.
type IssuedAhead struct {
	Count  int         `json:"count"`
	SumFen money.Fen   `json:"sumFen"` // with what was added and taken off since
	Rooms  []AheadRoom `json:"rooms"`
}

// Households counts whose bills they are, a room with its spaces as one.
func (a IssuedAhead) Households() int {
	homes := make(map[string]bool)
	for _, room := range a.Rooms {
		homes[cmp.Or(room.Home, room.Code)] = true
	}
	return len(homes)
}

// AheadRoom is what one object has of them.
type AheadRoom struct {
	Code   string        `json:"room"`
	FromOn calendar.Date `json:"fromOn"` // of the first of its bills
	ToOn   calendar.Date `json:"toOn"`   // of the last
	Count  int           `json:"count"`
	SumFen money.Fen     `json:"sumFen"`

	Home string `json:"-"` // the id of the room that it belongs to, or its own
}

// IssuedFrom returns the standing bills of a tariff that have days from fromOn on and, with until, begin before that day, where they
// were made by a price of before fromOn. Tariff "" is every tariff of the item, whatever price.
func IssuedFrom(tx *store.Tx, item, name string, fromOn, until calendar.Date) (IssuedAhead, error) {
	ahead := IssuedAhead{Rooms: []AheadRoom{}}
	err := tx.Each(`SELECT o.code, iif(o.room = '', o.id, o.room), min(b.period_from), max(b.period_to), sum(b.of_bill IS NULL), sum(b.amount_fen - b.reduced_fen)
		FROM bills b JOIN objects o ON o.id = b.object WHERE b.item = ?1 AND (?2 = '' OR b.tariff = ?2 AND b.tariff_from < ?3) AND b.undone = 0 AND b.origin = 'tariff'
		AND b.period_from >= ?4 AND b.period_to >= ?3 AND (?5 = '' OR b.period_from < ?5) GROUP BY o.id ORDER BY o.code`,
		[]any{item, name, string(fromOn), string(fromOn.AddDays(-2 * spanDaysMax)), string(until)}, func(scan func(dest ...any) error) error {
			var room AheadRoom
			if err := scan(&room.Code, &room.Home, &room.FromOn, &room.ToOn, &room.Count, &room.SumFen); err != nil {
				return err
			}
			ahead.Count += room.Count
			ahead.SumFen += room.SumFen
			ahead.Rooms = append(ahead.Rooms, room)
			return nil
		})
	return ahead, err
}

// only keeps those of some objects.
func (a IssuedAhead) only(codes map[string]bool) IssuedAhead {
	kept := IssuedAhead{Rooms: []AheadRoom{}}
	for _, room := range a.Rooms {
		if codes[room.Code] {
			kept.Count += room.Count
			kept.SumFen += room.SumFen
			kept.Rooms = append(kept.Rooms, room)
		}
	}
	return kept
}
