package scanner

import (
	"unicode"
	"unicode/utf8"

	"shouqi/devices"
)

// What a code is long, in bytes. Shorter ones are noise, or somebody typing on the line.
const (
	MinBytes = 4
	MaxBytes = 512
)

// patience is how many pauses a scanner that is known to send line ends is waited for: half a second.
const patience = 10

// splitter cuts the bytes of one scanner into codes, wherever the pieces that they come in are cut.
type splitter struct {
	code   []byte
	length int  // also of what is too long to keep
	ends   bool // this scanner sends line ends, so a pause ends no code
	silent int  // pauses since the last byte
}

// add takes bytes as they come.
func (s *splitter) add(bytes []byte) (events []Event) {
	for _, b := range bytes {
		s.silent = 0
		if b == '\r' || b == '\n' {
			s.ends = s.ends || s.length >= MinBytes
			events = append(events, s.take()...)
			continue
		}
		s.length++
		if s.length <= MaxBytes {
			s.code = append(s.code, b)
		}
	}
	return events
}

// silence takes a pause. It ends the code of a scanner that was never seen to send a line end; of another one it says, after
// a while, that the code was cut off.
func (s *splitter) silence() []Event {
	if s.length == 0 {
		return nil
	}
	s.silent++
	switch {
	case !s.ends:
		return s.take()
	case s.silent >= patience:
		return s.lost()
	}
	return nil
}

// lost drops what has come of a code whose end cannot come any more, and says so.
func (s *splitter) lost() []Event {
	if s.length == 0 {
		return nil
	}
	s.clear()
	return []Event{{Broken: devices.CutOff}}
}

// take ends a code.
func (s *splitter) take() []Event {
	defer s.clear()
	switch {
	case s.length == 0:
		return nil
	case s.length > MaxBytes:
		return []Event{{Broken: devices.TooLarge}}
	case s.length < MinBytes || !isText(s.code):
		return []Event{{Broken: devices.Garbled}}
	}
	return []Event{{Code: string(s.code)}}
}

func (s *splitter) clear() { s.code, s.length, s.silent = s.code[:0], 0, 0 }

// isText reports whether the bytes are text that can be printed.
func isText(bytes []byte) bool {
	for len(bytes) > 0 {
		r, size := utf8.DecodeRune(bytes)
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return false
		}
		bytes = bytes[size:]
	}
	return true
}
