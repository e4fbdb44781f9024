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

// items fills the matrix of item by tender from the postings, which pair each fen of a tender with what it paid, and
// parts each item into arrears and current from the bills themselves.
func (r *DayReport) items(tx *store.Tx) error {
	rows := make(map[string]*ItemRow)
	row := func(item string) *ItemRow {
		if item == "" {
			item = till.PrepaidItem
		}
		if rows[item] == nil {
			rows[item] = &ItemRow{Item: item, ByTender: make([]money.Fen, len(r.Tenders))}
		}
		return rows[item]
	}
	err := tx.Each(`SELECT p.kind, t.debit, t.credit, t.item, t.fen FROM payments p JOIN transfers t ON t.device = p.device AND t.seq = p.seq
		WHERE p.business_on = ?`, []any{string(r.Date)}, func(scan func(dest ...any) error) error {
		var kind, debit, credit, item string
		var fen money.Fen
		if err := scan(&kind, &debit, &credit, &item, &fen); err != nil {
			return err
		}
		account := debit
		if kind != "payment" {
			account, fen = credit, -fen
		}
		column := slices.Index(r.Tenders, tenderOf(account))
		if column < 0 {
			return store.Refuse("report.account", account)
		}
		line := row(item)
		line.ByTender[column] += fen
		line.TotalFen += fen
		return nil
	})
	if err != nil {
		return err
	}
	if err := r.ages(tx, row); err != nil {
		return err
	}
	charged, err := billing.Items(tx)
	if err != nil {
		return err
	}
	for _, item := range charged {
		if line := rows[item.Name]; line != nil {
			line.Subject, line.Merchant = item.Subject, item.Merchant
		}
	}
	for _, line := range rows {
		r.Items = append(r.Items, *line)
	}
	slices.SortFunc(r.Items, func(a, b ItemRow) int {
		if prepaid := isPrepaid(a) - isPrepaid(b); prepaid != 0 {
			return prepaid
		}
		return strings.Compare(a.Item, b.Item)
	})
	return nil
}

func isPrepaid(row ItemRow) int {
	if row.Item == till.PrepaidItem {
		return 1 // money kept for later stands below what was earned
	}
	return 0
}

// tenderOf gives the kind of tender that an account stands for: the prepaid and rounding accounts have its name, cash and
// transit accounts carry it.
func tenderOf(account string) string {
	if strings.HasPrefix(account, till.CashAccount("")) {
		return till.Cash
	}
	_, kind, found := strings.Cut(account, ":")
	if found {
		return kind
	}
	return account
}

// ages parts what bills were paid into arrears and current.
func (r *DayReport) ages(tx *store.Tx, row func(item string) *ItemRow) error {
	monthFirst := calendar.Date(r.Date.Month() + "-01")
	return tx.Each(`SELECT a.item, a.fen, b.kind, b.due_on FROM payments p JOIN allocations a ON a.device = p.device AND a.seq = p.seq
		JOIN bills b ON b.id = a.bill WHERE p.business_on = ?`, []any{string(r.Date)}, func(scan func(dest ...any) error) error {
		var item, kind string
		var fen money.Fen
		var dueOn calendar.Date
		if err := scan(&item, &fen, &kind, &dueOn); err != nil {
			return err
		}
		if kind == billing.Opening || dueOn < monthFirst {
			row(item).ArrearsFen += fen
		} else {
			row(item).CurrentFen += fen
		}
		return nil
	})
}
