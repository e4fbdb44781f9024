package main

import (
	"strconv"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
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
			{estate.PolicyCutoffHour, strconv.Itoa(now.CutoffHour), "营业日在几点换日"},
			{estate.PolicyClosedMonth, now.ClosedMonth, "已结账的月份，到它为止不能补录"},
			{estate.PolicyAgencyReceipt, yesOrNo(now.AgencyReceipt), "代收代付单独开收据：yes 或 no"},
			{estate.PolicyAllocationOrder, now.AllocationOrder, "钱不够时先收哪些：due 缴费截止日早的、agency 代收代付的、own 本公司的"},
			{estate.PolicyRulePack, packName(now), "规定包，写地方的名称，none 是不用；见 law list"},
			{estate.PolicyFeeMode, now.FeeMode, "物业费计费方式：lump 包干制、reward 酬金制"},
			{estate.PolicyContractOn, string(now.ContractOn), "物业服务合同的最后一天，例如 2027-06-30"},
			{estate.PolicyLateFeeFirst, yesOrNo(now.LateFeeFirst), "部分缴时先收违约金，钱不够违约金的收账单：yes 或 no"},
		}
		bounds, err := readBounds(d, book)
		if err != nil {
			return err
		}
		for _, limit := range staff.Limits {
			all = append(all, policy{string(limit.Name), strconv.FormatInt(bounds[limit.Name], 10), limitWords[limit.Name]})
		}
		var lines []string
		for _, p := range all {
			lines = append(lines, p.Name+" = "+p.Value+"  （"+p.Words+"）")
		}
		return d.answer(all, lines...)
	})
}

func yesOrNo(on bool) string {
	if on {
		return estate.Yes
	}
	return estate.No
}

type policySetCommand struct {
	Name  string `arg:"" help:"名称，见 policy list。"`
	Value string `arg:"" help:"数值。"`
}

// Run changes one policy or limit as a person who may.
func (c *policySetCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		err := c.set(d, counter, second)
		if store.Code(err) == estate.CodePolicySame { // it is as was asked
			return d.answer(policy{Name: c.Name, Value: c.Value}, words.Explain(err, assets.Chinese))
		}
		if err != nil {
			return err
		}
		return d.answer(policy{Name: c.Name, Value: c.Value}, c.Name+" = "+c.Value)
	})
}

func (c *policySetCommand) set(d *desk, counter *cashier.Counter, second session.Second) error {
	limit, found := staff.LimitCalled(staff.LimitName(c.Name))
	if !found {
		value := c.Value
		if c.Name == estate.PolicyRulePack && value == noPack {
			value = ""
		}
		return counter.People.SetPolicy(d.ctx, c.Name, value, second)
	}
	value, err := strconv.ParseInt(c.Value, 10, 64)
	if err != nil {
		return store.Fail(staff.CodeLimit, err, limit.Words(limit.Most))
	}
	return counter.People.SetLimit(d.ctx, limit.Name, value, second)
}

// limitWords say what each limit holds.
var limitWords = map[staff.LimitName]string{
	staff.RoundingMax:   "一次最多抹零，分",
	staff.DifferenceMax: "长短款超过它要批准，分",
	staff.MoveMax:       "一次最多放入或取出，分",
	staff.WaiverMax:     "一张账单的违约金，收银员一人最多减免，分",
	staff.UndoMaxBills:  "一人一天最多撤销的账单，张，超过要批准",
	staff.UndoMaxFen:    "一人一天最多撤销和减免，分，超过要批准",

	staff.UnverifiedMax:      "收款码一笔最多收，分，超过要批准",
	staff.UnverifiedShiftMax: "一班还没核实的收款码款最多，分，超过要批准",
	staff.UnverifiedMaxDays:  "最早一笔没核实的最多放几天，超过要批准",
}

func readBounds(d *desk, book *ledger.Book) (bounds staff.Bounds, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		bounds, err = staff.ReadBounds(tx)
		return err
	})
	return bounds, err
}
