package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"shouqi/devices/devicetest"
)

// scannerCommand is a pretend scanner on a serial port: it scans every line of standard input.
type scannerCommand struct {
	Port  string        `required:"" type:"path" help:"串口的名字，一个还没有的文件名。"`
	End   string        `enum:"cr,crlf,lf,none" default:"cr" help:"每个码后面送什么：cr、crlf、lf 或 none（不送）。"`
	Pause time.Duration `default:"0s" help:"每个字符之间停多久：扫码枪不停；像人打字写 120ms。"`
}

// Help is what --help says beyond the flags.
func (scannerCommand) Help() string {
	return "从标准输入读，每行扫一次。单独一行 拔 把线拔掉，插 再插上。"
}

// The lines of standard input that are no codes.
const (
	pullOut = "拔"
	putBack = "插"
)

// Run serves until ctx ends, also when there is nothing more to scan.
func (c scannerCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdin, os.Stdout) }

func (c scannerCommand) serve(ctx context.Context, in io.Reader, out io.Writer) error {
	line, err := plugIn(c.Port, devicetest.NewLine)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "扫码枪在 %s\n", c.Port); err != nil {
		return errors.Join(fmt.Errorf("simulate: say: %w", err), line.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- c.scan(ctx, line, in) }()
	select {
	case err = <-ended:
		if err == nil {
			<-ctx.Done() // the plug stays in
		}
	case <-ctx.Done():
		// The reader of standard input cannot be stopped; it ends with the program.
	}
	return errors.Join(err, line.Close())
}

// scan does what each line says.
func (c scannerCommand) scan(ctx context.Context, line *devicetest.Line, in io.Reader) error {
	end := map[string]string{"cr": "\r", "crlf": "\r\n", "lf": "\n"}[c.End]
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var err error
		switch text := lines.Text(); text {
		case "":
		case pullOut:
			err = line.Unplug()
		case putBack:
			err = line.Plug(c.Port)
		default:
			err = line.Type(ctx, text+end, c.Pause)
		}
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("simulate: scan: %w", err)
		}
	}
	return lines.Err()
}

// displayCommand is a pretend customer display on a serial port.
type displayCommand struct {
	Port  string `required:"" type:"path" help:"串口的名字，一个还没有的文件名。"`
	Model string `enum:"led8,cd5220,dsp800" default:"led8" help:"型号：led8、cd5220 或 dsp800。"`
}

// Run serves until ctx ends, saying on standard output what is shown.
func (c displayCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdout) }

func (c displayCommand) serve(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	say := func(format string, values ...any) {
		if _, err := fmt.Fprintf(out, format+"\n", values...); err != nil {
			stop(fmt.Errorf("simulate: say: %w", err))
		}
	}
	say("顾客显示屏在 %s，型号 %s", c.Port, c.Model)
	display, err := plugIn(c.Port, func(name string) (*devicetest.Display, error) {
		return devicetest.StartDisplay(name, c.Model, func(shown devicetest.Shown) { say("%s", tellShown(shown)) })
	})
	if err != nil {
		return err
	}
	<-ctx.Done()
	err = display.Close()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		err = errors.Join(cause, err)
	}
	return err
}

// tellShown tells what is lit in one line.
func tellShown(shown devicetest.Shown) string {
	told := "（不亮）"
	if !shown.Dark() {
		told = strings.Join(strings.Fields(strings.Join([]string{shown.Lamp, shown.Lines[0], shown.Lines[1]}, " ")), " ")
	}
	if shown.Unknown > 0 {
		told += fmt.Sprintf("，有 %d 个字节不认识", shown.Unknown)
	}
	return told
}

// plugIn plugs a pretend device in under a name, and makes its folder where there is none.
func plugIn[T any](name string, plug func(string) (T, error)) (T, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		var none T
		return none, fmt.Errorf("simulate: folder of the port: %w", err)
	}
	return plug(name)
}
