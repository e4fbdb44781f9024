package spool_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/devices/netprint"
	"shouqi/ledger/store"
)

// oddities is what happens to a printer on a bad day.
func oddities(random *rand.Rand) devicetest.Faults {
	switch random.IntN(12) {
	case 0:
		return devicetest.Faults{PaperOut: true}
	case 1:
		return devicetest.Faults{CoverOpen: true}
	case 2:
		return devicetest.Faults{Away: true}
	case 3:
		return devicetest.Faults{CutOffAfter: 1 + random.IntN(200)}
	case 4:
		return devicetest.Faults{PaperOutMidway: 1 + random.IntN(200)}
	case 5:
		return devicetest.Faults{Silent: true}
	case 6:
		return devicetest.Faults{Garbled: true}
	case 7:
		return devicetest.Faults{NoFence: true}
	}
	return devicetest.Faults{}
}

// Paper ends, covers open, plugs are pulled and the program is started anew, in any order: each receipt is on paper once, or its job is in the
// question list. None comes out twice by itself, and none is silently lost. SHOUQI_SPOOL_SEED plays a day again.
func TestAThousandOddEventsLoseNoReceipt(t *testing.T) {
	events := 1000
	if testing.Short() {
		events = 100
	}
	seed := uint64(20261129)
	if text := os.Getenv("SHOUQI_SPOOL_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	random := rand.New(rand.NewPCG(seed, 1))
	c := newCounter(t, devicetest.Faults{})
	// A wait that is too short on a busy machine makes a job unknown, which is asked about: nothing is lost by it.
	quick := escpos.Limits{Dial: 300 * time.Millisecond, Reply: 100 * time.Millisecond, Write: 300 * time.Millisecond, Confirm: 200 * time.Millisecond}
	c.connect(quick)
	c.run()
	var made []int64
	for n := range events {
		switch random.IntN(10) {
		case 0, 1, 2, 3:
			made = append(made, c.enqueue(spool.Receipt, fmt.Sprintf("01-2026-%06d", len(made)+1), 1).ID)
			c.works(random)
			c.queueShorterThan(40)
		case 4, 5, 6:
			require.NoError(t, c.pretend.SetFaults(oddities(random)))
		case 7:
			c.later(time.Second)
		case 8:
			if len(made) > 0 { // somebody presses “try again”
				_ = c.spool.Retry(t.Context(), made[random.IntN(len(made))]) // refused where it is done or on its way
			}
		case 9:
			if n%7 == 0 {
				c.startAgain()
			}
		}
	}
	c.mend()
	c.connect(escpos.Limits{Dial: patience, Reply: 10 * time.Second, Write: patience, Confirm: patience})
	for n, id := range made {
		c.settled(fmt.Sprintf("01-2026-%06d", n+1), id)
	}
	missing := make(map[string]bool)
	for _, subject := range c.missing() {
		missing[subject] = true
	}
	onPaper := make(map[string]int)
	for _, line := range c.papers() {
		onPaper[line]++
	}
	t.Logf("seed %d: %d receipts, %d asked about", seed, len(made), len(missing))
	for n := range made {
		subject := fmt.Sprintf("01-2026-%06d", n+1)
		count := onPaper["receipt "+subject+" #1"]
		require.LessOrEqual(t, count, 1, "%s came out twice (seed %d)", subject, seed)
		require.True(t, count == 1 || missing[subject], "%s is neither on paper nor asked about (seed %d)", subject, seed)
	}
}

// works lets the printer work a moment, so that what happens next happens at any point of a job.
func (c *counter) works(random *rand.Rand) {
	select {
	case <-c.changed:
	case <-time.After(time.Duration(random.IntN(6)) * time.Millisecond):
	}
}

// queueShorterThan mends the printer where too much waits, and lets it print that.
func (c *counter) queueShorterThan(most int) {
	c.Helper()
	waiting := func() int {
		pending, err := c.spool.Pending(c.Context())
		require.NoError(c, err)
		for _, job := range pending {
			_ = c.spool.Retry(c.Context(), job.ID) // it may have begun in this moment
		}
		return len(pending)
	}
	if pending, err := c.spool.Pending(c.Context()); err == nil && len(pending) >= most {
		c.mend()
		require.Eventually(c, func() bool { return waiting() == 0 }, 2*patience, 5*time.Millisecond)
	}
}

// connect makes the printer anew with other waits.
func (c *counter) connect(limits escpos.Limits) {
	c.Helper()
	wire, err := netprint.New(c.pretend.Address(), escpos.Profile80(), limits)
	require.NoError(c, err)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.printer = func() (devices.Printer, error) { return wire, nil }
}

// startAgain ends the program and starts it anew.
func (c *counter) startAgain() {
	c.Helper()
	c.stop()
	require.NoError(c, c.db.Close())
	var err error
	c.db, err = store.Open(c.Context(), c.path, store.Options{})
	require.NoError(c, err)
	c.open()
	c.run()
}

// settled waits until a job is no longer waiting or on its way.
func (c *counter) settled(subject string, id int64) {
	c.Helper()
	require.Eventually(c, func() bool {
		jobs, err := c.spool.OfSubject(c.Context(), subject)
		require.NoError(c, err)
		job := jobs[0]
		if job.State == spool.Queued {
			_ = c.spool.Retry(c.Context(), id) // it may have begun in this moment
		}
		return job.State != spool.Queued && job.State != spool.Sending
	}, 2*patience, 2*time.Millisecond)
}

// theirs is what makes the printer now.
func (c *counter) theirs() func() (devices.Printer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.printer
}
