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

// trainingItems make a book to practise in and open the one that was made here last, and lead to the tasks in one that is.
func (s *Screen) trainingItems() []item {
	text := s.frame.Text
	if s.facts.policies.Training {
		return []item{{label: text("settings.drill"), help: text("settings.drill.help"), act: text("settings.open"), do: s.deps.ToDrill}}
	}
	items := []item{{label: text("settings.training"), help: text("settings.training.help"), guarded: true, do: s.askTraining}}
	if path := s.facts.local[TrainingBook]; path != "" && s.deps.Beside != nil {
		items = append(items, item{label: text("settings.practise"), value: path, help: text("settings.practise.help"), act: text("settings.open"), do: func() { s.openTraining(path) }})
	}
	return items
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
	return store.CheckAlone(path)
}

func (s *Screen) makeTraining(path string) {
	text := s.frame.Text
	by, _ := s.counter.Actor()
	var made training.Made
	s.frame.Run(text("settings.training"), func(ctx context.Context, progress func(done, total int)) (err error) {
		if made, err = training.Make(ctx, s.counter.Book, by, path, progress); err != nil {
			return err
		}
		return s.counter.SetLocalSetting(context.WithoutCancel(ctx), TrainingBook, path) // it is made: a late Esc changes nothing
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			s.frame.Toast(text("settings.training.cancelled"), widgets.ToneCalm)
		case err != nil:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		default:
			s.load()
			s.sayTraining(made, path)
		}
	})
}

// sayTraining says what the new book holds and who is in it, and opens it by Enter.
func (s *Screen) sayTraining(made training.Made, path string) {
	text, cashier := s.frame.Text, demo.People[3]
	options := widgets.DialogOptions{Title: text("settings.training.done"), Message: text("settings.training.open", made.Rooms, made.Owing, path, cashier.Code, cashier.PIN),
		No: text("settings.back")}
	if s.deps.Beside != nil {
		options.Yes = text("settings.practise")
		options.Accept = func() string {
			s.openTraining(path)
			return ""
		}
	}
	widgets.ShowDialog(s.frame.Canvas(), options)
}

// openTraining opens a training book in a window of its own; this book stays open as it is.
func (s *Screen) openTraining(path string) {
	s.frame.Run("", func(context.Context, func(done, total int)) error {
		if _, err := os.Stat(path); err != nil {
			return store.Fail(store.CodeMissing, err, filepath.Base(path))
		}
		if err := s.deps.Beside(path); err != nil {
			return store.Fail(training.CodeNotOpened, err)
		}
		return nil
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.frame.Toast(s.frame.Text("settings.practise.opened"), widgets.ToneGood)
	})
}
