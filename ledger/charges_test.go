package ledger_test

import (
	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

// agreed is the supervisor's word for one action of the manager.
func (c *counter) agreed(action staff.Action) staff.Approval {
	c.Helper()
	approval, err := c.book.Staff.Approve(c.ctx, c.manager, "200", supervisorPIN, action)
	require.NoError(c, err)
	return approval
}

func areaRule(price string) tariff.Rule {
	return tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: tariff.Value(price)}}}
}

// charges makes an item with two tariffs, changes its price, takes a later one back, deletes another item, ends a tariff, grants a room a policy and ends it, calls the item
// otherwise, makes two packages and ends one, issues the bills of September, adds a tariff with a second person, takes one bill back and something off another.
func (c *counter) charges() {
	today, room := calendar.Of(c.clock), estate.ObjectID(estate.Room, roomCode(7))
	item := billing.Item{Name: "物业费", Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, DueDays: 5, Active: true,
		LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", MostPercent: "20"}, TaxPercent: "6", Subject: "6001"}
	c.writes(func(tx *store.Tx) error {
		require.NoError(c, c.book.Billing.In(tx).SetItem(tx.Context(), c.manager, staff.Approval{}, item))
		require.NoError(c, c.book.Billing.In(tx).AddTariff(tx.Context(), c.manager, staff.Approval{}, billing.NewTariff{Item: item.Name, Name: "基本", FromOn: "2026-01-01", Rule: areaRule("2.85")}))
		return c.book.Billing.In(tx).AddTariff(tx.Context(), c.manager, staff.Approval{}, billing.NewTariff{Item: item.Name, Name: "单间", Scope: billing.Scope{Rooms: []string{roomCode(5)}}, FromOn: "2026-01-01", Rule: areaRule("3")})
	})
	price, end, grant, over, off, change := c.agreed(staff.SetPrices), c.agreed(staff.SetPrices), c.agreed(staff.SetPrices), c.agreed(staff.SetPrices), c.agreed(staff.ReduceBill), c.agreed(staff.SetPrices)
	another, later, back := c.agreed(staff.SetPrices), c.agreed(staff.SetPrices), c.agreed(staff.SetPrices)
	c.writes(func(tx *store.Tx) error {
		require.NoError(c, c.book.Billing.In(tx).ChangePrice(tx.Context(), c.manager, price, billing.PriceChange{Item: item.Name, Tariff: "基本", FromOn: "2027-01-01", Rule: areaRule("3.10")}))
		require.NoError(c, c.book.Billing.In(tx).ChangePrice(tx.Context(), c.manager, later, billing.PriceChange{Item: item.Name, Tariff: "基本", FromOn: "2027-07-01", Rule: areaRule("3.30")}))
		require.NoError(c, c.book.Billing.In(tx).TakeBackPrice(tx.Context(), c.manager, back, item.Name, "基本", "2027-07-01"))
		mistyped := item
		mistyped.Name = "物夜费"
		require.NoError(c, c.book.Billing.In(tx).AddItem(tx.Context(), c.manager, staff.Approval{}, mistyped, billing.NewTariff{Name: "基本", FromOn: "2026-01-01", Rule: areaRule("1")}))
		require.NoError(c, c.book.Billing.In(tx).DeleteItem(tx.Context(), c.manager, mistyped.Name))
		given, err := c.book.Billing.In(tx).Grant(tx.Context(), c.manager, grant, billing.Concession{Object: room, Item: item.Name, Name: "空置减免", Factor: tariff.Ratio(7, 10), FromOn: "2026-09-01"})
		require.NoError(c, err)
		require.NoError(c, c.book.Billing.In(tx).EndConcession(tx.Context(), c.manager, over, given.ID, "2026-10-31"))
		item.Subject = "6001.02"
		require.NoError(c, c.book.Billing.In(tx).SetItem(tx.Context(), c.manager, change, item))
		require.NoError(c, c.book.Billing.In(tx).RenameItem(tx.Context(), c.manager, item.Name, "物业服务费", "2026-09-01"))
		_, err = c.book.Billing.In(tx).SetPackage(tx.Context(), c.manager, billing.Package{Name: "常缴", Items: []string{"物业服务费"}, Scope: billing.Scope{Rooms: []string{roomCode(4)}}})
		require.NoError(c, err)
		_, err = c.book.Billing.In(tx).SetPackage(tx.Context(), c.manager, billing.Package{Name: "年缴", Items: []string{item.Name}})
		require.NoError(c, err)
		require.NoError(c, c.book.Billing.In(tx).EndPackage(tx.Context(), c.manager, "年缴"))
		_, err = c.book.Billing.In(tx).Run(c.ctx, c.manager, billing.Order{RequestID: "september", Source: billing.ItemSource{Item: item.Name}, FromOn: "2026-09-01", ToOn: "2026-09-30"})
		require.NoError(c, err)
		require.NoError(c, c.book.Billing.In(tx).EndTariff(tx.Context(), c.manager, end, item.Name, "单间", "2026-12-31"))
		require.NoError(c, c.book.Billing.In(tx).AddTariff(tx.Context(), c.manager, another, billing.NewTariff{Item: item.Name, Name: "一户", Scope: billing.Scope{Rooms: []string{roomCode(6)}}, FromOn: "2028-01-01", Rule: areaRule("2")}))
		require.NoError(c, c.book.Billing.In(tx).Undo(tx.Context(), c.manager, staff.Approval{}, c.feeOf(tx, 7).ID, "wrong_amount"))
		require.NoError(c, c.book.Billing.In(tx).Reduce(tx.Context(), c.manager, off, c.feeOf(tx, 4).ID, 1000, "agreed"))
		return c.book.Billing.In(tx).Waive(tx.Context(), c.manager, staff.Approval{}, c.feeOf(tx, 4).ID, 100, today, "first_time")
	})
}

// feeOf returns the n-th room's property fee.
func (c *counter) feeOf(tx *store.Tx, n int) billing.Bill {
	c.Helper()
	bills, _, err := billing.List(tx, billing.Query{Item: "物业费", Object: estate.ObjectID(estate.Room, roomCode(n))})
	require.NoError(c, err)
	require.NotEmpty(c, bills)
	return bills[0]
}

// payFee pays the n-th room's property fee by card with what it cost to be late, takes something off afterwards and moves
// what is too much now to the prepayment.
func (c *counter) payFee(n int) {
	var order till.Order
	var bill billing.Bill
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		bill = c.feeOf(tx, n)
		fees, err := billing.LateFees(tx, []billing.Bill{bill}, calendar.Of(c.clock))
		require.NoError(c, err)
		order = till.Order{RequestID: "fee", Room: bill.Object, Bills: []till.BillPart{{Bill: bill.ID, Fen: bill.OwedFen()}},
			LateFees: []till.BillPart{{Bill: bill.ID, Fen: fees[0].Fen}}, Tenders: []till.Tender{{Kind: till.Card, Fen: bill.OwedFen() + fees[0].Fen, Reference: "SLIP-2"}}}
		return nil
	}))
	c.take(order)
	off := c.agreed(staff.ReduceBill)
	c.writes(func(tx *store.Tx) error {
		require.NoError(c, c.book.Billing.In(tx).Reduce(tx.Context(), c.manager, off, bill.ID, 500, "wrong_area"))
		moved, err := c.book.Till.CreditExcess(tx, c.manager, bill.ID)
		require.Equal(c, money.Fen(500), moved)
		return err
	})
}
