package parking_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/parking"
)

// It holds for every plan, blocks that restart at windows included: a later exit only adds minutes at the end, and what
// those cost is never negative.
func TestALaterExitNeverCostsLess(t *testing.T) {
	random := newRandom(2)
	plans := 2_000
	if testing.Short() {
		plans = 200
	}
	for range plans {
		plan := random.plan()
		entry, exit := random.stay()
		cards := random.cards(entry)
		var before money.Fen
		for range 20 {
			got, err := parking.Price(plan, entry, exit, parking.Options{Cards: cards})
			require.NoError(t, err)
			require.GreaterOrEqual(t, got.AmountFen, before, "%+v: %s to %s", plan, entry, exit)
			before = got.AmountFen
			exit = exit.Add(time.Duration(1+random.IntN(pick(random, 2, 40, 400))) * time.Minute)
		}
	}
}

func TestTheMachinesZoneChangesNothing(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	random := newRandom(3)
	for range 300 {
		plan := random.plan()
		entry, exit := random.stay()
		options := parking.Options{Cards: random.cards(entry)}
		want, err := parking.Price(plan, entry, exit, options)
		require.NoError(t, err)
		for _, zone := range []*time.Location{time.UTC, time.FixedZone("behind", -9*3600-1800), time.FixedZone("ahead", 14*3600)} {
			time.Local = zone
			got, err := parking.Price(plan, entry.In(zone), exit.Local(), options)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

func TestSecondsAreCutOff(t *testing.T) {
	plan, entry := shipped(t, "hourly"), at(t, "2026-11-20 09:00")
	got, err := parking.Price(plan, entry.Add(59*time.Second), entry.Add(time.Hour+59*time.Second), parking.Options{})
	require.NoError(t, err)
	require.Zero(t, got.AmountFen)
	require.EqualValues(t, 60, got.Minutes)
}

// Whatever a manager writes, a plan that is read is priced, and one that is not says why in the room's own words.
func FuzzReadPlan(f *testing.F) {
	paths, err := filepath.Glob("../../assets/parking/*.json")
	require.NoError(f, err)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(text, int64(30), int64(3000))
	}
	f.Fuzz(func(t *testing.T, text []byte, entryMinute, minutes int64) {
		var refused *parking.Error
		plan, err := parking.ReadPlan(text)
		if err != nil {
			require.ErrorAs(t, err, &refused)
			return
		}
		entry := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(entryMinute%500_000) * time.Minute)
		got, err := parking.Price(plan, entry, entry.Add(time.Duration(minutes%600_000)*time.Minute), parking.Options{})
		if err != nil {
			require.ErrorAs(t, err, &refused)
			return
		}
		require.GreaterOrEqual(t, got.AmountFen, money.Fen(0))
		require.LessOrEqual(t, got.ChargedMinutes, got.Minutes)
		require.NotEmpty(t, got.Steps)
	})
}

// A stay of thirty days, priced from the plan's JSON types on.
func BenchmarkThirtyDays(b *testing.B) {
	random := newRandom(4)
	plan := random.plan()
	for len(plan.Windows) < 5 || plan.DayCap == "" {
		plan = random.plan()
	}
	entry := time.Date(2026, 9, 15, 9, 7, 0, 0, time.UTC)
	for b.Loop() {
		if _, err := parking.Price(plan, entry, entry.AddDate(0, 0, 30), parking.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
