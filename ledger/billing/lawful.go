package billing

import (
	"cmp"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// This file has the figures of each command that rules of the law speak of. A screen asks the same functions before it asks the command.

// asks returns the business day, and whether the book has chosen a rule of one of the kinds.
func (s *Billing) asks(tx *store.Tx, kinds ...law.Check) (today calendar.Date, has bool, err error) {
	if has, err = HasRules(tx, kinds...); err != nil || !has {
		return "", has, err
	}
	today, err = s.today(tx)
	return today, true, err
}

// LawOfBill is what the rules say of a bill by hand: of a deposit for works, with what the home has of them already.
func (s *Billing) LawOfBill(tx *store.Tx, order ByHand) (law.Findings, error) {
	today, has, err := s.asks(tx, law.WorksDeposit)
	if err != nil || !has {
		return nil, err
	}
	item, kind, err := KindByHand(tx, order.Item, order.Kind)
	if err != nil || kind != Deposit {
		return nil, err
	}
	room, err := placesOf(tx, order.Room)
	if err != nil {
		return nil, err
	}
	isWorks, err := isForWorks(tx, item)
	if err != nil || !isWorks {
		return nil, err
	}
	there, err := worksDeposits(tx, room[0].ID)
	if err != nil {
		return nil, err
	}
	return Judge(tx, law.Figures{Today: today, DepositFen: there + order.AmountFen}, law.WorksDeposit)
}

// LawOfConcession is what the rules say of a vacancy concession (空置减免): what the home still pays, and since when it is vacant, which is
// the first day of those of its concessions that go on without a gap.
func (s *Billing) LawOfConcession(tx *store.Tx, wish Concession, objects []string) (found law.Findings, err error) {
	if wish.Name != ConcessionNames[0] {
		return nil, nil
	}
	today, has, err := s.asks(tx, law.Vacancy)
	if err != nil || !has {
		return nil, err
	}
	told := make(map[string]bool) // what is the same of many rooms is said once
	for _, object := range objects {
		wish.Object = object
		one, err := lawOfVacancy(tx, wish, today)
		if err != nil {
			return nil, err
		}
		for _, finding := range one {
			if key := content(finding); !told[key] {
				told[key], found = true, append(found, finding)
			}
		}
	}
	return found, nil
}

// lawOfVacancy is LawOfConcession for the object of the wish.
func lawOfVacancy(tx *store.Tx, wish Concession, today calendar.Date) (law.Findings, error) {
	all, err := Concessions(tx, wish.Object)
	if err != nil {
		return nil, err
	}
	since := wish.FromOn
	slices.SortFunc(all, func(a, b Concession) int { return cmp.Compare(b.FromOn, a.FromOn) })
	for _, before := range all {
		if before.Name == wish.Name && before.Item == wish.Item && before.FromOn < since && before.ToOn >= since.AddDays(-1) {
			since = before.FromOn
		}
	}
	return Judge(tx, law.Figures{Today: today, Percent: wish.Factor.Mul(tariff.Whole(100)), SinceOn: since, ToOn: wish.ToOn}, law.Vacancy)
}

// LawOfItem is what the rules say of an item that is made or changed: of another late fee than old has, and of a shared cost by its name.
func (s *Billing) LawOfItem(tx *store.Tx, old, item Item) (found law.Findings, err error) {
	today, has, err := s.asks(tx, law.LateFee, law.Sharing)
	if err != nil || !has || !item.Active {
		return nil, err
	}
	if rate, err := tariff.ParseNumber(string(item.LateFee.RatePerDay)); err == nil && rate.Sign() > 0 && item.LateFee != old.LateFee {
		most, err := tariff.ParseNumber(string(item.LateFee.MostPercent))
		if found, err = Judge(tx, law.Figures{Today: today, Percent: most, Unbounded: err != nil}, law.LateFee); err != nil {
			return nil, err
		}
	}
	if !item.isShared() {
		return found, nil
	}
	shared, err := Judge(tx, law.Figures{Today: today, Names: []string{item.Name}}, law.Sharing)
	return append(found, shared...), err
}

// LawOfRule is what the rules say of a rule of prices: of what it asks of a vacant home beside one that is lived in, and of the names of
// the lines of a shared cost.
func (s *Billing) LawOfRule(tx *store.Tx, name string, rule tariff.Rule, fromOn calendar.Date) (found law.Findings, err error) {
	today, has, err := s.asks(tx, law.Vacancy, law.Sharing)
	if err != nil || !has {
		return nil, err
	}
	item, err := ItemByName(tx, name)
	if err != nil {
		return nil, err
	}
	if percent, reduced := vacantPays(rule, fromOn); reduced && item.Kind == Income {
		if found, err = Judge(tx, law.Figures{Today: today, Percent: percent, SinceOn: fromOn}, law.Vacancy); err != nil {
			return nil, err
		}
	}
	if !item.isShared() {
		return found, nil
	}
	shared, err := lawOfShared(tx, today, item, []tariff.Version{{Rule: rule}})
	return append(found, shared...), err
}

// lawOfShared holds the names of a shared cost and of its lines against the rules.
func lawOfShared(tx *store.Tx, today calendar.Date, item Item, versions []tariff.Version) (law.Findings, error) {
	names := []string{item.Name}
	for _, version := range versions {
		for _, line := range version.Rule.Lines {
			names = append(names, line.Name)
		}
	}
	return Judge(tx, law.Figures{Today: today, Names: names}, law.Sharing)
}

// vacantPays returns how many percent a home that stands empty pays of what it pays when it is lived in, by the same rule in the same
// month; reduced is false where the two pay alike, or a rule asks for more than a home has.
func vacantPays(rule tariff.Rule, on calendar.Date) (percent tariff.Number, reduced bool) {
	home := tariff.Facts{Kind: "room", Use: "住宅", State: "自住", Party: "owner", Floor: 5, AreaCentiM2: 100_00}
	versions, first := []tariff.Version{{FromOn: on, Rule: rule}}, on
	lived, err := tariff.Price(versions, home, first, first.AddDays(27), nil)
	if err != nil || lived.Exact.Sign() <= 0 {
		return percent, false
	}
	home.State = "空置"
	vacant, err := tariff.Price(versions, home, first, first.AddDays(27), nil)
	if err != nil {
		return percent, false
	}
	share, err := vacant.Exact.Quo(lived.Exact)
	return share.Mul(tariff.Whole(100)), err == nil && share.Cmp(tariff.Whole(1)) != 0
}

// lawNotes are what a run notes of its bills as it goes, for the rules.
type lawNotes struct {
	// kinds are those of the rules that the book has chosen, read as the run begins; a run under none notes nothing.
	kinds map[law.Check]bool
	// untilOn is the last day that is paid ahead, and deposits what the deposits for works of each place come to.
	untilOn  calendar.Date
	deposits map[string]money.Fen
}

// noteLaw notes a bill where a rule may speak of it. A run of a million ordinary bills notes none.
func (p *Proposing) noteLaw(b Proposed) error {
	switch {
	case len(p.lawNotes.kinds) == 0:
	case b.Ahead && b.ToOn > p.lawNotes.untilOn:
		isFee, err := IsPrepaidFee(p.Tx, b.Item, b.Kind)
		if err == nil && isFee {
			p.lawNotes.untilOn = b.ToOn
		}
		return err
	case b.Kind == Deposit && p.lawNotes.kinds[law.WorksDeposit]:
		isWorks, err := isForWorks(p.Tx, b.Item)
		if err != nil || !isWorks {
			return err
		}
		if p.lawNotes.deposits == nil {
			p.lawNotes.deposits = make(map[string]money.Fen)
		}
		if _, known := p.lawNotes.deposits[b.Object]; !known {
			if p.lawNotes.deposits[b.Object], err = worksDeposits(p.Tx, b.Object); err != nil {
				return err
			}
		}
		p.lawNotes.deposits[b.Object] += b.AmountFen
	}
	return nil
}

// readLaw reads which kinds of rules the book has chosen.
func (p *Proposing) readLaw() error {
	_, pack, err := rulesOf(p.Tx)
	p.lawNotes.kinds = make(map[law.Check]bool, len(pack.Rules))
	for _, rule := range pack.Rules {
		p.lawNotes.kinds[rule.Check] = true
	}
	return err
}

// lawful is what the rules say of all that a run makes.
func (p *Proposing) lawful() (found law.Findings, err error) {
	if p.made.Count == 0 || len(p.lawNotes.kinds) == 0 {
		return nil, nil
	}
	if on := p.lawNotes.untilOn; on != "" {
		if found, err = Judge(p.Tx, law.Figures{Today: p.Today, UntilOn: on}, law.Prepaying...); err != nil {
			return nil, err
		}
	}
	var most money.Fen
	for _, fen := range p.lawNotes.deposits {
		most = max(most, fen)
	}
	if most > 0 {
		deposits, err := Judge(p.Tx, law.Figures{Today: p.Today, DepositFen: most}, law.WorksDeposit)
		if err != nil {
			return nil, err
		}
		found = append(found, deposits...)
	}
	source, ofItem := p.Order.Source.(ItemSource)
	if !ofItem || source.trying != nil || source.Draft != nil || !p.lawNotes.kinds[law.Sharing] {
		return found, nil
	}
	item, err := ItemByName(p.Tx, source.Item)
	if err != nil || !item.isShared() {
		return found, err
	}
	all, err := Tariffs(p.Tx, item.Name)
	if err != nil {
		return nil, err
	}
	var versions []tariff.Version
	for _, one := range all {
		versions = append(versions, one.Versions...)
	}
	shared, err := lawOfShared(p.Tx, p.Today, item, versions)
	return append(found, shared...), err
}
