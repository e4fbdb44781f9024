package report_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/report"
)

// sheets lets LibreOffice, which shares no code with what wrote the file, read it back: sheet → lines → cells as shown.
func sheets(t *testing.T, r report.DayReport) map[string][][]string {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "day.xlsx")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, report.WriteXLSX(file, r.Date, r.Sheets()))
	require.NoError(t, file.Close())
	const everySheetAsShown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
	command := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--convert-to", everySheetAsShown, "--outdir", folder, path)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8") // the sheets' names become file names
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
	read := make(map[string][][]string)
	for _, name := range []string{"汇总", "收费明细", "收据", "现金", "核对"} {
		text, err := os.Open(filepath.Join(folder, "day-"+name+".csv"))
		require.NoError(t, err)
		reader := csv.NewReader(text)
		reader.FieldsPerRecord = -1
		read[name], err = reader.ReadAll()
		require.NoError(t, err)
		require.NoError(t, text.Close())
	}
	return read
}

func fen(t *testing.T, text string) money.Fen {
	t.Helper()
	amount, err := money.Parse(text)
	require.NoError(t, err, text)
	return amount
}

// column adds up a column below its header up to the line that begins with 合计, and gives that line's figure too.
func column(t *testing.T, lines [][]string, title string) (sum, written money.Fen) {
	t.Helper()
	place := slices.Index(lines[1], title)
	require.GreaterOrEqual(t, place, 0, title)
	for _, line := range lines[2:] {
		if line[0] == "合计" {
			return sum, fen(t, line[place])
		}
		sum += fen(t, line[place])
	}
	require.Fail(t, "no line of totals")
	return 0, 0
}

func TestAnotherProgramReadsFiguresThatTie(t *testing.T) {
	c := twoDays(t)
	for _, r := range []report.DayReport{c.day("2026-11-20"), c.day("2026-11-21")} {
		read := sheets(t, r)
		for _, title := range []string{"现金", "刷卡", "转账", "支票", "实收合计", "预存款抵扣", "抹零", "合计"} {
			sum, written := column(t, read["汇总"], title)
			require.Equal(t, written, sum, title)
			receipts, total := column(t, read["收据"], title)
			require.Equal(t, total, receipts, title)
			require.Equal(t, sum, receipts, title)
		}
		total, _ := column(t, read["汇总"], "合计")
		arrears, _ := column(t, read["汇总"], "其中往期欠费")
		current, _ := column(t, read["汇总"], "其中本期")
		ahead, _ := column(t, read["汇总"], "其中预收")
		require.Equal(t, total, arrears+current+ahead+lineOf(t, read["汇总"], "存入预存款"))
		lines, written := column(t, read["收费明细"], "金额")
		require.Equal(t, total, lines)
		require.Equal(t, total, written)
		cash, _ := column(t, read["收据"], "现金")
		require.Equal(t, cash, lineOf(t, read["现金"], "收现")+lineOf(t, read["现金"], "找零")+lineOf(t, read["现金"], "退还"))
		require.Greater(t, len(read["核对"]), 10)
		for _, line := range read["核对"][2:] {
			if r.Shifts[0].Open && line[0] == "柜台 01 第 2 班 应有 + 长短款 = 清点" {
				require.Equal(t, []string{"", "", "", "未清点"}, []string{line[2], line[4], line[5], line[6]})
				continue
			}
			if line[0] == "柜台 01 第 1 班 备用金，与上一班留下" {
				require.Equal(t, []string{"", "", "", "本柜台第一班，没有上一班"}, []string{line[2], line[4], line[5], line[6]})
				continue
			}
			require.Equal(t, fen(t, line[2]), fen(t, line[4]), line[0])
			require.Equal(t, "✓", line[6], line[0])
		}
	}
}

// lineOf returns the first figure of the line with this name.
func lineOf(t *testing.T, lines [][]string, name string) money.Fen {
	t.Helper()
	for _, line := range lines {
		if line[0] == name {
			return fen(t, line[1])
		}
	}
	require.Fail(t, "no line "+name)
	return 0
}

func TestCountedPiecesMakeTheCount(t *testing.T) {
	c := twoDays(t)
	read := sheets(t, c.day("2026-11-20"))
	var sum money.Fen
	for _, line := range read["现金"] {
		if name, ok := strings.CutSuffix(line[0], " 元"); ok {
			sum += fen(t, name) * fen(t, line[1]) / 100
		}
	}
	require.Equal(t, lineOf(t, read["现金"], "清点"), sum)
}

// A company may call itself what a spreadsheet takes for a formula; it must stay a name.
func TestNoTextBecomesAFormula(t *testing.T) {
	c := twoDays(t)
	read := sheets(t, c.day("2026-11-20"))
	for _, line := range read["收据"] {
		if line[2] == shop {
			require.Equal(t, "'=cmd|盛达商贸", line[3])
		}
	}
}
