package readings

import (
	"image/color"
	"slices"
	"strings"

	"shouqi/cashier/metering"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/meter"
)

// words is the catalogue.
type words func(key string, args ...any) string

// row is one line of the review: a heading, a reading with its verdict, or a room that the sheet leaves out.
type row struct {
	group       bool
	remark      bool // about the file, not about a reading
	where, text string
	ink         color.Color
	// kind is what the meter counts, "" where the whole room is meant.
	kind string
	// line is the row of the sheet, and judged what the book says of it; nil where there is no reading.
	line   int
	judged *meter.Judged
}

// rowsOf lists a plan, what needs a person first: what is not taken, what to look at, rooms left out, remarks, the rest.
func rowsOf(text words, explain func(err error) string, plan *metering.Plan) []row {
	var refused, odd, remarked, good, have []row
	for _, refusal := range plan.Refused {
		for _, issue := range refusal.Issues {
			refused = append(refused, row{where: text("readings.line", refusal.Line), text: issue.Text, ink: look.Vermilion(), line: refusal.Line})
		}
	}
	for index := range plan.Judged {
		j := &plan.Judged[index]
		line := row{where: j.Room, text: sentences(explain, j.Reasons), kind: j.Kind, line: j.Line, judged: j}
		switch {
		case j.State == meter.Refused:
			line.ink = look.Vermilion()
			refused = append(refused, line)
		case j.State == meter.Odd:
			line.ink = look.Amber()
			odd = append(odd, line)
		case j.State == meter.Have:
			have = append(have, line)
		case len(j.Reasons) > 0:
			remarked = append(remarked, line)
		default:
			good = append(good, line)
		}
	}
	var absent []row
	for _, code := range plan.Absent {
		absent = append(absent, row{where: code, text: text("readings.absent.room"), ink: look.Amber()})
	}
	var remarks []row
	for _, issue := range plan.Warnings {
		remarks = append(remarks, row{remark: true, where: issue.Cell, text: issue.Text, ink: look.Amber()})
	}
	rows := headed(refused, text("readings.group.refused", len(refused)), text("readings.group.refused.advice"))
	rows = append(rows, headed(odd, text("readings.group.odd", len(odd)), text("readings.group.odd.advice"))...)
	rows = append(rows, headed(remarks, text("intake.group.warnings", len(remarks)), "")...)
	rows = append(rows, headed(absent, text("readings.group.absent", plan.AbsentCount), text("readings.group.absent.advice"))...)
	rows = append(rows, headed(remarked, text("readings.group.remarked", len(remarked)), text("readings.group.remarked.advice"))...)
	rows = append(rows, headed(good, text("readings.group.good", len(good)), "")...)
	return append(rows, headed(have, text("readings.group.have", len(have)), text("readings.group.have.advice"))...)
}

// headed sets a heading over rows, unless there are none.
func headed(rows []row, where, advice string) []row {
	if len(rows) == 0 {
		return nil
	}
	return append([]row{{group: true, where: where, text: advice}}, rows...)
}

func sentences(explain func(err error) string, reasons []error) string {
	all := make([]string, len(reasons))
	for index, reason := range reasons {
		all[index] = explain(reason)
	}
	return strings.Join(all, " ")
}

// cell draws a column of the row; kept says that a person takes the odd reading as it is.
func (r row) cell(column int, kept bool) widgets.Cell {
	if column == 0 {
		cell := widgets.Cell{Text: r.where, Bold: !r.group}
		if r.judged != nil && r.judged.State == meter.Odd {
			cell.Tick = widgets.Unticked
			if kept {
				cell.Tick = widgets.Ticked
			}
		}
		return cell
	}
	if column == 5 {
		return widgets.Cell{Text: r.text, Ink: r.ink, Small: true}
	}
	if r.judged == nil {
		return widgets.Cell{}
	}
	switch column {
	case 1:
		return widgets.Cell{Text: r.kind, Ink: look.Ink2()}
	case 2:
		return widgets.Cell{Text: previousOf(r.judged), Ink: look.Ink2()}
	case 3:
		if r.judged.Value == nil {
			return widgets.Cell{Text: "—", Ink: look.Ink2()}
		}
		return widgets.Cell{Text: r.judged.Value.Text()}
	}
	if r.judged.State == meter.Refused {
		return widgets.Cell{Text: "—", Ink: look.Ink2()}
	}
	return widgets.Cell{Text: r.judged.Usage.Text(), Bold: true}
}

// previousOf returns what the meter stood at: by the book, or by the sheet where the book has no figure.
func previousOf(j *meter.Judged) string {
	switch {
	case j.PreviousOn != "":
		return j.Previous.Text()
	case j.Offer.Previous != nil:
		return j.Offer.Previous.Text()
	}
	return "—"
}

// leftOut returns the rows of a plan that are not taken in: what is refused, what waits, and the rooms the sheet leaves out.
func leftOut(rows []row, keep map[int]bool) []row {
	return slices.DeleteFunc(slices.Clone(rows), func(one row) bool {
		if one.group || one.remark || one.judged == nil {
			return one.group || one.remark
		}
		return one.judged.State != meter.Refused && (one.judged.State != meter.Odd || keep[one.line])
	})
}
