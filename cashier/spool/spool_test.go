package spool_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/devices/netprint"
	"shouqi/ledger/store"
)

// counter is a real book with a spool, and a pretend printer on TCP.
type counter struct {
	*testing.T
	path    string
	db      *store.DB
	spool   *spool.Spool
	pretend *devicetest.Printer
	long    int // lines of each paper

	mu      sync.Mutex
	changes []spool.Job
	changed chan struct{}
	clock   time.Time
	printer func() (devices.Printer, error)
	stop    func()
}

// patience is long enough for any loaded machine; nothing waits so long that works.
const patience = time.Minute

func newCounter(t *testing.T, faults devicetest.Faults) *counter {
	t.Helper()
	pretend, err := devicetest.Start(devicetest.Options{Dots: 576, Font: assets.FontRegular(), Faults: faults})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pretend.Close()) })
	c := &counter{T: t, path: filepath.Join(t.TempDir(), "estate.book"), pretend: pretend, long: 1,
		clock: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	limits := escpos.Limits{Dial: patience, Reply: 10 * time.Second, Write: patience, Confirm: patience}
	wire, err := netprint.New(pretend.Address(), escpos.Profile80(), limits)
	require.NoError(t, err)
	c.printer = func() (devices.Printer, error) { return wire, nil }
	c.db, err = store.Create(t.Context(), c.path, store.Options{})
	require.NoError(t, err)
	c.open()
	t.Cleanup(func() { require.NoError(t, c.db.Close()) })
	return c
}

// open makes the spool of the open book; its worker is not running yet.
func (c *counter) open() {
	c.changed = make(chan struct{}, 1)
	c.spool = spool.New(c.db, c.render, func() (devices.Printer, error) { return c.theirs()() }, spool.Events{Now: c.now, Trouble: func(err error) { c.Log(err) }})
	c.spool.Subscribe(func(job spool.Job) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.changes = append(c.changes, job)
		select {
		case c.changed <- struct{}{}:
		default:
		}
	})
}

func (c *counter) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.clock
}

func (c *counter) later(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock = c.clock.Add(by)
}

// run starts the worker and stops it when the test ends, or by c.stop.
func (c *counter) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.spool.Run(ctx) }()
	c.stop = sync.OnceFunc(func() {
		cancel()
		require.ErrorIs(c, <-done, context.Canceled)
	})
	c.Cleanup(c.stop)
}

// render draws a paper that says which job it is.
func (c *counter) render(_ context.Context, job spool.Job) ([]byte, error) {
	if job.Subject == "undrawable" {
		return nil, fmt.Errorf("no such receipt")
	}
	if job.Kind == spool.Drawer {
		return escpos.KickDrawer(escpos.Profile80())
	}
	encoder, err := escpos.NewEncoder(escpos.Profile80(), nil)
	if err != nil {
		return nil, err
	}
	text := strings.Repeat(fmt.Sprintf("%s %s #%d\n", job.Kind, job.Subject, job.Copy), c.long)
	drawn, err := encoder.Encode(escpos.Document{escpos.Text{Text: text}, escpos.Cut{}})
	return drawn.Bytes, err
}

func (c *counter) enqueue(kind spool.Kind, subject string, copyNumber int) (job spool.Job) {
	c.Helper()
	require.NoError(c, c.db.Write(c.Context(), func(tx *store.Tx) (err error) {
		job, err = c.spool.Enqueue(tx, kind, subject, copyNumber)
		return err
	}))
	return job
}

// await waits for the first change of a job that fits.
func (c *counter) await(id int64, what string, fits func(spool.Job) bool) spool.Job {
	c.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		c.mu.Lock()
		for _, job := range c.changes {
			if job.ID == id && fits(job) {
				c.mu.Unlock()
				return job
			}
		}
		c.mu.Unlock()
		select {
		case <-c.changed:
		case <-limit.C:
			require.FailNow(c, "job never became "+what)
		}
	}
}

func (c *counter) awaitState(id int64, state spool.State) spool.Job {
	c.Helper()
	return c.await(id, string(state), func(j spool.Job) bool { return j.State == state })
}

// awaitReason waits until a job waits in the queue for a reason.
func (c *counter) awaitReason(id int64, reason devices.Reason) {
	c.Helper()
	c.await(id, "queued for "+string(reason), func(j spool.Job) bool { return j.State == spool.Queued && j.Reason == reason })
}

// first returns the first change that anybody was told.
func (c *counter) first() spool.Job {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changes[0]
}

// papers returns the first line of each paper that came out.
func (c *counter) papers() (all []string) {
	for _, receipt := range c.pretend.Receipts() {
		all = append(all, receipt.Lines[0])
	}
	return all
}

func (c *counter) missing() (subjects []string) {
	all, err := c.spool.NotSurelyPrinted(c.Context())
	require.NoError(c, err)
	for _, job := range all {
		subjects = append(subjects, job.Subject)
	}
	return subjects
}

func (c *counter) mend() { require.NoError(c, c.pretend.SetFaults(devicetest.Faults{})) }

func TestAReceiptIsPrintedOnceAndConfirmed(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	c.run()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	require.Equal(t, spool.Queued, job.State)
	c.awaitState(job.ID, spool.Sending)
	done := c.awaitState(job.ID, spool.Confirmed)
	require.Equal(t, 1, done.Attempts)
	require.True(t, done.OnPaper())
	require.Equal(t, []string{"receipt 01-2026-000001 #1"}, c.papers())
	require.Empty(t, c.missing())
	kept, err := c.spool.OfSubject(t.Context(), "01-2026-000001")
	require.NoError(t, err)
	require.Equal(t, []spool.Job{done}, kept, "what is told is what the book keeps")
}

func TestAJobIsThereWithItsPaymentOrNotAtAll(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	c.run()
	err := c.db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := c.spool.Enqueue(tx, spool.Receipt, "01-2026-000001", 1)
		require.NoError(t, err)
		return store.Refuse("test.rolled_back")
	})
	require.Error(t, err)
	job := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	c.awaitState(job.ID, spool.Confirmed)
	require.Equal(t, []string{"receipt 01-2026-000002 #1"}, c.papers())
}

func TestWhatWaitsForThePrinterComesOutOnce(t *testing.T) {
	for name, at := range map[string]struct {
		faults devicetest.Faults
		reason devices.Reason
	}{
		"paper out, then refilled":   {devicetest.Faults{PaperOut: true}, devices.PaperOut},
		"cover open, then shut":      {devicetest.Faults{CoverOpen: true}, devices.CoverOpen},
		"switched off, then back on": {devicetest.Faults{Away: true}, devices.Away},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, at.faults)
			c.run()
			job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
			c.awaitReason(job.ID, at.reason)
			require.Equal(t, []string{"01-2026-000001"}, c.missing())
			c.mend()
			require.NoError(t, c.spool.Retry(t.Context(), job.ID))
			c.awaitState(job.ID, spool.Confirmed)
			require.Len(t, c.papers(), 1)
			require.Empty(t, c.missing())
		})
	}
}

func TestAJobTriesAgainByItself(t *testing.T) {
	c := newCounter(t, devicetest.Faults{PaperOut: true})
	c.run()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	c.awaitReason(job.ID, devices.PaperOut)
	c.mend()
	require.Greater(t, c.awaitState(job.ID, spool.Confirmed).Attempts, 1)
	require.Len(t, c.papers(), 1)
}

func TestCutOffInTheMiddleIsUnknownAndNeverSentAgain(t *testing.T) {
	c := newCounter(t, devicetest.Faults{CutOffAfter: 3000})
	c.long = 300
	c.run()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	unknown := c.awaitState(job.ID, spool.Unknown)
	require.Equal(t, devices.CutOff, unknown.Reason)
	c.mend()
	c.long = 1
	next := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	c.awaitState(next.ID, spool.Confirmed)
	require.NotContains(t, c.papers(), "receipt 01-2026-000001 #2")
	require.Equal(t, []string{"01-2026-000001"}, c.missing())

	for _, refused := range []error{c.spool.Retry(t.Context(), job.ID), c.spool.Cancel(t.Context(), job.ID, nil)} {
		require.Equal(t, "spool.state", store.Code(refused), "what may be on paper is neither sent again nor taken back")
	}
	reprint := c.enqueue(spool.Receipt, "01-2026-000001", 2)
	c.awaitState(reprint.ID, spool.Confirmed)
	require.Empty(t, c.missing(), "the reprint is in the owner's hand")
	require.NoError(t, c.spool.MarkPrinted(t.Context(), job.ID))
	require.Equal(t, "spool.state", store.Code(c.spool.MarkPrinted(t.Context(), job.ID)))
}

func TestAPersonWhoLookedSettlesAnUnknownJob(t *testing.T) {
	c := newCounter(t, devicetest.Faults{CutOffAfter: 3000})
	c.long = 300
	c.run()
	job := c.enqueue(spool.Z, "17", 1)
	c.awaitState(job.ID, spool.Unknown)
	require.Equal(t, []string{"17"}, c.missing())
	require.NoError(t, c.spool.MarkPrinted(t.Context(), job.ID))
	require.True(t, c.awaitState(job.ID, spool.Printed).OnPaper())
	require.Empty(t, c.missing())
}

func TestASlowPrinterIsWaitedFor(t *testing.T) {
	c := newCounter(t, devicetest.Faults{BytesPerSecond: 2000})
	c.long = 40
	c.run()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	c.awaitState(job.ID, spool.Confirmed)
	require.Len(t, c.papers(), 1)
}

// stuck is a printer that takes a job and never says anything again, as one does when the power goes.
type stuck struct {
	began chan struct{}
	free  chan struct{}
}

func (p stuck) Print(context.Context, []byte) devices.Outcome {
	close(p.began)
	<-p.free
	return devices.Outcome{State: devices.Confirmed, BytesSent: 1}
}

func (stuck) Status(context.Context) (devices.Status, error) {
	return devices.Status{}, &devices.Error{Reason: devices.NotAsked}
}
func (stuck) Capabilities() devices.Capabilities { return devices.Capabilities{} }

func TestAKillWhileSendingIsUnknownAfterReopening(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	real, dead := c.printer, stuck{began: make(chan struct{}), free: make(chan struct{})}
	c.printer = func() (devices.Printer, error) { return dead, nil }
	killed, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	before := c.spool
	go func() { done <- before.Run(killed) }()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	<-dead.began
	drawer := c.enqueue(spool.Drawer, "01-2026-000001", 0)
	waiting := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	require.NoError(t, c.db.Close(), "the book goes away in the middle, without a word to the spool")

	var err error
	c.db, err = store.Open(t.Context(), c.path, store.Options{})
	require.NoError(t, err)
	c.open()
	c.printer = real
	c.later(11 * time.Second)
	c.run()
	require.Equal(t, spool.PowerLost, c.awaitState(job.ID, spool.Unknown).Reason)
	require.Equal(t, spool.Expired, c.awaitState(drawer.ID, spool.Failed).Reason, "nobody stands at that drawer any more")
	c.awaitState(waiting.ID, spool.Confirmed)
	require.Equal(t, []string{"receipt 01-2026-000002 #1"}, c.papers(), "the job that may be on paper is not sent again")
	require.Empty(t, c.pretend.Kicks())

	close(dead.free)
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
	kept, err := c.spool.OfSubject(t.Context(), "01-2026-000001")
	require.NoError(t, err)
	require.Equal(t, spool.Unknown, kept[0].State, "the dead run can no longer say otherwise")
}
