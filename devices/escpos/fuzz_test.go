package escpos_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
)

// mumbling is a printer that says what it says, whatever it is asked, a few bytes at a time.
type mumbling struct{ says []byte }

func (m *mumbling) Read(p []byte) (int, error) {
	if len(m.says) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(p[:min(len(p), 3)], m.says)
	m.says = m.says[n:]
	return n, nil
}

func (*mumbling) Write(p []byte) (int, error) { return len(p), nil }
func (*mumbling) SetDeadline(time.Time) error { return nil }

// counted returns how many bytes of what a printer said have a reply's fixed bits.
func counted(said []byte, mask, bits byte) (n int) {
	for _, b := range said {
		if b&mask == bits {
			n++
		}
	}
	return n
}

// FuzzAnswers holds that no answers whatever make a printer look well that did not say so in its fixed bits, and none make
// a job look printed or untouched that may not be. `go test -fuzz FuzzAnswers ./devices/escpos` looks further.
func FuzzAnswers(f *testing.F) {
	for _, said := range []string{
		"", "\x12\x12\x12", "\x12\x12\x12\x00\x12\x12\x12", "\x16\x32\x7e", "\xff\xff\xff", "\x12\x12\x92\x12",
		"\x10\x00\x00\x00\x12\x11\x12\x13\x12\x00", "\x12\x12\x12\x18\x00\x0c\x00", "\x37\x22ABCD\x00", "\x5f\x5f\x5f",
		"\x12\x12\x12\x37\x22ABCD\x00", string(bytes.Repeat([]byte{0x00}, 200)), string(bytes.Repeat([]byte{0x12}, 200)),
	} {
		for choice := range byte(4) {
			f.Add([]byte(said), choice)
		}
	}
	limits := escpos.Limits{Dial: 1, Reply: 1, Write: 1, Confirm: 1}
	f.Fuzz(func(t *testing.T, said []byte, choice byte) {
		status, err := escpos.Ask(t.Context(), &mumbling{said}, limits)
		realTime := counted(said, 0x93, 0x12)
		if err == nil && realTime < 3 {
			t.Fatalf("%+v of %d sound answers in % x", status, realTime, said)
		}
		if reason := devices.ReasonOf(err); err != nil && reason != devices.Silent && reason != devices.Garbled {
			t.Fatalf("reason %q", reason)
		}
		profile := escpos.Profile80()
		profile.ReadStatus, profile.ConfirmByProcessID = choice&1 != 0, choice&2 != 0
		job := []byte("job")
		outcome := escpos.Deliver(t.Context(), &mumbling{said}, job, profile, limits)
		switch outcome.State {
		case devices.Confirmed:
			if profile.ConfirmByProcessID {
				t.Fatalf("confirmed by a process ID that it cannot know: % x", said)
			}
			if realTime < 6 || counted(said, 0x90, 0) < 1 {
				t.Fatalf("confirmed by % x", said)
			}
		case devices.Failed:
			if outcome.BytesSent != 0 || outcome.Reason == devices.None || !profile.ReadStatus {
				t.Fatalf("%+v of % x", outcome, said)
			}
		case devices.Sent, devices.Unknown:
			if outcome.BytesSent != len(job) {
				t.Fatalf("%+v of % x", outcome, said)
			}
		default:
			t.Fatalf("state %q", outcome.State)
		}
	})
}
