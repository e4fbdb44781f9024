package journal

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"maps"
	"slices"

	"shouqi/ledger/store"
)

// Heard is what came of other devices: events, in any order between devices and in their own order of each, and what their devices signed of them. What
// the book has already may be among it.
type Heard struct {
	Events     []Event
	Signatures []SignedHead
}

// SignedHead is a signature as it goes from file to file: a device's No-th, of its event Seq.
type SignedHead struct {
	Device    string
	No, Seq   int64
	Signature []byte
}

// Hearing is what came of it: how many events were new, and how many of the book were folded again because they come after one of those.
type Hearing struct{ New, Again int }

// timed is an event and its time by Lamport's clock.
type timed struct {
	Event
	time int64
}

// compareTimed is the order in which events are folded.
func compareTimed(a, b timed) int {
	return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.DeviceNo, b.DeviceNo))
}

// Hear takes in what other devices did: it checks that every device is let in, that its events chain on from what the book has and are signed by it,
// and that nothing is missing which one of them had heard; then it folds them through the same projectors, at their places in the order that all files
// of the book have in common, and those events again that come after. What is refused at its place by what came before it is kept in the table
// conflicts instead, and so is what a device did after its end (KindEnded). keys are the public keys of the devices that are let in, by their ids; who lets
// another in may be among the events. It is one transaction: after an error it must be rolled back, and the book is as it was. Errors: journal.device for a device
// that nobody let in, journal.gap for events that begin after the next of their device, journal.unheard where one had heard what is not here,
// journal.forked for another event than the one that the book has of the same device and number, journal.unsigned for what is not signed to its end by its device,
// and journal.kind or journal.body for an event that this program is too old for.
func (j *Journal) Hear(tx *store.Tx, heard Heard, keys map[string]ed25519.PublicKey) (Hearing, error) {
	h, signatures, err := j.admit(tx, heard, keys)
	if err != nil || len(h.admitted) == 0 {
		return Hearing{}, err
	}
	if err := h.keep(signatures); err != nil {
		return Hearing{}, err
	}
	again, err := h.fold()
	if err != nil {
		return Hearing{}, err
	}
	j.isShared.Store(true)
	return Hearing{New: len(h.admitted), Again: again}, store.SetSetting(tx, heardSetting, "yes")
}

// admit checks what was heard, and changes nothing: it returns the admitted events in their order, and the signatures of these.
func (j *Journal) admit(tx *store.Tx, heard Heard, keys map[string]ed25519.PublicKey) (h *hearing, signatures []SignedHead, err error) {
	h = &hearing{journal: j, tx: tx, keys: maps.Clone(keys),
		clock: clock{tx: tx, heard: make(map[string][]tick)}, heads: make(map[string]Event), hashes: make(map[Ref]Hash)}
	if h.fresh, err = j.fresh(tx, heard.Events); err != nil {
		return nil, nil, err
	}
	if err := h.admitAll(); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(h.admitted, compareTimed)
	signatures, err = h.signed(heard.Signatures)
	return h, signatures, err
}

// fresh returns the events that the book does not have, by device and in the order of each. One that it has as another is journal.forked.
func (j *Journal) fresh(tx *store.Tx, events []Event) (map[string][]Event, error) {
	fresh := make(map[string][]Event)
	for _, e := range events {
		var hash []byte
		known, err := tx.Get("SELECT e.hash FROM events e JOIN devices d ON d.no = e.device WHERE d.id = ? AND e.seq = ?", []any{e.Device, e.Seq}, &hash)
		switch {
		case err != nil:
			return nil, err
		case known && toHash(hash) != e.Hash:
			return nil, store.Refuse(CodeForked, e.Seq)
		case !known:
			fresh[e.Device] = append(fresh[e.Device], e)
		}
	}
	for device := range fresh {
		slices.SortStableFunc(fresh[device], func(a, b Event) int { return cmp.Compare(a.Seq, b.Seq) })
		// The same one may have come by two ways.
		fresh[device] = slices.CompactFunc(fresh[device], func(a, b Event) bool { return a.Seq == b.Seq && a.Hash == b.Hash })
	}
	return fresh, nil
}

// hearing is the work of one Hear.
type hearing struct {
	journal *Journal
	tx      *store.Tx
	keys    map[string]ed25519.PublicKey
	// fresh are the events that are not admitted yet, and heads the newest admitted or known event of each device.
	fresh    map[string][]Event
	heads    map[string]Event
	clock    clock
	admitted []timed
	hashes   map[Ref]Hash // of those
	// ends are all devices that are at their end, nil where nothing that is heard tells of one.
	ends ends
	// settledAt is the place in the order before which nothing can come any more.
	settledAt timed
}

// admitAll admits the fresh events in an order in which each comes after all that its device had heard.
func (h *hearing) admitAll() error {
	for moved := true; moved; {
		moved = false
		for _, device := range slices.Sorted(maps.Keys(h.fresh)) {
			count, err := h.admitOf(device)
			if err != nil {
				return err
			}
			moved = moved || count > 0
		}
	}
	for _, device := range slices.Sorted(maps.Keys(h.fresh)) {
		if len(h.fresh[device]) == 0 {
			continue
		}
		if h.keys[device] == nil {
			return store.Refuse(codeDevice, device)
		}
		return store.Refuse(CodeUnheard, h.fresh[device][0].Seq)
	}
	return nil
}

// admitOf admits the fresh events of one device up to the first that has to wait for another's, and returns how many.
func (h *hearing) admitOf(device string) (count int, err error) {
	if h.keys[device] == nil {
		return 0, nil
	}
	for len(h.fresh[device]) > 0 {
		e := h.fresh[device][0]
		if ready, err := h.isReady(e); err != nil || !ready {
			return count, err
		}
		if err := h.admit(e); err != nil {
			return count, err
		}
		h.fresh[device] = h.fresh[device][1:]
		count++
	}
	return count, nil
}

// isReady reports whether all that an event says was heard is here.
func (h *hearing) isReady(e Event) (bool, error) {
	if e.Kind != kindHeard {
		return true, nil
	}
	body, err := Decode[heardV1](e.Body)
	if err != nil || len(body.Heads) > headsMax {
		return false, store.Fail(CodeBody, err, e.Kind, e.Seq)
	}
	said := make(map[string]bool)
	for _, head := range body.Heads {
		if head.Seq < 1 || said[head.Device] || head.Device == e.Device {
			return false, store.Refuse(CodeBody, e.Kind, e.Seq)
		}
		said[head.Device] = true
		last, err := h.head(head.Device)
		if err != nil || last.Seq < head.Seq {
			return false, err
		}
		hash, err := h.hashAt(head.Ref)
		if err != nil {
			return false, err
		}
		if !bytes.Equal(hash[:], head.Hash) {
			return false, store.Refuse(CodeForked, head.Seq)
		}
	}
	return true, nil
}

// head returns the newest event of a device that is in the book or admitted; of one that has none yet, what its first chains to.
func (h *hearing) head(device string) (Event, error) {
	if last, ok := h.heads[device]; ok {
		return last, nil
	}
	last := Event{Device: device, Hash: Genesis(h.journal.Book, device)}
	var hash []byte
	found, err := h.tx.Get("SELECT e.seq, e.hash FROM events e JOIN devices d ON d.no = e.device WHERE d.id = ? ORDER BY e.seq DESC LIMIT 1", []any{device}, &last.Seq, &hash)
	if found {
		last.Hash = toHash(hash)
	}
	h.heads[device] = last
	return last, err
}

// hashAt returns the hash of an event that is in the book or admitted.
func (h *hearing) hashAt(at Ref) (Hash, error) {
	if hash, ok := h.hashes[at]; ok {
		return hash, nil
	}
	var hash []byte
	_, err := h.tx.Get("SELECT e.hash FROM events e JOIN devices d ON d.no = e.device WHERE d.id = ? AND e.seq = ?", []any{at.Device, at.Seq}, &hash)
	return toHash(hash), err
}

// admit checks that an event is the next of its device and understood here, and tells its time.
func (h *hearing) admit(e Event) error {
	last, err := h.head(e.Device)
	switch {
	case err != nil:
		return err
	case e.Seq > last.Seq+1:
		return store.Refuse(CodeGap, last.Seq+1, e.Seq)
	case e.Seq <= last.Seq, e.Prev != last.Hash, HashOf(h.journal.Book, e) != e.Hash:
		return store.Refuse(CodeForked, e.Seq)
	}
	if _, ok := h.journal.projectors[e.Kind][e.Version]; !ok {
		return store.Refuse(codeKind, e.Kind, e.Version)
	}
	device, key, err := h.journal.introduced(e)
	if err != nil {
		return err
	}
	if device != "" && h.keys[device] == nil {
		h.keys[device] = key
	}
	if e.DeviceNo, err = h.numberOf(e.Device); err != nil {
		return err
	}
	time, err := h.clock.of(e)
	h.heads[e.Device] = e
	h.admitted, h.hashes[e.Ref()] = append(h.admitted, timed{e, time}), e.Hash
	return err
}

// numberOf returns the number of a device, which may have no row yet.
func (h *hearing) numberOf(device string) (int64, error) {
	no, err := DeviceNo(h.tx, device) // not the journal's, which remembers also what was rolled back
	if store.Code(err) == codeDevice {
		return NumberOf(device), nil
	}
	return no, err
}

// introduce writes the row of a device that is heard of for the first time.
func (h *hearing) introduce(device string) error {
	_, err := h.tx.Exec("INSERT INTO devices (no, id) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM devices WHERE id = ?2)", NumberOf(device), device)
	return err
}

// keep writes the rows of the devices whose events are admitted, and the signatures of these.
func (h *hearing) keep(signatures []SignedHead) error {
	introduced := make(map[string]bool)
	for _, e := range h.admitted {
		if introduced[e.Device] {
			continue
		}
		if err := h.introduce(e.Device); err != nil {
			return err
		}
		introduced[e.Device] = true
	}
	for _, s := range signatures {
		no, err := h.numberOf(s.Device)
		if err == nil {
			err = writeSignature(h.tx, no, s.No, s.Seq, s.Signature)
		}
		if err != nil {
			return store.Fail(CodeUnsigned, err, s.Seq)
		}
	}
	return nil
}

// signed returns the signatures of the admitted events, after it checked each over what it signs, and that the newest of each device is of its last one.
func (h *hearing) signed(signatures []SignedHead) (of []SignedHead, err error) {
	slices.SortStableFunc(signatures, func(a, b SignedHead) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.No, b.No))
	})
	signed, numbers := make(map[string]int64), make(map[string]int64)
	var checks []Signature
	var by []ed25519.PublicKey
	for _, s := range signatures {
		hash, admitted := h.hashes[Ref{s.Device, s.Seq}]
		if !admitted {
			continue // of an event that the book had
		}
		no, err := h.numberOf(s.Device)
		if err != nil {
			return nil, err
		}
		if newest, _, err := newestSignature(h.tx, no); err != nil || s.No <= max(newest, numbers[s.Device]) {
			if err != nil {
				return nil, err
			}
			continue // it came by two ways
		}
		checks, by = append(checks, Signature{No: s.No, Seq: s.Seq, Hash: hash, bytes: s.Signature}), append(by, h.keys[s.Device])
		of, signed[s.Device], numbers[s.Device] = append(of, s), s.Seq, s.No
	}
	if seq := firstForged(checks, by); seq != 0 {
		return nil, store.Refuse(CodeUnsigned, seq)
	}
	for device, last := range h.heads {
		if _, ok := h.hashes[last.Ref()]; ok && signed[device] != last.Seq {
			return nil, store.Refuse(CodeUnsigned, last.Seq)
		}
	}
	return of, nil
}
