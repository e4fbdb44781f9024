package scanner

import "slices"

// Split cuts bytes that come in pieces of a size.
func Split(bytes []byte, size int) (events []Event) {
	var s splitter
	for piece := range slices.Chunk(bytes, size) {
		events = append(events, s.add(piece)...)
	}
	return events
}
