package receipts

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/paper"
	"shouqi/cashier/printing"
	"shouqi/cashier/receipts"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger"
)

// Screen is the list of receipts with a preview. Make it with New and call it from the UI thread.
type Screen struct {
	frame *shell.Shell
	flows flows
	deps  Deps

	state session.State
	tail  string
	// from leads back to where a receipt was followed from, nil for nowhere; asked for is its number.
	from     func()
	askedFor string
	rows     []row
	// understood are the ways in which what was looked for found something.
	understood []string
	unsure     int // how many rows at the top have no sure paper

	// The receipt at the cursor: what stands on it and what is known of its paper. preview is nil until it was read.
	chosen  string
	preview *paper.Receipt
	printed printing.Printed
	problem string
	undone  *undone
	// paper is the receipt that somebody shows, nil for none.
	paper *shownPaper
	busy  bool
	// asked numbers the readings, so that a late answer to an old question is dropped; reading and stale keep one under way,
	// however fast the printer's jobs go on.
	asked          int
	reading, stale bool
	// wanted is a key that waits for the receipt at the cursor to be read; opens says that it opens a dialog.
	wanted func()
	opens  bool
	// visit counts how often the counter was locked: what was begun before one has no screen to answer on.
	visit int

	root      *fyne.Container
	right     *fyne.Container
	search    *widgets.KeyEntry
	searchBox fyne.CanvasObject
	table     *widgets.DataTable
}

// row is one receipt of the list, or the heading of those without sure paper.
type row struct {
	heading string
	receipt receipts.Receipt
	unsure  bool
}

// undone is a void or reversal just made: what it undid and the cash to hand over.
type undone struct {
	taken    taking.Taken
	of       receipts.Receipt
	reversed bool
}

// New makes the screen on a shell and an open counter.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return newScreen(frame, roomsOf(counter), deps)
}

func newScreen(frame *shell.Shell, flows flows, deps Deps) *Screen {
	if deps.Lang == "" {
		deps.Lang = assets.Chinese
	}
	return &Screen{frame: frame, flows: flows, deps: deps}
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("nav.receipts") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root, s.right = container.NewStack(), container.NewStack()
	s.makeSearch()
	s.makeTable()
	s.draw()
	return s.root
}

// Shown implements shell.Screen: the list is read anew.
func (s *Screen) Shown() {
	s.frame.SetOnRune(func(character rune) {
		s.frame.Focus(s.search)
		s.search.TypedRune(character)
	})
	s.frame.Focus(s.search)
	s.search.SelectAll() // An old search is typed over.
	s.frame.Hold()
	s.read(s.chosen)
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {
	s.frame.SetOnRune(nil)
	s.wanted, s.from = nil, nil
	if s.tail == "" { // Who comes back means the newest: others were taken meanwhile.
		s.chosen = ""
	}
	s.asked++ // An answer that comes late must not choose the one that was newest then.
	s.reading, s.stale = false, false
	s.frame.Drop()
}

// Find looks a receipt up by its number or its code, when the screen is next shown; the desk calls it for a receipt that was scanned.
func (s *Screen) Find(text string) {
	s.lookFor(text)
	s.chosen, s.undone, s.from = s.tail, nil, nil
	if s.search != nil {
		s.search.SetText(s.tail)
	}
}

// FindFrom is Find for a screen that a receipt is followed from: Esc leads back to it while that receipt is what is looked for.
func (s *Screen) FindFrom(number string, back func()) {
	s.Find(number)
	s.from, s.askedFor = back, number
}

// isFollowed says whether Esc leads back to where the receipt was followed from.
func (s *Screen) isFollowed() bool { return s.from != nil && s.tail == s.askedFor }

// PaperChanged reads the list again; call it when the spool says that a job went on and the screen is shown.
func (s *Screen) PaperChanged() {
	if s.reading {
		s.stale = true
		return
	}
	s.read(s.chosen)
}

// Leave forgets what was looked at, for when the counter is locked.
func (s *Screen) Leave() {
	s.Find("")
	s.visit++
	s.asked++
	s.reading, s.stale, s.wanted = false, false, nil
	s.preview, s.rows, s.problem = nil, nil, ""
	if s.root != nil {
		s.draw()
	}
}

// halfYen takes the half-width sign: the full-width one leaves a hole before figures on a screen.
var halfYen = strings.NewReplacer("￥", "¥")

func (s *Screen) text(key string, args ...any) string {
	return halfYen.Replace(s.frame.Text(key, args...))
}

func (s *Screen) explain(err error) string {
	if errors.Is(err, shell.ErrBusy) {
		return s.text("ui.busy")
	}
	return halfYen.Replace(words.Explain(err, s.deps.Lang))
}

// read reads the state and the list in the background, and puts the cursor on the receipt with this number, or the first;
// where the person moved it meanwhile it stays.
func (s *Screen) read(number string) {
	s.asked++
	s.reading, s.stale = true, false
	asked, tail, chosen := s.asked, s.tail, s.chosen
	shown := s.paper
	var read reading
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		read, err = readAll(ctx, s.flows, tail, shown)
		return err
	}, func(err error) {
		if asked != s.asked {
			return
		}
		s.reading, s.problem = false, ""
		if s.chosen != chosen {
			number = s.chosen
		}
		if err != nil {
			s.problem = s.explain(err)
		} else {
			s.state, s.understood = read.state, read.found.By
			if shown != nil {
				shown.verdict = &read.verdict
			}
			s.setRows(read.found.List, read.unsure)
			if s.deps.StateRead != nil {
				s.deps.StateRead(read.state)
			}
		}
		s.draw()
		s.choose(s.rowOf(number))
		if s.stale {
			s.read(s.chosen)
		}
		s.settle()
	})
}

// reading is what the book says of the list, and of the receipt that somebody shows.
type reading struct {
	state   session.State
	found   receipts.Found
	unsure  []printing.Unprinted
	verdict ledger.Verdict
}

// readAll asks the book; it runs off the UI thread.
func readAll(ctx context.Context, book flows, tail string, shown *shownPaper) (r reading, err error) {
	if r.state, err = book.State(ctx); err != nil {
		return r, err
	}
	if shown != nil {
		if r.verdict, err = book.Prove(ctx, shown.code); err != nil {
			return r, err
		}
	}
	if r.found, err = book.Find(ctx, tail); err != nil || tail != "" {
		return r, err
	}
	r.unsure, err = book.Unprinted(ctx)
	return r, err
}

// setRows puts those without sure paper first, under a heading, and each receipt once. A void is shown by its receipt.
func (s *Screen) setRows(list []receipts.Receipt, unsure []printing.Unprinted) {
	s.rows, s.unsure = nil, len(unsure)
	first := map[string]bool{}
	if len(unsure) > 0 {
		s.rows = append(s.rows, row{heading: s.text("receipts.unsure", len(unsure))})
		for _, receipt := range unsure {
			first[receipt.Number] = true
			s.rows = append(s.rows, row{receipt: receipt.Receipt, unsure: true})
		}
		s.rows = append(s.rows, row{heading: s.text("receipts.all")})
	}
	for _, receipt := range list {
		if receipt.Number != "" && !first[receipt.Number] {
			s.rows = append(s.rows, row{receipt: receipt})
		}
	}
}

// rowOf returns the row of a number, or the first receipt's, or -1.
func (s *Screen) rowOf(number string) int {
	first := -1
	for index, r := range s.rows {
		if r.heading != "" {
			continue
		}
		if r.receipt.Part.Number == number {
			return index
		}
		if first < 0 {
			first = index
		}
	}
	return first
}

// choose puts the cursor on a row and shows its receipt.
func (s *Screen) choose(index int) {
	if index < 0 {
		s.chosen, s.preview = "", nil
		s.drawRight()
		return
	}
	s.table.SetCursor(index)
}

// current returns the receipt at the cursor.
func (s *Screen) current() (row, bool) {
	index := s.table.Cursor()
	if index < 0 || index >= len(s.rows) || s.rows[index].heading != "" {
		return row{}, false
	}
	return s.rows[index], true
}

// show reads what stands on the receipt at the cursor.
func (s *Screen) show(int) {
	current, ok := s.current()
	if !ok {
		return
	}
	number := current.receipt.Part.Number
	if number != s.chosen {
		s.chosen, s.preview, s.printed = number, nil, printing.Printed{}
	}
	var preview paper.Receipt
	var printed printing.Printed
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		if preview, err = s.flows.PaperReceipt(ctx, number, 0); err != nil {
			return err
		}
		printed, err = s.flows.Printed(ctx, number)
		return err
	}, func(err error) {
		if s.chosen != number {
			return
		}
		if err != nil {
			s.problem = s.explain(err)
		} else {
			s.preview, s.printed = &preview, printed
		}
		s.drawRight()
		s.settle()
	})
}
