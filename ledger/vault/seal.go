package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"

	"shouqi/ledger/store"
)

// keyBytes is the length of every key: AES-256.
const keyBytes = 32

// newKey returns a random key. It also serves for secrets and salts, which have the same length.
func newKey() []byte {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // crypto/rand.Read never fails since Go 1.24: it ends the program instead.
	return key
}

// seal encrypts plain under key with AES-256-GCM and returns the nonce and the sealed bytes as one. place binds the
// result to where it is stored: a row that somebody copies to another place does not open there. The nonce is fresh
// each time, so sealing the same text twice does not show that it is the same.
func seal(key, plain []byte, place string) ([]byte, error) {
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce)
	return aead.Seal(nonce, nonce, plain, []byte(place)), nil
}

// unseal opens what seal made. vault.damaged, with the place, means that the bytes were changed or stand in another
// place, or that the key is another one: AES-GCM does not tell these apart.
func unseal(key, sealed []byte, place string) ([]byte, error) {
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, store.Refuse(CodeDamaged, place)
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(place))
	if err != nil {
		return nil, store.Fail(CodeDamaged, err, place)
	}
	return plain, nil
}

// gcm returns the cipher of a key.
func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("vault key: %w", err)
	}
	return cipher.NewGCM(block)
}

// SealAside seals what stands in no table and in no backup, such as a merchant's keys in a file of this machine. Place says what it is: it opens
// as nothing else.
func (v *Vault) SealAside(place string, plain []byte) ([]byte, error) {
	return seal(v.dataKey, plain, "aside|"+place)
}

// OpenAside opens what SealAside made; vault.damaged where it was changed, is something else or belongs to another book.
func (v *Vault) OpenAside(place string, sealed []byte) ([]byte, error) {
	return unseal(v.dataKey, sealed, "aside|"+place)
}
