package journal

import (
	"crypto/ed25519"

	"shouqi/ledger/store"
)

// How many events a page of what was heard has at least, and by which part of the events of the book that come after its first it has more: each page folds those
// again.
const (
	pageMin  = 1000
	pagePart = 4
)

// Pages checks what was heard like Hear, changes nothing, and returns what of it is new in parts, each of which Hear takes by itself: whoever has written one may
// write something else before the next. They come in the order of all events, and each ends where its devices signed. Errors are those of Hear.
func (j *Journal) Pages(tx *store.Tx, heard Heard, keys map[string]ed25519.PublicKey) (pages []Heard, err error) {
	h, signatures, err := j.admit(tx, heard, keys)
	if err != nil || len(h.admitted) == 0 {
		return nil, err
	}
	from, last, err := h.rowAfter(h.admitted[0])
	if err != nil {
		return nil, err
	}
	if known, err := undoKnown(tx, from); err != nil || known != last-from+1 { // each page would fold the whole book
		return []Heard{{eventsOf(h.admitted), signatures}}, err
	}
	size := max(pageMin, int(last-from+1)/pagePart)
	by := make(map[Ref]SignedHead)
	for _, s := range signatures {
		by[Ref{s.Device, s.Seq}] = s
	}
	var page Heard
	unsigned := make(map[string]bool)
	for _, e := range h.admitted {
		page.Events = append(page.Events, e.Event)
		unsigned[e.Device] = true
		if s, ok := by[e.Ref()]; ok {
			page.Signatures = append(page.Signatures, s)
			delete(unsigned, e.Device)
		}
		if len(page.Events) >= size && len(unsigned) == 0 {
			pages, page = append(pages, page), Heard{}
		}
	}
	if len(page.Events) > 0 { // the newest of every device is signed
		pages = append(pages, page)
	}
	return pages, nil
}

func eventsOf(all []timed) (events []Event) {
	for _, e := range all {
		events = append(events, e.Event)
	}
	return events
}

// undoKnown returns of how many events from a row on it is known how to take them back.
func undoKnown(tx *store.Tx, from int64) (count int64, err error) {
	_, err = tx.Get("SELECT count(*) FROM local_undo WHERE event >= ?", []any{from}, &count)
	return count, err
}
