package estate

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/intake"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// typedMost is how many letters an entry of the register takes.
const typedMost = 100

// readArea reads square metres; a room cannot be without them once it has some.
func readArea(row *estate.Row, typed string) string {
	plain, ok := money.Typed(strings.TrimSuffix(typed, "㎡"))
	if !ok {
		return "estate.wrong.area"
	}
	area, err := money.Parse(plain) // 0.01 m² has two places, as money has
	if err != nil || area <= 0 {
		return "estate.wrong.area"
	}
	row.AreaCentiM2 = int64(area)
	return ""
}

func readFloor(row *estate.Row, typed string) string {
	floor, ok := estate.ReadFloor(typed)
	if !ok {
		return "estate.wrong.floor"
	}
	row.Floor = floor
	return ""
}

// numbered returns the word that a number stands for, so that nobody needs to write Chinese for what is mostly said; other
// text is itself.
func numbered(typed string, words ...string) string {
	if number, err := strconv.Atoi(typed); err == nil && number >= 1 && number <= len(words) {
		return words[number-1]
	}
	return typed
}

// spaceStates are what a parking space can be: sold, let or free.
var spaceStates = []string{"已售", "已租", "空置"}

func readSpaceState(row *estate.Row, typed string) string {
	if typed == "" {
		row.Clear = append(row.Clear, "state")
		return ""
	}
	if row.State = numbered(typed, spaceStates...); !slices.Contains(spaceStates, row.State) {
		return "estate.wrong.space_state"
	}
	return ""
}

func readHandover(row *estate.Row, typed string) string {
	if typed == "" {
		row.Clear = append(row.Clear, "handover")
		return ""
	}
	on, ok := month.ParseDay(typed)
	if !ok {
		return "month.day.wrong"
	}
	row.HandoverOn = on
	return ""
}

// change does what the line of a row does.
func (s *Screen) change(row int) {
	if s.isOpen() && row >= 0 && row < len(s.lines) && s.lines[row].act != nil {
		s.lines[row].act()
	}
}

// askField asks for one value. What is masked on the screen is typed anew and never stands in the entry.
func (s *Screen) askField(f field) {
	entry := widgets.NewKeyEntry("", nil)
	entry.MaxRunes = typedMost
	if f.name != "deed" {
		entry.SetText(f.value(s.entry))
		entry.SelectAll()
	}
	label := s.text("estate.field." + f.name)
	s.askRow(widgets.DialogOptions{Title: s.entry.Object.Code + " · " + label, Message: s.text("estate.help." + f.name),
		Body: forms.Labelled(label, entry), Inputs: []fyne.Focusable{entry}}, s.entry.Object.Kind, s.entry.Seen, func(row *estate.Row, _ *calendar.Date) string {
		return s.said(f.read(row, strings.TrimSpace(entry.Text)))
	})
}

// said makes the sentence of a refusal's key, "" of none.
func (s *Screen) said(key string) string {
	if key == "" {
		return ""
	}
	return s.text(key)
}

// askOwn asks for the value of an own field; emptied it goes.
func (s *Screen) askOwn(name string) {
	entry := widgets.NewKeyEntry("", nil)
	entry.MaxRunes = typedMost
	entry.SetText(s.entry.Object.Fields[name])
	entry.SelectAll()
	s.askRow(widgets.DialogOptions{Title: s.entry.Object.Code + " · " + name, Message: s.text("estate.help.own"),
		Body: forms.Labelled(name, entry), Inputs: []fyne.Focusable{entry}}, s.entry.Object.Kind, s.entry.Seen, func(row *estate.Row, _ *calendar.Date) string {
		ownField(row, name, strings.TrimSpace(entry.Text))
		return ""
	})
}

func ownField(row *estate.Row, name, value string) {
	if value == "" {
		row.Clear = append(row.Clear, "field:"+name)
		return
	}
	row.Fields = map[string]string{name: value}
}

// addField asks for another own field and its value.
func (s *Screen) addField() {
	if !s.isOpen() {
		return
	}
	name, value := widgets.NewKeyEntry("", nil), widgets.NewKeyEntry("", nil)
	name.MaxRunes, value.MaxRunes = typedMost, typedMost
	s.askRow(widgets.DialogOptions{Title: s.entry.Object.Code + " · " + s.text("estate.add.field"), Message: s.text("estate.help.own"),
		Body:   widgets.VStack(10, forms.Labelled(s.text("estate.own.name"), name), forms.Labelled(s.text("estate.own.value"), value)),
		Inputs: []fyne.Focusable{name, value}}, s.entry.Object.Kind, s.entry.Seen, func(row *estate.Row, _ *calendar.Date) string {
		if strings.TrimSpace(name.Text) == "" || strings.TrimSpace(value.Text) == "" {
			return s.text("estate.wrong.empty")
		}
		ownField(row, strings.TrimSpace(name.Text), strings.TrimSpace(value.Text))
		return ""
	})
}

// addRoom asks for another room of the register.
func (s *Screen) addRoom() {
	code, area, use, floor := widgets.NewKeyEntry("3-2-1201", nil), widgets.NewKeyEntry("98.30", nil), widgets.NewKeyEntry(s.text("estate.hint.use"), nil), widgets.NewKeyEntry(s.text("estate.hint.floor"), nil)
	s.askRow(widgets.DialogOptions{Title: s.text("estate.add.room"), Message: s.text("estate.add.room.help"),
		Body: widgets.VStack(10, widgets.Columns(12, forms.Labelled(s.text("estate.code"), code), forms.Labelled(s.text("estate.field.area"), area)),
			widgets.Columns(12, forms.Labelled(s.text("estate.field.use"), use), forms.Labelled(s.text("estate.field.floor"), floor))),
		Inputs: []fyne.Focusable{code, area, use, floor}}, estate.Room, "", func(row *estate.Row, _ *calendar.Date) string {
		read, ok := intake.ParseRoomCode("", "", code.Text, false)
		if !ok {
			return s.text("estate.wrong.code")
		}
		row.Code, row.Building, row.Unit, row.Number = read.Code, read.Building, read.Unit, read.Number
		row.Use = numbered(strings.TrimSpace(use.Text), "住宅", "商铺", "办公")
		if typed := strings.TrimSpace(floor.Text); typed != "" { // else it follows from the room's number
			if refusal := readFloor(row, typed); refusal != "" {
				return s.text(refusal)
			}
		}
		if strings.TrimSpace(area.Text) == "" {
			return ""
		}
		return s.said(readArea(row, strings.TrimSpace(area.Text)))
	})
}

// addSpace asks for another parking space, of the open room where one is open.
func (s *Screen) addSpace() {
	room := ""
	if s.isOpen() && s.entry.Object.Kind == estate.Room {
		room = s.entry.Object.Code
	}
	code, location, state, holder := widgets.NewKeyEntry("B1-047", nil), widgets.NewKeyEntry("", nil), widgets.NewKeyEntry(s.text("estate.hint.space"), nil), widgets.NewKeyEntry(room, nil)
	handover := widgets.NewKeyEntry("2026-11-01", nil)
	s.askRow(widgets.DialogOptions{Title: s.text("estate.add.space"), Message: s.text("estate.help.holder"),
		Body: widgets.VStack(10, widgets.Columns(12, forms.Labelled(s.text("estate.space.code"), code), forms.Labelled(s.text("estate.field.location"), location)),
			widgets.Columns(12, forms.Labelled(s.text("estate.field.space_state"), state), forms.Labelled(s.text("estate.field.holder"), holder)),
			forms.Labelled(s.text("estate.field.space_handover"), handover)),
		Inputs: []fyne.Focusable{code, location, state, holder, handover}}, estate.Space, "", func(row *estate.Row, _ *calendar.Date) string {
		if row.Code = intake.SpaceCode(code.Text); row.Code == "" {
			return s.text("estate.wrong.empty")
		}
		if refusal := readSpaceState(row, strings.TrimSpace(state.Text)); refusal != "" {
			return s.text(refusal)
		}
		if refusal := readHandover(row, strings.TrimSpace(handover.Text)); refusal != "" {
			return s.text(refusal)
		}
		row.Clear = nil // a new space has nothing to empty
		row.Location, row.Holder = strings.TrimSpace(location.Text), cmp.Or(intake.RoomCodeOf(holder.Text), room)
		return ""
	})
}

// askRow asks a question whose answer is a mending of the entry that was seen as seen, "" for one that is to be added. read
// puts what was typed into the row and the day from which it counts.
func (s *Screen) askRow(options widgets.DialogOptions, kind, seen string, read func(row *estate.Row, on *calendar.Date) (refusal string)) {
	id, err := session.NewRequestID()
	if err != nil {
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	wish, isAsked, isStale := billing.Mending{RequestID: id, Kind: kind, Seen: seen}, false, false
	var change estate.Change
	options.Yes, options.No = s.text("estate.save"), s.text("estate.back")
	forms.Ask(s.frame, forms.Question{Options: options, Explain: s.deps.Explain,
		Check: func() string {
			row, on := estate.Row{}, s.counter.Today()
			if seen != "" {
				row.Code = s.entry.Object.Code
			}
			refusal := read(&row, &on)
			wish.Row, wish.On = row, on
			return refusal
		},
		Work: func(ctx context.Context) (err error) {
			if seen == "" {
				there, err := s.counter.Register.Show(ctx, kind, wish.Row.Code)
				if alike := err == nil && there.Object.Code != wish.Row.Code; !alike && store.Code(err) != estate.CodeUnknownRoom {
					return thereOr(err, wish.Row.Code)
				}
			}
			change, err = s.counter.Register.Mend(ctx, wish, session.Second{})
			if isAsked = store.Code(err) == staff.CodeNeedsApproval; isAsked {
				return nil
			}
			isStale = store.Code(err) == estate.CodeStale
			return err
		},
		Failed: func() {
			if isStale { // What somebody else changed stands on the screen once the dialog is left.
				s.open(kind, wish.Row.Code)
			}
		},
		Done: func() {
			if isAsked {
				s.askSecond(options.Title, wish, change)
				return
			}
			s.saved(wish, change)
		},
	})
}

// thereOr is the refusal to add what is there, or the error that kept the book from saying so.
func thereOr(err error, code string) error {
	if err == nil {
		return store.Refuse(estate.CodeThere, code)
	}
	return err
}

// changeLines say what a change would do, a value a line, for who agrees to it.
func (s *Screen) changeLines(wish billing.Mending, change estate.Change) fyne.CanvasObject {
	lines := widgets.VStack(2)
	add := func(words string) {
		lines.Add(widgets.Paragraph(words, look.BodySize(), look.Ink(), look.Scaled(secondWidth)))
	}
	for _, field := range change.Fields {
		name, isOwn := strings.CutPrefix(field.Name, "field:")
		if !isOwn {
			name = s.text("intake.field." + field.Name)
		}
		add(s.text("estate.second.line", name, cmp.Or(field.Old, s.text("estate.none")), cmp.Or(field.New, s.text("estate.none"))))
	}
	if change.Owing {
		add(s.text("estate.since", string(wish.On)))
	}
	return lines
}

// secondWidth is the width of the words in the dialog of a second person, in points at scale 1.
const secondWidth float32 = 412

// askSecond asks for the second person of a change that is about who owes or what is owed, and shows what it would do. Nothing of
// it is saved before.
func (s *Screen) askSecond(title string, wish billing.Mending, would estate.Change) {
	var change estate.Change
	month.AskTogether(s.frame, month.Together{
		Options: widgets.DialogOptions{Title: title, Message: s.text("estate.second"), Yes: s.text("estate.save"), No: s.text("estate.back")},
		Above:   widgets.VStack(10, s.changeLines(wish, would)),
		Work: func(ctx context.Context, second session.Second) (err error) {
			change, err = s.counter.Register.Mend(ctx, wish, second)
			return err
		},
		Explain: s.deps.Explain, Done: func() { s.saved(wish, change) },
	})
}

// saved says what was done and shows the entry as it is now.
func (s *Screen) saved(wish billing.Mending, change estate.Change) {
	said := s.text("estate.saved", wish.Row.Code)
	tone := widgets.ToneGood
	switch {
	case change.New:
		said = s.text("estate.added", wish.Row.Code)
	case len(change.Fields) == 0 && !change.Owing:
		said, tone = s.text("estate.same", wish.Row.Code), widgets.ToneCalm
	}
	s.frame.Toast(said, tone)
	s.deps.Changed()
	s.open(wish.Kind, wish.Row.Code)
}
