package desk

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
)

// hitsMax is how many households the results list; how many match in all is said above them.
const hitsMax = 50

// receiptForm is a receipt's number, and what stands before the second colon of our own code on a receipt.
var receiptForm = regexp.MustCompile(`^(?:SQ1:)?([0-9A-Z]{1,4}-[0-9]{4}-[0-9]{6})(?::.*)?$`)

func (s *Screen) makeSearch() {
	s.search, s.searchBox = widgets.NewSearchEntry(s.text("desk.search.hint"), s.submitSearch)
	s.search.MaxRunes = 200
	s.search.OnChanged = func(text string) {
		if text != s.query {
			s.setFound(text)
		}
	}
	s.search.OnKey = func(name fyne.KeyName) bool {
		return s.query != "" && name != fyne.KeySpace && !widgets.IsEnter(name) && s.results.HandleKey(name)
	}
	s.results = widgets.NewDataTable([]widgets.Column{{Width: 150}, {Width: 150}, {}},
		func() int { return len(s.found.Hits) }, s.hitCell)
	s.results.HideHeader = true
	s.results.OnOpen = func(row int) { s.openHousehold(s.found.Hits[row].Object) }
	s.search.SetText(s.query)
}

func (s *Screen) hitCell(row, column int) widgets.Cell {
	hit := s.found.Hits[row]
	switch column {
	case 0:
		return widgets.Cell{Text: hit.Code, Bold: true}
	case 1:
		return widgets.Cell{Text: estate.MaskName(hit.Name, hit.Kind)}
	}
	return widgets.Cell{Text: s.text("desk.found." + hit.By), Ink: look.Ink2(), Small: true}
}

// setQuery puts text into the search entry and looks it up.
func (s *Screen) setQuery(text string) {
	s.setFound(text)
	s.search.SetText(text)
}

// setFound looks text up in memory and shows what is found in the place of the bills.
func (s *Screen) setFound(text string) {
	wasSearching := s.query != ""
	s.query = text
	s.found = estate.Found{}
	if text != "" {
		s.found = s.flows.Find(text, hitsMax)
	}
	s.results.SetCursor(-1)
	if s.sureHit() >= 0 {
		s.results.SetCursor(s.sureHit())
	}
	if wasSearching || text != "" {
		s.drawMiddle()
		if s.money != nil {
			s.money.button(s)
		}
		s.frame.RefreshKeys()
	}
}

// sureHit gives the one hit that can only be meant, or -1: the only one there is, or the only room typed whole.
func (s *Screen) sureHit() int {
	if len(s.found.Hits) == 1 && s.found.Total == 1 {
		return 0
	}
	sure := -1
	for index, hit := range s.found.Hits {
		if hit.By != estate.ByRoom || !cashier.IsWholeRoom(hit.Code, s.query) {
			continue
		}
		if sure >= 0 {
			return -1
		}
		sure = index
	}
	return sure
}

// submitSearch is Enter in the search entry: it opens what is meant. Where several could be, the first Enter goes to the
// list, so that nobody's bills are opened by guessing.
func (s *Screen) submitSearch(text string) {
	if number := receiptForm.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text))); number != nil && s.deps.ToReceipt != nil {
		s.setQuery("")
		s.deps.ToReceipt(number[1])
		return
	}
	row := s.results.Cursor()
	switch {
	case len(s.found.Hits) == 0:
	case row < 0:
		s.results.SetCursor(0)
	default:
		s.openHousehold(s.found.Hits[row].Object)
	}
}

// strayRune takes characters while nothing has the focus: they begin a search.
func (s *Screen) strayRune(character rune) {
	s.frame.Focus(s.search)
	s.search.TypedRune(character)
}

// lettersSearch keeps a scan or a name out of the amount: a letter there begins a search. Figures of a code that begins
// with a letter follow it, because the focus moved.
func (s *Screen) lettersSearch(character rune) bool {
	isLetter := character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z' || character >= 0x3007 && character < 0xFF00
	if isLetter {
		s.setQuery("")
		s.strayRune(character)
	}
	return isLetter
}

// resultsView is the list of what was found.
func (s *Screen) resultsView() fyne.CanvasObject {
	if len(s.found.Hits) == 0 {
		return widgets.BareCard(widgets.EmptyState(s.text("desk.found.nothing", s.query), s.text("desk.found.advice"), nil))
	}
	left := look.BoldText(s.text("desk.found.title", s.found.Total), look.LeadSize(), look.Ink())
	hint := s.text("desk.found.keys")
	if s.found.Total > len(s.found.Hits) {
		hint = s.text("desk.found.more", len(s.found.Hits))
	}
	head := widgets.Inset(8, 14, 8, 14, widgets.Sides(left, look.Text(hint, look.SmallSize(), look.Ink2())))
	return widgets.BareCard(widgets.Edges(head, nil, s.results))
}
