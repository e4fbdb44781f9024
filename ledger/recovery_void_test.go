package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// renews has two people make the recovery key anew, and returns the older copy, the key that is void and the backup of before.
func (p *placed) renews() (older []byte, void, backup string) {
	p.Helper()
	p.pays()
	byKey, err := p.book.Staff.ApproveByRecovery(p.ctx, p.manager, p.recovery)
	require.NoError(p, err)
	ledgertest.Hire(p.T, p.book, p.manager, byKey, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, supervisorPIN)
	backup = p.backedUp()
	p.close()
	older = p.keep()
	require.Empty(p, p.opens(p.place, nil))
	agreed, err := p.book.Staff.Approve(p.ctx, p.manager, "200", supervisorPIN, staff.GiveLogin)
	require.NoError(p, err)
	void = p.recovery
	p.recovery, err = p.book.RenewRecovery(p.ctx, p.manager, agreed, "")
	require.NoError(p, err)
	p.pays()
	p.close()
	return older, void, backup
}

// A recovery key is made anew because somebody may have the old one: with an older copy of the book the old one is no use on the machine that knows
// the newer, and the new one is, although the copy does not know it.
func TestAVoidRecoveryKeyDoesNotGoOnWithAnOlderCopy(t *testing.T) {
	p := newPlaced(t)
	older, void, _ := p.renews()
	p.putBack(older)
	require.Equal(t, ledger.CodeBehind, p.opens(p.place, nil))
	p.close()
	require.Equal(t, ledger.CodeRecoveryVoid, p.opensWith(ledger.OpenOptions{Key: vault.Key{Recovery: void}, Witness: p.place, GoOn: &ledger.GoingOn{}}))
	require.Equal(t, older, p.keep(), "nothing was changed")
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{}))
	require.Equal(t, "01-2026-000003", p.pays())
	p.voids(void)
	p.verify()
	p.close()
	require.Empty(t, p.opens(p.place, nil))
	p.close()
}

// So it is with a backup that people put in the place of the book.
func TestABackupThatIsRestoredHasTheRecoveryKeyInForce(t *testing.T) {
	p := newPlaced(t)
	_, void, backup := p.renews()
	_, err := ledger.Restore(p.ctx, backup, p.path, ledger.Restoring{DiscardNewer: true, Witness: p.place, Asking: ledger.Asking{
		Keys: []vault.Key{{Passphrase: placedPassphrase}}, Now: func() time.Time { return p.clock },
		Ask: func(people *ledger.Book, _ bool) (staff.Actor, staff.Approval, error) {
			by, err := people.Staff.SignIn(p.ctx, "100", managerPIN)
			require.NoError(t, err)
			approval, err := people.Staff.Approve(p.ctx, by, "200", supervisorPIN, staff.DiscardEvents)
			return by, approval, err
		}}})
	require.NoError(t, err)
	require.Empty(t, p.opens(p.place, nil))
	p.voids(void)
	p.verify()
	p.close()
}

// voids holds that the key in force stands for a second person in the open book, and the one before does not.
func (p *placed) voids(void string) {
	p.Helper()
	require.NoError(p, p.book.Store.Read(p.ctx, func(tx *store.Tx) error {
		require.Equal(p, vault.CodeNotProven, store.Code(vault.Prove(tx, vault.Key{Recovery: void})))
		return vault.Prove(tx, vault.Key{Recovery: p.recovery})
	}))
}

// Nor does a machine whose note is older than the book bring a void key back.
func TestAnOlderNoteBringsNoVoidKeyBack(t *testing.T) {
	p := newPlaced(t)
	byKey, err := p.book.Staff.ApproveByRecovery(p.ctx, p.manager, p.recovery)
	require.NoError(t, err)
	ledgertest.Hire(t, p.book, p.manager, byKey, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, supervisorPIN)
	p.close()
	require.Empty(t, p.opens(witness.Place{Folder: t.TempDir(), Machine: "another"}, &ledger.GoingOn{Paper: ledger.NoPaper}))
	manager := p.signIn("100", managerPIN)
	agreed, err := p.book.Staff.Approve(p.ctx, manager, "200", supervisorPIN, staff.GiveLogin)
	require.NoError(t, err)
	void := p.recovery
	p.recovery, err = p.book.RenewRecovery(p.ctx, manager, agreed, "")
	require.NoError(t, err)
	p.close()
	on := &ledger.GoingOn{Paper: ledger.NoPaper}
	require.Equal(t, vault.CodeWrongKey, p.opensWith(ledger.OpenOptions{Key: vault.Key{Recovery: void}, Witness: p.place, GoOn: on}))
	require.Empty(t, p.opens(p.place, on))
	p.close()
}

// A key between the copy's and the one in force stays void as well, whatever is put back afterwards.
func TestAKeyThatWasVoidStaysSo(t *testing.T) {
	p := newPlaced(t)
	first, _, _ := p.renews()
	second, between := p.keep(), p.recovery
	require.Empty(t, p.opens(p.place, nil))
	agreed, err := p.book.Staff.Approve(p.ctx, p.signIn("100", managerPIN), "200", supervisorPIN, staff.GiveLogin)
	require.NoError(t, err)
	p.recovery, err = p.book.RenewRecovery(p.ctx, p.manager, agreed, "")
	require.NoError(t, err)
	p.close()
	p.putBack(first)
	require.Empty(t, p.opens(p.place, &ledger.GoingOn{}))
	p.close()
	p.putBack(second)
	require.Equal(t, ledger.CodeRecoveryVoid, p.opensWith(ledger.OpenOptions{Key: vault.Key{Recovery: between}, Witness: p.place, GoOn: &ledger.GoingOn{}}))
}
