package lease_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/meter"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

func TestSigningAsksForTheDepositOnce(t *testing.T) {
	a := newArcade(t)
	wish := contract("HT-1", func(c *lease.Contract) {
		c.Objects = append(c.Objects, object("S-102"))
		c.Terms.Rent = lease.Rent{Price: "4.5", AreaCentiM2: lease.AreaOfObjects, Per: tariff.Day}
		c.Deposit.Months = 2
	})
	first, code := a.sign(wish)
	require.Empty(t, code)
	require.EqualValues(t, 20000, first.Terms.Rent.AreaCentiM2)
	again, code := a.sign(wish)
	require.Empty(t, code)
	require.Equal(t, first.ID, again.ID)
	deposits := a.bills(lease.DepositItem)
	require.Len(t, deposits, 1)
	require.Equal(t, billing.Deposit, deposits[0].Kind)
	require.EqualValues(t, 54_750_00, deposits[0].AmountFen)
	require.Equal(t, "押金 面积 200.00 m² × 4.50 元 × 365 天 ÷ 12 × 2 个月 = 54,750.00", deposits[0].Why())
	require.Equal(t, first.Tenant, deposits[0].Debtor)
	require.Equal(t, a.Today(), deposits[0].DueOn)

	// One person is the tenant of both shops, and the same baker elsewhere is the same person.
	for _, room := range []string{"S-101", "S-102"} {
		require.NoError(t, a.Book.Store.Read(a.Ctx, func(tx *store.Tx) error {
			parties, err := estate.PartiesOn(tx, object(room), "2026-01-01")
			require.Len(t, parties, 1)
			require.Equal(t, first.Tenant, parties[0].Person)
			return err
		}))
	}
	third, code := a.sign(contract("HT-3", func(c *lease.Contract) { c.Objects = []string{object("S-103")} }))
	require.Empty(t, code)
	require.Equal(t, first.Tenant, third.Tenant)
	a.sound()
}

func TestWhatSigningRefuses(t *testing.T) {
	a := newArcade(t)
	_, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	for want, wish := range map[string]lease.Signing{
		"lease.taken":         contract("HT-2", func(c *lease.Contract) { c.FromOn, c.ToOn = "2026-12-31", "2027-12-30" }),
		"lease.number_there":  contract("HT-1", func(c *lease.Contract) { c.Objects = []string{object("S-102")}; c.DueDays = 3 }),
		"lease.tenant":        {RequestID: "t", Contract: contract("HT-4", func(c *lease.Contract) { c.Objects = []string{object("S-102")} }).Contract},
		"estate.unknown_room": contract("HT-5", func(c *lease.Contract) { c.Objects = []string{"nowhere"} }),
		"estate.unknown_person": contract("HT-6", func(c *lease.Contract) {
			c.Objects, c.Tenant = []string{object("S-102")}, "nobody"
		}),
	} {
		wish.RequestID += want
		_, code := a.sign(wish)
		require.Equal(t, want, code)
	}
	wish := contract("HT-7", func(c *lease.Contract) { c.Objects = []string{object("S-102")} })
	require.Equal(t, "staff.may_not", a.Write(func(tx *store.Tx) error {
		_, err := a.Book.Leases.In(tx).Sign(tx.Context(), a.Cashier, staff.Approval{}, wish)
		return err
	}))
	require.Equal(t, "staff.needs_approval", a.Write(func(tx *store.Tx) error {
		_, err := a.Book.Leases.In(tx).Sign(tx.Context(), a.Manager, staff.Approval{}, wish)
		return err
	}))
	require.Len(t, a.bills(""), 0)
	a.sound()
}

func TestOneRequestSignsOneLeaseWithOneTenant(t *testing.T) {
	a := newArcade(t)
	wish := contract("HT-1", nil)
	first, code := a.sign(wish)
	require.Empty(t, code)
	again, code := a.sign(wish)
	require.Empty(t, code)
	require.Equal(t, first.ID, again.ID, "the first answer was lost")
	wish.NewTenant.Name = "别的店"
	_, code = a.sign(wish)
	require.Equal(t, "journal.request_reused", code, "another tenant is another wish")
	a.sound()
}

// The desk showed the owner, and the receipt of the rent was made out to the owner, where the tenant had been known before.
func TestATenantWhomTheRegisterKnowsMovesIn(t *testing.T) {
	a := newArcade(t)
	first, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	second := contract("HT-2", func(c *lease.Contract) {
		c.Objects, c.Tenant = []string{object("S-102")}, first.Contract.Tenant
	})
	second.NewTenant = estate.RowParty{}
	_, code = a.sign(second)
	require.Empty(t, code)
	a.Read(func(tx *store.Tx) error {
		there, err := estate.PartiesOn(tx, object("S-102"), "2026-01-01")
		require.Len(t, there, 1)
		require.Equal(t, []string{estate.Tenant, first.Contract.Tenant}, []string{there[0].Role, there[0].Person}, "the same person, not another of that name")
		return err
	})
	a.sound()
}

func TestARunBillsOnceAndWhatWasPreviewed(t *testing.T) {
	a := newArcade(t)
	_, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	preview := a.preview("2026-01-01", "2026-03-31")
	require.Len(t, preview.Bills, 3)
	require.EqualValues(t, 36_000_00, preview.SumFen)
	_, code = a.run("r0", "2026-01-01", "2026-03-31", func(o *billing.Order) { o.Digest = "other" })
	require.Equal(t, "billing.changed", code)
	made, code := a.run("r1", "2026-01-01", "2026-03-31", func(o *billing.Order) { o.Digest = preview.Digest })
	require.Empty(t, code)
	require.Equal(t, 3, made.Count)
	again, code := a.run("r1", "2026-01-01", "2026-03-31", func(o *billing.Order) { o.Digest = preview.Digest })
	require.Empty(t, code)
	require.Equal(t, []bool{false, true}, []bool{made.Repeated, again.Repeated})
	require.Equal(t, "staff.may_not", a.Write(func(tx *store.Tx) error { // whoever may not issue is not answered by what another issued
		_, err := a.Book.Billing.In(tx).Run(a.Ctx, a.Cashier, billing.Order{RequestID: "r1", Source: lease.Source{}, FromOn: "2026-01-01", ToOn: "2026-03-31", Digest: preview.Digest})
		return err
	}))
	require.Equal(t, made.Run, again.Run)
	_, code = a.run("r2", "2026-01-01", "2026-03-31", nil)
	require.Equal(t, "billing.already_all", code)
	require.Len(t, a.bills(lease.RentItem), 3)

	// A bill that is undone comes back as the next revision.
	bill := a.bills(lease.RentItem)[1]
	approval := a.approve(staff.UndoBills) // a shop's rent is a large bill
	require.Empty(t, a.Write(func(tx *store.Tx) error {
		return a.Book.Billing.In(tx).Undo(tx.Context(), a.Manager, approval, bill.ID, "wrong_amount")
	}))
	made, code = a.run("r3", "2026-01-01", "2026-03-31", nil)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.Equal(t, 2, made.Already)
	require.Equal(t, 1, a.bills(lease.RentItem)[3].Revision)
	_, code = a.run("r4", "2026-01-01", "2026-12-31", func(o *billing.Order) { o.Source = lease.Source{Leases: []string{"HT-9"}} })
	require.Equal(t, "lease.unknown", code)
	require.Equal(t, "staff.may_not", a.Write(func(tx *store.Tx) error {
		_, err := a.Book.Billing.In(tx).Run(a.Ctx, a.Cashier, billing.Order{RequestID: "r5", Source: lease.Source{}, FromOn: "2026-01-01", ToOn: "2026-12-31"})
		return err
	}))
	a.sound()
}

func TestTwoLeasesFollowEachOtherWithinAMonth(t *testing.T) {
	a := newArcade(t)
	old, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	_, code = a.run("r1", "2026-01-01", "2026-02-28", nil)
	require.Empty(t, code)
	adjustments, code := a.end(old, "2026-02-14")
	require.Empty(t, code)
	require.Len(t, adjustments, 1, "February was billed whole")
	require.EqualValues(t, -6_000_00, adjustments[0].DifferenceFen())
	_, code = a.end(old, "2026-02-10")
	require.Equal(t, "lease.ended", code)

	_, code = a.sign(contract("HT-2", func(c *lease.Contract) { c.FromOn, c.Terms.Rent.Price = "2026-02-15", "14000" }))
	require.Empty(t, code, "the room is free from the day after")
	made, code := a.run("r2", "2026-02-01", "2026-02-28", nil)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.EqualValues(t, 7_000_00, made.SumFen)

	require.Empty(t, a.adjust("a1", old))
	require.Equal(t, "billing.nothing_to_adjust", a.adjust("a2", old))
	var owed money.Fen
	require.NoError(t, a.Book.Store.Read(a.Ctx, func(tx *store.Tx) (err error) {
		owed, _, err = billing.OwedBy(tx, object("S-101"))
		return err
	}))
	require.EqualValues(t, 12_000_00+6_000_00+7_000_00, owed)
	a.sound()
}

func TestALeaseThatNeverBeganLeavesTheRoomFree(t *testing.T) {
	a := newArcade(t)
	l, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	_, code = a.end(l, "2025-12-30")
	require.Equal(t, "lease.end_day", code)
	_, code = a.end(l, "2025-12-31")
	require.Empty(t, code)
	require.Empty(t, a.preview("2026-01-01", "2026-12-31").Bills)
	_, code = a.sign(contract("HT-2", nil))
	require.Empty(t, code)
	a.sound()
}

func TestAPeriodWaitsForItsTurnover(t *testing.T) {
	a := newArcade(t)
	l, code := a.sign(contract("HT-1", func(c *lease.Contract) { c.Terms.Share = eightPercent }))
	require.Empty(t, code)
	require.Equal(t, 1, a.preview("2026-01-01", "2026-01-31").Waiting, "January is not over")
	_, code = a.report(l, "2026-01-15", 200_000_00, staff.Approval{})
	require.Equal(t, "lease.turnover_early", code)
	a.At("2026-02-03")
	made, code := a.run("r1", "2026-01-01", "2026-01-31", nil)
	require.Equal(t, "billing.exceptions", code)
	require.Len(t, made.Exceptions, 1)
	require.ErrorIs(t, made.Exceptions[0].Err, store.Refuse("lease.turnover_missing"))
	require.Contains(t, made.Exceptions[0].Err.Error(), "HT-1")
	_, code = a.run("r2", "2026-01-01", "2026-01-31", func(o *billing.Order) { o.LeaveOut = true })
	require.Equal(t, "billing.nothing", code)

	_, code = a.report(l, "2026-01-15", 140_000_00, staff.Approval{})
	require.Empty(t, code)
	_, code = a.report(l, "2026-01-31", 200_000_00, staff.Approval{})
	require.Empty(t, code, "a correction before the bill")
	made, code = a.run("r3", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	require.Equal(t, 2, made.Count)
	require.EqualValues(t, 16_000_00, made.SumFen)

	// A correction after the bills takes a second person, and a bill more or less.
	_, code = a.report(l, "2026-01-31", 210_000_00, staff.Approval{})
	require.Equal(t, "staff.needs_approval", code)
	more, code := a.report(l, "2026-01-31", 210_000_00, a.approve(staff.ReduceBill))
	require.Empty(t, code)
	require.Len(t, more, 1)
	require.EqualValues(t, 800_00, more[0].DifferenceFen())
	require.Empty(t, a.adjust("a1", l))
	less, code := a.report(l, "2026-01-31", 150_000_00, a.approve(staff.ReduceBill))
	require.Empty(t, code)
	require.Len(t, less, 1, "one period")
	require.EqualValues(t, -4_800_00, less[0].DifferenceFen(), "the bill more and the bill before it")
	require.Empty(t, a.adjust("a2", l))
	require.Empty(t, a.adjust("a2", l), "done once")
	same, code := a.report(l, "2026-01-31", 150_000_00, staff.Approval{})
	require.Empty(t, code)
	require.Empty(t, same)
	for _, bill := range a.bills(lease.ShareItem) {
		require.Zero(t, bill.OwedFen(), "150,000 × 8 % is the floor, nothing is above it")
	}
	_, code = a.report(l, "2027-03-01", 1, staff.Approval{})
	require.Equal(t, "lease.no_period", code)
	a.sound()
}

func TestTheFloorIsBilledFirstWhereTheContractSaysSo(t *testing.T) {
	a := newArcade(t)
	share := *eightPercent
	share.FloorFirst = true
	l, code := a.sign(contract("HT-1", func(c *lease.Contract) { c.Advance, c.DueDays, c.Terms.Share = true, -15, &share }))
	require.Empty(t, code)
	made, code := a.run("r1", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.Equal(t, calendar.Date("2025-12-17"), a.bills(lease.RentItem)[0].DueOn, "提前 15 天")
	a.At("2026-02-03")
	_, code = a.report(l, "2026-01-31", 200_000_00, staff.Approval{})
	require.Empty(t, code)
	made, code = a.run("r2", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	require.EqualValues(t, 4_000_00, made.SumFen)
	a.sound()
}

// Three months that are over, no turnover of any reported: the floors are billed at once, what the share is above each when it
// is known, and nothing twice.
func TestTheFloorOfMonthsThatAreOverWaitsForNoTurnover(t *testing.T) {
	a := newArcade(t)
	share := *eightPercent
	share.FloorFirst = true
	l, code := a.sign(contract("HT-1", func(c *lease.Contract) { c.Terms.Share = &share }))
	require.Empty(t, code)
	a.At("2026-04-10")
	preview := a.preview("2026-01-01", "2026-04-30")
	require.Empty(t, preview.Exceptions)
	require.Equal(t, 4, preview.Waiting, "three months that are over, and April")
	require.Contains(t, preview.Bills[0].Steps, "先收保底，营业额报来以后，提成高于保底的部分另补")
	made, code := a.run("floors", "2026-01-01", "2026-03-31", nil)
	require.Empty(t, code)
	require.EqualValues(t, 36_000_00, made.SumFen)
	_, code = a.run("again", "2026-01-01", "2026-03-31", nil)
	require.NotEmpty(t, code, "nothing is billed twice")

	// Exactly at the floor of 12,000, a yuan of turnover below it, a cent of share above it.
	for on, fen := range map[calendar.Date]money.Fen{"2026-01-31": 150_000_00, "2026-02-28": 149_999_00, "2026-03-31": 150_000_13} {
		_, code = a.report(l, on, fen, staff.Approval{})
		require.Empty(t, code, "no bill rests on a turnover yet")
	}
	made, code = a.run("shares", "2026-01-01", "2026-03-31", nil)
	require.Empty(t, code)
	require.Equal(t, 1, made.Count)
	require.EqualValues(t, 1, made.SumFen, "150,000.13 × 8 % = 12,000.0104, rounded once with its floor")
	_, code = a.run("shares again", "2026-01-01", "2026-03-31", nil)
	require.NotEmpty(t, code)

	// February's was counted wrong: the share that was nothing comes as its first bill, March's is taken off.
	_, code = a.report(l, "2026-02-28", 160_000_00, staff.Approval{})
	require.Empty(t, code)
	less, code := a.report(l, "2026-03-31", 100_000_00, a.approve(staff.ReduceBill))
	require.Empty(t, code)
	require.Len(t, less, 1)
	require.EqualValues(t, -1, less[0].DifferenceFen())
	require.Empty(t, a.adjust("march", l))
	made, code = a.run("february", "2026-01-01", "2026-03-31", nil)
	require.Empty(t, code)
	require.EqualValues(t, 800_00, made.SumFen)
	var owed money.Fen
	for _, item := range []string{lease.RentItem, lease.ShareItem} {
		for _, bill := range a.bills(item) {
			owed += bill.OwedFen()
		}
	}
	require.EqualValues(t, 36_800_00, owed, "12,000, 12,800 and 12,000")
	a.sound()
}

// A share beside the rent waits alone too where the contract says that the rent comes first.
func TestARentAndAShareBothDoNotWaitForEachOther(t *testing.T) {
	a := newArcade(t)
	l, code := a.sign(contract("HT-1", func(c *lease.Contract) {
		c.Terms.Share = &lease.Share{Tiers: []lease.ShareTier{{Percent: "8"}}, Plus: true, FloorFirst: true}
	}))
	require.Empty(t, code)
	a.At("2026-02-03")
	made, code := a.run("r1", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	require.EqualValues(t, 12_000_00, made.SumFen)
	_, code = a.report(l, "2026-01-31", 10_000_00, staff.Approval{})
	require.Empty(t, code)
	made, code = a.run("r2", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	require.EqualValues(t, 800_00, made.SumFen)
	a.sound()
}

func TestAnAmendmentHoldsFromItsDay(t *testing.T) {
	a := newArcade(t)
	l, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	_, code = a.run("r1", "2026-01-01", "2026-02-28", nil)
	require.Empty(t, code)
	amend := func(from calendar.Date, price tariff.Value) string {
		approval := a.approve(staff.SetPrices)
		return a.Write(func(tx *store.Tx) error {
			_, err := a.Book.Leases.In(tx).Amend(tx.Context(), a.Manager, approval, l.ID, from, lease.Terms{Rent: lease.Rent{Price: price}})
			return err
		})
	}
	require.Equal(t, "lease.amend_billed", amend("2026-02-28", "10000"))
	require.Equal(t, "lease.amend_day", amend("2027-01-01", "10000"))
	require.Empty(t, amend("2026-04-16", "9000"))
	require.Equal(t, "lease.amend_day", amend("2026-04-16", "8000"))
	require.Equal(t, []money.Fen{12_000_00, 10_500_00, 9_000_00}, amounts(a.preview("2026-03-01", "2026-05-31")))
	a.sound()
}

func amounts(preview billing.Preview) (all []money.Fen) {
	for _, b := range preview.Bills {
		all = append(all, b.AmountFen)
	}
	return all
}

func TestAChargeItemGivesARentItsLateFee(t *testing.T) {
	a := newArcade(t)
	require.Empty(t, a.Write(func(tx *store.Tx) error {
		return a.Book.Billing.In(tx).SetItem(tx.Context(), a.Manager, staff.Approval{}, billing.Item{Name: lease.RentItem, Kind: billing.Income, HangsOn: estate.Room,
			Cycle: tariff.EveryMonth, LateFee: tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005"}, Active: true})
	}))
	_, code := a.sign(contract("HT-0", func(c *lease.Contract) { c.Items.Deposit, c.Items.Rent = lease.RentItem, "铺租" }))
	require.Equal(t, "lease.item_kind", code)
	_, code = a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	_, code = a.run("r1", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	require.NoError(t, a.Book.Store.Read(a.Ctx, func(tx *store.Tx) error {
		fees, err := billing.LateFees(tx, a.bills(lease.RentItem), "2026-02-10")
		require.Len(t, fees, 1)
		require.EqualValues(t, 60_00, fees[0].Fen, "12,000 × 0.05 % × 10 days")
		return err
	}))

	// An item that is charged no more stops its rents, and says so.
	approval := a.approve(staff.SetPrices)
	require.Empty(t, a.Write(func(tx *store.Tx) error {
		item, err := billing.ItemByName(tx, lease.RentItem)
		require.NoError(t, err)
		item.Active = false
		return a.Book.Billing.In(tx).SetItem(tx.Context(), a.Manager, approval, item)
	}))
	made, code := a.run("r2", "2026-02-01", "2026-02-28", nil)
	require.Equal(t, "billing.exceptions", code)
	require.ErrorIs(t, made.Exceptions[0].Err, store.Refuse("billing.item_ended"))
}

// An item's adjustment took whole rents off, because a lease bills under the same name.
func TestAnItemAndALeaseOfOneNameLeaveEachOtherAlone(t *testing.T) {
	a := newArcade(t)
	require.NoError(t, a.Book.Billing.AddItem(a.Ctx, a.Manager, staff.Approval{}, billing.Item{Name: lease.RentItem, Kind: billing.Income, HangsOn: estate.Room, Cycle: tariff.EveryMonth, Active: true},
		billing.NewTariff{Name: "库房", FromOn: "2026-01-01", Scope: billing.Scope{Rooms: []string{"S-103"}}, Rule: tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Fixed, Price: "500"}}}}))
	_, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	_, code = a.run("r1", "2026-01-01", "2026-02-28", nil)
	require.Empty(t, code)
	item := billing.Order{RequestID: "i1", Source: billing.ItemSource{Item: lease.RentItem}, FromOn: "2026-01-01", ToOn: "2026-02-28"}
	made, err := a.Book.Billing.Run(a.Ctx, a.Manager, item)
	require.NoError(t, err)
	require.Equal(t, 2, made.Count, "S-103 in two months")
	item.RequestID = "i2"
	_, err = a.Book.Adjust(a.Ctx, a.Manager, a.approve(staff.ReduceBill), item, "wrong_price")
	require.Equal(t, "billing.nothing_to_adjust", store.Code(err))
	require.Equal(t, "billing.nothing_to_adjust", a.adjust("l1", lease.Lease{Contract: lease.Contract{Number: "HT-1"}}))
	for _, bill := range a.bills(lease.RentItem) {
		require.Zero(t, bill.ReducedFen)
	}
	a.sound()
}

// A rent is not made of readings: the meter of a shop that is let is read as any other.
func TestAMeterIsReadWhereARoomIsLet(t *testing.T) {
	a := newArcade(t)
	_, code := a.sign(contract("HT-1", func(c *lease.Contract) { c.Deposit = lease.Deposit{Fen: 20_000_00} }))
	require.Empty(t, code)
	_, code = a.run("r1", "2026-01-01", "2026-01-31", nil)
	require.Empty(t, code)
	installed, err := a.Book.Meters.Install(a.Ctx, a.Manager, meter.Installing{Room: "S-101", Kind: "水", Number: "W-1", StartOn: "2026-01-01",
		Terms: meter.Terms{Digits: 5, Multiplier: tariff.Whole(1)}})
	require.NoError(t, err)
	reading, err := a.Book.Meters.Enter(a.Ctx, a.Manager, meter.Entry{RequestID: "read", Meter: installed.ID, Value: tariff.Whole(12), On: a.Today(), ForOn: a.Today(), Keep: true})
	require.NoError(t, err)
	require.False(t, reading.Billed, "no bill was made from it")
}

func TestNoNameIsInAnEvent(t *testing.T) {
	a := newArcade(t)
	_, code := a.sign(contract("HT-1", nil))
	require.Empty(t, code)
	require.NoError(t, a.Book.Store.Read(a.Ctx, func(tx *store.Tx) error {
		return tx.Each("SELECT body FROM events", nil, func(scan func(dest ...any) error) error {
			var body []byte
			err := scan(&body)
			require.False(t, strings.Contains(string(body), baker.Name) || strings.Contains(string(body), baker.Phones[0]))
			return err
		})
	}))
}
