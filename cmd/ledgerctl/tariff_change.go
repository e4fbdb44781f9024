package main

import (
	"fmt"
	"strings"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/charging"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type tariffChangeCommand struct {
	Item    string `required:"" help:"收费项目。"`
	Tariff  string `help:"标准的名称，只有一个标准时可以不写。"`
	From    day    `required:"" placeholder:"DATE" help:"从哪一天起，不能是过去。"`
	Preview bool   `help:"只看影响，不存：多少户，一共多少，谁变得最多，谁算不出来。"`
	ruleFlags
}

// Run returns a tariff another rule from a day on, with a second person, or shows what that would do.
func (c *tariffChangeCommand) Run(d *desk) error {
	if c.Preview {
		return d.reading(func(book *ledger.Book) error {
			change, err := c.change(d, book)
			if err != nil {
				return err
			}
			today, err := d.today(book)
			if err != nil {
				return err
			}
			if change.FromOn < today {
				return store.Refuse(billing.CodePricePast, string(change.FromOn), string(today))
			}
			return showEffect(d, book, billing.NewTariff{Item: change.Item, Name: change.Tariff, FromOn: change.FromOn, Rule: change.Rule})
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		change, err := c.change(d, counter.Book)
		if err != nil {
			return err
		}
		if err := counter.Pricing.ChangePrice(d.ctx, change, second); err != nil {
			return err
		}
		issued, err := counter.Pricing.Issued(d.ctx, change.Item, change.Tariff, change.FromOn)
		if err != nil {
			return err
		}
		lines := append([]string{"已调价：" + change.Item + " " + change.Tariff + "，" + string(change.FromOn) + " 起"}, report.RuleLines(change.Rule)...)
		return d.answer(changedPrice{change, issued}, append(lines, issuedLines(change.Item, issued, issuedAtOld)...)...)
	})
}

// changedPrice is the answer of a price change: with the bills that are out already at the old price.
type changedPrice struct {
	billing.PriceChange
	Issued billing.IssuedAhead `json:"issued"`
}

// change works the new rule out: a whole one, or the one that holds on that day with some of it changed.
func (c *tariffChangeCommand) change(d *desk, book *ledger.Book) (billing.PriceChange, error) {
	current, err := theTariff(d, book, c.Item, c.Tariff)
	change := billing.PriceChange{Item: current.Item, Tariff: current.Name, FromOn: c.From.Date}
	if err != nil {
		return change, err
	}
	item, err := calledItem(d, book, c.Item)
	if err != nil {
		return change, err
	}
	if err := c.known(); err != nil {
		return change, err
	}
	simple := c.ruleFlags
	simple.Price, simple.Set = "", nil
	switch {
	case simple.given():
		if change.Rule, _, err = c.read(d, item.ShareBy != ""); err == nil {
			change.Rule, _, err = ruleOf(item, change.Rule)
		}
		return change, err
	case c.Price == "" && len(c.Set) == 0 && c.Least == "" && c.Most == "" && c.Proration == "" && c.Round == "":
		return change, store.Refuse(codeRuleMissing)
	}
	change.Rule, err = changed(versionAt(current, c.From.Date).Rule, c.Set)
	if err == nil && c.Price != "" {
		change.Rule, err = repriced(change.Rule, c.Price)
	}
	if err != nil {
		return change, err
	}
	c.bound(&change.Rule)
	return change, ruleErrorIn(change.Rule, billing.CheckRule(item, change.Rule))
}

func signed(fen money.Fen) string {
	if fen > 0 {
		return "+" + fen.Grouped()
	}
	return fen.Grouped()
}

// shownException is a room that cannot be worked out, with its reason in words and, in a rule, its place.
type shownException struct {
	Room    string      `json:"room"`
	Span    tariff.Span `json:"span"`
	Code    string      `json:"code"`
	Message string      `json:"message"`

	of billing.Exception
}

func exceptionsOf(all []billing.Exception) []shownException {
	shown := make([]shownException, len(all))
	for i, e := range all {
		shown[i] = shownException{Room: e.Code, Span: e.Span, Code: codeOf(e.Err), Message: words.Explain(e.AtRoom(), assets.Chinese), of: e}
	}
	return shown
}

// exceptionsShown is how many exceptions are said one by one on a screen; JSON has them all.
const exceptionsShown = 50

// exceptionLines tells why rooms cannot be worked out; rooms of one reason are one line.
func exceptionLines(all []shownException) []string {
	exceptions := make([]billing.Exception, len(all))
	for i, e := range all {
		exceptions[i] = e.of
	}
	var lines []string
	gathered := charging.Alike(exceptions, func(err error) string { return words.Explain(err, assets.Chinese) })
	for i, alike := range gathered {
		if i == exceptionsShown {
			return append(lines, fmt.Sprintf("算不出来的还有 %d 种，用 --json 看全部", len(gathered)-i))
		}
		line := "算不出来 " + words.Explain(alike.Exceptions[0].AtRoom(), assets.Chinese)
		if rooms := alike.Rooms(); len(rooms) > 1 {
			rest := rooms[1:]
			unit := "户"
			if alike.Households() < len(rooms) {
				unit = "处" // spaces of one household, or its room and its space
			}
			line += fmt.Sprintf("（同样的还有 %d %s：%s", len(rest), unit, strings.Join(rest[:min(len(rest), roomsNamed)], "、"))
			if len(rest) > roomsNamed {
				line += "……，用 --json 看全部"
			}
			line += "）"
		}
		lines = append(lines, line)
	}
	return lines
}

// roomsNamed is how many rooms of one reason a line names.
const roomsNamed = 5
