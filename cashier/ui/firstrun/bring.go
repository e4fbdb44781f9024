package firstrun

import (
	"cmp"
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/vault"
)

// bringing is a book that is brought from elsewhere: the file, and the key where this computer has none.
type bringing struct {
	// kind is the prefix of its words: a book of the old computer, or a backup.
	kind     string
	path     string
	entry    *widgets.KeyEntry
	key      *widgets.KeyEntry
	needsKey bool
	// isRecovery says that the key off the paper is typed: it is seen meanwhile, a passphrase never is.
	isRecovery bool
	replacing
}

// The two ways in which a book is brought; what is done is the same, what must be known before is not.
const (
	fromComputer = "firstrun.move"
	fromBackup   = "firstrun.restore"
)

// begin asks for the file of a book.
func (s *Screen) begin(kind string) func() {
	return func() {
		s.bring = bringing{kind: kind}
		s.goTo(bringingBook)
	}
}

func (s *Screen) drawBringing() fyne.CanvasObject {
	text, b := s.frame.Text, &s.bring
	b.entry = widgets.NewVerbatimEntry()
	b.entry.SetText(b.path)
	b.entry.OnChanged = func(typed string) { b.path = strings.TrimSpace(typed) }
	inputs := []fyne.Focusable{b.entry}
	body := widgets.VStack(14, forms.Labelled(text("firstrun.bring.path"), b.entry))
	typed := ""
	if b.key != nil {
		typed = b.key.Text
	}
	if b.key = nil; b.needsKey {
		label, other := "signin.unlock.passphrase", "signin.unlock.other.recovery"
		if b.isRecovery {
			label, other = "signin.unlock.recovery", "signin.unlock.other.passphrase"
		}
		b.key = widgets.NewVerbatimEntry()
		b.key.Password = !b.isRecovery
		b.key.SetText(typed)
		body.Add(forms.Labelled(text(label), b.key))
		body.Add(widgets.HStack(10, widgets.NewButton(widgets.ChipButton, text(other), "F6", s.toggleKey)))
		inputs = append(inputs, b.key)
	}
	inputs = append(inputs, s.drawReplacing(body)...)
	s.form.SetInputs(inputs...)
	body.Add(s.message.Object())
	body.Add(widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("firstrun.back"), "Esc", s.leaveBringing),
		widgets.NewButton(widgets.PlainButton, text("firstrun.bring.browse"), "F4", s.browse),
		widgets.NewButton(widgets.PrimaryButton, text("firstrun.bring.look"), "Enter", s.form.Enter)))
	return forms.Page(pageWidth, text(b.kind), text(b.kind+".advice"), body)
}

// toggleKey changes between passphrase and recovery key; what was typed of the one is gone, so that it is never seen.
func (s *Screen) toggleKey() {
	if s.bring.key == nil {
		return
	}
	s.bring.isRecovery = !s.bring.isRecovery
	s.bring.key.SetText("")
	s.draw()
	s.frame.Focus(s.bring.key)
}

// browse looks for the file by keys alone.
func (s *Screen) browse() {
	forms.AskFile(s.frame, forms.FileQuestion{Title: s.frame.Text("firstrun.bring.path"), Folder: s.deps.Folder, Explain: s.deps.Explain,
		Chosen: func(path string) {
			s.bring.entry.SetText(path)
			s.form.First()
		}})
}

// lookAt reads what the file is; a key that this computer does not have is asked for then, and only then.
func (s *Screen) lookAt() {
	path := s.bring.path
	if path == "" {
		s.say(s.frame.Text("firstrun.empty"), widgets.ToneLook)
		s.form.First()
		return
	}
	var about ledger.About
	s.form.Run(s.frame.Text("firstrun.bring.looking"), func(ctx context.Context, _ func(done, total int)) (err error) {
		about, err = ledger.Examine(ctx, path)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			s.form.First()
		case about.NeedsKey && s.bring.key == nil:
			s.bring.needsKey, s.bring.asks = true, s.replaces()
			s.draw()
			s.say(s.frame.Text("firstrun.bring.why", about.Estate), widgets.ToneLook)
			s.frame.Focus(s.bring.key)
		case s.replaces() && !s.bring.asks:
			s.bring.asks = true
			s.draw()
			s.say(s.frame.Text("firstrun.restore.who"), widgets.ToneLook)
			s.frame.Focus(s.bring.code)
		default:
			s.confirmBringing(about)
		}
	})
}

// confirmBringing names the book and says what must be true before it takes money here.
func (s *Screen) confirmBringing(about ledger.About) {
	text := s.frame.Text
	last := time.UnixMilli(about.LastMS).In(calendar.Zone).Format("2006-01-02 15:04")
	facts := text("firstrun.bring.about", about.Estate, about.Counter, last, cmp.Or(about.LastReceipt, text("firstrun.bring.noreceipt")))
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text(s.bring.kind + ".confirm"), Width: 680,
		Message: facts + "\n" + text(s.bring.kind+".danger"), Yes: text(s.bring.kind + ".yes"), No: text("firstrun.back"), Danger: true, YesKey: fyne.KeyF9,
		Accept: func() string { s.take(about.NeedsKey); return "" }})
}

// take brings the book to its place and opens it. A wrong key is said and changes nothing.
func (s *Screen) take(needsKey bool) {
	var key vault.Key
	if needsKey {
		typed := strings.TrimSpace(s.bring.key.Text)
		if typed == "" {
			s.say(s.frame.Text("signin.unlock.empty"), widgets.ToneLook)
			s.frame.Focus(s.bring.key)
			return
		}
		if key.Passphrase = s.bring.key.Text; vault.IsRecovery(typed) {
			key = vault.Key{Recovery: typed}
		}
	}
	if s.replaces() {
		s.replace(key)
		return
	}
	from := s.bring.path
	s.form.Run(s.frame.Text("firstrun.bring.checking"), func(ctx context.Context, _ func(done, total int)) error {
		return ledger.Bring(ctx, from, s.path, key)
	}, func(err error) {
		if err != nil {
			s.say(s.deps.Explain(err)+s.frame.Text("firstrun.bring.unchanged"), widgets.ToneOwed)
			if s.bring.key != nil {
				s.frame.Focus(s.bring.key)
			}
			return
		}
		s.bring = bringing{}
		s.deps.Done(key)
	})
}
