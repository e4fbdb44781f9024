package billing

import (
	"fmt"
	"time"

	"shouqi/cashier/charging"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// sampleItems are an estate's charges.
func sampleItems() []charging.Billable {
	item := func(name string, cycle tariff.Cycle, shareBy tariff.Measure, on calendar.Date) charging.Billable {
		return charging.Billable{Source: billing.ItemSource{Item: name}, Items: []string{name}, Cycle: cycle, Shared: shareBy != "", BilledTo: on}
	}
	return []charging.Billable{item("物业费", tariff.EveryMonth, "", "2026-10-31"), item("水费", tariff.EveryMonth, "", "2026-10-31"),
		item("公摊电费", tariff.EveryMonth, "area", "2026-09-30"), item("地下车位管理费", tariff.EveryQuarter, "", "2026-12-31"),
		item("装修垃圾清运费", tariff.Once, "", ""),
		{Source: lease.Source{}, Items: []string{lease.RentItem}, BilledTo: "2026-10-31"}}
}

// samplePlan is a preview with a bit of everything.
func samplePlan() []charging.PlannedRun {
	span := tariff.Span{From: "2026-11-01", To: "2026-11-30"}
	plan := charging.PlannedRun{Order: billing.Order{Source: billing.ItemSource{Item: "物业费"}, FromOn: span.From, ToOn: span.To}, Before: tariff.Span{From: "2026-10-01", To: "2026-10-31"}, BeforeFen: 12_840_16}
	for floor := range 12 {
		for door := range 4 {
			area := 8930 + door*900
			fen := money.Fen(area * 285 / 100)
			why := fmt.Sprintf("%d.%02d m² × 2.85 元", area/100, area%100)
			plan.Preview.Bills = append(plan.Preview.Bills, billing.Proposed{Code: fmt.Sprintf("3-2-%d%02d", floor+1, door+1),
				NewBill:  billing.NewBill{Item: "物业费", FromOn: span.From, ToOn: span.To, AmountFen: fen, Steps: []string{why}, DueOn: "2026-12-10"},
				AllSteps: []string{fmt.Sprintf("面积 %d.%02d m² × 2.85 元 × 1 月 = %s", area/100, area%100, fen), "四舍五入到分：" + fen.String() + " 元"}})
			plan.Preview.SumFen += fen
			plan.Preview.Count++
		}
	}
	plan.Preview.Already, plan.Preview.Nothing = 2, 1
	plan.Preview.Exceptions = []billing.Exception{
		{Code: "1-1-0602", Span: span, Err: store.Refuse(tariff.CodeNoArea, "建筑面积")},
		{Code: "2-3-1504", Span: span, Err: store.Refuse(billing.CodeTwoTariffs, "高层", "商铺")}}
	plan.Movers = []charging.Mover{{Code: "3-2-101", WasFen: 168_00, NowFen: 254_50}, {Code: "3-2-403", WasFen: 412_10, NowFen: 305_80}}
	return []charging.PlannedRun{plan}
}

// sampleRents is what the leases of a month ask for.
func sampleRents() []charging.PlannedRun {
	span := tariff.Span{From: "2026-11-01", To: "2026-11-30"}
	plan := charging.PlannedRun{Order: billing.Order{Source: lease.Source{}, FromOn: span.From, ToOn: span.To}}
	for index, tenth := range []money.Fen{845_00, 845_00, 1_203_40, 660_00, 980_50, 2_450_00} {
		steps := []string{"月租 " + (10 * tenth).Grouped() + " × 1 月 = " + (10 * tenth).Grouped()}
		plan.Preview.Bills = append(plan.Preview.Bills, billing.Proposed{Code: fmt.Sprintf("S-1-10%d", index+1), Contract: fmt.Sprintf("SP-2026-0%d", 11+index), AllSteps: steps,
			NewBill: billing.NewBill{Item: lease.RentItem, FromOn: span.From, ToOn: span.To, AmountFen: 10 * tenth, Steps: steps, DueOn: "2026-11-05"}})
		plan.Preview.SumFen += 10 * tenth
	}
	plan.Preview.Count, plan.Preview.Already, plan.Preview.Nothing, plan.Preview.Waiting = len(plan.Preview.Bills), 3, 1, 1
	plan.Preview.Exceptions = []billing.Exception{{Code: "S-3-301", Contract: "SP-2026-030", Span: span,
		Err: store.Refuse(lease.CodeTurnoverMissing, "SP-2026-030", "2026-11-01", "2026-11-30", "8450.00")}}
	return []charging.PlannedRun{plan}
}

// sampleDue are some runs that are due, with all that one may wait for.
func sampleDue() []charging.DueRun {
	run := func(name string, cycle tariff.Cycle, from, to, on calendar.Date, late, left int, waits billing.DueWait, of int) charging.DueRun {
		return charging.DueRun{Title: name, LateDays: late, DueRun: billing.DueRun{Item: billing.Item{Name: name, Cycle: cycle, HangsOn: "room"}, Span: tariff.Span{From: from, To: to},
			DueOn: on, Left: left, Waits: waits, WaitsOf: of, Order: billing.Order{Source: billing.ItemSource{Item: name}}}}
	}
	return []charging.DueRun{run("物业费", tariff.EveryQuarter, "2026-10-01", "2026-12-31", "2026-10-01", 51, 2, "", 0),
		run("水费", tariff.EveryMonth, "2026-10-01", "2026-10-31", "2026-11-01", 20, 486, billing.WaitsReadings, 31),
		run("公摊电费", tariff.EveryMonth, "2026-10-01", "2026-10-31", "2026-11-01", 20, 486, billing.WaitsPool, 0),
		run("垃圾费", tariff.EveryMonth, "2026-11-01", "2026-11-30", "2026-11-21", 0, 486, "", 0)}
}

func sampleExplain(err error) string {
	return map[string]string{lease.CodeTurnoverMissing: "合同 SP-2026-030 的 2026-11-01 至 2026-11-30 还没有报营业额，不能结算：请先报营业额。",
		tariff.CodeNoArea:      "没有登记建筑面积：请先在房产台账里补上，再出这一户。",
		billing.CodeTwoTariffs: "“高层”和“商铺”两个标准同时适用，不知道按哪一个：请把其中一个的范围改小。"}[store.Code(err)]
}

func sampleLines() []charging.BillLine {
	var lines []charging.BillLine
	for _, bill := range samplePlan()[0].Preview.Bills {
		line := charging.BillLine{Code: bill.Code, Bill: billing.Bill{Item: bill.Item, FromOn: bill.FromOn, ToOn: bill.ToOn, AmountFen: bill.AmountFen, Steps: bill.Steps,
			DueOn: bill.DueOn, Tariff: "高层住宅", TariffFromOn: "2026-01-01"}}
		switch len(lines) {
		case 1, 2:
			line.PaidFen = line.AmountFen
		case 4:
			line.PaidFen = 100_00
		case 5:
			line.Undone = true
		}
		lines = append(lines, line)
	}
	return lines
}

func sampleAdjustment() charging.PlannedAdjustment {
	plan := charging.PlannedAdjustment{Order: billing.Order{Source: billing.ItemSource{Item: "物业费"}, FromOn: "2026-10-01", ToOn: "2026-10-31"}}
	for index, bill := range samplePlan()[0].Preview.Bills[:4] {
		billed := bill.AmountFen + money.Fen(2*index-3)*14_25
		plan.All = append(plan.All, billing.Adjustment{Code: bill.Code, Bill: billing.Bill{Item: "物业费", FromOn: "2026-10-01", ToOn: "2026-10-31"}, Should: bill,
			BilledFen: billed, ShouldFen: bill.AmountFen, LeftFen: billed})
	}
	return plan
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	draw := func(set func(s *Screen)) func(frame *shell.Shell) {
		return func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: sampleExplain, Back: func() {}, Changed: func() {}}, "2026-11-21")
			screen.choice.items = sampleItems()
			month.Sample(frame, screen)
			set(screen)
		}
	}
	review := func(s *Screen) *reviewPage {
		page := &reviewPage{screen: s}
		s.GoTo(page)
		page.show(samplePlan(), reviewRows(s.Frame, sampleExplain, samplePlan()))
		return page
	}
	return []shell.Picture{
		{Name: "run-choose", Draw: draw(func(s *Screen) {
			s.choice.tick(0)
			s.choice.tick(2)
		})},
		{Name: "run-total", Draw: draw(func(s *Screen) {
			s.choice.tick(2)
			s.choice.preview()
		})},
		{Name: "run-review", Draw: draw(func(s *Screen) { review(s) })},
		{Name: "run-confirm", Draw: draw(func(s *Screen) {
			page := review(s)
			page.toggleLeave()
			page.table.SetCursor(9)
			page.issue()
		})},
		{Name: "run-done", Draw: draw(func(s *Screen) {
			s.GoTo(&donePage{screen: s, results: []billing.RunResult{{Count: 48, SumFen: 14_032_80}}, left: 2})
		})},
		{Name: "run-leases", Draw: draw(func(s *Screen) {
			page := &reviewPage{screen: s}
			s.GoTo(page)
			page.show(sampleRents(), reviewRows(s.Frame, sampleExplain, sampleRents()))
			page.table.SetCursor(4)
		})},
		{Name: "run-due", Draw: draw(func(s *Screen) {
			page := &duePage{screen: s}
			s.GoTo(page)
			page.show(sampleDue())
		})},
		{Name: "run-runs", Draw: draw(func(s *Screen) {
			page := &runsPage{screen: s, ready: true}
			for index, item := range []string{"物业费", "水费", "公摊电费"} {
				page.runs = append(page.runs, charging.RunShown{RunLine: billing.RunLine{Item: item, FromOn: "2026-10-01", ToOn: "2026-10-31", Count: 486, SumFen: money.Fen(98_765_43 - index*20_000_00)}, Name: "李慧",
					At: time.Date(2026, 11, 2, 9, 30-index, 0, 0, calendar.Zone)})
			}
			s.GoTo(page)
		})},
		{Name: "run-bills", Draw: draw(func(s *Screen) { sampleBills(s) })},
		{Name: "run-undo", Draw: draw(func(s *Screen) { sampleBills(s).undoAll() })},
		{Name: "run-reduce", Draw: draw(func(s *Screen) { sampleBills(s).reduce() })},
		{Name: "run-adjust", Draw: draw(func(s *Screen) {
			page := &adjustPage{screen: s, from: s.choice, order: sampleAdjustment().Order}
			s.GoTo(page)
			page.show(sampleAdjustment())
		})},
	}
}

func sampleBills(s *Screen) *billsPage {
	page := newBillsOf(s, billing.ItemSource{Item: "物业费"}, tariff.Span{From: "2026-11-01", To: "2026-11-30"}, s.choice)
	s.GoTo(page)
	page.show(sampleLines(), 48)
	return page
}
