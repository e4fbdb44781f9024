package ui

import (
	"context"
	"path/filepath"
	"strings"

	"shouqi/cashier/ui/counters"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
)

// othersCap is the key of the page of the other counters as the status bar says it.
const othersCap = "Ctrl J"

// makeOthers makes the page of the other counters and that of what did not fit.
func (s *workplace) makeOthers() []shell.Screen {
	app := s.app
	s.others = counters.New(app.frame, app.counter, counters.Deps{Explain: app.explain, Back: func() { app.frame.Show(s.othersFrom) },
		ToConflicts: func() { app.frame.Show(s.conflicts) }, Changed: s.othersHeard, Folder: func(ctx context.Context) (string, error) {
			settings, err := readSettings(ctx, app.counter)
			return settings.exportFolder, err
		}})
	s.conflicts = counters.NewConflicts(app.frame, app.counter, counters.ConflictsDeps{Explain: app.explain, Lang: app.lang,
		Back: func() { app.frame.Show(s.others) }, Lead: s.leadOf, Changed: s.othersHeard})
	return []shell.Screen{s.others, s.conflicts}
}

// writeLeft writes, at a counter that was ended, what the others may not know into the export folder.
func (a *App) writeLeft(ctx context.Context) (path string, err error) {
	settings, err := readSettings(ctx, a.counter)
	if err != nil {
		return "", err
	}
	policies, err := a.counter.Book.Policies(ctx)
	if err != nil {
		return "", err
	}
	device := a.counter.Book.Journal.Device
	path = filepath.Join(settings.exportFolder, a.frame.Text("counters.left.name", policies.Counter, device[max(0, len(device)-4):]))
	return path, a.counter.Exchanging.Last(ctx, path)
}

// toOthers shows the other counters; Esc leads back to where they were asked for.
func (s *workplace) toOthers() {
	if from := s.app.frame.Current(); from != shell.Screen(s.others) && from != shell.Screen(s.conflicts) {
		s.othersFrom = from
	}
	s.app.frame.Show(s.others)
}

// othersHeard shows what other counters did, wherever it is shown.
func (s *workplace) othersHeard() {
	s.desk.Refresh()
	s.lookForLate()
	s.app.refresh()
}

// conflictPages are the pages where a person acts on what is of no household, by the first word of its kind.
var conflictPages = map[string]string{
	"staff": "people", "limit": "settings", "policy": "settings", "receipt": "settings", "channel": "settings", "counter": "settings",
	"bill": "charging", "bills": "charging", "run": "charging", "item": "charging", "tariff": "charging", "concession": "charging", "offer": "charging", "package": "charging",
	"late_fee": "charging", "meter": "charging", "reading": "charging", "readings": "charging", "lease": "charging", "turnover": "charging",
	"estate": "estate", "register": "estate", "person": "estate", "steward": "estate", "deposit": "refunds", "refund": "refunds", "approval": "refunds", "shift": "shift", "cash": "shift",
}

// leadOf returns what opens the page where the person acts on a conflict: the household at the desk, the receipt for who takes no money, and else the page of
// its kind; nil for none that the person has.
func (s *workplace) leadOf(conflict report.Conflict) (label string, open func()) {
	if conflict.Room != "" && s.role.May(staff.Collect) {
		return "conflicts.key.room", func() {
			s.app.frame.Show(s.desk)
			s.desk.Search(conflict.Room)
		}
	}
	if number, _, _ := strings.Cut(conflict.Receipts, "、"); number != "" {
		return "conflicts.key.receipt", func() { s.toReceiptAndBack(number, s.conflicts) }
	}
	kind, _, _ := strings.Cut(conflict.Kind, ".")
	for _, item := range s.items {
		if item.Name == conflictPages[kind] {
			return "conflicts.key.page", func() { s.app.frame.Show(item.Screen) }
		}
	}
	return "conflicts.key.page", nil
}
