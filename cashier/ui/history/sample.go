package history

import (
	"context"
	"strconv"
	"time"

	"shouqi/cashier/household"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/till"
)

// sampleFlows answers the gallery's page from plain structs.
type sampleFlows struct{ page household.HistoryPage }

func (f sampleFlows) History(context.Context, report.HistoryQuery) (household.HistoryPage, error) {
	return f.page, nil
}

func (f sampleFlows) Why(context.Context, string) (household.BillWhy, error) {
	return household.BillWhy{Bill: billing.Bill{Item: "物业费", FromOn: "2026-07-01", ToOn: "2026-09-30", DueOn: "2026-09-30", AmountFen: 840_47, PaidFen: 400_00},
		Place: "3-2-1201", Period: "2026-07 至 09", Steps: []string{"面积 98.30 m² × 2.85 元 × 3 月 = 840.465", "840.465 → 840.47", "收费标准“住宅”，自 2026-01-01 起"},
		LateFen: 12_86, LateSteps: []string{"840.47 元 × 51 天 × 0.03% = 12.859191", "12.859191 → 12.86"}, OverdueDays: 51,
		Paid: []report.PaidBill{{On: "2026-11-02", Number: "01-2026-004288", Fen: 400_00}}}, nil
}

// samplePage is a household to which everything happened.
func samplePage() household.HistoryPage {
	at := func(what string, kind report.HistoryKind, on calendar.Date, fen money.Fen, change func(l *report.HistoryLine)) report.HistoryLine {
		l := report.HistoryLine{Kind: kind, What: what, On: on, AtMS: on.Time().Add(10 * time.Hour).UnixMilli(), Place: "3-2-1201", By: "王丽", Fen: fen}
		change(&l)
		return l
	}
	bill := func(item, place, state string, on calendar.Date, fen, owed money.Fen) report.HistoryLine {
		return at("bill", report.HistoryBill, on, fen, func(l *report.HistoryLine) {
			l.Item, l.State, l.OwedFen, l.By, l.Bill = item, state, owed, "李慧", "b1"
			l.FromOn, l.ToOn = calendar.Date(on.Month()+"-01"), calendar.Date(on.Month()+"-30")
			if place != "" {
				l.Place = place
			}
		})
	}
	paid := func(on calendar.Date, number string, fen money.Fen, change func(l *report.HistoryLine)) report.HistoryLine {
		return at("payment", report.HistoryPayment, on, fen, func(l *report.HistoryLine) {
			l.Receipts, l.Items, l.Payer, l.Ways = []string{"01-2026-" + number}, []string{"物业费", "地下月租"}, "张*国", []report.HistoryWay{{Kind: till.Cash, Fen: fen}}
			change(l)
		})
	}
	lines := []report.HistoryLine{
		at("void", report.HistoryUndoing, "2026-11-21", -300_00, func(l *report.HistoryLine) {
			l.Of, l.Items, l.Approver, l.Reason, l.Ways = "01-2026-004319", []string{"地下月租"}, "李慧", "receipts.reason.wrong_room", []report.HistoryWay{{Kind: till.Cash, Fen: -300_00}}
		}),
		paid("2026-11-21", "004319", 300_00, func(l *report.HistoryLine) { l.Items, l.UndoneBy = []string{"地下月租"}, "void" }),
		bill("地下月租", "B1-047", report.HistoryOpen, "2026-11-01", 300_00, 300_00), bill("水费", "", report.HistoryPart, "2026-11-01", 205_00, 105_00),
		at("refund", report.HistoryRefund, "2026-10-18", -1_650_00, func(l *report.HistoryLine) {
			l.Receipts, l.Items, l.DepositMoveFen, l.Ways = []string{"01-2026-004102"}, []string{"装修押金"}, -1_650_00, []report.HistoryWay{{Kind: till.Transfer, Fen: -1_650_00}}
		}),
		at("asked", report.HistoryRefund, "2026-10-15", 1_650_00, func(l *report.HistoryLine) {
			l.Refund, l.State, l.Items, l.Reason, l.Approver, l.Ways = "T1-3166", "paid", []string{"装修押金"}, "refunds.reason.works_done", "李慧", []report.HistoryWay{{Kind: till.Transfer, Fen: 1_650_00}}
		}),
		at("used", report.HistoryPayment, "2026-10-15", 350_00, func(l *report.HistoryLine) {
			l.Receipts, l.Items, l.DepositMoveFen, l.Approver, l.Ways = []string{"01-2026-004090"}, []string{"装修损坏赔偿"}, -350_00, "李慧", []report.HistoryWay{{Kind: till.DepositOffset, Fen: 350_00}}
		}),
		at("excess", report.HistoryPrepaid, "2026-09-12", 42_30, func(l *report.HistoryLine) {
			l.Item, l.FromOn, l.ToOn, l.CreditMoveFen, l.CreditAfterFen, l.Bill = "物业费", "2026-07-01", "2026-09-30", 42_30, 542_30, "b1"
		}),
		at("reduced", report.HistoryReduction, "2026-09-12", -42_30, func(l *report.HistoryLine) {
			l.Item, l.FromOn, l.ToOn, l.Reason, l.By, l.Approver, l.Bill = "物业费", "2026-07-01", "2026-09-30", "run.reduce.wrong_area", "陈国栋", "李慧", "b1"
		}),
		paid("2026-09-02", "003870", 1_345_40, func(l *report.HistoryLine) {
			l.Ways = []report.HistoryWay{{Kind: till.Card, Fen: 1_000_00}, {Kind: till.Cash, Fen: 845_40}}
			l.CreditMoveFen, l.CreditAfterFen = 500_00, 500_00
			l.Items = append(l.Items, "预存款")
		}),
		at("late_fee", report.HistoryLateFee, "2026-09-02", 12_86, func(l *report.HistoryLine) {
			l.Item, l.FromOn, l.ToOn, l.State, l.Bill = "物业费违约金", "2026-07-01", "2026-09-02", report.HistoryPaid, "b1"
		}),
		at("reading", report.HistoryReading, "2026-09-01", 0, func(l *report.HistoryLine) {
			l.Meter, l.Value, l.Usage, l.By = "水 W-10284", "367", "41", "陈国栋"
		}),
	}
	for month := 8; month > 0; month-- {
		on := calendar.Date("2026-0" + strconv.Itoa(month) + "-01")
		lines = append(lines, bill("物业费", "", report.HistoryPaid, on, 280_16, 0), bill("地下月租", "B1-047", report.HistoryPaid, on, 300_00, 0))
	}
	return household.HistoryPage{Code: "3-2-1201", History: report.History{Lines: lines, Count: 712, More: true, Years: []int{2026, 2025, 2024}},
		Sums: &household.HistorySums{HistorySums: report.HistorySums{CreditFen: 542_30, OpeningCreditFen: 100_00, DepositFen: 2_000_00, PaidYearFen: 1_234_567_89}, OwedFen: 417_86, LateFen: 12_86, On: "2026-11-21",
			Last: &household.LastPaid{On: "2026-09-02", ReceivedFen: 1_845_40, Number: "01-2026-003870"}}}
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	picture := func(name string, page household.HistoryPage, work func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			s := newScreen(frame, sampleFlows{page}, Deps{Lang: frame.Lang(), Explain: func(error) string { return "" }, Back: func() {}, ToReceipt: func(string) {}})
			s.Open("r1", "3-2-1201")
			forms.Sample(frame, s, "desk")
			work(s)
		}}
	}
	none := household.HistoryPage{Code: "3-2-1201", Sums: &household.HistorySums{On: "2026-11-21"}}
	return []shell.Picture{
		picture("history", samplePage(), func(*Screen) {}),
		picture("history-none", none, func(*Screen) {}),
		picture("history-year", household.HistoryPage{Code: "3-2-1201", History: report.History{Years: []int{2026}}, Sums: samplePage().Sums}, func(s *Screen) {
			s.choose(9)
			s.turn(1)
		}),
		picture("history-why", samplePage(), func(s *Screen) {
			s.table.SetCursor(3)
			s.open()
		}),
	}
}
