package intake

import (
	"fmt"

	"github.com/govalues/decimal"
)

// totals adds up the columns that a total row may add up: money, area, and any
// that are not understood.
type totals struct {
	columns  []Column
	all      []runningSum
	group    []runningSum // since the last total row, for 小计
	lastLine int
}

// runningSum is a column's sum, broken when the numbers no longer fit exactly.
type runningSum struct {
	all, taken decimal.Decimal
	broken     bool
}

func newTotals(columns Columns) *totals {
	sums := &totals{}
	for _, column := range columns.List {
		switch column.Field {
		case fieldArea, fieldInnerArea, fieldPrepaid, fieldArrears, fieldUnknown, fieldOwn:
			sums.columns = append(sums.columns, column)
		}
	}
	sums.all = make([]runningSum, len(sums.columns))
	sums.group = make([]runningSum, len(sums.columns))
	return sums
}

func (sums *totals) add(line Line, taken bool) {
	for i, column := range sums.columns {
		if value, ok := looseNumber(line.Cell(column.Index)); ok {
			sums.all[i].add(value, taken)
			sums.group[i].add(value, taken)
		}
	}
}

func (sum *runningSum) add(value decimal.Decimal, taken bool) {
	all, err := sum.all.AddExact(value, max(sum.all.Scale(), value.Scale()))
	if err != nil {
		sum.broken = true
		return
	}
	sum.all = all
	if taken {
		if sum.taken, err = sum.taken.AddExact(value, max(sum.taken.Scale(), value.Scale())); err != nil {
			sum.broken = true
		}
	}
}

// addTotal compares a total row column by column with the rows above it as they
// are written, whether they can come in or not: that is what its author added
// up. A 小计 may speak for the rows since the total row before it.
func (work *builder) addTotal(line Line, label string) {
	if index := work.longAt(line); index >= 0 {
		work.note(line.Ref(index), "", codeRowLong, fmt.Sprintf("第 %d 行%s比表头多出格子，没有核对。", line.Number, label))
		return
	}
	for i, column := range work.totals.columns {
		written, ok := looseNumber(line.Cell(column.Index))
		if !ok {
			if line.Cell(column.Index).Kind == kindError {
				work.note(line.Ref(column.Index), column.Header, codeCellError, fmt.Sprintf(
					"第 %d 行%s的“%s”公式出错或没有结果，没有核对这一列。", line.Number, label, column.Header))
			}
			continue
		}
		sum, group := work.totals.all[i], work.totals.group[i]
		ties := !sum.broken && written.Cmp(sum.all) == 0
		if !ties && !group.broken && (label == "小计" || written.Cmp(group.all) == 0) && work.totals.lastLine > 0 {
			sum, ties = group, written.Cmp(group.all) == 0
		}
		if sum.broken {
			continue
		}
		check := TotalCheck{Sheet: work.seen.sheet,
			Line: line.Number, Cell: line.Ref(column.Index), Column: column.Header, Label: label,
			Written: written.Trim(0).String(), Sum: sum.all.Trim(0).String(), TakenSum: sum.taken.Trim(0).String(), Ties: ties,
		}
		work.plan.Totals = append(work.plan.Totals, check)
		if !ties {
			work.note(check.Cell, check.Column, codeTotalMismatch, fmt.Sprintf(
				"第 %d 行%s的“%s”写的是 %s，上面各行加起来是 %s（其中可以导入的各行是 %s），对不上，请核对。",
				check.Line, check.Label, check.Column, check.Written, check.Sum, check.TakenSum))
		}
	}
	work.totals.group = make([]runningSum, len(work.totals.columns))
	work.totals.lastLine = line.Number
}
