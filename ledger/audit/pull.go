package audit

import (
	"errors"
	"iter"

	"shouqi/ledger/store"
)

// pull reads a query row by row on demand, so that two tables can be walked side by side without holding either in
// memory. next returns more as false after the last row. stop has to be called, or the query stays open.
func pull(tx *store.Tx, query string, columns int) (next func() (row []any, more bool, err error), stop func()) {
	var failed error
	rows := func(yield func([]any) bool) {
		failed = tx.Each(query, nil, func(scan func(dest ...any) error) error {
			row, err := scanRow(scan, columns)
			if err != nil {
				return err
			}
			if !yield(row) {
				return errStopped
			}
			return nil
		})
	}
	nextRow, stop := iter.Pull(iter.Seq[[]any](rows))
	return func() ([]any, bool, error) {
		row, more := nextRow()
		if !more && failed != nil && !errors.Is(failed, errStopped) {
			return nil, false, failed
		}
		return row, more, nil
	}, stop
}

// errStopped ends a query whose rows are no longer wanted, and rolls a fold back that was looked at. Nobody is told of it.
var errStopped = store.Refuse(codeStopped)
