package main

import (
	"strconv"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/estate"
)

type policyCommands struct {
	List policyListCommand `cmd:"" help:"列出设置。"`
	Set  policySetCommand  `cmd:"" help:"修改一项设置。"`
}

type policyListCommand struct{}

// policy is one setting as it is now.
type policy struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Words string `json:"words"`
}

// Run lists the policies with what they mean.
func (c *policyListCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		now, err := book.Policies(d.ctx)
		if err != nil {
			return err
		}
		all := []policy{
			{estate.PolicyEstate, now.Estate, "小区"},
			{estate.PolicyCompany, now.Company, "公司"},
			{estate.PolicyCounter, now.Counter, "柜台（不能改）"},
			{estate.PolicyRoundingMaxFen, strconv.FormatInt(int64(now.RoundingMaxFen), 10), "一次最多抹零，分"},
			{estate.PolicyDifferenceMax, strconv.FormatInt(int64(now.DifferenceMaxFen), 10), "长短款超过它要批准，分"},
			{estate.PolicyMoveMaxFen, strconv.FormatInt(int64(now.MoveMaxFen), 10), "一次最多放入或取出，分"},
			{estate.PolicyWaiverMaxFen, strconv.FormatInt(int64(now.WaiverMaxFen), 10), "一张账单的违约金，收银员一人最多减免，分"},
			{estate.PolicyUndoMaxBills, strconv.Itoa(now.UndoMaxBills), "一人一天最多撤销的账单，张，超过要批准"},
			{estate.PolicyUndoMaxFen, strconv.FormatInt(int64(now.UndoMaxFen), 10), "一人一天最多撤销和减免，分，超过要批准"},
			{estate.PolicyCutoffHour, strconv.Itoa(now.CutoffHour), "营业日在几点换日"},
			{estate.PolicyClosedMonth, now.ClosedMonth, "已结账的月份，到它为止不能补录"},
		}
		var lines []string
		for _, p := range all {
			lines = append(lines, p.Name+" = "+p.Value+"  （"+p.Words+"）")
		}
		return d.answer(all, lines...)
	})
}

type policySetCommand struct {
	Name  string `arg:"" help:"名称，见 policy list。"`
	Value string `arg:"" help:"数值。"`
}

// Run changes one policy as a person who may.
func (c *policySetCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second cashier.Second) error {
		if err := counter.SetPolicy(d.ctx, c.Name, c.Value, second); err != nil {
			return err
		}
		return d.answer(policy{Name: c.Name, Value: c.Value}, c.Name+" = "+c.Value)
	})
}
