package audit

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// kept reports whether a table is not folded from events and so cannot be compared: the events themselves, which the chain covers, the vault, which is
// checked by what the events name, this computer's own tables and those of SQLite and the migrations. The devices are compared all the same.
func kept(table string) bool {
	return !journal.Folded(table) && table != "devices" && table != "identity"
}

// refold folds every event into a scratch file beside the book and compares the schema and every folded table with
// it. The file is as large as the book; beside it, because the disk for temporary files may be too small. An event
// that cannot be folded is a finding, and the tables are then not compared. Where the disk has no room for the file it is audit.room, with
// the MB that the book has.
func (a *Audit) refold(ctx context.Context, progress func(done int64)) (err error) {
	defer func() { err = orNoRoom(err, a.db.Path()) }()
	directory, done, err := store.WorkplaceElsewhere(a.db.Path(), store.Verify)
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // what cannot be cleared away is no finding, and goes at the next opening
	scratch, err := store.Create(ctx, filepath.Join(directory, "fold"), store.Options{Scratch: true})
	if err != nil {
		return err
	}
	defer func() { _ = scratch.Close() }()
	// One transaction folds and compares: what is taken at the counter meanwhile is no finding.
	return a.db.Read(ctx, func(book *store.Tx) error {
		// journal.CodeReplay names the event that failed. Any other error is one of reading or writing, and no finding.
		err := a.journal.Replay(ctx, book, scratch, progress)
		if a.isUnfolded(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return scratch.Read(ctx, func(fold *store.Tx) error {
			if err := a.schema(book, fold); err != nil {
				return err
			}
			return a.tables(book, fold)
		})
	})
}

// tables compares every folded table.
func (a *Audit) tables(book, fold *store.Tx) error {
	names, err := store.All(fold, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", nil, func(scan func(dest ...any) error) (string, error) {
		var name string
		return name, scan(&name)
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		if kept(name) {
			continue
		}
		if err := a.table(book, fold, name); err != nil {
			return err
		}
	}
	return nil
}

// folded is a table that follows from events: the columns of its key, and a query whose first columns are these and by which it is ordered.
type folded struct {
	name  string
	keys  []string
	query string
}

// table compares one table whole. Every table has a primary key.
func (a *Audit) table(book, fold *store.Tx, name string) error {
	// The columns of the primary key, in their order in the key.
	keys, err := store.All(fold, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", []any{name}, func(scan func(dest ...any) error) (string, error) {
		var key string
		return key, scan(&key)
	})
	if err != nil {
		return err
	}
	// The key comes first in each row, whatever its place among the table's columns.
	query := fmt.Sprintf("SELECT %s, * FROM %s ORDER BY %s", strings.Join(keys, ", "), name, strings.Join(keys, ", "))
	return a.compare(book, fold, folded{name, keys, query})
}

// compare walks the book's and the folded version of a table side by side in the order of the key, and names every
// row that is missing, added or different. Neither is held in memory, since a book has millions of rows.
func (a *Audit) compare(book, fold *store.Tx, table folded) error {
	name, keys, query := table.name, table.keys, table.query
	columns, err := fold.Columns(query)
	if err != nil {
		return err
	}
	next, stop := pull(book, query, len(columns))
	defer stop()
	now, more, err := next()
	if err != nil {
		return err
	}
	err = fold.Each(query, nil, func(scan func(dest ...any) error) error {
		should, err := scanRow(scan, len(columns))
		if err != nil {
			return err
		}
		// Rows of the book that come before the next folded one: no event makes them.
		for more && compareRows(now[:len(keys)], should[:len(keys)]) < 0 {
			a.add("fold", name, keyText(now[:len(keys)]), "no event made it")
			if now, more, err = next(); err != nil {
				return err
			}
		}
		if !more || compareRows(now[:len(keys)], should[:len(keys)]) > 0 {
			a.add("fold", name, keyText(should[:len(keys)]), "is missing")
			return nil
		}
		for i := len(keys); i < len(columns); i++ {
			if !reflect.DeepEqual(now[i], should[i]) {
				a.add("fold", name, keyText(now[:len(keys)]), columns[i]+" was changed")
			}
		}
		now, more, err = next()
		return err
	})
	for err == nil && more {
		a.add("fold", name, keyText(now[:len(keys)]), "no event made it")
		now, more, err = next()
	}
	return err
}

// scanRow reads a row with as many columns as told, each as the type that SQLite stores.
func scanRow(scan func(dest ...any) error, columns int) ([]any, error) {
	row, dest := make([]any, columns), make([]any, columns)
	for i := range row {
		dest[i] = &row[i]
	}
	return row, scan(dest...)
}

// compareRows compares two keys in the order that SQLite sorts them, for the types that keys have here: integers,
// text and blobs.
func compareRows(a, b []any) int {
	for i := range a {
		c := 0
		switch left := a[i].(type) {
		case int64:
			right, _ := b[i].(int64)
			c = cmp.Compare(left, right)
		case string:
			right, _ := b[i].(string)
			c = strings.Compare(left, right)
		case []byte:
			right, _ := b[i].([]byte)
			c = bytes.Compare(left, right)
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// keyText returns a key for a finding: its columns with slashes between them, blobs in hex.
func keyText(key []any) string {
	parts := make([]string, len(key))
	for i, value := range key {
		if raw, ok := value.([]byte); ok {
			value = fmt.Sprintf("%x", raw)
		}
		parts[i] = fmt.Sprint(value)
	}
	return strings.Join(parts, "/")
}
