package main

import (
	"fmt"

	"shouqi/cashier"
	"shouqi/cashier/leasing"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/lease"
	"shouqi/ledger/tariff"
)

type leaseCommands struct {
	Add      leaseAddCommand      `cmd:"" help:"登记一份租赁合同，出押金账单。"`
	List     leaseListCommand     `cmd:"" help:"全部租赁合同。"`
	Show     leaseShowCommand     `cmd:"" help:"一份租赁合同：每一期的租金和提成、报过的营业额、要重算差额的账单。"`
	Amend    leaseAmendCommand    `cmd:"" help:"从某一天起变更租金条款。"`
	End      leaseEndCommand      `cmd:"" help:"提前终止。"`
	Turnover leaseTurnoverCommand `cmd:"" help:"报一期的营业额，再报一次就是更正。"`
	Adjust   leaseAdjustCommand   `cmd:"" help:"重算差额：给这份合同出过的各期补差或冲减，要批准人。"`
	Run      leaseRunCommand      `cmd:"" help:"出一段时间的租金和提成账单。"`
}

type leaseAddCommand struct {
	Number        string   `required:"" help:"合同号。"`
	Room          []string `help:"租的房号。"`
	Space         []string `help:"租的车位号。"`
	From          day      `required:"" placeholder:"DATE" help:"起租日。"`
	To            day      `required:"" placeholder:"DATE" help:"到期日。"`
	Cycle         string   `default:"month" help:"month、quarter、half_year 或 year。"`
	FromFirst     bool     `help:"每期从起租日起算，不写就按日历的月、季、年。"`
	Advance       bool     `help:"先付后用，不写就是后付。"`
	DueDays       int      `help:"期初（先付）或期末（后付）以后几天内缴；先付的可以写 =-15，提前 15 天缴。"`
	Proration     string   `default:"days" help:"不足一月：days 按天、thirty 按三十天、360 按 30/360（每月 30 天，31 日并入 30 日）、whole 按整月。"`
	RoundTo       string   `default:"fen" help:"fen、jiao 或 yuan。"`
	RoundMode     string   `default:"half_up" help:"half_up、half_even、up 或 down。"`
	DepositMonths int      `help:"押几个月的租金。"`
	Deposit       amount   `help:"押金的金额。"`
	RentItem      string   `help:"租金的收费项目，不写就是“租金”。"`
	DepositItem   string   `help:"押金的收费项目，不写就是“租赁押金”。"`
	ShareItem     string   `help:"提成的收费项目，不写就是“营业额提成”。"`
	Preview       bool     `help:"只看每一期收多少，不登记。"`
	RequestID     string   `name:"request-id" help:"请求编号：同一编号只登记一次。"`
	tenantFlags
	rentFlags
}

func (c *leaseAddCommand) wish() (leasing.Wish, error) {
	terms, err := c.terms()
	return leasing.Wish{Rooms: c.Room, Spaces: c.Space, TenantOf: c.TenantOf, Signing: lease.Signing{NewTenant: c.party(), Contract: lease.Contract{
		Number: c.Number, FromOn: c.From.Date, ToOn: c.To.Date, Cycle: tariff.Cycle(c.Cycle), FromFirst: c.FromFirst, Advance: c.Advance, DueDays: c.DueDays,
		Proration: tariff.Proration(c.Proration), Rounding: tariff.Rounding{To: c.RoundTo, Mode: c.RoundMode},
		Deposit: lease.Deposit{Months: c.DepositMonths, Fen: c.Deposit.Fen},
		Items:   lease.Items{Rent: c.RentItem, Deposit: c.DepositItem, Share: c.ShareItem}, Terms: terms}}}, err
}

// Run signs a lease, or shows what it would ask for.
func (c *leaseAddCommand) Run(d *desk) error {
	wish, err := c.wish()
	if err != nil {
		return err
	}
	if c.Preview {
		return d.reading(func(book *ledger.Book) error {
			charges, err := cashier.New(book).Leasing.Try(d.ctx, wish)
			if err != nil {
				return err
			}
			return d.answer(charges, chargeLines(charges)...)
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) (err error) {
		if wish.RequestID, err = requestID(c.RequestID); err != nil {
			return err
		}
		l, err := counter.Leasing.Sign(d.ctx, wish, second)
		if err != nil {
			return err
		}
		return d.answer(l, "已登记 "+leaseWords(l, append(c.Room, c.Space...)))
	})
}

type leaseListCommand struct{}

// Run lists every lease.
func (c *leaseListCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		all, err := cashier.New(book).Leasing.All(d.ctx)
		if err != nil {
			return err
		}
		lines := []string{}
		for _, l := range all {
			lines = append(lines, leaseWords(l.Lease, l.Codes)+"  "+l.TenantName)
		}
		return d.answer(all, append(lines, fmt.Sprintf("共 %d 份", len(all)))...)
	})
}

// leaseFlag names one lease.
type leaseFlag struct {
	Number string `required:"" help:"合同号。"`
}

type leaseShowCommand struct{ leaseFlag }

// Run shows a lease with everything about it.
func (c *leaseShowCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		view, err := cashier.New(book).Leasing.Show(d.ctx, c.Number)
		if err != nil {
			return err
		}
		lines := append([]string{leaseWords(view.Lease, view.Codes) + "  " + view.TenantName}, chargeLines(view.Charges)...)
		for _, t := range view.Turnovers {
			lines = append(lines, "营业额 "+string(t.FromOn)+" 起一期 "+t.Fen.Grouped())
		}
		shown := struct {
			leasing.View
			Adjustments []adjustment `json:"adjustments"`
		}{view, adjustmentsOf(view.Adjustments)}
		lines = append(lines, adjustmentLines(view.Adjustments)...)
		return d.answer(shown, append(lines, leaseDepositLines(view)...)...)
	})
}
