package shell

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"shouqi/assets"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// Status is what the bar at the top says. Empty words are left out.
type Status struct {
	Project string // 阳光花园
	Counter string // 01 号柜台
	Shift   string // 早班 08:02 起
	Cashier string // 王丽

	// Warning says what is about to keep the counter from its work, in two lines at most.
	Warning string
	// Ended says that another counter ended this one: nothing that is done here counts. It stands in place of Warning.
	Ended string // 本柜台已被撤销
	// Pretend says that money of a channel is none; Unsettled how much of it is not settled, with the key that leads there.
	Pretend   string // 模拟支付
	Unsettled string // 未了结 2
	// Due says how many runs of bills are late, with the key that leads there, to who may issue them.
	Due string // 该出未出 3 批
	// Others says when the newest record of another counter was made that is here, Conflicts how much of what they did without each other does not fit, with
	// the key that leads there.
	Others     string // 其他柜台 10:32
	OthersTone widgets.Tone
	Conflicts  string // 对不上 3 件

	Printer     string // 打印机 就绪
	PrinterTone widgets.Tone
	Clock       string // 2026-11-21 星期六 10:24
}

// statusBar draws a Status.
type statusBar struct {
	lang   string
	status Status
	object *fyne.Container
	row    *fyne.Container
	// left and right are the two groups of words; the left one makes way for a toast that finds no room between them.
	left, right fyne.CanvasObject
	// yields are the words that make way where not all have room, the first of them first.
	yields []fyne.CanvasObject
}

func newStatusBar(lang string) *statusBar {
	bar := &statusBar{lang: lang}
	bar.row = container.New(bar)
	inset := widgets.Inset(0, 20, 0, 20, bar.row)
	ground := widgets.Ground(look.CardColor(), 0)
	rule := widgets.Edges(nil, widgets.Rule(), inset)
	bar.object = container.NewStack(ground, widgets.Sized(0, look.StatusHeight(), rule))
	return bar
}

// setClock changes the clock alone. It is called each second with words that change each minute: showing the same again
// would make the whole window be drawn anew.
func (b *statusBar) setClock(words string) {
	if words == b.status.Clock {
		return
	}
	status := b.status
	status.Clock = words
	b.show(status)
}

// show draws status.
func (b *statusBar) show(status Status) {
	b.status = status
	small := func(words string) fyne.CanvasObject {
		return look.Text(words, look.SmallSize(), look.Ink2())
	}
	shift := status.Shift
	if shift != "" && status.Cashier != "" {
		shift += " · "
	}
	var left, right []fyne.CanvasObject
	b.yields = nil
	switch { // what is at its end is kept from no work by anything else
	case status.Ended != "":
		left = append(left, widgets.HStack(6, widgets.Dot(widgets.ToneOwed), look.BoldText(status.Ended, look.SmallSize(), look.Vermilion())))
	case status.Warning != "":
		warning := widgets.VStack(-3)
		for line := range strings.Lines(status.Warning) {
			warning.Add(look.Text(strings.TrimSpace(line), look.CaptionSize()+1, look.Amber()))
		}
		left = append(left, widgets.HStack(6, widgets.Dot(widgets.ToneLook), warning))
	}
	if status.Project != "" {
		left = append(left, look.BoldText(status.Project, look.SmallSize(), look.Ink()))
		b.yields = append(b.yields, left[len(left)-1])
	}
	for _, words := range []string{status.Counter, shift + status.Cashier} {
		if words != "" {
			left = append(left, small(words))
			b.yields = append(b.yields, left[len(left)-1])
		}
	}
	if status.Pretend != "" {
		right = append(right, widgets.Tag(status.Pretend, widgets.ToneLook))
	}
	for _, light := range []struct { // these make way after all that everybody knows
		words string
		tone  widgets.Tone
	}{{status.Others, status.OthersTone}, {status.Due, widgets.ToneLook}, {status.Conflicts, widgets.ToneLook}} {
		if light.words != "" {
			right = append(right, widgets.HStack(6, widgets.Dot(light.tone), small(light.words)))
			b.yields = append(b.yields, right[len(right)-1])
		}
	}
	if status.Unsettled != "" {
		right = append(right, widgets.HStack(6, widgets.Dot(widgets.ToneLook), small(status.Unsettled)))
	}
	if status.Printer != "" {
		right = append(right, widgets.HStack(6, widgets.Dot(status.PrinterTone), small(status.Printer)))
	}
	local := widgets.HStack(6, widgets.Dot(widgets.ToneGood), small(assets.Text(b.lang, "shell.book.local")))
	right = append(right, local)
	b.yields = append([]fyne.CanvasObject{local}, b.yields...)
	if status.Clock != "" {
		right = append(right, small(status.Clock))
	}
	gap := look.Scaled(18)
	isAway := b.left != nil && !b.left.Visible()
	b.left, b.right = container.NewCenter(widgets.HStack(gap, left...)), container.NewCenter(widgets.HStack(gap, right...))
	if isAway {
		b.left.Hide()
	}
	b.row.Objects = []fyne.CanvasObject{b.left, layout.NewSpacer(), b.right}
	b.row.Refresh()
}

// Layout implements fyne.Layout: the two groups stand at the two sides. What everybody knows makes way for what is new.
func (b *statusBar) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	sides := layout.NewHBoxLayout()
	for _, part := range b.yields {
		part.Show()
	}
	for _, part := range b.yields {
		if sides.MinSize(parts).Width <= size.Width {
			break
		}
		part.Hide()
	}
	sides.Layout(parts, size)
}

// MinSize implements fyne.Layout: what makes way needs no room.
func (b *statusBar) MinSize(parts []fyne.CanvasObject) fyne.Size {
	least := layout.NewHBoxLayout().MinSize(parts)
	for _, part := range b.yields {
		if part.Visible() {
			least.Width -= part.MinSize().Width
		}
	}
	return least
}
