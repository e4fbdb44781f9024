package exchanging_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/exchanging"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// A file that somebody stops reading leaves the book as it was, and can be taken in after it; a stick that is not in is no folder to write to.
func TestWhatIsStoppedTakesNothingIn(t *testing.T) {
	first := countertest.Open(t)
	second := countertest.Joined(t, first, "02")
	countertest.SignIn(t, first, "101", countertest.CashierPIN)
	countertest.SignIn(t, second, "101", countertest.CashierPIN)
	stick := filepath.Join(t.TempDir(), "stick")
	require.NoError(t, os.Mkdir(stick, 0o700))
	path := filepath.Join(stick, "02"+exchanging.Ending)
	require.NoError(t, second.Exchanging.Export(t.Context(), path, false))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := first.Exchanging.TakeIn(ctx, path, nil)
	require.True(t, store.IsCancelled(err))
	view, err := first.Exchanging.Read(t.Context())
	require.NoError(t, err)
	require.Zero(t, view.Counters[1].Events)
	require.Empty(t, view.Folder)
	taken, err := first.Exchanging.TakeIn(t.Context(), path, nil)
	require.NoError(t, err)
	require.Positive(t, taken.New)
	view, err = first.Exchanging.Read(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, taken.New, view.Counters[1].Events)
	require.Equal(t, stick, view.Folder)
	require.NoError(t, os.RemoveAll(stick))
	view, err = first.Exchanging.Read(t.Context())
	require.NoError(t, err)
	require.Empty(t, view.Folder)
	require.Equal(t, store.CodeCopy, store.Code(first.Exchanging.Export(t.Context(), path, false)))
	require.NoDirExists(t, stick)
}

// What a person may not do, and what nobody agreed to, leaves no file behind that looks like an invitation.
func TestAnInvitationIsWrittenByWhoMayAndTwo(t *testing.T) {
	counter := countertest.Open(t)
	request, err := ledger.RequestJoin(filepath.Join(t.TempDir(), "book"))
	require.NoError(t, err)
	invitation := exchanging.Invitation{Request: request, Counter: "02", Code: request.Code(), Path: filepath.Join(t.TempDir(), "invitation")}
	for _, c := range []struct {
		who, pin string
		second   session.Second
		want     string
	}{
		{"101", countertest.CashierPIN, session.Second{}, staff.CodeMayNot},
		{"100", countertest.ManagerPIN, session.Second{}, staff.CodeNeedsApproval},
		{"100", countertest.ManagerPIN, session.Second{Who: "200", PIN: "000000"}, staff.CodeApproverPINWrong},
		{"100", countertest.ManagerPIN, session.Second{Who: "200", PIN: countertest.SupervisorPIN}, ""},
	} {
		countertest.SignIn(t, counter, c.who, c.pin)
		require.Equal(t, c.want, store.Code(counter.Exchanging.Invite(t.Context(), invitation, c.second)))
		_, err := os.Stat(invitation.Path)
		require.Equal(t, c.want == "", err == nil)
	}
}

func TestALockedCounterExchangesNothing(t *testing.T) {
	counter := countertest.Open(t)
	countertest.Joined(t, counter, "02")
	path := filepath.Join(t.TempDir(), "01.xch")
	_, err := counter.Exchanging.Read(t.Context())
	require.Equal(t, staff.CodeUnknown, store.Code(err))
	require.Equal(t, staff.CodeUnknown, store.Code(counter.Exchanging.Export(t.Context(), path, false)))
	_, err = counter.Exchanging.TakeIn(t.Context(), path, nil)
	require.Equal(t, staff.CodeUnknown, store.Code(err))
	_, err = counter.Exchanging.Conflicts(t.Context(), "")
	require.Equal(t, staff.CodeUnknown, store.Code(err))
	require.NoFileExists(t, path)
}
