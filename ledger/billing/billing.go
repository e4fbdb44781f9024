package billing

import (
	"cmp"
	"context"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// An event carries at most this many bills and this many bytes of them. A larger run is written in parts, because the body of
// an event is bounded and a run of the whole estate has hundreds of thousands of bills.
const (
	partBillsMax = 200
	partBytesMax = 120 << 10
)

// The longest item name and reason, in characters.
const (
	itemMax = 40
	whyMax  = 600
)

// Billing is the room of the ledger for charge items, tariffs, runs and bills. Each of its commands is a write of its own
// and leaves either all of its events or none; those of In are part of the caller's write instead.
type Billing struct {
	db      *store.DB
	journal *journal.Journal
	staff   *staff.Staff
	within  *store.Tx // the caller's transaction in a room from In, nil otherwise

	// MayExceed, where it is set, refuses that more is paid on a bill than is left of it, because what is too much could not become the
	// household's prepayment. The till knows how a bill was paid.
	MayExceed func(tx *store.Tx, bill Bill) error
}

// New makes the room over an open book.
func New(db *store.DB, j *journal.Journal, s *staff.Staff) *Billing {
	return &Billing{db: db, journal: j, staff: s}
}

// In returns the room for commands that are parts of one transaction, which another room of the ledger runs. Everybody else
// calls the room itself, whose commands each have a write of their own.
func (s *Billing) In(tx *store.Tx) *Billing {
	part := *s
	part.within = tx
	return &part
}

// today returns the business day of this moment by the book's cut-off hour. Every command goes by it and none by the
// civil day, so that a shift that ends after midnight still bills for the day it began on.
func (s *Billing) today(tx *store.Tx) (calendar.Date, error) {
	return estate.Today(tx, s.journal.Now())
}

// ByHand is a one-off bill that a person writes.
type ByHand struct {
	RequestID string
	Room      string // canonical code
	Item      string // may be a name that an item was given since: the bill is then of that item
	Kind      string // Income, Agency or Deposit; "" is what the item is, and Income for a name that no item has
	AmountFen money.Fen
	DueOn     calendar.Date // "" is today
	// Why is shown on the bill as its only step; "" is a bill without one. At most 600 characters.
	Why string
}

// Add issues a one-off bill. A person who may not make bills alone needs a second one (staff.needs_approval). The same
// request again returns the bill that it made, so that a counter may retry after a power cut. Errors:
// billing.why_personal, estate.unknown_room, billing.kind for an opening balance, billing.deposit_item for a deposit item billed as anything else and
// for another item billed as a deposit, billing.amount for a sum that is not above zero, billing.period for a due day that is no
// day.
func (s *Billing) Add(ctx context.Context, by staff.Actor, approval staff.Approval, order ByHand) (Bill, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Bill, error) {
		return s.doAdd(tx, by, approval, order, today)
	})
}

func (s *Billing) doAdd(tx *store.Tx, by staff.Actor, approval staff.Approval, order ByHand, today calendar.Date) (Bill, error) {
	request, err := journal.NewRequest(order.RequestID, order)
	if err != nil {
		return Bill{}, err
	}
	return journal.Once(tx, request, onlyOf, func() (Bill, error) { return s.add(tx, request, by, approval, order, today) })
}

func (s *Billing) add(tx *store.Tx, request journal.Request, by staff.Actor, approval staff.Approval, order ByHand, today calendar.Date) (Bill, error) {
	bill, err := s.byHand(tx, order, today)
	if err != nil {
		return Bill{}, err
	}
	about := staff.Called(staff.PartOf(order.Room, bill.Kind), bill.Item)
	found, err := s.LawOfBill(tx, order)
	if err != nil {
		return Bill{}, err
	}
	approver, err := Authorize(s.staff, tx, by, approval, found, order.Room, staff.Deed{Action: staff.AddBill, Fen: order.AmountFen, About: about,
		Terms: staff.NewTerms("why", order.Why)})
	if err != nil {
		return Bill{}, err
	}
	ids, err := s.issue(tx, request, by.ID(), approver, found.Passed(), []NewBill{bill})
	if err != nil {
		return Bill{}, err
	}
	return ByID(tx, ids[0])
}

// byHand fills in what the person left open: the debtor is who owes for the room today. The period of a bill by hand is
// today alone, and a second one of the same item on one day gets the next revision, because both are meant.
func (s *Billing) byHand(tx *store.Tx, order ByHand, today calendar.Date) (NewBill, error) {
	if err := CheckWhy(order.Why); err != nil {
		return NewBill{}, err
	}
	room, err := estate.ByCode(tx, order.Room)
	if err != nil {
		return NewBill{}, err
	}
	debtor, _, err := estate.Debtor(tx, room.ID, today)
	if err != nil {
		return NewBill{}, err
	}
	if order.DueOn == "" {
		order.DueOn = today
	}
	if order.Kind == Opening { // what was owed before comes with a register, never as a bill of today
		return NewBill{}, store.Refuse(codeKind, order.Kind)
	}
	item, kind, err := KindByHand(tx, order.Item, order.Kind)
	if err != nil {
		return NewBill{}, err
	}
	bill := NewBill{Item: item, Object: room.ID, FromOn: today, ToOn: today, Kind: kind, Debtor: debtor,
		DueOn: order.DueOn, AmountFen: order.AmountFen, Steps: stepOf(order.Why)}
	bill.Revision, err = bill.OwnRevision(tx)
	return bill, err
}

// CheckWhy refuses (billing.why_personal) words for a bill by hand that have a telephone or an identity number in them. They stand on the
// bill, its receipts and in the events, where many read them and nothing is ever taken out again.
func CheckWhy(why string) error {
	if estate.HasOwnNumber(why) {
		return store.Refuse(codeWhyPersonal)
	}
	return nil
}

// KindByHand returns the name and the kind of a bill by hand that is called item: one that was renamed stays one item, and what is left
// open is as the item has it, or income where no item has that name. Errors: billing.deposit_item, because a deposit item has deposits
// alone and no other item has one.
func KindByHand(tx *store.Tx, item, kind string) (name, kindOf string, err error) {
	item = strings.TrimSpace(item)
	called, err := CalledItem(tx, item)
	switch {
	case store.Code(err) == CodeUnknownItem && kind == Deposit:
		like, found, err := depositLike(tx, item)
		if found {
			item = like.Name
		}
		return item, kind, err
	case store.Code(err) == CodeUnknownItem:
		return item, cmp.Or(kind, Income), nil
	case err != nil:
		return "", "", err
	}
	kind = cmp.Or(kind, called.Kind)
	if (kind == Deposit) != (called.Kind == Deposit) {
		return "", "", store.Refuse(CodeDepositItem, called.Name)
	}
	return called.Name, kind, nil
}

// stepOf returns what a person wrote as the one step of a bill, none where nothing was written.
func stepOf(why string) []string {
	if why == "" {
		return nil
	}
	return []string{why}
}

// onlyOf returns the single bill of the run that event seq closed: what Add answers to a request that has happened
// already.
func onlyOf(tx *store.Tx, deviceNo, seq int64) (Bill, error) {
	var run string
	if _, err := tx.Get("SELECT run FROM runs WHERE device = ? AND seq = ?", []any{deviceNo, seq}, &run); err != nil {
		return Bill{}, err
	}
	bills, count, err := OfRun(tx, run)
	if err == nil && count != 1 {
		err = store.Refuse(CodeUnknownBill)
	}
	if err != nil {
		return Bill{}, err
	}
	return bills[0], nil
}
