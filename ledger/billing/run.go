package billing

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Preview works out what a run would bill, and issues nothing. What one object cannot be billed for is among its
// Exceptions; an error is what stops the whole: an unknown item, one without a tariff, a span that is none.
func (s *Billing) Preview(ctx context.Context, tx *store.Tx, order Order) (Preview, error) {
	today, err := s.today(tx)
	if err != nil {
		return Preview{}, err
	}
	return s.previewOn(ctx, tx, order, today)
}

func (s *Billing) previewOn(ctx context.Context, tx *store.Tx, order Order, today calendar.Date) (Preview, error) {
	if err := order.check(true); err != nil {
		return Preview{}, err
	}
	p, err := newPricing(ctx, tx, order, today)
	if err != nil {
		return Preview{}, err
	}
	p.tally.places = map[string]place{}
	p.take = func(b Proposed) error {
		if len(p.tally.Bills) < previewsKept {
			p.tally.Bills = append(p.tally.Bills, b)
		}
		return nil
	}
	if err := p.run(); err != nil {
		return Preview{}, err
	}
	return p.tally.result(), nil
}

// Try is Preview for an item that is not in the book: what a manager who puts a rule together sees before saving it. The
// order's Draft is its tariff.
func (s *Billing) Try(ctx context.Context, tx *store.Tx, item Item, order Order) (Preview, error) {
	today, err := s.today(tx)
	if err != nil {
		return Preview{}, err
	}
	return s.tryOn(ctx, tx, item, order, today)
}

func (s *Billing) tryOn(ctx context.Context, tx *store.Tx, item Item, order Order, today calendar.Date) (Preview, error) {
	if err := item.check(); err != nil {
		return Preview{}, err
	}
	order.Item, order.Anew = item.Name, true
	if order.Draft == nil {
		return Preview{}, store.Refuse(CodeNoTariff, item.Name)
	}
	draft := *order.Draft
	draft.Item = item.Name
	order.Draft, order.trying = &draft, &item
	return s.previewOn(ctx, tx, order, today)
}

// RunResult is what a run made. Run is the id that its event and the list of runs name.
type RunResult struct {
	Run        string      `json:"run"`
	Count      int         `json:"count"`
	SumFen     money.Fen   `json:"sumFen"`
	Already    int         `json:"already"`
	Exceptions []Exception `json:"-"`
}

// Run issues the bills of an order: all of them or, on any error or when ctx ends, none. It
// refuses a run with exceptions unless the order leaves them out (billing.exceptions, with their number and the first), one
// that would come out otherwise than the preview a person agreed to (billing.changed), and one of which everything is
// billed already (billing.already). The same request again gives what it made.
func (s *Billing) Run(ctx context.Context, by staff.Actor, order Order) (RunResult, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (RunResult, error) {
		return s.doRun(ctx, tx, by, order, today)
	})
}

// RunAll issues the bills of several orders, all of them or, on any error, none. Errors: those of Run for the first order that
// is refused, and that of ctx.
func (s *Billing) RunAll(ctx context.Context, by staff.Actor, orders []Order) ([]RunResult, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (results []RunResult, err error) {
		for _, order := range orders {
			result, err := s.doRun(ctx, tx, by, order, today)
			if err != nil {
				return nil, err
			}
			results = append(results, result)
		}
		return results, ctx.Err()
	})
}

func (s *Billing) doRun(ctx context.Context, tx *store.Tx, by staff.Actor, order Order, today calendar.Date) (RunResult, error) {
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return RunResult{}, err
	}
	return journal.Once(tx, request, runAt, func() (RunResult, error) {
		if err := s.staff.Require(tx, by, staff.IssueBills); err != nil {
			return RunResult{}, err
		}
		return s.issueOrder(ctx, tx, by, request, order, today)
	})
}

func (s *Billing) issueOrder(ctx context.Context, tx *store.Tx, by staff.Actor, request journal.Request, order Order, today calendar.Date) (RunResult, error) {
	if err := order.check(false); err != nil {
		return RunResult{}, err
	}
	p, err := newPricing(ctx, tx, order, today)
	if err != nil {
		return RunResult{}, err
	}
	if !p.item.Active {
		return RunResult{}, store.Refuse(CodeItemEnded, p.item.Name)
	}
	if p.item.ShareBy != "" && (order.LeaveOut || len(order.Only) > 0) {
		return RunResult{}, store.Refuse(codeSharedWhole, p.item.Name) // who is left out would be paid for by the others
	}
	writer, err := s.newIssue(tx, by.ID())
	if err != nil {
		return RunResult{}, err
	}
	p.take = func(b Proposed) error {
		if len(p.tally.Exceptions) > 0 && !order.LeaveOut {
			return nil // it will be refused as a whole; what is left is to hear of every exception
		}
		_, err := writer.add(b.NewBill)
		return err
	}
	if err := p.run(); err != nil {
		return RunResult{}, err
	}
	made := p.tally.result()
	switch {
	case ctx.Err() != nil: // whoever cancels the last of it cancels it all
		return RunResult{}, ctx.Err()
	case len(made.Exceptions) > 0 && !order.LeaveOut:
		return RunResult{Exceptions: made.Exceptions}, refuseExceptions(made.Exceptions)
	case made.Count == 0 && made.Already > 0:
		return RunResult{}, store.Refuse(codeAlreadyAll, p.item.Name, string(order.FromOn), string(order.ToOn), made.Already)
	case order.Digest != "" && order.Digest != made.Digest:
		return RunResult{}, store.Refuse(CodeChanged, p.item.Name)
	case made.Count == 0:
		return RunResult{}, store.Refuse(CodeNothing)
	}
	result := RunResult{Run: writer.closing.Run, Count: made.Count, SumFen: made.SumFen, Already: made.Already, Exceptions: made.Exceptions}
	return result, writer.close(request, staff.Consent{})
}

// runAt reads back the run that one event closed.
func runAt(tx *store.Tx, deviceNo, seq int64) (r RunResult, err error) {
	found, err := tx.Get("SELECT run, bills, sum_fen FROM runs WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &r.Run, &r.Count, &r.SumFen)
	if err == nil && !found {
		err = store.Refuse(CodeNothing)
	}
	return r, err
}

// aheadWords stand before the steps of a bill that was made ahead.
const aheadWords = "预缴："

// CollectTo makes the bills of one object up to a day (收到某日), by its rules, so that the owner can pay ahead: for every
// active item of a regular cycle that its last bill or today's period does not reach. Items that count what was used are
// left out, because nobody knows what will be used. Whoever takes money may do it: it changes no price. It returns the number
// and the sum of the bills made; nothing left to make is billing.nothing_ahead.
func (s *Billing) CollectTo(ctx context.Context, by staff.Actor, requestID, code string, items []string, toOn calendar.Date) (RunResult, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (RunResult, error) {
		return s.doCollectTo(ctx, tx, by, requestID, code, items, toOn, today)
	})
}

func (s *Billing) doCollectTo(ctx context.Context, tx *store.Tx, by staff.Actor, requestID, code string, items []string, toOn, today calendar.Date) (RunResult, error) {
	if err := s.staff.Require(tx, by, staff.Collect); err != nil {
		return RunResult{}, err
	}
	wish := struct {
		Code  string
		Items []string
		ToOn  calendar.Date
	}{code, items, toOn}
	request, err := journal.NewRequest(requestID, wish)
	if err != nil {
		return RunResult{}, err
	}
	return journal.Once(tx, request, runAt, func() (RunResult, error) { return s.collectTo(ctx, tx, request, by, code, items, toOn, today) })
}

func (s *Billing) collectTo(ctx context.Context, tx *store.Tx, request journal.Request, by staff.Actor, code string, items []string, toOn, today calendar.Date) (RunResult, error) {
	ahead, err := s.aheadOn(ctx, tx, code, items, toOn, today)
	if err != nil {
		return RunResult{}, err
	}
	if len(ahead.Exceptions) > 0 {
		return RunResult{Exceptions: ahead.Exceptions}, refuseExceptions(ahead.Exceptions)
	}
	if ahead.Count == 0 {
		return RunResult{}, store.Refuse(codeNothingAhead, code, string(toOn))
	}
	writer, err := s.newIssue(tx, by.ID())
	if err != nil {
		return RunResult{}, err
	}
	for _, b := range ahead.Bills {
		if b.Ahead = true; len(b.Steps) > 0 {
			b.Steps = slices.Concat([]string{aheadWords + b.Steps[0]}, b.Steps[1:])
		}
		if len([]rune(b.Why())) > whyMax {
			b.Steps = []string{aheadWords}
		}
		if _, err := writer.add(b.NewBill); err != nil {
			return RunResult{}, err
		}
	}
	return RunResult{Run: writer.closing.Run, Count: ahead.Count, SumFen: ahead.SumFen}, writer.close(request, staff.Consent{})
}

// Ahead works out what CollectTo would make, for an object of the room or space with this code and, for a room, for its
// spaces as well.
func (s *Billing) Ahead(ctx context.Context, tx *store.Tx, code string, items []string, toOn calendar.Date) (Preview, error) {
	today, err := s.today(tx)
	if err != nil {
		return Preview{}, err
	}
	return s.aheadOn(ctx, tx, code, items, toOn, today)
}

func (s *Billing) aheadOn(ctx context.Context, tx *store.Tx, code string, items []string, toOn, today calendar.Date) (Preview, error) {
	if !toOn.Valid() || toOn < today || toOn.DaysSince(today) > spanDaysMax {
		return Preview{}, store.Refuse(codeAheadDate, string(today), spanDaysMax)
	}
	places, err := placesOf(tx, code)
	if err != nil {
		return Preview{}, err
	}
	all, err := Items(tx)
	if err != nil {
		return Preview{}, err
	}
	var sum Preview
	for _, item := range all {
		if !item.Active || !item.regular() || len(items) > 0 && !slices.Contains(items, item.Name) {
			continue
		}
		for _, place := range places {
			if place.Kind != item.HangsOn {
				continue
			}
			if err := s.aheadOf(ctx, tx, &sum, item, place.Code, toOn, today); err != nil {
				return Preview{}, err
			}
		}
	}
	return sum, nil
}

// regular reports whether an item comes by itself with every period, so that future ones can be made now.
func (i Item) regular() bool {
	return i.Cycle != tariff.Once && i.Cycle != tariff.AnySpan && i.ShareBy == ""
}

func (s *Billing) aheadOf(ctx context.Context, tx *store.Tx, sum *Preview, item Item, code string, toOn, today calendar.Date) error {
	counted, err := countsUse(tx, item.Name, make(map[string]bool))
	if err != nil || counted {
		return err
	}
	one, err := s.previewOn(ctx, tx, Order{Item: item.Name, FromOn: today, ToOn: toOn, Only: []string{code}}, today)
	if store.Code(err) == CodeNoTariff {
		return nil
	}
	if err != nil {
		return err
	}
	for _, exception := range one.Exceptions {
		if code := store.Code(exception.Err); code != tariff.CodeNoUsage && code != tariff.CodeNoItem && code != tariff.CodeNoTurnover {
			sum.Exceptions = append(sum.Exceptions, exception)
		}
	}
	total, err := money.Add(sum.SumFen, one.SumFen)
	if err != nil {
		return store.Fail(CodeAmount, err)
	}
	sum.Bills, sum.Count, sum.SumFen = append(sum.Bills, one.Bills...), sum.Count+one.Count, total
	return nil
}

// countsUse reports whether an item, or one that its rules ask for, charges what was used or turned over: a period of it is
// billed when it is over, because what a reading in the middle of it leaves to come would never be billed.
// Seen are the items that were asked already.
func countsUse(tx *store.Tx, item string, seen map[string]bool) (bool, error) {
	if seen[item] {
		return false, nil
	}
	seen[item] = true
	all, err := Tariffs(tx, item)
	if err != nil {
		return false, err
	}
	for _, t := range all {
		for _, version := range t.Versions {
			for _, need := range version.Rule.Needs() {
				if need == tariff.Turnover || strings.HasPrefix(string(need), string(tariff.UsageOf)) {
					return true, nil
				}
				if other, ok := strings.CutPrefix(string(need), string(tariff.AmountOf)); ok {
					if counted, err := countsUse(tx, other, seen); counted || err != nil {
						return counted, err
					}
				}
			}
		}
	}
	return false, nil
}

// placesOf returns the room with this code and its spaces, or the single space.
func placesOf(tx *store.Tx, code string) ([]estate.Object, error) {
	room, err := estate.ByCode(tx, code)
	if store.Code(err) == estate.CodeUnknownRoom {
		space, err := estate.ByCodeOf(tx, estate.Space, code)
		return []estate.Object{space}, err
	}
	if err != nil {
		return nil, err
	}
	spaces, err := estate.Spaces(tx, room.ID)
	return append([]estate.Object{room}, spaces...), err
}
