package till

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Sum is a count and an amount under a name.
type Sum struct {
	Name  string    `json:"name"`
	Count int       `json:"count"`
	Fen   money.Fen `json:"fen"`
}

// ZReport is a shift's account, frozen at its close. People stand in it by staff number: it is part of an event.
type ZReport struct {
	Estate        string        `json:"estate"`
	Counter       string        `json:"counter"`
	No            int64         `json:"no"`
	Cashier       string        `json:"cashier"`
	ClosedBy      string        `json:"closedBy"`
	BusinessOn    calendar.Date `json:"businessOn"`
	OpenedMS      int64         `json:"openedMS"`
	ClosedMS      int64         `json:"closedMS"`
	Payments      Sum           `json:"payments"`
	Voids         Sum           `json:"voids"`
	Reversals     Sum           `json:"reversals"`
	LateEntries   Sum           `json:"lateEntries"`
	FirstReceipt  string        `json:"firstReceipt"`
	LastReceipt   string        `json:"lastReceipt"`
	Receipts      int           `json:"receipts"`
	ByTender      []Sum         `json:"byTender"`
	ByItem        []Sum         `json:"byItem"`
	FloatFen      money.Fen     `json:"floatFen"`
	FloatDiffFen  money.Fen     `json:"floatDifferenceFen"`
	FloatApprover string        `json:"floatApprover,omitempty"`
	CashInFen     money.Fen     `json:"cashInFen"`
	ChangeFen     money.Fen     `json:"changeFen"`
	CashBackFen   money.Fen     `json:"cashBackFen"`
	MovedInFen    money.Fen     `json:"movedInFen"`
	MovedOutFen   money.Fen     `json:"movedOutFen"`
	ExpectedFen   money.Fen     `json:"expectedFen"`
	CountedFen    money.Fen     `json:"countedFen"`
	Counts        int           `json:"counts"`
	DifferenceFen money.Fen     `json:"differenceFen"`
	LeftFen       money.Fen     `json:"leftFen"`
	HandedFen     money.Fen     `json:"handedFen"`
	HandedTo      string        `json:"handedTo"`
	Approver      string        `json:"approver"`
	HeadSeq       int64         `json:"headSeq"`
	HeadHash      string        `json:"headHash"`
}

// zReport gathers a shift that is being closed; Close adds the head, which is the close itself.
func (t *Till) zReport(tx *store.Tx, policies estate.Policies, shift Shift, closing shiftClosedV1) (ZReport, error) {
	z, err := Summarize(tx, policies, shift)
	if err != nil {
		return z, err
	}
	z.ClosedMS = t.now().UnixMilli()
	z.LeftFen, z.HandedFen = closing.LeftFen, closing.HandedFen
	if z.ClosedBy, err = staffCode(tx, closing.By); err != nil {
		return z, err
	}
	if z.HandedTo, err = staffCode(tx, closing.HandedTo.Person); err != nil {
		return z, err
	}
	z.Approver, err = staffCode(tx, closing.Approver.Person)
	return z, err
}

func staffCode(tx *store.Tx, id string) (code string, err error) {
	if id == "" {
		return "", nil
	}
	_, err = tx.Get("SELECT code FROM staff WHERE id = ?", []any{id}, &code)
	return code, err
}

// Summarize adds a shift up from its payments: an X report while it is open, with what was counted only while that count
// stands. What it says of cash ties to the cash account.
func Summarize(tx *store.Tx, policies estate.Policies, shift Shift) (ZReport, error) {
	z := ZReport{Estate: policies.Estate, Counter: shift.Counter, No: shift.No, BusinessOn: shift.BusinessOn, OpenedMS: shift.OpenedMS,
		FloatFen: shift.FloatFen, FloatDiffFen: shift.FloatDifferenceFen, Counts: shift.Counts}
	if shift.CountStands {
		z.CountedFen, z.DifferenceFen = shift.CountedFen, shift.DifferenceFen
	}
	var err error
	if z.Cashier, err = staffCode(tx, shift.Cashier); err != nil {
		return z, err
	}
	if z.FloatApprover, err = staffCode(tx, shift.FloatApprover); err != nil {
		return z, err
	}
	all, err := OfShift(tx, shift.Seq)
	if err != nil {
		return z, err
	}
	tenders, items := make(map[string]Sum), make(map[string]Sum)
	for _, p := range all {
		z.add(p, tenders, items)
	}
	z.ByTender, z.ByItem = sorted(tenders), sorted(items)
	if _, err := tx.Get(`SELECT coalesce(sum(CASE direction WHEN 'in' THEN fen END), 0), coalesce(sum(CASE direction WHEN 'out' THEN fen END), 0)
		FROM cash_moves WHERE device = 1 AND shift_seq = ?`, []any{shift.Seq}, &z.MovedInFen, &z.MovedOutFen); err != nil {
		return z, err
	}
	z.ExpectedFen = z.FloatFen + z.CashInFen - z.ChangeFen - z.CashBackFen + z.MovedInFen - z.MovedOutFen
	if shift.ClosedSeq != 0 {
		return z, nil
	}
	drawer, err := Drawer(tx, shift.Counter, shift.Seq, shift.FloatFen)
	if err == nil && drawer != z.ExpectedFen {
		err = store.Refuse("till.drawer_account", z.ExpectedFen.Yuan(), drawer.Yuan())
	}
	return z, err
}

func (z *ZReport) add(p Payment, tenders, items map[string]Sum) {
	switch p.Kind {
	case "payment":
		z.Payments = z.Payments.plus(p.TotalFen)
		z.CashInFen += ofKind(p.Tenders, Cash)
		z.ChangeFen += p.ChangeFen
	case "void":
		z.Voids = z.Voids.plus(p.TotalFen)
		z.CashBackFen -= p.CashFen()
	case "reversal":
		z.Reversals = z.Reversals.plus(p.TotalFen)
		z.CashBackFen -= p.CashFen()
	}
	if p.PaperNumber != "" {
		z.LateEntries = z.LateEntries.plus(p.TotalFen)
	}
	if p.Number != "" {
		if z.FirstReceipt == "" {
			z.FirstReceipt = p.Number
		}
		z.LastReceipt = p.Number
		z.Receipts++
	}
	counted := false
	for _, t := range p.Tenders {
		switch {
		case t.Kind != Cash:
			tenders[t.Kind] = tenders[t.Kind].plus(t.Fen)
		case !counted: // all cash of a payment, less its change, is one line
			tenders[Cash] = tenders[Cash].plus(p.CashFen())
			counted = true
		}
	}
	for _, a := range p.Allocations {
		name := a.Item
		if a.Kind == ToPrepaid {
			name = PrepaidItem
		}
		items[name] = items[name].plus(a.Fen)
	}
}

// PrepaidItem is the name under which money kept for later stands among the items.
const PrepaidItem = "预存"

func (s Sum) plus(fen money.Fen) Sum {
	s.Count++
	s.Fen += fen
	return s
}

func sorted(sums map[string]Sum) []Sum {
	all := make([]Sum, 0, len(sums))
	for name, sum := range sums {
		sum.Name = name
		all = append(all, sum)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// TenderNames are the words for tenders on paper; paper is Chinese whatever language the screen speaks.
var TenderNames = map[string]string{Cash: "现金", Card: "刷卡", Transfer: "转账", Cheque: "支票", Prepaid: "预存抵扣", Rounding: "抹零"}

// Text writes the report as plain lines of at most 32 columns, so that 58 mm paper takes it; it is frozen with the shift.
func (z ZReport) Text() string {
	var lines []string
	line := func(name, value string) { lines = append(lines, pad(name, value)...) }
	sum := func(name string, s Sum) { line(fmt.Sprintf("%s %d 笔", name, s.Count), s.Fen.Grouped()) }
	lines = append(append(lines, "交班报表（Z）"), wrap(z.Estate)...)
	line("柜台 "+z.Counter, fmt.Sprintf("第 %d 班", z.No))
	line("收银员", "工号 "+z.Cashier)
	if z.ClosedBy != "" && z.ClosedBy != z.Cashier {
		line("代为交班", "工号 "+z.ClosedBy)
	}
	line("营业日", string(z.BusinessOn))
	line("开班", moment(z.OpenedMS))
	line("交班", moment(z.ClosedMS))
	lines = append(lines, rule)
	sum("收款", z.Payments)
	sum("作废", z.Voids)
	sum("红冲", z.Reversals)
	sum("其中补录", z.LateEntries)
	lines = append(lines, fmt.Sprintf("收据 %d 张", z.Receipts))
	if z.Receipts > 0 {
		lines = append(lines, " "+z.FirstReceipt+" 起", " "+z.LastReceipt+" 止")
	}
	lines = append(lines, rule, "按支付方式")
	for _, s := range z.ByTender {
		sum(" "+TenderNames[s.Name], s)
	}
	lines = append(lines, "按收费项目")
	for _, s := range z.ByItem {
		sum(" "+clip(s.Name, 14), s)
	}
	lines = append(lines, rule, "现金")
	for _, c := range []struct {
		name string
		fen  money.Fen
	}{{" 备用金", z.FloatFen}, {" 收现", z.CashInFen}, {" 找零", -z.ChangeFen}, {" 退还", -z.CashBackFen}, {" 领入", z.MovedInFen}, {" 取出", -z.MovedOutFen},
		{" 应有", z.ExpectedFen}, {" 清点", z.CountedFen}, {" 长短款", z.DifferenceFen}, {" 留作备用金", z.LeftFen}, {" 上交", z.HandedFen}} {
		line(c.name, c.fen.Grouped())
	}
	line(" 开班长短款", z.FloatDiffFen.Grouped())
	if z.FloatApprover != "" {
		line(" 开班批准人", dash(z.FloatApprover))
	}
	line(" 清点次数", fmt.Sprint(z.Counts))
	line(" 接收人", dash(z.HandedTo))
	line(" 长短款批准人", dash(z.Approver))
	lines = append(lines, rule, "账本校验", fmt.Sprintf(" 末条 %d", z.HeadSeq), z.HeadHash[:columns], z.HeadHash[columns:])
	return strings.Join(lines, "\n") + "\n"
}

const (
	columns = 32
	rule    = "--------------------------------"
)

func dash(code string) string {
	if code == "" {
		return "—"
	}
	return "工号 " + code
}

func moment(ms int64) string {
	return time.UnixMilli(ms).In(calendar.Zone).Format("2006-01-02 15:04")
}

// width counts printer columns: what is not ASCII prints two columns wide.
func width(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0x7e {
			n++
		}
	}
	return n
}

// pad puts the value at the end of the name's line, or on a line of its own where both do not fit.
func pad(name, value string) []string {
	if gap := columns - width(name) - width(value); gap > 0 {
		return []string{name + strings.Repeat(" ", gap) + value}
	}
	return append(wrap(name), strings.Repeat(" ", max(0, columns-width(value)))+value)
}

// wrap breaks text into lines that fit.
func wrap(text string) (lines []string) {
	for width(text) > columns {
		line := clip(text, columns)
		lines, text = append(lines, line), text[len(line):]
	}
	return append(lines, text)
}

func clip(text string, most int) string {
	n := 0
	for i, r := range text {
		w := 1
		if r > 0x7e {
			w = 2
		}
		if n += w; n > most {
			return text[:i]
		}
	}
	return text
}
