package charges

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// drawTried shows the live preview beside the sheet.
func (e *editor) drawTried() {
	if e.side == nil {
		return
	}
	text, width := e.s.text, widgets.SideInner(previewWidth)-16
	body := widgets.VStack(10)
	title := text("charges.preview")
	switch {
	case e.draft.mode == itemSettings:
		title = text("charges.settings")
		body.Add(widgets.Paragraph(text("charges.settings.text"), look.BodySize(), look.Ink2(), width))
	case e.tried.problem != "":
		body.Add(widgets.Notice(forms.HalfYen(e.tried.problem), widgets.ToneLook, width))
		body.Add(widgets.Paragraph(text("charges.preview.problem"), look.SmallSize(), look.Ink2(), width))
	default:
		e.drawFigures(body, width)
	}
	e.side.Objects = []fyne.CanvasObject{widgets.TitledCard(title, nil, e.s.scrolled(body))}
	e.side.Refresh()
}

// drawFigures shows the sum of the estate, who fails and why, and the rooms with their steps.
func (e *editor) drawFigures(body *fyne.Container, width float32) {
	text, result := e.s.text, e.tried
	body.Add(look.Text(text("charges.preview.span", result.span.From, result.span.To), look.SmallSize(), look.Ink2()))
	body.Add(widgets.Sides(look.Text(text("charges.preview.count", result.count), look.BodySize(), look.Ink()),
		widgets.Amount(result.sum.Yuan(), look.RoomSize(), look.Ink())))
	if result.outside+result.nothing > 0 {
		body.Add(short(text("charges.preview.others", result.outside, result.nothing), look.SmallSize(), look.Ink2(), width))
	}
	for i, reason := range result.failing {
		if i == 3 {
			break
		}
		words := text("charges.preview.failing", reason.count, reason.sentence, joined(reason.rooms))
		if reason.code == tariff.CodeNoUsage {
			words += text("charges.preview.usage")
		}
		body.Add(widgets.Notice(words, widgets.ToneLook, width))
	}
	if result.count == 0 && result.failures == 0 {
		body.Add(widgets.Notice(text("charges.preview.nobody"), widgets.ToneLook, width))
	}
	for _, room := range result.rooms {
		body.Add(widgets.Rule())
		body.Add(e.drawRoom(room, width))
	}
}

func (e *editor) drawRoom(room triedRoom, width float32) fyne.CanvasObject {
	name := room.code
	if area := estate.AreaText(room.areaCentiM2); area != "" {
		name += "  " + area + " m²"
	}
	head := widgets.HStack(8, look.Text(room.label, look.SmallSize(), look.Ink2()), look.BoldText(name, look.BodySize(), look.Ink()))
	lines := widgets.VStack(2)
	if room.none != "" {
		lines.Add(head)
		lines.Add(short(room.none, look.SmallSize(), look.Amber(), width))
		return lines
	}
	lines.Add(widgets.Sides(head, widgets.Amount(room.amount.Grouped(), look.LeadSize(), look.Ink())))
	for _, step := range room.steps {
		lines.Add(short(step, look.SmallSize(), look.Ink2(), width))
	}
	return lines
}
