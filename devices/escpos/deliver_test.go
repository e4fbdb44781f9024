package escpos_test

import (
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// scripted plays a printer that gives fixed answers, one list entry each time its question comes by; the job
// in between is read and dropped. A missing answer is silence.
func scripted(t *testing.T, answers map[string][]string) escpos.Link {
	t.Helper()
	ours, theirs := net.Pipe()
	t.Cleanup(func() { require.NoError(t, ours.Close()) })
	go func() {
		defer func() { _ = theirs.Close() }()
		buffer := make([]byte, 4096)
		for {
			n, err := theirs.Read(buffer)
			if err != nil {
				return
			}
			question := string(buffer[:n])
			if list := answers[question]; len(list) > 0 {
				answers[question] = list[1:]
				if _, err := io.WriteString(theirs, list[0]); err != nil {
					return
				}
			}
		}
	}()
	return ours
}

const ask1, ask2, ask4, fence = "\x10\x04\x01", "\x10\x04\x02", "\x10\x04\x04", "\x1dr\x01"

func TestOddAnswers(t *testing.T) {
	const good = "\x12"
	for name, c := range map[string]struct {
		answers map[string][]string
		state   devices.State
		reason  devices.Reason
	}{
		"automatic status and flow control in between": {map[string][]string{
			ask1: {"\x10\x00\x00\x00\x12", good}, ask2: {"\x11\x12", good}, ask4: {good, good}, fence: {"\x14\x00\x00\x00\x00"},
		}, devices.Confirmed, devices.None},
		"automatic status tells that the paper ended, where the fence would keep silent": {map[string][]string{
			ask1: {good}, ask2: {good}, ask4: {good}, fence: {"\x18\x00\x0c\x00"},
		}, devices.Unknown, devices.PaperOut},
		"automatic status that breaks its own bits tells nothing": {map[string][]string{
			ask1: {good, good}, ask2: {good, good}, ask4: {good, good}, fence: {"\x18\x00\xff\x00\x00"},
		}, devices.Confirmed, devices.None},
		"the fence of another class is no fence": {map[string][]string{
			ask1: {good, good, good, good}, ask2: {good, good, good, good}, ask4: {good, good, good, good}, fence: {"\x12"},
		}, devices.Sent, devices.TimedOut},
		"status of the fence's class is not trusted": {map[string][]string{
			ask1: {"\x00"},
		}, devices.Sent, devices.Garbled},
		"good before and broken after": {map[string][]string{
			ask1: {good, "\xff"}, ask2: {good}, ask4: {good}, fence: {"\x00"},
		}, devices.Unknown, devices.Garbled},
		"good before and no paper after": {map[string][]string{
			ask1: {good, good}, ask2: {good, "\x32"}, ask4: {good, "\x7e"}, fence: {"\x0c"},
		}, devices.Unknown, devices.PaperOut},
		"answers before and never again": {map[string][]string{
			ask1: {good}, ask2: {good}, ask4: {good},
		}, devices.Unknown, devices.TimedOut},
		"an error before": {map[string][]string{
			ask1: {"\x1a"}, ask2: {"\x52"}, ask4: {good},
		}, devices.Failed, devices.Faulty},
		"offline and no reason given": {map[string][]string{
			ask1: {"\x1a"}, ask2: {good}, ask4: {good},
		}, devices.Failed, devices.Offline},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			link := scripted(t, c.answers)
			limits := escpos.Limits{
				Dial: time.Second, Reply: time.Second, Write: time.Minute, Confirm: 2 * time.Second,
			}
			outcome := escpos.Deliver(t.Context(), link, []byte("job\n"), escpos.Profile80(), limits)
			require.Equal(t, c.state, outcome.State, "%+v", outcome)
			require.Equal(t, c.reason, outcome.Reason)
			require.Equal(t, c.state == devices.Failed, outcome.MayRetry())
		})
	}
}
