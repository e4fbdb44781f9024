package store

import "context"

// Do runs a command and returns its answer: in a write of its own, or as a part of the transaction within where that is not
// nil. Nothing of a command that returns an error is kept by a write of its own; its answer is returned with the error, for
// commands that say with it why they refused.
func Do[A any](ctx context.Context, db *DB, within *Tx, command func(tx *Tx) (A, error)) (answer A, err error) {
	if within != nil {
		return command(within)
	}
	err = db.Write(ctx, func(tx *Tx) error {
		answer, err = command(tx)
		return err
	})
	return answer, err
}

// Change is Do for a command that answers nothing.
func Change(ctx context.Context, db *DB, within *Tx, command func(tx *Tx) error) error {
	if within != nil {
		return command(within)
	}
	return db.Write(ctx, command)
}
