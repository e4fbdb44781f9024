package staff

import (
	"context"
	"strings"

	"shouqi/ledger/store"
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
	// isRecovery says that the recovery key was brought in the place of a person, see ApproveByRecovery.
	isRecovery bool
}

// Name returns the approver's name for screens and receipts.
func (a Approval) Name() string { return a.name }

// SignIn checks a person's PIN and returns an Actor. who is the staff number or the whole name. Errors:
// staff.unknown, staff.name_twice, staff.inactive, staff.locked, staff.pin_asked for an empty PIN, which is no try,
// staff.pin_wrong with the tries left, or staff.pin_given with
// the staff number for a right one that somebody else set, see OwnPIN. A wrong PIN
// is durable before the answer, so that restarting the counter gains nobody a try.
func (s *Staff) SignIn(ctx context.Context, who, pin string) (Actor, error) {
	p, _, err := s.try(ctx, who, pin, "sign_in", nil)
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
	p, seq, err := s.try(ctx, who, pin, purposeOf(actions), nil)
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

// ownPIN is the purpose of a PIN that was given for setting an own one, the only one for which a PIN counts that somebody else set.
const ownPIN = "own_pin"

// OwnPIN puts a person's own PIN in the place of the one that they have, given by whoever added them or set it anew: who knows it too
// could sign in as the person, or be the second person of the own deeds. Errors: those of SignIn but staff.pin_given, those of the form
// of a PIN, and staff.pin_same for the one that is to go.
func (s *Staff) OwnPIN(ctx context.Context, who, given, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	if given == pin {
		return store.Refuse(CodePINSame)
	}
	_, _, err := s.try(ctx, who, given, ownPIN, func(tx *store.Tx, p row) error { return s.setPIN(tx, p.ID, pin, trust{by: p.ID}) })
	return err
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
// in a row locks the person out. A right one that somebody else set is staff.pin_given, whatever it was given for but ownPIN. then
// is done with a right PIN in the transaction that notes it; nil for nothing.
func (s *Staff) try(ctx context.Context, who, pin, purpose string, then func(tx *store.Tx, p row) error) (p row, seq int64, err error) {
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
		if pin == "" { // Enter on an empty field guesses nothing, and pressed five times it must lock nobody out
			return store.Refuse(CodePINAsked)
		}
		if hash, err = s.pinOf(tx, p.ID, p.pinVersion); err != nil {
			return err
		}
		p.Name, err = s.Name(tx, p.ID)
		return err
	})
	if err != nil {
		return row{}, 0, err
	}
	kind, isOfNoUse := kindAccepted, false
	if !hash.matches(pin) {
		kind = kindRefused
	} else if isOfNoUse = hash.Given && purpose != ownPIN; isOfNoUse {
		purpose = ownPIN // its event must not say that somebody signed in or approved
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		e, err := s.journal.Append(tx, kind, pinTriedV1{Person: p.ID, Purpose: purpose})
		if seq = e.Seq; err != nil || kind == kindRefused || then == nil {
			return err
		}
		return then(tx, p)
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
	if isOfNoUse {
		return row{}, 0, store.Refuse(CodePINGiven, p.Code)
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
