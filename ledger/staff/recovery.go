package staff

import (
	"context"
	"strings"

	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// ByRecovery stands in the place of a person who brought the printed recovery key.
const ByRecovery = "recovery"

// UnlockWithRecovery lets a locked-out person in with the printed recovery key and a new PIN, for the day on which
// everybody who could unlock is locked out. It is the key that ends it and no wait that grows: whoever types wrong PINs could keep the
// house shut by going on, and a wait that ends gives more than five tries at a PIN of four digits. Errors: those of vault.Prove for a wrong key, staff.unknown, and
// staff.pin_form or staff.pin_weak for the new PIN.
func (s *Staff) UnlockWithRecovery(ctx context.Context, who, recovery, pin string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := proves(tx, recovery); err != nil {
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

// recovered reports whether the recovery key was brought for by: staff.needs_recovery where it was not, and false where the book has
// none, as a demo, whose key everybody knows.
func (s *Staff) recovered(tx *store.Tx, by Actor, approval Approval) (bool, error) {
	if approval.isRecovery && approval.forID == by.id {
		return true, nil
	}
	hasKey, err := vault.HasRecovery(tx)
	if err == nil && hasKey {
		err = store.Refuse(CodeNeedsRecovery)
	}
	return false, err
}

// HasRecovery reports whether the book has a recovery key, which a demo has not.
func (s *Staff) HasRecovery(ctx context.Context) (has bool, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		has, err = vault.HasRecovery(tx)
		return err
	})
	return has, err
}

// ApproveByRecovery returns what stands for a second person where nobody else may approve: whoever has the printed recovery key agrees
// that actor gives a login to somebody who may. It is an approval of nothing else. Errors: staff.may_not for the zero Actor, and those
// of vault.Prove for a wrong key.
func (s *Staff) ApproveByRecovery(ctx context.Context, actor Actor, recovery string) (Approval, error) {
	if actor.id == "" {
		return Approval{}, store.Refuse(CodeMayNot, string(GiveLogin))
	}
	if err := s.db.Read(ctx, func(tx *store.Tx) error { return proves(tx, recovery) }); err != nil {
		return Approval{}, err
	}
	return Approval{forID: actor.id, isRecovery: true}, nil
}

// proves returns an error of vault.Prove unless the key opens the book. No key at all
// would stand for that of the machine, which whoever sits there has.
func proves(tx *store.Tx, recovery string) error {
	if strings.TrimSpace(recovery) == "" {
		return store.Refuse(vault.CodeRecoveryTyped)
	}
	return vault.Prove(tx, vault.Key{Recovery: recovery})
}
