package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func deskOn(input io.Reader) *desk {
	return newDesk(context.Background(), &commandLine{}, input, io.Discard, io.Discard, time.Now)
}

func TestPINsAreReadWhicheverSystemWroteThem(t *testing.T) {
	for _, text := range []string{"1357\n8642\n", "1357\r\n8642\r\n", "1357\r8642\r", "1357\n8642"} {
		inputs := map[string]string{"UTF-8": text, "a mark": "\ufeff" + text}
		for name, encoding := range map[string]interface {
			String(string) (string, error)
		}{
			"UTF-16, little, marked": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), "UTF-16, big, marked": unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
			"UTF-16, little": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(), "UTF-16, big": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(),
			"GBK": simplifiedchinese.GBK.NewEncoder(),
		} {
			encoded, err := encoding.String(text)
			require.NoError(t, err)
			inputs[name] = encoded
		}
		for name, input := range inputs {
			for _, source := range []io.Reader{strings.NewReader(input), iotest.OneByteReader(strings.NewReader(input)), iotest.DataErrReader(strings.NewReader(input))} {
				d := deskOn(source)
				first, err := d.line()
				require.NoError(t, err, name)
				second, err := d.line()
				require.NoError(t, err, name)
				require.Equal(t, []string{"1357", "8642"}, []string{first, second}, "%s %q", name, text)
				_, err = d.line()
				require.Error(t, err)
			}
		}
	}
	for _, nothing := range []string{"", strings.Repeat("1", typedMax+1) + "\n"} {
		_, err := deskOn(strings.NewReader(nothing)).line()
		require.Error(t, err)
	}
}

// A person at a terminal sends a line and waits: nothing behind it may be asked for.
func TestALineIsReadWithoutWaitingForTheNext(t *testing.T) {
	for _, typed := range []string{"1357\n", "1357\r", "\n"} {
		reader, writer := io.Pipe()
		go func() { _, _ = writer.Write([]byte(typed)) }()
		read := make(chan string, 1)
		go func() {
			line, _ := bufio.NewReader(&plainReader{source: reader}).ReadString('\n')
			read <- line
		}()
		select {
		case line := <-read:
			require.Equal(t, strings.TrimSpace(typed), strings.TrimSpace(line))
		case <-time.After(5 * time.Second):
			t.Fatalf("%q is waited on", typed)
		}
		require.NoError(t, writer.Close())
	}
}

func TestThePassphraseIsWhatWasTyped(t *testing.T) {
	const typed = "正确 horse"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(typed)
	require.NoError(t, err)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(typed + "\r\n")
	require.NoError(t, err)
	for content, asBytes := range map[string]string{typed + "\n": "", "\ufeff" + typed + "\r\n": "\ufeff" + typed, gbk + "\r": gbk, wide: strings.TrimRight(wide, "\r\n")} {
		path := filepath.Join(t.TempDir(), "pass.txt")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		d := deskOn(strings.NewReader(""))
		d.PassphraseFile = path
		got, raw, err := d.passphrase()
		require.NoError(t, err)
		require.Equal(t, typed, got)
		require.Equal(t, asBytes, raw)
	}
}
