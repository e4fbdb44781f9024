package signin

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// cardWidth is the width of the cards of this package, in points at scale 1.
const cardWidth float32 = 520

// Deps are what the sign-in needs of the window.
type Deps struct {
	Explain func(err error) string
	// Read reads, off the UI thread, what the first screen of who signed in shows; an error keeps this screen. nil reads nothing.
	Read func(ctx context.Context) error
	// Left writes, off the UI thread, what a counter that was ended has left for the others, and returns where; nil where nothing is.
	Left func(ctx context.Context) (path string, err error)
	// SignedIn is called after somebody signed in and Read was done.
	SignedIn func()
	// Quit is called when nobody wants to sign in.
	Quit func()
}

// View is what the screen says beside its entries.
type View struct {
	// Title is the estate's name, Where the counter's.
	Title, Where string
	// Code is the number of who locked the counter, "" where nobody did: the keyboard is in the PIN then, so that the PIN of
	// a person who comes back is never typed into a field that shows it.
	Code string
	// Last tells the last payment and whether its paper came out, "" before the first.
	Last     string
	LastTone widgets.Tone
}

// Screen asks who is at the counter.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps
	view    View

	form      *forms.Form
	code, pin *widgets.DigitEntry
	message   *forms.Message
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps, view View) *Screen {
	screen := &Screen{frame: frame, counter: counter, deps: deps, view: view}
	screen.form = forms.New(frame, screen.submit)
	screen.form.Blind = true
	return screen
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("signin.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.code = widgets.NewCountEntry(s.frame.Text("signin.code"), 6, nil)
	s.pin = widgets.NewPINEntry(s.frame.Text("signin.pin"), nil)
	s.form.SetInputs(s.code, s.pin)
	s.message = forms.NewMessage(s.frame, forms.Inner(cardWidth))
	if s.view.Code != "" {
		s.code.SetText(s.view.Code)
		s.message.Say(s.frame.Text("signin.back", s.view.Code), widgets.ToneCalm)
	}
	body := widgets.VStack(10, s.code, s.pin, s.message.Object(),
		widgets.Inset(6, 0, 0, 0, widgets.NewButton(widgets.PrimaryButton, s.frame.Text("signin.go"), "Enter", s.submit)),
		widgets.HStack(10, widgets.NewButton(widgets.ChipButton, s.frame.Text("signin.recovery"), "F6", s.askRecovery),
			layout.NewSpacer(), widgets.NewButton(widgets.ChipButton, s.frame.Text("signin.quit"), "Ctrl Q", s.deps.Quit)))
	if s.view.Last != "" {
		body.Add(widgets.Notice(forms.HalfYen(s.view.Last), s.view.LastTone, forms.Inner(cardWidth)))
	}
	advice := s.frame.Text("signin.who")
	if s.view.Where != "" {
		advice = s.view.Where + " · " + advice
	}
	return forms.Page(cardWidth, s.view.Title, advice, body)
}

// Say tells whoever signs in something beside the entries, in which whatever was typed stays.
func (s *Screen) Say(sentence string) { s.message.Say(sentence, widgets.ToneCalm) }

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := s.form.Keys(s.frame.Text("signin.go"))
	keys[0].Do = s.enter // the first of a form is Enter
	return append(keys,
		shell.Key{Name: fyne.KeyEscape, Label: s.frame.Text("signin.clear"), Do: s.clear},
		shell.Key{Name: fyne.KeyF6, Label: s.frame.Text("signin.recovery"), Do: s.askRecovery},
		shell.Key{Name: fyne.KeyQ, Modifier: fyne.KeyModifierControl, Label: s.frame.Text("signin.quit"), Do: s.deps.Quit})
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	if s.view.Code != "" {
		s.frame.Focus(s.pin)
		return
	}
	s.form.First()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.wipe() }

func (s *Screen) wipe() { s.pin.SetText("") }

// enter is Enter. A number that is not typed yet is waited for: what is typed after an Enter too many, as after the one that
// closed a shift, is the number still, and the PIN must find the field that hides it.
func (s *Screen) enter() {
	if s.frame.Canvas().Focused() == fyne.Focusable(s.code) && s.code.Text() == "" {
		s.refuse(s.code)
		return
	}
	s.form.Enter()
}

// clear is Esc: it empties both entries for whoever comes, unless a PIN is being checked.
func (s *Screen) clear() {
	if s.form.Busy() {
		return
	}
	s.wipe()
	s.code.SetText("")
	s.message.Say(s.frame.Text("signin.cleared"), widgets.ToneCalm)
	s.frame.Focus(s.code)
}

// refuse says that a number and a PIN are wanted, with the keyboard in the entry that waits for its own.
func (s *Screen) refuse(entry *widgets.DigitEntry) {
	s.wipe()
	s.message.Say(s.frame.Text("signin.empty"), widgets.ToneLook)
	s.frame.Focus(entry)
}

// submit checks the PIN off the UI thread: argon2id takes its time by design.
func (s *Screen) submit() {
	code, pin := s.code.Text(), s.pin.Text()
	isNumber := pin != "" && len(pin) < staff.PINDigitsMin // too short for a PIN: a person's number, typed first as ever
	switch {
	case isNumber:
		s.wipe()
		s.code.SetText(pin)
		s.frame.Focus(s.pin)
		return
	case code == "":
		s.refuse(s.code)
		return
	case pin == "": // The PIN comes next, and never into the number's field, which shows it.
		s.refuse(s.pin)
		return
	}
	var left string
	var unwritten error // why nothing is left there
	s.form.Run(s.frame.Text("signin.checking"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if err = s.come(ctx, code, pin); store.Code(err) != journal.CodeEnded || s.deps.Left == nil {
			return err
		}
		left, unwritten = s.deps.Left(ctx)
		return err
	}, func(err error) {
		s.wipe()
		if store.Code(err) == staff.CodePINGiven {
			s.askOwn(code, pin)
			return
		}
		if err != nil {
			words := s.deps.Explain(err)
			switch {
			case unwritten != nil:
				words += "\n" + s.deps.Explain(unwritten)
			case left != "":
				words = s.frame.Text("signin.left", left)
			}
			s.message.Say(words, widgets.ToneOwed)
			s.frame.Focus(s.pin)
			return
		}
		s.message.Say("", widgets.ToneCalm)
		s.deps.SignedIn()
	})
}

// come signs a person in and reads what they see first.
func (s *Screen) come(ctx context.Context, code, pin string) error {
	if _, err := s.counter.SignIn(ctx, code, pin); err != nil || s.deps.Read == nil {
		return err
	}
	return s.deps.Read(ctx)
}

// askRecovery lets a locked-out person in with the printed key and a new PIN.
func (s *Screen) askRecovery() {
	text := s.frame.Text
	code := widgets.NewCountEntry(text("signin.code"), 6, nil)
	code.SetText(s.code.Text())
	key := widgets.NewVerbatimEntry()
	pins := newTwoPINs(text)
	var who, typed, first string
	var noKey bool
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{
			Title: text("signin.recovery"), Message: text("signin.recovery.advice"), Width: 620,
			Body:   widgets.VStack(10, code, forms.Labelled(text("signin.recovery.key"), key), pins.pin, pins.again),
			Inputs: []fyne.Focusable{code, key, pins.pin, pins.again}, Yes: text("signin.recovery.yes"), No: text("signin.recovery.no"),
		},
		Check: func() (refusal string) {
			who, typed = code.Text(), key.Text
			if noKey = strings.TrimSpace(typed) == ""; noKey {
				return text("signin.goon.empty")
			}
			first, refusal = pins.read(text)
			return refusal
		},
		Work: func(ctx context.Context) error {
			return s.counter.Book.Staff.UnlockWithRecovery(ctx, who, typed, first)
		},
		Explain: s.deps.Explain, Failed: pins.wipe,
		At: func(err error) fyne.Focusable {
			switch code := store.Code(err); {
			case code == vault.CodeRecoveryTyped, code == vault.CodeNotProven, err == nil && noKey:
				return key // the number was right
			}
			return forms.AtPIN(pins.pin)(err)
		},
		Done: func() {
			s.code.SetText(who)
			s.message.Say(text("signin.recovery.done"), widgets.ToneGood)
			s.frame.Focus(s.pin)
		},
	})
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	view := func(frame *shell.Shell) View {
		return View{Title: "阳光花园", Where: "01 号柜台", LastTone: widgets.ToneGood,
			Last: "上一笔：11-21 10:24 收款 ￥840.47，收据 01-2026-004319，已打印。"}
	}
	deps := Deps{Explain: func(error) string { return "" }, SignedIn: func() {}, Quit: func() {}}
	return []shell.Picture{
		{Name: "signin", Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, deps, view(frame))
			frame.ShowBare(screen)
			screen.code.SetText("101")
			frame.Focus(screen.pin)
			for range 4 {
				screen.pin.TypedRune('7')
			}
		}},
		{Name: "signin-wrong", Draw: func(frame *shell.Shell) {
			last := view(frame)
			last.Last, last.LastTone = "上一笔：11-21 10:24 收款 ￥840.47，收据 01-2026-004319，不确定打出来没有：请看一眼打印机，缺了就在“收据”里补打。", widgets.ToneLook
			screen := New(frame, nil, deps, last)
			frame.ShowBare(screen)
			screen.code.SetText("101")
			screen.message.Say(frame.Text("error.staff.pin_wrong", 3), widgets.ToneOwed)
			frame.Focus(screen.pin)
		}},
		{Name: "signin-recovery", Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, deps, view(frame))
			frame.ShowBare(screen)
			screen.code.SetText("100")
			screen.message.Say(frame.Text("error.staff.locked"), widgets.ToneOwed)
			screen.askRecovery()
		}},
		{Name: "signin-own", Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, deps, view(frame))
			frame.ShowBare(screen)
			screen.code.SetText("101")
			screen.askOwn("101", "")
		}},
		{Name: "unlock", Draw: func(frame *shell.Shell) {
			frame.ShowBare(NewUnlock(frame, "阳光花园.book", UnlockDeps{Explain: deps.Explain, Quit: deps.Quit}))
		}},
		{Name: "go-on", Draw: func(frame *shell.Shell) {
			screen := NewGoOn(frame, "阳光花园.book", GoOnDeps{Explain: deps.Explain, Quit: deps.Quit,
				Why: frame.Text("error.book.behind", "01-2026-004311", "01-2026-004319")})
			frame.ShowBare(screen)
			screen.message.Say(frame.Text("error.book.paper", "01"), widgets.ToneOwed)
		}},
		{Name: "unlock-wrong", Draw: func(frame *shell.Shell) {
			screen := NewUnlock(frame, "阳光花园.book", UnlockDeps{Explain: deps.Explain, Quit: deps.Quit})
			frame.ShowBare(screen)
			screen.toggle()
			screen.message.Say(look.Fit(frame.Text("error.vault.recovery_typed"), look.BodySize(), false, 2000), widgets.ToneOwed)
		}},
	}
}
