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
	"shouqi/cashier/ui/telling"
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
	Patience time.Duration `default:"90s" help:"一步最多等多久；等的是窗口显示的东西，不是时间。"`
}

// Help is what --help says beyond the flags.
func (tourCommand) Help() string {
	return "需要 DISPLAY、xdotool 和 ImageMagick 的 import。没有显示器就用 xvfb-run -a -s \"-screen 0 1366x768x24\" 运行。"
}

// Run plays the tour and fails with the first step that does not happen.
func (c tourCommand) Run(ctx context.Context) error { return c.play(ctx, os.Stdout) }

func (c tourCommand) play(ctx context.Context, said io.Writer) (err error) {
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return fmt.Errorf("tour: folder for pictures: %w", err)
	}
	t, err := newTour(ctx, c.Cashier, c.Patience)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.end()) }()
	t.command, t.said = c, said
	if err := t.firstDay(); err != nil {
		return err
	}
	return t.counterDay()
}

// tour is one run of it.
type tour struct {
	ctx      context.Context
	cashier  string
	patience time.Duration
	command  tourCommand
	said     io.Writer
	home     string
	paper    *devicetest.Printer
	channels *channels
	answers  *answers
	things   *things // nil for none
	window   *window
	book     *store.DB // read-only, beside the running counter
	picture  int
	// withoutPictures takes none, for a bench.
	withoutPictures bool
}

// newTour makes a folder for the books and starts the pretend printer and channels.
func newTour(ctx context.Context, cashier string, patience time.Duration) (*tour, error) {
	home, err := os.MkdirTemp("", "shouqi-tour-")
	if err != nil {
		return nil, fmt.Errorf("tour: folder for the book: %w", err)
	}
	printer, err := devicetest.Start(devicetest.Options{Dots: 576, Font: assets.FontRegular()})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	heard := &answers{}
	pretend, err := openChannels(heard.watch)
	if err != nil {
		return nil, errors.Join(err, printer.Close(), os.RemoveAll(home))
	}
	return &tour{ctx: ctx, cashier: cashier, patience: patience, home: home, paper: printer, channels: pretend, answers: heard}, nil
}

// end stops what a failed step left running, and takes the folder away.
func (t *tour) end() error {
	if t.window != nil {
		t.window.kill()
	}
	if t.book != nil {
		// It was opened to read; nothing is lost with it.
		_ = t.book.Close()
	}
	return errors.Join(t.paper.Close(), t.channels.close(), t.things.close(), os.RemoveAll(t.home))
}

// step is one thing that is done and must happen.
type step struct {
	name string
	keys []string
	// happened looks whether it did; nil is that the window tells something else than before, beyond that it had the keys.
	happened condition
}

// play presses a step's keys, waits until it happened and the window is ready for the next key, and takes a picture.
func (t *tour) play(steps ...step) error {
	for _, s := range steps {
		switch err := t.one(s); {
		case err != nil && t.withoutPictures:
			return fmt.Errorf("“%s”没有成功：%w", s.name, err)
		case err != nil:
			picture, missing := t.snap("失败-" + s.name)
			return errors.Join(fmt.Errorf("第 %d 步“%s”没有成功：%w（截图 %s）", t.picture, s.name, err, picture), missing)
		}
	}
	return nil
}

func (t *tour) one(s step) error {
	before := t.window.listener.told()
	if err := t.press(s.keys); err != nil {
		return err
	}
	happened := s.happened
	if happened == nil {
		happened = t.is(func(told telling.Line) bool {
			now := told.Shown
			now.Keys = before.Keys
			return now != before.Shown
		})
	}
	if err := t.wait(every(t.settled, happened)); err != nil {
		return err
	}
	if t.withoutPictures {
		return nil
	}
	name, err := t.snap(s.name)
	if err == nil {
		_, err = fmt.Fprintf(t.said, "%s\n", filepath.Base(name))
	}
	return err
}

// snap writes what the display shows as the next numbered picture.
func (t *tour) snap(name string) (string, error) {
	t.picture++
	path := filepath.Join(t.command.Out, fmt.Sprintf("%03d-%s.png", t.picture, name))
	return path, keep(t.ctx, path)
}
