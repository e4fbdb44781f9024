package main

import (
	"fmt"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

type billReduceCommand struct {
	ID     string `arg:"" help:"账单编号，见 bill list。"`
	Amount amount `required:"" help:"冲减多少元。"`
	Reason string `required:"" help:"原因：wrong_area、wrong_reading、wrong_price、concession、agreed。"`
}

// Run takes something off a bill with a second person; what was paid too much becomes prepayment.
func (c *billReduceCommand) Run(d *desk) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		credited, err := counter.Charging.Reduce(d.ctx, c.ID, c.Amount.Fen, c.Reason, second)
		if err != nil {
			return err
		}
		line := "已冲减 " + c.Amount.Yuan()
		if credited > 0 {
			line += "，多收的 " + credited.Yuan() + " 转为预存款"
		}
		return d.answer(map[string]any{"bill": c.ID, "reducedFen": c.Amount.Fen, "creditedFen": credited}, line)
	})
}

type billExcessCommand struct{}

// Run moves what is paid too much on any bill to its household's prepayment.
func (billExcessCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		moved, err := book.MoveExcesses(d.ctx, by)
		if err != nil {
			return err
		}
		lines := []string{fmt.Sprintf("%d 张账单多收的 %s 已转为各户的预存款。", moved.Bills, moved.Fen.Yuan())}
		if moved.Stay > 0 {
			lines = append(lines, fmt.Sprintf("还有 %d 张不能转（押金、赠送，或钱还没有核实），见报表的应收和已收。", moved.Stay))
		}
		return d.answer(moved, lines...)
	})
}

type billAdjustCommand struct {
	Item      string   `required:"" help:"收费项目。"`
	Period    period   `required:"" placeholder:"P" help:"重算费用期间与它有交叉的账单。"`
	Room      []string `help:"只重算这些房号。"`
	Preview   bool     `help:"只看差多少，什么都不改。"`
	LeaveOut  bool     `help:"算不出来的先不重算，其余照常重算。"`
	Reason    string   `help:"原因：wrong_area、wrong_reading、wrong_price、concession、agreed。"`
	RequestID string   `name:"request-id" help:"请求编号：同一编号只做一次。"`
}

// adjustment is the difference of one billed period.
type adjustment struct {
	Room          string        `json:"room"`
	Contract      string        `json:"contract,omitempty"`
	Item          string        `json:"item"`
	From          calendar.Date `json:"from"`
	To            calendar.Date `json:"to"`
	Bill          string        `json:"bill"`
	BilledFen     money.Fen     `json:"billedFen"`
	ShouldFen     money.Fen     `json:"shouldFen"`
	DifferenceFen money.Fen     `json:"differenceFen"`
	Steps         []string      `json:"steps"`
	Refused       string        `json:"refused,omitempty"` // why the bills are left as they are
}

// adjusted is the answer of an adjustment or of its preview.
type adjusted struct {
	Run         string           `json:"run,omitempty"`
	Adjustments []adjustment     `json:"adjustments"`
	MoreFen     money.Fen        `json:"moreFen"`
	LessFen     money.Fen        `json:"lessFen"`
	Exceptions  []shownException `json:"exceptions"`
}

// Run compares a billed period with what its rules give now, and with a second person makes the difference good.
func (c *billAdjustCommand) Run(d *desk) error {
	order := billing.Order{FromOn: c.Period.From, ToOn: c.Period.To, LeaveOut: c.LeaveOut, Progress: d.progress()}
	if c.Preview {
		return d.reading(func(book *ledger.Book) (err error) {
			if order.Source, err = c.source(d, book); err != nil {
				return err
			}
			found, err := d.findAdjustments(cashier.New(book), order)
			if err != nil {
				return err
			}
			return d.answer(found, found.lines("试算，什么都没有改：")...)
		})
	}
	return d.agreed(func(counter *cashier.Counter, second session.Second) (err error) {
		if order.Source, err = c.source(d, counter.Book); err != nil {
			return err
		}
		if order.RequestID, err = requestID(c.RequestID); err != nil {
			return err
		}
		return d.adjust(counter, order, c.Reason, second)
	})
}

func (c *billAdjustCommand) source(d *desk, book *ledger.Book) (billing.Source, error) {
	item, err := d.itemKey(book, c.Item)
	return billing.ItemSource{Item: item, Only: c.Room}, err
}

// adjust puts the billed periods of an order right and answers what was found.
func (d *desk) adjust(counter *cashier.Counter, order billing.Order, reason string, second session.Second) error {
	found, err := d.findAdjustments(counter, order)
	if err != nil {
		return err
	}
	made, err := counter.Charging.Adjust(d.ctx, order, reason, second)
	if err != nil {
		if len(made.Exceptions) == 0 {
			return err
		}
		return d.ran(made, err, order.Source.Title())
	}
	if made.Repeated {
		return d.answer(made, "这个请求编号以前做过，批次 "+made.Run+"：这一次什么都没有改")
	}
	found.Run = made.Run
	return d.answer(found, found.lines("已重算差额 "+order.Source.Title()+"：")...)
}

func (d *desk) findAdjustments(counter *cashier.Counter, order billing.Order) (found adjusted, err error) {
	all, exceptions, err := counter.Charging.Adjustments(d.ctx, order)
	if err != nil {
		return found, err
	}
	found = adjusted{Adjustments: adjustmentsOf(all), Exceptions: exceptionsOf(exceptions)}
	for _, a := range found.Adjustments {
		found.MoreFen += max(0, a.DifferenceFen)
		found.LessFen += max(0, -a.DifferenceFen)
	}
	return found, nil
}

func adjustmentsOf(all []billing.Adjustment) []adjustment {
	shown := []adjustment{}
	for _, a := range all {
		one := adjustment{Room: a.Code, Contract: a.Should.Contract, Item: a.Bill.Called(), From: a.Bill.FromOn, To: a.Bill.ToOn, Bill: a.Bill.ID,
			BilledFen: a.BilledFen, ShouldFen: a.ShouldFen, DifferenceFen: a.DifferenceFen(), Steps: a.Should.AllSteps}
		if a.Refused != nil {
			one.Refused = words.Explain(a.Refused, assets.Chinese)
		}
		shown = append(shown, one)
	}
	return shown
}

func (a adjusted) lines(head string) []string {
	lines := []string{fmt.Sprintf("%s%d 处有差别，补差 %s，冲减 %s", head, len(a.Adjustments), a.MoreFen.Yuan(), a.LessFen.Yuan())}
	for _, one := range a.Adjustments {
		line := "差别 " + one.Room + " " + words.Period(one.From, one.To) + "  已出 " + one.BilledFen.Grouped() + "，应收 " + one.ShouldFen.Grouped() + "  "
		if one.Refused != "" {
			lines = append(lines, line+"不改这一张："+one.Refused)
			continue
		}
		lines = append(lines, line+signed(one.DifferenceFen))
	}
	return append(lines, exceptionLines(a.Exceptions)...)
}
