package month_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/calendar"
)

// blank is a screen that shows its name.
type blank struct{ name string }

func (b *blank) Title() string { return b.name }
func (b *blank) Content() fyne.CanvasObject {
	return canvas.NewText("这里是"+b.name, look.Ink())
}
func (b *blank) Keys() []shell.Key { return nil }
func (b *blank) Shown()            {}
func (b *blank) Hidden()           {}

func TestADigitOrEnterOpensAScreenOfTheMonth(t *testing.T) {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	hand := countertest.NewHand(t, func() *shell.Shell { return frame })
	page := month.New(frame, []month.Entry{{Label: "出账", Screen: &blank{"出账"}}, {Label: "抄表", Screen: &blank{"抄表"}}})
	require.Len(t, page.Screens(), 2)
	frame.Show(page)
	hand.Type("93")
	hand.Hides("这里是")
	hand.Type("2")
	hand.Shows("这里是抄表")
	frame.Show(page)
	hand.Press(fyne.KeyUp, fyne.KeyReturn)
	hand.Shows("这里是出账")
}

func TestDaysAreTypedShortOrInFull(t *testing.T) {
	for text, want := range map[string]calendar.Date{"20261101": "2026-11-01", " 2026-11-01 ": "2026-11-01", "20261131": "", "2026111": "", "": "", "abcdefgh": ""} {
		on, fine := month.ParseDay(text)
		require.Equal(t, want != "", fine, text)
		require.Equal(t, want, on, text)
	}
	on, fine := month.ParseDayOr(" ", "2026-11-21")
	require.True(t, fine)
	require.Equal(t, calendar.Date("2026-11-21"), on)
}

func TestMonthsAcrossAYear(t *testing.T) {
	require.Equal(t, calendar.Date("2026-12-01"), month.FirstOf("2027-01-31", -1))
	require.Equal(t, calendar.Date("2028-02-29"), month.LastOf("2027-12-15", 2))
}

func TestASpanIsToldAsPeopleSayIt(t *testing.T) {
	text := func(key string, args ...any) string { return assets.Text(assets.Chinese, key, args...) }
	for want, span := range map[string][2]calendar.Date{"2026-11": {"2026-11-01", "2026-11-30"}, "2026-10 至 2026-12": {"2026-10-01", "2026-12-31"},
		"2026-11-05 至 2026-11-30": {"2026-11-05", "2026-11-30"}, "2026-11-05": {"2026-11-05", "2026-11-05"}, "—": {"", ""}} {
		require.Equal(t, want, month.Words(text, span[0], span[1]))
	}
}

func TestThePageLooksAsAgreed(t *testing.T) { countertest.Pictures(t, month.Gallery(), "month") }

// reading is a page that reads when it is shown, and counts how often it was left.
type reading struct {
	blank
	pages *month.Pages
	label string
	left  int
}

func (r *reading) Draw() fyne.CanvasObject { return r.Content() }
func (r *reading) Focus()                  {}
func (r *reading) Back()                   { r.left++ }
func (r *reading) Load() {
	r.pages.Run(r.label, func(context.Context, func(done, total int)) error { return nil }, func() {})
}

// paged is a screen of one page.
type paged struct{ month.Pages }

func (*paged) Title() string { return "页" }

func TestAnEscWhileAPageReadsIsNotLostAndOneWhileItWritesIsNotTaken(t *testing.T) {
	for label, left := range map[string]int{"": 1, "正在出账": 0} {
		var waiting []func()
		options := uitest.InPlace()
		options.Go = func(work func()) { waiting = append(waiting, work) }
		frame := shell.New(uitest.NewWindow(t, nil), options)
		hand := countertest.NewHand(t, func() *shell.Shell { return frame })
		screen := &paged{month.Pages{Frame: frame}}
		page := &reading{blank: blank{"读着"}, pages: &screen.Pages, label: label}
		screen.Page = page
		frame.Show(screen)
		hand.Press(fyne.KeyEscape)
		require.Zero(t, page.left)
		for _, work := range waiting {
			work()
		}
		require.Equal(t, left, page.left)
		hand.Press(fyne.KeyEscape)
		require.Equal(t, left+1, page.left)
		frame.Close()
	}
}
