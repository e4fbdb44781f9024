package escpos_test

import (
	"context"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
)

const samplePayload = "SQ|A1|20250101-0001|40375|7"

// sampleDocument is a receipt with invented names, as a counter would print it.
func sampleDocument(columns int) escpos.Document {
	amounts := columns / 3
	row := func(name, amount string) escpos.Columns {
		return escpos.Columns{Cells: []escpos.Cell{{Text: name}, {Text: amount, Width: amounts, Align: escpos.Right}}}
	}
	return escpos.Document{
		escpos.Title{Text: "阳光物业收据"},
		escpos.Text{Text: "№ 20250101-0001", Align: escpos.Center},
		escpos.Text{Text: "房间 3-2-1201  张三", Bold: true},
		escpos.Rule{},
		row("物业费 2025-01 至 2025-03 98.30m²×2.85元×3月", "840.47"),
		row("生活垃圾处理费", "￥1,234,567.89"),
		row("", "0.01"),
		escpos.Rule{},
		escpos.Large{Left: "合计", Right: "¥1,235,408.37"},
		escpos.Text{Text: "大写：壹佰贰拾叁万伍仟肆佰零捌元叁角柒分"},
		escpos.QR{Payload: samplePayload},
		escpos.Feed{Lines: 1},
		escpos.Text{Text: "谢谢", Align: escpos.Right},
		escpos.Cut{},
	}
}

func encode(t *testing.T, profile escpos.Profile, document escpos.Document) escpos.Job {
	t.Helper()
	encoder, err := escpos.NewEncoder(profile, font())
	require.NoError(t, err)
	job, err := encoder.Encode(document)
	require.NoError(t, err)
	return job
}

// read prints a job on pretend paper and gives what a person would hold, and the drawer's pulses.
func read(t *testing.T, profile escpos.Profile, job []byte) (devicetest.Receipt, []devicetest.Kick) {
	t.Helper()
	paper, err := devicetest.NewPaper(profile.Dots, font())
	require.NoError(t, err)
	var receipts []devicetest.Receipt
	var kicks []devicetest.Kick
	paper.OnReceipt = func(r devicetest.Receipt) { receipts = append(receipts, r) }
	paper.OnKick = func(k devicetest.Kick) { kicks = append(kicks, k) }
	_, err = paper.Write(job)
	require.NoError(t, err)
	if rest, inked := paper.Tear(); inked {
		receipts = append(receipts, rest)
	}
	if len(receipts) == 0 {
		return devicetest.Receipt{}, kicks
	}
	require.Len(t, receipts, 1)
	require.Empty(t, receipts[0].Unknown, "every command is one that printers know")
	return receipts[0], kicks
}

// scan reads the QR code off a picture with zbarimg, an independent reader.
func scan(t *testing.T, picture image.Image) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "receipt.png")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, picture))
	require.NoError(t, file.Close())
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "zbarimg", "-q", "--raw", path).Output()
	require.NoError(t, err, "zbarimg must be installed and find the code")
	return strings.TrimSpace(string(out))
}
