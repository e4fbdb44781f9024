package ledger_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// A tail cut off cleanly, with everything folded from it and the signatures over it, is a whole book: only an anchor outside of it can
// tell. Who leaves a signature, or cuts inside what was signed at once, is told on by it, also once everything is folded again.
func TestTailCutOff(t *testing.T) {
	c := loneBook(t)
	v := newVictim(t, c)
	signed := number(t, c.book, fmt.Sprintf("SELECT max(seq) FROM signatures WHERE seq < %d", v.headSeq-5))
	inside := number(t, c.book, "SELECT max(seq) FROM events WHERE seq NOT IN (SELECT seq FROM signatures)")
	for name, cut := range map[string]struct {
		after  int
		alone  bool
		caught string
	}{
		"cleanly":                     {after: signed},
		"the signatures left":         {after: signed, alone: true, caught: "the device signed it, and it is gone: the end of the book was cut off"},
		"inside what was signed once": {after: inside, caught: "no device signed it"},
	} {
		t.Run(name, func(t *testing.T) {
			path := v.copied(t, v.disarm+cutAfter(cut.after, !cut.alone)+v.arm)
			if cut.caught == "" {
				v.onlyTheAnchorTells(t, path)
				return
			}
			require.Contains(t, details(wholeAudit(t, path)), cut.caught)
			_, err := ledger.Rebuild(c.ctx, path, nil)
			require.NoError(t, err)
			// The event that says so may stand where a signed one stood, and is not that one.
			after := details(wholeAudit(t, path))
			require.True(t, slices.Contains(after, cut.caught) || slices.Contains(after, "is not what the device signed, or one of the events up to the next that is signed"), "%v", after)
		})
	}
}

// cutAfter is a script that deletes the events after seq and what only they name, the signatures over them as well where asked.
func cutAfter(seq int, signaturesToo bool) string {
	script := fmt.Sprintf(`DELETE FROM events WHERE seq > %d;
		DELETE FROM vault_versions WHERE (subject, version) IN (SELECT subject, version FROM vault_references WHERE seq > %d);
		DELETE FROM vault_keys WHERE subject NOT IN (SELECT subject FROM vault_versions);`, seq, seq)
	if signaturesToo {
		script += fmt.Sprintf("DELETE FROM signatures WHERE seq > %d;", seq)
	}
	return script
}

// details are what findings say.
func details(found []audit.Finding) (all []string) {
	for _, finding := range found {
		all = append(all, finding.Detail)
	}
	return all
}

// Only the close of a shift and what came after it is cut away: its own paper tells, because it prints the close's number
// and hash and not those of the event before.
func TestACloseCutOff(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	var closed int64
	var anchor string
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT e.seq, e.seq || ':' || lower(hex(e.hash)) FROM shifts s JOIN events e ON e.device = s.device AND e.seq = s.closed_seq WHERE s.closed_seq <> 0 ORDER BY s.no DESC LIMIT 1",
			nil, &closed, &anchor)
		return err
	}))
	path := v.copied(t, v.disarm+cutAfter(int(closed-1), true)+v.arm)
	_, err := ledger.Rebuild(c.ctx, path, nil)
	require.NoError(t, err)
	book, _, err := ledger.Open(c.ctx, path, ledger.OpenOptions{ReadOnly: true})
	require.NoError(t, err)
	contained, err := book.Audit().Anchor(c.ctx, anchor)
	require.NoError(t, err)
	require.False(t, contained)
	require.NoError(t, book.Close())
}

// An event rewritten with every hash after it recomputed, the heads that Z reports name too, and every table folded again, is caught by the
// signatures: at the opening, by the event from which on nothing is the device's, and by verify. A rebuild does not launder it.
func TestChainRewritten(t *testing.T) {
	c := loneBook(t)
	v := newVictim(t, c)
	path := v.copied(t, v.disarm+rewritten(t, c, `"steps":["一次"`, `"steps":["两次"`)+v.arm)
	first := number(t, c.book, `SELECT min(seq) FROM events WHERE instr(CAST(body AS TEXT), '"steps":["一次"') > 0`)
	before := number(t, c.book, fmt.Sprintf("SELECT max(seq) FROM signatures WHERE seq < %d", first))
	_, err := ledger.Rebuild(c.ctx, path, nil)
	require.NoError(t, err)
	want := audit.Finding{Check: "signed", Table: "events", Key: fmt.Sprintf("1/%d", before+1), Detail: "is not what the device signed, or one of the events up to the next that is signed"}
	book, findings, err := ledger.Open(c.ctx, path, ledger.OpenOptions{})
	require.NoError(t, err)
	require.Contains(t, findings, want)
	require.NotNil(t, book.Store.Latched(), "no money")
	require.NoError(t, book.Close())
	require.Contains(t, wholeAudit(t, path), want)
}

// A book that somebody made anew around a key of their own opens with no key of the old one.
func TestASlotOfSomebodyElsesOpensNothing(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	foreign := newVictim(t, richBook(t))
	other := filepath.Join(t.TempDir(), "foreign.book")
	require.NoError(t, os.WriteFile(other, foreign.file, 0o600))
	path := v.copied(t, v.disarm+fmt.Sprintf("ATTACH '%s' AS f; DELETE FROM vault_slots; INSERT INTO vault_slots SELECT * FROM f.vault_slots; DETACH f;", other)+v.arm)
	_, _, err := ledger.Open(c.ctx, path, ledger.OpenOptions{})
	require.Equal(t, vault.CodeForeignKey, store.Code(err))
	_, _, err = ledger.Open(c.ctx, path, ledger.OpenOptions{Key: vault.Key{Passphrase: "一句很长的口令吧"}})
	require.Equal(t, vault.CodeForeignKey, store.Code(err))
	require.Contains(t, wholeAudit(t, path), audit.Finding{Check: "vault", Table: "vault_slots", Key: "passphrase", Detail: "changed"})
}

// A mark past the end is not "no mark": it proves that the end was cut off.
func TestAMarkPastTheEndIsAFinding(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	for name, script := range map[string]string{
		"past the end":     fmt.Sprintf("'%d:00'", v.headSeq+7),
		"of another event": fmt.Sprintf("'%d:00'", v.headSeq),
		"nothing":          "'x'",
	} {
		path := v.copied(t, "INSERT INTO local_settings (name, value) VALUES ('audit_mark', "+script+") ON CONFLICT (name) DO UPDATE SET value = excluded.value;")
		book, findings, err := ledger.Open(c.ctx, path, ledger.OpenOptions{})
		require.NoError(t, err)
		require.True(t, slices.ContainsFunc(findings, func(f audit.Finding) bool { return f.Check == "mark" }), name)
		require.NoError(t, book.Close())
	}
}

// rewritten is a script that replaces texts, each followed by its replacement, in every event and chains all of them anew, and the heads that
// frozen Z reports name as well.
func rewritten(t *testing.T, c *counter, replacements ...string) string {
	var script strings.Builder
	var heads []string
	changed := 0
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		prev := journal.Genesis(c.book.Journal.Book, c.book.Journal.Device)
		return tx.Each(`SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash
			FROM events e JOIN devices d ON d.no = e.device ORDER BY e.seq`, nil, func(scan func(dest ...any) error) error {
			e, err := journal.ScanEvent(scan)
			if err != nil {
				return err
			}
			body := strings.NewReplacer(replacements...).Replace(string(e.Body))
			if body != string(e.Body) {
				changed++
			}
			was := hex.EncodeToString(e.Hash[:])
			e.Body, e.Prev = []byte(strings.NewReplacer(heads...).Replace(body)), prev
			prev = journal.HashOf(c.book.Journal.Book, e)
			is := hex.EncodeToString(prev[:])
			heads = append(heads, was, is, was[:32]+`\n`+was[32:], is[:32]+`\n`+is[32:])
			fmt.Fprintf(&script, "UPDATE events SET body = x'%x', prev = x'%x', hash = x'%x' WHERE device = %d AND seq = %d;\n", e.Body, e.Prev, prev, e.DeviceNo, e.Seq)
			return nil
		})
	}))
	require.NotZero(t, changed)
	return script.String()
}

func (v *victim) onlyTheAnchorTells(t *testing.T, path string) {
	ctx := context.Background()
	require.NotEmpty(t, wholeAudit(t, path), "before the tables are folded again")
	_, rebuilt := ledger.Rebuild(ctx, path, nil)
	require.NoError(t, rebuilt)
	require.Empty(t, wholeAudit(t, path), "a forger who folds everything again leaves no other trace")
	book, _, err := ledger.Open(ctx, path, ledger.OpenOptions{})
	require.NoError(t, err)
	contained, err := book.Audit().Anchor(ctx, v.anchor)
	require.NoError(t, err)
	require.False(t, contained)
	require.NoError(t, book.Close())
}

// Whatever decides what a person may do is held against its events before anybody signs in: an edited role must not write a true event.
func TestPeopleRightsAndKeysAreCheckedAtTheOpening(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	opened := func(t *testing.T, script string) []audit.Finding {
		t.Helper()
		book, findings, err := ledger.Open(c.ctx, v.copied(t, script), ledger.OpenOptions{Locked: true})
		require.NoError(t, err)
		require.Equal(t, len(findings) > 0, book.Store.Latched() != nil)
		require.NoError(t, book.Close())
		return findings
	}
	require.Empty(t, opened(t, v.disarm+v.arm))
	checked := map[string][]string{"staff": {"id", "code", "role", "active", "name_version", "pin_version", "set_device", "set_seq"}, "limits": {"name", "value"}, "policies": {"name", "value"}, "counters": {"device", "code", "machine"}, "vault_slots": {"name", "salt", "wrapped"}}
	for _, table := range v.tables {
		for _, column := range table.columns {
			if !slices.Contains(checked[table.name], column.name) {
				continue
			}
			t.Run(table.name+"."+column.name, func(t *testing.T) {
				found := opened(t, v.disarm+fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s;", table.name, column.name, column.changed(), table.where)+v.arm)
				require.True(t, table.names(found, column), "%+v", found)
			})
		}
		if checked[table.name] != nil {
			t.Run("a row added to "+table.name, func(t *testing.T) {
				require.NotEmpty(t, opened(t, v.disarm+table.doubled()+v.arm))
			})
		}
	}
	for _, name := range append(slices.Clone(v.triggers[:3]), v.triggers[len(v.triggers)-1]) {
		require.Equal(t, []audit.Finding{{Check: "schema", Table: "sqlite_schema", Key: "trigger " + name, Detail: "is not as this program makes it"}}, opened(t, "DROP TRIGGER "+name+";"))
	}
	require.NotEmpty(t, opened(t, "CREATE TRIGGER mine AFTER INSERT ON payments BEGIN DELETE FROM bills; END;"))
}

// Nothing signs the events of a device that somebody adds, whose hashes anybody can compute: it is a finding at the opening and of verify, whatever
// it says and however whole the tables are folded from it, and a rebuild does not launder it.
func TestADeviceThatNobodyLetInIsAFinding(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	want := audit.Finding{Check: "devices", Table: "devices", Key: "2", Detail: "nobody let it in"}
	for _, kind := range []string{"policy.set", "book.founded", "staff.pin_accepted"} {
		t.Run(kind, func(t *testing.T) {
			e := journal.Event{DeviceNo: 2, Device: "0191aaaa-0000-7000-8000-000000000002", Seq: 1, Kind: kind}
			require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
				_, err := tx.Get("SELECT version, at_ms, body FROM events WHERE kind = ? ORDER BY seq DESC LIMIT 1", []any{kind}, &e.Version, &e.AtMS, &e.Body)
				return err
			}))
			require.NotEmpty(t, e.Body)
			e.Prev = journal.Genesis(c.book.Journal.Book, e.Device)
			e.Hash = journal.HashOf(c.book.Journal.Book, e)
			path := v.copied(t, v.disarm+fmt.Sprintf(`INSERT INTO devices (no, id) VALUES (2, '%s');
				INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash) VALUES (2, 1, '%s', %d, %d, x'%x', x'%x', x'%x');`,
				e.Device, e.Kind, e.Version, e.AtMS, e.Body, e.Prev, e.Hash)+v.arm)
			for range 2 {
				book, findings, err := ledger.Open(c.ctx, path, ledger.OpenOptions{})
				require.NoError(t, err)
				require.Contains(t, findings, want)
				require.NotNil(t, book.Store.Latched(), "no money")
				require.NoError(t, book.Close())
				require.Contains(t, wholeAudit(t, path), want)
				_, err = ledger.Rebuild(c.ctx, path, nil) // one that cannot be folded is left as it was
				_ = err
			}
		})
	}
}
