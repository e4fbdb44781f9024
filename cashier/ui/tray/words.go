package tray

import (
	"strings"

	"shouqi/cashier/collecting"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/payment"
)

// aboutWidth is what the smallest window leaves for the words below the list, beside the rail.
const aboutWidth = look.LeastWidth - 160

// standing names how an order stands, as a row and a sentence say it: the keys tray.state.NAME and tray.say.NAME.
func standing(o collecting.Order) string {
	switch {
	case o.IsFound():
		return "found"
	case o.IsTakenBack():
		return "voided"
	case o.Credited != "":
		return "credited"
	case o.State == payment.IsPaid || o.State == payment.IsClosed || o.State == payment.IsBack:
		return string(o.State)
	case o.Stopped:
		return "stopping"
	case o.State == payment.Unknown:
		return "unknown"
	case o.State == payment.Created:
		return "created"
	}
	if o.Channel == payment.Terminal {
		return "terminal"
	}
	return string(o.Order.Way)
}

// tell writes below the list what is at the cursor, whole, and how what was asked last came out.
func (s *Screen) tell() {
	s.about.Objects = nil
	words := widgets.VStack(4)
	if s.said != "" {
		words.Add(widgets.Notice(s.said, s.saidTone, aboutWidth))
	}
	if line, ok := s.chosen(); ok {
		for _, sentence := range s.lines(line) {
			words.Add(widgets.Paragraph(sentence, look.BodySize(), look.Ink2(), aboutWidth))
		}
	}
	if len(words.Objects) > 0 {
		s.about.Add(widgets.Inset(10, 14, 12, 14, words))
	}
	s.page.Refresh() // the list gives the words the height that they need
}

// lines say what a row is about.
func (s *Screen) lines(line row) []string {
	if line.back != nil {
		return s.backLines(*line.back)
	}
	return s.orderLines(*line.order)
}

// orderLines say how an order stands, what went wrong last, and its numbers.
func (s *Screen) orderLines(o collecting.Order) []string {
	lines := []string{s.text("tray.say." + standing(o))}
	if o.Failure != "" && o.State.IsOpen() {
		lines = append(lines, s.failure(o.Failure, o.Channel))
	}
	switch {
	case o.BesideFen == 0 || o.Receipt != "" || o.State == payment.IsBack:
	case o.Stopped || o.ShiftClosed:
		lines = append(lines, s.text("tray.beside.back", o.BesideFen.Yuan()))
	default:
		lines = append(lines, s.text("tray.beside", o.BesideFen.Yuan()))
	}
	lines = append(lines, s.text("tray.no", o.Order.No))
	if o.ChannelNo != "" {
		lines = append(lines, s.text("tray.channel_no", o.ChannelNo))
	}
	if o.Receipt != "" {
		lines = append(lines, s.text("tray.receipt", o.Receipt))
	}
	return lines
}

// backLines say how far money is that goes back.
func (s *Screen) backLines(b collecting.Back) []string {
	lines := []string{s.text("tray.say.back." + string(b.State))}
	if b.Failure != "" && b.State == payment.BackUnknown {
		lines = append(lines, s.failure(b.Failure, b.Channel))
	}
	if b.State == payment.BackTwice {
		lines = append(lines, s.text("tray.back.kept_by", b.Kept))
	}
	return append(lines, s.text("tray.back.no", b.No, b.OrderNo))
}

// failure is the sentence of what a channel failed at last.
func (s *Screen) failure(code string, channel payment.Channel) string {
	return s.text("tray.last", s.deps.Explain(collecting.Trouble(code, channel)))
}

// heading names an order in one line.
func (s *Screen) heading(o collecting.Order) string {
	return s.text("tray.heading", o.Room, o.Channel.Name(), o.Order.Fen.Yuan())
}

// backHeading names money that goes back in one line.
func (s *Screen) backHeading(b collecting.Back) string {
	return s.text("tray.heading", b.Room, s.text("tray.back", b.Channel.Name()), b.Fen.Yuan())
}

// foundWords say all about an order that was found by its number.
func (s *Screen) foundWords(found collecting.Found) string {
	o := found.Order
	lines := append([]string{s.text("tray.begun", moment(o.Order.MadeMS), o.By)}, s.orderLines(o)...)
	for _, back := range found.Backs {
		lines = append(lines, s.text("tray.went_back", back.Fen.Yuan(), s.text("tray.back."+string(back.State))))
	}
	return strings.Join(lines, "\n")
}
