package intake

import (
	"regexp"
	"slices"
	"strings"
)

// meterColumns are the columns of one meter: what it showed before and what it shows now. The first may be missing.
type meterColumns struct {
	kind            string // "" where a column of the row says it
	previous, value Column
}

// readingHead is the header of a sheet of readings.
type readingHead struct {
	columns                      Columns
	meters                       []meterColumns
	on, previousOn, number, kind *Column
	twice                        []Column // two columns for the same figure of the same meter
}

func (head readingHead) kinds() []string {
	var kinds []string
	for _, meter := range head.meters {
		if meter.kind != "" {
			kinds = append(kinds, meter.kind)
		}
	}
	return kinds
}

// reads reports whether a row's cell in the column says something of a reading.
func (head readingHead) reads(column Column) bool {
	switch column.Field {
	case fieldBuilding, fieldUnit, fieldRoom:
		return true
	}
	for _, one := range []*Column{head.on, head.previousOn, head.number, head.kind} {
		if one != nil && one.Index == column.Index {
			return true
		}
	}
	return head.figures(column)
}

// columnKinds is columnKinds with the columns that only a sheet of readings has.
func (head readingHead) columnKinds() []columnKind {
	kinds := columnKinds(head.columns)
	for i, column := range head.columns.List {
		switch {
		case head.number != nil && head.number.Index == column.Index:
			kinds[i] = holdsNames
		case head.figures(column), head.on != nil && head.on.Index == column.Index, head.previousOn != nil && head.previousOn.Index == column.Index:
			kinds[i] = holdsFigures
		}
	}
	return kinds
}

// figures reports whether the column holds what dials showed.
func (head readingHead) figures(column Column) bool {
	return slices.ContainsFunc(head.meters, func(meter meterColumns) bool {
		return meter.value.Index == column.Index || meter.previous.Letter != "" && meter.previous.Index == column.Index
	})
}

var (
	previousWord = regexp.MustCompile(`上期|上月|上次|前期|前次|起码|起数|起度|期初`)
	valueWord    = regexp.MustCompile(`本期|本月|本次|当期|当月|止码|止数|止度|期末|现读数|读数|示数|表底`)
	dayWord      = regexp.MustCompile(`日期|时间|抄表日|日子`)
	numberWord   = regexp.MustCompile(`^(?:水|电|燃气|气|热)?表(?:号|编号|具编号|具号|计编号)$`)
	kindWord     = regexp.MustCompile(`^(?:表|表计|表具|仪表|抄表)?(?:类型|类别|种类|项目)$`)
	notReading   = regexp.MustCompile(`用量|用水量|用电量|用气量|金额|单价|实用|费|姓名|人|倍率|损耗`)
	dialWords    = regexp.MustCompile(`上期|上月|上次|前期|前次|起码|起数|起度|期初|表底|本期|本月|本次|当期|当月|止码|止数|止度|期末|现读数|读数|示数|度数|抄表|表具|表计|表数|表|抄|数|值|[()（）\[\]【】:：、.*_/\-]`)
	unitWords    = regexp.MustCompile(`[(（\[【](?:吨|度|方|立方|立方米|m³|M³|m3|M3|kWh|KWH|kwh|千瓦时|GJ|吉焦)[)）\]】]`)
)

// readingHeader finds the header of a sheet of readings: the line with a room and with at least one column of new figures
// that has most of them.
func (sheet *Sheet) readingHeader(headerLine int) (readingHead, error) {
	var best readingHead
	roomless := 0
	for i, line := range sheet.Lines {
		if headerLine > 0 && line.Number != headerLine || headerLine == 0 && i >= headerSearchLines {
			continue
		}
		head := sheet.readingHeadAt(i)
		if len(head.columns.with(fieldRoom)) == 0 {
			roomless = max(roomless, len(head.meters))
			continue
		}
		if len(head.meters) > len(best.meters) {
			best = head
		}
	}
	switch {
	case len(best.twice) > 0:
		return best, refuseFile(nil, "%s和%s写的像是同一只表的同一个读数，分不清读哪一列：请只留一列，或把表名写进列名，像“水表本期”“电表本期”。", best.twice[0], best.twice[1])
	case len(best.meters) > 0:
		return best, nil
	case roomless > 0:
		return best, refuseFile(nil, "抄表的表头里没有房号这一列，不知道是谁家的表：请加上“房号”。")
	}
	return best, refuseFile(nil, "没有找到抄表的表头：前 %d 行里没有一行同时写着“房号”和“水表本期”“电表本期”这样的列名。", headerSearchLines)
}

func (sheet *Sheet) readingHeadAt(index int) readingHead {
	head := readingHead{columns: sheet.columnsAt(index)}
	number := head.columns.HeaderLine
	find := func(kind string) *meterColumns {
		for i := range head.meters {
			if head.meters[i].kind == kind {
				return &head.meters[i]
			}
		}
		head.meters = append(head.meters, meterColumns{kind: kind})
		return &head.meters[len(head.meters)-1]
	}
	for i := range head.columns.List {
		column := &head.columns.List[i]
		title := squeeze(column.Title)
		if column.Field != fieldUnknown {
			continue
		}
		if group := sheet.groupAbove(number, column.Index); group != "" && !strings.HasPrefix(title, group) {
			title = group + title
			column.Title = title // in a file of refused rows the line above is gone
		}
		if title == "" {
			continue
		}
		switch title = unitWords.ReplaceAllString(title, ""); {
		case dayWord.MatchString(title) && previousWord.MatchString(title):
			head.previousOn = column
		case dayWord.MatchString(title):
			head.on = column
		case numberWord.MatchString(title):
			head.number = column
		case kindWord.MatchString(title):
			head.kind = column
		case notReading.MatchString(title):
		case previousWord.MatchString(title):
			head.set(&find(meterKind(title)).previous, *column)
		case valueWord.MatchString(title):
			head.set(&find(meterKind(title)).value, *column)
		}
	}
	head.meters = slices.DeleteFunc(head.meters, func(meter meterColumns) bool { return meter.value.Letter == "" })
	head.nameTotals()
	return head
}

// set returns a figure its column, and notes a second one: nobody can tell which of
// them is meant.
func (head *readingHead) set(figure *Column, column Column) {
	if figure.Letter != "" && len(head.twice) == 0 {
		head.twice = []Column{*figure, column}
	}
	*figure = column
}

// nameTotals returns the plain column of a kind that also has bands its own name: it repeats their sum, and adding it would
// count everything twice.
func (head readingHead) nameTotals() {
	for i, meter := range head.meters {
		banded := func(other meterColumns) bool {
			return strings.HasPrefix(other.kind, meter.kind+"/") && meter.kind != ""
		}
		if slices.ContainsFunc(head.meters, banded) {
			head.meters[i].kind += "/总"
		}
	}
}

// meterNames are the words for the kinds that rules know, the longer ones first.
var meterNames = []struct{ word, kind string }{
	{"热水", "热水"}, {"中水", "中水"}, {"自来水", "水"}, {"冷水", "水"}, {"水", "水"},
	{"天然气", "燃气"}, {"煤气", "燃气"}, {"燃气", "燃气"}, {"气", "燃气"},
	{"暖气", "热"}, {"供暖", "热"}, {"供热", "热"}, {"热力", "热"}, {"热量", "热"}, {"热", "热"},
	{"电能", "电"}, {"电量", "电"}, {"电", "电"},
}

var bandNames = []struct{ word, band string }{
	{"尖峰", "尖"}, {"高峰", "峰"}, {"低谷", "谷"}, {"平段", "平"}, {"合计", "总"},
	{"尖", "尖"}, {"峰", "峰"}, {"谷", "谷"}, {"平", "平"}, {"总", "总"},
}

// meterKind tells the kind of meter from a header or a cell: 水表上期 → 水, 电表(峰)本期 → 电/峰, and the words themselves
// for a kind of the estate's own. It gives "" where there is none.
func meterKind(text string) string {
	rest := dialWords.ReplaceAllString(text, "")
	for _, name := range meterNames {
		before, after, found := strings.Cut(rest, name.word)
		if !found {
			continue
		}
		for _, band := range bandNames {
			if strings.Contains(before+after, band.word) {
				return name.kind + "/" + band.band
			}
		}
		if before+after == "" {
			return name.kind
		}
	}
	return clip(rest, 11)
}
