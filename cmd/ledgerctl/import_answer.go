package main

import (
	"cmp"
	"fmt"

	"shouqi/assets"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/till"
)

// refusedRow is a row that stays out, with its reasons.
type refusedRow struct {
	Sheet   string   `json:"sheet,omitempty"`
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
	a := registerAnswer{Taken: taken, Rows: len(plan.Rows), Rooms: register.WithoutPersonal(outcome.Rooms), Arrears: outcome.Arrears,
		Credits: outcome.Credits, Totals: plan.Totals}
	for _, change := range a.Rooms {
		if change.New {
			a.New++
		}
	}
	a.Changed = register.Changed(outcome)
	var lines []string
	for _, change := range register.Changes(outcome, assets.Chinese) {
		lines = append(lines, changeLine(change))
	}
	for _, refusal := range plan.Refused {
		row := refusedRow{Sheet: refusal.Sheet, Line: refusal.Line}
		for _, issue := range refusal.Issues {
			row.Reasons = append(row.Reasons, issue.Text)
		}
		a.Refused = append(a.Refused, row)
	}
	for _, told := range plan.Remarks() {
		where := told.Where()
		if where != "" {
			where += "："
		}
		a.Warnings = append(a.Warnings, where+told.Text)
	}
	lines = append(append(lines, toldLines("退回", plan.Refusals())...), toldLines("提醒", plan.Remarks())...)
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

// changeLine tells one change; what is somebody's own is left out.
func changeLine(change register.Change) string {
	if change.Personal {
		change.Old, change.New = register.Hidden(change.Old), register.Hidden(change.New)
	}
	nothing := assets.Text(assets.Chinese, "intake.nothing")
	return fmt.Sprintf("改 %s %s：%s → %s", change.Room, change.What, cmp.Or(change.Old, nothing), cmp.Or(change.New, nothing))
}

// toldLines tells issues under a word, alike ones together.
func toldLines(word string, all []intake.Told) []string {
	var lines []string
	for _, alike := range intake.Gather(all) {
		where := alike[0].Where()
		if where != "" {
			where += "："
		}
		lines = append(lines, word+" "+where+alike.Text())
	}
	return lines
}

func totalLine(total intake.TotalCheck) string {
	verdict := "对得上"
	if !total.Ties {
		verdict = "对不上"
	}
	cell := total.Cell
	if total.Sheet != "" {
		cell = "“" + total.Sheet + "”" + cell
	}
	return fmt.Sprintf("%s %s %s：写的 %s，各行相加 %s，能导入的 %s，%s", cell, total.Column, total.Label, total.Written, total.Sum, total.TakenSum, verdict)
}
