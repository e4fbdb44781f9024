package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// Progress is a bar with words at its left and "3/12" at its right.
type Progress struct {
	widget.BaseWidget
	words       string
	done, total int
}

// NewProgress makes a bar that says words; it stands at nothing done.
func NewProgress(words string) *Progress {
	progress := &Progress{words: words}
	progress.ExtendBaseWidget(progress)
	return progress
}

// Set shows done of total steps; a total of 0 means that the end is not known yet.
func (p *Progress) Set(done, total int) {
	p.done, p.total = done, total
	p.Refresh()
}

// SetWords changes the words.
func (p *Progress) SetWords(words string) {
	p.words = words
	p.Refresh()
}

// fraction is what is done, from 0 to 1.
func (p *Progress) fraction() float32 {
	if p.total <= 0 {
		return 0
	}
	return min(max(float32(p.done)/float32(p.total), 0), 1)
}

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	view := &progressView{
		progress: p,
		words:    look.Text("", look.SmallSize(), look.Ink2()),
		count:    look.Text("", look.SmallSize(), look.Ink2()),
		groove:   Ground(look.Line(), 3),
		bar:      Ground(look.Jade(), 3),
	}
	view.Refresh()
	return view
}

// progressView draws a Progress.
type progressView struct {
	progress     *Progress
	words, count *canvas.Text
	groove, bar  *canvas.Rectangle
}

// Destroy implements fyne.WidgetRenderer.
func (v *progressView) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (v *progressView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.words, v.count, v.groove, v.bar}
}

// MinSize implements fyne.WidgetRenderer.
func (v *progressView) MinSize() fyne.Size {
	return fyne.NewSize(look.Scaled(240), v.words.MinSize().Height+14)
}

// Layout implements fyne.WidgetRenderer.
func (v *progressView) Layout(size fyne.Size) {
	v.words.Resize(v.words.MinSize())
	count := v.count.MinSize()
	v.count.Resize(count)
	v.count.Move(fyne.NewPos(size.Width-count.Width, 0))
	top := count.Height + 6
	v.groove.Move(fyne.NewPos(0, top))
	v.groove.Resize(fyne.NewSize(size.Width, 6))
	v.bar.Move(fyne.NewPos(0, top))
	v.bar.Resize(fyne.NewSize(size.Width*v.progress.fraction(), 6))
}

// Refresh implements fyne.WidgetRenderer.
func (v *progressView) Refresh() {
	v.words.Text, v.count.Text = v.progress.words, ""
	if v.progress.total > 0 {
		v.count.Text = strconv.Itoa(v.progress.done) + "/" + strconv.Itoa(v.progress.total)
	}
	v.bar.Hidden = v.progress.fraction() == 0
	v.Layout(v.progress.Size())
	canvas.Refresh(v.progress)
}
