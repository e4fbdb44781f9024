package staff

import (
	"context"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Actor is somebody whose PIN was right. Only SignIn makes one.
type Actor struct {
	id, code, name string
	role           Role
}

// ID gives the person's id, as events name it.
func (a Actor) ID() string { return a.id }

// Code gives the staff number.
func (a Actor) Code() string { return a.code }

// Name gives the person's name for screens and receipts.
func (a Actor) Name() string { return a.name }

// Role gives what the person was when signing in; Require asks the book again.
func (a Actor) Role() Role { return a.role }

// Approval is a second person's word for one action of one actor. Only Approve makes one.
type Approval struct {
	id, name, forID string
	action          Action
}

// Name gives the approver's name for screens and receipts.
func (a Approval) Name() string { return a.name }

// SignIn checks who's PIN and gives an Actor. Who is the staff number or the whole name. It answers staff.unknown,
// staff.inactive, staff.locked, or staff.pin_wrong with the tries left; each wrong PIN is durable before the answer.
func (s *Staff) SignIn(ctx context.Context, who, pin string) (Actor, error) {
	p, err := s.try(ctx, who, pin, "sign_in")
	if err != nil {
		return Actor{}, err
	}
	return Actor{id: p.ID, code: p.Code, name: p.Name, role: p.Role}, nil
}

// Approve checks the second person's PIN for an action of actor. Beside SignIn's answers it gives staff.same_person and
// staff.may_not_approve.
func (s *Staff) Approve(ctx context.Context, actor Actor, action Action, who, pin string) (Approval, error) {
	p, err := s.try(ctx, who, pin, string(action))
	if err != nil {
		return Approval{}, err
	}
	if p.ID == actor.id {
		return Approval{}, store.Refuse("staff.same_person")
	}
	if !p.Role.May(action) {
		return Approval{}, store.Refuse("staff.may_not_approve", string(action))
	}
	return Approval{id: p.ID, name: p.Name, forID: actor.id, action: action}, nil
}

func (s *Staff) try(ctx context.Context, who, pin, purpose string) (p row, err error) {
	s.trying.Lock()
	defer s.trying.Unlock()
	var hash pinHash
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		if p, err = s.resolve(tx, who); err != nil {
			return err
		}
		if !p.Active {
			return store.Refuse("staff.inactive")
		}
		if p.Locked {
			return store.Refuse("staff.locked")
		}
		if hash, err = s.pinOf(tx, p.ID); err != nil {
			return err
		}
		p.Name, err = s.Name(tx, p.ID)
		return err
	})
	if err != nil {
		return row{}, err
	}
	kind := kindAccepted
	if !hash.matches(pin) {
		kind = kindRefused
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		_, err := s.journal.Append(tx, kind, pinTriedV1{Person: p.ID, Purpose: purpose})
		return err
	})
	if err != nil {
		return row{}, err
	}
	if kind == kindRefused {
		if left := wrongPINsMax - p.wrongPINs - 1; left > 0 {
			return row{}, store.Refuse("staff.pin_wrong", left)
		}
		return row{}, store.Refuse("staff.locked")
	}
	return p, nil
}

// Require answers staff.may_not unless the actor is still active and still has the right, as the book says now.
func (s *Staff) Require(tx *store.Tx, actor Actor, action Action) error {
	p, err := s.person(tx, "id", actor.id)
	if err != nil {
		return err
	}
	if !p.Active || !p.Role.May(action) {
		return store.Refuse("staff.may_not", string(action))
	}
	return nil
}

// RequireApproval answers staff.needs_approval unless approval is a second person's word for this action of this actor,
// and gives the approver's id for the event.
func (s *Staff) RequireApproval(tx *store.Tx, actor Actor, action Action, approval Approval) (approver string, err error) {
	if approval.id == "" || approval.forID != actor.id || approval.action != action || approval.id == actor.id {
		return "", store.Refuse("staff.needs_approval", string(action))
	}
	p, err := s.person(tx, "id", approval.id)
	if err != nil {
		return "", err
	}
	if !p.Active || !p.Role.May(action) {
		return "", store.Refuse("staff.may_not_approve", string(action))
	}
	return approval.id, nil
}

// Unlock lets a locked-out person in again, by another one who manages staff.
func (s *Staff) Unlock(ctx context.Context, by Actor, id string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if by.id == id {
			return store.Refuse("staff.same_person")
		}
		if err := s.Require(tx, by, ManageStaff); err != nil {
			return err
		}
		_, err := s.journal.Append(tx, kindUnlocked, unlockedV1{Person: id, By: by.id})
		return err
	})
}

// UnlockWithRecovery lets a locked-out person in with the printed recovery key and a new PIN, for the day the only
// manager is the one locked out. It answers as vault.Unlock does for a wrong key.
func (s *Staff) UnlockWithRecovery(ctx context.Context, who, recovery, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := vault.Unlock(tx, vault.Key{Recovery: recovery}); err != nil {
			return err
		}
		p, err := s.resolve(tx, who)
		if err != nil {
			return err
		}
		if _, err := s.journal.Append(tx, kindUnlocked, unlockedV1{Person: p.ID, By: "recovery"}); err != nil {
			return err
		}
		return s.setPIN(tx, p.ID, pin, "recovery")
	})
}
