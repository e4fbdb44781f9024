package ledger_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// placed is a real book with a shift that is open, on a machine that remembers it.
type placed struct {
	*counter
	place    witness.Place
	recovery string
	taken    int
}

const placedPassphrase = "open sesame 9"

func newPlaced(t *testing.T) *placed {
	p := &placed{counter: &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"), clock: openedAt},
		place: witness.Place{Folder: t.TempDir(), Machine: "the counter's"}}
	var err error
	p.recovery, err = ledger.Create(p.ctx, p.path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: placedPassphrase,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN, Witness: p.place})
	require.NoError(t, err)
	require.Empty(t, p.opens(p.place, nil))
	p.manager = p.signIn("100", managerPIN)
	ledgertest.Hire(t, p.book, p.manager, staff.Approval{}, staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: true}, cashierPIN)
	p.cashier = p.signIn("101", cashierPIN)
	_, err = p.book.TakeRegister(p.ctx, p.manager, manyRooms(3), false)
	require.NoError(t, err)
	_, err = p.book.Till.Open(p.ctx, p.cashier, till.Opening{Counted: p.count(50000)})
	require.NoError(t, err)
	return p
}

// opens opens the book at this place, with the recovery key where somebody goes on, and returns why no money may be taken, "" where it may.
func (p *placed) opens(place witness.Place, on *ledger.GoingOn) string {
	p.Helper()
	key := vault.Key{Passphrase: placedPassphrase}
	if on != nil {
		key = vault.Key{Recovery: p.recovery}
	}
	return p.opensWith(ledger.OpenOptions{Key: key, Witness: place, GoOn: on})
}

func (p *placed) opensWith(options ledger.OpenOptions) string {
	p.Helper()
	book, findings, err := ledger.Open(p.ctx, p.path, options)
	if err != nil {
		return store.Code(err)
	}
	book.Journal.Now = func() time.Time { return p.clock }
	p.book = book
	_ = book.Checked(p.ctx) // what it says is why the book is latched
	stopped := book.Store.Latched()
	require.False(p, stopped == nil && len(findings) > 0)
	if stopped == nil {
		return ""
	}
	if stopped.Code == ledger.CodeFindings {
		return stopped.Code
	}
	require.Equal(p, []audit.Finding{{Check: "witness", Table: "book", Key: stopped.Code, Detail: "is not the book that this machine remembers"}}, findings)
	return stopped.Code
}

func (p *placed) close() { require.NoError(p, p.book.Close()) }

// pays takes a payment and returns the number of its receipt.
func (p *placed) pays() string {
	p.Helper()
	p.taken++
	p.cashier = p.signIn("101", cashierPIN)
	return p.take(fenOrder("attest-"+string(rune('a'+p.taken)), 0)).Number
}

// keep returns the file as it is now, and putBack puts it in the place of the book with nothing beside it.
func (p *placed) keep() []byte {
	bytes, err := os.ReadFile(p.path)
	require.NoError(p, err)
	return bytes
}

func (p *placed) putBack(bytes []byte) {
	require.NoError(p, os.WriteFile(p.path, bytes, 0o600))
	for _, beside := range []string{"-wal", "-shm"} {
		_ = os.Remove(p.path + beside) // there is none after a close
	}
}

// The whole folder of the book is put back as it was at noon, with a receipt given out since: money is refused, what is there can be read, and
// the next receipt is one that no paper has.
func TestAnOlderCopyTakesNoMoney(t *testing.T) {
	p := newPlaced(t)
	require.Equal(t, "01-2026-000001", p.pays())
	p.close()
	noon := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	require.Equal(t, "01-2026-000002", p.pays())
	p.close()
	p.putBack(noon)

	require.Equal(t, ledger.CodeBehind, p.opens(p.place, nil))
	require.Equal(t, []any{"01-2026-000001", "01-2026-000002"}, p.book.Store.Latched().Args)
	_, err := p.book.Staff.SignIn(p.ctx, "101", cashierPIN)
	require.Error(t, err)
	found, err := p.book.Verify(p.ctx, nil)
	require.NoError(t, err)
	require.Equal(t, "witness", found[0].Check)
	p.close()

	require.Equal(t, ledger.CodeRecoveryAsked, p.opensWith(ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place, GoOn: &ledger.GoingOn{}}))
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{}))
	require.Equal(t, "01-2026-000003", p.pays())
	p.verify()
	p.close()
	require.Empty(t, p.opens(p.place, nil))
	p.close()
	p.putBack(noon)
	require.Equal(t, ledger.CodeBehind, p.opens(p.place, nil), "again")
	p.close()
}

// The power goes after somebody went on with an older copy and before the machine remembered it: the signed event says that this is the book.
func TestGoingOnIsKnownByItsSignedEvent(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	noon := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	p.pays()
	p.close()
	notes, err := filepath.Glob(filepath.Join(p.place.Folder, "*.json"))
	require.NoError(t, err)
	before, err := os.ReadFile(notes[0])
	require.NoError(t, err)
	p.putBack(noon)
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{}))
	p.close()
	require.NoError(t, os.WriteFile(notes[0], before, 0o600))
	require.Empty(t, p.opens(p.place, nil))
	require.Equal(t, "01-2026-000003", p.pays())
	p.close()
}

// A power cut before the machine remembered leaves the book further than its witness, which is nothing wrong.
func TestABookAheadOfItsWitnessIsFine(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	notes, err := filepath.Glob(filepath.Join(p.place.Folder, "*.json"))
	require.NoError(t, err)
	require.Len(t, notes, 1)
	earlier, err := os.ReadFile(notes[0])
	require.NoError(t, err)
	require.Empty(t, p.opens(p.place, nil))
	p.pays()
	p.close()
	require.NoError(t, os.WriteFile(notes[0], earlier, 0o600))
	require.Empty(t, p.opens(p.place, nil))
	p.close()
}

// What was just taken lies in the log; a copy of the file alone does not have it, and the machine knows it within a second.
func TestALostLogIsNoticed(t *testing.T) {
	p := newPlaced(t)
	p.close()
	require.Empty(t, p.opens(p.place, nil))
	before := p.keep()
	p.pays()
	require.Eventually(t, func() bool {
		return p.remembered().Receipts["01-2026"] == 1
	}, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, before, p.keep(), "the payment is in the log alone")
	p.close()
	p.putBack(before)
	require.Equal(t, ledger.CodeBehind, p.opens(p.place, nil))
	p.close()
}

func (p *placed) remembered() witness.Note {
	note, _, err := p.place.Read(p.book.Vault, p.book.Journal.Device)
	require.NoError(p, err)
	return note
}

// The end is cut off where a commit ended, signatures and all: nothing in the book tells.
func TestACutTailIsNoticed(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	whole := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	number := p.pays()
	p.close()
	p.putBack(whole)
	require.Equal(t, ledger.CodeBehind, p.opens(p.place, nil))
	require.Equal(t, number, p.book.Store.Latched().Args[1])
	p.close()
}

// A copy that somebody carries to another computer is looked at there; only the recovery key makes it the counter, and then the old one takes
// no money any more, though it knows nothing of it yet where nobody can reach it.
func TestACopyIsNotACounter(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	there := witness.Place{Folder: t.TempDir(), Machine: "another"}
	require.Equal(t, ledger.CodeElsewhere, p.opens(there, nil))
	p.close()
	require.Empty(t, p.opensWith(ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: there, ReadOnly: true}), "a copy may be looked at anywhere")
	p.close()

	for paper, code := range map[string]string{"": ledger.CodePaper, "0": ledger.CodePaper, "01-2025-000009": ledger.CodePaper, "01-2027-000009": ledger.CodePaper, "02-2026-000009": ledger.CodePaper, "01-2026-9": ledger.CodePaper, "01-2026-900009": "till.skip_far"} {
		require.Equal(t, code, p.opens(there, &ledger.GoingOn{Paper: paper}), paper)
	}
	require.Empty(t, p.opens(there, &ledger.GoingOn{Paper: " ０１－２０２６—000００5 "}), "as a Chinese input method types it")
	require.Equal(t, "01-2026-000006", p.pays())
	p.verify()
	p.close()
	require.Equal(t, ledger.CodeElsewhere, p.opens(p.place, nil), "the counter moved")
	p.close()
}

// A counter is retired where it was by its own last event; on the next machine the numbers go on from it.
func TestARetiredCounterTakesNoMoney(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	require.NoError(t, p.book.Retire(p.ctx, p.signIn("100", managerPIN)))
	require.Equal(t, ledger.CodeRetired, store.Code(p.book.Store.Latched()))
	p.close()
	require.Equal(t, ledger.CodeRetired, p.opens(p.place, nil))
	p.close()
	there := witness.Place{Folder: t.TempDir(), Machine: "another"}
	require.Equal(t, ledger.CodeRetired, p.opens(there, nil))
	p.close()
	require.Empty(t, p.opens(there, &ledger.GoingOn{}))
	require.Equal(t, "01-2026-000002", p.pays())
	p.close()
}

// Another account of the same machine enrols by a key that somebody types; the keyring alone does not, because who puts a book back could take
// the witness away as well.
func TestAnAccountEnrolsByATypedKey(t *testing.T) {
	keyring.MockInit()
	p := &placed{counter: &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"), clock: openedAt}, place: witness.Place{Folder: t.TempDir(), Machine: "m"}}
	var err error
	p.recovery, err = ledger.Create(p.ctx, p.path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01",
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN, Witness: p.place})
	require.NoError(t, err)
	require.Empty(t, p.opensWith(ledger.OpenOptions{Witness: p.place}))
	p.close()
	another := witness.Place{Folder: filepath.Join(t.TempDir(), "not yet there"), Machine: "m"}
	require.Equal(t, ledger.CodeUnenrolled, p.opensWith(ledger.OpenOptions{Witness: another}))
	p.close()
	require.Empty(t, p.opensWith(ledger.OpenOptions{Key: vault.Key{Recovery: p.recovery}, Witness: another}))
	p.close()
	require.Empty(t, p.opensWith(ledger.OpenOptions{Witness: another}))
	p.close()
	require.NoError(t, os.WriteFile(filepath.Join(t.TempDir(), "x"), nil, 0o600))
	blocked := filepath.Join(t.TempDir(), "a file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	require.Equal(t, ledger.CodeUnwitnessed, p.opensWith(ledger.OpenOptions{Key: vault.Key{Recovery: p.recovery}, Witness: witness.Place{Folder: filepath.Join(blocked, "x"), Machine: "m"}}))
	p.close()
}

// A note that was changed, or written by who has no key, is none.
func TestAForgedNoteIsNoWitness(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	note := p.remembered()
	p.close()
	require.NotZero(t, note.Seq)
	files, err := filepath.Glob(filepath.Join(p.place.Folder, "*.json"))
	require.NoError(t, err)
	text, err := os.ReadFile(files[0])
	require.NoError(t, err)
	for name, forged := range map[string]string{"changed": string(text[:12]) + "9" + string(text[13:]), "empty": "", "no JSON": "x", "large": string(make([]byte, 1<<17))} {
		require.NoError(t, os.WriteFile(files[0], []byte(forged), 0o600))
		_, ok, err := p.place.Read(p.book.Vault, p.book.Journal.Device)
		require.NoError(t, err)
		require.False(t, ok, name)
	}
}

// backedUp returns a backup of the book as it is.
func (p *placed) backedUp() string {
	backup := filepath.Join(p.TempDir(), "backup.book")
	require.NoError(p, p.book.Backup(p.ctx, backup))
	return backup
}

// restores puts a backup in the place of the book, as the manager says.
func (p *placed) restores(backup, paper string, keys ...vault.Key) (ledger.Replaced, error) {
	return ledger.Restore(p.ctx, backup, p.path, ledger.Restoring{DiscardNewer: true, Witness: p.place, Paper: paper, Asking: ledger.Asking{Keys: keys, Now: func() time.Time { return p.clock },
		Ask: func(people *ledger.Book, _ bool) (staff.Actor, staff.Approval, error) {
			by, err := people.Staff.SignIn(p.ctx, "100", managerPIN)
			return by, staff.Approval{}, err
		}}})
}

// A backup that somebody put in the place of the book is what the machine expects from then on, and its next receipt is one that no paper has.
func TestARestoredBookGoesOnAfterEveryPaper(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	require.Equal(t, "01-2026-000002", p.pays())
	p.close()
	done, err := p.restores(backup, "", vault.Key{Passphrase: placedPassphrase})
	require.NoError(t, err)
	require.True(t, done.Asked)
	require.Empty(t, p.opens(p.place, nil))
	require.Equal(t, "01-2026-000003", p.pays())
	p.verify()
	p.close()
}

// The book is damaged and this account remembers nothing: whoever restores says what is on paper.
func TestARestoreAsksForTheNewestPaperWhereNobodyKnows(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	p.pays()
	p.close()
	require.NoError(t, os.WriteFile(p.path, []byte("not a book any more"), 0o600))
	p.place.Folder = t.TempDir()
	_, err := p.restores(backup, "", vault.Key{Passphrase: placedPassphrase})
	require.Equal(t, ledger.CodePaper, store.Code(err))
	_, err = p.restores(backup, "01-2026-000002", vault.Key{Passphrase: placedPassphrase})
	require.NoError(t, err)
	require.Equal(t, ledger.CodeUnenrolled, p.opens(p.place, nil))
	p.close()
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{Paper: "01-2026-000002"}))
	require.Equal(t, "01-2026-000003", p.pays())
	p.verify()
	p.close()
}

// Nobody can be asked, because no key was brought: the counter asks for the recovery key and the paper, not only for the passphrase. So it does
// of every account that does not know a book of which papers are out.
func TestABlindRestoreEnrolsNobody(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	p.close()
	require.NoError(t, os.Remove(p.path))
	p.place.Folder = t.TempDir()
	done, err := p.restores(backup, "")
	require.NoError(t, err)
	require.False(t, done.Asked)
	require.Equal(t, ledger.CodeUnenrolled, p.opens(p.place, nil))
	p.close()
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{Paper: "01-2026-000004"}))
	require.Equal(t, "01-2026-000005", p.pays())
	p.close()
	require.Empty(t, p.opens(p.place, nil))
	p.close()
	// Said once more, a newer paper counts still.
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{Paper: "01-2026-000008"}))
	require.Equal(t, "01-2026-000009", p.pays())
	p.verify()
	p.close()
}

// An older copy of a counter that was retired takes no money where it was, whoever restores it.
func TestARestoredCounterStaysRetired(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	backup := p.backedUp()
	require.NoError(t, p.book.Retire(p.ctx, p.signIn("100", managerPIN)))
	p.close()
	_, err := p.restores(backup, "", vault.Key{Passphrase: placedPassphrase})
	require.NoError(t, err)
	require.Equal(t, ledger.CodeRetired, p.opens(p.place, nil))
	p.close()
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{}))
	p.verify()
	p.close()
}

// What an attacker found: an old event of a person's role edited with the row that follows from it, receipts deleted, skipped numbers changed.
func TestEditsThatWereNotNoticedAtTheOpening(t *testing.T) {
	c := richBook(t)
	v := newVictim(t, c)
	p := newPlaced(t)
	p.pays()
	require.NoError(t, p.book.Store.Write(p.ctx, func(tx *store.Tx) error { return till.Skip(tx, p.book.Journal, "01-2026", 4) }))
	p.pays()
	p.close()
	whole := p.keep()
	for name, script := range map[string]string{
		"a role with its event": `UPDATE staff SET role = 'manager' WHERE code = '101';
			UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '"cashier"', '"manager"') AS BLOB) WHERE kind = 'staff.recorded';`,
		"the newest receipt deleted": "DELETE FROM receipts WHERE no = 5;",
		"all receipts deleted":       "DELETE FROM receipts;",
		"skipped numbers deleted":    "DELETE FROM skipped_receipts;",
		"more numbers skipped":       "UPDATE skipped_receipts SET to_no = 999999;",
	} {
		said, err := shell(t, p.path, v.disarm+script+v.arm)
		require.NoError(t, err, said)
		book, findings, err := ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place})
		require.NoError(t, err)
		require.NotEmpty(t, findings, name)
		require.NotNil(t, book.Store.Latched(), name)
		require.NoError(t, book.Close())
		p.putBack(whole)
	}
	require.Empty(t, p.opens(p.place, nil))
	p.close()
}

// The log of another book, put beside this one, is never folded in: the book is not opened as if it were whole, and its file stays as it was.
func TestAForeignLogIsNotFoldedIn(t *testing.T) {
	other := newPlaced(t)
	other.close()
	require.Empty(t, other.opens(other.place, nil))
	other.pays()
	foreign, err := os.ReadFile(other.path + "-wal")
	require.NoError(t, err)
	require.NotEmpty(t, foreign)
	p := newPlaced(t)
	p.pays()
	p.close()
	for name, options := range map[string]ledger.OpenOptions{
		"writing": {Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place}, "reading": {Key: vault.Key{Passphrase: placedPassphrase}, Witness: p.place, ReadOnly: true},
		"locked": {Locked: true, ReadOnly: true},
	} {
		was := p.keep()
		require.NoError(t, os.WriteFile(p.path+"-wal", foreign, 0o600))
		book, findings, err := ledger.Open(p.ctx, p.path, options)
		if err == nil {
			require.NotEmpty(t, findings, name)
			require.NoError(t, book.Close())
		}
		require.Equal(t, was, p.keep(), name)
		p.putBack(was)
	}
	require.Empty(t, p.opens(p.place, nil))
	p.verify()
	p.close()
	require.NoError(t, other.book.Close())
}

// Who alone may approve makes another who may by the recovery key; an event of a program that did not ask for it is named.
func TestAnApproverMadeAloneWithoutTheKeyIsNamed(t *testing.T) {
	p := newPlaced(t)
	var body map[string]any
	p.writes(func(tx *store.Tx) error {
		var text []byte
		if _, err := tx.Get("SELECT body FROM events WHERE kind = 'staff.recorded' ORDER BY seq DESC LIMIT 1", nil, &text); err != nil {
			return err
		}
		require.NoError(t, json.Unmarshal(text, &body))
		name, err := p.book.Vault.Put(tx, body["name"].(map[string]any)["subject"].(string), "", []byte(`{"name":"王丽"}`))
		require.NoError(t, err)
		body["role"], body["alone"], body["name"] = "supervisor", true, name
		_, err = p.book.Journal.Append(tx, "staff.recorded", body)
		return err
	})
	findings, err := p.book.Verify(p.ctx, nil)
	require.NoError(t, err)
	require.Len(t, findings, 1)
	require.Equal(t, "right", findings[0].Check)
	p.close()
}
