package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/cashier/scanning"
	"shouqi/devices/escpos"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

const noticeBook = "01890000-0000-7000-8000-000000000001"

// onNotice names so many bills of a room, as the counter does.
func onNotice(t *testing.T, bills int) string {
	t.Helper()
	var named []scanning.OnSlip
	for n := range bills {
		named = append(named, scanning.OnSlip{Bill: fmt.Sprint("bill ", n), FromOn: "2026-09-01"})
	}
	text, err := scanning.SlipOf(estate.ObjectID(estate.Room, "3-2-1201"), named).Text(noticeBook)
	require.NoError(t, err)
	return text
}

// usualNotice is a notice of four bills, of which two are overdue.
func usualNotice(t *testing.T) paper.Notice {
	return paper.Notice{Estate: "阳光花园", Company: "阳光物业服务有限公司", Counter: "01", Room: "3-2-1201", Payer: "张*国", On: "2026-11-21", AtMS: at(21, 9, 12),
		Lines: []paper.Line{
			{Item: "物业费", Period: "2026-09 至 11（3 个月）", Why: "98.30 m² × 2.85 元 = 280.155；280.155 → 280.16；每月 280.16 × 3 个月 = 840.48", AmountFen: 84048},
			{Item: "物业费违约金", Period: "2026-09", Why: "逾期 52 天；280.16 × 万分之 5 × 52 天 = 7.28", AmountFen: 728},
			{Item: "车位管理费 B1-047", Period: "2026-11", Why: "共 80.00 元，已缴 30.00 元", AmountFen: 5000},
		},
		Bills: 4, BillsFen: 89048, LateFen: 728, Overdue: 2, OverdueFen: 56760, DueOn: "2026-11-30", DueLastOn: "2026-12-31", QR: onNotice(t, 4)}
}

func notices(t *testing.T) map[string]paper.Notice {
	all := map[string]paper.Notice{}
	change := func(name string, with func(*paper.Notice)) {
		notice := usualNotice(t)
		with(&notice)
		all[name] = notice
	}
	change("notice", func(*paper.Notice) {})
	change("notice, large", func(n *paper.Notice) { n.Large = true })
	change("notice, one bill", func(n *paper.Notice) {
		n.Lines, n.Bills, n.BillsFen, n.LateFen, n.Overdue, n.OverdueFen = n.Lines[2:], 1, 5000, 0, 0, 0
		n.DueLastOn, n.QR = n.DueOn, onNotice(t, 1)
	})
	change("notice, rare names", func(n *paper.Notice) {
		n.Payer, n.Company, n.Estate = "𠮷*龑", "北京市朝阳区望京阳光花园国际社区物业管理服务有限责任公司", "阳光花园国际社区（北区）商业综合体"
		n.Lines[0].Item, n.QR = "地下二层人防车位租赁及管理服务费（含照明清洁分摊）", onNotice(t, scanning.SlipBillsMax)
	})
	change("notice, 200 lines", func(n *paper.Notice) {
		n.Lines = nil
		for line := range 200 {
			n.Lines = append(n.Lines, paper.Line{Item: "物业费", Period: fmt.Sprintf("%d-%02d", 2010+line/12, line%12+1), Why: "98.30 m² × 2.85 元", AmountFen: 28016})
		}
		n.Bills, n.BillsFen, n.LateFen, n.Overdue, n.OverdueFen = 200, 200*28016, 0, 200, 200*28016
		n.DueOn, n.DueLastOn, n.About, n.QR = "", "", "以上为 2010-01 至 2026-08 的全部待缴账单", onNotice(t, 200)
	})
	return all
}

// A notice looks as it did on either paper, in the printer's letters and in ours, and its code is read by a reader that is none of ours.
func TestEveryNoticeLooksAsItDid(t *testing.T) {
	for name, notice := range notices(t) {
		for width, profile := range profiles() {
			for _, profile.RasterText = range []bool{false, true} {
				mode := ""
				if profile.RasterText {
					mode = " drawn"
				}
				t.Run(name+"/"+width+mode, func(t *testing.T) {
					sheet := printed(t, profile, notice.Document(profile))
					if !profile.RasterText {
						hold(t, name+"-"+width, strings.Join(sheet.Lines, "\n")+"\n")
					}
					keep(t, name+"-"+width+mode, sheet.Image)
					path := filepath.Join(t.TempDir(), "code.png")
					savePNG(t, path, foot(sheet.Image))
					require.Equal(t, notice.QR, scan(t, path))
				})
			}
		}
	}
}

// What a notice asks for is what its lines come to, and it says that it is no receipt.
func TestANoticeAddsUpAndIsNoReceipt(t *testing.T) {
	for name, notice := range notices(t) {
		var sum money.Fen
		for _, line := range notice.Lines {
			sum += line.AmountFen
		}
		require.Equal(t, sum, notice.TotalFen(), name)
		for _, profile := range profiles() {
			notice.Large = false // large print is drawn
			lines := printed(t, profile, notice.Document(profile)).Lines
			text := strings.ReplaceAll(strings.Join(lines, ""), " ", "")
			for _, words := range []string{"缴费通知单", "不作收款凭证", "待缴合计" + sum.Yuan(), "人民币（大写）：" + sum.Capital()} {
				require.Contains(t, text, words, name)
			}
		}
	}
}

// Each of its pieces says so where it is of a book to practise in, and on a sheet it stands as on a roll.
func TestANoticeOfABookToPractiseInSaysSo(t *testing.T) {
	notice := usualNotice(t)
	lines := said(paper.MarkTraining(notice.Document(escpos.Profile80())))
	require.Equal(t, "练习 · 不是收据", lines[0])
	require.GreaterOrEqual(t, strings.Count(strings.Join(lines, "\n"), "练习 · 不是收据"), 5)
	for _, format := range formats {
		path := filepath.Join(t.TempDir(), "notice.pdf")
		var out bytes.Buffer
		require.NoError(t, paper.WriteSlip(&out, notice.Document(escpos.Profile80()), format))
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
		text := tool(t, "pdftotext", "-layout", path, "-")
		require.Contains(t, text, "缴费通知单", format)
		require.Contains(t, text, "￥897.76", format)
		tool(t, "pdftoppm", "-png", "-gray", "-r", "150", path, path)
		pages, err := filepath.Glob(path + "*.png")
		require.NoError(t, err)
		require.Contains(t, scanAny(t, pages), notice.QR)
	}
}
