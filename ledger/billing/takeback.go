package billing

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// TakeBackPrice takes a price back that was set for a day to come, with a second person (staff.needs_approval): what held before
// goes on from that day, as if it had never been set. The history keeps both. Like ChangePrice it never reaches back. Errors:
// billing.unknown_tariff, billing.unknown_price for a day on which no price of the tariff begins, billing.price_first for the first
// price of a tariff, which is ended or deleted with it, billing.price_begun for a day before today, billing.price_used once a bill
// was made by it, one that is paid ahead included.
func (s *Billing) TakeBackPrice(ctx context.Context, by staff.Actor, approval staff.Approval, item, name string, fromOn calendar.Date) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		today, err := s.today(tx)
		if err != nil {
			return err
		}
		return s.doTakeBackPrice(tx, by, approval, takenBackV1{Item: item, Tariff: name, FromOn: fromOn, By: by.ID()}, today)
	})
}

func (s *Billing) doTakeBackPrice(tx *store.Tx, by staff.Actor, approval staff.Approval, body takenBackV1, today calendar.Date) error {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return err
	}
	current, err := TariffByName(tx, body.Item, body.Tariff)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(current.Versions, func(v tariff.Version) bool { return v.FromOn == body.FromOn })
	switch {
	case at < 0:
		return store.Refuse(codeUnknownPrice, body.Tariff, string(body.FromOn))
	case at == 0:
		return store.Refuse(codePriceFirst, body.Tariff, string(body.FromOn))
	case body.FromOn < today:
		return store.Refuse(codePriceBegun, body.Tariff, string(body.FromOn))
	}
	count, err := billedBy(tx, current, at)
	if err != nil {
		return err
	}
	if count > 0 {
		return store.Refuse(codePriceUsed, string(body.FromOn), count)
	}
	body.Approver, err = s.staff.Authorize(tx, by, approval, priceDeed("price_takeback", body.Item+" "+body.Tariff,
		staff.NewTerms("from", string(body.FromOn), "price", pricesOf(current.Versions[at].Rule))))
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindTakenBack, body)
	return err
}

// billedBy counts the standing bills that a version had a part in. A bill names the version that held on its last day: one that
// names this or a later one, and begins before the later one, has days of this one. What was paid ahead before the version was set
// names an earlier one.
func billedBy(tx *store.Tx, t Tariff, version int) (count int, err error) {
	until := calendar.Date("9999-12-31")
	if version+1 < len(t.Versions) {
		until = t.Versions[version+1].FromOn
	}
	_, err = tx.Get("SELECT count(*) FROM bills WHERE item = ? AND tariff = ? AND undone = 0 AND tariff_from >= ? AND period_from < ?",
		[]any{t.Item, t.Name, string(t.Versions[version].FromOn), string(until)}, &count)
	return count, err
}
