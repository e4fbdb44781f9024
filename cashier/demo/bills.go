package demo

import (
	"context"
	"fmt"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// runBillsMax is how many bills one transaction makes: enough to be quick, few enough to stay in memory.
const runBillsMax = 50_000

// The demo's prices: water by 0.01 yuan a ton, a space by the month.
const (
	waterPriceFen = 345
	spaceFen      = 80_00
)

// issue makes a month's bills for every home.
func (m *maker) issue(ctx context.Context, from calendar.Date) error {
	to := calendar.Of(from.Time().AddDate(0, 1, -1))
	var bills []billing.NewBill
	for _, h := range m.homes {
		made, err := m.bills(h, from, to)
		if err != nil {
			return err
		}
		bills = append(bills, made...)
	}
	part := 0
	for run := range slices.Chunk(bills, runBillsMax) {
		part++
		request, err := journal.NewRequest(fmt.Sprintf("demo/%s/%d", from.Month(), part), len(run))
		if err != nil {
			return err
		}
		err = m.book.Store.Write(ctx, func(tx *store.Tx) error {
			_, err := m.book.Billing.Issue(tx, request, m.manager.ID(), staff.Consent{}, run)
			return err
		})
		if err != nil {
			return err
		}
	}
	m.made.Bills += len(bills)
	return ctx.Err()
}

func (m *maker) bills(h home, from, to calendar.Date) ([]billing.NewBill, error) {
	due := from.AddDays(14)
	fee, err := money.DivHalfUp(h.areaCentiM2*h.priceFen, 100)
	if err != nil {
		return nil, err
	}
	all := []billing.NewBill{{Item: "物业费", Object: h.object, FromOn: from, ToOn: to, Kind: billing.Income, Debtor: h.debtor, DueOn: due, AmountFen: money.Fen(fee),
		Why: fmt.Sprintf("%s m² × %s 元 × 1 月", estate.AreaText(h.areaCentiM2), money.Fen(h.priceFen))}}
	if !h.empty {
		tons := int64(3 + m.random.IntN(22))
		all = append(all, billing.NewBill{Item: "水费", Object: h.object, FromOn: from, ToOn: to, Kind: billing.Agency, Debtor: h.debtor, DueOn: due,
			AmountFen: money.Fen(tons * waterPriceFen), Why: fmt.Sprintf("%d 吨 × %s 元", tons, money.Fen(waterPriceFen))})
	}
	if h.space != "" {
		all = append(all, billing.NewBill{Item: "停车费", Object: estate.ObjectID(estate.Space, h.space), FromOn: from, ToOn: to, Kind: billing.Income,
			Debtor: h.debtor, DueOn: due, AmountFen: spaceFen, Why: fmt.Sprintf("车位 %s，%s 元 × 1 月", h.space, money.Fen(spaceFen))})
	}
	return all, nil
}
