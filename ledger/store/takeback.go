package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// TakeBack makes the rows what they were before all the changes, the last of which is taken back first, although triggers say that some may not go, and leaves every
// trigger as it was. It is for folding events again in another order, and for nothing else. Nothing else may have changed in those tables since: a row that
// is missing is store.internal, and one that is in the way store.refused. After an error the transaction must be rolled back, and the triggers with it.
func (tx *Tx) TakeBack(all []Changes) error {
	shapes, err := tx.shapes()
	if err != nil {
		return err
	}
	var tables []string
	for _, changes := range all {
		for _, one := range changes {
			if !slices.Contains(tables, one.Table) {
				tables = append(tables, one.Table)
			}
		}
	}
	return tx.withoutTriggers(tables, func() error {
		statements := make(map[string]*sql.Stmt) // of their own, for as long as this goes on: there are three for each table
		defer func() {
			for _, statement := range statements {
				_ = statement.Close() // it only read its text: the rows are changed or not
			}
		}()
		for _, changes := range slices.Backward(all) {
			for _, one := range slices.Backward(changes) {
				if err := tx.takeBack(one, shapes[one.Table], statements); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// takeBack takes back the change of one row.
func (tx *Tx) takeBack(c change, of shape, statements map[string]*sql.Stmt) error {
	if of.key == nil || c.Key != nil && len(c.Key) != len(of.key) || c.Old != nil && len(c.Old) != len(of.columns) || c.Key == nil && c.Old == nil {
		return Fail(CodeInternal, errors.New("a change that fits no table"))
	}
	name := fmt.Sprint(c.Table, c.Old == nil, c.Key == nil)
	if statements[name] == nil {
		statement, err := tx.connection.conn.PrepareContext(context.WithoutCancel(tx.ctx), c.inverse(of))
		if err != nil {
			return classify(err)
		}
		statements[name] = statement
	}
	values := make([]any, 0, len(c.Old)+len(c.Key))
	for _, value := range c.Old {
		values = append(values, value.value)
	}
	for _, value := range c.Key {
		values = append(values, value.value)
	}
	result, err := statements[name].ExecContext(tx.ctx, values...)
	if err != nil {
		return classify(err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows != 1 {
		return Fail(CodeInternal, errors.Join(err, fmt.Errorf("a row of %s is not as it was left", c.Table)))
	}
	return nil
}

// inverse returns the statement that takes the change back: it binds the old row, and then the key of what is there.
func (c change) inverse(of shape) string {
	columns := make([]string, 0, len(of.columns))
	for _, column := range of.columns {
		columns = append(columns, `"`+column+`"`)
	}
	named := make([]string, 0, len(of.key))
	for _, column := range of.key {
		named = append(named, columns[column]+" = ?")
	}
	where := " WHERE " + strings.Join(named, " AND ")
	switch {
	case c.Old == nil:
		return `DELETE FROM "` + c.Table + `"` + where
	case c.Key == nil:
		return `INSERT INTO "` + c.Table + `" (` + strings.Join(columns, ", ") + ") VALUES (" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"
	}
	return `UPDATE "` + c.Table + `" SET ` + strings.Join(columns, " = ?, ") + " = ?" + where
}
