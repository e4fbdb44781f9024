package till

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The kinds of the events that change a prepayment without money coming or going.
const (
	kindPrepaidMoved  = "prepayment.moved"
	kindPrepaidFrozen = "prepayment.frozen"
	kindAutoSet       = "prepayment.auto_set"
)

// accountPrepaidMoving stands between the two halves of a move. What leaves one prepayment comes to another in the same event, so
// its balance is always 0.
const accountPrepaidMoving = "prepaid_moving"

// PrepaidReasons are the reasons for moving a prepayment that screens offer, numbered from 1 in this order, PrepaidHolds those for freezing
// one and PrepaidReleases those for releasing it. "other" wants a note.
var (
	PrepaidReasons  = []string{"other_purpose", "room_sold", "wrong_room", "owner_asks", "other"}
	PrepaidHolds    = []string{"dispute", "owner_asks", "other"}
	PrepaidReleases = []string{"settled", "owner_asks", "mistake", "other"}
)

// prepaidV1 names a prepayment: the household's room and what the money is kept for.
type prepaidV1 struct {
	Object  string          `json:"object"`
	Purpose billing.Purpose `json:"purpose,omitempty"`
}

// prepaidMovedV1 is the body of prepayment.moved.
type prepaidMovedV1 struct {
	Request  journal.Request `json:"request"`
	From     prepaidV1       `json:"from"`
	To       prepaidV1       `json:"to"`
	Fen      money.Fen       `json:"fen"`
	Reason   string          `json:"reason"`
	Note     vault.Version   `json:"note"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
	// Law are the ids of the rules of the law that the two passed.
	Law []string `json:"law,omitempty"`
}

// prepaidFrozenV1 is the body of prepayment.frozen; Frozen is false where it is released.
type prepaidFrozenV1 struct {
	prepaidV1
	Frozen   bool          `json:"frozen"`
	Reason   string        `json:"reason"`
	Note     vault.Version `json:"note"`
	By       string        `json:"by"`
	Approver staff.Consent `json:"approver"`
}

// autoSetV1 is the body of prepayment.auto_set.
type autoSetV1 struct {
	Object string `json:"object"`
	Auto   bool   `json:"auto"`
	By     string `json:"by"`
}

// PrepaidMove moves a part of a prepayment to another purpose or another household. Room and To are the rooms' ids, Fen is above 0.
type PrepaidMove struct {
	RequestID string
	Room      string
	Purpose   billing.Purpose
	To        string
	ToPurpose billing.Purpose
	Fen       money.Fen
	Reason    Reason
}

// MovePrepaid moves a part of a prepayment with a second person, and returns what the place that it came to has now. The same
// request again moves nothing more. What is frozen or asked back does not move, nor anything while money of the prepayment that
// came by a code is still unverified. What comes to property fees is held against the rules of the law as money that is put by
// (law.must). Errors: till.prepaid_same, till.purpose, till.amount, till.prepaid_frozen,
// till.refund_too_much with what is free, till.unverified_source, and those of Reason.check.
func (t *Till) MovePrepaid(ctx context.Context, by staff.Actor, approval staff.Approval, move PrepaidMove) (Prepayment, error) {
	blinded := move
	var err error
	if blinded.Reason.Note, err = t.vault.Blind(move.Reason.Note); err != nil {
		return Prepayment{}, err
	}
	request, err := journal.NewRequest(move.RequestID, blinded)
	if err != nil {
		return Prepayment{}, err
	}
	now := func(tx *store.Tx, _, _ int64) (Prepayment, error) { return PrepaymentOf(tx, move.To, move.ToPurpose) }
	return once(ctx, t, request, now, func(tx *store.Tx, _ estate.Policies) (Prepayment, error) {
		if err := move.check(tx); err != nil {
			return Prepayment{}, err
		}
		terms, err := t.terms(move.Reason)
		if err != nil {
			return Prepayment{}, err
		}
		moves := 0
		if _, err := tx.Get("SELECT count(*) FROM prepaid_moves WHERE object = ?", []any{move.Room}, &moves); err != nil {
			return Prepayment{}, err
		}
		body := prepaidMovedV1{Request: request, From: prepaidV1{move.Room, move.Purpose}, To: prepaidV1{move.To, move.ToPurpose}, Fen: move.Fen, Reason: move.Reason.Code, By: by.ID()}
		found, err := t.lawOfMove(tx, move)
		if err != nil {
			return Prepayment{}, err
		}
		body.Law = found.Passed()
		of, err := estate.ByID(tx, move.To)
		if err != nil {
			return Prepayment{}, err
		}
		if body.Approver, err = billing.Authorize(t.staff, tx, by, approval, found, of.Code, staff.Deed{Action: staff.MovePrepaid, Fen: move.Fen,
			About: staff.From(staff.PartOf(move.Room, string(move.Purpose)), staff.PartOf(move.To, string(move.ToPurpose))), Terms: terms.And(staff.Standing(moves)), Note: move.Reason.Note}); err != nil {
			return Prepayment{}, err
		}
		if body.Note, err = t.note(tx, move.Reason.Note, ""); err != nil {
			return Prepayment{}, err
		}
		if _, err := t.journal.Append(tx, kindPrepaidMoved, body); err != nil {
			return Prepayment{}, err
		}
		return now(tx, 0, 0)
	})
}

// check holds a move to what is free of the prepayment, and to households.
func (move PrepaidMove) check(tx *store.Tx) error {
	if err := move.Reason.check(PrepaidReasons); err != nil {
		return err
	}
	for _, room := range []string{move.Room, move.To} {
		if err := isHousehold(tx, room); err != nil {
			return err
		}
	}
	switch {
	case !move.Purpose.IsKnown() || !move.ToPurpose.IsKnown():
		return store.Refuse(codePurpose, string(move.Purpose)+" "+string(move.ToPurpose))
	case move.Room == move.To && move.Purpose == move.ToPurpose:
		return store.Refuse(codePrepaidSame)
	case move.Fen <= 0 || move.Fen > money.MaxFen:
		return store.Refuse(CodeAmount)
	}
	free, err := freePrepaid(tx, move.Room, move.Purpose)
	if err == nil && move.Fen > free {
		err = store.Refuse(CodeRefundTooMuch, KeptItem(move.Purpose), free.Yuan())
	}
	if err != nil {
		return err
	}
	return RefundLine{Source: FromPrepaid, Object: move.Room}.verified(tx)
}

// isHousehold refuses (till.other_household) a space that belongs to a room: the room has the prepayment.
func isHousehold(tx *store.Tx, room string) error {
	place, err := estate.PlaceOf(tx, room)
	if err == nil && place.Kind == estate.Space && place.Room != "" {
		err = store.Refuse(codeOtherHousehold)
	}
	return err
}

// FreezePrepaid freezes (冻结) a prepayment, or releases it, with a second person. Errors: till.purpose, till.prepaid_none where there never
// was any, till.prepaid_held for one that is frozen already, till.prepaid_not_frozen for one to be released that is not, and those of
// Reason.check for PrepaidHolds and PrepaidReleases.
func (t *Till) FreezePrepaid(ctx context.Context, by staff.Actor, approval staff.Approval, room string, purpose billing.Purpose, frozen bool, reason Reason) error {
	return t.db.Write(ctx, func(tx *store.Tx) error {
		action, reasons := staff.UnfreezePrepaid, PrepaidReleases
		if frozen {
			action, reasons = staff.FreezePrepaid, PrepaidHolds
		}
		if err := reason.check(reasons); err != nil {
			return err
		}
		if !purpose.IsKnown() {
			return store.Refuse(codePurpose, string(purpose))
		}
		var before, times int
		found, err := tx.Get("SELECT frozen, frozen_times FROM credits WHERE object = ? AND purpose = ?", []any{room, string(purpose)}, &before, &times)
		switch {
		case err != nil:
		case !found:
			err = store.Refuse(codePrepaidNone, KeptItem(purpose))
		case frozen && before == 1:
			err = store.Refuse(codePrepaidHeld, KeptItem(purpose))
		case !frozen && before == 0:
			err = store.Refuse(codePrepaidNotFrozen, KeptItem(purpose))
		}
		if err != nil {
			return err
		}
		body := prepaidFrozenV1{prepaidV1: prepaidV1{room, purpose}, Frozen: frozen, Reason: reason.Code, By: by.ID()}
		terms, err := t.terms(reason)
		if err != nil {
			return err
		}
		deed := staff.Deed{Action: action, About: staff.PartOf(room, string(purpose)), Terms: terms.And(staff.Standing(times)), Note: reason.Note}
		if body.Approver, err = t.staff.Authorize(tx, by, approval, deed); err != nil {
			return err
		}
		if body.Note, err = t.note(tx, reason.Note, ""); err != nil {
			return err
		}
		_, err = t.journal.Append(tx, kindPrepaidFrozen, body)
		return err
	})
}

// SetAuto says whether a household's prepayment pays by itself what is asked of it (自动抵扣): see DeductPrepaid. It is the owner's
// wish, which a cashier writes down alone. Errors: till.other_household, estate.unknown_room, staff.may_not.
func (t *Till) SetAuto(ctx context.Context, by staff.Actor, room string, auto bool) error {
	return t.db.Write(ctx, func(tx *store.Tx) error {
		if err := t.staff.Require(tx, by, staff.Collect); err != nil {
			return err
		}
		if err := isHousehold(tx, room); err != nil {
			return err
		}
		before, err := IsAuto(tx, room)
		if err != nil || before == auto {
			return err
		}
		_, err = t.journal.Append(tx, kindAutoSet, autoSetV1{Object: room, Auto: auto, By: by.ID()})
		return err
	})
}

// IsAuto reports whether a household's prepayment pays by itself what is asked of it.
func IsAuto(tx *store.Tx, room string) (auto bool, err error) {
	_, err = tx.Get("SELECT auto FROM auto_deductions WHERE object = ?", []any{room}, &auto)
	return auto, err
}

// applyPrepaidMoved takes fen from one prepayment and adds it to another.
func applyPrepaidMoved(tx *store.Tx, e journal.Event, body prepaidMovedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	from := Allocation{Kind: ToPrepaid, Object: body.From.Object, Purpose: body.From.Purpose, Fen: -body.Fen}
	to := Allocation{Kind: ToPrepaid, Object: body.To.Object, Purpose: body.To.Purpose, Fen: body.Fen}
	if err := insertLines(tx, e, body.From.Object, nil, []Allocation{from, to}); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO prepaid_moves (device, seq, object, purpose, to_object, to_purpose, fen, reason, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, from.Object, string(from.Purpose), to.Object, string(to.Purpose), int64(body.Fen), body.Reason, body.By, body.Approver.Person); err != nil {
		return err
	}
	return journal.Post(tx, e, []journal.Transfer{
		{Debit: from.account(), Credit: accountPrepaidMoving, Fen: body.Fen, Object: from.Object},
		{Debit: accountPrepaidMoving, Credit: to.account(), Fen: body.Fen, Object: to.Object}})
}

// applyPrepaidFrozen notes on a prepayment whether it is frozen.
func applyPrepaidFrozen(tx *store.Tx, e journal.Event, body prepaidFrozenV1) error {
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE credits SET frozen = ?1, frozen_times = frozen_times + ?1 WHERE object = ?2 AND purpose = ?3", body.Frozen, body.Object, string(body.Purpose))
	return err
}

func applyAutoSet(tx *store.Tx, _ journal.Event, body autoSetV1) error {
	_, err := tx.Exec("INSERT INTO auto_deductions (object, auto) VALUES (?, ?) ON CONFLICT (object) DO UPDATE SET auto = excluded.auto", body.Object, body.Auto)
	return err
}
