package till

import (
	"fmt"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// PrepaidItem is the name under which money kept for later stands among the items.
const PrepaidItem = "预存款"

// RecoverItem is the name under which money that went out twice stands among the items: it is to be got back.
const RecoverItem = "应追回"

// Text returns the report as plain lines of at most 32 columns, so that 58 mm paper takes it; it is frozen with the
// shift. Two spaces or more stand only between a name and its figure: by them wider paper finds the figures and moves
// them to its own edge. The report must have its head: the hash fills two lines.
func (z ZReport) Text() string {
	t := &zText{}
	t.head(z)
	t.payments(z)
	t.ways(z)
	t.cash(z)
	t.slips(z)
	t.unresolved(z)
	t.goingBack(z)
	t.unconfirmed(z)
	t.lines = append(t.lines, rule, "账本校验", fmt.Sprintf(" 末条 %d", z.HeadSeq), z.HeadHash[:columns], z.HeadHash[columns:])
	return strings.Join(t.lines, "\n") + "\n"
}

// zText collects the lines of a report. A section adds its lines below those that are there.
type zText struct{ lines []string }

func (t *zText) add(lines ...string) { t.lines = append(t.lines, lines...) }

func (t *zText) line(name, value string) { t.add(pad(name, value)...) }

func (t *zText) sum(name string, s Sum) {
	t.line(fmt.Sprintf("%s %d 笔", name, s.Count), s.Fen.Grouped())
}

// head writes whose shift it was and when. Who closed it is named only where that is not the cashier.
func (t *zText) head(z ZReport) {
	t.add("交班报表（Z）")
	t.add(wrap(z.Estate)...)
	t.line("柜台 "+z.Counter, fmt.Sprintf("第 %d 班", z.No))
	t.line("收银员", "工号 "+z.Cashier)
	if z.ClosedBy != "" && z.ClosedBy != z.Cashier {
		t.line("代为交班", "工号 "+z.ClosedBy)
	}
	t.line("营业日", string(z.BusinessOn))
	t.line("开班", moment(z.OpenedMS))
	t.line("交班", moment(z.ClosedMS))
}

// payments writes how many payments, reversals and late entries there were, and the range of the receipt numbers with those, and the shifts, that were skipped.
func (t *zText) payments(z ZReport) {
	t.add(rule)
	t.sum("收款", z.Payments)
	t.sum("红冲", z.Reversals)
	t.sum("退款", z.Refunds)
	t.line("实收合计", z.ReceivedFen.Grouped())
	t.sum("其中补录", z.LateEntries)
	t.line(fmt.Sprintf("作废 %d 笔（未计入）", z.Voids.Count), (-z.Voids.Fen).Grouped())
	t.add(fmt.Sprintf("收据 %d 张", z.Receipts))
	if z.Receipts > 0 {
		t.add(" "+z.FirstReceipt+" 起", " "+z.LastReceipt+" 止")
	}
	for _, one := range z.Skipped {
		if shifts := one.ShiftWords(); shifts != "" {
			t.add(wrap("跳过班次：" + shifts)...)
		} else {
			t.line("跳过号码", fmt.Sprintf("%d 个", one.Count))
			t.add(" "+one.From+" 起", " "+one.To+" 止")
		}
		t.add(wrap(" " + one.Why.Words())...)
	}
}

// ways writes the sums by tender. The kinds that bring money in add up to what was received; prepayment and rounding
// come under a heading of their own, which is left out where there are none. The sums by charge item follow.
func (t *zText) ways(z ZReport) {
	t.add(rule, "按支付方式")
	for _, s := range z.ByTender {
		if TenderKind(s.Name).IsReceived() {
			t.sum(" "+TenderKind(s.Name).Name(), s)
		}
	}
	t.line(" 实收合计", z.ReceivedFen.Grouped())
	heading := "不计实收"
	for _, s := range z.ByTender {
		if TenderKind(s.Name).IsReceived() {
			continue
		}
		if heading != "" {
			t.add(heading)
			heading = ""
		}
		t.sum(" "+TenderKind(s.Name).Name(), s)
	}
	t.add("按收费项目")
	for _, s := range z.ByItem {
		t.sum(" "+s.Name, s)
	}
	t.line(" 应收合计", z.DueFen.Grouped())
}

// cash writes the drawer: what came in and went out, what should be there, what was counted and where it went.
func (t *zText) cash(z ZReport) {
	t.add(rule, "现金")
	for _, c := range []struct {
		name string
		fen  money.Fen
	}{{" 备用金", z.FloatFen}, {" 收到现金", z.CashInFen}, {" 找零", -z.ChangeFen}, {" 退还", -z.CashBackFen}, {" 放入", z.MovedInFen}, {" 取出", -z.MovedOutFen},
		{" 应有", z.ExpectedFen}, {" 清点", z.CountedFen}, {" 长短款", z.DifferenceFen}, {" 留作备用金", z.LeftFen}, {" 上交", z.HandedFen}} {
		t.line(c.name, c.fen.Grouped())
	}
	t.line(" 开班长短款", z.FloatDiffFen.Grouped())
	if z.FloatApprover != "" {
		t.line(" 开班批准人", dash(z.FloatApprover))
	}
	t.line(" 清点次数", fmt.Sprint(z.Counts))
	t.cashCounts(z)
	if z.DrawerOpened > 0 {
		t.line(" 无收付开钱箱", fmt.Sprintf("%d 次", z.DrawerOpened))
	}
	t.line(" 接收人", dash(z.HandedTo))
	t.line(" 长短款批准人", dash(z.Approver))
}

// slips writes what was counted of each kind of slip, and what the book has where that is something else. A shift without slips has no
// such section.
func (t *zText) slips(z ZReport) {
	if len(z.Slips) == 0 {
		return
	}
	t.add(rule, "凭条清点")
	for _, s := range z.Slips {
		name := " " + s.Kind.Name()
		t.line(fmt.Sprintf("%s %d 张", name, s.Counted), s.CountedFen.Grouped())
		if s.Ties() {
			continue
		}
		t.line(fmt.Sprintf("  应有 %d 张", s.Expected), s.ExpectedFen.Grouped())
		t.line(fmt.Sprintf("  相差 %+d 张", s.Counted-s.Expected), s.DifferenceFen().Grouped())
	}
	t.line(" 清点次数", fmt.Sprint(z.SlipCounts))
	t.slipCounts(z)
}

// columns is the width of 58 mm paper in ASCII characters.
const (
	columns = 32
	rule    = "--------------------------------"
)

// dash returns a staff number as the report prints it, or a dash for nobody.
func dash(code string) string {
	if code == "" {
		return "—"
	}
	return "工号 " + code
}

// moment returns milliseconds since 1970 in UTC as a minute of the clock in China.
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

// pad returns a name and its value as one line, the value at the right edge and at least two spaces from the name.
// Where both do not fit, the value has a line of its own.
func pad(name, value string) []string {
	if gap := columns - width(name) - width(value); gap > 1 {
		return []string{name + strings.Repeat(" ", gap) + value}
	}
	return append(wrap(name), strings.Repeat(" ", max(0, columns-width(value)))+value)
}

// wrap breaks text into lines of at most columns, between any two characters, as Chinese is broken.
func wrap(text string) (lines []string) {
	for width(text) > columns {
		line := clip(text, columns)
		lines, text = append(lines, line), text[len(line):]
	}
	return append(lines, text)
}

// clip returns as much of the beginning of text as fits into most columns, in whole characters.
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
