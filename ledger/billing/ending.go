package billing

import (
	"context"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// kindItemDeleted is the event of DeleteItem.
const kindItemDeleted = "item.deleted"

// itemDeletedV1 takes an item that was never used out of the book.
type itemDeletedV1 struct {
	Item string `json:"item"`
	By   string `json:"by"`
}

// EndTariff lets a tariff hold no longer than toOn; the day before its first means that it never held. It takes the same people as
// making another one: a second person once the item was billed (staff.needs_approval). It must not cut into what is billed
// (billing.price_billed), nor end earlier than that (billing.end_early) or after the day on which it ends already (billing.end_late). Its bills stay as
// they are.
func (s *Billing) EndTariff(ctx context.Context, by staff.Actor, approval staff.Approval, item, name string, toOn calendar.Date) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doEndTariff(tx, by, approval, item, name, toOn)
	})
}

func (s *Billing) doEndTariff(tx *store.Tx, by staff.Actor, approval staff.Approval, item, name string, toOn calendar.Date) error {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return err
	}
	current, err := TariffByName(tx, item, name)
	if err != nil {
		return err
	}
	if err := checkEnd(name, tariff.Span{From: current.FromOn, To: current.ToOn}, toOn); err != nil {
		return err
	}
	until, err := billedTo(tx, item, name)
	if err != nil {
		return err
	}
	if until > string(toOn) {
		return store.Refuse(codePriceBilled, name, until)
	}
	consent, err := s.onceBilled(tx, by, approval, item, priceDeed("tariff_end", item+" "+name, staff.NewTerms("to", string(toOn))))
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindTariffEnded, tariffEndedV1{Item: item, Name: name, ToOn: toOn, By: by.ID(), Agreed: consent.Person, Approver: consent})
	return err
}

// EndItem lets no tariff of an item hold longer than toOn, which may be any day; one that would begin later never holds. It takes the
// same people as EndTariff. Bills that reach beyond the day stay as they are: IssuedFrom names them, and Adjust takes off what they
// ask too much. Errors: billing.unknown_item, billing.no_tariff, billing.period for a day that is none, billing.end_late where every
// tariff ends by then already, staff.needs_approval.
func (s *Billing) EndItem(ctx context.Context, by staff.Actor, approval staff.Approval, item string, toOn calendar.Date) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doEndItem(tx, by, approval, item, toOn)
	})
}

func (s *Billing) doEndItem(tx *store.Tx, by staff.Actor, approval staff.Approval, item string, toOn calendar.Date) error {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return err
	}
	if _, err := ItemByName(tx, item); err != nil {
		return err
	}
	all, err := Tariffs(tx, item)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeNoTariff, item)
	}
	if err != nil {
		return err
	}
	var bodies []tariffEndedV1
	for _, t := range all {
		last := max(toOn, t.FromOn.AddDays(-1))
		if t.ToOn == "" || last < t.ToOn {
			bodies = append(bodies, tariffEndedV1{Item: item, Name: t.Name, ToOn: last, By: by.ID()})
		}
	}
	if !toOn.Valid() {
		return store.Refuse(codePeriod)
	}
	if len(bodies) == 0 {
		return store.Refuse(codeEndLate, item, string(endsOn(all)))
	}
	consent, err := s.onceBilled(tx, by, approval, item, priceDeed("item_end", item, staff.NewTerms("to", string(toOn))))
	if err != nil {
		return err
	}
	bodies[0].Approver = consent // an approval is used once
	for _, body := range bodies {
		body.Agreed = consent.Person
		if _, err := s.journal.Append(tx, kindTariffEnded, body); err != nil {
			return err
		}
	}
	return nil
}

// checkEnd refuses another last day of what holds on a span, whose end is "" where it has none: a day that is none (billing.period),
// one before it could have held never (billing.end_early) and one that would make it longer (billing.end_late).
func checkEnd(name string, holds tariff.Span, toOn calendar.Date) error {
	never := holds.From.AddDays(-1)
	switch {
	case !toOn.Valid():
		return store.Refuse(codePeriod)
	case toOn < never:
		return store.Refuse(codeEndEarly, name, string(holds.From), string(never))
	case holds.To != "" && toOn > holds.To:
		return store.Refuse(codeEndLate, name, string(holds.To))
	}
	return nil
}

// endsOn returns the last day on which one of an item's tariffs holds, "" where one holds without an end or there is none.
func endsOn(all []Tariff) (last calendar.Date) {
	for _, t := range all {
		if t.ToOn == "" {
			return ""
		}
		last = max(last, t.ToOn)
	}
	return last
}

// DeleteItem takes an item out of the book that was never used, with its tariffs, names, late-fee rules and offers; its name is then
// free. One person who may set up items does it, as one makes it. Errors: billing.unknown_item, billing.item_used for one that a bill
// carries, even one that was taken back, billing.item_named for one that another item's rule, a concession or a package asks for.
func (s *Billing) DeleteItem(ctx context.Context, by staff.Actor, item string) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doDeleteItem(tx, by, item)
	})
}

func (s *Billing) doDeleteItem(tx *store.Tx, by staff.Actor, item string) error {
	if err := s.staff.Require(tx, by, staff.SetUpItems); err != nil {
		return err
	}
	if _, err := ItemByName(tx, item); err != nil {
		return err
	}
	if err := checkUnused(tx, item); err != nil {
		return err
	}
	_, err := s.journal.Append(tx, kindItemDeleted, itemDeletedV1{Item: item, By: by.ID()})
	return err
}

// checkUnused refuses an item that something in the book names beside itself.
func checkUnused(tx *store.Tx, item string) error {
	billed, err := tx.Get("SELECT 1 FROM bills WHERE item = ? LIMIT 1", []any{item}, new(int))
	if err == nil && billed {
		err = store.Refuse(CodeItemUsed, item)
	}
	if err != nil {
		return err
	}
	// What every version asks for counts, past ones too: a period of the past may still be priced by them.
	all, err := Tariffs(tx, "")
	if err != nil {
		return err
	}
	for _, t := range all {
		for _, version := range t.Versions {
			for _, asked := range itemsOf(version.Rule) {
				if asked == item && t.Item != item {
					return store.Refuse(codeItemNamed, item, t.Item)
				}
			}
		}
	}
	var name string
	found, err := tx.Get(`SELECT name FROM concessions WHERE item = ?1 UNION ALL
		SELECT name FROM packages p WHERE EXISTS (SELECT 1 FROM json_each(p.items) WHERE value = ?1) LIMIT 1`, []any{item}, &name)
	if err == nil && found {
		err = store.Refuse(codeItemNamed, item, name)
	}
	return err
}

// applyItemDeleted takes the item's rows out of every table that only says what is to be charged by it. The row of the deletion goes
// in first: while its event is not written the database lets them go.
func applyItemDeleted(tx *store.Tx, e journal.Event, body itemDeletedV1) error {
	if _, err := tx.Exec("INSERT INTO item_deletions (device, seq, item, person) VALUES (?, ?, ?, ?)", e.DeviceNo, e.Seq, body.Item, body.By); err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM tariff_versions WHERE item = ?", "DELETE FROM tariff_ends WHERE item = ?", "DELETE FROM tariffs WHERE item = ?", "DELETE FROM item_names WHERE item = ?",
		"DELETE FROM item_late_fees WHERE item = ?", "DELETE FROM prepay_offers WHERE item = ?", "DELETE FROM items WHERE name = ?"} {
		if _, err := tx.Exec(statement, body.Item); err != nil {
			return err
		}
	}
	return nil
}
