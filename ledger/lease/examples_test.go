package lease_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// shop is a contract for two years from 2026 on, 12,000 yuan a month, billed by calendar quarters.
func shop(change func(c *lease.Contract)) lease.Lease {
	c := lease.Contract{ID: "1", Number: "HT-2026-01", Objects: []string{"a"}, FromOn: "2026-01-01", ToOn: "2027-12-31",
		Items: lease.Items{Rent: lease.RentItem, Deposit: lease.DepositItem, Share: lease.ShareItem}, Cycle: tariff.EveryQuarter,
		Terms: lease.Terms{Rent: lease.Rent{Price: "12000"}}}
	if change != nil {
		change(&c)
	}
	return lease.Lease{Contract: c}
}

// example is one period of a lease as the trade works it out.
type example struct {
	lease     lease.Lease
	turnovers []lease.Turnover
	on        calendar.Date // a day of the period
	from, to  calendar.Date
	rentFen   money.Fen
	shareFen  money.Fen
	rent      []string
	share     []string
}

func byMonth(c *lease.Contract) { c.Cycle = tariff.EveryMonth }

var eightPercent = &lease.Share{Tiers: []lease.ShareTier{{Percent: "8"}}}

var examples = map[string]example{
	"a quarter of fixed rent": {lease: shop(nil), on: "2026-05-01", from: "2026-04-01", to: "2026-06-30", rentFen: 36_000_00,
		rent: []string{"月租 12,000.00 × 3 月 = 36,000.00"}},
	"a quarter free for fitting out": {lease: shop(func(c *lease.Contract) { c.Terms.Free = []tariff.Span{{From: "2026-01-01", To: "2026-03-31"}} }),
		on: "2026-02-01", from: "2026-01-01", to: "2026-03-31", rent: []string{"免租期 2026-01-01 至 2026-03-31"}},
	"free until the middle of a month": {lease: shop(func(c *lease.Contract) { c.Terms.Free = []tariff.Span{{From: "2026-01-01", To: "2026-04-15"}} }),
		on: "2026-05-01", from: "2026-04-01", to: "2026-06-30", rentFen: 30_000_00,
		rent: []string{"免租期 2026-04-01 至 2026-04-15", "2026-04-16 至 2026-06-30：月租 12,000.00 × (15天/30天 + 2月) = 30,000.00"}},
	"5 % more from the second year": {lease: shop(func(c *lease.Contract) { c.Terms.Steps = []lease.Step{{FromOn: "2027-01-01", Percent: "5"}} }),
		on: "2027-01-01", from: "2027-01-01", to: "2027-03-31", rentFen: 37_800_00, rent: []string{"月租 12,000.00 × 3 月 × (1+5%) = 37,800.00"}},
	"a new rent in the middle of a quarter": {lease: shop(func(c *lease.Contract) { c.Terms.Steps = []lease.Step{{FromOn: "2026-05-01", Price: "12600"}} }),
		on: "2026-05-01", from: "2026-04-01", to: "2026-06-30", rentFen: 37_200_00,
		rent: []string{"2026-04-01 至 2026-04-30：月租 12,000.00 × 1 月 = 12,000.00", "2026-05-01 至 2026-06-30：月租 12,600.00 × 2 月 = 25,200.00",
			"合计 12,000.00 + 25,200.00 = 37,200.00"}},
	"5 % every year, compounding": {lease: shop(func(c *lease.Contract) {
		c.ToOn, c.Terms.Rent.Price, c.Terms.EveryMonths, c.Terms.EveryPercent = "2029-12-31", "10000", 12, "5"
	}), on: "2029-01-01", from: "2029-01-01", to: "2029-03-31", rentFen: 34_728_75, rent: []string{"月租 10,000.00 × 3 月 × (1+5%)^3 = 34,728.75"}},
	"3.25 % compounds exactly and rounds once": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.ToOn, c.Terms.Rent.Price, c.Terms.EveryMonths, c.Terms.EveryPercent = "2028-12-31", "999.99", 12, "3.25"
	}), on: "2028-02-01", from: "2028-02-01", to: "2028-02-29", rentFen: 1_066_05, // 999.99 × 1.0325² = 1066.045589375
		rent: []string{"月租 999.99 × 1 月 × (1+3.25%)^2 = 约1,066.045589", "约1,066.045589 → 1,066.05"}},
	"by area": {lease: shop(func(c *lease.Contract) { c.Terms.Rent = lease.Rent{Price: "120", AreaCentiM2: 9830} }),
		on: "2026-01-01", from: "2026-01-01", to: "2026-03-31", rentFen: 35_388_00, rent: []string{"面积 98.30 m² × 120.00 元 × 3 月 = 35,388.00"}},
	"by area and day": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.Terms.Rent = lease.Rent{Price: "4.5", AreaCentiM2: 10000, Per: tariff.Day}
	}), on: "2026-01-01", from: "2026-01-01", to: "2026-01-31", rentFen: 13_950_00, rent: []string{"面积 100.00 m² × 4.50 元 × 31 天 = 13,950.00"}},
	"months of the lease": {lease: shop(func(c *lease.Contract) { byMonth(c); c.FromOn, c.FromFirst = "2026-01-15", true }),
		on: "2026-02-14", from: "2026-01-15", to: "2026-02-14", rentFen: 12_000_00, rent: []string{"月租 12,000.00 × 1 月 = 12,000.00"}},
	"months from the 31st": {lease: shop(func(c *lease.Contract) { byMonth(c); c.FromOn, c.FromFirst = "2026-01-31", true }),
		on: "2026-03-01", from: "2026-02-28", to: "2026-03-30", rentFen: 12_000_00, rent: []string{"月租 12,000.00 × 1 月 = 12,000.00"}},
	"calendar months of a lease from the 15th": {lease: shop(func(c *lease.Contract) { byMonth(c); c.FromOn = "2026-01-15" }),
		on: "2026-01-15", from: "2026-01-15", to: "2026-01-31", rentFen: 6_580_65, rent: []string{"月租 12,000.00 × 17天/31天 = 约6,580.645161", "约6,580.645161 → 6,580.65"}},
	"the same by thirtieths": {lease: shop(func(c *lease.Contract) { byMonth(c); c.FromOn, c.Proration = "2026-01-15", tariff.ByThirty }),
		on: "2026-01-15", from: "2026-01-15", to: "2026-01-31", rentFen: 6_800_00, rent: []string{"月租 12,000.00 × 17天/30天 = 6,800.00"}},
	"by 30/360, the 31st with the 30th": {lease: shop(func(c *lease.Contract) { byMonth(c); c.FromOn, c.Proration = "2026-01-15", tariff.By360 }),
		on: "2026-01-15", from: "2026-01-15", to: "2026-01-31", rentFen: 6_400_00, rent: []string{"月租 12,000.00 × 16天/30天 = 6,400.00"}},
	"by 30/360, the end of February as the 30th": {lease: shop(func(c *lease.Contract) { byMonth(c); c.FromOn, c.Proration = "2026-02-15", tariff.By360 }),
		on: "2026-02-15", from: "2026-02-15", to: "2026-02-28", rentFen: 6_400_00, rent: []string{"月租 12,000.00 × 16天/30天 = 6,400.00"}},
	"by 30/360, months that begin on the 15th": {lease: shop(func(c *lease.Contract) {
		c.FromOn, c.ToOn, c.FromFirst, c.Proration = "2026-01-15", "2026-03-19", true, tariff.By360
	}), on: "2026-01-15", from: "2026-01-15", to: "2026-03-19", rentFen: 26_000_00, rent: []string{"月租 12,000.00 × (5天/30天 + 2月) = 26,000.00"}},
	// January is one month: 15 of its 31 days at 12,000 and 16 at 12,400.
	"a new rent in a whole month, by thirtieths": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.Proration, c.Terms.Steps = tariff.ByThirty, []lease.Step{{FromOn: "2026-01-16", Price: "12400"}}
	}), on: "2026-01-15", from: "2026-01-01", to: "2026-01-31", rentFen: 12_206_45,
		rent: []string{"2026-01-01 至 2026-01-15：月租 12,000.00 × 15天/31天 = 约5,806.451613", "2026-01-16 至 2026-01-31：月租 12,400.00 × 16天/31天 = 6,400.00",
			"合计 约5,806.451613 + 6,400.00 = 约12,206.451613", "约12,206.451613 → 12,206.45"}},
	// Of January the lease has 17 days, 17/30, which the new rent parts into ten and seven.
	"a new rent in a month that the lease cuts": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.FromOn, c.Proration, c.Terms.Steps = "2026-01-15", tariff.ByThirty, []lease.Step{{FromOn: "2026-01-25", Price: "12300"}}
	}), on: "2026-01-15", from: "2026-01-15", to: "2026-01-31", rentFen: 6_870_00,
		rent: []string{"2026-01-15 至 2026-01-24：月租 12,000.00 × 10天/30天 = 4,000.00", "2026-01-25 至 2026-01-31：月租 12,300.00 × 7天/30天 = 2,870.00",
			"合计 4,000.00 + 2,870.00 = 6,870.00"}},
	"a lease that ends early": {lease: func() lease.Lease { l := shop(nil); l.EndedOn = "2026-05-15"; return l }(),
		on: "2026-05-01", from: "2026-04-01", to: "2026-05-15", rentFen: 17_806_45, rent: []string{"月租 12,000.00 × (15天/31天 + 1月) = 约17,806.451613", "约17,806.451613 → 17,806.45"}},
	"a long lease pays 95 %": {lease: shop(func(c *lease.Contract) {
		c.Terms.Discounts = []lease.Discount{{Name: "长租优惠", FromOn: "2026-01-01", Percent: "95"}}
	}), on: "2026-01-01", from: "2026-01-01", to: "2026-03-31", rentFen: 34_200_00,
		rent: []string{"月租 12,000.00 × 3 月 = 36,000.00", "长租优惠 36,000.00 × 95% = 34,200.00"}},
	"to whole yuan": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.FromOn, c.Rounding = "2026-01-15", tariff.Rounding{To: "yuan", Mode: "down"}
	}), on: "2026-01-15", from: "2026-01-15", to: "2026-01-31", rentFen: 6_580_00,
		rent: []string{"月租 12,000.00 × 17天/31天 = 约6,580.645161", "约6,580.645161 → 6,580.00"}},
	"a share above the floor": {lease: shop(func(c *lease.Contract) { byMonth(c); c.Terms.Rent.Price, c.Terms.Share = "20000", eightPercent }),
		turnovers: []lease.Turnover{{FromOn: "2026-01-01", Fen: 300_000_00}}, on: "2026-01-01", from: "2026-01-01", to: "2026-01-31",
		rentFen: 20_000_00, shareFen: 4_000_00, rent: []string{"月租 20,000.00 × 1 月 = 20,000.00"},
		share: []string{"营业额 300,000.00 × 8% = 24,000.00，高于保底 20,000.00，补差 4,000.00"}},
	"tiers of a share over part of a month": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.FromOn, c.Terms.Share = "2026-01-17", &lease.Share{Plus: true, Tiers: []lease.ShareTier{{UpTo: "100000", Percent: "5"}, {Percent: "8"}}}
	}), turnovers: []lease.Turnover{{FromOn: "2026-01-17", Fen: 62_000_00}}, on: "2026-01-17", from: "2026-01-17", to: "2026-01-31",
		rentFen: 5_806_45, shareFen: 3_508_39, rent: []string{"月租 12,000.00 × 15天/31天 = 约5,806.451613", "约5,806.451613 → 5,806.45"},
		share: []string{"各档限额 × 15天/31天", "第1档 0.00–约48,387.096774：营业额 约48,387.096774 × 5% = 约2,419.354839",
			"第2档 超过 约48,387.096774：营业额 约13,612.903226 × 8% = 约1,089.032258", "营业额 62,000.00 提成 = 约3,508.387097", "约3,508.387097 → 3,508.39"}},
	"a share of the 31st alone, which 30/360 does not count": {lease: shop(func(c *lease.Contract) {
		byMonth(c)
		c.FromOn, c.Proration = "2026-01-31", tariff.By360
		c.Terms.Share = &lease.Share{Plus: true, Tiers: []lease.ShareTier{{UpTo: "100000", Percent: "5"}, {Percent: "8"}}}
	}), turnovers: []lease.Turnover{{FromOn: "2026-01-31", Fen: 10_000_00}}, on: "2026-01-31", from: "2026-01-31", to: "2026-01-31",
		shareFen: 800_00, rent: []string{"月租 12,000.00 × 0天/30天 = 0.00"},
		share: []string{"各档限额 × 0天/30天", "第2档 超过 0.00：营业额 10,000.00 × 8% = 800.00", "营业额 10,000.00 提成 = 800.00"}},
	"a share below the floor": {lease: shop(func(c *lease.Contract) { byMonth(c); c.Terms.Rent.Price, c.Terms.Share = "20000", eightPercent }),
		turnovers: []lease.Turnover{{FromOn: "2026-01-01", Fen: 200_000_00}}, on: "2026-01-01", from: "2026-01-01", to: "2026-01-31",
		rentFen: 20_000_00, rent: []string{"月租 20,000.00 × 1 月 = 20,000.00", "营业额 200,000.00 × 8% = 16,000.00，不高于保底 20,000.00"},
		share: []string{"营业额 200,000.00 × 8% = 16,000.00，不高于保底 20,000.00"}},
	"tiers over a quarter": {lease: shop(func(c *lease.Contract) {
		c.Terms.Share = &lease.Share{Plus: true, Tiers: []lease.ShareTier{{UpTo: "100000", Percent: "5"}, {Percent: "8"}}}
	}), turnovers: []lease.Turnover{{FromOn: "2026-01-01", Fen: 450_000_00}}, on: "2026-01-01", from: "2026-01-01", to: "2026-03-31",
		rentFen: 36_000_00, shareFen: 27_000_00, rent: []string{"月租 12,000.00 × 3 月 = 36,000.00"},
		share: []string{"各档限额 × 3 月", "第1档 0.00–300,000.00：营业额 300,000.00 × 5% = 15,000.00", "第2档 超过 300,000.00：营业额 150,000.00 × 8% = 12,000.00", "营业额 450,000.00 提成 = 27,000.00"}},
}

func TestWorkedExamples(t *testing.T) {
	for name, e := range examples {
		t.Run(name, func(t *testing.T) {
			charges, err := lease.Schedule(e.lease, e.turnovers, e.on, e.on)
			require.NoError(t, err)
			require.Len(t, charges, 1+min(1, len(e.share)))
			require.Equal(t, tariff.Span{From: e.from, To: e.to}, charges[0].Span)
			require.Equal(t, e.rentFen, charges[0].AmountFen)
			require.Equal(t, e.rent, charges[0].Steps)
			if len(e.share) > 0 {
				require.Equal(t, e.shareFen, charges[1].AmountFen)
				require.Equal(t, e.share, charges[1].Steps)
			}
		})
	}
}

// What a contract may not say, by the code of its refusal.
func TestContractsThatAreRefused(t *testing.T) {
	for code, change := range map[string]func(c *lease.Contract){
		"lease.number":     func(c *lease.Contract) { c.Number = "张三的合同" },
		"lease.objects":    func(c *lease.Contract) { c.Objects = []string{"a", "a"} },
		"lease.span":       func(c *lease.Contract) { c.ToOn = "2025-12-31" },
		"lease.too_long":   func(c *lease.Contract) { c.ToOn = "2046-01-01" },
		"lease.cycle":      func(c *lease.Contract) { c.Cycle = tariff.Once },
		"lease.due_days":   func(c *lease.Contract) { c.DueDays = -5 },
		"lease.proration":  func(c *lease.Contract) { c.Proration = "weeks" },
		"tariff.rounding":  func(c *lease.Contract) { c.Rounding.To = "jin" },
		"lease.deposit":    func(c *lease.Contract) { c.Deposit = lease.Deposit{Months: 2, Fen: 1} },
		"lease.items":      func(c *lease.Contract) { c.Items.Share = c.Items.Rent },
		"lease.rent":       func(c *lease.Contract) { c.Terms.Rent.Price = "1e4" },
		"lease.every":      func(c *lease.Contract) { c.Terms.EveryMonths = 12 },
		"lease.many_steps": func(c *lease.Contract) { c.Terms.EveryMonths, c.Terms.EveryPercent, c.ToOn = 1, "1", "2036-01-01" },
		"lease.step":       func(c *lease.Contract) { c.Terms.Steps = []lease.Step{{FromOn: "2026-01-01", Percent: "5"}} },
		"lease.step_twice": func(c *lease.Contract) {
			c.Terms.Steps = []lease.Step{{FromOn: "2026-05-01", Percent: "5"}, {FromOn: "2026-05-01", Price: "5"}}
		},
		"lease.free": func(c *lease.Contract) {
			c.Terms.Free = []tariff.Span{{From: "2026-01-01", To: "2026-02-01"}, {From: "2026-02-01", To: "2026-03-01"}}
		},
		"lease.many_spans": func(c *lease.Contract) { c.Terms.Free = make([]tariff.Span, 25) },
		"lease.discount": func(c *lease.Contract) {
			c.Terms.Discounts = []lease.Discount{{Name: "给张三", FromOn: "2026-01-01"}}
		},
		"lease.share": func(c *lease.Contract) {
			c.Terms.Share = &lease.Share{Tiers: []lease.ShareTier{{UpTo: "5", Percent: "1"}}}
		},
		"lease.share_advance": func(c *lease.Contract) {
			c.Advance, c.Terms.Share = true, eightPercent
		},
	} {
		l := shop(change)
		_, err := lease.Schedule(l, nil, "2026-01-01", "2026-12-31")
		require.Equal(t, code, store.Code(err))
	}
	_, err := lease.Schedule(shop(nil), nil, "2026-02-01", "2026-01-01")
	require.Equal(t, "lease.span", store.Code(err))
}
