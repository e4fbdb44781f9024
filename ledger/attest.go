package ledger

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"os"
	"slices"

	"shouqi/ledger/audit"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/witness"
)

// attest holds the book against what this machine remembers of it, and where it is the counter's has every commit remembered from now on.
// cause is why no money may be taken, nil where it may. A demo book, which anybody opens, and one that no key opened have no witness. An error
// means that it could not look.
func (b *Book) attest(ctx context.Context, options OpenOptions) (cause *store.Error, err error) {
	cause, recalled, err := b.recall(ctx, options)
	if err != nil || recalled == nil || options.ReadOnly {
		return cause, err
	}
	if b.unheld != nil && (cause == nil || options.GoOn != nil) {
		return b.unheld, nil
	}
	note, known := recalled.note, recalled.known
	if options.GoOn != nil {
		if cause, err = b.goOn(ctx, options, note, known); err != nil {
			return nil, err
		}
	}
	if cause != nil {
		return cause, nil
	}
	a := &attending{book: b, held: b.held, path: b.Store.Path()}
	if err := b.placeFirst(ctx, options.Witness); err != nil {
		return nil, err
	}
	if known && options.GoOn == nil {
		a.digest = note.Digest
	}
	// What is noted to be open has a log with something in it: the mark at least.
	if err := b.Audit().MoveMark(ctx); err != nil {
		return nil, err
	}
	if err := a.note(ctx); err != nil && ctx.Err() != nil {
		return nil, err
	} else if err != nil {
		return store.Typed(err), nil
	}
	b.attending = a
	b.Store.BeforeCommit(a.isAlone)
	b.Store.AfterCommit(a.wake)
	return nil, nil
}

// hold keeps other programs of this account from working a copy of the book while this one is open for writing. It comes before what this machine
// remembers is read. A demo book and one that no key opened are nobody's counter. Where the disk keeps it from that the book opens all the same and takes no money
// (unheld). Errors: those of witness.Hold but for store.io and store.lock.
func (b *Book) hold(ctx context.Context, options OpenOptions) error {
	if options.ReadOnly || options.Witness.IsZero() || b.Vault == nil {
		return nil
	}
	isDemo, err := b.isDemo(ctx)
	if err != nil || isDemo {
		return err
	}
	b.held, err = options.Witness.Hold(b.Journal.Device)
	if code := store.Code(err); code == store.CodeIO || code == store.CodeLock {
		b.unheld = store.Fail(CodeUnwitnessed, err)
		return nil
	}
	return err
}

// isDemo reports whether the book is a demo by its first event alone: a book in which somebody changed a policy must open to be examined.
func (b *Book) isDemo(ctx context.Context) (isDemo bool, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		isDemo, err = estate.IsDemo(tx)
		return err
	})
	return isDemo, err
}

// recalled is what this machine remembers of a book; known says whether it does, and knows the newest number.
type recalled struct {
	note  witness.Note
	known bool
}

// recall is the part of attest that changes nothing: it returns why no money may be taken by what this machine remembers, and that, nil for a book
// that has no witness.
func (b *Book) recall(ctx context.Context, options OpenOptions) (cause *store.Error, what *recalled, err error) {
	if options.Witness.IsZero() || b.Vault == nil {
		return nil, nil, nil
	}
	isDemo, err := b.isDemo(ctx)
	if err != nil || isDemo {
		return nil, nil, err
	}
	note, known, err := options.Witness.Read(b.Vault, b.Journal.Device)
	if err != nil {
		return nil, nil, err
	}
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		cause, err = b.missing(tx, options, note, known)
		return err
	})
	if err == nil && cause == nil && known {
		lost, err := b.lostLog(ctx, note)
		if err != nil {
			return nil, nil, err
		}
		if lost {
			return store.Refuse(CodeLost), &recalled{note: note}, nil
		}
	}
	return cause, &recalled{note: note, known: known}, err
}

// lostLog reports whether the log is gone that the book had when this machine last wrote it: it was not closed, so that what was committed then is
// in no file any more. It may be more than what was remembered. Whoever folds a log into the file changes the file.
func (b *Book) lostLog(ctx context.Context, note witness.Note) (bool, error) {
	if !note.IsOpen || note.Digest == "" || b.Store.HadLog() {
		return false, nil
	}
	digest, err := b.Store.Digest(ctx)
	return err == nil && digest == note.Digest, err
}

// isCopy reports whether another file lies where the note says that the book lay. One that was moved has left that place.
func (b *Book) isCopy(note witness.Note) bool {
	if note.Path == "" || note.Path == b.Store.Path() {
		return false
	}
	there, err := os.Stat(note.Path)
	if err != nil {
		return false
	}
	here, err := os.Stat(b.Store.Path())
	return err == nil && !os.SameFile(there, here)
}

// placeAt records that the counter is on this machine.
func (b *Book) placeAt(tx *store.Tx, place witness.Place) error {
	mark, err := place.Mark(b.Vault)
	if err != nil {
		return err
	}
	return estate.Place(tx, b.Journal, estate.Placed{Machine: mark})
}

// placeFirst records it where no book has said yet which machine is the counter's.
func (b *Book) placeFirst(ctx context.Context, place witness.Place) error {
	mark := ""
	err := b.Store.Read(ctx, func(tx *store.Tx) (err error) {
		mark, _, err = estate.MachineOf(tx)
		return err
	})
	if err != nil || mark != "" {
		return err
	}
	return b.Store.Write(ctx, func(tx *store.Tx) error { return b.placeAt(tx, place) })
}

// seenOutside returns the finding of what was wrong by the witness, none where nothing was.
func (b *Book) seenOutside() []audit.Finding {
	if b.outside == nil {
		return nil
	}
	return []audit.Finding{{Check: "witness", Table: "book", Key: b.outside.Code, Detail: "is not the book that this machine remembers"}}
}

// missing says what is wrong with the book by what this machine remembers: nil where nothing is.
func (b *Book) missing(tx *store.Tx, options OpenOptions, note witness.Note, known bool) (*store.Error, error) {
	mark, retired, err := estate.MachineOf(tx)
	if err != nil {
		return nil, err
	}
	mine, err := options.Witness.Mark(b.Vault)
	if err != nil {
		return nil, err
	}
	switch isHere := mark == mine || mark == ""; {
	case options.ReadOnly && (!known || note.Path != b.Store.Path()):
		return nil, nil // a copy may be looked at anywhere
	case retired && !options.ReadOnly:
		return store.Refuse(CodeRetired), nil
	case !isHere && !options.ReadOnly:
		return store.Refuse(CodeElsewhere), nil
	case known && !options.ReadOnly && b.isCopy(note):
		return store.Refuse(CodeCopied, note.Path), nil
	case !known:
		// A passphrase is known to whoever opens the book each morning, so that it enrols another account only while no paper is out; afterwards
		// an older copy and an empty folder for the notes would be all that it takes to give numbers twice.
		last, err := till.LastNumbers(tx)
		if err == nil && (till.NewestNumber(last) != "" || !options.Key.IsTyped()) {
			return store.Refuse(CodeUnenrolled), nil
		}
		return nil, err
	}
	contained, err := b.contains(tx, note)
	if err != nil {
		return nil, err
	}
	last, err := till.LastNumbers(tx)
	if err != nil {
		return nil, err
	}
	fewer := false
	for series, no := range note.Receipts {
		fewer = fewer || last[series] < no && till.IsOfReceipts(series)
	}
	switch {
	case contained && !fewer:
		return nil, nil
	case !fewer:
		return store.Refuse(CodeParted), nil
	}
	return store.Refuse(CodeBehind, cmp.Or(till.NewestNumber(last), "—"), cmp.Or(till.NewestNumber(note.Receipts), "—")), nil
}

// contains reports whether the book has the event that was remembered, or took, with somebody's signed word, the place of the one that had it.
func (b *Book) contains(tx *store.Tx, note witness.Note) (bool, error) {
	deviceNo, err := b.Journal.DeviceNo(tx, b.Journal.Device)
	if err != nil {
		return false, err
	}
	var hash []byte
	if _, err := tx.Get("SELECT hash FROM events WHERE device = ? AND seq = ?", []any{deviceNo, note.Seq}, &hash); err != nil || len(hash) > 0 && bytes.Equal(hash, note.Hash) {
		return err == nil, err
	}
	at, found, err := estate.TookOver(tx, note.Seq, hashIn(note))
	if err != nil || !found {
		return false, err
	}
	// Whoever has the file can write an event, and only who has a key a signed one.
	signed, ok, err := journal.LastSigned(tx, deviceNo, math.MaxInt64)
	return ok && signed.Seq >= at, err
}

// hashIn returns the hash that a note has; what was read from a file may have any length.
func hashIn(note witness.Note) (hash journal.Hash) {
	copy(hash[:], note.Hash)
	return hash
}

// IsOutside reports whether an opened book takes no money because of what this machine remembers, so that the recovery key helps.
func IsOutside(err error) bool {
	return slices.Contains([]string{CodeBehind, CodeParted, CodeLost, CodeCopied, CodeElsewhere, CodeRetired, CodeUnenrolled}, store.Code(err))
}
