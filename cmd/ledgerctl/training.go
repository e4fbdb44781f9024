package main

import (
	"fmt"
	"strings"
	"time"

	"shouqi/assets"
	"shouqi/cashier/training"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
)

type trainingCommands struct {
	Make    trainingMakeCommand    `cmd:"" help:"照这个账本的房产、收费标准和欠费建一个练习账本，业主和电话全部换成编造的；标准输入：经理的密码。"`
	Begin   trainingBeginCommand   `cmd:"" help:"在练习账本里开始一次练习；标准输入：收银员的密码。"`
	Results trainingResultsCommand `cmd:"" help:"练习账本里每个人的成绩，新的在前。"`
}

type trainingMakeCommand struct {
	Out string `required:"" type:"path" placeholder:"FILE" help:"练习账本的文件，不能已经存在。"`
}

// Run makes the book and prints its people with their PINs.
func (c *trainingMakeCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		by, err := d.signIn(book)
		if err != nil {
			return err
		}
		made, err := training.Make(d.ctx, book, by, c.Out, nil)
		if err != nil {
			return err
		}
		lines := []string{fmt.Sprintf("练习账本 %s：%s，%d 间房，%d 个车位，%d 个收费项目，%d 户欠费 %s", c.Out, made.Estate, made.Rooms, made.Spaces, made.Items, made.Owing, made.OwedFen.Yuan())}
		if made.Added > 0 {
			lines = append(lines, fmt.Sprintf("  其中 %d 户的欠费是为练习加的", made.Added))
		}
		if made.Left > 0 {
			lines = append(lines, fmt.Sprintf("  不属于房屋的车位有 %d 张待缴账单，没有带过去", made.Left))
		}
		for _, p := range made.People {
			lines = append(lines, fmt.Sprintf("  %s %s %s 密码 %s", p.Code, p.Name, roleName(p.Role), p.PIN))
		}
		return d.answer(made, append(lines, `打开：cashier --book "`+c.Out+`"，登录后按 Ctrl D 开始练习`)...)
	})
}

type trainingBeginCommand struct{}

// Run begins a drill and lists its tasks.
func (c *trainingBeginCommand) Run(d *desk) error {
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		if err := training.Begin(d.ctx, book, by); err != nil {
			return err
		}
		result, err := training.Of(d.ctx, book, by.ID())
		if err != nil {
			return err
		}
		return d.answer(result, resultLines(result)...)
	})
}

type trainingResultsCommand struct{}

// Run lists the drills with the time of each task.
func (c *trainingResultsCommand) Run(d *desk) error {
	return d.reading(func(book *ledger.Book) error {
		results, err := training.Results(d.ctx, book)
		if err != nil {
			return err
		}
		var lines []string
		for _, result := range results {
			lines = append(lines, resultLines(result)...)
		}
		return d.answer(results, append(lines, fmt.Sprintf("练习 %d 次", len(results)))...)
	})
}

// resultLines say how a drill stands, a line for each task.
func resultLines(r training.Result) []string {
	began := time.UnixMilli(r.BeganMS).In(calendar.Zone).Format("2006-01-02 15:04")
	lines := []string{fmt.Sprintf("%s  %s 开始  完成 %d/%d  用时 %d 秒", r.Name, began, r.Done, len(r.Steps), r.Seconds)}
	for i, step := range r.Steps {
		stands := "没做"
		if step.Done {
			stands = fmt.Sprintf("完成，%d 秒", step.Seconds)
		}
		task := assets.Text(assets.Chinese, "drill.task."+string(step.Task))
		lines = append(lines, strings.TrimRight(fmt.Sprintf("  %d  %s  %s  %s", i+1, task, stands, step.Room), " "))
	}
	return lines
}
