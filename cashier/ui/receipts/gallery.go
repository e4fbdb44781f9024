package receipts

import (
	"context"
	"strings"
	"time"

	"shouqi/cashier/paper"
	"shouqi/cashier/printing"
	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/undoing"
	"shouqi/devices"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// Gallery returns the screen's states for the pictures.
func Gallery() []shell.Picture {
	return []shell.Picture{
		picture("receipts-empty", func(f *sampleFlows) { f.list = nil }, nil),
		picture("receipts-list", nil, nil),
		picture("receipts-unsure", func(f *sampleFlows) {
			f.unsure = []printing.Unprinted{{Receipt: f.list[0]}, {Receipt: f.list[2]}}
			f.printed = printing.Printed{State: spool.Unknown, Reason: devices.CutOff, Copy: 1}
		}, nil),
		picture("receipts-found", nil, func(s *Screen) {
			s.tail = "2-3-0802"
			s.search.SetText(s.tail)
			s.read("")
		}),
		picture("receipts-reversed", nil, func(s *Screen) { s.choose(4) }),
		picture("receipts-of-two", func(f *sampleFlows) { f.together = []string{"01-2026-004320", "01-2026-004321"} }, nil),
		picture("receipts-proven", nil, scanned("01-2026-004320", ledger.Verdict{Worth: ledger.Proven, Number: "01-2026-004320", Fen: 2198_80, State: till.StateLive})),
		picture("receipts-proven-reversed", nil, scanned("01-2026-004302", ledger.Verdict{Worth: ledger.Undone, Number: "01-2026-004302", Fen: 1180_47, State: till.StateReversed,
			UndoneBy: "01-2026-004317"})),
		picture("receipts-unproven", nil, scanned("01-2026-009999", ledger.Verdict{Worth: ledger.Unproven, Why: ledger.NotOurs})),
		picture("receipts-void", nil, func(s *Screen) { s.askUndo() }),
		picture("receipts-voided", nil, func(s *Screen) {
			s.undone = &undone{of: s.rows[0].receipt}
			s.drawRight()
		}),
		picture("receipts-voided-two", nil, func(s *Screen) {
			s.undone = &undone{of: sampleOfTwo(s.rows[0].receipt)}
			s.drawRight()
		}),
	}
}

// picture draws one state: the sample's answers are prepared, the screen is shown, and then worked.
func picture(name string, prepare func(*sampleFlows), work func(*Screen)) shell.Picture {
	return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
		flows := newSampleFlows()
		if prepare != nil {
			prepare(flows)
		}
		screen := newScreen(frame, flows, Deps{})
		frame.SetStatus(shell.Status{Project: "阳光花园", Counter: "01 号柜台", Shift: "早班 08:02 起", Cashier: "王丽",
			Printer: "打印机 就绪", PrinterTone: widgets.ToneGood, Clock: "2026-11-21 星期六 10:24"})
		frame.SetItems(shell.PictureRail("receipts", screen))
		frame.Show(screen)
		if work != nil {
			work(screen)
		}
	}}
}

// scanned shows a receipt whose code was read, and what the book made of it.
func scanned(number string, verdict ledger.Verdict) func(*Screen) {
	return func(s *Screen) {
		at := time.Date(2026, 11, 20, 16, 2, 0, 0, calendar.Zone)
		verdict.AtMS, verdict.UndoneMS, verdict.Counter = at.UnixMilli(), at.Add(18*time.Hour).UnixMilli(), "01"
		s.flows.(*sampleFlows).verdict = verdict
		s.Find("SHOUQI1 " + number)
		s.read(s.chosen)
	}
}

// sampleOfTwo is a receipt whose payment has another one, for a deposit.
func sampleOfTwo(one receipts.Receipt) receipts.Receipt {
	one.TotalFen += 500_00
	one.Tenders = []till.Tender{{Kind: till.Cash, Fen: one.TotalFen}}
	one.Allocations = []till.Allocation{{Kind: till.ToBill, Fen: 500_00, Book: till.DepositBook}, {Kind: till.ToBill, Fen: one.TotalFen - 500_00}}
	one.Receipts = []till.Receipt{{Number: "01-2026-004320", Book: till.DepositBook, Fen: 500_00}, {Number: "01-2026-004321", Fen: one.TotalFen - 500_00}}
	return one
}

// sampleFlows answers the gallery's screen from plain structs.
type sampleFlows struct {
	list    []receipts.Receipt
	unsure  []printing.Unprinted
	printed printing.Printed
	// together are the receipts of the payment whose paper is looked at, where it has several.
	together []string
	// verdict is what the book makes of any code.
	verdict ledger.Verdict
}

func newSampleFlows() *sampleFlows {
	at := time.Date(2026, 11, 21, 10, 24, 0, 0, calendar.Zone)
	list := []receipts.Receipt{}
	add := func(number string, minutes int, room, payer string, fen money.Fen, state paper.State, tender till.Tender) {
		p := till.Payment{Kind: till.Paid, Number: number, State: string(state), Copies: 1, Shift: till.ShiftRef{Device: 1, Seq: 7}, BusinessOn: "2026-11-21", ValueOn: "2026-11-21",
			AtMS: at.Add(-time.Duration(minutes) * time.Minute).UnixMilli(), TotalFen: fen, Tenders: []till.Tender{tender}}
		switch state {
		case paper.Reversal:
			p.Kind = till.Reversal
		case paper.Void:
			p.UndoneBy = string(till.Void)
		case paper.Reversed:
			p.UndoneBy, p.Shift.Seq = "01-2026-004317", 6
		}
		list = append(list, receipts.Receipt{Payment: p, Part: p, Room: room, Payer: payer})
	}
	cash := func(fen money.Fen) till.Tender { return till.Tender{Kind: till.Cash, Fen: fen} }
	add("01-2026-004320", 0, "3-2-1201", "张*国", 2198_80, paper.Live, cash(2198_80))
	add("01-2026-004319", 12, "1-1-0602", "郑*贵", 420_00, paper.Live, till.Tender{Kind: till.Card, Fen: 420_00, Reference: "00128834"})
	add("01-2026-004318", 31, "5-1-0301", "欧阳**", 96_50, paper.Void, cash(96_50))
	add("01-2026-004317", 48, "2-3-0802", "李*", -1180_47, paper.Reversal, cash(-1180_47))
	add("01-2026-004302", 1560, "2-3-0802", "李*", 1180_47, paper.Reversed, cash(1180_47))
	add("01-2026-004301", 1610, "商铺-07", "中建广物业服务有限公司", 12840_00, paper.Live, till.Tender{Kind: till.Transfer, Fen: 12840_00, Reference: "2026112000731"})
	list[1].PaperNumber = "0088121"
	return &sampleFlows{list: list, printed: printing.Printed{State: spool.Confirmed, Copy: 1}}
}

func (f *sampleFlows) State(context.Context) (session.State, error) {
	return session.State{Mine: true, Shift: &till.Shift{ShiftRef: till.ShiftRef{Device: 1, Seq: 7}}}, nil
}

func (f *sampleFlows) Find(_ context.Context, text string) (found receipts.Found, err error) {
	for _, receipt := range f.list {
		if strings.HasSuffix(receipt.Number, text) || receipt.Room == text {
			found.List = append(found.List, receipt)
		}
	}
	if text != "" && len(found.List) > 0 {
		found.By = []string{receipts.ByRoom}
	}
	return found, nil
}

func (f *sampleFlows) Prove(context.Context, string) (ledger.Verdict, error) { return f.verdict, nil }

func (f *sampleFlows) Unprinted(context.Context) ([]printing.Unprinted, error) { return f.unsure, nil }

func (f *sampleFlows) PaperReceipt(_ context.Context, number string, _ int) (paper.Receipt, error) {
	for _, receipt := range f.list {
		if receipt.Number != number {
			continue
		}
		r := paper.Receipt{Together: f.together, Company: "阳光物业服务有限公司", Number: number, State: paper.State(receipt.State), Room: receipt.Room, Payer: "张建国",
			AtMS: receipt.AtMS, Sums: receipt.Sums(), Ways: receipt.Ways(), PaperNumber: receipt.PaperNumber, ValueOn: "2026-11-20", Cashier: "王丽", CheckMark: "9f31c07ab2e4d518",
			Lines: []paper.Line{
				{Item: "物业费", Period: "2026-07 至 09", Why: "98.30 × 2.85 × 3 月", AmountFen: 840_47},
				{Item: "物业费", Period: "2026-10 至 12", Why: "98.30 × 2.85 × 3 月", AmountFen: 840_47},
				{Item: "违约金", Why: "万分之三 × 51 天", AmountFen: 12_86},
				{Item: "水费", Period: "2026-10", Why: "326 → 367，41 m³ × 5.00", AmountFen: 205_00},
				{Item: "地下月租 B1-047", Period: "2026-11", Why: "每月 300", AmountFen: 300_00}}}
		if r.State == paper.Reversed {
			r.Linked = receipt.UndoneBy
		}
		return r, nil
	}
	return paper.Receipt{}, nil
}

func (f *sampleFlows) Printed(context.Context, string) (printing.Printed, error) {
	return f.printed, nil
}

func (f *sampleFlows) PrintAgain(context.Context, string) (int, error) { return 2, nil }

func (f *sampleFlows) MarkPrinted(context.Context, int64) error { return nil }

func (f *sampleFlows) CancelPrint(context.Context, int64) error { return nil }

func (f *sampleFlows) MustReverse(state session.State, p till.Payment) bool {
	return state.Shift == nil || p.Shift != state.Shift.ShiftRef || p.Tenders[0].Kind.IsElectronic()
}

func (f *sampleFlows) Begin(number string) (undoing.Undo, error) {
	return undoing.Undo{RequestID: "sample", Number: number}, nil
}

func (f *sampleFlows) Void(context.Context, undoing.Undo) (taking.Taken, error) {
	return taking.Taken{}, nil
}

func (f *sampleFlows) Reverse(context.Context, undoing.Undo) (taking.Taken, error) {
	return taking.Taken{}, nil
}
