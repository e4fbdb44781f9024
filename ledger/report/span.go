package report

import (
	"fmt"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Span is the estate and the days, both included, that a report over several days covers.
type Span struct {
	Estate  string        `json:"estate"`
	Company string        `json:"company"`
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
}

// spanOf checks the days of a report; an invalid day or an end before its beginning is report.span.
func spanOf(tx *store.Tx, from, to calendar.Date) (Span, error) {
	if !from.Valid() || !to.Valid() || to < from {
		return Span{}, store.Refuse(codeSpan)
	}
	policies, err := estate.ReadPolicies(tx)
	return Span{Estate: policies.Estate, Company: policies.Company, From: from, To: to}, err
}

// heading returns the title of a sheet; a span of one day names it once.
func (s Span) heading(what string) string {
	when := string(s.From) + " 至 " + string(s.To)
	if s.From == s.To {
		when = string(s.From)
	}
	return heading(s.Estate, s.Company, when, what)
}

// nothing returns a sheet with one sentence, for a report without any figure: an empty table would look like a fault.
func (s Span) nothing(name, what, sentence string) []Sheet {
	return []Sheet{{Name: name, Title: s.heading(what), Columns: columns(Widest, unnamed), Rows: []Row{{Kind: NoteRow, Cells: []Cell{words(sentence)}}}}}
}

// ItemsReport is what came in over some business days, by item and tender.
type ItemsReport struct {
	Span
	Tenders []till.TenderKind `json:"tenders"`
	Items   []ItemRow         `json:"items"`
}

// Items reads what came in on the business days from, to and between.
func Items(tx *store.Tx, from, to calendar.Date) (r ItemsReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	r.Tenders = tenders()
	r.Items, err = items(tx, from, to)
	return r, err
}

// Sheets returns the report as one table.
func (r ItemsReport) Sheets() []Sheet {
	const name, what = "按项目和支付方式", "收款（按项目和支付方式）"
	if len(r.Items) == 0 {
		return r.nothing(name, what, "这段时间没有收款。")
	}
	s := itemSheet(name, r.heading(what), r.Items)
	s.note(ageNote)
	return []Sheet{s}
}

// MonthReport is a month up to a day, with a row for each business day.
type MonthReport struct {
	Span
	Tenders []till.TenderKind `json:"tenders"`
	Days    []MonthDay        `json:"days"`
}

// MonthDay is one business day of a month on which something came in or went back.
type MonthDay struct {
	Date calendar.Date `json:"date"`
	// Payments counts the payments taken less those voided; a reversed payment still counts, because it was taken.
	Payments    int         `json:"payments"`
	ByTender    []money.Fen `json:"byTender"`
	ReceivedFen money.Fen   `json:"receivedFen"`
	TotalFen    money.Fen   `json:"totalFen"`
}

// Month reads the month of a day, from the first of the month to that day.
func Month(tx *store.Tx, on calendar.Date) (r MonthReport, err error) {
	if r.Span, err = spanOf(tx, calendar.Date(on.Month()+"-01"), on); err != nil {
		return r, err
	}
	r.Tenders = tenders()
	// The days with any payment or undoing, and how many payments stand for each of them.
	err = tx.Each(`SELECT business_on, count(*) FILTER (WHERE kind = 'payment') - count(*) FILTER (WHERE kind = 'void') FROM payments WHERE business_on BETWEEN ? AND ?
		GROUP BY 1 ORDER BY 1`, []any{string(r.From), string(r.To)}, func(scan func(dest ...any) error) error {
		day := MonthDay{ByTender: make([]money.Fen, len(r.Tenders))}
		err := scan(&day.Date, &day.Payments)
		r.Days = append(r.Days, day)
		return err
	})
	if err != nil {
		return r, err
	}
	// Postings come by day, and find their row here.
	at := make(map[string]*MonthDay, len(r.Days))
	for i := range r.Days {
		at[string(r.Days[i].Date)] = &r.Days[i]
	}
	return r, eachPosting(tx, "p.business_on", r.From, r.To, func(on string, column int, fen money.Fen) {
		day := at[on]
		day.ByTender[column] += fen
		day.TotalFen += fen
		if column < realTenders() {
			day.ReceivedFen += fen
		}
	})
}

// Sheets returns the month as one table.
func (r MonthReport) Sheets() []Sheet {
	const name, what = "本月累计", "本月累计"
	if len(r.Days) == 0 {
		return r.nothing(name, what, "本月到这一天没有收款。")
	}
	s := Sheet{Name: name, Title: r.heading(what), Columns: columns(Amount, "营业日", "收款笔数")}
	paid := make([][]money.Fen, len(r.Days))
	for i, day := range r.Days {
		paid[i] = day.ByTender
	}
	shown := waysOf(paid)
	s.Columns = append(s.Columns, shown.columns()...)
	for _, day := range r.Days {
		s.put(append([]Cell{words(string(day.Date)), number(day.Payments)}, shown.cells(day.ByTender)...)...)
	}
	s.sums(len(r.Days))
	s.note("实收合计不含预存款抵扣和抹零。没有列出的日子没有收款。作废和红冲按负数计入；收款笔数不含作废。")
	return []Sheet{s}
}

// BilledReport is what was billed for some months and how much of it is paid.
type BilledReport struct {
	Span
	Rows []BilledRow `json:"rows"`
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
// household: they were asked for and paid there. Errors: report.span.
func Billed(tx *store.Tx, from, to calendar.Date) (r BilledReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	// The items are found by leaps over the index, and each then reads only the bills of the span: a book has millions.
	r.Rows, err = store.All(tx, `WITH RECURSIVE items (item) AS (
			SELECT min(item) FROM bills UNION ALL SELECT (SELECT min(b.item) FROM bills b WHERE b.item > items.item) FROM items WHERE items.item IS NOT NULL)
		SELECT substr(b.period_from, 1, 7), b.item, b.kind, count(*), sum(b.amount_fen - b.reduced_fen),
			sum(min(b.paid_fen, b.amount_fen - b.reduced_fen)), sum(max(0, b.amount_fen - b.reduced_fen - b.paid_fen))
		FROM items i CROSS JOIN bills b ON b.item = i.item AND b.period_from BETWEEN ?1 AND ?2
		WHERE i.item IS NOT NULL AND b.undone = 0 AND (b.kind <> 'deposit' OR NOT EXISTS (SELECT 1 FROM deposit_moves m WHERE m.target = b.id)) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, []any{string(from), string(to)},
		func(scan func(dest ...any) error) (BilledRow, error) {
			var row BilledRow
			return row, scan(&row.Month, &row.Item, &row.Kind, &row.Bills, &row.BilledFen, &row.PaidFen, &row.OpenFen)
		})
	return r, err
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

// Sheets returns the report as one table.
func (r BilledReport) Sheets() []Sheet {
	const name, what = "应收和已收", "应收和已收"
	if len(r.Rows) == 0 {
		return r.nothing(name, what, "这段时间没有账单。")
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
	return []Sheet{s}
}
