package display

import (
	"image/color"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier/facing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// The sizes of the owner's screen, in points of a window of 1366×768; another window has them larger or smaller as a whole. Nothing is below
// 40, which is read from two metres with poor eyes.
const (
	baseWidth, baseHeight = 1366, 768
	textSize              = 40
	roomSize              = 52
	codeSide              = 400
	codesSide             = 560 // of several receipts' codes together
	margin                = 48
	sideWidth             = 500
)

// rowsMax is how many rows of what is paid there is room for; more are told as one.
const rowsMax = 5

// Colours are those of the screen: ink on ground, and what money is written in.
type colours struct {
	ground, side, ink, ink2, line, good color.NRGBA
}

// coloursOf returns the light colours, or white and yellow on black for eyes that need the contrast.
func coloursOf(isHighContrast bool) colours {
	if !isHighContrast {
		return colours{ground: look.CardColor(), side: look.Paper(), ink: look.Ink(), ink2: look.Ink2(), line: look.Line(), good: look.Jade()}
	}
	white := color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	return colours{ground: color.NRGBA{A: 0xFF}, side: color.NRGBA{0x1A, 0x1A, 0x1A, 0xFF}, ink: white, ink2: white, line: color.NRGBA{0x60, 0x60, 0x60, 0xFF},
		good: color.NRGBA{0xFF, 0xE0, 0x40, 0xFF}}
}

// Screen draws the owner's screen. Make it with New and call it from the UI thread.
type Screen struct {
	lang     string
	contrast bool
	view     facing.View
	mark     string
	size     fyne.Size
	root     *fyne.Container
	seconds  *canvas.Text
	now      func() time.Time
}

// New makes the screen in a language, in high contrast or not.
func New(lang string, isHighContrast bool) *Screen {
	s := &Screen{lang: lang, contrast: isHighContrast, now: time.Now, size: fyne.NewSize(baseWidth, baseHeight)}
	s.root = container.New(&fitted{s}, container.NewStack())
	s.draw()
	return s
}

// Content is what to put into the window.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Show draws what the owner is to see now; the same again draws nothing.
func (s *Screen) Show(view facing.View) {
	if !reflect.DeepEqual(view, s.view) {
		s.view = view
		s.draw()
	}
}

// The keys of what the screen says where money on this counter is no money: the channels are pretended, or the book is one to practise in.
const (
	Pretend  = "display.pretend"
	Training = "display.training"
)

// SetMark says below everything, in the words of a key, that money on this counter is no money; "" where it is.
func (s *Screen) SetMark(key string) {
	if s.mark != key {
		s.mark = key
		s.draw()
	}
}

// Set changes the language and the colours.
func (s *Screen) Set(lang string, isHighContrast bool) {
	s.lang, s.contrast = lang, isHighContrast
	s.draw()
}

// Tick writes the time that is left for the code; call it every second.
func (s *Screen) Tick() {
	if s.seconds != nil {
		look.SetText(s.seconds, s.left(), true)
	}
}

func (s *Screen) left() string {
	left := max(s.view.EndMS-s.now().UnixMilli(), 0) / 1000
	return s.text("display.left", left/60, left%60)
}

func (s *Screen) text(key string, args ...any) string { return assets.Text(s.lang, key, args...) }

// fitted gives its one part the whole room, and draws it anew when the room changes.
type fitted struct{ screen *Screen }

// Layout implements fyne.Layout.
func (f *fitted) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size != f.screen.size && size.Width > 0 && size.Height > 0 {
		f.screen.size = size
		f.screen.draw()
	}
	objects[0].Resize(size)
}

// MinSize implements fyne.Layout.
func (f *fitted) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

// scaled returns a size of the design in the room that there is.
func (s *Screen) scaled(points float32) float32 {
	return points * min(s.size.Width/baseWidth, s.size.Height/baseHeight)
}

// draw makes the screen anew.
func (s *Screen) draw() {
	s.seconds = nil
	paint := coloursOf(s.contrast)
	var view fyne.CanvasObject
	switch s.view.State {
	case facing.Idle:
		view = s.idleView(paint)
	case facing.Paid:
		view = s.paidView(paint)
	default:
		view = s.dueView(paint)
	}
	if s.mark != "" { // a band of its own: it must lie over no figure
		words := s.line(s.text(s.mark), textSize, s.size.Width, look.Vermilion(), true)
		view = container.NewBorder(nil, container.NewCenter(words), nil, nil, view)
	}
	parts := []fyne.CanvasObject{canvas.NewRectangle(paint.ground), view}
	stack := s.root.Objects[0].(*fyne.Container)
	stack.Objects = parts
	stack.Refresh()
}

// line makes a line of text no wider than width.
func (s *Screen) line(words string, size, width float32, ink color.Color, bold bool) *canvas.Text {
	line := look.Text(words, s.scaled(size), ink)
	line.TextStyle = look.Style(words, bold)
	if need := line.MinSize().Width; need > width {
		line.TextSize *= width / need
	}
	return line
}

// column stacks lines with a gap, in points of the design.
func (s *Screen) column(gap float32, parts ...fyne.CanvasObject) *fyne.Container {
	return widgets.VStack(s.scaled(gap), parts...)
}
