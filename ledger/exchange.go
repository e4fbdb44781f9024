package ledger

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// What goes from counter to counter of one book is a file of three parts: this line, a line of JSON that says of which book it is, and the rest, packed
// (gzip) and sealed by the book's data key: who finds the stick learns how large it is.
const exchangeMagic = "shouqi.exchange.v1\n"

// exchangeMax bounds what is read of such a file, packed and unpacked, in bytes.
const exchangeMax = 1 << 30

// exchangeHead is what stands open: the book, and the device that founded it.
type exchangeHead struct {
	Book    string `json:"book"`
	Founder string `json:"founder"`
}

// parcel is what one counter knows and another may not.
type parcel struct {
	Events     []parcelEvent        `json:"events"`
	Signatures []journal.SignedHead `json:"signatures"`
	Sealed     []vault.Sealed       `json:"sealed"`
	Keys       []vault.SpareKey     `json:"keys,omitempty"`
	Slots      []vault.Slot         `json:"slots"`
}

// parcelEvent is an event as it goes from file to file: the small number of its device never does.
type parcelEvent struct {
	Device  string `json:"device"`
	Seq     int64  `json:"seq"`
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	AtMS    int64  `json:"atMS"`
	Body    []byte `json:"body"`
	Prev    []byte `json:"prev"`
	Hash    []byte `json:"hash"`
}

// parcelOf returns a parcel of what was heard, without what is sealed.
func parcelOf(heard journal.Heard) (p parcel) {
	p.Signatures = heard.Signatures
	for _, e := range heard.Events {
		p.Events = append(p.Events, parcelEvent{Device: e.Device, Seq: e.Seq, Kind: e.Kind, Version: e.Version, AtMS: e.AtMS, Body: e.Body, Prev: e.Prev[:], Hash: e.Hash[:]})
	}
	return p
}

func (e parcelEvent) event() (journal.Event, bool) {
	var prev, hash journal.Hash
	copy(prev[:], e.Prev)
	copy(hash[:], e.Hash)
	return journal.Event{Device: e.Device, Seq: e.Seq, Kind: e.Kind, Version: e.Version, AtMS: e.AtMS, Body: e.Body, Prev: prev, Hash: hash},
		len(e.Prev) == len(prev) && len(e.Hash) == len(hash)
}

// Exchange writes what another counter of the book may not have heard yet: everything that one of them did not say it had heard. Whoever reads it has
// it twice where the other file was read already, which changes nothing. Errors: those of reading the book and of to.
func (b *Book) Exchange(ctx context.Context, to io.Writer) error {
	return b.Store.Read(ctx, func(tx *store.Tx) error {
		heads, err := journal.HeardByAll(tx, b.Journal.Now())
		if err != nil {
			return err
		}
		return b.writeExchange(tx, to, heads)
	})
}

// writeExchange writes what comes after heads.
func (b *Book) writeExchange(tx *store.Tx, to io.Writer, heads map[string]int64) error {
	founder, err := journal.Device(tx, 1)
	if err != nil {
		return err
	}
	p, err := parcelSince(tx, heads)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	counted := &counting{to: zip}
	if err := json.NewEncoder(counted).Encode(p); err != nil {
		return fmt.Errorf("pack what goes to another counter: %w", err)
	}
	unpacked := counted.bytes
	if err := zip.Close(); err != nil {
		return fmt.Errorf("pack what goes to another counter: %w", err)
	}
	sealed, err := b.Vault.SealAside("exchange|"+b.Journal.Book, packed.Bytes())
	if err != nil {
		return err
	}
	if len(sealed) > exchangeMax/2 || unpacked > exchangeMax {
		return store.Refuse(CodeExchangeLarge)
	}
	head, err := json.Marshal(exchangeHead{Book: b.Journal.Book, Founder: founder})
	if err != nil {
		return fmt.Errorf("write the head of an exchange: %w", err)
	}
	out := append([]byte(exchangeMagic), head...)
	out = binary.BigEndian.AppendUint64(append(out, '\n'), uint64(len(sealed)))
	if _, err = to.Write(append(out, sealed...)); err != nil {
		return fmt.Errorf("write an exchange: %w", err)
	}
	return nil
}

// counting counts what goes through it.
type counting struct {
	to    io.Writer
	bytes int64
}

// Write implements io.Writer.
func (c *counting) Write(text []byte) (int, error) {
	written, err := c.to.Write(text)
	c.bytes += int64(written)
	return written, err
}

// parcelSince collects what comes after heads.
func parcelSince(tx *store.Tx, heads map[string]int64) (p parcel, err error) {
	heard, err := journal.Since(tx, heads)
	if err != nil {
		return p, err
	}
	p = parcelOf(heard)
	known, err := journal.Heads(tx)
	for device := range known {
		var no int64
		if err == nil {
			no, err = journal.DeviceNo(tx, device)
		}
		var sealed []vault.Sealed
		if err == nil {
			sealed, err = vault.SealedAfter(tx, no, heads[device])
		}
		p.Sealed = append(p.Sealed, sealed...)
	}
	if err != nil {
		return p, err
	}
	if p.Keys, err = vault.SpareKeys(tx); err != nil {
		return p, err
	}
	p.Slots, err = vault.SharedSlots(tx)
	return p, err
}

// Hear reads what Exchange of another counter of this book wrote. Nobody is asked: who let the other counter in was. Errors: book.exchange for what is no such file, was
// changed or cut off, book.exchange_unread where reading fails, book.exchange_other for one of another book, and those of journal.Hear; nothing is changed then. A large one is
// taken in pages: where one of them cannot be written, those before it stay, and hearing it again goes on from there; so it is where ctx ends before the last, which is
// book.exchange_part. progress is called with how many of the new events are in the book, and how many there are; it may be nil.
func (b *Book) Hear(ctx context.Context, from io.Reader, progress func(done, total int)) (h journal.Hearing, err error) {
	head, sealed, err := readExchange(from)
	if err != nil {
		return h, err
	}
	if head.Book != b.Journal.Book {
		return h, store.Refuse(CodeExchangeOther)
	}
	p, err := openParcel(b.Vault, b.Journal.Book, sealed)
	if err != nil {
		return h, err
	}
	h, err = b.hear(ctx, p, progress)
	if h.New > 0 {
		err = errors.Join(err, b.LoadFinder(context.WithoutCancel(ctx)))
	}
	return h, err
}

// heard returns the events of a parcel with their signatures. book.exchange for what is no event.
func (p parcel) heard() (heard journal.Heard, err error) {
	heard.Signatures = p.Signatures
	for _, one := range p.Events {
		e, ok := one.event()
		if !ok {
			return heard, store.Refuse(CodeExchange)
		}
		heard.Events = append(heard.Events, e)
	}
	return heard, nil
}

// take has the book hear a parcel of devices with these keys, and of those that they let in.
func (b *Book) take(tx *store.Tx, p parcel, known map[string]ed25519.PublicKey) (h journal.Hearing, err error) {
	heard, err := p.heard()
	if err != nil {
		return h, err
	}
	if err := errors.Join(vault.Take(tx, p.Sealed), vault.TakeKeys(tx, p.Keys)); err != nil {
		return h, err
	}
	if h, err = b.Journal.Hear(tx, heard, known); err != nil {
		return h, err
	}
	if err := b.Journal.NoteHeard(tx); err != nil {
		return h, err
	}
	if named, err := vault.AreNamed(tx, p.Sealed); err != nil || !named {
		return h, cmp.Or[error](err, store.Refuse(CodeExchange))
	}
	if err := vault.Settle(tx); err != nil {
		return h, err
	}
	if err := b.eraseHeard(tx); err != nil {
		return h, err
	}
	return h, vault.TakeShared(tx, p.Slots)
}

// eraseHeard destroys what the vault holds of people who were erased at another counter.
func (b *Book) eraseHeard(tx *store.Tx) error {
	people, err := store.All(tx, "SELECT DISTINCT p.id FROM persons p JOIN vault_keys k ON k.subject = p.id OR k.about = p.id WHERE p.erased = 1 AND k.wrapped IS NOT NULL", nil,
		func(scan func(dest ...any) error) (id string, err error) { return id, scan(&id) })
	for _, person := range people {
		if err == nil {
			err = b.Vault.Erase(tx, person)
		}
	}
	return err
}

// readExchange reads the open head and the sealed part.
func readExchange(from io.Reader) (head exchangeHead, sealed []byte, err error) {
	all, err := io.ReadAll(io.LimitReader(from, exchangeMax+1))
	if err != nil {
		return head, nil, store.Fail(CodeExchangeUnread, err)
	}
	line, rest, ok := bytes.Cut(bytes.TrimPrefix(all, []byte(exchangeMagic)), []byte("\n"))
	if !ok || !bytes.HasPrefix(all, []byte(exchangeMagic)) || len(all) > exchangeMax || len(rest) < 8 || json.Unmarshal(line, &head) != nil {
		return head, nil, store.Refuse(CodeExchange)
	}
	if sealed = rest[8:]; binary.BigEndian.Uint64(rest) != uint64(len(sealed)) {
		return head, nil, store.Refuse(CodeExchange)
	}
	return head, sealed, nil
}

// openParcel opens the sealed part of an exchange of a book.
func openParcel(v *vault.Vault, book string, sealed []byte) (p parcel, err error) {
	packed, err := v.OpenAside("exchange|"+book, sealed)
	if err != nil {
		return p, store.Fail(CodeExchange, err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return p, store.Fail(CodeExchange, err)
	}
	decoder := json.NewDecoder(io.LimitReader(zip, exchangeMax))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return p, store.Fail(CodeExchange, err)
	}
	return p, nil
}
