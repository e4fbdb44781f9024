package till_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/estate"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// skips lets the receipts go on after a number, for the reason that the event after it says.
func (d *desk) skips(through int64, why func(tx *store.Tx) error) {
	d.Helper()
	require.NoError(d, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
		if err := till.Skip(tx, d.Book.Journal, "01-2026", through); err != nil {
			return err
		}
		return why(tx)
	}))
}

// Numbers that no receipt has are told with their reason by the shift in which they were skipped, or the next one where none was open: nobody has
// to wonder where they are. The shift after that says nothing of them.
func TestTheZReportTellsWhichNumbersWereSkippedAndWhy(t *testing.T) {
	d := newDesk(t)
	restored := func(tx *store.Tx) error {
		return estate.RecordRestored(tx, d.Book.Journal, estate.Restored{Seq: 7, Discarded: 2, By: d.Manager.ID()})
	}
	placed := func(tx *store.Tx) error {
		return estate.Place(tx, d.Book.Journal, estate.Placed{Paper: "01-2026-000009"})
	}
	d.skips(3, restored) // before the first shift
	require.Empty(t, d.open(0))
	_, refused := d.pay(nil)
	require.Empty(t, refused)
	d.skips(9, placed)
	d.skips(9, placed) // it is that far already
	_, refused = d.pay(nil)
	require.Empty(t, refused)
	d.skips(12, placed) // after the last receipt
	z := d.closeAll(8000)
	require.Equal(t, []till.Skipped{{From: "01-2026-000001", To: "01-2026-000003", Count: 3, Why: till.SkippedRestored},
		{From: "01-2026-000005", To: "01-2026-000009", Count: 5, Why: till.SkippedPlaced}, {From: "01-2026-000011", To: "01-2026-000012", Count: 2, Why: till.SkippedPlaced}}, z.Skipped)
	require.Contains(t, z.Text(), "收据 2 张\n 01-2026-000004 起\n 01-2026-000010 止\n"+
		"跳过号码                    3 个\n 01-2026-000001 起\n 01-2026-000003 止\n 用备份恢复，可能已在纸上\n"+
		"跳过号码                    5 个\n 01-2026-000005 起\n 01-2026-000009 止\n 凭恢复密钥接着用，可能已在纸上\n")
	var rows []string
	d.Read(func(tx *store.Tx) error {
		day, err := report.Shifts(tx, z.BusinessOn)
		for _, row := range day.Sheets()[0].Rows {
			rows = append(rows, row.Cells[0].Text)
		}
		return err
	})
	require.Subset(t, rows, []string{"跳过号码（01-2026-000001 至 01-2026-000003）：用备份恢复，可能已在纸上", "跳过号码（01-2026-000011 至 01-2026-000012）：凭恢复密钥接着用，可能已在纸上"})

	require.Empty(t, d.open(8000))
	require.Empty(t, d.closeAll(8000).Skipped)
}

// The shifts that a lost book had are passed over too, and no paper names them by their series: 01/shift-000001 was printed.
func TestTheZReportTellsWhichShiftsWereSkipped(t *testing.T) {
	d := newDesk(t)
	passes := func(through int64) {
		require.NoError(t, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) error {
			if err := till.SkipPast(tx, d.Book.Journal, map[string]int64{till.ShiftSeries("01"): through}); err != nil {
				return err
			}
			return estate.RecordRestored(tx, d.Book.Journal, estate.Restored{Seq: 7, Discarded: 2, By: d.Manager.ID()})
		}))
	}
	passes(1)
	passes(4)
	require.Empty(t, d.open(0))
	z := d.closeAll(0)
	require.EqualValues(t, 5, z.No)
	require.Contains(t, z.Text(), "\n跳过班次：第 1 班\n 用备份恢复，可能已在纸上\n跳过班次：第 2 至 4 班\n 用备份恢复，可能已在纸上\n")
	require.NotContains(t, z.Text(), "shift")
	d.Read(func(tx *store.Tx) error {
		day, err := report.Shifts(tx, z.BusinessOn)
		require.NoError(t, err)
		var rows []string
		for _, row := range day.Sheets()[0].Rows {
			rows = append(rows, row.Cells[0].Text)
		}
		require.Subset(t, rows, []string{"跳过班次：第 1 班（用备份恢复，可能已在纸上）", "跳过班次：第 2 至 4 班（用备份恢复，可能已在纸上）"})
		return nil
	})
}

// What papers may be in people's hands is known until they were entered late, all of a span, or the shift ended.
func TestWhatWasSkippedIsKnownUntilItIsEntered(t *testing.T) {
	d := newDesk(t)
	now := func() (spans []string) {
		d.Read(func(tx *store.Tx) error {
			skipped, err := till.SkippedNow(tx, "01")
			for _, one := range skipped {
				spans = append(spans, one.From+" "+one.To)
			}
			return err
		})
		return spans
	}
	require.Empty(t, d.open(0))
	placed := func(tx *store.Tx) error { return estate.Place(tx, d.Book.Journal, estate.Placed{}) }
	d.skips(2, placed)
	require.Equal(t, []string{"01-2026-000001 01-2026-000002"}, now())
	enter := func(paper string) till.Payment {
		taken, refused := d.pay(func(o *till.Order) {
			o.Late, o.Approval = &till.Late{PaperNumber: paper, ValueOn: "2026-11-20", Reason: till.Reason{Code: "power_cut"}}, d.Approve(d.Cashier, staff.EnterLate)
		})
		require.Empty(t, refused)
		return taken
	}
	enter("01-2026-000001")
	require.Equal(t, []string{"01-2026-000002 01-2026-000002"}, now())
	enter("01-2026-000002")
	require.Empty(t, now())
	d.skips(9, placed)
	require.Equal(t, []string{"01-2026-000005 01-2026-000009"}, now())
	enter("01-2026-000007")
	enter("01-2026-000005")
	require.Equal(t, []string{"01-2026-000006 01-2026-000006", "01-2026-000008 01-2026-000009"}, now())
	d.closeAll(16000)
	require.Empty(t, now(), "the Z tells of them")
}
