package billing

import (
	"context"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// An event carries at most this many bills and this many bytes of them; a larger run is written in parts.
const (
	partBillsMax = 200
	partBytesMax = 120 << 10
)

// The longest item name and reason, in characters.
const (
	itemMax = 40
	whyMax  = 600
)

// Billing issues and undoes bills.
type Billing struct {
	db      *store.DB
	journal *journal.Journal
	staff   *staff.Staff
	within  *store.Tx
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

// today returns the business day that it is now.
func (s *Billing) today(tx *store.Tx) (calendar.Date, error) {
	return estate.Today(tx, s.journal.Now())
}

// ByHand is a one-off bill that a person writes.
type ByHand struct {
	RequestID string
	Room      string // canonical code
	Item      string
	Kind      string
	AmountFen money.Fen
	DueOn     calendar.Date // "" is today
	Why       string
}

// Add issues a one-off bill. A person who may not make bills needs a second one who may. The same request again gives the
// same bill.
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
	approver, err := s.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.AddBill})
	if err != nil {
		return Bill{}, err
	}
	bill, err := s.byHand(tx, order, today)
	if err != nil {
		return Bill{}, err
	}
	ids, err := s.Issue(tx, request, by.ID(), approver, []NewBill{bill})
	if err != nil {
		return Bill{}, err
	}
	return ByID(tx, ids[0])
}

func (s *Billing) byHand(tx *store.Tx, order ByHand, today calendar.Date) (NewBill, error) {
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
	if order.Kind == "" {
		order.Kind = Income
	}
	if order.Kind == Opening { // what was owed before comes with a register, never as a bill of today
		return NewBill{}, store.Refuse(codeKind, order.Kind)
	}
	item := strings.TrimSpace(order.Item)
	if called, err := CalledItem(tx, item); err == nil {
		item = called.Name // one that was renamed stays one item
	} else if store.Code(err) != CodeUnknownItem {
		return NewBill{}, err
	}
	bill := NewBill{Item: item, Object: room.ID, FromOn: today, ToOn: today, Kind: order.Kind, Debtor: debtor,
		DueOn: order.DueOn, AmountFen: order.AmountFen, Steps: stepOf(order.Why)}
	bill.Revision, err = bill.NextRevision(tx)
	return bill, err
}

// stepOf returns what a person wrote as the one step of a bill, none where nothing was written.
func stepOf(why string) []string {
	if why == "" {
		return nil
	}
	return []string{why}
}

// onlyOf returns the single bill of the run that event seq closed.
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
