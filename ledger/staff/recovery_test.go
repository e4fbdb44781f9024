package staff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
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
