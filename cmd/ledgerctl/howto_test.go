package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/meter"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// A sentence that the screens say too names no flag and no command: here they stand behind it. What takes somebody on the spot is not asked for.
func TestHowOneGoesOnIsSaidInFlagsAndCommands(t *testing.T) {
	onTheSpot := howTo(store.Refuse(staff.CodeNeedsApproval, "void"))
	require.Contains(t, onTheSpot, "--approver")
	require.NotContains(t, onTheSpot, "--ask")
	require.Contains(t, howTo(store.Refuse(ledger.CodeFindings, 3)), "ledgerctl verify")
	require.Empty(t, howTo(store.Refuse(codeFindings, 3)), "verify has just named them")
	require.Empty(t, howTo(nil))
	require.Equal(t, "原因可以写：broken、upgrade。", howTo(store.Offer(meter.CodeReason, []string{"broken", "upgrade"})))
}
