package reports_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier"
	"shouqi/cashier/demo"
	"shouqi/cashier/reports"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Nobody signed in reads no figures of a book that works; of one that takes no money, whoever opened it does.
func TestFiguresAreReadWithoutAPersonOnlyWhereNobodyCanSignIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.book")
	_, err := demo.Create(t.Context(), path, demo.Options{Rooms: 12, Months: 1, Seed: 1, Today: "2026-03-20"})
	require.NoError(t, err)
	for _, c := range []struct {
		options ledger.OpenOptions
		latches *store.Error
		want    string
	}{
		{options: ledger.OpenOptions{}, want: staff.CodeUnknown},
		{options: ledger.OpenOptions{}, latches: store.Refuse(ledger.CodeFindings, 1)},
		{options: ledger.OpenOptions{ReadOnly: true}},
	} {
		counter, _, err := cashier.Open(t.Context(), path, c.options)
		require.NoError(t, err)
		if c.latches != nil {
			counter.Book.Store.Latch(c.latches)
		}
		read, err := counter.Reports.Read(t.Context(), reports.Month, "2026-02-10", "2026-02-10")
		require.Equal(t, c.want, store.Code(err))
		for _, sheet := range read.Sheets { // what is written is read by who does not see the window
			require.True(t, strings.HasPrefix(sheet.Title, "待查 · "), sheet.Title)
		}
		require.NoError(t, counter.Close())
	}
}
