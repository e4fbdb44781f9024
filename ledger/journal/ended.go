package journal

import (
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

// isPast reports whether an event comes after the last of its device that counts.
func (known ends) isPast(e Event) bool {
	last, ended := known[e.Device]
	return ended && e.Seq > last.seq
}

// write keeps what is known.
func (known ends) write(tx *store.Tx) error {
	for _, device := range slices.Sorted(maps.Keys(known)) {
		no, err := DeviceNo(tx, device)
		if err != nil {
			return err
		}
		changed, err := tx.Exec("UPDATE ended SET last_seq = max(last_seq, ?), at_ms = max(at_ms, ?) WHERE device = ?", known[device].seq, known[device].atMS, no)
		if err == nil && changed == 0 {
			_, err = tx.Exec("INSERT INTO ended (device, last_seq, at_ms) VALUES (?, ?, ?)", no, known[device].seq, known[device].atMS)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellsOfEnds reports whether ends depend on an event.
func (j *Journal) tellsOfEnds(e Event) bool {
	return e.Kind == KindEnded || j.projectors[e.Kind][e.Version].introduces != nil
}

// ends tells from the events that end devices or let them in, in their order, which devices are at their end. It holds also against what such a device did
// meanwhile: a device that is at its end ends no other and lets none in, and nobody's word makes one go on again. Whom it let in nevertheless never
// did anything that counts. Of two that end each other the first in the order goes on, so that one of a book always does.
func (j *Journal) ends(told []Event) (known ends, err error) {
	for known = (ends{}); ; {
		next, err := j.endsBeside(known, told)
		if err != nil || maps.Equal(known, next) {
			return known, err
		}
		known = next // one more device is at its end, or one ends later: as often as there are events of it at most
	}
}

// endsBeside adds to the ends that are known those that follow where they hold.
func (j *Journal) endsBeside(known ends, told []Event) (ends, error) {
	next := maps.Clone(known)
	letIn, outside := make(map[string]bool), make(ends)
	for _, e := range told {
		device, _, err := j.introduced(e)
		switch {
		case err != nil:
			return nil, err
		case device != "" && next.isPast(e):
			outside[device] = end{0, e.AtMS}
		case device != "":
			letIn[device] = true
		case e.Kind == KindEnded && !next.isPast(e):
			body, err := Decode[endedV1](e.Body)
			if err != nil {
				return nil, store.Fail(CodeBody, err, e.Kind, e.Seq)
			}
			next[body.Device] = next[body.Device].or(end{body.Seq, e.AtMS})
		}
	}
	for device, none := range outside {
		if !letIn[device] {
			next[device] = next[device].or(none)
		}
	}
	return next, nil
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
	kinds := []string{KindEnded}
	for kind, versions := range j.projectors {
		if versions[j.newest[kind]].introduces != nil {
			kinds = append(kinds, kind)
		}
	}
	err = EachOf(tx, kinds, func(e Event) error {
		told = append(told, e)
		return nil
	})
	return told, err
}

// end tells which devices are at their end with what is heard now, and whether the book has to be folded again for that.
func (h *hearing) end() (again bool, err error) {
	if !slices.ContainsFunc(h.admitted, func(e timed) bool { return h.journal.tellsOfEnds(e.Event) }) {
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
		if h.journal.tellsOfEnds(e.Event) {
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
	for device, last := range h.ends {
		was, err := h.changes(device, last.seq)
		if err != nil || was {
			return was, err
		}
	}
	return false, nil
}

// changes reports whether an event of the book was folded that does not count any more, or was not that counts now.
func (h *hearing) changes(device string, last int64) (bool, error) {
	no, err := h.numberOf(device)
	if err != nil {
		return false, err
	}
	before, ended, err := endOf(h.tx, no)
	if err != nil || ended && before == last {
		return false, err
	}
	if ended {
		last = min(last, before)
	}
	return h.tx.Get("SELECT 1 FROM events WHERE device = ? AND seq > ?", []any{no, last}, new(int))
}
