package paper

import (
	"fmt"
	"strings"

	"shouqi/devices/escpos"
)

// Signer is somebody who signs a paper: what as, and the name, "" where it is not known.
type Signer struct{ As, Name string }

// ZDocument prints the frozen text of a Z report: its words and figures as they stand, with the figures at the edge of whatever
// paper it is. Below it stands a line for everybody who signs. Copy number 1 is the original; a later one says 补打 第n-1次 above
// the frozen text and outside it.
func ZDocument(text string, copyNumber int, signers []Signer) escpos.Document {
	var document escpos.Document
	if name := copyName(copyNumber); name != "" {
		document = append(document, escpos.Title{Text: name}, escpos.Rule{})
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		name, figure, found := strings.Cut(line[len(indent):], "  ")
		switch {
		case line != "" && strings.Trim(line, "-") == "":
			document = append(document, escpos.Rule{})
		case found:
			document = append(document, figures(indent+name, strings.TrimSpace(figure), false))
		case len(indent) > 1: // the figure of the name above, which fills its line
			document = append(document, figures("", line[len(indent):], false))
		default:
			document = append(document, escpos.Text{Text: line})
		}
	}
	for _, signer := range signers {
		document = append(document, escpos.Feed{Lines: 1}, escpos.Text{Text: signer.As + " " + strings.TrimSpace(signer.Name+" ______________")})
	}
	return append(document, escpos.Cut{})
}

// KeyLine is one key and what it does.
type KeyLine struct{ Key, Label string }

// KeyCard prints the table of keys, to stand beside the keyboard.
func KeyCard(lines []KeyLine) escpos.Document {
	document := escpos.Document{escpos.Title{Text: "快捷键表"}, escpos.Rule{}}
	width := 6
	for _, line := range lines {
		width = max(width, escpos.Width(line.Key)+2)
	}
	for _, line := range lines {
		document = append(document, escpos.Columns{Cells: []escpos.Cell{{Text: line.Key, Width: min(width, maxKeyColumns)}, {Text: line.Label}}})
	}
	return append(document, escpos.Rule{}, escpos.Cut{})
}

// maxKeyColumns keeps at least half of 58 mm paper for what a key does.
const maxKeyColumns = 16

// TestPage shows whether a printer of this profile is set up right: rulers of both paper widths, of which one must fill
// its line, Chinese with rare characters, enlarged letters, figures at the edge and a code. Name is the printer's; answer is
// what it said of itself before, in a few words, or nothing. What helps against unreadable Chinese stands there in ASCII.
func TestPage(profile escpos.Profile, name, answer string) escpos.Document {
	page := escpos.Document{
		escpos.Title{Text: "打印测试"},
		escpos.Text{Text: name, Align: escpos.Center},
		figures("打印机类型", profile.Name, false),
		figures("每行字符", fmt.Sprint(profile.Columns), false),
		figures("汉字编码", codePage(profile), false),
	}
	if answer != "" {
		page = append(page, figures("打印机状态", answer, false))
	}
	return append(page,
		escpos.Rule{},
		escpos.Text{Text: "58 毫米纸 32 列：应满一行"},
		escpos.Text{Text: ruler(32)},
		escpos.Text{Text: "80 毫米纸 48 列：应满一行"},
		escpos.Text{Text: ruler(48)},
		escpos.Rule{},
		escpos.Text{Text: "收讫 收款收据 ￥1,234.56 98.30㎡ №①℃×±"},
		escpos.Text{Text: "生僻字：𠮷 䶮 龑 㸃 堃 喆 昇"},
		escpos.Text{Text: "加粗：壹贰叁肆伍陆柒捌玖拾", Bold: true},
		escpos.Large{Left: "大字 实收", Right: "￥840.47"},
		figures("右对齐金额", "1,234,567.89", false),
		escpos.Feed{Lines: 1},
		escpos.QR{Payload: "SHOUQI|TEST|1234567890"},
		escpos.Text{Text: "文字、标尺、二维码齐全即正常", Align: escpos.Center},
		escpos.Text{Text: "汉字是乱码时，设置里加 text=drawn", Align: escpos.Center},
		escpos.Cut{},
	)
}

// SheetTestPage shows whether a printer of sheets is set up right: that the sheet is the one that lies in it, and not scaled.
func SheetTestPage(name string, format Format) escpos.Document {
	size := sheets[format]
	return escpos.Document{
		escpos.Title{Text: "打印测试"},
		escpos.Text{Text: name, Align: escpos.Center},
		figures("纸张（毫米）", fmt.Sprintf("%g × %g", size.width, size.height), false),
		escpos.Rule{},
		escpos.Text{Text: fmt.Sprintf("上面的横线应长 %.0f 毫米，离左边 %.0f 毫米", slipWidth, size.left)},
		escpos.Text{Text: "收讫 收款收据 ￥1,234.56 98.30㎡ №①℃×±"},
		escpos.Text{Text: "生僻字：𠮷 䶮 龑 㸃 堃 喆 昇"},
		figures("右对齐金额", "1,234,567.89", false),
		escpos.QR{Payload: "SHOUQI|TEST|1234567890"},
		escpos.Cut{},
	}
}

// codePage names how the printer gets its Chinese, as settings say it.
func codePage(profile escpos.Profile) string {
	if profile.RasterText {
		return "drawn"
	}
	return string(profile.Encoding)
}

// ruler is a line of digits, each its column's last.
func ruler(columns int) string {
	return strings.Repeat("1234567890", columns/10+1)[:columns]
}
