package history

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
)

// makeTable makes the table of the lines. A narrow window has no room for the balance and the people beside what a line is for;
// they stand below, for the line at the cursor.
func (s *Screen) makeTable() {
	columns := []widgets.Column{{Title: s.text("history.day"), Width: 100}, {Title: s.text("history.what"), Width: 96},
		{Title: s.text("history.detail")}, {Title: s.text("history.state"), Width: 150, Yields: 1},
		{Title: s.text("history.fen"), Width: 110, Align: fyne.TextAlignTrailing},
		{Title: s.text("history.after"), Width: 110, Align: fyne.TextAlignTrailing, Yields: 3}, {Title: s.text("history.who"), Width: 110, Yields: 2}}
	if look.IsNarrow() {
		columns = columns[:5]
	}
	s.table = widgets.NewDataTable(columns, func() int { return len(s.lines) }, s.cell)
	s.table.OnCursor = s.follow
	s.table.OnOpen = func(int) { s.open() }
	s.table.OnPick = func(character rune) func() {
		if character < '0' || character > '9' {
			return nil
		}
		return func() { s.choose(int(character - '0')) }
	}
}

func (s *Screen) cell(row, column int) widgets.Cell {
	line := s.lines[row]
	switch column {
	case 0:
		return widgets.Cell{Text: string(line.On), Ink: look.Ink2()}
	case 1:
		return widgets.Cell{Text: words.HistoryWhat(line, s.deps.Lang), Bold: line.Kind == report.HistoryPayment}
	case 2:
		return widgets.Cell{Text: s.detail(line), Small: true}
	case 3:
		return s.stateCell(line)
	case 4:
		if line.Fen == 0 {
			return widgets.Cell{}
		}
		return widgets.Cell{Text: line.Fen.Grouped(), Bold: true}
	case 5:
		if line.CreditMoveFen == 0 {
			return widgets.Cell{}
		}
		return widgets.Cell{Text: line.CreditAfterFen.Grouped(), Ink: look.Ink2()}
	}
	return widgets.Cell{Text: words.HistoryWho(line), Small: true, Ink: look.Ink2()}
}

func (s *Screen) stateCell(line report.HistoryLine) widgets.Cell {
	cell := widgets.Cell{Text: strings.ReplaceAll(words.HistoryState(line, s.deps.Lang), "￥", "¥"), Small: true, Ink: look.Ink2()}
	switch {
	case line.OwedFen > 0:
		cell.Ink = look.Vermilion()
	case line.State == report.HistoryPaid:
		cell.Ink = look.Jade()
	case line.UndoneBy != "":
		cell.Ink = look.Amber()
	}
	return cell
}

func (s *Screen) detail(line report.HistoryLine) string {
	return words.HistoryDetail(line, s.code, s.deps.Lang)
}

// build sets the parts of the page: the figures above, the lines, and what stands at the cursor below.
func (s *Screen) build() {
	body := widgets.Edges(nil, widgets.Inset(8, 14, 8, 14, s.foot.object), s.table)
	s.root.Objects = []fyne.CanvasObject{widgets.Frame(nil, 0, widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, widgets.Card(s.head)), nil, widgets.BareCard(body)), nil, 0)}
}

// draw shows that other lines are being read.
func (s *Screen) draw() {
	s.drawHead()
	s.sayEmpty()
	s.table.SetCursor(-1) // and draws it anew
	s.tellLine()
}

// drawHead says whose history it is, which part of it stands there, and the figures of the household.
func (s *Screen) drawHead() {
	title := look.BoldText(s.text("history.title", s.code), look.LeadSize(), look.Ink())
	s.head.Objects = []fyne.CanvasObject{widgets.VStack(6,
		widgets.Head(title, nil, nil, look.Text(s.chosenWords(), look.BodySize(), look.Ink2())), s.figures(), s.kinds())}
	s.head.Refresh()
}

// chosenWords says which kind and year were chosen, and how many lines there are.
func (s *Screen) chosenWords() string {
	year := s.text("history.years.all")
	if s.year != 0 {
		year = s.text("history.years.one", s.year)
	}
	count := s.text("history.count", s.count)
	switch {
	case s.problem != "":
		count = s.text("history.failed")
	case !s.isRead:
		count = s.text("history.reading_now")
	case s.more:
		count = s.text("history.count.part", s.count, len(s.lines))
	}
	return strings.Join([]string{words.HistoryKind(s.kind, s.deps.Lang), year, count}, " · ")
}

// figures are what is owed, prepaid and held, and what was paid; they keep their places while they are read.
func (s *Screen) figures() fyne.CanvasObject {
	field := func(key, value string) *widgets.Field { return widgets.NewField(s.text(key), value) }
	sums := s.sums
	if sums == nil {
		return widgets.VStack(0, widgets.Columns(28, field("history.owed", ""), field("history.prepaid", ""), field("history.deposits", "")),
			widgets.Columns(28, field("history.year_paid", ""), field("history.last", ""), field("history.last.on", "")))
	}
	owed, prepaid := field("history.owed", sums.OwedFen.Yuan()), field("history.prepaid", sums.CreditFen.Yuan())
	if sums.LateFen > 0 {
		owed = widgets.NewField(s.text("history.owed.late", sums.LateFen.Yuan()), sums.OwedFen.Yuan())
	}
	if sums.OwedFen > 0 {
		owed.Strong(look.Vermilion())
	}
	if sums.OpeningCreditFen > 0 {
		prepaid = widgets.NewField(s.text("history.prepaid.opening", sums.OpeningCreditFen.Yuan()), sums.CreditFen.Yuan())
	}
	last, lastOn := s.text("history.last.never"), ""
	if sums.Last != nil {
		last, lastOn = sums.Last.ReceivedFen.Yuan(), string(sums.Last.On)+"  "+sums.Last.Number
	}
	return widgets.VStack(0, widgets.Columns(28, owed, prepaid, field("history.deposits", sums.DepositFen.Yuan())),
		widgets.Columns(28, field("history.year_paid", sums.PaidYearFen.Yuan()), field("history.last", last), field("history.last.on", lastOn)))
}

// kinds are the digits that show one kind each; the one that stands there is marked.
func (s *Screen) kinds() fyne.CanvasObject {
	row := widgets.HStack(2)
	rows := widgets.VStack(2, row)
	for digit := range len(report.HistoryKinds) + 1 {
		kind := report.HistoryKind("")
		if digit > 0 {
			kind = report.HistoryKinds[digit-1]
		}
		if digit == 5 && look.IsNarrow() { // half of them to a line
			row = widgets.HStack(2)
			rows.Add(row)
		}
		text := strconv.Itoa(digit) + " " + words.HistoryKind(kind, s.deps.Lang)
		if kind == s.kind {
			row.Add(container.NewStack(widgets.Ground(look.JadeTint(), 4), widgets.Inset(2, 8, 2, 8, look.BoldText(text, look.SmallSize(), look.JadeDark()))))
			continue
		}
		row.Add(widgets.Inset(2, 8, 2, 8, look.Text(text, look.SmallSize(), look.Ink2())))
	}
	return rows
}

// sayEmpty says why there is no line, when the table is next drawn: it is being read, nothing is of that kind or year, or nothing happened at all.
func (s *Screen) sayEmpty() {
	title, advice := "history.reading_now", ""
	switch {
	case s.isRead && s.kind == "" && s.year == 0:
		title, advice = "history.empty", "history.empty.advice"
	case s.isRead:
		title, advice = "history.none", "history.none.advice"
	}
	if advice != "" {
		advice = s.text(advice)
	}
	if title = s.text(title); s.problem != "" {
		title, advice = s.text("history.failed"), s.problem
	}
	s.table.Empty = widgets.EmptyState(title, advice, nil)
}

// tellLine says the line at the cursor in full: when it was, who paid, and what there was no room for.
func (s *Screen) tellLine() {
	line, ok := s.atCursor()
	if !ok {
		s.foot.say("")
		return
	}
	parts := []string{time.UnixMilli(line.AtMS).In(calendar.Zone).Format("2006-01-02 15:04"), words.HistoryWhat(line, s.deps.Lang)}
	after := ""
	if line.CreditMoveFen != 0 {
		after = s.text("history.after") + " " + line.CreditAfterFen.Yuan()
	}
	for _, word := range []string{line.Payer, s.detail(line), after, words.HistoryState(line, s.deps.Lang), words.HistoryWho(line)} {
		if word != "" {
			parts = append(parts, word)
		}
	}
	s.foot.say(strings.ReplaceAll(strings.Join(parts, "  "), "￥", "¥"))
}
