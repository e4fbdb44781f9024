package ledger_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// forge makes of the closed book at path one that is whole in itself around a key of the forger, who has none of the book: every event
// chained and signed anew, every table folded again. script rewrites the events. It returns the file.
func (v *victim) forge(t *testing.T, path, script string, key ed25519.PrivateKey) []byte {
	t.Helper()
	said, err := shell(t, path, v.disarm+script+"DELETE FROM local_settings WHERE name = 'audit_mark';"+v.arm)
	require.NoError(t, err, said)
	var signing strings.Builder
	db, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Each("SELECT s.no, s.seq, e.hash FROM signatures s JOIN events e ON e.device = s.device AND e.seq = s.seq", nil, func(scan func(dest ...any) error) error {
			var no, seq int64
			var hash []byte
			if err := scan(&no, &seq, &hash); err != nil {
				return err
			}
			signed := append(binary.BigEndian.AppendUint64([]byte("shouqi.head.v1|"), uint64(no)), hash...)
			fmt.Fprintf(&signing, "UPDATE signatures SET signature = x'%x' WHERE no = %d AND seq = %d;\n", ed25519.Sign(key, signed), no, seq)
			return nil
		})
	}))
	require.NoError(t, db.Close())
	said, err = shell(t, path, v.disarm+signing.String()+v.arm)
	require.NoError(t, err, said)
	_, err = ledger.Rebuild(t.Context(), path, nil)
	require.NoError(t, err)
	forged, err := os.ReadFile(path)
	require.NoError(t, err)
	return forged
}

// Somebody without any key of the book puts a public key of their own into its first event, and another proof of the data key, and folds, chains and
// signs all of it anew. With a key of the book verify names it, a restore refuses it and so does what brings a book to another computer.
func TestABookForgedAroundAnotherKey(t *testing.T) {
	v := newVictim(t, richBook(t))
	p := newPlaced(t)
	p.pays()
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	var devices []estate.Device
	var proof []byte
	require.NoError(t, p.book.Store.Read(p.ctx, func(tx *store.Tx) error {
		devices, err = estate.Devices(tx)
		return err
	}))
	proof, err = p.book.Vault.Proof(p.book.Journal.Book)
	require.NoError(t, err)
	base64Of := base64.StdEncoding.EncodeToString
	ownKey := []string{base64Of(devices[0].Public), base64Of(public)}
	scripts := map[string]string{
		"its key":           rewritten(t, p.counter, ownKey...),
		"its key and proof": rewritten(t, p.counter, append(slices.Clone(ownKey), base64Of(proof), base64Of(public))...),
	}
	wants := map[string]audit.Finding{
		"its key":           {Check: "signed", Table: "vault_versions", Key: "device/" + p.book.Journal.Device, Detail: "is not the key with which this device signs"},
		"its key and proof": {Check: "signed", Table: "events", Key: "1/1", Detail: "the key of the book is not the one that it began with"},
	}
	p.close()
	whole := p.keep()
	key := vault.Key{Passphrase: placedPassphrase}
	asking := ledger.Asking{Keys: []vault.Key{key, {Recovery: placedPassphrase}}}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			forged := v.forge(t, p.path, script, private)
			book, _, err := ledger.Open(p.ctx, p.path, ledger.OpenOptions{ReadOnly: true, Locked: true})
			require.NoError(t, err)
			found, err := book.Verify(p.ctx, nil)
			require.NoError(t, err)
			require.Empty(t, found, "without a key nobody can tell")
			require.Equal(t, []string{ledger.UncheckedSealed, ledger.UncheckedKeys, ledger.UncheckedWitness}, book.Unchecked())
			require.NoError(t, book.Close())

			book, atOpening, err := ledger.Open(p.ctx, p.path, ledger.OpenOptions{Key: key, ReadOnly: true, Foreign: true, Witness: p.place})
			require.NoError(t, err)
			found, err = book.Verify(p.ctx, nil)
			require.NoError(t, err)
			require.Contains(t, atOpening, wants[name])
			require.Contains(t, found, wants[name])
			require.NotNil(t, book.Store.Latched())
			require.NoError(t, book.Close())
			require.NoError(t, os.Remove(p.path+".findings"))

			p.putBack(whole)
			backup := filepath.Join(t.TempDir(), "backup.book")
			require.NoError(t, os.WriteFile(backup, forged, 0o600))
			nowhere := filepath.Join(t.TempDir(), "estate.book")
			for _, path := range []string{nowhere, p.path} {
				_, err = ledger.Restore(p.ctx, backup, path, ledger.Restoring{DiscardNewer: true, Paper: "01-2026-000001", Witness: p.place, Asking: asking})
				require.Equal(t, "book.backup_damaged", store.Code(err), path)
			}
			require.Equal(t, "book.backup_damaged", store.Code(ledger.Bring(p.ctx, backup, nowhere, key)))
			require.NoFileExists(t, nowhere)
			require.Equal(t, whole, p.keep())
		})
	}
}
