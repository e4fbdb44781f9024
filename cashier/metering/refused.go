package metering

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"shouqi/cashier/intake"
	"shouqi/cashier/newfile"
	"shouqi/ledger/meter"
)

// RefusedLines returns the lines of the sheet that are not taken, in its order, with the reasons: what could not be read and
// what the book refuses, whose sentences explain makes.
func (p *Plan) RefusedLines(explain func(err error) string) []intake.Refusal {
	refused := slices.Clone(p.Refused)
	at := make(map[int]int)
	for i, judged := range p.Judged {
		if judged.State != meter.Refused {
			continue
		}
		sentences := make([]string, len(judged.Reasons))
		for n, reason := range judged.Reasons {
			sentences[n] = explain(reason)
		}
		if _, known := at[judged.Line]; !known {
			at[judged.Line] = len(refused)
			refused = append(refused, intake.Refusal{Line: judged.Line, Cells: p.Cells[judged.Line]})
		}
		line := &refused[at[judged.Line]]
		line.Issues = append(line.Issues, intake.Issue{Cell: p.Rows[i].Cell, Text: judged.Kind + "：" + strings.Join(sentences, " ")})
	}
	slices.SortFunc(refused, func(a, b intake.Refusal) int { return cmp.Compare(a.Line, b.Line) })
	return refused
}

// WriteRefused writes the refused lines of a plan to a new workbook, to be mended and taken in again: what came in
// with the rest of such a line is then there already. An existing file is store.exists.
func WriteRefused(plan *Plan, explain func(err error) string, path string) error {
	refused := &intake.Plan{Columns: plan.Columns, Refused: plan.RefusedLines(explain)}
	return newfile.Create(path, func(w io.Writer) error { return intake.WriteRefused(w, refused) })
}
