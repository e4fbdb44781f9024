package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/store"
)

// evil is text that a terminal obeys: an escape sequence, a return to the beginning of the line, a bell, eight-bit controls, the writing
// turned round, a mark that nobody sees, and a line end.
const evil = "王\x1b[2J\x1b]0;x\x07丽\r\u009b31m\u0085\u202e倒\u2066\u200b\u2028\x7f\ufeff\U000e0041完"

// evilShown is what a terminal shows of it: what is left of a sequence is plain text.
const evilShown = "王[2J]0;x丽31m倒完"

func isHarmless(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		require.True(t, isPlain(r), "%U in %q", r, text)
	}
}

func TestATerminalIsToldNothingThatItObeys(t *testing.T) {
	for _, isJSON := range []bool{false, true} {
		var out bytes.Buffer
		o := &plainOutput{out: &out, isJSON: &isJSON}
		for _, piece := range []string{"房 ", evil, "\t1\n"} {
			for i := range len(piece) { // a character comes in pieces too
				n, err := o.Write([]byte{piece[i]})
				require.NoError(t, err)
				require.Equal(t, 1, n)
			}
		}
		_, err := o.Write([]byte("\x9b2J\xff.\n"))
		require.NoError(t, err)
		isHarmless(t, out.String())
		if !isJSON {
			require.Equal(t, "房 "+evilShown+"\t1\n\ufffd2J\ufffd.\n", out.String())
		}
	}
}

func TestWhatJSONSaysComesThroughWhole(t *testing.T) {
	isJSON := true
	var out bytes.Buffer
	encoder := json.NewEncoder(&plainOutput{out: &out, isJSON: &isJSON})
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(map[string]string{"name": evil}))
	isHarmless(t, out.String())
	read := make(map[string]string)
	require.NoError(t, json.Unmarshal(out.Bytes(), &read))
	require.Equal(t, evil, read["name"])
}

// Names, notes, arguments and the names of files come out plain, in answers, errors and the words of a wrong command.
func TestNoCommandWritesWhatATerminalObeys(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "estate.book")
	var out, complaint bytes.Buffer
	do := func(arguments ...string) {
		out.Reset()
		complaint.Reset()
		_ = run(context.Background(), arguments, strings.NewReader("8642\n2468\n"), &out, &complaint, time.Now)
	}
	do("demo", "--rooms", "3", "--months", "0", "--out", path)
	book, _, err := ledger.Open(t.Context(), path, ledger.OpenOptions{})
	require.NoError(t, err)
	cashier, err := book.Staff.Find(t.Context(), "101")
	require.NoError(t, err)
	require.NoError(t, book.Store.Write(t.Context(), func(tx *store.Tx) error { // what no form lets in, a book may have all the same
		sealed, err := book.Vault.Put(tx, cashier.ID, "", []byte(evil))
		if err != nil {
			return err
		}
		_, err = book.Journal.Append(tx, "staff.recorded", map[string]any{"person": cashier.ID, "code": "101", "role": cashier.Role, "active": true, "name": sealed,
			"by": "", "approver": map[string]any{"person": "", "seq": 0}, "alone": false})
		return err
	}))
	require.NoError(t, book.Close())
	file := filepath.Join(folder, strings.ReplaceAll(evil, "/", "")+"\n已入账 100.00")
	for _, form := range []string{"--json=false", "--json"} {
		for _, arguments := range [][]string{
			{"--book", path, "staff", "list"}, {"--book", path, "trail", "--from", "2020-01-01", "--to", "2099-12-31"},
			{"--book", path, "find", evil}, {"--book", path, "--as", evil, "shift", "open"}, {"--book", path, "--as", "101", "void", evil, "--reason", evil, "--copies", "0", "--cash-back", "0"},
			{"--book", file, "verify"}, {"--book", path, "backup", filepath.Join(file, "x")}, {"--book", path, "--as", "101", "import", "rooms", file},
			{"--book", path, "--as", "101", "receipt", "print", evil, "--printer", "file://" + file}, {"--book", path, "law", "show", evil},
			{"--book", path, "room", "show", evil}, {"--passphrase-file", file, "--book", path, "staff", "list"}, {evil}, {"find", "--" + evil}, {"find", "x", evil}, {"receipt", "print", "1", "--wait", evil},
		} {
			do(append([]string{form}, arguments...)...)
			require.NotEmpty(t, out.String()+complaint.String(), "%q", arguments)
			isHarmless(t, out.String())
			isHarmless(t, complaint.String())
			for _, line := range strings.Split(out.String()+complaint.String(), "\n") {
				require.False(t, strings.HasPrefix(line, "已入账"), "the name of a file is no line of ours: %q", arguments)
			}
		}
	}
	do("--book", path, "staff", "list")
	require.Contains(t, out.String(), "101  "+evilShown)
}

// There is one place where output is written: the streams of the system are named where the program begins.
func TestStandardOutputIsNamedOnce(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		if file == "main.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		require.NotContains(t, string(source), "os.Stdout", file)
		require.NotContains(t, strings.ReplaceAll(string(source), "command.Stderr = os.Stderr", ""), "os.Stderr", file)
		for _, call := range []string{"fmt.Print(", "fmt.Printf(", "fmt.Println("} {
			require.NotContains(t, string(source), call, file)
		}
	}
}
