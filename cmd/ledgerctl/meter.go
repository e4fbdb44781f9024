package main

import (
	"fmt"

	"shouqi/cashier"
	"shouqi/cashier/metering"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

type meterCommands struct {
	List    meterListCommand    `cmd:"" help:"一户的表。"`
	History meterHistoryCommand `cmd:"" help:"一户的抄表记录，新的在前。"`
	Usage   meterUsageCommand   `cmd:"" help:"一户在一段时间的用量。"`
	Missing meterMissingCommand `cmd:"" help:"某一种表在某个月还没有抄到的户。"`
	Install meterInstallCommand `cmd:"" help:"装一只表。"`
	Replace meterReplaceCommand `cmd:"" help:"换表：旧表的止数算用量，新表从起数开始；止数和过去不合的，核对过加 --keep。"`
	Set     meterSetCommand     `cmd:"" help:"从某一天起修改倍率、损耗或表盘位数。"`
	Read    meterReadCommand    `cmd:"" help:"手工记一个读数；和过去不合的会说哪里不合，核对过表的加 --keep 再记。"`
	Correct meterCorrectCommand `cmd:"" help:"更正最近一次读数；和过去不合的，核对过表的加 --keep。"`
	Undo    meterUndoCommand    `cmd:"" help:"撤回最近一次读数。"`
}

// dial is a flag of a reading, a multiplier or a loss.
type dial struct {
	tariff.Number
	given bool
}

// UnmarshalText reads it; the error is tariff.number.
func (f *dial) UnmarshalText(text []byte) (err error) {
	f.given = true
	f.Number, err = tariff.ParseNumber(string(text))
	if err != nil {
		err = store.Fail(meter.CodeReading, err, 10, 4)
	}
	return err
}

// meterFlags name one meter in use.
type meterFlags struct {
	Room   string `required:"" help:"房号。"`
	Kind   string `required:"" help:"水、电、燃气……，分时的写 电/峰。"`
	Number string `help:"表号，一户有几只同种的表时要写。"`
}

// id returns the meter that the flags name.
func (f meterFlags) id(d *desk, book *ledger.Book) (id string, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		m, err := meter.InRoom(tx, f.Room, f.Kind, f.Number)
		id = m.ID
		return err
	})
	return id, err
}

// signedIn does work at a counter where the person that --as names has signed in.
func (d *desk) signedIn(work func(counter *cashier.Counter) error) error {
	return d.opened(func(book *ledger.Book) error {
		counter := cashier.New(book)
		if err := d.signInAt(counter); err != nil {
			return err
		}
		return d.orAsk(book, counter.Who(), work(counter))
	})
}

func meterLine(m meter.Meter) string {
	line := m.Kind
	if m.Number != "" {
		line += " " + m.Number
	}
	line += fmt.Sprintf("  %s 起数 %s", m.StartOn, m.StartReading.Text())
	if !m.Active() {
		return line + fmt.Sprintf("，%s 换下，止数 %s", m.EndOn, m.EndReading.Text())
	}
	if m.Terms.Digits > 0 {
		line += fmt.Sprintf("，%d 位", m.Terms.Digits)
	}
	if m.Terms.Multiplier.Cmp(tariff.Whole(1)) != 0 {
		line += "，倍率 " + m.Terms.Multiplier.Text()
	}
	if m.Terms.LossPercent.Sign() != 0 {
		line += "，损耗 " + m.Terms.LossPercent.Text() + "%"
	}
	if m.Terms.FromOn > m.StartOn {
		line += fmt.Sprintf("（从 %s 起）", m.Terms.FromOn)
	}
	return line
}

// readingLine writes a reading; where it closes a period that its own day does not end, with the day by which a bill finds it. No usage
// is reckoned to that day: what is used between the two is in the next reading.
func readingLine(r meter.Reading) string {
	line := fmt.Sprintf("%s  %s → %s  用量 %s", r.On, r.Previous.Text(), r.Value.Text(), r.Usage.Text())
	if r.ForOn != r.On {
		line += "  计入 " + string(r.ForOn) + " 所在的那一期"
	}
	for _, mark := range []struct {
		set   bool
		words string
	}{{r.RolledOver, "走满一圈"}, {r.Kept, "已核对，保留"}, {r.Undone, "已撤回"}} {
		if mark.set {
			line += "  " + mark.words
		}
	}
	return line
}

type meterListCommand struct {
	Room string `required:"" help:"房号。"`
}

// Run lists a room's meters, those in use first.
func (c *meterListCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		all, err := cashier.New(book).Metering.MetersOf(d.ctx, c.Room)
		if err != nil {
			return err
		}
		meters, lines := []meter.Meter{}, []string{}
		for _, one := range all {
			meters = append(meters, one.Meter)
			lines = append(lines, meterLine(one.Meter))
		}
		return d.answer(meters, lines...)
	})
}

type meterHistoryCommand struct {
	Room string `required:"" help:"房号。"`
	Kind string `help:"只看这一种表。"`
}

// Run lists the readings of a room's meters.
func (c *meterHistoryCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		all, err := cashier.New(book).Metering.MetersOf(d.ctx, c.Room)
		if err != nil {
			return err
		}
		shown, lines := []metering.RoomMeters{}, []string{}
		for _, one := range all {
			if c.Kind != "" && one.Meter.Kind != c.Kind {
				continue
			}
			shown = append(shown, one)
			lines = append(lines, meterLine(one.Meter))
			for _, r := range one.Readings {
				lines = append(lines, "  "+readingLine(r))
			}
		}
		return d.answer(shown, lines...)
	})
}

// today returns the book's business day, for a flag of a day that was left out.
func (d *desk) today(book *ledger.Book) (today calendar.Date, err error) {
	err = book.Store.Read(d.ctx, func(tx *store.Tx) error {
		today, err = book.Today(tx)
		return err
	})
	return today, err
}
