package vault

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"fmt"

	"shouqi/ledger/store"
)

// Hand is the key of a machine that waits for the book's data key: what is sealed for it nobody else can open (HPKE, RFC 9180: X25519, HKDF-SHA256,
// AES-256-GCM).
type Hand struct{ private *ecdh.PrivateKey }

// NewHand makes the key of a machine.
func NewHand() (Hand, error) {
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return Hand{}, fmt.Errorf("make the machine's key: %w", err)
	}
	return Hand{private}, nil
}

// ParseHand returns the key that Bytes returned; anything else is vault.damaged.
func ParseHand(bytes []byte) (Hand, error) {
	private, err := ecdh.X25519().NewPrivateKey(bytes)
	if err != nil {
		return Hand{}, store.Fail(CodeDamaged, err, "hand")
	}
	return Hand{private}, nil
}

// Bytes returns the private key, 32 bytes, which never leave the machine.
func (h Hand) Bytes() []byte { return h.private.Bytes() }

// Public returns the public key, 32 bytes, for SealFor.
func (h Hand) Public() []byte { return h.private.PublicKey().Bytes() }

// SealFor seals the data key for the machine with that public key; place says what for, and it opens for nothing else. A key that is none is
// vault.damaged.
func (v *Vault) SealFor(public []byte, place string) ([]byte, error) {
	key, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, store.Fail(CodeDamaged, err, "hand")
	}
	to, err := hpke.NewDHKEMPublicKey(key)
	if err != nil {
		return nil, store.Fail(CodeDamaged, err, "hand")
	}
	sealed, err := hpke.Seal(to, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("shouqi hand|"+place), v.dataKey)
	if err != nil {
		return nil, store.Fail(CodeDamaged, err, "hand")
	}
	return sealed, nil
}

// Open returns the vault whose data key was sealed for this machine and place; vault.damaged for what was not.
func (h Hand) Open(sealed []byte, place string) (*Vault, error) {
	key, err := hpke.NewDHKEMPrivateKey(h.private)
	if err != nil {
		return nil, store.Fail(CodeDamaged, err, "hand")
	}
	dataKey, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("shouqi hand|"+place), sealed)
	if err != nil || len(dataKey) != keyBytes {
		return nil, store.Fail(CodeDamaged, err, "hand")
	}
	return &Vault{dataKey: dataKey}, nil
}
