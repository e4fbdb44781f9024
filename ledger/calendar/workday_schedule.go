package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Schedule is the days of a year that differ from the plain week.
type Schedule struct {
	// Year is the year that is wholly known with this schedule; 0 where only the named days are.
	Year int `json:"year,omitempty"`
	// Source says where it stands: the notice's number and date, the estate's own decision.
	Source string    `json:"source,omitempty"`
	Spans  []DaysOff `json:"spans"`
}

// DaysOff is one holiday: the days off From to To, both included, those of them that the law itself names (Statutory),
// and the days that are worked instead (Work). A span of worked days alone has no From and To.
type DaysOff struct {
	Name      string `json:"name"`
	From      Date   `json:"from,omitempty"`
	To        Date   `json:"to,omitempty"`
	Statutory []Date `json:"statutory,omitempty"`
	Work      []Date `json:"work,omitempty"`
}

// ErrSchedule says that a text is not a list of schedules; the error in whose chain it is names the place.
var ErrSchedule = errors.New("calendar: not a schedule of days off")

// The bounds of a list of schedules.
const (
	scheduleBytesMax = 256 << 10
	schedulesMax     = 100
	spansMax         = 60
	spanDaysMax      = 60
	nameRunesMax     = 40
)

// ParseSchedules reads a JSON list of schedules: at most 256 KiB, 100 schedules of 60 spans, 60 days in a span. It
// returns ErrSchedule with the place where a field is unknown, a day does not exist, a span runs backwards, a statutory day
// lies outside its span, a worked day inside it, or a day is named twice in one schedule.
func ParseSchedules(text []byte) ([]Schedule, error) {
	if len(text) > scheduleBytesMax {
		return nil, fmt.Errorf("more than %d bytes: %w", scheduleBytesMax, ErrSchedule)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var schedules []Schedule
	if err := decoder.Decode(&schedules); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSchedule, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("something follows the list: %w", ErrSchedule)
	}
	if len(schedules) > schedulesMax {
		return nil, fmt.Errorf("more than %d schedules: %w", schedulesMax, ErrSchedule)
	}
	for i, schedule := range schedules {
		if err := schedule.check(); err != nil {
			return nil, fmt.Errorf("schedule %d: %w", i+1, err)
		}
	}
	return schedules, nil
}

// check refuses a schedule outside its bounds or with a span that is wrong, naming the span, counted from 1.
func (s Schedule) check() error {
	if s.Year != 0 && (s.Year < firstYear || s.Year > lastYear) || len(s.Spans) > spansMax {
		return fmt.Errorf("its year or the number of its spans: %w", ErrSchedule)
	}
	named := map[Date]bool{}
	for i, span := range s.Spans {
		if err := span.check(named); err != nil {
			return fmt.Errorf("span %d: %w", i+1, err)
		}
	}
	return nil
}

// check refuses a holiday whose days contradict each other. named holds the days of the schedule so far and is added to: a
// day that two holidays name would have the kind of the one that happens to come last.
func (d DaysOff) check(named map[Date]bool) error {
	if d.Name == "" || utf8.RuneCountInString(d.Name) > nameRunesMax {
		return fmt.Errorf("its name: %w", ErrSchedule)
	}
	if d.From != "" || d.To != "" {
		if !d.From.Valid() || !d.To.Valid() || d.To < d.From || d.To.DaysSince(d.From) >= spanDaysMax {
			return fmt.Errorf("from and to: %w", ErrSchedule)
		}
		for date := d.From; date <= d.To; date = date.AddDays(1) {
			if named[date] {
				return fmt.Errorf("%s is named twice: %w", date, ErrSchedule)
			}
			named[date] = true
		}
	}
	if len(d.Statutory) > spanDaysMax || len(d.Work) > spanDaysMax {
		return fmt.Errorf("more than %d days: %w", spanDaysMax, ErrSchedule)
	}
	for _, date := range d.Statutory {
		if !date.Valid() || date < d.From || date > d.To {
			return fmt.Errorf("a statutory day is not one of the days off: %w", ErrSchedule)
		}
	}
	for _, date := range d.Work {
		if !date.Valid() || named[date] {
			return fmt.Errorf("a worked day is no day or named twice: %w", ErrSchedule)
		}
		named[date] = true
	}
	return nil
}
