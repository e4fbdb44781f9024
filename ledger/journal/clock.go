package journal

import "shouqi/ledger/store"

// Devices go on without each other, and a clock on a wall can be wrong. What came before what is therefore told by Lamport's clock ("Time, Clocks
// and the Ordering of Events in a Distributed System", 1978): an event has one more than the event before it of its device, and one that says what
// was heard has one more than all of that too. Whoever had heard an event comes after it. Events are folded in the order of their time, and of their
// device's number where that is the same, so that every file of a book that has the same events has the same tables.
type clock struct {
	tx *store.Tx
	// heard are the times of events that are not in the book yet, by device, in order.
	heard map[string][]tick
}

// tick is the time of an event that says what was heard; those after it count on from there.
type tick struct{ seq, time int64 }

// at returns the time of an event of a device, 0 for the event 0 that is before the first.
func (c *clock) at(device string, seq int64) (int64, error) {
	ticks := c.heard[device]
	for i := len(ticks) - 1; i >= 0; i-- {
		if ticks[i].seq <= seq {
			return ticks[i].time + seq - ticks[i].seq, nil
		}
	}
	var last tick
	if _, err := c.tx.Get(`SELECT h.seq, h.time FROM hearings h JOIN devices d ON d.no = h.device WHERE d.id = ? AND h.seq <= ? ORDER BY h.seq DESC LIMIT 1`,
		[]any{device, seq}, &last.seq, &last.time); err != nil {
		return 0, err
	}
	return last.time + seq - last.seq, nil
}

// of returns the time of an event, and remembers it where it says what was heard. The events before it have to be in the book or told before.
func (c *clock) of(e Event) (int64, error) {
	if e.Kind != kindHeard {
		return c.at(e.Device, e.Seq)
	}
	body, err := Decode[heardV1](e.Body)
	if err != nil {
		return 0, store.Fail(CodeBody, err, e.Kind, e.Seq)
	}
	time, err := c.at(e.Device, e.Seq-1)
	for _, head := range body.Heads {
		var other int64
		if err == nil {
			other, err = c.at(head.Device, head.Seq)
		}
		time = max(time, other)
	}
	if err != nil {
		return 0, err
	}
	c.heard[e.Device] = append(c.heard[e.Device], tick{e.Seq, time + 1})
	return time + 1, nil
}

// Order tells whether events stand in the order in which they are folded.
type Order struct {
	clock clock
	last  timed
	// newest are the newest events of the devices, from which those after them count on.
	newest map[string]tick
}

// NewOrder returns the order from the first event on.
func NewOrder(tx *store.Tx) *Order {
	return &Order{clock: clock{tx: tx, heard: make(map[string][]tick)}, newest: make(map[string]tick)}
}

// From goes on after the event in a row of the book.
func (o *Order) From(row int64) (err error) {
	found, err := o.clock.tx.Get("SELECT e.device, d.id, e.seq FROM events e JOIN devices d ON d.no = e.device WHERE e.id = ?", []any{row}, &o.last.DeviceNo, &o.last.Device, &o.last.Seq)
	if err == nil && found {
		o.last.time, err = o.clock.at(o.last.Device, o.last.Seq)
	}
	return err
}

// Follows reports whether an event stands after the one before it. What an event says was heard that cannot be read is named elsewhere.
func (o *Order) Follows(e Event) (bool, error) {
	before, known := o.newest[e.Device]
	time, err := before.time+1, error(nil)
	if !known || e.Seq != before.seq+1 || e.Kind == kindHeard {
		time, err = o.clock.of(e)
	}
	if store.Code(err) == CodeBody {
		return true, nil
	}
	o.newest[e.Device] = tick{e.Seq, time}
	now := timed{e, time}
	follows := compareTimed(o.last, now) < 0
	o.last = now
	return follows, err
}
