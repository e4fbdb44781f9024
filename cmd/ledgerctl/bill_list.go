package main

import (
	"fmt"
	"strings"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/charging"
	"shouqi/cashier/household"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type billListCommand struct {
	Room   string `help:"房号；只写房号就列没有收清的和预存款。"`
	Item   string `help:"列这个项目的全部账单。"`
	Period period `placeholder:"P" help:"列费用期间与它有交叉的全部账单。"`
	Undone bool   `help:"连同已撤销的。"`
}

// Run lists what a household owes, oldest first, and its prepayment; with an item or a period it lists all their bills.
func (c *billListCommand) Run(d *desk) error {
	if c.Item != "" || c.Period.From != "" || c.Undone {
		return c.all(d)
	}
	if c.Room == "" {
		return store.Refuse(codeBillsWhich)
	}
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		room, err := estate.ByCode(tx, c.Room)
		if err != nil {
			return err
		}
		bills, err := billing.OpenOf(tx, room.ID)
		if err != nil {
			return err
		}
		credit, err := till.Held(tx, room.ID)
		if err != nil {
			return err
		}
		var lines []string
		var owed money.Fen
		for _, bill := range bills {
			lines = append(lines, billLine(bill))
			owed += bill.OwedFen()
		}
		lines = append(lines, fmt.Sprintf("共欠 %s（%d 张），预存款 %s", owed.Yuan(), len(bills), credit.Yuan()))
		return d.answer(map[string]any{"room": c.Room, "owedFen": owed, "creditFen": credit, "bills": bills}, lines...)
	})
}

// placedBill is a bill with the code of its room or space.
type placedBill struct {
	billing.Bill
	Room string `json:"room"`
}

func placed(lines []charging.BillLine) []placedBill {
	all := make([]placedBill, len(lines))
	for i, line := range lines {
		all[i] = placedBill{line.Bill, line.Code}
	}
	return all
}

func (c *billListCommand) all(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		query, err := queryOf(d, book, c.Room, c.Item, c.Period)
		if err != nil {
			return err
		}
		query.Undone = c.Undone
		bills, count, err := cashier.New(book).Charging.Bills(d.ctx, query)
		if err != nil {
			return err
		}
		var lines []string
		var sum, owed money.Fen
		for _, bill := range bills {
			lines = append(lines, bill.Code+"  "+billLine(bill.Bill)+billState(bill.Bill))
			if !bill.Undone {
				sum += bill.AmountFen - bill.ReducedFen
				owed += bill.OwedFen()
			}
		}
		last := fmt.Sprintf("共 %d 张，应收 %s，还欠 %s", count, sum.Yuan(), owed.Yuan())
		if count > len(bills) {
			last = fmt.Sprintf("共 %d 张，只列出前 %d 张：应收 %s，还欠 %s", count, len(bills), sum.Yuan(), owed.Yuan())
		}
		return d.answer(map[string]any{"count": count, "sumFen": sum, "owedFen": owed, "bills": placed(bills)}, append(lines, last)...)
	})
}

func billState(bill billing.Bill) string {
	switch {
	case bill.Undone:
		return "  已撤销"
	case bill.OwedFen() == 0:
		return "  已收清"
	case bill.ReducedFen > 0:
		return "  已冲减 " + bill.ReducedFen.Grouped()
	}
	return ""
}

// queryOf chooses bills by the flags of a room or space, an item and a period.
func queryOf(d *desk, book *ledger.Book, room, item string, of period) (billing.Query, error) {
	query := billing.Query{FromOn: of.From, ToOn: of.To}
	var err error
	if query.Item, err = d.itemKey(book, item); err != nil || room == "" {
		return query, err
	}
	err = book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
		query.Object, err = placeID(tx, room)
		return err
	})
	return query, err
}

// placeID returns the id of the room or, where no room has that code, of the space.
func placeID(tx *store.Tx, code string) (string, error) {
	place, err := estate.ByCode(tx, code)
	if store.Code(err) == estate.CodeUnknownRoom {
		place, err = estate.ByCodeOf(tx, estate.Space, code)
	}
	return place.ID, err
}

type billShowCommand struct {
	ID string `arg:"" help:"账单编号，见 bill list。"`
}

// explained is a bill with everything that led to what is owed of it.
type explained struct {
	placedBill
	OwedFen money.Fen `json:"owedFen"`
	household.Owing
	Prices     []billing.UsedPrice `json:"prices,omitempty"`
	Reductions []billing.Reduction `json:"reductions"`
	LateFeeOn  calendar.Date       `json:"lateFeeOn"`
	LateFees   []billing.LateFee   `json:"lateFees"`
}

// Run says where a bill's amount comes from and what it costs to pay it today.
func (c *billShowCommand) Run(d *desk) error {
	return d.reads(func(book *ledger.Book, tx *store.Tx) error {
		today, err := book.Today(tx)
		if err != nil {
			return err
		}
		bill, err := billing.ByID(tx, c.ID)
		if err != nil {
			return err
		}
		place, err := estate.ByID(tx, bill.Object)
		if err != nil {
			return err
		}
		e := explained{placedBill: placedBill{bill, place.Code}, OwedFen: bill.OwedFen(), LateFeeOn: today}
		if e.Owing, err = household.OwingOf(tx, book.Vault, bill); err != nil {
			return err
		}
		if e.Prices, err = billing.UsedPrices(tx, bill); err != nil {
			return err
		}
		if e.Reductions, err = billing.Reductions(tx, c.ID); err != nil {
			return err
		}
		if e.LateFees, err = billing.LateFees(tx, []billing.Bill{bill}, today); err != nil {
			return err
		}
		return d.answer(e, e.lines()...)
	})
}

func (e explained) lines() []string {
	lines := []string{e.Room + "  " + e.Called() + " " + words.Period(e.FromOn, e.ToOn) + "  应收 " + e.AmountFen.Grouped() + "，已收 " + e.PaidFen.Grouped() +
		"，还欠 " + e.OwedFen.Grouped() + billState(e.Bill), "缴费截止日 " + string(e.DueOn), "由 " + e.Debtor + " 缴"}
	if e.Changed != "" {
		lines = append(lines, e.Changed)
	}
	for _, step := range e.Steps {
		if step != "" {
			lines = append(lines, "  "+step)
		}
	}
	lines = append(lines, e.priceLines()...)
	if e.OfBill != "" {
		lines = append(lines, "属于账单 "+e.OfBill)
	}
	for _, r := range e.Reductions {
		lines = append(lines, "冲减 "+r.Fen.Grouped()+"（"+strings.TrimSuffix(assets.Text(assets.Chinese, r.ReasonKey())+" "+r.Why, " ")+"）")
	}
	return append(lines, lateFeeLines(e.LateFees)...)
}

// priceLines say by which prices the bill was made, each with its days where there are several, and the sum before its rounding.
func (e explained) priceLines() (lines []string) {
	switch {
	case e.Tariff == "":
		return nil
	case len(e.Prices) == 0: // a lease's terms
		return []string{"标准 " + e.Tariff + "，" + string(e.TariffFromOn) + " 起的价格；取整前 " + e.Exact}
	}
	for _, price := range e.Prices {
		line := "标准 " + price.Tariff + "，" + string(price.FromOn) + " 起的价格"
		if len(e.Prices) > 1 {
			line += "，用于 " + string(price.Span.From) + " 至 " + string(price.Span.To)
		}
		lines = append(lines, line)
	}
	lines[len(lines)-1] += "；取整前 " + e.Exact
	return lines
}

func lateFeeLines(fees []billing.LateFee) []string {
	var lines []string
	for _, fee := range fees {
		lines = append(lines, "违约金 到 "+string(fee.ToOn)+" 是 "+fee.Fen.Grouped()+"  "+fee.Bill.Called()+" "+words.Period(fee.Bill.FromOn, fee.Bill.ToOn)+"  "+fee.Bill.ID)
		for _, step := range fee.Steps {
			lines = append(lines, "  "+step)
		}
	}
	return lines
}
