package ledger_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/report"
	"shouqi/ledger/store"
)

// The trail tells of every deed, names the person who did it, and holds nobody's number or name in full.
func TestTheTrailTellsWhoDidWhat(t *testing.T) {
	c := richBook(t)
	say := func(key string) string { return "‹" + key + "›" }
	var trail report.TrailReport
	var events int
	require.NoError(t, c.book.Store.Read(context.Background(), func(tx *store.Tx) (err error) {
		if trail, err = report.Trail(tx, c.book.Vault, "2000-01-01", "2099-12-31", say); err != nil {
			return err
		}
		_, err = tx.Get(`SELECT count(*) FROM events WHERE kind NOT IN ('bills.issued', 'readings.recorded', 'shift.reported', 'intent.moved', 'intent.booked', 'return.moved', 'staff.pin_accepted')`, nil, &events)
		return err
	}))
	kinds := make(map[string]report.Deed)
	told := 0
	for _, deed := range trail.Deeds {
		kinds[deed.Kind] = deed
		if deed.Kind != "staff.pin_accepted" {
			told++
		}
		require.Contains(t, deed.What, "‹trail."+deed.Kind)
		if deed.Reason != "" {
			require.Regexp(t, `^‹[a-z]+\.[a-z_.]+›(；‹[a-z]+\.[a-z_.]+›)?$`, deed.Reason, deed.Kind)
		}
		require.NotRegexp(t, `^[0-9a-f]{8}-`, deed.About, "no id shows: %s", deed.Kind)
		if deed.By == "" {
			require.Contains(t, []string{"book.founded", "vault.slot_set", "policy.set", "staff.recorded", "staff.pin_set", "limit.set", "counter.placed", "receipts.skipped"}, deed.Kind, "somebody did it")
		}
	}
	require.Equal(t, events, told)
	require.False(t, trail.More)
	require.Equal(t, "‹receipts.reason.other›", kinds["payment.voided"].Reason)
	require.NotEmpty(t, kinds["payment.voided"].Approver)
	require.Negative(t, kinds["payment.refunded"].Fen)
	require.Contains(t, kinds["refund.decided"].About, "T1-")
	written, err := json.Marshal(trail)
	require.NoError(t, err)
	require.NotRegexp(t, `(^|\D)1[3-9]\d{9}(\D|$)`, string(written), "no phone")
	require.False(t, strings.Contains(string(written), "张建国"), "no owner's name")
	require.NotEmpty(t, trail.Sheets()[0].Rows)
}
