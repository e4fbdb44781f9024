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

// span is minutes since 1970 in Zone, the last not included.
type span struct{ from, to int64 }

func (s span) length() int64 { return s.to - s.from }

// covers returns what the card covers of a stay, or parking.card with its number where it is no card.
func (c Card) covers(number int, stay span) ([]span, error) {
	if !c.FromOn.Valid() || !c.ToOn.Valid() || c.ToOn < c.FromOn {
		return nil, refuse(codeCard, number)
	}
	first, last := dayNumber(c.FromOn), dayNumber(c.ToOn)
	if c.From == "" && c.To == "" {
		return []span{{first * minutesADay, (last + 1) * minutesADay}}, nil
	}
	begins, fine := c.From.minutes()
	ends, fineToo := c.To.minutes()
	if !fine || !fineToo || begins == ends || begins == minutesADay {
		return nil, refuse(codeCard, number)
	}
	if ends < begins {
		ends += minutesADay
	}
	var spans []span
	for day := max(first, stay.from/minutesADay-1); day <= min(last, stay.to/minutesADay); day++ {
		spans = append(spans, span{day*minutesADay + begins, day*minutesADay + ends})
	}
	return spans, nil
}

func dayNumber(date calendar.Date) int64 { return minuteOf(date.Time()) / minutesADay }

// uncovered returns what of the stay no card covers, in the order of time.
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
