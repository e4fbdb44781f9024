package calendar_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/calendar"
)

func TestParseDate(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		bad  bool
	}{
		"an ordinary day":           {text: "2026-11-21"},
		"a leap day":                {text: "2028-02-29"},
		"a leap day of 2000":        {text: "2000-02-29"},
		"the first day held":        {text: "1900-01-01"},
		"the last day held":         {text: "2999-12-31"},
		"no leap day in 1900":       {text: "1900-02-29", bad: true},
		"no leap day in 2026":       {text: "2026-02-29", bad: true},
		"the thirty-first of April": {text: "2026-04-31", bad: true},
		"month thirteen":            {text: "2026-13-01", bad: true},
		"day nought":                {text: "2026-01-00", bad: true},
		"before the calendar":       {text: "1899-12-31", bad: true},
		"after the calendar":        {text: "3000-01-01", bad: true},
		"one digit of month":        {text: "2026-1-01", bad: true},
		"slashes":                   {text: "2026/01/01", bad: true},
		"a time behind":             {text: "2026-01-01 00:00", bad: true},
		"a space in front":          {text: " 2026-01-01", bad: true},
		"full-width digits":         {text: "２026-01-01", bad: true},
		"nothing":                   {text: "", bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := calendar.ParseDate(c.text)
			require.Equal(t, !c.bad, calendar.Date(c.text).Valid())
			if c.bad {
				require.ErrorIs(t, err, calendar.ErrDate)
				require.Empty(t, got)
				return
			}
			require.NoError(t, err)
			require.Equal(t, calendar.Date(c.text), got)
		})
	}
}

func TestTheDayOfAMomentIsThatOfChina(t *testing.T) {
	evening := time.Date(2026, 11, 20, 15, 59, 59, 0, time.UTC)
	require.Equal(t, calendar.Date("2026-11-20"), calendar.Of(evening))
	midnight := evening.Add(time.Second)
	require.Equal(t, calendar.Date("2026-11-21"), calendar.Of(midnight))
	honolulu := time.FixedZone("UTC-10", -10*60*60)
	require.Equal(t, calendar.Date("2026-11-21"), calendar.Of(midnight.In(honolulu)))
	require.Equal(t, calendar.Date("2026-11-21"), calendar.OfMS(midnight.UnixMilli()))
	require.Equal(t, calendar.Date("1970-01-01"), calendar.OfMS(0))
	require.Empty(t, calendar.OfMS(-1<<62))
	require.Empty(t, calendar.OfMS(1<<62))
}

func TestBusinessDate(t *testing.T) {
	for _, c := range []struct {
		clock  string
		cutoff int
		want   calendar.Date
	}{
		{"2026-11-21 00:00", 0, "2026-11-21"},
		{"2026-11-21 03:59", 4, "2026-11-20"},
		{"2026-11-21 04:00", 4, "2026-11-21"},
		{"2026-11-21 23:59", 4, "2026-11-21"},
		{"2027-01-01 01:00", 2, "2026-12-31"},
	} {
		t.Run(fmt.Sprintf("%s with the day turning at %d", c.clock, c.cutoff), func(t *testing.T) {
			moment, err := time.ParseInLocation("2006-01-02 15:04", c.clock, calendar.Zone)
			require.NoError(t, err)
			require.Equal(t, c.want, calendar.BusinessDate(moment, c.cutoff))
		})
	}
}

func TestDaysOfADate(t *testing.T) {
	day := calendar.Date("2026-11-21")
	require.Equal(t, calendar.Date("2026-12-01"), day.AddDays(10))
	require.Equal(t, calendar.Date("2026-11-20"), day.AddDays(-1))
	require.Equal(t, 365, calendar.Date("2027-11-21").DaysSince(day))
	require.Equal(t, -1, calendar.Date("2026-11-20").DaysSince(day))
	require.Equal(t, 2026, day.Year())
	require.Equal(t, "2026-11", day.Month())
	require.Equal(t, "2026-11-21T00:00:00+08:00", day.Time().Format(time.RFC3339))
	require.Equal(t, 401766, calendar.Date("2999-12-31").DaysSince("1900-01-01"))

	for _, none := range []calendar.Date{"", "2026-02-30", "yesterday"} {
		require.False(t, none.Valid())
		require.Zero(t, none.Year())
		require.Empty(t, none.Month())
		require.Empty(t, none.AddDays(1))
		require.Zero(t, none.DaysSince(day))
		require.Zero(t, day.DaysSince(none))
		require.True(t, none.Time().IsZero())
	}
	require.Empty(t, calendar.Date("2999-12-31").AddDays(1))
	require.Empty(t, calendar.Date("1900-01-01").AddDays(-1))
	require.Empty(t, day.AddDays(int(^uint(0)>>1)))

	text, err := json.Marshal(map[string]calendar.Date{"day": day})
	require.NoError(t, err)
	require.JSONEq(t, `{"day":"2026-11-21"}`, string(text))
}

// The oracle walks the Gregorian calendar by its own rule, one day at a time,
// over every day the book can hold.
func TestEveryDayFollowsTheOneBefore(t *testing.T) {
	lengths := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	previous, count := calendar.Date(""), 0
	for year := 1900; year <= 2999; year++ {
		for month := 1; month <= 12; month++ {
			length := lengths[month-1]
			if month == 2 && (year%4 == 0 && year%100 != 0 || year%400 == 0) {
				length++
			}
			for day := 1; day <= length; day++ {
				date := calendar.Date(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
				if previous != "" && (previous.AddDays(1) != date || previous >= date) {
					t.Fatalf("%s follows %s", date, previous)
				}
				previous = date
				count++
			}
			if calendar.Date(fmt.Sprintf("%04d-%02d-%02d", year, month, length+1)).Valid() {
				t.Fatalf("%04d-%02d has more than %d days", year, month, length)
			}
		}
	}
	require.Equal(t, count-1, previous.DaysSince("1900-01-01"))
}

func TestAddDaysAndDaysSinceUndoEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := calendar.Date("1900-01-01")
		from := start.AddDays(rapid.IntRange(0, 401766).Draw(t, "from"))
		to := start.AddDays(rapid.IntRange(0, 401766).Draw(t, "to"))
		days := to.DaysSince(from)
		require.Equal(t, to, from.AddDays(days))
		require.Equal(t, days > 0, to > from)
	})
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-21", "1900-02-29", "2999-12-31", "2026-1-1", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, err := calendar.ParseDate(text)
		if err != nil {
			require.ErrorIs(t, err, calendar.ErrDate)
			return
		}
		require.Equal(t, text, string(date))
		require.Equal(t, date, calendar.Of(date.Time()))
	})
}
