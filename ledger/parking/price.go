package parking

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// stayDaysMax is the longest stay that is priced, in days of 24 hours: a longer one is most likely a wrong time of entry.
// firstYear is the first year in which one may begin; from it on all minutes since 1970 are positive. zoneSeconds is how far
// calendar.Zone is ahead of UTC.
const (
	stayDaysMax = 366
	firstYear   = 1971
	zoneSeconds = 8 * 60 * 60
)

// Options are what a price depends on beside the plan and the times.
type Options struct {
	// Workdays says what kind of day each is; nil is calendar.StateCouncil.
	Workdays *calendar.Workdays
	// Cards are the car's own, at most 100.
	Cards []Card
	// Vehicle is the kind of vehicle, as the plan names it; "" is the plan's first.
	Vehicle string
	// LostTicket asks for the plan's price of a lost ticket: the times are then not looked at.
	LostTicket bool
}

// Result is an amount and how it came about.
type Result struct {
	AmountFen money.Fen `json:"amountFen"`
	// Vehicle is the kind of vehicle that was priced; "" where the plan tells none apart.
	Vehicle string `json:"vehicle,omitempty"`
	// Exact is the sum in yuan after caps and the least, before the one rounding, with at most eight decimals.
	Exact Yuan `json:"exact"`
	// Minutes is how long the car stayed, ChargedMinutes how much of it was neither free, nor under a card, nor in its grace.
	Minutes        int64 `json:"minutes"`
	ChargedMinutes int64 `json:"chargedMinutes"`
	// Warnings name what the amount rests on and may be wrong: years whose holidays are not known.
	Warnings []string `json:"warnings,omitempty"`
	// Steps are sentences a driver understands: 周六 白天 08:00–20:00 2 小时 15 分，9 个 15 分钟 × 2.00 元 = 18.00.
	Steps []string `json:"steps"`
}

// Price works out what a car pays that came in at entry and goes out at exit, both in any zone and read in calendar.Zone.
// The errors are those of Plan.Check, parking.backwards for an exit before the entry, parking.too_long for more than 366
// days, parking.vehicle and parking.one_price for a kind of vehicle that the plan does not name, parking.time for a time outside the years 1971 to 2999, parking.card for an invalid card, parking.cards for too many
// of them, parking.no_lost_price for a lost ticket where the plan has no price for one, and parking.too_large for an amount
// beyond money.MaxFen.
func Price(plan Plan, entry, exit time.Time, options Options) (Result, error) {
	t, err := plan.compile()
	if err != nil {
		return Result{}, err
	}
	if err := t.priceFor(options.Vehicle); err != nil {
		return Result{}, err
	}
	if options.LostTicket {
		return t.priceLost()
	}
	stay, err := stayOf(entry, exit)
	if err != nil {
		return Result{}, err
	}
	left, err := uncovered(stay, options.Cards)
	if err != nil {
		return Result{}, err
	}
	workdays := options.Workdays
	if workdays == nil {
		workdays = calendar.StateCouncil()
	}
	w := &walk{table: t, stay: stay, workdays: workdays, bucket: -1}
	w.noteFactor()
	w.noteCards(left)
	for _, stretch := range w.leaveOutFree(w.leaveOutGrace(left)) {
		w.stretch(stretch)
	}
	return w.result()
}

// priceLost prices a lost ticket. Neither caps nor the least apply to it, only the rounding.
func (t *table) priceLost() (Result, error) {
	if t.LostTicket == "" {
		return Result{}, refuse(codeNoLostPrice)
	}
	w := &walk{table: t, charged: t.lost}
	w.noteFactor()
	w.closing = []string{"丢失凭证，按 " + t.lost.text() + " 元收"}
	return w.rounded()
}

// minuteOf returns the whole minutes from 1970-01-01 00:00 in Zone to t, seconds cut off. Go divides towards zero, so a time
// before 1970 must be a full minute; the days of cards, which may lie there, are midnights.
func minuteOf(t time.Time) int64 { return (t.Unix() + zoneSeconds) / 60 }

// timeOf is the inverse of minuteOf.
func timeOf(minute int64) time.Time { return time.Unix(minute*60-zoneSeconds, 0).In(calendar.Zone) }

// stayOf returns the minutes of a stay. The errors are those of Price about its times.
func stayOf(entry, exit time.Time) (span, error) {
	if calendar.Of(entry).Year() < firstYear || calendar.Of(exit).Year() < firstYear {
		return span{}, refuse(codeTime)
	}
	stay := span{minuteOf(entry), minuteOf(exit)}
	if stay.to < stay.from {
		return span{}, refuse(codeBackwards)
	}
	if stay.length() > stayDaysMax*minutesADay {
		return span{}, refuse(codeTooLong, stayDaysMax)
	}
	return stay, nil
}

// leaveOutGrace drops a stretch that begins where a card's time ended and is not longer than the grace. The first stretch of a
// stay that began without a card is none of these.
func (w *walk) leaveOutGrace(left []span) []span {
	var kept []span
	for _, stretch := range left {
		if stretch.from > w.stay.from && stretch.length() <= w.CardGraceMinutes {
			w.opening = append(w.opening, "月卡时间之后 "+duration(stretch.length())+"，在宽限 "+duration(w.CardGraceMinutes)+" 以内，不收费")
			continue
		}
		kept = append(kept, stretch)
	}
	return kept
}

// leaveOutFree takes the free minutes out of what no card covers and says so in a step: nothing is left of a stay that is not
// longer, everything of a longer one under FreeThenAll, otherwise what follows the first FreeMinutes.
func (w *walk) leaveOutFree(left []span) []span {
	var minutes int64
	for _, stretch := range left {
		minutes += stretch.length()
	}
	if w.FreeMinutes == 0 || minutes == 0 {
		return left
	}
	free := duration(w.FreeMinutes)
	if minutes <= w.FreeMinutes {
		w.opening = append(w.opening, "未超过免费的 "+free+"，不收费")
		return nil
	}
	if w.FreeThenAll {
		w.opening = append(w.opening, "超过免费的 "+free+"，从头计费")
		return left
	}
	w.opening = append(w.opening, "前 "+free+"免费")
	freeLeft := w.FreeMinutes
	// All stretches together are longer than the free minutes, so at least a part of one remains.
	for freeLeft >= left[0].length() {
		freeLeft -= left[0].length()
		left = left[1:]
	}
	// What remains is a copy: the caller's first stretch stays as it was.
	return append([]span{{left[0].from + freeLeft, left[0].to}}, left[1:]...)
}

// result closes the last day and applies the least, which holds only for a stay that costs anything, and the rounding.
func (w *walk) result() (Result, error) {
	w.closeDay()
	if w.stayCut {
		w.closing = append(w.closing, "本次停车封顶 "+w.stayCap.text())
	}
	if w.charged > 0 && w.charged < w.least {
		w.charged = w.least
		w.closing = append(w.closing, "最低收 "+w.least.text())
	}
	return w.rounded()
}

// rounded returns the result with its one rounding, which gets a step only where it changed the amount.
func (w *walk) rounded() (Result, error) {
	amount := w.Rounding.round(w.charged)
	if amount > money.MaxFen {
		return Result{}, refuse(codeTooLarge)
	}
	if exact(amount)*perFen != w.charged {
		_, unit, _ := w.Rounding.unit()
		word, _ := w.Rounding.word()
		w.closing = append(w.closing, w.charged.text()+" "+word+"到"+unit+" = "+amount.String())
	}
	return Result{
		AmountFen: amount, Vehicle: w.kind, Exact: Yuan(w.charged.text()), Minutes: w.stay.length(), ChargedMinutes: w.minutes,
		Warnings: w.warnings(), Steps: w.steps(),
	}, nil
}
