package staff

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"

	"golang.org/x/crypto/argon2"

	"shouqi/ledger/store"
)

// A PIN is PINDigitsMin to 8 digits: it is typed on a keypad with a queue waiting.
const (
	PINDigitsMin = 4
	pinDigitsMax = 8
)

// pinHash is what the vault keeps of a PIN. The parameters stand with it so that they can be raised later.
type pinHash struct {
	Salt      []byte `json:"salt"`
	Hash      []byte `json:"hash"`
	Passes    uint32 `json:"passes"`
	MemoryKiB uint32 `json:"memoryKiB"`
}

// hashPIN hashes with argon2id at the least setting OWASP's password storage sheet gives (2 passes, 19 MiB, 1 lane).
// A PIN of so few digits is safe only because its hash lies sealed in the vault and five wrong ones lock.
func hashPIN(pin string) ([]byte, error) {
	if err := checkPIN(pin); err != nil {
		return nil, err
	}
	hash := pinHash{Salt: make([]byte, 16), Passes: 2, MemoryKiB: 19 << 10}
	_, _ = rand.Read(hash.Salt)
	hash.Hash = hash.of(pin)
	return json.Marshal(hash)
}

func (h pinHash) of(pin string) []byte {
	return argon2.IDKey([]byte(pin), h.Salt, h.Passes, h.MemoryKiB, 1, 32)
}

func (h pinHash) matches(pin string) bool {
	return subtle.ConstantTimeCompare(h.Hash, h.of(pin)) == 1
}

// checkPIN refuses what is no PIN (staff.pin_form) and what anybody would try first (staff.pin_weak): one digit repeated
// or a run such as 1234.
func checkPIN(pin string) error {
	if len(pin) < PINDigitsMin || len(pin) > pinDigitsMax {
		return store.Refuse(CodePINForm, PINDigitsMin, pinDigitsMax)
	}
	same, up, down := true, true, true
	for i := range len(pin) {
		if pin[i] < '0' || pin[i] > '9' {
			return store.Refuse(CodePINForm, PINDigitsMin, pinDigitsMax)
		}
		if i > 0 {
			same = same && pin[i] == pin[i-1]
			up = up && pin[i] == pin[i-1]+1
			down = down && pin[i] == pin[i-1]-1
		}
	}
	if same || up || down {
		return store.Refuse(CodePINWeak)
	}
	return nil
}
