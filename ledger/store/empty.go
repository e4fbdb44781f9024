package store

import "strings"

// Empty takes every row out of the tables, in their order, although triggers say that none may go, and leaves every trigger as it was. It is for
// folding events again in another order, and for nothing else. After an error the transaction must be rolled back, and the triggers with it.
func (tx *Tx) Empty(tables []string) error {
	var drop, create strings.Builder
	err := tx.Each("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid", nil, func(scan func(dest ...any) error) error {
		var name, text string
		if err := scan(&name, &text); err != nil {
			return err
		}
		drop.WriteString(`DROP TRIGGER "` + name + `";`)
		create.WriteString(text + ";")
		return nil
	})
	if err != nil {
		return err
	}
	for _, table := range tables {
		drop.WriteString(`DELETE FROM "` + table + `";`)
	}
	return tx.script(drop.String() + create.String())
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
