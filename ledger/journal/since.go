package journal

import (
	"time"

	"shouqi/ledger/store"
)

// Since returns the events of every device that come after the ones told by heads, by the devices' ids, with the signatures of these: what somebody
// who has those has still to hear. A device that heads do not name is told from its first event on.
func Since(tx *store.Tx, heads map[string]int64) (heard Heard, err error) {
	devices, err := store.All(tx, "SELECT no, id FROM devices ORDER BY no", nil, func(scan func(dest ...any) error) (e Event, err error) {
		return e, scan(&e.DeviceNo, &e.Device)
	})
	for _, device := range devices {
		if err != nil {
			return heard, err
		}
		var signatures []SignedHead
		var events []Event
		if events, err = After(tx, device.DeviceNo, heads[device.Device], -1); err != nil {
			return heard, err
		}
		signatures, err = store.All(tx, "SELECT no, seq, signature FROM signatures WHERE device = ? AND seq > ? ORDER BY no", []any{device.DeviceNo, heads[device.Device]},
			func(scan func(dest ...any) error) (SignedHead, error) {
				s := SignedHead{Device: device.Device}
				return s, scan(&s.No, &s.Seq, &s.Signature)
			})
		heard.Events, heard.Signatures = append(heard.Events, events...), append(heard.Signatures, signatures...)
	}
	return heard, err
}

// Heads returns the number of the newest event of each device in the book, by the devices' ids.
func Heads(tx *store.Tx) (heads map[string]int64, err error) {
	heads = make(map[string]int64)
	err = tx.Each("SELECT d.id, max(e.seq) FROM devices d JOIN events e ON e.device = d.no GROUP BY d.no", nil, func(scan func(dest ...any) error) error {
		var device string
		var seq int64
		err := scan(&device, &seq)
		heads[device] = seq
		return err
	})
	return heads, err
}

// endedHears is for how long what a device that is at its end has not heard is kept for it. One that comes back later is told of a gap.
const endedHears = 31 * 24 * time.Hour

// HeardByAll returns for each device, by its id, up to which of its events every other device of the book said that it had heard it: nobody has to be told
// of those again. A device that said nothing yet has heard nothing, and one that is at its
// end hears for another month: that it is at its end it has to hear too.
func HeardByAll(tx *store.Tx, now time.Time) (heads map[string]int64, err error) {
	// Of a device that nobody but itself and this file is left to hear of, nothing is told.
	if heads, err = Heads(tx); err != nil {
		return nil, err
	}
	err = tx.Each(`SELECT d.id, min(coalesce((SELECT max(of_seq) FROM heard WHERE device = o.no AND of_device = d.no), 0)) FROM devices d JOIN devices o ON o.no <> d.no
		AND o.no <> `+Own+` AND NOT EXISTS (SELECT 1 FROM ended WHERE device = o.no AND at_ms < ?) GROUP BY d.no`, []any{now.Add(-endedHears).UnixMilli()}, func(scan func(dest ...any) error) error {
		var device string
		var seq int64
		err := scan(&device, &seq)
		heads[device] = seq
		return err
	})
	return heads, err
}
