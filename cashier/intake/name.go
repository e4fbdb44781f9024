package intake

import (
	"regexp"
	"strings"
)

// columnKind says how the numbers of a column are to be read.
type columnKind byte

const (
	holdsWords   columnKind = iota // as shown where that is plain, else as stored
	holdsNames                     // as shown, or not at all
	holdsFigures                   // as stored: amounts, areas, prices, days
)

func columnKinds(columns Columns) []columnKind {
	kinds := make([]columnKind, len(columns.List))
	for i, column := range columns.List {
		switch column.Field {
		case fieldBuilding, fieldUnit, fieldRoom, fieldOwnerPhone, fieldOwnerID, fieldTenantPhone, fieldTenantID, fieldSpace, fieldPlate:
			kinds[i] = holdsNames
		case fieldArea, fieldInnerArea, fieldHandover, fieldUnitPrice, fieldPrepaid, fieldArrears:
			kinds[i] = holdsFigures
		}
	}
	return kinds
}

const englishMonth = `(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)`

// unnamed are the shapes of text that name nothing, with what each is: what a
// spreadsheet shows after it took a name for a date or a number.
var unnamed = []struct {
	shape *regexp.Regexp
	what  string
}{
	{regexp.MustCompile(`^(?:19|20)\d{2}[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])[日号]?(?:T?\d{1,2}:\d{2}.*)?$`), "日期"},
	{regexp.MustCompile(`^(?:19|20)\d{2}年(?:0?[1-9]|1[0-2])月$|^(?:0?[1-9]|1[0-2])月(?:(?:0?[1-9]|[12]\d|3[01])[日号])?$`), "日期"},
	{regexp.MustCompile(`^\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})$|^(?:\d{1,2}-)?` + englishMonth + `-\d{2,4}$|^\d{1,2}-` + englishMonth + `$`), "日期"},
	{regexp.MustCompile(`^\d{1,2}:\d{2}(?::\d{2})?$`), "时间"},
	{regexp.MustCompile(`^[+-]?\d+(?:\.\d+)?E[+-]\d{1,3}$`), "科学计数的数字"},
	{regexp.MustCompile(`^[+-]?[\d,]+\.\d+$`), "小数"},
	{regexp.MustCompile(`^[+-]?\d{1,3}(?:,\d{3})+$`), "带千分位的数字"},
	{regexp.MustCompile(`^[+-]?[\d.,]+%$`), "百分数"},
	{regexp.MustCompile(`^(?:TRUE|FALSE)$`), "是非值"},
	{regexp.MustCompile(`^[+-]?\d+\?$`), "认不出格式的数字"},
}

// notName says what a text is that stands where digits are a name and names
// nothing, or "".
func notName(text string) string {
	text = strings.ToUpper(squeeze(text))
	for _, one := range unnamed {
		if one.shape.MatchString(text) {
			return one.what
		}
	}
	return ""
}

// nameFault refuses a cell that should hold a name (a room, a meter's number, a
// parking space, a plate) and does not show one: what stands there now may not
// be what was typed, and nobody can tell from the file.
func nameFault(what string, shown Cell) *fault {
	wrong := notName(shown.Text)
	if shown.Kind == kindDate {
		wrong = "日期"
	}
	if shown.Kind == kindBool {
		wrong = "是非值"
	}
	if wrong == "" {
		return nil
	}
	return faultf(codeNotName, "%s显示成了%s，分不清原来写的是什么：请把单元格设为文本，照原来的样子重新填写。", what, wrong)
}
