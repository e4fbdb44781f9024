package till

import (
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

const kindExcess = "excess.credited"

// excessV1 moves what was paid on a bill beyond what is left of it to the household's prepayment.
type excessV1 struct {
	Request journal.Request `json:"request"`
	Bill    string          `json:"bill"`
	Object  string          `json:"object"`
	Item    string          `json:"item"`
	Room    string          `json:"room"`
	Fen     money.Fen       `json:"fen"`
	By      string          `json:"by"`
}

// CreditExcess moves a bill's excess, after a reduction or a bill paid at two counters, to its household's prepayment. Its
// id follows from the bill and what was paid, so two people who clear the same excess move it once. Without an excess it is
// till.no_excess.
func (t *Till) CreditExcess(tx *store.Tx, by staff.Actor, billID string) (money.Fen, error) {
	if err := t.staff.Require(tx, by, staff.ReduceBill); err != nil {
		return 0, err
	}
	bill, err := billing.ByID(tx, billID)
	if err != nil {
		return 0, err
	}
	excess := bill.ExcessFen()
	if excess == 0 {
		return 0, store.Refuse("till.no_excess", bill.Item)
	}
	place, err := estate.PlaceOf(tx, bill.Object)
	if err != nil {
		return 0, err
	}
	room := bill.Object
	if place.Room != "" {
		room = place.Room
	}
	steps := 0 // everything that moved the bill so far: what is done about the same state is done once
	if _, err := tx.Get("SELECT (SELECT count(*) FROM allocations WHERE bill = unhex(?1)) + (SELECT count(*) FROM reductions WHERE bill = unhex(?1))",
		[]any{bill.ID}, &steps); err != nil {
		return 0, err
	}
	request, err := journal.NewRequest(fmt.Sprintf("excess-%s-%d", bill.ID, steps), bill.ID)
	if err != nil {
		return 0, err
	}
	if _, _, happened, err := request.Earlier(tx); err != nil || happened {
		return excess, err
	}
	_, err = t.journal.Append(tx, kindExcess, excessV1{Request: request, Bill: bill.ID, Object: bill.Object, Item: bill.Item, Room: room, Fen: excess, By: by.ID()})
	return excess, err
}

func applyExcess(tx *store.Tx, e journal.Event, body excessV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	moved := []Allocation{{Kind: ToBill, Bill: body.Bill, Object: body.Object, Item: body.Item, Fen: -body.Fen}, {Kind: ToPrepaid, Object: body.Room, Fen: body.Fen}}
	if err := insertLines(tx, e, body.Room, nil, moved); err != nil {
		return err
	}
	return journal.Post(tx, e, []journal.Transfer{{Debit: billing.AccountReceivable, Credit: accountPrepaid, Fen: body.Fen, Item: body.Item, Object: body.Object}})
}
