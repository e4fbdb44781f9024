package firstrun

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// pageWidth is the width of the card, in points at scale 1.
const pageWidth float32 = 860

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Done opens the book that was made; key is what opens it where there is no keyring.
	Done func(key vault.Key)
	// Demo opens a demo book.
	Demo func()
	Quit func()
	// Print prints lines on the printer that was named for this run; nil where there is none.
	Print func(ctx context.Context, title string, lines []string) error
	// Folder is where the recovery key is saved unless another place is typed.
	Folder string
	// Witness is where this computer remembers how far the new book is.
	Witness witness.Place
}

// stage is where the screen stands.
type stage uint8

const (
	choosing stage = iota
	founding
	showing
	checking
	bringingBook
	joining
)

// Screen makes the first book.
type Screen struct {
	frame *shell.Shell
	deps  Deps
	path  string

	stage         stage
	form          *forms.Form
	message       *forms.Message
	said          string
	tone          widgets.Tone
	root          *fyne.Container
	fields        *fields
	hasPassphrase bool
	key           vault.Key
	estate        string
	recovery      []string
	saveAs        string // the file that is offered for the key, "" before it was asked for: the same one the second time
	asked         [2]int
	answers       [2]*widgets.KeyEntry
	shown         bool
	bring         bringing
	join          joiningBook
	// back leaves a page that is alone in the window (NewRestore), nil for one of the first run.
	back func()
}

// New makes the screen; path is where the book will lie.
func New(frame *shell.Shell, path string, deps Deps) *Screen {
	screen := &Screen{frame: frame, path: path, deps: deps, fields: &fields{frame: frame}}
	screen.form = forms.New(frame, screen.submit)
	return screen
}

// NewKey makes the screen of a recovery key that was made anew, for a book that is there already: it begins where the key is shown, and Done is
// called with no key once two of its groups were typed.
func NewKey(frame *shell.Shell, estate, recovery string, deps Deps) *Screen {
	screen := New(frame, "", deps)
	screen.stage, screen.estate, screen.recovery = showing, estate, groupsOf(recovery)
	return screen
}

// groupsOf are the groups of four of a recovery key.
func groupsOf(recovery string) []string {
	return strings.FieldsFunc(recovery, func(character rune) bool { return character == '-' || character == ' ' })
}

// Title implements shell.Screen: it names the stage, and the groups that are asked for.
func (s *Screen) Title() string {
	text := s.frame.Text
	switch s.stage {
	case founding:
		return text("firstrun.form.title")
	case showing:
		return text("firstrun.key.title")
	case checking:
		return fmt.Sprintf("%s %d %d", text("firstrun.check.title"), s.asked[0]+1, s.asked[1]+1)
	case bringingBook:
		return text(s.bring.kind)
	case joining:
		return text("firstrun.join")
	}
	return text("firstrun.title")
}

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.shown = true
	s.focus()
	s.lookForJoin()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.shown = false }

func (s *Screen) focus() {
	if len(s.form.Inputs) == 0 {
		s.frame.Canvas().Unfocus()
		return
	}
	s.form.First()
}

func (s *Screen) goTo(next stage) {
	s.stage, s.said = next, ""
	s.draw()
	if s.shown {
		s.frame.ShowBare(s)
	}
}

func (s *Screen) draw() {
	s.form.SetInputs()
	s.message = forms.NewMessage(s.frame, forms.Inner(pageWidth))
	var page fyne.CanvasObject
	switch s.stage {
	case choosing:
		page = s.drawChoice()
	case founding:
		page = s.drawFounding()
	case showing:
		page = s.drawKey()
	case checking:
		page = s.drawCheck()
	case bringingBook:
		page = s.drawBringing()
	case joining:
		page = s.drawJoining()
	}
	s.root.Objects = []fyne.CanvasObject{page}
	s.root.Refresh()
	if s.said != "" {
		s.message.Say(s.said, s.tone)
	}
}

func (s *Screen) say(sentence string, tone widgets.Tone) {
	s.said, s.tone = sentence, tone
	s.message.Say(sentence, tone)
}

func (s *Screen) submit() {
	switch s.stage {
	case choosing:
		s.goTo(founding)
	case founding:
		s.makeBook()
	case showing:
		s.beginCheck()
	case checking:
		s.check()
	case bringingBook:
		s.lookAt()
	case joining:
		s.askInvitation()
	}
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	text := s.frame.Text
	escape := func(label string, do func()) shell.Key {
		return shell.Key{Name: fyne.KeyEscape, Label: text(label), Do: do}
	}
	switch s.stage {
	case choosing:
		return append(s.form.Keys(text("firstrun.new")), shell.Key{Name: fyne.KeyF4, Label: text("firstrun.join"), Do: s.beginJoin}, shell.Key{Name: fyne.KeyF6, Label: text("firstrun.demo"), Do: s.deps.Demo},
			shell.Key{Name: fyne.KeyF7, Label: text(fromComputer), Do: s.begin(fromComputer)},
			shell.Key{Name: fyne.KeyF8, Label: text(fromBackup), Do: s.begin(fromBackup)},
			escape("firstrun.quit", s.deps.Quit))
	case founding:
		return append(s.form.Keys(text("firstrun.make")), escape("firstrun.back", func() { s.goTo(choosing) }))
	case showing:
		return append(s.form.Keys(text("firstrun.key.next")), shell.Key{Name: fyne.KeyF7, Label: text("firstrun.key.print"), Do: s.print},
			shell.Key{Name: fyne.KeyF8, Label: text("firstrun.key.save"), Do: s.save})
	case bringingBook:
		keys := append(s.form.Keys(text("firstrun.bring.look")), shell.Key{Name: fyne.KeyF4, Label: text("firstrun.bring.browse"), Do: s.browse})
		if s.bring.needsKey {
			keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text("signin.unlock.other.recovery"), Do: s.toggleKey})
		}
		return append(keys, escape("firstrun.back", s.leaveBringing))
	case joining:
		return append(s.form.Keys(text("firstrun.join.take")), shell.Key{Name: fyne.KeyF4, Label: text("firstrun.join.request"), Do: s.form.Meant(s.writeRequest)},
			escape("firstrun.back", s.leaveJoin))
	default:
		return append(s.form.Keys(text("firstrun.check.go")), escape("firstrun.back", func() { s.goTo(showing) }))
	}
}

// makeBook makes the book from what was typed. A machine without a keyring asks for a passphrase then, and only then.
func (s *Screen) makeBook() {
	if refusal, at := s.fields.refusal(s.hasPassphrase); refusal != "" {
		s.say(refusal, widgets.ToneLook)
		s.frame.Focus(at)
		return
	}
	order := s.fields.founding(s.hasPassphrase)
	order.Witness, order.Anew = s.deps.Witness, true // the page before said what this computer remembers
	var recovery string
	s.form.Run(s.frame.Text("firstrun.making"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
			return store.Unwritten(err, s.path)
		}
		recovery, err = ledger.Create(ctx, s.path, order)
		return err
	}, func(err error) {
		switch {
		case err == nil:
			s.made(order, recovery)
		case store.Code(err) == vault.CodeNoKeyring && !s.hasPassphrase:
			s.hasPassphrase = true
			s.draw()
			s.say(s.frame.Text("firstrun.passphrase.why"), widgets.ToneLook)
			s.frame.Focus(s.fields.passphrase)
		default:
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			s.frame.Focus(s.fields.at(store.Code(err)))
		}
	})
}

// made shows the recovery key of the new book and forgets the PIN.
func (s *Screen) made(order ledger.Founding, recovery string) {
	s.estate, s.key = order.Estate, vault.Key{Passphrase: order.Passphrase}
	s.recovery = groupsOf(recovery)
	s.fields.wipe()
	s.goTo(showing)
}

// founding returns the order of a book for what was typed.
func (f *fields) founding(hasPassphrase bool) ledger.Founding {
	order := ledger.Founding{Estate: f.values[fieldEstate], Company: f.values[fieldCompany], Counter: strings.ToUpper(f.values[fieldCounter]),
		Manager:    staff.Entry{Code: f.code.Text(), Name: f.values[fieldName], Role: staff.Manager, Active: true},
		ManagerPIN: f.pin.Text()}
	if hasPassphrase {
		order.Passphrase = f.passphrase.Text
	}
	return order
}
