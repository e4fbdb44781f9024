package printing_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// sheetQueue puts commands as those of CUPS first on the path: a queue that takes every job and passes it on at once. It gives the
// folder in which lp keeps each job and how it was called. The real commands are tried in devices/queueprint.
func sheetQueue(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, script := range map[string]string{
		"lp":     `n=$(ls "$0".d | wc -l); cat > "$0".d/$n.pdf; echo "$@" > "$0".called; echo "request id is laser-$n (1 file(s))"`,
		"lpstat": `test "$1" = -p && echo "printer laser is idle." || true`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700)) //nolint:gosec // it is to be run
	}
	require.NoError(t, os.Mkdir(filepath.Join(folder, "lp.d"), 0o700))
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	return filepath.Join(folder, "lp.d")
}

// words is what an independent reader finds in a job.
func words(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").Output()
	require.NoError(t, err)
	return string(out)
}

// A counter with an office printer prints receipts as sheets: with their jobs and states, marked when printed again, and with no
// drawer that fails each time.
func TestACounterPrintsOnSheets(t *testing.T) {
	ctx, counter, queue := context.Background(), uitest.NewCounter(t), sheetQueue(t)
	require.NoError(t, counter.Printing.SetPrinter(ctx, "cups://laser?paper=A5", false))
	counter.As("100", uitest.ManagerPIN)
	require.NoError(t, counter.People.SetPolicy(ctx, estate.PolicyReceiptLayout, `{"hide":["counter"],"foot":["收费时间 8:30-17:30"]}`, session.Second{}))
	counter.As("101", uitest.CashierPIN)
	payment := counter.Pay("1-1-0602")
	require.Empty(t, counter.Pending(spool.Drawer), "nothing hangs on such a printer")
	counter.Print()
	printed, err := counter.Printing.Printed(ctx, payment.Number)
	require.NoError(t, err)
	require.Equal(t, spool.Sent, printed.State)
	first := words(t, filepath.Join(queue, "0.pdf"))
	for _, word := range []string{payment.Number, "1-1-0602", "叁佰元整", "收费时间 8:30-17:30"} {
		require.Contains(t, first, word)
	}
	require.NotContains(t, first, "补打")
	require.NotContains(t, first, "柜台")
	_, err = counter.Printing.Reprint(ctx, payment.Number)
	require.NoError(t, err)
	counter.Print()
	require.Contains(t, words(t, filepath.Join(queue, "1.pdf")), "补打 第1次")
}

// A part that a newer program left out of receipts keeps none from being printed here.
func TestAReceiptPrintsInALayoutOfANewerProgram(t *testing.T) {
	ctx, counter, queue := context.Background(), uitest.NewCounter(t), sheetQueue(t)
	require.NoError(t, counter.Printing.SetPrinter(ctx, "cups://laser?paper=A5", false))
	require.NoError(t, counter.Book.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec("INSERT INTO policies (name, value) VALUES (?, ?)", estate.PolicyReceiptLayout, `{"hide":["stamp","counter"],"foot":["收费时间 8:30-17:30"]}`)
		return err
	}))
	payment := counter.Pay("1-1-0602")
	counter.Print()
	printed := words(t, filepath.Join(queue, "0.pdf"))
	require.Contains(t, printed, payment.Number)
	require.Contains(t, printed, "收费时间 8:30-17:30")
	require.NotContains(t, printed, "柜台")
}

// What has no form of its own stands on a sheet as on a roll.
func TestATestPageOnASheetNamesTheSheet(t *testing.T) {
	ctx, counter, queue := context.Background(), uitest.NewCounter(t), sheetQueue(t)
	require.NoError(t, counter.Printing.SetPrinter(ctx, "cups://laser?paper=241x140", false))
	require.NoError(t, counter.Printing.PrintTest(ctx))
	counter.Print()
	page := words(t, filepath.Join(queue, "0.pdf"))
	for _, word := range []string{"打印测试", "241 × 139.7", "1,234,567.89", "䶮 龑"} {
		require.Contains(t, page, word)
	}
}
