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

// The goals: a household's sum, its whole history and 已收 are there before whoever pressed the key looks up.
const (
	openGoalMS    = 100
	historyGoalMS = 100
	takeGoalMS    = 150
	// From the key to the code that can be scanned, the channel's answer included, and from the channel's answer to paper.
	codeGoalMS, printGoalMS = 300, 100
	// askGoalMS is how often a channel may be asked about one order at most.
	askGoalMS = 2000
)

// windowBenchCommand measures in the real window what a cashier waits for, from the key going down until the picture is
// drawn, and what the window takes while nobody touches it.
type windowBenchCommand struct {
	Cashier    string        `required:"" type:"path" help:"柜台程序。"`
	Book       string        `type:"existingfile" help:"演示账本，例如 ledgerctl demo --rooms 20000 建的；用的是它的副本。不写就新建一个。"`
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
	if t.things, err = plugThings(t.home); err != nil {
		return err
	}
	path, memoryGoal := filepath.Join(t.home, "demo", "demo.book"), int64(memoryGoalMB)
	if c.Book != "" {
		memoryGoal = memoryGoalManyMB
		if err := copyBook(c.Book, path); err != nil {
			return err
		}
	}
	if err := t.openDemo(path); err != nil {
		return err
	}
	if err := t.reopen(path); err != nil {
		return err
	}
	opened := time.Now()
	homes, err := t.debtors(path, c.Households+codesCount+1+openCount+servedBeside)
	if err != nil {
		return err
	}
	for index := range homes {
		if homes[index].typed = digitsOf(homes[index].code); c.Book != "" {
			homes[index].typed = homes[index].code // Among so many buildings the digits alone may mean two rooms.
		}
	}
	if err := t.openShift(path, nil); err != nil {
		return err
	}
	opening, taken := waits{Name: "打开一户到应收画出", GoalMS: openGoalMS}, waits{Name: "Enter 到已收画出", GoalMS: takeGoalMS}
	past := waits{Name: "Ctrl H 到全部记录画出", GoalMS: historyGoalMS}
	for index, home := range homes[:c.Households] {
		if err := t.serve(path, home, index+1, &opening, &past, &taken); err != nil {
			return err
		}
	}
	shown, printed, asked := waits{Name: "键盘 / 到码画出", GoalMS: codeGoalMS}, waits{Name: "渠道答付到收据第一张打完", GoalMS: printGoalMS}, gaps{}
	for index, home := range homes[c.Households : c.Households+codesCount] {
		if err := t.payByCode(home, c.Households+index+1, &shown, &printed, &asked); err != nil {
			return err
		}
	}
	if err := tell(said, asked, opening, past, taken, shown, printed); err != nil {
		return err
	}
	rests, err := t.measureRests(homes[c.Households+codesCount], opened, memoryGoal)
	if err != nil {
		return err
	}
	// Last, because the orders stay open and are asked about until their codes expire.
	beside, err := t.serveBeside(homes[c.Households+codesCount+1:])
	if err != nil {
		return err
	}
	if err := tell(said, rests[0], rests[1], beside); err != nil {
		return err
	}
	return windowFigures{[]waits{opening, past, taken, shown, printed}, beside, rests}.write(c.Out)
}

// figure is something measured that says itself in a sentence.
type figure interface{ sentence() string }

func tell(said io.Writer, all ...figure) error {
	for _, one := range all {
		if _, err := fmt.Fprintln(said, one.sentence()); err != nil {
			return err
		}
	}
	return nil
}

// copyBook copies a book that nobody has open.
func copyBook(from, to string) error {
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o700)
	}
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		return fmt.Errorf("bench: copy the book: %w", err)
	}
	return nil
}

// serve opens a household, looks at its history, takes its money exactly and notes the waits.
func (t *tour) serve(path string, home debtor, count int, opened, past, taken *waits) error {
	if err := t.play(step{"开 " + home.code, []string{"type:" + home.typed, "Return"}, t.desk("tendering", home.code)}); err != nil {
		return err
	}
	opened.note(t.window.listener.told())
	if err := t.play(step{"看记录 " + home.code, []string{"ctrl+h"}, t.desk("history", home.code)}); err != nil {
		return err
	}
	past.note(t.window.listener.told())
	if err := t.play(step{"回到 " + home.code, []string{"Escape"}, t.desk("tendering", home.code)}); err != nil {
		return err
	}
	if err := t.play(step{"收 " + home.code, []string{"Return"}, t.desk("taken", home.code)}); err != nil {
		return err
	}
	taken.note(t.window.listener.told())
	return t.wait(t.count(path, count))
}
