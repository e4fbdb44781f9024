package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// clockVariable is where a script says what time it is; the program that is shipped does not know it.
const clockVariable = "SHOUQI_TEST_NOW"

// tenderVariable is where a script adds a way to pay, KIND:NAME, as a row of till.TenderTypes would.
const tenderVariable = "SHOUQI_TEST_TENDER"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"ledgerctl": func() {
			now := func() time.Time {
				moment, err := time.ParseInLocation("2006-01-02T15:04", os.Getenv(clockVariable), calendar.Zone)
				if err != nil {
					panic(err)
				}
				return moment
			}
			if kind, name, found := strings.Cut(os.Getenv(tenderVariable), ":"); found {
				till.TenderTypes = append(till.TenderTypes, till.TenderType{Kind: till.TenderKind(kind), Name: name,
					Account: "transit:" + kind, Received: true, Slip: true})
			}
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, now))
		},
		"mend": mend,
		"hold": hold,
	})
}

// Each script reads like days at a counter. A script starts on a Saturday morning with the estate's register and its
// messy sister beside it, and moves the clock with `env SHOUQI_TEST_NOW=…`.
func TestScripts(t *testing.T) {
	for _, program := range []string{"sqlite3", "soffice"} {
		_, err := exec.LookPath(program)
		require.NoError(t, err, "the scripts read what we write with %s", program)
	}
	samples, err := filepath.Abs("../../cashier/intake/testdata")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"appears": appears, "pick": pick, "long": long, "race": race, "channel": channel, "phone": phone,
			"printer": printer, "takepaper": takepaper, "private": private},
		Setup: func(e *testscript.Env) error {
			if err := writeReadme(e.WorkDir, samples); err != nil {
				return err
			}
			e.Values[papersKey] = make(map[string]*papers)
			e.Setenv("SAMPLES", samples)
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, ".state"))
			e.Setenv(clockVariable, "2026-11-21T08:00")
			e.Setenv("SHOUQI_BOOK", filepath.Join(e.WorkDir, "estate.book"))
			return nil
		},
	})
}

// mend writes a workbook anew with some cells changed, as a person would: mend FROM TO CELL=VALUE…
func mend() {
	book, err := excelize.OpenFile(os.Args[1])
	must(err)
	sheet := book.GetSheetName(0)
	for _, change := range os.Args[3:] {
		cell, value, _ := strings.Cut(change, "=")
		must(book.SetCellStr(sheet, cell, value))
	}
	must(book.SaveAs(os.Args[2]))
	must(book.Close())
}

// hold keeps a book open, as a counter at work does, until it is killed.
func hold() {
	_, err := store.Open(context.Background(), os.Args[1], store.Options{})
	must(err)
	time.Sleep(time.Minute)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// appears waits until a file is there.
func appears(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 1 {
		script.Fatalf("usage: appears FILE")
	}
	for range 1000 {
		if _, err := os.Stat(script.MkAbs(arguments[0])); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	script.Fatalf("%s did not appear", arguments[0])
}

// pick sets a variable to what a pattern's group finds in the answer of the last command: an id that nobody knows before.
func pick(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 2 {
		script.Fatalf("usage: pick NAME PATTERN")
	}
	found := regexp.MustCompile(arguments[1]).FindStringSubmatch(script.ReadFile("stdout"))
	if len(found) != 2 {
		script.Fatalf("%s is not in the answer", arguments[1])
	}
	script.Setenv(arguments[0], found[1])
}

// long writes a rule with a formula of 10,000 characters.
func long(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 1 {
		script.Fatalf("usage: long FILE")
	}
	formula := "1" + strings.Repeat("+1", 5000)
	must(os.WriteFile(script.MkAbs(arguments[0]), []byte(`{"lines": [{"formula": "`+formula[:10_000]+`"}]}`), 0o600))
}

// writeReadme puts the README's own lines about the book without a window, and the workbooks they name, into a script's
// folder: what a newcomer copies must run.
func writeReadme(folder, samples string) error {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		return err
	}
	_, section, _ := strings.Cut(string(text), "## Without a window")
	section, _, _ = strings.Cut(section, "\n## ")
	script := "set -eu\n"
	for line := range strings.Lines(section) {
		if command, ok := strings.CutPrefix(line, "    "); ok && !strings.HasPrefix(command, "export PATH") {
			script += command
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "readme.sh"), []byte(script), 0o600); err != nil {
		return err
	}
	for _, name := range []string{"register.xlsx", "meters-2026-10.xlsx"} {
		workbook, err := os.ReadFile(filepath.Join(samples, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), workbook, 0o600); err != nil {
			return err
		}
	}
	return nil
}
