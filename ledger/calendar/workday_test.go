package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
)

func TestWhatKindOfDay(t *testing.T) {
	for _, c := range []struct {
		date, name string
		kind       calendar.DayKind
		known      bool
	}{
		{"2026-11-20", "", calendar.Workday, true},
		{"2026-11-21", "", calendar.Weekend, true},
		{"2026-10-01", "国庆节", calendar.Holiday, true},
		{"2026-10-03", "国庆节", calendar.Holiday, true}, // a Saturday
		{"2026-10-04", "国庆节", calendar.Rest, true},    // a Sunday
		{"2026-10-07", "国庆节", calendar.Rest, true},
		{"2026-10-08", "", calendar.Workday, true},
		{"2026-10-10", "国庆节", calendar.Workday, true}, // a Saturday that is worked
		{"2026-09-20", "国庆节", calendar.Workday, true},
		{"2026-02-15", "春节", calendar.Rest, true},
		{"2026-02-16", "春节", calendar.Holiday, true}, // 除夕, a holiday by law since 2025
		{"2024-02-09", "", calendar.Workday, true},   // 除夕 was none in 2024
		{"2024-05-02", "劳动节", calendar.Rest, true},   // nor the second of May
		{"2025-05-02", "劳动节", calendar.Holiday, true},
		{"2025-10-06", "国庆节、中秋节", calendar.Holiday, true},
		{"2022-12-31", "元旦", calendar.Rest, true}, // named by the notice for 2023
		{"2022-12-30", "", calendar.Workday, false},
		{"2027-10-01", "", calendar.Workday, false}, // no notice yet
		{"2027-10-02", "", calendar.Weekend, false},
		{"2026-02-30", "", "", false},
		{"", "", "", false},
	} {
		kind, known, name := calendar.StateCouncil().Kind(calendar.Date(c.date))
		require.Equal(t, c.kind, kind, c.date)
		require.Equal(t, c.known, known, c.date)
		require.Equal(t, c.name, name, c.date)
	}
}

// The law gives 11 days a year until 2024 and 13 since; the other counts are added up from the notices by hand. The
// three days off at new year 2023 begin in 2022.
func TestTheSchedulesAgreeWithTheLaw(t *testing.T) {
	for year, want := range map[int]struct{ statutory, off, worked int }{
		2023: {11, 26, 7}, 2024: {11, 28, 8}, 2025: {13, 28, 5}, 2026: {13, 33, 6},
	} {
		var statutory, off, worked int
		for date := calendar.Of(time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Zone)); date.Year() == year; date = date.AddDays(1) {
			kind, known, name := calendar.StateCouncil().Kind(date)
			require.True(t, known)
			weekday := date.Time().Weekday()
			switch {
			case kind == calendar.Holiday:
				statutory++
				off++
			case kind == calendar.Rest:
				off++
			case name != "":
				worked++
				require.True(t, weekday == time.Saturday || weekday == time.Sunday, "%s is made up for on a weekend", date)
			}
		}
		require.Equal(t, want.statutory, statutory, year)
		require.Equal(t, want.off, off, year)
		require.Equal(t, want.worked, worked, year)
	}
}

func TestAnEstatesOwnDays(t *testing.T) {
	own, err := calendar.StateCouncil().With([]byte(`[
		{"year": 2027, "source": "物业通知", "spans": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03", "statutory": ["2027-01-01"]}]},
		{"spans": [{"name": "业主节", "from": "2026-11-20", "to": "2026-11-20"}, {"name": "盘点", "work": ["2026-11-21"]}]}]`))
	require.NoError(t, err)
	for date, want := range map[calendar.Date]calendar.DayKind{
		"2027-01-01": calendar.Holiday, "2027-01-02": calendar.Rest, "2027-01-04": calendar.Workday,
		"2026-11-20": calendar.Rest, "2026-11-21": calendar.Workday, "2026-10-10": calendar.Workday,
	} {
		kind, known, _ := own.Kind(date)
		require.True(t, known, date)
		require.Equal(t, want, kind, date)
	}
	// What they were made from stays as it was.
	kind, _, _ := calendar.StateCouncil().Kind("2026-11-20")
	require.Equal(t, calendar.Workday, kind)
}

func TestASpoiltScheduleIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":               "",
		"no list":               `{}`,
		"an unknown field":      `[{"jahr": 2027, "spans": []}]`,
		"a second list":         `[][]`,
		"a year out of reach":   `[{"year": 3000, "spans": []}]`,
		"no name":               `[{"spans": [{"from": "2027-01-01", "to": "2027-01-01"}]}]`,
		"a day that is none":    `[{"spans": [{"name": "x", "from": "2027-02-29", "to": "2027-03-01"}]}]`,
		"backwards":             `[{"spans": [{"name": "x", "from": "2027-03-02", "to": "2027-03-01"}]}]`,
		"too long":              `[{"spans": [{"name": "x", "from": "2027-01-01", "to": "2027-03-02"}]}]`,
		"statutory outside":     `[{"spans": [{"name": "x", "from": "2027-01-01", "to": "2027-01-01", "statutory": ["2027-01-02"]}]}]`,
		"worked while off":      `[{"spans": [{"name": "x", "from": "2027-01-01", "to": "2027-01-01", "work": ["2027-01-01"]}]}]`,
		"off twice":             `[{"spans": [{"name": "x", "from": "2027-01-01", "to": "2027-01-02"}, {"name": "y", "from": "2027-01-02", "to": "2027-01-02"}]}]`,
		"larger than we read":   `[` + strings.Repeat(" ", 256<<10) + `]`,
		"too many schedules":    `[{"spans":[]}` + strings.Repeat(`,{"spans":[]}`, 100) + `]`,
		"a name without an end": `[{"spans": [{"name": "` + strings.Repeat("节", 41) + `", "work": ["2027-01-02"]}]}]`,
	} {
		_, err := calendar.ParseSchedules([]byte(text))
		require.ErrorIs(t, err, calendar.ErrSchedule, name)
	}
}
