package main

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"shouqi/assets"
	"shouqi/devices/devicetest"
)

// papers are the printers of a script by their variable's name, each with how many of its papers were read.
type papers struct {
	printer *devicetest.Printer
	read    int
}

const papersKey = "printers"

// printer starts a pretend printer and sets a variable to where it stands: printer NAME [serial] [FAULT…]. A name that is
// already there gets the faults given, and none where none is given.
func printer(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) < 1 {
		script.Fatalf("usage: printer NAME [serial] [FAULT…]")
	}
	all, _ := script.Value(papersKey).(map[string]*papers)
	name, rest := arguments[0], arguments[1:]
	options := devicetest.Options{Dots: 576, Font: assets.FontRegular()}
	if len(rest) > 0 && rest[0] == "serial" {
		options.Serial = script.MkAbs(name)
		rest = rest[1:]
	}
	for _, fault := range rest {
		script.Check(options.Faults.ParseFault(fault))
	}
	if known := all[name]; known != nil {
		script.Check(known.printer.SetFaults(options.Faults))
		return
	}
	started, err := devicetest.Start(options)
	script.Check(err)
	script.Defer(func() { script.Check(started.Close()) })
	all[name] = &papers{printer: started}
	script.Setenv(name, started.Address())
}

// takepaper waits for the next paper of a printer and writes its text: takepaper NAME FILE.
func takepaper(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 2 {
		script.Fatalf("usage: takepaper NAME FILE")
	}
	all, _ := script.Value(papersKey).(map[string]*papers)
	from := all[arguments[0]]
	if from == nil {
		script.Fatalf("no printer %s", arguments[0])
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	receipt, err := from.printer.Receipt(ctx, from.read)
	script.Check(err)
	from.read++
	script.Check(os.WriteFile(script.MkAbs(arguments[1]), []byte(strings.Join(receipt.Lines, "\n")+"\n"), 0o600))
}
