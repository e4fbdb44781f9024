package intake

import (
	"fmt"
	"strconv"
	"strings"
)

// Told is an issue with the row that it is about: the line of its sheet, 0 for the whole file, and the room where it is known.
type Told struct {
	Sheet string // "" where the file has one sheet, or one was read of it
	Line  int
	Room  string
	Issue
}

// Where says in which row it is, "" for the whole file.
func (t Told) Where() string { return placeOf(t.Sheet, t.Line) }

// placeOf names a row by its sheet, where several were read, and its line.
func placeOf(sheet string, line int) string {
	switch {
	case line == 0:
		return ""
	case sheet == "":
		return fmt.Sprintf("第 %d 行", line)
	}
	return fmt.Sprintf("“%s”第 %d 行", sheet, line)
}

// Refusals returns every reason for which a row stays out.
func (plan *Plan) Refusals() []Told {
	var all []Told
	for _, refusal := range plan.Refused {
		for _, issue := range refusal.Issues {
			all = append(all, Told{Sheet: refusal.Sheet, Line: refusal.Line, Issue: issue})
		}
	}
	return all
}

// Remarks returns what a person should know of the file and of the rows that can come in.
func (plan *Plan) Remarks() []Told {
	var all []Told
	for _, issue := range plan.Warnings {
		all = append(all, Told{Issue: issue})
	}
	for _, row := range plan.Rows {
		for _, issue := range row.Warnings {
			all = append(all, Told{Sheet: row.Sheet, Line: row.Line, Room: row.Room.Code, Issue: issue})
		}
	}
	return all
}

// alikeMin is from how many on alike issues are told once: fewer are read sooner one by one.
const alikeMin = 4

// alikeNamed is how many of the rows one sentence names.
const alikeNamed = 5

// Alike are issues of one kind in one column. A register without areas has the same remark in every row, and nobody finds
// the one that matters among a thousand of them.
type Alike []Told

// Gather puts alike issues together, in the order in which each kind first comes. Where there are only a few of a kind each
// stands alone.
func Gather(all []Told) []Alike {
	type kind struct {
		code   Code
		column string
	}
	count := map[kind]int{}
	for _, told := range all {
		count[kind{told.Code, told.Column}]++
	}
	at := map[kind]int{}
	var gathered []Alike
	for _, told := range all {
		k := kind{told.Code, told.Column}
		index, found := at[k]
		if told.Line == 0 || count[k] < alikeMin || !found {
			at[k] = len(gathered)
			gathered = append(gathered, Alike{told})
			continue
		}
		gathered[index] = append(gathered[index], told)
	}
	return gathered
}

// Text tells the first of them, and of the others how many there are and the first rows.
func (a Alike) Text() string {
	if len(a) == 1 {
		return a[0].Text
	}
	return a[0].Text + "（" + a.others() + "）"
}

func (a Alike) others() string {
	rest := a[1:]
	var lines []string
	for _, told := range rest[:min(len(rest), alikeNamed)] {
		where := strconv.Itoa(told.Line)
		if told.Sheet != "" {
			where = "“" + told.Sheet + "”" + where
		}
		lines = append(lines, where)
	}
	words := fmt.Sprintf("同样的还有 %d 行：第 %s 行", len(rest), strings.Join(lines, "、"))
	if len(rest) > alikeNamed {
		words += "……"
	}
	return words
}
