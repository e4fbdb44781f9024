package settings

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Lang is the language in which findings of the check are said, as of assets.Text; "" is Chinese.
	Lang string
	// Changed is called after a setting of this machine or a policy changed.
	Changed func()
	// ToLayout opens the page of how receipts are laid out.
	ToLayout func()
	// ToOthers opens the page of the other counters.
	ToOthers func()
	// ShowKey shows a new recovery key until it was written down, and comes back to this page.
	ShowKey func(recovery string)
	// Folder is the export folder until one is chosen.
	Folder string
	// LockMinutes is the lock's time until one is chosen.
	LockMinutes int
	// Beside opens another book in a window of its own; nil opens none.
	Beside func(book string) error
	// ToDrill shows the tasks of a drill; it is asked for in a book to practise in alone.
	ToDrill func()
	// Check is the full check of the book, which goes on from one person to the next; nil begins with none.
	Check *Check
}

// item is one line of the list: a heading, or something that can be changed or done.
type item struct {
	group              bool
	label, value, help string
	// act is what Enter does, where it is neither to change nor to do something at once.
	act string
	// guarded wants the right to change settings.
	guarded bool
	do      func()
}

// Screen is the list of settings.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	facts facts
	items []item
	at    int
	table *widgets.DataTable
	side  *fyne.Container
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	deps.Check = cmp.Or(deps.Check, &Check{})
	return &Screen{frame: frame, counter: counter, deps: deps, at: 1}
}

// AtPrinter puts the cursor at the line of the printer's place.
func (s *Screen) AtPrinter() {
	label := s.frame.Text("settings.printer")
	s.at = max(1, slices.IndexFunc(s.list(), func(line item) bool { return line.label == label && !line.group }))
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("settings.title") }

// sideWidth is the width of the column that explains, in points at scale 1.
const sideWidth float32 = 420

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	text := s.frame.Text
	s.side = container.NewStack()
	s.table = widgets.NewDataTable([]widgets.Column{{Title: text("settings.name"), Width: 240}, {Title: text("settings.value")}},
		func() int { return len(s.items) }, s.cell)
	s.table.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: s.items[row].group} }
	s.table.OnCursor = func(row int) {
		s.at = row
		s.explainItem()
		s.frame.RefreshKeys()
	}
	s.table.OnOpen = func(int) { s.change() }
	s.items = s.list()
	s.table.SetCursor(s.at)
	s.explainItem()
	return widgets.Frame(nil, 0, widgets.BareCard(s.table), s.side, sideWidth)
}

func (s *Screen) cell(row, column int) widgets.Cell {
	line := s.items[row]
	if column == 0 {
		return widgets.Cell{Text: line.label, Bold: !line.group && line.do != nil}
	}
	return widgets.Cell{Text: line.value, Ink: look.Ink2()}
}

// explainItem shows what the line under the cursor is, and its whole value.
func (s *Screen) explainItem() {
	if s.at < 0 || s.at >= len(s.items) {
		return
	}
	line, inner := s.items[s.at], widgets.SideInner(sideWidth)
	body := widgets.VStack(12)
	if line.value != "" {
		body.Add(widgets.Paragraph(strings.ReplaceAll(line.value, "￥", "¥"), look.LeadSize(), look.Ink(), inner))
	}
	help := widgets.VStack(4)
	for _, part := range strings.Split(line.help, "\n") {
		help.Add(widgets.Paragraph(part, look.BodySize(), look.Ink2(), inner))
	}
	body.Add(help)
	var button fyne.CanvasObject
	if line.do != nil {
		button = widgets.NewButton(widgets.PrimaryButton, s.enterWords(line), "Enter", s.change)
	}
	s.side.Objects = []fyne.CanvasObject{widgets.TitledCard(line.label, nil, widgets.Edges(nil, button, widgets.Scroll(body)))}
	s.side.Refresh()
}

// enterWords is what Enter does with a line, for the button and the key bar alike.
func (s *Screen) enterWords(line item) string {
	if line.value == "" && line.do != nil {
		return cmp.Or(line.act, s.frame.Text("settings.do"))
	}
	return cmp.Or(line.act, s.frame.Text("settings.change"))
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	var line item
	if s.at >= 0 && s.at < len(s.items) {
		line = s.items[s.at]
	}
	return []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.frame.Text("settings.choose")},
		{Name: fyne.KeyReturn, Label: s.enterWords(line), Do: s.change, Off: line.do == nil}}
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.deps.Check.follow = s.relist
	s.items = s.list()
	s.frame.Focus(s.table)
	s.table.SetCursor(s.at)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.deps.Check.follow = nil }

// load reads what is set.
func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	var read facts
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		read, err = readFacts(ctx, s.counter)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.facts = read
		s.relist()
	})
}

func (s *Screen) relist() {
	s.items = s.list()
	s.table.Refresh()
	s.table.SetCursor(s.at)
	s.explainItem()
	s.frame.RefreshKeys()
}

// change opens what the line under the cursor does. What is guarded asks the book for the right first.
func (s *Screen) change() {
	if s.at < 0 || s.at >= len(s.items) || s.items[s.at].do == nil {
		return
	}
	line := s.items[s.at]
	if !line.guarded {
		line.do()
		return
	}
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return s.counter.Book.Store.Read(ctx, func(tx *store.Tx) error {
			actor, _ := s.counter.Actor()
			return s.counter.Book.Staff.Require(tx, actor, staff.Settings)
		})
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		line.do()
	})
}

// done says what was done and reads the settings again.
func (s *Screen) done(sentence string) {
	s.frame.Toast(sentence, widgets.ToneGood)
	s.load()
	s.deps.Changed()
}

// ask asks for one value and writes it off the UI thread. Read returns the value, or what is wrong with it; change says to a
// second person what is about to change and why they are asked, and is nil where nobody else is.
func (s *Screen) ask(line item, entry fyne.CanvasObject, read func() (value, refusal string), write func(ctx context.Context, value string, second session.Second) error, change func(value string) string) {
	text := s.frame.Text
	var value string
	isAsked := false
	focus, _ := entry.(fyne.Focusable)
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: line.label, Message: line.help, Width: 620, Body: entry, Inputs: []fyne.Focusable{focus},
			Yes: text("settings.save"), No: text("settings.back")},
		Check: func() (refusal string) {
			value, refusal = read()
			return refusal
		},
		Work: func(ctx context.Context) error {
			err := write(ctx, value, session.Second{})
			if isAsked = store.Code(err) == staff.CodeNeedsApproval; isAsked {
				return nil
			}
			return err
		},
		Explain: s.deps.Explain,
		Done: func() {
			if isAsked {
				s.askSecond(line, change(value), func(ctx context.Context, second session.Second) error { return write(ctx, value, second) })
				return
			}
			s.done(text("settings.saved"))
		},
	})
}

// askSecond asks for the second person of what one person does not change alone, and says what it was and would be. Nothing of it is saved
// before.
func (s *Screen) askSecond(line item, change string, write func(ctx context.Context, second session.Second) error) {
	text := s.frame.Text
	month.AskTogether(s.frame, month.Together{
		Options: widgets.DialogOptions{Title: line.label, Message: change, Width: 620, Yes: text("settings.save"), No: text("settings.back")},
		Work:    write, Explain: s.deps.Explain, Done: func() { s.done(text("settings.saved")) },
	})
}

// run does something at once and says done.
func (s *Screen) run(label string, work func(ctx context.Context) error, done string) {
	s.frame.Run(label, func(ctx context.Context, progress func(done, total int)) error {
		progress(0, 0)
		return work(ctx)
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.done(done)
	})
}
