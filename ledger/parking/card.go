package parking

import (
	"slices"

	"shouqi/ledger/calendar"
)

// Card is a pass (月卡) under whose time a car pays nothing: on the days FromOn to ToOn, both included, the whole day or,
// with From and To, the clock times of a night or day card. A time that crosses midnight belongs to the day on which it
// begins: a night card to the 31st still covers the morning of the 1st.
type Card struct {
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	From   Clock         `json:"from,omitempty"`
	To     Clock         `json:"to,omitempty"`
}

// cardsMax bounds the cards of one car.
const cardsMax = 100

// span is the minutes from..to, counted since 1970-01-01 00:00 in calendar.Zone; to is not included, so that two spans that
// follow one another share no minute.
type span struct{ from, to int64 }

func (s span) length() int64 { return s.to - s.from }

// covers returns the spans that the card covers around a stay; they may reach beyond it. An invalid day or clock time, an end
// before the beginning, or only one of From and To is parking.card with the card's number, counted from 1.
func (c Card) covers(number int, stay span) ([]span, error) {
	if !c.FromOn.Valid() || !c.ToOn.Valid() || c.ToOn < c.FromOn {
		return nil, refuse(codeCard, number)
	}
	first, last := dayNumber(c.FromOn), dayNumber(c.ToOn)
	if c.From == "" && c.To == "" {
		return []span{{first * minutesADay, (last + 1) * minutesADay}}, nil
	}
	// Equal times would mean no time or the whole day, and nobody could tell which, so they are refused.
	begins, fine := c.From.minutes()
	ends, fineToo := c.To.minutes()
	if !fine || !fineToo || begins == ends || begins == minutesADay {
		return nil, refuse(codeCard, number)
	}
	if ends < begins {
		ends += minutesADay
	}
	// A night that began on the day before the entry may still cover the first minutes of the stay.
	var spans []span
	for day := max(first, stay.from/minutesADay-1); day <= min(last, stay.to/minutesADay); day++ {
		spans = append(spans, span{day*minutesADay + begins, day*minutesADay + ends})
	}
	return spans, nil
}

// dayNumber counts the days from 1970-01-01 to a date, which must be valid; it is negative for a date before that.
func dayNumber(date calendar.Date) int64 { return minuteOf(date.Time()) / minutesADay }

// uncovered returns what of the stay no card covers, in the order of time. Cards may overlap. The errors are parking.cards for
// more than 100 and those of covers.
func uncovered(stay span, cards []Card) ([]span, error) {
	if len(cards) > cardsMax {
		return nil, refuse(codeCards, cardsMax)
	}
	var covered []span
	for i, card := range cards {
		spans, err := card.covers(i+1, stay)
		if err != nil {
			return nil, err
		}
		covered = append(covered, spans...)
	}
	slices.SortFunc(covered, func(a, b span) int { return int(a.from - b.from) })
	// Every minute before reached is either under a card or in left already.
	var left []span
	reached := stay.from
	for _, c := range covered {
		if c.from >= stay.to {
			break
		}
		if c.from > reached {
			left = append(left, span{reached, c.from})
		}
		reached = max(reached, c.to)
	}
	if reached < stay.to {
		left = append(left, span{reached, stay.to})
	}
	return left, nil
}
