package report

import (
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// BilledReport is what was billed for some months and how much of it is paid.
type BilledReport struct {
	Span
	Rows []BilledRow `json:"rows"`
	// Over are the bills of any days on which more is paid than is left of them, the first issued first, at most 1,000.
	Over []OverpaidBill `json:"over"`
}

// OverpaidBill is a bill on which more is paid than is left of it, with the code of its room or space: it was reduced after it was
// paid, or two counters took it, and the excess could not become prepayment by itself. Somebody has to give it back or move it.
type OverpaidBill struct {
	Bill      string        `json:"bill"`
	Room      string        `json:"room"`
	Item      string        `json:"item"`
	FromOn    calendar.Date `json:"fromOn"`
	ToOn      calendar.Date `json:"toOn"`
	AskedFen  money.Fen     `json:"askedFen"` // after reductions
	PaidFen   money.Fen     `json:"paidFen"`
	ExcessFen money.Fen     `json:"excessFen"`
}

// BilledRow is the bills of one item whose period begins in one month (2026-10). BilledFen is what they ask after
// reductions (应收). PaidFen is what was paid of it up to now, and never more than each bill asks: what was paid too
// much on one bill must not hide what is open on another. OpenFen is the rest.
type BilledRow struct {
	Month     string    `json:"month"`
	Item      string    `json:"item"`
	Kind      string    `json:"kind"`
	Bills     int       `json:"bills"`
	BilledFen money.Fen `json:"billedFen"`
	PaidFen   money.Fen `json:"paidFen"`
	OpenFen   money.Fen `json:"openFen"`
}

// Billed reads the bills whose period begins on one of the days from..to, both included. Bills that were taken back
// (撤销) are left out, and so are the opening arrears (期初欠费), which have no period, and the deposits that were moved from another
// household: they were asked for and paid there. What was paid after the business day until is left out, nothing where that is "":
// whoever has still to count a shift must not add up what it took from here. Errors: report.span.
func Billed(tx *store.Tx, v *vault.Vault, from, to, until calendar.Date) (r BilledReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	// The items are found by leaps over the index, and each then reads only the bills of the span: a book has millions.
	r.Rows, err = store.All(tx, `WITH RECURSIVE items (item) AS (
			SELECT min(item) FROM bills UNION ALL SELECT (SELECT min(b.item) FROM bills b WHERE b.item > items.item) FROM items WHERE items.item IS NOT NULL),
		kept (bill, fen) AS MATERIALIZED (SELECT a.bill, sum(a.fen) FROM payments p JOIN allocations a ON a.device = p.device AND a.seq = p.seq
			WHERE ?3 <> '' AND p.business_on > ?3 AND a.bill IS NOT NULL GROUP BY 1),
		asked (month, item, kind, fen, paid) AS (SELECT substr(b.period_from, 1, 7), b.item, b.kind, b.amount_fen - b.reduced_fen, b.paid_fen - coalesce(k.fen, 0)
			FROM items i CROSS JOIN bills b ON b.item = i.item AND b.period_from BETWEEN ?1 AND ?2 LEFT JOIN kept k ON k.bill = b.id
			WHERE i.item IS NOT NULL AND b.undone = 0 AND (b.kind <> 'deposit' OR NOT EXISTS (SELECT 1 FROM deposit_moves m WHERE m.target = b.id)))
		SELECT month, item, kind, count(*), sum(fen), sum(min(paid, fen)), sum(max(0, fen - paid)) FROM asked GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
		[]any{string(from), string(to), string(until)}, func(scan func(dest ...any) error) (BilledRow, error) {
			var row BilledRow
			return row, scan(&row.Month, &row.Item, &row.Kind, &row.Bills, &row.BilledFen, &row.PaidFen, &row.OpenFen)
		})
	if err == nil {
		r.Over, err = overpaid(tx, v)
	}
	return r, err
}

// overpaid reads the bills that are paid too much.
func overpaid(tx *store.Tx, v *vault.Vault) ([]OverpaidBill, error) {
	bills, err := billing.Overpaid(tx)
	if err != nil {
		return nil, err
	}
	names := newNameBook(tx, v)
	over := make([]OverpaidBill, len(bills))
	for i, bill := range bills {
		over[i] = OverpaidBill{Bill: bill.ID, Item: bill.Called(), FromOn: bill.FromOn, ToOn: bill.ToOn,
			AskedFen: bill.AmountFen - bill.ReducedFen, PaidFen: bill.PaidFen, ExcessFen: bill.ExcessFen()}
		if over[i].Room, err = names.room(bill.Object); err != nil {
			return nil, err
		}
	}
	return over, nil
}

// kindNames are the words for the kinds of bill: the company's own income, money collected for others, opening
// arrears and deposits.
var kindNames = map[string]string{billing.Income: "本公司收入", billing.Agency: "代收代付", billing.Opening: "期初欠费", billing.Deposit: "押金"}

// percent returns how much of a sum is paid, to a tenth of a percent. It rounds down, so that 100.0% means that
// nothing is open.
func percent(paid, of money.Fen) string {
	if of == 0 {
		return "—"
	}
	tenths := paid * 1000 / of
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// Sheets returns the report as one table, and the bills that are paid too much as another where there are any.
func (r BilledReport) Sheets() []Sheet {
	sheets := []Sheet{r.billed()}
	if len(r.Over) > 0 {
		sheets = append(sheets, r.over())
	}
	return sheets
}

func (r BilledReport) billed() Sheet {
	const name, what = "应收和已收", "应收和已收"
	if len(r.Rows) == 0 {
		return r.nothing(name, what, "这段时间没有账单。")[0]
	}
	s := Sheet{Name: name, Title: r.heading(what), Columns: columns(Amount, "费用月份")}
	s.Columns = append(s.Columns, columns(Wide, "收费项目")...)
	s.Columns = append(s.Columns, columns(Moment, "类别", "账单张数", "应收", "其中已收", "未收")...)
	s.Columns = append(s.Columns, columns(Narrow, "已收比例")...)
	var billed, paid money.Fen
	for _, row := range r.Rows {
		s.put(words(row.Month), words(row.Item), words(kindNames[row.Kind]), number(row.Bills), amount(row.BilledFen), amount(row.PaidFen),
			amount(row.OpenFen), words(percent(row.PaidFen, row.BilledFen)))
		billed, paid = billed+row.BilledFen, paid+row.PaidFen
	}
	s.sums(len(r.Rows))
	// The row of sums has no figure for a column of percentages: it is worked out from the two sums.
	s.Rows[len(s.Rows)-1].Cells[len(s.Columns)-1] = words(percent(paid, billed))
	s.note("按账单的费用期间起日归入月份；应收已减去冲减，不含已撤销的账单；已收是到现在为止收到的，含预存款抵扣和抹零；比例舍去零头。期初欠费没有费用期间，不在本表。")
	return s
}

// over is the table of the bills that are paid too much, of whatever days.
func (r BilledReport) over() Sheet {
	s := Sheet{Name: "多收的账单", Title: heading(r.Estate, r.Company, "到现在为止", "多收的账单"), Columns: columns(Amount, "房号")}
	s.Columns = append(s.Columns, columns(Wide, "收费项目")...)
	s.Columns = append(s.Columns, columns(Moment, "起", "止", "应收", "已收", "多收")...)
	s.Columns = append(s.Columns, columns(Widest, "账单编号")...)
	for _, one := range r.Over {
		s.put(words(one.Room), words(one.Item), words(string(one.FromOn)), words(string(one.ToOn)), amount(one.AskedFen), amount(one.PaidFen), amount(one.ExcessFen), words(one.Bill))
	}
	s.sums(len(r.Over))
	s.note("收款以后账单又冲减，或者两个柜台收了同一张：多收的没有自动转成预存款，要核实收款码款、退款或红冲。和所选的日期无关。")
	return s
}
