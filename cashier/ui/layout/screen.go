package layout

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Back leads to the page from which this one was opened.
	Back func()
	// Changed is called after a layout was saved.
	Changed func()
	// Folder is where the search for a logo begins; "" is the home folder.
	Folder string
}

// pictureWidth is the width of the column of the picture, in points at scale 1.
const pictureWidth float32 = 420

// stored is a layout as the book has it: seen is what its policy keeps.
type stored struct {
	layout estate.Layout
	seen   string
}

// Screen edits the layout of receipts.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	// saved is the layout of the book from which the draft began, and newer one that was saved elsewhere since, nil for none.
	saved stored
	newer *stored
	draft estate.Layout
	// back shows money given back as the sample.
	back  bool
	shown bool
	// begun says that the draft began from a layout that was read: what is pressed before is no draft.
	begun bool
	// sight knows whether a person has seen the page since it is shown.
	sight   *widgets.Sight
	rows    []row
	at      int
	reads   shell.Gathered
	picture image.Image

	table *widgets.DataTable
	about *fyne.Container
	page  *fyne.Container
	side  *fyne.Container
	paper *container.Scroll
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps, at: 1, sight: widgets.NewSight()}
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("layout.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.table = widgets.NewDataTable([]widgets.Column{{Title: s.frame.Text("layout.part")}, {Title: s.frame.Text("layout.value"), Width: 180}},
		func() int { return len(s.rows) }, s.cell)
	s.table.Style = func(at int) widgets.RowStyle { return widgets.RowStyle{Group: s.rows[at].group} }
	s.table.LeavePages = true // they move the picture
	s.table.OnCursor = func(at int) {
		s.at = at
		s.tell()
		s.frame.RefreshKeys()
	}
	s.table.OnTick = func(int) { s.tick() }
	s.table.OnOpen = func(int) { s.enter() }
	s.about, s.side = container.NewStack(), container.NewStack()
	s.page = widgets.Edges(nil, s.about, s.table)
	s.draw()
	return widgets.Frame(nil, 0, widgets.BareCard(s.page), s.side, pictureWidth)
}

// draw shows the draft and the picture as they are now.
func (s *Screen) draw() {
	s.rows = s.list()
	s.at = min(max(s.at, 1), len(s.rows)-1)
	s.table.Refresh()
	s.table.SetCursor(s.at)
	s.tell()
	s.drawPicture()
}

// tell says below the list what the line under the cursor is.
func (s *Screen) tell() {
	const width = look.LeastWidth * 0.45
	words := widgets.VStack(6, widgets.Paragraph(s.frame.Text(s.rows[s.at].help), look.SmallSize(), look.Ink2(), width))
	if s.newer != nil {
		words.Add(widgets.Paragraph(s.frame.Text("layout.stale"), look.SmallSize(), look.Amber(), width))
	}
	s.about.Objects = []fyne.CanvasObject{widgets.Inset(10, 14, 12, 14, words)}
	s.page.Refresh() // the list gives the words the height that they need
}

// drawPicture puts the picture on the right, as wide as its column.
func (s *Screen) drawPicture() {
	if s.picture == nil {
		s.side.Objects = []fyne.CanvasObject{widgets.Card(widgets.EmptyState(s.frame.Text("layout.drawing"), "", nil))}
		s.side.Refresh()
		return
	}
	var offset fyne.Position
	if s.paper != nil {
		offset = s.paper.Offset
	}
	drawn := canvas.NewImageFromImage(s.picture)
	drawn.FillMode = canvas.ImageFillContain
	width := widgets.SideInner(pictureWidth) - 14 // what Scroll keeps for its bar
	size := s.picture.Bounds().Size()
	drawn.SetMinSize(fyne.NewSize(width, width*float32(size.Y)/float32(size.X)))
	s.paper = widgets.Scroll(drawn)
	aside := look.Text(s.frame.Text("layout.sample.paid"), look.SmallSize(), look.Ink2())
	if s.back {
		aside = look.Text(s.frame.Text("layout.sample.back"), look.SmallSize(), look.Ink2())
	}
	s.side.Objects = []fyne.CanvasObject{widgets.TitledCard(s.frame.Text("layout.picture"), aside, s.paper)}
	s.side.Refresh()
	s.paper.Offset = offset
	s.paper.Refresh()
}

// scroll moves the picture by most of what is seen of it.
func (s *Screen) scroll(step float32) {
	if s.paper == nil {
		return
	}
	s.paper.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -step*s.paper.Size().Height*0.8)})
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.shown = true
	s.sight.Stands(1)
	s.frame.Focus(s.table)
	s.load()
}

// load reads the layout that is in force. A draft that is not saved stays, for who only looked at another page; one that was saved
// elsewhere meanwhile stands beside it.
func (s *Screen) load() {
	if s.counter == nil {
		return
	}
	var read stored
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		read.layout, read.seen, err = s.counter.Printing.Layout(ctx)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.newer = nil
		switch {
		case !s.begun || !s.isChanged():
			s.begin(read)
		case read.seen != s.saved.seen:
			s.newer = &read
		}
		s.show()
	})
}

// begin begins a draft from a layout of the book.
func (s *Screen) begin(from stored) {
	s.saved, s.draft, s.newer, s.begun = from, from.layout, nil, true
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() {
	s.shown = false
	s.sight.Away()
}

// show draws the list at once and the picture as soon as it is made: once for all changes that were made meanwhile.
func (s *Screen) show() {
	s.draw()
	s.frame.RefreshKeys()
	if s.counter == nil || !s.reads.Begin() {
		return
	}
	draft, back := s.draft, s.back
	var drawn image.Image
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		drawn, err = s.counter.Printing.Picture(ctx, draft, back)
		return err
	}, func(err error) {
		switch {
		case s.reads.End():
			s.show()
		case err != nil:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		default:
			s.picture = drawn
			s.drawPicture()
		}
	})
}
