package main

import (
	"fmt"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/lease"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

type leaseRunCommand struct {
	Period    period   `required:"" placeholder:"P" help:"2026-10、2026-Q4、2026、2026-10-05..2026-11-04；出与它有交叉的各期。"`
	Number    []string `help:"只出这些合同。"`
	Preview   bool     `help:"只看会出哪些，什么都不出。"`
	LeaveOut  bool     `help:"出不了的先不出，其余照出。"`
	Digest    string   `help:"试算给出的校验码：算出来和那时不一样就不出。"`
	RequestID string   `name:"request-id" help:"请求编号：同一编号只出一次。"`
}

// Run previews or issues what leases ask for.
func (c *leaseRunCommand) Run(d *desk) error {
	order := lease.Order{FromOn: c.Period.From, ToOn: c.Period.To, Leases: c.Number, LeaveOut: c.LeaveOut, Digest: c.Digest}
	if c.Preview {
		return d.reading(func(book *ledger.Book) error {
			preview, err := (&cashier.Counter{Book: book}).PreviewLeases(d.ctx, order)
			if err != nil {
				return err
			}
			return c.show(d, preview)
		})
	}
	return d.signedIn(func(counter *cashier.Counter) (err error) {
		if order.RequestID, err = requestID(c.RequestID); err != nil {
			return err
		}
		made, refused := counter.RunLeases(d.ctx, order)
		if refused != nil && len(made.Exceptions) == 0 {
			return refused
		}
		shown := struct {
			lease.Result
			Exceptions []shownLeaseException `json:"exceptions"`
		}{made, leaseExceptions(made.Exceptions)}
		lines := leaseExceptionLines(shown.Exceptions)
		if refused == nil {
			lines = append(lines, fmt.Sprintf("已出账 %s：%d 张，共 %s  批次 %s", cashier.Period(c.Period.From, c.Period.To), made.Count, made.SumFen.Yuan(), made.Run))
		}
		if err := d.answer(shown, lines...); err != nil {
			return err
		}
		return refused
	})
}

// shownLeaseBill is a bill as a run would make it.
type shownLeaseBill struct {
	Number    string        `json:"number"`
	Room      string        `json:"room"`
	Item      string        `json:"item"`
	From      calendar.Date `json:"from"`
	To        calendar.Date `json:"to"`
	DueOn     calendar.Date `json:"dueOn"`
	AmountFen money.Fen     `json:"amountFen"`
	Exact     string        `json:"exact"`
	Steps     []string      `json:"steps"`
}

func (c *leaseRunCommand) show(d *desk, preview lease.Preview) error {
	shown := struct {
		Count      int                   `json:"count"`
		SumFen     money.Fen             `json:"sumFen"`
		Already    int                   `json:"already"`
		Nothing    int                   `json:"nothing"`
		Waiting    int                   `json:"waiting"`
		Exceptions []shownLeaseException `json:"exceptions"`
		Digest     string                `json:"digest"`
		Bills      []shownLeaseBill      `json:"bills"`
	}{len(preview.Bills), preview.SumFen, preview.Already, preview.Nothing, preview.Waiting, leaseExceptions(preview.Exceptions), preview.Digest, []shownLeaseBill{}}
	lines := append([]string{fmt.Sprintf("试算 %s，什么都没有出：%d 张，共 %s", cashier.Period(c.Period.From, c.Period.To), shown.Count, shown.SumFen.Yuan()),
		fmt.Sprintf("已出过 %d，不用收 %d，等营业额 %d，出不了 %d", shown.Already, shown.Nothing, shown.Waiting, len(shown.Exceptions))},
		leaseExceptionLines(shown.Exceptions)...)
	for _, b := range preview.Bills {
		shown.Bills = append(shown.Bills, shownLeaseBill{Number: b.Number, Room: b.Code, Item: b.Item, From: b.FromOn, To: b.ToOn, DueOn: b.DueOn,
			AmountFen: b.AmountFen, Exact: b.Exact, Steps: b.Charge.Steps})
		lines = append(lines, fmt.Sprintf("账单 %s  %s  %s %s  %s  缴费截止日 %s", b.Number, b.Code, b.Item, cashier.Period(b.FromOn, b.ToOn), b.AmountFen.Grouped(), b.DueOn))
		for _, step := range b.Charge.Steps {
			lines = append(lines, "  "+step)
		}
	}
	return d.answer(shown, append(lines, "校验码 "+shown.Digest)...)
}

// shownLeaseException is a period that cannot be billed, with its reason in words.
type shownLeaseException struct {
	Number  string      `json:"number"`
	Room    string      `json:"room"`
	Span    tariff.Span `json:"span"`
	Code    string      `json:"code"`
	Message string      `json:"message"`
}

func leaseExceptions(all []lease.Exception) []shownLeaseException {
	shown := make([]shownLeaseException, len(all))
	for i, e := range all {
		shown[i] = shownLeaseException{Number: e.Number, Room: e.Code, Span: e.Span, Code: codeOf(e.Err), Message: words.Explain(e.Err, assets.Chinese)}
	}
	return shown
}

func leaseExceptionLines(all []shownLeaseException) (lines []string) {
	for _, e := range all {
		lines = append(lines, "出不了 "+e.Message)
	}
	return lines
}
