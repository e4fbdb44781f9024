package parking_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/parking"
)

// random makes plans, stays and cards, the same for the same seed.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 20261121))} }

func pick[T any](r random, from ...T) T { return from[r.IntN(len(from))] }

func (r random) plan() parking.Plan {
	plan := parking.Plan{
		Name:        "试",
		FreeMinutes: pick[int64](r, 0, 0, 15, 30, 60), FreeThenAll: pick(r, false, true),
		FirstPer:      pick(r, "", parking.PerWindow, parking.PerDay, parking.PerStay),
		BlocksRestart: pick(r, false, true), UnfinishedFree: pick(r, false, false, true),
		Day:    pick(r, "", parking.Natural, parking.Hours24),
		DayCap: pick[parking.Yuan](r, "", "", "10", "25.5", "50"), StayCap: pick[parking.Yuan](r, "", "", "", "40.01", "120"), Least: pick[parking.Yuan](r, "", "", "1", "3.333"),
		Rounding:         parking.Rounding{To: pick(r, "", "fen", "jiao", "yuan"), Mode: pick(r, "", "half_up", "half_even", "up", "down")},
		CardGraceMinutes: pick[int64](r, 0, 0, 20, 90),
	}
	if r.IntN(3) == 0 {
		plan.DayCap, plan.DayCaps = "", pick(r, []parking.Yuan{"30", "40", "50"}, []parking.Yuan{"20", "12.5"}, []parking.Yuan{"9.99"})
	}
	if r.IntN(3) == 0 {
		plan.Vehicles, plan.SameCaps = pick(r, vehicles, vehicles[1:]), pick(r, false, true)
	}
	groups := pick(r,
		[][]calendar.DayKind{nil},
		[][]calendar.DayKind{{calendar.Workday}, {calendar.Weekend, calendar.Holiday}},
		[][]calendar.DayKind{{calendar.Workday}, {calendar.Weekend, calendar.Rest}, {calendar.Holiday}},
		[][]calendar.DayKind{{calendar.Workday, calendar.Weekend}, {calendar.Holiday}},
	)
	for _, days := range groups {
		plan.Windows = append(plan.Windows, r.windows(days)...)
	}
	if len(groups) > 1 && r.IntN(3) == 0 {
		// A night that all kinds of day share, so that midnight does not cut it.
		plan.Windows = append(r.dayOnly(groups), parking.Window{Name: "夜", From: "20:00", To: "07:30", Rates: r.rates(), Cap: r.cap()})
	}
	return plan
}

var vehicles = []parking.Vehicle{{Name: "小型车", Factor: "1"}, {Name: "大型车", Factor: "1.5"}, {Name: "新能源车", Factor: "0.85"}, {Name: "摩托车", Factor: "0"}}

// vehicle is one of the plan's kinds, now and then nobody says which.
func (r random) vehicle(plan parking.Plan) string {
	if len(plan.Vehicles) == 0 || r.IntN(4) == 0 {
		return ""
	}
	return plan.Vehicles[r.IntN(len(plan.Vehicles))].Name
}

func (r random) dayOnly(groups [][]calendar.DayKind) []parking.Window {
	var windows []parking.Window
	for _, days := range groups {
		windows = append(windows, parking.Window{Name: "日", Days: days, From: "07:30", To: "20:00", Rates: r.rates(), Cap: r.cap()})
	}
	return windows
}

func (r random) cap() parking.Yuan { return pick[parking.Yuan](r, "", "", "8", "20.05") }

// windows cuts the clock's circle in one to four.
func (r random) windows(days []calendar.DayKind) []parking.Window {
	step := pick(r, 1, 15, 30)
	cuts := map[int]bool{}
	for range 1 + r.IntN(4) {
		cuts[r.IntN(1440/step)*step] = true
	}
	var points []int
	for minute := range 1440 {
		if cuts[minute] {
			points = append(points, minute)
		}
	}
	if len(points) == 1 {
		return []parking.Window{{Name: "全天", Days: days, From: "00:00", To: "24:00", Rates: r.rates(), Cap: r.cap()}}
	}
	var windows []parking.Window
	for i, from := range points {
		to := points[(i+1)%len(points)]
		windows = append(windows, parking.Window{Name: fmt.Sprint("段", i), Days: days, From: clock(from), To: clock(to), Rates: r.rates(), Cap: r.cap()})
	}
	return windows
}

func clock(minute int) parking.Clock {
	return parking.Clock(fmt.Sprintf("%02d:%02d", minute/60, minute%60))
}

func (r random) rates() []parking.Rate {
	var rates []parking.Rate
	for range r.IntN(3) {
		rates = append(rates, r.rate(pick[int64](r, 15, 20, 30, 60, 90, 480)))
	}
	return append(rates, r.rate(0))
}

func (r random) rate(minutes int64) parking.Rate {
	return parking.Rate{
		Minutes: minutes, BlockMinutes: pick[int64](r, 0, 1, 7, 15, 15, 30, 60, 120, 1440),
		Price: pick[parking.Yuan](r, "0", "0.05", "0.0333", "0.5", "1", "2.5", "3.75", "5"),
	}
}

// stay is mostly short, now and then of weeks, around days of every kind.
func (r random) stay() (entry, exit time.Time) {
	entry = time.Date(2026, time.Month(pick(r, 2, 2, 9, 9, 10, 12)), 1+r.IntN(28), r.IntN(24), r.IntN(60), 0, 0, calendar.Zone)
	minutes := r.IntN(pick(r, 90, 600, 600, 3000))
	if r.IntN(200) == 0 {
		minutes = r.IntN(30 * 1440)
	}
	return entry, entry.Add(time.Duration(minutes) * time.Minute)
}

func (r random) cards(entry time.Time) []parking.Card {
	var cards []parking.Card
	for range pick(r, 0, 0, 0, 1, 1, 2) {
		from := calendar.Of(entry).AddDays(r.IntN(5) - 3)
		card := parking.Card{FromOn: from, ToOn: from.AddDays(r.IntN(4))}
		if r.IntN(2) == 0 {
			card.From, card.To = clock(r.IntN(1440)), clock(r.IntN(1440))
			if card.From == card.To {
				card.From, card.To = "20:00", "08:00"
			}
		}
		cards = append(cards, card)
	}
	return cards
}
