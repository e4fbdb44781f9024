package metering_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// A clerk plans the sample sheet, decides, takes it, corrects a reading, changes a meter and sees it all in the room.
func TestReadingsAtTheCounter(t *testing.T) {
	ctx := context.Background()
	counter := countertest.Open(t)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	register, err := intake.Load(ctx, "../intake/testdata/register.xlsx", "")
	require.NoError(t, err)
	rooms, err := counter.Register.PlanSheet(ctx, register, intake.Options{})
	require.NoError(t, err)
	_, err = counter.Register.Take(ctx, rooms, false, session.Second{})
	require.NoError(t, err)

	sheet, err := intake.Load(ctx, "../intake/testdata/meters-2026-10.xlsx", "")
	require.NoError(t, err)
	plan, err := counter.Metering.PlanReadings(ctx, sheet, metering.Options{ForOn: "2026-10-31"})
	require.NoError(t, err)
	require.Equal(t, []int{246, 2, 4, 0}, []int{plan.Count(meter.Good), plan.Count(meter.Odd), plan.Count(meter.Refused), plan.Count(meter.Have)})
	require.Equal(t, []string{"2-1-402"}, plan.Absent)
	_, err = counter.Metering.TakeReadings(ctx, plan, metering.Decision{RequestID: "a"})
	require.Equal(t, "meter.undecided", store.Code(err))
	batch, err := counter.Metering.TakeReadings(ctx, plan, metering.Decision{RequestID: "b", Keep: []int{42}, LeaveOut: true})
	require.NoError(t, err)
	require.Equal(t, 247, batch.Taken)
	require.Equal(t, 5, batch.LeftOut)

	all, err := counter.Metering.MetersOf(ctx, "1-1-101")
	require.NoError(t, err)
	require.Len(t, all, 2)
	water := all[0]
	require.Equal(t, "水", water.Meter.Kind)
	corrected, err := counter.Metering.CorrectReading(ctx, meter.Correction{RequestID: "c", Meter: water.Meter.ID, Value: tariff.Whole(577), Reason: "misread"})
	require.NoError(t, err)
	require.Equal(t, "14", corrected.Usage.String())
	next, err := counter.Metering.ReplaceMeter(ctx, meter.Replacement{RequestID: "d", Meter: water.Meter.ID, On: "2026-11-10", FinalReading: tariff.Whole(580),
		NextNumber: "S2", StartReading: tariff.Whole(0), Reason: "overdue"})
	require.NoError(t, err)
	_, err = counter.Metering.SetMeterTerms(ctx, next.ID, meter.Terms{FromOn: "2026-11-11", Digits: 5, Multiplier: tariff.Whole(2)})
	require.NoError(t, err)
	entered, err := counter.Metering.EnterReading(ctx, meter.Entry{RequestID: "e", Meter: next.ID, On: "2026-11-20", Value: tariff.Whole(3)})
	require.NoError(t, err)
	require.Equal(t, "6", entered.Usage.String())
	undone, err := counter.Metering.UndoReading(ctx, meter.Undoing{RequestID: "undo", Meter: next.ID, Reason: "typed_wrong"})
	require.NoError(t, err)
	require.True(t, undone.Undone)
	_, err = counter.Metering.InstallMeter(ctx, meter.Installing{Room: "1-1-101", Kind: "热水", StartOn: "2026-11-01", StartReading: tariff.Whole(0), Terms: meter.Plain("2026-11-01")})
	require.NoError(t, err)
	all, err = counter.Metering.MetersOf(ctx, "1-1-101")
	require.NoError(t, err)
	require.Len(t, all, 4)
	require.Len(t, all[3].Readings, 3, "the old water meter comes last, with what was corrected")

	// Nobody signed in, nothing done.
	counter.SignOut()
	_, err = counter.Metering.TakeReadings(ctx, plan, metering.Decision{RequestID: "f", LeaveOut: true})
	require.Error(t, err)
}
