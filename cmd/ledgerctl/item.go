package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/template"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/report"
	"shouqi/ledger/tariff"
)

type itemCommands struct {
	List      itemListCommand      `cmd:"" help:"列出收费项目和它们的标准。"`
	Add       itemAddCommand       `cmd:"" help:"建一个收费项目和它的第一个标准。"`
	Change    itemChangeCommand    `cmd:"" help:"修改收费项目的设置，要批准人。"`
	Rename    itemRenameCommand    `cmd:"" help:"从某一天起改名称；已经出的账单不变。"`
	End       itemEndCommand       `cmd:"" help:"收费到某一天为止，所有标准一起停用；出过账单以后要批准人。"`
	Delete    itemDeleteCommand    `cmd:"" help:"删除从来没有出过账单的收费项目。"`
	Templates itemTemplatesCommand `cmd:"" help:"列出收费模板。"`
	Template  itemTemplateCommand  `cmd:"" help:"看一个模板：要填什么，例子怎么算。"`
}

type itemListCommand struct{}

// listedItem is an item with its tariffs, the one that wins for a room first.
type listedItem struct {
	billing.Item
	Tariffs []listedTariff     `json:"tariffs"`
	Called  string             `json:"called,omitempty"` // today, where it is not its own name
	Names   []billing.ItemName `json:"names,omitempty"`
}

// listedTariff is a tariff with its rank: of two that fit a room, the higher holds.
type listedTariff struct {
	billing.Tariff
	Rank int `json:"rank"`
}

// Run lists the items.
func (c *itemListCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		charges, err := cashier.New(book).Pricing.Charges(d.ctx)
		if err != nil {
			return err
		}
		items, lines := []listedItem{}, []string{}
		for _, charge := range charges {
			item := listedItem{Item: charge.Item, Tariffs: []listedTariff{}, Names: charge.Names}
			if charge.Title() != charge.Name {
				item.Called = charge.Title()
			}
			for _, t := range charge.Tariffs {
				item.Tariffs = append(item.Tariffs, listedTariff{t, t.Scope.Rank()})
			}
			slices.SortStableFunc(item.Tariffs, func(a, b listedTariff) int {
				return cmp.Or(b.Rank-a.Rank, strings.Compare(string(b.FromOn), string(a.FromOn)))
			})
			items = append(items, item)
			lines = append(lines, item.lines()...)
		}
		if len(lines) == 0 {
			lines = []string{"还没有收费项目：用 item add 建一个，模板见 item templates"}
		}
		return d.answer(items, lines...)
	})
}

func (i listedItem) lines() []string {
	lines := []string{itemLine(i.Item)}
	for _, name := range i.Names {
		lines = append(lines, "  "+string(name.FromOn)+" 起叫“"+name.Name+"”")
	}
	for _, t := range i.Tariffs {
		days := string(t.FromOn) + " 起"
		if t.ToOn != "" {
			days = string(t.FromOn) + " 至 " + string(t.ToOn)
		}
		lines = append(lines, "  "+t.Name+"  "+scopeWords(t.Scope)+"  "+days)
		for _, version := range t.Versions {
			lines = append(lines, "    "+string(version.FromOn)+" 起：")
			for _, line := range report.RuleLines(version.Rule) {
				lines = append(lines, "      "+line)
			}
		}
	}
	if len(i.Tariffs) > 1 {
		lines = append(lines, "  一户符合几个标准时，用排在前面的")
	}
	return lines
}

var (
	kindWords  = map[string]string{billing.Income: "本公司收入", billing.Agency: "代收代付", billing.Deposit: "押金"}
	itemCycles = map[tariff.Cycle]string{tariff.EveryMonth: "按月", tariff.EveryQuarter: "按季", tariff.EveryHalfYear: "按半年",
		tariff.EveryYear: "按年", tariff.Anniversary: "交房周年", tariff.Once: "一次性", tariff.AnySpan: "自选日期"}
)

func itemLine(i billing.Item) string {
	words := []string{kindWords[i.Kind], itemCycles[i.Cycle]}
	begins := "期末后"
	if i.Advance {
		begins = "期初后"
	}
	words = append(words, fmt.Sprintf("%s %d 天内缴", begins, i.DueDays))
	if i.IssueDays != 0 {
		words = append(words, fmt.Sprintf("出账日移 %+d 天", i.IssueDays))
	}
	if fee := i.LateFee; fee.RatePerDay != "" {
		word := "违约金每天 " + string(fee.RatePerDay)
		if fee.GraceDays > 0 {
			word += fmt.Sprintf("，宽限 %d 天", fee.GraceDays)
		}
		if fee.MostPercent != "" {
			word += "，最多 " + string(fee.MostPercent) + "%"
		}
		words = append(words, word+"（"+fee.Clause+"）")
	}
	if i.Inspect {
		words = append(words, "验收合格才退")
	}
	if i.Source != "" {
		words = append(words, "依据文件 "+i.Source)
	}
	if i.TaxPercent != "" {
		words = append(words, "税率 "+string(i.TaxPercent)+"%")
	}
	if i.ShareBy != "" {
		words = append(words, "公摊，分摊方式 "+report.MeasureWords(i.ShareBy))
	}
	if i.Purpose != billing.AnyPurpose {
		words = append(words, "预存款用途 "+i.Purpose.Name())
	}
	if i.Subject != "" {
		words = append(words, "会计科目 "+i.Subject)
	}
	if !i.Active {
		words = append(words, "已停收")
	}
	return i.Name + "  " + strings.Join(words, "，")
}

func scopeWords(s billing.Scope) string {
	var words []string
	for _, list := range []struct {
		word  string
		names []string
	}{{"房号", s.Rooms}, {"户型", s.Layouts}, {"用途", s.Uses}, {"状态", s.States}, {"楼栋", s.Buildings}} {
		if len(list.names) > 0 {
			words = append(words, list.word+" "+strings.Join(list.names, "、"))
		}
	}
	if s.Party != "" {
		words = append(words, map[string]string{"owner": "业主", "tenant": "租户", "none": "未售（开发商）"}[s.Party])
	}
	if len(words) == 0 {
		return "全小区"
	}
	return strings.Join(words, "，")
}

type itemTemplatesCommand struct{}

// Run lists the templates by their shelves.
func (c *itemTemplatesCommand) Run(d *desk) error {
	all, err := template.All()
	if err != nil {
		return err
	}
	var lines []string
	shelf := ""
	for _, one := range all {
		if one.Category != shelf {
			shelf = one.Category
			lines = append(lines, shelf)
		}
		lines = append(lines, "  "+one.ID+"  "+one.Name+"："+one.Use)
	}
	return d.answer(all, append(lines, fmt.Sprintf("共 %d 个模板", len(all)))...)
}

type itemTemplateCommand struct {
	ID string `arg:"" help:"模板的编号，见 item templates。"`
}

// Run shows one template with what it asks and its examples.
func (c *itemTemplateCommand) Run(d *desk) error {
	one, err := template.ByID(c.ID)
	if err != nil {
		return ruleError(err)
	}
	values, err := one.Values()
	if err != nil {
		return ruleError(err)
	}
	lines := append([]string{one.Name + "（" + one.Category + "）", one.Use, "项目名称：" + one.Item.Name, "来源：" + one.Source}, report.RuleLines(one.Rule)...)
	for _, ask := range one.Asks {
		lines = append(lines, "填 "+ask.Path+"  "+ask.Label+"（"+ask.Unit+"） 现在是 "+values[ask.Path])
	}
	for _, example := range one.Examples {
		result := example.Money() + " 元"
		if example.Error != "" {
			result = "算不出来（" + example.Error + "）"
		}
		lines = append(lines, "例 "+example.Note+"，"+string(example.From)+" 至 "+string(example.To)+"："+result)
	}
	return d.answer(one, lines...)
}
