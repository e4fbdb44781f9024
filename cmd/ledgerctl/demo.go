package main

import (
	"fmt"

	"shouqi/cashier/demo"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// demoCommand makes a demo book; the same seed and day make the same estate.
type demoCommand struct {
	Rooms  int    `default:"600" help:"多少户。"`
	Months int    `default:"6" help:"多少个月的历史。"`
	Seed   uint64 `default:"1" help:"同一个种子给出同一个小区。"`
	Out    string `placeholder:"FILE" help:"账本文件，不写就用 --book。"`
	Today  day    `help:"历史到这一天的前一天为止，不写就是今天。"`
}

// Run makes the book and prints its people with their PINs.
func (c *demoCommand) Run(d *desk) error {
	path := c.Out
	if path == "" {
		path = d.Book
	}
	if path == "" {
		return store.Refuse(codeNoBook)
	}
	today := c.Today.Date
	if today == "" {
		today = calendar.Of(d.now())
	}
	made, err := demo.Create(d.ctx, path, demo.Options{Rooms: c.Rooms, Months: c.Months, Seed: c.Seed, Today: today})
	if err != nil {
		return err
	}
	lines := []string{fmt.Sprintf("演示小区 %s：%d 户，%d 张账单，%d 笔收款，%d 个班", path, made.Rooms, made.Bills, made.Payments, made.Shifts)}
	for _, p := range made.People {
		lines = append(lines, fmt.Sprintf("  %s %s %s 密码 %s", p.Code, p.Name, roleName(p.Role), p.PIN))
	}
	return d.answer(made, lines...)
}
