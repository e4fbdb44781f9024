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
func (t *tally) note(object string, what place) {
	if t.places != nil {
		t.places[object] |= what
	}
}

// countPlaces sums up what was noted.
func (t *tally) countPlaces() {
	for _, what := range t.places {
		switch {
		case what&isCharged != 0:
			t.Places.Charged++
		case what&isNothing != 0:
			t.Places.Nothing++
		default:
			t.Places.Outside++
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
