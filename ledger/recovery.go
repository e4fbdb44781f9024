package ledger

import (
	"context"
	"slices"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// RenewRecovery makes a new recovery key and returns it to be printed: the old one opens nothing from then on, and an event says so. It is for
// a key that was lost, so that key cannot be what is asked for. By must be allowed to change settings, and somebody else who may approve
// agrees; where nobody else may, passphrase has to be that of the book, typed anew, and of a book without one this computer must still keep
// the key. Errors: staff.may_not, those of staff.Authorize, book.no_recovery for a demo, book.passphrase_asked, and those of vault.Prove.
func (b *Book) RenewRecovery(ctx context.Context, by staff.Actor, approval staff.Approval, passphrase string) (recovery string, err error) {
	// A passphrase is slow to try by design, so it is judged before the write that others would wait for.
	proven := b.Store.Read(ctx, func(tx *store.Tx) error { return b.provesAnew(tx, passphrase) })
	err = b.as(ctx, by, staff.Settings, func(tx *store.Tx) error {
		has, err := vault.HasRecovery(tx)
		if err == nil && !has {
			err = store.Refuse(CodeNoRecovery)
		}
		if err != nil {
			return err
		}
		alone, err := b.Staff.AgreeToKey(tx, by, approval, "slot/"+vault.SlotRecovery)
		if err == nil && alone {
			err = proven
		}
		if err != nil {
			return err
		}
		made, slot, err := b.Vault.Recovery(tx)
		if err != nil {
			return err
		}
		recovery = made
		return b.Estate.RecordRenewed(tx, by.ID(), slot, alone)
	})
	if err != nil {
		return "", err
	}
	// The file alone is what is copied in a hurry and what opens after a power cut without its log: it must open with the new key, and no more with
	// the old one. The key holds whether that is done now or at the next fold.
	_ = b.Store.Checkpoint(context.WithoutCancel(ctx))
	return recovery, nil
}

// provesAnew returns nil where the passphrase opens this very book, or where the book has none and the keyring of this computer does.
func (b *Book) provesAnew(tx *store.Tx, passphrase string) error {
	slots, err := vault.Slots(tx)
	if err != nil {
		return err
	}
	key := vault.Key{Keyring: b.Journal.Book}
	if slices.Contains(slots, vault.SlotPassphrase) {
		if key = (vault.Key{Passphrase: passphrase}); passphrase == "" {
			return store.Refuse(CodePassphraseAsked)
		}
	}
	return vault.Prove(tx, key)
}
