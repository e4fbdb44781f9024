package ledger

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// What stands here needs a right that the room below cannot ask for, because it knows nothing of staff. Each command
// answers staff.may_not to who has not got it.

// SetPolicy changes one of the book's policies, by who may change settings. The cut-off decides which day a person's deeds count
// to, and a month that is opened again takes late entries: once the book has asked for money moving the one, or the other back,
// takes a second person, as a limit that is raised does. Errors: staff.may_not, staff.needs_approval, estate.policy.
func (b *Book) SetPolicy(ctx context.Context, by staff.Actor, approval staff.Approval, name, value string) error {
	return b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		if name == estate.PolicyCutoffHour || name == estate.PolicyClosedMonth && value < policies.ClosedMonth {
			hasAsked, err := billing.HasAsked(tx)
			if err != nil {
				return err
			}
			if hasAsked {
				if err := b.Staff.Agree(tx, by, approval, staff.RaiseLimit, "policy/"+name); err != nil {
					return err
				}
			}
		}
		return b.Estate.SetPolicy(tx, by.ID(), name, value)
	})
}

// Unmask returns a person's whole profile to who may see it, and logs that it was seen.
func (b *Book) Unmask(ctx context.Context, by staff.Actor, person string) (profile estate.Profile, err error) {
	err = b.as(ctx, by, staff.Unmask, func(tx *store.Tx) error {
		profile, err = b.Estate.Unmask(tx, by.ID(), person)
		return err
	})
	return profile, err
}

// Erase destroys what the vault holds of a person, for ever, by who may change settings. The search index forgets them too.
func (b *Book) Erase(ctx context.Context, by staff.Actor, person string) error {
	err := b.as(ctx, by, staff.Settings, func(tx *store.Tx) error { return b.Estate.Erase(tx, by.ID(), person) })
	if err == nil {
		err = b.LoadFinder(context.WithoutCancel(ctx))
	}
	return err
}

// AddPassphrase lets the book be opened with a passphrase too, for a second counter or a machine without a keyring; it
// takes the place of an earlier one. By must be allowed to change settings.
func (b *Book) AddPassphrase(ctx context.Context, by staff.Actor, passphrase string) error {
	return b.addSlot(ctx, by, func(tx *store.Tx) (vault.Version, error) { return b.Vault.Passphrase(tx, passphrase) })
}

// AddKeyring lets this machine open the book by itself from now on. By must be allowed to change settings.
func (b *Book) AddKeyring(ctx context.Context, by staff.Actor) error {
	return b.addSlot(ctx, by, func(tx *store.Tx) (vault.Version, error) { return b.Vault.Keyring(tx, b.Journal.Book) })
}

func (b *Book) addSlot(ctx context.Context, by staff.Actor, wrap func(tx *store.Tx) (vault.Version, error)) error {
	return b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		slot, err := wrap(tx)
		if err != nil {
			return err
		}
		return b.Estate.RecordSlot(tx, by.ID(), slot)
	})
}

// as runs a command of somebody who must have the right.
func (b *Book) as(ctx context.Context, by staff.Actor, action staff.Action, command func(tx *store.Tx) error) error {
	return b.Store.Write(ctx, func(tx *store.Tx) error {
		if err := b.Staff.Require(tx, by, action); err != nil {
			return err
		}
		return command(tx)
	})
}
