package billing

import (
	"context"
	"encoding/json"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// The longest names of an item's settings, in characters, and the most items a book has, tariffs an item has and versions a
// tariff has. A run reads all of them at once.
const (
	subjectMax  = 40
	itemsMax    = 500
	tariffsMax  = 200
	versionsMax = 200
	dueDaysMax  = 366
	// issueDaysMax is how many days before or after its day a run may be due.
	issueDaysMax = 60
	// What a late fee is called, the item's name and LateFeeSuffix, is the name of a bill's item too.
	itemNameMax = itemMax - 3
	sourceMax   = 80
)

// Item is something the estate charges for (收费项目). The name it was made with is its identity: bills and postings carry
// it, so it never changes. What bills call it may become another from a day on: see RenameItem.
type Item struct {
	Name string `json:"name"`
	// Kind is Income, Agency or Deposit: whose money it is. It decides the account that its bills are credited to.
	Kind string `json:"kind"`
	// HangsOn is the kind of object it is charged for, estate.Room or estate.Space.
	HangsOn string `json:"hangsOn"`
	// Cycle says which days a bill is for: a month, a quarter, the year from the handover, once.
	Cycle tariff.Cycle `json:"cycle"`
	// Advance says that a bill is due DueDays after its period begins, not after it ends.
	Advance bool `json:"advance"`
	DueDays int  `json:"dueDays"` // 0 to 366
	// IssueDays moves the day on which the run of a period is due, see RunOn: so many days later or, below zero and for an
	// item paid in advance, earlier. −60 to 60.
	IssueDays int `json:"issueDays,omitempty"`
	// LateFee is the 违约金 of bills that fall due from the day it was set on; the zero value is none.
	LateFee tariff.LateFee `json:"lateFee"`
	// TaxPercent is the tax rate contained in the amount, a decimal in percent; "" is none.
	TaxPercent tariff.Value `json:"taxPercent,omitempty"`
	// Subject is finance's account code and Merchant who gets the money of a split; both may change at any time, because
	// neither is written into a bill.
	Subject  string `json:"subject,omitempty"`
	Merchant string `json:"merchant,omitempty"`
	// ShareBy makes the item a shared cost (公摊): a sum split among the rooms by this measure. "" is none.
	ShareBy tariff.Measure `json:"shareBy,omitempty"`
	// Purpose is the kept-for purpose of prepayments that may pay its bills beside those kept for any; see Purpose.
	Purpose Purpose `json:"purpose,omitempty"`
	// Source names the published document that a base or minimum charge collected for a utility rests on; "" is none.
	Source string `json:"source,omitempty"`
	// Inspect says that a deposit of it goes back only once somebody has looked and found nothing wrong (验收).
	Inspect bool `json:"inspect,omitempty"`
	// Template names the template it was made from, "" for none.
	Template string `json:"template,omitempty"`
	// Active is false for an item that is charged no more: no run issues it (billing.item_ended), and its bills stay.
	Active bool `json:"active"`
}

// check checks an item by itself, without the book. Errors: billing.item, billing.kind, billing.hangs_on, billing.cycle,
// billing.share_cycle, billing.purpose, billing.due_days, billing.issue_days for a run before a period that is paid in arrears, billing.inspect for one that is no deposit, billing.tax, billing.latefee_clause, and those of
// the rules for a measure or a late fee.
func (i Item) check() error {
	for _, text := range []struct {
		value string
		most  int
	}{{i.Subject, subjectMax}, {i.Merchant, subjectMax}, {i.Template, subjectMax}, {i.Source, sourceMax}, {i.LateFee.Clause, sourceMax}} {
		if len([]rune(text.value)) > text.most || !store.Printable(text.value) || strings.TrimSpace(text.value) != text.value {
			return store.Refuse(codeItem, text.most)
		}
	}
	if err := checkItemName(i.Name); err != nil {
		return err
	}
	switch {
	case i.Kind != Income && i.Kind != Agency && i.Kind != Deposit:
		return store.Refuse(codeKind, i.Kind)
	case i.Inspect && i.Kind != Deposit:
		return store.Refuse(codeInspect)
	case i.HangsOn != estate.Room && i.HangsOn != estate.Space:
		return store.Refuse(CodeHangsOn, i.HangsOn)
	case !i.Cycle.Known():
		return store.Refuse(CodeCycle, string(i.Cycle))
	case i.ShareBy != "" && i.Cycle == tariff.Anniversary: // one sum cannot be split over years that differ by room
		return store.Refuse(CodeShareCycle)
	case !i.Purpose.IsKnown():
		return store.Refuse(CodePurpose, string(i.Purpose))
	case i.DueDays < 0 || i.DueDays > dueDaysMax:
		return store.Refuse(codeDueDays, dueDaysMax)
	case i.CheckIssueDays() != nil:
		return i.CheckIssueDays()
	}
	if i.TaxPercent != "" {
		if percent, err := tariff.ParseNumber(string(i.TaxPercent)); err != nil || percent.Sign() < 0 || percent.Cmp(tariff.Whole(100)) >= 0 {
			return store.Refuse(CodeTax)
		}
	}
	// A measure is right where a rule of one line that counts it is.
	if i.ShareBy != "" {
		if err := (tariff.Rule{Lines: []tariff.Line{{Measure: i.ShareBy, Price: "1"}}}).Check(); err != nil {
			return asRefusal(err)
		}
	}
	if err := i.LateFee.Check(); err != nil {
		return asRefusal(err)
	}
	if rate, err := tariff.ParseNumber(string(i.LateFee.RatePerDay)); err == nil && rate.Sign() > 0 && i.LateFee.Clause == "" {
		return store.Refuse(CodeLatefeeClause) // without a clause of the contract nobody owes one
	}
	return nil
}

// CheckIssueDays refuses another day for the item's runs than a run may have (billing.issue_days).
func (i Item) CheckIssueDays() error {
	if i.IssueDays < -issueDaysMax || i.IssueDays > issueDaysMax || i.IssueDays < 0 && !i.Advance {
		return store.Refuse(codeIssueDays, issueDaysMax)
	}
	return nil
}

// SetItem makes an item, or changes one. A person who may set up items makes one alone; changing one that is there needs
// a second person (staff.needs_approval), because it decides about money, but for whether it is charged at all while nothing was
// billed by it. An item as it is already changes nothing and asks nobody.
//
// A late fee needs the clause of the contract that has it (billing.latefee_clause), a base or minimum charge collected
// for a utility the published document (billing.base_source). Its kind, its cycle and what it hangs on never change once
// a bill carries it (billing.item_fixed): the bills that are out would be read by another rule than made them. Another
// late-fee rule holds for the bills that are due from tomorrow on: what is late already, or will be by the end of today,
// stays as it was. A new item with a name that another was given since is billing.item_there; a book has at most 500
// (billing.too_many).
func (s *Billing) SetItem(ctx context.Context, by staff.Actor, approval staff.Approval, item Item) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		_, err := s.doSetItem(tx, by, approval, item)
		return err
	})
}

// ChangeItem is SetItem for an item that is there, as it was when somebody began to change it. What was deleted meanwhile does not come
// back (billing.unknown_item), and what somebody else changed meanwhile is not put back to what it was (billing.item_changed).
func (s *Billing) ChangeItem(ctx context.Context, by staff.Actor, approval staff.Approval, was, item Item) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		now, err := ItemByName(tx, item.Name)
		if err == nil && now != was {
			err = store.Refuse(codeItemChanged, item.Name)
		}
		if err == nil {
			_, err = s.doSetItem(tx, by, approval, item)
		}
		return err
	})
}

// doSetItem tells a new item from a change by whether one of this name is there. Every check stands before the approval
// is used. It returns who agreed, where somebody had to.
func (s *Billing) doSetItem(tx *store.Tx, by staff.Actor, approval staff.Approval, item Item) (used staff.Consent, err error) {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return used, err
	}
	if err := item.check(); err != nil {
		return used, err
	}
	body := itemSetV1{Item: item, By: by.ID()}
	var deeds []staff.Deed
	old, err := ItemByName(tx, item.Name)
	switch store.Code(err) {
	case CodeUnknownItem:
		if err := mayAdd(tx, item); err != nil {
			return used, err
		}
		if deeds, err = uninspected(tx, item); err != nil {
			return used, err
		}
	case "":
		if old == item {
			return used, nil
		}
		if err := s.mayChange(tx, old, item); err != nil {
			return used, err
		}
		// An item that loses its document, or becomes Agency, might have a rule that is not allowed any more.
		if err := checkSources(tx, item); err != nil {
			return used, err
		}
		if body.LateFeeFromOn, err = s.newLateFee(tx, old, item); err != nil {
			return used, err
		}
		if deeds, err = changeDeeds(tx, old, item); err != nil {
			return used, err
		}
	default:
		return used, err
	}
	found, err := s.LawOfItem(tx, old, item)
	if err != nil {
		return used, err
	}
	if body.Approver, err = Authorize(s.staff, tx, by, approval, found, item.Name, deeds...); err != nil {
		return used, err
	}
	body.Law = found.Passed()
	_, err = s.journal.Append(tx, kindItemSet, body)
	return body.Approver, err
}

// mayAdd refuses a new item of a name that another item was given since, because people could not tell the two apart
// (billing.item_there), and one too many (billing.too_many).
func mayAdd(tx *store.Tx, item Item) error {
	if _, err := CalledItem(tx, item.Name); store.Code(err) != CodeUnknownItem {
		if err == nil {
			err = store.Refuse(CodeItemThere, item.Name)
		}
		return err
	}
	var count int
	_, err := tx.Get("SELECT count(*) FROM items", nil, &count)
	if err == nil && count >= itemsMax {
		err = store.Refuse(codeTooMany, itemsMax)
	}
	return err
}

// changeDeeds are what a second person agrees to where an item changes. Only to stop charging it, or to begin again, takes the people
// that making it takes.
func changeDeeds(tx *store.Tx, old, item Item) ([]staff.Deed, error) {
	if old.Active = item.Active; old == item {
		return deedsOnceBilled(tx, item.Name, item.deed())
	}
	return []staff.Deed{item.deed()}, nil
}

// AddItem makes an item together with its first tariff, both or neither. The approval is for a deposit for works that goes back
// uninspected, see uninspected. Errors: billing.item_there, and those of SetItem and AddTariff.
func (s *Billing) AddItem(ctx context.Context, by staff.Actor, approval staff.Approval, item Item, first NewTariff) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		if _, err := ItemByName(tx, item.Name); err == nil {
			return store.Refuse(CodeItemThere, item.Name)
		}
		used, err := s.doSetItem(tx, by, approval, item)
		if err != nil {
			return err
		}
		if used.Person != "" { // an approval is used once
			approval = staff.Approval{}
		}
		first.Item = item.Name
		return s.doAddTariff(tx, by, approval, first)
	})
}

// uninspected is the deed of a new item that lets deposits go back uninspected that are for works by their name, or were paid in by
// that name before; it takes a second person. There is none for any other item.
func uninspected(tx *store.Tx, item Item) ([]staff.Deed, error) {
	if item.Kind != Deposit || item.Inspect {
		return nil, nil
	}
	paid, err := tx.Get("SELECT 1 FROM bills WHERE item = ? AND kind = 'deposit' AND paid_fen > 0 LIMIT 1", []any{item.Name}, new(int))
	if err != nil || !paid && !IsForWorks(item.Name) {
		return nil, err
	}
	return []staff.Deed{item.deed()}, nil
}

// newLateFee returns the first due day of another late-fee rule, tomorrow; "" where the rule stays as it is. An item has
// at most 200 rules (billing.too_many).
func (s *Billing) newLateFee(tx *store.Tx, old, item Item) (calendar.Date, error) {
	if old.LateFee == item.LateFee {
		return "", nil
	}
	rules := 0
	if _, err := tx.Get("SELECT count(*) FROM item_late_fees WHERE item = ?", []any{item.Name}, &rules); err != nil {
		return "", err
	}
	if rules >= versionsMax {
		return "", store.Refuse(codeTooMany, versionsMax)
	}
	today, err := s.today(tx)
	if err != nil {
		return "", err
	}
	return today.AddDays(1), nil
}

// mayChange refuses another kind, cycle or object kind for an item that a bill carries, even one that was undone
// (billing.item_fixed), and another way of sharing for one that has a tariff (billing.shared_switch): a tariff with a
// price and one without read as something else then.
func (s *Billing) mayChange(tx *store.Tx, old, item Item) error {
	if old.ShareBy != item.ShareBy {
		there, err := tx.Get("SELECT 1 FROM tariffs WHERE item = ? LIMIT 1", []any{item.Name}, new(int))
		if err == nil && there {
			err = store.Refuse(codeSharedSwitch, item.Name)
		}
		if err != nil {
			return err
		}
	}
	if old.Kind == item.Kind && old.HangsOn == item.HangsOn && old.Cycle == item.Cycle {
		return nil
	}
	billed, err := tx.Get("SELECT 1 FROM bills WHERE item = ? LIMIT 1", []any{item.Name}, new(int))
	if err == nil && billed {
		err = store.Refuse(codeItemFixed, item.Name)
	}
	return err
}

// itemColumns are the columns that scanItem reads, in its order; applyItemSet writes them in the same one.
const itemColumns = "name, kind, hangs_on, cycle, advance, due_days, late_fee, tax_percent, subject, merchant, share_by, template, active, source, purpose, inspect, issue_days"

func scanItem(scan func(dest ...any) error) (Item, error) {
	var i Item
	var lateFee string
	if err := scan(&i.Name, &i.Kind, &i.HangsOn, &i.Cycle, &i.Advance, &i.DueDays, &lateFee, &i.TaxPercent, &i.Subject, &i.Merchant, &i.ShareBy, &i.Template, &i.Active, &i.Source, &i.Purpose, &i.Inspect, &i.IssueDays); err != nil {
		return i, err
	}
	return i, json.Unmarshal([]byte(lateFee), &i.LateFee)
}

// Items returns every item, by name.
func Items(tx *store.Tx) ([]Item, error) {
	return store.All(tx, "SELECT "+itemColumns+" FROM items ORDER BY name", nil, scanItem)
}

// ItemByName returns one item; an unknown name is billing.unknown_item.
func ItemByName(tx *store.Tx, name string) (Item, error) {
	all, err := store.All(tx, "SELECT "+itemColumns+" FROM items WHERE name = ?", []any{name}, scanItem)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownItem, name)
	}
	if err != nil {
		return Item{}, err
	}
	return all[0], nil
}
