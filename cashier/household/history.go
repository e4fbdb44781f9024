package household

import (
	"cmp"
	"context"

	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
)

// HistoryPage is a page of a household's history. Sums are read with the first page alone.
type HistoryPage struct {
	report.History
	Code string // the room's
	Sums *HistorySums
}

// HistorySums are the figures above a history. OwedFen is all that is owed today, late fees included; LateFen is those alone.
type HistorySums struct {
	report.HistorySums
	OwedFen money.Fen     `json:"owedFen"`
	LateFen money.Fen     `json:"lateFen"`
	Last    *LastPaid     `json:"last"`
	On      calendar.Date `json:"on"` // the business day
}

// LastPaid is the newest payment that stands: its value day, what was received by it, and the number of its first receipt.
type LastPaid struct {
	On          calendar.Date `json:"on"`
	ReceivedFen money.Fen     `json:"receivedFen"`
	Number      string        `json:"number"`
}

// History reads a page of a household's history, and with the first page the figures above it. Errors: estate.unknown_room, and
// those of report.ReadHistory.
func (c *Households) History(ctx context.Context, query report.HistoryQuery) (page HistoryPage, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		page, err = c.historyPage(tx, query)
		return err
	})
	return page, err
}

func (c *Households) historyPage(tx *store.Tx, query report.HistoryQuery) (page HistoryPage, err error) {
	room, err := estate.ByID(tx, query.Room)
	if err != nil {
		return page, err
	}
	page.Code = room.Code
	if page.History, err = report.ReadHistory(tx, c.session.Book.Vault, query); err != nil || query.Before != (report.HistoryKey{}) {
		return page, err
	}
	page.Sums, err = c.historySums(tx, query.Room)
	return page, err
}

// historySums reads the figures above a history as of today.
func (c *Households) historySums(tx *store.Tx, room string) (*HistorySums, error) {
	today, err := c.session.Book.Today(tx)
	if err != nil {
		return nil, err
	}
	sums := &HistorySums{On: today}
	if sums.HistorySums, err = report.ReadHistorySums(tx, room, today); err != nil {
		return nil, err
	}
	if last := sums.LastPaid; last != nil {
		sums.Last = &LastPaid{On: last.ValueOn, ReceivedFen: last.Sums().ReceivedFen, Number: last.Number}
	}
	open, err := billing.OpenOf(tx, room)
	if err != nil {
		return nil, err
	}
	fees, err := billing.LateFees(tx, open, today)
	if err != nil {
		return nil, err
	}
	for _, fee := range fees {
		sums.LateFen += fee.Fen
	}
	sums.OwedFen = sums.LateFen
	for _, bill := range open {
		sums.OwedFen += bill.OwedFen()
	}
	return sums, nil
}

// BillWhy is all that can be said of one bill: how its amount came about, what is owed of it, its late fee to today, and the
// receipts that paid it.
type BillWhy struct {
	billing.Bill
	Place, Period string
	Steps         []string
	LateFen       money.Fen
	LateSteps     []string
	OverdueDays   int
	Paid          []report.PaidBill
}

// Why reads why a bill asks for what it asks; an unknown id is billing.unknown_bill.
func (c *Households) Why(ctx context.Context, bill string) (why BillWhy, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if why.Bill, err = billing.ByID(tx, bill); err != nil {
			return err
		}
		place, err := estate.ByID(tx, why.Object)
		if err != nil {
			return err
		}
		why.Place, why.Period = place.Code, cmp.Or(words.Period(why.FromOn, why.ToOn), string(why.DueOn))
		if why.Steps, err = BillSteps(tx, why.Bill); err != nil {
			return err
		}
		if why.Paid, err = report.PaidOf(tx, why.Object, why.ID); err != nil {
			return err
		}
		return c.lateFeeOf(tx, &why)
	})
	return why, err
}

// lateFeeOf works out what being late costs by today, where the bill is still owed.
func (c *Households) lateFeeOf(tx *store.Tx, why *BillWhy) error {
	today, err := c.session.Book.Today(tx)
	if err != nil || why.Undone {
		return err
	}
	fees, err := billing.LateFees(tx, []billing.Bill{why.Bill}, today)
	if err != nil || len(fees) == 0 {
		return err
	}
	why.LateFen, why.LateSteps, why.OverdueDays = fees[0].Fen, fees[0].Steps, today.DaysSince(why.DueOn)
	return nil
}
