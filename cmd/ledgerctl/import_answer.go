package main

import (
	"fmt"
	"strings"

	"shouqi/cashier/intake"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/till"
)

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
	a := registerAnswer{Taken: taken, Rows: len(plan.Rows), Rooms: masked(outcome.Rooms), Arrears: outcome.Arrears,
		Credits: outcome.Credits, Totals: plan.Totals}
	var lines []string
	for _, change := range a.Rooms {
		if change.New {
			a.New++
			continue
		}
		a.Changed++
		for _, field := range change.Fields {
			lines = append(lines, fmt.Sprintf("改 %s %s：%s → %s", change.Code, strings.TrimPrefix(field.Name, "field:"), field.Old, field.New))
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
	lines = append(lines, fmt.Sprintf("%s：%d 行，新房屋 %d，有变化 %d，期初欠费 %d，期初预存款 %d，退回 %d",
		done, a.Rows, a.New, a.Changed, len(a.Arrears), len(a.Credits), len(a.Refused)))
	return d.answer(a, lines...)
}

// masked leaves out what is personal in the changes: a command line's output ends up in files.
func masked(changes []estate.Change) []estate.Change {
	hide := func(text string) string {
		if text == "" {
			return ""
		}
		return "***"
	}
	all := make([]estate.Change, len(changes))
	for i, change := range changes {
		all[i] = change
		all[i].Fields = make([]estate.FieldChange, len(change.Fields))
		for j, field := range change.Fields {
			personal := strings.HasPrefix(field.Name, estate.Owner) || strings.HasPrefix(field.Name, estate.Tenant) || field.Name == "plate" || field.Name == "remark"
			if personal {
				field.Old, field.New = hide(field.Old), hide(field.New)
			}
			all[i].Fields[j] = field
		}
	}
	return all
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
	verdict := "对得上"
	if !total.Ties {
		verdict = "对不上"
	}
	return fmt.Sprintf("%s %s %s：写的 %s，各行相加 %s，能导入的 %s，%s", total.Cell, total.Column, total.Label, total.Written, total.Sum, total.TakenSum, verdict)
}
