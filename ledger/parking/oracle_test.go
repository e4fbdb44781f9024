package parking_test

import (
	"math/big"
	"slices"
	"strconv"
	"testing"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/parking"
)

// oracle prices stays of one plan by walking every minute. It shares nothing with the code but the plan's own type.
type oracle struct {
	plan    parking.Plan
	windows map[calendar.DayKind][]int // window of each minute of a day
	prices  [][]int64                  // hundred-millionths of a yuan
	caps    []int64
	days    []int64 // caps of the days of the stay
	stay    int64
	least   int64
}

// fine returns an amount times a factor in hundred-millionths of a yuan.
func fine(text parking.Yuan, factor *big.Rat) int64 {
	if text == "" {
		return 0
	}
	rat, _ := new(big.Rat).SetString(string(text))
	rat.Mul(rat, factor).Mul(rat, big.NewRat(100_000_000, 1))
	if !rat.IsInt() {
		panic("an amount that is not exact")
	}
	return rat.Num().Int64()
}

var once = big.NewRat(1, 1)

// factors returns by what a kind of vehicle multiplies prices, and by what caps.
func factors(plan parking.Plan, vehicle string) (prices, caps *big.Rat) {
	for i, v := range plan.Vehicles {
		if v.Name == vehicle || vehicle == "" && i == 0 {
			prices, _ = new(big.Rat).SetString(string(v.Factor))
			if plan.SameCaps {
				return prices, once
			}
			return prices, prices
		}
	}
	return once, once
}

func clockOf(text parking.Clock) int {
	return int(text[0]-'0')*600 + int(text[1]-'0')*60 + int(text[3]-'0')*10 + int(text[4]-'0')
}

func within(minute, from, to int) bool {
	if from < to {
		return from <= minute && minute < to
	}
	return minute >= from || minute < to
}

func newOracle(plan parking.Plan, vehicle string) *oracle {
	factor, bound := factors(plan, vehicle)
	o := &oracle{plan: plan, windows: map[calendar.DayKind][]int{}, stay: fine(plan.StayCap, bound), least: fine(plan.Least, bound)}
	for _, text := range append(plan.DayCaps, plan.DayCap) {
		if text != "" {
			o.days = append(o.days, fine(text, bound))
		}
	}
	namesRest := slices.ContainsFunc(plan.Windows, func(w parking.Window) bool { return slices.Contains(w.Days, calendar.Rest) })
	for _, kind := range calendar.DayKinds {
		as := kind
		if kind == calendar.Rest && !namesRest {
			as = calendar.Holiday
		}
		minutes := make([]int, 1440)
		for i, w := range plan.Windows {
			for minute := range minutes {
				if (len(w.Days) == 0 || slices.Contains(w.Days, as)) && within(minute, clockOf(w.From), clockOf(w.To)) {
					minutes[minute] = i
				}
			}
		}
		o.windows[kind] = minutes
	}
	for _, w := range plan.Windows {
		var prices []int64
		for _, r := range w.Rates {
			prices = append(prices, fine(r.Price, factor))
		}
		o.prices, o.caps = append(o.prices, prices), append(o.caps, fine(w.Cap, bound))
	}
	return o
}

// moment is one minute of the stay.
type moment struct {
	charged bool
	window  int
	bucket  int
}

// moments says of every minute whether it is charged, by which window, and on which day.
func (o *oracle) moments(entry, exit time.Time, cards []parking.Card) []moment {
	all := make([]moment, int(exit.Sub(entry)/time.Minute))
	date, minute := calendar.Of(entry), entry.Hour()*60+entry.Minute()
	kind, _, _ := calendar.StateCouncil().Kind(date)
	windows, day := o.windows[kind], 0
	for i := range all {
		all[i] = moment{charged: true, window: windows[minute], bucket: day}
		if o.plan.Day == parking.Hours24 {
			all[i].bucket = i / 1440
		}
		for _, card := range cards {
			if held(card, date, minute) {
				all[i].charged = false
			}
		}
		if minute++; minute == 1440 {
			minute, day, date = 0, day+1, date.AddDays(1)
			kind, _, _ = calendar.StateCouncil().Kind(date)
			windows = o.windows[kind]
		}
	}
	return all
}

func held(card parking.Card, date calendar.Date, minute int) bool {
	if card.From == "" {
		return card.FromOn <= date && date <= card.ToOn
	}
	from, to := clockOf(card.From), clockOf(card.To)
	if !within(minute, from, to) {
		return false
	}
	if to < from && minute < to {
		date = date.AddDays(-1)
	}
	return card.FromOn <= date && date <= card.ToOn
}

// leaveOut takes the grace and the free minutes out.
func (o *oracle) leaveOut(all []moment) {
	for i := 1; i < len(all); i++ {
		if !all[i].charged || all[i-1].charged {
			continue
		}
		end := i
		for end < len(all) && all[end].charged {
			end++
		}
		if int64(end-i) <= o.plan.CardGraceMinutes {
			for ; i < end; i++ {
				all[i].charged = false
			}
		} else {
			i = end
		}
	}
	var minutes int64
	for _, m := range all {
		if m.charged {
			minutes++
		}
	}
	free := o.plan.FreeMinutes
	if minutes > free && o.plan.FreeThenAll {
		free = 0
	}
	for i := range all {
		if all[i].charged && free > 0 {
			all[i].charged = false
			free--
		}
	}
}

// price returns the exact sum in hundred-millionths of a yuan and the charged minutes.
func (o *oracle) price(entry, exit time.Time, cards []parking.Card) (sum int64, charged int64) {
	all := o.moments(entry, exit, cards)
	o.leaveOut(all)
	const none, tillWindowEnds = 0, -1
	var sumWindow, sumDay, position, block int64
	bucket := -1
	for i, m := range all {
		if !m.charged {
			continue
		}
		charged++
		fresh := i == 0 || !all[i-1].charged
		if fresh || all[i-1].window != m.window {
			sumWindow = 0
			if o.plan.FirstPer == "" || o.plan.FirstPer == parking.PerWindow {
				position = 0
			}
			if fresh || o.plan.BlocksRestart || block == tillWindowEnds {
				block = none
			}
		}
		if m.bucket != bucket {
			bucket, sumDay = m.bucket, 0
			if o.plan.FirstPer == parking.PerDay {
				position, block = 0, none
			}
		}
		if block == none {
			var add int64
			add, block = o.begin(all, i, position)
			add = atMost(add, o.caps[m.window], &sumWindow)
			add = atMost(add, o.dayCap(m.bucket), &sumDay)
			atMost(add, o.stay, &sum)
		}
		position++
		if block != tillWindowEnds {
			block--
		}
	}
	if sum > 0 {
		sum = max(sum, o.least)
	}
	return sum, charged
}

// begin returns the price and length of the block that begins at minute i, -1 for as long as the window lasts.
func (o *oracle) begin(all []moment, i int, position int64) (price, length int64) {
	rates := o.plan.Windows[all[i].window].Rates
	n, before := 0, int64(0)
	for rates[n].Minutes != 0 && position >= before+rates[n].Minutes {
		before += rates[n].Minutes
		n++
	}
	price = o.prices[all[i].window][n]
	switch {
	case rates[n].BlockMinutes > 0:
		length = rates[n].BlockMinutes
		if o.plan.UnfinishedFree && !o.fills(all, i, int(length)) {
			price = 0
		}
	case rates[n].Minutes > 0:
		length = before + rates[n].Minutes - position
	default:
		length = -1
	}
	return price, length
}

func (o *oracle) fills(all []moment, i, length int) bool {
	for k := i; k < i+length; k++ {
		switch {
		case k >= len(all), !all[k].charged:
			return false
		case o.plan.BlocksRestart && all[k].window != all[i].window:
			return false
		case o.plan.FirstPer == parking.PerDay && all[k].bucket != all[i].bucket:
			return false
		}
	}
	return true
}

func atMost(add, limit int64, sum *int64) int64 {
	if limit > 0 && *sum+add > limit {
		add = limit - *sum
	}
	*sum += add
	return add
}

// dayCap is that of the n-th day of the stay, counted from 0.
func (o *oracle) dayCap(n int) int64 {
	switch {
	case len(o.days) == 0:
		return 0
	case n < len(o.days):
		return o.days[n]
	}
	return o.days[len(o.days)-1]
}

// fen rounds as a clerk does: how many whole units, and what is left against the half.
func fen(rounding parking.Rounding, sum int64) int64 {
	unit := map[string]int64{"": 1_000_000, "fen": 1_000_000, "jiao": 10_000_000, "yuan": 100_000_000}[rounding.To]
	count, left := sum/unit, sum%unit
	half := left*2 - unit
	if rounding.Mode == "up" && left > 0 || rounding.Mode != "up" && rounding.Mode != "down" && half > 0 ||
		half == 0 && (rounding.Mode == "" || rounding.Mode == "half_up" || rounding.Mode == "half_even" && count%2 == 1) {
		count++
	}
	return count * unit / 1_000_000
}

// The code and the oracle agree on every pair of a plan and a stay: 210,000 of them, a tenth in a short run.
func TestTheMinuteByMinuteOracleAgrees(t *testing.T) {
	plans, stays, seeds := 2_500, 21, 4
	if testing.Short() {
		plans /= 10
	}
	for seed := range seeds {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			t.Parallel()
			random := newRandom(uint64(100 + seed))
			for range plans {
				plan := random.plan()
				vehicle := random.vehicle(plan)
				o := newOracle(plan, vehicle)
				for range stays {
					random.agree(t, o, vehicle)
				}
			}
		})
	}
}

func (r random) agree(t *testing.T, o *oracle, vehicle string) {
	t.Helper()
	entry, exit := r.stay()
	cards := r.cards(entry)
	got, err := parking.Price(o.plan, entry, exit, parking.Options{Cards: cards, Vehicle: vehicle})
	if err != nil {
		t.Fatalf("%v: %+v", err, o.plan)
	}
	sum, charged := o.price(entry, exit, cards)
	want := fen(o.plan.Rounding, sum)
	if int64(got.AmountFen) != want || fine(got.Exact, once) != sum || got.ChargedMinutes != charged {
		t.Fatalf("%s to %s, %q, %+v\n%+v\nexact %d, fen %d, %d minutes\n%+v", entry, exit, vehicle, cards, got, sum, want, charged, o.plan)
	}
}
