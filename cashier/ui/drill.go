package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/training"
	"shouqi/cashier/ui/drill"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// practice is how far the drill of who is signed in is, in a book to practise in. The bar at the top says it on every page, so that a task is seen
// to be ticked where it was done.
type practice struct {
	drill *training.Result
	reads shell.Gathered
}

// words say how far the drill is, and what comes next.
func (p practice) words(text func(key string, args ...any) string) string {
	if p.drill == nil {
		return text("ui.training")
	}
	next, more := p.drill.Next()
	if !more {
		return text("ui.training.all", p.drill.Done)
	}
	return text("ui.training.next", p.drill.Done, len(p.drill.Steps), text("drill.short."+string(next.Task)))
}

// followDrill reads how far the drill is, in a book to practise in, and shows it.
func (a *App) followDrill() {
	if a.counter == nil || !a.state.Policies.Training {
		return
	}
	who, signed := a.counter.Actor()
	if !signed || !a.practice.reads.Begin() {
		return
	}
	book := a.counter.Book
	var read *training.Result
	a.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		result, err := training.Of(ctx, book, who.ID())
		switch {
		case err == nil:
			read = &result
		case store.Code(err) != training.CodeNoDrill:
			return err
		}
		return nil
	}, func(err error) {
		switch {
		case a.practice.reads.End():
			a.followDrill()
		case err != nil:
			a.options.Trouble(err)
		case a.counter != nil:
			a.practice.drill = read
			a.showState()
		}
	})
}

// mark writes 练习 over every screen of a book to practise in, and on the owner's what money is no money.
func (a *App) mark() {
	words := ""
	if a.state.Policies.Training {
		words = a.frame.Text("ui.training.mark")
	}
	a.frame.SetMark(words)
	if a.owner != nil {
		a.owner.SetMark(ownerMark(a.state))
	}
}

// settings is the page of settings, with that of how receipts are laid out behind it, and in a book to practise in that of the drill.
func (s *workplace) settings() shell.Item {
	app := s.app
	var page *settings.Screen
	s.layout = layout.New(app.frame, app.counter, layout.Deps{Explain: app.explain, Back: func() { app.frame.Show(page) }, Changed: app.settingsChanged})
	deps := settings.Deps{Explain: app.explain, Changed: app.settingsChanged, Folder: defaultFolder(), LockMinutes: lockMinutesDefault, Check: &app.check, Lang: app.lang,
		Beside: app.options.Beside, ToLayout: func() { app.frame.Show(s.layout) }, ToOthers: s.toOthers, ShowKey: func(recovery string) { app.showKey(recovery, page) }}
	within := append([]shell.Screen{s.layout}, s.makeOthers()...)
	if app.state.Policies.Training {
		deps.ToDrill = s.toDrill
		s.drill = drill.New(app.frame, app.counter, drill.Deps{Explain: app.explain, Back: func() { app.frame.Show(s.drillFrom) }, Begun: app.followDrill})
		within = append(within, s.drill)
	}
	page = settings.New(app.frame, app.counter, deps)
	return shell.Item{Name: "settings", Screen: page, Within: within}
}

// toDrill shows the tasks; Esc leads back to where they were asked for.
func (s *workplace) toDrill() {
	if from := s.app.frame.Current(); from != shell.Screen(s.drill) {
		s.drillFrom = from
	}
	s.drill.Tasks()
	s.app.frame.Show(s.drill)
}

// drillKey is the key that shows the tasks from any page, where there are any.
func (s *workplace) drillKey() []shell.Key {
	if s.drill == nil || !s.role.May(staff.ReadFigures) {
		return nil
	}
	return []shell.Key{{Name: fyne.KeyD, Modifier: fyne.KeyModifierControl, Label: s.app.frame.Text("drill.title"), Do: s.toDrill}}
}
