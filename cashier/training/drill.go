package training

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Target is the household of a task: what it owed when the drill began, in fen.
type Target struct {
	Task    Task      `json:"task"`
	Object  string    `json:"object"`
	Code    string    `json:"code"`
	OwedFen money.Fen `json:"owedFen"`
}

// drill is one person's drill as the machine keeps it: whose it is, after which event it began and when, and its households. What was done is
// worked out from the events.
type drill struct {
	Person  string   `json:"person"`
	Seq     int64    `json:"seq"`
	AtMS    int64    `json:"atMS"`
	Targets []Target `json:"targets"`
}

const (
	drillsSetting = "drills"
	// drillsMax is how many drills a training book keeps; owedMin is the least that a household owes to be one of a task, in fen: less leaves no
	// part to pay.
	drillsMax = 100
	owedMin   = 20_00
)

// Begin begins a drill for who takes money, in a training book without an open shift: the first task opens one. What was left of an earlier drill
// of that person stays as it is.
//
// Errors: training.not_here in any other book, till.shift_open, training.too_few where too few households still owe, training.drills where the
// book has as many as it keeps, and those of staff.Require.
func Begin(ctx context.Context, book *ledger.Book, by staff.Actor) error {
	return book.Store.Write(ctx, func(tx *store.Tx) error {
		if err := book.Staff.Require(tx, by, staff.Collect); err != nil {
			return err
		}
		training, err := estate.IsTraining(tx)
		if err == nil && !training {
			err = store.Refuse(codeNotHere)
		}
		if err != nil {
			return err
		}
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		if open, err := till.OpenShift(tx, policies.Counter); err != nil || open != nil {
			if err == nil {
				err = store.Refuse(till.CodeShiftOpen)
			}
			return err
		}
		all, err := drills(tx)
		if err == nil && len(all) >= drillsMax {
			err = store.Refuse(codeDrills, drillsMax)
		}
		if err != nil {
			return err
		}
		began := drill{Person: by.ID(), AtMS: book.Journal.Now().UnixMilli()}
		if began.Seq, _, err = book.Journal.Head(tx); err != nil {
			return err
		}
		if began.Targets, err = targets(tx, policies, book, all); err != nil {
			return err
		}
		return keep(tx, append(all, began))
	})
}

// targets chooses a household for each task that wants one: those that owe enough, have somebody to be found by, and were in no drill before.
func targets(tx *store.Tx, policies estate.Policies, book *ledger.Book, before []drill) (chosen []Target, err error) {
	var wanted []Task
	for _, rule := range rules {
		if rule.own {
			wanted = append(wanted, rule.task)
		}
	}
	used := make(map[string]bool)
	for _, drill := range before {
		for _, target := range drill.Targets {
			used[target.Object] = true
		}
	}
	rooms, err := estate.Rooms(tx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rooms, func(a, b estate.Object) int { return cmp.Compare(letters(a.Code), letters(b.Code)) })
	today := policies.Today(book.Journal.Now())
	for _, room := range rooms {
		if len(chosen) == len(wanted) {
			break
		}
		owed, _, err := billing.OwedBy(tx, room.ID)
		if err != nil {
			return nil, err
		}
		debtor, _, err := estate.Debtor(tx, room.ID, today)
		if err != nil {
			return nil, err
		}
		if !used[room.ID] && owed >= owedMin && debtor != "" {
			chosen = append(chosen, Target{Task: wanted[len(chosen)], Object: room.ID, Code: room.Code, OwedFen: owed})
		}
	}
	if len(chosen) < len(wanted) {
		return nil, store.Refuse(codeTooFew, len(wanted))
	}
	return chosen, nil
}

// letters is how many characters of a room's code are not on the keypad: flats that a hand types come before shops by name.
func letters(code string) (count int) {
	for _, r := range code {
		if r != '-' && (r < '0' || r > '9') {
			count++
		}
	}
	return count
}

// drills reads the drills of the book, the oldest first.
func drills(tx *store.Tx) (all []drill, err error) {
	text, err := store.Setting(tx, drillsSetting)
	if err != nil || text == "" {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, store.Fail(journal.CodeBody, err, drillsSetting, 0)
	}
	return all, nil
}

func keep(tx *store.Tx, all []drill) error {
	text, err := json.Marshal(all)
	if err != nil {
		return store.Fail(journal.CodeBody, err, drillsSetting, 0)
	}
	return store.SetSetting(tx, drillsSetting, string(text))
}

// of returns the household of a task, the zero Target where it has none.
func (d drill) of(task Task) Target {
	at := slices.IndexFunc(d.Targets, func(t Target) bool { return t.Task == task })
	if at < 0 {
		return Target{}
	}
	return d.Targets[at]
}
