package intake

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
)

// Deps are what the screen needs of the window.
type Deps struct {
	Explain func(err error) string
	// Changed is called after rooms came in: the desk looks again.
	Changed func()
	// Folder is where files are saved unless another place is typed.
	Folder string
}

// stage is where the screen stands.
type stage uint8

const (
	choosing stage = iota
	reviewing
	done
)

// Screen takes registers in.
type Screen struct {
	frame   *shell.Shell
	counter *cashier.Counter
	deps    Deps

	stage stage
	path  string
	// sheets are those that are taken in, the first of them as the person chose it.
	sheets  []*intake.Sheet
	options intake.Options
	plan    *register.Plan
	outcome ledger.RegisterOutcome

	root    *fyne.Container
	form    *forms.Form
	entry   *widgets.KeyEntry
	table   *widgets.DataTable
	rows    []row
	open    map[string]bool
	message *forms.Message
	said    string
	tone    widgets.Tone
	shown   bool
}

// New makes the screen; counter may be nil in the gallery.
func New(frame *shell.Shell, counter *cashier.Counter, deps Deps) *Screen {
	screen := &Screen{frame: frame, counter: counter, deps: deps}
	screen.form = forms.New(frame, screen.submit)
	return screen
}

// Title implements shell.Screen.
func (s *Screen) Title() string { return s.frame.Text("intake.title") }

// Content implements shell.Screen.
func (s *Screen) Content() fyne.CanvasObject {
	s.root = container.NewStack()
	s.draw()
	return s.root
}

// Shown implements shell.Screen.
func (s *Screen) Shown() {
	s.shown = true
	s.focus()
}

// Hidden implements shell.Screen.
func (s *Screen) Hidden() { s.shown = false }

func (s *Screen) focus() {
	switch s.stage {
	case choosing:
		s.form.First()
	case reviewing:
		s.frame.Focus(s.table)
	default:
		s.frame.Canvas().Unfocus()
	}
}

func (s *Screen) goTo(next stage) {
	s.stage, s.said = next, ""
	s.redraw()
}

func (s *Screen) redraw() {
	s.draw()
	if s.shown {
		s.frame.RefreshKeys()
		s.focus()
	}
}

func (s *Screen) draw() {
	s.form.SetInputs()
	var content fyne.CanvasObject
	switch s.stage {
	case choosing:
		content = s.drawChoice()
	case reviewing:
		content = s.drawReview()
	case done:
		content = s.drawDone()
	}
	s.root.Objects = []fyne.CanvasObject{content}
	s.root.Refresh()
	if s.said != "" && s.message != nil {
		s.message.Say(s.said, s.tone)
	}
}

func (s *Screen) say(sentence string, tone widgets.Tone) {
	s.said, s.tone = sentence, tone
	s.message.Say(sentence, tone)
}

func (s *Screen) submit() {
	switch s.stage {
	case choosing:
		s.read()
	case reviewing:
		s.take()
	case done:
		s.again()
	}
}

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	text := s.frame.Text
	switch s.stage {
	case choosing:
		return []shell.Key{{Name: fyne.KeyReturn, Label: text("intake.choose.read"), Do: s.form.Enter},
			{Name: fyne.KeyF4, Label: text("intake.choose.browse"), Do: s.browse},
			{Name: fyne.KeyF8, Label: text("intake.choose.template"), Do: s.saveTemplate}}
	case reviewing:
		keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("intake.keys.rows")},
			{Name: fyne.KeyF9, Label: s.takeWords(), Do: s.take, Off: len(s.plan.Rows) == 0}}
		if slices.ContainsFunc(s.rows, func(one row) bool { return one.alike != "" }) {
			keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: text("intake.alike.open")})
		}
		if len(s.plan.Columns.Unknown()) > 0 {
			keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: text("intake.map"), Do: s.mapColumn})
		}
		if s.hasNegative() {
			keys = append(keys, shell.Key{Name: fyne.KeyF6, Label: text(s.negativeKey()), Do: s.toggleNegative})
		}
		if len(s.plan.Refused) > 0 {
			keys = append(keys, shell.Key{Name: fyne.KeyF8, Label: text("intake.refused.save"), Do: s.saveRefused})
		}
		keys = append(keys, s.sheetKeys()...)
		return append(keys, shell.Key{Name: fyne.KeyEscape, Label: text("intake.other"), Do: s.again})
	}
	return append([]shell.Key{{Name: fyne.KeyReturn, Label: text("intake.done.again"), Do: s.again}}, s.sheetKeys()...)
}

// browse chooses the file from the folders; a typed or pasted path does the same.
func (s *Screen) browse() {
	forms.AskFile(s.frame, forms.FileQuestion{
		Title: s.frame.Text("intake.choose.title"), Endings: []string{".xlsx", ".xlsm", ".csv"}, Explain: s.deps.Explain,
		Chosen: func(path string) {
			s.path = path
			s.entry.SetText(path)
			s.read()
		},
	})
}

// read loads the file and tries it.
func (s *Screen) read() {
	path := cleanPath(s.path)
	if path == "" {
		s.say(s.frame.Text("intake.choose.empty"), widgets.ToneLook)
		return
	}
	s.options = intake.Options{}
	s.try(oneSheet(path, ""), s.options)
}

// cleanPath takes the quotation marks and the file:// of a pasted path away.
func cleanPath(path string) string {
	path = strings.Trim(strings.TrimSpace(path), `"'`)
	return strings.TrimPrefix(path, "file://")
}

// loading reads the sheets that are to be taken in.
type loading func(ctx context.Context) ([]*intake.Sheet, error)

// try plans sheets with options and shows what they would do.
func (s *Screen) try(load loading, options intake.Options) {
	var sheets []*intake.Sheet
	var plan *register.Plan
	s.form.Run(s.frame.Text("intake.reading"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		if sheets, err = load(ctx); err != nil {
			return err
		}
		plan, err = s.counter.Register.PlanSheets(ctx, sheets, options)
		return err
	}, func(err error) {
		if err != nil {
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			s.focus()
			return
		}
		s.sheets, s.options = sheets, options
		s.setPlan(plan)
	})
}

func (s *Screen) setPlan(plan *register.Plan) {
	s.plan = plan
	s.open = map[string]bool{}
	s.listRows()
	s.goTo(reviewing)
}

func (s *Screen) listRows() { s.rows = rowsOf(s.frame.Text, s.frame.Lang(), s.plan, s.open) }

// openAlike lists the issues one by one that a row stands for, or puts them together again.
func (s *Screen) openAlike(index int) {
	if index < 0 || index >= len(s.rows) || s.rows[index].alike == "" {
		return
	}
	s.open[s.rows[index].alike] = !s.open[s.rows[index].alike]
	s.listRows()
	s.table.Refresh()
	s.table.SetCursor(index)
}

// retry plans the same sheet with other choices.
func (s *Screen) retry(options intake.Options) {
	sheets := s.sheets
	s.try(func(context.Context) ([]*intake.Sheet, error) { return sheets, nil }, options)
}

// hasNegative says whether the file has arrears below zero, which a person must say the meaning of.
func (s *Screen) hasNegative() bool {
	if s.options.NegativeArrearsIsPrepayment {
		return true
	}
	for _, refusal := range s.plan.Refused {
		for _, issue := range refusal.Issues {
			if issue.Code == intake.CodeArrearsNegative {
				return true
			}
		}
	}
	return false
}

func (s *Screen) negativeKey() string {
	if s.options.NegativeArrearsIsPrepayment {
		return "intake.negative.on"
	}
	return "intake.negative.off"
}

func (s *Screen) toggleNegative() {
	options := s.options
	options.NegativeArrearsIsPrepayment = !options.NegativeArrearsIsPrepayment
	s.retry(options)
}

// columnName is what a person knows a column by: its header, or its letter where it has none.
func columnName(column intake.Column) string {
	if column.Header == "" {
		return column.Letter
	}
	return column.Header
}

// mapColumn says what a column means that nobody understood, or that it is the estate's own field.
func (s *Screen) mapColumn() {
	unknown, text := s.plan.Columns.Unknown(), s.frame.Text
	if len(unknown) == 0 {
		return
	}
	columns := make([]string, len(unknown))
	for index, column := range unknown {
		columns[index] = column.String()
	}
	widgets.ShowChoice(s.frame.Canvas(), text("intake.map.which"), "", columns, text("intake.back"), func(chosen int) {
		fields := intake.Fields()
		words := make([]string, len(fields))
		for index, field := range fields {
			words[index] = field.Label()
		}
		widgets.ShowChoice(s.frame.Canvas(), text("intake.map.what", columnName(unknown[chosen])), "", words, text("intake.back"), func(field int) {
			options := s.options
			options.Map = map[int]intake.Field{unknown[chosen].Index: fields[field]}
			for index, mapped := range s.options.Map {
				if index != unknown[chosen].Index {
					options.Map[index] = mapped
				}
			}
			s.retry(options)
		})
	})
}

func (s *Screen) again() {
	s.sheets, s.plan, s.rows, s.path = nil, nil, nil, ""
	s.goTo(choosing)
}

// baseName is the file's name without its ending.
func (s *Screen) baseName() string {
	name := filepath.Base(s.plan.FileName)
	return strings.TrimSuffix(name, filepath.Ext(name))
}
