package parking

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"shouqi/ledger/calendar"
)

// The bounds of a plan: how many windows and rates it may have, characters in a name, and minutes in any of its times.
const (
	windowsMax  = 24
	ratesMax    = 12
	textMax     = 200
	minutesMax  = stayDaysMax * minutesADay
	minutesADay = 24 * 60
)

// slot is a span of the clock, in minutes from midnight, to not included, and the index of the window that covers it.
type slot struct{ from, to, window int64 }

// rate is a Rate in numbers: minutes and block as there, the price of one block for the kind of vehicle.
type rate struct {
	name           string // "" where the window has no other
	minutes, block int64
	price          exact
}

// window is a Window in numbers.
type window struct {
	name     string
	from, to Clock
	rates    []rate
	limit    exact // the most that one passing through it costs; 0 is no limit
}

// table is a checked plan in numbers.
type table struct {
	Plan
	windows []window
	// slots cover each kind of day exactly once, in the order of the clock. Those of Rest are checked and used only where
	// tellsRest.
	slots map[calendar.DayKind][]slot
	// byKind says that some window names kinds of day, so that the calendar matters; tellsRest that one names "rest".
	byKind, tellsRest bool
	// 0 is no bound, or no price of a lost ticket.
	stayCap, least, lost exact
	// dayCaps are those of the days of the stay, the last for all that follow; none is no bound.
	dayCaps []exact
	// kind is the kind of vehicle that is priced, factorStep what its factor did; see priceFor.
	kind, factorStep string
}

// Check refuses a plan that cannot be priced: parking.value with the place of what is out of its bounds or is not an amount
// or a time, parking.gap and parking.overlap with the kind of day and the clock times that no window, or more than one,
// covers. A gap would be time that nobody knows the price of, an overlap time with two prices.
func (p Plan) Check() error {
	_, err := p.compile()
	return err
}

// compile checks the plan and returns it in numbers. The errors are those of Check.
func (p Plan) compile() (*table, error) {
	t := &table{Plan: p, slots: map[calendar.DayKind][]slot{}}
	if err := t.numbers(); err != nil {
		return nil, err
	}
	for i := range p.Windows {
		if err := t.addWindow(i); err != nil {
			return nil, err
		}
	}
	for _, kind := range calendar.DayKinds {
		// Rest days are then priced as holidays, so windows need not cover them.
		if kind == calendar.Rest && !t.tellsRest {
			continue
		}
		if err := covered(kind, t.slots[kind]); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// numbers checks the plan's own fields, those outside its windows, and reads its amounts. An amount of 0 is refused: a cap of 0
// would make every stay free, and 0 stands for no bound from here on. The error is parking.value with the field's name.
func (t *table) numbers() error {
	_, _, unitKnown := t.Rounding.unit()
	_, modeKnown := t.Rounding.word()
	for _, field := range []struct {
		place string
		fine  bool
	}{
		{"name", t.Name != "" && utf8.RuneCountInString(t.Name) <= textMax},
		{"source", utf8.RuneCountInString(t.Source) <= textMax},
		{"freeMinutes", 0 <= t.FreeMinutes && t.FreeMinutes <= minutesMax},
		{"cardGraceMinutes", 0 <= t.CardGraceMinutes && t.CardGraceMinutes <= minutesMax},
		{"firstPer", slices.Contains([]Per{"", PerWindow, PerDay, PerStay}, t.FirstPer)},
		{"day", slices.Contains([]Day{"", Natural, Hours24}, t.Day)},
		{"rounding.to", unitKnown},
		{"rounding.mode", modeKnown},
		{"windows", 1 <= len(t.Windows) && len(t.Windows) <= windowsMax},
	} {
		if !field.fine {
			return refuse(CodeValue, field.place)
		}
	}
	for _, bound := range []struct {
		place string
		text  Yuan
		into  *exact
	}{{"stayCap", t.StayCap, &t.stayCap}, {"least", t.Least, &t.least}, {"lostTicket", t.LostTicket, &t.lost}} {
		amount, fine := bound.text.parse()
		if !fine || bound.text != "" && amount == 0 {
			return refuse(CodeValue, bound.place)
		}
		*bound.into = amount
	}
	if t.stayCap > 0 && t.least > t.stayCap {
		return refuse(CodeValue, "least")
	}
	if err := t.readDayCaps(); err != nil {
		return err
	}
	return t.checkVehicles()
}

// dayCapsMax bounds the caps that differ by the day of the stay.
const dayCapsMax = 31

// readDayCaps reads the caps by the day of the stay; one alone is that of every day. It refuses DayCap and DayCaps both, too
// many, and an amount that is none or 0.
func (t *table) readDayCaps() error {
	caps, place := t.DayCaps, "dayCaps[%d]"
	if t.DayCap != "" {
		if len(caps) > 0 {
			return refuse(CodeValue, "dayCaps")
		}
		caps, place = []Yuan{t.DayCap}, "dayCap"
	}
	if len(caps) > dayCapsMax {
		return refuse(CodeValue, "dayCaps")
	}
	for i, text := range caps {
		amount, fine := text.parse()
		if !fine || amount == 0 {
			if len(t.DayCaps) > 0 {
				place = fmt.Sprintf(place, i+1)
			}
			return refuse(CodeValue, place)
		}
		t.dayCaps = append(t.dayCaps, amount)
	}
	return nil
}

// addWindow checks one window, whose index is counted from 0, and adds it and its slots. A window that crosses midnight
// becomes two slots of the same kinds of day, an evening and a morning, because each day is priced by its own kind: a night
// window for workdays covers the morning and the evening of a workday, not the morning of the Saturday after it.
func (t *table) addWindow(i int) error {
	from, place := t.Windows[i], fmt.Sprintf("windows[%d]", i+1)
	if from.Name == "" || utf8.RuneCountInString(from.Name) > textMax {
		return refuse(CodeValue, place+".name")
	}
	begins, fine := from.From.minutes()
	if !fine || begins == minutesADay {
		return refuse(CodeValue, place+".from")
	}
	ends, fine := from.To.minutes()
	if !fine || ends == begins {
		return refuse(CodeValue, place+".to")
	}
	limit, fine := from.Cap.parse()
	if !fine || from.Cap != "" && limit == 0 {
		return refuse(CodeValue, place+".cap")
	}
	rates, err := compileRates(from.Rates, place+".rates")
	if err != nil {
		return err
	}
	t.windows = append(t.windows, window{from.Name, from.From, from.To, rates, limit})
	days := from.Days
	if len(days) == 0 {
		days = calendar.DayKinds
	} else {
		t.byKind = true
	}
	for _, kind := range days {
		if !slices.Contains(calendar.DayKinds, kind) {
			return refuse(CodeValue, place+".days")
		}
		t.tellsRest = t.tellsRest || kind == calendar.Rest && len(from.Days) > 0
		if ends > begins {
			t.slots[kind] = append(t.slots[kind], slot{begins, ends, int64(i)})
			continue
		}
		t.slots[kind] = append(t.slots[kind], slot{begins, minutesADay, int64(i)})
		if ends > 0 {
			t.slots[kind] = append(t.slots[kind], slot{0, ends, int64(i)})
		}
	}
	return nil
}

// compileRates checks the rates of a window and returns them in numbers. Only the last has no end (0 minutes). A price must
// be written even where it is 0: an empty one was forgotten. place is where the rates stand, for the error.
func compileRates(from []Rate, place string) ([]rate, error) {
	if len(from) == 0 || len(from) > ratesMax {
		return nil, refuse(CodeValue, place)
	}
	rates := make([]rate, 0, len(from))
	for i, r := range from {
		place := fmt.Sprintf("%s[%d]", place, i+1)
		last := i == len(from)-1
		if utf8.RuneCountInString(r.Name) > textMax {
			return nil, refuse(CodeValue, place+".name")
		}
		if r.Minutes < 0 || r.Minutes > minutesMax || last != (r.Minutes == 0) {
			return nil, refuse(CodeValue, place+".minutes")
		}
		if r.BlockMinutes < 0 || r.BlockMinutes > minutesMax {
			return nil, refuse(CodeValue, place+".blockMinutes")
		}
		price, fine := r.Price.parse()
		if !fine || r.Price == "" || price > priceMax {
			return nil, refuse(CodeValue, place+".price")
		}
		rates = append(rates, rate{cmp.Or(r.Name, rateName(i, from)), r.Minutes, r.BlockMinutes, price})
	}
	return rates, nil
}

// priceMax is 10,000 yuan for one block: the blocks of the longest stay then add up within 63 bits.
const priceMax exact = 10_000 * perYuan

// covered sorts the slots of one kind of day and refuses them unless they cover each of its minutes exactly once: parking.gap
// and parking.overlap with the kind and the first clock times at fault.
func covered(kind calendar.DayKind, slots []slot) error {
	slices.SortFunc(slots, func(a, b slot) int { return int(a.from - b.from) })
	var reached int64
	for _, s := range slots {
		if s.from > reached {
			return refuse(codeGap, kind, clockText(reached), clockText(s.from))
		}
		if s.from < reached {
			both := min(s.to, reached)
			return refuse(codeOverlap, kind, clockText(s.from), clockText(both))
		}
		reached = s.to
	}
	if reached < minutesADay {
		return refuse(codeGap, kind, clockText(reached), clockText(minutesADay))
	}
	return nil
}

// minutes returns the minutes since midnight, 0 to 1440 (24:00), and whether the text is a time of day.
func (c Clock) minutes() (int64, bool) {
	if len(c) != len("08:00") || c[2] != ':' || !isDigits(string(c[:2]+c[3:])) {
		return 0, false
	}
	hours, minutes := int64(c[0]-'0')*10+int64(c[1]-'0'), int64(c[3]-'0')*10+int64(c[4]-'0')
	total := hours*60 + minutes
	return total, minutes < 60 && total <= minutesADay
}

func clockText(minutes int64) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
