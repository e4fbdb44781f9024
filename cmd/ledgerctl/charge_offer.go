package main

import (
	"fmt"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/store"
)

type offerCommands struct {
	Set  offerSetCommand  `cmd:"" help:"设一个项目的预缴减免：一次缴清几期，送几期；要批准人。预存款自动抵扣的不减免。"`
	List offerListCommand `cmd:"" help:"列出预缴减免，从新到旧；某一天按开始最晚、还没结束的一条。"`
}

type offerSetCommand struct {
	Item string `required:"" help:"收费项目。"`
	Pay  int    `required:"" placeholder:"N" help:"一次缴清几期还没到缴费截止日、前后相连的账单。"`
	Free int    `required:"" placeholder:"N" help:"送后面几期；--pay 0 --free 0 是不再减免。"`
	From day    `required:"" placeholder:"DATE" help:"从哪一天起。"`
	To   day    `placeholder:"DATE" help:"到哪一天，不写就一直有效。"`
}

func offerLine(o billing.Offer) string {
	line := fmt.Sprintf("%s  缴 %d 期送 %d 期  %s 起", o.Item, o.Pay, o.Free, o.FromOn)
	if o.Free == 0 {
		line = fmt.Sprintf("%s  不再减免  %s 起", o.Item, o.FromOn)
	}
	if o.ToOn != "" {
		line += "，到 " + string(o.ToOn)
	}
	return line
}

// Run sets an offer with a second person.
func (c *offerSetCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		item, err := d.itemKey(counter.Book, c.Item)
		if err != nil {
			return err
		}
		offer := billing.Offer{Item: item, Pay: c.Pay, Free: c.Free, FromOn: c.From.Date, ToOn: c.To.Date}
		if err := counter.Pricing.SetOffer(d.ctx, offer, second); err != nil {
			return err
		}
		return d.answer(offer, "已设预缴减免："+offerLine(offer))
	})
}

type offerListCommand struct{}

// Run lists the offers.
func (c *offerListCommand) Run(d *desk) error {
	return d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		offers, err := billing.Offers(tx)
		if err != nil {
			return err
		}
		var lines []string
		for _, offer := range offers {
			lines = append(lines, offerLine(offer))
		}
		return d.answer(offers, append(lines, fmt.Sprintf("预缴减免 %d 条", len(offers)))...)
	})
}
