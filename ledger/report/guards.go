package report

import (
	"fmt"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// guardedMax is how many payments one report lists; its figures are of all of them.
const guardedMax = 10_000

// GuardsReport tells which warnings were passed over at the counter (提醒放行) with the payments of some business days, and what
// became of those payments.
type GuardsReport struct {
	Span
	// ByGuard has a row for each guard and each cashier who passed it, the guard that was passed most often first. A payment that
	// passed several guards counts with each of them.
	ByGuard []GuardRow `json:"byGuard"`
	// ByCashier has a row for each cashier, in which every payment counts once.
	ByCashier []GuardRow       `json:"byCashier"`
	Payments  []GuardedPayment `json:"payments"`
	// More says that there were over 10,000 payments: the list has the oldest of them, and the figures have all.
	More bool `json:"more"`
}

// GuardRow counts payments that passed guards: how many, what they paid in fen, and how many of them were voided or reversed
// since, with what those had paid. Guard is the code, "" where it is of all guards, and Words what it says.
type GuardRow struct {
	Guard     string    `json:"guard"`
	Words     string    `json:"words"`
	Cashier   string    `json:"cashier"`
	Payments  int       `json:"payments"`
	Fen       money.Fen `json:"fen"`
	Voided    int       `json:"voided"`
	Reversed  int       `json:"reversed"`
	UndoneFen money.Fen `json:"undoneFen"`
}

// GuardedPayment is a payment that passed guards, named by their codes and, in Words, as they are called. Time is local, to the
// second, and State one of the states of a receipt.
type GuardedPayment struct {
	Time     string    `json:"time"`
	Receipts string    `json:"receipts"`
	Room     string    `json:"room"`
	Fen      money.Fen `json:"fen"`
	Guards   []string  `json:"guards"`
	Words    string    `json:"words"`
	State    string    `json:"state"`
	Cashier  string    `json:"cashier"`
}

// guardedFigures are the columns that count payments p and their undoings u, in the order in which figures scans them.
const guardedFigures = `count(*), sum(p.total_fen), count(*) FILTER (WHERE u.kind = 'void'), count(*) FILTER (WHERE u.kind = 'reversal'),
	coalesce(sum(p.total_fen) FILTER (WHERE u.kind IS NOT NULL), 0)`

// guardedPayments joins payments and undoings to g, which names them. CROSS JOIN keeps SQLite from beginning with the payments, of
// which a book has many more.
const guardedPayments = ` g CROSS JOIN payments p ON p.device = g.device AND p.seq = g.seq
	LEFT JOIN undoings u ON u.of_device = g.device AND u.of_seq = g.seq`

// byGuardQuery counts by guard and cashier, byCashierQuery by cashier alone.
const (
	byGuardQuery = "SELECT g.code, p.cashier, " + guardedFigures + " FROM payment_guards" + guardedPayments + ` WHERE g.business_on BETWEEN ? AND ?
		GROUP BY 1, 2 ORDER BY sum(count(*)) OVER (PARTITION BY g.code) DESC, 1, 3 DESC, 2`
	byCashierQuery = "SELECT '', p.cashier, " + guardedFigures + " FROM (SELECT DISTINCT device, seq FROM payment_guards WHERE business_on BETWEEN ? AND ?)" +
		guardedPayments + " GROUP BY 2 ORDER BY 3 DESC, 2"
	guardedQuery = `SELECT p.at_ms, (SELECT group_concat(number, '、' ORDER BY line) FROM receipts WHERE device = p.device AND seq = p.seq), p.object, p.total_fen,
		g.codes, p.paper_number, coalesce(u.kind, ''), p.cashier FROM (SELECT device, seq, business_on, group_concat(code, ' ' ORDER BY code) AS codes
			FROM payment_guards INDEXED BY payment_guards_business WHERE business_on BETWEEN ? AND ? GROUP BY business_on, device, seq LIMIT ?)` +
		guardedPayments + " ORDER BY g.business_on, g.device, g.seq"
)

// Guards reads the payments of the business days from..to, both included, that were taken although a guard warned. What was
// undone is as it is now, on whichever day that was. Errors: report.span.
func Guards(tx *store.Tx, v *vault.Vault, from, to calendar.Date, say Say) (r GuardsReport, err error) {
	if r.Span, err = spanOf(tx, from, to); err != nil {
		return r, err
	}
	names := newNameBook(tx, v)
	days := []any{string(from), string(to)}
	if r.ByGuard, err = guardRows(tx, names, say, byGuardQuery, days); err != nil {
		return r, err
	}
	if r.ByCashier, err = guardRows(tx, names, say, byCashierQuery, days); err != nil {
		return r, err
	}
	r.Payments, err = guarded(tx, names, say, days)
	if r.More = len(r.Payments) > guardedMax; r.More {
		r.Payments = r.Payments[:guardedMax]
	}
	return r, err
}

// guardRows reads the rows of a query and names their guards and cashiers.
func guardRows(tx *store.Tx, names *nameBook, say Say, query string, days []any) ([]GuardRow, error) {
	rows, err := store.All(tx, query, days, func(scan func(dest ...any) error) (row GuardRow, err error) {
		return row, scan(&row.Guard, &row.Cashier, &row.Payments, &row.Fen, &row.Voided, &row.Reversed, &row.UndoneFen)
	})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].Guard != "" {
			rows[i].Words = guardWords(say, rows[i].Guard)
		}
		if rows[i].Cashier, err = names.person(rows[i].Cashier); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// guardWords returns what a guard is called. One that this program does not know, because another version of it asked, stands
// with its code.
func guardWords(say Say, code string) string {
	key := "guard.name." + code
	if name := say(key); name != key {
		return name
	}
	return code
}

// guarded reads the payments themselves, in the order of the book, and one more than a report lists.
func guarded(tx *store.Tx, names *nameBook, say Say, days []any) ([]GuardedPayment, error) {
	list, err := store.All(tx, guardedQuery, append(days, guardedMax+1), func(scan func(dest ...any) error) (paid GuardedPayment, err error) {
		var atMS int64
		var codes string
		p := till.Payment{Kind: till.Paid}
		err = scan(&atMS, &paid.Receipts, &paid.Room, &paid.Fen, &codes, &p.PaperNumber, &p.UndoneBy, &paid.Cashier)
		paid.Time = time.UnixMilli(atMS).In(calendar.Zone).Format("2006-01-02 15:04:05")
		paid.Guards = strings.Fields(codes)
		paid.State, _ = stateOf(p)
		return paid, err
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		paid := &list[i]
		said := make([]string, len(paid.Guards))
		for n, code := range paid.Guards {
			said[n] = guardWords(say, code)
		}
		paid.Words = strings.Join(said, "、")
		if paid.Room, err = names.room(paid.Room); err != nil {
			return nil, err
		}
		if paid.Cashier, err = names.person(paid.Cashier); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Sheets returns the figures by guard and by cashier, and the payments.
func (r GuardsReport) Sheets() []Sheet {
	const name, what = "按提醒", "提醒放行"
	if len(r.ByGuard) == 0 {
		return r.nothing(what, what, "这段时间没有放行过提醒。")
	}
	byGuard := Sheet{Name: name, Title: r.heading(what + "（按提醒和收款人）"), Columns: append(columns(Wide, "提醒"), guardColumns()...)}
	for _, row := range r.ByGuard {
		byGuard.put(append([]Cell{words(row.Words)}, row.cells()...)...)
	}
	byGuard.note("一笔收款可能放行了几条提醒，在每条里各算一笔，所以这张表不写合计：合计在“按收款人”。")
	byGuard.note("金额是收款合计，含预存款抵扣和抹零；作废和红冲是到现在为止的，不论发生在哪一天。")
	byCashier := Sheet{Name: "按收款人", Title: r.heading(what + "（按收款人）"), Columns: guardColumns()}
	for _, row := range r.ByCashier {
		byCashier.put(row.cells()...)
	}
	byCashier.sums(len(r.ByCashier))
	byCashier.note("每笔收款只算一次，不论放行了几条提醒。")
	return []Sheet{byGuard, byCashier, r.payments(what)}
}

// guardColumns are the columns of GuardRow.cells.
func guardColumns() []Column {
	return columns(Amount, "收款人", "笔数", "金额", "后来作废", "后来红冲", "作废红冲金额")
}

func (row GuardRow) cells() []Cell {
	return []Cell{words(row.Cashier), number(row.Payments), amount(row.Fen), number(row.Voided), number(row.Reversed), amount(row.UndoneFen)}
}

// payments is the table of the payments.
func (r GuardsReport) payments(what string) Sheet {
	s := Sheet{Name: "收款明细", Title: r.heading(what + "（收款明细）"), Columns: columns(Moment, "时间", "收据号", "房号")}
	s.Columns = append(s.Columns, columns(Amount, "金额")...)
	s.Columns = append(s.Columns, columns(Widest, "放行的提醒")...)
	s.Columns = append(s.Columns, columns(Amount, "状态", "收款人")...)
	for _, paid := range r.Payments {
		s.put(words(paid.Time), words(paid.Receipts), words(paid.Room), amount(paid.Fen), words(paid.Words), words(paid.State), words(paid.Cashier))
	}
	s.sums(len(r.Payments))
	if r.More {
		s.note(fmt.Sprintf("只列出前 %d 笔：请把日期缩短。前两张表的数是全部的。", guardedMax))
	}
	return s
}
