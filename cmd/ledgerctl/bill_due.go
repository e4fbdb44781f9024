package main

import (
	"cmp"
	"fmt"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/charging"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type billDueCommand struct {
	Preview bool              `help:"全部试算，看各项的合计，什么都不出。"`
	Issue   bool              `help:"出账：能出的每项各出各的，有算不出来的、等总额的先不出，逐项写明原因。"`
	Item    []string          `help:"只看、只出这些项目（租赁合同写 租赁合同）。"`
	Total   map[string]amount `placeholder:"公摊电费=648.60" mapsep:"none" help:"公摊项目这一期的总额，可以写多次；该出的不止一期时写 公摊电费@2026-11=648.60。"`
}

// shownDue is a run that is due, as it is answered; the sums are there where it was worked out.
type shownDue struct {
	Item       string           `json:"item"`
	Cycle      tariff.Cycle     `json:"cycle,omitempty"`
	From       calendar.Date    `json:"from"`
	To         calendar.Date    `json:"to"`
	DueOn      calendar.Date    `json:"dueOn"`
	LateDays   int              `json:"lateDays"`
	Left       int              `json:"left"`
	Billed     int              `json:"billed"`
	Waits      billing.DueWait  `json:"waits,omitempty"`
	WaitsOf    int              `json:"waitsOf,omitempty"`
	State      string           `json:"state"` // due, previewed, issued or held
	Count      int              `json:"count,omitempty"`
	SumFen     money.Fen        `json:"sumFen,omitempty"`
	Run        string           `json:"run,omitempty"`
	Why        string           `json:"why,omitempty"`
	Exceptions []shownException `json:"exceptions,omitempty"`

	hangsOn string
}

// Run lists the runs that are due, works them out, or issues those that nothing stands in the way of.
func (c *billDueCommand) Run(d *desk) error {
	if c.Issue && c.Preview {
		return store.Refuse(codeDueBoth)
	}
	if c.Issue {
		return d.signedIn(func(counter *cashier.Counter) error {
			if err := c.run(d, counter); err != nil {
				return err
			}
			return d.afterBills(counter)
		})
	}
	return d.reading(func(book *ledger.Book) error { return c.run(d, cashier.New(book)) })
}

func (c *billDueCommand) run(d *desk, counter *cashier.Counter) error {
	all, err := counter.Charging.Due(d.ctx)
	if err != nil {
		return err
	}
	var due []charging.DueRun
	for _, run := range all {
		if c.wants(run) {
			due = append(due, run)
		}
	}
	shown := make([]shownDue, len(due))
	for i, run := range due {
		shown[i] = dueOf(run)
	}
	if c.Preview || c.Issue {
		if err := c.work(d, counter, due, shown); err != nil {
			return err
		}
	}
	lines := []string{}
	for _, one := range shown {
		lines = append(lines, one.lines()...)
	}
	return d.answer(shown, append(lines, dueSum(shown))...)
}

// wants reports whether a run is among those that were named, or none was.
func (c *billDueCommand) wants(run charging.DueRun) bool {
	for _, name := range c.Item {
		if name == run.Title || name == run.Item.Name {
			return true
		}
	}
	return len(c.Item) == 0
}

// work previews the runs, and issues them where that is asked.
func (c *billDueCommand) work(d *desk, counter *cashier.Counter, due []charging.DueRun, shown []shownDue) error {
	pools := make(map[string]money.Fen)
	for _, run := range due {
		for _, name := range []string{run.Title, run.Item.Name} {
			if total, told := c.Total[name+"@"+words.Period(run.Span.From, run.Span.To)]; told {
				pools[run.Key()] = total.Fen
			} else if total, told := c.Total[name]; told && only(due, run) {
				pools[run.Key()] = total.Fen
			}
		}
	}
	planned, err := counter.Charging.PlanDue(d.ctx, due, pools, d.progress())
	if err != nil {
		return err
	}
	var outcomes []billing.Outcome
	if c.Issue {
		if outcomes, err = counter.Charging.Issue(d.ctx, planned, false, session.Second{}, d.progress()); err != nil {
			return err
		}
	}
	at := 0
	for i, run := range due {
		if run.Item.ShareBy != "" && pools[run.Key()] == 0 {
			shown[i].State = "held"
			continue
		}
		shown[i].plan(planned[at])
		at++
		if count, _ := planned[at-1].Issuable(false); c.Issue && count > 0 {
			shown[i].issued(outcomes[0])
			outcomes = outcomes[1:]
		}
	}
	return nil
}

// only reports whether a run is the only one of its item, so that a total without a period is its own.
func only(due []charging.DueRun, run charging.DueRun) bool {
	for _, other := range due {
		if other.Title == run.Title && other.Span != run.Span {
			return false
		}
	}
	return true
}

func dueOf(run charging.DueRun) shownDue {
	return shownDue{Item: run.Title, Cycle: run.Item.Cycle, From: run.Span.From, To: run.Span.To, DueOn: run.DueOn, LateDays: run.LateDays,
		Left: run.Left, Billed: run.Billed, Waits: run.Waits, WaitsOf: run.WaitsOf, State: "due", hangsOn: run.Item.HangsOn}
}

// plan takes in what a run would bill, or what stands in its way.
func (s *shownDue) plan(plan charging.PlannedRun) {
	s.State, s.Count, s.SumFen, s.Exceptions = "previewed", plan.Preview.Count, plan.Preview.SumFen, exceptionsOf(plan.Preview.Exceptions)
	switch {
	case plan.Err != nil:
		s.State, s.Why = "held", words.Explain(plan.Err, assets.Chinese)
	case len(s.Exceptions) > 0:
		s.State = "held"
	}
	if s.Waits == billing.WaitsPool {
		s.Waits = ""
	}
}

// issued takes in what became of the run.
func (s *shownDue) issued(outcome billing.Outcome) {
	if outcome.Err != nil {
		s.State, s.Why = "held", words.Explain(outcome.Err, assets.Chinese)
		return
	}
	s.State, s.Run, s.Count, s.SumFen = "issued", outcome.Result.Run, outcome.Result.Count, outcome.Result.SumFen
}

// waitWords are what a run waits for.
func (s shownDue) waitWords() string {
	switch s.Waits {
	case billing.WaitsPool:
		return "等这一期的公摊总额"
	case billing.WaitsReadings:
		return fmt.Sprintf("等抄表，还差 %s", s.places(s.WaitsOf))
	case billing.WaitsTurnover:
		return fmt.Sprintf("等报营业额，还差 %s", s.places(s.WaitsOf))
	case billing.WaitsOther:
		if s.WaitsOf == 0 {
			return "要先改好资料"
		}
		return fmt.Sprintf("要先改好资料，%s算不出来", s.places(s.WaitsOf))
	}
	return ""
}

// places counts rooms as households and spaces as spaces.
func (s shownDue) places(count int) string {
	if s.hangsOn == estate.Space {
		return fmt.Sprintf("%d 个车位", count)
	}
	return fmt.Sprintf("%d 户", count)
}

func (s shownDue) lines() []string {
	line := s.Item + "  " + words.Period(s.From, s.To)
	if cycle := itemCycles[s.Cycle]; cycle != "" {
		line += "  " + cycle
	}
	line += "  " + string(s.DueOn) + " 该出"
	if s.LateDays > 0 {
		line += fmt.Sprintf("，迟了 %d 天", s.LateDays)
	}
	switch s.State {
	case "issued":
		line += fmt.Sprintf("  已出账 %d 张，共 %s  批次 %s", s.Count, s.SumFen.Yuan(), s.Run)
	case "previewed":
		line += fmt.Sprintf("  试算 %d 张，共 %s", s.Count, s.SumFen.Yuan())
	case "held":
		line += "  没有出：" + cmp.Or(s.Why, s.waitWords(), "有算不出来的")
	default:
		line += "  还有 " + s.places(s.Left) + "没有出"
		if waits := s.waitWords(); waits != "" {
			line += "，" + waits
		}
	}
	lines := []string{line}
	for _, exception := range exceptionLines(s.Exceptions) {
		lines = append(lines, "  "+exception)
	}
	return lines
}

// dueSum says how many runs there are, and what was issued of them or would be.
func dueSum(shown []shownDue) string {
	if len(shown) == 0 {
		return "没有该出而没有出的账单"
	}
	late, runs, count, sum := 0, 0, 0, money.Fen(0)
	done := "试算"
	for _, one := range shown {
		if one.LateDays > 0 {
			late++
		}
		if one.State == "previewed" || one.State == "issued" {
			runs, count, sum = runs+1, count+one.Count, sum+one.SumFen
		}
		if one.State == "issued" {
			done = "已出"
		}
	}
	line := fmt.Sprintf("共 %d 批该出，其中 %d 批迟了", len(shown), late)
	if runs > 0 {
		line += fmt.Sprintf("；%s %d 批 %d 张，共 %s", done, runs, count, sum.Yuan())
	}
	return line
}
