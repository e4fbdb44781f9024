package desk

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// owed is what the households that were found owe. It is read after they stand on the screen, because finding is from memory
// and must not wait for the disk; and one reading at a time, for what stands there when the last one ended.
type owed struct {
	// query is whose hits the sums belong to, "" for none.
	query     string
	sums      map[string]money.Fen
	isReading bool
}

// readOwed reads the sums of the hits shown, unless they are there or on their way.
func (s *Screen) readOwed() {
	search := s.view.Search
	if s.owed.query != search.Query {
		s.owed.query, s.owed.sums = "", nil
	}
	if search.Query == "" || s.owed.query == search.Query || s.owed.isReading || len(search.Found.Hits) == 0 {
		return
	}
	s.owed.isReading = true
	objects := make([]string, len(search.Found.Hits))
	for index, hit := range search.Found.Hits {
		objects[index] = hit.Object
	}
	var sums map[string]money.Fen
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) (err error) {
		sums, err = s.flows.OwedOf(ctx, objects)
		return err
	}, func(err error) {
		s.owed.isReading = false
		switch {
		case s.view.Search.Query != search.Query:
			s.readOwed() // more was typed meanwhile
		case err == nil: // a list without sums still opens households, which say what went wrong
			s.owed.query, s.owed.sums = search.Query, sums
			s.results.Refresh()
		}
	})
}

// owedCell says what a household owes; nothing until it was read.
func (s *Screen) owedCell(hit estate.Hit) widgets.Cell {
	if s.owed.query != s.view.Search.Query {
		return widgets.Cell{}
	}
	if fen := s.owed.sums[hit.Object]; fen > 0 {
		return widgets.Cell{Text: fen.Grouped(), Ink: look.Vermilion(), Bold: true}
	}
	return widgets.Cell{Text: s.text("desk.found.clear"), Ink: look.Ink2(), Small: true}
}

// hitColumns are the columns of the hits: the room, the person, how it was found, what is owed.
func hitColumns() []widgets.Column {
	return []widgets.Column{{Width: 150}, {Width: 150}, {}, {Width: 130, Align: fyne.TextAlignTrailing}}
}
