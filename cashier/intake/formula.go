package intake

import (
	"bytes"
	"fmt"
	"strings"
)

// uncalculated is what stands in the text of a cell whose formula has no stored
// result.
const uncalculated = "公式没有存下结果"

// maxValueBytes is how much of a stored value tells whether there is one;
// maxSpilled bounds the cells that array formulas may fill.
const (
	maxValueBytes = 16
	maxSpilled    = 5_000_000
)

// readValue keeps how the value of a cell begins.
func (scan *shapeScan) readValue(text []byte) {
	if !scan.inValue {
		return
	}
	scan.hasValue = scan.hasValue || len(text) > 0
	scan.value = append(scan.value, text[:min(len(text), maxValueBytes-min(len(scan.value), maxValueBytes))]...)
}

// uncalculated reports whether a formula's result was never stored. Programs
// that write workbooks without calculating leave the value out, leave it empty,
// or write a zero that no spreadsheet has worked out: 0.0, which Excel and its
// relatives write as 0, or a 0 in a workbook that asks to be calculated.
func (scan *shapeScan) uncalculated() bool {
	switch string(bytes.TrimSpace(scan.value)) {
	case "", "0.0":
		return true
	case "0":
		return scan.book.uncertain
	}
	return false
}

// addSpill keeps the range of an array formula or a data table: only its first
// cell has the formula, and the others nothing at all until it is calculated.
func (scan *shapeScan) addSpill(formulaType, reference string) error {
	if formulaType != "array" && formulaType != "dataTable" || !strings.Contains(reference, ":") {
		return nil
	}
	spill, err := rangeOf(reference)
	if err != nil {
		return fmt.Errorf("scan worksheet: range of a formula: %w", err)
	}
	if len(scan.spills) >= maxMerges {
		return refuseFile(nil, "表里的数组公式太多，没有读：请复制后粘贴为数值再导入。")
	}
	scan.spills = append(scan.spills, spill)
	return nil
}

// missSpills marks the cells that an array formula should have filled and did
// not, in the rows that have any content.
func (scan *shapeScan) missSpills() error {
	seen := 0
	for _, spill := range scan.spills {
		for row := spill.top; row <= min(spill.bottom, scan.last); row++ {
			right := min(spill.right, maxColumns-1)
			if seen += 1 + max(right-spill.left, 0); seen > maxSpilled {
				return refuseFile(nil, "表里的数组公式太大，没有读：请复制后粘贴为数值再导入。")
			}
			kinds := scan.kinds[row]
			if kinds == nil {
				continue
			}
			for column := spill.left; column <= right; column++ {
				for len(kinds) <= column {
					kinds = append(kinds, kindEmpty)
				}
				if kinds[column] == kindEmpty {
					kinds[column] = kindError
				}
			}
			scan.kinds[row] = kinds
		}
	}
	return nil
}
