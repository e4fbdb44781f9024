package report

import (
	"fmt"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// The columns of the sheet that have the receipt of the money, and the number by which it is found in its channel's statement.
const (
	UnverifiedReceipt   = 1
	UnverifiedReference = 5
)

// unverifiedMax is how many rows the list has at most.
const unverifiedMax = 1000

// UnverifiedReport lists the money of static codes that nobody has verified (未核实) up to a business day, the oldest first.
type UnverifiedReport struct {
	On   calendar.Date    `json:"on"`
	Open []OpenUnverified `json:"open"`
}

// OpenUnverified is one such tender with the room's code and the cashier's name.
type OpenUnverified struct {
	till.Unverified
	Room        string `json:"room"`
	CashierName string `json:"cashierName"`
}

// Unverified reads what is unverified now of what was taken up to the business day on.
func Unverified(tx *store.Tx, v *vault.Vault, on calendar.Date) (r UnverifiedReport, err error) {
	r.On = on
	open, err := till.OpenUnverified(tx, unverifiedMax)
	if err != nil {
		return r, err
	}
	names := newNameBook(tx, v)
	for _, one := range open {
		if one.BusinessOn > on {
			continue
		}
		line := OpenUnverified{Unverified: one}
		if line.Room, err = names.room(one.Object); err != nil {
			return r, err
		}
		if line.CashierName, err = names.person(one.Cashier); err != nil {
			return r, err
		}
		r.Open = append(r.Open, line)
	}
	return r, nil
}

// Sheets returns the list as one table.
func (r UnverifiedReport) Sheets() []Sheet {
	s := Sheet{Name: "未核实的款", Title: fmt.Sprintf("到 %s 还没有核实的收款码款", r.On), Columns: columns(Amount, "营业日")}
	s.Columns = append(s.Columns, columns(Moment, "收据号", "房号", "支付方式")...)
	s.Columns = append(s.Columns, columns(Amount, "金额")...)
	s.Columns = append(s.Columns, columns(Wide, "交易单号")...)
	s.Columns = append(s.Columns, columns(Amount, "收款人")...)
	for _, one := range r.Open {
		s.put(words(string(one.BusinessOn)), words(one.Number), words(one.Room), words(one.Kind.Name()), amount(one.Fen), words(one.Reference), words(one.CashierName))
	}
	if len(r.Open) == 0 {
		s.note("没有等着核实的款。")
	}
	s.sums(len(r.Open))
	if len(r.Open) == unverifiedMax {
		s.note("只列出最早的 1000 笔：核实以后再看其余的。")
	}
	return []Sheet{s}
}
