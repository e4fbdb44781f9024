package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"shouqi/assets"
	"shouqi/cashier/ui"
)

// A program that falls again within fallsApart of its start, for the fallsMost-th time in a row, does not start again.
const (
	fallsMost  = 3
	fallsApart = time.Minute
)

var errFell = errors.New("the program fell several times in a row")

// net is around the window's loop. What is caught nearer to where it happened never comes here: a panic while the toolkit
// draws, in a handler of nobody's, or while the window recovers from another.
type net struct {
	display *displayWatch
	began   time.Time
	line    flags
	counter *ui.App
	// again starts the program again with these arguments and does not return unless that failed.
	again func(arguments []string) error
}

// catch is deferred around the loop. It closes the book, and starts the program again. Before the window was open a panic
// is the display's.
func (n *net) catch(err *error) {
	if !n.display.isOpen {
		return
	}
	cause := recover()
	if cause == nil {
		return
	}
	report := n.counter.Fall(cause)
	falls := n.line.Fell + 1
	if time.Since(n.began) > fallsApart {
		falls = 1
	}
	if falls < fallsMost {
		*err = n.again(withFall(os.Args[1:], falls, report))
		if *err == nil {
			return
		}
	}
	sayOver(report)
	*err = errors.Join(errFell, *err)
}

// withFall makes the arguments of the next start from those of this one.
func withFall(arguments []string, falls int, report string) []string {
	kept := slices.DeleteFunc(slices.Clone(arguments), func(argument string) bool {
		return strings.HasPrefix(argument, "--fell=") || strings.HasPrefix(argument, "--fell-report=")
	})
	return append(kept, "--fell="+strconv.Itoa(falls), "--fell-report="+report)
}

// sayOver says that the program stays down.
func sayOver(report string) {
	var words []string
	for _, lang := range []string{assets.Chinese, assets.English} {
		where := report
		if where == "" {
			where = assets.Text(lang, "ui.fault.unwritten")
		}
		words = append(words, assets.Text(lang, "ui.fault.over", where))
	}
	sentence := strings.Join(words, "\n")
	// There is no other place to say it.
	_, _ = fmt.Fprintln(os.Stderr, sentence)
	showOver(assets.Text(assets.Chinese, "app.name"), sentence)
}
