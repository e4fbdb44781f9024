package journal

// Place stands in a query for the place of the event of a row among all, which is the same in every file of the book: whoever had heard of an event
// comes after it. alias names the table of the row, whose columns device and seq name the event. The row of an event is written last, so that what
// stands in none yet is the newest.
func Place(alias string) string {
	return "coalesce((SELECT id FROM events place WHERE place.device = " + alias + ".device AND place.seq = " + alias + ".seq), 9223372036854775807)"
}
