package main

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"shouqi/cashier/intake"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// amount is a flag of money, written in yuan.
type amount struct{ money.Fen }

// UnmarshalText reads it as the window does, full-width digits too; the errors are those of money.Parse.
func (a *amount) UnmarshalText(text []byte) (err error) {
	a.Fen, err = money.Read(string(text))
	return err
}

// area is a flag of square metres with at most two places, in 0.01 m².
type area struct{ centiM2 int64 }

// UnmarshalText reads it; what is no area, or none that a room has, is ctl.area, which says the range.
func (a *area) UnmarshalText(text []byte) error {
	fen, err := money.Read(string(text)) // two places of square metres are written as those of yuan
	if a.centiM2 = int64(fen); err != nil || a.centiM2 <= 0 || a.centiM2 > intake.LargestAreaCentiM2 {
		return store.Refuse(codeArea, string(text), intake.LargestAreaCentiM2/100)
	}
	return nil
}

// day is a flag of a date.
type day struct{ calendar.Date }

// UnmarshalText reads it; the error is calendar.ErrDate.
func (d *day) UnmarshalText(text []byte) (err error) {
	d.Date, err = calendar.ReadDate(string(text))
	return err
}

// typedMarks turns what a Chinese input method types between figures into what the flags read.
var typedMarks = strings.NewReplacer("：", ":", "，", ",", "×", "x")

// slip is a flag of money with the number of its paper: AMOUNT:REFERENCE.
type slip struct {
	fen       money.Fen
	reference string
}

// UnmarshalText reads it.
func (s *slip) UnmarshalText(text []byte) (err error) {
	sum, reference, _ := strings.Cut(typedMarks.Replace(string(text)), ":")
	s.reference = reference
	s.fen, err = money.Read(sum)
	return err
}

// pieces is a flag of counted cash: "100x3,50x1,0.5x4".
type pieces struct {
	till.Count
	given bool
}

// UnmarshalText reads it; what is no denomination or no number of pieces is till.count.
func (p *pieces) UnmarshalText(text []byte) error {
	p.given = true
	for _, part := range strings.Split(strings.Map(money.HalfWidth, typedMarks.Replace(string(text))), ",") {
		value, times, _ := strings.Cut(strings.TrimSpace(part), "x")
		fen, err := money.Read(value)
		if err != nil {
			return store.Fail(till.CodeCount, err, value, 0)
		}
		count, err := strconv.Atoi(times)
		if err != nil {
			return store.Fail(till.CodeCount, err, value, 0)
		}
		place := -1
		for i, denomination := range till.Denominations {
			if denomination == fen {
				place = i
			}
		}
		if place < 0 {
			return store.Refuse(till.CodeCount, value, count)
		}
		p.Count[place] += count
	}
	return nil
}

// cashFlags returns counted cash: a sum stays a sum, pieces are pieces. Both at once are ctl.count_twice, neither is
// ctl.count_missing.
func cashFlags(sum *amount, counted pieces) (till.Counted, error) {
	switch {
	case sum != nil && counted.given:
		return nil, store.Refuse(codeCountTwice)
	case sum != nil:
		return till.CountedSum(sum.Fen), nil
	case counted.given:
		return counted.Count, nil
	}
	return nil, store.Refuse(codeCountMissing)
}

// requestID returns the id that was asked for, or a new one.
func requestID(asked string) (string, error) {
	if asked != "" {
		return asked, nil
	}
	id, err := uuid.NewV7()
	return id.String(), err
}
