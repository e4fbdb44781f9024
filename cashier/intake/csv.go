package intake

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
)

var (
	// lineEnds are those of every system, the doubled one of a file that went
	// through two of them included; a spreadsheet's own row ends in one.
	lineEnds = strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n")
	// rareLineEnds are taken for ends of lines only where there is no other.
	rareLineEnds = strings.NewReplacer("\u2028", "\n", "\u2029", "\n", "\u0085", "\n")
	// bareText is ="0101" as a cell without quotation marks around it, which CSV
	// does not allow and spreadsheets write and read all the same.
	bareText = regexp.MustCompile(`(?m)(^|[,;\t])="([^"\n]*)"`)
)

// readCSV reads comma, tab or semicolon separated text in UTF-8, GB18030 (what
// Chinese Excel saves) or UTF-16 with its mark (what Excel calls Unicode text).
func readCSV(ctx context.Context, data []byte) (*Sheet, error) {
	text, err := Decode(data)
	if err != nil {
		return nil, err
	}
	text = bareText.ReplaceAllString(evenLines(text), `$1"=""$2"""`)
	bestScore, delimiter := -1, ','
	for _, candidate := range []rune{',', '\t', ';'} {
		// A broken quote further down is reported by the full reading below.
		lines, _ := splitCSV(ctx, text, candidate, headerSearchLines)
		score := 0
		for _, line := range lines {
			score = max(score, headerScore(&Sheet{Lines: lines}, line))
		}
		// Without any known header the delimiter that splits the most wins.
		score = score*maxColumns + widest(lines)
		if score > bestScore {
			bestScore, delimiter = score, candidate
		}
	}
	lines, err := splitCSV(ctx, text, delimiter, maxRows)
	if err != nil {
		return nil, err
	}
	return &Sheet{Lines: lines}, nil
}

// evenLines ends every line in a line feed.
func evenLines(text string) string {
	if text = lineEnds.Replace(text); !strings.Contains(text, "\n") {
		return rareLineEnds.Replace(text)
	}
	return text
}

func widest(lines []Line) int {
	width := 0
	for _, line := range lines {
		width = max(width, min(len(line.Cells), maxColumns-1))
	}
	return width
}

// splitCSV returns at most so many lines: when the search for the header asked
// for fewer than maxRows it stops there, otherwise a longer file is refused.
// The reader skips blank lines, so the row a spreadsheet would show is counted
// from the positions it reports.
func splitCSV(ctx context.Context, text string, delimiter rune, most int) ([]Line, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = delimiter, -1, true
	var lines []Line
	number, newlines, offset := 0, 0, int64(0)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		var parseError *csv.ParseError
		if errors.As(err, &parseError) {
			return lines, refuseFile(parseError.Err, "第 %d 行附近的引号不成对，后面的内容分不清是哪一格：请改好这一行的双引号，或另存为 .xlsx 再导入。", parseError.StartLine)
		}
		if err != nil {
			return nil, refuseFile(err, "文件读到一半出错：请另存为 .xlsx 再导入。")
		}
		if len(lines) >= most {
			if most < maxRows {
				return lines, nil
			}
			return nil, tooManyRows()
		}
		if len(record) > maxColumns {
			// The cut line still tells the search which delimiter it is.
			return append(lines, textLine(number, record[:maxColumns])), tooManyColumns()
		}
		startLine, _ := reader.FieldPos(0)
		number += startLine - newlines
		newlines += strings.Count(text[offset:reader.InputOffset()], "\n")
		offset = reader.InputOffset()
		lines = append(lines, textLine(number, record))
	}
}

func textLine(number int, record []string) Line {
	line := Line{Number: number, Cells: make([]Cell, len(record))}
	for i, text := range record {
		// The record's bytes are reused by the reader, its strings are not.
		line.Cells[i] = textCell(text)
	}
	return line
}

func tooManyRows() error {
	return refuseFile(nil, "表里超过 %d 行，没有读：请拆成几个文件分次导入。", maxRows)
}

func tooManyColumns() error {
	return refuseFile(nil, "表里超过 %d 列，没有读：请删去用不到的列再导入。", maxColumns)
}
