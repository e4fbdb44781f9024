package ledger

import (
	"context"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// GoingOn is what somebody with the recovery key says of a book that this machine's witness does not know: this is the counter from now on.
type GoingOn struct {
	// Paper is the number of the newest receipt on paper, so that no number is given twice; NoPaper where there is none yet. Where the book ends in
	// an earlier year, it names the newest of each year since.
	Paper string
}

// NoPaper is what is said in the place of a number where no receipt was ever printed.
const NoPaper = "0"

// goOn makes this machine the counter's: receipts go on after any that may be on paper, and an event says so. Only the recovery key does it,
// which lies in the safe: a passphrase is known to whoever opens the book; and where the machine knows which one is in force, no older one, which
// was made anew because somebody else may have it. Errors: book.recovery_asked, book.recovery_void, book.paper, till.skip_far.
func (b *Book) goOn(ctx context.Context, options OpenOptions, note witness.Note, known bool) (*store.Error, error) {
	if options.Key.Recovery == "" {
		return nil, store.Refuse(CodeRecoveryAsked)
	}
	mark, err := options.Witness.Mark(b.Vault)
	if err != nil {
		return nil, err
	}
	return nil, b.Store.Write(ctx, func(tx *store.Tx) error {
		if err := b.provesRecovery(tx, note, options.Key); err != nil {
			return err
		}
		if err := b.keepRecovery(tx, note); err != nil {
			return err
		}
		_, retired, err := estate.MachineOf(tx)
		if err != nil {
			return err
		}
		// A counter that was retired wrote its last event after its last receipt.
		endSeq, _, err := b.Journal.Head(tx)
		if err != nil {
			return err
		}
		if known || retired {
			endSeq = 0
		}
		if err := b.skipPaper(tx, options.GoOn.Paper, note.Receipts, endSeq); err != nil {
			return err
		}
		placed := estate.Placed{Machine: mark, Paper: options.GoOn.Paper}
		if known {
			placed.Seq, placed.Hash = note.Seq, hashIn(note)
		}
		return estate.Place(tx, b.Journal, placed)
	})
}

// isRecoveryOlder reports whether this machine knows a recovery key that was made after the one that the book has.
func isRecoveryOlder(tx *store.Tx, note witness.Note) (bool, error) {
	no, err := vault.SlotNo(tx, vault.SlotRecovery)
	return err == nil && !note.Recovery.IsZero() && note.RecoveryNo > no, err
}

// newerKey opens the data key by a recovery key that this machine knows to be newer than the book's, nil where it does not.
func (b *Book) newerKey(tx *store.Tx, key vault.Key, place witness.Place) *vault.Vault {
	note := place.Recovery(b.Journal.Device)
	if isOlder, err := isRecoveryOlder(tx, note); err != nil || !isOlder {
		return nil
	}
	v, err := note.Recovery.Open(key)
	if err != nil {
		return nil
	}
	return v
}

// provesRecovery returns book.recovery_void for a key that was made void since the book was as it is.
func (b *Book) provesRecovery(tx *store.Tx, note witness.Note, key vault.Key) error {
	isOlder, err := isRecoveryOlder(tx, note)
	if err != nil || !isOlder {
		return err
	}
	if _, err := note.Recovery.Open(key); err != nil {
		return store.Fail(CodeRecoveryVoid, err)
	}
	return nil
}

// keepRecovery puts the recovery key that this machine knows to be in force in the place of the one that an older copy of the book has.
func (b *Book) keepRecovery(tx *store.Tx, note witness.Note) error {
	isOlder, err := isRecoveryOlder(tx, note)
	if err != nil || !isOlder {
		return err
	}
	kept, err := note.Recovery.Put(tx)
	if err != nil {
		return err
	}
	// It counts on from what this machine knows, so that no key that was void then is ever the newest by number.
	kept.Version = max(kept.Version, note.RecoveryNo+1)
	return b.Estate.RecordKept(tx, kept)
}
