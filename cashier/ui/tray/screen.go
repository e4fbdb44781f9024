package tray

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/collecting"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leads to the page from which this one was opened.
	Back func()
	// ToReceipt opens a receipt; Esc leads back here.
	ToReceipt func(number string)
	// Changed is told that an order was asked about or stopped here.
	Changed func(no string)
}

// row is one line: an order at a channel, or money on its way back.
type row struct {
	order *collecting.Order
	back  *collecting.Back
}

func (r row) no() string {
	if r.back != nil {
		return r.back.No
	}
	return r.order.Order.No
}

// Screen lists what of electronic money is not settled.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	reads shell.Gathered
	rows  []row
	at    int
	table *widgets.DataTable
	// about are the words below the list, and page the card that both stand in.
	about, page *fyne.Container
	// said is how what was asked last came out, "" for nothing.
	said     string
	saidTone widgets.Tone
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps}
}

func (s *Screen) text(key string, args ...any) string {
	return forms.HalfYen(s.frame.Text(key, args...))
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("tray.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.table = widgets.NewDataTable([]widgets.Column{{Title: s.text("tray.room"), Width: 96}, {Title: s.text("tray.channel"), Width: 132},
		{Title: s.text("tray.fen"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: s.text("tray.since"), Width: 100}, {Title: s.text("tray.by"), Width: 80, Yields: 1},
		{Title: s.text("tray.state")}}, func() int { return len(s.rows) }, s.cell)
	s.table.Empty = widgets.EmptyState(s.text("tray.none"), s.text("tray.none.advice"), nil)
	s.table.OnCursor = func(at int) {
		if at != s.at {
			s.at, s.said = at, ""
		}
		s.tell()
		s.frame.RefreshKeys()
	}
	s.table.OnOpen = func(int) { s.askChosen() }
	s.about = container.NewStack()
	head := widgets.Inset(12, 14, 12, 14, widgets.Sides(look.BoldText(s.text("tray.title"), look.LeadSize(), look.Ink()), look.Text(s.text("tray.advice"), look.SmallSize(), look.Ink2())))
	s.page = widgets.Edges(head, s.about, s.table)
	s.table.SetCursor(s.at)
	s.tell()
	return widgets.Frame(nil, 0, widgets.BareCard(s.page), nil, 0)
}

func (s *Screen) cell(at, column int) widgets.Cell {
	line := s.rows[at]
	o, b := line.order, line.back
	if b != nil {
		switch column {
		case 0:
			return widgets.Cell{Text: b.Room, Bold: true}
		case 1:
			return widgets.Cell{Text: s.text("tray.back", b.Channel.Name())}
		case 2:
			return widgets.Cell{Text: b.Fen.Grouped(), Bold: true}
		case 3:
			return widgets.Cell{Text: moment(b.MadeMS), Small: true}
		case 4:
			return widgets.Cell{Text: b.By, Ink: look.Ink2()}
		}
		return widgets.Cell{Text: s.text("tray.back." + string(b.State)), Ink: look.Amber()}
	}
	switch column {
	case 0:
		return widgets.Cell{Text: o.Room, Bold: true}
	case 1:
		return widgets.Cell{Text: o.Channel.Name()}
	case 2:
		return widgets.Cell{Text: o.Order.Fen.Grouped(), Bold: true}
	case 3:
		return widgets.Cell{Text: moment(o.Order.MadeMS), Small: true}
	case 4:
		return widgets.Cell{Text: o.By, Ink: look.Ink2()}
	}
	ink := look.Amber()
	if o.IsFound() {
		ink = look.Jade()
	}
	return widgets.Cell{Text: s.text("tray.state." + standing(*o)), Ink: ink}
}

// moment writes when something was begun.
func moment(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format("01-02 15:04") }

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: s.text("refunds.key.choose")}}
	if line, ok := s.chosen(); ok {
		label := "tray.key.ask"
		if line.order != nil && line.order.IsTakenBack() {
			label = "tray.open"
		}
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: s.text(label), Do: s.askChosen})
		if line.back != nil && line.back.State == payment.BackFailed {
			keys = append(keys, shell.Key{Name: fyne.KeyF8, Label: s.text("tray.key.keep"), Do: s.keepChosen})
		}
		if line.order != nil && line.order.State.IsOpen() {
			keys = append(keys, shell.Key{Name: fyne.KeyDelete, Label: s.text("tray.key.stop"), Do: s.stopChosen})
		}
	}
	return append(keys, shell.Key{Name: fyne.KeyF6, Label: s.text("tray.key.find"), Do: s.askNumber},
		shell.Key{Name: fyne.KeyEscape, Label: s.text("approvals.back"), Do: s.deps.Back})
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.said = ""
	s.frame.Focus(s.table)
	s.load()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {}

// Refresh reads the tray anew while it is shown: an order changed behind it.
func (s *Screen) Refresh() {
	if s.frame.Current() == shell.Screen(s) {
		s.load()
	}
}

// load reads the tray: once for all orders that change at the same time, as when a line comes back.
func (s *Screen) load() {
	if s.counter == nil || !s.reads.Begin() {
		return
	}
	var read collecting.Tray
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		read, err = s.counter.Collecting.Tray(ctx)
		return err
	}, func(err error) {
		switch {
		case s.reads.End():
			s.load()
		case err != nil:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		default:
			s.show(read)
		}
	})
}

// show takes in a tray that was read. The cursor stays at its order, so that a key is not meant for another.
func (s *Screen) show(read collecting.Tray) {
	var at string
	if line, ok := s.chosen(); ok {
		at = line.no()
	}
	s.rows = nil
	for _, order := range read.Orders {
		s.rows = append(s.rows, row{order: &order})
	}
	for _, back := range read.Backs {
		s.rows = append(s.rows, row{back: &back})
	}
	found := slices.IndexFunc(s.rows, func(line row) bool { return line.no() == at })
	if found < 0 {
		found = min(max(s.at, 0), len(s.rows)-1)
	}
	s.at = found
	s.table.Refresh()
	s.table.SetCursor(s.at)
	s.tell()
	if s.frame.Current() == shell.Screen(s) {
		s.frame.RefreshKeys()
	}
}

// chosen returns what is at the cursor.
func (s *Screen) chosen() (row, bool) {
	if s.at < 0 || s.at >= len(s.rows) {
		return row{}, false
	}
	return s.rows[s.at], true
}
