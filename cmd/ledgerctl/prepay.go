package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/prepaying"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type prepayCommands struct {
	Take     prepayTakeCommand   `cmd:"" help:"存入预存款，可以指定用途；标准输入：经办人的密码。"`
	Move     prepayMoveCommand   `cmd:"" help:"把预存款转到别的用途或别的房屋；标准输入：经办人和批准人的密码。"`
	Freeze   prepayFreezeCommand `cmd:"" help:"冻结预存款；标准输入：经办人和批准人的密码。"`
	Unfreeze prepayThawCommand   `cmd:"" help:"解冻预存款；标准输入：经办人和批准人的密码。"`
	Return   prepayReturnCommand `cmd:"" help:"申请退预存款；标准输入：申请人的密码，写了 --approver 就再加批准人的。"`
	Auto     prepayAutoCommand   `cmd:"" help:"这一户的预存款自动抵扣账单，--off 取消；标准输入：经办人的密码。"`
	Deduct   prepayDeductCommand `cmd:"" help:"把约定自动抵扣的各户都抵扣一遍：出了的账单都抵，不等缴费截止日；标准输入：经办人的密码。"`
	List     prepayListCommand   `cmd:"" help:"各户的预存款；写了房号就只列这一户。"`
}

// purpose is a flag of what a prepayment is kept for: its name, or its word.
type purpose struct{ billing.Purpose }

// UnmarshalText reads it; a word that is none is billing.purpose.
func (p *purpose) UnmarshalText(text []byte) error {
	for _, one := range billing.Purposes {
		if typed := string(text); typed == string(one) || typed == one.Name() {
			p.Purpose = one
			return nil
		}
	}
	return store.Refuse(billing.CodePurpose, string(text))
}

// purposeHelp is what a flag of a purpose takes.
const purposeHelp = "property（物业费）、utilities（水电气）、parking（停车费），不写是通用"

// keptSum is a flag of money of a prepayment that is kept for one purpose: PURPOSE:AMOUNT.
type keptSum struct {
	purpose
	fen money.Fen
}

// UnmarshalText reads it.
func (k *keptSum) UnmarshalText(text []byte) error {
	name, sum, _ := strings.Cut(typedMarks.Replace(string(text)), ":")
	if err := k.purpose.UnmarshalText([]byte(name)); err != nil {
		return err
	}
	var err error
	k.fen, err = money.Read(sum)
	return err
}

type prepayTakeCommand struct {
	Room      string       `required:"" help:"房号。"`
	Purpose   purpose      `help:"用途：${purposes}。"`
	Cash      amount       `help:"收到的现金。"`
	Slips     kong.Plugins `embed:""`
	Payer     string       `help:"别人代缴时的代缴人。"`
	RequestID string       `name:"request-id" required:"" help:"请求编号：同一编号只收一笔，重试不会重收。"`
}

// Run takes a prepayment.
func (c *prepayTakeCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		tenders := slipTenders(c.Slips)
		if c.Cash.Fen != 0 {
			tenders = append(tenders, till.Tender{Kind: till.Cash, Fen: c.Cash.Fen})
		}
		room, err := roomIn(d, book, c.Room)
		if err != nil {
			return err
		}
		order := till.Order{RequestID: c.RequestID, Room: room, PrepayFen: sumOf(tenders),
			PrepayPurpose: c.Purpose.Purpose, Tenders: tenders, PayerName: c.Payer}
		if order.Approval, err = d.approval(book, by, order.Second()...); err != nil {
			return err
		}
		said, err := lawOfPrepaid(d, book, order)
		if err != nil {
			return err
		}
		payment, err := book.Till.Receive(d.ctx, by, order)
		if err != nil {
			return err
		}
		lines := append([]string{"收据 " + numbersOf(payment) + "  " + c.Room}, allocationLines(payment)...)
		lines = append(lines, lawLines(said)...)
		return d.answer(told(payment), append(lines, sumLines(payment)...)...)
	})
}

type prepayMoveCommand struct {
	Room      string  `arg:"" help:"房号。"`
	Amount    amount  `required:"" help:"转多少。"`
	From      purpose `help:"从哪个用途转出：${purposes}。"`
	To        purpose `help:"转到哪个用途：${purposes}。"`
	ToRoom    string  `help:"转到哪个房号，不写就是同一户。"`
	Reason    string  `required:"" help:"原因：other_purpose、room_sold、wrong_room、owner_asks、other。"`
	Note      string  `help:"原因的说明。"`
	RequestID string  `name:"request-id" help:"请求编号：同一编号只转一次。"`
}

// Run moves a part of a prepayment.
func (c *prepayMoveCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		from, err := counter.Prepaying.Of(d.ctx, c.Room)
		if err != nil {
			return err
		}
		to := from
		if c.ToRoom != "" {
			if to, err = counter.Prepaying.Of(d.ctx, c.ToRoom); err != nil {
				return err
			}
		}
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		move := till.PrepaidMove{RequestID: request, Room: from.Room, Purpose: c.From.Purpose, To: to.Room, ToPurpose: c.To.Purpose, Fen: c.Amount.Fen,
			Reason: till.Reason{Code: c.Reason, Note: c.Note}}
		if err := counter.Prepaying.Move(d.ctx, move, second); err != nil {
			return err
		}
		head := fmt.Sprintf("已转 %s：%s %s → %s %s", c.Amount.Fen.Yuan(), from.Code, till.KeptItem(move.Purpose), to.Code, till.KeptItem(move.ToPurpose))
		return d.prepaid(counter, head, from.Code, to.Code)
	})
}

// prepaid answers with what some households have prepaid now.
func (d *desk) prepaid(counter *cashier.Counter, head string, codes ...string) error {
	var all []prepaying.Household
	lines := []string{head}
	for i, code := range codes {
		if i > 0 && code == codes[i-1] {
			continue
		}
		one, err := counter.Prepaying.Of(d.ctx, code)
		if err != nil {
			return err
		}
		all, lines = append(all, one), append(lines, prepaidLine(one))
	}
	return d.answer(map[string]any{"households": all}, lines...)
}

func prepaidLine(h prepaying.Household) string {
	words := []string{h.Code}
	for _, one := range h.Prepayments {
		word := one.Purpose.Name() + " " + one.Fen.Yuan()
		if one.AskedFen > 0 {
			word += "（申请退 " + one.AskedFen.Yuan() + "）"
		}
		if one.Frozen {
			word += "（已冻结）"
		}
		words = append(words, word)
	}
	if len(h.Prepayments) == 0 {
		words = append(words, "没有预存款")
	}
	if h.Auto {
		words = append(words, "自动抵扣")
	}
	return strings.Join(words, "  ")
}

type prepayFreezeFlags struct {
	Room    string  `arg:"" help:"房号。"`
	Purpose purpose `help:"用途：${purposes}。"`
	Note    string  `help:"原因的说明。"`
}

type prepayFreezeCommand struct {
	prepayFreezeFlags `embed:""`
	Reason            string `required:"" help:"原因：dispute、owner_asks、other。"`
}

// Run freezes a prepayment.
func (c *prepayFreezeCommand) Run(d *desk) error { return c.set(d, true, c.Reason, "已冻结") }

type prepayThawCommand struct {
	prepayFreezeFlags `embed:""`
	Reason            string `required:"" help:"原因：settled、owner_asks、mistake、other。"`
}

// Run releases a frozen prepayment.
func (c *prepayThawCommand) Run(d *desk) error { return c.set(d, false, c.Reason, "已解冻") }

func (f prepayFreezeFlags) set(d *desk, frozen bool, reason, done string) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		h, err := counter.Prepaying.Of(d.ctx, f.Room)
		if err != nil {
			return err
		}
		if err := counter.Prepaying.Freeze(d.ctx, h.Room, f.Purpose.Purpose, frozen, till.Reason{Code: reason, Note: f.Note}, second); err != nil {
			return err
		}
		return d.prepaid(counter, done+" "+h.Code+" "+till.KeptItem(f.Purpose.Purpose), h.Code)
	})
}

type prepayReturnCommand struct {
	Room        string  `arg:"" help:"房号。"`
	Purpose     purpose `help:"用途：${purposes}。"`
	Amount      amount  `required:"" help:"退多少。"`
	refundFlags `embed:""`
}

// Run asks for a prepayment back.
func (c *prepayReturnCommand) Run(d *desk) error {
	room, err := d.roomOf(c.Room)
	if err != nil {
		return err
	}
	return c.ask(d, room, []till.RefundLine{{Source: till.FromPrepaid, Purpose: c.Purpose.Purpose, Fen: c.Amount.Fen}})
}

type prepayAutoCommand struct {
	Room string `arg:"" help:"房号。"`
	Off  bool   `help:"取消自动抵扣。"`
}

// Run sets whether a household's prepayment pays by itself.
func (c *prepayAutoCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		h, err := counter.Prepaying.Of(d.ctx, c.Room)
		if err != nil {
			return err
		}
		if err := counter.Prepaying.SetAuto(d.ctx, h.Room, !c.Off); err != nil {
			return err
		}
		head := "已约定自动抵扣 " + h.Code
		if c.Off {
			head = "已取消自动抵扣 " + h.Code
		}
		return d.prepaid(counter, head, h.Code)
	})
}

type prepayDeductCommand struct{}

// Run lets all prepayments that pay by themselves pay.
func (c *prepayDeductCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		deducted, err := counter.Prepaying.DeductAll(d.ctx, d.progress())
		if err != nil {
			return err
		}
		return d.answer(deducted, deductedLines(deducted)...)
	})
}

// deductedLines are what a deduction did, and a line for each bill that it left for the law.
func deductedLines(deducted prepaying.Deducted) []string {
	line := fmt.Sprintf("自动抵扣 %d 户，%s", deducted.Households, deducted.Fen.Yuan())
	if n := len(deducted.Receipts); n > 0 {
		line += "，收据 " + deducted.Receipts[0]
		if n > 1 {
			line += " 至 " + deducted.Receipts[n-1]
		}
	}
	lines := []string{line}
	for _, one := range deducted.Skipped {
		lines = append(lines, words.Withheld(one.Code, one.Name, one.FromOn, one.ToOn, one.Law, assets.Chinese))
	}
	return lines
}

type prepayListCommand struct {
	Room string `help:"房号。"`
}

// Run lists what households have prepaid.
func (c *prepayListCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		counter := cashier.New(book)
		if c.Room != "" {
			one, err := counter.Prepaying.Of(d.ctx, c.Room)
			if err != nil {
				return err
			}
			return d.answer(one, prepaidLine(one))
		}
		standing, err := counter.Prepaying.Standing(d.ctx)
		if err != nil {
			return err
		}
		var lines []string
		for _, one := range standing.Households {
			lines = append(lines, prepaidLine(one))
		}
		var sum money.Fen
		for _, one := range standing.Sums {
			sum += one.Fen
			lines = append(lines, fmt.Sprintf("%s合计 %s", one.Purpose.Name(), one.Fen.Yuan()))
		}
		return d.answer(standing, append(lines, "预存款合计 "+sum.Yuan())...)
	})
}
