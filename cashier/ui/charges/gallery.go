package charges

import (
	"fyne.io/fyne/v2"

	"shouqi/assets"
	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// sampleRule is a rule of the gallery of templates.
func sampleRule(id string) tariff.Rule {
	from, err := template.ByID(id)
	if err != nil {
		return tariff.Rule{}
	}
	return from.Rule
}

// sampleCharges are the items of a usual estate.
func sampleCharges() []pricing.Charge {
	item := func(name, kind, hangs string, cycle tariff.Cycle, tariffs ...billing.Tariff) pricing.Charge {
		charge := pricing.Charge{Item: billing.Item{Name: name, Kind: kind, HangsOn: hangs, Cycle: cycle, DueDays: 30, Active: true}, Tariffs: tariffs}
		if kind == billing.Income { // what is collected for others bears neither tax nor late fee here
			charge.TaxPercent, charge.Subject = "6", "6001.01"
			charge.LateFee = tariff.LateFee{Clause: "物业服务合同第九条", RatePerDay: "0.0005", GraceDays: 30}
		}
		return charge
	}
	priced := func(name string, scope billing.Scope, rules ...tariff.Rule) billing.Tariff {
		t := billing.Tariff{Name: name, Scope: scope, FromOn: "2026-01-01"}
		for i, rule := range rules {
			t.Versions = append(t.Versions, tariff.Version{FromOn: []calendar.Date{"2026-01-01", "2027-01-01"}[i], Rule: rule})
		}
		return t
	}
	dearer := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "3.10"}}}
	shop := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: "8.00"}}}
	fee := item("物业服务费", billing.Income, estate.Room, tariff.EveryQuarter, priced("基本标准", billing.Scope{}, sampleRule("property-area"), dearer),
		priced("商铺", billing.Scope{Uses: []string{"商铺"}}, shop),
		priced("租户", billing.Scope{Buildings: []string{"3", "4"}, Party: estate.Tenant}, dearer))
	fee.Template, fee.Advance = "property-area", true
	all := []pricing.Charge{item("水费", billing.Agency, estate.Room, tariff.EveryMonth, priced("基本标准", billing.Scope{}, sampleRule("water-beijing"))),
		fee, item("电费", billing.Agency, estate.Room, tariff.EveryMonth, priced("基本标准", billing.Scope{}, sampleRule("power-beijing"))),
		item("电梯费", billing.Income, estate.Room, tariff.EveryMonth, priced("基本标准", billing.Scope{}, sampleRule("elevator-per-floor"))),
		item("车位管理费", billing.Income, estate.Space, tariff.EveryMonth, priced("基本标准", billing.Scope{}, sampleRule("parking-management"))),
		item("旧供暖费", billing.Agency, estate.Room, tariff.EveryYear)}
	all[5].Active = false
	return all
}

func sampleEstate() estateFacts {
	return estateFacts{buildings: []string{"1", "2", "3", "4", "5", "6"}, uses: []string{"住宅", "商铺", "办公"}, layouts: []string{"两室一厅", "三室两厅"},
		states: []string{"自住", "出租", "空置"}, fields: []string{"单价", "人口"}, areas: map[string]map[string]int64{estate.Room: {"3-2-1201": 9830}},
		codes: map[string]string{"a": "3-2-1201", "b": "1-1-602"}}
}

func sampleTried() tried {
	return tried{span: tariff.Span{From: "2027-01-01", To: "2027-03-31"}, count: 1204, outside: 36, sum: 1_204_338_47, failures: 3,
		failing:  []reason{{sentence: "这一户没有登记面积，算不出来，没有出账。请先补上。", count: 3, rooms: []string{"1-1-101", "5-2-1802", "6-1-201"}}},
		branches: []branch{{"第 1 行 住宅", 1168}, {"第 2 行 商铺", 36}, {"没有一行收它", 0}},
		rooms: []triedRoom{{label: "这一户", code: "3-2-1201", areaCentiM2: 9830, amount: 840_47, steps: []string{"物业费：98.30 m² × 2.85 元 × 3 月 = 840.465", "840.465 → 840.47"}},
			{label: "第 1 行 住宅 · 住宅 · 自住", code: "1-1-602", areaCentiM2: 4512, amount: 385_78, steps: []string{"物业费：45.12 m² × 2.85 元 × 3 月 = 385.776", "385.776 → 385.78"}},
			{label: "第 1 行 住宅 · 住宅 · 空置", code: "2-1-903", areaCentiM2: 8915, amount: 762_23, steps: []string{"物业费：89.15 m² × 2.85 元 × 3 月 = 762.2325", "762.2325 → 762.23"}},
			{label: "第 2 行 商铺 · 商铺 · 出租", code: "4-2-3301", areaCentiM2: 20140, amount: 1721_97, steps: []string{"物业费：201.40 m² × 2.85 元 × 3 月 = 1721.97"}}}}
}

func sampleEffect() billing.Effect {
	whole := billing.PeriodEffect{Span: tariff.Span{From: "2027-01-01", To: "2027-03-31"}, Households: 1204, Changed: 1201, OldFen: 1_204_338_47, NewFen: 1_309_981_84,
		Failing:  []billing.Exception{{Code: "1-1-101", Err: store.Refuse(tariff.CodeNoArea, "面积")}},
		Negative: []billing.Mover{{Code: "2-1-1503", OldFen: 120_00}}}
	whole.Held = whole.Span
	running := billing.PeriodEffect{Span: tariff.Span{From: "2026-10-01", To: "2026-12-31"}, Held: tariff.Span{From: "2026-12-01", To: "2026-12-31"}, Households: 1204, Changed: 1201,
		OldFen: 1_204_338_47, NewFen: 1_239_552_93}
	for i, code := range []string{"4-2-3301", "4-1-3301", "4-2-3201", "3-1-1801", "3-2-1201"} {
		old := 1721_97 - money.Fen(i)*211_05
		mover := billing.Mover{Code: code, OldFen: old, NewFen: old + 151_05 - money.Fen(i)*18_51, Steps: []string{"物业费：201.40 m² × 3.10 元 × 3 月 = 1873.02"}}
		whole.Movers = append(whole.Movers, mover)
		if i < 2 {
			mover.NewFen = old + (mover.NewFen-old)/3
			mover.Steps = []string{"物业费：201.40 m² × 2.85 元 × 2 月 + 201.40 m² × 3.10 元 × 1 月 = 1772.32"}
			running.Movers = append(running.Movers, mover)
		}
	}
	return billing.Effect{Periods: []billing.PeriodEffect{running, whole}, Issued: billing.IssuedAhead{Count: 2, SumFen: 1_680_94,
		Rooms: []billing.AheadRoom{{Code: "3-2-1201", FromOn: "2027-01-01", ToOn: "2027-06-30", Count: 2, SumFen: 1_680_94}}}}
}

func sampleConcessions() []billing.Concession {
	return []billing.Concession{{Object: "a", Item: "物业服务费", Name: "空置减免", Factor: tariff.Ratio(7, 10), FromOn: "2026-07-01", ToOn: "2026-12-31"},
		{Object: "b", Name: "长租优惠", Factor: tariff.Ratio(9, 10), FromOn: "2026-01-01"}}
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	draw := func(set func(s *Screen)) func(frame *shell.Shell) {
		return func(frame *shell.Shell) {
			s := New(frame, nil, Deps{Back: func() {}, Explain: func(err error) string { return words.Explain(err, assets.Chinese) }})
			s.today, s.charges, s.estate = "2026-11-21", sampleCharges(), sampleEstate()
			month.Sample(frame, s)
			set(s)
		}
	}
	sheet := func(set func(s *Screen, e *editor)) func(frame *shell.Shell) {
		return draw(func(s *Screen) {
			from, _ := template.ByID("property-area")
			s.toTemplate(from)
			e := s.page.(*editor)
			e.tried = sampleTried()
			set(s, e)
			e.drawTried()
		})
	}
	return []shell.Picture{
		{Name: "charges-list", Draw: draw(func(s *Screen) { s.list.table.SetCursor(1) })},
		{Name: "charges-empty", Draw: draw(func(s *Screen) {
			s.charges = nil
			s.list.refresh()
		})},
		{Name: "charges-shelf", Draw: draw(func(s *Screen) {
			s.toShelf()
			s.page.(*shelfPage).turn(2)
		})},
		{Name: "charges-template", Draw: sheet(func(s *Screen, e *editor) { e.sheet.find("ask.lines.0.price") })},
		{Name: "charges-blocks", Draw: draw(drawBlocks)},
		{Name: "charges-formula", Draw: draw(drawFormula)},
		{Name: "charges-choice", Draw: sheet(func(s *Screen, e *editor) { e.sheet.find("cycle") })},
		{Name: "charges-settings", Draw: draw(func(s *Screen) { s.toSettings(s.charges[1]) })},
		{Name: "charges-price", Draw: draw(func(s *Screen) {
			s.toPrice(s.charges[1], s.charges[1].Tariffs[0])
			e := s.page.(*editor)
			e.tried = sampleTried()
			e.drawTried()
		})},
		{Name: "charges-effect", Draw: draw(func(s *Screen) {
			s.toPrice(s.charges[1], s.charges[1].Tariffs[0])
			s.page.(*editor).draft.fromOn = "2026-12-01"
			order, _ := s.page.(*editor).buildTariff()
			s.goTo(newEffectPage(s.page.(*editor), order, sampleEffect()))
		})},
		{Name: "charges-review", Draw: sheet(func(s *Screen, e *editor) { s.goTo(&reviewPage{s: s, e: e}) })},
		{Name: "charges-history", Draw: draw(func(s *Screen) {
			p := &historyPage{s: s, charge: s.charges[1]}
			p.set(sampleHistory())
			s.goTo(p)
		})},
		{Name: "charges-delete", Draw: draw(func(s *Screen) {
			s.list.table.SetCursor(3)
			s.list.on(s.list.delete)()
		})},
		{Name: "charges-second", Draw: draw(func(s *Screen) { s.askEnd(s.charges[1], s.charges[1].Tariffs[1]) })},
		{Name: "charges-rename", Draw: draw(func(s *Screen) {
			s.list.table.SetCursor(1)
			s.list.on(s.list.rename)()
		})},
		{Name: "charges-concessions", Draw: draw(func(s *Screen) {
			p := &concessionPage{s: s, all: sampleConcessions()}
			s.goTo(p)
		})},
		{Name: "charges-packages", Draw: draw(func(s *Screen) { s.goTo(&packagePage{s: s, all: samplePackages()}) })},
		{Name: "charges-package-items", Draw: draw(func(s *Screen) { (&packagePage{s: s}).askItems(samplePackages()[0]) })},
		{Name: "charges-package-set", Draw: draw(func(s *Screen) { (&packagePage{s: s}).askPlace(samplePackages()[1]) })},
	}
}

// sampleHistory are the prices of two tariffs, one taken back and one to come.
func sampleHistory() []pricing.PricePeriod {
	price := func(name string, from, to calendar.Date, state billing.PriceState, figure tariff.Value, with string) pricing.PricePeriod {
		rule := tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Area, Price: figure}}}
		return pricing.PricePeriod{PricePeriod: billing.PricePeriod{Tariff: name, FromOn: from, ToOn: to, Rule: &rule, State: state, AtMS: 1_763_690_400_000}, Who: "陈国栋", With: with}
	}
	back := price("基本标准", "2027-04-01", "", billing.PriceTakenBack, "3.50", "李慧")
	back.Back, back.TakenBy, back.TakenWith = &billing.TakenBack{AtMS: 1_763_776_800_000}, "陈国栋", "李慧"
	return []pricing.PricePeriod{price("基本标准", "2026-01-01", "2026-12-31", billing.PriceSet, "2.85", ""), price("基本标准", "2027-01-01", "", billing.PriceReplaced, "3.00", "李慧"),
		price("基本标准", "2027-01-01", "", billing.PriceSet, "3.10", "李慧"), back, price("商铺", "2026-01-01", "", billing.PriceSet, "8.00", "")}
}

// samplePackages are what a usual estate pays together.
func samplePackages() []billing.Package {
	return []billing.Package{{Name: "季度常缴", Items: []string{"物业服务费", "水费", "车位管理费"}, Active: true},
		{Name: "商铺月缴", Items: []string{"物业服务费", "水费", "电费"}, Scope: billing.Scope{Buildings: []string{"1", "2"}, Uses: []string{"商铺"}}, Active: true},
		{Name: "旧套餐", Items: []string{"旧供暖费"}}}
}

// drawBlocks draws a water price put together of blocks.
func drawBlocks(s *Screen) {
	s.toOwn()
	e := s.page.(*editor)
	e.draft.item.Name = "自来水费"
	if err := e.draft.setRule(sampleRule("water-beijing")); err != nil {
		return
	}
	e.add("base")
	e.draft.rule.Lines[1].Price = "3.00"
	e.tried = sampleTried()
	e.tried.failing[0].code = tariff.CodeNoUsage
	e.redraw(blockKey(0) + "tiers.1.price")
	e.drawTried()
}

// drawFormula draws a formula with its place marked.
func drawFormula(s *Screen) {
	s.toOwn()
	e := s.page.(*editor)
	e.draft.item.Name = "消防电梯费"
	e.add("formula")
	e.draft.rule.Lines[0] = tariff.Line{Name: "电梯费", Formula: "面积 * 2.00 + 楼层 * (0.5"}
	e.check()
	e.redraw(blockKey(0) + "formula")
	e.tried = tried{problem: e.fault.sentence}
	e.drawTried()
	e.s.frame.Canvas().Focus(e.sheet.entry)
	e.sheet.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}
