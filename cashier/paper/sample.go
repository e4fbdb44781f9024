package paper

import (
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/till"
)

// Sample is a receipt of nobody, to show how receipts are laid out: every part that can stand on one does. Back makes it one that
// accompanies money given back.
func Sample(back bool) Receipt {
	r := Receipt{
		Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", Number: "01-2026-000123", State: Live, Room: "3-2-1201", Payer: "张三",
		Lines: []Line{
			{Item: "物业费", Period: "2026-09 至 2026-11", Why: "98.30 m² × 2.85 元 × 3 月", AmountFen: 840_47},
			{Item: "车位管理费", Period: "2026-11", Why: "B1-047 × 80.00 元", AmountFen: 80_00},
		},
		Sums:            till.Sums{DueFen: 920_47, RoundingFen: 7, ReceivedFen: 920_40, CashFen: 920_40, HandedFen: 1000_00, ChangeFen: 79_60},
		Ways:            []till.Tender{{Kind: till.Cash, Fen: 920_40}},
		PrepaidAfterFen: 500_00, Cashier: "收款员", BusinessOn: "2026-11-21", ValueOn: "2026-11-21",
		AtMS: time.Date(2026, 11, 21, 9, 12, 0, 0, calendar.Zone).UnixMilli(), Copy: 1, QR: sampleCode, CheckMark: "3fa9c2d1a0b4e5f6",
	}
	if !back {
		return r
	}
	r.State, r.Linked, r.Approver = Reversal, r.Number, "主管"
	r.Number = "01-2026-000130"
	r.Sums = till.Sums{DueFen: -920_47, RoundingFen: -7, ReceivedFen: -920_40, CashFen: -920_40, HandedFen: -1000_00, ChangeFen: -79_60}
	r.Ways = []till.Tender{{Kind: till.Cash, Fen: -920_40}}
	for i := range r.Lines {
		r.Lines[i].AmountFen = -r.Lines[i].AmountFen
	}
	return r
}

// sampleCode is as long as the codes that receipts have, and proves nothing: no key signed it.
const sampleCode = "SHOUQI1 01-2026-000123 CNY 920.40 2026-11-21 09:12:00 01 SAMPLESA " +
	"MPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPLESAMPL"
