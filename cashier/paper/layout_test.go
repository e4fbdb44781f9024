package paper_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// sunPNG is a picture of a black disc on nothing, with a grey one in it.
func sunPNG(t *testing.T, width, height int) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			dx, dy, r := x-width/2, y-height/2, height/2
			switch far := dx*dx + dy*dy; {
			case far < r*r/4:
				picture.Set(x, y, color.NRGBA{128, 128, 128, 255})
			case far < r*r:
				picture.Set(x, y, color.Black)
			}
		}
	}
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, picture))
	return file.Bytes()
}

// laidOut is a layout that changes everything that may change.
func laidOut(t *testing.T) estate.Layout {
	t.Helper()
	logo, err := paper.ReadLogo(sunPNG(t, 600, 300))
	require.NoError(t, err)
	return estate.Layout{Hide: estate.Parts, Order: []estate.Section{estate.SectionWho, estate.SectionWhose, estate.SectionCode, estate.SectionMoney},
		Head: []string{"服务中心：1 号楼一层", "服务电话 010-6000 1234"}, Foot: []string{"请妥善保管本收据", "收费时间 8:30-17:30"}, Logo: &logo}
}

// Whatever a project leaves out or moves, what proves the payment stays, and the words and the logo stand where they should.
func TestAReceiptFollowsItsLayout(t *testing.T) {
	variant := variants()["void"]
	variant.Layout, variant.Copy = laidOut(t), 2
	for width, profile := range profiles() {
		sheet := printed(t, profile, variant.Document(profile))
		hold(t, "laid out-"+width, strings.Join(sheet.Lines, "\n")+"\n")
		keep(t, "laid out-"+width, sheet.Image)
	}
	for _, format := range formats {
		text := tool(t, "pdftotext", "-layout", sheets(t, variant, format), "-")
		for _, stays := range append(proof(variant), "010-6000 1234", "请妥善保管本收据", "8:30-17:30") {
			require.Contains(t, text, stays, format)
		}
		for _, gone := range []string{"阳光花园　", "小区", "98.30 m²", "计算过程", "柜台"} {
			require.NotContains(t, text, gone, format)
		}
	}
}

// proof is what no layout can leave out of a receipt.
func proof(r paper.Receipt) []string {
	all := []string{r.Company, r.Number, r.Room, r.Sums.ReceivedFen.Yuan(), r.Sums.ReceivedFen.Capital(), "2026-11-21", "补打 第1次", "作废", "现金", "退款签收", "验真", "校验码"}
	for _, line := range r.Lines {
		all = append(all, line.Item, line.AmountFen.Grouped())
	}
	return all
}

func TestNoLayoutHidesWhatProvesAPayment(t *testing.T) {
	receipt := variants()["void"]
	receipt.Copy = 2
	for _, hide := range [][]estate.Part{nil, estate.Parts} {
		for _, first := range estate.Sections {
			order := []estate.Section{first}
			for _, section := range estate.Sections {
				if section != first {
					order = append(order, section)
				}
			}
			receipt.Layout = estate.Layout{Hide: hide, Order: order}
			for _, profile := range profiles() {
				text := strings.Join(printed(t, profile, receipt.Document(profile)).Lines, "")
				for _, stays := range proof(receipt) {
					require.Contains(t, text, stays)
				}
			}
		}
	}
}

// The longest words that a layout can have are read whole on every sheet, and everything else keeps its place on the page.
func TestTheLongestWordsFitEverySheet(t *testing.T) {
	receipt := usual()
	for range estate.LayoutLinesMax {
		receipt.Layout.Head = append(receipt.Layout.Head, strings.Repeat("天", estate.LayoutRunesMax))
		receipt.Layout.Foot = append(receipt.Layout.Foot, strings.Repeat("地", estate.LayoutRunesMax))
	}
	_, err := receipt.Layout.Text()
	require.NoError(t, err)
	for _, format := range formats {
		path := sheets(t, receipt, format)
		require.Regexp(t, `Pages: +1\n`, tool(t, "pdfinfo", path))
		text := tool(t, "pdftotext", path, "-")
		require.Equal(t, 300, strings.Count(text, "天"))
		require.Equal(t, 300, strings.Count(text, "地"))
		box := tool(t, "pdftotext", "-bbox", path, "-")
		require.NotContains(t, box, `yMin="-`)
		tool(t, "pdftoppm", "-png", "-gray", "-r", "150", path, path)
		require.Equal(t, receipt.QR, scan(t, path+"-1.png"), "no word stands in the code")
		if *draw != "" {
			tool(t, "pdftoppm", "-png", "-r", "100", path, filepath.Join(*draw, "longest-"+string(format)))
		}
	}
}

// The sun of the logo is on the paper of both widths and on the first page of a sheet, round and black, and no wider than the paper.
func TestTheLogoIsDrawnWithinThePaper(t *testing.T) {
	for _, size := range []struct{ width, height, wantWidth, wantHeight int }{{600, 300, 384, 192}, {100, 50, 104, 50}, {4000, 40, 384, 3}, {30, 3000, 8, 192}} {
		logo, err := paper.ReadLogo(sunPNG(t, size.width, size.height))
		require.NoError(t, err)
		require.Equal(t, []int{size.wantWidth, size.wantHeight}, []int{logo.Width, logo.Height()})
		receipt := usual()
		receipt.Layout.Logo = &logo
		_, err = receipt.Layout.Text()
		require.NoError(t, err)
		for _, profile := range profiles() {
			require.Contains(t, printed(t, profile, receipt.Document(profile)).Lines[0], "[图")
		}
		for _, format := range formats {
			path := sheets(t, receipt, format)
			require.Regexp(t, `(?m)^ +1 +\d+ image +`, tool(t, "pdfimages", "-list", path), "the logo and the code")
		}
	}
	logo, err := paper.ReadLogo(sunPNG(t, 200, 100))
	require.NoError(t, err)
	dot := func(x, y int) bool { return logo.Rows[y*logo.Width/8+x/8]&(0x80>>(x%8)) != 0 }
	require.True(t, dot(60, 50), "the ring is black")
	require.False(t, dot(2, 2), "what is clear is white")
	grey := 0
	for x := 90; x < 110; x++ {
		if dot(x, 50) {
			grey++
		}
	}
	require.InDelta(t, 10, grey, 6, "grey is about half black")
}

func TestAFileThatIsNoLogoIsRefused(t *testing.T) {
	for name, file := range map[string][]byte{"nothing": nil, "no picture": []byte("hello"), "half a file": sunPNG(t, 60, 60)[:90],
		"too many bytes": append(sunPNG(t, 60, 60), make([]byte, paper.LogoBytesMax)...), "too large": sunPNG(t, 5000, 10)} {
		_, err := paper.ReadLogo(file)
		require.Equal(t, "paper.logo", store.Code(err), name)
	}
}
