package layout_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/paper"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/devices/escpos"
	"shouqi/ledger/estate"
	"shouqi/ledger/till"
)

// page is the page on a real counter, with the manager at it.
type page struct {
	*countertest.Hand
	t       *testing.T
	counter *uitest.Counter
	paid    till.Payment
	folder  string
	backs   int
	changed int
}

func open(t *testing.T) *page {
	t.Helper()
	p := &page{t: t, counter: uitest.NewCounter(t), folder: t.TempDir()}
	p.paid = p.counter.Pay("3-2-1201")
	p.counter.As("100", uitest.ManagerPIN)
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	p.Hand = countertest.NewHand(t, func() *shell.Shell { return frame })
	frame.Show(layout.New(frame, p.counter.Counter, layout.Deps{Explain: countertest.Explain, Back: func() { p.backs++ }, Changed: func() { p.changed++ }, Folder: p.folder}))
	return p
}

// goTo moves the cursor down by so many lines that are no headings.
func (p *page) goTo(lines int) {
	for range lines {
		p.Press(fyne.KeyDown)
	}
}

// printed is what the next copy of the receipt says.
func (p *page) printed() string {
	receipt, err := p.counter.Printing.PaperReceipt(p.t.Context(), p.paid.Receipts[0].Number, 1)
	require.NoError(p.t, err)
	var words []string
	for _, block := range receipt.Document(escpos.Profile80()) {
		switch b := block.(type) {
		case escpos.Text:
			words = append(words, b.Text)
		case escpos.Columns:
			for _, cell := range b.Cells {
				words = append(words, cell.Text)
			}
		case escpos.Picture:
			words = append(words, "[logo]")
		}
	}
	return strings.Join(words, "\n")
}

// The manager leaves out, adds words and moves; nothing changes on paper before it is saved, and then it is so at every counter.
func TestALayoutIsSavedForEveryReceipt(t *testing.T) {
	p := open(t)
	before := p.printed()
	require.Contains(t, before, "柜台 01")
	p.Shows("打出来的样子", "样张：收据", "公司、收据号、房号")
	p.goTo(3)
	p.Press(fyne.KeySpace)
	p.Shows("不打")
	require.Equal(t, before, p.printed(), "not before it is saved")
	p.goTo(1)
	p.Press(fyne.KeyReturn)
	p.Type("服务电话 010-6000 1234")
	p.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	p.Shows("1 行")
	p.goTo(5)
	p.Chord(fyne.KeyUp)
	p.Press(fyne.KeyF9)
	p.Shows("已保存，从下一张收据起")
	require.Equal(t, 1, p.changed)
	after := p.printed()
	require.NotContains(t, after, "柜台 01")
	require.Contains(t, after, "服务电话 010-6000 1234")
	require.Less(t, strings.Index(after, "收款人"), strings.Index(after, "应收合计"), "who took it stands above the money now")
	p.Press(fyne.KeyEscape)
	require.Equal(t, 1, p.backs)
}

// The second half of a double press that opened the page, or put a dialog away, changes nothing of the draft.
func TestAnEnterTooManyChangesNothing(t *testing.T) {
	p := open(t)
	tooMany := func() { uitest.Rush(80*time.Millisecond, func() { p.Press(fyne.KeyReturn) }) }
	tooMany()
	p.Hides("不打")
	p.Press(fyne.KeyReturn)
	p.Shows("不打")
	p.goTo(4)
	p.Press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	p.Hides("用这些话")
	tooMany()
	p.Hides("用这些话")
}

// A logo is chosen from the folders, drawn, and taken away again.
func TestALogoIsChosenByKeys(t *testing.T) {
	p := open(t)
	file, err := os.Create(filepath.Join(p.folder, "sun.png"))
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, image.NewGray(image.Rect(0, 0, 80, 40))))
	require.NoError(t, file.Close())
	require.NoError(t, os.WriteFile(filepath.Join(p.folder, "text.png"), []byte("no picture"), 0o600))
	choose := func(name string) {
		p.Press(fyne.KeyReturn)
		p.Shows("sun.png", "text.png")
		for range map[string]int{"sun.png": 1, "text.png": 2}[name] {
			p.Press(fyne.KeyDown)
		}
		p.Press(fyne.KeyReturn)
	}
	p.goTo(6)
	choose("text.png")
	p.Shows("这个文件不能作标志")
	choose("sun.png")
	p.Shows("80 × 40 点")
	p.Press(fyne.KeyF9)
	require.Contains(t, p.printed(), "[logo]")
	p.Press(fyne.KeyDelete, fyne.KeyF9)
	require.NotContains(t, p.printed(), "[logo]")
}

// What was changed and not saved is not lost without a word.
func TestLeavingAChangedLayoutAsks(t *testing.T) {
	p := open(t)
	p.Press(fyne.KeySpace, fyne.KeyEscape)
	p.Shows("还没有保存")
	p.Press(fyne.KeyEscape)
	require.Zero(t, p.backs)
	p.Press(fyne.KeyEscape, fyne.KeyReturn)
	require.Equal(t, 1, p.backs)
	saved, _, err := p.counter.Printing.Layout(t.Context())
	require.NoError(t, err)
	require.Equal(t, estate.Layout{}, saved)
}

// The sample changes from a receipt to one that gives money back, on which its taker signs.
func TestTheSampleShowsMoneyGivenBackToo(t *testing.T) {
	p := open(t)
	p.Press(fyne.KeyF5)
	p.Shows("样张：红字收据")
	whole, err := p.counter.Printing.Picture(t.Context(), estate.Layout{}, true)
	require.NoError(t, err)
	require.Equal(t, 384+32, whole.Bounds().Dx(), "the paper of this machine's printer, with its margins")
	paid, err := p.counter.Printing.Picture(t.Context(), estate.Layout{}, false)
	require.NoError(t, err)
	require.NotEqual(t, paid.Bounds(), whole.Bounds())
	require.Len(t, paper.Sample(true).Lines, len(paper.Sample(false).Lines))
}

// Another counter saves while a draft is open: it is not overwritten unseen, the draft stays, and F8 takes what was saved.
func TestALayoutSavedElsewhereIsNotOverwritten(t *testing.T) {
	p := open(t)
	p.Press(fyne.KeySpace)
	require.NoError(t, p.counter.People.SetPolicy(t.Context(), estate.PolicyReceiptLayout, `{"foot":["收费时间 8:30-17:30"]}`, session.Second{}))
	p.Hides("换成新保存的")
	p.Press(fyne.KeyF9)
	p.Shows("您改的没有保存", "不打", "换成新保存的")
	require.Zero(t, p.changed)
	p.Press(fyne.KeyF9)
	require.Zero(t, p.changed, "nor when it is asked again")
	p.Press(fyne.KeyF8, fyne.KeyEscape)
	p.Shows("不打")
	p.Press(fyne.KeyF8, fyne.KeyReturn)
	p.Shows("1 行")
	p.Hides("不打", "换成新保存的")
	p.Press(fyne.KeySpace, fyne.KeyF9)
	p.Shows("已保存，从下一张收据起")
	after := p.printed()
	require.Contains(t, after, "收费时间 8:30-17:30")
	require.NotContains(t, after, "小区")
}

func TestACashierChangesNoLayout(t *testing.T) {
	p := open(t)
	p.counter.As("101", uitest.CashierPIN)
	p.Press(fyne.KeySpace, fyne.KeyF9)
	p.Shows("没有“修改设置”的权限")
}

// In the smallest window everything is read whole.
func TestThePageIsReadWholeInTheSmallestWindow(t *testing.T) {
	window := uitest.NewWindow(t, nil)
	size := fyne.NewSize(look.LeastWidth, look.LeastHeight)
	window.Resize(size)
	look.SetRoom(size)
	for _, shot := range layout.Gallery() {
		frame := shell.New(window, uitest.InPlace())
		shot.Draw(frame)
		countertest.NewHand(t, func() *shell.Shell { return frame }).Hides("…")
	}
}

func TestPictures(t *testing.T) { countertest.Pictures(t, layout.Gallery(), "layout", "layout-own") }
