package report

import (
	"fmt"

	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// Check compares one figure as two sheets have it: Here and There name the sheets, AFen and BFen are their figures.
type Check struct {
	Name  string    `json:"name"`
	Here  string    `json:"here"`
	AFen  money.Fen `json:"aFen"`
	There string    `json:"there"`
	BFen  money.Fen `json:"bFen"`
	// Waits says why the figure cannot be compared yet, "" where it can; a check that waits has no figures. Stands
	// says why the two may differ, "" where they may not.
	Waits  string `json:"waits"`
	Stands string `json:"stands"`
}

// DifferenceFen returns by how much the first figure is larger than the second.
func (c Check) DifferenceFen() money.Fen { return c.AFen - c.BFen }

// Ties reports whether they were compared and are the same.
func (c Check) Ties() bool { return c.Waits == "" && c.AFen == c.BFen }

// Differs reports whether they were compared, are not the same, and may not differ.
func (c Check) Differs() bool { return c.AFen != c.BFen && c.Stands == "" }

// Result returns the last column of the check: a tick, a cross, or why there is neither.
func (c Check) Result() string {
	switch {
	case c.Ties():
		return "✓"
	case c.Differs():
		return "✗ 不符"
	case c.Stands != "":
		return c.Stands
	}
	return c.Waits
}

// The names of the sheets, as checks and workbook use them.
const (
	sheetSummary  = "汇总"
	sheetLines    = "收费明细"
	sheetReceipts = "收据"
	sheetCash     = "现金"
	sheetChecks   = "核对"
)

// checks compares every figure that stands on two sheets. The two sides are added up from different tables: the
// matrix from the postings, the receipts from tenders and allocations, the cash from the shifts and their frozen
// reports. A fault in one of them therefore shows as a difference.
func (r DayReport) checks() []Check {
	columns, total := make([]money.Fen, len(r.Tenders)), money.Fen(0)
	var arrears, current, ahead, prepaid, toRecover money.Fen
	for _, row := range r.Items {
		for i, fen := range row.ByTender {
			columns[i] += fen
		}
		total += row.TotalFen
		arrears += row.ArrearsFen
		current += row.CurrentFen
		ahead += row.AheadFen
		// Money kept for later (预存款) belongs to no bill and so has no age.
		if row.Item == till.PrepaidItem {
			prepaid += row.TotalFen
		}
		if row.Item == till.RecoverItem { // what two counters gave back is no bill's either
			toRecover += row.TotalFen
		}
	}
	var receipts, prepaidIn, cash money.Fen
	byTender := make(map[till.TenderKind]money.Fen)
	for _, receipt := range r.Receipts {
		receipts += receipt.TotalFen
		prepaidIn += receipt.PrepaidInFen
		for kind, fen := range receipt.ByTender {
			byTender[kind] += fen
		}
	}
	var lines money.Fen
	for _, line := range r.Lines {
		lines += line.Fen
	}
	checks := []Check{
		compare("合计", sheetSummary, total, sheetReceipts, receipts),
		compare("往期欠费 + 本期 + 预收 + 存入预存款 = 合计", sheetSummary, arrears+current+ahead+prepaid+toRecover, sheetReceipts, receipts),
		compare("明细合计", sheetLines, lines, sheetReceipts, receipts),
		compare("存入预存款", sheetSummary, prepaid, sheetReceipts, prepaidIn),
	}
	// Each kind of tender has to be the same by item and by receipt.
	for i, kind := range r.Tenders {
		checks = append(checks, compare(kind.Name(), sheetSummary, columns[i], sheetReceipts, byTender[kind]))
		if kind == till.Cash {
			cash = columns[i]
		}
	}
	// The cash of all receipts is what all drawers took in less what they gave back.
	var inDrawers money.Fen
	for _, shift := range r.Shifts {
		inDrawers += shift.CashInFen - shift.ChangeFen - shift.CashBackFen
		checks = append(checks, r.shiftChecks(shift)...)
	}
	return append(checks, compare("现金：收现 − 找零 − 退还", sheetSummary, cash, sheetCash, inDrawers))
}

// compare makes a check of two figures that must be the same.
func compare(name, here string, aFen money.Fen, there string, bFen money.Fen) Check {
	return Check{Name: name, Here: here, AFen: aFen, There: there, BFen: bFen}
}

// shiftChecks compares a shift with its receipts, with its count while that stands and, once closed, with its Z report.
func (r DayReport) shiftChecks(s ShiftCash) []Check {
	var cash, total money.Fen
	for _, receipt := range r.Receipts {
		if receipt.shift == s.ref {
			cash += receipt.ByTender[till.Cash]
			total += receipt.TotalFen
		}
	}
	checks := []Check{s.openingCheck(), compare(s.name("现金"), sheetReceipts, cash, sheetCash, s.CashInFen-s.ChangeFen-s.CashBackFen)}
	checks = append(checks, s.countChecks()...)
	if s.Frozen == nil {
		return checks
	}
	// The Z report was frozen at the close. A figure that differs from it now was changed since, or is added up
	// differently.
	z := s.Frozen
	return append(checks,
		compare(s.name("留存 + 上交 = 清点"), sheetCash, s.LeftFen+s.HandedFen, sheetCash, s.CountedFen),
		compare(s.name("应有，与交班报表"), sheetCash, s.ExpectedFen, "交班报表", z.ExpectedFen),
		compare(s.name("收款 − 作废 − 红冲，与交班报表"), sheetReceipts, total, "交班报表", z.DueFen))
}

// name names a check of this shift.
func (c ShiftCash) name(what string) string {
	return fmt.Sprintf("柜台 %s 第 %d 班 %s", c.Counter, c.No, what)
}

// openingCheck compares the counted float with what the shift before left. They may differ only by what was booked as
// over or short when the shift opened; the check then names the approver, or says that it was within the limit.
func (c ShiftCash) openingCheck() Check {
	check := compare(c.name("备用金，与上一班留下"), sheetCash, c.FloatFen, "上一班交班", c.FloatLeftFen)
	switch {
	case c.First:
		return Check{Name: check.Name, Here: check.Here, There: check.There, Waits: "本柜台第一班，没有上一班"}
	case check.Ties() || check.DifferenceFen() != c.FloatDiffFen:
		return check
	case c.FloatApprover != "":
		check.Stands = "已记长短款，批准人 " + c.FloatApprover
	default:
		check.Stands = "已记长短款，未超限额"
	}
	return check
}

// countChecks compares what was counted with what should be there, and with its pieces where they are known.
func (c ShiftCash) countChecks() []Check {
	counted := compare(c.name("应有 + 长短款 = 清点"), sheetCash, c.ExpectedFen+c.DifferenceFen, sheetCash, c.CountedFen)
	switch {
	case c.CountWaits != "":
		return []Check{{Name: counted.Name, Here: sheetCash, There: sheetCash, Waits: c.CountWaits}}
	case c.Pieces == nil:
		return []Check{counted}
	}
	// A count is never above the largest amount: the till refused it otherwise.
	pieces, err := c.Pieces.Fen()
	if err != nil {
		pieces = -1
	}
	return []Check{compare(c.name("面额合计"), sheetCash, pieces, sheetCash, c.CountedFen), counted}
}
