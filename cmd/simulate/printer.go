package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"shouqi/assets"
	"shouqi/devices/devicetest"
)

// printerCommand is a pretend receipt printer that writes each receipt as NNN.png, NNN.txt and NNN.bin.
type printerCommand struct {
	Listen string   `default:"127.0.0.1:9100" help:"监听的地址和端口。"`
	Serial string   `type:"path" placeholder:"PORT" help:"不听网络，站在一个串口上：接口的名字，由它新建。"`
	Out    string   `required:"" type:"path" help:"存放小票的文件夹，没有就新建。"`
	Width  int      `enum:"58,80" default:"80" help:"纸宽，毫米：58 或 80。"`
	Fault  []string `help:"让打印机出故障，可以写几次。" placeholder:"NAME"`
}

// Help is what --help says beyond the flags: the faults.
func (printerCommand) Help() string { return "故障（--fault）：" + devicetest.FaultNames }

// Run serves until ctx ends, saying each receipt and drawer pulse on standard output.
func (c printerCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdout) }

func (c printerCommand) serve(ctx context.Context, out io.Writer) error {
	options := devicetest.Options{Listen: c.Listen, Serial: c.Serial, Dots: 576, Font: assets.FontRegular()}
	if c.Width == 58 {
		options.Dots = 384
	}
	for _, fault := range c.Fault {
		if err := options.Faults.ParseFault(fault); err != nil {
			return err
		}
	}
	tray, err := openTray(c.Out)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var mu sync.Mutex // receipts and pulses come from the printer's goroutine, the first line from ours
	say := func(format string, values ...any) {
		mu.Lock()
		defer mu.Unlock()
		if _, err := fmt.Fprintf(out, format+"\n", values...); err != nil {
			stop(fmt.Errorf("simulate: say: %w", err))
		}
	}
	options.OnKick = func(kick devicetest.Kick) { say("钱箱开（%d 脚，%d 毫秒）", kick.Pin, kick.OnMS) }
	options.OnReceipt = func(receipt devicetest.Receipt) {
		name, err := tray.put(receipt)
		if err != nil {
			stop(err)
			return
		}
		say("%s", describe(name, receipt))
	}
	printer, err := devicetest.Start(options)
	if err != nil {
		return err
	}
	say("打印机在 %s，%d 毫米纸，小票存到 %s", printer.Address(), c.Width, c.Out)
	<-ctx.Done()
	err = printer.Close()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		err = errors.Join(cause, err)
	}
	return err
}

// describe tells one receipt in one line.
func describe(name string, receipt devicetest.Receipt) string {
	line := fmt.Sprintf("%s.png  %d 行", name, len(receipt.Lines))
	if !receipt.Cut {
		line += "，没有切纸"
	}
	if receipt.Overflows > 0 {
		line += fmt.Sprintf("，有 %d 行超出纸宽", receipt.Overflows)
	}
	if len(receipt.Unknown) > 0 {
		line += "，不认识的指令：" + strings.Join(receipt.Unknown, "; ")
	}
	return line
}

// tray is the folder where receipts land, numbered from the first free number.
type tray struct {
	folder string
	last   int
}

func openTray(folder string) (*tray, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("simulate: folder for receipts: %w", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("simulate: folder for receipts: %w", err)
	}
	t := &tray{folder: folder}
	for _, entry := range entries {
		var number int
		if n, err := fmt.Sscanf(entry.Name(), "%03d.", &number); n == 1 && err == nil {
			t.last = max(t.last, number)
		}
	}
	return t, nil
}

// put writes one receipt's three files and gives their name without the ending. The picture comes last, so that
// whoever waits for it finds all three.
func (t *tray) put(receipt devicetest.Receipt) (string, error) {
	t.last++
	name := fmt.Sprintf("%03d", t.last)
	var picture bytes.Buffer
	if err := png.Encode(&picture, receipt.Image); err != nil {
		return "", fmt.Errorf("simulate: picture of receipt %s: %w", name, err)
	}
	text := strings.TrimRight(strings.Join(receipt.Lines, "\n"), "\n") + "\n"
	for _, file := range []struct {
		ending string
		bytes  []byte
	}{{".bin", receipt.Raw}, {".txt", []byte(text)}, {".png", picture.Bytes()}} {
		if err := os.WriteFile(filepath.Join(t.folder, name+file.ending), file.bytes, 0o600); err != nil {
			return "", fmt.Errorf("simulate: receipt %s: %w", name, err)
		}
	}
	return name, nil
}
