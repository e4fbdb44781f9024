package reports_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/ledger/billing"
	"shouqi/ledger/meter"
	"shouqi/ledger/till"
)

// The trail has words for every kind of event that the book has ever had, and for every reason; the kinds are those of the events
// that the ledger keeps to be read back.
func TestTheTrailHasWordsForEverything(t *testing.T) {
	files, err := filepath.Glob("../../ledger/testdata/events/*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	keys := []string{"trail.payment.received.late", "trail.payment.received.used", "trail.refund.decided.approved", "trail.refund.decided.withdrawn", "trail.cash.moved.in", "trail.cash.moved.out",
		"trail.prepayment.frozen.released", "trail.prepayment.auto_set.on", "trail.receipt.large_set.on", "trail.cash.counterfeit.returned", "trail.cash.counterfeit.kept",
		"trail.approval.moved.seen", "trail.approval.moved.approved", "trail.approval.moved.refused", "trail.approval.moved.withdrawn",
		"trail.vault.slot_set.demo", "trail.vault.slot_set.keyring", "trail.vault.slot_set.passphrase", "trail.vault.slot_set.recovery",
		"trail.vault.slot_set.recovery.again", "trail.vault.slot_set.recovery.alone", "trail.vault.slot_set.recovery.kept"}
	for _, file := range files {
		kind := strings.TrimSuffix(filepath.Base(file), ".v1.json")
		if !slices.Contains([]string{"counter.heard", "bills.issued", "readings.recorded", "shift.reported", "intent.moved", "intent.booked", "return.moved", "cash.moved", "cash.counterfeit", "approval.moved", "vault.slot_set"}, kind) {
			keys = append(keys, "trail."+kind)
		}
	}
	for prefix, codes := range map[string][]string{
		"receipts.reason.": till.UndoReasons, "desk.late.": till.LateReasons, "run.reason.": billing.UndoReasons, "run.reduce.": billing.ReduceReasons,
		"desk.waive.": billing.WaiveReasons, "readings.reason.": append(slices.Clone(meter.ReplaceReasons), meter.CorrectReasons...),
		"refunds.reason.": till.RefundReasons, "prepaid.reason.": slices.Concat(till.PrepaidReasons, till.PrepaidHolds, till.PrepaidReleases), "shift.reason.": append(slices.Clone(till.MoveReasons), till.DifferenceReasons...),
		"trail.drawer.": {"payment", "change_money", "count", "other"},
	} {
		for _, code := range codes {
			keys = append(keys, prefix+code)
		}
	}
	for _, key := range keys {
		require.NotEqual(t, key, assets.Text(assets.Chinese, key))
	}
}
