package billing

// Places counts the objects of a preview: those that would get a bill, those that the rules charge nothing, and those that
// no tariff is for. People ask how many households a rule is for, and a household whose year begins within the month has two
// periods in it. One that gets a bill counts for nothing else.
type Places struct {
	Charged, Nothing, Outside int
}

// place is what became of an object in any of its periods.
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

// countPlaces sums up what was noted.
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

// PlacesOf counts the objects among exceptions, each once.
func PlacesOf(exceptions []Exception) int {
	objects := make(map[string]bool, len(exceptions))
	for _, exception := range exceptions {
		objects[exception.Code] = true
	}
	return len(objects)
}
