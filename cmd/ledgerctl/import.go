package main

import (
	"fmt"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

type importCommands struct {
	Rooms importRoomsCommand `cmd:"" help:"导入房屋、业主、期初欠费和预存。"`
}

type importRoomsCommand struct {
	File                string            `arg:"" help:"XLSX 或 CSV 文件。"`
	DryRun              bool              `help:"只看会怎样，什么都不改。"`
	Refused             string            `placeholder:"OUT.xlsx" help:"把不能导入的行连同原因写进这个新文件，改好再导入。"`
	TakeGood            bool              `help:"有不能导入的行时，也导入其余的行。"`
	Sheet               string            `help:"工作表名称，不写就找第一张有表头的。"`
	Header              int               `help:"表头在第几行，不写就自己找。"`
	Map                 map[string]string `placeholder:"COLUMN=FIELD" help:"指定某一列的含义，列用字母或表头，例如 F=area。"`
	NegativeIsPrepaying bool              `name:"negative-arrears-is-prepayment" help:"欠费为负数的，当作预存。"`
}

// Run plans the file and, unless it is a dry run, takes it in whole.
func (c *importRoomsCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		counter := &cashier.Counter{Book: book}
		if err := d.signInAt(counter); err != nil {
			return err
		}
		plan, err := c.plan(d, counter)
		if err != nil {
			return err
		}
		if c.Refused != "" && len(plan.Refused) > 0 {
			if err := cashier.WriteRefused(plan.Plan, c.Refused); err != nil {
				return err
			}
		}
		outcome, taken := plan.Outcome, false
		if !c.DryRun && (plan.Whole() || c.TakeGood) {
			if outcome, err = counter.TakeRegister(d.ctx, plan, c.TakeGood); err != nil {
				return err
			}
			taken = true
		}
		if err := c.report(d, plan.Plan, outcome, taken); err != nil {
			return err
		}
		if !taken && !c.DryRun {
			return store.Refuse("intake.refused", len(plan.Refused))
		}
		return nil
	})
}

func (c *importRoomsCommand) plan(d *desk, counter *cashier.Counter) (*cashier.RegisterPlan, error) {
	sheet, err := intake.Load(d.ctx, c.File, c.Sheet)
	if err != nil {
		return nil, err
	}
	options := intake.Options{HeaderLine: c.Header, NegativeArrearsIsPrepayment: c.NegativeIsPrepaying}
	if len(c.Map) > 0 {
		// The columns are found even where a person still has to say which of them holds the room.
		columns, err := sheet.FindColumns(options)
		if err != nil && columns.HeaderLine == 0 {
			return nil, err
		}
		if options.Map, err = c.mapping(columns); err != nil {
			return nil, err
		}
	}
	return counter.PlanSheet(d.ctx, sheet, options)
}

// mapping turns COLUMN=FIELD into what intake asks for.
func (c *importRoomsCommand) mapping(columns intake.Columns) (map[int]intake.Field, error) {
	chosen := make(map[int]intake.Field)
	for name, field := range c.Map {
		place := -1
		for _, column := range columns.List {
			if strings.EqualFold(column.Letter, name) || column.Header == name {
				place = column.Index
			}
		}
		if place < 0 {
			return nil, store.Refuse("ctl.column", name)
		}
		chosen[place] = intake.Field(field)
	}
	return chosen, nil
}

// refusedRow is a row that stays out, with its reasons.
type refusedRow struct {
	Line    int      `json:"line"`
	Reasons []string `json:"reasons"`
}

// registerAnswer is what an import did or would do.
type registerAnswer struct {
	Taken    bool                       `json:"taken"`
	Rows     int                        `json:"rows"`
	New      int                        `json:"new"`
	Changed  int                        `json:"changed"`
	Rooms    []estate.Change            `json:"rooms"`
	Arrears  []billing.OpeningChange    `json:"arrears"`
	Credits  []till.OpeningCreditChange `json:"credits"`
	Refused  []refusedRow               `json:"refused"`
	Warnings []string                   `json:"warnings"`
	Totals   []intake.TotalCheck        `json:"totals"`
}

func (c *importRoomsCommand) report(d *desk, plan *intake.Plan, outcome ledger.RegisterOutcome, taken bool) error {
	a := registerAnswer{Taken: taken, Rows: len(plan.Rows), Rooms: outcome.Rooms, Arrears: outcome.Arrears,
		Credits: outcome.Credits, Totals: plan.Totals}
	var lines []string
	for _, change := range outcome.Rooms {
		if change.New {
			a.New++
			continue
		}
		a.Changed++
		for _, field := range change.Fields {
			lines = append(lines, fmt.Sprintf("改 %s %s：%s → %s", change.Code, strings.TrimPrefix(field.Name, "field:"), shown(field, field.Old), shown(field, field.New)))
		}
	}
	for _, change := range outcome.Arrears {
		if change.OldFen != 0 {
			lines = append(lines, fmt.Sprintf("改 %s %s：%s → %s", change.Room, change.Item, change.OldFen.Grouped(), change.NewFen.Grouped()))
		}
	}
	for _, refusal := range plan.Refused {
		row := refusedRow{Line: refusal.Line}
		for _, issue := range refusal.Issues {
			row.Reasons = append(row.Reasons, issue.Text)
			lines = append(lines, fmt.Sprintf("退回 第 %d 行：%s", refusal.Line, issue.Text))
		}
		a.Refused = append(a.Refused, row)
	}
	a.Warnings = warningsOf(plan)
	for _, warning := range a.Warnings {
		lines = append(lines, "提醒 "+warning)
	}
	for _, total := range plan.Totals {
		lines = append(lines, totalLine(total))
	}
	done := "已导入"
	if !a.Taken {
		done = "试算，没有改动"
	}
	lines = append(lines, fmt.Sprintf("%s：%d 行，新房屋 %d，有变化 %d，期初欠费 %d，期初预存 %d，退回 %d",
		done, a.Rows, a.New, a.Changed, len(a.Arrears), len(a.Credits), len(a.Refused)))
	return d.answer(a, lines...)
}

// shown masks what is personal: a command line's output ends up in files.
func shown(field estate.FieldChange, value string) string {
	if strings.HasPrefix(field.Name, estate.Owner) || strings.HasPrefix(field.Name, estate.Tenant) || field.Name == "plate" || field.Name == "remark" {
		if value != "" {
			return "***"
		}
	}
	return value
}

func warningsOf(plan *intake.Plan) []string {
	var texts []string
	for _, issue := range plan.Warnings {
		texts = append(texts, issue.Text)
	}
	for _, row := range plan.Rows {
		for _, issue := range row.Warnings {
			texts = append(texts, fmt.Sprintf("第 %d 行：%s", row.Line, issue.Text))
		}
	}
	return texts
}

func totalLine(total intake.TotalCheck) string {
	verdict := "相符"
	if !total.Ties {
		verdict = "不符"
	}
	return fmt.Sprintf("%s %s %s：写的 %s，各行相加 %s，能导入的 %s，%s", total.Cell, total.Column, total.Label, total.Written, total.Sum, total.TakenSum, verdict)
}
