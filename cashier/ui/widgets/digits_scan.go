package widgets

// scanWatch keeps what a DigitEntry held before the run of characters that arrives.
type scanWatch struct {
	run    uint64
	before figures
}

// see takes a character that comes to the entry while it holds now.
func (s *scanWatch) see(character rune, now figures) {
	if run := Arrive(character); run != s.run {
		s.run, s.before = run, now
	}
}

// forget ends the run: what comes next has nothing to do with it.
func (s *scanWatch) forget() { forgetArriving() }
