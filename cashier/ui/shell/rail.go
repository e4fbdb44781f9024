package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/guard"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// rail is the navigation at the left: the seal and the items.
type rail struct {
	shell  *Shell
	object *fyne.Container
	list   *fyne.Container
	items  []*railItem
}

func newRail(shell *Shell) *rail {
	bar := &rail{shell: shell, list: widgets.VStack(0)}
	column := widgets.Edges(widgets.Inset(12, 0, 14, 0, container.NewCenter(sealMark())), nil, bar.list)
	bar.object = container.NewStack(widgets.Ground(look.Rail(), 0), column)
	return bar
}

// sealMark draws the seal 收讫 in outline.
func sealMark() fyne.CanvasObject {
	frame := widgets.Ground(look.Rail(), 6)
	frame.StrokeColor, frame.StrokeWidth = look.Seal(), 2
	words := look.BoldText("收讫", look.LeadSize(), look.Seal())
	return widgets.Sized(look.TapHeight(), look.TapHeight(), container.NewStack(frame, container.NewCenter(words)))
}

// rebuild makes the items anew.
func (r *rail) rebuild() {
	r.items, r.list.Objects = nil, nil
	for _, item := range r.shell.items {
		line := newRailItem(r.shell.Text("nav."+item.Name), item.key().capIn(r.shell.options.Lang), func() { r.shell.Show(item.Screen) })
		r.items = append(r.items, line)
		r.list.Add(line)
	}
	r.list.Refresh()
}

// show marks the item of screen, and hides the rail for bare screens.
func (r *rail) show(screen Screen, isBare bool) {
	r.object.Hidden = isBare
	for index, item := range r.items {
		of := r.shell.items[index]
		item.setOpen(of.Screen == screen || slices.Contains(of.Within, screen))
	}
}

// railItem is one item. It is not focusable: its key does the same.
type railItem struct {
	widget.BaseWidget
	label, hint     string
	isOpen, hovered bool
	open            func()
}

func newRailItem(label, hint string, open func()) *railItem {
	item := &railItem{label: label, hint: hint, open: open}
	item.ExtendBaseWidget(item)
	return item
}

func (i *railItem) setOpen(isOpen bool) {
	i.isOpen = isOpen
	i.Refresh()
}

// Tapped opens the item.
func (i *railItem) Tapped(*fyne.PointEvent) { guard.Run(i.open) }

// MouseIn lights the item under the pointer.
func (i *railItem) MouseIn(*desktop.MouseEvent) {
	i.hovered = true
	i.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (i *railItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (i *railItem) MouseOut() {
	i.hovered = false
	i.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (i *railItem) CreateRenderer() fyne.WidgetRenderer {
	view := &railItemView{
		item:   i,
		ground: widgets.Ground(look.Rail(), 0),
		mark:   widgets.Ground(look.RailMark(), 0),
		label:  look.Text(i.label, look.BodySize(), look.RailInk()),
		hint:   look.Text(i.hint, look.CaptionSize(), look.RailInk2()),
	}
	view.Refresh()
	return view
}

// railItemView draws a railItem.
type railItemView struct {
	item         *railItem
	ground, mark *canvas.Rectangle
	label, hint  *canvas.Text
}

// Destroy implements fyne.WidgetRenderer.
func (v *railItemView) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (v *railItemView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.ground, v.mark, v.label, v.hint}
}

// MinSize implements fyne.WidgetRenderer.
func (v *railItemView) MinSize() fyne.Size {
	return fyne.NewSize(look.RailWidth(), look.Mild(54))
}

// Layout implements fyne.WidgetRenderer.
func (v *railItemView) Layout(size fyne.Size) {
	v.ground.Resize(size)
	v.mark.Resize(fyne.NewSize(3, size.Height))
	label, hint := v.label.MinSize(), v.hint.MinSize()
	overlap := look.Scaled(2) // The line height of the font is generous; two lines stand close.
	top := (size.Height - label.Height - hint.Height + overlap) / 2
	v.label.Resize(label)
	v.label.Move(fyne.NewPos((size.Width-label.Width)/2, top))
	v.hint.Resize(hint)
	v.hint.Move(fyne.NewPos((size.Width-hint.Width)/2, top+label.Height-overlap))
}

// Refresh implements fyne.WidgetRenderer.
func (v *railItemView) Refresh() {
	v.ground.FillColor, v.label.Color, v.hint.Color = look.Rail(), look.RailInk(), look.RailInk2()
	v.label.TextStyle = look.Style(v.item.label, v.item.isOpen)
	if v.item.isOpen || v.item.hovered {
		v.ground.FillColor, v.label.Color, v.hint.Color = look.RailActive(), look.White(), look.RailInk()
	}
	v.mark.Hidden = !v.item.isOpen
	v.Layout(v.item.Size())
	canvas.Refresh(v.item)
}
