package till

import (
	"context"
	"fmt"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

const kindConflictSettled = "conflict.settled"

// accountLost holds what went out twice and is not got back.
const accountLost = "lost"

// recoveredCash is the reason of a move of cash into the drawer that came back from who had it twice. Nobody chooses it by itself.
const recoveredCash = "recovered"

// ConflictWay is how a conflict of two counters is settled.
type ConflictWay string

// A conflict of which no money has to be got back is settled by who saw it and did what there was to do. Money that went out twice comes back in cash, or is
// given up by two people.
const (
	ConflictSeen      ConflictWay = "seen"
	ConflictRecovered ConflictWay = "recovered"
	ConflictGivenUp   ConflictWay = "given_up"
)

// Asks returns the action for which the way takes a second person, and false for one that takes none.
func (w ConflictWay) Asks() (staff.Action, bool) {
	switch w {
	case ConflictRecovered:
		return staff.MoveCash, true
	case ConflictGivenUp:
		return staff.ReduceBill, true
	}
	return "", false
}

// ConflictSettling is what somebody does about a conflict, which is named by its event. RequestID is kept over retries.
type ConflictSettling struct {
	RequestID string
	Of        journal.Ref
	Way       ConflictWay
}

// conflictSettledV1 is the body of conflict.settled. Fen, above 0, is what had to be got back of the household of Object, and 0 where nothing had.
type conflictSettledV1 struct {
	Request  journal.Request `json:"request"`
	Of       journal.Ref     `json:"of"`
	Way      ConflictWay     `json:"settled"`
	Object   string          `json:"object"`
	Fen      money.Fen       `json:"fen"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// SettleConflict settles a conflict of two counters; the same request again does nothing. Errors: till.no_conflict, till.conflict_settled, till.conflict_way for
// a way that is not one of what has to be got back, or of what has not; staff.may_not and those of staff.Authorize; and for cash that comes back those of
// MoveCash.
func (t *Till) SettleConflict(ctx context.Context, by staff.Actor, approval staff.Approval, wish ConflictSettling) error {
	request, err := journal.NewRequest(wish.RequestID, wish)
	if err != nil {
		return err
	}
	_, err = once(ctx, t, request, journal.Nothing, func(tx *store.Tx, policies estate.Policies) (struct{}, error) {
		return struct{}{}, t.settleConflict(tx, policies, request, by, approval, wish)
	})
	return err
}

func (t *Till) settleConflict(tx *store.Tx, policies estate.Policies, request journal.Request, by staff.Actor, approval staff.Approval, wish ConflictSettling) error {
	right, asks := wish.Way.Asks()
	if !asks {
		right = staff.Collect
	}
	if err := t.staff.Require(tx, by, right); err != nil {
		return err
	}
	deviceNo, err := journal.DeviceNo(tx, wish.Of.Device)
	if err != nil {
		return store.Refuse(CodeNoConflict)
	}
	conflict, err := conflictAt(tx, deviceNo, wish.Of.Seq)
	switch {
	case err != nil:
		return err
	case !conflict.found:
		return store.Refuse(CodeNoConflict)
	case conflict.settled:
		return store.Refuse(codeConflictSettled)
	case (conflict.fen == 0) != (wish.Way == ConflictSeen):
		return store.Refuse(codeConflictWay)
	}
	body := conflictSettledV1{Request: request, Of: wish.Of, Way: wish.Way, Object: conflict.object, Fen: conflict.fen, By: by.ID()}
	switch wish.Way {
	case ConflictSeen:
	case ConflictRecovered:
		if err := t.recover(tx, policies, by, approval, wish, conflict.fen); err != nil {
			return err
		}
	case ConflictGivenUp:
		body.Approver, err = t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.ReduceBill, Fen: conflict.fen, About: staff.PartOf("conflict", fmt.Sprintf("%s/%d", wish.Of.Device, wish.Of.Seq))})
		if err != nil {
			return err
		}
	default:
		return store.Refuse(codeConflictWay)
	}
	_, err = t.journal.Append(tx, kindConflictSettled, body)
	return err
}

// recover takes cash that comes back into the drawer, with a second person as any cash that is put in.
func (t *Till) recover(tx *store.Tx, policies estate.Policies, by staff.Actor, approval staff.Approval, wish ConflictSettling, fen money.Fen) error {
	move := Move{RequestID: wish.RequestID + "-cash", Direction: MoveIn, Fen: fen, Reason: Reason{Code: recoveredCash}}
	request, err := t.moveRequest(move)
	if err != nil {
		return err
	}
	return t.moveCash(tx, policies, request, by, approval, move, []string{recoveredCash})
}

// conflict is what the book has of one: whether money has to be got back, in fen, and of whom, and whether it is settled.
type conflict struct {
	found, settled bool
	object         string
	fen            money.Fen
}

func conflictAt(tx *store.Tx, deviceNo, seq int64) (c conflict, err error) {
	c.found, err = tx.Get(`SELECT EXISTS (SELECT 1 FROM settled_conflicts WHERE of_device = c.device AND of_seq = c.seq),
		coalesce((SELECT object FROM payments WHERE device = c.device AND seq = c.seq), ''),
		coalesce((SELECT -sum(fen) FROM allocations WHERE device = c.device AND seq = c.seq AND kind = ?), 0) FROM conflicts c WHERE device = ? AND seq = ?`,
		[]any{string(ToRecover), deviceNo, seq}, &c.settled, &c.object, &c.fen)
	return c, err
}

// applyConflictSettled ticks the conflict off, once: of two counters that did the first counts. What fits at its place by now is no conflict any more, and
// where something else has to be got back by now than what was settled it stays open.
func applyConflictSettled(tx *store.Tx, e journal.Event, body conflictSettledV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	deviceNo, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	at, err := conflictAt(tx, deviceNo, body.Of.Seq)
	if err != nil || !at.found || at.settled || at.fen != body.Fen { // another sum waits for somebody else's word
		return err
	}
	if _, err := tx.Exec("INSERT INTO settled_conflicts (of_device, of_seq, device, seq, way, fen) VALUES (?, ?, ?, ?, ?, ?)",
		deviceNo, body.Of.Seq, e.DeviceNo, e.Seq, string(body.Way), int64(body.Fen)); err != nil || body.Way != ConflictGivenUp {
		return err
	}
	transfers := signed(accountLost, accountRecoverable, body.Fen)
	for i := range transfers {
		transfers[i].Object = body.Object
	}
	return journal.Post(tx, e, transfers)
}
