package report

import (
	"time"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// DepositsReport says of every deposit (押金) what came in and went out over some days, and what is held. AccountFen is the balance
// of the account of deposits at the end of the last day, added up from the postings alone, in fen.
type DepositsReport struct {
	Span
	Rows       []DepositRow `json:"rows"`
	ClosingFen money.Fen    `json:"closingFen"` // what of all deposits is held after the last day
	AccountFen money.Fen    `json:"accountFen"`
}

// DepositRow is one deposit, in fen. Opening is what was held before the first day, Closing what was held after the last. InFen was
// paid in and MovedInFen came from another household; UsedFen paid bills, ReturnedFen was given back, and MovedOutFen went to
// another household or became prepayment. Asked, Frozen and Inspection are of today.
type DepositRow struct {
	Bill            string     `json:"bill"`
	Room            string     `json:"room"`
	Item            string     `json:"item"`
	OpeningFen      money.Fen  `json:"openingFen"`
	InFen           money.Fen  `json:"inFen"`
	MovedInFen      money.Fen  `json:"movedInFen"`
	UsedFen         money.Fen  `json:"usedFen"`
	ReturnedFen     money.Fen  `json:"returnedFen"`
	MovedOutFen     money.Fen  `json:"movedOutFen"`
	ClosingFen      money.Fen  `json:"closingFen"`
	AskedFen        money.Fen  `json:"askedFen"`
	Frozen          bool       `json:"frozen"`
	WantsInspection bool       `json:"wantsInspection"`
	Inspection      till.Found `json:"inspection"`
}

// isStill reports whether nothing of the deposit was there or moved in the span.
func (r DepositRow) isStill() bool {
	return r.OpeningFen == 0 && r.InFen == 0 && r.MovedInFen == 0 && r.UsedFen == 0 && r.ReturnedFen == 0 && r.MovedOutFen == 0
}

// The ways in which money comes into a deposit and goes out of it.
const (
	depositIn       = "in"
	depositMovedIn  = "moved_in"
	depositUsed     = "used"
	depositReturned = "returned"
	depositMovedOut = "moved_out"
)

// depositSteps selects every step of every deposit up to the day ?1, whose end is the moment ?3 in milliseconds: its bill, whether
// it was before the day ?2, whose beginning is ?4, how, and the fen. What no payment stands for has the moment of its event.
const depositSteps = `WITH steps (bill, day, at_ms, how, fen) AS (
	SELECT b.id, p.business_on, e.at_ms, CASE WHEN a.kind = 'deposit_back' THEN 'returned' WHEN p.device IS NOT NULL THEN 'in'
			WHEN m.target = b.id THEN 'moved_in' ELSE 'moved_out' END, iif(a.kind = 'bill' AND (p.device IS NOT NULL OR m.target = b.id), a.fen, -a.fen)
		FROM bills b JOIN allocations a ON a.object = b.object AND a.bill = b.id JOIN events e ON e.device = a.device AND e.seq = a.seq
		LEFT JOIN payments p ON p.device = a.device AND p.seq = a.seq LEFT JOIN deposit_moves m ON m.device = a.device AND m.seq = a.seq
		WHERE b.kind = 'deposit'
	UNION ALL SELECT unhex(t.reference), p.business_on, 0, 'used', t.fen FROM tenders t JOIN payments p ON p.device = t.device AND p.seq = t.seq WHERE t.kind = 'deposit')
	SELECT lower(hex(bill)), coalesce(day < ?2, at_ms < ?4), how, sum(fen) FROM steps WHERE coalesce(day <= ?1, at_ms < ?3) GROUP BY 1, 2, 3`

// depositAccount selects the balance of the account ?1 after the day ?2, whose end is the moment ?3.
const depositAccount = `SELECT coalesce(sum(iif(t.credit = ?1, t.fen, -t.fen)), 0) FROM transfers t JOIN events e ON e.device = t.device AND e.seq = t.seq
	LEFT JOIN payments p ON p.device = t.device AND p.seq = t.seq WHERE (t.debit = ?1 OR t.credit = ?1) AND coalesce(p.business_on <= ?2, e.at_ms < ?3)`

// Deposits reads the deposits over the business days from..to, both included. Errors: report.span.
func Deposits(tx *store.Tx, v *vault.Vault, from, to calendar.Date) (r DepositsReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return r, err
	}
	cutoff := time.Duration(policies.CutoffHour) * time.Hour
	begins, ends := from.Time().Add(cutoff).UnixMilli(), to.AddDays(1).Time().Add(cutoff).UnixMilli()
	if _, err := tx.Get(depositAccount, []any{billing.AccountDeposit, string(to), ends}, &r.AccountFen); err != nil {
		return r, err
	}
	steps := make(map[string]*DepositRow)
	err = tx.Each(depositSteps, []any{string(to), string(from), ends, begins}, func(scan func(dest ...any) error) error {
		var bill, how string
		var before bool
		var fen money.Fen
		err := scan(&bill, &before, &how, &fen)
		row := steps[bill]
		if row == nil {
			row = &DepositRow{Bill: bill}
			steps[bill] = row
		}
		row.add(how, before, fen)
		return err
	})
	if err != nil {
		return r, err
	}
	if r.Rows, err = depositRows(tx, newNameBook(tx, v), steps); err != nil {
		return r, err
	}
	for _, row := range r.Rows {
		r.ClosingFen += row.ClosingFen
	}
	return r, nil
}

// add adds one step to a row: to what was held before the span, or to how it came in or went out in it.
func (r *DepositRow) add(how string, before bool, fen money.Fen) {
	into := map[string]*money.Fen{depositIn: &r.InFen, depositMovedIn: &r.MovedInFen, depositUsed: &r.UsedFen, depositReturned: &r.ReturnedFen, depositMovedOut: &r.MovedOutFen}[how]
	switch {
	case !before:
		*into += fen
	case how == depositIn || how == depositMovedIn:
		r.OpeningFen += fen
	default:
		r.OpeningFen -= fen
	}
}

// depositRows completes what moved by what the book knows of each deposit, the oldest first, and leaves out what was still.
func depositRows(tx *store.Tx, names *nameBook, steps map[string]*DepositRow) (rows []DepositRow, err error) {
	return rows, till.EachDeposit(tx, func(one till.Deposit) error {
		row := steps[one.Bill]
		if row == nil || row.isStill() {
			return nil
		}
		row.ClosingFen = row.OpeningFen + row.InFen + row.MovedInFen - row.UsedFen - row.ReturnedFen - row.MovedOutFen
		row.Item, row.AskedFen, row.Frozen, row.WantsInspection, row.Inspection = one.Item, one.AskedFen, one.Frozen, one.WantsInspection, one.Inspection
		var err error
		row.Room, err = names.room(one.Object)
		rows = append(rows, *row)
		return err
	})
}

// inspectionWords are what the column of inspections says.
func (r DepositRow) inspectionWords() string {
	if !r.WantsInspection && r.Inspection == till.NotInspected {
		return ""
	}
	return map[till.Found]string{till.NotInspected: "未验收", till.Passed: "验收合格", till.Failed: "验收不合格"}[r.Inspection]
}

// Sheets returns the report as one table, a row a deposit, with a line that says whether it ties with the account.
func (r DepositsReport) Sheets() []Sheet {
	const name, what = "押金明细", "押金明细"
	if len(r.Rows) == 0 && r.AccountFen == 0 {
		return r.nothing(name, what, "这段时间没有押金。")
	}
	s := Sheet{Name: name, Title: r.heading(what), Columns: columns(Amount, "房号")}
	s.Columns = append(s.Columns, columns(Moment, "押金")...)
	s.Columns = append(s.Columns, columns(Amount, "期初", "收", "转入", "抵扣", "退", "转出", "期末", "申请退")...)
	s.Columns = append(s.Columns, columns(Narrow, "冻结", "验收")...)
	for _, row := range r.Rows {
		frozen := ""
		if row.Frozen {
			frozen = "已冻结"
		}
		s.put(words(row.Room), words(row.Item), amount(row.OpeningFen), amount(row.InFen), amount(row.MovedInFen), amount(row.UsedFen), amount(row.ReturnedFen),
			amount(row.MovedOutFen), amount(row.ClosingFen), amount(row.AskedFen), words(frozen), words(row.inspectionWords()))
	}
	s.sums(len(r.Rows))
	if r.ClosingFen == r.AccountFen {
		s.note("期末合计 " + r.ClosingFen.Grouped() + "，和账上的押金余额一致。")
	} else {
		s.note("✗ 不符：期末合计 " + r.ClosingFen.Grouped() + "，账上的押金余额 " + r.AccountFen.Grouped() + "。请做完整检查。")
	}
	s.note("每笔押金一行。申请退、冻结和验收是现在的情况。转出含多缴转成预存款的。作废和红冲按负数计入当天。")
	return []Sheet{s}
}
