//go:build !windows

package queueprint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// CUPS takes the name of a queue of CUPS, a valid profile and the longest wait for one job. Nothing is asked yet.
func CUPS(name string, profile escpos.Profile, limit time.Duration) (*Printer, error) {
	if !queueName.MatchString(name) {
		return nil, fmt.Errorf("queueprint: %q is no name of a queue", name)
	}
	return newPrinter(name, cups{name, []string{"-o", "raw"}}, profile, limit)
}

// media are the sheets as CUPS calls them; what no standard names is custom, width by length.
var media = map[devices.Sheet]string{devices.A4: "A4", devices.A5: "A5", devices.Triple241x93: "Custom.241x93.1mm", devices.Half241x140: "Custom.241x139.7mm"}

// CUPSSheets is CUPS for a queue with a driver, which gets PDF files of a sheet's size and turns them into whatever its printer speaks.
func CUPSSheets(name string, sheet devices.Sheet, limit time.Duration) (*Printer, error) {
	size, known := media[sheet]
	if !known {
		return nil, fmt.Errorf("queueprint: no sheet %q", sheet)
	}
	if !queueName.MatchString(name) {
		return nil, fmt.Errorf("queueprint: %q is no name of a queue", name)
	}
	// The form has lines printed on it: no scaling, which the margins of our sheets leave room for.
	p, err := newPrinter(name, cups{name, []string{"-o", "media=" + size, "-o", "print-scaling=none"}}, escpos.Profile80(), limit)
	if err != nil {
		return nil, err
	}
	p.sheet = sheet
	return p, nil
}

// queueName is what CUPS allows: no spaces, no / and no #, at most 127 bytes. A first - would be taken for an option.
var queueName = regexp.MustCompile(`^[^-\s/#?'"\\,][^\s/#?'"\\,]{0,126}$`)

// cups is a queue by its commands, which are there wherever CUPS is, and speak for whoever may use the queue.
type cups struct {
	name    string
	options []string // how lp is told to treat a job
}

// title is how our jobs are called in the queue; it says nothing about anybody.
const title = "shouqi"

func (c cups) ready(ctx context.Context) error {
	said, err := command(ctx, nil, "lpstat", "-p", c.name)
	if err != nil {
		return err
	}
	if disabled(said) {
		return &devices.Error{Reason: devices.Offline, Err: errors.New("the queue is stopped")}
	}
	return nil
}

// disabled reads "printer NAME disabled since …", which stands first.
func disabled(said string) bool {
	words := strings.Fields(said)
	return len(words) > 2 && words[0] == "printer" && words[2] == "disabled"
}

// jobName is in what lp says of a job that it put into the queue.
var jobName = regexp.MustCompile(`request id is (\S+-[0-9]+)`)

// submit is lp. One that ends with a failure of its own has taken its job back itself.
func (c cups) submit(ctx context.Context, job []byte) (string, error) {
	said, err := command(ctx, job, "lp", append([]string{"-d", c.name, "-t", title}, c.options...)...)
	var ended *exec.ExitError
	if errors.As(err, &ended) && !ended.Exited() {
		return "", fmt.Errorf("%w: %w", ErrLeft, err)
	}
	if err != nil {
		return "", err
	}
	found := jobName.FindStringSubmatch(said)
	if found == nil {
		return "", fmt.Errorf("%w: lp named no job", ErrLeft)
	}
	return found[1], nil
}

// broken is in what lpstat says of a job that left the queue before it was passed on whole: somebody cancelled it, or the
// queue gives up what it cannot write (most keep it and try again). All other jobs went the usual way, also those of a
// queue that keeps no history; the rest of what it says may be of an earlier try.
var broken = regexp.MustCompile(`Status: Unable to |job-canceled|aborted-by-system`)

func (c cups) look(ctx context.Context, name string) (standing, error) {
	waiting, err := command(ctx, nil, "lpstat", "-W", "not-completed", "-o", c.name)
	if err != nil {
		return standing{}, err
	}
	if _, found := entry(waiting, name); found {
		state, err := command(ctx, nil, "lpstat", "-p", c.name)
		if err != nil || !disabled(state) {
			return standing{waiting: true}, err
		}
		return standing{waiting: true, reason: devices.Offline}, nil
	}
	ended, err := command(ctx, nil, "lpstat", "-l", "-W", "completed", "-o", c.name)
	if err != nil {
		return standing{}, err
	}
	if about, found := entry(ended, name); found && broken.MatchString(about) {
		return standing{reason: devices.CutOff}, nil
	}
	return standing{}, nil
}

// entry returns what lpstat says about one job: the line that begins with its name, and the indented ones below.
func entry(said, name string) (about string, found bool) {
	for line := range strings.Lines(said) {
		switch {
		case strings.HasPrefix(line, name+" "):
			found = true
		case found && !strings.HasPrefix(line, "\t"):
			return about, true
		}
		if found {
			about += line
		}
	}
	return about, found
}

// remove is cancel. That a job has just ended by itself is seen by who looks afterwards.
func (c cups) remove(ctx context.Context, name string) error {
	_, err := command(ctx, nil, "cancel", name)
	return err
}

// command runs one of the commands of CUPS in English, because it is read by us, and gives what it said. The error is a
// *devices.Error with Away: nobody serves the queue.
func command(ctx context.Context, input []byte, name string, arguments ...string) (string, error) {
	run := exec.CommandContext(ctx, name, arguments...)
	run.Env = append(os.Environ(), "LC_ALL=C", "LANGUAGE=C")
	run.Stdin = bytes.NewReader(input)
	run.WaitDelay = time.Second
	said, err := run.Output()
	if err == nil {
		return string(said), nil
	}
	var refused *exec.ExitError
	if errors.As(err, &refused) {
		err = fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(refused.Stderr))
	}
	return "", &devices.Error{Reason: devices.Away, Err: err}
}
