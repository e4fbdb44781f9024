package countertest

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// Joined lets a second machine into the book of a counter of Open, with what that knew, and opens it at Noon; it is closed when the test ends.
func Joined(t testing.TB, counter *cashier.Counter, code string) *cashier.Counter {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book")
	request, err := ledger.RequestJoin(path)
	require.NoError(t, err)
	invitation := Invited(t, counter, request, code)
	require.NoError(t, ledger.Join(t.Context(), path, invitation, ledger.Joining{}))
	other, findings, err := cashier.Open(t.Context(), path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	require.NoError(t, err)
	require.Empty(t, findings)
	other.Book.Journal.Now = func() time.Time { return Noon }
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	return other
}

// Invited is the invitation of a machine, which two people wrote.
func Invited(t testing.TB, counter *cashier.Counter, request ledger.JoinRequest, code string) *bytes.Buffer {
	t.Helper()
	manager, err := counter.Book.Staff.SignIn(t.Context(), "100", ManagerPIN)
	require.NoError(t, err)
	approval, err := counter.Book.Staff.Approve(t.Context(), manager, "200", SupervisorPIN, staff.GiveLogin)
	require.NoError(t, err)
	var invitation bytes.Buffer
	require.NoError(t, counter.Book.Invite(t.Context(), manager, approval, request, code, request.Code(), &invitation))
	return &invitation
}

// Hears has a counter read what another one wrote for the others.
func Hears(t testing.TB, counter, from *cashier.Counter) journal.Hearing {
	t.Helper()
	var stick bytes.Buffer
	require.NoError(t, from.Book.Exchange(t.Context(), &stick))
	heard, err := counter.Book.Hear(t.Context(), &stick, nil)
	require.NoError(t, err)
	return heard
}
