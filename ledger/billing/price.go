package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// pricing works out the bills of one item, object by object, by its tariffs. It lives as long as one run and keeps what
// several rooms of it ask for.
type pricing struct {
	*Proposing
	source ItemSource
	item   Item
	*ground
	usage  usageCache
	needed map[string][]tariff.Measure // what a tariff's rules ask for: see needs
	// fresh says that no bill of the item is there, or that they are not to be looked at: every period is then unbilled.
	fresh  bool
	billed map[string][]billedSpan // by object, read when the first of its periods is asked for
	// due keeps the due day of the last span, which thousands of rooms share.
	due struct {
		of tariff.Span
		on calendar.Date
	}
	// uncovered, where it is set, hears of every period of an object that no tariff is for: an adjustment takes its bills
	// off.
	uncovered func(o estate.Object, span tariff.Span) error
	// comparing says that the bills that are there are priced anew, each for its own days.
	comparing bool
	// handed are the bills of parts of the period of the object that is being priced.
	handed []partBill
}

// billedSpan is a period of an object that has a bill, undone or not.
type billedSpan struct {
	tariff.Span
	revision int
	undone   bool
	// byRule is false for a bill by hand: it blocks a period of exactly its own days, and no other that it overlaps.
	byRule bool
	// compared says that an adjustment has looked at it.
	compared bool
}

// newPricing reads what a run of an item needs. Errors: billing.unknown_item, estate.unknown_room, billing.pool for a
// shared cost without a sum to split, billing.no_tariff for an item without a tariff, and those of the draft that is
// tried.
func newPricing(run *Proposing, source ItemSource) (*pricing, error) {
	g, err := readGround(run.Tx, source.Item, source.Only, source.trying)
	if err != nil {
		return nil, err
	}
	p := &pricing{Proposing: run, source: source, item: g.items[source.Item], ground: g, billed: make(map[string][]billedSpan)}
	p.usage.tx = run.Tx
	if source.instead != nil {
		p.tariffs[p.item.Name] = slices.Clone(source.instead)
		sortByRank(p.tariffs[p.item.Name])
	}
	if source.Draft != nil {
		if err := p.addDraft(*source.Draft); err != nil {
			return nil, err
		}
	}
	if p.item.ShareBy != "" && source.PoolFen <= 0 {
		return nil, store.Refuse(codePool, p.item.Name)
	}
	if len(p.tariffs[p.item.Name]) == 0 {
		return nil, store.Refuse(CodeNoTariff, p.item.Name)
	}
	there, err := run.Tx.Get("SELECT 1 FROM bills WHERE item = ? LIMIT 1", []any{p.item.Name}, new(int))
	p.fresh = !there || source.Anew
	return p, err
}

// addDraft puts a tariff that is being tried among those of the book: as another version of one that is there, whose own
// scope and days then hold, or as one more.
func (p *pricing) addDraft(draft NewTariff) error {
	if err := CheckRule(p.item, draft.Rule); err != nil {
		return err
	}
	if err := draft.Scope.check(); err != nil {
		return err
	}
	version := tariff.Version{FromOn: draft.FromOn, Rule: draft.Rule}
	all := slices.Clone(p.tariffs[draft.Item])
	at := slices.IndexFunc(all, func(t Tariff) bool { return t.Name == draft.Name })
	if at < 0 {
		all = append(all, Tariff{Item: draft.Item, Name: draft.Name, Scope: draft.Scope, FromOn: draft.FromOn, Versions: []tariff.Version{version}})
		sortByRank(all)
	} else {
		versions := slices.DeleteFunc(slices.Clone(all[at].Versions), func(v tariff.Version) bool { return v.FromOn == draft.FromOn })
		all[at].Versions = append(versions, version)
		slices.SortFunc(all[at].Versions, func(a, b tariff.Version) int { return strings.Compare(string(a.FromOn), string(b.FromOn)) })
	}
	p.tariffs[draft.Item] = all
	return nil
}

// propose goes through the periods and, within each, the objects in the estate's order. Periods of an anniversary differ by
// object, so there the objects come first.
func (p *pricing) propose() error {
	if p.item.ShareBy != "" {
		return p.shareOut()
	}
	// An anniversary counts from the handover, so that a room without that day is an exception and the run goes on.
	if p.item.Cycle == tariff.Anniversary {
		return p.eachObject(func(o estate.Object) error {
			if o.HandoverOn == "" {
				if _, _, ok, err := p.choose(p.item.Name, o, tariff.Span{From: p.Order.FromOn, To: p.Order.ToOn}); err == nil && !ok {
					p.Outside(holderOf(o))
					return nil
				}
				p.except(o, tariff.Span{From: p.Order.FromOn, To: p.Order.ToOn}, store.Refuse(codeNoHandover, p.item.Name))
				return nil
			}
			spans, err := p.item.Cycle.Periods(p.Order.FromOn, p.Order.ToOn, o.HandoverOn)
			if err != nil {
				p.except(o, tariff.Span{From: p.Order.FromOn, To: p.Order.ToOn}, asRefusal(err))
				return nil
			}
			for _, span := range spans {
				if err := p.one(o, span); err != nil {
					return err
				}
			}
			return nil
		})
	}
	spans, err := p.periods()
	if err != nil {
		return err
	}
	for _, span := range spans {
		if err := p.eachObject(func(o estate.Object) error { return p.one(o, span) }); err != nil {
			return err
		}
	}
	return nil
}

// periods returns the periods that touch the order's days; the cycles without periods have just these days.
func (p *pricing) periods() ([]tariff.Span, error) {
	if p.item.Cycle == tariff.Once || p.item.Cycle == tariff.AnySpan {
		return []tariff.Span{{From: p.Order.FromOn, To: p.Order.ToOn}}, nil
	}
	spans, err := p.item.Cycle.Periods(p.Order.FromOn, p.Order.ToOn, "")
	return spans, asRefusal(err)
}

// eachObject calls work for every object in the order of the estate and stops at its first error, or when the run is
// cancelled.
func (p *pricing) eachObject(work func(o estate.Object) error) error {
	for i, o := range p.objects {
		if err := p.At(i, len(p.objects)); err != nil {
			return err
		}
		if err := work(o); err != nil {
			return err
		}
	}
	return nil
}

// except notes why an object cannot be billed for a span.
func (p *pricing) except(o estate.Object, span tariff.Span, err error) {
	p.Except(Exception{Object: o.ID, Code: o.Code, Home: holderOf(o), Span: span, Err: asRefusal(err)})
}

// one prices an object for a period: the whole, or those stretches of it that are not billed, because somebody paid ahead to a day,
// one of several bills was taken back or the day of a handover was corrected. Who pays ahead to a day asks for no stretch after it.
func (p *pricing) one(o estate.Object, span tariff.Span) error {
	parts, err := p.parts(o, span)
	if err != nil {
		return err
	}
	p.handed = nil
	billed := true
	for _, part := range parts {
		if p.source.ahead && part.From > p.Order.ToOn {
			continue
		}
		billed = false
		if err := p.part(o, span, part); err != nil {
			return err
		}
	}
	if billed {
		p.Already()
	}
	return nil
}

// part prices an object for a span of a period and hands the bill on, or counts why there is none: it is billed already, no tariff
// is for it, its rules charge nothing. What cannot be worked out, an overlap and an amount below zero are exceptions of the
// run.
func (p *pricing) part(o estate.Object, whole, span tariff.Span) error {
	revision, state, err := p.revision(o, span)
	if err != nil {
		return err
	}
	switch {
	case state == alreadyBilled:
		p.Already()
		return nil
	case state == overlapping:
		p.except(o, span, store.Refuse(codeOverlaps, p.item.Name))
		return nil
	}
	if p.source.cutOn != "" && span.From <= p.source.cutOn && p.source.cutOn < span.To && p.countsDays() {
		span.To = p.source.cutOn
		if revision, _, err = p.revision(o, span); err != nil {
			return err
		}
	}
	priced, outcome, err := p.price(p.item.Name, o, span, nil)
	if err == nil && outcome == charged {
		priced, err = p.filled(o, whole, span, priced)
	}
	switch {
	case err != nil && fatal(err):
		return err
	case err != nil:
		p.except(o, span, err)
		return nil
	case outcome == outside:
		p.Outside(holderOf(o))
		if p.uncovered != nil {
			return p.uncovered(o, span)
		}
		return nil
	case priced.Result.AmountFen < 0:
		p.except(o, span, store.Refuse(codeNegative, priced.Result.AmountFen.Yuan()))
		return nil
	case priced.Result.AmountFen == 0:
		p.Nothing(holderOf(o))
		if !p.source.Zero {
			return nil
		}
	}
	if span != whole && !p.comparing {
		p.handed = append(p.handed, partBill{span, priced.Result.AmountFen, priced.Result.Exact.String(), priced.Tariff, priced.Version})
	}
	return p.hand(o, span, revision, priced)
}

// fatal reports whether an error stops a run, such as a failing disk or a cancelled context, because it does not concern
// one room alone. Everything else is an exception of that room.
func fatal(err error) bool {
	code := store.Code(asRefusal(err))
	return code == store.CodeInternal || strings.HasPrefix(code, "store.") || strings.HasPrefix(code, "journal.")
}

// priced is what an object comes to, who owes it and the tariff and first day of the version that made it.
type priced struct {
	Result  tariff.Result
	Debtor  string
	Tariff  string
	Version calendar.Date
	Covered tariff.Span // the days of the span that it is charged for
}

// outcome says whether a tariff is for an object at all; one that charges it nothing is still charged.
type outcome int

const (
	charged outcome = iota
	outside         // no tariff is for this object in this span
)

// price works an item out for an object. A room that was handed over within the period is charged from that day on,
// except for an item that comes once. Asking are the items that led here, so that items that ask for each other are found
// out (billing.item_loop) and do not go round for ever. The debtor is who owes on the first day charged.
func (p *pricing) price(item string, o estate.Object, span tariff.Span, asking []string) (priced, outcome, error) {
	if slices.Contains(asking, item) {
		return priced{}, outside, store.Refuse(codeItemLoop, strings.Join(append(asking, item), " → "))
	}
	whole := span // other items' bills name the period, not the part since the handover
	if o.HandoverOn != "" && span.From < o.HandoverOn && p.items[item].Cycle != tariff.Once {
		if span.From = o.HandoverOn; span.To < span.From {
			return priced{}, outside, nil
		}
	}
	chosen, covered, ok, err := p.choose(item, o, span)
	if err != nil || !ok {
		return priced{}, outside, err
	}
	party, debtor := p.partyOn(o, span.From), p.payerOf(item, o, covered.From)
	facts, err := p.facts(o, party, chosen, covered, whole, append(slices.Clone(asking), item))
	if err != nil {
		return priced{}, charged, err
	}
	versions, err := p.versionsSince(item, o, chosen, facts, covered)
	if err != nil {
		return priced{}, charged, err
	}
	result, err := tariff.Price(versions, facts, covered.From, covered.To, p.concessionsOf(o.ID, item))
	if err != nil {
		return priced{}, charged, err
	}
	return priced{Result: result, Debtor: debtor, Tariff: chosen.Name, Version: p.versionOf(item, chosen, covered.To), Covered: covered}, charged, nil
}

// versionsSince returns the versions of a tariff and, where a reading covers days before it began, those of the tariffs that held
// then: what was used under an old standard is charged by it.
func (p *pricing) versionsSince(item string, o estate.Object, chosen Tariff, facts tariff.Facts, covered tariff.Span) ([]tariff.Version, error) {
	first := covered.From
	for _, metered := range facts.Metered {
		first = min(first, metered.FirstOn(first))
	}
	if first >= chosen.begins() {
		return chosen.Versions, nil
	}
	before, _, ok, err := p.choose(item, o, tariff.Span{From: first, To: covered.From.AddDays(-1)})
	if err != nil || !ok {
		return chosen.Versions, err
	}
	return before.followed(chosen, covered).Versions, nil
}

// versionOn returns the first day of the version that holds on a day, "" before the first; versions come oldest first.
func versionOn(versions []tariff.Version, on calendar.Date) (from calendar.Date) {
	for _, v := range versions {
		if v.FromOn <= on {
			from = v.FromOn
		}
	}
	return from
}

// dueOn returns the due day of an object's bill. A room handed over within a span that is paid in advance has as many
// days from then: nobody is late with what was not theirs yet. What comes once and is due at once must be there before the keys
// are given over, so it is due on the day before (首期维修资金: 住宅专项维修资金管理办法, articles 12 and 13).
func (p *pricing) dueOn(o estate.Object, span tariff.Span) calendar.Date {
	on := p.dueOfSpan(span)
	if p.source.DueOn == "" && o.HandoverOn > span.From && p.item.Advance {
		if p.item.Cycle == tariff.Once && p.item.DueDays == 0 {
			return o.HandoverOn.AddDays(-1)
		}
		return max(on, tariff.DueOn(tariff.Span{From: o.HandoverOn, To: span.To}, true, p.item.DueDays))
	}
	return on
}

// dueOfSpan returns the due day of a span's bills: the order's own, else the item's, worked out once for all rooms.
func (p *pricing) dueOfSpan(span tariff.Span) calendar.Date {
	if p.source.DueOn != "" {
		return p.source.DueOn
	}
	if p.due.of != span {
		p.due.of, p.due.on = span, tariff.DueOn(span, p.item.Advance, p.item.DueDays)
	}
	return p.due.on
}

// hand makes the bill and passes it on. An amount beyond what a book holds is an exception (tariff.too_large).
func (p *pricing) hand(o estate.Object, span tariff.Span, revision int, from priced) error {
	// The bill names its whole period, as that of a room that was handed over within it does. A share says its days itself.
	if from.Covered.To < span.To && p.item.ShareBy == "" {
		from.Result = from.Result.Ending(from.Result.AmountFen, "只收到 "+string(from.Covered.To)+" 为止，以后没有收费标准")
	}
	proposed := Proposed{Code: o.Code, Home: holderOf(o), Applies: from.Result.Applies, Taken: from.Result.Taken, AllSteps: from.Result.Steps, NewBill: NewBill{Item: p.item.Name, Name: p.names.On(p.item.Name, span.From), Object: o.ID, FromOn: span.From, ToOn: span.To, Revision: revision,
		Kind: p.item.Kind, Debtor: from.Debtor, DueOn: p.dueOn(o, span), AmountFen: from.Result.AmountFen, Steps: from.Result.Kept(), Origin: FromTariff,
		Exact: from.Result.Exact.String(), Tariff: from.Tariff, TariffFromOn: from.Version}}
	if proposed.AmountFen > money.MaxFen {
		p.except(o, span, store.Refuse(tariff.CodeTooLarge))
		return nil
	}
	if !p.Issuing { // for people to look at
		proposed.Prices = p.pricesOver(p.item.Name, o, from.Covered, from.Result.Steps)
		if payers := p.payersOver(p.item.Name, o, from.Covered); len(payers) > 1 {
			proposed.Payers = payers
		}
	}
	return p.Take(proposed)
}
