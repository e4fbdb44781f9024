package serialprint_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/devices/serialprint"
)

// font gives the bytes of the counter's own font, from its folder: devices and assets may not import each other.
var font = sync.OnceValue(func() []byte {
	bytes, err := os.ReadFile("../../assets/fonts/NotoSansSC-Regular.ttf")
	if err != nil {
		panic(err)
	}
	return bytes
})

// patient is long enough for any loaded machine; hasty is for what never comes.
var (
	patient = escpos.Limits{Reply: 10 * time.Second, Write: 30 * time.Second, Confirm: 60 * time.Second}
	hasty   = escpos.Limits{Reply: time.Second, Write: 10 * time.Second, Confirm: 2 * time.Second}
)

func printer(t *testing.T, port string, limits escpos.Limits, change func(*escpos.Profile)) *serialprint.Printer {
	t.Helper()
	profile := escpos.Profile80()
	if change != nil {
		change(&profile)
	}
	p, err := serialprint.New(port, 921600, profile, limits)
	require.NoError(t, err)
	return p
}

func start(t *testing.T) *devicetest.Printer {
	t.Helper()
	pretend, err := devicetest.Start(devicetest.Options{Serial: filepath.Join(t.TempDir(), "ttyUSB0"), Dots: 576, Font: font()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pretend.Close()) })
	return pretend
}

func processID(p *escpos.Profile) { p.ConfirmByProcessID = true }
func oneWay(p *escpos.Profile)    { p.ReadStatus = false }

func TestEveryWayOfPrintingDoesWhatPrintersMust(t *testing.T) {
	for name, change := range map[string]func(*escpos.Profile){"fence": nil, "process id": processID, "one way": oneWay} {
		for _, check := range devicetest.Checks(true) {
			t.Run(name+"/"+check.Name, func(t *testing.T) {
				t.Parallel()
				pretend := start(t)
				limits := patient
				if check.Hasty {
					limits = hasty
				}
				require.NoError(t, check.Run(devicetest.Subject{
					Printer: printer(t, pretend.Address(), limits, change), Pretend: pretend, ByProcessID: name == "process id",
					Printed: func(n int) ([]byte, error) {
						receipt, err := pretend.Receipt(t.Context(), n)
						return receipt.Raw, err
					},
				}))
			})
		}
	}
}

func TestALineWithNobodyAtItsEndFailsUntouched(t *testing.T) {
	pretend := start(t)
	for name, c := range map[string]struct {
		faults devicetest.Faults
		want   devices.Reason
	}{
		"switched off, the adapter in its place": {devicetest.Faults{Silent: true}, devices.Silent},
		"another speed":                          {devicetest.Faults{Garbled: true}, devices.Garbled},
		"no such port":                           {devicetest.Faults{Away: true}, devices.Away},
	} {
		require.NoError(t, pretend.SetFaults(c.faults))
		outcome := printer(t, pretend.Address(), hasty, nil).Print(t.Context(), []byte("\x1b@x\n\x1dVB\x00"))
		require.True(t, outcome.MayRetry(), "%s: %+v", name, outcome)
		require.Equal(t, c.want, outcome.Reason, name)
		_, err := printer(t, pretend.Address(), hasty, nil).Status(t.Context())
		require.Equal(t, c.want, devices.ReasonOf(err), name)
	}
	require.Empty(t, pretend.Receipts())
}

// A terminal that nobody reads takes some bytes and then stops, as an adapter does whose device hangs.
func TestAWriteThatIsStuckIsGivenUpAndKeepsTheTurn(t *testing.T) {
	master, slave, err := pty.Open()
	require.NoError(t, err)
	limits := hasty
	limits.Write = time.Second
	job := []byte(strings.Repeat("x", 128<<10))
	outcome := printer(t, slave.Name(), limits, oneWay).Print(t.Context(), job)
	require.Equal(t, devices.Unknown, outcome.State, "%+v", outcome)
	require.Equal(t, devices.TimedOut, outcome.Reason)
	require.Less(t, outcome.BytesSent, len(job))

	second := printer(t, slave.Name(), limits, oneWay).Print(t.Context(), []byte("second"))
	require.True(t, second.MayRetry(), "a second job never mixes with a stuck one: %+v", second)
	require.NoError(t, slave.Close())
	require.NoError(t, master.Close())
}

func TestGivingUpMidwayIsUnknown(t *testing.T) {
	pretend := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, pretend.SetFaults(devicetest.Faults{PaperOutMidway: 500}))
	go func() {
		defer cancel()
		for len(pretend.Receipts()) == 0 && !pretend.Blocked() {
			time.Sleep(time.Millisecond)
		}
	}()
	outcome := printer(t, pretend.Address(), patient, oneWay).Print(ctx, []byte(strings.Repeat("物业费\n", 10_000)))
	require.Equal(t, devices.Unknown, outcome.State)
	require.Equal(t, devices.Cancelled, outcome.Reason)
}

func TestSetUpsThatCannotWork(t *testing.T) {
	for _, c := range []struct {
		port    string
		baud    int
		profile escpos.Profile
		limits  escpos.Limits
	}{
		{"", 9600, escpos.Profile80(), hasty},
		{"/dev/ttyUSB0", 9601, escpos.Profile80(), hasty},
		{"/dev/ttyUSB0", 9600, escpos.Profile{}, hasty},
		{"/dev/ttyUSB0", 9600, escpos.Profile80(), escpos.Limits{}},
	} {
		_, err := serialprint.New(c.port, c.baud, c.profile, c.limits)
		require.Error(t, err)
	}
}
