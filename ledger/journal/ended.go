package journal

import (
	"errors"
	"maps"
	"slices"

	"shouqi/ledger/store"
)

// KindEnded is the kind of the event by which a counter says that another is at its end: what that one did after the last event that is known of it does
// not count.
const KindEnded = "counter.ended"

// endedV1 is the body of counter.ended: the last event of the device that counts. Alone says that nobody but By could have agreed; who else did stands in
// the event before it.
type endedV1 struct {
	Ref
	By    string `json:"by"`
	Alone bool   `json:"alone,omitempty"`
}

// End says that a device of the book is at its end with the last event that is known of it here. Its later ones are kept, wherever they are heard first, and
// fold nothing. The caller checks the rights. Errors: journal.own_end for the device whose file this is, and journal.ended for one that is at its end
// already.
func (j *Journal) End(tx *store.Tx, device, by string, alone bool) error {
	if device == j.Device {
		return store.Refuse(CodeOwnEnd)
	}
	no, err := DeviceNo(tx, device)
	if err != nil {
		return err
	}
	if _, ended, err := endOf(tx, no); err != nil || ended {
		if err == nil {
			err = store.Refuse(CodeEnded)
		}
		return err
	}
	last := Ref{Device: device}
	if _, err := tx.Get("SELECT max(seq) FROM events WHERE device = ? HAVING count(*) > 0", []any{no}, &last.Seq); err != nil {
		return err
	}
	_, err = j.Append(tx, KindEnded, endedV1{Ref: last, By: by, Alone: alone})
	return err
}

// refuseEnded returns journal.ended where the device whose file this is is at its end.
func (j *Journal) refuseEnded(tx *store.Tx) error {
	if !j.isShared.Load() {
		return nil
	}
	ended, err := tx.Get("SELECT 1 FROM ended WHERE device = "+Own, nil, new(int))
	if err == nil && ended {
		err = store.Refuse(CodeEnded)
	}
	return err
}

// IsEnded reports whether a device is at its end.
func IsEnded(tx *store.Tx, device int64) (bool, error) {
	_, ended, err := endOf(tx, device)
	return ended, err
}

// endOf returns the last event of a device that counts, and false for one that goes on.
func endOf(tx *store.Tx, device int64) (last int64, ended bool, err error) {
	ended, err = tx.Get("SELECT last_seq FROM ended WHERE device = ?", []any{device}, &last)
	return last, ended, err
}

// applyEnded has the later events of the device fold nothing. Those that were folded before it are for ends to find.
func applyEnded(tx *store.Tx, e Event, body endedV1) error {
	return ends{body.Device: {body.Seq, e.AtMS}}.write(tx)
}

// ends are where the devices are at their end, by the devices' ids.
type ends map[string]end

// end is the last event of a device that counts, and when, in milliseconds since 1970 in UTC, it was told to be.
type end struct{ seq, atMS int64 }

// or returns the later of two ends of one device: what either of those who told it had heard stays done.
func (e end) or(other end) end { return end{max(e.seq, other.seq), max(e.atMS, other.atMS)} }

// endsOf returns what a book keeps of the ends.
func endsOf(tx *store.Tx) (known ends, err error) {
	known = make(ends)
	err = tx.Each("SELECT d.id, e.last_seq, e.at_ms FROM ended e JOIN devices d ON d.no = e.device", nil, func(scan func(dest ...any) error) error {
		var device string
		var is end
		err := scan(&device, &is.seq, &is.atMS)
		known[device] = is
		return err
	})
	return known, err
}

// write keeps what is known.
func (known ends) write(tx *store.Tx) error { return known.writeInto(tx, tx) }

// writeInto keeps it in the tables of into, where from knows the numbers of the devices.
func (known ends) writeInto(into, from *store.Tx) error {
	for _, device := range slices.Sorted(maps.Keys(known)) {
		no, err := DeviceNo(from, device)
		if err != nil {
			return err
		}
		changed, err := into.Exec("UPDATE ended SET last_seq = max(last_seq, ?), at_ms = max(at_ms, ?) WHERE device = ?", known[device].seq, known[device].atMS, no)
		if err == nil && changed == 0 {
			_, err = into.Exec("INSERT INTO ended (device, last_seq, at_ms) VALUES (?, ?, ?)", no, known[device].seq, known[device].atMS)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellsOfEnds reports whether ends depend on the events of a kind.
func (j *Journal) tellsOfEnds(kind string) bool {
	return kind == KindEnded || j.projectors[kind][j.newest[kind]].introduces != nil
}

// telling is an event that ends a device or lets one in, and whether it holds. It does unless its own device was at its end before it, or was let in by none that
// holds.
type telling struct {
	Event
	device string
	isEnd  bool
	end    end
	holds  verdict
}

// verdict is what is known of a telling so far.
type verdict int

const (
	open verdict = iota
	holds
	falls
)

// tellings are all of a book, in their order.
type tellings []*telling

// ends tells from the events that end devices or let them in, in their order, which devices are at their end: what a device does after its end ends no other
// and lets none in, and whom it let in nevertheless never did anything that counts. Where devices end each other round, so that each would hold if the other did
// not, the first end in the order holds.
func (j *Journal) ends(told []Event) (ends, error) {
	var all tellings
	for _, e := range told {
		one := &telling{Event: e, isEnd: e.Kind == KindEnded}
		var err error
		if one.device, _, err = j.introduced(e); err != nil {
			return nil, err
		}
		if one.isEnd {
			body, err := Decode[endedV1](e.Body)
			if err != nil {
				return nil, store.Fail(CodeBody, err, e.Kind, e.Seq)
			}
			one.device, one.end = body.Device, end{body.Seq, e.AtMS}
		}
		all = append(all, one)
	}
	all.judge()
	return all.ends(), nil
}

// judge finds out which hold.
func (all tellings) judge() {
	for {
		var first *telling
		moved := false
		for _, one := range all {
			if one.holds != open {
				continue
			}
			if one.holds = all.of(one); one.holds != open {
				moved = true
			} else if first == nil || one.isEnd && !first.isEnd {
				first = one
			}
		}
		if first == nil {
			return
		}
		if !moved { // each waits for another
			first.holds = holds
		}
	}
}

// of returns what follows for one from what is known of the others.
func (all tellings) of(one *telling) verdict {
	letIn, before, after := falls, falls, falls // whether its device was let in, and was ended before it or not before it
	isInvited := false
	for _, other := range all {
		switch {
		case other.device != one.Device:
		case !other.isEnd:
			isInvited, letIn = true, letIn.or(other.holds)
		case other.end.seq < one.Seq:
			before = before.or(other.holds)
		default:
			after = after.or(other.holds)
		}
	}
	switch {
	case isInvited && letIn == falls, before == holds && after == falls:
		return falls
	case (!isInvited || letIn == holds) && (before == falls || after == holds):
		return holds
	}
	return open
}

// or is what follows where one of two is enough.
func (v verdict) or(other verdict) verdict {
	switch {
	case v == holds || other == holds:
		return holds
	case v == open || other == open:
		return open
	}
	return falls
}

// ends are those of the tellings that hold, and of whom none that holds let in.
func (all tellings) ends() ends {
	known, letIn := make(ends), make(map[string]bool)
	for _, one := range all {
		switch {
		case one.holds == holds && one.isEnd:
			known[one.device] = known[one.device].or(one.end)
		case one.holds == holds:
			letIn[one.device] = true
		}
	}
	for _, one := range all {
		if !one.isEnd && !letIn[one.device] {
			known[one.device] = end{0, one.AtMS}
		}
	}
	return known
}

// FoldEnds writes into the fresh tables of into which devices are at their end by the events that from sees. A device that from has no row of is left out: an
// audit names it by itself.
func (j *Journal) FoldEnds(from, into *store.Tx) error {
	known, err := j.endsIn(from)
	if err != nil {
		return err
	}
	maps.DeleteFunc(known, func(device string, _ end) bool {
		_, unknown := DeviceNo(from, device)
		if store.Code(unknown) != codeDevice {
			err = errors.Join(err, unknown)
		}
		return unknown != nil
	})
	if err != nil {
		return err
	}
	return known.writeInto(into, from)
}

// endsIn reads from a book which devices are at their end.
func (j *Journal) endsIn(tx *store.Tx) (ends, error) {
	told, err := j.tellingEnds(tx)
	if err != nil {
		return nil, err
	}
	return j.ends(told)
}

// tellingEnds returns the events of a book on which ends depend, in their order.
func (j *Journal) tellingEnds(tx *store.Tx) (told []Event, err error) {
	kinds := slices.DeleteFunc(slices.Collect(maps.Keys(j.projectors)), func(kind string) bool { return !j.tellsOfEnds(kind) })
	err = EachOf(tx, kinds, func(e Event) error {
		told = append(told, e)
		return nil
	})
	return told, err
}

// end tells which devices are at their end with what is heard now, and whether the book has to be folded again for that.
func (h *hearing) end() (again bool, err error) {
	if !slices.ContainsFunc(h.admitted, func(e timed) bool { return h.journal.tellsOfEnds(e.Kind) }) {
		return false, nil
	}
	told, err := h.journal.tellingEnds(h.tx)
	if err != nil {
		return false, err
	}
	all := make([]timed, 0, len(told))
	for _, e := range told {
		time, err := h.clock.at(e.Device, e.Seq)
		if err != nil {
			return false, err
		}
		all = append(all, timed{e, time})
	}
	for _, e := range h.admitted {
		if h.journal.tellsOfEnds(e.Kind) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, compareTimed)
	told = told[:0]
	for _, e := range all {
		told = append(told, e.Event)
	}
	if h.ends, err = h.journal.ends(told); err != nil {
		return false, err
	}
	for _, device := range slices.Sorted(maps.Keys(h.ends)) {
		was, err := h.changes(device, h.ends[device])
		if err != nil {
			return false, err
		}
		again = again || was
	}
	// One whom only a counter past its end had let in, and another lets in now, goes on.
	gone, err := h.goneEnds()
	return again || gone, err
}

// goneEnds reports whether the book has a device at its end that is not.
func (h *hearing) goneEnds() (gone bool, err error) {
	err = h.tx.Each("SELECT d.id FROM ended e JOIN devices d ON d.no = e.device", nil, func(scan func(dest ...any) error) error {
		var device string
		err := scan(&device)
		if _, ended := h.ends[device]; !ended {
			gone = true
		}
		return err
	})
	return gone, err
}

// changes reports whether an event of the book was folded that does not count any more, or was not that counts now, or the device ended earlier than the book
// has it: its row can only be written anew.
func (h *hearing) changes(device string, last end) (bool, error) {
	no, err := h.numberOf(device)
	if err == nil {
		err = h.introduce(device)
	}
	if err != nil {
		return false, err
	}
	var before end
	ended, err := h.tx.Get("SELECT last_seq, at_ms FROM ended WHERE device = ?", []any{no}, &before.seq, &before.atMS)
	switch {
	case err != nil:
		return false, err
	case ended && (last.seq < before.seq || last.atMS < before.atMS):
		return true, nil
	case ended && last.seq == before.seq:
		return false, nil
	case ended:
		last = before
	}
	return h.tx.Get("SELECT 1 FROM events WHERE device = ? AND seq > ?", []any{no, last.seq}, new(int))
}
