package desk

import (
	"context"
	"image"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/scanning"
	"shouqi/cashier/ui/uitest"
	"shouqi/devices/devicetest"
)

// notice presses what prints the bills that are ticked.
func (d *counted) notice() *counted { return d.press(fyne.KeyF11).typing(".1") }

// paperOut lets the printer print what waits, and gives the words of all of it and the last picture.
func (d *counted) paperOut() (text string, picture image.Image) {
	d.t.Helper()
	folder := d.t.TempDir()
	require.NoError(d.t, d.counter.Printing.UsePrinter("file://"+folder+"?paper=80"))
	d.counter.Print()
	files, err := os.ReadDir(folder)
	require.NoError(d.t, err)
	sheet, err := devicetest.NewPaper(576, assets.FontRegular())
	require.NoError(d.t, err)
	sheet.OnReceipt = func(r devicetest.Receipt) { text, picture = text+strings.Join(r.Lines, "\n"), r.Image }
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(folder, file.Name()))
		require.NoError(d.t, err)
		_, err = sheet.Write(content)
		require.NoError(d.t, err)
	}
	return text, picture
}

// code reads the code off a paper with a reader that is none of ours.
func (d *counted) code(picture image.Image) string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "paper.png")
	file, err := os.Create(path)
	require.NoError(d.t, err)
	require.NoError(d.t, png.Encode(file, picture))
	require.NoError(d.t, file.Close())
	out, err := exec.CommandContext(d.t.Context(), "zbarimg", "-q", "--raw", path).Output()
	require.NoError(d.t, err, "zbarimg must be installed and find the code")
	return strings.TrimSpace(string(out))
}

// scanPaper scans a paper of ours at the desk, as the window does.
func (d *counted) scanPaper(code string) {
	d.t.Helper()
	found := scanning.Read(code, d.counter.Book.Journal.Book)
	require.NoError(d.t, found.Err)
	d.screen.OpenPaper(found.Slip)
	require.NotNil(d.t, d.screen.view.Draft)
}

func (d *counted) ticked() []string { return slices.Sorted(maps.Keys(d.screen.view.Draft.Parts)) }

// What is ticked is printed, and a scan of the paper opens exactly that, whatever is billed for the household in the meantime; once some of
// it is paid it says by whom and when, and ticks the rest.
func TestAScanOfANoticeOpensExactlyItsBills(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter)
	d.press(fyne.KeySpace) // the bill at the cursor is left out
	printed := d.ticked()
	due := d.counter.Household("3021201").Lines
	require.NotEmpty(t, printed)
	require.Less(t, len(printed), len(due))
	d.notice()
	d.sees("缴费通知单已送去打印：1 张账单")
	require.Zero(t, d.payments())
	text, picture := d.paperOut()
	for _, words := range []string{"缴费通知单", "不作收款凭证", "3-2-1201", "张*国", "阳光物业", "2026-11-21"} {
		require.Contains(t, text, words)
	}
	require.NotContains(t, text, "张建国", "a notice is left at a door")
	require.NotContains(t, text, "补打")
	code := d.code(picture)

	d.counter.As("100", uitest.ManagerPIN)
	for _, line := range due {
		d.counter.Bill("3-2-1201", line.Item+"二", 10_00, line.DueOn)
	}
	d.counter.As("101", uitest.CashierPIN)
	d.press(fyne.KeyEscape, fyne.KeyEscape)
	d.scanPaper(code)
	require.Equal(t, printed, d.ticked())
	d.press(enter) // an empty amount is the exact one
	d.sees("本次实收")
	number := d.counter.Last().Number
	d.press(fyne.KeyEscape)
	d.scanPaper(code)
	require.Empty(t, d.ticked())
	d.sees("这张单子上的账单都已缴清：2026-11-21", "王丽 收，收据", number)
}

func TestANoticeThatWasPaidInPartTicksTheRest(t *testing.T) {
	d := newDesk(t)
	d.typing("3021201").press(enter).notice()
	_, picture := d.paperOut()
	code, all := d.code(picture), d.ticked()
	require.Len(t, all, 2)
	d.press(fyne.KeySpace)
	paid := d.ticked()
	require.Len(t, paid, 1)
	d.press(enter)
	d.press(fyne.KeyEscape)
	d.scanPaper(code)
	require.Equal(t, slices.DeleteFunc(all, func(bill string) bool { return bill == paid[0] }), d.ticked())
	d.sees("这张单子上有 1 张账单已缴清", "王丽 收，收据", d.counter.Last().Number, "其余的已勾选")
}

// What was paid while the printer was away does not stand on the paper, and a paper of nothing does not come out.
func TestANoticeThatWaitedIsOfWhatIsStillOwed(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter).notice()
	d.sees("缴费通知单已送去打印：1 张账单，¥300.00")
	d.counter.Pay("1-1-0602")
	text, _ := d.paperOut()
	require.Contains(t, text, "本次实收")
	require.NotContains(t, text, "通知单")
}

func TestNothingTickedIsNoNotice(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeySpace).notice()
	d.sees("没有勾选账单")
	jobs, err := d.counter.Printing.Spool.Pending(context.Background())
	require.NoError(t, err)
	require.Empty(t, jobs)
}

func TestLargePrintIsForNoticesToo(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF11).typing(".2")
	d.sees("1-1-0602 的收据从这一张起用大字")
	notice, err := d.counter.Printing.Notice(context.Background(), d.screen.view.Draft.Household.Room.ID, d.ticked())
	require.NoError(t, err)
	require.True(t, notice.Large)
}
