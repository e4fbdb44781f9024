package billing

import (
	"encoding/json"
	"fmt"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Judge holds figures against the rules that the book has chosen (规定包); nothing is found where it has chosen none. What the policies say
// of the contract is filled in here.
func Judge(tx *store.Tx, f law.Figures, kinds ...law.Check) (law.Findings, error) {
	policies, pack, err := rulesOf(tx)
	if err != nil || !pack.Has(kinds...) {
		return nil, err
	}
	f.FeeMode, f.ContractOn = policies.FeeMode, policies.ContractOn
	return pack.Judge(f, kinds...), nil
}

// rulesOf reads the policies and the rules among them.
func rulesOf(tx *store.Tx) (policies estate.Policies, pack law.Pack, err error) {
	if policies, err = estate.ReadPolicies(tx); err != nil {
		return policies, pack, err
	}
	pack, err = policies.Pack()
	return policies, pack, err
}

// HasRules reports whether the book has chosen a rule of one of the kinds. A command that works hard for its figures asks before.
func HasRules(tx *store.Tx, kinds ...law.Check) (bool, error) {
	_, pack, err := rulesOf(tx)
	return pack.Has(kinds...), err
}

// RulesOn returns the rules of a kind that the book has chosen.
func RulesOn(tx *store.Tx, kind law.Check) (rules []law.Rule, err error) {
	_, pack, err := rulesOf(tx)
	for _, rule := range pack.Rules {
		if rule.Check == kind {
			rules = append(rules, rule)
		}
	}
	return rules, err
}

// Authorize is staff.Authorize for a command that rules have something to say of: what must be kept is refused whoever agrees
// (law.must), and what should be kept takes a second person beside what the deeds take. Of is what the command is about, as people
// name it. Either refusal is a law.Error, which has the rules. Findings.Passed is for the event, which has both people.
func Authorize(s *staff.Staff, tx *store.Tx, by staff.Actor, approval staff.Approval, found law.Findings, of string, deeds ...staff.Deed) (staff.Consent, error) {
	if err := found.Refusal(); err != nil {
		return staff.Consent{}, err
	}
	passing := found.Of(law.Passing)
	if len(passing) > 0 {
		deeds = append(deeds, passingDeed(passing, of))
	}
	consent, err := s.Authorize(tx, by, approval, deeds...)
	if len(passing) > 0 && store.Code(err) == staff.CodeNeedsApproval {
		err = &law.Error{Findings: passing, Err: err}
	}
	return consent, err
}

// RulesPassed returns the ids of the rules that two people passed when they made a bill in a run; none for a bill of no run.
func RulesPassed(tx *store.Tx, bill string) (rules []string, err error) {
	id, err := rawID(bill)
	if err != nil {
		return nil, err
	}
	var text string
	found, err := tx.Get(`SELECT CAST(e.body AS TEXT) FROM bills b JOIN runs r ON r.device = b.device AND r.first_seq <= b.seq AND r.seq > b.seq
		JOIN events e ON e.device = r.device AND e.seq = r.seq WHERE b.id = ?`, []any{id}, &text)
	if err != nil || !found {
		return nil, err
	}
	var body runIssuedV1
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return nil, store.Fail(store.CodeInternal, err)
	}
	return body.Law, nil
}

// passingDeed is the deed of passing rules: which, of what, and what was found.
func passingDeed(passing law.Findings, of string) staff.Deed {
	var names, figures []string
	for _, one := range passing {
		names = append(names, one.Rule.Name())
		for _, figure := range one.Args {
			figures = append(figures, fmt.Sprint(figure))
		}
	}
	return staff.Deed{Action: staff.PassLaw, About: staff.PartOf("law", staff.Content(of, content(passing))),
		Terms: staff.NewTerms("of", of, "law", strings.Join(names, "、"), "found", strings.Join(figures, "、"), "content", content(passing))}
}

// worksDeposits is what the deposits for works of a place come to that were asked for and are still there, in fen.
func worksDeposits(tx *store.Tx, object string) (sum money.Fen, err error) {
	err = tx.Each(`SELECT b.item, coalesce(i.inspect, 0), b.amount_fen - b.reduced_fen - coalesce(d.used_fen + d.returned_fen + d.moved_fen, 0)
		FROM bills b LEFT JOIN deposits d ON d.bill = b.id LEFT JOIN items i ON i.name = b.item
		WHERE b.object = ? AND b.kind = 'deposit' AND b.undone = 0`, []any{object}, func(scan func(dest ...any) error) error {
		var item string
		var inspect bool
		var left money.Fen
		if err := scan(&item, &inspect, &left); err != nil {
			return err
		}
		if inspect || IsForWorks(item) {
			sum += left
		}
		return nil
	})
	return sum, err
}

// isForWorks reports whether a deposit of an item is held against works: by the item, or by its name where no item has it.
func isForWorks(tx *store.Tx, name string) (bool, error) {
	item, err := ItemByName(tx, name)
	if store.Code(err) == CodeUnknownItem {
		return IsForWorks(name), nil
	}
	return item.Inspect || IsForWorks(name), err
}

// sharedWords are in the names of what is shared out without a pool, by a price.
var sharedWords = []string{"公摊", "分摊", "摊销"}

// isShared reports whether an item shares a cost out among households, by a pool or by its name.
func (i Item) isShared() bool {
	if i.ShareBy != "" {
		return true
	}
	plain := law.PlainName(i.Name)
	for _, word := range sharedWords {
		if strings.Contains(plain, word) {
			return true
		}
	}
	return false
}
