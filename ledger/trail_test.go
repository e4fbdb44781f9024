package ledger_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
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
		_, err = tx.Get(`SELECT count(*) FROM events WHERE kind NOT IN ('counter.heard', 'bills.issued', 'readings.recorded', 'shift.reported', 'intent.moved', 'intent.booked', 'return.moved', 'staff.pin_accepted')`, nil, &events)
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
			require.Contains(t, []string{"book.founded", "vault.slot_set", "policy.set", "staff.recorded", "staff.pin_set", "limit.set", "counter.placed", "counter.joined", "receipts.skipped"}, deed.Kind, "somebody did it")
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

// The trail says which key of the book was set, and of a new recovery key that the old one is void.
func TestTheTrailTellsOfEachKeyOfTheBook(t *testing.T) {
	ctx, path, key := t.Context(), filepath.Join(t.TempDir(), "a.book"), vault.Key{Passphrase: "一句很长的口令吧"}
	recovery, err := ledger.Create(ctx, path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: key.Passphrase,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	require.NoError(t, err)
	book, _, err := ledger.Open(ctx, path, ledger.OpenOptions{Key: key})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	manager, err := book.Staff.SignIn(ctx, "100", managerPIN)
	require.NoError(t, err)
	byKey, err := book.Staff.ApproveByRecovery(ctx, manager, recovery)
	require.NoError(t, err)
	_, err = book.RenewRecovery(ctx, manager, staff.Approval{}, key.Passphrase)
	require.NoError(t, err)
	ledgertest.Hire(t, book, manager, byKey, staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}, supervisorPIN)
	agreed, err := book.Staff.Approve(ctx, manager, "200", supervisorPIN, staff.GiveLogin)
	require.NoError(t, err)
	_, err = book.RenewRecovery(ctx, manager, agreed, "")
	require.NoError(t, err)
	var said []string
	require.NoError(t, book.Store.Read(ctx, func(tx *store.Tx) error {
		trail, err := report.Trail(tx, book.Vault, "2000-01-01", "2099-12-31", func(key string) string { return key })
		for _, deed := range trail.Deeds {
			if deed.Kind == "vault.slot_set" {
				said = append(said, deed.By+" "+deed.What)
			}
		}
		return err
	}))
	require.ElementsMatch(t, []string{" trail.vault.slot_set.recovery", " trail.vault.slot_set.passphrase",
		"陈经理 trail.vault.slot_set.recovery.alone", "陈经理 trail.vault.slot_set.recovery.again"}, said)
}
