package audit

import (
	"encoding/json"
	"fmt"
	"slices"

	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// views are what each device of the book knew at a moment of its own: who may do what is asked where something is done, and what another device
// changed meanwhile is known there only once it was heard.
type views struct {
	audit   *Audit
	numbers map[string]int64
	hasKey  bool
	// isShared says that there is more than one device; of is what each knew so far.
	isShared bool
	of       map[int64]*rights
	// contested are the events that changed nothing where they stand.
	contested map[place]bool
	// noted are the events of each device that change what may be done after them, and heard how far each device had heard each other. What a device
	// heard of is noted at its place among its own, which may be before some of these.
	noted map[int64][]noted
	heard map[[2]int64]int64
	count int
}

// noted is an event that has a note, by its place among all.
type noted struct {
	no   int
	kind string
	body body
}

func (a *Audit) newViews(tx *store.Tx) (*views, error) {
	v := &views{audit: a, numbers: map[string]int64{}, of: map[int64]*rights{}, contested: map[place]bool{}, noted: map[int64][]noted{}, heard: map[[2]int64]int64{}}
	var err error
	if v.hasKey, err = vault.HasRecovery(tx); err != nil {
		return nil, err
	}
	err = tx.Each("SELECT no, id FROM devices", nil, func(scan func(dest ...any) error) error {
		no, id := int64(0), ""
		err := scan(&no, &id)
		v.numbers[id] = no
		return err
	})
	if err != nil {
		return nil, err
	}
	v.isShared = len(v.numbers) > 1
	return v, tx.Each("SELECT device, seq FROM conflicts", nil, func(scan func(dest ...any) error) error {
		var at place
		err := scan(&at.device, &at.seq)
		v.contested[at] = true
		return err
	})
}

// at returns what a device knew so far.
func (v *views) at(device int64) *rights {
	if v.of[device] == nil {
		v.of[device] = v.nothing(device)
	}
	return v.of[device]
}

// nothing is what a device knows that heard of nothing yet.
func (v *views) nothing(device int64) *rights {
	w := &rights{people: map[string]seat{}, limits: staff.Bounds{}, given: map[place]given{}, asked: map[place]given{}, agreed: map[string]string{}, promised: map[string]bool{},
		shifts: map[place]string{}, device: device, billed: map[string]bool{}, items: map[string]string{}, policies: map[string]string{}, refunds: map[place]refund{},
		numbers: v.numbers, hasKey: v.hasKey, found: v.found}
	for _, limit := range staff.Limits {
		w.limits[limit.Name] = limit.Default
	}
	return w
}

func (v *views) found(at place, detail string) {
	v.audit.add("right", "events", fmt.Sprintf("%d/%d", at.device, at.seq), detail)
}

// event checks one event by what its device knew, and has the device know of it.
func (v *views) event(at place, kind string, atMS int64, text []byte) {
	rule, known := rules[kind]
	if !known {
		v.found(at, "nothing says who may do that")
		return
	}
	b := body{at: at, atMS: atMS}
	if err := json.Unmarshal(text, &b); err != nil {
		v.found(at, "does not say who did it")
		return
	}
	if v.isShared {
		v.hear(at, kind, text)
	}
	v.at(at.device).event(rule, kind, &b)
	v.count++
	if v.isShared && rule.note != nil {
		v.noted[at.device] = append(v.noted[at.device], noted{v.count, kind, b})
	}
}

// hear has a device know, from its event on that says so, what it had heard of the others: all that it knows is noted anew in the order of the events.
func (v *views) hear(at place, kind string, text []byte) {
	heads := journal.HeardIn(kind, text)
	if len(heads) == 0 {
		return
	}
	for _, head := range heads {
		v.heard[[2]int64{at.device, v.numbers[head.Device]}] = head.Seq
	}
	known := slices.Clone(v.noted[at.device])
	for device, all := range v.noted {
		for _, n := range all {
			if device != at.device && n.body.at.seq <= v.heard[[2]int64{at.device, device}] && !v.contested[n.body.at] {
				known = append(known, n)
			}
		}
	}
	slices.SortFunc(known, func(a, b noted) int { return a.no - b.no })
	before, w := v.at(at.device), v.nothing(at.device)
	for _, n := range known {
		rules[n.kind].note(w, &n.body)
	}
	w.agreed, w.run, w.alone, w.before, w.beforeKind = before.agreed, before.run, before.alone, before.before, before.beforeKind
	v.of[at.device] = w
}
