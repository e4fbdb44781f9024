package counters

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/exchanging"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// The digits of the check code, and how long a counter's code may be.
const (
	codeDigits   = 12
	counterRunes = 4
)

// folder is where the files are: where the last exchange was, or the export folder.
func (s *Screen) folder() string { return cmp.Or(s.view.Folder, s.exports) }

// stamped returns the path of a new file with this name, by the second: somebody who did something more writes another.
func (s *Screen) stamped(folder, key string, args ...any) string {
	now := time.UnixMilli(s.view.NowMS)
	if s.counter != nil {
		now = s.counter.Book.Journal.Now()
	}
	return filepath.Join(folder, s.text(key, append(args, now.In(calendar.Zone).Format("20060102-150405"))...))
}

// pathEntry makes the entry of a new file.
func pathEntry(path string) *widgets.KeyEntry {
	entry := widgets.NewVerbatimEntry()
	entry.Required = true
	entry.SetText(path)
	return entry
}

// export asks for a file and writes into it what the other counters may not know.
func (s *Screen) export() {
	if s.busy || len(s.view.Counters) < 2 {
		return
	}
	entry := pathEntry(s.stamped(s.folder(), "counters.export.name", s.view.Own().Code))
	help := s.text("counters.export.help")
	if s.view.Out != "" {
		help += "\n" + s.text("counters.export.out", s.view.Out)
	}
	var path string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("counters.key.export"), Message: help, Width: 680,
			Body: forms.Labelled(s.text("counters.export.path"), entry), Inputs: []fyne.Focusable{entry}, Yes: s.text("counters.export.yes"), No: s.text("approvals.back")},
		Check:   func() string { path = strings.TrimSpace(entry.Text); return "" },
		Work:    func(ctx context.Context) error { return s.write(ctx, path) },
		Explain: s.deps.Explain,
		Done:    func() { s.say(s.text("counters.exported", path), widgets.ToneGood) },
	})
}

// write writes an exchange. The export folder alone is made where it is missing: a stick that is not in must not become a folder of the disk.
func (s *Screen) write(ctx context.Context, path string) error {
	isOwn := filepath.Dir(path) == filepath.Clean(s.exports)
	if isOwn {
		if err := os.MkdirAll(s.exports, 0o700); err != nil {
			return store.Unwritten(err, path)
		}
	}
	return s.counter.Exchanging.Export(ctx, path, isOwn && s.view.Out != "")
}

// askTake asks for the file of another counter.
func (s *Screen) askTake() {
	if s.busy || len(s.view.Counters) < 2 {
		return
	}
	forms.AskFile(s.frame, forms.FileQuestion{Title: s.text("counters.take.title"), Folder: s.view.Folder, Endings: []string{exchanging.Ending},
		Explain: s.deps.Explain, Chosen: s.take})
}

// take takes a file in behind a progress that Esc ends: what was taken before that stays.
func (s *Screen) take(path string) {
	if s.busy {
		return
	}
	s.busy = true
	var taken exchanging.Taken
	s.frame.Run(s.text("counters.taking"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		taken, err = s.counter.Exchanging.TakeIn(ctx, path, progress)
		return err
	}, func(err error) {
		s.busy = false
		switch {
		case store.Code(err) == ledger.CodeExchangePart:
			s.say(s.deps.Explain(err), widgets.ToneCalm)
		case errors.Is(err, context.Canceled) || store.IsCancelled(err):
			s.say(s.text("error.cancelled"), widgets.ToneCalm)
		case err != nil:
			s.say(s.deps.Explain(err), widgets.ToneOwed)
		default:
			s.say(s.takenWords(taken), widgets.ToneGood)
		}
		if err == nil || taken.New > 0 {
			s.deps.Changed()
		}
	})
}

// takenWords says what a file brought. What does not fit and what was paid twice is said beside it, as long as it is so.
func (s *Screen) takenWords(taken exchanging.Taken) string {
	switch {
	case taken.New == 0:
		return s.text("counters.taken.none")
	case taken.Conflicts == 0 && taken.Overpaid == 0:
		return s.text("counters.taken", taken.New)
	}
	return s.text("counters.taken.conflicts", taken.New)
}

// askInvite asks for the request that a computer wrote which wants to be a counter.
func (s *Screen) askInvite() {
	if s.busy || !s.view.Invites {
		return
	}
	forms.AskFile(s.frame, forms.FileQuestion{Title: s.text("counters.invite.request"), Folder: s.view.Folder, Explain: s.deps.Explain, Chosen: s.readRequest})
}

// readRequest reads it: what is none is said before anything is typed.
func (s *Screen) readRequest(path string) {
	var request ledger.JoinRequest
	s.frame.Run("", func(context.Context, func(done, total int)) (err error) {
		request, err = s.counter.Exchanging.Request(path)
		return err
	}, func(err error) {
		if err != nil {
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.invite(request, filepath.Dir(path))
	})
}

// invite asks for the code of the new counter and the digits on its screen, and where a second person is wanted for that one.
func (s *Screen) invite(request ledger.JoinRequest, folder string) {
	counter, code := widgets.NewKeyEntry("", nil), widgets.NewCountEntry(s.text("counters.invite.code"), codeDigits, nil)
	counter.MaxRunes, counter.Required, counter.Replaces, code.Required = counterRunes, true, true, true
	path, second := pathEntry(s.stamped(folder, "counters.invite.name")), month.NewSecond(s.frame)
	body := widgets.VStack(10, code, widgets.Columns(12, forms.Labelled(s.text("counters.invite.counter"), counter), forms.Labelled(s.text("counters.invite.path"), path)))
	inputs, message := []fyne.Focusable{code, counter, path}, s.text("counters.invite.help")
	if s.view.TakesTwo {
		body.Add(second.Body())
		inputs, message = append(inputs, second.Inputs()...), message+"\n"+s.text("counters.invite.two")
	}
	invitation := exchanging.Invitation{Request: request}
	var who session.Second
	var missing fyne.Focusable
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("counters.key.invite"), Message: message, Width: 680, Body: body, Inputs: inputs,
			Yes: s.text("counters.invite.yes"), No: s.text("approvals.back")},
		Check: func() (refusal string) {
			invitation.Counter, invitation.Code, invitation.Path = strings.ToUpper(strings.TrimSpace(counter.Text)), code.Text(), strings.TrimSpace(path.Text)
			if missing = code; len(invitation.Code) == codeDigits {
				missing = nil
				who, refusal = second.Read()
			} else {
				refusal = s.text("counters.invite.short")
			}
			second.Wipe()
			return refusal
		},
		Work: func(ctx context.Context) error { return s.counter.Exchanging.Invite(ctx, invitation, who) },
		At: func(err error) fyne.Focusable {
			switch store.Code(err) {
			case "":
				return missing
			case ledger.CodeJoinCode:
				return code
			case ledger.CodeCounter, estate.CodeCounterTaken:
				return counter
			case store.CodeExists, store.CodeCopy:
				return path
			}
			return nil
		},
		Explain: s.deps.Explain,
		Done: func() {
			s.say(s.text("counters.invited", invitation.Counter, invitation.Path), widgets.ToneGood)
			s.deps.Changed()
		},
	})
}
