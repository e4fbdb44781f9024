package metering_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// newRoute is the water of building 1 in November, after the sheet of October came in.
func newRoute(t *testing.T) (*cashier.Counter, *metering.Route) {
	t.Helper()
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
	_, err = counter.Metering.TakeReadings(ctx, plan, metering.Decision{RequestID: "october", LeaveOut: true})
	require.NoError(t, err)
	route, err := counter.Metering.Route(ctx, meter.Walk{Kind: "水", Building: "1", On: "2026-11-20", ForOn: "2026-11-30"})
	require.NoError(t, err)
	return counter, route
}

// judge asks the book about a line, as the screen does on leaving it.
func judge(t *testing.T, counter *cashier.Counter, route *metering.Route, line int) *meter.Judged {
	t.Helper()
	judged, err := counter.Metering.JudgeTyped(t.Context(), route.Sheet(line))
	require.NoError(t, err)
	route.Judge(judged)
	return route.Lines[line].Judged
}

// more is a figure that is so much above what the line's meter stands at.
func more(route *metering.Route, line int, by int64) string {
	return route.Lines[line].Previous.Add(tariff.Whole(by)).Text()
}

func save(t *testing.T, counter *cashier.Counter, route *metering.Route) (meter.Batch, error) {
	t.Helper()
	taking, err := route.Taking()
	require.NoError(t, err)
	return counter.Metering.TakeRoute(t.Context(), taking)
}

func TestARouteIsTypedJudgedAndSavedOnce(t *testing.T) {
	counter, route := newRoute(t)
	require.Equal(t, "1-1-101", route.Lines[0].Room)
	require.True(t, route.Lines[0].HasUsual)
	require.Equal(t, 0, route.Next(-1))
	require.NoError(t, route.Type(0, more(route, 0, 11)))
	require.Equal(t, meter.Good, judge(t, counter, route, 0).State)
	require.Equal(t, 1, route.Next(0))

	// Far too much, and back: the second cannot be kept at all.
	require.NoError(t, route.Type(1, "99999"))
	require.False(t, route.Keep(1), "nobody was shown anything yet")
	odd := judge(t, counter, route, 1)
	require.Equal(t, meter.Odd, odd.State)
	require.NoError(t, route.Type(2, more(route, 2, -3)))
	require.Equal(t, meter.Refused, judge(t, counter, route, 2).State)
	require.False(t, route.Keep(2))
	require.Equal(t, "meter.reading", store.Code(route.Type(3, "12x")))
	count := route.Count()
	require.Equal(t, metering.RouteCount{Ready: 1, Odd: 1, Refused: 2, Missing: len(route.Lines) - 4}, count)
	require.Equal(t, 2, route.Next(1))
	require.Equal(t, 1, route.Next(0), "an odd one is a line to come back to")

	batch, err := save(t, counter, route)
	require.NoError(t, err)
	require.Equal(t, 1, batch.Taken)
	again, err := save(t, counter, route)
	require.NoError(t, err)
	require.Equal(t, batch.ID, again.ID, "a second Enter saves nothing more")

	// What stayed out is still there, after the route was read anew.
	next, err := counter.Metering.Route(t.Context(), route.Walk)
	require.NoError(t, err)
	next.Adopt(route)
	require.Equal(t, "1-1-101", next.Lines[0].Room, "what was saved stays where it was")
	require.True(t, next.Lines[0].Read)
	require.Empty(t, next.Lines[0].Typed)
	require.Equal(t, "99999", next.Lines[1].Typed)
	judge(t, counter, next, 1)
	require.True(t, next.Keep(1))
	batch, err = save(t, counter, next)
	require.NoError(t, err)
	require.Equal(t, 1, batch.Taken)
	meters, err := counter.Metering.MetersOf(t.Context(), next.Lines[1].Room)
	require.NoError(t, err)
	for _, m := range meters {
		if m.Meter.Kind == "水" {
			require.True(t, m.Readings[0].Kept)
		}
	}
	afresh, err := counter.Metering.Route(t.Context(), route.Walk)
	require.NoError(t, err)
	require.Equal(t, "1-1-101", afresh.Lines[len(afresh.Lines)-2].Room, "opened afresh, what is missing comes first")
}

// A day that changes makes every answer stale, and an answer that comes late does not judge what was typed since.
func TestWhatWasSaidOfAnotherFigureCountsNoMore(t *testing.T) {
	counter, route := newRoute(t)
	require.NoError(t, route.Type(0, "99999"))
	late, err := counter.Metering.JudgeTyped(t.Context(), route.Sheet(0))
	require.NoError(t, err)
	require.NoError(t, route.Type(0, more(route, 0, 12)))
	route.Judge(late)
	require.Nil(t, route.Lines[0].Judged)
	judge(t, counter, route, 0)
	route.ReadOn("2026-11-19")
	require.Nil(t, route.Lines[0].Judged)
	require.NoError(t, route.Type(0, ""))
	require.False(t, route.IsBegun())
	_, err = save(t, counter, route)
	require.Equal(t, "meter.nothing", store.Code(err))
}

// Kinds and buildings to choose from, and a route without meters.
func TestTheRoutesOfAnEstate(t *testing.T) {
	counter, _ := newRoute(t)
	kinds, buildings, err := counter.Metering.Routes(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"水", "电"}, kinds)
	require.Equal(t, "[1 2 3]", fmt.Sprint(buildings))
	empty, err := counter.Metering.Route(t.Context(), meter.Walk{Kind: "燃气", On: "2026-11-20", ForOn: "2026-11-30"})
	require.NoError(t, err)
	require.Equal(t, -1, empty.Next(-1))
}
