package estate

import (
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// KindRestored is the kind of the event that says that another file took the place of a book: a backup, or the book folded anew from its own
// events. Its own place in the chain says how far what was taken went.
const KindRestored = "book.restored"

// Restored says what took the place of a book, and of what. By and Approver are staff ids of whichever book could still be asked, "" where none
// could; Alone says that nobody but By could have agreed.
type Restored struct {
	// Seq and Hash are the head of the chain that the replaced book had; Seq is 0 where there was none, or none that could be read.
	Seq  int64
	Hash journal.Hash
	// Discarded is how many of its events are not in what was taken, and Payments how many of these took or gave money.
	Discarded, Payments int64
	// From is the name of the file that was taken, without its folder, and FromSeq and FromHash the head of the chain in it.
	From     string
	FromSeq  int64
	FromHash journal.Hash
	// Rebuilt says that what was taken are the book's own events, folded anew.
	Rebuilt      bool
	By, Approver string
	Alone        bool
}

// restoredV1 is the body of book.restored.
type restoredV1 struct {
	Seq       int64      `json:"seq"`
	Hash      []byte     `json:"hash"`
	Discarded int64      `json:"discarded"`
	Payments  int64      `json:"payments,omitempty"`
	From      string     `json:"from,omitempty"`
	FromSeq   int64      `json:"fromSeq,omitempty"`
	FromHash  []byte     `json:"fromHash,omitempty"`
	Rebuilt   bool       `json:"rebuilt,omitempty"`
	By        string     `json:"by"`
	Approver  approverV1 `json:"approver"`
	Alone     bool       `json:"alone,omitempty"`
}

// approverV1 names who agreed. The consent itself stood in the book that was replaced.
type approverV1 struct {
	Person string `json:"person"`
}

// RecordRestored appends to a book that is about to take the place of another what it replaces, before it does, so that no power cut leaves
// one that does not say so. The journal is that of the book that is taken.
func RecordRestored(tx *store.Tx, j *journal.Journal, r Restored) error {
	_, err := j.Append(tx, KindRestored, restoredV1{Seq: r.Seq, Hash: r.Hash[:], Discarded: r.Discarded, Payments: r.Payments,
		From: strings.ToValidUTF8(r.From, "?"), FromSeq: r.FromSeq, FromHash: r.FromHash[:], Rebuilt: r.Rebuilt,
		By: r.By, Approver: approverV1{r.Approver}, Alone: r.Alone})
	return err
}
