package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/metering"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
)

type importReadingsCommand struct {
	File      string         `arg:"" help:"XLSX 或 CSV 文件，有房号和“水表上期 水表本期”这样的列。"`
	For       month          `placeholder:"2026-10" help:"费用月份，不写就按抄表日期。"`
	DryRun    bool           `help:"试算，什么都不改。"`
	Keep      keepRows       `placeholder:"ROWS" help:"保留这些行里待核对的读数：行号用逗号隔开，或 all-odd。"`
	TakeGood  bool           `help:"有待核对或不能导入的读数时，也导入其余的。"`
	Digits    map[string]int `placeholder:"KIND=N" mapsep:"," help:"表盘有几位整数，例如 水=5,电=5。"`
	Kind      string         `help:"表头没有写明时，是什么表：水、电、燃气……"`
	On        day            `help:"表里没有抄表日期时，是哪一天抄的。"`
	Sheet     string         `help:"工作表名称，不写就找第一张有抄表表头的；别的表会列出来。"`
	Header    int            `help:"表头在第几行，不写就自己找。"`
	RequestID string         `name:"request-id" help:"请求编号：同一编号只导入一次。"`
}

// month is a flag of a month, kept as its last day.
type month struct{ lastOn calendar.Date }

// UnmarshalText reads 2026-10, 2026/10 or 2026年10月; anything else is ctl.month.
func (m *month) UnmarshalText(text []byte) error {
	first, ok := intake.ParseMonth(string(text))
	if !ok {
		return store.Refuse(codeMonth, string(text))
	}
	begin := first.Time()
	m.lastOn = calendar.Of(time.Date(begin.Year(), begin.Month()+1, 0, 0, 0, 0, 0, calendar.Zone))
	return nil
}

// keepRows is a flag of row numbers, or of all that are odd.
type keepRows struct {
	all  bool
	rows []int
}

// UnmarshalText reads "12,15" or "all-odd"; anything else is ctl.keep.
func (k *keepRows) UnmarshalText(text []byte) error {
	if k.all = string(text) == "all-odd"; k.all {
		return nil
	}
	for _, part := range strings.Split(string(text), ",") {
		row, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || row < 1 {
			return store.Fail(codeKeep, err)
		}
		k.rows = append(k.rows, row)
	}
	return nil
}

// Run judges every reading of the sheet and, unless it is a dry run, takes it in whole.
func (c *importReadingsCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		counter := cashier.New(book)
		if err := d.signInAt(counter); err != nil {
			return err
		}
		sheet, err := intake.LoadReadings(d.ctx, c.File, c.Sheet)
		if err != nil {
			return err
		}
		plan, err := counter.Metering.PlanReadings(d.ctx, sheet, metering.Options{ForOn: c.For.lastOn, Digits: c.Digits,
			ReadingOptions: intake.ReadingOptions{HeaderLine: c.Header, Kind: c.Kind, On: c.On.Date}})
		if err != nil {
			return err
		}
		if c.DryRun {
			return c.report(d, plan, meter.Batch{})
		}
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		batch, err := counter.Metering.TakeReadings(d.ctx, plan, metering.Decision{RequestID: request, Keep: c.Keep.rows, KeepAll: c.Keep.all, LeaveOut: c.TakeGood})
		if code := store.Code(err); err != nil && code != meter.CodeUndecided && code != meter.CodeKeep && code != meter.CodeNothing {
			return err
		}
		if reported := c.report(d, plan, batch); reported != nil {
			return reported
		}
		return err
	})
}

// readingRow is one offered reading with its verdict.
type readingRow struct {
	Line     int         `json:"line"`
	Room     string      `json:"room"`
	Kind     string      `json:"kind"`
	State    meter.State `json:"state"`
	Previous string      `json:"previous"`
	Value    string      `json:"value"`
	Usage    string      `json:"usage"`
	Why      []string    `json:"why,omitempty"`
}

// readingsAnswer is what an import of readings did or would do. Rows are those that somebody should look at.
type readingsAnswer struct {
	Taken    bool          `json:"taken"`
	Batch    meter.Batch   `json:"batch"`
	Good     int           `json:"good"`
	Odd      int           `json:"odd"`
	Refused  int           `json:"refused"`
	Have     int           `json:"have"`
	Rows     []readingRow  `json:"rows"`
	Cells    []refusedRow  `json:"cells"`
	Absent   []string      `json:"absent"`
	ForOn    calendar.Date `json:"forOn"`
	Warnings []string      `json:"warnings"`
}

var stateWords = map[meter.State]string{meter.Good: "留意", meter.Odd: "核对", meter.Refused: "退回", meter.Have: "已有"}

func (c *importReadingsCommand) report(d *desk, plan *metering.Plan, batch meter.Batch) error {
	a := readingsAnswer{Taken: batch.ID != "", Batch: batch, Good: plan.Count(meter.Good), Odd: plan.Count(meter.Odd),
		Refused: plan.Count(meter.Refused), Have: plan.Count(meter.Have), Absent: plan.Absent, ForOn: c.For.lastOn}
	var lines []string
	for _, j := range plan.Judged {
		if len(j.Reasons) == 0 {
			continue
		}
		row := rowOfReading(j)
		a.Rows = append(a.Rows, row)
		lines = append(lines, fmt.Sprintf("%s 第 %d 行 %s %s：%s", stateWords[j.State], j.Line, j.Room, j.Kind, strings.Join(row.Why, " ")))
	}
	for _, refusal := range plan.Refused {
		row := refusedRow{Line: refusal.Line}
		for _, issue := range refusal.Issues {
			row.Reasons = append(row.Reasons, issue.Text)
			lines = append(lines, fmt.Sprintf("退回 第 %d 行：%s", refusal.Line, issue.Text))
		}
		a.Cells = append(a.Cells, row)
	}
	for _, issue := range plan.Warnings {
		a.Warnings = append(a.Warnings, issue.Text)
		lines = append(lines, "提醒 "+issue.Text)
	}
	if plan.AbsentCount > 0 {
		lines = append(lines, fmt.Sprintf("提醒 表里没有这 %d 户：%s", plan.AbsentCount, strings.Join(plan.Absent, " ")))
	}
	if a.Taken {
		lines = append(lines, fmt.Sprintf("已导入：%d 条读数，新表 %d 只，已有 %d 条，留在外面 %d 条", batch.Taken, batch.Installed, batch.Have, batch.LeftOut))
	} else {
		lines = append(lines, fmt.Sprintf("试算，没有改动：能导入 %d 条，待核对 %d 条，不能导入 %d 条，已有 %d 条", a.Good, a.Odd, a.Refused, a.Have))
	}
	return d.answer(a, lines...)
}

func rowOfReading(j meter.Judged) readingRow {
	row := readingRow{Line: j.Line, Room: j.Room, Kind: j.Kind, State: j.State}
	if j.State != meter.Refused {
		row.Previous, row.Usage = j.Previous.String(), j.Usage.String()
	}
	if j.Value != nil {
		row.Value = j.Value.String()
	}
	for _, reason := range j.Reasons {
		row.Why = append(row.Why, words.Explain(reason, assets.Chinese))
	}
	return row
}
