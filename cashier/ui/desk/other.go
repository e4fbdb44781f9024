package desk

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// otherPanel is the dialog of F8: the number of the slip, and below it by which way it was paid.
type otherPanel struct {
	screen    *Screen
	draft     string // its request id
	kinds     []till.TenderKind
	reference *widgets.KeyEntry
	ways      *widgets.DataTable
	dialog    *widgets.Dialog
}

// payOther asks how the owner pays if not in cash. The number of the slip comes first: whoever presses F8 with the slip in their hand
// types it at once, and were the way asked for first, the first digit of the number would choose it and be missing from the number. The
// way is one digit more after Enter; an Enter too many chooses none. A number that is left empty is asked for at the desk.
func (s *Screen) payOther() {
	if !s.mayEdit() {
		return
	}
	draft := s.view.Draft
	p := &otherPanel{screen: s, draft: draft.RequestID, kinds: till.SlipTenders(), reference: widgets.NewKeyEntry(s.text("desk.reference.hint"), nil)}
	p.reference.MaxRunes = 40
	p.reference.SetText(draft.Reference)
	var words []string
	for _, kind := range p.kinds {
		words = append(words, s.tenderName(kind))
	}
	p.ways = widgets.NewChoices(words, p.choose)
	p.ways.SetCursor(slices.Index(p.kinds, draft.Rest)) // the way that is chosen already, none for cash
	p.dialog = widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("desk.tender.other"), Message: s.text("desk.other.advice"),
		Body:   widgets.VStack(8, p.reference, widgets.Sized(0, float32(min(len(words), 9))*look.RowHeight()+2, p.ways)),
		Inputs: []fyne.Focusable{p.reference, p.ways}, Yes: s.text("desk.dialog.ok"), No: s.text("desk.dialog.back"), Accept: p.accept,
	})
	p.dialog.MendAt(p.ways)
	p.reference.SelectAll()
}

// choose pays the rest by the way at index, with the number as typed.
func (p *otherPanel) choose(index int) {
	s := p.screen
	p.dialog.Close()
	number := strings.TrimSpace(p.reference.Text)
	s.send(checkout.PayWith{Draft: p.draft, Kind: p.kinds[index]})
	if s.isOpen(p.draft) && s.view.Draft.Reference != number {
		s.send(checkout.Reference{Text: number})
	}
}

// accept is Enter or the button with no way chosen by digit: the one at the cursor, where there is one.
func (p *otherPanel) accept() string {
	at := p.ways.Cursor()
	if at < 0 {
		return p.screen.text("desk.other.which", len(p.kinds))
	}
	p.choose(at)
	return ""
}
