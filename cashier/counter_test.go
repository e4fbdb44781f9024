package cashier_test

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
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// paid takes the 300.00 that 1-1-0602 owes, in cash.
func paid(t *testing.T, counter *uitest.Counter) till.Payment {
	t.Helper()
	draft := counter.Draft(counter.Household("1-1-0602"))
	taken, err := counter.Taking.Take(context.Background(), counter.OrderOf(draft))
	require.NoError(t, err)
	require.NoError(t, taken.PaperError)
	return taken.Payment
}

func pending(t *testing.T, counter *uitest.Counter, kind spool.Kind) (jobs []spool.Job) {
	t.Helper()
	all, err := counter.Printing.Spool.Pending(context.Background())
	require.NoError(t, err)
	for _, job := range all {
		if job.Kind == kind {
			jobs = append(jobs, job)
		}
	}
	return jobs
}

func TestAVoidAskedForTwiceOpensTheDrawerAndPrintsItsSlipOnce(t *testing.T) {
	counter := uitest.NewCounter(t)
	payment := paid(t, counter)
	counter.Print()
	undo, err := counter.Undoing.Begin(payment.Number)
	require.NoError(t, err)
	undo.CopiesTaken, undo.Reason = 1, till.Reason{Code: "wrong_room"}
	undo.Second = session.Second{Who: "200", PIN: uitest.SupervisorPIN}
	for range 2 { // The first answer was lost.
		taken, err := counter.Undoing.Void(context.Background(), undo)
		require.NoError(t, err)
		require.NoError(t, taken.PaperError)
		require.Equal(t, till.Void, taken.Payment.Kind)
	}
	require.Len(t, pending(t, counter, spool.Drawer), 1)
	require.Len(t, pending(t, counter, spool.Receipt), 1)
}

func TestACopyOnItsWayIsWaitedForAndNotMadeTwice(t *testing.T) {
	counter := uitest.NewCounter(t)
	payment := paid(t, counter)
	require.NoError(t, counter.Book.Store.Write(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec("UPDATE print_jobs SET state = 'sending' WHERE kind = 'receipt'")
		return err
	}))
	copyNumber, err := counter.Printing.PrintAgain(context.Background(), payment.Number)
	require.NoError(t, err)
	require.Equal(t, 1, copyNumber)
	require.Len(t, pending(t, counter, spool.Receipt), 1)
}

func TestACopyTakenBackDoesNotHideTheOneBeforeIt(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := paid(t, counter)
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
	payment := paid(t, counter)
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
	payment := paid(t, counter)
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

func TestLockingTheDeskDoesNotTakeThePaperFromAPaymentOnItsWay(t *testing.T) {
	counter := uitest.NewCounter(t)
	draft := counter.Draft(counter.Household("1-1-0602"))
	cashierID := actorID(counter)
	counter.Book.Journal.Now = func() time.Time {
		counter.SignOut()
		return counter.Clock
	}
	taken, err := counter.Taking.Take(context.Background(), counter.OrderOf(draft))
	require.NoError(t, err)
	require.NoError(t, taken.PaperError)
	require.Len(t, pending(t, counter, spool.Receipt), 1)
	require.Len(t, pending(t, counter, spool.Drawer), 1)
	var by string
	require.NoError(t, counter.Book.Store.Read(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Get("SELECT person FROM copies", nil, &by)
		return err
	}))
	require.Equal(t, cashierID, by)
}

func actorID(counter *uitest.Counter) string {
	actor, _ := counter.Actor()
	return actor.ID()
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

// cancelling returns a context that ends once the book was asked the time so often: in the middle of a command.
func cancelling(counter *uitest.Counter, after int) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	counter.Book.Journal.Now = func() time.Time {
		if after--; after == 0 {
			cancel()
		}
		return counter.Clock
	}
	return ctx
}

func TestQuittingAfterTheMoneyIsDurableStillAsksForThePaper(t *testing.T) {
	counter := uitest.NewCounter(t)
	draft := counter.Draft(counter.Household("1-1-0602"))
	taken, err := counter.Taking.Take(cancelling(counter, 1), counter.OrderOf(draft))
	require.NoError(t, err)
	require.NoError(t, taken.PaperError)
	require.Len(t, pending(t, counter, spool.Receipt), 1)
	require.Len(t, pending(t, counter, spool.Drawer), 1)

	undo, err := counter.Undoing.Begin(taken.Payment.Number)
	require.NoError(t, err)
	undo.CopiesTaken, undo.Reason = 1, till.Reason{Code: "wrong_room"}
	undo.Second = session.Second{Who: "200", PIN: uitest.SupervisorPIN}
	voided, err := counter.Undoing.Void(cancelling(counter, 2), undo)
	require.NoError(t, err)
	require.NoError(t, voided.PaperError)
	require.Len(t, pending(t, counter, spool.Receipt), 2)
}

func TestAClosedShiftIsNeverSaidToBeCancelled(t *testing.T) {
	counter := uitest.NewCounter(t)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = counter.Shifts.Count(context.Background(), count)
	require.NoError(t, err)
	z, err := counter.Shifts.Close(cancelling(counter, 1), shifts.Handover{LeftFen: 500_00})
	require.NoError(t, err)
	require.NotEmpty(t, z.HeadHash)
	require.Len(t, pending(t, counter, spool.Z), 1)
}

func TestAPaymentAskedForTwiceOpensTheDrawerOnce(t *testing.T) {
	counter := uitest.NewCounter(t)
	draft := counter.Draft(counter.Household("1-1-0602"))
	for range 2 {
		taken, err := counter.Taking.Take(context.Background(), counter.OrderOf(draft))
		require.NoError(t, err)
		require.NoError(t, taken.PaperError)
	}
	require.Len(t, pending(t, counter, spool.Drawer), 1)
	require.Len(t, pending(t, counter, spool.Receipt), 1)
}

func TestTheUsualSumIsTheMiddleOfThreePaymentsThatStand(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	undone := paid(t, counter)
	undo, err := counter.Undoing.Begin(undone.Number)
	require.NoError(t, err)
	undo.CopiesTaken, undo.Reason = 1, till.Reason{Code: "wrong_room"}
	undo.Second = session.Second{Who: "200", PIN: uitest.SupervisorPIN}
	_, err = counter.Undoing.Void(ctx, undo)
	require.NoError(t, err)
	for n, fen := range []money.Fen{50_00, 60_00, 70_00} {
		household := counter.Household("1-1-0602")
		require.Zero(t, household.UsualFen, "%d payments are no habit", n)
		draft := counter.Draft(household)
		draft.Parts[household.Lines[0].ID] = fen
		_, err := counter.Taking.Take(ctx, counter.OrderOf(draft))
		require.NoError(t, err)
	}
	require.Equal(t, money.Fen(60_00), counter.Household("1-1-0602").UsualFen, "what was undone is no habit either")
}

func TestAClockThatRanBackIsSaid(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	for by, back := range map[time.Duration]bool{0: false, -time.Minute: false, -3 * time.Minute: true} {
		counter.Book.Journal.Now = func() time.Time { return counter.Clock.Add(by) }
		state, err := counter.State(ctx)
		require.NoError(t, err)
		require.Equal(t, back, state.ClockBack, by)
	}
}

func TestAShiftThatClosesOverADamagedBookStopsMoney(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	count, err := till.CountOf(500_00)
	require.NoError(t, err)
	_, err = counter.Shifts.Count(ctx, count)
	require.NoError(t, err)
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec("DROP TRIGGER events_update"); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE events SET at_ms = at_ms + 1 WHERE seq = (SELECT max(seq) FROM events)")
		return err
	}))
	z, err := counter.Shifts.Close(ctx, shifts.Handover{LeftFen: 500_00})
	require.Equal(t, "book.findings", store.Code(err))
	require.NotEmpty(t, z.HeadHash, "the shift is closed all the same")
	state, err := counter.State(ctx)
	require.NoError(t, err)
	require.Equal(t, "book.findings", store.Code(state.Stopped))
}

func TestAPaperThatAPersonSawIsSure(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := paid(t, counter)
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
	payment := paid(t, counter)
	ctx, stop := context.WithCancel(context.Background())
	count, err := till.CountOf(800_00)
	require.NoError(t, err)
	_, err = counter.Shifts.Count(ctx, count)
	require.NoError(t, err)
	_, err = counter.Shifts.Close(ctx, shifts.Handover{LeftFen: 500_00, Receiver: session.Second{Who: "200", PIN: uitest.SupervisorPIN}})
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- counter.Printing.Spool.Run(ctx) }()
	require.Eventually(t, func() bool { return len(pending(t, counter, spool.Z)) == 0 }, 20*time.Second, 20*time.Millisecond)
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
