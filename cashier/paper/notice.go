package paper

import (
	"fmt"

	"shouqi/devices/escpos"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// Notice is everything that stands on a notice of bills that a household has to pay (缴费通知单). It is no receipt and has no number: what
// stands on it is what is owed on its day, and its code opens exactly these bills at a counter.
type Notice struct {
	Estate  string
	Company string
	Counter string

	Room  string
	Payer string // who has to pay, masked: a notice is left at a door

	On    calendar.Date // the day to which it is reckoned
	AtMS  int64         // when it was printed, UTC milliseconds
	Lines []Line        // they add up to BillsFen and LateFen

	Bills    int       // how many bills stand on it
	BillsFen money.Fen // what is owed of them
	LateFen  money.Fen // their late fees until On
	// OverdueFen is what of both is overdue, and Overdue how many bills are. DueOn and DueLastOn are the first and the last day on
	// which the others are to be paid, "" where there are none.
	Overdue    int
	OverdueFen money.Fen
	DueOn      calendar.Date
	DueLastOn  calendar.Date

	About string // a sentence that the code is about all bills of some months; "" where it names exactly these bills
	QR    string // the code of its scanning.Slip
	Large bool   // print twice as large, for elderly owners
}

// TotalFen is what is to be paid, in fen.
func (n Notice) TotalFen() money.Fen { return n.BillsFen + n.LateFen }

// Document lays the notice out for a receipt printer.
func (n Notice) Document(profile escpos.Profile) escpos.Document {
	p := &page{columns: profile.Columns, large: n.Large}
	p.add(escpos.Text{Text: n.Company, Align: escpos.Center, Bold: true})
	if n.Estate != "" {
		p.add(escpos.Text{Text: n.Estate, Align: escpos.Center})
	}
	p.add(escpos.Title{Text: "缴费通知单"}, escpos.Text{Text: "不作收款凭证", Align: escpos.Center, Bold: true}, escpos.Rule{})
	p.whose(pair{label: "房　号", value: n.Room})
	p.field(pair{label: "缴费人", value: n.Payer}, false)
	p.field(pair{label: "日　期", value: string(n.On)}, false)
	p.add(escpos.Rule{})
	for _, line := range n.Lines {
		p.line(line, amountWidth(n.Lines))
	}
	p.add(escpos.Rule{})
	n.sums(p)
	p.add(escpos.Rule{})
	if codeFits(n.QR) {
		p.add(escpos.Feed{Lines: 1}, escpos.QR{Payload: n.QR}, escpos.Text{Text: "凭此单到收费处缴费，扫码即见账单", Align: escpos.Center})
	}
	p.add(escpos.Text{Text: "缴费后请索取收据", Align: escpos.Center})
	p.add(escpos.Text{Text: "柜台 " + n.Counter + "　" + moment(n.AtMS), Align: escpos.Center}, escpos.Cut{})
	return p.document
}

// sums is what the lines come to, and until when it is to be paid.
func (n Notice) sums(p *page) {
	p.row(pair{label: fmt.Sprintf("账单合计（%d 张）", n.Bills), value: n.BillsFen.Grouped()}, n.Large)
	if n.LateFen > 0 {
		p.row(pair{label: "违约金", value: n.LateFen.Grouped(), note: "计至 " + string(n.On) + "，以缴费日为准"}, n.Large)
	}
	p.total("待缴合计", n.TotalFen().Yuan())
	p.capital("人民币（大写）：" + n.TotalFen().Capital())
	if n.Overdue > 0 {
		p.row(pair{label: fmt.Sprintf("其中已逾期（%d 张）", n.Overdue), value: n.OverdueFen.Grouped()}, n.Large)
	}
	if n.DueOn != "" {
		p.row(pair{label: "缴费截止日", value: string(n.DueOn)}, n.Large)
	}
	if n.DueLastOn != n.DueOn {
		p.row(pair{label: "最晚截止日", value: string(n.DueLastOn)}, n.Large)
	}
	if n.About != "" {
		p.add(escpos.Text{Text: n.About})
	}
}
