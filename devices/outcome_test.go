package devices_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
)

func TestOnlyAnUntouchedFailureMayBeTriedAgain(t *testing.T) {
	require.True(t, devices.Fail(devices.Away, nil).MayRetry())
	for _, outcome := range []devices.Outcome{
		{}, {State: devices.Sent}, {State: devices.Confirmed}, {State: devices.Unknown}, {State: devices.Failed, BytesSent: 1},
	} {
		require.False(t, outcome.MayRetry(), "%+v", outcome)
	}
}

func TestAReasonIsFoundInsideAnError(t *testing.T) {
	cause := errors.New("no route")
	err := fmt.Errorf("print: %w", &devices.Error{Reason: devices.Away, Err: cause})
	require.Equal(t, devices.Away, devices.ReasonOf(err))
	require.ErrorIs(t, err, cause)
	require.Equal(t, devices.None, devices.ReasonOf(nil))
	require.Equal(t, devices.Faulty, devices.ReasonOf(cause))
	require.Equal(t, "device: silent", (&devices.Error{Reason: devices.Silent}).Error())
}

func TestWhatBlocksAPrinterIsNamedByWhatAPersonCanMend(t *testing.T) {
	require.Equal(t, devices.None, devices.Status{NearEnd: true, DrawerHigh: true}.Blocking())
	require.Equal(t, devices.PaperOut, devices.Status{Offline: true, CoverOpen: true, PaperOut: true}.Blocking())
	require.Equal(t, devices.CoverOpen, devices.Status{Offline: true, CoverOpen: true, Error: true}.Blocking())
	require.Equal(t, devices.Faulty, devices.Status{Offline: true, Error: true}.Blocking())
	require.Equal(t, devices.Offline, devices.Status{Offline: true}.Blocking())
}
