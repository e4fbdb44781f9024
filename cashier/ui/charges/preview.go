package charges

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
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
	body.Add(widgets.Sides(look.Text(e.counted("charges.preview.count", result.count), look.BodySize(), look.Ink()),
		widgets.Amount(result.sum.Yuan(), look.RoomSize(), look.Ink())))
	if result.outside+result.nothing > 0 {
		body.Add(short(e.counted("charges.preview.others", result.outside, result.nothing), look.SmallSize(), look.Ink2(), width))
	}
	for i, one := range result.branches {
		// A line that takes nobody is looked at, and so is whom no line takes.
		odd := (one.count == 0) != (i == len(result.branches)-1)
		body.Add(short(e.counted("charges.preview.branch", one.label, one.count), look.SmallSize(), pick(odd, look.Amber(), look.Ink2()), width))
	}
	for i, reason := range result.failing {
		if i == 3 {
			break
		}
		words := e.counted("charges.preview.failing", reason.count, reason.sentence, joined(reason.rooms))
		if reason.code == tariff.CodeNoUsage {
			words += text("charges.preview.usage")
		}
		body.Add(widgets.Notice(words, widgets.ToneLook, width))
	}
	if result.count == 0 && result.failures == 0 {
		body.Add(widgets.Notice(e.counted("charges.preview.nobody"), widgets.ToneLook, width))
	}
	for _, room := range result.rooms {
		body.Add(widgets.Rule())
		body.Add(e.drawRoom(room, width))
	}
}

// counted is a sentence that counts what the item hangs on: households, or parking spaces.
func (e *editor) counted(key string, args ...any) string {
	return e.s.text(pick(e.draft.item.HangsOn == estate.Space, key+".space", key), args...)
}

func (e *editor) drawRoom(room triedRoom, width float32) fyne.CanvasObject {
	name := room.code
	if area := estate.AreaText(room.areaCentiM2); area != "" {
		name += "  " + area + " m²"
	}
	head := look.BoldText(name, look.BodySize(), look.Ink())
	lines := widgets.VStack(2)
	if room.label != "" {
		lines.Add(short(room.label, look.SmallSize(), look.Ink2(), width))
	}
	if room.none != "" {
		lines.Add(head)
		lines.Add(short(room.none, look.SmallSize(), look.Amber(), width))
		return lines
	}
	lines.Add(widgets.Sides(head, widgets.Amount(room.amount.Grouped(), look.LeadSize(), look.Ink())))
	for _, step := range words.Steps(room.steps, e.s.frame.Lang()) {
		lines.Add(short(step, look.SmallSize(), look.Ink2(), width))
	}
	return lines
}
