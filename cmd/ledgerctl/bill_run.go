package main

import (
	"cmp"
	"fmt"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
	"shouqi/ledger/money"
)

// runFlags are what every run is asked, whatever it is made of.
type runFlags struct {
	Period    period `required:"" placeholder:"P" help:"2026-10、2026-Q4、2026-H2、2026、2026-10-05..2026-11-04；出费用期间与它有交叉的账单。"`
	Preview   bool   `help:"只看会出哪些，什么都不出。"`
	LeaveOut  bool   `help:"算不出来的先不出，其余照出。"`
	Digest    string `help:"试算给出的校验码：算出来和那时不一样就不出。"`
	Lines     int    `default:"5" help:"试算列出几张账单的每一步。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只出一次。"`
}

// do previews or issues what a source proposes.
func (f runFlags) do(d *desk, title string, source func(book *ledger.Book) (billing.Source, error)) error {
	order := billing.Order{FromOn: f.Period.From, ToOn: f.Period.To, LeaveOut: f.LeaveOut, Digest: f.Digest, Progress: d.progress()}
	if f.Preview {
		return d.reading(func(book *ledger.Book) (err error) {
			if order.Source, err = source(book); err != nil {
				return err
			}
			preview, err := cashier.New(book).Charging.Preview(d.ctx, order)
			if err != nil {
				return err
			}
			return f.show(d, title, preview)
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) (err error) {
		if order.Source, err = source(counter.Book); err != nil {
			return err
		}
		if order.RequestID, err = requestID(f.RequestID); err != nil {
			return err
		}
		made, err := counter.Charging.RunWith(d.ctx, order, second)
		if err := d.ran(made, err, title+" "+words.Period(f.Period.From, f.Period.To)); err != nil {
			return err
		}
		return d.afterBills(counter)
	})
}

// afterBills lets the prepayments that pay by themselves pay what was issued, or says how many wait for the next shift. With
// --json it only does so: the answer is the run's.
func (d *desk) afterBills(counter *cashier.Counter) error {
	deducted, waiting, err := counter.Prepaying.AfterBills(d.ctx, d.progress())
	switch {
	case err != nil || d.JSON:
		return err
	case deducted.Households > 0 || len(deducted.Skipped) > 0:
		return d.answer(deducted, deductedLines(deducted)...)
	case waiting > 0:
		return d.answer(waiting, fmt.Sprintf("有 %d 户约定了自动抵扣，开班以后抵扣。", waiting))
	}
	return nil
}

func (f runFlags) show(d *desk, title string, preview billing.Preview) error {
	shown := shownPreview{Item: title, From: f.Period.From, To: f.Period.To, Count: preview.Count, SumFen: preview.SumFen, Already: preview.Already,
		Nothing: preview.Nothing, Outside: preview.Outside, Waiting: preview.Waiting, Far: preview.Far, Late: preview.Late, PoolFen: preview.PoolFen, BorneFen: preview.BorneFen, Exceptions: exceptionsOf(preview.Exceptions), Digest: preview.Digest, Law: preview.Law,
		Bills: shownBills(preview.Bills, f.Lines)}
	counts := fmt.Sprintf("已出过 %d，不用收 %d，没有标准 %d，算不出来 %d", shown.Already, shown.Nothing, shown.Outside, len(shown.Exceptions))
	if shown.Waiting > 0 {
		counts += fmt.Sprintf("，等报营业额 %d", shown.Waiting)
	}
	lines := []string{fmt.Sprintf("试算 %s %s，什么都没有出：%d 张，共 %s", title, words.Period(f.Period.From, f.Period.To), shown.Count, shown.SumFen.Yuan()), counts}
	lines = append(lines, poolLines(preview.PoolFen, preview.BorneFen, preview.SumFen)...)
	lines = append(lines, exceptionLines(shown.Exceptions)...)
	lines = append(lines, changedPayers(preview.Bills)...)
	if preview.Far {
		lines = append(lines, "留意 账单收到今天 13 个月以后，或者一次出 13 个月以上：出账要批准人，最多 5 年")
	}
	if preview.Late > 0 {
		lines = append(lines, fmt.Sprintf("留意 %d 张的缴费截止日已经过去，一出账就过期；要改的写 --due", preview.Late))
	}
	for _, b := range shown.Bills {
		lines = append(lines, b.lines()...)
	}
	lines = append(lines, lawLines(preview.Law)...)
	return d.answer(shown, append(lines, "校验码 "+shown.Digest)...)
}

// poolLines says what of a shared cost the households pay and what the estate bears, none for other items.
func poolLines(pool, borne, sum money.Fen) []string {
	if pool == 0 {
		return nil
	}
	line := fmt.Sprintf("公摊总额 %s：各户应收 %s", pool.Yuan(), sum.Yuan())
	if borne > 0 {
		line += fmt.Sprintf("，减免的 %s 由物业承担，别的户没有多分", borne.Yuan())
	}
	return []string{line}
}

type billRunCommand struct {
	runFlags
	Item  string   `required:"" help:"收费项目。"`
	Room  []string `help:"只出这些房号（车位项目写车位号）。"`
	Total amount   `help:"公摊项目这一期的总额。"`
	Due   day      `placeholder:"DATE" help:"缴费截止日，不写就按收费项目。"`
}

// Run previews or issues one period of an item.
func (c *billRunCommand) Run(d *desk) error {
	return c.do(d, c.Item, func(book *ledger.Book) (billing.Source, error) {
		item, err := d.itemKey(book, c.Item)
		return billing.ItemSource{Item: item, Only: c.Room, PoolFen: c.Total.Fen, DueOn: c.Due.Date}, err
	})
}

// shownBill is a bill as a run would make it.
type shownBill struct {
	Room        string        `json:"room"`
	Contract    string        `json:"contract,omitempty"`
	Item        string        `json:"item"`
	From        calendar.Date `json:"from"`
	To          calendar.Date `json:"to"`
	DueOn       calendar.Date `json:"dueOn"`
	AmountFen   money.Fen     `json:"amountFen"`
	Exact       string        `json:"exact"`
	Tariff      string        `json:"tariff"`
	VersionFrom calendar.Date `json:"versionFrom"`
	Steps       []string      `json:"steps"`
	Payers      string        `json:"payers,omitempty"` // who has which of its days, where it is not one
}

// shownPreview is billing.Preview as it is answered.
type shownPreview struct {
	Item       string           `json:"item"`
	From       calendar.Date    `json:"from"`
	To         calendar.Date    `json:"to"`
	Count      int              `json:"count"`
	SumFen     money.Fen        `json:"sumFen"`
	Already    int              `json:"already"`
	Nothing    int              `json:"nothing"`
	Outside    int              `json:"outside"`
	Waiting    int              `json:"waiting"`
	Far        bool             `json:"far,omitempty"`  // issuing takes a second person
	Late       int              `json:"late,omitempty"` // bills whose due day is over
	PoolFen    money.Fen        `json:"poolFen,omitempty"`
	BorneFen   money.Fen        `json:"borneFen,omitempty"`
	Exceptions []shownException `json:"exceptions"`
	Digest     string           `json:"digest"`
	Bills      []shownBill      `json:"bills"`
	Law        law.Findings     `json:"law,omitempty"`
}

// shownBills returns the first bills of a preview, at most most.
func shownBills(bills []billing.Proposed, most int) []shownBill {
	shown := []shownBill{}
	for i, b := range bills {
		if i >= most {
			break
		}
		shown = append(shown, shownBill{Room: b.Code, Contract: b.Contract, Item: b.Called(), From: b.FromOn, To: b.ToOn, DueOn: b.DueOn, AmountFen: b.AmountFen,
			Exact: b.Exact, Tariff: b.Tariff, VersionFrom: b.TariffFromOn, Steps: b.AllSteps, Payers: household.ChangedPayers(b)})
	}
	return shown
}

func (b shownBill) lines() []string {
	line := "账单 " + b.Room + "  " + b.Item + " " + words.Period(b.From, b.To) + "  " + b.AmountFen.Grouped() + "  缴费截止日 " + string(b.DueOn)
	if b.Contract != "" {
		line += "  合同 " + b.Contract
	}
	lines := []string{line}
	for _, step := range b.Steps {
		lines = append(lines, "  "+step)
	}
	if b.Payers != "" {
		lines = append(lines, "  "+b.Payers)
	}
	return lines
}

// changedPayers says for which bills somebody else comes within their days, since one owes all of each.
func changedPayers(bills []billing.Proposed) []string {
	var rooms []string
	for _, b := range bills {
		if len(b.Payers) > 1 {
			rooms = append(rooms, b.Code)
		}
	}
	if len(rooms) == 0 {
		return nil
	}
	line := fmt.Sprintf("留意 %d 张的期间里换了缴费人，每天按当天的人计价，整张由期初的人缴：%s", len(rooms), strings.Join(rooms[:min(len(rooms), roomsNamed)], "、"))
	if len(rooms) > roomsNamed {
		line += "……"
	}
	return []string{line}
}

// ran answers what a run made. Every room that stopped it or was left out is named, and a run that was refused stays
// refused.
func (d *desk) ran(made billing.RunResult, refused error, what string) error {
	if refused != nil && len(made.Exceptions) == 0 {
		return refused
	}
	shown := struct {
		billing.RunResult
		Exceptions []shownException `json:"exceptions"`
	}{made, exceptionsOf(made.Exceptions)}
	lines := exceptionLines(shown.Exceptions)
	if refused == nil {
		line := fmt.Sprintf("已出账 %s：%d 张，共 %s", what, made.Count, made.SumFen.Yuan())
		if made.Repeated {
			line += "（这个请求编号以前做过，这一次没有再出）"
		}
		if made.Already > 0 {
			line += fmt.Sprintf("，另有 %d 张以前出过", made.Already)
		}
		if len(made.Exceptions) > 0 {
			line += fmt.Sprintf("，%d 处没有出", len(made.Exceptions))
		}
		lines = append(append(lines, poolLines(made.PoolFen, made.BorneFen, made.SumFen)...), line+"  批次 "+made.Run)
		lines = append(lines, lawLines(made.Law)...)
	}
	if err := d.answer(shown, lines...); err != nil {
		return err
	}
	return refused
}

type billAheadCommand struct {
	Room      string   `required:"" help:"房号或车位号；房号连同它的车位。"`
	To        day      `required:"" placeholder:"DATE" help:"预缴至哪一天。"`
	Item      []string `help:"只出这些项目，不写就是全部按期收的项目。"`
	Exact     bool     `help:"只收到这一天：按天计价的项目不出这一天以后的，那一期余下的到时再出。"`
	Preview   bool     `help:"只看会出哪些。"`
	RequestID string   `name:"request-id" help:"请求编号：同一编号只出一次。"`
}

// order returns what is asked for.
func (c *billAheadCommand) order(request string, items []string) billing.Order {
	if c.Exact {
		return billing.AheadExactly(request, c.Room, items, c.To.Date)
	}
	return billing.Ahead(request, c.Room, items, c.To.Date)
}

// Run makes a household's bills up to a day, so that they can be paid now.
func (c *billAheadCommand) Run(d *desk) error {
	if c.Preview {
		return d.reading(func(book *ledger.Book) error {
			items, err := d.itemKeys(book, c.Item)
			if err != nil {
				return err
			}
			preview, err := cashier.New(book).Charging.Preview(d.ctx, c.order("", items))
			if err != nil {
				return err
			}
			return c.show(d, preview)
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		items, err := d.itemKeys(counter.Book, c.Item)
		if err != nil {
			return err
		}
		made, err := counter.Charging.RunWith(d.ctx, c.order(request, items), second)
		return d.ran(made, err, c.Room+" 预缴至 "+string(c.To.Date))
	})
}

func (c *billAheadCommand) show(d *desk, preview billing.Preview) error {
	exceptions := exceptionsOf(preview.Exceptions)
	lines := []string{fmt.Sprintf("试算 %s 预缴至 %s，什么都没有出：%d 张，共 %s", c.Room, c.To.Date, preview.Count, preview.SumFen.Yuan())}
	bills := shownBills(preview.Bills, len(preview.Bills))
	for _, b := range bills {
		lines = append(lines, b.lines()...)
	}
	for _, b := range preview.Bills {
		if b.ToOn > c.To.Date {
			// What is left whole although --exact is given cannot be billed by days.
			how := "只收到这一天的，写 --exact"
			if c.Exact {
				how = "它的价格不按天分（按次、按整月或按 30 天计，或跟着别的项目收），只能收整期"
			}
			lines = append(lines, fmt.Sprintf("%s 在 %s 这一期里面：%s 会整期收到 %s；%s", c.To.Date, words.Period(b.FromOn, b.ToOn), b.Called(), b.ToOn, how))
		}
	}
	return d.answer(map[string]any{"room": c.Room, "to": c.To.Date, "count": preview.Count, "sumFen": preview.SumFen, "bills": bills,
		"exceptions": exceptions, "law": preview.Law}, append(append(lines, exceptionLines(exceptions)...), lawLines(preview.Law)...)...)
}

type billRunsCommand struct {
	Limit int `default:"20" help:"最多列出几批。"`
}

// Run lists the newest runs.
func (c *billRunsCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		runs, err := cashier.New(book).Charging.Runs(d.ctx, max(0, c.Limit))
		if err != nil {
			return err
		}
		shown, lines := []billing.RunLine{}, []string{}
		for _, run := range runs {
			shown = append(shown, run.RunLine)
			lines = append(lines, fmt.Sprintf("%s  %s  %s %d 张，共 %s  %s", run.Run, run.At.Format("2006-01-02 15:04"), strings.TrimSpace(cmp.Or(run.Item, "几个项目")+" "+words.Period(run.FromOn, run.ToOn)), run.Count, run.SumFen.Yuan(), run.Name))
		}
		return d.answer(shown, lines...)
	})
}
