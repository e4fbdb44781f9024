package intake

import (
	"context"
	"slices"
	"strings"
)

// alike returns the sheet that was picked and, after it, those that have the same columns.
func (picked *choice) alike() []*Sheet {
	sheets := []*Sheet{picked.sheet}
	for _, name := range picked.sheet.Names {
		if sheet := picked.tables[name]; sheet != nil && sheet != picked.sheet && sheet.hasColumnsOf(picked.sheet) {
			sheet.Names = picked.sheet.Names
			sheets = append(sheets, sheet)
		}
	}
	return sheets
}

// hasColumnsOf says whether two sheets have the same headers in the same columns, so that what is said of one column holds
// for both.
func (sheet *Sheet) hasColumnsOf(other *Sheet) bool {
	return slices.Equal(sheet.headers(), other.headers())
}

// headers returns the headers of a register, without blank columns at its end; nil where there is none.
func (sheet *Sheet) headers() []string {
	columns, err := sheet.FindColumns(Options{})
	if err != nil {
		return nil
	}
	headers := make([]string, len(columns.List))
	for i, column := range columns.List {
		headers[i] = column.Header
	}
	for len(headers) > 0 && headers[len(headers)-1] == "" {
		headers = headers[:len(headers)-1]
	}
	return headers
}

// PlanAll is Plan for several sheets of one file that are taken in together, as LoadAll returns them. Each row, refusal and
// total says its sheet, and a room that two sheets hold is refused in the second. The headers are each found anew, unless
// the options say the row; what they map holds for all.
func PlanAll(ctx context.Context, sheets []*Sheet, options Options) (*Plan, error) {
	if len(sheets) == 1 {
		return sheets[0].Plan(ctx, options)
	}
	before := newSeen()
	var names []string
	for _, sheet := range sheets {
		names = append(names, sheet.Name)
	}
	var whole *Plan
	for _, sheet := range sheets {
		before.sheet = sheet.Name
		one, err := sheet.without(names).plan(ctx, options, before)
		if err != nil {
			return nil, err
		}
		for i := range one.Warnings {
			if one.Warnings[i].Code != codeSheetUnread { // That names other sheets of the file, and says nothing of this one.
				one.Warnings[i].Text = "“" + clip(sheet.Name, 31) + "”" + one.Warnings[i].Text
			}
		}
		if whole == nil {
			whole = one
			continue
		}
		whole.Rows, whole.Refused = append(whole.Rows, one.Rows...), append(whole.Refused, one.Refused...)
		whole.Totals, whole.Warnings = append(whole.Totals, one.Totals...), append(whole.Warnings, one.Warnings...)
		if len(one.Columns.List) > len(whole.Columns.List) {
			whole.Columns = one.Columns
		}
	}
	whole.SheetName = strings.Join(names, "、")
	return whole, nil
}

// without returns the sheet as one of several that are read together: those are not unread, and of the others the first
// sheet alone speaks.
func (sheet *Sheet) without(names []string) *Sheet {
	one := *sheet
	one.Unread = slices.DeleteFunc(slices.Clone(sheet.Unread), func(other Unread) bool { return slices.Contains(names, other.Name) })
	return &one
}
