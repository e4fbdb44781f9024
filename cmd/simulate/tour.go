package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"shouqi/assets"
	"shouqi/devices/devicetest"
	"shouqi/ledger/store"
)

// tourCommand plays the guided tour: the real window on the display of the moment, driven by real key presses, with a
// pretend printer whose paper is read back and compared with the book.
type tourCommand struct {
	Cashier  string        `required:"" type:"path" help:"柜台程序。"`
	Out      string        `required:"" type:"path" help:"存放截图的文件夹，没有就新建。"`
	Register string        `type:"path" default:"cashier/intake/testdata/register.xlsx" help:"导入一步用的台账。"`
	Meters   string        `type:"path" default:"cashier/intake/testdata/meters-2026-10.xlsx" help:"抄表一步用的抄表数据。"`
	Patience time.Duration `default:"40s" help:"一步最多等多久。"`
}

// Help is what --help says beyond the flags.
func (tourCommand) Help() string {
	return "需要 DISPLAY、xdotool 和 ImageMagick 的 import。没有显示器就用 xvfb-run -a -s \"-screen 0 1366x768x24\" 运行。"
}

// Run plays the tour and fails with the first step that does not happen.
func (c tourCommand) Run(ctx context.Context) error { return c.play(ctx, os.Stdout) }

func (c tourCommand) play(ctx context.Context, said io.Writer) (err error) {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("tour: folder for pictures: %w", err)
	}
	home, err := os.MkdirTemp("", "shouqi-tour-")
	if err != nil {
		return fmt.Errorf("tour: folder for the book: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(home)) }()
	printer, err := devicetest.Start(devicetest.Options{Dots: 576, Font: assets.FontRegular()})
	if err != nil {
		return err
	}
	defer printer.Close()
	t := &tour{ctx: ctx, command: c, said: said, home: home, paper: printer}
	defer t.end()
	if err := t.firstDay(); err != nil {
		return err
	}
	return t.counterDay()
}

// tour is one run of it.
type tour struct {
	ctx     context.Context
	command tourCommand
	said    io.Writer
	home    string
	paper   *devicetest.Printer
	window  *window
	book    *store.DB // read-only, beside the running counter
	picture int
}

// end stops what a failed step left running.
func (t *tour) end() {
	if t.window != nil {
		t.window.kill()
	}
	if t.book != nil {
		// It was opened to read; nothing is lost with it.
		_ = t.book.Close()
	}
}

// step is one thing that is done and must happen.
type step struct {
	name string
	keys []string
	// happened looks whether it did; nil waits for the screen to change and come to rest.
	happened func() (bool, error)
}

// play presses a step's keys, waits until it happened and the screen is at rest, and takes a picture.
func (t *tour) play(steps ...step) error {
	for _, s := range steps {
		if err := t.one(s); err != nil {
			picture, missing := t.snap("失败-" + s.name)
			return errors.Join(fmt.Errorf("第 %d 步“%s”没有成功：%w（截图 %s）", t.picture, s.name, err, picture), missing)
		}
	}
	return nil
}

func (t *tour) one(s step) error {
	before, err := capture(t.ctx)
	if err != nil {
		return err
	}
	if err := t.window.press(t.ctx, s.keys); err != nil {
		return err
	}
	happened := s.happened
	if happened == nil {
		happened = func() (bool, error) {
			now, err := capture(t.ctx)
			return err == nil && !same(before, now), err
		}
	}
	if err := t.wait(happened); err != nil {
		return err
	}
	if err := t.rest(); err != nil {
		return err
	}
	name, err := t.snap(s.name)
	if err == nil {
		_, err = fmt.Fprintf(t.said, "%s\n", filepath.Base(name))
	}
	return err
}

// wait asks until happened says yes or the patience is over.
func (t *tour) wait(happened func() (bool, error)) error {
	deadline := time.Now().Add(t.command.Patience)
	for {
		yes, err := happened()
		if yes {
			return nil
		}
		if err == nil {
			err = t.window.gone()
		}
		if err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("等了 %s 也没有发生", t.command.Patience)
		}
		select {
		case <-t.ctx.Done():
			return t.ctx.Err()
		case <-time.After(80 * time.Millisecond):
		}
	}
}

// rest waits until two pictures in a row are the same.
func (t *tour) rest() error {
	last, err := capture(t.ctx)
	if err != nil {
		return err
	}
	return t.wait(func() (bool, error) {
		now, err := capture(t.ctx)
		if err != nil {
			return false, err
		}
		still := same(last, now)
		last = now
		return still, nil
	})
}

// snap writes what the display shows as the next numbered picture.
func (t *tour) snap(name string) (string, error) {
	t.picture++
	path := filepath.Join(t.command.Out, fmt.Sprintf("%03d-%s.png", t.picture, name))
	return path, keep(t.ctx, path)
}
