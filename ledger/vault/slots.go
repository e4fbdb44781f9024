package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"github.com/zalando/go-keyring"
	"golang.org/x/crypto/argon2"

	"shouqi/ledger/store"
)

// The slots in which the data key lies wrapped. Each holds the same data key under another secret, so that any one of
// them opens the book. A slot is wrapped anew without touching what is sealed.
const (
	SlotKeyring    = "keyring"
	SlotPassphrase = "passphrase"
	SlotRecovery   = "recovery"
	SlotDemo       = "demo"
)

// PassphraseMin is the shortest passphrase that is taken, in characters and not in bytes.
const PassphraseMin = 8

// keyringService is the name under which the OS keyring files our keys; the account is the book's id.
const keyringService = "cn.shouqi.book"

// Key is what a person or a machine brings to open the data key: exactly one field is set. Keyring is the id of the
// book, under which the keyring of the operating system holds the secret.
type Key struct {
	Passphrase string
	Recovery   string
	Keyring    string
	Demo       bool
}

// IsTyped reports whether a person typed the key: a demo book and the keyring open by themselves.
func (k Key) IsTyped() bool { return k.Passphrase != "" || k.Recovery != "" }

// Create makes a new data key and an empty vault around it. The caller adds at least one slot in the same transaction.
func Create() *Vault { return &Vault{dataKey: newKey()} }

// Demo stores the data key under a secret that stands in the program, so that anybody can open it. It is for demo
// books alone, and never beside another slot.
func (v *Vault) Demo(tx *store.Tx) (Version, error) { return v.wrap(tx, SlotDemo, demoKey()) }

// Recovery makes the recovery key, stores the data key under it and returns the text to print: 56 letters and digits
// in groups of four, the last group a check. The text is shown once and kept nowhere; who loses it and all other keys
// has lost the names in the book.
func (v *Vault) Recovery(tx *store.Tx) (text string, slot Version, err error) {
	secret := newKey()
	slot, err = v.wrap(tx, SlotRecovery, secret)
	return formatRecovery(secret), slot, err
}

// Passphrase stores the data key under a passphrase (argon2id), for a machine without a keyring or a second counter. It
// refuses one shorter than PassphraseMin characters (vault.passphrase_short).
func (v *Vault) Passphrase(tx *store.Tx, passphrase string) (Version, error) {
	if len([]rune(passphrase)) < PassphraseMin {
		return Version{}, store.Refuse(CodePassphraseShort, PassphraseMin)
	}
	return v.wrap(tx, SlotPassphrase, []byte(passphrase))
}

// Keyring stores the data key under a secret in the keyring of the operating system. A secret that is there already
// is used again: were it replaced and the power cut before the commit, the slot in the book would still want the old
// one. Without a keyring it is vault.no_keyring, and nothing is stored: the caller falls back to a passphrase.
func (v *Vault) Keyring(tx *store.Tx, book string) (Version, error) {
	_, secret, err := Key{Keyring: book}.secret()
	// No entry yet, or one that is no key of ours.
	if err != nil || len(secret) != keyBytes {
		secret = newKey()
		if err := keyring.Set(keyringService, book, hex.EncodeToString(secret)); err != nil {
			return Version{}, store.Fail(CodeNoKeyring, err)
		}
	}
	return v.wrap(tx, SlotKeyring, secret)
}

// wrap stores the data key in a slot, in place of what the slot held, and returns the version for the event that says
// so: the digest lets a check see that the slot was changed without an event.
func (v *Vault) wrap(tx *store.Tx, slot string, secret []byte) (Version, error) {
	name, err := nameHere(tx, slot)
	if err != nil {
		return Version{}, err
	}
	salt := newKey()
	key, err := slotKey(slot, secret, salt)
	if err != nil {
		return Version{}, err
	}
	wrapped, err := seal(key, v.dataKey, "slot|"+slot)
	if err != nil {
		return Version{}, err
	}
	return Slot{Name: name, Salt: salt, Wrapped: wrapped}.Put(tx)
}

// HasRecovery reports whether an event says that the book has a recovery key.
func HasRecovery(tx *store.Tx) (bool, error) {
	return tx.Get("SELECT version FROM vault_references WHERE subject = ? LIMIT 1", []any{"slot/" + SlotRecovery}, new(int))
}

// slotDigest returns the digest of a slot as events name it: SHA-256 over salt and wrapped key.
func slotDigest(salt, wrapped []byte) []byte {
	digest := sha256.Sum256(append(append([]byte(nil), salt...), wrapped...))
	return digest[:]
}

// CheckSlots reports each slot that differs from the newest version that an event names, is named and missing, or is
// there and named by no event: somebody who can write the file could add a slot of their own.
func CheckSlots(tx *store.Tx, found func(table, key, detail string)) error {
	return tx.Each(`SELECT coalesce('slot/' || s.name, r.subject), s.salt, s.wrapped, r.digest FROM vault_slots s
		FULL JOIN (SELECT subject, digest, max(version) FROM vault_references WHERE subject LIKE 'slot/%' GROUP BY subject) r ON r.subject = 'slot/' || s.name`,
		nil, func(scan func(dest ...any) error) error {
			var name string
			var salt, wrapped, digest []byte
			if err := scan(&name, &salt, &wrapped, &digest); err != nil {
				return err
			}
			if salt == nil && isElsewhere(tx, strings.TrimPrefix(name, "slot/")) {
				return nil
			}
			if salt == nil || !bytes.Equal(digest, slotDigest(salt, wrapped)) {
				found("vault_slots", strings.TrimPrefix(name, "slot/"), "changed")
			}
			return nil
		})
}

// Unlock opens the data key with what is brought. Errors: vault.wrong_key when the key does not open its slot,
// vault.no_slot when the book has no such slot, vault.no_keyring when the machine has no keyring entry for it, and
// vault.recovery_typed for a recovery key that was mistyped.
func Unlock(tx *store.Tx, key Key) (*Vault, error) {
	name, secret, err := key.secret()
	if err != nil {
		return nil, err
	}
	here, err := nameHere(tx, name)
	if err != nil {
		return nil, err
	}
	slot, err := ReadSlot(tx, here)
	if err != nil {
		return nil, err
	}
	return slot.open(name, secret)
}

// Prove returns nil where the key opens the book, and is for a book that is open already: errors are those of Unlock, with vault.not_proven for a
// wrong key, so that nobody is told that the book did not open.
func Prove(tx *store.Tx, key Key) error {
	_, err := Unlock(tx, key)
	if store.Code(err) == CodeWrongKey {
		return store.Refuse(CodeNotProven)
	}
	return err
}

// Proof returns what the first event of a book keeps of its data key, so that another key cannot pass for it: 32 bytes from which the key
// cannot be found. A slot proves only that whoever wrote it knew its secret; anybody can write one around a key of their own.
func (v *Vault) Proof(book string) ([]byte, error) {
	proof, err := hkdf.Key(sha256.New, v.dataKey, []byte(book), "shouqi key proof", keyBytes)
	if err != nil {
		return nil, store.Fail(CodeDamaged, err, "proof")
	}
	return proof, nil
}

// Proves returns vault.foreign_key where proof is not that of this vault's key.
func (v *Vault) Proves(book string, proof []byte) error {
	own, err := v.Proof(book)
	if err == nil && subtle.ConstantTimeCompare(own, proof) != 1 {
		err = store.Refuse(CodeForeignKey)
	}
	return err
}

// Slots lists the slots that open the book in this file.
func Slots(tx *store.Tx) ([]string, error) {
	return store.All(tx, "SELECT name FROM vault_slots ORDER BY name", nil, func(scan func(dest ...any) error) (string, error) {
		var name string
		err := scan(&name)
		slot, _, _ := strings.Cut(name, "@")
		return slot, err
	})
}

// secret returns the slot that the key belongs to and the secret that opens it. Errors: vault.recovery_typed, and
// vault.no_keyring for a missing or unreadable entry.
func (k Key) secret() (slot string, secret []byte, err error) {
	switch {
	case k.Demo:
		return SlotDemo, demoKey(), nil
	case k.Passphrase != "":
		return SlotPassphrase, []byte(k.Passphrase), nil
	case k.Recovery != "":
		secret, err := parseRecovery(k.Recovery)
		return SlotRecovery, secret, err
	}
	text, err := keyring.Get(keyringService, k.Keyring)
	if err != nil {
		return "", nil, store.Fail(CodeNoKeyring, err)
	}
	secret, err = hex.DecodeString(text)
	if err != nil {
		return "", nil, store.Refuse(CodeNoKeyring)
	}
	return SlotKeyring, secret, nil
}

// demoKey returns the secret of demo books, the same for all of them.
func demoKey() []byte {
	key := sha256.Sum256([]byte("shouqi demo book: anybody may open it"))
	return key[:]
}

// slotKey derives the key that wraps the data key. Only a passphrase can be guessed, so only it is made slow to try:
// argon2id with RFC 9106's second recommended setting (3 passes, 64 MiB, 4 lanes). The other secrets are 32 random
// bytes, for which HKDF is enough.
func slotKey(slot string, secret, salt []byte) ([]byte, error) {
	if slot == SlotPassphrase {
		return argon2.IDKey(secret, salt, 3, 64<<10, 4, keyBytes), nil
	}
	return hkdf.Key(sha256.New, secret, salt, "shouqi vault slot "+slot, keyBytes)
}

// Slow returns 32 bytes that follow from a text and take 64 MiB and some tenths of a second to work out, so that nobody tries many texts. place says what for.
func Slow(text []byte, place string) []byte {
	return argon2.IDKey(text, []byte(place), 3, 64<<10, 4, keyBytes)
}

// recoveryAlphabet is Crockford's base 32: no I, L, O or U, which are misread.
var recoveryAlphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// formatRecovery returns the text of a recovery secret: 52 characters of the secret and 4 of a check, so that a slip
// of the pen is told at once and not by a key that does not open.
func formatRecovery(secret []byte) string {
	check := sha256.Sum256(secret)
	text := recoveryAlphabet.EncodeToString(secret) + recoveryAlphabet.EncodeToString(check[:])[:4]
	return grouped(text)
}

// IsRecovery reports whether what was typed has the form of a printed recovery key, its check group included. No
// passphrase has it by accident, so one field can take either.
func IsRecovery(text string) bool {
	_, err := parseRecovery(text)
	return err == nil
}

// parseRecovery returns the secret of a typed recovery key; anything else is vault.recovery_typed. Small letters,
// spaces and missing dashes do not matter, and O, I and L are read as the digits that they are taken for.
func parseRecovery(text string) ([]byte, error) {
	plain := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(text)))
	if len(plain) != 56 {
		return nil, store.Refuse(CodeRecoveryTyped)
	}
	secret, err := recoveryAlphabet.DecodeString(plain[:52])
	if err != nil {
		return nil, store.Refuse(CodeRecoveryTyped)
	}
	if subtle.ConstantTimeCompare([]byte(formatRecovery(secret)), []byte(grouped(plain))) != 1 {
		return nil, store.Refuse(CodeRecoveryTyped)
	}
	return secret, nil
}

// grouped returns text in groups of four with dashes between. The length must be a multiple of four.
func grouped(plain string) string {
	var groups []string
	for ; len(plain) > 0; plain = plain[4:] {
		groups = append(groups, plain[:4])
	}
	return strings.Join(groups, "-")
}

// String keeps a key out of any log that prints it.
func (k Key) String() string { return "a key of the book (not shown)" }
