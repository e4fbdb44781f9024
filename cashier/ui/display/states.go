package display

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/facing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
)

// yuan writes a sum with the half-width sign: the full-width one leaves a hole before figures on a screen.
func yuan(fen money.Fen) string { return strings.ReplaceAll(fen.Yuan(), "￥", "¥") }

// idleView greets.
func (s *Screen) idleView(paint colours) fyne.CanvasObject {
	width := s.size.Width - 2*s.scaled(margin)
	return container.NewCenter(s.column(24,
		container.NewCenter(s.line(s.view.Place, roomSize, width, paint.ink2, false)),
		container.NewCenter(s.line(s.text("display.welcome"), 88, width, paint.ink, true))))
}

// dueView says what is paid at the left, and what the owner does now at the right.
func (s *Screen) dueView(paint colours) fyne.CanvasObject {
	side := s.sideView(paint)
	width := s.size.Width - 2*s.scaled(margin)
	if side != nil {
		width -= s.scaled(sideWidth)
	}
	head := s.column(2, s.line(s.view.Place, textSize, width, paint.ink2, false),
		s.line(strings.TrimSpace(s.view.Room+"  "+s.view.Name), roomSize, width, paint.ink, true))
	rows := s.column(0)
	for _, line := range s.rows() {
		rows.Add(s.row(line, width, paint))
	}
	title := "display.total"
	if s.view.HandedFen > 0 || side != nil {
		title = "display.pay"
	}
	foot := s.column(-10, s.line(s.text(title), textSize, width, paint.ink2, false), s.line(yuan(s.view.PayFen), 104, width, paint.ink, true))
	left := widgets.Inset(s.scaled(28), s.scaled(margin), s.scaled(24), s.scaled(margin), widgets.Edges(widgets.VStack(s.scaled(14), head, rows), foot, nil))
	if side == nil {
		return left
	}
	return container.NewBorder(nil, nil, nil, widgets.Sized(s.scaled(sideWidth), 0, side), left)
}

// rows are the lines there is room for; the smallest of more are told as one.
func (s *Screen) rows() []facing.Line {
	if len(s.view.Lines) <= rowsMax {
		return s.view.Lines
	}
	rows := append([]facing.Line(nil), s.view.Lines[:rowsMax-1]...)
	rest := facing.Line{Item: s.text("display.more", len(s.view.Lines)-rowsMax+1)}
	for _, line := range s.view.Lines[rowsMax-1:] {
		rest.Fen += line.Fen
	}
	return append(rows, rest)
}

// row draws a line of what is paid.
func (s *Screen) row(line facing.Line, width float32, paint colours) fyne.CanvasObject {
	words, ink := line.Item, paint.ink
	if strings.HasPrefix(words, "display.") {
		words = s.text(words)
	}
	if line.Period != "" {
		words += " " + line.Period
	}
	if line.Fen < 0 {
		ink = paint.good
	}
	sum := s.line(line.Fen.Grouped(), textSize, width, ink, true)
	label := s.line(words, textSize, width-sum.MinSize().Width-s.scaled(20), paint.ink, false)
	rule := canvas.NewRectangle(paint.line)
	rule.SetMinSize(fyne.NewSize(width, 1))
	return widgets.VStack(0, widgets.Sides(label, sum), rule)
}

// sideView is what the owner does now: scan, show the phone, confirm, wait; or the change. nil is nothing but to hand the money over.
func (s *Screen) sideView(paint colours) fyne.CanvasObject {
	width := s.scaled(sideWidth) - s.scaled(40)
	middle := func(parts ...fyne.CanvasObject) fyne.CanvasObject {
		for i := range parts {
			parts[i] = container.NewCenter(parts[i])
		}
		return container.NewStack(canvas.NewRectangle(paint.side), container.NewCenter(s.column(20, parts...)))
	}
	words := func(key string, args ...any) []fyne.CanvasObject {
		var lines []fyne.CanvasObject
		for _, line := range strings.Split(s.text(key, args...), "\n") {
			lines = append(lines, s.line(line, textSize, width, paint.ink, true))
		}
		return lines
	}
	switch v := s.view; {
	case len(v.Receipts) > 0:
		parts := words("display.receipt")
		for _, code := range v.Receipts {
			code := widgets.QRCode(code, s.scaled(min(codeSide, codesSide/float32(len(v.Receipts)))))
			parts = append(parts, container.NewStack(canvas.NewRectangle(color.White), code))
		}
		return middle(parts...)
	case v.State == facing.ScanMe:
		s.seconds = s.line("", textSize, width, paint.ink2, true)
		s.seconds.Text = s.left()
		parts := words("display.scan", v.Channel)
		return middle(append(parts, container.NewStack(canvas.NewRectangle(color.White), widgets.QRCode(v.Code, s.scaled(codeSide))), s.seconds)...)
	case v.State == facing.ShowPhone:
		return middle(words("display.show_phone")...)
	case v.State == facing.Confirm:
		return middle(words("display.password", v.Channel)...)
	case v.State == facing.Prepare:
		return middle(words("display.prepare")...)
	case v.State == facing.Cancel:
		return middle(words("display.cancel")...)
	case v.State == facing.Wait:
		return middle(words("display.wait")...)
	case v.HandedFen > 0 && v.MissingFen > 0:
		return middle(s.line(s.text("display.handed", yuan(v.HandedFen)), textSize, width, paint.ink2, false),
			s.line(s.text("display.missing"), textSize, width, paint.ink, true), s.line(yuan(v.MissingFen), 84, width, look.Vermilion(), true))
	case v.HandedFen > 0:
		return middle(s.changeLines(width, paint)...)
	}
	return nil
}

// changeLines say what was handed over and what comes back.
func (s *Screen) changeLines(width float32, paint colours) []fyne.CanvasObject {
	handed := s.line(s.text("display.handed", yuan(s.view.HandedFen)), textSize, width, paint.ink2, false)
	if s.view.ChangeFen == 0 {
		return []fyne.CanvasObject{handed, s.line(s.text("display.no_change"), textSize, width, paint.ink, true)}
	}
	return []fyne.CanvasObject{handed, s.line(s.text("display.change"), textSize, width, paint.ink, true), s.line(yuan(s.view.ChangeFen), 104, width, paint.good, true)}
}

// paidView thanks, with what was paid and what comes back.
func (s *Screen) paidView(paint colours) fyne.CanvasObject {
	width := s.size.Width - 2*s.scaled(margin)
	var side fyne.CanvasObject
	if len(s.view.Receipts) > 0 {
		width -= s.scaled(sideWidth)
		side = widgets.Sized(s.scaled(sideWidth), 0, s.sideView(paint))
	}
	parts := []fyne.CanvasObject{s.line(strings.TrimSpace(s.view.Room+"  "+s.view.Name), roomSize, width, paint.ink2, false),
		s.line(s.text("display.paid", yuan(s.view.PayFen)), 84, width, paint.good, true)}
	if s.view.HandedFen > 0 {
		parts = append(parts, s.changeLines(width, paint)...)
	}
	parts = append(parts, s.line(s.text("display.thanks"), roomSize, width, paint.ink, false))
	for i := range parts {
		parts[i] = container.NewCenter(parts[i])
	}
	return container.NewBorder(nil, nil, nil, side, container.NewCenter(s.column(16, parts...)))
}
