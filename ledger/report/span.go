package report

import (
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
