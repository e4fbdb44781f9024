package billing

// Places counts the objects of a preview: those that would get a bill, those that the rules charge nothing, and those
// that no tariff is for. People ask how many households a rule is for, and a household whose year begins within the month
// has two periods in it. Each object is counted once: one that gets a bill in any period is Charged, else one that is
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

// note remembers what became of an object in one period.
func (p *Proposing) note(object string, what place) {
	if p.places != nil {
		p.places[object] |= what
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
