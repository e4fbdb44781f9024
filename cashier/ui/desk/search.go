package desk

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/scanning"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/proof"
)

// receiptForm is a receipt's number.
var receiptForm = regexp.MustCompile(`^[0-9A-Z]{1,4}-[0-9]{4}-[0-9]{6}$`)

func (s *Screen) makeSearch() {
	s.search, s.searchBox = widgets.NewSearchEntry(s.text("desk.search.hint"), s.submitSearch)
	s.search.MaxRunes = 200
	s.search.OnChanged = func(text string) {
		if text != s.view.Search.Query {
			s.send(checkout.Query{Text: text})
		}
	}
	s.search.OnKey = func(name fyne.KeyName) bool {
		return s.view.Search.Query != "" && name != fyne.KeySpace && !widgets.IsEnter(name) && s.results.HandleKey(name)
	}
	s.results = widgets.NewDataTable(hitColumns(),
		func() int { return len(s.view.Search.Found.Hits) }, s.hitCell)
	s.results.HideHeader = true
	s.results.OnOpen = func(row int) { s.send(checkout.Open{Object: s.view.Search.Found.Hits[row].Object}) }
	s.results.OnCursor = func(row int) {
		if row != s.view.Search.Row {
			s.send(checkout.Point{Row: row})
		}
	}
	s.search.SetText(s.view.Search.Query)
}

func (s *Screen) hitCell(row, column int) widgets.Cell {
	hit := s.view.Search.Found.Hits[row]
	switch column {
	case 0:
		return widgets.Cell{Text: hit.Code, Bold: true}
	case 1:
		return widgets.Cell{Text: estate.MaskName(hit.Name, hit.Kind)}
	case 3:
		return s.owedCell(hit)
	}
	return widgets.Cell{Text: s.text("desk.found." + hit.By), Ink: look.Ink2(), Small: true}
}

// submitSearch is Enter in the search entry. One of our own receipts is looked up where receipts are.
func (s *Screen) submitSearch(text string) {
	typed := strings.ToUpper(strings.TrimSpace(text))
	if _, isCode := proof.Number(typed); (isCode || receiptForm.MatchString(typed)) && s.deps.ToReceipt != nil {
		s.send(checkout.Query{})
		s.deps.ToReceipt(typed)
		return
	}
	if s.keepsPayerCode(typed) {
		return
	}
	s.send(checkout.Submit{Seen: s.sight.SeenByKey()})
}

// IsSearching says whether the keyboard is in the search.
func (s *Screen) IsSearching() bool { return s.frame.Canvas().Focused() == fyne.Focusable(s.search) }

// Search looks for a text, as if it had been typed into the search.
func (s *Screen) Search(text string) {
	s.send(checkout.Query{Text: text})
	s.frame.Focus(s.search)
}

// OpenPaper opens the household of a paper of ours that was scanned, with exactly the bills ticked that it is about.
func (s *Screen) OpenPaper(slip scanning.Slip) {
	s.send(checkout.OpenPaper{Slip: slip})
}

// strayRune takes characters while nothing has the focus: they begin a search.
func (s *Screen) strayRune(character rune) {
	if s.typedChannel(character) {
		return
	}
	s.frame.Focus(s.search)
	s.search.TypedRune(character)
}

// keepsOut keeps out of the amount what is not meant for it. A letter begins a search: a scan or a name. So does whatever
// is typed after an Enter that came before the sum could be seen: that Enter ended this household for whoever typed it, and
// what follows is the next one's. What comes after the first character follows it, because the focus moved. A hyphen after
// figures says that they are a room's: no sum has one.
func (s *Screen) keepsOut(character rune) bool {
	if s.typedChannel(character) {
		return true
	}
	if typed := s.amount.Text(); isHyphen(character) && typed != "" && s.view.Draft != nil {
		s.amount.SetText("")
		s.send(checkout.Amount{})
		s.send(checkout.Query{})
		s.frame.Focus(s.search)
		for _, figure := range typed + "-" {
			s.search.TypedRune(figure)
		}
		return true
	}
	isBlind := s.view.Early != nil && s.sight.SeenNow() < s.view.Stood
	if !isBlind && !isLetter(character) {
		return false
	}
	s.send(checkout.Query{})
	s.strayRune(character)
	return true
}

func isHyphen(character rune) bool { return strings.ContainsRune("-－—–", character) }

func isLetter(character rune) bool {
	return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z' || character >= 0x3007 && character < 0xFF00
}

// resultsView is the list of what was found.
func (s *Screen) resultsView() fyne.CanvasObject {
	if len(s.view.Search.Found.Hits) == 0 {
		return widgets.BareCard(widgets.EmptyState(s.text("desk.found.nothing", s.view.Search.Query), s.text("desk.found.advice"), nil))
	}
	left := look.BoldText(s.text("desk.found.title", s.view.Search.Found.Total), look.LeadSize(), look.Ink())
	hint := s.text("desk.found.keys")
	if s.view.Search.Found.Total > len(s.view.Search.Found.Hits) {
		hint = s.text("desk.found.more", len(s.view.Search.Found.Hits))
	}
	head := widgets.Inset(8, 14, 8, 14, widgets.Sides(left, look.Text(hint, look.SmallSize(), look.Ink2())))
	return widgets.BareCard(widgets.Edges(head, nil, s.results))
}
