//go:build !windows

package queueprint

import (
	"context"
	"net/url"
	"os/exec"
	"strings"
	"time"

	"shouqi/devices/escpos"
)

// Windows answers ErrElsewhere: only Windows has that spooler.
func Windows(string, escpos.Profile, time.Duration) (*Printer, error) { return nil, ErrElsewhere }

// Queues returns the queues of CUPS; none where CUPS is not installed or not running.
func Queues(ctx context.Context) ([]Queue, error) {
	if _, err := exec.LookPath("lpstat"); err != nil {
		return nil, nil
	}
	said, err := command(ctx, nil, "lpstat", "-v")
	if err != nil {
		return nil, ctx.Err() // lpstat fails where there is no queue at all, and where nobody serves them
	}
	var all []Queue
	for line := range strings.Lines(said) {
		rest, ok := strings.CutPrefix(line, "device for ")
		if name, about, named := strings.Cut(rest, ": "); ok && named {
			all = append(all, Queue{Scheme: "cups", Name: name, About: withoutPassword(strings.TrimSpace(about))})
		}
	}
	return all, nil
}

// withoutPassword returns a device's address as one may show it.
func withoutPassword(address string) string {
	if parsed, err := url.Parse(address); err == nil {
		return parsed.Redacted()
	}
	return ""
}
