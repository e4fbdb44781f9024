package charges

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// poolTried is the sum that the trial of a shared cost splits until another is typed: 10,000 yuan, as an effect does.
const poolTried money.Fen = 10_000_00

// namedRooms is how many rooms a reason for failing names.
const namedRooms = 5

// trial is one live preview to be worked out.
type trial struct {
	item   billing.Item
	source billing.ItemSource
	order  billing.Order // of no source yet
	isNew  bool
	room   string
	areas  map[string]int64
	stand  map[string]standing
}

// tried is what came out, ready to be drawn.
type tried struct {
	// problem is why there is nothing else, "" for none.
	problem string

	span                              tariff.Span
	count, outside, nothing, failures int
	sum                               money.Fen
	branches                          []branch
	rooms                             []triedRoom
	failing                           []reason
}

// triedRoom is one room with its amount and every step of it.
type triedRoom struct {
	label, code string
	areaCentiM2 int64
	amount      money.Fen
	steps       []string
	none        string // why there is no amount
}

// reason is why some rooms cannot be worked out.
type reason struct {
	sentence string
	code     string
	count    int
	rooms    []string
}

// tryLines are what the preview is to assume.
func (e *editor) tryLines() []line {
	try := &e.draft.try
	rows := []line{e.heading("try", ""), e.typedLine("try.room", "tryRoom", "", &try.room, strings.TrimSpace)}
	span := e.spanTried()
	from, to := e.typedLine("try.from", "tryFrom", "", &try.from, strings.TrimSpace), e.typedLine("try.to", "tryTo", "", &try.to, strings.TrimSpace)
	from.value, to.value = cmp.Or(try.from, string(span.From)), cmp.Or(try.to, string(span.To))
	rows = append(rows, from, to)
	rule, _ := e.draft.filled()
	for _, need := range rule.Needs() {
		if kind, found := strings.CutPrefix(string(need), string(tariff.UsageOf)); found {
			rows = append(rows, line{key: "try." + string(need), label: e.s.text("charges.line.tryUsage", kind), value: try.usage[kind],
				help: e.s.text("charges.help.tryUsage"), set: func(typed string) { try.usage[kind] = clean(typed) }})
		}
		if need == tariff.Turnover {
			rows = append(rows, e.typedLine("try.turnover", "tryTurnover", e.s.text("charges.unit.yuan"), &try.turnover, clean))
		}
	}
	if e.draft.item.ShareBy != "" {
		pool := e.typedLine("try.pool", "tryPool", e.s.text("charges.unit.yuan"), &try.pool, clean)
		pool.value = cmp.Or(try.pool, poolTried.String())
		rows = append(rows, pool)
	}
	return rows
}

// spanTried is the period that is tried until another is typed: the first whole one under the new rule or, where readings
// decide, the last one that is over.
func (e *editor) spanTried() tariff.Span {
	cycle := e.draft.item.Cycle
	if cycle == tariff.Once || cycle == tariff.AnySpan || cycle == tariff.Anniversary {
		cycle = tariff.EveryMonth
	}
	on, err := parseDay(e.fromOn())
	if err != nil {
		on = e.s.today
	}
	rule, _ := e.draft.filled()
	read := slices.ContainsFunc(rule.Needs(), isUsage)
	if read {
		on = e.s.today
	}
	from, to, err := cycle.PeriodOf(on, "")
	switch {
	case err != nil:
	case read:
		from, to, err = cycle.PeriodOf(from.AddDays(-1), "")
	case from < on:
		from, to, err = cycle.PeriodOf(to.AddDays(1), "")
	}
	if err != nil {
		return tariff.Span{From: on, To: on}
	}
	return tariff.Span{From: from, To: to}
}

// trial makes the preview of the sheet as it stands, or says what is wrong with it.
func (e *editor) trial() (trial, *fault) {
	item, wrong := e.buildItem()
	if wrong != nil && wrong.key == "name" {
		item.Name, wrong = e.s.text("charges.unnamed"), nil // what it costs does not depend on what it is called
	}
	if wrong != nil {
		return trial{}, wrong
	}
	draft, wrong := e.buildTariff()
	if wrong != nil && wrong.key == "tariff" {
		draft.Name, wrong = e.s.text("charges.basic"), nil
	}
	if wrong != nil {
		return trial{}, wrong
	}
	draft.Item = item.Name
	t := trial{item: item, isNew: e.draft.mode == newItem, areas: e.s.estate.areas[item.HangsOn], stand: e.s.estate.standing[item.HangsOn],
		source: billing.ItemSource{Item: item.Name, Draft: &draft, Anew: true, Zero: true}}
	if wrong := e.assume(&t); wrong != nil {
		return trial{}, wrong
	}
	draft.FromOn = min(draft.FromOn, t.order.FromOn)
	return t, nil
}

// assume puts what the preview is to assume into a trial.
func (e *editor) assume(t *trial) *fault {
	try, span := e.draft.try, e.spanTried()
	var err error
	if t.order.FromOn, err = parseDay(cmp.Or(try.from, string(span.From))); err != nil {
		return &fault{key: "try.from", sentence: e.s.text("charges.wrong.day")}
	}
	if t.order.ToOn, err = parseDay(cmp.Or(try.to, string(span.To))); err != nil {
		return &fault{key: "try.to", sentence: e.s.text("charges.wrong.day")}
	}
	if t.order.ToOn < t.order.FromOn {
		return &fault{key: "try.to", sentence: e.s.text("charges.wrong.order", t.order.ToOn, t.order.FromOn)}
	}
	if t.item.ShareBy != "" {
		if t.source.PoolFen, err = money.Parse(cmp.Or(try.pool, poolTried.String())); err != nil {
			return &fault{key: "try.pool", sentence: e.s.deps.Explain(err)}
		}
	}
	given := billing.Given{Usage: map[string]tariff.Number{}}
	for kind, typed := range try.usage {
		if typed == "" {
			continue
		}
		if given.Usage[kind], err = tariff.ParseNumber(typed); err != nil {
			return &fault{key: "try." + string(tariff.UsageOf) + kind, sentence: e.s.deps.Explain(err)}
		}
	}
	if try.turnover != "" {
		turnover, err := tariff.ParseNumber(try.turnover)
		if err != nil {
			return &fault{key: "try.turnover", sentence: e.s.deps.Explain(err)}
		}
		given.Turnover = &turnover
	}
	t.source.Given = &given
	if try.room != "" {
		code, found := e.s.estate.code(t.item.HangsOn, try.room)
		if !found {
			return &fault{key: "try.room", sentence: e.s.deps.Explain(store.Refuse(estate.CodeUnknownRoom, try.room))}
		}
		t.room = code
	}
	return nil
}

// try works the preview out off the UI thread once typing rests; one that is under way is cancelled.
func (e *editor) try() {
	if e.draft.mode == itemSettings || e.s.counter == nil {
		return
	}
	e.stop()
	t, wrong := e.trial()
	if wrong != nil {
		if e.fault == nil {
			e.fault = wrong
			e.sheet.refresh()
		}
		e.tried = tried{problem: wrong.sentence}
		e.drawTried()
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	e.cancel = cancel
	var result tried
	e.s.frame.Run("", func(work context.Context, _ func(done, total int)) (err error) {
		defer context.AfterFunc(work, cancel)()
		if err := rest(ctx, e.s.deps.Rest); err != nil {
			return err
		}
		result, err = t.run(ctx, e.s)
		return err
	}, func(err error) {
		if ctx.Err() != nil {
			return // a newer one has begun
		}
		cancel()
		if e.tried = result; err != nil {
			e.tried = tried{problem: e.s.deps.Explain(err)}
		}
		e.drawTried()
	})
}

// stop cancels the preview under way.
func (e *editor) stop() {
	if e.cancel != nil {
		e.cancel()
	}
	e.cancel = nil
}

// rest waits until typing rests, or gives why not.
func rest(ctx context.Context, pause time.Duration) error {
	if pause <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t trial) run(ctx context.Context, s *Screen) (tried, error) {
	var preview billing.Preview
	var err error
	if t.isNew {
		preview, err = s.counter.Pricing.Try(ctx, t.item, t.source, t.order)
	} else {
		order := t.order
		order.Source = t.source
		preview, err = s.counter.Charging.Preview(ctx, order)
	}
	if err != nil {
		return tried{}, err
	}
	return t.summed(s, preview), nil
}

// summed picks out of a preview what is shown: how many each branch takes, a household of each, the one that was typed, and who
// fails why.
func (t trial) summed(s *Screen, preview billing.Preview) tried {
	result := tried{span: tariff.Span{From: t.order.FromOn, To: t.order.ToOn}, count: preview.Places.Charged, sum: preview.SumFen,
		outside: preview.Places.Outside, nothing: preview.Places.Nothing, failures: len(preview.Exceptions), failing: t.reasons(s, preview.Exceptions)}
	if t.room != "" {
		result.rooms = append(result.rooms, t.typed(s, preview))
	}
	rule := t.source.Draft.Rule
	if t.item.ShareBy == "" { // what is split among all is not charged line by line
		result.branches = branchesOf(s, rule, preview.Bills)
	}
	if t.item.HangsOn == estate.Space {
		result.count, result.nothing = spacesOf(preview.Bills)
		result.outside = max(0, len(t.stand)-result.count-result.nothing-billing.PlacesOf(preview.Exceptions))
	}
	for _, bill := range typical(preview.Bills, t.stand) {
		stand := t.stand[bill.Code]
		label := joinedBy(" · ", append(takenBy(s, rule, bill), stand.use, stand.state)...)
		result.rooms = append(result.rooms, t.roomOf(label, bill))
	}
	return result
}

func (t trial) roomOf(label string, bill billing.Proposed) triedRoom {
	return triedRoom{label: label, code: bill.Code, areaCentiM2: t.areas[bill.Code], amount: bill.AmountFen, steps: bill.AllSteps}
}

// typed finds the room that was typed in the preview.
func (t trial) typed(s *Screen, preview billing.Preview) triedRoom {
	for _, bill := range preview.Bills {
		if bill.Code == t.room {
			return t.roomOf(s.text("charges.typed"), bill)
		}
	}
	none := triedRoom{label: s.text("charges.typed"), code: t.room, areaCentiM2: t.areas[t.room], none: s.text("charges.none.here")}
	for _, exception := range preview.Exceptions {
		if exception.Code == t.room {
			none.none = s.deps.Explain(inner(exception.Err))
		}
	}
	return none
}

// reasons gathers rooms that fail for the same reason, the commonest first.
func (t trial) reasons(s *Screen, exceptions []billing.Exception) []reason {
	at, seen := map[string]int{}, map[string]bool{}
	var all []reason
	for _, exception := range exceptions {
		err := inner(exception.Err)
		code := store.Code(err)
		index, found := at[code]
		if !found {
			index = len(all)
			at[code] = index
			all = append(all, reason{sentence: s.deps.Explain(err), code: code})
		}
		if seen[code+" "+exception.Code] { // another period of the same room
			continue
		}
		seen[code+" "+exception.Code] = true
		all[index].count++
		if len(all[index].rooms) < namedRooms {
			all[index].rooms = append(all[index].rooms, exception.Code)
		}
	}
	slices.SortStableFunc(all, func(a, b reason) int { return cmp.Compare(b.count, a.count) })
	return all
}
