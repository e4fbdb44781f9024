package billing

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// ConcessionNames are the policies that screens offer, numbered from 1 in this order; an event names one of these, never
// typed text.
var ConcessionNames = []string{"空置减免", "长租优惠", "困难减免", "协议减免", "开发商承担"}

// ConcessionReasons are the reasons that screens offer, numbered from 1 in this order. A reason is a code and never typed text;
// one for many rooms at once must have one.
var ConcessionReasons = []string{"applied", "contract", "meeting", "notice", "hardship", "our_fault", "unsold"}

// concessionsAtOnce bounds the rooms that get a concession by one approval.
const concessionsAtOnce = 1000

// Concession is a room's dated policy (空置减免, 长租优惠): on its days the room pays Factor of what the rules of Item ask, "" of
// all items. Factor is 0 to below 1, so that 0.7 is three tenths off and 0 is nothing to pay. ToOn "" is open. By and
// Approver are ids of people. Concessions of different names that hold on one day multiply.
type Concession struct {
	ID       string        `json:"id"`
	Object   string        `json:"object"`
	Item     string        `json:"item"`
	Name     string        `json:"name"`
	Factor   tariff.Number `json:"factor"`
	FromOn   calendar.Date `json:"fromOn"`
	ToOn     calendar.Date `json:"toOn"`
	Reason   string        `json:"reason,omitempty"` // one of ConcessionReasons, "" for none
	By       string        `json:"by"`
	Approver string        `json:"approver"`
}

// Grant lets a room pay less from a day on, with a second person (staff.needs_approval). Bills that are there keep their
// amounts; for days that are billed already, the difference is for Adjust. Errors: billing.concession_twice for two of
// one name and item at the same time, billing.concession_name, billing.concession_factor, billing.period, billing.concession_reason,
// billing.unknown_item, estate.unknown_room.
func (s *Billing) Grant(ctx context.Context, by staff.Actor, approval staff.Approval, wish Concession) (Concession, error) {
	granted, err := s.GrantAll(ctx, by, approval, wish, []string{wish.Object})
	if err != nil {
		return Concession{}, err
	}
	return granted[0], nil
}

// GrantAll is Grant for many objects, given by their ids, with one approval of them all: each gets the wish or none does. More
// than one need a reason (billing.concession_reason), and there are 1,000 at most (billing.scope_long). An error about one of several
// objects is a RoomError.
func (s *Billing) GrantAll(ctx context.Context, by staff.Actor, approval staff.Approval, wish Concession, objects []string) ([]Concession, error) {
	return store.Do(ctx, s.db, s.within, func(tx *store.Tx) ([]Concession, error) {
		return s.doGrant(tx, by, approval, wish, objects)
	})
}

func (s *Billing) doGrant(tx *store.Tx, by staff.Actor, approval staff.Approval, wish Concession, objects []string) ([]Concession, error) {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return nil, err
	}
	places, err := grantable(tx, wish, objects)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(places))
	for i, place := range places {
		ids[i] = place.ID
	}
	found, err := s.LawOfConcession(tx, wish, ids)
	if err != nil {
		return nil, err
	}
	consent, err := Authorize(s.staff, tx, by, approval, found, grantedTo(places), wish.deed(places))
	if err != nil {
		return nil, err
	}
	wish.By, wish.Approver = by.ID(), consent.Person
	body := concessionV1{Item: wish.Item, Name: wish.Name, Factor: wish.Factor.String(), FromOn: wish.FromOn, ToOn: wish.ToOn,
		Reason: wish.Reason, By: wish.By, Approver: consent, Law: found.Passed()}
	granted := make([]Concession, 0, len(places))
	for _, place := range places {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, store.Fail(store.CodeInternal, err)
		}
		wish.ID, wish.Object = id.String(), place.ID
		body.Places = append(body.Places, concededV1{ID: wish.ID, Object: wish.Object})
		granted = append(granted, wish)
	}
	_, err = s.journal.Append(tx, kindConcession, body)
	return granted, err
}

// grantable returns the objects that would get a concession, each once, or why one of them cannot.
func grantable(tx *store.Tx, wish Concession, objects []string) (places []estate.Object, err error) {
	switch {
	case len(objects) > concessionsAtOnce:
		return nil, store.Refuse(CodeScopeLong, concessionsAtOnce)
	case len(objects) == 0:
		return nil, store.Refuse(estate.CodeUnknownRoom, "")
	case wish.Reason == "" && len(objects) > 1, wish.Reason != "" && !slices.Contains(ConcessionReasons, wish.Reason):
		return nil, store.Offer(CodeConcessionReason, ConcessionReasons)
	}
	seen := make(map[string]bool, len(objects))
	for _, id := range objects {
		if seen[id] {
			continue
		}
		seen[id] = true
		place, err := estate.ByID(tx, id)
		if err != nil {
			return nil, err
		}
		wish.Object = id
		if err = checkConcession(tx, wish); err != nil && len(objects) > 1 {
			err = &RoomError{Room: place.Code, Err: err}
		}
		if err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, nil
}

// checkConcession refuses a concession that names what is not there or says something impossible, and a second one of the
// same name and item on days that the first has, which would multiply the two by mistake.
func checkConcession(tx *store.Tx, wish Concession) error {
	if _, err := estate.ByID(tx, wish.Object); err != nil {
		return err
	}
	if wish.Item != "" {
		if _, err := ItemByName(tx, wish.Item); err != nil {
			return err
		}
	}
	known := false
	for _, name := range ConcessionNames {
		known = known || name == wish.Name
	}
	switch {
	case !known:
		return store.Refuse(codeConcessionName, wish.Name)
	case wish.Factor.Sign() < 0 || wish.Factor.Cmp(tariff.Whole(1)) >= 0:
		return store.Refuse(codeConcessionFactor)
	case !wish.FromOn.Valid() || wish.ToOn != "" && (!wish.ToOn.Valid() || wish.ToOn < wish.FromOn):
		return store.Refuse(codePeriod)
	}
	var other string
	overlaps, err := tx.Get(`SELECT from_on FROM concessions WHERE object = ? AND item = ? AND name = ?
		AND (to_on = '' OR to_on >= ?) AND (? = '' OR from_on <= ?) LIMIT 1`,
		[]any{wish.Object, wish.Item, wish.Name, string(wish.FromOn), string(wish.ToOn), string(wish.ToOn)}, &other)
	if err == nil && overlaps {
		err = store.Refuse(codeConcessionTwice, wish.Name, other)
	}
	return err
}

// EndConcession lets a concession hold no longer than toOn, with a second person; the day before its first means that it
// never held. It makes none longer (billing.end_late): for that another is granted, which is checked against those that are
// there. An id that nobody has is billing.unknown_concession.
func (s *Billing) EndConcession(ctx context.Context, by staff.Actor, approval staff.Approval, id string, toOn calendar.Date) error {
	return store.Change(ctx, s.db, s.within, func(tx *store.Tx) error {
		return s.doEndConcession(tx, by, approval, id, toOn)
	})
}

func (s *Billing) doEndConcession(tx *store.Tx, by staff.Actor, approval staff.Approval, id string, toOn calendar.Date) error {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return err
	}
	var fromOn, until calendar.Date
	var name, item, code string
	found, err := tx.Get("SELECT c.from_on, c.to_on, c.name, c.item, o.code FROM concessions c JOIN objects o ON o.id = c.object WHERE c.id = ?", []any{id}, &fromOn, &until, &name, &item, &code)
	if err != nil {
		return err
	}
	if !found {
		return store.Refuse(codeUnknownConcession)
	}
	if err := checkEnd(name, tariff.Span{From: fromOn, To: until}, toOn); err != nil {
		return err
	}
	consent, err := s.staff.Authorize(tx, by, approval, priceDeed("concession_end", strings.TrimSpace(name+" "+item),
		staff.NewTerms("room", code, "to", string(toOn), "content", staff.Content(id))))
	if err != nil {
		return err
	}
	_, err = s.journal.Append(tx, kindConcessionEnd, concessionEndedV1{ID: id, ToOn: toOn, By: by.ID(), Approver: consent})
	return err
}

// Concessions returns the concessions of an object by their first day; object "" returns those of all, object by object.
func Concessions(tx *store.Tx, object string) ([]Concession, error) {
	return store.All(tx, `SELECT id, object, item, name, factor, from_on, to_on, reason, person, approver FROM concessions
		WHERE ?1 = '' OR object = ?1 ORDER BY object, from_on, id`, []any{object}, func(scan func(dest ...any) error) (Concession, error) {
		var c Concession
		var factor string
		if err := scan(&c.ID, &c.Object, &c.Item, &c.Name, &factor, &c.FromOn, &c.ToOn, &c.Reason, &c.By, &c.Approver); err != nil {
			return c, err
		}
		var err error
		c.Factor, err = tariff.ParseExact(factor)
		return c, err
	})
}
