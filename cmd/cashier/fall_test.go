package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/countertest"
)

// patience is enough for a start on a loaded machine.
const patience = 2 * time.Minute

// counterWindow is the real program, built with the means to panic, on a display of the test's.
type counterWindow struct {
	t       *testing.T
	home    string
	command *exec.Cmd
	said    bytes.Buffer
	ended   chan error
}

// buildCounter builds the program once for the test.
func buildCounter(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cashier")
	output, err := exec.Command("go", "build", "-tags", "migrated_fynedo paniccheck", "-o", path, ".").CombinedOutput()
	require.NoError(t, err, string(output))
	return path
}

// startCounter starts the program so that it panics how, "" for not at all, on a fresh book unless arguments name one.
func startCounter(t *testing.T, program, how string, arguments ...string) *counterWindow {
	t.Helper()
	w := &counterWindow{t: t, home: t.TempDir(), ended: make(chan error, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	if len(arguments) == 0 {
		arguments = []string{"--book", countertest.Create(t)}
	}
	w.command = exec.CommandContext(ctx, program, arguments...)
	w.command.Env = append(os.Environ(), "SHOUQI_PANIC="+how, "HOME="+w.home, "XDG_CONFIG_HOME="+w.home+"/config", "XDG_CACHE_HOME="+w.home+"/cache",
		"DBUS_SESSION_BUS_ADDRESS=unix:path="+w.home+"/no-bus", "FYNE_SCALE=1", "LANG=en_US.UTF-8")
	w.command.Stderr = &w.said
	require.NoError(t, w.command.Start())
	go func() { w.ended <- w.command.Wait() }()
	t.Cleanup(func() {
		cancel()
		t.Log("ended:", <-w.ended) // It was killed.
	})
	return w
}

// await waits until something is so, while the program runs.
func (w *counterWindow) await(what string, so func() bool) {
	w.t.Helper()
	for limit := time.Now().Add(patience); !so(); time.Sleep(100 * time.Millisecond) {
		select {
		case err := <-w.ended:
			w.ended <- err
			require.Fail(w.t, "the program ended", "%s: %v: %s", what, err, w.said.String())
		default:
			require.True(w.t, time.Now().Before(limit), what)
		}
	}
}

// window returns the id of the visible window at the sign-in, "" while there is none.
func (w *counterWindow) window() string {
	output, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "登录").Output()
	if err != nil {
		return "" // No window yet: the next look finds it.
	}
	return strings.TrimSpace(string(output))
}

// reports reads what was kept of the panics, and requires that nothing kept holds the secret.
func (w *counterWindow) reports() []string {
	w.t.Helper()
	var all []string
	names, err := filepath.Glob(filepath.Join(w.home, "config", "shouqi", "log", "faults", "*"))
	require.NoError(w.t, err)
	for _, name := range names {
		all = append(all, w.reading(name))
	}
	w.reading(filepath.Join(w.home, "config", "shouqi", "log", "cashier.log"))
	return all
}

func (w *counterWindow) reading(name string) string {
	w.t.Helper()
	content, err := os.ReadFile(name)
	require.NoError(w.t, err)
	require.NotContains(w.t, string(content), "13800006621")
	return string(content)
}

// arguments returns the command line of the running program.
func (w *counterWindow) arguments() string {
	w.t.Helper()
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", w.command.Process.Pid))
	require.NoError(w.t, err)
	return strings.ReplaceAll(string(content), "\x00", " ")
}

func TestTheWindowStaysOrComesBackAfterAPanic(t *testing.T) {
	program := buildCounter(t)
	t.Run("in a guarded function the window stays", func(t *testing.T) {
		w := startCounter(t, program, "guarded")
		w.await("sign-in", func() bool { return w.window() != "" })
		before := w.window()
		w.await("report", func() bool { return len(w.reports()) == 1 })
		require.Equal(t, before, w.window())
		require.NotContains(t, w.arguments(), "--fell")
	})
	for how, what := range map[string]string{"key": "fyne.io/fyne/v2/internal/driver/glfw.(*window).processKeyPressed", "draw": "brokenLayout"} {
		t.Run("in "+how+" it comes back by itself", func(t *testing.T) {
			w := startCounter(t, program, how)
			w.await("sign-in", func() bool { return w.window() != "" })
			w.await("fall", func() bool {
				if how == "key" {
					// The window may be away in this very moment.
					_ = exec.Command("xdotool", "key", "F12").Run()
				}
				return strings.Contains(w.arguments(), "--fell=1")
			})
			fell := time.Now()
			w.await("sign-in again", func() bool { return w.window() != "" })
			t.Logf("back after %v", time.Since(fell))
			reports := w.reports()
			require.Len(t, reports, 1)
			require.Contains(t, reports[0], what)
			require.Contains(t, w.arguments(), "--fell-report=~/config/shouqi/log/faults/fault-")
			select {
			case err := <-w.ended:
				require.Fail(t, "it ended", "%v", err)
			case <-time.After(3 * time.Second):
			}
		})
	}
	t.Run("at every start it ends with a sentence", func(t *testing.T) {
		w := startCounter(t, program, "always")
		select {
		case err := <-w.ended:
			w.ended <- err
			require.Error(t, err)
		case <-time.After(patience):
			require.Fail(t, "it starts for ever")
		}
		require.Contains(t, w.said.String(), "不再自己启动")
		require.Contains(t, w.said.String(), "last payment under Receipts")
		require.NotContains(t, w.said.String(), "13800006621")
		require.Len(t, w.reports(), 3)
	})
}
