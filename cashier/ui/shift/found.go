package shift

import (
	"fmt"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// foundCard draws what was counted, the cash by its pieces and below it the slips of each kind: they are no entries any more, so that
// both have room beside the hand-over in the smallest window.
func (s *Screen) foundCard() fyne.CanvasObject {
	text, found := s.frame.Text, widgets.VStack(6)
	line := func(name, value string) {
		found.Add(widgets.Sides(look.Text(name, look.BodySize(), look.Ink2()), widgets.Amount(value, look.LeadSize(), look.Ink())))
	}
	for index, pieces := range s.grid.count() {
		if denomination := till.Denominations[index]; pieces > 0 {
			line(fmt.Sprintf("%s × %d", s.grid.pieceName(denomination), pieces), (denomination * money.Fen(pieces)).Grouped())
		}
	}
	found.Add(widgets.Sides(look.Text(text("shift.count.total"), look.BodySize(), look.Ink2()), widgets.Amount(s.facts.shift.CountedFen.Yuan(), look.TotalSize(), look.Ink())))
	for _, sum := range s.facts.slips.Sums {
		name := text("desk.tender." + string(sum.Kind))
		if sum.Ties() {
			found.Add(widgets.NewField(text("shift.slips.ties", name, sum.Counted), sum.CountedFen.Yuan()).Toned(look.Jade()))
			continue
		}
		line(text("shift.slips.found", name, sum.Counted), sum.CountedFen.Grouped())
		line(text("shift.slips.booked", sum.Expected), sum.ExpectedFen.Grouped())
		words, tone := s.slipVerdict([]till.SlipSum{sum}, "shift.slips.kind")
		found.Add(widgets.Sides(look.Text("", look.BodySize(), look.Ink2()), look.BoldText(words, look.LeadSize(), tone.Ink())))
	}
	return widgets.TitledCard(text("shift.found.title"), nil, widgets.Scroll(found))
}

// verdict says whether cash and slips are what they should be. Where slips are not, that stands as large as what the cash came to.
func (s *Screen) verdict() fyne.CanvasObject {
	text, shift := s.frame.Text, s.facts.shift
	differing := till.SlipsDiffer(s.facts.slips.Sums)
	same, size, space := "shift.result.same", look.RoomSize()+6, float32(8)
	if len(differing) > 0 {
		same, size, space = "shift.result.cash_same", look.RoomSize(), 2
	}
	words, tone := text(same), widgets.ToneGood
	switch {
	case shift.DifferenceFen > 0:
		words, tone = text("shift.result.over", shift.DifferenceFen.Yuan()), widgets.ToneLook
	case shift.DifferenceFen < 0:
		words, tone = text("shift.result.short", (-shift.DifferenceFen).Yuan()), widgets.ToneOwed
	}
	cash := panel(words, text("shift.result.expected")+" "+shift.ExpectedFen.Yuan(), tone, size, space)
	if len(differing) == 0 {
		return cash
	}
	words, tone = s.slipVerdict(differing, "shift.slips.all")
	return widgets.VStack(6, cash, panel(words, "", tone, size, space))
}

// slipVerdict says what slips that are not those of the book come to: missing, too many, both, or only wrong in number. The texts'
// names begin with of.
func (s *Screen) slipVerdict(sums []till.SlipSum, of string) (words string, tone widgets.Tone) {
	var over, short money.Fen
	for _, sum := range sums {
		over, short = over+max(sum.DifferenceFen(), 0), short+max(-sum.DifferenceFen(), 0)
	}
	text := s.frame.Text
	switch {
	case over > 0 && short > 0:
		words, tone = text(of+".differ", (over+short).Yuan()), widgets.ToneOwed
	case over > 0:
		words, tone = text(of+".over", over.Yuan()), widgets.ToneLook
	case short > 0:
		words, tone = text(of+".short", short.Yuan()), widgets.ToneOwed
	default:
		words, tone = text(of+".number"), widgets.ToneLook
	}
	return forms.HalfYen(words), tone
}
