package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/printing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// The side of a receipt's code on the screen, where it stands alone and where several do, in points at scale 1.
const (
	codeAlone  = 372
	codeOfMany = 236
)

// codesView is the middle while an owner scans the receipts off the screen: each with its number and what was received on it, which the
// phone shows as the same words.
func (s *Screen) codesView(codes []printing.ByCode) fyne.CanvasObject {
	side := look.Scaled(codeAlone)
	if len(codes) > 1 || look.IsShort() || look.IsNarrow() {
		side = look.Scaled(codeOfMany)
	}
	stack := widgets.VStack(12, widgets.Paragraph(s.text("desk.code.title"), look.HeadingSize(), look.Ink(), side))
	for _, code := range codes {
		stack.Add(widgets.QRCode(code.Code, side))
		stack.Add(widgets.Sides(look.BoldText(code.Number, look.BodySize(), look.Ink()), look.BoldText(halfYen.Replace(code.Fen.Yuan()), look.BodySize(), look.Ink())))
	}
	stack.Add(widgets.Paragraph(s.text("desk.code.advice"), look.SmallSize(), look.Ink2(), side))
	return widgets.BareCard(widgets.Scroll(container.NewCenter(stack)))
}
