package lease

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Leases is the room of the ledger for leases: it signs, amends and ends them and keeps turnovers. Their bills are
// billing's, made by a run with Source. Each of its commands is a write of its own, except for those of In.
type Leases struct {
	journal *journal.Journal
	staff   *staff.Staff
	estate  *estate.Estate
	billing *billing.Billing
	db      *store.DB
	within  *store.Tx // the caller's transaction in a room from In, nil otherwise
}

// In returns the room for commands that are parts of one transaction, which another room of the ledger runs. Everybody else
// calls the room itself, whose commands each have a write of their own.
func (s *Leases) In(tx *store.Tx) *Leases {
	part := *s
	part.within = tx
	return &part
}

// New makes the room over an open book.
func New(db *store.DB, j *journal.Journal, s *staff.Staff, e *estate.Estate, b *billing.Billing) *Leases {
	return &Leases{db: db, journal: j, staff: s, estate: e, billing: b}
}

// Signing is a contract to be signed. Its ID is made by Sign; Items that are "" have their usual names, and a rent by
// area with AreaCentiM2 of -1 takes the recorded areas of the objects.
type Signing struct {
	RequestID string
	Contract
	// NewTenant is recorded as the tenant of the rooms from the first day on, where Tenant is "". A phone number goes with
	// the name, so that the same person is known again (lease.tenant without either).
	NewTenant estate.RowParty
}

// AreaOfObjects as the area of a rent stands for the recorded areas of the objects, added up. The contract keeps the sum:
// an area that is put right afterwards does not change the rent.
const AreaOfObjects = -1

// Sign keeps a contract, with a second person (staff.needs_approval), and bills its deposit. The same request again
// returns the lease that it made. Errors: lease.taken, naming the other, where a room has another lease on one of the
// days; lease.number_there, lease.tenant, lease.item_kind, lease.no_area, billing.item_ended, and those of Check.
func (s *Leases) Sign(ctx context.Context, by staff.Actor, approval staff.Approval, wish Signing) (Lease, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Lease, error) {
		return s.doSign(tx, by, approval, wish, today)
	})
}

// doSign answers a repeated request with the lease that it made before anything is checked. The second try would
// otherwise be refused, because the first lease has the rooms.
func (s *Leases) doSign(tx *store.Tx, by staff.Actor, approval staff.Approval, wish Signing, today calendar.Date) (Lease, error) {
	// The tenant is a part of the wish, but stands in it blinded: a phone number could be guessed from a plain digest.
	tenant, err := s.estate.Blind(estate.Row{Tenants: []estate.RowParty{wish.NewTenant}})
	if err != nil {
		return Lease{}, err
	}
	request, err := journal.NewRequest(wish.RequestID, struct {
		Contract Contract
		Tenant   string
	}{wish.Contract, tenant})
	if err != nil {
		return Lease{}, err
	}
	return journal.Once(tx, request, signedBy, func() (Lease, error) { return s.sign(tx, request, by, approval, wish, today) })
}

// sign checks the contract, takes the second person's word, writes the event and bills the deposit.
func (s *Leases) sign(tx *store.Tx, request journal.Request, by staff.Actor, approval staff.Approval, wish Signing, today calendar.Date) (Lease, error) {
	if err := s.staff.Require(tx, by, staff.SetPrices); err != nil {
		return Lease{}, err
	}
	l, err := s.prepare(tx, by, wish)
	if err != nil {
		return Lease{}, err
	}
	deposit, err := l.deposit()
	if err != nil {
		return Lease{}, err
	}
	found, err := s.billing.LawOfDeposit(tx, l.Objects[0], l.Items.Deposit, deposit.AmountFen)
	if err != nil {
		return Lease{}, err
	}
	consent, err := billing.Authorize(s.staff, tx, by, approval, found, l.Number, l.deed("lease", "from", string(l.FromOn), "to", string(l.ToOn), "price", string(l.Terms.Rent.Price), "content", hex.EncodeToString(request.Digest[:12])))
	if err != nil {
		return Lease{}, err
	}
	l.By, l.Approver = by.ID(), consent.Person
	if _, err := s.journal.Append(tx, kindSigned, signedV1{Request: request, Contract: l.Contract, By: l.By, Approver: consent, Law: found.Passed()}); err != nil {
		return Lease{}, err
	}
	return l, s.askDeposit(tx, l, today)
}

// signedBy reads back the lease that one event signed: what a repeated request is answered.
func signedBy(tx *store.Tx, deviceNo, seq int64) (Lease, error) {
	var id string
	if _, err := tx.Get("SELECT id FROM leases WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &id); err != nil {
		return Lease{}, err
	}
	return ByID(tx, id)
}

// Try returns what a contract would ask for, over its whole time, its deposit first, and keeps nothing. A share of
// turnover is in it as unreported. It refuses what Sign refuses of the contract itself; the tenant and a number that is
// taken do not matter.
func Try(tx *store.Tx, wish Signing) ([]Charge, error) {
	l, _, err := complete(tx, wish)
	if err != nil {
		return nil, err
	}
	charges, err := Schedule(l, nil, l.FromOn, l.ToOn)
	if err != nil {
		return nil, err
	}
	deposit, err := l.deposit()
	if err == nil && deposit.AmountFen > 0 {
		charges = append([]Charge{deposit}, charges...)
	}
	return charges, err
}

// complete fills in what a contract leaves to the book, the items' names and the area, and checks it.
func complete(tx *store.Tx, wish Signing) (Lease, []estate.Object, error) {
	l := Lease{Contract: wish.Contract}
	for _, item := range []struct {
		name  *string
		usual string
	}{{&l.Items.Rent, RentItem}, {&l.Items.Deposit, DepositItem}, {&l.Items.Share, ShareItem}} {
		if *item.name == "" {
			*item.name = item.usual
		}
	}
	objects, err := objectsOf(tx, l.Objects)
	if err != nil {
		return Lease{}, nil, err
	}
	if l.Terms.Rent.AreaCentiM2 == AreaOfObjects {
		if l.Terms.Rent.AreaCentiM2, err = areaOf(objects); err != nil {
			return Lease{}, nil, err
		}
	}
	if err := l.Check(); err != nil {
		return Lease{}, nil, err
	}
	return l, objects, checkItems(tx, l.Items)
}

// prepare completes a contract, checks it against the other leases and finds or records its tenant. Errors:
// lease.number_there, lease.taken, lease.tenant.
func (s *Leases) prepare(tx *store.Tx, by staff.Actor, wish Signing) (Lease, error) {
	l, objects, err := complete(tx, wish)
	if err != nil {
		return Lease{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Lease{}, store.Fail(store.CodeInternal, err)
	}
	l.ID = id.String()
	// A number belongs to one lease for good, even where that one never began: people name leases by it.
	if _, err := ByNumber(tx, l.Number); store.Code(err) != codeUnknown {
		if err == nil {
			err = store.Refuse(codeNumberThere, l.Number)
		}
		return Lease{}, err
	}
	for _, o := range objects {
		if err := taken(tx, o.ID, o.Code, l.FromOn, l.ToOn); err != nil {
			return Lease{}, err
		}
	}
	l.Tenant, err = s.tenant(tx, by, wish, objects)
	return l, err
}

// objectsOf returns the objects of ids in their order; an unknown id is estate.unknown_room.
func objectsOf(tx *store.Tx, ids []string) ([]estate.Object, error) {
	objects := make([]estate.Object, len(ids))
	for i, id := range ids {
		var err error
		if objects[i], err = estate.ByID(tx, id); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

// areaOf adds up the areas in 0.01 m². One that is not recorded is lease.no_area: the rent would be too low and nobody
// would see it.
func areaOf(objects []estate.Object) (sum int64, err error) {
	for _, o := range objects {
		if o.AreaCentiM2 == 0 {
			return 0, store.Refuse(CodeNoArea, o.Code)
		}
		sum += o.AreaCentiM2
	}
	return sum, nil
}

// checkItems holds the names against the book's charge items. Where an item is there it must be a deposit for the deposit
// and no deposit for the others (lease.item_kind), and in use (billing.item_ended).
func checkItems(tx *store.Tx, items Items) error {
	for _, name := range []string{items.Rent, items.Deposit, items.Share} {
		item, err := billing.ItemByName(tx, name)
		if store.Code(err) == billing.CodeUnknownItem {
			continue
		}
		if err != nil {
			return err
		}
		if (item.Kind == billing.Deposit) != (name == items.Deposit) {
			return store.Refuse(codeItemKind, name)
		}
		if !item.Active {
			return store.Refuse(billing.CodeItemEnded, name)
		}
	}
	return nil
}

// kindOf returns whose money a bill of the item is, otherwise where the book has no such item. An item that is charged no
// more is billing.item_ended.
func kindOf(tx *store.Tx, name, otherwise string) (string, error) {
	item, err := billing.ItemByName(tx, name)
	if store.Code(err) == billing.CodeUnknownItem {
		return otherwise, nil
	}
	if err == nil && !item.Active {
		err = store.Refuse(billing.CodeItemEnded, name)
	}
	return item.Kind, err
}
