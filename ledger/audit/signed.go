package audit

import (
	"context"
	"fmt"
	"math"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// signed checks that each device of the book signed the head of its chain. Its newest signature covers every event before, so that one is
// enough at every opening; where it is not the device's, the first event that none of its good ones covers is named. Whoever has the file and
// not the device's key can chain events anew, and cannot sign them.
func (a *Audit) signed(tx *store.Tx) error {
	devices, err := estate.Devices(tx)
	if err != nil {
		return a.unreadable(err)
	}
	if err := a.keys(tx, devices); err != nil {
		return err
	}
	for _, device := range devices {
		last, ok, err := journal.LastSigned(tx, device.No, math.MaxInt64)
		if err != nil {
			return err
		}
		if ok && !last.IsBy(device.Public) {
			if last, err = lastGood(tx, device, last.Seq); err != nil {
				return err
			}
			a.add("signed", "events", fmt.Sprintf("%d/%d", device.No, last.Seq+1), "is not what the device signed, or one of the events up to the next that is signed")
			continue
		}
		if err := a.unsigned(tx, device, last); err != nil {
			return err
		}
	}
	return nil
}

// unreadable adds the finding that the first event of a device cannot be read, which is no reason not to look at the rest. An error of reading
// the file itself is returned.
func (a *Audit) unreadable(err error) error {
	if store.Code(err) != store.CodeInternal {
		return err
	}
	a.add("signed", "devices", "", "the event by which a device began cannot be read")
	return nil
}

// lastGood returns the newest signature of a device that is its own, the zero one for none, where that with the number bad is not. It halves: a
// signature covers all before it, so that those after the first changed event are wrong and those before it right.
func lastGood(tx *store.Tx, device estate.Device, bad int64) (good journal.Signature, err error) {
	for low, high := int64(1), bad-1; low <= high; {
		middle := low + (high-low)/2
		s, ok, err := journal.LastSigned(tx, device.No, middle)
		switch {
		case err != nil:
			return good, err
		case !ok || s.Seq <= good.Seq:
			low = middle + 1
		case s.IsBy(device.Public):
			good, low = s, middle+1
		default:
			high = s.Seq - 1
		}
	}
	return good, nil
}

// unsigned names the first event of a device after the signed one, and the first that is signed and gone. That a backup was put in the place of a book may stand there unsigned: where
// no key opens either of them nobody can sign it.
func (a *Audit) unsigned(tx *store.Tx, device estate.Device, last journal.Signature) error {
	var seq, no int64
	found, err := tx.Get("SELECT seq FROM events WHERE device = ? AND seq > ? AND kind <> ? ORDER BY seq LIMIT 1",
		[]any{device.No, last.Seq, estate.KindRestored}, &seq)
	if err == nil && found {
		a.add("signed", "events", fmt.Sprintf("%d/%d", device.No, seq), "no device signed it")
	}
	if err != nil {
		return err
	}
	found, err = tx.Get("SELECT seq FROM signatures WHERE device = ?1 AND seq > (SELECT max(seq) FROM events WHERE device = ?1) ORDER BY seq LIMIT 1", []any{device.No}, &seq)
	if err != nil {
		return err
	}
	if found {
		a.add("signed", "events", fmt.Sprintf("%d/%d", device.No, seq), "the device signed it, and it is gone: the end of the book was cut off")
		return nil
	}
	_, err = tx.Get("SELECT coalesce(max(no), 0) FROM signatures WHERE device = ?", []any{device.No}, &no)
	if err == nil && no != last.No {
		a.add("signed", "signatures", fmt.Sprintf("%d/%d", device.No, no), "is not that of the newest event")
	}
	return err
}

// areSigned holds each event of some kinds against the signature of its own commit: the events from it to the one that is signed chain, and the
// signature is the device's. They are old, so that neither what came since the mark nor the newest signature tells of one that was changed.
func (a *Audit) areSigned(tx *store.Tx, kinds []string) error {
	devices, err := estate.Devices(tx)
	if err != nil {
		return a.unreadable(err)
	}
	keys := make(map[int64]estate.Device, len(devices))
	for _, device := range devices {
		keys[device.No] = device
	}
	covered := make(map[int64]int64) // the newest event of each device up to which a commit was checked
	return journal.EachOf(tx, kinds, func(e journal.Event) error {
		if e.Seq <= covered[e.DeviceNo] {
			return nil
		}
		signature, ok, err := journal.FirstSigned(tx, e.DeviceNo, e.Seq)
		if err != nil || !ok {
			return err // what is not signed is named elsewhere
		}
		covered[e.DeviceNo] = signature.Seq
		if !signature.IsBy(keys[e.DeviceNo].Public) {
			a.add("signed", "signatures", fmt.Sprintf("%d/%d", e.DeviceNo, signature.No), "is not the device's over this event")
		}
		return a.chained(tx, e, signature.Seq)
	})
}

// chained names the events from e up to the one with the number to that were changed or do not chain.
func (a *Audit) chained(tx *store.Tx, e journal.Event, to int64) error {
	before := journal.Event{Seq: e.Seq - 1, Hash: e.Prev}
	return tx.Each(`SELECT e.device, d.id, e.seq, e.kind, e.version, e.at_ms, e.body, e.prev, e.hash FROM events e JOIN devices d ON d.no = e.device
		WHERE e.device = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`, []any{e.DeviceNo, e.Seq, to}, func(scan func(dest ...any) error) error {
		next, err := journal.ScanEvent(scan)
		if err != nil {
			return err
		}
		a.link(before, next, fmt.Sprintf("%d/%d", next.DeviceNo, next.Seq))
		before = next
		return nil
	})
}

// signatures checks every signature of the book, and that each is of a device which has a key.
func (a *Audit) signatures(ctx context.Context, tx *store.Tx) error {
	devices, err := estate.Devices(tx)
	if err != nil {
		return a.unreadable(err)
	}
	keys := make(map[int64]estate.Device, len(devices))
	for _, device := range devices {
		keys[device.No] = device
	}
	last := make(map[int64]int64)
	return journal.EachSignature(tx, func(deviceNo int64, s journal.Signature) error {
		key := fmt.Sprintf("%d/%d", deviceNo, s.No)
		if !s.IsBy(keys[deviceNo].Public) {
			a.add("signed", "signatures", key, "is not the device's over this event")
		}
		if s.No != last[deviceNo]+1 {
			a.add("signed", "signatures", key, fmt.Sprintf("follows number %d of its device", last[deviceNo]))
		}
		last[deviceNo] = s.No
		return ctx.Err()
	})
}
