package main

import (
	"cmp"

	"shouqi/cashier"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
)

// termFlags are a meter's multiplier, loss and dial; what is not given stays as it is.
type termFlags struct {
	Digits     *int `help:"表盘有几位整数，不知道写 0。"`
	Decimals   *int `help:"表盘有几位小数。"`
	Multiplier dial `help:"倍率。"`
	Loss       dial `help:"损耗，百分数。"`
}

func (f termFlags) over(terms meter.Terms, from calendar.Date) meter.Terms {
	terms.FromOn = from
	if f.Digits != nil {
		terms.Digits = *f.Digits
	}
	if f.Decimals != nil {
		terms.DecimalDigits = *f.Decimals
	}
	if f.Multiplier.given {
		terms.Multiplier = f.Multiplier.Number
	}
	if f.Loss.given {
		terms.LossPercent = f.Loss.Number
	}
	return terms
}

type meterInstallCommand struct {
	meterFlags
	On    day  `required:"" help:"从哪一天起。"`
	Start dial `required:"" help:"起数。"`
	termFlags
}

// Run brings a meter in by hand.
func (c *meterInstallCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		m, err := counter.Metering.InstallMeter(d.ctx, meter.Installing{Room: c.Room, Kind: c.Kind, Number: c.Number, StartOn: c.On.Date,
			StartReading: c.Start.Number, Terms: c.over(meter.Plain(c.On.Date), c.On.Date)})
		if err != nil {
			return err
		}
		return d.answer(m, "已装表："+meterLine(m))
	})
}

type meterReplaceCommand struct {
	meterFlags
	On         day    `required:"" help:"换表的日子。"`
	For        month  `placeholder:"2026-10" help:"旧表最后的用量的费用月份，不写就按换表的日子；那一期出过账了，就计入下一期。"`
	Final      dial   `required:"" help:"旧表的止数。"`
	RolledOver bool   `help:"旧表在这之间走满了一圈。"`
	NextNumber string `name:"new-number" required:"" help:"新表的表号。"`
	Start      dial   `required:"" help:"新表的起数。"`
	Reason     string `default:"broken" help:"原因：broken 坏了，overdue 到期检定，upgrade 改造，owner_asks 业主要求。"`
	Keep       bool   `help:"和过去不合的止数，已核对，保留。"`
	termFlags
	RequestID string `name:"request-id" help:"请求编号：同一编号只换一次。"`
}

// Run changes a meter; the new one has the old one's terms but for what is given.
func (c *meterReplaceCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		var old meter.Meter
		err = counter.Book.Store.Read(d.ctx, func(tx *store.Tx) error {
			old, err = meter.InRoom(tx, c.Room, c.Kind, c.Number)
			return err
		})
		if err != nil {
			return err
		}
		terms := c.over(old.Terms, c.On.Date)
		m, err := counter.Metering.ReplaceMeter(d.ctx, meter.Replacement{RequestID: request, Meter: old.ID, On: c.On.Date, ForOn: c.For.lastOn,
			FinalReading: c.Final.Number, RolledOver: c.RolledOver, NextNumber: c.NextNumber, StartReading: c.Start.Number, Terms: &terms, Reason: c.Reason, Keep: c.Keep})
		if err != nil {
			return err
		}
		return d.answer(m, "已换表："+meterLine(m))
	})
}

type meterSetCommand struct {
	meterFlags
	From day `required:"" help:"从哪一天起，要在最近一次读数之后。"`
	termFlags
}

// Run changes a meter's terms from a day on.
func (c *meterSetCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		var now meter.Meter
		err := counter.Book.Store.Read(d.ctx, func(tx *store.Tx) (err error) {
			now, err = meter.InRoom(tx, c.Room, c.Kind, c.Number)
			return err
		})
		if err != nil {
			return err
		}
		m, err := counter.Metering.SetMeterTerms(d.ctx, now.ID, c.over(now.Terms, c.From.Date))
		if err != nil {
			return err
		}
		return d.answer(m, "已改："+meterLine(m))
	})
}

type meterReadCommand struct {
	meterFlags
	Value      dial   `required:"" help:"表上的读数。"`
	On         day    `help:"抄表的日子，不写就是今天。"`
	For        month  `placeholder:"2026-10" help:"费用月份，不写就按抄表的日子；那一期出过账了，就计入下一期。"`
	RolledOver bool   `help:"表在这之间走满了一圈。"`
	Keep       bool   `help:"和过去不合的读数，已核对，保留。"`
	RequestID  string `name:"request-id" help:"请求编号：同一编号只记一次。"`
}

// Run takes one reading by hand.
func (c *meterReadCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		id, err := c.id(d, counter.Book)
		if err != nil {
			return err
		}
		if c.On.Date == "" {
			if c.On.Date, err = d.today(counter.Book); err != nil {
				return err
			}
		}
		r, err := counter.Metering.EnterReading(d.ctx, meter.Entry{RequestID: request, Meter: id, On: c.On.Date, ForOn: c.For.lastOn, Value: c.Value.Number, RolledOver: c.RolledOver, Keep: c.Keep})
		if err != nil {
			return err
		}
		lines := []string{"已记：" + readingLine(r)}
		if told := cmp.Or(c.For.lastOn, c.On.Date); r.ForOn != told {
			lines = append(lines, string(told)+" 所在的这一期已经出过账单，用量计入 "+string(r.ForOn)+" 所在的那一期，下一期一起收")
		}
		if r.On < r.ForOn {
			lines = append(lines, string(r.On.AddDays(1))+" 起用的还没有读数，计入下一次抄表的用量")
		}
		return d.answer(r, lines...)
	})
}

type meterCorrectCommand struct {
	meterFlags
	Value      dial   `required:"" help:"表上真正的读数。"`
	RolledOver bool   `help:"表在这之间走满了一圈。"`
	Reason     string `default:"misread" help:"原因：misread 抄错，typed_wrong 录错，wrong_room 抄错了户，wrong_date 日期错。"`
	Keep       bool   `help:"和过去不合的读数，已核对，保留。"`
	RequestID  string `name:"request-id" help:"请求编号：同一编号只改一次。"`
}

// Run corrects the newest reading of a meter.
func (c *meterCorrectCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		id, err := c.id(d, counter.Book)
		if err != nil {
			return err
		}
		r, err := counter.Metering.CorrectReading(d.ctx, meter.Correction{RequestID: request, Meter: id, Value: c.Value.Number, RolledOver: c.RolledOver, Reason: c.Reason, Keep: c.Keep})
		if err != nil {
			return err
		}
		lines := []string{"已更正：" + readingLine(r)}
		if r.Billed {
			lines = append(lines, "到 "+string(r.ForOn)+" 为止的这一期已经出过账单，账单还没有变：接着用 bill adjust 重算差额")
		}
		return d.answer(r, lines...)
	})
}

type meterUndoCommand struct {
	meterFlags
	Reason    string `default:"misread" help:"原因：misread 抄错，typed_wrong 录错，wrong_room 抄错了户，wrong_date 日期错。"`
	RequestID string `name:"request-id" help:"请求编号：同一编号只撤回一次。"`
}

// Run takes the newest reading of a meter back.
func (c *meterUndoCommand) Run(d *desk) error {
	return d.signedIn(func(counter *cashier.Counter) error {
		id, err := c.id(d, counter.Book)
		if err != nil {
			return err
		}
		request, err := requestID(c.RequestID)
		if err != nil {
			return err
		}
		r, err := counter.Metering.UndoReading(d.ctx, meter.Undoing{RequestID: request, Meter: id, Reason: c.Reason})
		if err != nil {
			return err
		}
		return d.answer(r, "已撤回："+readingLine(r))
	})
}
