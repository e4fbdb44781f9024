package till_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// opensOver opens the next morning's shift over 500 yuan that were left, and returns the refusal's code.
func (d *desk) opensOver(fen money.Fen, approval staff.Approval, reason till.Reason) (till.Shift, string) {
	d.Helper()
	shift, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: d.count(fen), Approval: approval, Reason: reason})
	return shift, store.Code(err)
}

// nextMorning closes a first day with 500 yuan left.
func nextMorning(t *testing.T) *desk {
	d := newDesk(t)
	require.Empty(t, d.open(500_00))
	d.closeAll(500_00)
	d.Clock = d.Clock.Add(24 * time.Hour)
	return d
}

func TestTheOpeningFloatIsGuarded(t *testing.T) {
	d := nextMorning(t)
	_, code := d.opensOver(0, staff.Approval{}, till.Reason{})
	require.Equal(t, "staff.needs_approval", code, "nobody answers for 500 yuan that are gone")
	_, code = d.opensOver(0, d.approve(staff.MoveCash), till.Reason{Code: "unknown"})
	require.Equal(t, "staff.needs_approval", code, "that word was given for something else")
	_, code = d.opensOver(0, d.approve(staff.Difference), till.Reason{})
	require.Equal(t, "till.reason", code)
	_, code = d.opensOver(0, d.approve(staff.Difference), till.Reason{Code: "other"})
	require.Equal(t, "till.reason_note", code)
	_, code = d.opensOver(510_10, staff.Approval{}, till.Reason{})
	require.Equal(t, "staff.needs_approval", code, "too much is as odd as too little")

	approval := d.approve(staff.Difference)
	shift, code := d.opensOver(0, approval, till.Reason{Code: "other", Note: "钱箱空的，昨晚没锁"})
	require.Empty(t, code)
	require.EqualValues(t, -500_00, shift.FloatDifferenceFen)
	require.NotEmpty(t, shift.FloatApprover)
	require.Contains(t, d.newest("shift.opened"), `"reason":"other"`)
	require.NotContains(t, d.newest("shift.opened"), "昨晚", "what was typed is sealed")
	z := d.closeAll(0)
	require.Equal(t, "200", z.FloatApprover)
	require.Contains(t, z.Text(), "开班批准人")
	d.Clock = d.Clock.Add(24 * time.Hour)
	_, code = d.opensOver(100_00, approval, till.Reason{Code: "unknown"})
	require.Equal(t, "staff.approval_used", code)
	d.Verify()
}

func TestTheOpeningFloatIsGuardedOnlyBeyondTheLimit(t *testing.T) {
	d := nextMorning(t)
	shift, code := d.opensOver(490_00, staff.Approval{}, till.Reason{})
	require.Empty(t, code)
	require.EqualValues(t, -10_00, shift.FloatDifferenceFen)
	require.Empty(t, shift.FloatApprover)
	d.Verify()
}
