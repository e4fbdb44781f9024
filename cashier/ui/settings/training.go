package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/demo"
	"shouqi/cashier/training"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/store"
)

// trainingItem makes a book to practise in, and leads to the tasks in one that is.
func (s *Screen) trainingItem() item {
	text := s.frame.Text
	if s.facts.policies.Training {
		return item{label: text("settings.drill"), help: text("settings.drill.help"), act: text("settings.open"), do: s.deps.ToDrill}
	}
	return item{label: text("settings.training"), help: text("settings.training.help"), guarded: true, do: s.askTraining}
}

// askTraining asks for the new book's file. A long estate takes a while: it is made behind a progress that Esc ends.
func (s *Screen) askTraining() {
	text := s.frame.Text
	entry := textEntry(filepath.Join(filepath.Dir(s.facts.path), text("settings.training.name")))
	var path string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("settings.training"), Message: text("settings.training.help"), Width: 680,
			Body: forms.Labelled(text("settings.training.path"), entry), Inputs: []fyne.Focusable{entry}, Yes: text("settings.training.make"), No: text("settings.back")},
		Check:   func() string { path = strings.TrimSpace(entry.Text); return "" },
		Work:    func(context.Context) error { return isFree(path) },
		Explain: s.deps.Explain,
		Done:    func() { s.makeTraining(path) },
	})
}

// isFree refuses a path where something is, before anything is read.
func isFree(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return store.Refuse(store.CodeExists, filepath.Base(path))
	}
	return nil
}

func (s *Screen) makeTraining(path string) {
	text := s.frame.Text
	by, _ := s.counter.Actor()
	var made training.Made
	s.frame.Run(text("settings.training"), func(ctx context.Context, progress func(done, total int)) (err error) {
		made, err = training.Make(ctx, s.counter.Book, by, path, progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			s.frame.Toast(text("settings.training.cancelled"), widgets.ToneCalm)
		case err != nil:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		default:
			cashier := demo.People[3]
			widgets.ShowNotice(s.frame.Canvas(), text("settings.training.done"), text("settings.training.open", made.Rooms, made.Owing, path, cashier.Code, cashier.PIN), text("ui.ok"), nil)
		}
	})
}
