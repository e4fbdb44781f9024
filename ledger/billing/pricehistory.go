package billing

import (
	"encoding/json"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// PriceState is what became of a price that was set.
type PriceState string

// The states of a price. One that was set holds from its first day on, or will.
const (
	PriceSet       PriceState = "set"
	PriceReplaced  PriceState = "replaced"   // another was set for the same day
	PriceTakenBack PriceState = "taken_back" // before it began
	PriceNever     PriceState = "never"      // its tariff ended before it began
	PriceEnded     PriceState = "ended"      // no price: from FromOn on the tariff is used no more
)

// PricePeriod is one entry in the history of an item's prices: what was asked from when to when, and who decided it. ToOn "" is
// open; a price that was replaced or taken back never held and has none. By and Approver are ids of people, Approver "" where one
// person could do it alone; the times are milliseconds since 1970 UTC.
type PricePeriod struct {
	Tariff   string        `json:"tariff"`
	FromOn   calendar.Date `json:"fromOn"`
	ToOn     calendar.Date `json:"toOn"`
	Rule     *tariff.Rule  `json:"rule,omitempty"`
	State    PriceState    `json:"state"`
	By       string        `json:"by"`
	Approver string        `json:"approver"`
	AtMS     int64         `json:"atMS"`
	// Back are who took it back and when, nil for the others.
	Back *TakenBack `json:"back,omitempty"`
}

// TakenBack is who took a price back, with whom and when.
type TakenBack struct {
	By       string `json:"by"`
	Approver string `json:"approver"`
	AtMS     int64  `json:"atMS"`
}

// PriceHistory returns every price that was ever set for an item, tariff by tariff, by first day and then in the order in which they
// were set. Errors: billing.unknown_item, journal.body for a rule that cannot be read.
func PriceHistory(tx *store.Tx, item string) ([]PricePeriod, error) {
	if _, err := ItemByName(tx, item); err != nil {
		return nil, err
	}
	var all []PricePeriod
	err := tx.Each(`SELECT v.tariff, v.from_on, v.rule, v.person, v.approver, e.at_ms FROM tariff_versions v JOIN events e ON e.device = v.device AND e.seq = v.seq
		WHERE v.item = ? ORDER BY v.tariff, v.from_on, e.id`, []any{item}, func(scan func(dest ...any) error) error {
		one, rule := PricePeriod{State: PriceSet}, ""
		if err := scan(&one.Tariff, &one.FromOn, &rule, &one.By, &one.Approver, &one.AtMS); err != nil {
			return err
		}
		before := len(all) - 1
		standing := before >= 0 && all[before].Tariff == one.Tariff && all[before].FromOn == one.FromOn && all[before].State == PriceSet
		if rule == "" {
			if standing {
				all[before].State, all[before].Back = PriceTakenBack, &TakenBack{By: one.By, Approver: one.Approver, AtMS: one.AtMS}
			}
			return nil
		}
		if standing {
			all[before].State = PriceReplaced
		}
		one.Rule = new(tariff.Rule)
		if err := json.Unmarshal([]byte(rule), one.Rule); err != nil {
			return store.Fail(journal.CodeBody, err, kindVersionSet, 0)
		}
		all = append(all, one)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return withEnds(tx, item, all)
}

// withEnds fills in the last days of the prices, and adds the end of every tariff that was ended.
func withEnds(tx *store.Tx, item string, prices []PricePeriod) (all []PricePeriod, err error) {
	tariffs, err := Tariffs(tx, item)
	if err != nil {
		return nil, err
	}
	for _, t := range tariffs {
		last := t.ToOn
		of := slices.DeleteFunc(slices.Clone(prices), func(p PricePeriod) bool { return p.Tariff != t.Name })
		next := last
		for i := len(of) - 1; i >= 0; i-- {
			if of[i].State != PriceSet {
				continue
			}
			if last != "" && of[i].FromOn > last {
				of[i].State = PriceNever
				continue
			}
			of[i].ToOn, next = next, of[i].FromOn.AddDays(-1)
		}
		all = append(all, of...)
		if last == "" {
			continue
		}
		end := PricePeriod{State: PriceEnded, Tariff: t.Name, FromOn: last.AddDays(1)}
		if _, err := tx.Get(`SELECT n.person, n.approver, e.at_ms FROM tariff_ends n JOIN events e ON e.device = n.device AND e.seq = n.seq
			WHERE n.item = ? AND n.tariff = ? ORDER BY e.id DESC LIMIT 1`, []any{item, t.Name}, &end.By, &end.Approver, &end.AtMS); err != nil {
			return nil, err
		}
		all = append(all, end)
	}
	return all, nil
}
