package ledger_test

import (
	"context"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// leases are signed for two rooms; one is amended, bills its rent and its share of a reported turnover and ends early.
func (c *counter) leases() {
	approve := func(action staff.Action) staff.Approval {
		approval, err := c.book.Staff.Approve(c.ctx, c.manager, "200", supervisorPIN, action)
		require.NoError(c, err)
		return approval
	}
	sign := func(number string, room int, terms lease.Terms) (l lease.Lease) {
		approval := approve(staff.SetPrices)
		c.writes(func(tx *store.Tx) (err error) {
			l, err = c.book.Leases.In(tx).Sign(tx.Context(), c.manager, approval, lease.Signing{RequestID: "sign-" + number,
				NewTenant: estate.RowParty{Kind: estate.Company, Name: "商户" + number, Phones: []string{"1370000000" + number}},
				Contract: lease.Contract{Number: number, Objects: []string{estate.ObjectID(estate.Room, roomCode(room))}, FromOn: "2026-08-01", ToOn: "2028-07-31",
					Cycle: tariff.EveryMonth, Deposit: lease.Deposit{Months: 2}, Terms: terms}})
			return err
		})
		return l
	}
	shop := sign("1", 6, lease.Terms{Rent: lease.Rent{Price: "12000"}, Free: []tariff.Span{{From: "2026-08-01", To: "2026-09-30"}}, EveryMonths: 12, EveryPercent: "5",
		Share: &lease.Share{Tiers: []lease.ShareTier{{UpTo: "300000", Percent: "8"}, {Percent: "10"}}}})
	store2 := sign("2", 7, lease.Terms{Rent: lease.Rent{Price: "2.5", AreaCentiM2: 9830, Per: tariff.Day},
		Discounts: []lease.Discount{{Name: "长租优惠", FromOn: "2026-08-01", Percent: "95"}}})
	c.writes(func(tx *store.Tx) error {
		if _, err := c.book.Leases.In(tx).Report(tx.Context(), c.manager, staff.Approval{}, shop.ID, "2026-10-15", 31_000_000); err != nil {
			return err
		}
		_, err := c.book.Billing.In(tx).Run(context.Background(), c.manager, billing.Order{RequestID: "lease-run", Source: lease.Source{}, FromOn: "2026-08-01", ToOn: "2026-10-31"})
		return err
	})
	amending, ending := approve(staff.SetPrices), approve(staff.SetPrices)
	c.writes(func(tx *store.Tx) error {
		if _, err := c.book.Leases.In(tx).Amend(tx.Context(), c.manager, amending, shop.ID, "2027-01-01", lease.Terms{Rent: lease.Rent{Price: "11000"}}); err != nil {
			return err
		}
		_, _, err := c.book.Leases.In(tx).End(tx.Context(), c.manager, ending, store2.ID, "2026-10-15")
		return err
	})
}
