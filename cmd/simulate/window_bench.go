package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// The goals: a household's sum and 已收 are there before whoever pressed Enter looks up.
const (
	openGoalMS = 100
	takeGoalMS = 150
)

// windowBenchCommand measures in the real window what a cashier waits for: from the key going down until the picture is drawn.
type windowBenchCommand struct {
	Cashier    string        `required:"" type:"path" help:"柜台程序。"`
	Households int           `default:"24" help:"打开并收多少户。"`
	Out        string        `type:"path" help:"数字写到哪个文件（JSON）；不写就只打印。"`
	Patience   time.Duration `default:"90s" help:"一步最多等多久。"`
}

// Help is what --help says beyond the flags.
func (windowBenchCommand) Help() string {
	return "需要 DISPLAY 和 xdotool。没有显示器就用 xvfb-run -a -s \"-screen 0 1366x768x24\" 运行。"
}

// Run measures. Its exit status says that it measured, not that the goals were met.
func (c windowBenchCommand) Run(ctx context.Context) error { return c.measure(ctx, os.Stdout) }

func (c windowBenchCommand) measure(ctx context.Context, said io.Writer) (err error) {
	t, err := newTour(ctx, c.Cashier, c.Patience)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.end()) }()
	t.said, t.withoutPictures = io.Discard, true
	path := filepath.Join(t.home, "demo", "demo.book")
	if err := t.openDemo(path); err != nil {
		return err
	}
	homes, err := t.debtors(path, c.Households)
	if err != nil {
		return err
	}
	if err := t.openShift(path, nil); err != nil {
		return err
	}
	opened, taken := waits{Name: "打开一户到应收画出", GoalMS: openGoalMS}, waits{Name: "Enter 到已收画出", GoalMS: takeGoalMS}
	for index, home := range homes {
		if err := t.serve(path, home, index+1, &opened, &taken); err != nil {
			return err
		}
	}
	for _, one := range []waits{opened, taken} {
		if _, err := fmt.Fprintln(said, one.sentence()); err != nil {
			return err
		}
	}
	return writeWaits(c.Out, []waits{opened, taken})
}

// serve opens a household, takes its money exactly and notes both waits.
func (t *tour) serve(path string, home debtor, count int, opened, taken *waits) error {
	if err := t.play(step{"开 " + home.code, []string{"type:" + digitsOf(home.code), "Return"}, t.desk("tendering", home.code)}); err != nil {
		return err
	}
	opened.note(t.window.listener.told())
	if err := t.play(step{"收 " + home.code, []string{"Return"}, t.desk("taken", home.code)}); err != nil {
		return err
	}
	taken.note(t.window.listener.told())
	return t.wait(t.count(path, count))
}
