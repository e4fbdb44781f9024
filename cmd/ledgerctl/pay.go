package main

import (
	"context"
	"fmt"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type payCommands struct {
	Show   payShowCommand   `cmd:"" help:"收款：请业主扫我们的码，--wait 等到付完；标准输入：经办人的密码。"`
	Charge payChargeCommand `cmd:"" help:"收款：扫业主的付款码，或请业主在刷卡机上刷卡，等到付完；标准输入：经办人的密码，微信、支付宝再一行付款码。"`
	Query  payQueryCommand  `cmd:"" help:"按交易单号查一笔，付了就入账。"`
	Close  payCloseCommand  `cmd:"" help:"撤销一笔还没付的；标准输入：经办人的密码。"`
	Keep   payKeepCommand   `cmd:"" help:"渠道退不回去的钱转为这一户的预存款，再另退现金或转账；标准输入：经办人和批准人的密码。"`
	Tray   payTrayCommand   `cmd:"" help:"未了结的电子收款和还在原路退回的款；--sweep 先把每一笔查一遍。"`
}

// paying is what a payment over a channel is for: that of collect, and what of it comes over the channel.
type paying struct {
	collectCommand `embed:""`
	Channel        string `required:"" enum:"wechat,alipay,terminal" help:"渠道：wechat、alipay 或 terminal（刷卡机）。"`
	Amount         amount `required:"" help:"用这个渠道付多少。"`
}

// earlier returns the intent of a request that has happened: the same order, whatever was paid since. Errors: journal.request_reused for another
// household, sum or way under the same id.
func (p *paying) earlier(d *desk, book *ledger.Book, way payment.Way) (intent payment.Intent, found bool, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		if intent, found, err = payment.IntentOfRequest(tx, p.RequestID); err != nil || !found {
			return err
		}
		room, err := estate.ByCode(tx, p.Room)
		if err == nil && (room.ID != intent.Object || intent.Order.Fen != p.Amount.Fen || intent.Order.Way != way || string(intent.Channel) != p.Channel) {
			err = store.Refuse(journal.CodeRequestReused, p.RequestID)
		}
		return err
	})
	return intent, found, err
}

// begin puts an order on the disk, once for its request. check is asked before, so that what it refuses leaves no order behind.
func (p *paying) begin(d *desk, book *ledger.Book, by staff.Actor, way payment.Way, check func() error) (payment.Intent, error) {
	if intent, found, err := p.earlier(d, book, way); err != nil || found {
		return intent, err
	}
	asking, err := p.asking(d, book, by, way)
	if err == nil {
		err = check()
	}
	if err != nil {
		return payment.Intent{}, err
	}
	return book.Payments.Begin(d.ctx, by, asking)
}

// asking works out what the channel is to be asked for, with the second person where one is wanted.
func (p *paying) asking(d *desk, book *ledger.Book, by staff.Actor, way payment.Way) (asking payment.Asking, err error) {
	p.channel = []till.Tender{{Kind: till.TenderKind(p.Channel), Fen: p.Amount.Fen}}
	if asking.Order, _, err = p.order(d, book); err != nil {
		return asking, err
	}
	asking.Way = way
	asking.Order.Approval, err = d.approval(book, by, asking.Order.Second()...)
	return asking, err
}

type payShowCommand struct {
	paying `embed:""`
	Wait   bool `help:"等到付完或过期。"`
}

// Run tells the code, which a caller makes a picture of.
func (c *payShowCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		intent, err := c.begin(d, book, by, payment.Shown, func() error { return nil })
		if err != nil {
			return err
		}
		code, intent, err := book.Payments.Show(d.ctx, intent.Order.No)
		if err != nil || !c.Wait {
			return d.paid(intent, code, err)
		}
		intent, err = d.waitPaid(book, intent.Order.No)
		return d.paid(intent, code, err)
	})
}

type payChargeCommand struct {
	paying `embed:""`
}

// Run charges the owner's code, or the card at the terminal, and waits for the end. The code comes on standard input: for a minute it is as
// good as money.
func (c *payChargeCommand) Run(d *desk) error {
	if payment.Channel(c.Channel).HasCodes() {
		d.await(1)
	}
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		payerCode, isNew := "", false
		intent, err := c.begin(d, book, by, payment.Charged, func() (err error) {
			isNew = true
			if !payment.Channel(c.Channel).HasCodes() {
				return nil
			}
			if payerCode, err = d.line(); err == nil {
				_, err = payment.ChannelOf(payerCode)
			}
			return err
		})
		if err != nil {
			return err
		}
		// A request that has happened is only followed to its end: a code works once.
		if isNew {
			if _, err := book.Payments.Charge(d.ctx, intent.Order.No, payerCode); store.Code(err) == payment.CodeChannel {
				return err
			}
		}
		intent, err = d.waitPaid(book, intent.Order.No)
		return d.paid(intent, "", err)
	})
}

// waitPaid follows an order to its end, or until the command is broken off. What the channel failed at on the way is asked again.
// What is waited for is said on standard error.
func (d *desk) waitPaid(book *ledger.Book, no string) (payment.Intent, error) {
	said := ""
	for {
		intent, nextMS, err := book.Payments.Advance(d.ctx, no)
		if d.ctx.Err() != nil {
			return d.leftOpen(book, no)
		}
		if isBack := intent.State == payment.IsClosed || intent.State == payment.IsBack; nextMS == 0 && isBack && err == nil {
			return intent, store.Refuse(codeNotPaid)
		}
		if nextMS == 0 {
			return intent, err
		}
		if words := waitWords(intent); words != said {
			said = words
			if _, failed := fmt.Fprintln(d.stderr, words); failed != nil {
				return intent, failed
			}
		}
		wait := time.Duration(nextMS-d.now().UnixMilli()) * time.Millisecond
		select {
		case <-d.ctx.Done():
			return d.leftOpen(book, no)
		case <-time.After(max(wait, 100*time.Millisecond)):
		}
	}
}

// waitWords say what is waited for.
func waitWords(i payment.Intent) string {
	what := "等业主付款，最多等到 " + clockOf(i.Order.ExpiresMS)
	switch {
	case i.IsRefused() && !i.Channel.HasCodes():
		what = "刷卡机没有收这一笔，再确认一次就撤销"
	case i.IsRefused():
		what = "渠道没有收这个付款码，再确认一次就撤销"
	}
	return fmt.Sprintf("%s  %s  %s  %s；Ctrl C 不再等，这一笔仍然会查到底", i.Order.No, i.Channel.Name(), i.Order.Fen.Yuan(), what)
}

// leftOpen says how an order stands that nobody waits for any more, because the command was broken off: payment.still_open where the owner may
// still pay it.
func (d *desk) leftOpen(book *ledger.Book, no string) (intent payment.Intent, err error) {
	err = book.Store.Read(context.WithoutCancel(d.ctx), func(tx *store.Tx) error {
		intent, err = payment.IntentByNo(tx, no)
		return err
	})
	if err == nil && intent.State.IsOpen() {
		err = store.Refuse(payment.CodeStillOpen, no)
	}
	return intent, err
}

// clockOf writes a moment at the counter as 10:24.
func clockOf(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format("15:04") }

// standings are the words of how an order stands.
var standings = map[payment.Standing]string{payment.Created: "已发起", payment.Pending: "等业主付款", payment.Unknown: "结果未知，继续查询", payment.IsPaid: "已付",
	payment.IsClosed: "没有付，已撤销", payment.IsBack: "已付，渠道已退回业主"}

// backWords are those of money that goes back.
var backWords = map[payment.BackState]string{payment.BackCreated: "待退", payment.BackWaiting: "退回中", payment.BackUnknown: "结果未知，继续查询",
	payment.BackFailed: "渠道退不回去，请到渠道的商户页面处理", payment.BackDone: "已退回",
	payment.BackKept: "渠道退不回去，已转预存款", payment.BackTwice: "转预存款以后渠道又退成了：退了两遍，请红冲转预存款的收据"}

// intentLines say what an order is and how it stands.
func intentLines(i payment.Intent) []string {
	lines := []string{fmt.Sprintf("%s  %s  %s  %s", i.Order.No, i.Channel.Name(), i.Order.Fen.Yuan(), standings[i.State])}
	switch {
	case i.IsTakenBack():
		lines = append(lines, "  收据 "+i.Receipt+"：已入账，刷卡机上又撤销了；主管核实后红冲这张收据")
	case i.Credited != "":
		lines = append(lines, "  收据 "+i.Receipt+"：账单已不能照原样付，钱存为这一户的预存款")
		if i.BesideFen > 0 {
			lines = append(lines, "  另收的现金、凭条 "+i.BesideFen.Yuan()+" 没有入账，请退给业主")
		}
	case i.Receipt != "":
		lines = append(lines, "  收据 "+i.Receipt)
	case i.IsFound():
		lines = append(lines, "  已到账，开班后入账")
	case i.IsRefused() && !i.Channel.HasCodes():
		lines = append(lines, "  刷卡机没有收这一笔；确认没付就自动撤销，然后再收")
	case i.IsRefused():
		lines = append(lines, "  渠道没有收这个付款码：可能过期、用过或输错了；确认没付就自动撤销，然后换一个付款码再收")
	case i.State.IsOpen() && i.Stopped:
		lines = append(lines, "  已要求撤销，渠道还没有答应：在 "+clockOf(i.Order.ExpiresMS)+" 以前业主仍可能付，付了会入账")
	}
	switch {
	case i.BesideFen == 0 || i.Receipt != "" || i.State == payment.IsBack:
	case i.Stopped || i.ShiftClosed:
		lines = append(lines, "  另收的现金、凭条 "+i.BesideFen.Yuan()+" 请退给业主：以后付成也只有渠道的钱入账")
	default:
		lines = append(lines, "  另收现金、凭条 "+i.BesideFen.Yuan()+"，付了一起入账；交班前没付成要退给业主")
	}
	return lines
}

// shownIntent is an order with the text of its code, and what of it went back.
type shownIntent struct {
	payment.Intent
	Code  string         `json:"code,omitempty"`
	Backs []payment.Back `json:"backs,omitempty"`
}

// paid answers with how an order stands, also where an error comes with it: the order is on the disk and goes on being asked about.
func (d *desk) paid(intent payment.Intent, code string, failed error, backs ...payment.Back) error {
	lines := intentLines(intent)
	for _, back := range backs {
		lines = append(lines, "  "+backLine(back))
	}
	if code != "" {
		lines = append(lines, "  码："+code)
	}
	if intent.Order.No == "" {
		return failed
	}
	if err := d.answer(shownIntent{intent, code, backs}, lines...); err != nil {
		return err
	}
	return failed
}

// backLine says how far money is that goes back.
func backLine(back payment.Back) string {
	return fmt.Sprintf("%s  原路退回%s  %s  %s", back.No, back.Channel.Name(), back.Fen.Yuan(), backWords[back.State])
}

type payQueryCommand struct {
	No string `arg:"" help:"交易单号。"`
}

// Run asks the channel. It books what came, as the sweep does by itself, and so asks for nobody.
func (c *payQueryCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		intent, err := book.Payments.Ask(d.ctx, c.No)
		var backs []payment.Back
		if failed := book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			backs, err = payment.BacksOf(tx, c.No)
			return err
		}); failed != nil {
			return failed
		}
		return d.paid(intent, "", err, backs...)
	})
}

type payCloseCommand struct {
	No string `arg:"" help:"交易单号。"`
}

// Run stops an order.
func (c *payCloseCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		intent, err := book.Payments.Stop(d.ctx, by, c.No)
		if err == nil && intent.State.IsOpen() {
			err = store.Refuse(payment.CodeStillOpen, c.No)
		}
		return d.paid(intent, "", err)
	})
}

type payKeepCommand struct {
	No string `arg:"" help:"退款的交易单号，见 pay tray。"`
}

// Run ends money that its channel cannot give back.
func (c *payKeepCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		approval, err := d.approval(book, by, staff.Refund)
		if err != nil {
			return err
		}
		back, kept, err := book.Payments.KeepBack(d.ctx, by, approval, c.No)
		if err != nil {
			return err
		}
		lines := []string{backLine(back)}
		if kept.Number != "" {
			lines = append(lines, "  收据 "+kept.Number+"，预存款 "+kept.CreditAfterFen.Yuan())
		}
		return d.answer(back, lines...)
	})
}

type payTrayCommand struct {
	Sweep bool `help:"先把每一笔查一遍，付了的入账，过期的撤销，没退完的再退。"`
}

// tray is what is not settled.
type tray struct {
	Orders []payment.Intent `json:"orders"`
	Backs  []payment.Back   `json:"backs"`
}

// Run lists the tray.
func (c *payTrayCommand) Run(d *desk) error {
	work := d.reading
	if c.Sweep {
		work = d.opened
	}
	return work(func(book *ledger.Book) (err error) {
		if c.Sweep {
			err = book.Payments.Sweep(d.ctx) // told after the list
		}
		var all tray
		if failed := book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			if all.Orders, err = payment.Tray(tx); err == nil {
				all.Backs, err = payment.GoingBack(tx)
			}
			return err
		}); failed != nil {
			return failed
		}
		var lines []string
		for _, intent := range all.Orders {
			lines = append(lines, intentLines(intent)...)
		}
		for _, back := range all.Backs {
			lines = append(lines, backLine(back))
		}
		if failed := d.answer(all, append(lines, fmt.Sprintf("未了结 %d 笔，退回中 %d 笔", len(all.Orders), len(all.Backs)))...); failed != nil {
			return failed
		}
		return err
	})
}
