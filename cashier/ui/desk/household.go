package desk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// leftWidth is the column of who and where, in points at scale 1.
const leftWidth = 262

// unmask shows the whole phones of the people at the room to who may see them; the book logs it.
func (s *Screen) unmask() {
	if s.view.Draft == nil {
		return
	}
	draft := s.view.Draft
	seen := map[string]estate.Profile{}
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		for _, person := range draft.Household.People {
			profile, err := s.flows.Unmask(ctx, person.ID)
			if err != nil {
				return err
			}
			seen[person.ID] = profile
		}
		return nil
	}, func(err error) {
		if s.view.Draft == nil || s.view.Draft.RequestID != draft.RequestID {
			return
		}
		s.unmasked = seen
		if err != nil {
			s.send(checkout.Trouble{Draft: draft.RequestID, Err: err})
		}
		s.redraw()
	})
}

// mayUnmask says whether the person signed in may see whole phones; the book asks again.
func (s *Screen) mayUnmask() bool {
	actor, signed := s.flows.Actor()
	return signed && actor.Role().May(staff.Unmask) && s.view.Draft != nil && len(s.view.Draft.Household.People) > 0
}

// householdView is the left column: who it is, what is held for them, what is odd, what was paid.
func (s *Screen) householdView() fyne.CanvasObject {
	h := s.view.Shown()
	parts := []fyne.CanvasObject{look.BoldText(look.Fit(h.Room.Code, look.RoomSize(), true, widgets.SideInner(leftWidth)), look.RoomSize(), look.Ink())}
	for _, person := range h.People {
		parts = append(parts, s.personLine(h, person))
	}
	parts = append(parts, widgets.Inset(4, 0, 0, 0, widgets.VStack(0)))
	if h.Room.AreaCentiM2 > 0 {
		parts = append(parts, widgets.NewField(s.text("desk.who.area"), area(h.Room.AreaCentiM2)))
	}
	for _, person := range h.People {
		label := s.text("desk.who.phone")
		if len(h.People) > 1 && person.Name != "" {
			label = person.Name // whose it is
		}
		for _, phone := range s.phones(person) {
			parts = append(parts, widgets.NewField(label, phone))
		}
	}
	if places := append(append([]string{}, h.Spaces...), h.Plates...); len(places) > 0 {
		parts = append(parts, widgets.NewField(s.text("desk.who.parking"), strings.Join(places, " ")))
	}
	if h.Steward.Name != "" {
		parts = append(parts, widgets.NewField(s.text("desk.who.steward"), strings.TrimSpace(h.Steward.Name+" "+h.Steward.Phone)))
	}
	parts = append(parts, widgets.Inset(8, 0, 8, 0, widgets.Rule()))
	parts = append(parts, s.prepaidFields(h)...)
	if h.DepositFen > 0 {
		parts = append(parts, widgets.NewField(s.text("desk.who.deposit"), h.DepositFen.Yuan()))
	}
	parts = append(parts, widgets.NewField(s.text("desk.who.last"), s.lastPaid(h)))
	who := widgets.Inset(0, 0, look.Gap(), 0, widgets.Card(widgets.VStack(0, parts...)))
	if len(h.People) > 3 { // A room of many owners scrolls as a whole.
		return widgets.Scroll(widgets.VStack(0, who, widgets.Card(s.notesView(h))))
	}
	return widgets.Edges(who, nil, widgets.Card(flushScroll(s.notesView(h))))
}

func (s *Screen) personLine(h household.Household, person household.Person) fyne.CanvasObject {
	name := person.Name
	if person.Erased {
		name = s.text("desk.who.erased")
	}
	words := []string{s.text("desk.who." + person.Role)}
	if h.Room.State != "" && person.Role == estate.Owner {
		words = append(words, h.Room.State)
	}
	if person.Share > 0 && person.Share < 10000 {
		words = append(words, s.text("desk.who.share", money.Fen(person.Share).String()))
	}
	aside := strings.Join(words, " · ")
	whole := widgets.SideInner(leftWidth)
	room := whole - look.Width(aside, look.SmallSize(), false) - 8
	if look.Width(name, look.LeadSize(), false) > room { // the name is what one looks for: the rest goes below it
		return widgets.VStack(0, look.Text(look.Fit(name, look.LeadSize(), false, whole), look.LeadSize(), look.Ink()),
			look.Text(look.Fit(aside, look.SmallSize(), false, whole), look.SmallSize(), look.Ink2()))
	}
	return widgets.HStack(6, look.Text(look.Fit(name, look.LeadSize(), false, room), look.LeadSize(), look.Ink()),
		container.NewCenter(look.Text(aside, look.SmallSize(), look.Ink2())))
}

// phones returns the masked phones, or the whole ones while they are shown.
func (s *Screen) phones(person household.Person) []string {
	if profile, seen := s.unmasked[person.ID]; seen {
		return profile.Phones
	}
	return person.Phones
}

func (s *Screen) lastPaid(h household.Household) string {
	for _, p := range h.History {
		if p.Kind == till.Paid && p.UndoneBy == "" && len(p.Tenders) > 0 {
			return string(p.ValueOn) + " " + s.text("desk.tender."+string(mainTender(p)))
		}
	}
	return s.text("desk.who.never")
}

// mainTender returns the way most of a payment was paid.
func mainTender(p till.Payment) till.TenderKind {
	main := p.Tenders[0]
	for _, t := range p.Tenders {
		if t.Fen > main.Fen {
			main = t
		}
	}
	return main.Kind
}

// notesView says what is odd, and what was paid lately.
func (s *Screen) notesView(h household.Household) fyne.CanvasObject {
	view := widgets.VStack(6)
	width := widgets.SideInner(leftWidth)
	if len(h.Notes) > 0 {
		view.Add(look.Text(s.text("desk.notes"), look.SmallSize(), look.Ink2()))
		for _, note := range h.Notes {
			view.Add(widgets.Notice(s.text(note.Key, note.Args...), widgets.ToneLook, width))
		}
	}
	var all fyne.CanvasObject
	if s.deps.ToHistory != nil {
		all = look.Text(s.text("desk.recent.all"), look.CaptionSize(), look.Ink2())
	}
	view.Add(widgets.Inset(4, 0, 0, 0, widgets.Head(look.Text(s.text("desk.recent"), look.SmallSize(), look.Ink2()), nil, all, nil)))
	if len(h.History) == 0 {
		view.Add(look.Text(s.text("desk.recent.none"), look.BodySize(), look.Ink2()))
	}
	for _, p := range h.History {
		view.Add(s.historyLine(p, width))
	}
	return view
}

func (s *Screen) historyLine(p till.Payment, width float32) fyne.CanvasObject {
	sums := p.Sums()
	sum := sums.ReceivedFen.Grouped()
	words := string(p.ValueOn)[min(5, len(p.ValueOn)):] + " " + s.itemsOf(p)
	if sums.ReceivedFen == 0 && sums.CreditFen != 0 {
		sum, words = sums.CreditFen.Grouped(), words+" "+s.text("desk.line.credit")
	}
	ink := look.Ink()
	switch {
	case p.Kind != till.Paid:
		words, ink = string(p.BusinessOn)[min(5, len(p.BusinessOn)):]+" "+s.text("desk.recent."+string(p.Kind)), look.Ink2()
	case p.UndoneBy != "":
		words, ink = words+" "+s.text("desk.recent.undone"), look.Ink2()
	}
	size := look.BodySize() - 1
	room := width - look.Width(sum, size, false) - 8
	return widgets.Sides(look.Text(look.Fit(words, size, false, room), size, ink), look.Text(sum, size, ink))
}

// itemsOf names what a payment was for: its items, each once.
func (s *Screen) itemsOf(p till.Payment) string {
	var items []string
	seen := map[string]bool{}
	for _, a := range p.Allocations {
		item := a.Item
		if a.Kind == till.ToPrepaid {
			item = s.text("desk.prepay")
		}
		if !seen[item] {
			seen[item] = true
			items = append(items, item)
		}
	}
	return strings.Join(items, " ")
}
