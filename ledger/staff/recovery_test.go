package staff_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Anybody at the counter can type five wrong PINs for everybody: the recovery key lets one in, who lets in the others.
func TestFiveWrongPINsOfEverybodyDoNotLockTheHouse(t *testing.T) {
	o := withSupervisor(t)
	require.Empty(t, o.adds(o.agreed(), "110", staff.Manager))
	pins := map[string]string{"100": managerPIN, "110": otherPIN, "200": supervisorPIN, "101": cashierPIN}
	for code, pin := range pins {
		for range 5 {
			require.NotEmpty(t, o.codeOf(code, "7070"))
		}
		require.Equal(t, staff.CodeLocked, o.codeOf(code, pin))
	}
	require.NoError(t, o.book.Close())
	o.open()
	require.Equal(t, "vault.recovery_typed", store.Code(o.book.Staff.UnlockWithRecovery(o.ctx, "100", "AAAA-BBBB", "9753")))
	require.Equal(t, staff.CodeLocked, o.codeOf("100", managerPIN))
	require.NoError(t, o.book.Staff.UnlockWithRecovery(o.ctx, "100", o.recovery, "9753"))
	manager := o.actor("100", "9753")
	for code, pin := range pins {
		if code == "100" {
			continue
		}
		person, err := o.book.Staff.Find(o.ctx, code)
		require.NoError(t, err)
		require.True(t, person.Locked)
		require.NoError(t, o.book.Staff.Unlock(o.ctx, manager, person.ID))
		require.Empty(t, o.codeOf(code, pin), "with the PIN from before")
	}
}

// renew makes a new recovery key, and returns the code of what was refused.
func (o *office) renew(by staff.Actor, approval staff.Approval, typed string) string {
	key, err := o.book.RenewRecovery(o.ctx, by, approval, typed)
	if err == nil {
		require.NotEqual(o, o.recovery, key)
		o.recovery = key
	} else {
		require.Empty(o, key)
	}
	return store.Code(err)
}

// opens returns what comes of opening the book with a recovery key, after everything in it was checked.
func (o *office) opens(recovery string) string {
	o.Helper()
	findings, err := o.book.Audit().Full(o.ctx, nil)
	require.NoError(o, err)
	require.Empty(o, findings)
	require.NoError(o, o.book.Close())
	book, _, err := ledger.Open(o.ctx, o.path, ledger.OpenOptions{Key: vault.Key{Recovery: recovery}})
	if err == nil {
		require.NoError(o, book.Close())
	}
	o.open()
	return store.Code(err)
}

// opensCopy returns what comes of opening a copy of the file alone, made while the book is open: what is in the log is not in it.
func (o *office) opensCopy(recovery string) string {
	o.Helper()
	content, err := os.ReadFile(o.path)
	require.NoError(o, err)
	path := filepath.Join(o.TempDir(), "copy.book")
	require.NoError(o, os.WriteFile(path, content, 0o600))
	book, _, err := ledger.Open(o.ctx, path, ledger.OpenOptions{Key: vault.Key{Recovery: recovery}})
	if err == nil {
		require.NoError(o, book.Close())
	}
	return store.Code(err)
}

// A recovery key that was lost is had again: two people make a new one, and the lost one opens nothing from then on.
func TestTwoPeopleMakeANewRecoveryKeyAndTheOldOneIsVoid(t *testing.T) {
	o := withSupervisor(t)
	lost := o.recovery
	require.Equal(t, staff.CodeMayNot, o.renew(o.actor("101", cashierPIN), o.agreed(), passphrase))
	require.Equal(t, staff.CodeNeedsApproval, o.renew(o.manager, staff.Approval{}, passphrase), "the passphrase stands for nobody who could be asked")
	require.Equal(t, staff.CodeNeedsApproval, o.renew(o.manager, o.byRecovery(), passphrase))
	require.Empty(t, o.opens(lost), "nothing was changed")
	require.Empty(t, o.renew(o.manager, o.agreed(), ""))
	require.Equal(t, vault.CodeWrongKey, o.opensCopy(lost), "the file alone knows it at once")
	require.Empty(t, o.opensCopy(o.recovery))
	require.Equal(t, vault.CodeWrongKey, o.opens(lost))
	require.Empty(t, o.opens(o.recovery))
	require.Equal(t, vault.CodeNotProven, store.Code(o.book.Staff.UnlockWithRecovery(o.ctx, "100", lost, "9753")))
	_, err := o.book.Staff.ApproveByRecovery(o.ctx, o.manager, lost)
	require.Equal(t, vault.CodeNotProven, store.Code(err))
	require.NoError(t, o.book.Staff.UnlockWithRecovery(o.ctx, "100", o.recovery, "9753"))
}

// Who alone may approve proves the book with its passphrase: the lost key itself cannot be asked for.
func TestAManagerAloneMakesANewRecoveryKeyWithThePassphrase(t *testing.T) {
	o := newOffice(t)
	lost := o.recovery
	require.Equal(t, ledger.CodePassphraseAsked, o.renew(o.manager, staff.Approval{}, ""))
	require.Equal(t, vault.CodeNotProven, o.renew(o.manager, staff.Approval{}, "阳光花园二零二七"))
	require.Empty(t, o.opens(lost))
	require.Empty(t, o.renew(o.manager, staff.Approval{}, passphrase))
	require.Equal(t, vault.CodeWrongKey, o.opens(lost))
	require.Empty(t, o.opens(o.recovery))
	var alone bool
	require.NoError(t, o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT json_extract(body, '$.alone') FROM events WHERE kind = 'vault.slot_set' ORDER BY id DESC LIMIT 1", nil, &alone)
		return err
	}))
	require.True(t, alone, "its event says that nobody agreed")
}

// Where the computer keeps the key, that it still does is what proves the book; and a book that anybody may open has no recovery key.
func TestARecoveryKeyIsRenewedWhereTheKeyringHoldsTheBook(t *testing.T) {
	keyring.MockInit()
	make := func(demo bool) *office {
		o := &office{T: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), "b.book")}
		var err error
		o.recovery, err = ledger.Create(o.ctx, o.path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Demo: demo,
			Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
		require.NoError(t, err)
		o.book, _, err = ledger.Open(o.ctx, o.path, ledger.OpenOptions{})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, o.book.Close()) })
		o.manager = o.actor("100", managerPIN)
		return o
	}
	o := make(false)
	lost := o.recovery
	require.Empty(t, o.renew(o.manager, staff.Approval{}, ""))
	require.Equal(t, vault.CodeNotProven, store.Code(o.book.Staff.UnlockWithRecovery(o.ctx, "100", lost, "9753")))
	keyring.MockInit()
	require.Equal(t, vault.CodeNoKeyring, o.renew(o.manager, staff.Approval{}, ""), "a computer that has no key of the book")
	require.NoError(t, o.book.Staff.UnlockWithRecovery(o.ctx, "100", o.recovery, "9753"))
	demo := make(true)
	require.Equal(t, ledger.CodeNoRecovery, demo.renew(demo.manager, staff.Approval{}, ""))
}
