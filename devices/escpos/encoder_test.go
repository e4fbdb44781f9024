package escpos_test

import (
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/devices"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
)

var update = flag.Bool("update", false, "write the golden files anew")

// profiles are the ways a document is printed in these tests.
func profiles() map[string]escpos.Profile {
	raster := escpos.Profile80()
	raster.RasterText = true
	gbk := escpos.Profile58()
	gbk.Encoding = escpos.GBK
	clone := escpos.Profile80()
	clone.ChineseSize = true
	return map[string]escpos.Profile{
		"58": escpos.Profile58(), "80": escpos.Profile80(), "80-raster": raster, "58-gbk": gbk, "80-chinese-size": clone,
	}
}

func TestSampleReceiptBytesStayAsTheyWereApproved(t *testing.T) {
	for _, name := range []string{"58", "80"} {
		t.Run(name, func(t *testing.T) {
			profile := profiles()[name]
			job := encode(t, profile, sampleDocument(profile.Columns))
			require.Empty(t, job.Warnings)
			dump := hex.Dump(job.Bytes)
			path := filepath.Join("testdata", "sample-"+name+".hex")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(path, []byte(dump), 0o644))
			}
			golden, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(golden), dump)
		})
	}
}

func TestSampleReceiptReadsBackOnPaper(t *testing.T) {
	for name, profile := range profiles() {
		t.Run(name, func(t *testing.T) {
			job := encode(t, profile, sampleDocument(profile.Columns))
			receipt, kicks := read(t, profile, job.Bytes)
			require.Empty(t, kicks, "a receipt never opens the drawer")
			require.Equal(t, profile.HasCutter, receipt.Cut)
			require.Zero(t, receipt.Overflows)
			require.Equal(t, job.Bytes, receipt.Raw)
			require.Equal(t, samplePayload, scan(t, receipt.Image))
			if profile.RasterText {
				require.Regexp(t, `^\[图 576×\d+\]$`, receipt.Lines[0])
				return
			}
			text := strings.Join(receipt.Lines, "\n")
			for _, want := range []string{
				"阳光物业收据", "№ 20250101-0001", "房间 3-2-1201  张三", "98.30㎡", " 840.47", " ￥1,234,567.89",
				" 0.01", "合计", "￥1,235,408.37", "谢谢",
			} {
				require.Contains(t, text, want)
			}
			golden, err := os.ReadFile(filepath.Join("testdata", "sample-"+name[:2]+".txt"))
			if *update && len(name) == 2 {
				golden, err = []byte(text), os.WriteFile(filepath.Join("testdata", "sample-"+name+".txt"), []byte(text), 0o644)
			}
			require.NoError(t, err)
			if profile.NativeQR || name == "58" {
				require.Equal(t, string(golden), text)
			}
		})
	}
}

func TestRareNamesAreDrawnAndReported(t *testing.T) {
	for _, name := range []string{"58", "58-gbk", "80"} {
		for _, r := range "䶮𠮷㐀" {
			t.Run(name+" "+string(r), func(t *testing.T) {
				profile := profiles()[name]
				job := encode(t, profile, escpos.Document{
					escpos.Text{Text: "业主"}, escpos.Text{Text: "张" + string(r)}, escpos.Text{Text: "面积 10m²"},
				})
				require.Equal(t, []escpos.Warning{{Trouble: escpos.Drawn, Rune: r}}, job.Warnings)
				receipt, _ := read(t, profile, job.Bytes)
				require.Equal(t, "业主", receipt.Lines[0])
				require.Regexp(t, `^\[图 \d+×32\]$`, receipt.Lines[1])
				require.Equal(t, "面积 10㎡", receipt.Lines[2])
			})
		}
	}
}

func TestWithoutAFontARareCharacterLeavesAMark(t *testing.T) {
	encoder, err := escpos.NewEncoder(escpos.Profile58(), nil)
	require.NoError(t, err)
	job, err := encoder.Encode(escpos.Document{escpos.Text{Text: "张䶮"}})
	require.NoError(t, err)
	require.Equal(t, []escpos.Warning{{Trouble: escpos.Missing, Rune: '䶮'}}, job.Warnings)
	receipt, _ := read(t, escpos.Profile58(), job.Bytes)
	require.Equal(t, "张？", receipt.Lines[0])
}

func TestATextCannotSmuggleACommand(t *testing.T) {
	job := encode(t, escpos.Profile80(), escpos.Document{escpos.Text{Text: "张三\x1bp\x00\x19\xfa\x1dVB\x10\x14\x01"}})
	receipt, kicks := read(t, escpos.Profile80(), job.Bytes)
	require.Empty(t, kicks)
	require.False(t, receipt.Cut)
	require.Contains(t, job.Warnings, escpos.Warning{Trouble: escpos.Dropped, Rune: 0x1B})
}

func TestSignsThatChineseSetsLack(t *testing.T) {
	for text, want := range map[string]string{
		"¥5.00": "￥5.00", "98.3m²": "98.3㎡", "3m³": "3立方米", "a\u00a0b\u2003c": "a b c", "5\u22123": "5-3",
		"张\u200b三\ufe0f": "张三", "a\tb": "a b",
	} {
		job := encode(t, escpos.Profile58(), escpos.Document{escpos.Text{Text: text}})
		require.Empty(t, job.Warnings, text)
		receipt, _ := read(t, escpos.Profile58(), job.Bytes)
		require.Equal(t, want, receipt.Lines[0])
	}
	gbk := profiles()["58-gbk"]
	receipt, _ := read(t, gbk, encode(t, gbk, escpos.Document{escpos.Text{Text: "€5"}}).Bytes)
	require.Equal(t, "EUR5", receipt.Lines[0])
}

func TestTheDrawerOpensByItsOwnJobOnly(t *testing.T) {
	job, err := escpos.KickDrawer(escpos.Profile80())
	require.NoError(t, err)
	require.Equal(t, []byte{0x1B, 'p', 0, 0x19, 0xFA}, job)
	receipt, kicks := read(t, escpos.Profile80(), job)
	require.Empty(t, receipt.Lines)
	require.Equal(t, []devicetest.Kick{{Pin: 2, OnMS: 50, OffMS: 500}}, kicks)
	none := escpos.Profile80()
	none.DrawerPin = 0
	_, err = escpos.KickDrawer(none)
	require.Error(t, err)
}

func TestDocumentsNoPaperHasAreRefused(t *testing.T) {
	for name, document := range map[string]escpos.Document{
		"nothing":           {},
		"cells too wide":    {escpos.Columns{Cells: []escpos.Cell{{Width: 20}, {Width: 20}}}},
		"two open cells":    {escpos.Columns{Cells: []escpos.Cell{{}, {}}}},
		"negative cell":     {escpos.Columns{Cells: []escpos.Cell{{Width: -1}}}},
		"Chinese in a code": {escpos.QR{Payload: "物业费"}},
		"empty code":        {escpos.QR{}},
		"long code":         {escpos.QR{Payload: strings.Repeat("A", escpos.MaxQRBytes+1)}},
		"no feed":           {escpos.Feed{}},
		"no block":          {nil},
		"too long":          {escpos.Text{Text: strings.Repeat("收", devices.MaxJobBytes/2)}},
	} {
		t.Run(name, func(t *testing.T) {
			encoder, err := escpos.NewEncoder(escpos.Profile58(), font())
			require.NoError(t, err)
			_, err = encoder.Encode(document)
			require.Error(t, err)
		})
	}
}

func TestProfilesNoPrinterHasAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*escpos.Profile){
		"dots":     func(p *escpos.Profile) { p.Dots = 383 },
		"columns":  func(p *escpos.Profile) { p.Columns = 100 },
		"encoding": func(p *escpos.Profile) { p.Encoding = "big5" },
		"feed":     func(p *escpos.Profile) { p.CutFeed = -1 },
		"drawer":   func(p *escpos.Profile) { p.DrawerPin = 3 },
	} {
		profile := escpos.Profile58()
		spoil(&profile)
		require.Error(t, profile.Validate(), name)
	}
	raster := profiles()["80-raster"]
	_, err := escpos.NewEncoder(raster, nil)
	require.Error(t, err, "drawing text wants a font")
}

func TestLongestQRCodeStillScansOnNarrowPaper(t *testing.T) {
	payload := strings.Repeat("Shouqi|7", escpos.MaxQRBytes/8)
	for _, native := range []bool{false, true} {
		profile := escpos.Profile58()
		profile.NativeQR = native
		receipt, _ := read(t, profile, encode(t, profile, escpos.Document{escpos.QR{Payload: payload}}).Bytes)
		require.Equal(t, payload, scan(t, receipt.Image))
	}
}

// printable makes texts of all that people type: Chinese, figures, odd signs and damage.
func printable() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.OneOf(
		rapid.RuneFrom([]rune("收讫物业费张三0123456789.,￥¥ -×m²№䶮𠮷€\t\n\x1b\x10\x04")), rapid.Rune(),
	), 0, 80, -1)
}

func TestAnyDocumentEncodesWithinThePaper(t *testing.T) {
	all := profiles()
	rapid.Check(t, func(t *rapid.T) {
		profile := all[rapid.SampledFrom([]string{"58", "80", "80-raster", "58-gbk"}).Draw(t, "profile")]
		side := escpos.Align(rapid.IntRange(0, 2).Draw(t, "side"))
		document := escpos.Document{
			escpos.Title{Text: printable().Draw(t, "title")},
			escpos.Text{Text: printable().Draw(t, "text"), Align: side, Bold: true},
			escpos.Columns{Cells: []escpos.Cell{
				{Text: printable().Draw(t, "name")},
				{Text: printable().Draw(t, "quantity"), Width: rapid.IntRange(1, 12).Draw(t, "width"), Align: side},
				{Text: printable().Draw(t, "amount"), Width: rapid.IntRange(1, 12).Draw(t, "last"), Align: escpos.Right},
			}},
			escpos.Large{Left: printable().Draw(t, "left"), Right: printable().Draw(t, "right")},
			escpos.Cut{},
		}
		encoder, err := escpos.NewEncoder(profile, font())
		if err != nil {
			t.Fatal(err)
		}
		job, err := encoder.Encode(document)
		if err != nil {
			t.Fatal(err)
		}
		paper, err := devicetest.NewPaper(profile.Dots, font())
		if err != nil {
			t.Fatal(err)
		}
		check := func(r devicetest.Receipt) {
			if r.Overflows > 0 || len(r.Unknown) > 0 {
				t.Fatalf("%d lines wider than the paper, unknown %v", r.Overflows, r.Unknown)
			}
		}
		paper.OnReceipt = check
		paper.OnKick = func(devicetest.Kick) { t.Fatal("a document opened the drawer") }
		if _, err := paper.Write(job.Bytes); err != nil {
			t.Fatal(err)
		}
		if rest, inked := paper.Tear(); inked {
			check(rest)
		}
		for i := 0; i+1 < len(job.Bytes); i++ {
			if job.Bytes[i] == 0x10 && strings.IndexByte("\x04\x05\x14", job.Bytes[i+1]) >= 0 {
				t.Fatalf("a real-time command stands at byte %d", i)
			}
		}
	})
}
