package paper_test

import (
	"flag"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/paper"
	"shouqi/devices/devicetest"
	"shouqi/devices/escpos"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	draw   = flag.String("draw", "", "keep every picture in this folder, to look at")
)

// usual is a receipt of three lines with invented names.
func usual() paper.Receipt {
	return paper.Receipt{
		Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", Number: "01-2026-000123", State: paper.Live,
		Room: "3-2-1201", Payer: "张建国",
		Lines: []paper.Line{
			{Item: "物业费", Period: "2026-09 至 2026-11", Why: "98.30 m² × 2.85 元 × 3 月", AmountFen: 84047},
			{Item: "车位管理费", Period: "2026-11", Why: "B1-047 × 80.00 元", AmountFen: 8000},
			{Item: "生活垃圾处理费", Period: "2026-11", Why: "按户 6.00 元", AmountFen: 600},
		},
		TotalFen:        92647,
		Tenders:         []paper.Tender{{Kind: till.Prepaid, Fen: 50000}, {Kind: till.Cash, Fen: 50000}, {Kind: till.Rounding, Fen: 7}},
		CashReceivedFen: 50000, ChangeFen: 7360,
		Cashier: "王丽", AtMS: at(21, 9, 12), BusinessOn: "2026-11-21", ValueOn: "2026-11-21",
		Copy: 1, QR: "SQ|01-2026-000123|92647|7", CheckMark: "3fa9c2d1",
	}
}

func at(day, hour, minute int) int64 {
	return time.Date(2026, 11, day, hour, minute, 0, 0, calendar.Zone).UnixMilli()
}

// variants are the receipts that are looked at and held as goldens.
func variants() map[string]paper.Receipt {
	all := map[string]paper.Receipt{}
	change := func(name string, with func(*paper.Receipt)) {
		receipt := usual()
		with(&receipt)
		all[name] = receipt
	}
	change("usual", func(*paper.Receipt) {})
	change("large", func(r *paper.Receipt) { r.Large = true })
	change("reprint", func(r *paper.Receipt) { r.Copy, r.CopiedBy, r.CopiedMS = 3, "李主管", at(22, 10, 1) })
	change("void", func(r *paper.Receipt) { r.State, r.Approver = paper.Void, "李主管" })
	change("reversed", func(r *paper.Receipt) { r.State, r.Linked, r.Copy = paper.Reversed, "01-2026-000130", 2 })
	change("reversal", func(r *paper.Receipt) {
		r.State, r.Linked, r.Number, r.Approver = paper.Reversal, "01-2026-000123", "01-2026-000130", "李主管"
		r.TotalFen, r.ChangeFen, r.CashReceivedFen, r.PrepaidAfterFen = -r.TotalFen, -r.ChangeFen, 0, 50000
		for i := range r.Lines {
			r.Lines[i].AmountFen = -r.Lines[i].AmountFen
		}
		for i := range r.Tenders {
			r.Tenders[i].Fen = -r.Tenders[i].Fen
		}
	})
	change("late", func(r *paper.Receipt) {
		r.PaperNumber, r.ValueOn, r.Approver = "A-0093712", "2026-11-19", "李主管"
		r.Tenders, r.ChangeFen, r.CashReceivedFen = []paper.Tender{{Kind: till.Cash, Fen: 92647}}, 0, 92647
	})
	change("long names", func(r *paper.Receipt) {
		r.Company, r.Estate = "北京市朝阳区望京阳光花园国际社区物业管理服务有限责任公司", "阳光花园国际社区（北区）商业综合体"
		r.Payer, r.OnBehalf = "北京市海淀区某某某科技发展股份有限公司", true
		r.Lines[0].Item, r.Lines[0].AmountFen = "地下二层人防车位租赁及管理服务费（含照明清洁分摊）", 1_234_567_89
		r.Lines[0].Why = "（98.30 m² + 公摊 12.75 m²）× 2.85 元 × 3 月 − 空置减免 30 % × 316.49 元"
		r.TotalFen = 1_235_253_89 + 1100
		r.Tenders = []paper.Tender{{Kind: till.Transfer, Fen: r.TotalFen, Reference: "ICBC-20261121-0000123456789012345678"}}
		r.ChangeFen, r.CashReceivedFen, r.PrepaidAfterFen = 0, 0, 123_45
	})
	change("rare names", func(r *paper.Receipt) { r.Payer, r.Cashier = "𠮷䶮㸃", "龑堃喆" })
	change("many lines", func(r *paper.Receipt) {
		r.Lines, r.TotalFen = nil, 0
		for month := range 30 {
			line := paper.Line{Item: "物业费", Period: string(calendar.Date("2026-11-01").AddDays(-30 * month)[:7]), Why: "98.30 m² × 2.85 元", AmountFen: 28016}
			r.Lines = append(r.Lines, line)
			r.TotalFen += line.AmountFen
		}
		r.Tenders = []paper.Tender{{Kind: till.Card, Fen: r.TotalFen, Reference: "004512"}}
		r.ChangeFen, r.CashReceivedFen = 0, 0
	})
	change("prepayment only", func(r *paper.Receipt) {
		r.Lines = []paper.Line{{Item: till.PrepaidItem, AmountFen: 100000}}
		r.TotalFen, r.Tenders = 100000, []paper.Tender{{Kind: till.Cash, Fen: 100000}}
		r.ChangeFen, r.CashReceivedFen, r.PrepaidAfterFen = 0, 100000, 150000
	})
	return all
}

func profiles() map[string]escpos.Profile {
	return map[string]escpos.Profile{"58": escpos.Profile58(), "80": escpos.Profile80()}
}

// printed prints a document on pretend paper and gives what a person would hold.
func printed(t *testing.T, profile escpos.Profile, document escpos.Document) devicetest.Receipt {
	t.Helper()
	encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
	require.NoError(t, err)
	job, err := encoder.Encode(document)
	require.NoError(t, err)
	sheet, err := devicetest.NewPaper(profile.Dots, assets.FontRegular())
	require.NoError(t, err)
	var receipts []devicetest.Receipt
	sheet.OnReceipt = func(r devicetest.Receipt) { receipts = append(receipts, r) }
	_, err = sheet.Write(job.Bytes)
	require.NoError(t, err)
	if rest, inked := sheet.Tear(); inked {
		receipts = append(receipts, rest)
	}
	require.Len(t, receipts, 1)
	require.Empty(t, receipts[0].Unknown)
	require.Zero(t, receipts[0].Overflows)
	return receipts[0]
}

// hold compares text with its golden file.
func hold(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+".txt")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}

// keep writes a picture to look at, where asked to.
func keep(t *testing.T, name string, picture image.Image) {
	t.Helper()
	if *draw == "" {
		return
	}
	savePNG(t, filepath.Join(*draw, strings.ReplaceAll(name, " ", "_")+".png"), picture)
}

func savePNG(t *testing.T, path string, picture image.Image) {
	t.Helper()
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, picture))
	require.NoError(t, file.Close())
}

// scan reads a code off a picture with zbarimg, an independent reader.
func scan(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", path).Output()
	require.NoError(t, err, "zbarimg must be installed and find the code")
	return strings.TrimSpace(string(out))
}

func TestEveryReceiptLooksAsItDid(t *testing.T) {
	for name, receipt := range variants() {
		for width, profile := range profiles() {
			t.Run(name+"/"+width, func(t *testing.T) {
				sheet := printed(t, profile, receipt.Document(profile))
				hold(t, name+"-"+width, strings.Join(sheet.Lines, "\n")+"\n")
				keep(t, name+"-"+width, sheet.Image)
				path := filepath.Join(t.TempDir(), "code.png")
				savePNG(t, path, sheet.Image)
				require.Equal(t, receipt.QR, scan(t, path))
			})
		}
	}
}

func TestTheTendersOnPaperAddUpToTheTotal(t *testing.T) {
	for name, receipt := range variants() {
		t.Run(name, func(t *testing.T) {
			lines := printed(t, escpos.Profile80(), receipt.Document(escpos.Profile80())).Lines
			var sum money.Fen
			for _, line := range lines {
				fields := strings.Fields(line)
				if len(fields) < 2 {
					continue
				}
				for _, word := range till.TenderNames {
					if fields[0] == word {
						amount, err := money.Parse(fields[len(fields)-1])
						require.NoError(t, err)
						sum += amount
					}
				}
			}
			require.Equal(t, receipt.TotalFen, sum)
		})
	}
}

func TestPaperWithoutItsCodeIsBetterThanNone(t *testing.T) {
	for name, payload := range map[string]string{"none": "", "Chinese": "收据", "too long": strings.Repeat("x", 301)} {
		t.Run(name, func(t *testing.T) {
			receipt := usual()
			receipt.QR = payload
			for _, profile := range profiles() {
				require.Empty(t, printed(t, profile, receipt.Document(profile)).Codes)
			}
		})
	}
}

func TestTheFrozenZReportIsPrintedAsItStands(t *testing.T) {
	z := till.ZReport{Estate: "阳光花园", Counter: "01", No: 17, Cashier: "101", BusinessOn: "2026-11-21", OpenedMS: at(21, 8, 0), ClosedMS: at(21, 17, 30),
		Payments: till.Sum{Count: 1, Fen: 92647}, Receipts: 1, FirstReceipt: "01-2026-000123", LastReceipt: "01-2026-000123",
		ByTender: []till.Sum{{Name: till.Cash, Count: 1, Fen: 92647}}, ByItem: []till.Sum{{Name: "物业费", Count: 1, Fen: 92647}},
		HeadSeq: 12, HeadHash: strings.Repeat("0123456789abcdef", 4)}
	frozen := z.Text()
	for width, profile := range profiles() {
		t.Run(width, func(t *testing.T) {
			sheet := printed(t, profile, paper.ZDocument(frozen, 1))
			require.Equal(t, strings.TrimRight(frozen, "\n"), strings.TrimRight(strings.Join(sheet.Lines, "\n"), "\n"))
			keep(t, "z-"+width, sheet.Image)
			again := strings.Join(printed(t, profile, paper.ZDocument(frozen, 3)).Lines, "\n")
			require.True(t, strings.HasPrefix(again, "补打 第2次\n"))
			require.Contains(t, again, strings.TrimRight(frozen, "\n"))
		})
	}
}

func TestKeyCardAndTestPage(t *testing.T) {
	keys := []paper.KeyLine{{Key: "F1", Label: "快捷键表"}, {Key: "Enter", Label: "收款"}, {Key: "Ctrl Shift P", Label: "补打上一张收据，需要时由主管批准"}, {Key: "0–9", Label: "房号"}}
	for width, profile := range profiles() {
		for name, document := range map[string]escpos.Document{"keycard": paper.KeyCard(keys), "testpage": paper.TestPage(profile, "前台 1 号")} {
			t.Run(name+"/"+width, func(t *testing.T) {
				sheet := printed(t, profile, document)
				hold(t, name+"-"+width, strings.Join(sheet.Lines, "\n")+"\n")
				keep(t, name+"-"+width, sheet.Image)
			})
		}
	}
}
