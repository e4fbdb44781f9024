package main

import (
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/ledger"
	"shouqi/ledger/store"
)

type importCommands struct {
	Rooms    importRoomsCommand    `cmd:"" help:"导入房屋、业主、期初欠费和期初预存款。"`
	Readings importReadingsCommand `cmd:"" help:"导入抄表读数。"`
}

type importRoomsCommand struct {
	File                string            `arg:"" help:"XLSX 或 CSV 文件。"`
	DryRun              bool              `help:"试算，什么都不改。"`
	Refused             string            `placeholder:"OUT.xlsx" help:"把不能导入的行连同原因写进这个新文件，改好再导入。"`
	TakeGood            bool              `help:"有不能导入的行时，也导入其余的行。"`
	SumsSeen            bool              `help:"大得反常的欠费和预存款都看过了，没有错，照样导入。"`
	Sheet               string            `help:"工作表名称，不写就找第一张有表头的；别的表会列出来。"`
	AllSheets           bool              `help:"各列和这张都一样的工作表一起导入，例如一栋一张的台账。"`
	Header              int               `help:"表头在第几行，不写就自己找。"`
	Map                 map[string]string `placeholder:"COLUMN=FIELD" help:"指定某一列的含义，列用字母或表头，例如 F=area。"`
	NegativeIsPrepaying bool              `name:"negative-arrears-is-prepayment" help:"欠费为负数的，按预存款导入。"`
}

// Run plans the file and, unless it is a dry run, takes it in whole.
func (c *importRoomsCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		counter := cashier.New(book)
		if err := d.signInAt(counter); err != nil {
			return err
		}
		plan, err := c.plan(d, counter)
		if err != nil {
			return err
		}
		if c.Refused != "" && len(plan.Refused) > 0 {
			if err := register.WriteRefused(plan.Plan, c.Refused); err != nil {
				return err
			}
		}
		plan.SumsSeen = c.SumsSeen
		outcome, taken := plan.Outcome, false
		nothing := plan.Nothing()
		if taken = !c.DryRun && nothing == nil && (plan.Whole() || c.TakeGood); taken {
			if outcome, err = c.take(d, counter, plan); err != nil {
				return d.orAsk(book, counter.Who(), err)
			}
		}
		if err := c.report(d, plan.Plan, outcome, taken); err != nil {
			return err
		}
		return c.outcome(plan, nothing, taken)
	})
}

// outcome says how it ended: a file of which nothing could come is an error, and so are refused rows that kept the rest out.
func (c *importRoomsCommand) outcome(plan *register.Plan, nothing error, taken bool) error {
	if nothing != nil && (plan.Whole() || c.TakeGood && !c.DryRun) {
		return nothing
	}
	if !taken && !c.DryRun {
		return store.Refuse(intake.CodeRefused, len(plan.Refused))
	}
	return nil
}

// take takes the plan in, with a second person where one is named.
func (c *importRoomsCommand) take(d *desk, counter *cashier.Counter, plan *register.Plan) (ledger.RegisterOutcome, error) {
	second, err := d.second()
	if err != nil {
		return ledger.RegisterOutcome{}, err
	}
	return counter.Register.Take(d.ctx, plan, c.TakeGood, second)
}

func (c *importRoomsCommand) plan(d *desk, counter *cashier.Counter) (*register.Plan, error) {
	sheets, err := intake.LoadAll(d.ctx, c.File, c.Sheet)
	if err != nil {
		return nil, err
	}
	if !c.AllSheets {
		sheets = sheets[:1]
	}
	options := intake.Options{HeaderLine: c.Header, NegativeArrearsIsPrepayment: c.NegativeIsPrepaying}
	if len(c.Map) > 0 {
		// The columns are found even where a person still has to say which of them holds the room.
		columns, err := sheets[0].FindColumns(options)
		if err != nil && columns.HeaderLine == 0 {
			return nil, err
		}
		if options.Map, err = c.mapping(columns); err != nil {
			return nil, err
		}
	}
	return counter.Register.PlanSheets(d.ctx, sheets, options)
}

// mapping turns COLUMN=FIELD into what intake asks for.
func (c *importRoomsCommand) mapping(columns intake.Columns) (map[int]intake.Field, error) {
	chosen := make(map[int]intake.Field)
	for name, field := range c.Map {
		place := -1
		for _, column := range columns.List {
			if strings.EqualFold(column.Letter, name) || column.Header == name {
				place = column.Index
			}
		}
		if place < 0 {
			return nil, store.Refuse(codeColumn, name)
		}
		chosen[place] = intake.Field(field)
	}
	return chosen, nil
}
