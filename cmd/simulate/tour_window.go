package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"time"
)

// window is the running counter.
type window struct {
	command *exec.Cmd
	ended   chan error
	errors  bytes.Buffer
	isOver  bool
	result  error
}

// open starts the counter with a home of its own and without a keyring, and waits for its window.
func (t *tour) open(arguments ...string) error {
	w := &window{ended: make(chan error, 1)}
	w.command = exec.CommandContext(t.ctx, t.command.Cashier, arguments...)
	w.command.Env = append(os.Environ(), "HOME="+t.home, "XDG_CONFIG_HOME="+t.home+"/config", "XDG_CACHE_HOME="+t.home+"/cache",
		"DBUS_SESSION_BUS_ADDRESS=unix:path="+t.home+"/no-bus", "FYNE_SCALE=1", "LANG=en_US.UTF-8")
	w.command.Stderr = &w.errors
	if err := w.command.Start(); err != nil {
		return fmt.Errorf("tour: start the counter: %w", err)
	}
	go func() { w.ended <- w.command.Wait() }()
	t.window = w
	return nil
}

// gone gives an error once the program ended by itself.
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
	case <-time.After(t.command.Patience):
		return errors.New("tour: 柜台程序没有退出")
	}
}

// press sends keys: "type:文字" is typed, anything else is a key by its X name.
func (w *window) press(ctx context.Context, keys []string) error {
	for _, key := range keys {
		arguments := []string{"key", "--clearmodifiers", key}
		if text, ok := strings.CutPrefix(key, "type:"); ok {
			arguments = []string{"type", "--clearmodifiers", "--delay", "25", text}
		}
		if output, err := exec.CommandContext(ctx, "xdotool", arguments...).CombinedOutput(); err != nil {
			return fmt.Errorf("xdotool %s: %w: %s", key, err, output)
		}
	}
	return nil
}

// title gives the window's title, "" while there is none.
func title(ctx context.Context) string {
	output, err := exec.CommandContext(ctx, "xdotool", "search", "--onlyvisible", "--name", "收讫", "getwindowname").Output()
	if err != nil {
		return "" // No window yet: the next look finds it.
	}
	return strings.TrimSpace(string(output))
}

// titled is whether the window's title ends in what a screen is called.
func (t *tour) titled(screen string) func() (bool, error) {
	return func() (bool, error) { return strings.Contains(title(t.ctx), screen), nil }
}

// capture gives what the display shows.
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
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return errors.Join(png.Encode(file, picture), file.Close())
}

// blinkPixels is how many pixels may differ between two pictures that are the same: a cursor blinks, the clock turns.
const blinkPixels = 260

// same is whether two pictures show the same.
func same(one, other image.Image) bool {
	if one.Bounds() != other.Bounds() {
		return false
	}
	different := 0
	for y := one.Bounds().Min.Y; y < one.Bounds().Max.Y; y++ {
		for x := one.Bounds().Min.X; x < one.Bounds().Max.X; x++ {
			r, g, b, _ := one.At(x, y).RGBA()
			r2, g2, b2, _ := other.At(x, y).RGBA()
			if r != r2 || g != g2 || b != b2 {
				if different++; different > blinkPixels {
					return false
				}
			}
		}
	}
	return true
}
