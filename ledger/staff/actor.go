package staff

import (
	"context"
	"strings"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Actor is a person whose PIN was right. Only SignIn makes one, so a command that takes an Actor knows that somebody
// signed in. The zero Actor is nobody and may do nothing.
type Actor struct {
	id, code, name string
	role           Role
}

// ID returns the person's id, as events name it.
func (a Actor) ID() string { return a.id }

// Code returns the staff number.
func (a Actor) Code() string { return a.code }

// Name returns the person's name for screens and receipts.
func (a Actor) Name() string { return a.name }

// Role returns what the person was when signing in; Require asks the book again.
func (a Actor) Role() Role { return a.role }

// Approval is a second person's consent to some actions of one actor, to be used once. Only Approve makes one. The
// zero Approval is that of nobody, for commands that need none.
type Approval struct {
	// id and name are the approver (批准人), forID is the actor. Seq is the event of this device in which the
	// approver's PIN was right: by it the book knows whether the approval was used.
	id, name, forID string
	actions         []Action
	seq             int64
}

// Name returns the approver's name for screens and receipts.
func (a Approval) Name() string { return a.name }

// SignIn checks a person's PIN and returns an Actor. who is the staff number or the whole name. Errors:
// staff.unknown, staff.name_twice, staff.inactive, staff.locked, or staff.pin_wrong with the tries left. A wrong PIN
// is durable before the answer, so that restarting the counter gains nobody a try.
func (s *Staff) SignIn(ctx context.Context, who, pin string) (Actor, error) {
	p, _, err := s.try(ctx, who, pin, "sign_in")
	if err != nil {
		return Actor{}, err
	}
	return Actor{id: p.ID, code: p.Code, name: p.Name, role: p.Role}, nil
}

// Approve checks the second person's PIN for actions of actor that one command does at once. Beside the errors of
// SignIn it returns staff.approver_pin_wrong (staff.receiver_pin_wrong for TakeOver) with the staff number and the
// tries left, staff.same_person, staff.may_not_approve, and staff.may_not for the zero Actor.
func (s *Staff) Approve(ctx context.Context, actor Actor, who, pin string, action Action, more ...Action) (Approval, error) {
	if actor.id == "" {
		return Approval{}, store.Refuse(CodeMayNot, string(action))
	}
	actions := append([]Action{action}, more...)
	p, seq, err := s.try(ctx, who, pin, purposeOf(actions))
	if store.Code(err) == CodePINWrong {
		// Two people type at one keypad: the sentence must say whose PIN it was, or somebody is locked out unawares.
		code := CodeApproverPINWrong
		if action == TakeOver {
			code = CodeReceiverPINWrong // who takes the cash over approves nothing
		}
		return Approval{}, store.Refuse(code, p.Code, p.triesLeft())
	}
	if err != nil {
		return Approval{}, err
	}
	// Nobody approves what they do themselves, even with the right PIN.
	if p.ID == actor.id {
		return Approval{}, store.Refuse(CodeSamePerson)
	}
	for _, action := range actions {
		if !p.Role.MayAgree(action) {
			return Approval{}, store.Refuse(CodeMayNotApprove, string(action))
		}
	}
	return Approval{id: p.ID, name: p.Name, forID: actor.id, actions: actions, seq: seq}, nil
}

// purposeOf writes what a PIN was given for, as its event keeps it.
func purposeOf(actions []Action) string {
	words := make([]string, len(actions))
	for i, action := range actions {
		words[i] = string(action)
	}
	return strings.Join(words, " ")
}

// try judges a PIN and returns the person with the seq of the event that keeps the try. purpose is what the PIN was
// given for: sign_in, or the actions to be approved. A right PIN sets the wrong ones back to 0, the fifth wrong one
// in a row locks the person out.
func (s *Staff) try(ctx context.Context, who, pin, purpose string) (p row, seq int64, err error) {
	s.trying.Lock()
	defer s.trying.Unlock()
	// The person is read, the PIN hashed and the outcome written in three steps. Hashing is slow on purpose, and
	// nothing may wait for it with a transaction open.
	var hash pinHash
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		if p, err = s.resolve(tx, who); err != nil {
			return err
		}
		if !p.Active {
			return store.Refuse(CodeInactive)
		}
		if p.Locked {
			return store.Refuse(CodeLocked)
		}
		if hash, err = s.pinOf(tx, p.ID); err != nil {
			return err
		}
		p.Name, err = s.Name(tx, p.ID)
		return err
	})
	if err != nil {
		return row{}, 0, err
	}
	kind := kindAccepted
	if !hash.matches(pin) {
		kind = kindRefused
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		e, err := s.journal.Append(tx, kind, pinTriedV1{Person: p.ID, Purpose: purpose})
		seq = e.Seq
		return err
	})
	if err != nil {
		return row{}, 0, err
	}
	if kind == kindRefused {
		if left := p.triesLeft(); left > 0 {
			return p, 0, store.Refuse(CodePINWrong, left)
		}
		return row{}, 0, store.Refuse(CodeLocked)
	}
	return p, seq, nil
}

// triesLeft returns how many tries a person has left after one more wrong PIN; p was read before that one.
func (p row) triesLeft() int { return wrongPINsMax - p.wrongPINs - 1 }

// A person is let in again at most unlocksMax times within unlocksMS: whoever may unlock could try all PINs of a colleague otherwise, five at a
// time. Beyond that the person gets another PIN.
const (
	unlocksMax = 3
	unlocksMS  = 24 * 60 * 60 * 1000
)

// Unlock lets a locked-out person in again, with the PIN that they had. It takes another person who manages staff.
// Errors: staff.same_person, staff.may_not, staff.unknown, staff.unlocked_often.
func (s *Staff) Unlock(ctx context.Context, by Actor, id string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if by.id == id {
			return store.Refuse(CodeSamePerson)
		}
		if err := s.Require(tx, by, ManageStaff); err != nil {
			return err
		}
		if _, err := s.person(tx, "id", id); err != nil {
			return err
		}
		times := 0
		if _, err := tx.Get("SELECT count(*) FROM events WHERE kind = ? AND at_ms > ? AND json_extract(body, '$.person') = ?",
			[]any{kindUnlocked, s.journal.Now().UnixMilli() - unlocksMS, id}, &times); err != nil {
			return err
		}
		if times >= unlocksMax {
			return store.Refuse(codeUnlockedOften, unlocksMax)
		}
		_, err := s.journal.Append(tx, kindUnlocked, unlockedV1{Person: id, By: by.id})
		return err
	})
}

// ByRecovery stands in the place of a person who brought the printed recovery key.
const ByRecovery = "recovery"

// UnlockWithRecovery lets a locked-out person in with the printed recovery key and a new PIN, for the day on which
// the only manager is the one locked out. Errors: those of vault.Unlock for a wrong key, staff.unknown, and
// staff.pin_form or staff.pin_weak for the new PIN.
func (s *Staff) UnlockWithRecovery(ctx context.Context, who, recovery, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		// The opened vault is not used: that the key opens the book is the proof.
		if _, err := vault.Unlock(tx, vault.Key{Recovery: recovery}); err != nil {
			return err
		}
		p, err := s.resolve(tx, who)
		if err != nil {
			return err
		}
		if _, err := s.journal.Append(tx, kindUnlocked, unlockedV1{Person: p.ID, By: ByRecovery}); err != nil {
			return err
		}
		return s.setPIN(tx, p.ID, pin, trust{by: ByRecovery})
	})
}
