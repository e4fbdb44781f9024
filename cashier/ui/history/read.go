package history

import (
	"context"
	"fmt"
	"slices"

	"shouqi/cashier/household"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/report"
)

// pageLines is how many lines are read at a time; the next come when the cursor is at the last.
const pageLines = 300

// query asks for the lines that follow those on the screen.
func (s *Screen) query() report.HistoryQuery {
	q := report.HistoryQuery{Room: s.room, Kind: s.kind, Limit: pageLines}
	if s.year != 0 {
		q.From, q.To = calendar.Date(fmt.Sprintf("%04d-01-01", s.year)), calendar.Date(fmt.Sprintf("%04d-12-31", s.year))
	}
	if len(s.lines) == 0 {
		q.Limit = max(q.Limit, s.leftAt+1)
	} else {
		q.Before = s.lines[len(s.lines)-1].Key
	}
	return q
}

// read reads the lines that follow, in the background; one reading at a time.
func (s *Screen) read() {
	if s.reading || s.room == "" {
		return
	}
	s.reading = true
	s.asked++
	asked, query := s.asked, s.query()
	var page household.HistoryPage
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		page, err = s.flows.History(ctx, query)
		return err
	}, func(err error) {
		if asked != s.asked {
			return // something else was asked for since
		}
		s.reading, s.isRead = false, true
		if err != nil {
			s.fail(s.deps.Explain(err))
			return
		}
		s.take(page)
	})
}

// fail says why nothing was read: in the place of the lines, where there are none.
func (s *Screen) fail(problem string) {
	s.problem = problem
	s.drawHead()
	s.sayEmpty()
	s.table.Refresh()
	if len(s.lines) > 0 {
		s.frame.Toast(problem, widgets.ToneOwed)
	}
}

// take puts a page below the lines that are there; the cursor stays where it is, or begins at the newest line.
func (s *Screen) take(page household.HistoryPage) {
	isFirst := len(s.lines) == 0
	s.lines = append(s.lines, page.Lines...)
	s.more = page.More
	if page.Sums != nil {
		s.sums, s.years, s.count = page.Sums, page.Years, page.Count
	}
	s.drawHead()
	if isFirst {
		s.sayEmpty()
		s.table.SetCursor(min(s.lineLeft(), len(s.lines)-1)) // and draws it
	} else {
		s.table.Refresh()
	}
	s.frame.RefreshKeys()
}

// lineLeft returns the place of the line that a receipt was opened from, the newest where there is none.
func (s *Screen) lineLeft() int {
	at := slices.IndexFunc(s.lines, func(line report.HistoryLine) bool { return line.Key == s.left })
	s.left, s.leftAt = report.HistoryKey{}, 0
	return max(at, 0)
}

// follow says what stands at the cursor, and reads on where it has come to the last line.
func (s *Screen) follow(row int) {
	s.tellLine()
	if s.more && row == len(s.lines)-1 {
		s.read()
	}
}
