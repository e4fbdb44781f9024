package widgets

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"shouqi/cashier/ui/look"
)

// DialogOptions describes a dialog. The words are finished sentences.
type DialogOptions struct {
	Title string
	// Message is wrapped; "" leaves it out.
	Message string
	// Body stands below the message: entries, a table, a choice; nil leaves it out.
	Body fyne.CanvasObject
	// Inputs are the entries of Body in order: Enter goes to the next one and submits at the last.
	Inputs []fyne.Focusable
	// Focus is where the keyboard goes first; nil is the first input, or else the yes button.
	Focus fyne.Focusable
	// Yes and No are the words of the buttons; "" leaves that button out.
	Yes, No string
	// YesKey is the key of Yes where that is not Enter, so that an Enter too many does not do it: Enter is No then.
	YesKey fyne.KeyName
	// EscOnly keeps Enter from putting the dialog away: it was called up in the middle of typing.
	EscOnly bool
	// Danger makes the yes button vermilion: it takes something back.
	Danger bool
	// Width in points at scale 1; 0 is 460.
	Width float32
	// Accept is called at Yes. It gives "" to close the dialog, or a sentence to show inside it.
	// nil just closes.
	Accept func() (refusal string)
	// Cancelled is called after No or Esc closed the dialog; nil does nothing.
	Cancelled func()
	// Locked keeps Esc and No from closing, while money is under way.
	Locked bool
}

// Dialog is a dialog over the whole window. Enter is Yes, Esc is No, and the focus is set when it
// opens and given back when it closes. Fyne's own dialogs do none of that.
type Dialog struct {
	widget.BaseWidget
	options DialogOptions
	window  fyne.Canvas
	before  fyne.Focusable    // what had the focus when it came
	below   fyne.CanvasObject // the overlay that it lies on, nil for none
	yes, no *Button
	refusal *fyne.Container
	column  *fyne.Container
	open    bool
	// mend is the entry that a refusal is about, nil for the first.
	mend fyne.Focusable
	// over is what comes over the dialog once it stands again, nil for nothing.
	over func()
	// stood counts how often the dialog came up, and sight knows whether it was seen: what agrees to it must be meant for it.
	stood  uint64
	sight  *Sight
	cameAt time.Time
}

// ShowDialog opens a dialog over window.
func ShowDialog(window fyne.Canvas, options DialogOptions) *Dialog {
	dialog := &Dialog{options: options, window: window, open: true, sight: NewSight()}
	dialog.build()
	dialog.ExtendBaseWidget(dialog)
	underCover(window, dialog.come)
	return dialog
}

// come puts the dialog over the window and takes the keyboard into it.
func (d *Dialog) come() {
	window, options := d.window, d.options
	d.before, d.below = window.Focused(), window.Overlays().Top()
	window.Unfocus() // Else the entry below would go on looking focused.
	window.Overlays().Add(d)
	d.Resize(window.Size())
	d.stand()
	switch {
	case options.Focus != nil:
		window.Focus(options.Focus)
	case len(options.Inputs) > 0:
		window.Focus(options.Inputs[0])
	case d.yes != nil && options.YesKey == "":
		window.Focus(d.yes)
	case d.no != nil && !options.EscOnly:
		window.Focus(d.no)
	}
}

// ShowConfirm asks a question; done gets the answer. Enter is yes, Esc is no.
func ShowConfirm(window fyne.Canvas, title, message, yes, no string, done func(agreed bool)) *Dialog {
	return ShowDialog(window, DialogOptions{
		Title: title, Message: message, Yes: yes, No: no,
		Accept: func() string {
			done(true)
			return ""
		},
		Cancelled: func() { done(false) },
	})
}

// ShowNotice says something that Enter or Esc puts away; closed may be nil.
func ShowNotice(window fyne.Canvas, title, message, ok string, closed func()) *Dialog {
	after := func() {
		if closed != nil {
			closed()
		}
	}
	return ShowDialog(window, DialogOptions{
		Title: title, Message: message, Yes: ok,
		Accept: func() string {
			after()
			return ""
		},
		Cancelled: after,
	})
}

// Title is what the dialog is headed with.
func (d *Dialog) Title() string { return d.options.Title }

// IsTyped says whether something was typed into one of the dialog's entries since it came up.
func (d *Dialog) IsTyped() bool { return len(d.options.Inputs) > 0 && typedAt.After(d.cameAt) }

// Open says whether the dialog is on the screen.
func (d *Dialog) Open() bool { return d.open }

// Close takes the dialog away without an answer and gives the focus back.
func (d *Dialog) Close() {
	if !d.open {
		return
	}
	d.open = false
	underCover(d.window, func() {
		if d.window.Overlays().Top() == d {
			d.window.Unfocus() // an overlay that goes tells its entries nothing: one would look focused when it comes back
		}
		d.window.Overlays().Remove(d)
		uncover()
		if part, ok := d.before.(fyne.CanvasObject); ok && d.window.Overlays().Top() == d.below && IsOnScreen(part) {
			d.window.Focus(d.before)
		}
	})
}

// SetLocked lets Esc and No close the dialog, or not.
func (d *Dialog) SetLocked(locked bool) { d.options.Locked = locked }

// Refuse shows a sentence inside the dialog; "" takes it away.
func (d *Dialog) Refuse(sentence string) {
	d.refusal.Objects = nil
	if sentence != "" {
		d.refusal.Add(Notice(sentence, ToneOwed, d.innerWidth()))
	}
	d.refusal.Refresh()
	d.Refresh()
}

func (d *Dialog) stand() {
	d.stood++
	d.cameAt = Clock()
	d.sight.Stands(d.stood)
}

// press is Yes by a key or by a tap. It must have come after the dialog was seen, or after something was typed into it: who
// types knows what for.
func (d *Dialog) press() {
	isTyped := len(d.options.Inputs) > 0 && !isTap && typedAt.After(d.cameAt)
	if isTyped || d.sight.Seen() == d.stood {
		d.Accept()
	}
}

// Accept is Yes: the dialog closes unless the options' Accept refuses.
func (d *Dialog) Accept() {
	if !d.open {
		return
	}
	if d.options.Accept == nil {
		d.Close()
		return
	}
	// The dialog closes first, so that what Accept opens is not under it.
	d.Close()
	if refusal := d.options.Accept(); refusal != "" {
		d.reopen(refusal)
		if over := d.over; over != nil {
			d.over = nil
			over()
		}
	}
}

// Over shows something over the dialog: now where it stands, else once its Accept has brought it back with a refusal.
func (d *Dialog) Over(show func()) {
	if d.open {
		show()
		return
	}
	d.over = show
}

// reopen shows the dialog again as it was, with a refusal.
func (d *Dialog) reopen(refusal string) {
	d.open = true
	underCover(d.window, func() {
		d.window.Unfocus() // closing gave the focus back to the page, which would go on looking focused
		d.window.Overlays().Add(d)
		d.Resize(d.window.Size())
		d.Refuse(refusal)
		d.stand()
		d.focusAgain()
	})
}

// focusAgain takes the keyboard to the entry that the refusal is about, else to the first that has to be filled in and is not, else to
// the first. While money is under way it goes to the button, which takes no
// characters: who types on may be typing a PIN.
func (d *Dialog) focusAgain() {
	if d.options.Locked && d.yes != nil {
		d.window.Focus(d.yes)
		return
	}
	wanting := slices.IndexFunc(d.options.Inputs, Wants)
	if d.mend != nil {
		d.window.Focus(d.mend)
	} else if wanting >= 0 {
		d.window.Focus(d.options.Inputs[wanting])
	} else if len(d.options.Inputs) > 0 {
		d.window.Focus(d.options.Inputs[0])
	} else if d.options.Focus != nil { // a list is mended in the list
		d.window.Focus(d.options.Focus)
	} else if d.yes != nil {
		d.window.Focus(d.yes)
	}
}

// Again shows a refusal and takes the keyboard to where it can be mended.
func (d *Dialog) Again(refusal string) {
	d.Refuse(refusal)
	if d.open {
		d.focusAgain()
	}
}

// MendAt says which entry the next refusal is about: the keyboard goes there instead of to the first.
func (d *Dialog) MendAt(entry fyne.Focusable) { d.mend = entry }

// Cancel is No.
func (d *Dialog) Cancel() {
	if !d.open || d.options.Locked {
		return
	}
	d.Close()
	if d.options.Cancelled != nil {
		d.options.Cancelled()
	}
}

// TypedKey takes the keys its focused part passed on, and the window's when nothing has the focus.
func (d *Dialog) TypedKey(event *fyne.KeyEvent) {
	defer step()()
	KeyTyped(event)
	switch {
	case EndScan(event.Name):
	case !IsPress(event.Name):
	case event.Name == fyne.KeyEscape:
		d.Cancel()
	case event.Name == d.options.YesKey:
		d.press()
	case IsEnter(event.Name) && d.options.YesKey != "":
		if !d.options.EscOnly {
			d.Cancel()
		}
	case IsEnter(event.Name):
		d.next()
	case event.Name == fyne.KeyDown && len(d.options.Inputs) > 1:
		d.window.FocusNext()
	case event.Name == fyne.KeyUp && len(d.options.Inputs) > 1:
		d.window.FocusPrevious()
	}
}

// next goes to the input after the focused one, or accepts at the last. It stays at one that has to be filled in.
func (d *Dialog) next() {
	focused := d.window.Focused()
	if Wants(focused) {
		if d.sight.Seen() == d.stood { // an Enter too many from before says nothing
			d.Refuse(missing(focused))
		}
		return
	}
	isBehind := false
	for _, input := range d.options.Inputs {
		if isBehind && !IsPassed(input) {
			d.window.Focus(input)
			return
		}
		isBehind = isBehind || input == focused
	}
	if d.yes != nil {
		d.press()
	}
}

// innerWidth is the width of the dialog's content in points.
func (d *Dialog) innerWidth() float32 {
	width := d.options.Width
	if width == 0 {
		width = 460
	}
	return look.Scaled(width) - 2*dialogInset
}

const dialogInset float32 = 24

// build makes the parts.
func (d *Dialog) build() {
	options := d.options
	d.column = VStack(14, look.BoldText(options.Title, look.HeadingSize(), look.Ink()))
	if options.Message != "" {
		d.column.Add(Paragraph(options.Message, look.BodySize(), look.Ink(), d.innerWidth()))
	}
	if options.Body != nil {
		d.column.Add(options.Body)
	}
	d.refusal = container.NewStack()
	d.column.Add(d.refusal)
	var buttons []fyne.CanvasObject
	if options.No != "" {
		d.no = NewButton(PlainButton, options.No, "Esc", d.Cancel)
		buttons = append(buttons, d.no)
	}
	if options.Yes != "" {
		kind := PrimaryButton
		if options.Danger {
			kind = DangerButton
		}
		d.yes = NewButton(kind, options.Yes, cmp.Or(string(options.YesKey), "Enter"), d.press)
		buttons = append(buttons, d.yes)
	}
	if len(buttons) > 0 {
		d.column.Add(Columns(12, buttons...))
	}
}

// holds says whether part is inside the dialog.
func (d *Dialog) holds(part fyne.CanvasObject) bool {
	for _, input := range d.options.Inputs {
		if any(input) == any(part) {
			return true
		}
	}
	return any(part) == any(d.yes) || any(part) == any(d.no) || any(part) == any(d.options.Focus)
}

// CreateRenderer implements fyne.Widget.
func (d *Dialog) CreateRenderer() fyne.WidgetRenderer {
	shade := Ground(look.Shade(), 0)
	ground := Ground(look.CardColor(), look.CardCorner())
	inside := Inset(dialogInset-4, dialogInset, dialogInset, dialogInset, Sized(d.innerWidth(), 0, d.column))
	card := container.NewStack(ground, inside)
	return widget.NewSimpleRenderer(container.NewStack(shade, container.NewCenter(card)))
}
