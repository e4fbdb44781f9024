package proof

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// form begins every code and says how the rest is to be read. Another arrangement gets another figure, because what is out on paper
// must be readable for as long as anybody keeps it.
const form = "SHOUQI1"

// currency stands before the sum, for who reads the code on a phone: it is renminbi.
const currency = "CNY"

// clock is how the moment is written, in the time of China.
const clock = "2006-01-02 15:04:05"

// letters writes bytes in capitals and figures that no input method turns into something else.
var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// markBytes of a hash are the room's mark: eight letters.
const markBytes = 5

// Receipt is what a code says of a receipt. Room is the mark of Mark, Fen what was received, negative where it went back, AtMS when,
// of which the code keeps whole seconds, and Counter the code of the counter.
type Receipt struct {
	Number  string
	Fen     money.Fen
	AtMS    int64
	Counter string
	Room    string
}

// Mark returns the mark of a room, by the object's id, on the receipt with this number. The book's id, which stands on no paper, keeps
// who has the code from trying all rooms; the number keeps two receipts of one room from being known for such.
func Mark(book, number, object string) string {
	sum := sha256.Sum256([]byte("shouqi.receipt.room.v1|" + book + "|" + number + "|" + object))
	return letters.EncodeToString(sum[:markBytes])
}

// words returns the part of the code that is signed.
func (r Receipt) words() string {
	at := time.UnixMilli(r.AtMS).In(calendar.Zone).Format(clock)
	return strings.Join([]string{form, r.Number, currency, r.Fen.String(), at, r.Counter, r.Room}, " ")
}

// Signer is who vouches for a code: a device of a book, by their ids.
type Signer struct{ Book, Device string }

// message is what is signed: the words, and whose they are, so that one book's receipt is none of another's.
func (s Signer) message(r Receipt) []byte {
	return []byte("shouqi.receipt.v1|" + s.Book + "|" + s.Device + "|" + r.words())
}

// Sign returns the code of a receipt with the signer's key on it.
func (s Signer) Sign(r Receipt, key ed25519.PrivateKey) Code {
	return Code{Receipt: r, signature: ed25519.Sign(key, s.message(r))}
}

// Code is a receipt with a signature that was not checked yet.
type Code struct {
	Receipt
	signature []byte
}

// IsBy reports whether the signer made the code with the private half of this key.
func (c Code) IsBy(s Signer, key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, s.message(c.Receipt), c.signature)
}

// Says reports whether the code says exactly this of a receipt.
func (c Code) Says(r Receipt) bool { return c.words() == r.words() }

// Text returns the code as it stands on paper.
func (c Code) Text() string { return c.words() + " " + letters.EncodeToString(c.signature) }
