package reports

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/reports"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Save writes a report into the export folder, ".xlsx" or ".pdf", and gives its path. It runs off the UI thread.
	Save func(ctx context.Context, read reports.Report, name, extension string) (path string, err error)
}

// Screen is the page 报表.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	kind reports.Kind
	day  calendar.Date // of the reports of one day
	from calendar.Date // of those of several
	to   calendar.Date

	read    reports.Report
	ready   bool
	problem string
	// asked numbers the questions, so that a late answer to an old one is dropped.
	asked int
	sheet int
	at    int
	saves bool

	root    *fyne.Container
	table   *widgets.DataTable
	message *forms.Message
}

// New makes the screen; counter may be nil in the gallery. Today is the day that is shown first.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps, today calendar.Date) *Screen {
	return &Screen{frame: frame, counter: counter, deps: deps, kind: reports.Day, day: today, from: month.FirstOf(today, 0), to: month.LastOf(today, 0)}
}

func (s *Screen) text(key string, args ...any) string { return s.frame.Text(key, args...) }

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.text("nav.reports") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// Shown implements shell.Screen: what was taken since is seen.
func (s *Screen) Shown() { s.load() }

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.asked++ }

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	keys := []shell.Key{
		{Name: fyne.Key1, Cap: "0–9", Label: s.text("reports.key.which")},
		{Name: fyne.KeyLeft, Cap: "←→", Label: s.text("reports.key.next"), Do: func() { s.turn(-1) }},
		{Name: fyne.KeyRight, Label: s.text("reports.key.next"), Do: func() { s.turn(1) }, Quiet: true},
		{Name: fyne.KeyPageUp, Label: s.text("reports.key.earlier"), Do: func() { s.step(-1) }},
		{Name: fyne.KeyPageDown, Label: s.text("reports.key.later"), Do: func() { s.step(1) }},
		{Name: fyne.KeyF4, Label: s.text("reports.key.days"), Do: s.askDays},
	}
	if _, _, ok := s.verifiable(); ok {
		keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: s.text("reports.verify"), Do: s.verify})
	}
	if len(s.read.Sheets) > 1 {
		keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: s.text("reports.key.sheet"), Do: s.nextSheet})
	}
	if s.ready && !s.saves {
		keys = append(keys, shell.Key{Name: fyne.KeyF7, Label: s.text("reports.key.xlsx"), Do: func() { s.save(".xlsx") }},
			shell.Key{Name: fyne.KeyF8, Label: s.text("reports.key.pdf"), Do: func() { s.save(".pdf") }})
	}
	return keys
}

// number returns the number of the report shown among all of them.
func (s *Screen) number() int {
	for i, kind := range reports.Kinds {
		if kind == s.kind {
			return i
		}
	}
	return 0
}

// turn shows the report so many further on, over the ends.
func (s *Screen) turn(by int) {
	count := len(reports.Kinds)
	s.choose((s.number() + by + count) % count)
}

func (s *Screen) choose(index int) {
	if kind := reports.Kinds[index]; kind != s.kind {
		s.kind, s.sheet, s.at = kind, 0, 0
		s.load()
	}
}

// typed is a figure pressed on the table: the number of a report.
func (s *Screen) typed(character rune) func() {
	for index := range reports.Kinds {
		if digitOf(index) == string(character) {
			return func() { s.choose(index) }
		}
	}
	return nil
}

// digitOf returns the digit that shows a report: 1 to 9 and then 0, "" for those after the tenth, which the arrows reach.
func digitOf(index int) string {
	if index > 9 {
		return ""
	}
	return strconv.Itoa((index + 1) % 10)
}

// step shows the day before or after; of a report over several days the month before or after.
func (s *Screen) step(by int) {
	if s.kind.OfADay() {
		day := s.day.AddDays(by)
		if !day.Valid() || s.isToCome(day) {
			return
		}
		s.day = day
	} else if from := month.FirstOf(s.from, by); from.Valid() && (s.kind == reports.Billed || !s.isToCome(from)) {
		s.from, s.to = from, month.LastOf(from, 0)
	}
	s.at = 0
	s.load()
}

// isToCome says whether a day has not begun: nothing can have come in on it. What is billed may be of any.
func (s *Screen) isToCome(day calendar.Date) bool { return s.counter != nil && day > s.counter.Today() }

func (s *Screen) nextSheet() {
	s.sheet, s.at = (s.sheet+1)%len(s.read.Sheets), 0
	s.draw()
	s.frame.Focus(s.table)
}

// load reads the report and shows it.
func (s *Screen) load() {
	s.asked++
	s.ready, s.problem, s.read = false, "", reports.Report{}
	s.draw()
	s.frame.RefreshKeys()
	s.frame.Focus(s.table)
	if s.counter == nil {
		return
	}
	asked, kind, from, to := s.asked, s.kind, s.from, s.to
	if kind.OfADay() {
		from, to = s.day, s.day
	}
	var read reports.Report
	s.frame.Run(s.text("reports.reading"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		read, err = s.counter.Reports.Read(ctx, kind, from, to)
		return err
	}, func(err error) {
		if asked == s.asked {
			s.show(read, err)
		}
	})
}

// show takes an answer in.
func (s *Screen) show(read reports.Report, err error) {
	if s.read, s.ready = read, err == nil; err != nil {
		s.read, s.problem = reports.Report{}, s.deps.Explain(err)
	}
	s.sheet = min(s.sheet, max(len(s.read.Sheets)-1, 0))
	s.draw()
	s.frame.RefreshKeys()
	s.frame.Focus(s.table)
}

// save writes what is on the screen, all its tables.
func (s *Screen) save(extension string) {
	if s.saves || !s.ready {
		return
	}
	s.saves = true
	read, path := s.read, ""
	name := s.text("reports.name."+string(read.Kind)) + "-" + string(read.To)
	if !read.Kind.OfADay() {
		name = s.text("reports.name."+string(read.Kind)) + "-" + string(read.From) + "-" + string(read.To)
	}
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		path, err = s.deps.Save(ctx, read, name, extension)
		return err
	}, func(err error) {
		s.saves = false
		s.frame.RefreshKeys()
		if err != nil {
			s.message.Say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.frame.Toast(s.text("reports.saved", path), widgets.ToneGood)
	})
}

// whichLines are the reports with their digits, the one shown pressed, in as many lines as they need.
func (s *Screen) whichLines(width float32) fyne.CanvasObject {
	const gap = 8
	line, used := widgets.HStack(gap), float32(0)
	lines := widgets.VStack(gap, line)
	for i, kind := range reports.Kinds {
		chip := widgets.NewButton(widgets.ChipButton, s.text("reports.name."+string(kind)), digitOf(i), func() { s.choose(i) })
		chip.SetChosen(kind == s.kind)
		if used+chip.MinSize().Width > width {
			line, used = widgets.HStack(gap), 0
			lines.Add(line)
		}
		line.Add(chip)
		used += chip.MinSize().Width + gap
	}
	return lines
}

// whenWords tells the day or days of the report.
func (s *Screen) whenWords() string {
	if s.kind.OfADay() {
		return string(s.day) + " " + s.text("reports.weekday."+strconv.Itoa(int(s.day.Time().Weekday())))
	}
	return month.Words(s.text, s.from, s.to)
}

func (s *Screen) draw() {
	if s.root == nil {
		return
	}
	width := look.Scaled(s.room()) - look.Gap()
	s.message = forms.NewMessage(s.frame, width)
	head := widgets.VStack(8, s.whichLines(width), widgets.Sides(look.BoldText(s.whenWords(), look.HeadingSize(), look.Ink()), s.sheetLine()))
	if s.ready && s.read.Until != "" {
		head.Add(widgets.Notice(s.text("reports.until", string(s.read.Until)), widgets.ToneLook, width))
	}
	head.Add(s.message.Object())
	notes := s.lay()
	foot := widgets.VStack(2)
	for _, note := range notes {
		foot.Add(widgets.Paragraph(note, look.SmallSize(), look.Ink2(), width))
	}
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(nil, 0, widgets.BareCard(widgets.Edges(widgets.Inset(12, 14, 8, 14, head),
		widgets.Inset(4, 14, 8, 14, foot), s.table)), nil, 0)}
	s.root.Refresh()
	if s.problem != "" {
		s.message.Say(s.problem, widgets.ToneLook)
	}
}

// sheetLine names the tables of the report, the one shown in bold.
func (s *Screen) sheetLine() fyne.CanvasObject {
	line := widgets.HStack(14)
	if len(s.read.Sheets) < 2 {
		return line
	}
	for i, sheet := range s.read.Sheets {
		if i == s.sheet {
			line.Add(look.BoldText(sheet.Name, look.BodySize(), look.Ink()))
		} else {
			line.Add(look.Text(sheet.Name, look.BodySize(), look.Ink2()))
		}
	}
	return line
}
