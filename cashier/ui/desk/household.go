package desk

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// leftWidth is the column of who and where, in points at scale 1.
const leftWidth = 262

// shown gives the household on the screen: the one being paid for, or the one just paid.
func (s *Screen) shown() cashier.Household {
	switch {
	case s.tender != nil:
		return s.tender.Household
	case s.taken != nil:
		return s.taken.household
	}
	return cashier.Household{}
}

// openHousehold reads a household in the background and begins a payment for it.
func (s *Screen) openHousehold(object string) {
	if s.taking {
		return
	}
	s.read(object, "", func(h cashier.Household) {
		s.close()
		s.begin(h)
	})
}

// begin starts a payment: all that is due is ticked, cash is chosen and the amount waits.
func (s *Screen) begin(h cashier.Household) {
	tender, err := s.flows.Begin(h)
	if err != nil {
		s.problem = s.explain(err)
		s.redraw()
		return
	}
	s.tender, s.taken = tender, nil
	s.rows = rowsOf(h)
	s.bills.SetCursor(-1)
	s.requote()
	s.redraw()
	if len(s.rows) > 1 {
		s.bills.SetCursor(1)
	}
	s.focus()
}

// reload reads the open household anew, because the book changed under it. What was ticked stays ticked where it is still
// owed, whole where it was whole; the amount typed stays. Problem is shown.
func (s *Screen) reload(problem string) { s.reloadAnd(problem, func(cashier.Household) {}) }

// reloadAnd is reload, and lets also see what was read while the tender still has what was there before.
func (s *Screen) reloadAnd(problem string, also func(h cashier.Household)) {
	before := s.tender
	valueOn := calendar.Date("")
	if before.Late != nil {
		valueOn = before.Late.ValueOn
	}
	s.read(before.Household.Room.ID, valueOn, func(h cashier.Household) {
		if s.tender != before {
			return
		}
		parts := before.Selection.Parts
		for bill, part := range parts {
			switch owed := owedOf(h, bill); {
			case owed == 0:
				delete(parts, bill)
			case part == owedOf(before.Household, bill):
				parts[bill] = owed
			default:
				parts[bill] = min(part, owed)
			}
		}
		also(h)
		before.Household = h
		s.rows = rowsOf(h)
		s.requote()
		s.problem = problem
		s.redraw()
	})
}

func owedOf(h cashier.Household, bill string) money.Fen {
	for _, line := range h.Lines {
		if line.ID == bill {
			return line.OwedFen()
		}
	}
	return 0
}

// followFees reads the household anew when its late fees run to another day than the payment's: a late entry was begun or
// dropped.
func (s *Screen) followFees() {
	if s.tender == nil || s.taking {
		return
	}
	on := s.state.BusinessOn
	if s.state.Shift != nil {
		on = s.state.Shift.BusinessOn
	}
	if s.tender.Late != nil {
		on = s.tender.Late.ValueOn
	}
	if s.tender.Household.LateOn != on {
		s.reload(s.problem)
	}
}

// read reads a household with its late fees to a day, "" for the business day, in the background; only the answer to the newest question is used.
func (s *Screen) read(object string, valueOn calendar.Date, use func(cashier.Household)) {
	s.asked++
	asked := s.asked
	var household cashier.Household
	s.frame.Run(s.text("desk.reading"), func(ctx context.Context, _ func(int, int)) (err error) {
		household, err = s.flows.HouseholdOn(ctx, object, valueOn)
		return err
	}, func(err error) {
		if asked != s.asked {
			return
		}
		if err != nil {
			s.problem = s.explain(err)
			s.redraw()
			return
		}
		use(household)
	})
}

// unmask shows the whole phones of the people at the room to who may see them; the book logs it.
func (s *Screen) unmask() {
	if s.tender == nil {
		return
	}
	tender := s.tender
	seen := map[string]estate.Profile{}
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		for _, person := range tender.Household.People {
			profile, err := s.flows.Unmask(ctx, person.ID)
			if err != nil {
				return err
			}
			seen[person.ID] = profile
		}
		return nil
	}, func(err error) {
		if s.tender != tender {
			return
		}
		if err != nil {
			s.problem = s.explain(err)
		}
		s.unmasked = seen
		s.redraw()
	})
}

// mayUnmask says whether the person signed in may see whole phones; the book asks again.
func (s *Screen) mayUnmask() bool {
	actor, signed := s.flows.Actor()
	return signed && actor.Role().May(staff.Unmask) && s.tender != nil && len(s.tender.Household.People) > 0
}

// householdView is the left column: who it is, what is held for them, what is odd, what was paid.
func (s *Screen) householdView() fyne.CanvasObject {
	h := s.shown()
	parts := []fyne.CanvasObject{look.BoldText(look.Fit(h.Room.Code, look.RoomSize(), true, widgets.SideInner(leftWidth)), look.RoomSize(), look.Ink())}
	for _, person := range h.People {
		parts = append(parts, s.personLine(h, person))
	}
	parts = append(parts, widgets.Inset(4, 0, 0, 0, widgets.VStack(0)))
	if h.Room.AreaCentiM2 > 0 {
		parts = append(parts, widgets.NewField(s.text("desk.who.area"), area(h.Room.AreaCentiM2)))
	}
	for _, person := range h.People {
		for _, phone := range s.phones(person) {
			parts = append(parts, widgets.NewField(s.text("desk.who.phone"), phone))
		}
	}
	if places := append(append([]string{}, h.Spaces...), h.Plates...); len(places) > 0 {
		parts = append(parts, widgets.NewField(s.text("desk.who.parking"), strings.Join(places, " ")))
	}
	parts = append(parts, widgets.Inset(8, 0, 8, 0, widgets.Rule()))
	credit := widgets.NewField(s.text("desk.who.credit"), h.CreditFen.Yuan())
	if h.CreditFen > 0 {
		credit.Strong(look.Jade())
	}
	parts = append(parts, credit, widgets.NewField(s.text("desk.who.last"), s.lastPaid(h)))
	who := widgets.Inset(0, 0, look.Gap(), 0, widgets.Card(widgets.VStack(0, parts...)))
	if len(h.People) > 3 { // A room of many owners scrolls as a whole.
		return widgets.Scroll(widgets.VStack(0, who, widgets.Card(s.notesView(h))))
	}
	return widgets.Edges(who, nil, widgets.Card(flushScroll(s.notesView(h))))
}

func (s *Screen) personLine(h cashier.Household, person cashier.Person) fyne.CanvasObject {
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
	room := widgets.SideInner(leftWidth) - look.Width(aside, look.SmallSize(), false) - 8
	return widgets.HStack(6, look.Text(look.Fit(name, look.LeadSize(), false, room), look.LeadSize(), look.Ink()),
		container.NewCenter(look.Text(aside, look.SmallSize(), look.Ink2())))
}

// phones gives the masked phones, or the whole ones while they are shown.
func (s *Screen) phones(person cashier.Person) []string {
	if profile, seen := s.unmasked[person.ID]; seen {
		return profile.Phones
	}
	return person.Phones
}

func (s *Screen) lastPaid(h cashier.Household) string {
	for _, p := range h.History {
		if p.Kind == "payment" && p.UndoneBy == "" && len(p.Tenders) > 0 {
			return string(p.ValueOn) + " " + s.text("desk.tender."+mainTender(p))
		}
	}
	return s.text("desk.who.never")
}

// mainTender gives the way most of a payment was paid.
func mainTender(p till.Payment) string {
	main := p.Tenders[0]
	for _, t := range p.Tenders {
		if t.Fen > main.Fen {
			main = t
		}
	}
	return main.Kind
}

// notesView says what is odd, and what was paid lately.
func (s *Screen) notesView(h cashier.Household) fyne.CanvasObject {
	view := widgets.VStack(6)
	width := widgets.SideInner(leftWidth)
	if len(h.Notes) > 0 {
		view.Add(look.Text(s.text("desk.notes"), look.SmallSize(), look.Ink2()))
		for _, note := range h.Notes {
			view.Add(widgets.Notice(s.text(note.Key, note.Args...), widgets.ToneLook, width))
		}
	}
	view.Add(widgets.Inset(4, 0, 0, 0, look.Text(s.text("desk.recent"), look.SmallSize(), look.Ink2())))
	if len(h.History) == 0 {
		view.Add(look.Text(s.text("desk.recent.none"), look.BodySize(), look.Ink2()))
	}
	for _, p := range h.History {
		view.Add(s.historyLine(p, width))
	}
	return view
}

func (s *Screen) historyLine(p till.Payment, width float32) fyne.CanvasObject {
	sum := p.TotalFen.Grouped()
	words := string(p.ValueOn)[min(5, len(p.ValueOn)):] + " " + s.itemsOf(p)
	ink := look.Ink()
	switch {
	case p.Kind != "payment":
		words, ink = string(p.BusinessOn)[min(5, len(p.BusinessOn)):]+" "+s.text("desk.recent."+p.Kind), look.Ink2()
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
