package billing

import (
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

// LawOfBill is what the rules say of a bill by hand: of a deposit for works, with what the home has of them already, and of a property fee,
// which is due on the last day that can be said of it. A bill by hand names no days that it is for, so that one that is due now only reminds.
func (s *Billing) LawOfBill(tx *store.Tx, order ByHand) (law.Findings, error) {
	today, has, err := s.asks(tx, law.WorksDeposit, law.PrepayMonths, law.PrepayContract)
	if err != nil || !has {
		return nil, err
	}
	item, kind, err := KindByHand(tx, order.Item, order.Kind)
	if err != nil {
		return nil, err
	}
	room, err := placesOf(tx, order.Room)
	if err != nil {
		return nil, err
	}
	if kind == Deposit {
		return s.LawOfDeposit(tx, room[0].ID, item, order.AmountFen)
	}
	isFee, err := isCalledFee(tx, item, kind)
	if err != nil || !isFee {
		return nil, err
	}
	f := law.Figures{Today: today, ByHand: true}
	if order.DueOn > today {
		f.UntilOn = order.DueOn
	}
	return Judge(tx, f, law.PrepayMonths, law.PrepayContract)
}

// LawOfDeposit is what the rules say of a deposit of an item that a place is asked for, in fen: of one for works, with what the place has of
// them already.
func (s *Billing) LawOfDeposit(tx *store.Tx, object, item string, fen money.Fen) (law.Findings, error) {
	today, has, err := s.asks(tx, law.WorksDeposit)
	if err != nil || !has || fen <= 0 {
		return nil, err
	}
	isWorks, err := isForWorks(tx, item)
	if err != nil || !isWorks {
		return nil, err
	}
	there, err := worksDeposits(tx, object)
	if err != nil {
		return nil, err
	}
	return Judge(tx, law.Figures{Today: today, DepositFen: there + fen}, law.WorksDeposit)
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

// LawOfTariff is what the rules say of a rule of prices that a tariff of an item gets from a day on: of what it asks of a vacant home beside
// one that is lived in, and of the names of the lines of a shared cost. Scope is that of the tariff.
func (s *Billing) LawOfTariff(tx *store.Tx, draft NewTariff) (found law.Findings, err error) {
	today, has, err := s.asks(tx, law.Vacancy, law.Sharing)
	if err != nil || !has {
		return nil, err
	}
	item, err := ItemByName(tx, draft.Item)
	if err != nil {
		return nil, err
	}
	if item.Kind == Income {
		if found, err = lawOfVacantPrice(tx, today, draft); err != nil {
			return nil, err
		}
	}
	if !item.isShared() {
		return found, nil
	}
	shared, err := lawOfShared(tx, today, item, []tariff.Version{{Rule: draft.Rule}})
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
