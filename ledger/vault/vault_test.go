package vault_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

type room struct {
	*testing.T
	db    *store.DB
	vault *vault.Vault
}

func newRoom(t *testing.T) room {
	t.Helper()
	db, err := store.Create(context.Background(), filepath.Join(t.TempDir(), "a.book"), store.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return room{t, db, vault.Create()}
}

func (r room) write(work func(tx *store.Tx) error) error {
	return r.db.Write(context.Background(), work)
}

func (r room) put(subject, about, content string) (named vault.Version) {
	r.Helper()
	require.NoError(r, r.write(func(tx *store.Tx) (err error) {
		named, err = r.vault.Put(tx, subject, about, []byte(content))
		return err
	}))
	return named
}

func (r room) get(v *vault.Vault, subject string, version int) (content string, code string) {
	err := r.write(func(tx *store.Tx) error {
		bytes, err := v.Get(tx, subject, version)
		content = string(bytes)
		return err
	})
	return content, store.Code(err)
}

func (r room) unlock(key vault.Key) (v *vault.Vault, code string) {
	err := r.write(func(tx *store.Tx) (err error) {
		v, err = vault.Unlock(tx, key)
		return err
	})
	return v, store.Code(err)
}

func TestEveryVersionOfAPersonStays(t *testing.T) {
	r := newRoom(t)
	require.Equal(t, 1, r.put("p1", "", "张建国").Version)
	require.Equal(t, 2, r.put("p1", "", "张建国 13800006621").Version)
	for version, want := range map[int]string{1: "张建国", 2: "张建国 13800006621", 0: "张建国 13800006621"} {
		content, code := r.get(r.vault, "p1", version)
		require.Empty(t, code)
		require.Equal(t, want, content)
	}
	_, code := r.get(r.vault, "p1", 3)
	require.Equal(t, "vault.unknown", code)
	_, code = r.get(r.vault, "nobody", 0)
	require.Equal(t, "vault.unknown", code)
	require.Error(t, r.write(func(tx *store.Tx) error { _, err := tx.Exec("DELETE FROM vault_versions"); return err }), "the database holds them")
	require.Equal(t, "vault.too_long", store.Code(r.write(func(tx *store.Tx) error {
		_, err := r.vault.Put(tx, "p1", "", make([]byte, 16<<10+1))
		return err
	})))
}

func TestWhatIsSealedCannotBeReadInTheFile(t *testing.T) {
	r := newRoom(t)
	r.put("p1", "", "张建国 13800006621")
	require.NoError(t, r.write(func(tx *store.Tx) error {
		var sealed []byte
		_, err := tx.Get("SELECT sealed FROM vault_versions", nil, &sealed)
		require.NotContains(t, string(sealed), "张建国")
		require.NotContains(t, string(sealed), "1380")
		return err
	}))
}

func TestErasingAPersonDestroysWhatIsAboutThem(t *testing.T) {
	r := newRoom(t)
	r.put("p1", "", "张建国")
	r.put("note/1", "p1", "说了些什么")
	r.put("p2", "", "李四")
	require.NoError(t, r.write(func(tx *store.Tx) error { return r.vault.Erase(tx, "p1") }))
	for _, subject := range []string{"p1", "note/1"} {
		_, code := r.get(r.vault, subject, 0)
		require.Equal(t, "vault.erased", code, subject)
	}
	content, _ := r.get(r.vault, "p2", 0)
	require.Equal(t, "李四", content)
	err := r.write(func(tx *store.Tx) error { _, err := r.vault.Put(tx, "p1", "", []byte("张建国")); return err })
	require.Equal(t, "vault.erased", store.Code(err), "an erased person does not come back")
	require.Error(t, r.write(func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE vault_keys SET wrapped = x'00' WHERE subject = 'p1'")
		return err
	}), "a key is only ever destroyed")
}

func TestANoteAboutAnErasedPersonStartsAnewAboutAnother(t *testing.T) {
	r := newRoom(t)
	r.put("room/1", "p1", "京A3K51")
	require.NoError(t, r.write(func(tx *store.Tx) error { return r.vault.Erase(tx, "p1") }))
	err := r.write(func(tx *store.Tx) error { _, err := r.vault.Put(tx, "room/1", "p1", []byte("京A3K51")); return err })
	require.Equal(t, "vault.erased", store.Code(err), "it is still about the erased person")
	require.Equal(t, 2, r.put("room/1", "p2", "京B12345").Version)
	content, _ := r.get(r.vault, "room/1", 0)
	require.Equal(t, "京B12345", content)
	_, code := r.get(r.vault, "room/1", 1)
	require.Equal(t, "vault.damaged", code, "what was sealed before stays unreadable")
}

func TestARowMovedElsewhereDoesNotOpen(t *testing.T) {
	for name, move := range map[string]string{
		"a person's key given to another": "DROP TRIGGER vault_keys_once; INSERT OR REPLACE INTO vault_keys SELECT 'p2', '', wrapped FROM vault_keys WHERE subject = 'p1'",
		"a key said to be about another":  "DROP TRIGGER vault_keys_once; INSERT OR REPLACE INTO vault_keys SELECT subject, 'p9', wrapped FROM vault_keys WHERE subject = 'p2'",
		"a version under another subject": "INSERT INTO vault_versions SELECT 'p2', 2, sealed FROM vault_versions WHERE subject = 'p1'",
		"a version under another number":  "INSERT INTO vault_versions SELECT 'p2', 2, sealed FROM vault_versions WHERE subject = 'p2'",
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			r.put("p1", "", "张建国")
			r.put("p2", "", "李四")
			require.NoError(t, r.write(func(tx *store.Tx) error {
				for _, statement := range strings.Split(move, "; ") {
					if _, err := tx.Exec(statement); err != nil {
						return err
					}
				}
				return nil
			}))
			_, code := r.get(r.vault, "p2", 0)
			require.Equal(t, "vault.damaged", code)
		})
	}
}

func TestABlindedWordIsTheSameAndSaysNothing(t *testing.T) {
	r, other := newRoom(t), newRoom(t)
	first, err := r.vault.Blind("张小妹")
	require.NoError(t, err)
	again, err := r.vault.Blind("张小妹")
	require.NoError(t, err)
	require.Equal(t, first, again)
	elsewhere, err := other.vault.Blind("张小妹")
	require.NoError(t, err)
	require.NotEqual(t, first, elsewhere, "only the book's key makes it")
	empty, err := r.vault.Blind("")
	require.NoError(t, err)
	require.Empty(t, empty)
}

func TestTheRecoveryKeyOpensHoweverItIsTyped(t *testing.T) {
	r := newRoom(t)
	r.put("p1", "", "张建国")
	var printed string
	require.NoError(t, r.write(func(tx *store.Tx) (err error) { printed, _, err = r.vault.Recovery(tx); return err }))
	require.Len(t, strings.Split(printed, "-"), 14)
	require.NotRegexp(t, "[OILU]", printed)
	misread := strings.NewReplacer("0", "o", "1", "l").Replace(strings.ToLower(printed))
	for name, typed := range map[string]string{"as printed": printed, "without dashes": strings.ReplaceAll(printed, "-", ""),
		"with spaces": " " + strings.ReplaceAll(printed, "-", " ") + " ", "in lower case": strings.ToLower(printed),
		"O for 0 and L for 1": misread, "I for 1": strings.ReplaceAll(printed, "1", "I")} {
		t.Run(name, func(t *testing.T) {
			v, code := r.unlock(vault.Key{Recovery: typed})
			require.Empty(t, code)
			content, _ := r.get(v, "p1", 0)
			require.Equal(t, "张建国", content)
		})
	}
	other := map[byte]string{'A': "B"}[printed[0]]
	if other == "" {
		other = "A"
	}
	_, code := r.unlock(vault.Key{Recovery: other + printed[1:]})
	require.Equal(t, "vault.recovery_typed", code, "the check group tells a slip from a wrong key")
	for _, short := range []string{printed[:30], printed + "-AAAA", "-", "恢复密钥"} {
		_, code = r.unlock(vault.Key{Recovery: short})
		require.Equal(t, "vault.recovery_typed", code)
	}
}

func TestAnotherBooksRecoveryKeyDoesNotOpen(t *testing.T) {
	r, other := newRoom(t), newRoom(t)
	var printed string
	require.NoError(t, r.write(func(tx *store.Tx) error { _, _, err := r.vault.Recovery(tx); return err }))
	require.NoError(t, other.write(func(tx *store.Tx) (err error) { printed, _, err = other.vault.Recovery(tx); return err }))
	_, code := r.unlock(vault.Key{Recovery: printed})
	require.Equal(t, "vault.wrong_key", code)
}

func TestAPassphraseOpensAndAnotherDoesNot(t *testing.T) {
	r := newRoom(t)
	r.put("p1", "", "张建国")
	short := r.write(func(tx *store.Tx) error { _, err := r.vault.Passphrase(tx, "七个字的口令呀"); return err })
	require.Equal(t, "vault.passphrase_short", store.Code(short))
	_, code := r.unlock(vault.Key{Passphrase: "阳光花园二零二六"})
	require.Equal(t, "vault.no_slot", code, "a refused passphrase makes no slot")
	require.NoError(t, r.write(func(tx *store.Tx) error { _, err := r.vault.Passphrase(tx, "阳光花园二零二六"); return err }))
	v, code := r.unlock(vault.Key{Passphrase: "阳光花园二零二六"})
	require.Empty(t, code)
	content, _ := r.get(v, "p1", 0)
	require.Equal(t, "张建国", content)
	_, code = r.unlock(vault.Key{Passphrase: "阳光花园二零二五"})
	require.Equal(t, "vault.wrong_key", code)
}

func TestTheKeyringOpensAndIsNotReplacedBeforeTheCommit(t *testing.T) {
	keyring.MockInit()
	r := newRoom(t)
	r.put("p1", "", "张建国")
	_, code := r.unlock(vault.Key{Keyring: "book-1"})
	require.Equal(t, "vault.no_keyring", code)
	require.NoError(t, r.write(func(tx *store.Tx) error { _, err := r.vault.Keyring(tx, "book-1"); return err }))
	powerCut := store.Refuse("test.power_cut")
	require.ErrorIs(t, r.write(func(tx *store.Tx) error {
		_, err := r.vault.Keyring(tx, "book-1")
		require.NoError(t, err)
		return powerCut
	}), powerCut)
	v, code := r.unlock(vault.Key{Keyring: "book-1"})
	require.Empty(t, code, "the slot that was kept still opens")
	content, _ := r.get(v, "p1", 0)
	require.Equal(t, "张建国", content)
}

func TestTheSlotsAreListedAndADemoBookOpensForAnybody(t *testing.T) {
	r := newRoom(t)
	require.NoError(t, r.write(func(tx *store.Tx) error {
		_, err := r.vault.Demo(tx)
		require.NoError(t, err)
		slots, err := vault.Slots(tx)
		require.Equal(t, []string{vault.SlotDemo}, slots)
		return err
	}))
	_, code := r.unlock(vault.Key{Demo: true})
	require.Empty(t, code)
}

func TestAKeyIsNeverWritten(t *testing.T) {
	require.NotContains(t, vault.Key{Recovery: "SECRET", Passphrase: "SECRET"}.String(), "SECRET")
}
