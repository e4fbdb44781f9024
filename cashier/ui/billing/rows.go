package billing

import (
	"cmp"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/charging"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	phrase "shouqi/cashier/words"
	"shouqi/ledger/billing"
)

// words is the catalogue.
type words func(key string, args ...any) string

// row is one line of a preview: a heading, or a room with what is said of it. Title and steps are shown beside the table.
type row struct {
	group                     bool
	where, span, text, amount string
	ink                       color.Color
	title                     string
	steps                     []string
	// homes are the households that the row is about.
	homes []string
}

func (r row) cell(column int) widgets.Cell {
	switch column {
	case 0:
		return widgets.Cell{Text: r.where, Bold: !r.group}
	case 1:
		return widgets.Cell{Text: r.span, Ink: look.Ink2(), Small: true}
	case 2:
		return widgets.Cell{Text: r.text, Ink: r.ink, Small: true}
	}
	return widgets.Cell{Text: r.amount, Bold: !r.group && r.ink == nil, Ink: r.ink}
}

// explained draws what the row is made of, step by step, for the column beside the table.
func (r row) explained() fyne.CanvasObject {
	inner := widgets.SideInner(sideWidth) - 16
	body := widgets.VStack(6)
	if r.title != "" {
		body.Add(look.BoldText(look.Fit(r.title, look.BodySize(), true, inner), look.BodySize(), look.Ink()))
	}
	for _, step := range r.steps {
		body.Add(widgets.Paragraph(step, look.SmallSize(), look.Ink(), inner))
	}
	return body
}

// reviewRows lists a preview, what needs a person first: what cannot be worked out, what changed most, then every bill.
func reviewRows(frame *shell.Shell, explain func(err error) string, planned []charging.PlannedRun) []row {
	text := frame.Text
	var rows, movers, bills []row
	for _, plan := range planned {
		item := plan.Order.Source.Title()
		if plan.Err != nil {
			sentence := explain(plan.Err)
			rows = append(rows, row{where: item, text: sentence, ink: look.Vermilion(), title: item, steps: []string{sentence}})
		}
		rows = append(rows, exceptionRows(text, explain, item, plan.Preview.Exceptions)...)
		for _, mover := range plan.Movers {
			change := mover.WasFen.Grouped() + " → " + mover.NowFen.Grouped()
			movers = append(movers, row{where: mover.Code, span: item, text: change, amount: signed(mover.ChangeFen()), ink: look.Amber(), homes: []string{cmp.Or(mover.Home, mover.Code)},
				title: mover.Code + " " + item, steps: append([]string{text("run.mover", month.Words(text, plan.Before.From, plan.Before.To), mover.WasFen.Yuan(), mover.NowFen.Yuan())}, stepsOf(frame, plan, mover.Code)...)})
		}
		bills = append(bills, billRows(frame, plan)...)
	}
	title := text("run.group.exceptions", homesIn(rows))
	if homesIn(rows) == 0 {
		title = text("run.refused.title") // whole items, and no household of any
	}
	rows = headed(rows, title, text("run.group.exceptions.advice"))
	return append(append(rows, headed(movers, text("run.group.movers", homesIn(movers)), text("run.group.movers.advice"))...), bills...)
}

// homesIn counts the households of some rows, each once: one may fail in two periods, or with its room and its space.
func homesIn(rows []row) int {
	homes := make(map[string]bool, len(rows))
	for _, row := range rows {
		for _, home := range row.homes {
			homes[home] = true
		}
	}
	return len(homes)
}

// exceptionRows lists the rooms that cannot be worked out, each with the sentence that says why; rooms of one sentence are
// one row, and the column beside it names them: a hundred rooms without an area are one thing to mend.
func exceptionRows(text words, explain func(err error) string, item string, all []billing.Exception) []row {
	var rows []row
	for _, alike := range charging.Alike(all, explain) {
		first := alike.Exceptions[0]
		one := row{where: first.Code, span: month.Words(text, first.Span.From, first.Span.To), text: alike.Sentence, ink: look.Vermilion(),
			title: first.Code + " " + item, steps: []string{alike.Sentence}}
		for _, exception := range alike.Exceptions {
			one.homes = append(one.homes, cmp.Or(exception.Home, exception.Object, exception.Code))
		}
		if rooms := alike.Rooms(); len(rooms) > 1 {
			one.where, one.title = text("run.exceptions.rooms", alike.Households()), item
			one.steps = append(one.steps, strings.Join(rooms[:min(len(rooms), roomsNamed)], "  "))
			if len(rooms) > roomsNamed {
				one.steps = append(one.steps, text("run.count.shown.rooms", len(rooms), roomsNamed))
			}
		}
		rows = append(rows, one)
	}
	return rows
}

// roomsNamed is how many rooms of one reason the column beside the table names.
const roomsNamed = 200

// stepsOf returns the steps of a room's bills in a plan.
func stepsOf(frame *shell.Shell, plan charging.PlannedRun, code string) (steps []string) {
	for _, bill := range plan.Preview.Bills {
		if bill.Code == code {
			steps = append(steps, reasonOf(frame, bill)...)
		}
	}
	return steps
}

// reasonOf returns the steps of a bill in the language of the screen, or its one line where it has no more to say.
func reasonOf(frame *shell.Shell, bill billing.Proposed) []string {
	if len(bill.AllSteps) > 0 {
		return phrase.Steps(bill.AllSteps, frame.Lang())
	}
	return phrase.Steps(bill.Steps, frame.Lang())
}

// under puts the number of a lease before what is said of its bill.
func under(contract, why string) string {
	if contract == "" {
		return why
	}
	return contract + "：" + why
}

func billRows(frame *shell.Shell, plan charging.PlannedRun) []row {
	text := frame.Text
	var rows []row
	for _, bill := range plan.Preview.Bills {
		rows = append(rows, row{where: bill.Code, span: month.Words(text, bill.FromOn, bill.ToOn), text: phrase.Step(under(bill.Contract, bill.Why()), frame.Lang()), amount: bill.AmountFen.Grouped(),
			title: strings.TrimSpace(bill.Code + " " + bill.Called() + " " + bill.Contract), steps: append(slices.Clone(reasonOf(frame, bill)), text("run.due", string(bill.DueOn)))})
	}
	all := headed(rows, text("run.count", plan.Preview.Count), plan.Order.Source.Title()) // the name where it has room
	if len(all) > 0 {
		all[0].amount = plan.Preview.SumFen.Grouped()
		if plan.Preview.Count > len(rows) {
			all[0].text += " · " + text("run.count.shown", plan.Preview.Count, len(rows))
		}
	}
	return all
}

// headed sets a heading over rows, unless there are none.
func headed(rows []row, where, advice string) []row {
	if len(rows) == 0 {
		return nil
	}
	return append([]row{{group: true, where: where, text: advice}}, rows...)
}
