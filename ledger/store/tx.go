package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
)

// statementsMax bounds the statements kept prepared on one connection; queries are constants in the code, so reaching it
// means somebody builds SQL from values.
const statementsMax = 512

// connection is one SQLite connection with its prepared statements.
type connection struct {
	// statements are prepared once by their text, and insertions are texts that InsertRows made, by their shape.
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	insertions map[insertShape]string
	// recorder is who hears of each row that is changed, nil for nobody; shapes are nil until somebody asked for them.
	recorder *recorder
	shapes   map[string]shape
}

// Tx is one transaction. It must not outlive the function it was given to, nor be used by two goroutines: what shall go on
// at the same time, Beside runs.
type Tx struct {
	ctx        context.Context
	connection *connection
	// beside is the work that Beside started, nil for none; recalled is what Recall keeps until something is written.
	beside   *beside
	recalled map[any]any
}

// Context returns the context that the transaction was begun with: what goes on in it ends when that ends.
func (tx *Tx) Context() context.Context { return tx.ctx }

// statement returns the prepared statement of a query, after the work beside is done. It is prepared without the
// caller's cancellation, because it stays for later transactions. Too many of them is store.statements.
func (tx *Tx) statement(query string) (*sql.Stmt, error) {
	if err := tx.join(); err != nil {
		return nil, err
	}
	if statement, ok := tx.connection.statements[query]; ok {
		return statement, nil
	}
	if len(tx.connection.statements) >= statementsMax {
		return nil, Refuse(codeStatements, statementsMax)
	}
	statement, err := tx.connection.conn.PrepareContext(context.WithoutCancel(tx.ctx), query)
	if err != nil {
		return nil, classify(err)
	}
	tx.connection.statements[query] = statement
	return statement, nil
}

// Recall returns what read found under key in this transaction. It calls read where nothing was read yet or something
// was written since. A command asks for the same few rows in several packages while somebody waits for it. What read
// returns is shared: it must not be changed.
func Recall[T any](tx *Tx, key any, read func() (T, error)) (T, error) {
	if known, ok := tx.recalled[key].(T); ok {
		return known, nil
	}
	found, err := read()
	if err != nil {
		return found, err
	}
	if tx.recalled == nil {
		tx.recalled = make(map[any]any)
	}
	tx.recalled[key] = found
	return found, nil
}

// Exec runs one statement and returns the number of rows it changed. It clears what Recall keeps, whatever it writes.
// Errors are typed by classify.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	clear(tx.recalled)
	statement, err := tx.statement(query)
	if err != nil {
		return 0, err
	}
	before := tx.connection.recorded()
	result, err := statement.ExecContext(tx.ctx, args...)
	if err != nil {
		tx.connection.takenBack(before)
		return 0, classify(err)
	}
	changed, err := result.RowsAffected()
	return changed, classify(err)
}

// How many rows one statement inserts: many or a few together, and fewer one by one. Each statement costs more than the
// row it carries, and copies every page it touches to be able to go back (measured: 64 rows take a tenth less time than
// 8 at a time, more no less). But several rows of a table with triggers go through a table that SQLite makes for them, so
// that two or three together take longer than alone (measured: two tenders 20 µs, alone 5 each).
const (
	rowsTogether = 64
	rowsFew      = 8
)

// together returns how many of the rows that are left the next statement inserts.
func together(rows int) int {
	switch {
	case rows >= rowsTogether:
		return rowsTogether
	case rows >= rowsFew:
		return rowsFew
	default:
		return 1
	}
}

// InsertRows inserts rows of equally many columns; insert is the statement up to VALUES. shared are the columns, from
// 0, that mostly hold the same in one row as in the next. Where they do in a statement of many rows, they are bound
// with its first row alone (measured: a run of bills takes a tenth less time). They change only the speed: rows that
// differ in them are inserted as they are.
func (tx *Tx) InsertRows(insert string, rows [][]any, shared ...int) error {
	for len(rows) > 0 {
		part := rows[:together(len(rows))]
		rows = rows[len(part):]
		once := shared
		if len(part) < rowsTogether || !hold(part, shared) {
			once = nil
		}
		query, values := tx.insertion(insert, part, once)
		if _, err := tx.Exec(query, values...); err != nil {
			return err
		}
	}
	return nil
}

// hold reports whether each of the columns is the same in all rows: a text, a number, a truth value or nil. Other
// types are not compared and count as different.
func hold(rows [][]any, columns []int) bool {
	for _, column := range columns {
		first := rows[0][column]
		switch first.(type) {
		case string, int64, bool, nil:
		default:
			return false
		}
		for _, row := range rows[1:] {
			if row[column] != first {
				return false
			}
		}
	}
	return true
}

// insertShape is everything that the text of an insertion depends on. once says that the shared columns are bound
// once; which columns these are must follow from insert.
type insertShape struct {
	insert string
	rows   int
	once   bool
}

// insertion returns the statement that inserts rows, and what it binds: the whole first row, and of the others what
// is not in the columns once. Only a mark that is used again has a number (?1), because the driver looks a numbered
// one up by its name, which costs time.
func (tx *Tx) insertion(insert string, rows [][]any, once []int) (query string, values []any) {
	columns := len(rows[0])
	again := make([]bool, columns)
	for _, column := range once {
		again[column] = true
	}
	values = append(make([]any, 0, columns*len(rows)), rows[0]...)
	for _, row := range rows[1:] {
		for column, value := range row {
			if !again[column] {
				values = append(values, value)
			}
		}
	}
	shape := insertShape{insert, len(rows), len(once) > 0}
	if known, ok := tx.connection.insertions[shape]; ok {
		return known, values
	}
	marks := make([]string, columns)
	first := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	for column := range marks {
		if marks[column] = "?"; again[column] {
			marks[column] = "?" + strconv.Itoa(column+1)
		}
	}
	query = insert + " VALUES " + first + strings.Repeat(", ("+strings.Join(marks, ", ")+")", len(rows)-1)
	tx.connection.insertions[shape] = query
	return query, values
}

// Get reads one row into dest and reports whether there was one. Without a row dest keeps what it held.
func (tx *Tx) Get(query string, args []any, dest ...any) (bool, error) {
	statement, err := tx.statement(query)
	if err != nil {
		return false, err
	}
	err = statement.QueryRowContext(tx.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, classify(err)
}

// Each calls row for every row of the query, with the function that scans it. The rows are closed when it returns; an
// error of row stops it, and so does its panic. Row must not write through the same Tx while the rows are open.
func (tx *Tx) Each(query string, args []any, row func(scan func(dest ...any) error) error) error {
	statement, err := tx.statement(query)
	if err != nil {
		return err
	}
	rows, err := statement.QueryContext(tx.ctx, args...)
	if err != nil {
		return classify(err)
	}
	// Closed again, for a row that panics: rows left open would keep the connection for ever.
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return classify(errors.Join(rows.Err(), rows.Close()))
}

// Columns returns the names of a query's columns; verify compares whole tables with it.
func (tx *Tx) Columns(query string) ([]string, error) {
	if err := tx.join(); err != nil {
		return nil, err
	}
	rows, err := tx.connection.conn.QueryContext(tx.ctx, query)
	if err != nil {
		return nil, classify(err)
	}
	names, err := rows.Columns()
	return names, classify(errors.Join(err, rows.Close()))
}

// All collects the rows of a query with the given scanner.
func All[T any](tx *Tx, query string, args []any, scan func(scan func(dest ...any) error) (T, error)) ([]T, error) {
	var all []T
	err := tx.Each(query, args, func(row func(dest ...any) error) error {
		one, err := scan(row)
		if err == nil {
			all = append(all, one)
		}
		return err
	})
	return all, err
}

// Attempt does a part of a transaction that may come to nothing: an error of work takes back all that work wrote, and what was written
// before it stays. It returns that error. Where SQLite cannot take it back, the error says so too, and the transaction must be rolled back.
// An error of what Beside started cannot be taken back: it stays that of the transaction.
func (tx *Tx) Attempt(work func() error) error {
	if _, err := tx.Exec("SAVEPOINT attempt"); err != nil {
		return err
	}
	before := tx.connection.recorded()
	err := work()
	if err == nil {
		err = tx.join()
	}
	if err != nil {
		if _, failed := tx.Exec("ROLLBACK TO attempt"); failed != nil {
			return errors.Join(err, failed)
		}
		tx.connection.takenBack(before)
	}
	if _, failed := tx.Exec("RELEASE attempt"); failed != nil {
		return errors.Join(err, failed)
	}
	return err
}

// openConnection takes a connection of its own out of the pool, for as long as the DB is open.
func openConnection(ctx context.Context, pool *sql.DB) (*connection, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, classify(err)
	}
	return &connection{conn: conn, statements: make(map[string]*sql.Stmt), insertions: make(map[insertShape]string)}, nil
}

// close closes the prepared statements and returns the connection to its pool.
func (c *connection) close() error {
	var all error
	for _, statement := range c.statements {
		all = errors.Join(all, statement.Close())
	}
	return errors.Join(all, c.conn.Close())
}

// run runs work between begin and end. A panic of work passes through, and what it wrote is rolled back as after an error:
// whoever catches it further out finds the connection free. Where even that fails the transaction stays open, so that the
// next one is refused at its beginning, which tries to roll back once more, and nothing of this one is ever committed.
func (c *connection) run(ctx context.Context, begin string, end string, work func(tx *Tx) error) error {
	tx := &Tx{ctx: ctx, connection: c}
	if _, err := tx.Exec(begin); err != nil {
		return c.rollback(ctx, err) // Whoever gave up at this moment may have begun it all the same.
	}
	isOver := false
	defer func() {
		if !isOver {
			tx.wait()
			_ = c.rollback(ctx, nil) // The panic goes on past this call: there is nobody to return an error to.
		}
	}()
	err := work(tx)
	if err == nil {
		err = tx.join()
	}
	tx.wait()
	isOver = true
	if err != nil {
		return c.rollback(ctx, err)
	}
	if _, err := tx.Exec(end); err != nil {
		return c.rollback(ctx, err)
	}
	return nil
}

// rollback ends the transaction after cause. SQLite may have rolled back by itself (a full disk, an I/O error), in which
// case there is no transaction left to end and that is no second error.
func (c *connection) rollback(ctx context.Context, cause error) error {
	if _, err := c.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); err != nil && !noTransaction(err) {
		return errors.Join(cause, classify(err))
	}
	return cause
}
