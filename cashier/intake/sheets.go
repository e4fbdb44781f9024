package intake

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Unread is a sheet of the workbook that has content and was not read.
type Unread struct {
	Name   string
	Hidden bool // hidden sheets are never read
	Table  bool // it has a header like that of the sheet that was read
}

// maxNamed bounds how many sheets or rows one sentence names.
const maxNamed = 20

// table is what a person wants to read of a workbook.
type table byte

const (
	aRegister table = iota
	someReadings
)

// rank says how well a sheet answers what is wanted: 4 for a sheet that can be
// taken in, 3 for one with a register's header, 2 for one with the header of
// readings, 1 for any content, 0 for none.
func (wanted table) rank(sheet *Sheet) int {
	_, noReadings := sheet.readingHeader(0)
	_, noRegister := sheet.FindColumns(Options{})
	switch {
	case wanted == someReadings && noReadings == nil, wanted == aRegister && noRegister == nil:
		return 4
	case findHeader(sheet) >= 0:
		return 3
	case noReadings == nil:
		return 2
	case slices.ContainsFunc(sheet.Lines, func(line Line) bool { return !line.blank() }):
		return 1
	}
	return 0
}

// choice is the sheet that is read, and what becomes of the others.
type choice struct {
	sheet  *Sheet
	rank   int
	unread []Unread
	fault  error             // why a sheet could not be read
	tables map[string]*Sheet // the visible sheets that can be taken in
}

// pick reads the named sheet, or the visible one that answers best what is
// wanted, the first of several. It looks at every other sheet too, so that none
// with content is left out without a word.
func (book *workbook) pick(ctx context.Context, sheetName string, wanted table) ([]*Sheet, error) {
	picked := choice{tables: map[string]*Sheet{}}
	var names []string
	for _, name := range book.file.GetSheetList() {
		visible, err := book.file.GetSheetVisible(name)
		if book.parts[name] == "" || err != nil {
			continue
		}
		if visible {
			names = append(names, name)
		}
		sheet, err := book.read(ctx, name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		picked.look(sheet, err, Unread{Name: name, Hidden: !visible}, sheetName, wanted)
	}
	if sheetName != "" && !slices.Contains(names, sheetName) {
		return nil, refuseFile(nil, "这个工作簿里没有这张工作表，或者它是隐藏的。")
	}
	switch {
	case picked.fault != nil && picked.rank < 2:
		return nil, picked.fault
	case picked.sheet == nil:
		return nil, refuseFile(nil, "这个工作簿里没有内容。")
	}
	picked.sheet.Names, picked.sheet.Unread = names, picked.unread
	return picked.alike(), nil
}

// look takes a sheet where it answers better than the one before, and otherwise
// notes it down as unread.
func (picked *choice) look(sheet *Sheet, fault error, other Unread, sheetName string, wanted table) {
	chosen := other.Name == sheetName && !other.Hidden
	if fault != nil {
		if chosen || picked.fault == nil && sheetName == "" && !other.Hidden {
			picked.fault = fault
		}
		picked.unread = append(picked.unread, other)
		return
	}
	rank := wanted.rank(sheet)
	other.Table = rank == 4
	if other.Table && !other.Hidden {
		picked.tables[other.Name] = sheet
	}
	switch {
	case chosen:
		picked.sheet, picked.rank = sheet, rank
	case sheetName == "" && !other.Hidden && rank > picked.rank:
		if picked.sheet != nil {
			picked.unread = append(picked.unread, Unread{Name: picked.sheet.Name, Table: picked.rank == 4})
		}
		picked.sheet, picked.rank = sheet, rank
	case rank > 0 && !sheet.isGuide():
		picked.unread = append(picked.unread, other)
	}
}

// isGuide tells the sheet of our own template that explains how to fill it in.
func (sheet *Sheet) isGuide() bool {
	return sheet.Name == guideSheet && len(sheet.Lines) > 0 && sheet.Lines[0].Cell(1).Text == guideTitle
}

// UnreadTables returns the names of the visible sheets that could be taken in
// like the one that was read.
func (sheet *Sheet) UnreadTables() []string {
	var names []string
	for _, other := range sheet.Unread {
		if other.Table && !other.Hidden {
			names = append(names, other.Name)
		}
	}
	return names
}

// sayUnread names the sheets that were not read.
func (sheet *Sheet) sayUnread() []Issue {
	var like, others, hidden []string
	for _, other := range sheet.Unread {
		switch {
		case other.Hidden:
			hidden = append(hidden, other.Name)
		case other.Table:
			like = append(like, other.Name)
		default:
			others = append(others, other.Name)
		}
	}
	var issues []Issue
	say := func(names []string, format string) {
		if len(names) > 0 {
			issues = append(issues, Issue{Code: codeSheetUnread, Text: fmt.Sprintf(format, quotedNames(names))})
		}
	}
	say(like, "只读了工作表“"+clip(sheet.Name, 31)+"”，没有读%s，它们也是这样的表：请换到那些工作表再导入；各列都一样的，可以选“一起导入”。")
	say(others, "没有读工作表%s：里面没有找到这样的表头；需要的话请换到那一张再导入。")
	say(hidden, "没有读隐藏的工作表%s：需要的话请在 Excel 或 WPS 里取消隐藏，保存后再导入。")
	return issues
}

func quotedNames(names []string) string {
	var text strings.Builder
	for _, name := range names[:min(len(names), maxNamed)] {
		text.WriteString("“" + clip(name, 31) + "”")
	}
	if len(names) > maxNamed {
		fmt.Fprintf(&text, "等 %d 张", len(names))
	}
	return text.String()
}

var buildingName = regexp.MustCompile(`^(?:\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})(?:栋|幢|座|号楼|楼|#楼?)$`)

// sayBuilding warns where each building has a sheet of its own and the rooms do
// not say theirs: 101 of one sheet would be taken for 101 of the next.
func (sheet *Sheet) sayBuilding(bare bool) []Issue {
	if !bare || len(sheet.UnreadTables()) == 0 || !buildingName.MatchString(squeeze(sheet.Name)) {
		return nil
	}
	return []Issue{{Code: codeSheetBuilding, Text: fmt.Sprintf(
		"工作表叫“%s”，房号里却没有楼栋：别的工作表里同样的房号会被当成同一间。请加一列“楼栋”再导入。", clip(sheet.Name, 31))}}
}
