package staff

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"

	"golang.org/x/crypto/argon2"

	"shouqi/ledger/store"
)

// A PIN has 4 to 8 digits: it is typed on a number pad while people wait in line.
const (
	PINDigitsMin = 4
	pinDigitsMax = 8
)

// pinHash is what the vault keeps of a PIN. The parameters stand with it so that they can be raised later. Given says that somebody
// else set it, who knows it: it is good for setting an own one and for nothing else, see OwnPIN.
type pinHash struct {
	Salt      []byte `json:"salt"`
	Hash      []byte `json:"hash"`
	Passes    uint32 `json:"passes"`
	MemoryKiB uint32 `json:"memoryKiB"`
	Given     bool   `json:"given,omitempty"`
}

// hashPIN returns a PIN's salted hash for the vault. It uses argon2id with the smallest parameters that OWASP's
// password storage sheet names (2 passes, 19 MiB, 1 lane). There are only 10,000 PINs of 4 digits to try against a
// stolen hash: a PIN is safe because its hash lies sealed in the vault, and because five wrong ones lock a person
// out. isGiven is pinHash.Given. Errors: staff.pin_form, staff.pin_weak.
func hashPIN(pin string, isGiven bool) ([]byte, error) {
	if err := checkPIN(pin); err != nil {
		return nil, err
	}
	hash := pinHash{Salt: make([]byte, 16), Passes: 2, MemoryKiB: 19 << 10, Given: isGiven}
	// crypto/rand never returns an error: it ends the program where there is no randomness.
	_, _ = rand.Read(hash.Salt)
	hash.Hash = hash.of(pin)
	return json.Marshal(hash)
}

// of hashes a PIN with the parameters that h was made with, so that old hashes still match after they are raised.
func (h pinHash) of(pin string) []byte {
	return argon2.IDKey([]byte(pin), h.Salt, h.Passes, h.MemoryKiB, 1, 32)
}

// matches reports whether pin is the one that h was made from, in a time that does not depend on where they differ.
func (h pinHash) matches(pin string) bool {
	return subtle.ConstantTimeCompare(h.Hash, h.of(pin)) == 1
}

// checkPIN returns staff.pin_form for what is not 4 to 8 digits, and staff.pin_weak for what anybody would try first:
// one digit repeated, or a run up or down such as 1234 and 4321.
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
