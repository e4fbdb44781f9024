package report

import (
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// tenders returns the kinds of tender in the order of their columns: first what really comes in (as many as realTenders
// returns), then what only moves within the book.
func tenders() []till.TenderKind {
	var real, within []till.TenderKind
	for _, row := range till.TenderTypes {
		if row.Received {
			real = append(real, row.Kind)
		} else {
			within = append(within, row.Kind)
		}
	}
	return append(real, within...)
}

// realTenders returns how many kinds of tender really come in; their columns are the first ones.
func realTenders() (count int) {
	for _, row := range till.TenderTypes {
		if row.Received {
			count++
		}
	}
	return count
}

// matrix adds rows up by the name of the item.
type matrix map[string]*ItemRow

// row returns the row of an item, made where there is none yet. Postings of a prepayment name no item.
func (m matrix) row(item string) *ItemRow {
	if item == "" {
		item = till.PrepaidItem
	}
	if m[item] == nil {
		m[item] = &ItemRow{Item: item, ByTender: make([]money.Fen, len(till.TenderTypes))}
	}
	return m[item]
}

// items returns the matrix of item by tender for the business days from..to, both included. It is read from the
// postings, which pair each fen of a tender with what it paid; the age comes from the bills. Items are in the order
// of their names, money kept for later comes last.
func items(tx *store.Tx, from, to calendar.Date) ([]ItemRow, error) {
	m := make(matrix)
	if err := m.tenders(tx, from, to); err != nil {
		return nil, err
	}
	if err := m.ages(tx, from, to); err != nil {
		return nil, err
	}
	// Account code and merchant are those that the items have now.
	charged, err := billing.Items(tx)
	if err != nil {
		return nil, err
	}
	for _, item := range charged {
		if line := m[item.Name]; line != nil {
			line.Subject, line.Merchant = item.Subject, item.Merchant
		}
	}
	rows := make([]ItemRow, 0, len(m))
	for _, line := range m {
		rows = append(rows, *line)
	}
	// The map has no order, and the same report has to be the same bytes.
	slices.SortFunc(rows, func(a, b ItemRow) int {
		if prepaid := isPrepaid(a) - isPrepaid(b); prepaid != 0 {
			return prepaid
		}
		return strings.Compare(a.Item, b.Item)
	})
	return rows, nil
}

// byAccount is the end of a query that adds up the postings of payments of some business days, by what the caller
// puts in front. A payment has the tender's account as debit; what undoes one has it as credit.
const byAccount = ` p.kind = 'payment', CASE p.kind WHEN 'payment' THEN t.debit ELSE t.credit END, sum(t.fen)
	FROM payments p JOIN transfers t ON t.device = p.device AND t.seq = p.seq WHERE p.business_on BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3`

// tenders adds what each item came to by tender.
func (m matrix) tenders(tx *store.Tx, from, to calendar.Date) error {
	received := realTenders()
	return eachPosting(tx, "t.item", from, to, func(item string, column int, fen money.Fen) {
		line := m.row(item)
		line.ByTender[column] += fen
		line.TotalFen += fen
		if column < received {
			line.ReceivedFen += fen
		}
	})
}

// eachPosting calls add with each group of postings, the column of its tender and its fen; what was undone is
// negative. A posting from an account that belongs to no tender is report.account: its fen would be missing in a
// column.
func eachPosting(tx *store.Tx, group string, from, to calendar.Date, add func(group string, column int, fen money.Fen)) error {
	kinds := tenders()
	// What was posted, by the caller's group, whether it was taken or undone, and the account of the tender.
	return tx.Each("SELECT "+group+","+byAccount, []any{string(from), string(to)}, func(scan func(dest ...any) error) error {
		var of, account string
		var taken bool
		var fen money.Fen
		if err := scan(&of, &taken, &account, &fen); err != nil {
			return err
		}
		if !taken {
			fen = -fen
		}
		kind, found := till.TenderOf(account)
		column := slices.Index(kinds, kind)
		if !found || column < 0 {
			return store.Refuse(codeAccount, account)
		}
		add(of, column, fen)
		return nil
	})
}

// isPrepaid returns 1 for the row of money kept for later, else 0: it is the first key of the order.
func isPrepaid(row ItemRow) int {
	if row.Item == till.PrepaidItem {
		return 1 // money kept for later stands below what was earned
	}
	return 0
}

// ages adds what bills were paid, split by their age on the day on which the money came in. What undoes a payment
// counts by the day of that payment, so that both together are zero in each age.
func (m matrix) ages(tx *store.Tx, from, to calendar.Date) error {
	// What each payment paid on bills, with the period of the bill and the business day on which the money came in:
	// for an undoing (of_device, of_seq) that of the payment it undoes.
	return tx.Each(`SELECT a.item, coalesce(o.business_on, p.business_on), b.kind, b.period_from, b.period_to, sum(a.fen)
		FROM payments p JOIN allocations a ON a.device = p.device AND a.seq = p.seq JOIN bills b ON b.id = a.bill
		LEFT JOIN payments o ON o.device = p.of_device AND o.seq = p.of_seq
		WHERE p.business_on BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5`, []any{string(from), string(to)}, func(scan func(dest ...any) error) error {
		var item, kind string
		var on, periodFrom, periodTo calendar.Date
		var fen money.Fen
		if err := scan(&item, &on, &kind, &periodFrom, &periodTo, &fen); err != nil {
			return err
		}
		m.row(item).age(AgeOf(kind, periodFrom, periodTo, on), fen)
		return nil
	})
}

// age adds fen to the column of its age.
func (row *ItemRow) age(age Age, fen money.Fen) {
	switch age {
	case Arrears:
		row.ArrearsFen += fen
	case Ahead:
		row.AheadFen += fen
	default:
		row.CurrentFen += fen
	}
}
