package cashier

import (
	"context"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
)

// RoomMeters is a room's meters with the newest readings of each.
type RoomMeters struct {
	Meter    meter.Meter     `json:"meter"`
	Readings []meter.Reading `json:"readings"`
}

// readingsMax is how many readings of a meter a screen shows: three years by the month.
const readingsMax = 36

// MetersOf gives the meters of a room by its canonical code, with their readings, newest first.
func (c *Counter) MetersOf(ctx context.Context, room string) (all []RoomMeters, err error) {
	err = c.Book.Store.Read(ctx, func(tx *store.Tx) error {
		object, err := estate.ByCode(tx, room)
		if err != nil {
			return err
		}
		meters, err := meter.OfObject(tx, object.ID)
		if err != nil {
			return err
		}
		for _, m := range meters {
			history, err := meter.History(tx, m.ID, readingsMax)
			if err != nil {
				return err
			}
			all = append(all, RoomMeters{Meter: m, Readings: history})
		}
		return nil
	})
	return all, err
}

// EnterReading takes one reading by hand; what it answers is said at meter.Meters.Enter.
func (c *Counter) EnterReading(ctx context.Context, entry meter.Entry) (reading meter.Reading, err error) {
	by := c.who()
	err = c.writeMeters(ctx, func(tx *store.Tx, today calendar.Date) error {
		reading, err = c.Book.Meters.Enter(tx, by, entry, today)
		return err
	})
	return reading, err
}

// CorrectReading corrects the newest reading of a meter; what it answers is said at meter.Meters.Correct.
func (c *Counter) CorrectReading(ctx context.Context, order meter.Correction) (reading meter.Reading, err error) {
	by := c.who()
	err = c.writeMeters(ctx, func(tx *store.Tx, _ calendar.Date) error {
		reading, err = c.Book.Meters.Correct(tx, by, order)
		return err
	})
	return reading, err
}

// UndoReading takes the newest reading of a meter back; what it answers is said at meter.Meters.Undo.
func (c *Counter) UndoReading(ctx context.Context, id, reason string) (reading meter.Reading, err error) {
	by := c.who()
	err = c.writeMeters(ctx, func(tx *store.Tx, _ calendar.Date) error {
		reading, err = c.Book.Meters.Undo(tx, by, id, reason)
		return err
	})
	return reading, err
}

// ReplaceMeter records the change of a meter; what it answers is said at meter.Meters.Replace.
func (c *Counter) ReplaceMeter(ctx context.Context, order meter.Replacement) (next meter.Meter, err error) {
	by := c.who()
	err = c.writeMeters(ctx, func(tx *store.Tx, today calendar.Date) error {
		next, err = c.Book.Meters.Replace(tx, by, order, today)
		return err
	})
	return next, err
}

// InstallMeter brings a meter in by hand; what it answers is said at meter.Meters.Install.
func (c *Counter) InstallMeter(ctx context.Context, installing meter.Installing) (installed meter.Meter, err error) {
	by := c.who()
	err = c.writeMeters(ctx, func(tx *store.Tx, _ calendar.Date) error {
		installed, err = c.Book.Meters.Install(tx, by, installing)
		return err
	})
	return installed, err
}

// SetMeterTerms changes a meter's multiplier, loss or dial from a day on; what it answers is said at meter.Meters.SetTerms.
func (c *Counter) SetMeterTerms(ctx context.Context, id string, terms meter.Terms) (changed meter.Meter, err error) {
	by := c.who()
	err = c.writeMeters(ctx, func(tx *store.Tx, _ calendar.Date) error {
		changed, err = c.Book.Meters.SetTerms(tx, by, id, terms)
		return err
	})
	return changed, err
}

func (c *Counter) writeMeters(ctx context.Context, work func(tx *store.Tx, today calendar.Date) error) error {
	return c.Book.Store.Write(ctx, func(tx *store.Tx) error {
		today, err := c.today(tx)
		if err != nil {
			return err
		}
		return work(tx, today)
	})
}
