package estate

import (
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// KindRestored is the kind of the event that says that a backup took the place of a book. Its own place in the chain says how far the
// backup went.
const KindRestored = "book.restored"

// Restored says what a backup took the place of. Seq and Hash are the head of the chain that the replaced book had, and Discarded how many
// of its events the backup does not have; Seq is 0 where there was none, or none that could be read. By and Approver are staff ids of that book: "" where it could not be written any more, so that
// nobody could be asked. Alone says that nobody but By could have agreed.
type Restored struct {
	Seq          int64
	Hash         journal.Hash
	Discarded    int64
	By, Approver string
	Alone        bool
}

// restoredV1 is the body of book.restored.
type restoredV1 struct {
	Seq       int64      `json:"seq"`
	Hash      []byte     `json:"hash"`
	Discarded int64      `json:"discarded"`
	By        string     `json:"by"`
	Approver  approverV1 `json:"approver"`
	Alone     bool       `json:"alone,omitempty"`
}

// approverV1 names who agreed. The consent itself stood in the book that was replaced.
type approverV1 struct {
	Person string `json:"person"`
}

// RecordRestored appends to a backup that is about to take the place of a book what it replaces, before it does, so that no power cut leaves
// a restored book that does not say so. The journal is that of the backup.
func RecordRestored(tx *store.Tx, j *journal.Journal, r Restored) error {
	_, err := j.Append(tx, KindRestored, restoredV1{Seq: r.Seq, Hash: r.Hash[:], Discarded: r.Discarded, By: r.By, Approver: approverV1{r.Approver}, Alone: r.Alone})
	return err
}
