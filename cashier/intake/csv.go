package intake

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

var utf8BOM = []byte{0xEF, 0xBB, 0xBF}

// readCSV reads comma, tab or semicolon separated text in UTF-8, GB18030 (what
// Chinese Excel saves) or UTF-16 with its mark (what Excel calls Unicode text).
func readCSV(ctx context.Context, data []byte) (*Sheet, error) {
	text, err := decodeText(data)
	if err != nil {
		return nil, err
	}
	bestScore, delimiter := -1, ','
	for _, candidate := range []rune{',', '\t', ';'} {
		// A broken quote further down is reported by the full reading below.
		lines, _ := splitCSV(ctx, text, candidate, headerSearchLines)
		score := 0
		for _, line := range lines {
			score = max(score, headerScore(&Sheet{Lines: lines}, line))
		}
		// Without any known header the delimiter that splits the most wins.
		score = score*MaxColumns + widest(lines)
		if score > bestScore {
			bestScore, delimiter = score, candidate
		}
	}
	lines, err := splitCSV(ctx, text, delimiter, MaxRows)
	if err != nil {
		return nil, err
	}
	return &Sheet{Lines: lines}, nil
}

func widest(lines []Line) int {
	width := 0
	for _, line := range lines {
		width = max(width, min(len(line.Cells), MaxColumns-1))
	}
	return width
}

func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})
}

func decodeText(data []byte) (string, error) {
	var decoded []byte
	var err error
	switch {
	case isUTF16(data):
		decoded, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		decoded = bytes.TrimPrefix(data, utf8BOM)
	default:
		decoded, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	if err != nil || (!utf8.Valid(data) && bytes.ContainsRune(decoded, utf8.RuneError)) {
		return "", refuseFile(err, "文件里的文字读不出来（既不是 UTF-8 也不是 GBK/GB18030）：请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")
	}
	return string(decoded), nil
}

// splitCSV gives at most maxRows lines: when the search for the header asked
// for fewer than MaxRows it stops there, otherwise a longer file is refused.
// The reader skips blank lines, so the row a spreadsheet would show is counted
// from the positions it reports.
func splitCSV(ctx context.Context, text string, delimiter rune, maxRows int) ([]Line, error) {
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
		if len(lines) >= maxRows {
			if maxRows < MaxRows {
				return lines, nil
			}
			return nil, tooManyRows()
		}
		if len(record) > MaxColumns {
			// The cut line still tells the search which delimiter it is.
			return append(lines, textLine(number, record[:MaxColumns])), tooManyColumns()
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
	return refuseFile(nil, "表里超过 %d 行，没有读：请拆成几个文件分次导入。", MaxRows)
}

func tooManyColumns() error {
	return refuseFile(nil, "表里超过 %d 列，没有读：请删去用不到的列再导入。", MaxColumns)
}
