package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shouqi/cashier"
	"shouqi/cashier/paper"
	"shouqi/cashier/spool"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// billPrintCommand prints a notice of bills for a household, as the window does: the bills named or, with none, those that are due.
type billPrintCommand struct {
	Room    string        `required:"" help:"房号。"`
	Bill    []string      `placeholder:"ID" help:"只打这张账单，可以写几次；不写就打缴费截止日已到的。已搬走的人欠的，打给他本人。"`
	All     bool          `help:"连未到截止日的也打。"`
	Preview bool          `help:"只看通知单上有什么，不打印。"`
	Printer string        `placeholder:"tcp://HOST:9100|file:///PATH" help:"打印机，不写就用这台电脑设好的。"`
	Wait    time.Duration `default:"30s" help:"最多等打印机多久。"`
}

// Run prints the notice and waits for its paper. One of which nothing reached the printer is taken back.
func (c *billPrintCommand) Run(d *desk) error {
	return d.atCounter(func(counter *cashier.Counter) error {
		if err := d.signInAt(counter); err != nil {
			return err
		}
		if c.Printer != "" {
			if err := counter.Printing.UsePrinter(c.Printer); err != nil {
				return err
			}
		}
		room, bills, left, err := c.chosen(d, counter)
		if err != nil {
			return err
		}
		notice, err := counter.Printing.Notice(d.ctx, room, bills)
		if err != nil || c.Preview {
			return d.answered(err, notice, left)
		}
		job, err := getOut(d.ctx, counter, spool.Job{Kind: spool.Notice, Subject: notice.QR}, c.Wait, func() (err error) {
			notice, err = counter.Printing.PrintNotice(d.ctx, room, bills)
			return err
		})
		switch {
		case err != nil:
			return err
		case job.State == spool.Unknown:
			return store.Refuse(codeNoticeUnknown, c.Room)
		case !job.OnPaper():
			if err := takeBack(d.ctx, counter, notice.QR); err != nil {
				return err
			}
			return store.Refuse(codeNoticeNot, c.Room)
		}
		return d.answered(nil, notice, left, "已打印缴费通知单 "+notice.Room)
	})
}

// chosen returns the room and the bills that the notice is for, and those beside them that somebody owes who has left. Where there are
// none but these it is ctl.notice_left.
func (c *billPrintCommand) chosen(d *desk, counter *cashier.Counter) (room string, bills []string, left []leftBill, err error) {
	err = counter.Book.Store.Read(d.ctx, func(tx *store.Tx) error {
		place, err := estate.ByCode(tx, c.Room)
		room = place.ID
		return err
	})
	if err != nil || len(c.Bill) > 0 {
		return room, c.Bill, nil, err
	}
	h, err := counter.Households.Read(d.ctx, room)
	var whose, ids []string
	for _, line := range h.Lines {
		switch {
		case line.Future && !c.All:
		case line.Left == "":
			bills = append(bills, line.ID)
		default:
			left = append(left, leftBill{line.ID, line.Called(), line.MaskedLeft(), line.WholeFen()})
			whose, ids = append(whose, line.MaskedLeft()), append(ids, line.ID)
		}
	}
	if err == nil && len(bills) == 0 && len(left) > 0 {
		err = store.Refuse(codeNoticeLeft, strings.Join(slices.Compact(whose), "、"), strings.Join(ids, "、"))
	}
	return room, bills, left, err
}

// leftBill is a bill that somebody owes who has left: it stands on no notice for who is there now.
type leftBill struct {
	Bill  string    `json:"bill"`
	Item  string    `json:"item"`
	Whose string    `json:"whose"` // masked
	Fen   money.Fen `json:"fen"`   // with its late fee
}

// shownNotice is a notice as it is answered: what stands on the paper.
type shownNotice struct {
	Room       string        `json:"room"`
	Payer      string        `json:"payer"` // masked
	On         calendar.Date `json:"on"`
	Bills      int           `json:"bills"`
	BillsFen   money.Fen     `json:"billsFen"`
	LateFen    money.Fen     `json:"lateFen"`
	TotalFen   money.Fen     `json:"totalFen"`
	OverdueFen money.Fen     `json:"overdueFen"`
	Code       string        `json:"code"`
	Lines      []paper.Line  `json:"lines"`
	Left       []leftBill    `json:"left,omitempty"`
}

// answered answers what stands on a notice, below a line that says what was done.
func (d *desk) answered(err error, n paper.Notice, left []leftBill, done ...string) error {
	if err != nil {
		return err
	}
	lines := append(done, "缴费通知单 "+n.Room+"，缴费人 "+n.Payer+"，"+string(n.On))
	for _, line := range n.Lines {
		lines = append(lines, "  "+noticeLine(line))
	}
	if n.About != "" {
		lines = append(lines, n.About)
	}
	lines = append(lines, fmt.Sprintf("账单合计 %s（%d 张），违约金 %s，待缴合计 %s，其中已逾期 %s", n.BillsFen.Yuan(), n.Bills, n.LateFen.Yuan(), n.TotalFen().Yuan(), n.OverdueFen.Yuan()),
		"二维码 "+n.QR)
	for _, bill := range left {
		lines = append(lines, "没有打在上面："+bill.Item+" "+bill.Fen.Grouped()+"，是"+bill.Whose+"欠的；要打给欠的人，写 --bill "+bill.Bill)
	}
	return d.answer(shownNotice{n.Room, n.Payer, n.On, n.Bills, n.BillsFen, n.LateFen, n.TotalFen(), n.OverdueFen, n.QR, n.Lines, left}, lines...)
}

func noticeLine(line paper.Line) string {
	words := line.Item
	if line.Period != "" {
		words += " " + line.Period
	}
	words += " " + line.AmountFen.Grouped()
	if line.Why != "" {
		words += " （" + line.Why + "）"
	}
	return words
}
