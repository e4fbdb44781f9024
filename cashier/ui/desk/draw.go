package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// redraw makes the screen anew from its state; nothing happens before the screen was first shown.
func (s *Screen) redraw() {
	if s.root == nil {
		return
	}
	s.draw()
	s.refreshKeys()
}

// draw sets the columns: who, what is owed, the money; with no household, the search takes the left column's place.
func (s *Screen) draw() {
	s.middle = container.NewStack()
	middle := widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, s.searchBox), nil, s.middle)
	var left fyne.CanvasObject
	if s.view.Shown().Room.ID != "" {
		left = s.householdView()
	}
	s.money, s.collect = nil, nil
	var right fyne.CanvasObject
	switch {
	case s.isCollecting():
		right = s.collectView()
	case s.view.Draft != nil:
		right = s.tenderView()
	case s.view.Paid != nil:
		right = s.takenPanel()
	default:
		right = s.idleView()
	}
	s.drawMiddle()
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(left, leftWidth, middle, right, rightWidth)}
	s.root.Refresh()
}

// drawMiddle shows the results while something is looked for, and else the bills, or what to type.
func (s *Screen) drawMiddle() {
	if s.middle == nil {
		return
	}
	var view fyne.CanvasObject
	switch {
	case s.view.Step == checkout.Opening:
		view = widgets.BareCard(widgets.EmptyState(s.text("desk.reading"), s.text("desk.reading.advice"), nil))
	case s.view.Search.Query != "":
		s.results.SetCursor(s.view.Search.Row)
		view = s.resultsView()
	case s.view.Draft == nil && s.view.Paid != nil && s.view.Paid.Codes != nil:
		view = s.codesView(s.view.Paid.Codes)
	case s.view.Shown().Room.ID != "":
		view = s.billsView()
	default:
		view = s.adviceView()
	}
	s.middle.Objects = []fyne.CanvasObject{view}
	s.middle.Refresh()
}

// adviceView says what can be typed while no household is open.
func (s *Screen) adviceView() fyne.CanvasObject {
	rows := widgets.VStack(0)
	for _, way := range []string{"room", "pinyin", "phone", "plate", "code"} {
		cap := widgets.Sized(look.Scaled(190), 0, container.NewHBox(container.NewCenter(widgets.KeyCap(s.text("desk.way."+way+".example")))))
		words := container.NewCenter(look.Text(s.text("desk.way."+way), look.BodySize(), look.Ink2()))
		rows.Add(widgets.Sized(0, look.RowHeight(), widgets.HStack(14, cap, words)))
	}
	title := look.BoldText(s.text("desk.idle.title"), look.HeadingSize(), look.Ink())
	return widgets.BareCard(container.NewCenter(widgets.VStack(14, title, rows)))
}

// idleView is the right column before the first payment: ready, or why not.
func (s *Screen) idleView() fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	view := widgets.VStack(10)
	stopped, way := s.stopped()
	switch {
	case !s.view.Problem.IsNone():
		view.Add(s.problemNotice(width))
	case s.view.Stop == checkout.Free:
		view.Add(look.BoldText(s.text("desk.idle.ready"), look.HeadingSize(), look.Jade()))
		view.Add(widgets.Paragraph(s.text("desk.idle.first"), look.BodySize(), look.Ink2(), width))
	}
	if stopped != "" {
		view.Add(look.BoldText(s.text("desk.idle.stopped"), look.HeadingSize(), look.Amber()))
		view.Add(s.stopView(stopped, way, width))
	}
	s.addAside(view, width)
	return widgets.Card(widgets.Edges(view, nil, nil))
}

// addAside names the household that was put aside last with something typed for it, and says how many more there are: one notice
// for all of them, because a notice for each would push the sum and the change out of the window.
func (s *Screen) addAside(view *fyne.Container, width float32) {
	count := len(s.view.Aside)
	if count == 0 {
		return
	}
	last := s.view.Aside[count-1]
	if look.IsShort() { // one line: the change keeps its room
		view.Add(look.Text(look.Fit(s.text("desk.aside.short", last.Room, count), look.SmallSize(), false, width), look.SmallSize(), look.Amber()))
		return
	}
	words := s.text("desk.aside", last.Room)
	switch order := last.Order; {
	case order != nil && order.Stopped:
		words = s.text("desk.aside.order", last.Room, order.Channel.Name(), order.Order.Fen.Yuan(), s.text("desk.aside.ending"))
		if order.BesideFen > 0 {
			words += s.text("desk.collect.stop_beside", order.BesideFen.Yuan())
		}
	case order != nil && order.Failure != "":
		words = s.text("desk.aside.order", last.Room, order.Channel.Name(), order.Order.Fen.Yuan(), s.text("desk.aside.unknown"))
	case order != nil:
		words = s.text("desk.aside.order", last.Room, order.Channel.Name(), order.Order.Fen.Yuan(), s.text("desk.aside.waiting"))
	case last.Typed != "":
		words = s.text("desk.aside.typed", last.Room, last.Typed)
	}
	if count > 1 {
		words = s.text("desk.aside.more", words, count-1)
	}
	view.Add(widgets.Notice(words, widgets.ToneLook, width))
}
