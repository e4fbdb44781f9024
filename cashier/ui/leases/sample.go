package leases

import (
	"shouqi/cashier/leasing"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// sampleCharges are the periods of a shop's lease.
func sampleCharges() (all []lease.Charge) {
	first := calendar.Date("2026-06-01")
	for index := range 24 {
		span := tariff.Span{From: month.FirstOf(first, index), To: month.LastOf(first, index)}
		fen, why := money.Fen(8_450_00), "面积 65.00 m² × 130.00 元 × 1 月 = 8,450.00"
		if index == 0 {
			fen, why = 0, "免租期 "+string(span.From)+" 至 "+string(span.To)
		}
		if index >= 12 {
			fen, why = 8_872_50, "面积 65.00 m² × 130.00 元 × 1 月 × (1+5%) = 8,872.50"
		}
		all = append(all, lease.Charge{Item: lease.RentItem, Span: span, DueOn: span.From.AddDays(4), AmountFen: fen, Steps: []string{why}})
	}
	return all
}

func sampleLine(number, code, tenant string, from, to, ended calendar.Date) leasing.Line {
	return leasing.Line{Lease: lease.Lease{Contract: lease.Contract{Number: number, FromOn: from, ToOn: to, Cycle: tariff.EveryMonth, Items: lease.Items{Deposit: lease.DepositItem}}, EndedOn: ended}, Codes: []string{code}, TenantName: tenant}
}

func sampleLeases() []leasing.Standing {
	next := sampleCharges()[6]
	return []leasing.Standing{
		{Line: sampleLine("SP-2026-011", "S-1-108", "周氏小面", "2026-06-01", "2029-05-31", ""), BilledTo: "2026-11-30", Next: &next},
		{Line: sampleLine("SP-2026-012", "S-1-109", "邻里超市", "2026-12-01", "2031-11-30", ""), Next: &next},
		{Line: sampleLine("SP-2023-004", "S-1-101", "好运彩票", "2023-05-01", "2026-04-30", ""), BilledTo: "2026-04-30"},
		{Line: sampleLine("SP-2025-020", "S-2-203", "美丽发屋", "2025-03-01", "2028-02-29", "2026-11-30"), BilledTo: "2026-11-30"},
		{Line: sampleLine("SP-2024-007", "S-2-205", "小鹿教育", "2024-09-01", "2027-08-31", "2026-08-31"), BilledTo: "2026-08-31"}}
}

// sampleDeposit is two months of rent that were paid, of which something was deducted.
var sampleDeposit = leasing.Deposit{AskedFen: 16_900_00, PaidFen: 16_900_00, UsedFen: 1_200_00, HeldFen: 15_700_00, OwedFen: 8_450_00}

// sampleMore is the second page of a contract that has some of everything.
func sampleMore(s *Screen) *formPage {
	page := newFormPage(s)
	page.more = true
	page.typed = typed{"from": "20260601", "to": "20290531", "share": "4"}
	page.clauses = clauses{steps: []lease.Step{{FromOn: "2027-06-01", Price: "136.50"}, {FromOn: "2028-06-01", Percent: "5"}},
		free: []tariff.Span{{From: "2026-06-01", To: "2026-06-30"}, {From: "2027-06-01", To: "2027-06-15"}}, tiers: []lease.ShareTier{{UpTo: "50000", Percent: "8"}},
		discounts: []lease.Discount{{Name: "长租优惠", FromOn: "2028-06-01", Percent: "95"}}, depositFen: 20_000_00}
	return page
}

func sampleClause(s *Screen, kind int) {
	page := sampleMore(s)
	s.GoTo(page)
	page.showTrial(tried{after: sampleCharges()}, "")
	page.add(kind)
}

// sampleAmendment is a lease whose rent goes down from December on.
func sampleAmendment(s *Screen) *formPage {
	terms := lease.Terms{Rent: lease.Rent{Price: "130", AreaCentiM2: 65_00}, Steps: []lease.Step{{FromOn: "2027-06-01", Percent: "5"}}}
	page := newAmendPage(s, amends{line: sampleLeases()[0].Line, fromOn: "2026-12-01", carried: terms})
	page.typed["price"] = "120"
	s.GoTo(page)
	found := tried{before: sampleCharges(), after: sampleCharges()}
	for index := range found.after[6:] {
		found.after[6+index].AmountFen -= 650_00
	}
	page.showTrial(found, "")
	return page
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	draw := func(set func(s *Screen)) func(frame *shell.Shell) {
		return func(frame *shell.Shell) {
			explain := func(error) string { return "这一期还没有报营业额，不能结算：请先报营业额。" }
			screen := New(frame, nil, Deps{Explain: explain, Back: func() {}, Changed: func() {}, ToRun: func(string, calendar.Date, calendar.Date) {}}, "2026-11-21")
			screen.list.ready = true
			month.Sample(frame, screen)
			set(screen)
		}
	}
	filled := func(s *Screen) {
		s.list.leases = sampleLeases()
		s.Redraw()
	}
	return []shell.Picture{
		{Name: "leases-empty", Draw: draw(func(*Screen) {})},
		{Name: "leases-list", Draw: draw(filled)},
		{Name: "leases-form", Draw: draw(func(s *Screen) {
			page := newFormPage(s)
			page.typed = typed{"number": "SP-2026-011", "rooms": "S-1-108", "name": "周氏小面", "phone": "13800001234", "from": "20260601", "to": "20280531", "price": "130", "per": "2",
				"free_from": "20260601", "free_to": "20260630", "every": "12", "percent": "5", "deposit": "2"}
			s.GoTo(page)
			page.showTrial(tried{after: sampleCharges()}, "")
		})},
		{Name: "leases-clauses", Draw: draw(func(s *Screen) {
			page := sampleMore(s)
			s.GoTo(page)
			page.showTrial(tried{after: sampleCharges()}, "")
		})},
		{Name: "leases-clauses-empty", Draw: draw(func(s *Screen) {
			page := newFormPage(s)
			page.more = true
			s.GoTo(page)
		})},
		{Name: "leases-clause-step", Draw: draw(func(s *Screen) { sampleClause(s, 0) })},
		{Name: "leases-clause-discount", Draw: draw(func(s *Screen) { sampleClause(s, 3) })},
		{Name: "leases-amend-day", Draw: draw(func(s *Screen) {
			s.askAmend(leasing.View{Line: sampleLeases()[0].Line, BilledTo: "2026-11-30", Charges: sampleCharges()})
		})},
		{Name: "leases-amend", Draw: draw(func(s *Screen) { sampleAmendment(s) })},
		{Name: "leases-amend-sign", Draw: draw(func(s *Screen) { sampleAmendment(s).sign() })},
		{Name: "leases-form-empty", Draw: draw(func(s *Screen) { s.GoTo(newFormPage(s)) })},
		{Name: "leases-view", Draw: draw(func(s *Screen) {
			page := &viewPage{screen: s, number: "SP-2026-011", at: 5}
			s.GoTo(page)
			page.show(leasing.View{Line: sampleLeases()[0].Line, Charges: sampleCharges(), Adjustments: make([]billing.Adjustment, 2), Deposit: sampleDeposit})
		})},
		{Name: "leases-view-ended", Draw: draw(func(s *Screen) {
			page, deposit := &viewPage{screen: s, number: "SP-2024-007"}, sampleDeposit
			deposit.Settles = true
			s.GoTo(page)
			page.show(leasing.View{Line: sampleLeases()[4].Line, Charges: sampleCharges(), Deposit: deposit})
		})},
		{Name: "leases-turnover", Draw: draw(func(s *Screen) {
			filled(s)
			s.list.turnover()
		})},
		{Name: "leases-end", Draw: draw(func(s *Screen) {
			filled(s)
			s.askEnd(leasing.View{Line: sampleLeases()[0].Line, Deposit: sampleDeposit}, func() {}, func() {})
		})},
	}
}
