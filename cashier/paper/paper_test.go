package paper_test

import (
	"flag"
	"image"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	skip2 "github.com/skip2/go-qrcode"
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

// sampleCode is a code as long as those that receipts have, signed by a key of no book.
const sampleCode = "SHOUQI1 01-2026-000123 CNY 426.40 2026-11-21 09:12:00 01 DVNAOCTT " +
	"KKXG7OXXJUUKZT6GZB54WAAW3E2UATC4PL5SIJTKUIFI7WSLTTSKLNVVG3WAEAWOMZUBTYVTMIGFUYZBCDFLKLBTN2KMC26JTJJQEDQ"

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
		Sums:    till.Sums{DueFen: 92647, CreditFen: 50000, RoundingFen: 7, ReceivedFen: 42640, CashFen: 42640, HandedFen: 50000, ChangeFen: 7360},
		Ways:    []till.Tender{{Kind: till.Cash, Fen: 42640}},
		Cashier: "王丽", AtMS: at(21, 9, 12), BusinessOn: "2026-11-21", ValueOn: "2026-11-21",
		Copy: 1, QR: sampleCode, CheckMark: "3fa9c2d1",
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
		r.Sums, r.PrepaidAfterFen = till.Sums{DueFen: -92647, CreditFen: -50000, RoundingFen: -7, ReceivedFen: -42640, CashFen: -42640, HandedFen: -50000, ChangeFen: -7360}, 50000
		for i := range r.Lines {
			r.Lines[i].AmountFen = -r.Lines[i].AmountFen
		}
		r.Ways[0].Fen = -r.Ways[0].Fen
	})
	change("late", func(r *paper.Receipt) {
		r.PaperNumber, r.ValueOn, r.Approver = "A-0093712", "2026-11-19", "李主管"
		r.Sums = till.Sums{DueFen: 92647, RoundingFen: 7, ReceivedFen: 92640, CashFen: 92640, HandedFen: 92640}
		r.Ways = []till.Tender{{Kind: till.Cash, Fen: 92640}}
	})
	change("long names", func(r *paper.Receipt) {
		r.Company, r.Estate = "北京市朝阳区望京阳光花园国际社区物业管理服务有限责任公司", "阳光花园国际社区（北区）商业综合体"
		r.Payer, r.OnBehalf = "北京市海淀区某某某科技发展股份有限公司", true
		r.Lines[0].Item, r.Lines[0].AmountFen = "地下二层人防车位租赁及管理服务费（含照明清洁分摊）", 1_234_567_89
		r.Lines[0].Why = "（98.30 m² + 公摊 12.75 m²）× 2.85 元 × 3 月 − 空置减免 30 % × 316.49 元"
		received(r, till.Transfer, 1_234_567_89+8000+600, "ICBC-20261121-0000123456789012345678")
		r.PrepaidAfterFen = 123_45
	})
	change("rare names", func(r *paper.Receipt) { r.Payer, r.Cashier = "𠮷䶮㸃", "龑堃喆" })
	change("many lines", func(r *paper.Receipt) {
		r.Lines = nil
		for month := range 30 {
			line := paper.Line{Item: "物业费", Period: string(calendar.Date("2026-11-01").AddDays(-30 * month)[:7]), Why: "98.30 m² × 2.85 元", AmountFen: 28016}
			r.Lines = append(r.Lines, line)
		}
		received(r, till.Card, 30*28016, "004512")
	})
	change("prepayment only", func(r *paper.Receipt) {
		r.Lines = []paper.Line{{Item: till.PrepaidItem, AmountFen: 100000}}
		received(r, till.Cash, 100000, "")
		r.Sums.CashFen, r.Sums.HandedFen, r.PrepaidAfterFen = 100000, 100000, 150000
	})
	change("prepayment spent", func(r *paper.Receipt) {
		r.Lines, r.Ways, r.PrepaidAfterFen = r.Lines[1:], nil, 41400
		r.Sums = till.Sums{DueFen: 8600, CreditFen: 8600}
	})
	change("prepayment spent by purpose", func(r *paper.Receipt) {
		r.Lines, r.Ways, r.PrepaidAfterFen = r.Lines[1:], nil, 41400
		r.Sums = till.Sums{DueFen: 8600, CreditFen: 8600}
		r.Spent = []till.Tender{{Kind: till.Prepaid, Fen: 8000, Reference: "parking"}, {Kind: till.Prepaid, Fen: 600}}
	})
	change("three ways", func(r *paper.Receipt) {
		r.Sums = till.Sums{DueFen: 92647, ReceivedFen: 92647, CashFen: 50000, HandedFen: 50000}
		r.Ways = []till.Tender{{Kind: till.Cash, Fen: 50000}, {Kind: till.Card, Fen: 40000, Reference: "004512"}, {Kind: till.Transfer, Fen: 2647, Reference: "T-20261121-7"}}
	})
	change("pretend", func(r *paper.Receipt) {
		r.Sums = till.Sums{DueFen: 92647, ReceivedFen: 92647, CashFen: 50000, HandedFen: 50000}
		r.Ways = []till.Tender{{Kind: till.WeChatPay, Fen: 42647, Reference: "SQABCDEFGHIJKLMNOPQRSTUVWX"}, {Kind: till.Cash, Fen: 50000}}
		r.Pretend = true
	})
	change("of two", func(r *paper.Receipt) { ofTwo(r) })
	change("of two, late", func(r *paper.Receipt) {
		ofTwo(r)
		r.PaperNumber, r.ValueOn, r.Approver = "A-0093712", "2026-11-19", "李主管"
	})
	change("of three, given back", func(r *paper.Receipt) {
		r.State, r.Number, r.Approver = paper.Refund, "01-2026-000140", "李主管"
		r.Together = []string{"01-2026-000139", "01-2026-000140", "01-2026-000141"}
		r.Lines = []paper.Line{{Item: "装修押金", AmountFen: -100000}}
		received(r, till.Cash, -100000, "")
		r.Book, r.Sums.CashFen = till.DepositBook, -100000
	})
	change("short", func(r *paper.Receipt) {
		r.Lines = []paper.Line{{Item: "开门费", AmountFen: 2000}}
		received(r, till.Cash, 2000, "")
		r.Sums.CashFen, r.Sums.HandedFen = 2000, 2000
	})
	change("200 lines", func(r *paper.Receipt) {
		r.Lines = nil
		for line := range 200 {
			r.Lines = append(r.Lines, paper.Line{Item: "停车费", Period: string(calendar.Date("2026-11-20").AddDays(-line)), Why: "京A12345 × 5.00 元", AmountFen: 500})
		}
		received(r, till.Card, 200*500, "004512")
	})
	change("emoji", func(r *paper.Receipt) {
		r.Payer, r.Lines[1].Item = "小王😀", "🚗 车位管理费"
		received(r, till.Card, 92647, "004512")
	})
	change("signs", func(r *paper.Receipt) {
		r.Lines[0].Why, r.Lines[1].Why = "98.30 m²（㎡）× ¥2.85／月 × 3", "№ B1-047：¥80.00±0.00"
		received(r, till.Card, 92647, "004512")
	})
	change("refund", func(r *paper.Receipt) {
		r.State, r.Number, r.Approver = paper.Refund, "01-2026-000131", "李主管"
		r.Lines = []paper.Line{{Item: "物业费", Period: "2026-11", Why: "多收退回", AmountFen: -28016}}
		received(r, till.Cash, -28016, "")
		r.Sums.CashFen = -28016
	})
	change("deposit", func(r *paper.Receipt) {
		r.Book, r.Lines = till.DepositBook, []paper.Line{{Item: "装修押金", Why: "装修期间，验收后退还", AmountFen: 200000}}
		received(r, till.Cash, 200000, "")
		r.Sums.CashFen, r.Sums.HandedFen, r.Sums.ChangeFen = 200000, 210000, 10000
	})
	change("a year at once", func(r *paper.Receipt) { aYear(r) })
	change("a year at once, large", func(r *paper.Receipt) { aYear(r); r.Large = true })
	return all
}

// received makes a receipt of one whole payment that came in one way.
func received(r *paper.Receipt, kind till.TenderKind, fen money.Fen, reference string) {
	r.Sums, r.Ways = till.Sums{DueFen: fen, ReceivedFen: fen}, []till.Tender{{Kind: kind, Fen: fen, Reference: reference}}
}

// ofTwo is the first of two receipts of one payment: 200.00 in cash paid water collected for others here, and a fee on the other.
func ofTwo(r *paper.Receipt) {
	r.Book, r.Together = till.AgencyBook, []string{"01-2026-000123", "01-2026-000124"}
	r.Lines = []paper.Line{{Item: "水费", Period: "2026-11", Why: "12 吨 × 3.50 元", AmountFen: 4200}}
	received(r, till.Cash, 4200, "")
	r.Sums.CashFen, r.Sums.HandedFen, r.Sums.ChangeFen = 4200, 20000, 1600
}

// aYear is a receipt of twelve equal months, as the counter gathers them.
func aYear(r *paper.Receipt) {
	r.Lines = []paper.Line{{Item: "物业费", Period: "2026-01 至 12（12 个月）", Why: "98.3 ㎡ × 2.85 元 = 280.155；280.155 → 280.16；每月 280.16 × 12 个月 = 3,361.92", AmountFen: 336192}}
	received(r, till.Card, 336192, "004512")
}

// moveSlip is a copy of the slip of a deposit that went over to who bought the room.
func moveSlip() paper.MoveSlip {
	return paper.MoveSlip{Estate: "阳光花园", Company: "阳光物业服务有限公司", Number: "Y1-3120", MovedOn: "2026-11-21", Item: "装修押金", From: "3-2-1201", To: "3-2-1202",
		Fen: 1_200_00, Reason: "房屋已转让，新业主接着用", By: "王丽", Approver: "李主管", Copy: 2}
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

// spelled is a document with what is drawn printed in the printer's own letters, so that it can be read.
func spelled(document escpos.Document) (letters escpos.Document) {
	for _, block := range document {
		if big, isBig := block.(escpos.Big); isBig {
			big.Drawn = false
			block = big
		}
		letters = append(letters, block)
	}
	return letters
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

// foot is the end of a long paper, where its code is: nobody holds two metres of it before a scanner.
func foot(picture *image.Gray) image.Image {
	const rows = 1500
	whole := picture.Bounds()
	return picture.SubImage(image.Rect(whole.Min.X, max(whole.Min.Y, whole.Max.Y-rows), whole.Max.X, whole.Max.Y))
}

// scanAny reads the codes off whichever of some pictures have one.
func scanAny(t *testing.T, paths []string) (codes []string) {
	t.Helper()
	for _, path := range paths {
		if out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", path).Output(); err == nil {
			codes = append(codes, strings.TrimSpace(string(out)))
		}
	}
	return codes
}

// scan reads a code off a picture with zbarimg, an independent reader.
func scan(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", path).Output()
	require.NoError(t, err, "zbarimg must be installed and find the code")
	return strings.TrimSpace(string(out))
}

func TestEveryReceiptLooksAsItDid(t *testing.T) {
	require.GreaterOrEqual(t, len(variants()), 26)
	for name, receipt := range variants() {
		for width, profile := range profiles() {
			t.Run(name+"/"+width, func(t *testing.T) {
				sheet := printed(t, profile, receipt.Document(profile))
				hold(t, name+"-"+width, strings.Join(sheet.Lines, "\n")+"\n")
				keep(t, name+"-"+width, sheet.Image)
				path := filepath.Join(t.TempDir(), "code.png")
				savePNG(t, path, foot(sheet.Image))
				require.Equal(t, receipt.QR, scan(t, path))

				profile.RasterText = true
				drawn := printed(t, profile, receipt.Document(profile))
				keep(t, name+"-"+width+" drawn", drawn.Image)
				savePNG(t, path, foot(drawn.Image))
				require.Equal(t, receipt.QR, scan(t, path), "all of it drawn")
			})
		}
	}
}

// A receipt states the money that came in: what is due less the prepayment and the rounding is what was received, and the ways
// it came add up to that.
func TestTheFiguresOnPaperAddUp(t *testing.T) {
	for name, receipt := range variants() {
		for width, profile := range profiles() {
			t.Run(name+"/"+width, func(t *testing.T) {
				lines := printed(t, profile, spelled(receipt.Document(profile))).Lines
				figure := func(names ...string) (sum money.Fen) {
					for i, line := range lines {
						fields := strings.Fields(line)
						if len(fields) == 1 && i+1 < len(lines) { // large print puts it below
							fields = append(fields, strings.TrimSpace(lines[i+1]))
						}
						if len(fields) >= 2 && slices.Contains(names, fields[0]) {
							amount, err := money.Parse(strings.Replace(fields[len(fields)-1], "￥", "", 1))
							require.NoError(t, err, line)
							sum += amount
						}
					}
					return sum
				}
				got := figure("本次实收")
				require.Equal(t, receipt.Sums.ReceivedFen, got)
				require.Equal(t, figure("应收合计")-figure("预存款抵扣", "预存款抵扣（停车费）")-figure("抹零"), got)
				require.Equal(t, figure("现金", "刷卡", "转账", "支票", "微信支付"), got)
				if receipt.State != paper.Reversal && receipt.State != paper.Refund && len(receipt.Together) == 0 {
					require.Equal(t, figure("现金"), figure("收到现金")-figure("找零"))
				}
				require.Contains(t, strings.ReplaceAll(strings.Join(lines, ""), " ", ""), "人民币（大写）："+got.Capital())
			})
		}
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
		Payments: till.Sum{Count: 1, Fen: 42640}, ReceivedFen: 42640, DueFen: 92647, Receipts: 1, FirstReceipt: "01-2026-000123", LastReceipt: "01-2026-000123",
		ByTender: []till.Sum{{Name: string(till.Cash), Count: 1, Fen: 42640}, {Name: string(till.Prepaid), Count: 1, Fen: 50000}, {Name: string(till.Rounding), Count: 1, Fen: 7}}, ByItem: []till.Sum{{Name: "物业费", Count: 1, Fen: 92647}},
		Counts: 2, CashCounts: []till.CashCount{{CountedFen: 81640, ExpectedFen: 82640}, {CountedFen: 82640, ExpectedFen: 82640}}, CountedFen: 82640, ExpectedFen: 82640,
		HeadSeq: 12, HeadHash: strings.Repeat("0123456789abcdef", 4)}
	frozen := z.Text()
	signers := []paper.Signer{{As: "交班人", Name: "王丽（工号 101）"}, {As: "接收人"}}
	for width, profile := range profiles() {
		t.Run(width, func(t *testing.T) {
			sheet := printed(t, profile, paper.ZDocument(frozen, 1, signers))
			hold(t, "z-"+width, strings.Join(sheet.Lines, "\n")+"\n")
			keep(t, "z-"+width, sheet.Image)
			for i, line := range strings.Split(strings.TrimRight(frozen, "\n"), "\n") {
				require.Equal(t, strings.Fields(strings.Trim(line, "-")), strings.Fields(strings.Trim(sheet.Lines[i], "-")), "no word and no figure is another")
				if _, figure, found := strings.Cut(strings.TrimLeft(line, " "), "  "); found {
					require.Equal(t, profile.Columns, escpos.Width(sheet.Lines[i]), "%s stands at the paper's edge", figure)
				}
			}
			again := strings.Join(printed(t, profile, paper.ZDocument(frozen, 3, nil)).Lines, "\n")
			require.True(t, strings.HasPrefix(again, "补打 第2次\n"))
		})
	}
}

func TestKeyCardAndTestPage(t *testing.T) {
	keys := []paper.KeyLine{{Key: "F1", Label: "快捷键表"}, {Key: "Enter", Label: "收款"}, {Key: "Ctrl Shift P", Label: "补打上一张收据，需要时由主管批准"}, {Key: "0–9", Label: "房号"}}
	for width, profile := range profiles() {
		for name, document := range map[string]escpos.Document{"keycard": paper.KeyCard(keys), "testpage": paper.TestPage(profile, "前台 1 号", "正常"),
			"moveslip": moveSlip().Document()} {
			t.Run(name+"/"+width, func(t *testing.T) {
				sheet := printed(t, profile, document)
				hold(t, name+"-"+width, strings.Join(sheet.Lines, "\n")+"\n")
				keep(t, name+"-"+width, sheet.Image)
			})
		}
	}
}

// The longest code a receipt can have, on either paper and drawn by the printer or by us, is read by a reader of its own make as well as by
// the one above, in modules of at least half a millimetre.
func TestTheLongestCodeIsReadFromTheNarrowestPaper(t *testing.T) {
	receipt := usual()
	receipt.QR = strings.NewReplacer("01-2026-000123", "AB12-2026-1000000123", "426.40", "-9999999999.99", " 01 ", " AB12 ").Replace(sampleCode)
	require.Greater(t, len(receipt.QR), 180)
	for width, profile := range profiles() {
		for _, profile.NativeQR = range []bool{true, false} {
			t.Run(width, func(t *testing.T) {
				sheet := printed(t, profile, receipt.Document(profile))
				bitmap, err := gozxing.NewBinaryBitmapFromImage(sheet.Image)
				require.NoError(t, err)
				read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
				require.NoError(t, err)
				require.Equal(t, receipt.QR, read.GetText())
				finders := read.GetResultPoints()
				across := math.Hypot(finders[1].GetX()-finders[2].GetX(), finders[1].GetY()-finders[2].GetY())
				modules := float64(len(made(t, receipt.QR))) - 2*4 - 7 // between the middles of two corners, the quiet zone aside
				require.GreaterOrEqual(t, math.Round(across/modules), 4.0, "dots a module")
			})
		}
	}
}

// made returns the modules of a code, with its quiet zone.
func made(t *testing.T, payload string) [][]bool {
	t.Helper()
	code, err := skip2.New(payload, skip2.Medium)
	require.NoError(t, err)
	return code.Bitmap()
}
