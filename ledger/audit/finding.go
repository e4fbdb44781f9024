package audit

import (
	"context"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// findingsMax bounds what one check reports: a book broken in a million places is broken.
const findingsMax = 200

// Finding is one thing that is not as it should be. Key names the row; Detail says what of it. Neither holds personal data.
type Finding struct {
	Check  string `json:"check"`
	Table  string `json:"table"`
	Key    string `json:"key"`
	Detail string `json:"detail"`
}

// Audit is a book under examination. Vault may be nil: then sealed data is checked by digest alone.
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

func (a *Audit) add(check, table, key, detail string) {
	if len(a.found) < findingsMax {
		a.found = append(a.found, Finding{Check: check, Table: table, Key: key, Detail: detail})
	}
}

// Quick checks what can be checked before the desk is ready: the chain and the postings since the last mark, and the
// counters' numbers. It gives all it finds; an error means that it could not look.
func (a *Audit) Quick(ctx context.Context) ([]Finding, error) {
	a.found = nil
	err := a.db.Read(ctx, func(tx *store.Tx) error {
		mark, err := readMark(tx)
		if err != nil {
			return err
		}
		if err := a.chain(ctx, tx, mark); err != nil {
			return err
		}
		return a.sums(tx, quickSums)
	})
	if err == nil && len(a.found) == 0 {
		err = a.moveMark(ctx)
	}
	return a.found, err
}

// Full checks everything: SQLite's own integrity, the schema, the chain from the first event, the vault, the sums, and
// every table against a fresh fold of the events. Progress is told the events folded so far.
func (a *Audit) Full(ctx context.Context, progress func(done int64)) ([]Finding, error) {
	a.found = nil
	err := a.db.Read(ctx, func(tx *store.Tx) error {
		if err := a.integrity(tx); err != nil {
			return err
		}
		if err := a.chain(ctx, tx, 0); err != nil {
			return err
		}
		if err := a.devices(tx); err != nil {
			return err
		}
		if err := a.sums(tx, append(append([]sum(nil), quickSums...), fullSums...)); err != nil {
			return err
		}
		return a.vault.Check(tx, func(table, key, detail string) { a.add("vault", table, key, detail) })
	})
	if err != nil {
		return a.found, err
	}
	return a.found, a.refold(ctx, progress)
}

func (a *Audit) integrity(tx *store.Tx) error {
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
