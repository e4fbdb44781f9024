package counters

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/exchanging"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
)

// SilentMS is after how long without news of another counter a person is warned, in milliseconds: a day.
const SilentMS = int64(24 * time.Hour / time.Millisecond)

// aboutWidth is what the smallest window leaves for the words below the list, beside the rail.
const aboutWidth = look.LeastWidth - 160

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leads to the page from which this one was opened.
	Back func()
	// ToConflicts opens the page of what did not fit.
	ToConflicts func()
	// Changed is called after records of other counters were taken in, a computer let in, or a counter ended.
	Changed func()
	// Folder returns the export folder; it runs off the UI thread.
	Folder func(ctx context.Context) (string, error)
}

// Screen lists the counters of the book.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	view exchanging.View
	// exports is the export folder, which is made where it is missing.
	exports string
	at      int
	table   *widgets.DataTable
	// about are the words below the list, and page the card that both stand in.
	about, page *fyne.Container
	// said is how what was done last came out, "" for nothing.
	said     string
	saidTone widgets.Tone
	// busy says that a file is being read: another key begins nothing meanwhile.
	busy bool
	// next is the key that was pressed before the counters were read, "" for none.
	next fyne.KeyName
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps}
}

func (s *Screen) text(key string, args ...any) string { return s.frame.Text(key, args...) }

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("counters.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.table = widgets.NewDataTable([]widgets.Column{{Title: s.text("counters.code"), Width: 150}, {Title: s.text("counters.events"), Width: 90, Align: fyne.TextAlignTrailing},
		{Title: s.text("counters.newest"), Width: 150}, {Title: s.text("counters.heard"), Width: 170}, {Title: s.text("counters.waits")}},
		func() int { return len(s.view.Counters) }, s.cell)
	s.table.OnCursor = func(at int) {
		s.at = at
		s.tell()
		s.frame.RefreshKeys()
	}
	s.about = container.NewStack()
	s.page = widgets.Edges(headOf(s.text("counters.title"), s.text("counters.advice")), s.about, s.table)
	s.table.SetCursor(s.at)
	s.tell()
	return widgets.Frame(nil, 0, widgets.BareCard(s.page), nil, 0)
}

// headOf is the head of a page: what it is, and what a person does there.
func headOf(title, advice string) fyne.CanvasObject {
	return widgets.Inset(12, 14, 12, 14, widgets.VStack(4, look.BoldText(title, look.LeadSize(), look.Ink()), widgets.Paragraph(advice, look.SmallSize(), look.Ink2(), aboutWidth)))
}

func (s *Screen) cell(row, column int) widgets.Cell {
	one := s.view.Counters[row]
	switch column {
	case 0:
		words := s.text("ui.counter", one.Code)
		if one.Own {
			words += s.text("counters.own")
		}
		if one.Ended {
			return widgets.Cell{Text: words, Ink: look.Ink2()}
		}
		return widgets.Cell{Text: words, Bold: true}
	case 1:
		return widgets.Cell{Text: strconv.FormatInt(one.Events, 10)}
	case 2:
		return widgets.Cell{Text: newest(one)}
	case 3:
		return s.heardCell(one)
	}
	return s.waitsCell(one)
}

// newest writes the business day and the hour of the newest record of a counter, "" for none.
func newest(one report.Counter) string {
	if one.NewestMS == 0 {
		return ""
	}
	return string(one.NewestOn)[5:] + time.UnixMilli(one.NewestMS).In(calendar.Zone).Format(" 15:04")
}

// heardCell says when something of a counter was heard here last.
func (s *Screen) heardCell(one report.Counter) widgets.Cell {
	switch {
	case one.Own:
		return widgets.Cell{Text: "–", Ink: look.Ink2()}
	case one.HeardMS == 0 || one.Events == 0:
		return widgets.Cell{Text: s.text("counters.heard.never"), Ink: look.Amber()}
	}
	words := time.UnixMilli(one.HeardMS).In(calendar.Zone).Format("01-02 15:04")
	if one.Ended { // no news of it is waited for
		return widgets.Cell{Text: words, Ink: look.Ink2()}
	}
	if s.view.NowMS-one.HeardMS > SilentMS {
		return widgets.Cell{Text: words + s.text("counters.heard.long"), Ink: look.Amber()}
	}
	return widgets.Cell{Text: words, Ink: look.Jade()}
}

// waitsCell says whether a counter has heard what is here, or that it is at its end.
func (s *Screen) waitsCell(one report.Counter) widgets.Cell {
	switch {
	case one.Ended && one.Own:
		return widgets.Cell{Text: s.text("counters.ended"), Ink: look.Vermilion()}
	case one.Ended:
		return widgets.Cell{Text: s.text("counters.ended"), Ink: look.Ink2()}
	case one.Own:
		return widgets.Cell{Text: "–", Ink: look.Ink2()}
	case one.Events == 0:
		return widgets.Cell{Text: s.text("counters.waits.joining"), Ink: look.Amber()}
	case one.Waits == 0:
		return widgets.Cell{Text: s.text("counters.waits.none"), Ink: look.Jade()}
	}
	return widgets.Cell{Text: s.text("counters.waits.some", one.Waits), Ink: look.Ink()}
}

// tell writes below the list what is to be done next, and how what was done last came out.
func (s *Screen) tell() {
	words := widgets.VStack(8)
	if s.view.Own().Ended {
		words.Add(widgets.Notice(s.text("counters.ended.own"), widgets.ToneOwed, aboutWidth))
	}
	if s.view.Conflicts > 0 {
		words.Add(widgets.Notice(s.text("counters.conflicts", s.view.Conflicts), widgets.ToneLook, aboutWidth))
	}
	if s.view.Overpaid > 0 && len(s.view.Counters) > 1 {
		words.Add(widgets.Notice(s.text("counters.overpaid", s.view.Overpaid), widgets.ToneLook, aboutWidth))
	}
	if s.said != "" {
		words.Add(widgets.Notice(s.said, s.saidTone, aboutWidth))
	}
	if len(s.view.Counters) == 1 {
		words.Add(widgets.Paragraph(s.text(s.aloneKey()), look.BodySize(), look.Ink(), aboutWidth))
	}
	s.about.Objects = nil
	if len(words.Objects) > 0 {
		s.about.Add(widgets.Inset(10, 14, 12, 14, words))
	}
	s.page.Refresh() // the list gives the words the height that they need
}

// aloneKey is the text of what to do where there is one counter: who may lets another in.
func (s *Screen) aloneKey() string {
	if s.view.Invites {
		return "counters.alone.invite"
	}
	return "counters.alone"
}

// Keys implements shell.Screen. Letting a computer in, ending a counter and moving what is paid too much are shown to who may alone.
func (s *Screen) Keys() []shell.Key {
	if s.counter != nil && s.view.Counters == nil {
		return s.keysAhead()
	}
	isAlone := len(s.view.Counters) < 2
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("refunds.key.choose")},
		{Name: fyne.KeyF4, Label: s.text("counters.key.export"), Do: s.export, Off: isAlone}, {Name: fyne.KeyF6, Label: s.text("counters.key.take"), Do: s.askTake, Off: isAlone},
		{Name: fyne.KeyF7, Label: s.text("counters.key.conflicts"), Do: s.deps.ToConflicts, Off: isAlone}}
	if s.view.Invites {
		keys = append(keys, shell.Key{Name: fyne.KeyF8, Label: s.text("counters.key.invite"), Do: s.askInvite})
	}
	if s.view.Ends && !isAlone {
		_, ok := s.endable()
		keys = append(keys, shell.Key{Name: fyne.KeyF9, Label: s.text("counters.key.end"), Do: s.askEnd, Off: !ok})
	}
	if s.view.MovesExcess && s.view.Overpaid > 0 && !isAlone {
		keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: s.text("counters.key.excess"), Do: s.askExcess})
	}
	return append(keys, shell.Key{Name: fyne.KeyEscape, Label: s.text("approvals.back"), Do: s.deps.Back})
}

// keysAhead are the keys before it is known who may do what: one that is pressed does its work once that is.
func (s *Screen) keysAhead() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyEscape, Label: s.text("approvals.back"), Do: s.deps.Back}}
	for _, one := range []struct {
		name  fyne.KeyName
		label string
	}{{fyne.KeyF4, "export"}, {fyne.KeyF5, "excess"}, {fyne.KeyF6, "take"}, {fyne.KeyF7, "conflicts"}, {fyne.KeyF8, "invite"}, {fyne.KeyF9, "end"}} {
		keys = append(keys, shell.Key{Name: one.name, Label: s.text("counters.key." + one.label), Quiet: true, Do: func() { s.next = one.name }})
	}
	return keys
}

// goOn does what the key asked for that was pressed ahead.
func (s *Screen) goOn() {
	next := s.next
	s.next = ""
	for _, key := range s.Keys() {
		if key.Name == next && key.Do != nil && !key.Off {
			key.Do()
			return
		}
	}
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.said, s.next = "", ""
	s.frame.Focus(s.table)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}

// load reads the counters anew.
func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	var view exchanging.View
	var exports string
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if view, err = s.counter.Exchanging.Read(ctx); err == nil {
			exports, err = s.deps.Folder(ctx)
		}
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.exports = exports
		s.show(view)
	})
}

// show takes in what was read.
func (s *Screen) show(view exchanging.View) {
	s.view = view
	s.at = min(max(s.at, 0), len(view.Counters)-1)
	s.table.Refresh()
	s.table.SetCursor(s.at)
	s.tell()
	if s.frame.Current() == shell.Screen(s) {
		s.frame.RefreshKeys()
		s.goOn()
	}
}

// say says below the list how something came out, and reads it anew. What ends after the counter was locked is read when the page is shown again.
func (s *Screen) say(words string, tone widgets.Tone) {
	s.said, s.saidTone = forms.HalfYen(words), tone
	s.tell()
	if s.frame.Current() == shell.Screen(s) {
		s.load()
	}
}
