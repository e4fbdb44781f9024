package main

import (
	"fmt"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger/lease"
)

type leaseAmendCommand struct {
	leaseFlag
	From day `required:"" placeholder:"DATE" help:"从哪一天起。以后的条款全部按这里写的，没有写的就没有了。"`
	rentFlags
}

// Run lets other terms hold from a day on.
func (c *leaseAmendCommand) Run(d *desk) error {
	terms, err := c.terms()
	if err != nil {
		return err
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		l, err := counter.Leasing.Amend(d.ctx, c.Number, c.From.Date, terms, second)
		if err != nil {
			return err
		}
		return d.answer(l, fmt.Sprintf("已变更 %s，从 %s 起", l.Number, c.From.Date))
	})
}

type leaseEndCommand struct {
	leaseFlag
	On day `required:"" placeholder:"DATE" help:"最后一天；写起租日的前一天就是没有开始。"`
}

// Run ends a lease early and names what was billed beyond.
func (c *leaseEndCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		adjustments, err := counter.Leasing.End(d.ctx, c.Number, c.On.Date, second)
		if err != nil {
			return err
		}
		return d.answer(adjustmentsOf(adjustments), append([]string{fmt.Sprintf("已终止 %s，最后一天 %s", c.Number, c.On.Date)}, adjustmentLines(adjustments)...)...)
	})
}

type leaseTurnoverCommand struct {
	leaseFlag
	On     day    `required:"" placeholder:"DATE" help:"那一期里的任何一天。"`
	Amount amount `required:"" help:"那一期的营业额。"`
}

// Run keeps the turnover of a period.
func (c *leaseTurnoverCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		adjustments, err := counter.Leasing.ReportTurnover(d.ctx, c.Number, c.On.Date, c.Amount.Fen, second)
		if err != nil {
			return err
		}
		return d.answer(adjustmentsOf(adjustments), append([]string{fmt.Sprintf("已报 %s 的营业额 %s", c.Number, c.Amount.Grouped())}, adjustmentLines(adjustments)...)...)
	})
}

type leaseAdjustCommand struct {
	leaseFlag
	Reason    string `default:"agreed" help:"原因：wrong_area、wrong_reading、wrong_price、concession 或 agreed。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只做一次。"`
}

// Run puts every bill of a lease right.
func (c *leaseAdjustCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) (err error) {
		order := lease.Adjusting(c.Number)
		if order.RequestID, err = requestID(c.RequestID); err != nil {
			return err
		}
		return d.adjust(counter, order, c.Reason, second)
	})
}
