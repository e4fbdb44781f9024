package main

import (
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/pricing"
	"shouqi/cashier/session"
	"shouqi/cashier/template"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// settingFlags are what an item says of itself and may be changed later; what is not given stays.
type settingFlags struct {
	Advance  *bool    `negatable:"" help:"期初收：从费用期间第一天起算缴费期限；--no-advance 期末收，从最后一天起算。"`
	DueDays  *int     `placeholder:"DAYS" help:"缴费期限：费用期间开始（期初收）或结束（期末收）以后几天内缴。"`
	Issue    *int     `name:"issue-days" placeholder:"DAYS" help:"出账日：比默认的日子晚几天，期初收的可以写负数提前。默认期初收的是费用期间第一天，期末收的、看用量的、公摊的是期间结束的第二天。"`
	LateFee  lateFee  `placeholder:"RATE[,DAYS[,MOST%]]" help:"违约金：每天的比例（0.0005 或 0.05%），宽限天数，最多本金的百分之几；不收写 0。"`
	Clause   *string  `name:"late-fee-clause" help:"违约金的合同条款，例如 物业服务合同第九条；收违约金必须写。"`
	FreeDays *bool    `name:"grace-free" negatable:"" help:"过了宽限期，宽限的那几天也不算违约金。"`
	Tax      *string  `placeholder:"PERCENT" help:"税率（价内含税），百分数。"`
	Purpose  *purpose `help:"预存款的用途，用它的预存款付这个项目的账单：${purposes}。"`
	Inspect  *bool    `negatable:"" help:"押金：验收合格以后才能退；名称带“装修”“家装”“装潢”“改造”“施工”等字的押金不写就是要验收，--no-inspect 不验收，要批准人。"`
	Source   *string  `help:"依据文件：代收的水、燃气、供热要收基本费或最低收费时，写公布价格的文件名。"`
	Subject  *string  `help:"会计科目。"`
	Merchant *string  `help:"收款商户，不写是本公司。"`
}

// over puts what is given into an item.
func (f *settingFlags) over(item billing.Item) billing.Item {
	for _, setting := range []struct {
		given *string
		into  *string
	}{{f.Tax, (*string)(&item.TaxPercent)}, {f.Source, &item.Source}, {f.Subject, &item.Subject}, {f.Merchant, &item.Merchant}} {
		if setting.given != nil {
			*setting.into = *setting.given
		}
	}
	if f.Purpose != nil {
		item.Purpose = f.Purpose.Purpose
	}
	if f.Advance != nil {
		item.Advance = *f.Advance
	}
	if f.Inspect != nil {
		item.Inspect = *f.Inspect
	}
	if f.DueDays != nil {
		item.DueDays = *f.DueDays
	}
	if f.Issue != nil {
		item.IssueDays = *f.Issue
	}
	if f.LateFee.given {
		before := item.LateFee
		if item.LateFee = f.LateFee.LateFee; item.LateFee != (tariff.LateFee{}) {
			item.LateFee.GraceFree, item.LateFee.Clause = before.GraceFree, before.Clause
		}
	}
	if item.LateFee != (tariff.LateFee{}) {
		if f.FreeDays != nil {
			item.LateFee.GraceFree = *f.FreeDays
		}
		if f.Clause != nil {
			item.LateFee.Clause = strings.TrimSpace(*f.Clause)
		}
	}
	return item
}

// scopeFlags say which rooms a tariff is for; none is the whole estate.
type scopeFlags struct {
	Building []string `help:"只用于这些楼栋。"`
	Use      []string `help:"只用于这些用途。"`
	Layout   []string `help:"只用于这些户型。"`
	State    []string `help:"只用于这些房屋状态。"`
	Room     []string `help:"只用于这些房号。"`
	Party    string   `placeholder:"owner|tenant|none" help:"只用于业主、租户，或未售的（开发商）。"`
}

func (f *scopeFlags) scope() billing.Scope {
	return billing.Scope{Rooms: f.Room, Buildings: f.Building, Uses: f.Use, Layouts: f.Layout, States: f.State, Party: f.Party}
}

type itemAddCommand struct {
	Name    string `help:"项目名称；不写就用模板给项目的名称，例如 物业费。以后用 item rename 改。"`
	Kind    string `placeholder:"income|agency|deposit" help:"本公司收入、代收代付或押金，不写就看模板，没有模板是本公司收入。"`
	Cycle   string `placeholder:"CYCLE" help:"计费周期：month、quarter、half_year、year、anniversary、once、span；不写就看模板，没有模板是 month。"`
	HangsOn string `placeholder:"room|space" help:"收在房屋还是车位上；停车的模板是车位，别的是房屋。"`
	ShareBy string `placeholder:"M" help:"公摊项目的分摊方式，例如 area；每期出账写总额，标准不用写单价。"`
	Tariff  string `default:"标准" help:"第一个收费标准的名称。"`
	From    day    `placeholder:"DATE" help:"标准从哪一天起，不写就是本月一日。"`
	settingFlags
	ruleFlags
	scopeFlags
}

// Run makes an item with its first tariff, both or neither.
func (c *itemAddCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		rule, from, err := c.read(d, c.ShareBy != "")
		if err != nil {
			return err
		}
		item := c.over(c.item(from))
		rule, said, err := ruleOf(item, rule)
		if err != nil {
			return err
		}
		first := billing.NewTariff{Item: item.Name, Name: c.Tariff, Scope: c.scope(), FromOn: c.From.Date, Rule: rule}
		if first.FromOn == "" {
			today, err := d.today(counter.Book)
			if err != nil {
				return err
			}
			first.FromOn = calendar.Date(today.Month() + "-01")
		}
		if err := inBook(d, counter, first.Scope, item.HangsOn); err != nil {
			return err
		}
		if err := counter.Pricing.AddCharge(d.ctx, item, first, second); err != nil {
			return err
		}
		shown := listedItem{Item: item, Tariffs: []listedTariff{{billing.Tariff{Item: item.Name, Name: first.Name, Scope: first.Scope, FromOn: first.FromOn,
			Versions: []tariff.Version{{FromOn: first.FromOn, Rule: rule}}}, first.Scope.Rank()}}}
		return d.answer(shown, withSaid(append([]string{"已建收费项目："}, shown.lines()...), said)...)
	})
}

// item returns what the template and the flags say, before the settings.
func (c *itemAddCommand) item(from *template.Template) billing.Item {
	item := billing.Item{Kind: billing.Income, Cycle: tariff.EveryMonth, HangsOn: estate.Room, Active: true}
	if from != nil {
		item = pricing.ItemOf(*from)
	}
	if c.Name != "" {
		item.Name = c.Name
	}
	if c.Kind != "" {
		item.Kind = c.Kind
	}
	if c.Cycle != "" {
		item.Cycle = tariff.Cycle(c.Cycle)
	}
	if c.HangsOn != "" {
		item.HangsOn = c.HangsOn
	}
	if c.ShareBy != "" {
		item.ShareBy = tariff.Measure(c.ShareBy)
	}
	item.Inspect = item.Kind == billing.Deposit && billing.IsForWorks(item.Name)
	return item
}

// inBook writes the rooms or spaces of a scope as the book has them, and refuses one that it does not have: a misspelt one
// would silently charge nobody.
func inBook(d *desk, counter *cashier.Counter, scope billing.Scope, kind string) error {
	return counter.Book.Store.Read(d.ctx, func(tx *store.Tx) error {
		for i, code := range scope.Rooms {
			object, err := estate.ByCodeOf(tx, kind, code)
			if err != nil {
				return err
			}
			scope.Rooms[i] = object.Code
		}
		return nil
	})
}

type itemChangeCommand struct {
	Item   string `required:"" help:"收费项目。"`
	Active *bool  `negatable:"" help:"继续收；--no-active 停收，账单都留着。"`
	settingFlags
}

// Run changes an item with a second person.
func (c *itemChangeCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		var was billing.Item
		err := counter.Book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			was, err = billing.CalledItem(tx, c.Item)
			return err
		})
		if err != nil {
			return err
		}
		item := c.over(was)
		if c.Active != nil {
			item.Active = *c.Active
		}
		if err := counter.Pricing.ChangeItem(d.ctx, was, item, second); err != nil {
			return err
		}
		return d.answer(item, "已修改："+itemLine(item))
	})
}
