package ledger

import (
	"cmp"
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// The commands in this file need a right that the room they call cannot check, because it must not import package
// staff. Each of them returns staff.may_not for an actor without the right.

// SetPolicy changes one of the book's policies for an actor who may change settings. Once the book has asked for
// money, some of them take a second person's approval: see takesTwo. Errors: staff.may_not, staff.needs_approval,
// estate.policy, estate.policy_same, law.pack.
func (b *Book) SetPolicy(ctx context.Context, by staff.Actor, approval staff.Approval, name, value string) error {
	return b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		// What changes nothing asks nobody; the room below says so.
		if same, err := policies.Has(name, value); err == nil && same {
			return b.Estate.SetPolicy(tx, by.ID(), name, value)
		}
		if takesTwo(policies, name, value) {
			hasAsked, err := billing.HasAsked(tx)
			if err != nil {
				return err
			}
			if hasAsked {
				if err := b.Staff.Agree(tx, by, approval, policyDeed(policies, name, value), "policy/"+name); err != nil {
					return err
				}
			}
		}
		return b.Estate.SetPolicy(tx, by.ID(), name, value)
	})
}

// takesTwo reports whether a policy lets one person do more alone than before: the cut-off hour, because it decides the business day
// that money belongs to; an earlier closed month, because it lets late entries (补录) into months that finance has closed; and other
// rules of the law, or other facts for them, than those that were chosen, because they may let pass what these turn down.
func takesTwo(before estate.Policies, name, value string) bool {
	switch name {
	case estate.PolicyCutoffHour:
		return true
	case estate.PolicyClosedMonth:
		return value < before.ClosedMonth // compared as text (2026-10); "" opens every month again and is the smallest
	case estate.PolicyRulePack:
		return before.RulePack != ""
	case estate.PolicyFeeMode:
		return before.FeeMode != ""
	case estate.PolicyContractOn:
		return before.ContractOn != ""
	}
	return false
}

// SetLayout is SetPolicy for how receipts look. seen is the layout as it was read (Policies.ReceiptLayout), so that two people do not
// overwrite each other unseen. Errors: estate.layout_stale for one that is not as it was seen, and those of SetPolicy.
func (b *Book) SetLayout(ctx context.Context, by staff.Actor, seen, value string) error {
	return b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err == nil && policies.ReceiptLayout != seen {
			err = store.Refuse(estate.CodeLayoutStale)
		}
		if err != nil {
			return err
		}
		return b.Estate.SetPolicy(tx, by.ID(), estate.PolicyReceiptLayout, value)
	})
}

// policyDeed is what a second person agrees to of a policy: its name and its value, "-" for none, beside what the two are that take one.
func policyDeed(before estate.Policies, name, value string) staff.Deed {
	return staff.Deed{Action: staff.RaiseLimit, About: staff.PartOf("policy", name),
		Terms: staff.NewTerms("value", cmp.Or(shownValue(name, value), "-")).And(staff.Standing(before.CutoffHour, before.ClosedMonth))}
}

// shownValue is a policy's value as who agrees to it reads it: of the rules of a place, its name and a digest.
func shownValue(name, value string) string {
	pack, err := law.Parse(value)
	if name != estate.PolicyRulePack || value == "" || err != nil {
		return value
	}
	return pack.Name + " #" + staff.Content(value)[:12]
}

// Unmask returns a person's whole profile to an actor who may see it, and records in an event that it was seen.
func (b *Book) Unmask(ctx context.Context, by staff.Actor, person string) (profile estate.Profile, err error) {
	err = b.as(ctx, by, staff.Unmask, func(tx *store.Tx) error {
		profile, err = b.Estate.Unmask(tx, by.ID(), person)
		return err
	})
	return profile, err
}

// Erase destroys what the vault holds of a person, for ever, for an actor who may change settings. The search index
// forgets the person too. Errors: staff.may_not, estate.unknown_person.
func (b *Book) Erase(ctx context.Context, by staff.Actor, person string) error {
	err := b.as(ctx, by, staff.Settings, func(tx *store.Tx) error { return b.Estate.Erase(tx, by.ID(), person) })
	if err == nil {
		// The person is erased already: a cancelled request must not leave the name in the index.
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

// addSlot wraps the data key once more and notes the slot in an event of the same transaction, by which the audit
// tells it from a slot that somebody slipped into the file.
func (b *Book) addSlot(ctx context.Context, by staff.Actor, wrap func(tx *store.Tx) (vault.Version, error)) error {
	return b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		slot, err := wrap(tx)
		if err != nil {
			return err
		}
		return b.Estate.RecordSlot(tx, by.ID(), slot)
	})
}

// as runs a command in a write of its own if the actor has the right, and returns staff.may_not otherwise. The right
// is read inside the write, so it is the one that the actor has at this moment.
func (b *Book) as(ctx context.Context, by staff.Actor, action staff.Action, command func(tx *store.Tx) error) error {
	return b.Store.Write(ctx, func(tx *store.Tx) error {
		if err := b.Staff.Require(tx, by, action); err != nil {
			return err
		}
		return command(tx)
	})
}

// Retire ends this counter where it is, because it goes on on another computer: the book takes no money from here on, until somebody with the
// recovery key goes on with it there (OpenOptions.GoOn). Errors: staff.may_not.
func (b *Book) Retire(ctx context.Context, by staff.Actor) error {
	err := b.as(ctx, by, staff.Settings, func(tx *store.Tx) error { return b.Estate.Retire(tx, by.ID()) })
	if err == nil {
		b.Store.Latch(store.Refuse(CodeRetired))
	}
	return err
}
