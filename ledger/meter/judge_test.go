package meter_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
)

// Ten months of about ten tons; the reading of the next month is held against them.
func TestAReadingIsHeldAgainstItsOwnYear(t *testing.T) {
	o := newOffice(t)
	last, stood := o.months(1, "水", 500, 9, 10, 11, 10, 9, 12, 10, 10, 8, 10)
	next := last.AddDays(30)
	require.EqualValues(t, 599, stood)
	cases := []struct {
		name, previous, value string
		on                    calendar.Date
		state                 meter.State
		reasons               []string
	}{
		{"as ever", "599", "610", next, meter.Good, nil},
		{"a little more", "599", "613", next, meter.Good, nil},
		{"ten times", "599", "699", next, meter.Odd, []string{"meter.slip"}},
		{"a hundred times", "599", "1599", next, meter.Odd, []string{"meter.slip"}},
		{"the point slipped in the reading", "599", "6105", next, meter.Odd, []string{"meter.slip"}},
		{"four times", "599", "639", next, meter.Odd, []string{"meter.far_above"}},
		{"a tenth", "599", "600", next, meter.Odd, []string{"meter.far_below"}},
		{"no usage", "599", "599", next, meter.Good, []string{"meter.still"}},
		{"goes back", "599", "590", next, meter.Refused, []string{"meter.goes_back"}},
		{"a digit is missing", "599", "61", next, meter.Refused, []string{"meter.goes_back_slip"}},
		{"missing", "599", "", next, meter.Refused, []string{"meter.missing"}},
		{"another start than the book's", "600", "610", next, meter.Odd, []string{"meter.previous_differs"}},
		{"without a start", "", "610", next, meter.Good, nil},
		{"finer than the dial", "599", "609.5", next, meter.Odd, []string{"meter.finer"}},
		{"the same day and figure again", "589", "599", last, meter.Have, nil},
		{"the same day and another figure", "589", "600", last, meter.Refused, []string{"meter.not_after"}},
		{"before the last reading", "589", "600", last.AddDays(-3), meter.Refused, []string{"meter.not_after"}},
		{"a day to come", "599", "610", today.AddDays(1), meter.Refused, []string{"meter.future"}},
		{"no day", "599", "610", "", meter.Refused, []string{"meter.no_date"}},
		{"nearly two months, and more usage", "599", "617", last.AddDays(54), meter.Good, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			j := o.judge(offer(2, 1, "水", c.previous, c.value, c.on))[0]
			require.Equal(t, c.state, j.State, "%v", codes(j))
			require.Equal(t, c.reasons, codes(j))
		})
	}
}

func TestADialThatWentRound(t *testing.T) {
	o := newOffice(t)
	var sheet meter.Sheet
	for n := 1; n <= 6; n++ {
		sheet.Offers = append(sheet.Offers, offer(n+1, n, "水", "100", fmt.Sprint(105+n), "2026-10-28"))
	}
	cases := []struct {
		name, previous, value string
		digits                int
		state                 meter.State
		reason, usage         string
	}{
		{"size unknown, close to the end", "99995", "7", 0, meter.Odd, "meter.rolled_guess", "12"},
		{"size known", "99995", "7", 5, meter.Good, "meter.rolled_over", "12"},
		{"a dial of four digits", "9996", "4", 0, meter.Odd, "meter.rolled_guess", "8"},
		{"not close to the end", "551", "548", 0, meter.Refused, "meter.goes_back", "0"},
		{"size known, but the usage would be absurd", "551", "548", 5, meter.Refused, "meter.goes_back", "0"},
		{"larger than the dial", "99995", "100003", 5, meter.Refused, "meter.too_many_digits", "0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sheet := sheet
			sheet.Offers = append(sheet.Offers[:6:6], offer(9, 9, "水", c.previous, c.value, "2026-10-28"))
			if c.digits > 0 {
				sheet.Digits = map[string]int{"水": c.digits}
			}
			o.read(func(tx *store.Tx) {
				judged, err := o.Book.Meters.Judge(tx, sheet)
				require.NoError(t, err)
				j := judged[6]
				require.Equal(t, c.state, j.State, "%v", codes(j))
				require.Equal(t, []string{c.reason}, codes(j))
				require.Equal(t, c.usage, j.Usage.String())
			})
		})
	}
}

// A first sheet has no past: its own figures tell the slip, and another household's habits are no reason to ask.
func TestAFirstSheetIsItsOwnYardstick(t *testing.T) {
	o := newOffice(t)
	offers := []meter.Offer{offer(2, 1, "电", "1000", "1250", "2026-10-28"), offer(3, 2, "电", "2000", "2070", "2026-10-28"),
		offer(4, 3, "电", "100", "520", "2026-10-28"), offer(5, 4, "电", "7000", "7300", "2026-10-28"), offer(6, 5, "电", "900", "1100", "2026-10-28"),
		offer(7, 6, "电", "22625", "63625", "2026-10-28"), offer(8, 7, "电", "500", "2100", "2026-10-28"), offer(9, 8, "电", "10", "9010", "2026-10-28"),
		offer(10, 99, "电", "10", "20", "2026-10-28"), offer(11, 1, "电", "1000", "1251", "2026-10-28"), offer(12, 9, "电", "", "12", "2026-10-28"),
		offer(13, 10, "电 表", "1", "2", "2026-10-28")}
	judged := o.judge(offers...)
	want := []struct {
		state  meter.State
		reason string
	}{{meter.Good, ""}, {meter.Good, ""}, {meter.Good, ""}, {meter.Good, ""}, {meter.Good, ""}, {meter.Odd, "meter.slip_others"},
		{meter.Good, ""}, {meter.Odd, "meter.slip_others"}, {meter.Refused, "meter.unknown_room"}, {meter.Refused, "meter.twice"},
		{meter.Refused, "meter.no_start"}, {meter.Refused, "meter.kind"}}
	for i, j := range judged {
		require.Equal(t, want[i].state, j.State, "row %d: %v", j.Line, codes(j))
		if want[i].reason != "" {
			require.Equal(t, []string{want[i].reason}, codes(j))
		}
	}
}

func TestADialThatStandsStill(t *testing.T) {
	o := newOffice(t)
	last, stood := o.months(1, "水", 500, 9, 10, 11, 0)
	j := o.judge(offer(2, 1, "水", fmt.Sprint(stood), fmt.Sprint(stood), last.AddDays(30)))[0]
	require.Equal(t, meter.Good, j.State)
	require.Equal(t, []string{"meter.still_again"}, codes(j))
}

// A doubt about the day or the previous figure keeps nothing else from being looked at: what is kept counts its usage, and
// what cannot be is refused all the same.
func TestAnOddReadingIsStillWeighed(t *testing.T) {
	o := newOffice(t)
	last, stood := o.months(1, "水", 100, 10, 10, 10)
	require.EqualValues(t, 130, stood)
	on := last.AddDays(28)
	j := o.judge(offer(2, 1, "水", "125", "141", on))[0]
	require.Equal(t, []string{"meter.previous_differs"}, codes(j))
	require.Equal(t, "11", j.Usage.String(), "by the book's own figure")
	j = o.judge(offer(2, 1, "水", "125", "1410", on))[0]
	require.Equal(t, meter.Odd, j.State)
	require.Equal(t, []string{"meter.previous_differs", "meter.slip"}, codes(j))
	j = o.judge(offer(2, 1, "水", "125", "128", on))[0]
	require.Equal(t, meter.Refused, j.State)
	require.Equal(t, []string{"meter.goes_back"}, codes(j))
	_, code := o.take(meter.Sheet{Offers: []meter.Offer{offer(2, 1, "水", "125", "141", on)}}, meter.Taking{KeepAll: true})
	require.Empty(t, code)
	require.Equal(t, "41", o.usage(1, []string{"水"}, "2025-01-01", "2026-12-31")["水"])
}
