package paper_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/devices/escpos"
)

var formats = paper.Formats

// sheets writes a receipt as PDF and gives the file.
func sheets(t *testing.T, receipt paper.Receipt, format paper.Format) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, paper.WritePDF(&out, receipt, format))
	require.Less(t, out.Len(), 400_000, "only the letters used are inside")
	path := filepath.Join(t.TempDir(), "receipt.pdf")
	require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
	return path
}

// tool runs one of poppler's readers, which know nothing of the library that wrote the file.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	require.NoError(t, err, "%s must be installed and read the file", name)
	return string(out)
}

func TestEverySheetCanBeReadBack(t *testing.T) {
	for name, receipt := range variants() {
		for _, format := range formats {
			t.Run(name+"/"+string(format), func(t *testing.T) {
				path := sheets(t, receipt, format)
				text := tool(t, "pdftotext", "-layout", path, "-")
				want := []string{receipt.Number, receipt.Room, receipt.Sums.ReceivedFen.Yuan(), receipt.Sums.ReceivedFen.Capital(), receipt.CheckMark, receipt.Linked, receipt.PaperNumber}
				want = append(want, receipt.Together...)
				for _, line := range receipt.Lines {
					want = append(want, line.AmountFen.Grouped())
				}
				for _, piece := range want {
					require.Contains(t, text, piece)
				}
				if name != "usual" && (format == paper.A4 || format == paper.Half241x140) && *draw == "" {
					return // a picture takes a while, and these differ from the others in their measures alone
				}
				picture := filepath.Join(t.TempDir(), "page")
				last := "1"
				if *draw != "" {
					last = "1000"
				}
				tool(t, "pdftoppm", "-png", "-gray", "-r", "150", "-l", last, path, picture)
				made, err := filepath.Glob(picture + "*.png")
				require.NoError(t, err)
				require.Equal(t, receipt.QR, scan(t, made[0]))
				if *draw != "" {
					for _, page := range made {
						content, err := os.ReadFile(page)
						require.NoError(t, err)
						kept := strings.ReplaceAll(name, " ", "_") + "-" + string(format) + filepath.Base(page)
						require.NoError(t, os.WriteFile(filepath.Join(*draw, kept), content, 0o600))
					}
				}
			})
		}
	}
}

func TestEightLinesStandOnOnePageAndMoreFlowOn(t *testing.T) {
	require.Regexp(t, `Pages: +1\n`, tool(t, "pdfinfo", sheets(t, variants()["many lines"], paper.A4)), "thirty stand on a whole A4")
	for _, format := range []paper.Format{paper.Triple241x93, paper.Half241x140, paper.A5} {
		receipt := variants()["many lines"]
		require.Contains(t, tool(t, "pdfinfo", sheets(t, receipt, format)), "Title:")
		text := tool(t, "pdftotext", "-layout", sheets(t, receipt, format), "-")
		require.Contains(t, text, "第2页")
		require.Equal(t, 1, strings.Count(text, receipt.Sums.ReceivedFen.Capital()), "the total stands on the last page alone")
		receipt.Lines = receipt.Lines[:8]
		require.Regexp(t, `Pages: +1\n`, tool(t, "pdfinfo", sheets(t, receipt, format)))
	}
}

func TestTheSameReceiptGivesTheSameBytes(t *testing.T) {
	for _, format := range formats {
		var first bytes.Buffer
		require.NoError(t, paper.WritePDF(&first, variants()["rare names"], format))
		for range 3 {
			var again bytes.Buffer
			require.NoError(t, paper.WritePDF(&again, variants()["rare names"], format))
			require.True(t, bytes.Equal(first.Bytes(), again.Bytes()))
		}
	}
}

func TestAnySheetThatCannotBeWrittenSaysSo(t *testing.T) {
	require.Error(t, paper.WritePDF(&bytes.Buffer{}, usual(), "a3"))
	tooMany := usual()
	tooMany.Lines = make([]paper.Line, 1001)
	require.Error(t, paper.WritePDF(&bytes.Buffer{}, tooMany, paper.A5))
	require.ErrorIs(t, paper.WritePDF(fullDisk{}, usual(), paper.A5), errFull)
	require.NoError(t, paper.WritePDF(&bytes.Buffer{}, paper.Receipt{}, paper.A5), "an empty receipt is still a sheet")
	hostile := usual()
	hostile.Payer, hostile.Lines[0].Item = "\x00\n\u200b\U0001F600", strings.Repeat("无空格", 200)
	require.NoError(t, paper.WritePDF(&bytes.Buffer{}, hostile, paper.Triple241x93))
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// A Z report and a slip are read back from every sheet, over as many pages as they need.
func TestASlipStandsOnASheetAsOnARoll(t *testing.T) {
	report := paper.ZDocument("日结单\n------\n现金  1,234.00\n"+strings.Repeat("  一行  1.00\n", 60)+"差额  0.00\n", 2, []paper.Signer{{As: "交班人", Name: "王丽"}})
	for _, format := range formats {
		for _, document := range []escpos.Document{report, moveSlip().Document(), paper.TestPage(escpos.Profile80(), "x", ""), paper.SheetTestPage("x", format)} {
			var out bytes.Buffer
			require.NoError(t, paper.WriteSlip(&out, document, format))
			path := filepath.Join(t.TempDir(), "slip.pdf")
			require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
			text := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", path, "-")), "")
			for _, block := range document {
				switch b := block.(type) {
				case escpos.Title:
					require.Contains(t, text, strings.Join(strings.Fields(b.Text), ""))
				case escpos.Columns:
					for _, cell := range b.Cells {
						if cell.Align == escpos.Right {
							require.Contains(t, text, strings.Join(strings.Fields(cell.Text), ""))
						}
					}
				}
			}
			require.NotContains(t, tool(t, "pdftotext", "-bbox", path, "-"), `yMin="-`)
		}
	}
	require.Error(t, paper.WriteSlip(&bytes.Buffer{}, report, "a3"))
	require.ErrorIs(t, paper.WriteSlip(fullDisk{}, report, paper.A5), errFull)
}
