package report

import (
	"fmt"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// ShiftReport is the Z reports (交班表) of a day's shifts, as they were frozen when the shifts closed: they are not
// added up again. Open has a sentence for each shift that is not closed and so has none.
type ShiftReport struct {
	Company string         `json:"company"`
	Date    calendar.Date  `json:"date"`
	Reports []till.ZReport `json:"reports"`
	Open    []string       `json:"open"`
}

// Shifts reads the Z reports of a business day; a day without a shift is empty and no error.
func Shifts(tx *store.Tx, on calendar.Date) (r ShiftReport, err error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return r, err
	}
	r.Company, r.Date = policies.Company, on
	all, err := till.ShiftsOn(tx, on)
	if err != nil {
		return r, err
	}
	for _, shift := range all {
		if shift.ClosedSeq == 0 {
			words := "还没有交班"
			if ended, err := journal.IsEnded(tx, shift.Device); err != nil {
				return r, err
			} else if ended {
				words = "没有交班，柜台已撤销"
			}
			r.Open = append(r.Open, fmt.Sprintf("柜台 %s 第 %d 班%s，没有交班表。", shift.Counter, shift.No, words))
			continue
		}
		z, err := till.ZReportOf(tx, shift)
		if err != nil {
			return r, err
		}
		r.Reports = append(r.Reports, z)
	}
	return r, nil
}

// Sheets returns a table for each shift, and one that names the shifts without a report; a day without shifts says
// so.
func (r ShiftReport) Sheets() []Sheet {
	var sheets []Sheet
	for _, z := range r.Reports {
		sheets = append(sheets, zSheet(r.Company, z))
	}
	waiting := r.Open
	if len(sheets) == 0 && len(waiting) == 0 {
		waiting = []string{string(r.Date) + " 没有开班。"}
	}
	if len(waiting) > 0 {
		s := Sheet{Name: "未交班", Title: string(r.Date) + " 交班表", Columns: columns(Widest, unnamed)}
		for _, sentence := range waiting {
			s.note(sentence)
		}
		sheets = append(sheets, s)
	}
	return sheets
}

// zSheet returns one Z report as a table. People stand in it by their staff number, as they do on its paper.
func zSheet(company string, z till.ZReport) Sheet {
	s := Sheet{Name: fmt.Sprintf("%s-%d", z.Counter, z.No), Columns: append(columns(Widest, "事项"), columns(Moment, "笔数", "金额")...),
		Title: heading(z.Estate, company, string(z.BusinessOn), fmt.Sprintf("柜台 %s 第 %d 班交班表", z.Counter, z.No))}
	line := func(name, value string) { s.put(words(name), words(""), words(value)) }
	sum := func(sum till.Sum, name string) { s.put(words(name), number(sum.Count), amount(sum.Fen)) }
	fen := func(name string, fen money.Fen) { s.put(words(name), words(""), amount(fen)) }
	line("收款人", "工号 "+z.Cashier)
	// A supervisor may close the shift of a cashier who is not there.
	if z.ClosedBy != "" && z.ClosedBy != z.Cashier {
		line("代为交班", "工号 "+z.ClosedBy)
	}
	line("开班", moment(z.OpenedMS))
	line("交班", moment(z.ClosedMS))
	sum(z.Payments, "收款")
	sum(z.Voids, "作废")
	sum(z.Reversals, "红冲")
	sum(z.Refunds, "退款")
	sum(z.LateEntries, "其中补录")
	s.put(words("收据（"+z.FirstReceipt+" 至 "+z.LastReceipt+"）"), number(z.Receipts))
	for _, one := range z.Skipped {
		if shifts := one.ShiftWords(); shifts != "" {
			s.put(words("跳过班次："+shifts+"（"+one.Why.Words()+"）"), number(int(one.Count)))
			continue
		}
		s.put(words("跳过号码（"+one.From+" 至 "+one.To+"）："+one.Why.Words()), number(int(one.Count)))
	}
	s.head("按支付方式")
	var received money.Fen
	for _, t := range z.ByTender {
		sum(t, till.TenderKind(t.Name).Name())
		if till.TenderKind(t.Name).IsReceived() {
			received += t.Fen
		}
	}
	s.sums(len(z.ByTender))
	fen("实收合计（不含预存款抵扣和抹零）", received)
	s.head("按收费项目")
	for _, item := range z.ByItem {
		sum(item, item.Name)
	}
	s.sums(len(z.ByItem))
	s.head("现金")
	fen("备用金", z.FloatFen)
	fen("收现", z.CashInFen)
	fen("找零", -z.ChangeFen)
	fen("退还", -z.CashBackFen)
	fen("放入", z.MovedInFen)
	fen("取出", -z.MovedOutFen)
	// 应有 is the sum of the six lines above it.
	s.put(words("应有"), words(""), Cell{Kind: MoneyCell, Fen: z.ExpectedFen, Down: 6})
	fen("清点", z.CountedFen)
	fen("长短款", z.DifferenceFen)
	fen("留作备用金", z.LeftFen)
	fen("上交", z.HandedFen)
	fen("开班长短款", z.FloatDiffFen)
	s.put(words("清点次数"), number(z.Counts))
	for _, slip := range z.Slips {
		s.put(words(slip.Kind.Name()+"凭条清点"), number(slip.Counted), amount(slip.CountedFen))
		if !slip.Ties() {
			s.put(words(slip.Kind.Name()+"凭条应有"), number(slip.Expected), amount(slip.ExpectedFen))
			s.put(words(slip.Kind.Name()+"凭条相差"), number(slip.Counted-slip.Expected), amount(slip.DifferenceFen()))
		}
	}
	s.recounts(z)
	line("接收人", staffNumber(z.HandedTo))
	line("长短款批准人", staffNumber(z.Approver))
	// Number and hash of the event that closed the shift. Kept on paper they show later whether the book was
	// rewritten or cut off (audit.Anchor).
	line("账本校验（末条）", fmt.Sprint(z.HeadSeq))
	s.note(z.HeadHash)
	return s
}

// staffNumber returns a staff number as the report shows it, "—" for nobody.
func staffNumber(code string) string {
	if code == "" {
		return "—"
	}
	return "工号 " + code
}
