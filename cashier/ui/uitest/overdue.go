package uitest

import (
	"context"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// Overdue makes the item 物业费, 2.85 yuan a square metre and month, due ten days after it, with a late fee of half a
// thousandth a day after three days of grace, and bills September of 2026: 3-2-1201 owes 280.16 since 2026-10-10, and by the
// clock's day 42 days of late fee, 5.88. It leaves the cashier signed in.
func (c *Counter) Overdue() {
	c.t.Helper()
	c.As("100", ManagerPIN)
	c.Charge(billing.Item{Name: "物业费", LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", GraceDays: 3, MostPercent: "100"}}, "住宅",
		tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "2.85"}}})
	_, err := c.Charging.Run(context.Background(), billing.Order{RequestID: "september", Source: billing.ItemSource{Item: "物业费", Only: []string{"3-2-1201"}}, FromOn: "2026-09-01", ToOn: "2026-09-30"})
	require.NoError(c.t, err)
	c.As("101", CashierPIN)
}

// Charge makes an item of income by the month for rooms, due ten days after it, with a tariff since the year's beginning.
// Somebody who may set prices must be signed in.
func (c *Counter) Charge(item billing.Item, name string, rule tariff.Rule) {
	c.t.Helper()
	item.Kind, item.HangsOn, item.Cycle, item.DueDays, item.Active = billing.Income, estate.Room, tariff.EveryMonth, 10, true
	require.NoError(c.t, c.Pricing.AddCharge(context.Background(), item, billing.NewTariff{Name: name, FromOn: "2026-01-01", Rule: rule}, session.Second{}))
}
