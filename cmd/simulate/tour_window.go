package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"time"
)

// window is the running counter.
type window struct {
	command *exec.Cmd
	ended   chan error
	errors  bytes.Buffer
	isOver  bool
	result  error

	listener *listener
	sent     uint64 // how many keys went down
}

// open starts the counter with a home of its own and without a keyring, and listens to what it tells.
func (t *tour) open(arguments ...string) error {
	w := &window{ended: make(chan error, 1), listener: newListener()}
	w.command = exec.CommandContext(t.ctx, t.cashier, append(arguments, "--tell", "-")...)
	w.command.Env = append(os.Environ(), "HOME="+t.home, "XDG_CONFIG_HOME="+t.home+"/config", "XDG_CACHE_HOME="+t.home+"/cache",
		"DBUS_SESSION_BUS_ADDRESS=unix:path="+t.home+"/no-bus", "FYNE_SCALE=1", "LANG=en_US.UTF-8")
	w.command.Stderr = &w.errors
	reader, writer := io.Pipe()
	w.command.Stdout = writer
	if err := w.command.Start(); err != nil {
		return fmt.Errorf("tour: start the counter: %w", err)
	}
	go w.listener.listen(reader)
	go func() {
		err := w.command.Wait()
		_ = writer.Close() // A pipe of this program: closing it never fails.
		w.ended <- err
	}()
	t.window = w
	return nil
}

// gone returns an error once the program ended by itself.
func (w *window) gone() error {
	if !w.isOver {
		select {
		case w.result = <-w.ended:
			w.isOver = true
		default:
			return nil
		}
	}
	if w.result == nil {
		return fmt.Errorf("柜台程序自己退出了：\n%s", w.errors.String())
	}
	return fmt.Errorf("柜台程序自己退出了：%w\n%s", w.result, w.errors.String())
}

// kill ends a program that is still running.
func (w *window) kill() {
	if w.gone() == nil {
		// It may end by itself in this very moment; either way it is over.
		_ = w.command.Process.Kill()
		w.result, w.isOver = <-w.ended, true
	}
}

// leave waits for the program to end after it was asked to, and forgets it.
func (t *tour) leave() error {
	select {
	case err := <-t.window.ended:
		t.window.isOver = true
		if err != nil {
			return fmt.Errorf("tour: 退出时出错：%w\n%s", err, t.window.errors.String())
		}
		t.window = nil
		return nil
	case <-time.After(t.patience):
		return errors.New("tour: 柜台程序没有退出")
	}
}

// capture returns what the display shows.
func capture(ctx context.Context) (image.Image, error) {
	output, err := exec.CommandContext(ctx, "import", "-silent", "-window", "root", "-depth", "8", "png:-").Output()
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	picture, err := png.Decode(bytes.NewReader(output))
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	return picture, nil
}

// keep writes what the display shows to a file.
func keep(ctx context.Context, path string) error {
	picture, err := capture(ctx)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return errors.Join(png.Encode(file, picture), file.Close())
}
