package training

import (
	"context"
	"slices"

	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// Step is how a task of a drill stands. Seconds are those since the step before it was done, or since the drill began; 0 while it is not done.
// Name and Tail are the made-up name and the last digits of the phone of the task's household, "" where it has none.
type Step struct {
	Task    Task   `json:"task"`
	Done    bool   `json:"done"`
	Seconds int64  `json:"seconds"`
	Room    string `json:"room,omitempty"`
	Name    string `json:"name,omitempty"`
	Tail    string `json:"tail,omitempty"`
}

// Result is how a drill of somebody stands: Name is who, Done how many of its ten tasks are done, and Seconds the time from its beginning to
// the last of them.
type Result struct {
	Person  string `json:"person"`
	Name    string `json:"name"`
	BeganMS int64  `json:"beganMS"`
	Steps   []Step `json:"steps"`
	Done    int    `json:"done"`
	Seconds int64  `json:"seconds"`
}

// Next returns the first task that is not done; false when all are.
func (r Result) Next() (Step, bool) {
	for _, step := range r.Steps {
		if !step.Done {
			return step, true
		}
	}
	return Step{}, false
}

// eventsMax is how many events after its beginning a drill looks at, and lastsMS for how long it lasts at most: four hours.
const (
	eventsMax = 2000
	lastsMS   = 4 * 60 * 60 * 1000
)

// Results reads how all drills of a training book stand, the newest first; none in any other book.
func Results(ctx context.Context, book *ledger.Book) (results []Result, err error) {
	err = book.Store.Read(ctx, func(tx *store.Tx) error {
		all, err := drills(tx)
		for i := len(all) - 1; i >= 0 && err == nil; i-- {
			var one Result
			one, err = judge(tx, book, all, i)
			results = append(results, one)
		}
		return err
	})
	return results, err
}

// Of reads how the newest drill of a person stands; training.no_drill where there is none.
func Of(ctx context.Context, book *ledger.Book, person string) (result Result, err error) {
	err = book.Store.Read(ctx, func(tx *store.Tx) error {
		all, err := drills(tx)
		if err != nil {
			return err
		}
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Person == person {
				result, err = judge(tx, book, all, i)
				return err
			}
		}
		return store.Refuse(CodeNoDrill)
	})
	return result, err
}

// judge works a drill out from the events that its person wrote after it began, up to the next drill of that person.
func judge(tx *store.Tx, book *ledger.Book, all []drill, at int) (Result, error) {
	d := all[at]
	r := Result{Person: d.Person, BeganMS: d.AtMS}
	var err error
	if r.Name, err = book.Staff.Name(tx, d.Person); err != nil {
		return r, err
	}
	for _, rule := range rules {
		step, err := stepOf(tx, book, d, rule)
		if err != nil {
			return r, err
		}
		r.Steps = append(r.Steps, step)
	}
	deviceNo, err := book.Journal.DeviceNo(tx, book.Journal.Device)
	if err != nil {
		return r, err
	}
	events, err := journal.After(tx, deviceNo, d.Seq, eventsMax)
	if err != nil {
		return r, err
	}
	end := slices.IndexFunc(all[at+1:], func(later drill) bool { return later.Person == d.Person })
	lastMS := d.AtMS
	for _, e := range events {
		if e.AtMS > d.AtMS+lastsMS || end >= 0 && e.Seq > all[at+1+end].Seq {
			break
		}
		did, err := r.take(d, e)
		if err != nil {
			return r, err
		}
		if did != nil {
			did.Done, did.Seconds = true, max(0, e.AtMS-lastMS)/1000
			lastMS = max(lastMS, e.AtMS)
			r.Done++
		}
	}
	r.Seconds = (lastMS - d.AtMS) / 1000
	return r, nil
}

// take returns the step that an event does, nil where it does none: the first that fits and was not done before.
func (r *Result) take(d drill, e journal.Event) (*Step, error) {
	if !slices.ContainsFunc(rules, func(rule rule) bool { return rule.kind == e.Kind }) {
		return nil, nil
	}
	deed, err := deedOf(e)
	if err != nil || deed.by() != d.Person {
		return nil, err
	}
	for i, rule := range rules {
		whose := d.of(rule.task)
		if rule.kind == e.Kind && !r.Steps[i].Done && (!rule.own || whose.Object == deed.Object) && rule.fits(deed, whose) {
			return &r.Steps[i], nil
		}
	}
	return nil, nil
}

// stepOf returns a step that is not done, with what its hint says of its household.
func stepOf(tx *store.Tx, book *ledger.Book, d drill, rule rule) (Step, error) {
	step := Step{Task: rule.task, Room: d.of(rule.task).Code}
	if !rule.own {
		return step, nil
	}
	today, err := book.Today(tx)
	if err != nil {
		return step, err
	}
	person, _, err := estate.Debtor(tx, d.of(rule.task).Object, today)
	if err != nil || person == "" {
		return step, err
	}
	profile, err := estate.ProfileOf(tx, book.Vault, person, 0)
	if err != nil {
		return step, err
	}
	step.Name = profile.Name
	if len(profile.Phones) > 0 {
		phone := profile.Phones[0]
		step.Tail = phone[max(0, len(phone)-tailDigits):]
	}
	return step, nil
}

// tailDigits is how many digits of a phone one is found by.
const tailDigits = 4
