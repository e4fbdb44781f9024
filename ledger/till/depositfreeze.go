package till

import (
	"context"
	"errors"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The kinds of the events that freeze a deposit and let it go again.
const (
	kindDepositFrozen   = "deposit.frozen"
	kindDepositUnfrozen = "deposit.unfrozen"
)

// freezesMax bounds the open freezes of one deposit that are lifted together: two counters may each have frozen it.
const freezesMax = 100

// The reasons that screens offer, numbered from 1 in this order. "other" wants a note.
var (
	FreezeReasons   = []string{"dispute", "court", "damage", "other"}
	UnfreezeReasons = []string{"settled", "mistake", "other"}
)

// DepositFreeze freezes a deposit (冻结), or lets it go. While it is frozen nothing of it is returned, deducted or moved, whatever
// was asked and approved before.
type DepositFreeze struct {
	RequestID string
	Deposit   string // the deposit's bill
	Reason    Reason
}

// depositFrozenV1 is the body of deposit.frozen.
type depositFrozenV1 struct {
	Request  journal.Request `json:"request"`
	Bill     string          `json:"bill"`
	Reason   string          `json:"reason"`
	Note     vault.Version   `json:"note"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// depositUnfrozenV1 is the body of deposit.unfrozen: Of are the events that froze it.
type depositUnfrozenV1 struct {
	Request  journal.Request `json:"request"`
	Bill     string          `json:"bill"`
	Of       []journal.Ref   `json:"of"`
	Reason   string          `json:"reason"`
	Note     vault.Version   `json:"note"`
	By       string          `json:"by"`
	Approver staff.Consent   `json:"approver"`
}

// FreezeDeposit freezes a deposit, with a second person, and returns it as it stands then. Errors: till.deposit_frozen for one that
// is frozen, till.unknown_deposit, those of Reason.check and of the approval.
func (t *Till) FreezeDeposit(ctx context.Context, by staff.Actor, approval staff.Approval, wish DepositFreeze) (Deposit, error) {
	request, err := t.freezeRequest("freeze", wish)
	if err != nil {
		return Deposit{}, err
	}
	return once(ctx, t, request, depositIn("deposit_freezes WHERE device = ? AND seq = ?"), func(tx *store.Tx, _ estate.Policies) (Deposit, error) {
		deposit, consent, err := t.freezable(tx, by, approval, staff.FreezeDeposit, wish, FreezeReasons)
		if err == nil && deposit.Frozen {
			err = store.Refuse(CodeDepositFrozen, deposit.Item)
		}
		if err != nil {
			return Deposit{}, err
		}
		body := depositFrozenV1{Request: request, Bill: deposit.Bill, Reason: wish.Reason.Code, By: by.ID(), Approver: consent}
		if body.Note, err = t.note(tx, wish.Reason.Note, ""); err != nil {
			return Deposit{}, err
		}
		if _, err := t.journal.Append(tx, kindDepositFrozen, body); err != nil {
			return Deposit{}, err
		}
		return DepositOf(tx, deposit.Bill)
	})
}

// UnfreezeDeposit lets a frozen deposit go, with a second person, and returns it as it stands then. Errors: till.deposit_not_frozen,
// and those of FreezeDeposit.
func (t *Till) UnfreezeDeposit(ctx context.Context, by staff.Actor, approval staff.Approval, wish DepositFreeze) (Deposit, error) {
	request, err := t.freezeRequest("unfreeze", wish)
	if err != nil {
		return Deposit{}, err
	}
	return once(ctx, t, request, depositIn("deposit_freezes WHERE lifted_device = ? AND lifted_seq = ?"), func(tx *store.Tx, _ estate.Policies) (Deposit, error) {
		deposit, consent, err := t.freezable(tx, by, approval, staff.UnfreezeDeposit, wish, UnfreezeReasons)
		if err == nil && !deposit.Frozen {
			err = store.Refuse(codeDepositNotFrozen, deposit.Item)
		}
		if err != nil {
			return Deposit{}, err
		}
		body := depositUnfrozenV1{Request: request, Bill: deposit.Bill, Reason: wish.Reason.Code, By: by.ID(), Approver: consent}
		if body.Of, err = openFreezes(tx, deposit.Bill); err != nil {
			return Deposit{}, err
		}
		if body.Note, err = t.note(tx, wish.Reason.Note, ""); err != nil {
			return Deposit{}, err
		}
		if _, err := t.journal.Append(tx, kindDepositUnfrozen, body); err != nil {
			return Deposit{}, err
		}
		return DepositOf(tx, deposit.Bill)
	})
}

// freezable is what freezing and letting go check alike.
func (t *Till) freezable(tx *store.Tx, by staff.Actor, approval staff.Approval, action staff.Action, wish DepositFreeze, reasons []string) (deposit Deposit, consent staff.Consent, err error) {
	terms, err := t.terms(wish.Reason)
	if err != nil {
		return deposit, consent, err
	}
	if err := wish.Reason.check(reasons); err != nil {
		return deposit, consent, err
	}
	freezes := 0 // each freeze is agreed to, and lifted, by itself
	if _, err := tx.Get("SELECT count(*) FROM deposit_freezes WHERE bill = unhex(?)", []any{wish.Deposit}, &freezes); err != nil {
		return deposit, consent, err
	}
	if consent, err = t.staff.Authorize(tx, by, approval, staff.Deed{Action: action, About: wish.Deposit, Terms: terms.And(staff.Standing(freezes)), Note: wish.Reason.Note}); err != nil {
		return deposit, consent, err
	}
	deposit, err = DepositOf(tx, wish.Deposit)
	return deposit, consent, err
}

// freezeRequest identifies a wish, with its note blinded: freezing is not letting go.
func (t *Till) freezeRequest(what string, wish DepositFreeze) (request journal.Request, err error) {
	if wish.Reason.Note, err = t.vault.Blind(wish.Reason.Note); err != nil {
		return request, err
	}
	return journal.NewRequest(wish.RequestID, struct {
		What string
		Wish DepositFreeze
	}{what, wish})
}

// openFreezes returns the events that freeze a deposit and are not lifted.
func openFreezes(tx *store.Tx, bill string) ([]journal.Ref, error) {
	return store.All(tx, `SELECT d.id, f.seq FROM deposit_freezes f JOIN devices d ON d.no = f.device WHERE f.bill = unhex(?) AND f.lifted_seq = 0
		ORDER BY f.device, f.seq LIMIT ?`, []any{bill, freezesMax}, func(scan func(dest ...any) error) (of journal.Ref, err error) {
		return of, scan(&of.Device, &of.Seq)
	})
}

// applyDepositFrozen keeps a freeze, which is open until it is lifted.
func applyDepositFrozen(tx *store.Tx, e journal.Event, body depositFrozenV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := errors.Join(body.Approver.Use(tx, e), body.Note.Refer(tx, e.DeviceNo, e.Seq)); err != nil {
		return err
	}
	bill, err := billID(body.Bill)
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO deposit_freezes (device, seq, bill, reason, person, approver) VALUES (?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, bill, body.Reason, body.By, body.Approver.Person)
	return err
}

// applyDepositUnfrozen lifts the freezes that it names. Where two people lifted the same one at two counters, the lower (device,
// seq) stays, whichever of them is heard first.
func applyDepositUnfrozen(tx *store.Tx, e journal.Event, body depositUnfrozenV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := errors.Join(body.Approver.Use(tx, e), body.Note.Refer(tx, e.DeviceNo, e.Seq)); err != nil {
		return err
	}
	for _, of := range body.Of {
		device, err := journal.DeviceNo(tx, of.Device)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE deposit_freezes SET lifted_device = ?1, lifted_seq = ?2 WHERE device = ?3 AND seq = ?4
			AND (lifted_seq = 0 OR (lifted_device, lifted_seq) > (?1, ?2))`, e.DeviceNo, e.Seq, device, of.Seq); err != nil {
			return err
		}
	}
	return nil
}
