package main

import (
	"maps"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/template"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type tariffTryCommand struct {
	Item       string             `help:"收费项目；不写就不用账本，只按规则和写出来的情况算。"`
	Room       string             `help:"房号。"`
	Period     period             `required:"" placeholder:"P" help:"2026-10、2026-Q4、2026-H2、2026、2026-10-05..2026-11-04。"`
	Usage      map[string]decimal `placeholder:"水=12" mapsep:"," help:"这个费用期间的用量，代替账本里的读数。"`
	UsedBefore map[string]decimal `placeholder:"水=150" mapsep:"," help:"这个阶梯年度在这之前用了多少。"`
	Turnover   *decimal           `help:"这个费用期间的营业额，元。"`
	Field      map[string]string  `placeholder:"系数=1.2" mapsep:"none" help:"自定义字段。"`
	Area       string             `help:"面积，m²，只在不用账本时。"`
	Facts      string             `placeholder:"F.json" help:"不用账本时这一户的情况：JSON 文件、- 或 {…}，写法见 item template 的例子。"`
	Total      amount             `help:"公摊项目这一期的总额。"`
	ruleFlags
}

// tried is what a trial came to.
type tried struct {
	Room        string        `json:"room,omitempty"`
	Item        string        `json:"item,omitempty"`
	From        calendar.Date `json:"from"`
	To          calendar.Date `json:"to"`
	Applies     bool          `json:"applies"`
	AmountFen   money.Fen     `json:"amountFen"`
	Amount      string        `json:"amount"`
	Exact       string        `json:"exact"`
	Steps       []string      `json:"steps"`
	Tariff      string        `json:"tariff,omitempty"`
	VersionFrom calendar.Date `json:"versionFrom,omitempty"`

	prices []billing.UsedPrice
}

func (t *tried) take(result tariff.Result) {
	t.Applies, t.AmountFen, t.Amount, t.Exact, t.Steps = result.Applies, result.AmountFen, result.AmountFen.String(), result.Exact.String(), result.Steps
}

// Run prices one room for one span by the book, by a rule that is not saved, or by a rule and facts alone.
func (c *tariffTryCommand) Run(d *desk) error {
	if c.Item == "" {
		return c.alone(d)
	}
	if c.Room == "" {
		return store.Refuse(codeTryRoom)
	}
	return d.reading(func(book *ledger.Book) error {
		item, draft, err := c.draft(d, book)
		if err != nil {
			return err
		}
		source := billing.ItemSource{PoolFen: c.Total.Fen, Draft: &draft, Zero: true, Given: &billing.Given{Usage: numbers(c.Usage), UsedBefore: numbers(c.UsedBefore), Fields: c.Field}}
		if c.Turnover != nil {
			source.Given.Turnover = &c.Turnover.Number
		}
		if item.ShareBy == "" { // a shared cost is split among all
			source.Only = []string{c.Room}
		}
		item.Cycle = tariff.AnySpan // priced for just these days, whatever its bills are for
		preview, err := cashier.New(book).Pricing.Try(d.ctx, item, source, billing.Order{FromOn: c.Period.From, ToOn: c.Period.To})
		if err != nil {
			return err
		}
		return c.show(d, book, item, preview)
	})
}

// draft returns the item and the rule to try: the one that the flags say, for this room alone, or a version as the book has
// it, which changes nothing.
func (c *tariffTryCommand) draft(d *desk, book *ledger.Book) (item billing.Item, draft billing.NewTariff, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		if item, err = billing.CalledItem(tx, c.Item); err != nil {
			return err
		}
		object, err := estate.ByCodeOf(tx, item.HangsOn, c.Room)
		if err != nil {
			return err
		}
		if c.Room = object.Code; c.given() {
			return nil
		}
		all, err := billing.Tariffs(tx, item.Name)
		if err == nil && len(all) == 0 {
			err = store.Refuse(billing.CodeNoTariff, c.Item)
		}
		if err != nil {
			return err
		}
		first := all[0]
		draft = billing.NewTariff{Item: item.Name, Name: first.Name, Scope: first.Scope, FromOn: first.Versions[0].FromOn, Rule: first.Versions[0].Rule}
		return nil
	})
	if err != nil || !c.given() {
		return item, draft, err
	}
	rule, _, err := c.read(d, item.ShareBy != "")
	if err == nil {
		rule, _, err = ruleOf(item, rule)
	}
	return item, billing.NewTariff{Item: item.Name, Name: "试算", Scope: billing.Scope{Rooms: []string{c.Room}}, FromOn: c.Period.From, Rule: rule}, err
}

func (c *tariffTryCommand) show(d *desk, book *ledger.Book, item billing.Item, preview billing.Preview) error {
	for _, exception := range preview.Exceptions {
		if exception.Code == c.Room {
			return exception.AtRoom()
		}
	}
	for _, bill := range preview.Bills {
		if bill.Code == c.Room {
			t := tried{Room: c.Room, Item: c.Item, From: bill.FromOn, To: bill.ToOn, Tariff: bill.Tariff, VersionFrom: bill.TariffFromOn, prices: bill.Prices}
			t.Applies, t.AmountFen, t.Amount, t.Exact, t.Steps = bill.Applies, bill.AmountFen, bill.AmountFen.String(), bill.Exact, bill.AllSteps
			return c.answer(d, t)
		}
	}
	return book.Store.Read(d.ctx, func(tx *store.Tx) error { return c.outside(tx, item) })
}

// outside says why a place is charged nothing: it is handed over later (ctl.try_handover), or no tariff is for it (ctl.try_outside).
func (c *tariffTryCommand) outside(tx *store.Tx, item billing.Item) error {
	object, err := estate.ByCodeOf(tx, item.HangsOn, c.Room)
	if err != nil {
		return err
	}
	from, to := string(c.Period.From), string(c.Period.To)
	if object.HandoverOn > c.Period.To {
		return store.Refuse(codeTryHandover, c.Room, c.Item, from, to, string(object.HandoverOn))
	}
	return store.Refuse(codeTryOutside, c.Room, c.Item, from, to)
}

func (c *tariffTryCommand) answer(d *desk, t tried) error {
	head := string(t.From) + " 至 " + string(t.To)
	if t.Room != "" {
		head = t.Room + "  " + t.Item + "  " + head
	}
	lines := append([]string{head}, t.Steps...)
	sum := "应收 " + t.AmountFen.Yuan()
	switch {
	case len(t.prices) > 1:
		parts := make([]string, len(t.prices))
		for i, price := range t.prices {
			parts[i] = price.Tariff + "，" + string(price.FromOn) + " 起的价格，用于 " + string(price.Span.From) + " 至 " + string(price.Span.To)
		}
		sum += "（" + strings.Join(parts, "；") + "）"
	case t.Tariff != "":
		sum += "（" + t.Tariff + "，" + string(t.VersionFrom) + " 起的价格）"
	}
	return d.answer(t, append(lines, sum)...)
}

// alone prices a rule with facts and no book at all.
func (c *tariffTryCommand) alone(d *desk) error {
	rule, _, err := c.read(d, false)
	if err == nil {
		rule, _, err = ruleOf(billing.Item{}, rule)
	}
	if err != nil {
		return err
	}
	var told template.Facts
	if c.Facts != "" {
		if err := readJSON(d, c.Facts, factsExample, &told); err != nil {
			return err
		}
	}
	if c.Area != "" {
		told.Area = c.Area
	}
	facts, err := told.Tariff()
	if err != nil {
		return ruleError(err)
	}
	facts.Usage = over(facts.Usage, numbers(c.Usage))
	facts.UsedBefore = over(facts.UsedBefore, numbers(c.UsedBefore))
	facts.Fields = over(facts.Fields, c.Field)
	if c.Turnover != nil {
		facts.Turnover, facts.HasTurnover = c.Turnover.Number, true
	}
	facts.MonthDay = tariff.Span{From: c.Period.From, To: c.Period.To}.MonthDay()
	result, err := tariff.Price([]tariff.Version{{FromOn: c.Period.From, Rule: rule}}, facts, c.Period.From, c.Period.To, nil)
	if err != nil {
		return ruleError(err)
	}
	t := tried{From: c.Period.From, To: c.Period.To}
	t.take(result)
	return c.answer(d, t)
}

// over puts what is told now over what was told before.
func over[V any](base, told map[string]V) map[string]V {
	all := make(map[string]V, len(base)+len(told))
	maps.Copy(all, base)
	maps.Copy(all, told)
	return all
}
