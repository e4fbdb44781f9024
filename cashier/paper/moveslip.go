package paper

import (
	"shouqi/devices/escpos"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// MoveSlip is everything that stands on the slip of a deposit that was moved to another household (押金转移单). It names both. It is
// no receipt: no money came. From and To are the rooms as people say them, Reason is in words, By and Approver are names.
type MoveSlip struct {
	Estate  string
	Company string
	Number  string
	MovedOn calendar.Date

	Item     string
	From, To string
	Fen      money.Fen
	Reason   string

	By, Approver string
	Copy         int // 1 is the original, n above 1 is 补打 第 n-1 次
}

// Document lays the slip out for a receipt printer, with a line for each household to sign on.
func (m MoveSlip) Document() escpos.Document {
	p := &page{}
	if name := copyName(m.Copy); name != "" {
		p.add(escpos.Title{Text: name})
		p.add(escpos.Rule{})
	}
	p.add(escpos.Text{Text: m.Company, Align: escpos.Center, Bold: true})
	p.add(escpos.Text{Text: m.Estate, Align: escpos.Center})
	p.add(escpos.Title{Text: "押金转移单"})
	p.add(escpos.Text{Text: "没有收付款，不作付款凭证", Align: escpos.Center, Bold: true})
	p.add(escpos.Rule{})
	p.field(pair{label: "编　　号", value: m.Number}, false)
	p.field(pair{label: "日　　期", value: string(m.MovedOn)}, false)
	p.field(pair{label: "押　　金", value: m.Item}, false)
	p.field(pair{label: "转出房号", value: m.From}, true)
	p.field(pair{label: "转入房号", value: m.To}, true)
	p.field(pair{label: "原　　因", value: m.Reason}, false)
	p.add(escpos.Rule{})
	p.add(escpos.Large{Left: "转移金额", Right: m.Fen.Yuan()})
	p.add(escpos.Text{Text: "人民币（大写）：" + m.Fen.Capital(), Bold: true})
	p.add(escpos.Rule{})
	p.add(figures("经办人 "+m.By, "批准人 "+m.Approver, false))
	for _, signer := range []string{"转出方签字", "转入方签字"} {
		p.add(escpos.Feed{Lines: 1})
		p.add(escpos.Text{Text: signer + " ______________"})
	}
	p.add(escpos.Cut{})
	return p.document
}
