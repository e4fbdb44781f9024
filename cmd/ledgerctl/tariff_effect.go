package main

import (
	"fmt"

	"shouqi/cashier"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// shownMover is one room's amount before and after.
type shownMover struct {
	Room      string    `json:"room"`
	OldFen    money.Fen `json:"oldFen"`
	NewFen    money.Fen `json:"newFen"`
	ChangeFen money.Fen `json:"changeFen"`
	Steps     []string  `json:"steps"`
}

// shownEffect is billing.Effect as it is answered.
type shownEffect struct {
	Item    string              `json:"item"`
	Tariff  string              `json:"tariff"`
	UntilOn calendar.Date       `json:"untilOn,omitempty"`
	Periods []shownPeriod       `json:"periods"`
	Issued  billing.IssuedAhead `json:"issued"`
}

// shownPeriod is the effect on one period: Held are its days under the new price, Like the period whose usage stands in.
type shownPeriod struct {
	Span       tariff.Span      `json:"span"`
	Held       tariff.Span      `json:"held"`
	Like       *tariff.Span     `json:"like,omitempty"`
	Households int              `json:"households"`
	Changed    int              `json:"changed"`
	OldFen     money.Fen        `json:"oldFen"`
	NewFen     money.Fen        `json:"newFen"`
	ChangeFen  money.Fen        `json:"changeFen"`
	Movers     []shownMover     `json:"movers"`
	Negative   []shownMover     `json:"negative"`
	Failing    []shownException `json:"failing"`
}

func moversOf(movers []billing.Mover) []shownMover {
	shown := make([]shownMover, len(movers))
	for i, m := range movers {
		shown[i] = shownMover{Room: m.Code, OldFen: m.OldFen, NewFen: m.NewFen, ChangeFen: m.ChangeFen(), Steps: m.Steps}
	}
	return shown
}

func shownPeriodOf(p billing.PeriodEffect) shownPeriod {
	shown := shownPeriod{Span: p.Span, Held: p.Held, Households: p.Households, Changed: p.Changed, OldFen: p.OldFen, NewFen: p.NewFen, ChangeFen: p.NewFen - p.OldFen,
		Movers: moversOf(p.Movers), Negative: moversOf(p.Negative), Failing: exceptionsOf(p.Failing)}
	if p.Like != (tariff.Span{}) {
		shown.Like = &p.Like
	}
	return shown
}

// showEffect answers what a draft would do to this estate. Nothing is saved.
func showEffect(d *desk, book *ledger.Book, draft billing.NewTariff) error {
	effect, err := cashier.New(book).Pricing.Effect(d.ctx, draft)
	if err != nil {
		return err
	}
	shown := shownEffect{Item: draft.Item, Tariff: draft.Name, UntilOn: effect.UntilOn, Periods: []shownPeriod{}, Issued: effect.Issued}
	var lines []string
	for _, p := range effect.Periods {
		one := shownPeriodOf(p)
		shown.Periods = append(shown.Periods, one)
		lines = append(lines, one.lines()...)
	}
	if effect.UntilOn != "" {
		lines = append(lines, string(effect.UntilOn)+" 起不用这个价：那天起的价格或停用已经定好")
	}
	return d.answer(shown, append(lines, issuedLines(draft.Item, effect.Issued, issuedAtOld)...)...)
}

func (p shownPeriod) lines() []string {
	head := "试算 " + words.Period(p.Span.From, p.Span.To)
	if p.Held != p.Span {
		head += "（其中 " + words.Period(p.Held.From, p.Held.To) + " 用新价）"
	}
	if p.Like != nil {
		head += "，按 " + words.Period(p.Like.From, p.Like.To) + " 的用量"
	}
	lines := []string{fmt.Sprintf("%s，什么都没有存：%d 户，其中 %d 户有变化", head, p.Households, p.Changed),
		fmt.Sprintf("原来 %s，调价后 %s，相差 %s", p.OldFen.Yuan(), p.NewFen.Yuan(), signed(p.ChangeFen))}
	for _, m := range p.Movers {
		lines = append(lines, "变化 "+m.line())
	}
	for _, m := range p.Negative {
		lines = append(lines, "变成负数 "+m.Room+"（原来 "+m.OldFen.Grouped()+"）")
	}
	return append(lines, exceptionLines(p.Failing)...)
}

func (m shownMover) line() string {
	return m.Room + "  " + m.OldFen.Grouped() + " → " + m.NewFen.Grouped() + "  " + signed(m.ChangeFen)
}

// Why bills that are out already stand beside a change: they have the old price, or the item ends within their days.
const (
	issuedAtOld  = "已经按原价出了"
	issuedBeyond = "已经出到停收以后的有"
)

// issuedRooms is how many rooms of bills that are out already are said one by one; JSON has them all.
const issuedRooms = 20

// issuedLines say which bills of an item are out already, whose they are and what can be done about them; none are no lines.
func issuedLines(item string, issued billing.IssuedAhead, why string) []string {
	if issued.Count == 0 {
		return nil
	}
	lines := []string{fmt.Sprintf("%s %d 张账单，%d 户，共 %s，都不会自己变：", why, issued.Count, issued.Households(), issued.SumFen.Yuan())}
	for i, room := range issued.Rooms {
		if i == issuedRooms {
			lines = append(lines, fmt.Sprintf("  ……还有 %d 处，用 --json 看全部", len(issued.Rooms)-i))
			break
		}
		lines = append(lines, fmt.Sprintf("  %s  %s  %d 张  %s", room.Code, words.Period(room.FromOn, room.ToOn), room.Count, room.SumFen.Grouped()))
	}
	first := issued.Rooms[0]
	return append(lines, fmt.Sprintf("要改就逐户重算差额：bill adjust --item %s --room %s --period %s..%s", item, first.Code, first.FromOn, first.ToOn))
}
