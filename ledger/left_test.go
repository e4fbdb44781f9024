package ledger_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
)

// tables returns the tables of the book as it lies there, with a row picked of each that has one.
func (p *placed) tables() []table {
	p.Helper()
	db, err := store.Open(p.ctx, p.path, store.Options{ReadOnly: true})
	require.NoError(p, err)
	v := &victim{}
	require.NoError(p, db.Read(p.ctx, func(tx *store.Tx) error {
		v.study(p.T, tx, rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0)))
		return nil
	}))
	require.NoError(p, db.Close())
	filled := v.tables[:0]
	for _, table := range v.tables {
		if table.key != "" {
			filled = append(filled, table)
		}
	}
	return filled
}

// edited runs a script on the closed book, with the triggers dropped and made again, opens it, and returns why no money may be taken.
func (p *placed) edited(v *victim, script string) string {
	p.Helper()
	said, err := shell(p.T, p.path, v.disarm+script+v.arm)
	require.NoError(p, err, said)
	return p.opens(p.place, nil)
}

// Whatever a command reads before it decides was written by the counter and by nobody else: a file with one byte that is not as it was left is
// checked whole before it takes money.
func TestWhateverWasEditedIsNoticedAtTheOpening(t *testing.T) {
	v := newVictim(t, richBook(t))
	p := newPlaced(t)
	p.pays()
	p.close()
	whole := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	p.close()
	for _, script := range []string{
		"UPDATE shifts SET float_fen = float_fen + 100;",
		"UPDATE shifts SET cashier = (SELECT id FROM staff WHERE code = '100');",
		"UPDATE payments SET business_on = '2026-01-02';",
		"UPDATE tenders SET fen = fen + 1;",
		"UPDATE receipts SET fen = fen + 1;",
		"DELETE FROM requests;",
		"UPDATE staff SET wrong_pins = wrong_pins + 1 WHERE code = '101';",
		"UPDATE credits SET frozen = 1;",
	} {
		p.putBack(whole)
		if said, err := shell(t, p.path, script+"SELECT changes();"); err == nil && said == "0\n" {
			continue // the book has no such row
		}
		p.putBack(whole)
		require.Equal(t, ledger.CodeFindings, p.edited(v, script), script)
		p.close()
		require.Equal(t, ledger.CodeFindings, p.opens(p.place, nil), "%s again", script)
		p.close()
	}
	p.putBack(whole)
	require.Empty(t, p.opens(p.place, nil), "put back as it was")
	p.close()
}

// The note of a book that was closed has the digest of its file, whichever way the file came to be another that is good.
func TestABookIsLeftWithItsDigest(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	left := func() {
		t.Helper()
		p.close()
		sum := sha256.Sum256(p.keep())
		require.Equal(t, hex.EncodeToString(sum[:]), p.remembered().Digest)
	}
	left()
	// A check of the whole book finds nothing in a file whose pages lie otherwise.
	said, err := shell(t, p.path, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
	require.NoError(t, err, said)
	require.Empty(t, p.opens(p.place, nil))
	left()
	// The power goes: the log is not folded in, and the whole book is checked.
	require.Empty(t, p.opens(p.place, nil))
	p.pays()
	file, err := os.ReadFile(p.path)
	require.NoError(t, err)
	log, err := os.ReadFile(p.path + "-wal")
	require.NoError(t, err)
	p.close()
	p.putBack(file)
	require.NoError(t, os.WriteFile(p.path+"-wal", log, 0o600))
	require.Empty(t, p.opens(p.place, nil))
	left()
}

// Whoever removes what a check left beside the book does not take what the machine remembers with it.
func TestAFindingIsNotForgottenWithItsFile(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	before := p.remembered()
	require.NotEmpty(t, before.Digest)
	require.Empty(t, p.opens(p.place, nil))
	v := newVictim(t, richBook(t))
	said, err := shell(t, p.path, v.disarm+"UPDATE tenders SET fen = fen + 1;"+v.arm)
	require.NoError(t, err, said)
	found, err := p.book.Verify(p.ctx, nil)
	require.NoError(t, err)
	require.NotEmpty(t, found)
	p.close()
	require.NoError(t, os.Remove(p.path+".findings"))
	require.Empty(t, p.remembered().Digest)
	require.Equal(t, ledger.CodeFindings, p.opens(p.place, nil))
	p.close()
}

// Bytes that somebody writes into the open file past SQLite are not taken for what the counter left.
func TestBytesWrittenIntoTheOpenFileAreNoticed(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	whole := p.keep()
	at, page := p.editedPage(whole, "UPDATE tenders SET fen = fen + 1;")
	require.Empty(t, p.opens(p.place, nil))
	p.writesPast(at, page)
	err := p.book.Store.Write(p.ctx, func(*store.Tx) error { return nil })
	require.Equal(t, store.CodeEdited, store.Code(err))
	p.close()
	require.Equal(t, ledger.CodeFindings, p.opens(p.place, nil), "nor when it was closed")
	p.close()
}

// Whoever sets the time of the writing back is not noticed until the book is closed, and is found then.
func TestBytesWrittenWithTheTimeSetBackAreFoundAtTheNextOpening(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	at, page := p.editedPage(p.keep(), "UPDATE tenders SET fen = fen + 1;")
	require.Empty(t, p.opens(p.place, nil))
	about, err := os.Stat(p.path)
	require.NoError(t, err)
	p.writesPast(at, page)
	require.NoError(t, os.Chtimes(p.path, about.ModTime(), about.ModTime()))
	require.NoError(t, p.book.Store.Write(p.ctx, func(*store.Tx) error { return nil }))
	p.close()
	require.Equal(t, ledger.CodeFindings, p.opens(p.place, nil))
	p.close()
}

// The program is killed right after a receipt, and the log is taken away: the file is as the machine left it last, and the receipt is in nothing.
func TestALogThatIsGoneAfterAKillIsNoticed(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	left := p.keep()
	require.Empty(t, p.opens(p.place, nil))
	p.pays()
	note, err := os.ReadFile(p.noteFile())
	require.NoError(t, err)
	p.close()
	p.putBack(left)
	require.NoError(t, os.WriteFile(p.noteFile(), note, 0o600))
	require.Equal(t, ledger.CodeLost, p.opens(p.place, nil))
	p.close()
	require.Equal(t, "book.paper", p.opens(p.place, &ledger.GoingOn{}), "nobody knows how many receipts are out")
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{Paper: "01-2026-000002"}))
	require.Equal(t, "01-2026-000003", p.pays())
	p.verify()
	p.close()
}

// Before a number is on paper this machine remembers it.
func TestANumberIsRememberedBeforeItIsOnPaper(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	require.NoError(t, p.book.Remember())
	require.EqualValues(t, 1, p.remembered().Receipts["01-2026"])
	p.cashier = p.signIn("101", cashierPIN)
	require.NoError(t, os.RemoveAll(p.place.Folder))
	require.NoError(t, os.WriteFile(p.place.Folder, nil, 0o600))
	_, err := p.book.Till.Receive(p.ctx, p.cashier, fenOrder("forgotten", 0))
	require.Equal(t, ledger.CodeUnwitnessed, store.Code(err), "no more money where nothing remembers it")
	require.Equal(t, ledger.CodeUnwitnessed, store.Code(p.book.Store.Latched()))
	_ = p.book.Close()
}

// A copy beside the book takes no money, and a book that was moved does.
func TestACopyBesideTheBookIsNoCounter(t *testing.T) {
	p := newPlaced(t)
	p.pays()
	p.close()
	original := p.path
	p.path = filepath.Join(t.TempDir(), "copy.book")
	whole, err := os.ReadFile(original)
	require.NoError(t, err)
	p.putBack(whole)
	require.Equal(t, ledger.CodeCopied, p.opens(p.place, nil))
	p.close()
	require.NoError(t, os.Remove(original))
	require.Empty(t, p.opens(p.place, nil))
	require.Equal(t, "01-2026-000002", p.pays())
	p.close()
}

// writesPast writes bytes into the open file past SQLite.
func (p *placed) writesPast(at int64, page []byte) {
	file, err := os.OpenFile(p.path, os.O_WRONLY, 0)
	require.NoError(p, err)
	_, err = file.WriteAt(page, at)
	require.NoError(p, errors.Join(err, file.Close()))
}

// editedPage returns the page of a table that a script changes, and where it stands in the file.
func (p *placed) editedPage(whole []byte, script string) (at int64, page []byte) {
	path := filepath.Join(p.TempDir(), "edited.book")
	require.NoError(p, os.WriteFile(path, whole, 0o600))
	said, err := shell(p.T, path, ".dbconfig enable_trigger off\n"+script+"PRAGMA wal_checkpoint(TRUNCATE);")
	require.NoError(p, err, said)
	edited, err := os.ReadFile(path)
	require.NoError(p, err)
	for at := 4096; at < len(whole); at += 4096 {
		if !bytes.Equal(edited[at:at+4096], whole[at:at+4096]) {
			return int64(at), edited[at : at+4096]
		}
	}
	require.Fail(p, "nothing was changed")
	return 0, nil
}

func (p *placed) noteFile() string {
	notes, err := filepath.Glob(filepath.Join(p.place.Folder, "*.json"))
	require.NoError(p, err)
	require.Len(p, notes, 1)
	return notes[0]
}
