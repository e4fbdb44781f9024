package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// Changes are rows that a part of a transaction changed, in the order in which it did, as they were before: what TakeBack needs.
type Changes []change

// change is one row that was inserted, updated or deleted. Key is the primary key that finds the row afterwards, nil for one that was deleted; Old is the whole row as
// it was before, nil for one that was inserted.
type change struct {
	Table string `json:"t"`
	Key   []cell `json:"k,omitempty"`
	Old   []cell `json:"o,omitempty"`
}

// cell is a value of a row: nil, int64, string or []byte. A book has no numbers with a point.
type cell struct{ value any }

// blob is how bytes are written, so that they are told from a text.
type blob struct {
	Bytes []byte `json:"b"`
}

// MarshalJSON implements json.Marshaler.
func (c cell) MarshalJSON() ([]byte, error) {
	if bytes, ok := c.value.([]byte); ok {
		return json.Marshal(blob{bytes})
	}
	return json.Marshal(c.value)
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *cell) UnmarshalJSON(text []byte) error {
	switch {
	case len(text) > 0 && text[0] == '{':
		var of blob
		err := json.Unmarshal(text, &of)
		if of.Bytes == nil {
			of.Bytes = []byte{}
		}
		c.value = of.Bytes
		return err
	case len(text) > 0 && text[0] == '"':
		var of string
		err := json.Unmarshal(text, &of)
		c.value = of
		return err
	case string(text) == "null":
		c.value = nil
		return nil
	}
	var of int64
	err := json.Unmarshal(text, &of)
	c.value = of
	return err
}

// recorder hears from SQLite of each row that a connection is about to change.
type recorder struct {
	keeps   func(table string) bool
	shapes  map[string]shape
	changes Changes
	err     error
}

// shape is the columns of a table in their order, and which of them are its primary key.
type shape struct {
	columns []string
	key     []int
}

// Record runs work and returns which rows of the tables that keeps names it changed, by itself, by triggers or by foreign keys. What an Attempt or a
// statement that failed took back is not among them. Every row that goes is named by a WHERE: SQLite tells of none where a whole table is emptied. Errors: those of work; what it changed is not returned then, and unless it is an Attempt the transaction must be
// rolled back.
func (tx *Tx) Record(keeps func(table string) bool, work func() error) (changes Changes, err error) {
	// While SQLite tells of a row nothing can be asked.
	shapes, err := tx.shapes()
	if err == nil {
		err = tx.join()
	}
	if err != nil {
		return nil, err
	}
	c := tx.connection
	r := &recorder{keeps: keeps, shapes: shapes}
	if err := c.hook(r.hear); err != nil {
		return nil, err
	}
	c.recorder = r
	defer func() {
		tx.wait()
		c.recorder = nil
		err = errors.Join(err, c.hook(nil))
	}()
	if err := work(); err != nil {
		return nil, err
	}
	err = tx.join()
	return r.changes, errors.Join(err, r.err)
}

// hook has SQLite tell of each row before it is changed, nil for no more of them.
func (c *connection) hook(hear sqlite.PreUpdateHookFn) error {
	return classify(c.conn.Raw(func(driver any) error {
		hooks, ok := driver.(sqlite.HookRegisterer)
		if !ok {
			return Refuse(CodeInternal)
		}
		hooks.RegisterPreUpdateHook(hear)
		return nil
	}))
}

// hear keeps what a row was before it is changed.
func (r *recorder) hear(data sqlite.SQLitePreUpdateData) {
	if r.err != nil || data.DatabaseName != "main" || !r.keeps(data.TableName) {
		return
	}
	of, known := r.shapes[data.TableName]
	if !known {
		r.err = Fail(CodeInternal, fmt.Errorf("the table %s has no primary key", data.TableName))
		return
	}
	one := change{Table: data.TableName}
	row := make([]any, len(of.columns))
	if data.Count() != len(row) {
		r.err = Fail(CodeInternal, fmt.Errorf("the table %s has %d columns", data.TableName, data.Count()))
		return
	}
	if data.Op != sqliteInsert {
		r.err = data.Old(row...)
		for _, value := range row {
			one.Old = append(one.Old, cell{value})
		}
	}
	if data.Op != sqliteDelete && r.err == nil {
		r.err = data.New(row...)
		for _, column := range of.key {
			one.Key = append(one.Key, cell{row[column]})
		}
	}
	r.changes = append(r.changes, one)
}

// The numbers by which SQLite names what becomes of a row (sqlite3.h, "Authorizer Action Codes").
const (
	sqliteDelete = 9
	sqliteInsert = 18
)

// recorded returns how many changes are kept so far, for takenBack.
func (c *connection) recorded() int {
	if c.recorder == nil {
		return 0
	}
	return len(c.recorder.changes)
}

// takenBack forgets the changes after the first ones, which SQLite took back.
func (c *connection) takenBack(first int) {
	if c.recorder != nil {
		c.recorder.changes = c.recorder.changes[:first]
	}
}

// shapes returns the columns of every table that has a primary key, read once for each connection.
func (tx *Tx) shapes() (map[string]shape, error) {
	if tx.connection.shapes != nil {
		return tx.connection.shapes, nil
	}
	shapes := make(map[string]shape)
	keys := make(map[string]map[int]int) // by table, the place in its key and the column
	err := tx.Each("SELECT s.name, c.name, c.pk FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table' ORDER BY s.name, c.cid", nil, func(scan func(dest ...any) error) error {
		var table, column string
		var key int
		if err := scan(&table, &column, &key); err != nil {
			return err
		}
		of := shapes[table]
		if key > 0 {
			if keys[table] == nil {
				keys[table] = make(map[int]int)
			}
			keys[table][key] = len(of.columns)
		}
		of.columns = append(of.columns, column)
		shapes[table] = of
		return nil
	})
	for table, of := range shapes {
		for place := range len(keys[table]) {
			of.key = append(of.key, keys[table][place+1])
		}
		if shapes[table] = of; of.key == nil {
			delete(shapes, table)
		}
	}
	if err == nil {
		tx.connection.shapes = shapes
	}
	return shapes, err
}
