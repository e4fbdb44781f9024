package calendar

import (
	_ "embed" // The schedules of the State Council are part of the program.
	"maps"
	"sync"
	"time"
)

// DayKind is what sort of day a price may tell apart.
type DayKind string

// The kinds. Holiday is a day the law itself gives to everybody (法定节假日: 全国年节及纪念日放假办法 §2); Rest is a day
// that the yearly notice joins to one (调休休息日), be it a weekday or a weekend; Workday includes the Saturdays and Sundays
// on which that rest is made up for (调休上班). A caller that does not tell Rest from Holiday takes both as holidays.
const (
	Workday DayKind = "workday"
	Weekend DayKind = "weekend"
	Holiday DayKind = "holiday"
	Rest    DayKind = "rest"
)

// DayKinds are all of them.
var DayKinds = []DayKind{Workday, Weekend, Holiday, Rest}

// Workdays knows which days are worked. Its zero value knows no schedule: Monday to Friday are workdays. It never changes
// once made and may be shared.
type Workdays struct {
	years map[int]bool
	days  map[Date]namedDay
}

// namedDay is what a schedule says of one day: its kind and the holiday that it belongs to or that is made up for on it.
type namedDay struct {
	kind DayKind
	name string
}

//go:embed workdays.json
var stateCouncilSchedules []byte

var stateCouncil = sync.OnceValue(func() *Workdays {
	workdays, err := new(Workdays).With(stateCouncilSchedules)
	if err != nil {
		// The file is part of the program and a test reads it: this is a broken build.
		panic(err)
	}
	return workdays
})

// StateCouncil returns the schedules that the State Council's office published (国务院办公厅关于…年部分节假日安排的通知) and
// this program carries: 2023 to 2026, each with its notice in workdays.json.
func StateCouncil() *Workdays { return stateCouncil() }

// Kind returns what kind of day the date is. Known is false where no schedule of that year is there and the day itself was
// not named: kind is then by the day of the week alone, and a price made with it should say so. Name is the holiday that
// the day belongs to or that is made up for on it, "" for a plain day. For a date that is not valid it returns "", false, "".
func (w *Workdays) Kind(date Date) (kind DayKind, known bool, name string) {
	if day, found := w.days[date]; found {
		return day.kind, true, day.name
	}
	moment := date.Time()
	if moment.IsZero() {
		return "", false, ""
	}
	kind = Workday
	if weekday := moment.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		kind = Weekend
	}
	return kind, w.years[moment.Year()], ""
}

// With returns these workdays with more schedules over them, as ParseSchedules reads them: a later year's notice, or an
// estate's own days. A day that both name is as the new one says. The errors are those of ParseSchedules.
func (w *Workdays) With(text []byte) (*Workdays, error) {
	schedules, err := ParseSchedules(text)
	if err != nil {
		return nil, err
	}
	more := &Workdays{years: maps.Clone(w.years), days: maps.Clone(w.days)}
	if more.days == nil {
		more.years, more.days = map[int]bool{}, map[Date]namedDay{}
	}
	for _, schedule := range schedules {
		if schedule.Year != 0 {
			more.years[schedule.Year] = true
		}
		for _, span := range schedule.Spans {
			more.take(span)
		}
	}
	return more, nil
}

// take adds the days of one holiday. The statutory days come after the whole span, because they lie in it and are Holiday
// where the rest is Rest.
func (w *Workdays) take(span DaysOff) {
	if span.From != "" {
		for date := span.From; date <= span.To; date = date.AddDays(1) {
			w.days[date] = namedDay{Rest, span.Name}
		}
	}
	for _, date := range span.Statutory {
		w.days[date] = namedDay{Holiday, span.Name}
	}
	for _, date := range span.Work {
		w.days[date] = namedDay{Workday, span.Name}
	}
}
