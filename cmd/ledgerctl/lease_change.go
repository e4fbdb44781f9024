package main

import (
	"errors"
	"fmt"

	"shouqi/cashier"
	"shouqi/cashier/leasing"
	"shouqi/cashier/session"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
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
		lines := append([]string{fmt.Sprintf("已终止 %s，最后一天 %s", c.Number, c.On.Date)}, adjustmentLines(adjustments)...)
		view, err := counter.Leasing.Show(d.ctx, c.Number)
		if err != nil {
			return errors.Join(d.answer(adjustmentsOf(adjustments), lines...), err)
		}
		return d.answer(adjustmentsOf(adjustments), append(lines, leaseDepositLines(view)...)...)
	})
}

// leaseDepositLines tell what became of a lease's deposit, and of a lease that is over how it is settled; none where nothing
// was asked for.
func leaseDepositLines(view leasing.View) []string {
	deposit := view.Deposit
	if deposit.AskedFen == 0 && deposit.PaidFen == 0 {
		return nil
	}
	line := "押金 应收 " + deposit.AskedFen.Grouped() + "，已收 " + deposit.PaidFen.Grouped()
	for _, part := range []struct {
		word string
		fen  money.Fen
	}{{"已抵扣", deposit.UsedFen}, {"已退", deposit.ReturnedFen}, {"已转出", deposit.MovedFen}} {
		if part.fen > 0 {
			line += "，" + part.word + " " + part.fen.Grouped()
		}
	}
	line += "，还在 " + deposit.HeldFen.Grouped()
	if deposit.ReturningFen > 0 {
		line += "（其中待退 " + deposit.ReturningFen.Grouped() + "）"
	}
	if deposit.Frozen {
		line += "，已冻结"
	}
	lines := []string{line}
	if !deposit.Settles {
		return lines
	}
	if deposit.HeldFen > deposit.ReturningFen {
		lines = append(lines, fmt.Sprintf("押金结算 合同还欠 %s，可以抵扣 %s，要退 %s", deposit.OwedFen.Grouped(), deposit.DeductFen().Grouped(), deposit.ReturnFen().Grouped()))
	}
	if deposit.Unreported > 0 {
		lines = append(lines, fmt.Sprintf("还有 %d 期没有报营业额，没有算在内", deposit.Unreported))
	}
	if deposit.UnpaidFen > 0 {
		lines = append(lines, "押金还有 "+deposit.UnpaidFen.Grouped()+" 没有收，不再收的请冲减那张账单")
	}
	return lines
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
