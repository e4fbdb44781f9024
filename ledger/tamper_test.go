package ledger_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// exempt are the tables that hold no money and nothing that events say: the spool, settings and the migrations' own. A spare key that is
// gone is told by what it opened; how to take an event back is bound by a key of its own (journal.Hear).
var exempt = []string{"local_settings", "local_undo", "print_jobs", "goose_db_version", "vault_spare_keys"}

// victim is a closed copy of a rich book and what somebody with a shell needs to know of it.
type victim struct {
	file []byte
	// disarm drops every trigger and arm makes them again, word for word.
	disarm, arm string
	triggers    []string
	indexes     []string
	tables      []table
	headSeq     int64
	anchor      string
}

// table is one table of the victim with one row of it picked at random.
type table struct {
	name    string
	columns []column
	// where finds the picked row, and key is how a finding names it.
	where, key string
	keyColumns []string
	// unique are the columns in any key of the table.
	unique []string
}

type column struct{ name, kind string }

// changed is SQL for another value of the column.
func (c column) changed() string {
	switch c.kind {
	case "INTEGER":
		return fmt.Sprintf("%s + CASE WHEN %s < 0 THEN -1000003 ELSE 1000003 END", c.name, c.name) // No index holds between signs.
	case "TEXT":
		return c.name + " || 'x'"
	}
	return fmt.Sprintf("CASE WHEN coalesce(length(%s), 0) = 0 THEN x'00' ELSE zeroblob(length(%s)) END", c.name, c.name)
}

func newVictim(t *testing.T, c *counter) *victim {
	seed := uint64(time.Now().UnixNano())
	t.Logf("rows picked by seed %d", seed)
	v := &victim{}
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		seq, hash, err := c.book.Journal.Head(tx)
		if err != nil {
			return err
		}
		v.headSeq, v.anchor = seq, fmt.Sprintf("%d:%s", seq, hex.EncodeToString(hash[:]))
		v.study(t, tx, rand.New(rand.NewPCG(seed, 0)))
		return nil
	}))
	// A book of one counter has nothing of others.
	v.tables = slices.DeleteFunc(v.tables, func(table table) bool {
		return table.key == "" && slices.Contains([]string{"conflicts", "contested_references", "ended", "heard", "hearings", "settled_conflicts", "vault_spares"}, table.name)
	})
	for _, table := range v.tables {
		require.NotEmpty(t, table.key, "the rich book leaves %s empty", table.name)
	}
	copied := filepath.Join(t.TempDir(), "copy.book")
	require.NoError(t, c.book.Backup(c.ctx, copied))
	content, err := os.ReadFile(copied)
	require.NoError(t, err)
	v.file = content
	return v
}

func texts(t *testing.T, tx *store.Tx, query string, args ...any) []string {
	t.Helper()
	all, err := store.All(tx, query, args, func(scan func(dest ...any) error) (text string, err error) { return text, scan(&text) })
	require.NoError(t, err)
	return all
}

func (v *victim) study(t *testing.T, tx *store.Tx, random *rand.Rand) {
	v.triggers = texts(t, tx, "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
	v.indexes = texts(t, tx, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
	v.disarm = "PRAGMA foreign_keys = OFF;\nPRAGMA ignore_check_constraints = ON;\nDROP TRIGGER " + strings.Join(v.triggers, ";\nDROP TRIGGER ") + ";\n"
	v.arm = "\n" + strings.Join(texts(t, tx, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'"), ";\n") + ";\nPRAGMA wal_checkpoint(TRUNCATE);\n"
	for _, name := range texts(t, tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name") {
		if !slices.Contains(exempt, name) {
			v.tables = append(v.tables, pick(t, tx, name, random))
		}
	}
}

// pick chooses a row of a table; without one the key is "".
func pick(t *testing.T, tx *store.Tx, name string, random *rand.Rand) table {
	return pickOf(t, tx, name, "1", random)
}

// pickOf chooses one of the rows that a condition of SQL selects.
func pickOf(t *testing.T, tx *store.Tx, name, which string, random *rand.Rand) table {
	columns, err := store.All(tx, "SELECT name, type FROM pragma_table_info(?) ORDER BY cid", []any{name}, func(scan func(dest ...any) error) (c column, err error) {
		return c, scan(&c.name, &c.kind)
	})
	require.NoError(t, err)
	primary := texts(t, tx, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", name)
	one := table{name: name, columns: columns, keyColumns: primary}
	if name == "events" {
		one.keyColumns = []string{"device", "seq"}
	}
	one.unique = append(texts(t, tx, `SELECT DISTINCT i.name FROM pragma_index_list(?) l, pragma_index_info(l.name) i WHERE l."unique" = 1`, name), primary...)
	rows := 0
	_, err = tx.Get("SELECT count(*) FROM "+name+" WHERE "+which, nil, &rows)
	require.NoError(t, err)
	if rows == 0 {
		return table{name: name}
	}
	row := fmt.Sprintf(" FROM %s WHERE %s ORDER BY %s LIMIT 1 OFFSET %d", name, which, strings.Join(primary, ", "), random.IntN(rows))
	var where, key []string
	for _, c := range primary {
		where = append(where, c+" = "+texts(t, tx, "SELECT quote("+c+")"+row)[0])
	}
	for _, c := range one.keyColumns {
		key = append(key, texts(t, tx, "SELECT CASE typeof("+c+") WHEN 'blob' THEN lower(hex("+c+")) ELSE CAST("+c+" AS TEXT) END"+row)[0])
	}
	one.where, one.key = strings.Join(where, " AND "), strings.Join(key, "/")
	return one
}

// tampered makes a copy of the victim, runs the script on it and gives what a whole audit finds.
func (v *victim) tampered(t *testing.T, script string) (path string, found []audit.Finding) {
	t.Helper()
	path = v.copied(t, script)
	return path, wholeAudit(t, path)
}

func (v *victim) copied(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "estate.book")
	require.NoError(t, os.WriteFile(path, v.file, 0o600))
	said, err := shell(t, path, script)
	require.NoError(t, err, said)
	return path
}

// wholeAudit opens a book, without a key where none opens it any more, and verifies it. A book that does not open at all is
// a finding of its own.
func wholeAudit(t *testing.T, path string) []audit.Finding {
	t.Helper()
	ctx := context.Background()
	book, _, err := ledger.Open(ctx, path, ledger.OpenOptions{})
	if err != nil {
		unlocking := err
		if book, _, err = ledger.Open(ctx, path, ledger.OpenOptions{Locked: true}); err != nil {
			return []audit.Finding{{Check: "open", Table: "file", Detail: err.Error()}}
		}
		require.Contains(t, []string{"vault.wrong_key", "vault.foreign_key", "vault.no_slot", "vault.no_keyring", "estate.policy"}, store.Code(unlocking), unlocking)
	}
	found, err := book.Audit().Full(ctx, nil)
	require.NoError(t, err)
	_ = book.Close() // a book with findings is latched; what it says when closing is not the point
	return found
}

// names reports whether a finding names the table and the row, as it was or as it is now.
func (o table) names(found []audit.Finding, changed column) bool {
	keys := []string{o.key}
	parts := strings.Split(o.key, "/")
	for i, c := range o.keyColumns {
		if c != changed.name || len(parts) != len(o.keyColumns) {
			continue
		}
		now := slices.Clone(parts)
		if now[i] += "x"; changed.kind == "INTEGER" {
			n := 0
			_, _ = fmt.Sscan(parts[i], &n)
			now[i] = fmt.Sprint(n + 1000003)
		}
		keys = append(keys, strings.Join(now, "/"))
	}
	return slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Table == o.name && slices.Contains(keys, f.Key) })
}

// Who a book belongs to is checked before anything is read of it: a book whose identity was changed does not open.
func refusedToOpen(name string, found []audit.Finding) bool {
	return (name == "identity" || name == "devices") && len(found) == 1 && found[0].Check == "open" && strings.Contains(found[0].Detail, "store.foreign")
}

func TestTampering(t *testing.T) {
	v := newVictim(t, richBook(t))
	t.Run("nothing changed, nothing found", func(t *testing.T) {
		_, found := v.tampered(t, v.disarm+v.arm)
		require.Empty(t, found)
	})
	for _, edits := range v.edits() {
		t.Run(edits[0].name, func(t *testing.T) {
			t.Parallel()
			script := v.disarm
			for _, edit := range edits {
				script += edit.script
			}
			_, found := v.tampered(t, script+v.arm)
			for _, edit := range edits {
				require.True(t, edit.isNamed(found) || refusedToOpen(edit.table.name, found), "%s %s: %+v", edit.name, edit.table.key, found)
			}
		})
	}
	for _, name := range v.triggers {
		t.Run("trigger dropped "+name, func(t *testing.T) {
			t.Parallel()
			_, found := v.tampered(t, "DROP TRIGGER "+name+";")
			require.Equal(t, []audit.Finding{{Check: "schema", Table: "sqlite_schema", Key: "trigger " + name, Detail: "is not as this program makes it"}}, found)
		})
	}
	for _, name := range v.indexes {
		t.Run("index dropped "+name, func(t *testing.T) {
			t.Parallel()
			_, found := v.tampered(t, "DROP INDEX "+name+";")
			require.Equal(t, []audit.Finding{{Check: "schema", Table: "sqlite_schema", Key: "index " + name, Detail: "is not as this program makes it"}}, found)
		})
	}
}

// edit is one change of a table by hand, with whether a finding names it.
type edit struct {
	name    string
	table   table
	script  string
	isNamed func(found []audit.Finding) bool
}

// edits returns what a hand can do to each table.
func (o table) edits() (edits []edit) {
	anyOf := func(found []audit.Finding) bool {
		return slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Table == o.name })
	}
	for _, column := range o.columns {
		edits = append(edits, edit{"column " + o.name + "." + column.name, o, o.changes(column), func(found []audit.Finding) bool { return o.names(found, column) }})
	}
	return append(edits, edit{"row deleted from " + o.name, o, fmt.Sprintf("DELETE FROM %s WHERE %s;", o.name, o.where), anyOf},
		edit{"row added to " + o.name, o, o.doubled(), anyOf})
}

// roots are the tables that the others are folded from, and that say whose book it is. An edit there can hide another one.
var roots = []string{"events", "signatures", "identity", "devices", "vault_slots", "vault_keys", "vault_versions"}

// atATime is how many tables are edited in one copy of the book, each in one place. An audit tells findingsMax things at most.
const atATime = 8

// edits returns every edit of every table, those together that one copy suffers.
func (v *victim) edits() (groups [][]edit) {
	var rounds [][]edit // the first has one edit of each table, the second another
	for _, table := range v.tables {
		for i, one := range table.edits() {
			if slices.Contains(roots, table.name) {
				groups = append(groups, []edit{one})
				continue
			}
			if i == len(rounds) {
				rounds = append(rounds, nil)
			}
			rounds[i] = append(rounds[i], one)
		}
	}
	for _, round := range rounds {
		groups = slices.AppendSeq(groups, slices.Chunk(round, atATime))
	}
	return groups
}

// changes has the column of the picked row say something else.
func (o table) changes(c column) string {
	return fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s;", o.name, c.name, c.changed(), o.where)
}

// doubled adds the picked row once more under another key.
func (o table) doubled() string {
	var names, values []string
	for _, c := range o.columns {
		names = append(names, c.name)
		// Whatever is in a key must differ, and a row that differs only there is the most like a real one.
		if slices.Contains(o.unique, c.name) {
			values = append(values, c.changed())
			continue
		}
		values = append(values, c.name)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s;", o.name, strings.Join(names, ", "), strings.Join(values, ", "), o.name, o.where)
}

// A shift closed over a count that cash has moved since is found, whoever closed it.
func TestACloseOverAStaleCount(t *testing.T) {
	v := newVictim(t, richBook(t))
	_, found := v.tampered(t, v.disarm+"UPDATE shifts SET counted_seq = seq WHERE closed_seq <> 0;"+v.arm)
	require.True(t, slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Check == "counts stood" }))
}

// A slip of the bank, a counterfeit, a move or a count of slips that says another sum than its account is found by name.
func TestCashThatIsToldOtherwiseThanPosted(t *testing.T) {
	v := newVictim(t, richBook(t))
	for check, script := range map[string]string{
		"cash at the bank": "UPDATE bankings SET fen = fen + 10 WHERE undone_seq = 0;",
		"cash outside":     "UPDATE cash_moves SET fen = fen + 10 WHERE reason = 'other';",
		"petty cash":       "UPDATE cash_moves SET reason = 'petty_cash' WHERE reason = 'other';",
		"counterfeits":     "UPDATE counterfeits SET fen = fen + 10 WHERE what = 'kept';",
		"cash counted":     "UPDATE cash_counts SET expected_fen = expected_fen + 10;",
		"slips counted":    "UPDATE slip_counts SET expected_fen = expected_fen + 10;",
	} {
		_, found := v.tampered(t, v.disarm+script+v.arm)
		require.True(t, slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Check == check }), check)
	}
}

// What is named almost as SQLite names its own is nobody's: a trigger of that kind could stop the counter, or lend a household
// a prepayment and take it back, and the rows would be as the events say.
func TestWhatIsNamedLikeSQLitesOwnIsFound(t *testing.T) {
	v := newVictim(t, richBook(t))
	_, found := v.tampered(t, `CREATE TRIGGER sqlitez BEFORE INSERT ON payments BEGIN SELECT RAISE(ABORT, 'no'); END;
CREATE TRIGGER "sqlite-x" AFTER INSERT ON events BEGIN SELECT 1; END;
CREATE VIEW sqlitexv AS SELECT 1; CREATE TABLE sqlitext (n); CREATE INDEX sqlitei ON bills (steps);`)
	var names []string
	for _, finding := range found {
		require.Equal(t, "is none of ours", finding.Detail)
		names = append(names, finding.Key)
	}
	require.ElementsMatch(t, []string{"trigger sqlitez", "trigger sqlite-x", "view sqlitexv", "table sqlitext", "index sqlitei"}, names)
}

// A prepayment that was lent by an edit is found at the opening, before it can be spent.
func TestAPrepaymentThatNeverCameIsFound(t *testing.T) {
	c := richBook(t)
	room := estate.ObjectID(estate.Room, roomCode(7))
	path := newVictim(t, c).copied(t, "INSERT INTO credits (object, purpose, balance_fen) VALUES ('"+room+"', '', 100000) ON CONFLICT DO UPDATE SET balance_fen = balance_fen + 100000;")
	book, findings, err := ledger.Open(c.ctx, path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Equal(t, []audit.Finding{{Check: "credits", Table: "credits", Key: "prepaid", Detail: "the account and the balances differ"}}, findings)
	require.NotNil(t, book.Store.Latched())
	require.NoError(t, book.Close())
}

// A policy that no book can have does not keep the book from being examined, and is named.
func TestAPolicyNobodySetIsNamed(t *testing.T) {
	v := newVictim(t, richBook(t))
	path, found := v.tampered(t, v.disarm+"UPDATE policies SET value = '-5' WHERE name = 'cutoff_hour'; UPDATE policies SET name = 'companyx' WHERE name = 'company';"+v.arm)
	for _, key := range []string{"cutoff_hour", "company", "companyx"} {
		require.True(t, slices.ContainsFunc(found, func(f audit.Finding) bool { return f.Table == "policies" && f.Key == key }), "%s: %+v", key, found)
	}
	_, err := ledger.Rebuild(context.Background(), path, nil)
	require.NoError(t, err, "and the events mend it")
	require.Empty(t, wholeAudit(t, path))
}

// A key at the end of all numbers is compared like any other: the row that moved is named and no other.
func TestARowMovedToTheEndOfAllNumbersIsNamed(t *testing.T) {
	v := newVictim(t, richBook(t))
	_, found := v.tampered(t, v.disarm+"UPDATE runs SET seq = -9223372036854775808 WHERE seq = (SELECT min(seq) FROM runs);"+v.arm)
	var keys []string
	for _, finding := range found {
		if finding.Check == "fold" {
			keys = append(keys, finding.Table+" "+finding.Key)
		}
	}
	require.Len(t, keys, 2, "the row that is gone and the one that is too many: %v", keys)
	require.Contains(t, keys, "runs 1/-9223372036854775808")
}
