package intake

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// hides reports whether a row or a group of columns is not shown: hidden, by
// hand, by a filter or by an outline, or of no height or width.
func hides(element xml.StartElement, size string) bool {
	if hidden := attribute(element, "hidden"); hidden == "1" || hidden == "true" {
		return true
	}
	extent := attribute(element, size)
	return extent != "" && strings.Trim(extent, "0.") == ""
}

// hideColumns notes the hidden columns that a col element speaks of.
func (scan *shapeScan) hideColumns(element xml.StartElement) {
	first, firstError := strconv.Atoi(attribute(element, "min"))
	last, lastError := strconv.Atoi(attribute(element, "max"))
	if firstError != nil || lastError != nil || !hides(element, "width") {
		return
	}
	for column := max(first, 1); column <= min(last, maxColumns); column++ {
		scan.hiddenColumns[column-1] = true
	}
}

// sayHidden names the hidden rows and columns that were read: whoever looks at
// the sheet does not see what comes in.
func (sheet *Sheet) sayHidden(columns Columns) []Issue {
	var issues []Issue
	var rows, letters []string
	count := 0
	for _, line := range sheet.Lines {
		if line.hidden && line.Number > columns.HeaderLine && !line.blank() {
			if count++; count <= maxNamed {
				rows = append(rows, strconv.Itoa(line.Number))
			}
		}
	}
	for _, column := range columns.List {
		if column.Index < maxColumns && sheet.hiddenColumns[column.Index] && (column.Header != "" || column.filled) {
			letters = append(letters, column.String())
		}
	}
	if count > 0 {
		issues = append(issues, Issue{Code: codeHidden, Text: fmt.Sprintf(
			"有 %d 行是隐藏的（或被筛选掉了），也读了：第 %s 行%s；不想导入的请先删去。", count, strings.Join(rows, "、"), more(count))})
	}
	if len(letters) > 0 {
		issues = append(issues, Issue{Code: codeHidden, Text: fmt.Sprintf(
			"有 %d 列是隐藏的，和别的列一样看待：%s；不想导入的请先删去。", len(letters), strings.Join(letters, "、"))})
	}
	return issues
}

func more(count int) string {
	if count > maxNamed {
		return "……"
	}
	return ""
}

// sayAll says what of the file stays out, and what comes in unseen.
func (sheet *Sheet) sayAll(columns Columns) []Issue {
	return append(sheet.sayUnread(), sheet.sayHidden(columns)...)
}
