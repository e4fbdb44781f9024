package audit

import (
	"context"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// findingsMax bounds what an audit reports: nobody reads further, and a ruined book could have millions.
const findingsMax = 200

// Finding is one thing that is not as it should be. Check names the kind of check, Table and Key the row, and Detail
// what is wrong with it. None of them holds personal data, so a finding can be sent to anybody.
type Finding struct {
	Check  string `json:"check"`
	Table  string `json:"table"`
	Key    string `json:"key"`
	Detail string `json:"detail"`
}

// Audit is a book that is being checked. vault may be nil: sealed data is then checked by its digest alone, and the keys are not. One Audit
// must not be used by two goroutines, since it collects its findings.
type Audit struct {
	db      *store.DB
	journal *journal.Journal
	vault   *vault.Vault
	found   []Finding
}

// New makes an audit over an open book.
func New(db *store.DB, j *journal.Journal, v *vault.Vault) *Audit {
	return &Audit{db: db, journal: j, vault: v}
}

// add adds a finding, up to findingsMax.
func (a *Audit) add(check, table, key, detail string) {
	if len(a.found) < findingsMax {
		a.found = append(a.found, Finding{Check: check, Table: table, Key: key, Detail: detail})
	}
}

// Quick checks what can be checked before the desk is ready: the book's and the devices' ids, the chain since the last mark, the newest signature, the book's key and the devices' where a key opened it, the
// schema, people and keys against their events, the gapless numbers of receipts, the drawers and the newest runs of
// bills, and in a book that is not large the sums of what people owe and have. It returns all that it finds; an error means that it could not look. If it finds nothing, MoveMark may follow.
func (a *Audit) Quick(ctx context.Context) ([]Finding, error) {
	a.found = nil
	err := a.db.Read(ctx, func(tx *store.Tx) error {
		mark, err := a.readMark(tx)
		if err != nil {
			return err
		}
		if err := a.began(tx, mark); err != nil {
			return err
		}
		if err := a.devices(tx); err != nil {
			return err
		}
		if err := a.chain(ctx, tx, mark); err != nil {
			return err
		}
		if err := a.signed(tx); err != nil {
			return err
		}
		if err := a.people(ctx, tx); err != nil {
			return err
		}
		if err := a.sums(tx, quickSums); err != nil {
			return err
		}
		bytes, err := size(tx)
		if err != nil || bytes > LargeBook {
			return err
		}
		return a.sums(tx, openSums)
	})
	return a.found, err
}

// SmallBook is up to which size, in bytes, Full takes no longer than somebody may wait for the desk (0.21 s for a book of 1 MiB, alone). LargeBook is from
// which size on the openSums are no part of Quick, so that they take less than 100 ms of an opening: by proportion from 1.7 s of one core, beside
// reading it, that they took in the sqlite3 shell of a book of 670 MB with 1,000,000 bills.
const (
	SmallBook = 1 << 20
	LargeBook = 8 << 20
)

// Size returns how large the book is, in bytes.
func (a *Audit) Size(ctx context.Context) (bytes int64, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) error {
		bytes, err = size(tx)
		return err
	})
	return bytes, err
}

func size(tx *store.Tx) (bytes int64, err error) {
	var pages int64
	if _, err = tx.Get("PRAGMA page_count", nil, &pages); err == nil {
		_, err = tx.Get("PRAGMA page_size", nil, &bytes)
	}
	return pages * bytes, err
}

// Sums checks the sums of open bills, prepayments and deposits, as Quick does in a book that is not large.
func (a *Audit) Sums(ctx context.Context) ([]Finding, error) {
	a.found = nil
	err := a.db.Read(ctx, func(tx *store.Tx) error { return a.sums(tx, openSums) })
	return a.found, err
}

// Full checks everything: SQLite's own integrity, the chain from the first event, every signature, the keys, the devices, the sums, the vault, the
// right of each event's person,
// and last the schema and every table against a fresh fold of the events. progress is called with the number of
// events folded so far. An error means that it could not look; the findings up to it are returned too.
func (a *Audit) Full(ctx context.Context, progress func(done int64)) ([]Finding, error) {
	a.found = nil
	err := a.db.Read(ctx, func(tx *store.Tx) error {
		if err := a.integrity(tx); err != nil {
			return err
		}
		if err := a.chain(ctx, tx, 0); err != nil {
			return err
		}
		if _, err := a.readMark(tx); err != nil {
			return err
		}
		if err := a.signed(tx); err != nil {
			return err
		}
		if err := a.signatures(ctx, tx); err != nil {
			return err
		}
		if err := a.devices(tx); err != nil {
			return err
		}
		if err := a.strangers(tx); err != nil {
			return err
		}
		if err := a.sums(tx, slices.Concat(quickSums, openSums, fullSums)); err != nil {
			return err
		}
		if err := a.sealed(tx); err != nil {
			return err
		}
		return a.rights(ctx, tx)
	})
	if err != nil {
		return a.found, err
	}
	return a.found, a.refold(ctx, progress)
}

// integrity asks SQLite whether the file is whole and whether every foreign key has its row.
func (a *Audit) integrity(tx *store.Tx) error {
	// SQLite answers with one row "ok", or with up to 20 faults.
	err := tx.Each("PRAGMA integrity_check(20)", nil, func(scan func(dest ...any) error) error {
		var answer string
		err := scan(&answer)
		if err == nil && answer != "ok" {
			a.add("integrity", "file", "", answer)
		}
		return err
	})
	if err != nil {
		return err
	}
	// Each row names one that refers to nothing.
	return tx.Each("PRAGMA foreign_key_check", nil, func(scan func(dest ...any) error) error {
		var table, parent string
		var row, constraint *int64
		err := scan(&table, &row, &parent, &constraint)
		if err == nil {
			a.add("references", table, "", "names a row of "+parent+" that is not there")
		}
		return err
	})
}
