package till

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// kindDepositMoved is the kind of the event that moves a deposit to another household.
const kindDepositMoved = "deposit.moved"

// accountMoving stands between the two households of a move, which each have their part of the account of deposits: a transfer
// does not go from an account to itself. Every move brings it back to nothing.
const accountMoving = "deposit_moving"

// DepositMoveReasons are the reasons that screens offer, numbered from 1 in this order. "other" wants a note.
var DepositMoveReasons = []string{"sold", "wrong_room", "other"}

// DepositMoving moves a deposit, or a part of it, to another household (转移): to who bought the room and takes it over, or from a
// room that it was taken for by mistake. To is the id of the room that has it from now on.
type DepositMoving struct {
	RequestID string
	Deposit   string // the deposit's bill
	To        string
	Fen       money.Fen
	Reason    Reason
}

// DepositMove is a move as the book has it. Number is by what people name it, From and To are the two deposits' bills, and the
// objects are what those are for. By and Approver are staff ids.
type DepositMove struct {
	Number     string        `json:"number"`
	Item       string        `json:"item"`
	From       string        `json:"from"`
	FromObject string        `json:"fromObject"`
	To         string        `json:"to"`
	ToObject   string        `json:"toObject"`
	Fen        money.Fen     `json:"fen"`
	Reason     string        `json:"reason"`
	MovedOn    calendar.Date `json:"movedOn"`
	By         string        `json:"by"`
	Approver   string        `json:"approver"`
}

// depositMovedV1 is the body of deposit.moved. From and To are the bills of the two deposits: To was made for it right before.
type depositMovedV1 struct {
	Request    journal.Request `json:"request"`
	Item       string          `json:"item"`
	From       string          `json:"from"`
	FromObject string          `json:"fromObject"`
	To         string          `json:"to"`
	ToObject   string          `json:"toObject"`
	Fen        money.Fen       `json:"fen"`
	Reason     string          `json:"reason"`
	Note       vault.Version   `json:"note"`
	MovedOn    calendar.Date   `json:"movedOn"`
	By         string          `json:"by"`
	Approver   staff.Consent   `json:"approver"`
}

// MoveDeposit moves a deposit with a second person. The other household gets a deposit of its own: a bill of the same item for the
// sum, which the move pays; it wants an inspection of its own where the item wants one. A move is never undone: one that was wrong
// is moved back. No money comes or goes, so it needs no shift. The same request again returns the same move.
//
// Errors: till.unknown_deposit, till.deposit_frozen, till.deposit_move_short with what is free, till.deposit_move_same for a room
// of the same household, till.unverified_source, estate.unknown_room, those of Reason.check, of billing.Issue and of the approval.
func (t *Till) MoveDeposit(ctx context.Context, by staff.Actor, approval staff.Approval, wish DepositMoving) (DepositMove, error) {
	blind := wish
	var err error
	if blind.Reason.Note, err = t.vault.Blind(wish.Reason.Note); err != nil {
		return DepositMove{}, err
	}
	request, err := journal.NewRequest(wish.RequestID, blind)
	if err != nil {
		return DepositMove{}, err
	}
	return once(ctx, t, request, DepositMoveAt, func(tx *store.Tx, policies estate.Policies) (DepositMove, error) {
		terms, err := t.terms(wish.Reason)
		if err != nil {
			return DepositMove{}, err
		}
		moves := 0
		if _, err := tx.Get("SELECT count(*) FROM deposit_moves WHERE source = unhex(?)", []any{wish.Deposit}, &moves); err != nil {
			return DepositMove{}, err
		}
		consent, err := t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.MoveDeposit, Fen: wish.Fen, About: staff.From(wish.Deposit, wish.To),
			Terms: terms.And(staff.Standing(moves)), Note: wish.Reason.Note})
		if err != nil {
			return DepositMove{}, err
		}
		deposit, room, err := movable(tx, wish)
		if err != nil {
			return DepositMove{}, err
		}
		body := depositMovedV1{Request: request, Item: deposit.Item, From: deposit.Bill, FromObject: deposit.Object, ToObject: room, Fen: wish.Fen,
			Reason: wish.Reason.Code, MovedOn: t.today(policies), By: by.ID(), Approver: consent}
		if body.To, err = t.takeOverBill(tx, body, wish); err != nil {
			return DepositMove{}, err
		}
		if body.Note, err = t.note(tx, wish.Reason.Note, ""); err != nil {
			return DepositMove{}, err
		}
		e, err := t.journal.Append(tx, kindDepositMoved, body)
		if err != nil {
			return DepositMove{}, err
		}
		return DepositMoveAt(tx, e.DeviceNo, e.Seq)
	})
}

// movable checks a wish against the book and returns the deposit and the room that gets it.
func movable(tx *store.Tx, wish DepositMoving) (deposit Deposit, room string, err error) {
	if err = wish.Reason.check(DepositMoveReasons); err != nil {
		return deposit, "", err
	}
	if deposit, err = DepositOf(tx, wish.Deposit); err != nil {
		return deposit, "", err
	}
	to, err := estate.PlaceOf(tx, wish.To)
	if err != nil {
		return deposit, "", err
	}
	from, err := estate.PlaceOf(tx, deposit.Object)
	if err != nil {
		return deposit, "", err
	}
	switch {
	case deposit.Frozen:
		return deposit, "", store.Refuse(CodeDepositFrozen, deposit.Item)
	case deposit.Inspection == Failed: // what was found would not follow it
		return deposit, "", store.Refuse(codeInspectFailed, deposit.Item, string(deposit.InspectedOn))
	case to.Kind != estate.Room:
		return deposit, "", store.Refuse(estate.CodeUnknownRoom, to.Code)
	case to.ID == from.ID || to.ID == from.Room:
		return deposit, "", store.Refuse(codeDepositMoveSame)
	case wish.Fen <= 0:
		return deposit, "", store.Refuse(CodeAmount)
	case wish.Fen > deposit.FreeFen():
		return deposit, "", store.Refuse(codeDepositMoveShort, deposit.Item, deposit.FreeFen().Yuan())
	}
	// What nobody knows to be there is not passed on either.
	return deposit, to.ID, RefundLine{Source: FromDeposit, Bill: deposit.Bill}.verified(tx)
}

// takeOverBill makes the bill of the deposit that the other household gets and returns its id.
func (t *Till) takeOverBill(tx *store.Tx, body depositMovedV1, wish DepositMoving) (string, error) {
	debtor, _, err := estate.Debtor(tx, body.ToObject, body.MovedOn)
	if err != nil {
		return "", err
	}
	bill := billing.NewBill{Item: body.Item, Object: body.ToObject, FromOn: body.MovedOn, ToOn: body.MovedOn, Kind: billing.Deposit, Debtor: debtor,
		DueOn: body.MovedOn, AmountFen: body.Fen}
	if bill.Revision, err = bill.OwnRevision(tx); err != nil {
		return "", err
	}
	issuing, err := issuingRequest("move", wish.RequestID, body)
	if err != nil {
		return "", err
	}
	ids, err := t.billing.Issue(tx, issuing, body.By, staff.Consent{}, []billing.NewBill{bill})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// depositMoves selects moves; the caller adds WHERE.
const depositMoves = `SELECT m.device, m.seq, s.item, lower(hex(m.source)), s.object, lower(hex(m.target)), t.object, m.fen, m.reason, m.moved_on, m.person, m.approver
	FROM deposit_moves m JOIN bills s ON s.id = m.source JOIN bills t ON t.id = m.target `

func scanDepositMove(scan func(dest ...any) error) (m DepositMove, err error) {
	var deviceNo, seq int64
	err = scan(&deviceNo, &seq, &m.Item, &m.From, &m.FromObject, &m.To, &m.ToObject, &m.Fen, &m.Reason, &m.MovedOn, &m.By, &m.Approver)
	m.Number = fmt.Sprintf("Y%d-%d", deviceNo, seq)
	return m, err
}

// DepositMoveAt returns the move that an event made, by the small number of its device and its sequence number; till.unknown_deposit
// where it made none.
func DepositMoveAt(tx *store.Tx, deviceNo, seq int64) (DepositMove, error) {
	all, err := store.All(tx, depositMoves+"WHERE m.device = ? AND m.seq = ?", []any{deviceNo, seq}, scanDepositMove)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownDeposit)
	}
	if err != nil {
		return DepositMove{}, err
	}
	return all[0], nil
}

// DepositMoveByNumber returns a move by the number on its slip; till.unknown_deposit for a number that none has.
func DepositMoveByNumber(tx *store.Tx, number string) (DepositMove, error) {
	device, seq, found := strings.Cut(strings.TrimPrefix(strings.ToUpper(number), "Y"), "-")
	deviceNo, notDevice := strconv.ParseInt(device, 10, 64)
	seqNo, notSeq := strconv.ParseInt(seq, 10, 64)
	if !found || notDevice != nil || notSeq != nil {
		return DepositMove{}, store.Refuse(CodeUnknownDeposit)
	}
	return DepositMoveAt(tx, deviceNo, seqNo)
}

// applyDepositMoved takes the sum off one deposit and pays the other one's bill with it. It is no payment: no tender, no receipt
// and no cash belongs to it. The trigger events_deposit_moved holds the two sides to each other.
func applyDepositMoved(tx *store.Tx, e journal.Event, body depositMovedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := errors.Join(body.Approver.Use(tx, e), body.Note.Refer(tx, e.DeviceNo, e.Seq)); err != nil {
		return err
	}
	from, err := billID(body.From)
	if err != nil {
		return err
	}
	to, err := billID(body.To)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO deposit_moves (device, seq, source, target, fen, reason, moved_on, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, from, to, int64(body.Fen), body.Reason, string(body.MovedOn), body.By, body.Approver.Person); err != nil {
		return err
	}
	sides := []Allocation{{Kind: DepositMovedOut, Bill: body.From, Object: body.FromObject, Item: body.Item, Fen: -body.Fen, Book: DepositBook},
		{Kind: ToBill, Bill: body.To, Object: body.ToObject, Item: body.Item, Fen: body.Fen, Book: DepositBook}}
	if err := insertLines(tx, e, body.ToObject, nil, sides); err != nil {
		return err
	}
	return journal.Post(tx, e, []journal.Transfer{
		{Debit: billing.AccountDeposit, Credit: accountMoving, Fen: body.Fen, Item: body.Item, Object: body.FromObject},
		{Debit: accountMoving, Credit: billing.AccountDeposit, Fen: body.Fen, Item: body.Item, Object: body.ToObject}})
}

// billID returns the id of a bill as the tables have it; till.unknown_deposit for what is none.
func billID(bill string) ([]byte, error) {
	raw, err := hex.DecodeString(bill)
	if err != nil {
		return nil, store.Refuse(CodeUnknownDeposit)
	}
	return raw, nil
}
