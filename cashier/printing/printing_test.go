package printing_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/shifts"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func TestACopyOnItsWayIsWaitedForAndNotMadeTwice(t *testing.T) {
	counter := uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	require.NoError(t, counter.Book.Store.Write(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE print_jobs SET state = 'sending' WHERE kind = 'receipt'")
		return err
	}))
	copyNumber, err := counter.Printing.PrintAgain(context.Background(), payment.Number)
	require.NoError(t, err)
	require.Equal(t, 1, copyNumber)
	require.Len(t, counter.Pending(spool.Receipt), 1)
}

func TestACopyTakenBackDoesNotHideTheOneBeforeIt(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	copyNumber, err := counter.Printing.Reprint(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, 2, copyNumber)
	printed, err := counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.NoError(t, counter.Printing.CancelPrint(ctx, printed.Job))
	printed, err = counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, 1, printed.Copy, "the original still waits: a person must be able to take it back too")
	require.Equal(t, spool.Queued, printed.State)
	require.NoError(t, counter.Printing.CancelPrint(ctx, printed.Job))
	printed, err = counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, spool.Cancelled, printed.State)
}

// The drawer stood first in the queue of a printer that was off, and the desk said that the receipt was printing.
func TestAReceiptBehindWhatCannotBePrintedSaysWhatItWaitsFor(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	printed, err := counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, devices.None, printed.Reason)
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE print_jobs SET reason = 'away', attempts = 1 WHERE kind = 'drawer'")
		return err
	}))
	printed, err = counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, []any{spool.Queued, devices.Away}, []any{printed.State, printed.Reason})
}

func TestAReprintNamesWhoAskedForItAndWhen(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	asked := counter.Clock.Add(time.Minute)
	counter.Clock = asked
	copyNumber, err := counter.Printing.Reprint(ctx, payment.Number)
	require.NoError(t, err)
	counter.Clock = asked.Add(time.Hour) // The printer was away, and somebody else is at the counter now.
	counter.As("200", uitest.SupervisorPIN)
	receipt, err := counter.Printing.PaperReceipt(ctx, payment.Number, copyNumber)
	require.NoError(t, err)
	require.Equal(t, "王丽", receipt.CopiedBy)
	require.Equal(t, asked.UnixMilli(), receipt.CopiedMS)
}

func TestADrawerThatCannotBeQueuedIsNotLoggedAsOpened(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		for range 200 {
			if _, err := counter.Printing.Spool.Enqueue(tx, spool.Test, "test", 1); err != nil {
				return err
			}
		}
		return nil
	}))
	require.Equal(t, "spool.full", store.Code(counter.Printing.OpenDrawer(ctx, "change_money")))
	var opened int
	require.NoError(t, counter.Book.Store.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events WHERE kind = 'drawer.opened'", nil, &opened)
		return err
	}))
	require.Zero(t, opened)
}

func TestAPaperThatAPersonSawIsSure(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE print_jobs SET state = 'unknown' WHERE kind = 'receipt'")
		return err
	}))
	unsure, err := counter.Printing.Unprinted(ctx)
	require.NoError(t, err)
	require.Len(t, unsure, 1)
	require.Equal(t, payment.Number, unsure[0].Number)
	require.NoError(t, counter.Printing.MarkPrinted(ctx, unsure[0].Printed.Job))
	unsure, err = counter.Printing.Unprinted(ctx)
	require.NoError(t, err)
	require.Empty(t, unsure)
}

// The report is frozen with staff numbers; the paper that people sign has their names, opened for it alone.
func TestTheZReportHasALineForEverybodyWhoSigns(t *testing.T) {
	counter := uitest.NewCounter(t)
	file := filepath.Join(t.TempDir(), "z.prn")
	require.NoError(t, counter.Printing.UsePrinter("file://"+file+"?paper=80"))
	payment := counter.Pay("1-1-0602")
	ctx, stop := context.WithCancel(context.Background())
	count, err := till.CountOf(800_00)
	require.NoError(t, err)
	_, err = counter.Shifts.Count(ctx, count)
	require.NoError(t, err)
	_, err = counter.Shifts.Close(ctx, shifts.Handover{LeftFen: 500_00, Receiver: session.Second{Who: "200", PIN: uitest.SupervisorPIN}})
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- counter.Printing.Spool.Run(ctx) }()
	require.Eventually(t, func() bool { return len(counter.Pending(spool.Z)) == 0 }, 20*time.Second, 20*time.Millisecond)
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)

	sheet, err := devicetest.NewPaper(576, assets.FontRegular())
	require.NoError(t, err)
	var lines []string
	sheet.OnReceipt = func(r devicetest.Receipt) { lines = r.Lines }
	printed, err := os.ReadFile(file)
	require.NoError(t, err)
	_, err = sheet.Write(printed)
	require.NoError(t, err)
	text := strings.Join(lines, "\n")
	for _, words := range []string{"交班报表（Z）", " " + payment.Number + " 起", "交班人 王丽（工号 101） ____", "接收人 李主管（工号 200） ____"} {
		require.Contains(t, text, words)
	}
}

// Copies of one receipt prove the same, whenever they were asked for; the code is no part of what the payment waits for.
func TestEveryCopyOfAReceiptHasTheSameCodeAndProvesItself(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	original, err := counter.Printing.PaperReceipt(ctx, payment.Number, 1)
	require.NoError(t, err)
	counter.Clock = counter.Clock.Add(30 * 24 * time.Hour)
	copyNumber, err := counter.Printing.Reprint(ctx, payment.Number)
	require.NoError(t, err)
	reprint, err := counter.Printing.PaperReceipt(ctx, payment.Number, copyNumber)
	require.NoError(t, err)
	require.Equal(t, original.QR, reprint.QR)
	verdict, err := counter.Book.Prove(ctx, reprint.QR)
	require.NoError(t, err)
	require.Equal(t, []any{ledger.Proven, payment.Number, original.Sums.ReceivedFen}, []any{verdict.Worth, verdict.Number, verdict.Fen})
	for _, secret := range []string{"1-1-0602", "10602", original.Payer} {
		require.NotContains(t, original.QR, secret)
	}
}
