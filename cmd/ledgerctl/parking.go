package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"shouqi/assets"
	plans "shouqi/assets/parking"
	"shouqi/ledger/calendar"
	"shouqi/ledger/parking"
	"shouqi/ledger/store"
)

type parkCommands struct {
	Price parkingPriceCommand `cmd:"" help:"按进出时间算停车费，不需要账本。"`
	Plans parkingPlansCommand `cmd:"" help:"列出自带的停车收费方案。"`
}

// moment is a flag of a time in calendar.Zone: 2026-10-01T09:15 or with a space, with seconds or without.
type moment struct{ time.Time }

// UnmarshalText reads it; what is no such time is ctl.moment.
func (m *moment) UnmarshalText(text []byte) error {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		read, err := time.ParseInLocation(layout, strings.Replace(string(text), " ", "T", 1), calendar.Zone)
		if err == nil {
			m.Time = read
			return nil
		}
	}
	return store.Refuse(codeMoment)
}

// pass is a flag of a card: FROM..TO, for a night or day card with @HH:MM-HH:MM behind.
type pass struct{ parking.Card }

// UnmarshalText reads it; whether it is a card is for the price to say.
func (p *pass) UnmarshalText(text []byte) error {
	days, clocks, timed := strings.Cut(string(text), "@")
	from, to, parted := strings.Cut(days, "..")
	begins, ends, clocksParted := strings.Cut(clocks, "-")
	if !parted || timed != clocksParted {
		return store.Refuse(codeCard)
	}
	p.Card = parking.Card{FromOn: calendar.Date(from), ToOn: calendar.Date(to), From: parking.Clock(begins), To: parking.Clock(ends)}
	return nil
}

type parkingPriceCommand struct {
	Entry   moment `help:"进场时间，2026-10-01T09:15。"`
	Exit    moment `help:"出场时间。"`
	Plan    string `required:"" placeholder:"F" help:"方案：JSON 文件，或 parking plans 列出的名称。"`
	Card    []pass `placeholder:"FROM..TO" help:"月卡的日期，首尾都算；夜间卡在后面写时段：2026-10-01..2026-10-31@20:00-08:00。可以写多张。"`
	Days    string `placeholder:"F.json" help:"小区自己的工作日和节假日，或新一年的放假安排。"`
	Vehicle string `help:"车型，按方案写的名称（大型车、新能源车）；不写是方案的第一种。"`
	Lost    bool   `help:"丢失凭证：按方案的丢失价。"`
}

// priced is an answer with what it was asked.
type priced struct {
	Plan string `json:"plan"`
	parking.Result
}

// Run prices one stay.
func (c *parkingPriceCommand) Run(d *desk) error {
	text, err := planText(c.Plan)
	if err != nil {
		return err
	}
	plan, err := parking.ReadPlan(text)
	if err != nil {
		return parkingError(err)
	}
	if !c.Lost && (c.Entry.IsZero() || c.Exit.IsZero()) {
		return store.Refuse(codeMoment)
	}
	options := parking.Options{LostTicket: c.Lost, Vehicle: c.Vehicle}
	for _, card := range c.Card {
		options.Cards = append(options.Cards, card.Card)
	}
	if c.Days != "" {
		text, err := readSmall(c.Days)
		if err == nil {
			options.Workdays, err = calendar.StateCouncil().With(text)
		}
		if err != nil {
			return store.Fail(codeDaysFile, err, c.Days)
		}
	}
	result, err := parking.Price(plan, c.Entry.Time, c.Exit.Time, options)
	if err != nil {
		return parkingError(err)
	}
	lines := []string{plan.Name}
	for _, warning := range result.Warnings {
		lines = append(lines, "注意："+warning)
	}
	if !c.Lost {
		lines = append(lines, c.Entry.Format("2006-01-02 15:04")+" 进，"+c.Exit.Format("2006-01-02 15:04")+" 出")
	}
	if result.Vehicle != "" {
		lines = append(lines, "车型 "+result.Vehicle)
	}
	lines = append(lines, result.Steps...)
	return d.answer(priced{plan.Name, result}, append(lines, "应收 "+result.AmountFen.Yuan())...)
}

// parkingError returns an error of the pure room the words of the catalogue, kinds of day by their names.
func parkingError(err error) error {
	var typed *parking.Error
	if !errors.As(err, &typed) {
		return err
	}
	args := slices.Clone(typed.Args)
	for i, arg := range args {
		if kind, is := arg.(calendar.DayKind); is {
			args[i] = assets.Text(assets.Chinese, "parking.day."+string(kind))
		}
	}
	if typed.Code == parking.CodeValue || typed.Code == parking.CodePlanKind {
		args = append(args, planHint(args[0]))
	}
	return store.Fail(typed.Code, err, args...)
}

// planHint says how a field of a plan is written: windows[1].rates[2].price by its last name.
func planHint(place any) string {
	name, _ := place.(string)
	if name, _, _ = strings.Cut(name, "rounding."); name == "" {
		name = "rounding"
	}
	name = name[strings.LastIndexByte(name, '.')+1:]
	name, _, _ = strings.Cut(name, "[")
	key := "parking.hint." + name
	hint := assets.Text(assets.Chinese, key)
	if hint == key {
		return assets.Text(assets.Chinese, "parking.hint")
	}
	return hint
}

// vehicleWords lists the kinds of vehicle of a plan; a plan that tells none apart has no words for them.
func vehicleWords(plan parking.Plan) string {
	var kinds []string
	for _, v := range plan.Vehicles {
		kinds = append(kinds, v.Name+" "+string(v.Factor)+" 倍")
	}
	if len(kinds) == 0 {
		return ""
	}
	return "  车型：" + strings.Join(kinds, "、")
}

// planText returns the JSON of a plan: a file, or one that the program ships.
func planText(name string) ([]byte, error) {
	if text, found := plans.Plan(name); found {
		return text, nil
	}
	text, err := readSmall(name)
	if err != nil {
		return nil, store.Fail(codeParkingPlan, err, name)
	}
	return text, nil
}

// readSmall reads a file of at most a megabyte; what is longer is cut, which no reader of JSON takes for whole.
func readSmall(path string) ([]byte, error) {
	const bytesMax = 1 << 20
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, bytesMax))
	return plainText(text), err
}

type parkingPlansCommand struct{}

// Run lists the plans that the program ships.
func (c *parkingPlansCommand) Run(d *desk) error {
	type shipped struct {
		Name string       `json:"name"`
		Plan parking.Plan `json:"plan"`
	}
	var all []shipped
	var lines []string
	for _, name := range plans.Names() {
		text, _ := plans.Plan(name)
		plan, err := parking.ReadPlan(text)
		if err != nil {
			return parkingError(err)
		}
		all = append(all, shipped{name, plan})
		lines = append(lines, name+"  "+plan.Name+vehicleWords(plan))
	}
	return d.answer(all, lines...)
}
