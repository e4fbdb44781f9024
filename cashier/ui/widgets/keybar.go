package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// Hint is one key of the key bar.
type Hint struct {
	Cap   string // as on the key: "F9", "Esc", "空格"
	Label string // what it does: "现金"
	Do    func() // what a tap does; nil for keys that only make sense as keys
	Off   bool   // it has nothing to do now: drawn pale, and a tap does nothing
}

// KeyBar is the bar of key hints at the bottom. Every hint can be tapped. Hints that do not fit are
// left out whole, from the end, and then the bar ends with a mark that there are more.
type KeyBar struct {
	widget.BaseWidget
	hints []Hint
	row   *fyne.Container
	more  Hint
}

// NewKeyBar makes an empty bar; more is the hint that stands last where others are left out.
func NewKeyBar(more Hint) *KeyBar {
	bar := &KeyBar{row: container.New(&keyBarLayout{}), more: more}
	bar.ExtendBaseWidget(bar)
	return bar
}

// SetHints shows hints in order.
func (b *KeyBar) SetHints(hints []Hint) {
	b.hints = hints
	b.row.Objects = nil
	for _, hint := range hints {
		b.row.Add(newHintView(hint))
	}
	b.row.Add(newHintView(b.more))
	b.row.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *KeyBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(Ground(look.KeyBarColor(), 0), b.row))
}

// KeyCap draws a key as it looks on the keyboard.
func KeyCap(words string) fyne.CanvasObject { return keyCap(words, look.Ink()) }

// faintCap draws a key that has nothing to do now.
func faintCap(words string) fyne.CanvasObject { return keyCap(words, look.Faint()) }

func keyCap(words string, ink color.Color) fyne.CanvasObject {
	ground := Ground(look.CardColor(), 4)
	ground.StrokeColor, ground.StrokeWidth = look.Edge(), 1
	return container.NewStack(ground, Inset(0, 7, 0, 7, look.Text(words, look.SmallSize()-1, ink)))
}

// hintView is one tappable hint. It is not focusable: its key does the same.
type hintView struct {
	widget.BaseWidget
	hint Hint
}

func newHintView(hint Hint) *hintView {
	view := &hintView{hint: hint}
	view.ExtendBaseWidget(view)
	return view
}

// Tapped does what the key does.
func (h *hintView) Tapped(*fyne.PointEvent) {
	defer step()()
	if h.hint.Do != nil && !h.hint.Off {
		h.hint.Do()
	}
	RestoreFocus(h)
}

// CreateRenderer implements fyne.Widget.
func (h *hintView) CreateRenderer() fyne.WidgetRenderer {
	ink, cap := look.Ink2(), KeyCap(h.hint.Cap)
	if h.hint.Off {
		ink, cap = look.Faint(), faintCap(h.hint.Cap)
	}
	label := look.Text(h.hint.Label, look.SmallSize(), ink)
	row := HStack(5, container.NewCenter(cap), container.NewCenter(label))
	return widget.NewSimpleRenderer(row)
}

// keyBarLayout sets hints from the left. Those that do not fit are hidden, and the last of all, which says that there are
// more, is hidden where all fit.
type keyBarLayout struct{}

// Layout implements fyne.Layout.
func (keyBarLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) == 0 {
		return
	}
	gap, hints, more := look.Scaled(18), objects[:len(objects)-1], objects[len(objects)-1]
	room := size.Width - 2*look.Inset()
	width := -gap
	for _, hint := range hints {
		width += gap + hint.MinSize().Width
	}
	more.(*hintView).Hidden = width <= room
	if width > room {
		room -= gap + more.MinSize().Width
	}
	x, full := look.Inset(), false
	for _, object := range objects {
		least := object.MinSize()
		if object != more {
			full = full || x-look.Inset()+least.Width > room
			object.(*hintView).Hidden = full
		}
		object.Resize(fyne.NewSize(least.Width, size.Height))
		object.Move(fyne.NewPos(x, 0))
		if !object.(*hintView).Hidden {
			x += least.Width + gap
		}
	}
}

// MinSize implements fyne.Layout.
func (keyBarLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, look.KeyBarHeight())
}
