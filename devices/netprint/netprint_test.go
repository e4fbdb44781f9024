package netprint_test

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/devices/netprint"
)

// patient is long enough for any loaded machine; tests that wait for what never comes use hasty limits.
var patient = escpos.Limits{Dial: 10 * time.Second, Reply: 10 * time.Second, Write: 30 * time.Second, Confirm: 60 * time.Second}

func hasty() escpos.Limits {
	limits := patient
	limits.Reply, limits.Confirm = time.Second, 2*time.Second
	return limits
}

func start(t *testing.T, faults devicetest.Faults) *devicetest.Printer {
	t.Helper()
	pretend, err := devicetest.Start(devicetest.Options{Dots: 576, Font: font(), Faults: faults})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pretend.Close()) })
	return pretend
}

func printer(t *testing.T, address string, limits escpos.Limits, change func(*escpos.Profile)) *netprint.Printer {
	t.Helper()
	profile := escpos.Profile80()
	if change != nil {
		change(&profile)
	}
	p, err := netprint.New(address, profile, limits)
	require.NoError(t, err)
	return p
}

func receiptJob(t *testing.T, text string) []byte {
	t.Helper()
	encoder, err := escpos.NewEncoder(escpos.Profile80(), font())
	require.NoError(t, err)
	job, err := encoder.Encode(escpos.Document{escpos.Text{Text: text}, escpos.Cut{}})
	require.NoError(t, err)
	return job.Bytes
}

func processID(p *escpos.Profile) { p.ConfirmByProcessID = true }
func oneWay(p *escpos.Profile)    { p.ReadStatus = false }

func TestEveryWayOfPrintingDoesWhatPrintersMust(t *testing.T) {
	for name, change := range map[string]func(*escpos.Profile){"fence": nil, "process id": processID, "one way": oneWay} {
		for _, check := range devicetest.Checks(true) {
			t.Run(name+"/"+check.Name, func(t *testing.T) {
				t.Parallel()
				pretend := start(t, devicetest.Faults{})
				limits := patient
				if check.Hasty || name == "one way" {
					limits = hasty()
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

func TestFaultsBeforeTheFirstByteCanBeTriedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		faults devicetest.Faults
		want   devices.Reason
	}{
		"no paper":   {devicetest.Faults{PaperOut: true}, devices.PaperOut},
		"cover open": {devicetest.Faults{CoverOpen: true}, devices.CoverOpen},
		"away":       {devicetest.Faults{Away: true}, devices.Away},
		"cut off":    {devicetest.Faults{CutOffAfter: 3}, devices.CutOff},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pretend := start(t, c.faults)
			p := printer(t, pretend.Address(), patient, nil)
			outcome := p.Print(t.Context(), receiptJob(t, "收据"))
			require.Equal(t, devices.Failed, outcome.State)
			require.Equal(t, c.want, outcome.Reason)
			require.True(t, outcome.MayRetry())
			require.Empty(t, pretend.Receipts())

			require.NoError(t, pretend.SetFaults(devicetest.Faults{}))
			require.Equal(t, devices.Confirmed, p.Print(t.Context(), receiptJob(t, "收据")).State, "mended, and tried again")
			require.Len(t, pretend.Receipts(), 1)
		})
	}
}

func TestFaultsAfterTheFirstByteAreUnknown(t *testing.T) {
	job := receiptJob(t, strings.Repeat("物业费 2025-01 840.47\n", 400))
	for name, c := range map[string]struct {
		faults devicetest.Faults
		change func(*escpos.Profile)
		want   devices.Reason
	}{
		"paper ends midway":             {devicetest.Faults{PaperOutMidway: 2000}, nil, devices.PaperOut},
		"paper ends midway, process id": {devicetest.Faults{PaperOutMidway: 2000}, processID, devices.PaperOut},
		"paper ends in the last line":   {devicetest.Faults{PaperOutMidway: 9 + len(job) - 20}, nil, devices.PaperOut},
		"cut off midway":                {devicetest.Faults{CutOffAfter: 2000}, nil, devices.CutOff},
		"cut off midway, one way":       {devicetest.Faults{CutOffAfter: 2000}, oneWay, devices.CutOff},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pretend := start(t, c.faults)
			outcome := printer(t, pretend.Address(), hasty(), c.change).Print(t.Context(), job)
			require.Equal(t, devices.Unknown, outcome.State, "%+v", outcome)
			require.Equal(t, c.want, outcome.Reason)
			require.False(t, outcome.MayRetry())
			require.Positive(t, outcome.BytesSent)
		})
	}
}

func TestPrintersThatCannotBeReadStillPrint(t *testing.T) {
	for name, c := range map[string]struct {
		faults devicetest.Faults
		want   devices.Reason
	}{
		"silent":   {devicetest.Faults{Silent: true}, devices.Silent},
		"garbled":  {devicetest.Faults{Garbled: true}, devices.Garbled},
		"no fence": {devicetest.Faults{NoFence: true}, devices.TimedOut},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pretend := start(t, c.faults)
			outcome := printer(t, pretend.Address(), hasty(), nil).Print(t.Context(), receiptJob(t, "收据"))
			require.Equal(t, devices.Sent, outcome.State, "%+v", outcome)
			require.Equal(t, c.want, outcome.Reason)
			receipt, err := pretend.Receipt(t.Context(), 0)
			require.NoError(t, err)
			require.Equal(t, "收据", receipt.Lines[0])
		})
	}
}

func TestTheRollNearsItsEnd(t *testing.T) {
	pretend := start(t, devicetest.Faults{NearEnd: true})
	p := printer(t, pretend.Address(), patient, nil)
	outcome := p.Print(t.Context(), receiptJob(t, "收据"))
	require.Equal(t, devices.Confirmed, outcome.State)
	require.Equal(t, devices.NearEnd, outcome.Reason)
	status, err := p.Status(t.Context())
	require.NoError(t, err)
	require.Equal(t, devices.Status{NearEnd: true}, status)
}

func TestStatusSaysWhatIsWrongOrWhyItIsNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		faults devicetest.Faults
		change func(*escpos.Profile)
		status devices.Status
		reason devices.Reason
	}{
		"good":            {},
		"no paper":        {faults: devicetest.Faults{PaperOut: true}, status: devices.Status{Offline: true, PaperOut: true, NearEnd: true}},
		"cover open":      {faults: devicetest.Faults{CoverOpen: true}, status: devices.Status{Offline: true, CoverOpen: true}},
		"away":            {faults: devicetest.Faults{Away: true}, reason: devices.Away},
		"silent":          {faults: devicetest.Faults{Silent: true}, reason: devices.Silent},
		"garbled":         {faults: devicetest.Faults{Garbled: true}, reason: devices.Garbled},
		"not to be asked": {change: oneWay, reason: devices.NotAsked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limits := patient
			if c.reason == devices.Silent {
				limits = hasty()
			}
			status, err := printer(t, start(t, c.faults).Address(), limits, c.change).Status(t.Context())
			require.Equal(t, c.reason, devices.ReasonOf(err))
			require.Equal(t, c.status, status)
		})
	}
}

func TestGivingUpWhileThePrinterWorksIsUnknown(t *testing.T) {
	pretend := start(t, devicetest.Faults{PaperOutMidway: 500, Silent: true})
	p := printer(t, pretend.Address(), patient, func(profile *escpos.Profile) { profile.ReadStatus = false; processID(profile) })
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	outcome := p.Print(ctx, receiptJob(t, strings.Repeat("物业费\n", 300)))
	require.Equal(t, devices.Unknown, outcome.State)
	require.Equal(t, devices.Cancelled, outcome.Reason)
}

func TestAPrinterThatNeverReadsIsGivenUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	limits := hasty()
	limits.Write = 300 * time.Millisecond
	p := printer(t, listener.Addr().String(), limits, oneWay)
	outcome := p.Print(t.Context(), bytes.Repeat([]byte{'x'}, devices.MaxJobBytes))
	require.NotEqual(t, devices.Confirmed, outcome.State, "bytes written to nobody prove nothing")
}

func TestTheDrawerOpensThroughThePrinter(t *testing.T) {
	pretend := start(t, devicetest.Faults{})
	kick, err := escpos.KickDrawer(escpos.Profile80())
	require.NoError(t, err)
	outcome := printer(t, pretend.Address(), patient, nil).Print(t.Context(), kick)
	require.Equal(t, devices.Confirmed, outcome.State)
	require.Equal(t, []devicetest.Kick{{Pin: 2, OnMS: 50, OffMS: 500}}, pretend.Kicks())
	require.Empty(t, pretend.Receipts())
}

func TestAddressesNobodyCanCall(t *testing.T) {
	for _, address := range []string{"", ":9100", "a:b:c"} {
		_, err := netprint.New(address, escpos.Profile80(), patient)
		require.Error(t, err, address)
	}
	_, err := netprint.New("printer", escpos.Profile80(), escpos.Limits{})
	require.Error(t, err)
	_, err = netprint.New("printer", escpos.Profile{}, patient)
	require.Error(t, err)
}
