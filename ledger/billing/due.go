package billing

import (
	"context"
	"errors"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// dueBackDays is how far back a run is looked for: a year and a month. What lies further back and was never billed is how a
// book began, not a run that somebody forgot.
const dueBackDays = 400

// DueRun is a run of an item that is due and not made, or not made for everybody.
type DueRun struct {
	Item Item
	// Span is the period, as its bills have it. Those of an anniversary differ by room: it then holds the first days of all of them.
	Span tariff.Span
	// DueOn is the first day on which the run is due: see Item.RunOn.
	DueOn calendar.Date
	// Order makes the run, but for a pool. Its source names the objects that are left, where it is not for all.
	Order Order
	// Left counts the objects that are not billed and would be, Billed those that are.
	Left, Billed int
	// Waits says what stands in the way, "" nothing, and WaitsOf of how many objects.
	Waits   DueWait
	WaitsOf int
}

// DueWait is what a run that is due waits for.
type DueWait string

// What runs wait for.
const (
	WaitsPool     DueWait = "pool"     // the total of a shared cost
	WaitsReadings DueWait = "readings" // readings of the period
	WaitsTurnover DueWait = "turnover" // a turnover
	WaitsOther    DueWait = "other"    // what cannot be worked out
)

// LateDays is how many days the run is late on a day: it is due on DueOn, and late from the day after it on.
func (d DueRun) LateDays(today calendar.Date) int { return today.DaysSince(d.DueOn) }

// RunOn returns the first day on which the run of a period is due: for an item that is paid in advance the period's first day,
// otherwise the day after its last, because what was used and what a pool came to is known only then. IssueDays is added;
// counted says that the item charges what was used.
func (i Item) RunOn(span tariff.Span, counted bool) calendar.Date {
	if i.Advance && !counted && i.ShareBy == "" {
		return span.From.AddDays(i.IssueDays)
	}
	return span.To.AddDays(1 + max(i.IssueDays, 0))
}

// Due lists the runs that are due on a business day, the oldest first: of each active item that comes by itself with every
// period, those periods since its first bill or, before it, its first tariff, at most 400 days back, of which somebody is not billed who would be. It
// writes nothing and asks no clock. Errors: a failing disk, a cancelled context.
func Due(ctx context.Context, tx *store.Tx, today calendar.Date) ([]DueRun, error) {
	items, err := Items(tx)
	if err != nil {
		return nil, err
	}
	grounds := map[string]*ground{}
	var all []DueRun
	for _, item := range items {
		if !item.Active || item.Cycle == tariff.Once || item.Cycle == tariff.AnySpan {
			continue
		}
		if grounds[item.HangsOn] == nil {
			if grounds[item.HangsOn], err = readGround(tx, item.Name, nil, nil); err != nil {
				return nil, err
			}
		}
		search := dueSearch{ctx: ctx, tx: tx, today: today, item: item, ground: grounds[item.HangsOn]}
		runs, err := search.runs()
		if err != nil {
			return nil, err
		}
		all = append(all, runs...)
	}
	slices.SortStableFunc(all, func(a, b DueRun) int { return a.DueOn.DaysSince(b.DueOn) })
	return all, ctx.Err()
}

// dueSearch looks for the runs of one item that are due.
type dueSearch struct {
	ctx     context.Context
	tx      *store.Tx
	today   calendar.Date
	item    Item
	ground  *ground
	counted bool
	billed  map[string][]billedSpan // by object
}

// runs returns the runs of the item that are due.
func (s *dueSearch) runs() (runs []DueRun, err error) {
	first, err := s.first()
	if err != nil || first == "" {
		return nil, err
	}
	if s.counted, err = countsUse(s.tx, s.item.Name, make(map[string]bool)); err != nil {
		return nil, err
	}
	from := max(first, s.today.AddDays(-dueBackDays))
	to := max(from, s.today.AddDays(max(0, -s.item.IssueDays)))
	if err := s.readBilled(from); err != nil {
		return nil, err
	}
	groups, err := s.groups(tariff.Span{From: from, To: to})
	if err != nil {
		return nil, err
	}
	for _, group := range groups {
		if err := s.ctx.Err(); err != nil {
			return nil, err
		}
		run, due, err := s.look(group)
		if err != nil {
			return nil, err
		}
		if due {
			runs = append(runs, run)
		}
	}
	return runs, nil
}

// first returns the first day of which a run may be due: the first on which a tariff of the item has a price, or, once
// something is billed, the first day that is. A book that takes over in the middle of a year owes no runs of the months
// before it, though its tariffs may begin there. "" is an item without a price.
func (s *dueSearch) first() (on calendar.Date, err error) {
	for _, t := range s.ground.tariffs[s.item.Name] {
		if len(t.Versions) > 0 && (on == "" || t.begins() < on) {
			on = t.begins()
		}
	}
	billed, err := FirstBilled(s.tx, s.item.Name)
	return max(on, billed), err
}

// readBilled reads the bills of the item that stand from a day on.
func (s *dueSearch) readBilled(from calendar.Date) error {
	s.billed = make(map[string][]billedSpan)
	return s.tx.Each("SELECT object, period_from, period_to, tariff <> '' FROM bills WHERE item = ? AND undone = 0 AND of_bill IS NULL AND period_to >= ?",
		[]any{s.item.Name, string(from)}, func(scan func(dest ...any) error) error {
			var object string
			var b billedSpan
			err := scan(&object, &b.From, &b.To, &b.byRule)
			s.billed[object] = append(s.billed[object], b)
			return err
		})
}

// isBilled reports whether a run of a period has nothing to bill of an object: there is a bill for it, or bills by a rule have all of
// its days, or some and the prices do not say what the others cost.
func (s *dueSearch) isBilled(o estate.Object, span tariff.Span) bool {
	bills := s.billed[o.ID]
	if slices.ContainsFunc(bills, func(b billedSpan) bool { return b.Span == span }) {
		return true
	}
	left := unbilledOf(bills, span)
	return len(left) == 0 || (left[0] != span && (!s.item.regular() || !s.ground.hasPartPrice(s.item.Name, o, span)))
}

// dueGroup is what one run would bill: the objects that a tariff is for in a period, and those of them without a bill.
type dueGroup struct {
	span   tariff.Span
	asked  tariff.Span // the days of its order
	on     calendar.Date
	billed int
	left   []string // codes
}

// groups returns the periods that begin by the end of the span and are due, the oldest first.
func (s *dueSearch) groups(within tariff.Span) (groups []*dueGroup, err error) {
	if s.item.Cycle == tariff.Anniversary {
		return s.anniversaries(within)
	}
	spans, err := s.item.Cycle.Periods(within.From, within.To, "")
	if err != nil {
		return nil, asRefusal(err)
	}
	for _, span := range spans {
		on := s.item.RunOn(span, s.counted)
		if on > s.today {
			continue
		}
		group := &dueGroup{span: span, asked: span, on: on}
		for _, o := range s.ground.objects {
			s.count(group, o, span)
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// count puts an object into a group, where a tariff is for it in the period.
func (s *dueSearch) count(group *dueGroup, o estate.Object, span tariff.Span) {
	if s.isBilled(o, span) {
		group.billed++
		return
	}
	days := span
	if o.HandoverOn > days.From {
		days.From = o.HandoverOn
	}
	if days.To < days.From {
		return
	}
	// Two tariffs with a gap between them are an error of the run, which says so: the run is due all the same.
	if _, _, ok, err := s.ground.choose(s.item.Name, o, days); ok || err != nil {
		group.left = append(group.left, o.Code)
	}
}

// anniversaries groups the years of rooms by the month in which they become due, those paid in arrears by their last day:
// an order takes in every period that touches its days, and must not reach into one that is not over.
func (s *dueSearch) anniversaries(within tariff.Span) (groups []*dueGroup, err error) {
	byKey := map[string]*dueGroup{}
	for _, o := range s.ground.objects {
		if o.HandoverOn == "" || o.HandoverOn > within.To {
			continue
		}
		spans, err := s.item.Cycle.Periods(max(within.From, o.HandoverOn), within.To, o.HandoverOn)
		if err != nil {
			return nil, asRefusal(err)
		}
		for _, span := range spans {
			on := s.item.RunOn(span, s.counted)
			if on > s.today {
				continue
			}
			key, asked := string(span.To), span.To
			if on <= span.To {
				key, asked = span.From.Month(), span.From
			}
			group := byKey[key]
			if group == nil {
				group = &dueGroup{span: span, asked: tariff.Span{From: asked, To: asked}, on: on}
				byKey[key], groups = group, append(groups, group)
			}
			group.on = min(group.on, on)
			group.asked = tariff.Span{From: min(group.asked.From, asked), To: max(group.asked.To, asked)}
			group.span = tariff.Span{From: min(group.span.From, span.From), To: max(group.span.To, span.To)}
			s.count(group, o, span)
		}
	}
	return groups, nil
}

// look works out whether a run of a group would bill anybody, and what it waits for. A pool is split once, so that one bill
// of the period says that it was.
func (s *dueSearch) look(group *dueGroup) (run DueRun, due bool, err error) {
	run = DueRun{Item: s.item, Span: group.span, DueOn: group.on, Billed: group.billed, Left: len(group.left)}
	source := ItemSource{Item: s.item.Name}
	switch {
	case len(group.left) == 0 || s.item.ShareBy != "" && group.billed > 0:
		return run, false, nil
	case s.item.ShareBy != "":
		run.Waits, run.Order = WaitsPool, Order{Source: source, FromOn: group.asked.From, ToOn: group.asked.To}
		return run, true, nil
	case (group.billed > 0 || s.item.Cycle == tariff.Anniversary) && len(group.left) <= scopeMax:
		source.Only = group.left
	}
	run.Order = Order{Source: source, FromOn: group.asked.From, ToOn: group.asked.To}
	probed, err := s.probe(run.Order, group.billed > 0 || s.counted)
	switch code := store.Code(err); {
	case errors.Is(err, errFound):
		return run, true, nil
	case err != nil && !fatal(err):
		run.Waits = WaitsOther // what stops the whole run is said by its preview
		return run, true, nil
	case code != "":
		return run, false, err
	}
	if group.billed > 0 {
		// Whoever has no meter at all waits for no reading, and the rest of a period that is billed not for them.
		if probed.Exceptions, err = withMeter(s.tx, probed.Exceptions); err != nil {
			return run, false, err
		}
	}
	run.Left = probed.Count + PlacesOf(probed.Exceptions)
	run.Waits, run.WaitsOf = waitsOf(probed.Exceptions)
	return run, run.Left > 0, nil
}

// withMeter returns the exceptions but those that miss a reading of an object that has no meter.
func withMeter(tx *store.Tx, exceptions []Exception) (kept []Exception, err error) {
	for _, e := range exceptions {
		has := store.Code(e.Err) != tariff.CodeNoUsage
		if !has {
			if has, err = tx.Get("SELECT 1 FROM meters WHERE object = ? LIMIT 1", []any{e.Object}, new(int)); err != nil {
				return nil, err
			}
		}
		if has {
			kept = append(kept, e)
		}
	}
	return kept, nil
}

// errFound stops a probe at its first bill.
var errFound = errors.New("billing: somebody would be billed")

// probe works an order out. Where not all of it has to be known it ends with errFound at the first bill.
func (s *dueSearch) probe(order Order, whole bool) (Preview, error) {
	run := newProposing(s.ctx, s.tx, order, s.today)
	run.take = func(Proposed) error {
		if whole {
			return nil
		}
		return errFound
	}
	return run.propose()
}

// waitsOf says what exceptions wait for: the first kind of them, readings before all, and how many objects there are.
func waitsOf(exceptions []Exception) (DueWait, int) {
	if len(exceptions) == 0 {
		return "", 0
	}
	waits := WaitsOther
	for _, e := range exceptions {
		switch store.Code(e.Err) {
		case tariff.CodeNoUsage:
			return WaitsReadings, PlacesOf(exceptions)
		case tariff.CodeNoTurnover:
			waits = WaitsTurnover
		}
	}
	return waits, PlacesOf(exceptions)
}
