package report

import (
	"fmt"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// Check compares one figure as two sheets have it.
type Check struct {
	Name  string    `json:"name"`
	Here  string    `json:"here"`
	AFen  money.Fen `json:"aFen"`
	There string    `json:"there"`
	BFen  money.Fen `json:"bFen"`
}

// DifferenceFen is what the two figures differ by.
func (c Check) DifferenceFen() money.Fen { return c.AFen - c.BFen }

// Ties reports whether they are the same.
func (c Check) Ties() bool { return c.AFen == c.BFen }

// The names of the sheets, as checks and workbook use them.
const (
	sheetSummary  = "汇总"
	sheetReceipts = "收据"
	sheetCash     = "现金"
	sheetChecks   = "核对"
)

// checks compares every figure that stands on two sheets. The two sides are added up from different tables: the matrix
// from the postings, the receipts from tenders and allocations, the cash from the shifts and their frozen reports.
func (r DayReport) checks() []Check {
	columns, total := make([]money.Fen, len(r.Tenders)), money.Fen(0)
	var arrears, current, prepaid money.Fen
	for _, row := range r.Items {
		for i, fen := range row.ByTender {
			columns[i] += fen
		}
		total += row.TotalFen
		arrears += row.ArrearsFen
		current += row.CurrentFen
		if row.Item == till.PrepaidItem {
			prepaid += row.TotalFen
		}
	}
	var receipts, prepaidIn, cash money.Fen
	byTender := make(map[string]money.Fen)
	for _, receipt := range r.Receipts {
		receipts += receipt.TotalFen
		prepaidIn += receipt.PrepaidInFen
		for kind, fen := range receipt.ByTender {
			byTender[kind] += fen
		}
	}
	checks := []Check{
		{"合计", sheetSummary, total, sheetReceipts, receipts},
		{"欠费 + 当期 + 存入预存 = 合计", sheetSummary, arrears + current + prepaid, sheetReceipts, receipts},
		{"存入预存", sheetSummary, prepaid, sheetReceipts, prepaidIn},
	}
	for i, kind := range r.Tenders {
		checks = append(checks, Check{till.TenderNames[kind], sheetSummary, columns[i], sheetReceipts, byTender[kind]})
		if kind == till.Cash {
			cash = columns[i]
		}
	}
	var inDrawers money.Fen
	for _, shift := range r.Shifts {
		inDrawers += shift.CashInFen - shift.ChangeFen - shift.CashBackFen
		checks = append(checks, r.shiftChecks(shift)...)
	}
	return append(checks, Check{"现金：收现 − 找零 − 退还", sheetSummary, cash, sheetCash, inDrawers})
}

// shiftChecks compares a shift with its receipts, its count and, once closed, its Z report.
func (r DayReport) shiftChecks(s ShiftCash) []Check {
	name := func(what string) string { return fmt.Sprintf("柜台 %s 第 %d 班 %s", s.Counter, s.No, what) }
	var cash, total money.Fen
	for _, receipt := range r.Receipts {
		if receipt.shift == s.seq {
			cash += receipt.ByTender[till.Cash]
			total += receipt.TotalFen
		}
	}
	checks := []Check{{name("现金"), sheetReceipts, cash, sheetCash, s.CashInFen - s.ChangeFen - s.CashBackFen}}
	if !s.Counted {
		return checks
	}
	// A count is never above the largest amount: the till refused it otherwise.
	pieces, err := s.Pieces.Fen()
	if err != nil {
		pieces = -1
	}
	checks = append(checks, Check{name("面额合计"), sheetCash, pieces, sheetCash, s.CountedFen})
	if s.Frozen == nil {
		return checks
	}
	z := s.Frozen
	return append(checks,
		Check{name("应有 + 长短款 = 清点"), sheetCash, s.ExpectedFen + s.DifferenceFen, sheetCash, s.CountedFen},
		Check{name("留存 + 上交 = 清点"), sheetCash, s.LeftFen + s.HandedFen, sheetCash, s.CountedFen},
		Check{name("应有，与交班报表"), sheetCash, s.ExpectedFen, "交班报表", z.ExpectedFen},
		Check{name("收款 − 作废 − 红冲，与交班报表"), sheetReceipts, total, "交班报表", z.Payments.Fen + z.Voids.Fen + z.Reversals.Fen})
}
