package store

import (
	"slices"
	"strings"
)

// Empty takes every row out of the tables, in their order, although triggers say that none may go, and leaves every trigger as it was. It is for
// folding events again in another order, and for nothing else. After an error the transaction must be rolled back, and the triggers with it.
func (tx *Tx) Empty(tables []string) error {
	return tx.withoutTriggers(tables, func() error {
		var empty strings.Builder
		for _, table := range tables {
			empty.WriteString(`DELETE FROM "` + table + `";`)
		}
		return tx.script(empty.String())
	})
}

// withoutTriggers runs work while nothing is done or forbidden that a trigger of the tables says. Those of the others stay: each that goes and comes takes time
// (measured: 50 ms for all of them).
func (tx *Tx) withoutTriggers(tables []string, work func() error) error {
	var drop, create strings.Builder
	err := tx.Each("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid", nil, func(scan func(dest ...any) error) error {
		var name, table, text string
		if err := scan(&name, &table, &text); err != nil || !slices.Contains(tables, table) {
			return err
		}
		drop.WriteString(`DROP TRIGGER "` + name + `";`)
		create.WriteString(text + ";")
		return nil
	})
	if err == nil {
		err = tx.script(drop.String())
	}
	if err == nil {
		err = work()
	}
	if err == nil {
		err = tx.script(create.String())
	}
	return err
}

// script runs statements that are not worth being kept prepared.
func (tx *Tx) script(statements string) error {
	clear(tx.recalled)
	if err := tx.join(); err != nil {
		return err
	}
	_, err := tx.connection.conn.ExecContext(tx.ctx, statements)
	return classify(err)
}
