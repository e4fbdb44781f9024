package signin

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/vault"
)

// UnlockDeps are what the screen that opens a locked book needs of the window.
type UnlockDeps struct {
	Explain func(err error) string
	// Open opens the book with the key, off the UI thread; an error keeps the screen.
	Open func(ctx context.Context, key vault.Key) error
	// Opened is called after Open succeeded.
	Opened func()
	Quit   func()
	// Why is what the key of this machine met, where more is wrong than that there is none; "" otherwise.
	Why string
}

// Unlock asks for the passphrase or the recovery key of a book on a machine without its key.
type Unlock struct {
	frame *shell.Shell
	deps  UnlockDeps
	book  string

	form       *forms.Form
	isRecovery bool
	entry      *widgets.KeyEntry
	message    *forms.Message
}

// NewUnlock makes the screen for the book with this file name.
func NewUnlock(frame *shell.Shell, book string, deps UnlockDeps) *Unlock {
	screen := &Unlock{frame: frame, deps: deps, book: book}
	screen.form = forms.New(frame, screen.submit)
	screen.form.Blind = true
	return screen
}

// Title implements shell.Screen.
func (u *Unlock) Title() string { return u.frame.Text("signin.unlock.title") }

// Content implements shell.Screen.
func (u *Unlock) Content() fyne.CanvasObject {
	label, other := "signin.unlock.passphrase", "signin.unlock.other.recovery"
	if u.isRecovery {
		label, other = "signin.unlock.recovery", "signin.unlock.other.passphrase"
	}
	u.entry = widgets.NewVerbatimEntry()
	u.entry.Password = !u.isRecovery
	u.form.SetInputs(u.entry)
	u.message = forms.NewMessage(u.frame, forms.Inner(cardWidth))
	if u.deps.Why != "" {
		u.message.Say(u.deps.Why, widgets.ToneOwed)
	}
	body := widgets.VStack(12, forms.Labelled(u.frame.Text(label), u.entry), u.message.Object(),
		widgets.NewButton(widgets.PrimaryButton, u.frame.Text("signin.unlock.go"), "Enter", u.submit),
		widgets.HStack(10, widgets.NewButton(widgets.ChipButton, u.frame.Text(other), "F6", u.toggle),
			layout.NewSpacer(), widgets.NewButton(widgets.ChipButton, u.frame.Text("signin.quit"), "Ctrl Q", u.deps.Quit)))
	return forms.Page(cardWidth, u.Title(), u.frame.Text("signin.unlock.why", u.book), body)
}

// Keys implements shell.Screen.
func (u *Unlock) Keys() []shell.Key {
	return append(u.form.Keys(u.frame.Text("signin.unlock.go")),
		shell.Key{Name: fyne.KeyF6, Label: u.frame.Text("signin.unlock.other.recovery"), Do: u.toggle},
		shell.Key{Name: fyne.KeyQ, Modifier: fyne.KeyModifierControl, Label: u.frame.Text("signin.quit"), Do: u.deps.Quit})
}

// Shown implements shell.Screen.
func (u *Unlock) Shown() { u.form.First() }

// Hidden implements shell.Screen.
func (u *Unlock) Hidden() { u.entry.SetText("") }

// toggle changes between passphrase and recovery key.
func (u *Unlock) toggle() {
	u.isRecovery = !u.isRecovery
	u.frame.Forget(u)
	u.frame.ShowBare(u)
}

func (u *Unlock) submit() {
	key := vault.Key{Passphrase: u.entry.Text}
	if u.isRecovery {
		key = vault.Key{Recovery: u.entry.Text}
	}
	if u.entry.Text == "" {
		u.message.Say(u.frame.Text("signin.unlock.empty"), widgets.ToneLook)
		return
	}
	u.form.Run(u.Title(), func(ctx context.Context, _ func(done, total int)) error {
		return u.deps.Open(ctx, key)
	}, func(err error) {
		if err != nil {
			u.message.Say(u.deps.Explain(err), widgets.ToneOwed)
			u.form.First()
			return
		}
		u.entry.SetText("")
		u.deps.Opened()
	})
}
