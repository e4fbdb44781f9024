package journal

import (
	"crypto/sha256"
	"encoding/binary"

	"shouqi/ledger/store"
)

// kindHeard is the kind of the event with which a device says what it had heard of the others before it went on. It is one of the two kinds that this
// package knows: by it the order of all events stands.
const kindHeard = "counter.heard"

// headsMax bounds the devices of a book.
const headsMax = 64

// Head is the newest event of a device that somebody knows.
type Head struct {
	Ref
	Hash []byte `json:"hash"`
}

// heardV1 is the body of counter.heard: the newest event of each other device whose news came since it was said last.
type heardV1 struct {
	Heads []Head `json:"heads"`
}

// heardSetting is the local setting that something of another device was heard which no event of this one has said yet.
const heardSetting = "heard"

// FirstDevice is the number of the device that founded the book.
const FirstDevice = 1

// NumberOf returns the small number of a device by its id, the same in every file of the book: by it events of the same time are in order. The device
// that founded the book has 1 instead.
func NumberOf(device string) int64 {
	sum := sha256.Sum256([]byte("shouqi.device.v1|" + device))
	return max(int64(binary.BigEndian.Uint32(sum[:4])>>1), FirstDevice+1)
}

// applyHeard keeps what a device had heard, and the time that its events count on from.
func applyHeard(tx *store.Tx, e Event, body heardV1) error {
	c := clock{tx: tx, heard: make(map[string][]tick)}
	time, err := c.of(e)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO hearings (device, seq, time) VALUES (?, ?, ?)", e.DeviceNo, e.Seq, time); err != nil {
		return err
	}
	for _, head := range body.Heads {
		no, err := DeviceNo(tx, head.Device)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO heard (device, seq, of_device, of_seq) VALUES (?, ?, ?, ?)", e.DeviceNo, e.Seq, no, head.Seq); err != nil {
			return err
		}
	}
	return nil
}

// sayHeard appends what this device heard since it said so last, before the event by which it goes on. Devices that only listen say nothing, so that two
// of them do not answer each other for ever.
func (j *Journal) sayHeard(tx *store.Tx) error {
	if !j.isShared.Load() {
		return nil
	}
	if waits, err := store.Setting(tx, heardSetting); err != nil || waits == "" {
		return err
	}
	heads, err := store.All(tx, `SELECT d.id, e.seq, e.hash FROM devices d JOIN events e ON e.device = d.no AND e.seq = (SELECT max(seq) FROM events WHERE device = d.no)
		WHERE d.no <> `+Own+` AND e.seq > coalesce((SELECT of_seq FROM heard WHERE device = `+Own+` AND of_device = d.no ORDER BY seq DESC LIMIT 1), 0) ORDER BY d.no`, nil,
		func(scan func(dest ...any) error) (head Head, err error) {
			return head, scan(&head.Device, &head.Seq, &head.Hash)
		})
	if err != nil {
		return err
	}
	if len(heads) > headsMax {
		return store.Refuse(codeDevices, headsMax)
	}
	if err := store.SetSetting(tx, heardSetting, ""); err != nil || len(heads) == 0 {
		return err
	}
	_, err = j.append(tx, kindHeard, heardV1{Heads: heads})
	return err
}

// HeardIn returns what an event says was heard, by its kind and body; nothing for another kind.
func HeardIn(kind string, body []byte) []Head {
	if kind != kindHeard {
		return nil
	}
	heard, err := Decode[heardV1](body)
	if err != nil {
		return nil // the chain and the fold name it
	}
	return heard.Heads
}
