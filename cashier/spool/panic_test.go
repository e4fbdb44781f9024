package spool_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/guard"
	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/ledger/store"
)

// cutPrinter panics in the middle of its first job.
type cutPrinter struct {
	devices.Printer
	wasCut bool
}

// Print implements devices.Printer.
func (p *cutPrinter) Print(ctx context.Context, job []byte) devices.Outcome {
	if !p.wasCut {
		p.wasCut = true
		panic("cut")
	}
	return p.Printer.Print(ctx, job)
}

func TestAPrinterThatPanicsLeavesItsJobUnknownAndTheNextOneComesOut(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	wire, err := c.printer()
	require.NoError(t, err)
	cut := &cutPrinter{Printer: wire}
	c.printer = func() (devices.Printer, error) { return cut, nil }
	c.run()
	lost := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	next := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	require.Equal(t, spool.PowerLost, c.awaitState(lost.ID, spool.Unknown).Reason)
	c.awaitState(next.ID, spool.Confirmed)
}

func TestAJobThatCannotBeDrawnForAPanicFailsAlone(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	working := c.printer
	c.printer = func() (devices.Printer, error) { panic("cut") }
	c.run()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	require.Equal(t, spool.BadSetting, c.awaitState(job.ID, spool.Failed).Reason)
	c.printer = working
	next := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	c.awaitState(next.ID, spool.Confirmed)
}

func TestAWorkerThatPanicsAgainAndAgainSaysSoAndEnds(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	var troubles []error
	broken := spool.New(c.db, c.render, c.printer, spool.Events{Now: func() time.Time { panic("cut") },
		Trouble: func(err error) { troubles = append(troubles, err) }})
	began := time.Now()
	require.Equal(t, guard.Code, store.Code(broken.Run(t.Context())))
	require.Len(t, troubles, 4)
	require.Greater(t, time.Since(began), 3*time.Second, "it waits longer each time")
	c.run()
	c.awaitState(job.ID, spool.Confirmed)
}
