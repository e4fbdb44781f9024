package reports_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/demo"
	"shouqi/cashier/reports"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
)

// told is a payment as its event told it, folded here by rules of our own: no table of the ledger but events and bills is read.
type told struct {
	BusinessOn  string `json:"businessOn"`
	ChangeFen   int64  `json:"changeFen"`
	CashBackFen int64  `json:"cashBackFen"`
	Tenders     []struct {
		Kind string `json:"kind"`
		Fen  int64  `json:"fen"`
	} `json:"tenders"`
	Allocations []struct {
		Item string `json:"item"`
		Bill string `json:"bill"`
		Fen  int64  `json:"fen"`
	} `json:"allocations"`
	Of struct {
		Seq int64 `json:"seq"`
	} `json:"of"`
}

// dayFigures is what an oracle knows of a business day.
type dayFigures struct {
	byTender map[string]int64
	byItem   map[string]int64
	byAge    map[string]int64
	received int64
	payments int
}

// oracle adds every business day up from the events alone.
func oracle(t *testing.T, tx *store.Tx) map[string]*dayFigures {
	t.Helper()
	days, payments := make(map[string]*dayFigures), make(map[int64]told)
	require.NoError(t, tx.Each("SELECT seq, kind, body FROM events WHERE kind IN ('payment.received', 'payment.voided', 'payment.reversed') ORDER BY seq", nil,
		func(scan func(dest ...any) error) error {
			var seq int64
			var kind string
			var body []byte
			if err := scan(&seq, &kind, &body); err != nil {
				return err
			}
			var p told
			if err := json.Unmarshal(body, &p); err != nil {
				return err
			}
			sign, of := int64(1), p
			if kind != "payment.received" {
				sign, of = -1, payments[p.Of.Seq]
			}
			payments[seq] = p
			if days[p.BusinessOn] == nil {
				days[p.BusinessOn] = &dayFigures{map[string]int64{}, map[string]int64{}, map[string]int64{}, 0, 0}
			}
			day := days[p.BusinessOn]
			switch kind {
			case "payment.received":
				day.payments++
			case "payment.voided":
				day.payments-- // nothing was taken
			}
			day.fold(t, tx, of, sign, of.BusinessOn)
			return nil
		}))
	return days
}

func (d *dayFigures) fold(t *testing.T, tx *store.Tx, p told, sign int64, on string) {
	t.Helper()
	for _, tender := range p.Tenders {
		d.byTender[tender.Kind] += sign * tender.Fen
		if tender.Kind != "prepaid" && tender.Kind != "rounding" {
			d.received += sign * tender.Fen
		}
	}
	d.byTender["cash"] -= sign * p.ChangeFen
	d.received -= sign * p.ChangeFen
	for _, a := range p.Allocations {
		if a.Bill == "" {
			d.byItem["预存款"] += sign * a.Fen
			continue
		}
		d.byItem[a.Item] += sign * a.Fen
		var age string
		_, err := tx.Get(`SELECT CASE WHEN period_to = '' OR julianday(period_to) < julianday(?1, 'start of month') THEN '往期欠费'
			WHEN julianday(period_from) > julianday(?1) THEN '预收' ELSE '本期' END FROM bills WHERE hex(id) = upper(?2)`, []any{on, a.Bill}, &age)
		require.NoError(t, err)
		d.byAge[age] += sign * a.Fen
	}
}

func nonZero(figures map[string]int64) map[string]int64 {
	for name, fen := range figures {
		if fen == 0 {
			delete(figures, name)
		}
	}
	return figures
}

func demoBook(t *testing.T) *ledger.Book {
	t.Helper()
	path := filepath.Join(t.TempDir(), "demo.book")
	_, err := demo.Create(t.Context(), path, demo.Options{Rooms: 120, Months: 3, Seed: 5, Today: "2026-11-21"})
	require.NoError(t, err)
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	return book
}

// Each day of an estate's history comes to what its events say, added up apart; so do the months and the quarter.
func TestReportsComeToWhatTheEventsSay(t *testing.T) {
	book := demoBook(t)
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error {
		days := oracle(t, tx)
		ages := make(map[string]int64)
		var quarter int64
		for on := calendar.Date("2026-08-01"); on < "2026-11-22"; on = on.AddDays(1) {
			r, err := report.Day(tx, book.Vault, on)
			require.NoError(t, err)
			want := days[string(on)]
			if want == nil {
				require.Empty(t, r.Items, on)
				continue
			}
			requireDay(t, want, r)
			for age, fen := range want.byAge {
				ages[age] += fen
			}
			quarter += want.received

			month, err := report.Month(tx, on)
			require.NoError(t, err)
			last := month.Days[len(month.Days)-1]
			require.Equal(t, on, last.Date)
			require.EqualValues(t, want.received, last.ReceivedFen, on)
			require.Equal(t, want.payments, last.Payments, on)
		}
		require.Positive(t, ages["往期欠费"])
		require.Positive(t, ages["本期"])
		items, err := report.Items(tx, "2026-08-01", "2026-11-21")
		require.NoError(t, err)
		var received, arrears int64
		for _, row := range items.Items {
			received += int64(row.ReceivedFen)
			arrears += int64(row.ArrearsFen)
		}
		require.Equal(t, quarter, received)
		require.Equal(t, ages["往期欠费"], arrears)
		return nil
	}))
}

func requireDay(t *testing.T, want *dayFigures, r report.DayReport) {
	t.Helper()
	byTender, byItem, byAge := map[string]int64{}, map[string]int64{}, map[string]int64{}
	var received int64
	for _, row := range r.Items {
		for i, kind := range r.Tenders {
			byTender[string(kind)] += int64(row.ByTender[i])
		}
		byItem[row.Item] += int64(row.TotalFen)
		byAge["往期欠费"] += int64(row.ArrearsFen)
		byAge["本期"] += int64(row.CurrentFen)
		byAge["预收"] += int64(row.AheadFen)
		received += int64(row.ReceivedFen)
	}
	require.Equal(t, nonZero(want.byTender), nonZero(byTender), r.Date)
	require.Equal(t, nonZero(want.byItem), nonZero(byItem), r.Date)
	require.Equal(t, nonZero(want.byAge), nonZero(byAge), r.Date)
	require.Equal(t, want.received, received, r.Date)
}

// What was billed for a month and paid of it, bill by bill.
func TestBilledAndPaidComeToTheBills(t *testing.T) {
	book := demoBook(t)
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error {
		r, err := report.Billed(tx, book.Vault, "2026-09-01", "2026-10-31", "")
		require.NoError(t, err)
		require.NotEmpty(t, r.Rows)
		want, got := map[string][3]int64{}, map[string][3]int64{}
		require.NoError(t, tx.Each(`SELECT b.period_from, b.item, b.amount_fen - coalesce((SELECT sum(fen) FROM reductions r WHERE r.bill = b.id), 0),
			coalesce((SELECT sum(fen) FROM allocations a WHERE a.bill = b.id), 0) FROM bills b WHERE b.undone = 0`, nil, func(scan func(dest ...any) error) error {
			var from, item string
			var asked, paid int64
			if err := scan(&from, &item, &asked, &paid); err != nil {
				return err
			}
			if len(from) == 10 && (from[:7] == "2026-09" || from[:7] == "2026-10") {
				sum := want[from[:7]+item]
				want[from[:7]+item] = [3]int64{sum[0] + 1, sum[1] + asked, sum[2] + min(asked, paid)}
			}
			return nil
		}))
		for _, row := range r.Rows {
			require.EqualValues(t, row.BilledFen-row.PaidFen, row.OpenFen)
			got[row.Month+row.Item] = [3]int64{int64(row.Bills), int64(row.BilledFen), int64(row.PaidFen)}
		}
		require.Equal(t, want, got)
		return nil
	}))
}

// The PDF of a day has the figures of its tables, read back by another program; the same day makes the same bytes.
func TestThePDFOfADayHasItsFigures(t *testing.T) {
	book := demoBook(t)
	require.NoError(t, book.Store.Read(t.Context(), func(tx *store.Tx) error {
		for on := calendar.Date("2026-11-20"); ; on = on.AddDays(-1) {
			tables, err := reports.ReadTables(tx, book.Vault, reports.Day, "", on, "")
			require.NoError(t, err)
			sheets := tables.Sheets()
			if len(sheets) < 2 {
				continue
			}
			var first, second bytes.Buffer
			require.NoError(t, reports.Write(&first, "day.pdf", on, sheets))
			require.NoError(t, reports.Write(&second, "day.PDF", on, sheets))
			require.Equal(t, first.Bytes(), second.Bytes())
			path := filepath.Join(t.TempDir(), "day.pdf")
			require.NoError(t, os.WriteFile(path, first.Bytes(), 0o600))
			read, err := exec.Command("pdftotext", "-layout", path, "-").Output()
			require.NoError(t, err)
			for _, sheet := range sheets {
				for _, row := range sheet.Rows {
					for _, cell := range row.Cells {
						if cell.Kind == report.MoneyCell {
							require.Contains(t, string(read), cell.String(), sheet.Name)
						}
					}
				}
			}
			require.Contains(t, strings.ReplaceAll(string(read), " ", ""), "第1页")
			return nil
		}
	}))
}

func TestOnlyAWorkbookOrAPDFIsWritten(t *testing.T) {
	require.Equal(t, "report.ending", store.Code(reports.Write(&bytes.Buffer{}, "day.doc", "2026-11-20", nil)))
}
