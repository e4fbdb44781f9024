package reports

import (
	"context"

	"shouqi/cashier/reports"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// sampleTenders are the ways of the samples, as report.Items has them.
var sampleTenders = []till.TenderKind{till.Cash, till.Card, till.Transfer, till.Cheque, till.WeChatCode, till.AlipayCode, till.WeChatPay, till.AlipayPay, till.TerminalPay, till.OfferGift, till.DepositOffset, till.Prepaid, till.Rounding}

func sampleSpan() report.Span {
	return report.Span{Estate: "阳光花园", Company: "阳光物业服务有限公司", From: "2026-11-01", To: "2026-11-30"}
}

func sampleItemRows() []report.ItemRow {
	return []report.ItemRow{
		{Item: "地下车位管理费", ByTender: []money.Fen{120_000, 480_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, TotalFen: 600_000, CurrentFen: 420_000, AheadFen: 180_000, Subject: "6051"},
		{Item: "期初欠费", ByTender: []money.Fen{340_40, 0, 0, 500_000, 0, 0, 0, 0, 0, 0, 0, 500_00, 7}, TotalFen: 584_047, ArrearsFen: 584_047},
		{Item: "水费", ByTender: []money.Fen{412_30, 1_208_55, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}, TotalFen: 1_620_88, CurrentFen: 1_620_88, Subject: "2241"},
		{Item: "物业费（高层住宅）", ByTender: []money.Fen{1_204_360, 9_988_120, 12_345_678, 0, 0, 0, 0, 0, 0, 0, 0, 30_000, 42}, TotalFen: 23_568_200, ArrearsFen: 3_210_000, CurrentFen: 18_358_200,
			AheadFen: 2_000_000, Subject: "6001"},
		{Item: till.PrepaidItem, ByTender: []money.Fen{19_84, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, TotalFen: 19_84}}
}

// sampleDay is a busy day.
func sampleDay() report.DayReport {
	r := report.DayReport{Estate: "阳光花园", Company: "阳光物业服务有限公司", Date: "2026-11-20", Tenders: sampleTenders, Items: sampleItemRows(),
		Shifts: []report.ShiftCash{{Counter: "01", No: 37, Cashier: "王丽", Opened: "2026-11-20 08:02", Closed: "2026-11-20 17:40", FloatFen: 50_000, CashInFen: 1_400_000,
			ChangeFen: 62_800, ExpectedFen: 1_387_200, CountedFen: 1_387_200, LeftFen: 50_000, HandedFen: 1_337_200, HandedTo: "李慧"}}}
	for _, room := range []string{"3-2-1201", "3-2-1202", "1-1-602"} {
		r.Lines = append(r.Lines, report.Line{Number: "01-2026-004272", Time: "2026-11-20 09:14:20", Room: room, Payer: "张*国", Item: "物业费（高层住宅）", FromOn: "2026-11-01",
			ToOn: "2026-11-30", Age: report.Current, Fen: 280_16, State: report.StateLive, Cashier: "王丽"})
		r.Receipts = append(r.Receipts, report.Receipt{Number: "01-2026-004272", Room: room, ByTender: map[till.TenderKind]money.Fen{till.Cash: 280_16}})
	}
	return r
}

// sampleGuards are the warnings that two cashiers passed in a month.
func sampleGuards() report.GuardsReport {
	return report.GuardsReport{Span: sampleSpan(), ByGuard: []report.GuardRow{
		{Guard: "paid_just_now", Words: "刚缴过又收", Cashier: "王丽", Payments: 14, Fen: 12_480_30},
		{Guard: "paid_just_now", Words: "刚缴过又收", Cashier: "赵敏", Payments: 3, Fen: 2_940_00, Voided: 1, UndoneFen: 980_00},
		{Guard: "tenth_of_usual", Words: "不到平常的十分之一", Cashier: "王丽", Payments: 2, Fen: 60_00, Reversed: 1, UndoneFen: 30_00},
		{Guard: "own_phone", Words: "金额像本户电话", Cashier: "赵敏", Payments: 1, Fen: 1_045_47, Voided: 1, UndoneFen: 1_045_47}},
		ByCashier: []report.GuardRow{{Cashier: "王丽", Payments: 15, Fen: 12_510_30, Reversed: 1, UndoneFen: 30_00},
			{Cashier: "赵敏", Payments: 4, Fen: 3_985_47, Voided: 2, UndoneFen: 2_025_47}},
		Payments: []report.GuardedPayment{
			{Time: "2026-11-18 10:21:07", Receipts: "01-2026-004251", Room: "1-1-602", Fen: 30_00, Words: "刚缴过又收、不到平常的十分之一", State: report.StateReversed, Cashier: "王丽"},
			{Time: "2026-11-20 09:14:40", Receipts: "02-2026-001188", Room: "3-2-1201", Fen: 1_045_47, Words: "金额像本户电话", State: report.StateVoided, Cashier: "赵敏"},
			{Time: "2026-11-20 15:40:12", Receipts: "01-2026-004291", Room: "12-3-2804", Fen: 6_880_20, Words: "刚缴过又收", State: report.StateLive, Cashier: "王丽"}}}
}

// sample shows the page with a report read.
func sample(frame *shell.Shell, kind reports.Kind, tables reports.Tables) *Screen {
	screen := New(frame, nil, Deps{Explain: func(error) string { return frame.Text("error.report.blind", "2026-11-21") },
		Save: func(context.Context, reports.Report, string, string) (string, error) { return "", nil }}, "2026-11-20")
	screen.kind = kind
	forms.Sample(frame, screen, "reports")
	if tables == nil {
		screen.show(reports.Report{}, store.Refuse(report.CodeBlind, "2026-11-21"))
		return screen
	}
	screen.show(reports.Report{Kind: kind, From: "2026-11-01", To: "2026-11-20", Sheets: tables.Sheets()}, nil)
	return screen
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	picture := func(name string, kind reports.Kind, tables reports.Tables) shell.Picture {
		return shell.Picture{Name: "reports-" + name, Draw: func(frame *shell.Shell) { sample(frame, kind, tables) }}
	}
	return []shell.Picture{
		{Name: "reports-looking", Draw: func(frame *shell.Shell) {
			screen := NewLooking(frame, nil, Deps{}, "2026-11-20", func() {})
			frame.ShowBare(screen)
			screen.show(reports.Report{Kind: reports.Day, From: "2026-11-20", To: "2026-11-20", Sheets: sampleDay().Sheets()}, nil)
		}},
		picture("day", reports.Day, sampleDay()),
		{Name: "reports-lines", Draw: func(frame *shell.Shell) { sample(frame, reports.Day, sampleDay()).nextSheet() }},
		picture("idle", reports.Day, report.DayReport{Estate: "阳光花园", Company: "阳光物业服务有限公司", Date: "2026-11-20"}),
		picture("blind", reports.Day, nil),
		picture("items", reports.Items, report.ItemsReport{Span: sampleSpan(), Items: sampleItemRows()}),
		picture("billed", reports.Billed, report.BilledReport{Span: sampleSpan(), Rows: []report.BilledRow{
			{Month: "2026-11", Item: "物业费（高层住宅）", Kind: "income", Bills: 486, BilledFen: 12_840_160, PaidFen: 9_988_120, OpenFen: 2_852_040},
			{Month: "2026-11", Item: "水费", Kind: "agency", Bills: 471, BilledFen: 2_316_500, PaidFen: 2_316_500}}}),
		picture("prices", reports.Prices, report.PricesReport{Span: sampleSpan(), Changes: []report.PriceChange{{Time: "2026-11-05 10:12", Item: "物业费", Tariff: "高层住宅",
			Before: "面积 × 2.85/月", After: "面积 × 3.10/月", FromOn: "2027-01-01", By: "李慧", Approver: "陈国栋"}}}),
		picture("deposits", reports.Deposits, report.DepositsReport{Span: sampleSpan(), ClosingFen: 130_406_00, AccountFen: 130_406_00, Rows: []report.DepositRow{
			{Room: "3-2-1201", Item: "装修押金", OpeningFen: 2_000_00, UsedFen: 350_00, ReturnedFen: 450_00, MovedOutFen: 1_200_00, WantsInspection: true, Inspection: till.Passed},
			{Room: "3-2-1202", Item: "装修押金", MovedInFen: 1_200_00, ClosingFen: 1_200_00, WantsInspection: true},
			{Room: "2-1-302", Item: "装修保证金", OpeningFen: 123_456_00, ClosingFen: 123_456_00, AskedFen: 3_456_00, Frozen: true, WantsInspection: true, Inspection: till.Failed},
			{Room: "S-108", Item: "租赁押金", InFen: 5_750_00, ClosingFen: 5_750_00}}}),
		picture("unverified", reports.Unverified, report.UnverifiedReport{On: "2026-11-20", Open: []report.OpenUnverified{
			{Unverified: till.Unverified{Number: "01-2026-004271", Line: 1, Kind: till.WeChatCode, Fen: 280_13, Reference: "4200002715202611189", BusinessOn: "2026-11-18"}, Room: "3-2-1201", CashierName: "王丽"},
			{Unverified: till.Unverified{Number: "01-2026-004285", Line: 2, Kind: till.AlipayCode, Fen: 1_200_00, Reference: "2026112022001", BusinessOn: "2026-11-20"}, Room: "1-1-602", CashierName: "王丽"}}}),
		picture("trail", reports.Trail, report.TrailReport{Span: sampleSpan(), Deeds: []report.Deed{
			{Time: "2026-11-20 09:02:11", Counter: "01", What: "开班", About: "第 31 班", Fen: 200_00, By: "王丽"},
			{Time: "2026-11-20 09:14:40", Counter: "01", What: "收款", About: "3-2-1201", Receipts: "01-2026-004285", Fen: 1_200_00, By: "王丽"},
			{Time: "2026-11-20 09:31:05", Counter: "01", What: "作废", About: "3-2-1201，原收据 01-2026-004285", Fen: -1_200_00, Reason: "收错房号", By: "王丽", Approver: "李慧"},
			{Time: "2026-11-20 10:05:52", Counter: "01", What: "调价", About: "物业费，高层住宅", By: "李慧", Approver: "陈国栋"}}}),
		picture("guards", reports.Guards, sampleGuards()),
		{Name: "reports-guards-list", Draw: func(frame *shell.Shell) {
			screen := sample(frame, reports.Guards, sampleGuards())
			screen.nextSheet()
			screen.nextSheet()
		}},
		{Name: "reports-days", Draw: func(frame *shell.Shell) {
			sample(frame, reports.Items, report.ItemsReport{Span: sampleSpan(), Items: sampleItemRows()}).askDays()
		}},
	}
}
