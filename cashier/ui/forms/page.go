package forms

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// pageInset is the space inside the card of a page, in points.
const pageInset float32 = 32

// Inner returns the width in points inside a Page of width points at scale 1, for Notice and Paragraph.
func Inner(width float32) float32 { return look.Scaled(width) - 2*pageInset }

// Page sets body into a card of width points at scale 1 in the middle of a bare screen, with the seal, a title and advice
// ("" leaves it out) over it.
func Page(width float32, title, advice string, body fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.VStack(6, look.BoldText(title, look.RoomSize(), look.Ink()))
	if advice != "" {
		head.Add(widgets.Paragraph(advice, look.BodySize(), look.Ink2(), Inner(width)))
	}
	column := widgets.VStack(18, widgets.HStack(16, container.NewCenter(Seal()), head), body)
	if advice != "" && look.Width(advice, look.BodySize(), false) > Inner(width)-80 {
		column = widgets.VStack(18, widgets.HStack(16, Seal(), container.NewCenter(head.Objects[0])), head.Objects[1], body)
	}
	inside := widgets.Inset(pageInset-look.Inset(), pageInset-look.Inset(), pageInset-look.Inset(), pageInset-look.Inset(), column)
	return container.NewCenter(widgets.Sized(look.Scaled(width), 0, widgets.Card(inside)))
}

// Seal draws the seal 收讫 in outline, as it stands on the rail.
func Seal() fyne.CanvasObject {
	frame := widgets.Ground(look.CardColor(), 6)
	frame.StrokeColor, frame.StrokeWidth = look.Vermilion(), 2
	words := look.BoldText("收讫", look.LeadSize(), look.Vermilion())
	return widgets.Sized(look.TapHeight(), look.TapHeight(), container.NewStack(frame, container.NewCenter(words)))
}

// Labelled sets a small label over an input.
func Labelled(label string, input fyne.CanvasObject) fyne.CanvasObject {
	return widgets.VStack(4, look.Text(label, look.SmallSize(), look.Ink2()), input)
}

// Message is the place where a form says what was refused, or what to know.
type Message struct {
	frame  *shell.Shell
	object *fyne.Container
	width  float32
	text   string
	tone   widgets.Tone
}

// NewMessage makes an empty place for sentences of width points on a screen of frame.
func NewMessage(frame *shell.Shell, width float32) *Message {
	return &Message{frame: frame, object: container.NewVBox(), width: width}
}

// Object is what a screen puts into its content.
func (m *Message) Object() fyne.CanvasObject { return m.object }

// HalfYen writes the half-width sign in a sentence: the full-width one leaves a hole before figures on a screen.
func HalfYen(sentence string) string { return strings.ReplaceAll(sentence, "￥", "¥") }

// Say shows a sentence; "" takes it away. What stands below makes room.
func (m *Message) Say(text string, tone widgets.Tone) {
	m.text, m.tone = text, tone
	m.object.Objects = nil
	if text != "" {
		m.object.Add(widgets.Notice(HalfYen(text), tone, m.width))
	}
	m.frame.Window().Content().Refresh()
}

// Text returns the sentence shown.
func (m *Message) Text() string { return m.text }
