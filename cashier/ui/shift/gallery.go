package shift

import (
	"context"
	"strings"

	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// openedMS is 08:02 of the samples' day.
const openedMS = 1795219320000

func sample(frame *shell.Shell) *Screen {
	screen := New(frame, nil, Deps{
		Explain: func(error) string { return "" }, Changed: func() {}, Opened: func() {}, Closed: func() {}, Receipts: func() {},
		Export: func(context.Context, calendar.Date) (string, error) { return "", nil },
	})
	shift := till.Shift{Counter: "01", No: 38, BusinessOn: "2026-11-21", OpenedMS: openedMS, FloatFen: 50000}
	screen.facts = facts{
		state:    session.State{Bounds: staff.Bounds{staff.DifferenceMax: 1000}, Shift: &shift, Mine: true, BusinessOn: "2026-11-21"},
		person:   "王丽",
		overview: shifts.Overview{Shift: shift, Payments: 47, Voids: 1, Reversals: 1, FirstReceipt: "01-2026-004272", LastReceipt: "01-2026-004319", NotPrinted: 1},
	}
	screen.facts.unsure, screen.facts.hasPrinter = []string{"01-2026-004317"}, true
	screen.grid.pieces = [8]string{"23", "11", "14", "32", "18", "46", "12", ""}
	return screen
}

func sampleReport(screen *Screen) {
	report := till.ZReport{Estate: "阳光花园", Counter: "01", No: 38, Cashier: "101", BusinessOn: "2026-11-21", OpenedMS: openedMS, ClosedMS: openedMS + 33_000_000,
		Payments: till.Sum{Count: 46, Fen: 4134783}, ReceivedFen: 4104783, DueFen: 4154804, Voids: till.Sum{Count: 1, Fen: -84047}, Reversals: till.Sum{Count: 1, Fen: -30000}, FirstReceipt: "01-2026-004272",
		LastReceipt: "01-2026-004319", Receipts: 48, ByTender: []till.Sum{{Name: string(till.Card), Count: 20, Fen: 3795583}, {Name: string(till.Cash), Count: 27, Fen: 309200}, {Name: string(till.Prepaid), Count: 1, Fen: 50000}, {Name: string(till.Rounding), Count: 3, Fen: 21}},
		ByItem: []till.Sum{{Name: "期初欠费", Count: 12, Fen: 1204400}, {Name: "物业费", Count: 61, Fen: 2950404}}, FloatFen: 50000, CashInFen: 412000, ChangeFen: 62800,
		CashBackFen: 40000, ExpectedFen: 359200, CountedFen: 359200, Counts: 1, LeftFen: 50000, HandedFen: 309200, HandedTo: "102", HeadSeq: 5121, HeadHash: strings.Repeat("9f86d081884c7d65", 4)}
	screen.facts.report, screen.facts.text = report, report.Text()
	screen.stage = finished
}

// sampleCounted puts screen behind a committed count that is over or short by difference.
func sampleCounted(screen *Screen, difference money.Fen) {
	shift := *screen.facts.state.Shift
	shift.Counts, shift.CountStands, shift.CountedFen = 1, true, screen.grid.fen()
	shift.ExpectedFen, shift.DifferenceFen = shift.CountedFen-difference, difference
	screen.facts.shift, screen.stage = shift, counted
	screen.hand.begin(shift)
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	pictures := []struct {
		name string
		set  func(screen *Screen)
	}{
		{"shift-open", func(s *Screen) {
			s.stage, s.facts.hasLeft, s.facts.left.LeftFen = opening, true, 50000
			s.grid.pieces = [8]string{"3", "2", "4", "", "", "", "", ""}
		}},
		{"shift-open-differs", func(s *Screen) {
			s.stage, s.facts.hasLeft, s.facts.left.LeftFen = differing, true, 50000
			s.grid.pieces = [8]string{"3", "1", "4", "", "", "", "", ""}
			s.answer.reason, s.answer.approverCode = "unknown", "200"
		}},
		{"shift-open-far", func(s *Screen) {
			s.stage, s.facts.hasLeft, s.facts.left.LeftFen, s.facts.far = differing, true, 50000, "2025-11-20"
			s.grid.pieces = [8]string{"5", "", "", "", "", "", "", ""}
			s.answer.approverCode = "200"
		}},
		{"shift-opened-short", func(s *Screen) {
			s.stage, s.facts.hasLeft, s.facts.left.LeftFen = opened, true, 50000
			s.grid.pieces = [8]string{"3", "2", "4", "", "", "", "", ""}
			s.facts.shift.FloatDifferenceFen = -1000
		}},
		{"shift-others", func(s *Screen) { s.stage, s.facts.state.Cashier = others, "李敏" }},
		{"shift-count", func(s *Screen) { s.stage = counting }},
		{"shift-skipped", func(s *Screen) {
			s.stage, s.facts.overview.Between, s.facts.overview.NotPrinted, s.facts.unsure = counting, 8, 0, nil
			s.facts.overview.Skipped = []till.Skipped{{From: "01-2026-004280", To: "01-2026-004287", Count: 8, Why: till.SkippedPlaced},
				{From: "01/shift-000038", To: "01/shift-000038", Count: 1, Why: till.SkippedPlaced}}
		}},
		{"shift-past", func(s *Screen) { s.stage, s.facts.state.PastCutoff = counting, true }},
		{"shift-stale", func(s *Screen) {
			s.stage, s.grid.pieces, s.facts.overview.Shift.Counts = counting, [8]string{}, 1
		}},
		{"shift-tied", func(s *Screen) { sampleCounted(s, 0) }},
		{"shift-short", func(s *Screen) {
			sampleCounted(s, -2350)
			s.hand.receiverCode, s.hand.answer.approverCode, s.hand.answer.reason = "102", "102", "unknown"
		}},
		{"shift-unresolved", func(s *Screen) {
			sampleCounted(s, 0)
			s.facts.overview.Unresolved = []till.Unresolved{{Kind: till.WeChatPay, Fen: 1_438_35, Place: "3-2-1202"}, {Kind: till.AlipayPay, Fen: 320_00, Place: "1-1-602"}}
			s.hand.receiverCode, s.hand.answer.approverCode = "102", "200"
		}},
		{"shift-closed", sampleReport},
		{"shift-exported", func(s *Screen) {
			sampleReport(s)
			s.facts.exported = "/home/wangli/文档/收讫/2026-11-21-日报.xlsx"
		}},
	}
	all := make([]shell.Picture, 0, len(pictures)+1)
	for _, picture := range pictures {
		all = append(all, shell.Picture{Name: picture.name, Draw: func(frame *shell.Shell) {
			screen := sample(frame)
			picture.set(screen)
			forms.Sample(frame, screen, "shift")
		}})
	}
	all = append(all, cashPictures()...)
	return append(all, shell.Picture{Name: "shift-move", Draw: func(frame *shell.Shell) {
		screen := sample(frame)
		screen.stage = counting
		forms.Sample(frame, screen, "shift")
		screen.askMove(till.MoveOut, "bank_deposit")
	}})
}
