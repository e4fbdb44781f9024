package metering

import (
	"context"

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

// MetersOf returns the meters of a room by its canonical code, with their readings, newest first.
func (c *Metering) MetersOf(ctx context.Context, room string) (all []RoomMeters, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
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

// EnterReading takes one reading by hand; errors: see meter.Meters.Enter.
func (c *Metering) EnterReading(ctx context.Context, entry meter.Entry) (meter.Reading, error) {
	return c.session.Book.Meters.Enter(ctx, c.session.Who(), entry)
}

// CorrectReading corrects the newest reading of a meter; errors: see meter.Meters.Correct.
func (c *Metering) CorrectReading(ctx context.Context, order meter.Correction) (meter.Reading, error) {
	return c.session.Book.Meters.Correct(ctx, c.session.Who(), order)
}

// UndoReading takes the newest reading of a meter back; errors: see meter.Meters.Undo.
func (c *Metering) UndoReading(ctx context.Context, order meter.Undoing) (meter.Reading, error) {
	return c.session.Book.Meters.Undo(ctx, c.session.Who(), order)
}

// ReplaceMeter records the change of a meter; errors: see meter.Meters.Replace.
func (c *Metering) ReplaceMeter(ctx context.Context, order meter.Replacement) (meter.Meter, error) {
	return c.session.Book.Meters.Replace(ctx, c.session.Who(), order)
}

// InstallMeter brings a meter in by hand; errors: see meter.Meters.Install.
func (c *Metering) InstallMeter(ctx context.Context, installing meter.Installing) (meter.Meter, error) {
	return c.session.Book.Meters.Install(ctx, c.session.Who(), installing)
}

// SetMeterTerms changes a meter's multiplier, loss or dial from a day on; errors: see meter.Meters.SetTerms.
func (c *Metering) SetMeterTerms(ctx context.Context, id string, terms meter.Terms) (meter.Meter, error) {
	return c.session.Book.Meters.SetTerms(ctx, c.session.Who(), id, terms)
}
