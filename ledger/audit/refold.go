package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// kept are the tables that are not folded from events: the events themselves (the chain checks them), the vault (checked
// by what the events name), the local ones and the migrations' own.
func kept(table string) bool {
	return table == "events" || strings.HasPrefix(table, "vault_") && table != "vault_references" || strings.HasPrefix(table, "local_") ||
		table == "print_jobs" || strings.HasPrefix(table, "goose_") || strings.HasPrefix(table, "sqlite_")
}

// refold folds every event into a scratch file beside the book and compares the schema and every folded table with it.
func (a *Audit) refold(ctx context.Context, progress func(done int64)) (err error) {
	directory, done, err := workplace(filepath.Dir(a.db.Path()))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	scratch, err := store.Create(ctx, filepath.Join(directory, "fold"), store.Options{Scratch: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	if err := a.journal.Replay(ctx, a.db, scratch, progress); err != nil {
		var failed *store.Error
		if errors.As(err, &failed) && failed.Code == journal.CodeReplay {
			a.add("fold", "events", fmt.Sprintf("%v/%v", failed.Args[2], failed.Args[1]), "cannot be folded again: "+failed.Error())
			return nil
		}
		return err
	}
	return a.db.Read(ctx, func(book *store.Tx) error {
		return scratch.Read(ctx, func(fold *store.Tx) error {
			if err := a.schema(book, fold); err != nil {
				return err
			}
			return a.tables(book, fold)
		})
	})
}

func (a *Audit) schema(book, fold *store.Tx) error {
	now, err := readSchema(book)
	if err != nil {
		return err
	}
	should, err := readSchema(fold)
	if err != nil {
		return err
	}
	for name, text := range should {
		if now[name] != text {
			a.add("schema", "sqlite_schema", name, "is not as this program makes it")
		}
	}
	for name := range now {
		if _, ours := should[name]; !ours {
			a.add("schema", "sqlite_schema", name, "is none of ours")
		}
	}
	return nil
}

func readSchema(tx *store.Tx) (map[string]string, error) {
	schema := make(map[string]string)
	err := tx.Each("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'", nil, func(scan func(dest ...any) error) error {
		var name, text string
		err := scan(&name, &text)
		schema[name] = text
		return err
	})
	return schema, err
}

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

// table walks both versions of one table in key order and names every row that is missing, added or different.
func (a *Audit) table(book, fold *store.Tx, name string) error {
	keys, err := store.All(fold, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", []any{name}, func(scan func(dest ...any) error) (string, error) {
		var key string
		return key, scan(&key)
	})
	if err != nil {
		return err
	}
	query := fmt.Sprintf("SELECT %s, * FROM %s ORDER BY %s", strings.Join(keys, ", "), name, strings.Join(keys, ", "))
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

func scanRow(scan func(dest ...any) error, columns int) ([]any, error) {
	row, dest := make([]any, columns), make([]any, columns)
	for i := range row {
		dest[i] = &row[i]
	}
	return row, scan(dest...)
}

// compareRows orders key values as SQLite does for the types our keys have: integers, text and blobs.
func compareRows(a, b []any) int {
	for i := range a {
		c := 0
		switch left := a[i].(type) {
		case int64:
			right, _ := b[i].(int64)
			c = int(min(1, max(-1, left-right)))
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
