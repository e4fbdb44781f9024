package widgets

import (
	"strings"
	"time"
	"unicode/utf8"

	"shouqi/devices/wedge"
)

// scanRunes is how many characters a scan into a DigitEntry has at least. A payment code has 18. So
// many are never typed while a busy window keeps them waiting to arrive at once.
const scanRunes = 14

// scanWatch tells a scanner that hit a DigitEntry from a person typing, by speed alone.
type scanWatch struct {
	decoder wedge.Decoder
	last    time.Time
	before  figures
}

// see takes a character that comes to the entry while it holds now.
func (s *scanWatch) see(character rune, now figures) {
	at := Clock()
	if gap := at.Sub(s.last); gap < 0 || gap > wedge.MaxGap {
		s.before = now
	}
	s.last = at
	s.decoder.Rune(character, at)
}

// forget ends the run: what comes next has nothing to do with it.
func (s *scanWatch) forget() {
	s.decoder.Reset()
	s.last = time.Time{}
}

// finish ends the run, and returns the code where it was a scan. A key held down repeats one
// character, and is none.
func (s *scanWatch) finish() (code string, ok bool) {
	scan, ok := s.decoder.Rune('\n', Clock())
	s.forget()
	first, _ := utf8.DecodeRuneInString(scan.Code)
	isHeldKey := strings.Trim(scan.Code, string(first)) == ""
	return scan.Code, ok && utf8.RuneCountInString(scan.Code) >= scanRunes && !isHeldKey
}
