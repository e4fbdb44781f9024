package shell

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"shouqi/assets"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
)

// Screen is one screen of the desk. The shell calls it on the UI thread alone.
type Screen interface {
	// Title names the screen on the key card and in the window's title.
	Title() string
	// Content makes what the screen shows. It is called when the screen is first shown and again
	// after the text scale changed: make the parts anew from the screen's state.
	Content() fyne.CanvasObject
	// Keys gives the screen's key table as it is now; call Shell.RefreshKeys when it changes.
	Keys() []Key
	// Shown is called after the content is in the window: put the focus where the work begins.
	Shown()
	// Hidden is called before another screen takes the place.
	Hidden()
}

// Options sets a shell up.
type Options struct {
	// Lang is the language of the shell's own words: assets.Chinese or assets.English.
	Lang string
	// Go starts work off the UI thread; nil is a goroutine. Tests run it in place.
	Go func(work func())
	// Post brings a function back to the UI thread; nil is fyne.Do. Tests run it in place.
	Post func(ui func())
	// Later brings a function back to the UI thread after delay, unless stop is called before; nil
	// is a timer. Tests never run it, or at once.
	Later func(delay time.Duration, ui func()) (stop func())
	// SetTheme sets the app's theme anew after the text gave way to a small window, or came back; nil does nothing.
	SetTheme func()
	// Teller says what the window shows, for who plays or measures it; nil says nothing.
	Teller *Teller
}

// withDefaults fills in what is nil.
func (o Options) withDefaults() Options {
	if o.Lang == "" {
		o.Lang = assets.Chinese
	}
	if o.SetTheme == nil {
		o.SetTheme = func() {}
	}
	if o.Go == nil {
		o.Go = func(work func()) { go work() }
	}
	if o.Post == nil {
		o.Post = fyne.Do
	}
	if o.Later == nil {
		post := o.Post
		o.Later = func(delay time.Duration, ui func()) func() {
			timer := time.AfterFunc(delay, func() { post(ui) })
			return func() { timer.Stop() }
		}
	}
	return o
}

// Shell is the frame of one window.
type Shell struct {
	window  fyne.Window
	options Options
	items   []Item
	global  []Key

	current  Screen
	contents map[Screen]fyne.CanvasObject
	isBare   bool
	bound    []fyne.Shortcut
	onRune   func(character rune)
	card     *widgets.Dialog
	// holder keeps what is typed while a screen waits, nil while none does.
	holder *holder
	// printKeys prints the key card, nil where nothing can.
	printKeys func(lines []KeyLine)
	// askApproval asks for the approval that a refusal wants, nil where nothing can.
	askApproval AskApproval

	rail   *rail
	status *statusBar
	keyBar *widgets.KeyBar
	place  *fyne.Container
	toasts *toastLayer
	mark   *markLayer
	jobs   *jobs
	room   *room
	// running counts the work whose answer has not been handed out yet.
	running int

	// isAbandoned is read and set on the UI thread alone.
	isAbandoned bool
}

// New puts a shell into window and takes its key handlers. No screen is shown yet.
func New(window fyne.Window, options Options) *Shell {
	shell := &Shell{window: window, options: options.withDefaults(), contents: map[Screen]fyne.CanvasObject{}, mark: newMarkLayer("")}
	shell.options.Post, shell.options.Later = shell.post(shell.options.Post), shell.later(shell.options.Later)
	shell.jobs = newJobs(shell)
	widgets.ForgetPresses()
	widgets.SetHolder(nil)
	widgets.SetMissing(shell.missing)
	shell.takeRoom(window.Canvas().Size())
	shell.build(Status{})
	window.Canvas().SetOnTypedKey(shell.typedKey)
	window.Canvas().SetOnTypedRune(shell.typedRune)
	if keyboard, ok := window.Canvas().(desktop.Canvas); ok {
		keyboard.SetOnKeyDown(widgets.KeyDown)
		keyboard.SetOnKeyUp(widgets.KeyUp)
	}
	widgets.SetChordHandler(window.Canvas(), shell.typedChord)
	shell.options.Teller.follow(shell)
	return shell
}

// build makes the frame, at the start and after the text scale changed.
func (s *Shell) build(status Status) {
	s.rail = newRail(s)
	s.status = newStatusBar(s.options.Lang)
	s.keyBar = widgets.NewKeyBar(widgets.Hint{Cap: "F1", Label: s.Text("shell.keys.more"), Do: s.showKeyCard})
	s.place = container.NewStack()
	s.toasts, s.mark = newToastLayer(s), newMarkLayer(s.mark.words)
	s.status.show(status)
	work := widgets.Edges(s.status.object, s.keyBar, s.place)
	whole := container.New(&frameLayout{}, s.rail.object, work)
	ground := widgets.Ground(look.Paper(), 0)
	s.window.SetPadded(false)
	s.room = newRoom(s, ground, whole, s.toasts.object)
	s.layMark()
	s.window.SetContent(s.room.object)
}

// Later calls do on the UI thread after delay, unless stop is called before.
func (s *Shell) Later(delay time.Duration, do func()) (stop func()) {
	return s.options.Later(delay, do)
}

// Window returns the shell's window, for dialogs: widgets.ShowConfirm(shell.Window().Canvas(), …).
func (s *Shell) Window() fyne.Window { return s.window }

// Canvas returns the window's canvas.
func (s *Shell) Canvas() fyne.Canvas { return s.window.Canvas() }

// Lang returns the language of the window's words.
func (s *Shell) Lang() string { return s.options.Lang }

// missing says that an entry has to be filled in, and with which of so many numbered answers where it takes one of them.
func (s *Shell) missing(choices int) string {
	if choices > 0 {
		return s.Text("ui.form.missing_choice", choices)
	}
	return s.Text("ui.form.missing")
}

// Text returns a sentence of the catalogue in the shell's language. Amounts in it have the half-width sign: the full-width one of papers
// leaves a hole before figures on a screen.
func (s *Shell) Text(key string, args ...any) string {
	return strings.ReplaceAll(assets.Text(s.options.Lang, key, args...), "￥", "¥")
}

// SetItems sets the rail. Only put in what works.
func (s *Shell) SetItems(items []Item) {
	s.items = items
	s.rail.rebuild()
	s.RefreshKeys()
}

// SetPrintKeys sets who prints the key card; nil, as at first, offers no printing.
func (s *Shell) SetPrintKeys(printer func(lines []KeyLine)) { s.printKeys = printer }

// AskApproval asks for the approval of what was refused for want of one. It runs off the UI thread.
type AskApproval func(ctx context.Context, refused error) (asked Asked, err error)

// Asked is an approval that was asked for: the number by which people name it, and the time of day since when it waits where the same was
// asked for before, "" where it is new.
type Asked struct{ Number, Since string }

// SetAskApproval says how forms ask for an approval; nil where there is no counter that could.
func (s *Shell) SetAskApproval(ask AskApproval) { s.askApproval = ask }

// AskApproval returns how an approval is asked for, nil where nothing can.
func (s *Shell) AskApproval() AskApproval { return s.askApproval }

// SetGlobalKeys sets keys that work on every screen, such as Ctrl L to lock. They yield to a
// screen's own keys.
func (s *Shell) SetGlobalKeys(keys []Key) {
	s.global = keys
	s.RefreshKeys()
}

// SetStatus sets what the bar at the top says.
func (s *Shell) SetStatus(status Status) { s.status.show(status) }

// SetClock sets the clock's words: "2026-11-21 星期六 10:24".
func (s *Shell) SetClock(words string) { s.status.setClock(words) }

// Show puts screen into the window, with the rail.
func (s *Shell) Show(screen Screen) { s.show(screen, false) }

// ShowBare puts screen into the window alone, without rail and status bar: sign-in, lock, first run.
// Only its own keys work, not those of the rail.
func (s *Shell) ShowBare(screen Screen) { s.show(screen, true) }

func (s *Shell) show(screen Screen, isBare bool) {
	if s.current != nil && s.current != screen {
		s.current.Hidden()
	}
	s.current, s.isBare = screen, isBare
	content, made := s.contents[screen]
	if !made {
		content = screen.Content()
		s.contents[screen] = content
	}
	s.place.Objects = []fyne.CanvasObject{content}
	s.rail.show(screen, isBare)
	s.status.object.Hidden, s.keyBar.Hidden = isBare, isBare
	s.window.SetTitle(s.Text("app.name") + " · " + screen.Title())
	s.Canvas().Unfocus()
	s.place.Refresh()
	s.window.Content().Refresh()
	s.RefreshKeys()
	screen.Shown()
	s.room.coverOrLift(s.Canvas().Size())
}

// Current returns the screen shown, or nil.
func (s *Shell) Current() Screen { return s.current }

// Forget drops the content kept for screen, so that it is made anew when shown next.
func (s *Shell) Forget(screen Screen) { delete(s.contents, screen) }

// Rebuild makes everything anew, after look.SetScale and the app's SetTheme. The keyboard stays at the same part of the
// screen, where the new one has it, with its cursor: somebody may be in the middle of a number.
func (s *Shell) Rebuild() {
	s.Drop()
	before := widgets.Focusables(s.place)
	at := slices.Index(before, s.Canvas().Focused())
	cursor, hasCursor := widgets.CursorOf(s.Canvas().Focused())
	defer func() {
		if now := widgets.Focusables(s.place); at >= 0 && len(now) == len(before) && s.Canvas().Overlays().Top() == nil {
			s.Focus(now[at])
			if hasCursor {
				widgets.PutCursor(now[at], cursor)
			}
		}
	}()
	status := s.status.status
	s.contents = map[Screen]fyne.CanvasObject{}
	s.build(status)
	s.rail.rebuild()
	if s.current != nil {
		s.show(s.current, s.isBare)
	}
}

// Focus returns the keyboard to part, when it is on the screen.
func (s *Shell) Focus(part fyne.Focusable) { s.Canvas().Focus(part) }

// keepFocus takes the keyboard from a part that was replaced by a new one: what is typed then goes to the screen. A part
// that was not painted yet has no window for the toolkit, and keeps it.
func (s *Shell) keepFocus() {
	part, ok := s.Canvas().Focused().(fyne.CanvasObject)
	if !ok || s.Canvas().Overlays().Top() != nil {
		return
	}
	if isPainted := fyne.CurrentApp().Driver().CanvasForObject(part) != nil; isPainted && !widgets.IsOnScreen(part) {
		s.Canvas().Unfocus()
	}
}

// frameLayout sets the rail at the left and the work beside it; a hidden rail takes no room.
type frameLayout struct{}

// Layout implements fyne.Layout.
func (frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rail, work := objects[0], objects[1]
	var width float32
	if rail.Visible() {
		width = look.RailWidth()
	}
	rail.Resize(fyne.NewSize(width, size.Height))
	work.Move(fyne.NewPos(width, 0))
	work.Resize(fyne.NewSize(size.Width-width, size.Height))
}

// MinSize implements fyne.Layout.
func (frameLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[1].MinSize()
	if objects[0].Visible() {
		least.Width += look.RailWidth()
	}
	return least
}
