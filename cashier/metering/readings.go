package metering

import (
	"context"
	"slices"

	"shouqi/cashier/intake"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Plan is a dry run of a sheet of meter readings: what the file says, and what the book says of every reading.
type Plan struct {
	*intake.Readings
	// Judged are the readings in the order of the sheet, with verdicts and reasons; Explain gives the reasons' sentences.
	Judged []meter.Judged
	// Absent are the codes of rooms that the sheet does not name although it names their neighbours, at most absentMax.
	Absent []string
	// AbsentCount is how many they are.
	AbsentCount int

	sheet meter.Sheet
}

// absentMax bounds the list of rooms that a sheet leaves out.
const absentMax = 50

// Options are what a person says about a sheet of readings. Month is the last day of the period that the readings
// close, "" for each reading's own day; Digits are the sizes of the dials by kind, where known.
type Options struct {
	intake.ReadingOptions
	ForOn  calendar.Date
	Digits map[string]int
}

// Count returns how many readings are in a state. What could not even be read counts as refused.
func (p *Plan) Count(state meter.State) int {
	count := 0
	for _, j := range p.Judged {
		if j.State == state {
			count++
		}
	}
	if state == meter.Refused {
		count += len(p.Refused)
	}
	return count
}

// PlanReadings works out, without changing anything, what a sheet of readings would do. It answers what
// intake.Sheet.Readings and meter.Judge answer.
func (c *Metering) PlanReadings(ctx context.Context, sheet *intake.Sheet, options Options) (*Plan, error) {
	read, err := sheet.Readings(ctx, options.ReadingOptions)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Readings: read, sheet: meter.Sheet{FileHash: read.FileHash, ForOn: options.ForOn, Digits: options.Digits, Refused: len(read.Refused)}}
	for _, row := range read.Rows {
		offer, err := offerOf(row)
		if err != nil {
			return nil, err
		}
		plan.sheet.Offers = append(plan.sheet.Offers, offer)
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if plan.Judged, err = c.session.Book.Meters.Judge(tx, plan.sheet); err != nil {
			return err
		}
		return plan.findAbsent(tx)
	})
	return plan, err
}

func offerOf(row intake.Reading) (meter.Offer, error) {
	offer := meter.Offer{Line: row.Line, Room: row.Room, Kind: row.Kind, Number: row.Number, On: row.On, PreviousOn: row.PreviousOn}
	for _, figure := range []struct {
		text string
		into **tariff.Number
	}{{row.Previous, &offer.Previous}, {row.Value, &offer.Value}} {
		if figure.text == "" {
			continue
		}
		number, err := meter.ParseReading(figure.text)
		if err != nil {
			return offer, err
		}
		*figure.into = &number
	}
	return offer, nil
}

// findAbsent lists the rooms of the book that the sheet leaves out, unit by unit: in a unit that it names at all, a room
// without a line was forgotten or stands there under a wrong number.
func (p *Plan) findAbsent(tx *store.Tx) error {
	rooms, err := estate.Rooms(tx)
	if err != nil {
		return err
	}
	named := make(map[string]bool)
	for _, row := range p.Rows {
		named[row.Room] = true
	}
	units := make(map[string]bool)
	for _, room := range rooms {
		if named[room.Code] {
			units[room.Building+"|"+room.Unit] = true
		}
	}
	for _, room := range rooms {
		if named[room.Code] || !units[room.Building+"|"+room.Unit] {
			continue
		}
		if p.AbsentCount++; len(p.Absent) < absentMax {
			p.Absent = append(p.Absent, room.Code)
		}
	}
	return nil
}

// Decision is what a person decided about a plan's odd and refused readings.
type Decision struct {
	RequestID string
	Keep      []int // the rows whose odd readings are right
	KeepAll   bool
	LeaveOut  bool // the rest that is odd or refused stays unread
}

// TakeReadings takes a planned sheet in, whole or not at all; errors: see meter.Meters.Take.
func (c *Metering) TakeReadings(ctx context.Context, plan *Plan, decision Decision) (batch meter.Batch, err error) {
	by := c.session.Who()
	keep := slices.Clone(decision.Keep)
	slices.Sort(keep)
	return c.session.Book.Meters.Take(ctx, by, meter.Taking{RequestID: decision.RequestID, Sheet: plan.sheet, Keep: slices.Compact(keep),
		KeepAll: decision.KeepAll, LeaveOut: decision.LeaveOut})
}
