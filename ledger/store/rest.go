package store

import (
	"context"
	"errors"
)

// Rest frees the pages of the file that the connections hold in memory. Each keeps up to the size of its cache for
// good, twice that with what the allocator rounds up, once a check or a report has read so much; the system keeps the
// same pages where other programs can have the memory. A connection that is at work is passed over, and nothing
// waits.
func (db *DB) Rest(ctx context.Context) error {
	var all error
	for range readersMax {
		select {
		case reader := <-db.free:
			all = errors.Join(all, reader.rest(ctx))
			db.free <- reader
		default:
		}
	}
	if db.writing.TryLock() {
		defer db.writing.Unlock()
		if db.writer != nil {
			all = errors.Join(all, db.writer.rest(ctx))
		}
	}
	return all
}

// rest frees the pages of one connection.
func (c *connection) rest(ctx context.Context) error {
	_, err := c.conn.ExecContext(ctx, "PRAGMA shrink_memory")
	return classify(err)
}
