package audit

import "shouqi/ledger/store"

// schema compares the tables, indexes and triggers of the book, and the steps by which they were made, with those that this program makes. A
// trigger that was dropped would let a row be changed from then on, and a book whose steps are others cannot be brought up to date.
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
	const steps = "table goose_db_version"
	if now[steps] != should[steps] {
		return nil // one of another form cannot be read
	}
	return a.steps(book, fold)
}

// readSchema returns the SQL of every table, index and trigger by type and name, without SQLite's own. Those it tells by
// their first letters: to LIKE the underscore is any letter, and sqlitex would pass for one of them.
func readSchema(tx *store.Tx) (map[string]string, error) {
	schema := make(map[string]string)
	err := tx.Each("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_'", nil, func(scan func(dest ...any) error) error {
		var name, text string
		err := scan(&name, &text)
		schema[name] = text
		return err
	})
	return schema, err
}

// step is one step of the migration, by its number and whether it was done, each as SQLite writes it down: an edited one may have any type.
type step struct{ version, applied string }

// steps names the first step of the book's migration that is not the one which this program does at that place.
func (a *Audit) steps(book, fold *store.Tx) error {
	now, err := readSteps(book)
	if err != nil {
		return err
	}
	should, err := readSteps(fold)
	if err != nil {
		return err
	}
	for i, step := range should {
		if i >= len(now) || now[i] != step {
			a.add("schema", "goose_db_version", step.version, "is not as this program makes it")
			return nil
		}
	}
	if len(now) > len(should) {
		a.add("schema", "goose_db_version", now[len(should)].version, "is none of ours")
	}
	return nil
}

// readSteps returns the steps in the order in which they were done.
func readSteps(tx *store.Tx) ([]step, error) {
	return store.All(tx, "SELECT quote(version_id), quote(is_applied) FROM goose_db_version ORDER BY id", nil, func(scan func(dest ...any) error) (s step, err error) {
		return s, scan(&s.version, &s.applied)
	})
}
