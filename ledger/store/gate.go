package store

import "context"

// HoldWrites has every write wait until open is called, or until its context ends: what must be checked before money is taken goes on meanwhile
// behind a desk that is ready. It is called once, before the first write.
func (db *DB) HoldWrites() (open func()) {
	gate := make(chan struct{})
	db.gate.Store(&gate)
	return func() { close(gate) }
}

// WaitForGate waits until nothing holds the writes any more.
func (db *DB) WaitForGate(ctx context.Context) error {
	gate := db.gate.Load()
	if gate == nil {
		return nil
	}
	select {
	case <-*gate:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
