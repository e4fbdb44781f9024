package counters

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
	"shouqi/ledger/till"
)

// ConflictsDeps are what the page of conflicts needs of the window.
type ConflictsDeps struct {
	Explain func(err error) string
	// Lang is the language of the deeds, as of assets.Text.
	Lang string
	// Back leads to the page of the counters.
	Back func()
	// Lead returns what opens the page where a person acts on a conflict and the key of its words, and nil for none that the person has.
	Lead func(conflict report.Conflict) (label string, open func())
	// Changed is called after a conflict was settled.
	Changed func()
}

// Conflicts lists what two counters did without each other and did not fit, each with what became of it and the keys to where a person acts and
// by which it is settled. What is settled stands behind, with how.
type Conflicts struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    ConflictsDeps

	list  []report.Conflict
	at    int
	table *widgets.DataTable
	// about are the words below the list, and page the card that both stand in.
	about, page *fyne.Container
	// sight knows which list a person has seen: the second Enter of a double press on the page before leads nowhere.
	sight *widgets.Sight
	stood uint64
	// tried is the settling that was asked for last and is not known to be done, with the request that it keeps.
	tried till.ConflictSettling
	// busy says that one is being ticked off.
	busy bool
}

// NewConflicts makes the page; counter may be nil in the gallery.
func NewConflicts(frame *shell.Shell, counter *cashier.Counter, deps ConflictsDeps) *Conflicts {
	return &Conflicts{frame: frame, counter: counter, deps: deps, sight: widgets.NewSight()}
}

func (c *Conflicts) text(key string, args ...any) string {
	return forms.HalfYen(c.frame.Text(key, args...))
}

// Title implements shell.Screen.
func (c *Conflicts) Title() string { return c.text("conflicts.title") }

// Content implements shell.Screen.
func (c *Conflicts) Content() fyne.CanvasObject {
	c.table = widgets.NewDataTable([]widgets.Column{{Title: c.text("conflicts.time"), Width: 100}, {Title: c.text("conflicts.counter"), Width: 92}, {Title: c.text("conflicts.room"), Width: 104},
		{Title: c.text("conflicts.what"), Width: 130, Yields: 1}, {Title: c.text("conflicts.fen"), Width: 100, Align: fyne.TextAlignTrailing}, {Title: c.text("conflicts.came")}},
		func() int { return len(c.list) }, c.cell)
	c.table.Empty = widgets.EmptyState(c.text("conflicts.none"), c.text("conflicts.none.advice"), nil)
	c.table.OnCursor = func(at int) {
		c.at = at
		c.tell()
		c.frame.RefreshKeys()
	}
	c.table.OnOpen = func(int) { c.act() }
	c.about = container.NewStack()
	c.page = widgets.Edges(headOf(c.text("conflicts.title"), c.text("conflicts.advice")), c.about, c.table)
	c.table.SetCursor(c.at)
	c.tell()
	return widgets.Frame(nil, 0, widgets.BareCard(c.page), nil, 0)
}

func (c *Conflicts) cell(row, column int) widgets.Cell {
	one := c.list[row]
	cell := c.cellOf(one, column)
	if one.Settled != "" {
		cell.Ink, cell.Bold = look.Ink2(), false
	}
	return cell
}

func (c *Conflicts) cellOf(one report.Conflict, column int) widgets.Cell {
	switch column {
	case 0:
		return widgets.Cell{Text: one.Time[len("2026-"):len("2026-01-02 15:04")], Small: true}
	case 1:
		return widgets.Cell{Text: c.text("ui.counter", one.Counter)}
	case 2:
		return widgets.Cell{Text: one.Room, Bold: true}
	case 3:
		return widgets.Cell{Text: one.What}
	case 4:
		if one.Fen == 0 {
			return widgets.Cell{}
		}
		return widgets.Cell{Text: one.Fen.Grouped(), Bold: true}
	}
	if one.Settled != "" {
		return widgets.Cell{Text: c.text("conflict.settled." + string(one.Settled))}
	}
	ink := look.Amber()
	if one.Came == report.CameToRecover {
		ink = look.Vermilion()
	}
	return widgets.Cell{Text: c.text("conflict." + string(one.Came)), Ink: ink}
}

// tell writes below the list the whole of what is at the cursor: a row has one line.
func (c *Conflicts) tell() {
	c.about.Objects = nil
	if one, ok := c.chosen(); ok {
		words := one.What
		for _, part := range []string{one.About, one.Receipts, one.Reason, one.By} {
			if part != "" {
				words += " · " + part
			}
		}
		came := c.text("conflict." + string(one.Came))
		switch one.Settled {
		case "":
		case till.ConflictSeen:
			came = c.text("conflict.settled.seen") + " · " + came
		default: // nothing has to be got back any more
			came = c.text("conflict.settled." + string(one.Settled))
		}
		c.about.Add(widgets.Inset(10, 14, 12, 14, widgets.VStack(2, widgets.Paragraph(came, look.BodySize(), look.Ink(), aboutWidth),
			widgets.Paragraph(forms.HalfYen(words), look.SmallSize(), look.Ink2(), aboutWidth))))
	}
	c.page.Refresh() // the list gives the words the height that they need
}

// Keys implements shell.Screen.
func (c *Conflicts) Keys() []shell.Key {
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: c.text("refunds.key.choose")}}
	if one, ok := c.chosen(); ok {
		label, open := c.deps.Lead(one)
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: c.text(label), Do: c.act, Off: open == nil})
		keys = append(keys, c.settleKeys(one)...)
	}
	return append(keys, shell.Key{Name: fyne.KeyEscape, Label: c.text("approvals.back"), Do: c.deps.Back})
}

// act opens the page where a person acts on what is at the cursor.
func (c *Conflicts) act() {
	one, ok := c.chosen()
	if !ok || c.sight.Seen() != c.stood {
		return
	}
	if _, open := c.deps.Lead(one); open != nil {
		open()
		return
	}
	c.frame.Toast(c.text("conflicts.nowhere"), widgets.ToneLook)
}

// Shown implements shell.Screen.
func (c *Conflicts) Shown() {
	c.stands()
	c.frame.Focus(c.table)
	c.load()
}

// Hidden implements shell.Screen.
func (c *Conflicts) Hidden() { c.sight.Away() }

// stands says that the list stands as it was just made: what leads on from it must come after it was seen.
func (c *Conflicts) stands() {
	c.stood++
	c.sight.Stands(c.stood)
}

// load reads the list anew.
func (c *Conflicts) load() {
	if c.counter == nil {
		return
	}
	var list []report.Conflict
	c.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		list, err = c.counter.Exchanging.Conflicts(ctx, c.deps.Lang)
		return err
	}, func(err error) {
		if err != nil {
			c.frame.Toast(c.deps.Explain(err), widgets.ToneOwed)
			return
		}
		c.show(list)
	})
}

// show takes in a list that was read. The cursor stays at the same conflict, wherever that stands now.
func (c *Conflicts) show(list []report.Conflict) {
	before, ok := c.chosen()
	c.list = list
	if at := slices.IndexFunc(list, func(is report.Conflict) bool { return is.Of == before.Of }); ok && at >= 0 {
		c.at = at
	}
	c.stands()
	c.at = min(max(c.at, 0), len(list)-1)
	c.table.Refresh()
	c.table.SetCursor(c.at)
	c.tell()
	if c.frame.Current() == shell.Screen(c) {
		c.frame.RefreshKeys()
	}
}

// chosen returns what is at the cursor.
func (c *Conflicts) chosen() (report.Conflict, bool) {
	if c.at < 0 || c.at >= len(c.list) {
		return report.Conflict{}, false
	}
	return c.list[c.at], true
}
