package store

// beside is work that goes on in a transaction while its caller gets ready what comes next. Its error is the
// transaction's from then on: whoever passes it over once meets it again, and at the latest the commit does.
type beside struct {
	done     chan struct{}
	err      error
	panicked bool
	panic    any
}

// Beside starts work in the transaction and returns at once: SQLite then writes on one core while the caller reckons on
// another. Every use of the transaction after it, its end included, waits until work is done and returns its error; a panic
// of work comes out there too. It is not for the middle of Each.
func (tx *Tx) Beside(work func(tx *Tx) error) error {
	if err := tx.join(); err != nil {
		return err
	}
	tx.recalled = nil
	own := *tx
	own.beside = nil
	b := &beside{done: make(chan struct{}), panicked: true}
	tx.beside = b
	go func() {
		defer close(b.done)
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

// wait is join for who rolls back: the connection is free then, whatever became of the work.
func (tx *Tx) wait() {
	if tx.beside != nil {
		<-tx.beside.done
	}
}
