package devicetest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/devices/devicetest"
)

// printBytes interprets bytes in pieces of size and gives the one receipt they make.
func printBytes(t *testing.T, job string, size int) devicetest.Receipt {
	t.Helper()
	paper, err := devicetest.NewPaper(384, font())
	require.NoError(t, err)
	var receipts []devicetest.Receipt
	paper.OnReceipt = func(r devicetest.Receipt) { receipts = append(receipts, r) }
	for rest := []byte(job); len(rest) > 0; {
		n := min(size, len(rest))
		_, err := paper.Write(rest[:n])
		require.NoError(t, err)
		rest = rest[n:]
	}
	require.Len(t, receipts, 1)
	return receipts[0]
}

// chinese is 收讫 in GBK, 㐀 in the four bytes of GB18030, and 甲.
const chinese = "\xca\xd5\xc6\xfd\x81\x39\xee\x39\xbc\xd7"

func TestPaperReadsTheSameInAnyPieces(t *testing.T) {
	job := "\x1b@\x1c&\x1ba\x01\x1d!\x11" + chinese + "\n\x1d!\x00abc\n" +
		"\x1dv0\x00\x02\x00\x08\x00" + strings.Repeat("\xff", 16) + "\x10\x04\x01\x1bd\x01\x1dVB\x00"
	whole := printBytes(t, job, len(job))
	require.Equal(t, []string{"收讫㐀甲", "abc", "[图 16×8]", ""}, whole.Lines)
	require.True(t, whole.Cut)
	require.Empty(t, whole.Unknown)
	require.Equal(t, strings.ReplaceAll(job, "\x10\x04\x01", ""), string(whole.Raw), "questions are not part of a job")
	for _, size := range []int{1, 2, 3, 7} {
		require.Equal(t, whole, printBytes(t, job, size))
	}
}

func TestPaperShowsWhatItIsAskedToDraw(t *testing.T) {
	receipt := printBytes(t, "\x1dv0\x00\x01\x00\x01\x00\x80\x1dV\x00", 100)
	require.Equal(t, 384+32, receipt.Image.Rect.Dx(), "with its margin")
	require.Zero(t, receipt.Image.GrayAt(16, 16).Y, "the first dot of the first row")
	require.Equal(t, uint8(255), receipt.Image.GrayAt(17, 16).Y)
}

func TestPaperNoticesWhatARealPrinterWouldSpoil(t *testing.T) {
	require.Equal(t, 1, printBytes(t, strings.Repeat("x", 33)+"\n\x1dV\x00", 100).Overflows, "33 columns on 32")
	require.Equal(t, []string{"\uFFFD"}, printBytes(t, "\xca\n\x1dV\x00", 100).Lines, "half a character")
	require.Equal(t, []string{"▒▒"}, printBytes(t, "\x1c.\xca\xd5\n\x1dV\x00", 100).Lines, "Chinese with Chinese off")
	require.Len(t, printBytes(t, "a\x1b\x7f\n\x1dV\x00", 100).Unknown, 1, "a command nobody knows")
	require.Len(t, printBytes(t, "a\x1d(k\x03\x001Q0\n\x1dV\x00", 100).Unknown, 1, "a QR code of nothing")
	require.Len(t, printBytes(t, "a\x1dv0\x00\xff\xff\xff\xff\n\x1dV\x00", 100).Unknown, 1, "a picture of 4 GiB")
}

func TestFaultsAreNamedOnACommandLine(t *testing.T) {
	var faults devicetest.Faults
	for _, text := range []string{"paper-out", "slow=500", "cut-off=2000", "near-end"} {
		require.NoError(t, faults.ParseFault(text))
	}
	require.Equal(t, devicetest.Faults{PaperOut: true, BytesPerSecond: 500, CutOffAfter: 2000, NearEnd: true}, faults)
	for _, text := range []string{"", "paper-out=1", "slow", "slow=0", "slow=x", "fire"} {
		require.Error(t, faults.ParseFault(text), text)
	}
}

func FuzzPaper(f *testing.F) {
	f.Add([]byte("\x1b@\x1c&" + chinese + "\n\x1dVB\x00"))
	f.Add([]byte("\x1dv0\x00\x02\x00\x08\x000123456789abcdef\x1b@"))
	f.Add([]byte("\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x05\x001P0ab\x1d(k\x03\x001Q0"))
	f.Add([]byte("\x1dk\x49\x03{B1\x1dk\x02123\x00\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\x1bp\x00\x19\xfa"))
	f.Add([]byte("\x1d!\x77\xca\xd5\x1ba\x02\x1d(H\x06\x000012 4\x1dI\x43\x1dr\x01\x1da\x0f"))
	fontFile := font()
	f.Fuzz(func(t *testing.T, job []byte) {
		if len(job) > 4096 {
			return
		}
		paper, err := devicetest.NewPaper(64, fontFile)
		if err != nil {
			t.Fatal(err)
		}
		faults := devicetest.Faults{}
		paper.OnQuestion = func(name string, args []byte) { devicetest.AnswerInTurn(&faults, name, args) }
		if n, err := paper.Write(job); n != len(job) || err != nil {
			t.Fatalf("took %d of %d bytes: %v", n, len(job), err)
		}
		receipt, _ := paper.Tear()
		if rows := receipt.Image.Rect.Dy(); rows > 33_000 || len(receipt.Lines) > 5000 {
			t.Fatalf("%d rows, %d lines", rows, len(receipt.Lines))
		}
	})
}
