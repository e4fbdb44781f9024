package billing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// aheadWords stand before the first step of a bill that was made ahead, for the household to read.
const aheadWords = "预缴："

// AheadSource makes the bills of one household up to a day (收到某日), by its rules, so that the owner can pay ahead (预缴):
// for every active item of a regular cycle, the periods from the one that holds today to the one that holds the day, but
// for those that are billed. Items that count what was used are left out, because nobody knows what will be used. Whoever
// takes money may do it: it changes no price.
type AheadSource struct {
	// Code is that of a room, with its spaces, or of a space.
	Code string `json:"code"`
	// Only are the names of the items to bill; none is all.
	Only []string `json:"only"`
	// Exact ends the last bill of each item on the day asked for, where its price counts by days; the rest of that period is
	// billed when its turn comes. Without it every period is billed whole.
	Exact bool `json:"exact,omitempty"`
}

// Ahead returns the order for what a household would pay up to a day. It names that day alone as both of its days,
// because its run begins on the day on which it is done: asked again after midnight it is still the same request.
func Ahead(requestID, code string, items []string, toOn calendar.Date) Order {
	return Order{RequestID: requestID, Source: AheadSource{Code: code, Only: items}, FromOn: toOn, ToOn: toOn}
}

// AheadExactly is Ahead with the days up to that day alone: see AheadSource.Exact.
func AheadExactly(requestID, code string, items []string, toOn calendar.Date) Order {
	return Order{RequestID: requestID, Source: AheadSource{Code: code, Only: items, Exact: true}, FromOn: toOn, ToOn: toOn}
}

// Title implements Source.
func (s AheadSource) Title() string { return s.Code }

// Items implements Source: those that come by themselves with every period.
func (s AheadSource) Items(tx *store.Tx) (names []string, err error) {
	all, err := s.items(tx)
	for _, item := range all {
		names = append(names, item.Name)
	}
	return names, err
}

// items returns the active items that come by themselves with every period, of those that the source names.
func (s AheadSource) items(tx *store.Tx) ([]Item, error) {
	all, err := Items(tx)
	return slices.DeleteFunc(all, func(i Item) bool {
		return !i.Active || !i.regular() || len(s.Only) > 0 && !slices.Contains(s.Only, i.Name)
	}), err
}

// Right implements Source: who takes money may make these bills, so that an owner who pays ahead need not wait for the
// office.
func (s AheadSource) Right() staff.Action { return staff.Collect }

// Propose implements Source. It refuses a day before today or more than 1,100 days away (billing.ahead_date), a code that
// nobody has (estate.unknown_room), and to issue where nothing is left to be paid ahead (billing.nothing_ahead, billing.ahead_ended where an
// item ended before that day).
func (s AheadSource) Propose(run *Proposing) error {
	if order := run.Order; order.ToOn < run.Today || order.ToOn.DaysSince(run.Today) > spanDaysMax {
		return store.Refuse(codeAheadDate, string(run.Today), spanDaysMax)
	}
	places, err := placesOf(run.Tx, s.Code)
	if err != nil {
		return err
	}
	items, err := s.items(run.Tx)
	if err != nil {
		return err
	}
	for _, item := range items {
		for _, place := range places {
			if place.Kind != item.HangsOn {
				continue
			}
			if err := aheadOf(run, item, place.Code); err != nil {
				return err
			}
		}
	}
	if run.Issuing && run.made.Count == 0 && len(run.made.Exceptions) == 0 {
		return s.nothing(run, items)
	}
	return nil
}

// nothing refuses to issue where nothing is left to be paid ahead, and says so where that is because an item ended.
func (s AheadSource) nothing(run *Proposing, items []Item) error {
	for _, name := range s.Only {
		if !slices.ContainsFunc(items, func(i Item) bool { return i.Name == name }) {
			item, err := ItemByName(run.Tx, name)
			if err == nil && !item.Active {
				err = store.Refuse(CodeItemEnded, name)
			}
			if err != nil {
				return err
			}
		}
	}
	for _, item := range items {
		all, err := Tariffs(run.Tx, item.Name)
		if err != nil {
			return err
		}
		if last := endsOn(all); last != "" && last < run.Order.ToOn {
			return store.Refuse(codeAheadEnded, item.Name, string(last), string(run.Order.ToOn))
		}
	}
	return store.Refuse(codeNothingAhead, s.Code, string(run.Order.ToOn))
}

// aheadOf proposes the bills of one item and place. An item without a tariff is passed over, because nothing is charged
// by it.
func aheadOf(run *Proposing, item Item, code string) error {
	counted, err := countsUse(run.Tx, item.Name, make(map[string]bool))
	if err != nil || counted {
		return err
	}
	cutOn := calendar.Date("")
	if run.Order.Source.(AheadSource).Exact {
		cutOn = run.Order.ToOn
	}
	order := Order{Source: ItemSource{Item: item.Name, Only: []string{code}, cutOn: cutOn, ahead: true}, FromOn: run.Today, ToOn: run.Order.ToOn}
	one, err := previewOn(run.Ctx, run.Tx, order, run.Today)
	if store.Code(err) == CodeNoTariff {
		return nil
	}
	if err != nil {
		return err
	}
	// What lacks a reading, a turnover or another item's amount cannot be paid ahead, and is billed when its period is over.
	for _, exception := range one.Exceptions {
		if code := store.Code(exception.Err); code != tariff.CodeNoUsage && code != tariff.CodeNoItem && code != tariff.CodeNoTurnover {
			run.Except(exception)
		}
	}
	for _, b := range one.Bills {
		if err := run.Take(b.ahead()); err != nil {
			return err
		}
	}
	return nil
}

// ahead returns the bill as one that is paid before its time. Steps that become too long by the word before them are left
// out.
func (b Proposed) ahead() Proposed {
	if b.Ahead = true; len(b.Steps) > 0 {
		b.Steps = slices.Concat([]string{aheadWords + b.Steps[0]}, b.Steps[1:])
	}
	if len([]rune(b.Why())) > whyMax {
		b.Steps = []string{aheadWords}
	}
	return b
}

// PaysUntil returns the last day of the period into which a sum reaches that a household puts by: what it owes is paid first, but for
// deposits, then its property fees period after period, by the prices of today. It is "" where it has no such fee, whose months
// could be counted, and today where the sum pays no more than what is owed. Beyond 1,100 days nothing is worked out.
func (s *Billing) PaysUntil(ctx context.Context, tx *store.Tx, place estate.Object, fen money.Fen) (calendar.Date, error) {
	today, err := s.today(tx)
	if err != nil {
		return "", err
	}
	made, err := s.Preview(ctx, tx, Ahead("", place.Code, nil, today.AddDays(spanDaysMax)))
	if err != nil {
		return "", err
	}
	bills, err := OpenOf(tx, place.ID)
	if err != nil {
		return "", err
	}
	type due struct {
		toOn calendar.Date
		fen  money.Fen
	}
	var all []due
	for _, bill := range bills {
		if bill.Kind != Deposit {
			all = append(all, due{bill.ToOn, bill.OwedFen()})
		}
	}
	fees := false
	for _, bill := range made.Bills {
		isFee, err := IsPrepaidFee(tx, bill.Item, bill.Kind)
		if err != nil {
			return "", err
		}
		if isFee {
			fees, all = true, append(all, due{bill.ToOn, bill.AmountFen})
		}
	}
	if !fees {
		return "", nil
	}
	slices.SortStableFunc(all, func(a, b due) int { return cmp.Compare(a.toOn, b.toOn) })
	until := today
	for _, one := range all {
		if fen <= 0 {
			return until, nil
		}
		until = max(until, one.toOn)
		fen -= one.fen
	}
	if fen > 0 {
		until = max(until, today.AddDays(spanDaysMax))
	}
	return until, nil
}

// regular reports whether an item comes by itself with every period, so that future ones can be made now. A shared cost
// does not: its sum is known only when the period is over.
func (i Item) regular() bool {
	return i.Cycle != tariff.Once && i.Cycle != tariff.AnySpan && i.ShareBy == ""
}

// countsUse reports whether an item, or one that its rules ask for, charges what was used or turned over. A period of
// such an item is billed when it is over: billed in the middle, what is used in the rest of it would never be billed.
// Seen are the items that were asked already, which ends a circle.
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
				if isMeasured(need) {
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

// isMeasured reports whether a measure is known only when its period is over.
func isMeasured(m tariff.Measure) bool {
	return m == tariff.Turnover || strings.HasPrefix(string(m), string(tariff.UsageOf))
}

// placesOf returns the room with this code and its spaces, or the single space. A code that nobody has is
// estate.unknown_room.
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
