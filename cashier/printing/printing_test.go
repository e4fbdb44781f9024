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

// An owner who wants no paper: what waits is not printed and is asked back by nobody; the first paper, should it be wanted after all, is the original.
func TestAReceiptGivenAsACodeIsNoCopy(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	given, err := counter.Printing.GiveCodes(ctx, payment.Numbers())
	require.NoError(t, err)
	require.Len(t, given, 1)
	verdict, err := counter.Book.Prove(ctx, given[0].Code)
	require.NoError(t, err)
	require.Equal(t, []any{ledger.Proven, given[0].Number, given[0].Fen}, []any{verdict.Worth, verdict.Number, verdict.Fen})
	require.Empty(t, counter.Pending(spool.Receipt))
	require.Zero(t, counter.Last().Copies, "a void asks for no paper that was never printed")
	printed, err := counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, spool.Electronic, printed.State)
	unsure, err := counter.Printing.Unprinted(ctx)
	require.NoError(t, err)
	require.Empty(t, unsure)

	_, err = counter.Printing.GiveCodes(ctx, payment.Numbers())
	require.NoError(t, err, "as often as somebody asks")
	copyNumber, err := counter.Printing.PrintAgain(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, 1, copyNumber)
	require.Equal(t, 1, counter.Last().Copies)
	_, err = counter.Printing.GiveCodes(ctx, payment.Numbers())
	require.NoError(t, err)
	require.Len(t, counter.Pending(spool.Receipt), 1, "the paper was asked for after the code")
}

func TestACodeTakesNoPaperBackThatIsOut(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment := counter.Pay("1-1-0602")
	counter.Print()
	given, err := counter.Printing.GiveCodes(ctx, payment.Numbers())
	require.NoError(t, err)
	require.Len(t, given, 1)
	require.Equal(t, 1, counter.Last().Copies)
	printed, err := counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.True(t, spool.Job{State: printed.State}.OnPaper())
}

// A counter that prints on demand: a payment's receipt waits for somebody to ask for paper or code, and the drawer opens as ever.
func TestOnDemandAPaymentPrintsNothingUntilItIsAskedFor(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	require.NoError(t, counter.Printing.SetOnDemand(ctx, true))
	payment := counter.Pay("1-1-0602")
	require.Empty(t, counter.Pending(spool.Receipt))
	require.Len(t, counter.Pending(spool.Drawer), 1)
	require.Zero(t, counter.Last().Copies)
	_, err := counter.Printing.GiveCodes(ctx, payment.Numbers())
	require.NoError(t, err)
	printed, err := counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, spool.Electronic, printed.State)

	require.NoError(t, counter.Printing.Load(ctx))
	require.True(t, counter.Printing.OnDemand(), "this machine remembers it")
	setting, large := counter.Printing.Printer()
	require.NoError(t, counter.Printing.SetPrinter(ctx, setting, large))
	require.True(t, counter.Printing.OnDemand(), "whatever else is set")
	require.NoError(t, counter.Printing.SetOnDemand(ctx, false))
	counter.Pay("3021201")
	require.Len(t, counter.Pending(spool.Receipt), 1)
}

// A household whose receipts are printed large has all of them so, also copies of earlier ones, and no other household has.
func TestLargePrintIsRememberedForTheHousehold(t *testing.T) {
	ctx, counter := context.Background(), uitest.NewCounter(t)
	payment, other := counter.Pay("1-1-0602"), counter.Pay("3-2-1201")
	require.NoError(t, counter.Printing.SetLargePrint(ctx, payment.Object, true))
	for number, large := range map[string]bool{payment.Number: true, other.Number: false} {
		receipt, err := counter.Printing.PaperReceipt(ctx, number, 1)
		require.NoError(t, err)
		require.Equal(t, large, receipt.Large, number)
	}
	require.NoError(t, counter.Printing.SetLargePrint(ctx, payment.Object, false))
	receipt, err := counter.Printing.PaperReceipt(ctx, payment.Number, 1)
	require.NoError(t, err)
	require.False(t, receipt.Large)
}
