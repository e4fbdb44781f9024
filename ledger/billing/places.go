package billing

import "cmp"

// Places counts the households of a preview, a room with its spaces as one: those that would get a bill, those that the rules charge nothing, and those
// that no tariff is for. People ask how many households a rule is for, and a household whose year begins within the month
// has two periods in it, or two spaces. Each is counted once: one that gets a bill in any period is Charged, else one that is
// charged nothing in any period is Nothing.
type Places struct {
	Charged, Nothing, Outside int
}

// place is what became of an object in any of its periods, one bit for each.
type place byte

const (
	isCharged place = 1 << iota
	isNothing
	isOutside
)

// note remembers what became of a household in one period.
func (p *Proposing) note(home string, what place) {
	if p.places != nil {
		p.places[home] |= what
	}
}

// countPlaces sums up what was noted. Objects of which nothing was noted, such as those already billed, are in none of
// the three.
func (p *Proposing) countPlaces() {
	for _, what := range p.places {
		switch {
		case what&isCharged != 0:
			p.made.Places.Charged++
		case what&isNothing != 0:
			p.made.Places.Nothing++
		default:
			p.made.Places.Outside++
		}
	}
}

// PlacesOf counts the objects among exceptions, each once however many of its periods fail.
func PlacesOf(exceptions []Exception) int {
	objects := make(map[string]bool, len(exceptions))
	for _, exception := range exceptions {
		objects[exception.Code] = true
	}
	return len(objects)
}

// HouseholdsOfMovers counts the households among movers, each once.
func HouseholdsOfMovers(movers []Mover) int {
	homes := make(map[string]bool)
	for _, mover := range movers {
		homes[cmp.Or(mover.Home, mover.Code)] = true
	}
	return len(homes)
}

// HouseholdsOf counts the households among exceptions, each once: a room that fails with both of its spaces is one.
func HouseholdsOf(exceptions ...[]Exception) int {
	homes := make(map[string]bool)
	for _, all := range exceptions {
		for _, exception := range all {
			homes[cmp.Or(exception.Home, exception.Object, exception.Code)] = true
		}
	}
	return len(homes)
}
