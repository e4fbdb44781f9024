package spool_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/spool"
	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/ledger/store"
)

func TestADrawerIsKickedOnceAndBeforeThePaper(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	paper := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	drawer := c.enqueue(spool.Drawer, "01-2026-000001", 0)
	c.run()
	c.awaitState(paper.ID, spool.Confirmed)
	c.awaitState(drawer.ID, spool.Confirmed)
	require.Equal(t, drawer.ID, c.first().ID, "the drawer opens while the paper prints, not after it")
	require.Len(t, c.pretend.Kicks(), 1)
	require.Equal(t, "spool.state", store.Code(c.spool.Retry(t.Context(), drawer.ID)))
}

func TestADrawerDoesNotOpenOnAnEmptyCounter(t *testing.T) {
	c := newCounter(t, devicetest.Faults{Away: true})
	c.run()
	drawer := c.enqueue(spool.Drawer, "01-2026-000001", 0)
	c.awaitReason(drawer.ID, devices.Away)
	c.later(11 * time.Second)
	c.mend()
	c.spool.Wake()
	require.Equal(t, spool.Expired, c.awaitState(drawer.ID, spool.Failed).Reason)
	require.Empty(t, c.pretend.Kicks())
	require.Equal(t, "spool.state", store.Code(c.spool.Retry(t.Context(), drawer.ID)))
	require.Empty(t, c.missing(), "a drawer is no paper")
}

func TestADrawerWhoseFateIsUnknownIsLeftAlone(t *testing.T) {
	c := newCounter(t, devicetest.Faults{CutOffAfter: 9 + 3})
	c.run()
	drawer := c.enqueue(spool.Drawer, "01-2026-000001", 0)
	c.awaitState(drawer.ID, spool.Unknown)
	c.mend()
	next := c.enqueue(spool.Test, "", 0)
	c.awaitState(next.ID, spool.Confirmed)
	require.Empty(t, c.pretend.Kicks())
	require.Equal(t, "spool.state", store.Code(c.spool.Retry(t.Context(), drawer.ID)))
}

func TestACancelledJobIsRecordedAndNeverComesOut(t *testing.T) {
	c := newCounter(t, devicetest.Faults{PaperOut: true})
	c.run()
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	c.awaitReason(job.ID, devices.PaperOut)
	refusal := store.Refuse("test.refused")
	require.ErrorIs(t, c.spool.Cancel(t.Context(), job.ID, func(*store.Tx, spool.Job) error { return refusal }), refusal)
	require.Equal(t, []string{"01-2026-000001"}, c.missing(), "a copy that could not be recorded as missing still waits")
	var recorded spool.Job
	err := c.spool.Cancel(t.Context(), job.ID, func(_ *store.Tx, job spool.Job) error {
		recorded = job
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, "01-2026-000001", recorded.Subject)
	c.mend()
	next := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	c.awaitState(next.ID, spool.Confirmed)
	require.Equal(t, []string{"receipt 01-2026-000002 #1"}, c.papers())
	require.Empty(t, c.missing())
	require.Equal(t, "spool.unknown_job", store.Code(c.spool.Cancel(t.Context(), 99, nil)))
}

func TestFiftyJobsKeepTheirOrder(t *testing.T) {
	c := newCounter(t, devicetest.Faults{PaperOut: true})
	var want []string
	var last spool.Job
	for n := range 50 {
		subject := fmt.Sprintf("01-2026-%06d", n+1)
		last = c.enqueue(spool.Receipt, subject, 1)
		want = append(want, fmt.Sprintf("receipt %s #1", subject))
	}
	c.run()
	pending, err := c.spool.Pending(t.Context())
	require.NoError(t, err)
	require.Len(t, pending, 50)
	c.awaitReason(pending[0].ID, devices.PaperOut)
	c.mend()
	c.spool.Wake()
	c.awaitState(last.ID, spool.Confirmed)
	require.Equal(t, want, c.papers())
}

func TestWhatTheQueueRefuses(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	for name, at := range map[string]struct {
		kind    spool.Kind
		subject string
		copy    int
		code    string
	}{
		"a kind nobody knows":          {"poem", "1", 1, "spool.kind"},
		"a person's name":              {spool.Receipt, "张建国", 1, "spool.subject"},
		"a receipt without its number": {spool.Receipt, "01-2026-000001", 0, "spool.copy"},
		"a negative copy":              {spool.Test, "", -1, "spool.copy"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := c.spool.Enqueue(tx, at.kind, at.subject, at.copy)
				return err
			})
			require.Equal(t, at.code, store.Code(err))
		})
	}
	enqueue := func(subject string) error {
		return c.db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := c.spool.Enqueue(tx, spool.Receipt, subject, 1)
			return err
		})
	}
	for n := range 200 {
		require.NoError(t, enqueue(fmt.Sprint(n)))
	}
	require.Equal(t, "spool.full", store.Code(enqueue("200")))
	require.NoError(t, c.spool.Cancel(t.Context(), 1, nil))
	require.Equal(t, "spool.twice", store.Code(enqueue("7")))
	require.NoError(t, enqueue("200"))
}

func TestAJobThatCannotBePrintedWaitsForAPerson(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	working := c.printer
	c.printer = func() (devices.Printer, error) {
		printer, _, err := spool.PrinterFromSetting("none")
		return printer, err
	}
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	c.run()
	require.Equal(t, spool.NoPrinter, c.awaitState(job.ID, spool.Failed).Reason)
	require.Equal(t, []string{"01-2026-000001"}, c.missing())
	c.stop()
	c.printer = working
	c.run()
	require.NoError(t, c.spool.Retry(t.Context(), job.ID))
	c.awaitState(job.ID, spool.Confirmed)

	undrawable := c.enqueue(spool.Receipt, "undrawable", 1)
	require.Equal(t, spool.NotDrawn, c.awaitState(undrawable.ID, spool.Failed).Reason)
	c.long = 100_000
	large := c.enqueue(spool.Receipt, "01-2026-000002", 1)
	require.Equal(t, spool.NotDrawn, c.awaitState(large.ID, spool.Failed).Reason)
	require.Len(t, c.papers(), 1)
}

func TestAReceiptOfLongAgoIsNotPrintedUnasked(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	c.later(13 * time.Hour)
	c.run()
	require.Equal(t, spool.Expired, c.awaitState(job.ID, spool.Failed).Reason)
	require.NoError(t, c.spool.Retry(t.Context(), job.ID))
	c.awaitState(job.ID, spool.Confirmed)
}

func TestAClockThatRanBackPrintsNothingUnasked(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	job := c.enqueue(spool.Receipt, "01-2026-000001", 1)
	drawer := c.enqueue(spool.Drawer, "01-2026-000001", 0)
	c.later(-13 * time.Hour)
	c.run()
	require.Equal(t, spool.Expired, c.awaitState(job.ID, spool.Failed).Reason, "nobody knows how long it has waited")
	require.Equal(t, spool.Expired, c.awaitState(drawer.ID, spool.Failed).Reason)
	require.Empty(t, c.papers())
}

func TestASettingThatCannotBeUsedIsSaid(t *testing.T) {
	for text, code := range map[string]string{
		"none": "spool.no_printer", "": "spool.no_printer",
		"usb://1": "spool.printer_setting", "tcp://h?paper=76": "spool.printer_setting", "file:///no/such/folder/anywhere": "spool.printer_setting",
	} {
		_, _, err := spool.PrinterFromSetting(text)
		require.Equal(t, code, store.Code(err), text)
	}
}

func TestAFilePrinterIsSentAndNamed(t *testing.T) {
	c := newCounter(t, devicetest.Faults{})
	folder := t.TempDir()
	setting := "file://" + filepath.ToSlash(folder) + "?paper=80"
	c.printer = func() (devices.Printer, error) {
		printer, _, err := spool.PrinterFromSetting(setting)
		return printer, err
	}
	c.run()
	job := c.enqueue(spool.KeyCard, "", 1)
	require.Equal(t, "file://"+folder, c.awaitState(job.ID, spool.Sent).Printer)
	written, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, written, 1)
}
