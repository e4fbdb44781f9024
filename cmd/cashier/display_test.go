package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
)

func TestAMachineWithoutADisplayIsToldWhatHelpsOnce(t *testing.T) {
	var said bytes.Buffer
	display := &displayWatch{out: &said}
	for _, message := range []string{"Fyne error: preferences\n", "Fyne error: window creation error\n", "Cause: APIUnavailable: WGL\n"} {
		_, err := display.Write([]byte(message))
		require.NoError(t, err)
	}
	require.Equal(t, 1, strings.Count(said.String(), "显示驱动不支持 OpenGL"))
	require.Contains(t, said.String(), "WGL")
}

func TestTheFlagsBecomeOptions(t *testing.T) {
	home, trouble := t.TempDir(), &troubleLog{}
	require.Equal(t, filepath.Join(home, "book"), options(flags{}, home, trouble, nil).Book)
	demo := options(flags{Demo: "/tmp/demo.book", Lang: "en", Scale: 1.25}, home, trouble, nil)
	require.True(t, demo.Demo)
	require.Equal(t, "/tmp/demo.book", demo.Book)
	require.Equal(t, assets.English, demo.Lang)
	require.Equal(t, float32(1.25), demo.Scale)
}

func TestTheLogIsBegunAnewWhenItIsLong(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "cashier.log")
	require.NoError(t, os.WriteFile(path, make([]byte, troubleMax+1), 0o600))
	trouble, err := openTrouble(folder)
	require.NoError(t, err)
	trouble.note(errors.New("spool: printer away"))
	require.NoError(t, trouble.Close())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Less(t, len(content), 200)
	require.Contains(t, string(content), "printer away")
}

// A machine without a session bus and without Wayland is an ordinary counter: nothing is wrong there.
func TestAMachineWithoutASessionBusIsNotComplainedAbout(t *testing.T) {
	var out bytes.Buffer
	display := &displayWatch{out: &out}
	for _, line := range []string{"Fyne error:  failed to watch theme settings", "  Cause: exec: \"dbus-launch\": executable file not found in $PATH",
		"  At: app_xdg.go:152", "Fyne error:  something else", "  Cause: that"} {
		_, err := display.Write([]byte(line + "\n"))
		require.NoError(t, err)
	}
	require.Equal(t, "Fyne error:  something else\n  Cause: that\n", out.String())

	t.Setenv("XDG_SESSION_TYPE", "")
	t.Setenv("DISPLAY", ":0")
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	choosePlatform()
	require.Empty(t, os.Getenv("XDG_SESSION_TYPE"), "a Wayland desktop keeps its window")
	t.Setenv("WAYLAND_DISPLAY", "")
	choosePlatform()
	require.Equal(t, "x11", os.Getenv("XDG_SESSION_TYPE"))
}
