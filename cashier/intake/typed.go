package intake

import (
	"regexp"
	"strings"
)

var (
	// errorWord is what a spreadsheet shows for a formula that failed, in the
	// words of Excel, WPS and LibreOffice, or for a column that is too narrow.
	errorWord = regexp.MustCompile(`(?i)^(?:#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA|名称\?|值!|引用!|参考!|数字!|数值!|除数为零!|空值!)|#{2,}|Err:\d{3})$`)
	// typedAsText is text that its author wrote as a formula so that no
	// spreadsheet takes it for a number: ="13800000001".
	typedAsText = regexp.MustCompile(`^\s*="((?:[^"]|"")*)"\s*$`)
)

// textCell reads a cell of text in the same way whatever file it comes from.
// The apostrophe that makes a spreadsheet take what follows as text is dropped
// (WriteRefused puts it before text that would else be a formula), ="0101" is
// the text 0101, and an error's word or a formula in plain sight is a value that
// is not there. So are our own words for that in a refused row, which nobody
// has mended yet.
func textCell(text string) Cell {
	text = strings.TrimPrefix(text, "'")
	if match := typedAsText.FindStringSubmatch(text); match != nil {
		text = strings.ReplaceAll(match[1], `""`, `"`)
	}
	plain := squeeze(text)
	switch {
	case strings.TrimSpace(text) == "":
		return Cell{}
	case plain == uncalculated, errorWord.MatchString(plain), strings.HasPrefix(plain, "=") && len(plain) > 1:
		return Cell{Kind: kindError, Text: text}
	}
	return Cell{Kind: kindText, Text: text}
}

// errorFault says that a cell's value is not there, and what to do. It repeats
// an error's word and never a formula, which may hold a name.
func errorFault(cell Cell) *fault {
	word := tidy(cell.Text)
	if word != uncalculated && !errorWord.MatchString(squeeze(word)) {
		word = "写的是公式"
	}
	return faultf(codeCellError, "公式出错或没有结果（%s）：请用 Excel 或 WPS 打开这个文件，等它算完后保存再导入；还不行就改成实际的内容。", word)
}
