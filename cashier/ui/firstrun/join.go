package firstrun

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/newfile"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// joiningBook is this computer on its way into a book that is there: its request and the digits that two people compare, and the passphrase where it has no keyring.
type joiningBook struct {
	request ledger.JoinRequest
	code    string
	// left says that a person went back from the page: it does not come by itself again.
	left bool
	// folder is where the request was written or a file was chosen last, mostly a stick; "" before that.
	folder string
	// invitation is the file that was chosen last, which is read again once a passphrase was typed.
	invitation        string
	hasPassphrase     bool
	passphrase, twice *widgets.KeyEntry
}

// lookForJoin goes on where a request was made before and is not answered yet: the program was closed in between.
func (s *Screen) lookForJoin() {
	if s.stage != choosing || s.join.left || s.join.code != "" {
		return
	}
	isJoining := false
	s.frame.Run("", func(context.Context, func(done, total int)) error {
		isJoining = ledger.IsJoining(s.path)
		return nil
	}, func(err error) {
		if err == nil && isJoining && s.stage == choosing && s.shown {
			s.beginJoin()
		}
	})
}

// beginJoin makes this computer's keys, or reads those of before, and shows the digits. Working the digits out takes some tenths of a second by intention.
func (s *Screen) beginJoin() {
	var request ledger.JoinRequest
	var code string
	s.form.Run(s.frame.Text("firstrun.join.preparing"), func(context.Context, func(done, total int)) (err error) {
		if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
			return store.Unwritten(err, s.path)
		}
		if request, err = ledger.RequestJoin(s.path); err == nil {
			code = request.Code()
		}
		return err
	}, func(err error) {
		if err != nil {
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.join.request, s.join.code = request, code
		s.goTo(joining)
	})
}

// leaveJoin goes back to the choice. The request stays, and is the same when it is asked for again.
func (s *Screen) leaveJoin() {
	s.join = joiningBook{left: true}
	s.goTo(choosing)
}

func (s *Screen) drawJoining() fyne.CanvasObject {
	text, j := s.frame.Text, &s.join
	digits := widgets.VStack(2, container.NewCenter(look.Text(text("firstrun.join.code"), look.SmallSize(), look.Ink2())),
		container.NewCenter(look.BoldText(j.code, look.TotalSize(), look.Ink())))
	steps := widgets.VStack(4)
	for step := range strings.Lines(text("firstrun.join.steps")) {
		steps.Add(widgets.Paragraph(strings.TrimSpace(step), look.BodySize(), look.Ink(), forms.Inner(pageWidth)))
	}
	body := widgets.VStack(14, steps, container.NewStack(widgets.Ground(look.Band(), look.Corner()), widgets.Inset(10, 8, 12, 8, digits)))
	if j.hasPassphrase {
		typed, again := "", ""
		if j.passphrase != nil {
			typed, again = j.passphrase.Text, j.twice.Text
		}
		j.passphrase, j.twice = widgets.NewVerbatimEntry(), widgets.NewVerbatimEntry()
		j.passphrase.Password, j.twice.Password, j.passphrase.Required, j.twice.Required = true, true, true, true
		j.passphrase.SetText(typed)
		j.twice.SetText(again)
		body.Add(widgets.Columns(24, forms.Labelled(text("firstrun.passphrase"), j.passphrase), forms.Labelled(text("firstrun.passphrase.again"), j.twice)))
		s.form.SetInputs(j.passphrase, j.twice)
	}
	body.Add(s.message.Object())
	body.Add(widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("firstrun.back"), "Esc", s.leaveJoin),
		widgets.NewButton(widgets.PlainButton, text("firstrun.join.request"), "F4", s.form.Meant(s.writeRequest)),
		widgets.NewButton(widgets.PrimaryButton, text("firstrun.join.take"), "Enter", s.form.Enter)))
	return forms.Page(pageWidth, text("firstrun.join"), text("firstrun.join.advice"), body)
}

// writeRequest asks for a file and writes the request to it; nothing that exists is overwritten.
func (s *Screen) writeRequest() {
	text, request := s.frame.Text, s.join.request
	entry := widgets.NewVerbatimEntry()
	entry.SetText(filepath.Join(s.joinFolder(), text("firstrun.join.request.name", time.Now().In(calendar.Zone).Format("20060102-1504"))))
	var path string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("firstrun.join.request"), Width: 640, Body: forms.Labelled(text("firstrun.join.request.path"), entry),
			Inputs: []fyne.Focusable{entry}, Yes: text("firstrun.key.saveyes"), No: text("firstrun.back")},
		Check:   func() string { path = strings.TrimSpace(entry.Text); return "" },
		Work:    func(context.Context) error { return newfile.Create(path, request.Write) },
		Explain: s.deps.Explain,
		Done: func() {
			s.join.folder = filepath.Dir(path)
			s.say(text("firstrun.join.requested", path), widgets.ToneGood)
		},
	})
}

// askInvitation asks for the file of the counter that made the book. Where it was chosen before, and a passphrase was missing, it is not asked for again.
func (s *Screen) askInvitation() {
	j := &s.join
	if j.hasPassphrase && j.passphrase.Text != j.twice.Text {
		j.twice.SetText("")
		s.say(s.frame.Text("firstrun.differ.passphrase"), widgets.ToneLook)
		s.frame.Focus(j.twice)
		return
	}
	if j.invitation != "" {
		s.joinBy(j.invitation)
		return
	}
	forms.AskFile(s.frame, forms.FileQuestion{Title: s.frame.Text("firstrun.join.invitation"), Folder: s.joinFolder(), Explain: s.deps.Explain, Chosen: s.joinBy})
}

// joinFolder is where a file of the joining is written or looked for first: the stick comes back from the other counter.
func (s *Screen) joinFolder() string { return cmp.Or(s.join.folder, s.deps.Folder) }

// joinBy makes the book from an invitation, behind a progress that Esc ends, and opens it. What is refused changes nothing, and the request stays.
func (s *Screen) joinBy(path string) {
	s.join.folder = filepath.Dir(path)
	passphrase := ""
	if s.join.hasPassphrase {
		passphrase = s.join.passphrase.Text
	}
	s.form.Run(s.frame.Text("firstrun.join.joining"), func(ctx context.Context, progress func(done, total int)) error {
		progress(0, 0)
		file, err := os.Open(path)
		if err != nil {
			return store.Fail(store.CodeMissing, err, filepath.Base(path))
		}
		err = ledger.Join(ctx, s.path, file, ledger.Joining{Passphrase: passphrase, Witness: s.deps.Witness})
		_ = file.Close() // it was read, and nothing was written to it
		return err
	}, func(err error) {
		switch {
		case err == nil:
			s.join = joiningBook{}
			s.deps.Done(vault.Key{Passphrase: passphrase})
		case store.Code(err) == vault.CodeNoKeyring && !s.join.hasPassphrase:
			s.join.hasPassphrase, s.join.invitation = true, path
			s.draw()
			s.say(s.frame.Text("firstrun.passphrase.why"), widgets.ToneLook)
			s.frame.Focus(s.join.passphrase)
		case store.Code(err) == vault.CodePassphraseShort:
			s.say(s.deps.Explain(err), widgets.ToneLook)
			s.frame.Focus(s.join.passphrase)
		case store.IsCancelled(err):
			s.say(s.frame.Text("firstrun.join.cancelled"), widgets.ToneCalm)
		default:
			s.join.invitation = ""
			s.say(s.deps.Explain(err), widgets.ToneOwed)
		}
	})
}

// joinPictures are the pictures of this page.
func joinPictures(draw func(set func(s *Screen)) func(frame *shell.Shell)) []shell.Picture {
	return []shell.Picture{
		{Name: "firstrun-join", Draw: draw(func(s *Screen) {
			s.join.code = "1204 7731 0958"
			s.goTo(joining)
			s.say(s.frame.Text("firstrun.join.requested", "/media/wangli/U盘/加入申请-20261121-1712"), widgets.ToneGood)
		})},
		{Name: "firstrun-join-passphrase", Draw: draw(func(s *Screen) {
			s.join.code, s.join.hasPassphrase = "1204 7731 0958", true
			s.goTo(joining)
			s.say(s.frame.Text("firstrun.passphrase.why"), widgets.ToneLook)
		})},
	}
}
