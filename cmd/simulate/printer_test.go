package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/netprint"
	"shouqi/devices/open"
)

// serve starts a pretend printer and gives its address, what it says next, and how to end it.
func serve(t *testing.T, command printerCommand) (address string, next func() string, end func() error) {
	t.Helper()
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		err := command.serve(ctx, writer)
		done <- err
		_ = writer.CloseWithError(fmt.Errorf("printer ended: %w", err))
	}()
	lines := bufio.NewScanner(reader)
	next = func() string {
		require.True(t, lines.Scan(), "%v", lines.Err())
		return lines.Text()
	}
	first := next()
	_, err := fmt.Sscanf(first, "打印机在 %s", &address)
	require.NoError(t, err, first)
	address, _, _ = strings.Cut(address, "，")
	return address, next, func() error { cancel(); return <-done }
}

func TestAPretendPrinterStandsOnASerialPort(t *testing.T) {
	folder := t.TempDir()
	port := filepath.Join(folder, "ttyPrinter")
	address, next, end := serve(t, printerCommand{Serial: port, Out: filepath.Join(folder, "tray"), Width: 80})
	require.Equal(t, port, address)
	printer, _, err := open.Printer("serial://" + port + "?baud=115200")
	require.NoError(t, err)
	printed := make(chan devices.Outcome, 1)
	go func() { printed <- printer.Print(context.Background(), []byte("\x1b@receipt\n\x1dVB\x00")) }()
	require.Contains(t, next(), "001.png")
	require.Equal(t, devices.Confirmed, (<-printed).State)
	require.NoError(t, end())
	require.NoFileExists(t, port)
}

func TestAReceiptLandsAsPictureTextAndBytes(t *testing.T) {
	out := filepath.Join(t.TempDir(), "tray")
	address, next, end := serve(t, printerCommand{Listen: "127.0.0.1:0", Out: out, Width: 58})
	profile := escpos.Profile58()
	profile.HasCutter = true
	encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
	require.NoError(t, err)
	job, err := encoder.Encode(escpos.Document{
		escpos.Title{Text: "收据"}, escpos.Text{Text: "张䶮"}, escpos.Rule{}, escpos.QR{Payload: "SQ|1"}, escpos.Cut{},
	})
	require.NoError(t, err)
	limits := escpos.Limits{Dial: time.Minute, Reply: time.Minute, Write: time.Minute, Confirm: time.Minute}
	printer, err := netprint.New(address, profile, limits)
	require.NoError(t, err)
	printed := make(chan devices.Outcome, 2)
	kick, err := escpos.KickDrawer(profile)
	require.NoError(t, err)
	go func() {
		printed <- printer.Print(context.Background(), job.Bytes)
		printed <- printer.Print(context.Background(), kick)
	}()
	require.Contains(t, next(), "001.png")
	require.Contains(t, next(), "钱箱开")
	require.Equal(t, devices.Confirmed, (<-printed).State)
	require.Equal(t, devices.Confirmed, (<-printed).State)
	require.NoError(t, end())

	raw, err := os.ReadFile(filepath.Join(out, "001.bin"))
	require.NoError(t, err)
	require.Equal(t, job.Bytes, raw)
	text, err := os.ReadFile(filepath.Join(out, "001.txt"))
	require.NoError(t, err)
	require.Regexp(t, `^收据\n\[图 384×32\]\n-{32}\n\[图 384×\d+\]\n$`, string(text))
	code, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", filepath.Join(out, "001.png")).Output()
	require.NoError(t, err, "zbarimg must be installed and find the code")
	require.Equal(t, "SQ|1", strings.TrimSpace(string(code)))

	again, err := openTray(out)
	require.NoError(t, err)
	require.Equal(t, 1, again.last, "a second run never overwrites the first one's receipts")
}

func TestWhatNoPrinterCanBe(t *testing.T) {
	folder := t.TempDir()
	require.Error(t, printerCommand{Listen: "127.0.0.1:0", Out: folder, Width: 80, Fault: []string{"fire"}}.
		serve(t.Context(), io.Discard))
	require.Error(t, printerCommand{Listen: "nowhere", Out: folder, Width: 80}.serve(t.Context(), io.Discard))
	file := filepath.Join(folder, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.Error(t, printerCommand{Listen: "127.0.0.1:0", Out: file, Width: 80}.serve(t.Context(), io.Discard))
}
