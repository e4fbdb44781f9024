package signin

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// GoOnDeps are what the screen that goes on with a book of elsewhere needs of the window.
type GoOnDeps struct {
	Explain func(err error) string
	// Why is what is wrong with the book here.
	Why string
	// GoOn opens the book by the recovery key and makes this computer its counter, off the UI thread; paper is the newest receipt's number. An
	// error keeps the screen.
	GoOn func(ctx context.Context, recovery, paper string) error
	// Gone is called after GoOn succeeded.
	Gone func()
	// Look opens the book to be looked at, off the UI thread, and Looks is called after it succeeded. An error keeps the screen.
	Look  func(ctx context.Context) error
	Looks func()
	// Restore leads to where a newer backup takes the place of the book.
	Restore func()
	Quit    func()
}

// GoOn asks who holds the recovery key whether this computer is the counter of a book that it does not know, or knows to be further.
type GoOn struct {
	frame *shell.Shell
	deps  GoOnDeps
	book  string

	form     *forms.Form
	recovery *widgets.KeyEntry
	paper    *widgets.KeyEntry
	message  *forms.Message
}

// NewGoOn makes the screen for the book with this file name.
func NewGoOn(frame *shell.Shell, book string, deps GoOnDeps) *GoOn {
	screen := &GoOn{frame: frame, deps: deps, book: book}
	screen.form = forms.New(frame, func() { screen.message.Say(frame.Text("signin.goon.enter"), widgets.ToneLook) })
	screen.form.Blind = true
	return screen
}

// Title implements shell.Screen.
func (g *GoOn) Title() string { return g.frame.Text("signin.goon.title") }

// Content implements shell.Screen.
func (g *GoOn) Content() fyne.CanvasObject {
	text := g.frame.Text
	g.recovery, g.paper = widgets.NewVerbatimEntry(), widgets.NewKeyEntry("", nil)
	g.form.SetInputs(g.recovery, g.paper)
	g.message = forms.NewMessage(g.frame, forms.Inner(goOnWidth))
	body := widgets.VStack(12, forms.Labelled(text("signin.unlock.recovery"), g.recovery), forms.Labelled(text("signin.goon.paper"), g.paper), g.message.Object(),
		widgets.NewButton(widgets.PrimaryButton, text("signin.goon.go"), "F9", g.submit),
		widgets.HStack(10, widgets.NewButton(widgets.ChipButton, text("reports.looking.title"), "F7", g.look), widgets.NewButton(widgets.ChipButton, text("firstrun.restore"), "F8", g.deps.Restore), layout.NewSpacer(), widgets.NewButton(widgets.ChipButton, text("signin.quit"), "Ctrl Q", g.deps.Quit)))
	return forms.Page(goOnWidth, g.Title(), g.book+"："+g.deps.Why+text("signin.goon.why"), body)
}

// goOnWidth is how wide the card is: what it says is long.
const goOnWidth = 680

// Keys implements shell.Screen. Enter goes to the next field and never goes on: it is the key that is typed ahead.
func (g *GoOn) Keys() []shell.Key {
	text := g.frame.Text
	return append(g.form.Keys(text("signin.goon.next")),
		shell.Key{Name: fyne.KeyF9, Label: text("signin.goon.go"), Do: g.submit},
		shell.Key{Name: fyne.KeyF7, Label: text("reports.looking.title"), Do: g.look},
		shell.Key{Name: fyne.KeyF8, Label: text("firstrun.restore"), Do: g.deps.Restore},
		shell.Key{Name: fyne.KeyQ, Modifier: fyne.KeyModifierControl, Label: text("signin.quit"), Do: g.deps.Quit})
}

// Shown implements shell.Screen.
func (g *GoOn) Shown() { g.form.First() }

// Hidden implements shell.Screen.
func (g *GoOn) Hidden() { g.recovery.SetText("") }

// look shows the book as it is, which asks for no recovery key.
func (g *GoOn) look() {
	g.form.Run(g.frame.Text("reports.looking.title"), func(ctx context.Context, _ func(done, total int)) error { return g.deps.Look(ctx) }, func(err error) {
		if err != nil {
			g.message.Say(g.deps.Explain(err), widgets.ToneOwed)
			return
		}
		g.deps.Looks()
	})
}

func (g *GoOn) submit() {
	recovery, paper := strings.TrimSpace(g.recovery.Text), strings.TrimSpace(g.paper.Text)
	if recovery == "" {
		g.message.Say(g.frame.Text("signin.goon.empty"), widgets.ToneLook)
		g.form.First()
		return
	}
	g.form.Run(g.Title(), func(ctx context.Context, _ func(done, total int)) error {
		return g.deps.GoOn(ctx, recovery, paper)
	}, func(err error) {
		if err != nil {
			sentence := g.deps.Explain(err)
			if store.Code(err) == vault.CodeWrongKey { // the key that was made last does not open an older copy
				sentence = g.frame.Text("signin.goon.wrong_key")
			}
			g.message.Say(sentence, widgets.ToneOwed)
			// The key was right where the number is not; a wrong key is typed anew.
			if code := store.Code(err); code == ledger.CodePaper || code == ledger.CodePaperYear || code == till.CodeSkipFar {
				g.frame.Focus(g.paper)
				return
			}
			g.form.First()
			return
		}
		g.recovery.SetText("")
		g.deps.Gone()
	})
}
