package ledger

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// joiningSuffix ends the name of the file in which a machine that asked to be a counter of a book keeps its keys until it is one.
const joiningSuffix = ".joining"

// joinMax bounds what is read of a request and of the kept keys, in bytes.
const joinMax = 4 << 10

// JoinRequest is what a machine brings that wants to be a counter of a book: its device's id and public key, and the key for which the book's data key is
// sealed. The device signed it, so that nobody can put another key into it; that it is that machine's and no other's, two people see by its Code.
type JoinRequest struct {
	Device    string `json:"device"`
	PublicKey []byte `json:"publicKey"`
	Hand      []byte `json:"hand"`
	Signature []byte `json:"signature"`
}

func (r JoinRequest) signed() []byte {
	return fmt.Appendf(nil, "shouqi.join.v1|%s|%x|%x", r.Device, r.PublicKey, r.Hand)
}

// Code returns the twelve digits by which two people see, on both machines, that the request is the one that was made. Each try at another key with
// the same code costs 64 MiB and some tenths of a second.
func (r JoinRequest) Code() string {
	sum := vault.Slow(r.signed(), "shouqi join code")
	code := fmt.Sprintf("%012d", binary.BigEndian.Uint64(sum[:8])%1e12)
	return code[:4] + " " + code[4:8] + " " + code[8:]
}

// ParseJoinRequest reads a request; book.join_request for what is none, or was changed, and book.exchange_unread where reading fails.
func ParseJoinRequest(from io.Reader) (r JoinRequest, err error) {
	text, err := io.ReadAll(io.LimitReader(from, joinMax))
	if err != nil {
		return r, store.Fail(CodeExchangeUnread, err)
	}
	if json.Unmarshal(text, &r) != nil || uuid.Validate(r.Device) != nil || len(r.PublicKey) != ed25519.PublicKeySize || len(r.Hand) != sha256.Size ||
		!ed25519.Verify(r.PublicKey, r.signed(), r.Signature) {
		return JoinRequest{}, store.Refuse(CodeJoinRequest)
	}
	return r, nil
}

// joining are the keys that a machine made for its request. They never leave it.
type joining struct {
	Request JoinRequest `json:"request"`
	Private []byte      `json:"private"`
	Hand    []byte      `json:"hand"`
}

// RequestJoin makes the keys of a machine that wants to be a counter of a book whose file is to lie at path, and returns the request for them. Who asks again before it
// joined gets the same. Errors: store.exists where a book lies at path, and those of writing the keys beside it.
func RequestJoin(path string) (JoinRequest, error) {
	if _, err := os.Lstat(path); err == nil {
		return JoinRequest{}, store.Refuse(store.CodeExists, filepath.Base(path))
	}
	if kept, err := readJoining(path); err == nil {
		return kept.Request, nil
	} else if !errors.Is(err, os.ErrNotExist) && store.Code(err) != CodeJoinRequest {
		return JoinRequest{}, err
	}
	device, err := uuid.NewV7()
	if err != nil {
		return JoinRequest{}, fmt.Errorf("make the device's id: %w", err)
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return JoinRequest{}, fmt.Errorf("make the device's key: %w", err)
	}
	hand, err := vault.NewHand()
	if err != nil {
		return JoinRequest{}, err
	}
	made := joining{Request: JoinRequest{Device: device.String(), PublicKey: public, Hand: hand.Public()}, Private: private, Hand: hand.Bytes()}
	made.Request.Signature = ed25519.Sign(private, made.Request.signed())
	text, err := json.Marshal(made)
	if err != nil {
		return JoinRequest{}, fmt.Errorf("write the machine's keys: %w", err)
	}
	return made.Request, keepJoining(path+joiningSuffix, text)
}

// IsJoining reports whether this machine asked to be a counter of a book whose file is to lie at path, and is none yet.
func IsJoining(path string) bool {
	_, err := readJoining(path)
	return err == nil
}

// keepJoining writes the keys of a machine durably and whole, or not at all.
func keepJoining(path string, text []byte) error {
	file, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return store.Unwritten(err, path)
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(path+".part", path)
	}
	if err != nil {
		return store.Unwritten(errors.Join(err, os.Remove(path+".part")), path)
	}
	return store.SyncDirectory(filepath.Dir(path))
}

// readJoining reads the keys that RequestJoin kept for a book at path.
func readJoining(path string) (kept joining, err error) {
	text, err := os.ReadFile(path + joiningSuffix)
	if err != nil {
		return kept, err
	}
	if json.Unmarshal(text, &kept) != nil || len(kept.Private) != ed25519.PrivateKeySize {
		return kept, store.Refuse(CodeJoinRequest)
	}
	return kept, nil
}

// invitation is the first line of the file with which a machine joins; what follows is an exchange with all that the book knows.
type invitation struct {
	Device string `json:"device"`
	Key    []byte `json:"key"` // the data key, sealed for the machine
}

// Invite lets the machine that made a request into the book as the counter with a code, and writes the invitation with which it joins. code is what its
// screen shows: who typed it compared the two. It takes a second person, as a login does, where there is one. Errors: staff.may_not, those of staff.Authorize,
// book.invite_elsewhere at a counter that is not the one which lets others in (estate.Inviter), book.join_code for another code, book.counter, estate.counter_taken, estate.device_known.
func (b *Book) Invite(ctx context.Context, by staff.Actor, approval staff.Approval, request JoinRequest, counter, code string, to io.Writer) error {
	if !isCounterCode(counter) {
		return store.Refuse(CodeCounter)
	}
	digits := strings.ReplaceAll(code, " ", "")
	if subtle.ConstantTimeCompare([]byte(digits), []byte(strings.ReplaceAll(request.Code(), " ", ""))) != 1 {
		return store.Refuse(CodeJoinCode)
	}
	sealed, err := b.Vault.SealFor(request.Hand, invitedTo(b.Journal.Book, request.Device))
	if err != nil {
		return err
	}
	err = b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		inviter, err := estate.Inviter(tx)
		if own, other := journal.OwnNo(tx); err != nil || other != nil || own != inviter {
			return cmp.Or[error](err, other, store.Refuse(CodeInviteElsewhere))
		}
		alone, err := b.Staff.AgreeToKey(tx, by, approval, "counter/"+request.Device)
		if err != nil {
			return err
		}
		err = b.Estate.RecordInvited(tx, by.ID(), estate.Invited{Device: request.Device, PublicKey: request.PublicKey, Counter: counter}, alone)
		if store.Code(err) == estate.CodeDeviceKnown && isInvited(tx, request, counter) {
			return nil // its invitation was lost, and is written again
		}
		return err
	})
	if err != nil {
		return err
	}
	line, err := json.Marshal(invitation{Device: request.Device, Key: sealed})
	if err != nil {
		return fmt.Errorf("write an invitation: %w", err)
	}
	if _, err := to.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write an invitation: %w", err)
	}
	return b.Store.Read(ctx, func(tx *store.Tx) error { return b.writeExchange(tx, to, nil) })
}

// isInvited reports whether a device was let in as this counter and with this key.
func isInvited(tx *store.Tx, request JoinRequest, counter string) bool {
	devices, err := estate.Devices(tx)
	i := slices.IndexFunc(devices, func(d estate.Device) bool {
		return d.ID == request.Device && d.Public.Equal(ed25519.PublicKey(request.PublicKey))
	})
	if err != nil || i < 0 {
		return false
	}
	same, err := tx.Get("SELECT 1 FROM counters WHERE device = ? AND code = ?", []any{devices[i].No, counter}, new(int))
	return err == nil && same
}

// invitedTo is the place to which the data key is sealed: another book's, or another machine's, does not open.
func invitedTo(book, device string) string { return book + "|" + device }

// isCounterCode reports whether a text can be the code of a counter: 1 to 4 digits or capital letters.
func isCounterCode(text string) bool {
	return len(text) >= 1 && len(text) <= 4 && strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// Joining says how a machine that was let in keeps its book. Passphrase opens it where the machine has no keyring; "" uses the keyring. Witness is where
// it remembers how far the book is.
type Joining struct {
	Passphrase string
	Witness    witness.Place
}

// Join makes the file of a machine's own at path from the invitation that answers its request, with all that the book knew when it was written. The
// file appears under its name only when it is whole. Errors: store.exists, book.join_request where no keys are kept for this path, book.join_other for an invitation of
// another machine, book.invitation for what is none, vault.no_keyring, vault.passphrase_short, and those of journal.Hear.
func Join(ctx context.Context, path string, from io.Reader, joining Joining) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return store.Refuse(store.CodeExists, filepath.Base(path))
	}
	if err := store.CheckAlone(path); err != nil {
		return err
	}
	kept, err := readJoining(path)
	if errors.Is(err, os.ErrNotExist) {
		err = store.Refuse(CodeJoinRequest)
	}
	if err != nil {
		return err
	}
	j := join{Joining: joining, kept: kept, path: store.Real(path)}
	if err := j.read(from); err != nil {
		return asInvitation(err)
	}
	making, cleared, err := makeBeside(path)
	if err != nil {
		return err
	}
	done := Replaced{}
	defer func() { err = notUndone(err, done, cleared()) }()
	if err := j.make(ctx, making); err != nil {
		return store.Unwritten(asInvitation(err), path)
	}
	err = store.Place(making, path)
	if done.Done = isPlaced(err); err == nil {
		// The keys are in the book now, and it is on the disk under its name. What stays beside it opens no other.
		_ = os.Remove(path + joiningSuffix)
	}
	return err
}

// asInvitation says of a file that is no exchange, or a damaged one, that it is no invitation: that is what a person meant to choose.
func asInvitation(err error) error {
	if store.Code(err) == CodeExchange {
		return store.Fail(CodeInvitation, err)
	}
	return err
}

// join is the making of a joined book.
type join struct {
	Joining
	kept   joining
	path   string
	head   exchangeHead
	sealed []byte
	vault  *vault.Vault
}

// read reads the invitation and opens the data key.
func (j *join) read(from io.Reader) error {
	all, err := io.ReadAll(io.LimitReader(from, exchangeMax))
	if err != nil {
		return store.Fail(CodeExchangeUnread, err)
	}
	line, rest, _ := strings.Cut(string(all), "\n")
	var invited invitation
	if json.Unmarshal([]byte(line), &invited) != nil {
		return store.Refuse(CodeExchange)
	}
	if invited.Device != j.kept.Request.Device {
		return store.Refuse(CodeJoinOther)
	}
	if j.head, j.sealed, err = readExchange(strings.NewReader(rest)); err != nil {
		return err
	}
	hand, err := vault.ParseHand(j.kept.Hand)
	if err != nil {
		return err
	}
	if j.vault, err = hand.Open(invited.Key, invitedTo(j.head.Book, invited.Device)); err != nil {
		return store.Fail(CodeJoinOther, err)
	}
	return nil
}

// make makes the whole book at making.
func (j *join) make(ctx context.Context, making string) (err error) {
	p, err := openParcel(j.vault, j.head.Book, j.sealed)
	if err != nil {
		return err
	}
	db, err := store.Create(ctx, making, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := journal.IdentifyAs(ctx, db, journal.Identity{Book: j.head.Book, Founder: j.head.Founder, Device: j.kept.Request.Device}); err != nil {
		return err
	}
	book, err := assemble(ctx, db)
	if err != nil {
		return err
	}
	book.unlockWith(j.vault)
	book.Journal.SignWith(j.kept.Private)
	if err := db.Write(ctx, func(tx *store.Tx) error { return j.begin(tx, book, p) }); err != nil {
		return err
	}
	isDemo, err := book.isDemo(ctx)
	if err != nil || isDemo || j.Witness.IsZero() {
		return err
	}
	return book.noteFirst(ctx, j.Witness, j.path)
}

// begin has the book hear all that the invitation brings, and say that it is there.
func (j *join) begin(tx *store.Tx, book *Book, p parcel) error {
	key, err := j.founderKey(book, p)
	if err != nil {
		return err
	}
	if _, err := book.take(tx, p, map[string]ed25519.PublicKey{j.head.Founder: key}); err != nil {
		return err
	}
	sealed, err := book.Vault.Put(tx, "device/"+book.Journal.Device, "", j.kept.Private)
	if err != nil {
		return err
	}
	if err := book.Estate.RecordJoined(tx, sealed); err != nil {
		return err
	}
	isDemo, err := estate.IsDemo(tx)
	if err != nil {
		return err
	}
	if isDemo {
		return nil // its key is everybody's, and came with the rest
	}
	slot, err := j.slot(tx, book)
	if err != nil {
		return err
	}
	if err := book.Estate.RecordSlot(tx, "", slot); err != nil || j.Witness.IsZero() {
		return err
	}
	return book.placeAt(tx, j.Witness)
}

// founderKey returns the public key of the device that founded the book, by its first event. That nobody put another into it, its proof of the data key
// says: who has that let this machine in.
func (j *join) founderKey(book *Book, p parcel) (ed25519.PublicKey, error) {
	for _, one := range p.Events {
		if one.Device != j.head.Founder || one.Seq != 1 {
			continue
		}
		e, ok := one.event()
		if !ok {
			break
		}
		return estate.FounderKey(e, book.Vault, book.Journal.Book)
	}
	return nil, store.Refuse(CodeExchange)
}

// slot wraps the data key for this machine.
func (j *join) slot(tx *store.Tx, book *Book) (vault.Version, error) {
	if j.Passphrase != "" {
		return book.Vault.Passphrase(tx, j.Passphrase)
	}
	return book.Vault.Keyring(tx, book.Journal.Book)
}

// Write writes the request as ParseJoinRequest reads it.
func (r JoinRequest) Write(to io.Writer) error {
	if err := json.NewEncoder(to).Encode(r); err != nil {
		return fmt.Errorf("write a request to join: %w", err)
	}
	return nil
}
