package billing

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Tariff is one charge standard of an item (收费标准): where it applies, from when to when, and its dated versions, oldest
// first. ToOn "" is open. Where several fit a room, Scope.Rank says which of them wins.
type Tariff struct {
	Item     string           `json:"item"`
	Name     string           `json:"name"`
	Scope    Scope            `json:"scope"`
	FromOn   calendar.Date    `json:"fromOn"`
	ToOn     calendar.Date    `json:"toOn"`
	Versions []tariff.Version `json:"versions"`

	// joined says that the versions are those of several tariffs that follow each other, so that its name does not stand for
	// them.
	joined bool
	// party is that of the days to which the tariff was cut, "" where it was not: see within.
	party string
}

// asRefusal returns an error of the pure rules as one of the book, with its code, arguments and place; any other error,
// and none, as it is.
func asRefusal(err error) error {
	if err == nil {
		return nil
	}
	var pure *tariff.Error
	if errors.As(err, &pure) {
		return store.Fail(pure.Code, err, pure.Args...)
	}
	return err
}

// NewTariff is a tariff to be made, with its first version from FromOn on.
type NewTariff struct {
	Item   string        `json:"item"`
	Name   string        `json:"name"`
	Scope  Scope         `json:"scope"`
	FromOn calendar.Date `json:"fromOn"`
	Rule   tariff.Rule   `json:"rule"`
}

// AddTariff makes a tariff with its first version. That may begin in the past, for a book that takes over in the middle
// of a year: bills that are already there keep their amounts. Before the first bill of the item one person puts its
// tariffs together; once one was made by a tariff, even one that was taken back since, another tariff is another price
// for somebody and needs a second person (staff.needs_approval).
//
// Errors: billing.unknown_item, billing.tariff_name, billing.tariff_there for a name that the item has a tariff of,
// billing.scope_unknown for a scope that names nothing of the estate, billing.item_loop, billing.base_source,
// billing.period, billing.too_many, and those of the rule's own Check.
func (s *Billing) AddTariff(ctx context.Context, by staff.Actor, approval staff.Approval, order NewTariff) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doAddTariff(tx, by, approval, order)
	})
}

// doAddTariff writes two events, the tariff and its first version, so that no tariff is ever without a price.
func (s *Billing) doAddTariff(tx *store.Tx, by staff.Actor, approval staff.Approval, order NewTariff) error {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return err
	}
	if _, err := ItemByName(tx, order.Item); err != nil {
		return err
	}
	if name := strings.TrimSpace(order.Name); name == "" || name != order.Name || len([]rune(name)) > itemMax {
		return store.Refuse(codeTariffName, itemMax)
	}
	if err := CheckScope(tx, order.Scope); err != nil {
		return err
	}
	all, err := Tariffs(tx, order.Item)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(t Tariff) bool { return t.Name == order.Name }) {
		return store.Refuse(codeTariffThere, order.Name)
	}
	if len(all) >= tariffsMax {
		return store.Refuse(codeTooMany, tariffsMax)
	}
	if _, err := calendar.ParseDate(string(order.FromOn)); err != nil {
		return store.Refuse(codePeriod)
	}
	if err := checkRule(tx, order.Item, order.Rule); err != nil {
		return err
	}
	body := tariffSetV1{Item: order.Item, Name: order.Name, Scope: order.Scope, FromOn: order.FromOn, By: by.ID()}
	found, err := s.LawOfTariff(tx, order)
	if err != nil {
		return err
	}
	deeds, err := deedsOnceBilled(tx, order.Item, order.deed())
	if err != nil {
		return err
	}
	if body.Approver, err = Authorize(s.staff, tx, by, approval, found, order.Item, deeds...); err != nil {
		return err
	}
	body.Law = found.Passed()
	if _, err := s.journal.Append(tx, kindTariffSet, body); err != nil {
		return err
	}
	// The approval stands in the event of the tariff, and each is used once.
	return s.appendVersion(tx, versionSetV1{Item: order.Item, Tariff: order.Name, FromOn: order.FromOn, By: by.ID(), Agreed: body.Approver.Person}, order.Rule)
}

// onceBilled asks for a second person where bills were made by the item's tariffs, even such as were taken back since: making a
// tariff, ending it and ending the item take the same people.
func (s *Billing) onceBilled(tx *store.Tx, by staff.Actor, approval staff.Approval, item string, deed staff.Deed) (staff.Consent, error) {
	deeds, err := deedsOnceBilled(tx, item, deed)
	if err != nil || len(deeds) == 0 {
		return staff.Consent{}, err
	}
	return s.staff.Authorize(tx, by, approval, deeds...)
}

// deedsOnceBilled is a deed where bills were made by the item's tariffs, and none before.
func deedsOnceBilled(tx *store.Tx, item string, deed staff.Deed) ([]staff.Deed, error) {
	billed, err := tx.Get("SELECT 1 FROM bills WHERE item = ? AND origin = 'tariff' LIMIT 1", []any{item}, new(int))
	if err != nil || !billed {
		return nil, err
	}
	return []staff.Deed{deed}, nil
}

// PriceChange is another rule for a tariff from a day on.
type PriceChange struct {
	Item   string        `json:"item"`
	Tariff string        `json:"tariff"`
	FromOn calendar.Date `json:"fromOn"`
	Rule   tariff.Rule   `json:"rule"`
}

// ChangePrice adds a version to a tariff, with a second person (staff.needs_approval). It never reaches back: a day
// before today is billing.price_past, and one within a period that is already billed by this tariff is
// billing.price_billed with the last day that is billed, those that a household pays ahead not counted. The version of
// the same day is replaced. A day after the tariff's end is billing.tariff_ended. What was billed wrongly is put right by
// Adjust and not by a price in the past.
func (s *Billing) ChangePrice(ctx context.Context, by staff.Actor, approval staff.Approval, change PriceChange) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		today, err := s.today(tx)
		if err != nil {
			return err
		}
		return s.doChangePrice(tx, by, approval, change, today)
	})
}

func (s *Billing) doChangePrice(tx *store.Tx, by staff.Actor, approval staff.Approval, change PriceChange, today calendar.Date) error {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return err
	}
	if err := checkChange(tx, change, today); err != nil {
		return err
	}
	current, err := TariffByName(tx, change.Item, change.Tariff)
	if err != nil {
		return err
	}
	found, err := s.LawOfTariff(tx, NewTariff{Item: change.Item, Name: change.Tariff, Scope: current.Scope, FromOn: change.FromOn, Rule: change.Rule})
	if err != nil {
		return err
	}
	consent, err := Authorize(s.staff, tx, by, approval, found, change.Item, change.deed())
	if err != nil {
		return err
	}
	return s.appendVersion(tx, versionSetV1{Item: change.Item, Tariff: change.Tariff, FromOn: change.FromOn, By: by.ID(), Agreed: consent.Person, Approver: consent,
		Law: found.Passed()}, change.Rule)
}

// checkChange refuses a version that ChangePrice would not save. Effect asks it too, before a person studies the price.
func checkChange(tx *store.Tx, change PriceChange, today calendar.Date) error {
	current, err := TariffByName(tx, change.Item, change.Tariff)
	if err != nil {
		return err
	}
	switch {
	case !change.FromOn.Valid():
		return store.Refuse(codePeriod)
	case change.FromOn < today:
		return store.Refuse(CodePricePast, string(change.FromOn), string(today))
	case current.ToOn != "" && change.FromOn > current.ToOn:
		return store.Refuse(codeTariffEnded, change.Tariff, string(current.ToOn))
	}
	set := 0 // those that were replaced or taken back are kept too
	if _, err := tx.Get("SELECT count(*) FROM tariff_versions WHERE item = ? AND tariff = ?", []any{change.Item, change.Tariff}, &set); err != nil {
		return err
	}
	if set >= versionsMax {
		return store.Refuse(codeTooMany, versionsMax)
	}
	until, err := billedTo(tx, change.Item, change.Tariff)
	if err != nil {
		return err
	}
	if until >= string(change.FromOn) {
		return store.Refuse(codePriceBilled, change.Tariff, until)
	}
	return checkRule(tx, change.Item, change.Rule)
}

// billedTo returns the last day that standing bills of a tariff cover, "" where none do. Bills that a household had made
// ahead do not count: one household that pays a year ahead would otherwise hold the price for all others. It keeps the
// price it paid.
func billedTo(tx *store.Tx, item, name string) (on string, err error) {
	_, err = tx.Get("SELECT coalesce(max(period_to), '') FROM bills WHERE item = ? AND tariff = ? AND undone = 0 AND of_bill IS NULL AND ahead = 0",
		[]any{item, name}, &on)
	return on, err
}

// appendVersion writes a version's event with its rule; one beyond 64 KiB of JSON is tariff.rule_long.
func (s *Billing) appendVersion(tx *store.Tx, body versionSetV1, rule tariff.Rule) error {
	text, err := json.Marshal(rule)
	if err != nil {
		return store.Fail(journal.CodeBody, err, kindVersionSet, 0)
	}
	if len(text) > ruleBytesMax {
		return store.Refuse(tariff.CodeRuleLong, ruleBytesMax)
	}
	body.Rule = text
	_, err = s.journal.Append(tx, kindVersionSet, body)
	return err
}

// Tariffs returns the tariffs of an item with their versions, by name; item "" returns those of all items. Errors:
// journal.body for a rule that cannot be read.
func Tariffs(tx *store.Tx, item string) ([]Tariff, error) {
	all, err := store.All(tx, `SELECT item, name, scope, from_on, coalesce((SELECT to_on FROM tariff_ends e WHERE e.item = t.item AND e.tariff = t.name ORDER BY `+journal.Place("e")+` DESC LIMIT 1), '')
		FROM tariffs t WHERE ?1 = '' OR item = ?1 ORDER BY item, name`, []any{item},
		func(scan func(dest ...any) error) (Tariff, error) {
			var t Tariff
			var scope string
			if err := scan(&t.Item, &t.Name, &scope, &t.FromOn, &t.ToOn); err != nil {
				return t, err
			}
			return t, json.Unmarshal([]byte(scope), &t.Scope)
		})
	if err != nil {
		return nil, err
	}
	at := make(map[[2]string]int, len(all))
	for i, t := range all {
		at[[2]string{t.Item, t.Name}] = i
	}
	err = tx.Each("SELECT item, tariff, from_on, rule FROM tariff_versions v WHERE (?1 = '' OR item = ?1) AND rule <> '' AND "+newestVersion+" ORDER BY item, tariff, from_on", []any{item},
		func(scan func(dest ...any) error) error {
			var name, of, rule string
			var version tariff.Version
			if err := scan(&of, &name, &version.FromOn, &rule); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(rule), &version.Rule); err != nil {
				return store.Fail(journal.CodeBody, err, kindVersionSet, 0)
			}
			i, ok := at[[2]string{of, name}]
			if !ok {
				return store.Refuse(codeUnknownTariff, name)
			}
			all[i].Versions = append(all[i].Versions, version)
			return nil
		})
	return all, err
}

// newestVersion is true of a row v of tariff_versions where none was set later for its day.
var newestVersion = `NOT EXISTS (SELECT 1 FROM tariff_versions later WHERE later.item = v.item AND later.tariff = v.tariff
	AND later.from_on = v.from_on AND ` + journal.Place("later") + " > " + journal.Place("v") + ")"

// TariffByName returns one tariff of an item; an unknown one is billing.unknown_tariff.
func TariffByName(tx *store.Tx, item, name string) (Tariff, error) {
	all, err := Tariffs(tx, item)
	if err != nil {
		return Tariff{}, err
	}
	for _, t := range all {
		if t.Name == name {
			return t, nil
		}
	}
	return Tariff{}, store.Refuse(codeUnknownTariff, name)
}
