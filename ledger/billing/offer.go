package billing

import (
	"context"
	"slices"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

const kindOfferSet = "offer.set"

// The most periods that an offer asks for and gives.
const (
	offerPayMax  = 36
	offerFreeMax = 12
	offersMax    = 50 // of one item
)

// Offer is what an item gives to who pays ahead (预缴减免), on the days from FromOn to ToOn: who pays Pay of its whole periods at one time
// that are not due yet and follow each other is given the next Free of them. ToOn "" is open. By and Approver are ids of people.
type Offer struct {
	Item     string        `json:"item"`
	Pay      int           `json:"pay"`
	Free     int           `json:"free"`
	FromOn   calendar.Date `json:"fromOn"`
	ToOn     calendar.Date `json:"toOn"`
	By       string        `json:"by"`
	Approver string        `json:"approver"`
	// Cycle is that of the item, by whose periods it counts; it is read with the offer, and SetOffer asks nothing of it.
	Cycle tariff.Cycle `json:"-"`
}

// offerSetV1 is the body of offer.set. While an offer of 0 bills lasts nothing is given.
type offerSetV1 struct {
	Item     string        `json:"item"`
	Pay      int           `json:"pay"`
	Free     int           `json:"free"`
	FromOn   calendar.Date `json:"fromOn"`
	ToOn     calendar.Date `json:"toOn"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// SetOffer sets what an item gives from a day on, with a second person; while it lasts it takes the place of what the item gave
// until then, and where it ends before that, that goes on. Pay and Free of 0 give nothing meanwhile. Payments that were taken stay as they are. Errors: billing.unknown_item,
// billing.offer for numbers out of bounds, billing.period for days that are none or run backwards, billing.too_many.
func (s *Billing) SetOffer(ctx context.Context, by staff.Actor, approval staff.Approval, offer Offer) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
			return err
		}
		item, err := CalledItem(tx, offer.Item)
		if err != nil {
			return err
		}
		if err := offer.check(tx, item.Name); err != nil {
			return err
		}
		consent, err := s.staff.Authorize(tx, by, approval, offer.deed(item.Name))
		if err != nil {
			return err
		}
		_, err = s.journal.Append(tx, kindOfferSet, offerSetV1{Item: item.Name, Pay: offer.Pay, Free: offer.Free, FromOn: offer.FromOn, ToOn: offer.ToOn,
			By: by.ID(), Approver: consent})
		return err
	})
}

func (o Offer) check(tx *store.Tx, item string) error {
	isNone := o.Pay == 0 && o.Free == 0
	if !isNone && (o.Pay < 1 || o.Pay > offerPayMax || o.Free < 1 || o.Free > offerFreeMax) {
		return store.Refuse(codeOffer, offerPayMax, offerFreeMax)
	}
	if !o.FromOn.Valid() || o.ToOn != "" && (!o.ToOn.Valid() || o.ToOn < o.FromOn) {
		return store.Refuse(codePeriod, string(o.FromOn)+".."+string(o.ToOn))
	}
	count := 0
	if _, err := tx.Get("SELECT count(*) FROM prepay_offers WHERE item = ?", []any{item}, &count); err != nil {
		return err
	}
	if count >= offersMax {
		return store.Refuse(codeTooMany, offersMax)
	}
	return nil
}

// Offers returns all that items give and gave, by item, the latest day first.
func Offers(tx *store.Tx) ([]Offer, error) {
	return store.All(tx, "SELECT item, pay, free, from_on, to_on, person, approver, (SELECT cycle FROM items WHERE name = item) FROM prepay_offers o ORDER BY item, from_on DESC, "+journal.Place("o")+" DESC", nil,
		func(scan func(dest ...any) error) (o Offer, err error) {
			return o, scan(&o.Item, &o.Pay, &o.Free, &o.FromOn, &o.ToOn, &o.By, &o.Approver, &o.Cycle)
		})
}

// OffersOn returns what each item gives on a day: of an item, what began last of those that have not ended, and what was set last of
// those that began on one day.
func OffersOn(tx *store.Tx, day calendar.Date) (map[string]Offer, error) {
	all, err := Offers(tx)
	offers, seen := make(map[string]Offer), make(map[string]bool)
	for _, offer := range all {
		if seen[offer.Item] || offer.FromOn > day || offer.ToOn != "" && offer.ToOn < day {
			continue
		}
		if seen[offer.Item] = true; offer.Free > 0 {
			offers[offer.Item] = offer
		}
	}
	return offers, err
}

// FreeBills returns which of the bills that are paid whole at one time are given by the offers of a day: of the bills of an item
// and an object that nothing was paid or taken off yet, are not due before the day and follow each other, those of the last Free of every
// Pay+Free periods. Whole periods count and not bills, see periodsPaid: whoever splits a period into many bills earns no more by them.
// It is told all bills of the payment, in any order, and returns their ids in the order of their periods.
func FreeBills(offers map[string]Offer, whole []Bill, day calendar.Date) (free []string) {
	free, _ = earned(offers, whole, day)
	return free
}

// Unearned are periods in a payment that an offer gives nothing for, because they do not fill its Pay+Free: Count of them, the youngest of
// those that follow each other, and Missing more would. Name is what the item is called on the bills.
type Unearned struct {
	Name    string `json:"name"`
	Offer   Offer  `json:"offer"`
	Count   int    `json:"count"`
	Missing int    `json:"missing"`
}

// UnearnedBills returns the bills of a payment for which the offers of a day give nothing; see FreeBills.
func UnearnedBills(offers map[string]Offer, whole []Bill, day calendar.Date) []Unearned {
	_, rest := earned(offers, whole, day)
	return rest
}

// earned returns what the offers of a day give, and the ends of the runs of periods that they give nothing for.
func earned(offers map[string]Offer, whole []Bill, day calendar.Date) (free []string, rest []Unearned) {
	if len(offers) == 0 {
		return nil, nil
	}
	all := periodsPaid(offers, slices.DeleteFunc(slices.Clone(whole), func(b Bill) bool {
		_, given := offers[b.Item]
		return !given || b.Kind == Deposit || b.OfBill != "" || b.DueOn <= day || b.FromOn == "" || b.PaidFen != 0 || b.ReducedFen != 0
	}))
	run := 0 // how many periods in turn follow each other
	for i, one := range all {
		run++
		last := one[len(one)-1]
		offer := offers[last.Item]
		if run == offer.Pay+offer.Free {
			for _, given := range all[i+1-offer.Free : i+1] {
				for _, bill := range given {
					free = append(free, bill.ID)
				}
			}
			run = 0
		}
		if i+1 < len(all) && all[i+1][0].follows(last) {
			continue
		}
		if run > 0 {
			rest = append(rest, Unearned{Name: last.Called(), Offer: offer, Count: run, Missing: offer.Pay + offer.Free - run})
		}
		run = 0
	}
	return free, rest
}

// follows reports whether a bill is of the same item and object as another and begins on the day after it ends.
func (b Bill) follows(before Bill) bool {
	return b.Item == before.Item && b.Object == before.Object && b.FromOn == before.ToOn.AddDays(1)
}

// applyOfferSet writes what an item gives from a day on; what was set before stays for the days before.
func applyOfferSet(tx *store.Tx, e journal.Event, body offerSetV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO prepay_offers (item, from_on, device, seq, to_on, pay, free, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		body.Item, string(body.FromOn), e.DeviceNo, e.Seq, string(body.ToOn), body.Pay, body.Free, body.By, body.Approver.Person)
	return err
}
