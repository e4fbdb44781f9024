package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/store"
)

// dumpedTables are those that a run of bills writes, with the columns that it gives; the others have their defaults. Events
// come after what they did, because the database closes an event with its row, and the signature of the commit last.
var dumpedTables = []struct{ name, columns string }{
	{"bills", "id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, steps, exact, tariff, tariff_from, of_bill, name, origin, ahead, device, seq, line"},
	{"transfers", "device, seq, line, debit, credit, fen, item, object"},
	{"requests", "id, digest, device, seq"},
	{"runs", "device, seq, run, first_seq, bills, sum_fen, item, from_on, to_on, person, approver"},
	{"events", "device, seq, kind, version, at_ms, body, prev, hash"},
	{"signatures", "device, no, seq, signature"},
}

// dumpedSettings are the settings of the connection that decide about speed or do work of their own.
var dumpedSettings = []string{"journal_mode", "synchronous", "cache_size", "wal_autocheckpoint", "journal_size_limit", "foreign_keys",
	"temp_store", "cell_size_check", "trusted_schema", "mmap_size", "locking_mode", "busy_timeout"}

// lastEvent returns the number of a book's newest event, before anybody signs in.
func lastEvent(ctx context.Context, path string) (seq int64, err error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	err = db.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT max(seq) FROM events", nil, &seq)
		return err
	})
	return seq, errors.Join(err, db.Close())
}

// dumpRun writes what the C program reads: the settings of our own writing connection, and every row that stands in the
// book and did not stand in the one it started from, in the order in which the run wrote them.
func dumpRun(ctx context.Context, book *ledger.Book, fromSeq int64, path string) (err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	out := &dump{Writer: bufio.NewWriterSize(file, 1<<20)}
	err = book.Store.Write(ctx, func(tx *store.Tx) error {
		settings := make([]string, len(dumpedSettings))
		for i, name := range dumpedSettings {
			var value string
			if _, err := tx.Get("PRAGMA "+name, nil, &value); err != nil {
				return err
			}
			// The book folds its log in by itself, as often as SQLite does it in the C program.
			if name == "wal_autocheckpoint" {
				value = "4000"
			}
			settings[i] = "PRAGMA " + name + " = " + value
		}
		out.texts(settings)
		return nil
	})
	if err == nil {
		err = book.Store.Read(ctx, func(tx *store.Tx) error { return out.rows(tx, fromSeq) })
	}
	return errors.Join(err, out.Flush(), file.Close())
}

// dump writes the format that bench_c/insert.c describes. What fails stays failed until Flush says so.
type dump struct{ *bufio.Writer }

func (d *dump) number(n int) { _ = binary.Write(d, binary.LittleEndian, uint32(n)) }

func (d *dump) texts(all []string) {
	d.number(len(all))
	for _, one := range all {
		d.number(len(one))
		_, _ = d.WriteString(one)
	}
}

func (d *dump) rows(tx *store.Tx, fromSeq int64) error {
	inserts := make([]string, len(dumpedTables))
	for i, table := range dumpedTables {
		marks := strings.Repeat("?, ", strings.Count(table.columns, ",")) + "?"
		inserts[i] = "INSERT INTO " + table.name + " (" + table.columns + ") VALUES (" + marks + ")"
	}
	d.texts(inserts)
	var last int64
	if _, err := tx.Get("SELECT max(seq) FROM events", nil, &last); err != nil {
		return err
	}
	for seq := fromSeq; seq <= last; seq++ {
		for i, table := range dumpedTables {
			query := "SELECT " + table.columns + " FROM " + table.name + " WHERE seq = ? ORDER BY 1, 2, 3"
			if table.name == "bills" {
				// Bills have no index by event. Transfers have one, and each bill has one.
				query = "SELECT b." + strings.ReplaceAll(table.columns, ", ", ", b.") + " FROM transfers t JOIN bills b ON b.object = t.object AND b.item = t.item" +
					" AND b.device = t.device AND b.seq = t.seq AND b.line = t.line WHERE t.device = 1 AND t.seq = ? ORDER BY t.line"
			} else if table.name != "requests" && table.name != "runs" {
				query = strings.Replace(query, "WHERE", "WHERE device = 1 AND", 1)
			}
			if err := d.table(tx, byte(i), query, seq); err != nil {
				return err
			}
		}
	}
	return d.WriteByte(255)
}

func (d *dump) table(tx *store.Tx, statement byte, query string, seq int64) error {
	columns := strings.Split(dumpedTables[statement].columns, ", ")
	values, into := anyRow(len(columns))
	return tx.Each(query, []any{seq}, func(scan func(dest ...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		_ = d.WriteByte(statement)
		for i, value := range values {
			if err := d.value(columns[i], value); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *dump) value(column string, value any) error {
	switch v := value.(type) {
	case nil:
		return d.WriteByte('n')
	case int64:
		_ = d.WriteByte('i')
		return binary.Write(d, binary.LittleEndian, v)
	case string:
		_ = d.WriteByte('t')
		d.number(len(v))
		_, err := d.WriteString(v)
		return err
	case []byte:
		_ = d.WriteByte('b')
		d.number(len(v))
		_, err := d.Write(v)
		return err
	}
	return fmt.Errorf("column %s holds a %T", column, value)
}

func anyRow(columns int) (values, into []any) {
	values, into = make([]any, columns), make([]any, columns)
	for i := range values {
		into[i] = &values[i]
	}
	return values, into
}

// differingTables returns the tables that do not hold the same rows in two books.
func differingTables(ctx context.Context, one, other string) ([]string, error) {
	ours, err := tableDigests(ctx, one)
	if err != nil {
		return nil, err
	}
	theirs, err := tableDigests(ctx, other)
	var differ []string
	for _, table := range slices.Sorted(maps.Keys(ours)) {
		if ours[table] != theirs[table] {
			differ = append(differ, table)
		}
	}
	if len(ours) != len(theirs) {
		differ = append(differ, "sqlite_schema")
	}
	return differ, err
}

// tableDigests returns the SHA-256 of the rows of each table, read in the order of its key. The settings are left out: opening
// the book notes there how far it was checked.
func tableDigests(ctx context.Context, path string) (digests map[string]string, err error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	digests = make(map[string]string)
	return digests, db.Read(ctx, func(tx *store.Tx) error {
		tables, err := store.All(tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'local_settings' ORDER BY name", nil,
			func(scan func(dest ...any) error) (name string, err error) { return name, scan(&name) })
		if err != nil {
			return err
		}
		for _, table := range tables {
			if digests[table], err = tableDigest(tx, table); err != nil {
				return err
			}
		}
		return nil
	})
}

func tableDigest(tx *store.Tx, table string) (string, error) {
	query := "SELECT * FROM " + table
	columns, err := tx.Columns(query)
	if err != nil {
		return "", err
	}
	values, into := anyRow(len(columns))
	sum := sha256.New()
	err = tx.Each(query, nil, func(scan func(dest ...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		hashRow(sum, values)
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

func hashRow(sum hash.Hash, values []any) {
	for _, value := range values {
		text, isText := value.(string)
		if bytes, isBlob := value.([]byte); isBlob {
			text, isText = string(bytes), true
		}
		if !isText {
			text = fmt.Sprint(value)
		}
		_, _ = io.WriteString(sum, fmt.Sprintf("%T:%d:", value, len(text)))
		_, _ = io.WriteString(sum, text)
	}
}
