package store

// beside is work that goes on in a transaction while its caller prepares what comes next. Its error becomes that of
// the transaction: every later use returns it again, and the commit does so at the latest, so that it cannot be
// overlooked.
type beside struct {
	// done is closed when the work is over; the other fields may be read only then.
	done     chan struct{}
	err      error
	panicked bool
	panic    any
}

// Beside starts work in the transaction and returns at once: SQLite then writes on one core while the caller works
// out the next rows on another. Every later use of the transaction, its end included, waits until work is done and
// returns its error; a panic of work comes out there too. It must not be called while the rows of Each are open.
func (tx *Tx) Beside(work func(tx *Tx) error) error {
	if err := tx.join(); err != nil {
		return err
	}
	tx.recalled = nil
	// Work gets a Tx of its own without the beside, because it would wait for itself otherwise.
	own := *tx
	own.beside = nil
	b := &beside{done: make(chan struct{}), panicked: true}
	tx.beside = b
	go func() {
		defer close(b.done)
		// panicked stays true until work has returned, so that an end by runtime.Goexit is noticed like a panic.
		defer func() {
			if b.panicked {
				b.panic = recover()
			}
		}()
		if b.err = work(&own); b.err == nil {
			b.err = own.join()
		}
		b.panicked = false
	}()
	return nil
}

// join waits for what goes on beside and returns its error, the same one every time.
func (tx *Tx) join() error {
	if tx.beside == nil {
		return nil
	}
	<-tx.beside.done
	if tx.beside.panicked {
		panic(tx.beside.panic)
	}
	return tx.beside.err
}

// wait waits for what goes on beside and leaves its error aside: a rollback needs only the connection to be free.
func (tx *Tx) wait() {
	if tx.beside != nil {
		<-tx.beside.done
	}
}
