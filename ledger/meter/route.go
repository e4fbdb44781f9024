package meter

import (
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// routeMax is how many meters one route may have: what a person reads in some days.
const routeMax = 5000

// Walk says which meters are read on a route (抄表路线), and when: those of one kind in one building, all buildings for "".
// ForOn is the last day of the month that the readings close.
type Walk struct {
	Kind     string
	Building string
	On       calendar.Date
	ForOn    calendar.Date
}

// Stand is what a meter of a route stands at before it is read. Usual is what it would use until Walk.On by what is known of
// it; HasUsual is false where nothing is. Read says that the month of the walk has a reading already, the one at which the
// meter stands; Usual is then of the days that this reading closed.
type Stand struct {
	Meter      Meter
	Room       string
	Previous   tariff.Number
	PreviousOn calendar.Date
	Usual      tariff.Number
	HasUsual   bool
	Read       bool
}

// Route returns the meters in use of a walk, those without a reading for its month first, each part in the order of the
// rooms. Errors: meter.route_long for more than 5,000 of them.
func (s *Meters) Route(tx *store.Tx, walk Walk) ([]Stand, error) {
	rooms, err := estate.Rooms(tx)
	if err != nil {
		return nil, err
	}
	meters, err := store.All(tx, meterQuery+"WHERE m.kind = ? AND m.end_on = '' ORDER BY m.number, m.id", []any{walk.Kind}, scanMeter)
	if err != nil {
		return nil, err
	}
	byRoom := make(map[string][]Meter)
	for _, m := range meters {
		byRoom[m.Object] = append(byRoom[m.Object], m)
	}
	work := judging{Meters: s, tx: tx, others: make(map[string]yardstick)}
	var missing, read []Stand
	for _, room := range rooms {
		if walk.Building != "" && room.Building != walk.Building {
			continue
		}
		for _, m := range byRoom[room.ID] {
			stand, err := work.stand(m, room.Code, walk)
			if err != nil {
				return nil, err
			}
			if stand.Read {
				read = append(read, stand)
			} else {
				missing = append(missing, stand)
			}
			if len(read)+len(missing) > routeMax {
				return nil, store.Refuse(codeRouteLong, routeMax)
			}
		}
	}
	return slices.Concat(missing, read), nil
}

// stand says what a meter stands at and what it usually uses.
func (w *judging) stand(m Meter, room string, walk Walk) (Stand, error) {
	stand := Stand{Meter: m, Room: room, Previous: m.StartReading, PreviousOn: m.StartOn}
	newest, found, err := last(w.tx, m.ID)
	if err != nil {
		return stand, err
	}
	if found {
		stand.Previous, stand.PreviousOn = newest.Value, newest.On
		stand.Read = newest.ForOn.Month() >= walk.ForOn.Month()
	}
	from, to := stand.PreviousOn, walk.On
	if stand.Read { // the days since are the next month's: what was usual is told of those that the reading closed
		from, to = newest.PreviousOn, newest.On
	}
	yard, err := w.yardOf(&Judged{Offer: Offer{Kind: m.Kind, On: to}, Meter: m, Terms: m.Terms, PreviousOn: from})
	stand.Usual, stand.HasUsual = yard.median, yard.known
	return stand, err
}
