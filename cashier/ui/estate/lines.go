package estate

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"shouqi/cashier/household"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
)

// line is one line of an entry: what it says, what Enter does with it (nil for a heading or what is only read), and whose
// sealed data F7 shows ("" for nobody's).
type line struct {
	label, value, help string
	act                func()
	sealed             string
}

func (s *Screen) lineCell(row, column int) widgets.Cell {
	one := s.lines[row]
	switch {
	case column == 0:
		return widgets.Cell{Text: one.label, Bold: one.act != nil}
	case one.value == "" && one.act != nil:
		return widgets.Cell{Text: s.text("estate.none"), Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: one.value}
}

// linesOf lays an entry out: what it is, who has it, what belongs to it, its own fields, what is sealed.
func (s *Screen) linesOf(entry register.Entry) (lines []line) {
	group := func(key string) {
		lines = append(lines, line{label: s.text("estate.group." + key), help: s.text("estate.side.help")})
	}
	field := func(f field) {
		lines = append(lines, line{label: s.text("estate.field." + f.name), value: f.value(entry), help: s.text("estate.help." + f.name),
			act: func() { s.askField(f) }})
	}
	if entry.Object.Kind == estate.Space {
		group("space")
		for _, f := range spaceFields {
			field(f)
		}
	} else {
		group("room")
		for _, f := range roomFields {
			field(f)
		}
	}
	group("people")
	lines = append(lines, s.partyLines(entry, estate.Owner)...)
	lines = append(lines, s.partyLines(entry, estate.Tenant)...)
	if entry.Object.Building != "" {
		lines = append(lines, line{label: s.text("estate.steward"), value: stewardWords(entry.Steward), help: s.text("estate.help.steward"), act: s.askSteward})
	}
	lines = append(lines, s.belongings(entry)...)
	group("own")
	for _, name := range slices.Sorted(maps.Keys(entry.Object.Fields)) {
		lines = append(lines, line{label: name, value: entry.Object.Fields[name], help: s.text("estate.help.own"), act: func() { s.askOwn(name) }})
	}
	lines = append(lines, line{label: s.text("estate.add.field"), help: s.text("estate.help.own"), act: s.addField})
	group("sealed")
	for _, f := range sealedFields {
		field(f)
		lines[len(lines)-1].sealed = entry.NoteID
	}
	return lines
}

// partyLines are the owners or tenants, one a line, or one line where there is nobody.
func (s *Screen) partyLines(entry register.Entry, role string) (lines []line) {
	label, help, act := s.text("estate."+role), s.text("estate.help."+role), func() { s.askParties(role) }
	for _, party := range entry.Parties {
		if party.Role != role {
			continue
		}
		one := line{label: label, value: partyWords(s.text, party), help: help, act: act, sealed: party.ID}
		if s.counter != nil && party.ToOn != "" && party.ToOn < s.counter.Today() {
			one.help, one.act = s.text("estate.help.left"), nil // the form would be of who came after
		}
		lines = append(lines, one)
	}
	if len(lines) == 0 {
		lines = append(lines, line{label: label, help: help, act: act})
	}
	return lines
}

// partyWords says who it is, with the share, the masked phone and the days.
func partyWords(text func(key string, args ...any) string, party register.Party) string {
	words := []string{party.Name}
	if party.Share > 0 && party.Share < wholeShare {
		words = append(words, shareWords(party.Share))
	}
	words = append(words, party.Phones...)
	if party.FromOn != "" {
		words = append(words, text("estate.since", string(party.FromOn)))
	}
	if party.ToOn != "" {
		words = append(words, text("estate.until", string(party.ToOn)))
	}
	return strings.Join(words, "  ")
}

// wholeShare is a whole in basis points.
const wholeShare = 10000

// shareWords says a share of basis points as a percentage: 60%, 33.33%.
func shareWords(basisPoints int) string {
	return strings.TrimSuffix(strings.TrimRight(money.Fen(basisPoints).String(), "0"), ".") + "%"
}

func stewardWords(steward household.Steward) string {
	return strings.TrimSpace(steward.Name + "  " + steward.Phone)
}

// belongings are the spaces, each opened by Enter, and the meters, which have a page of their own.
func (s *Screen) belongings(entry register.Entry) (lines []line) {
	if len(entry.Spaces)+len(entry.Meters) == 0 {
		return nil
	}
	lines = append(lines, line{label: s.text("estate.group.belongings"), help: s.text("estate.side.help")})
	for _, space := range entry.Spaces {
		value := strings.TrimSpace(strings.Join([]string{space.Code, space.Location, space.State}, "  "))
		lines = append(lines, line{label: s.text("estate.space"), value: value, help: s.text("estate.help.space"), act: func() { s.open(estate.Space, space.Code) }})
	}
	for _, m := range entry.Meters {
		if m.Active() {
			lines = append(lines, line{label: s.text("estate.meter"), value: m.Kind + "  " + m.Number, help: s.text("estate.help.meter")})
		}
	}
	return lines
}

// field is one value of an entry that is typed as a text. read puts what was typed into the row and says in a sentence's key
// what is wrong with it, "" for nothing.
type field struct {
	name  string
	value func(entry register.Entry) string
	read  func(row *estate.Row, typed string) (refusal string)
}

// clearing tells a row that a value is to be emptied.
func clearing(name string, put func(row *estate.Row, typed string)) func(row *estate.Row, typed string) string {
	return func(row *estate.Row, typed string) string {
		if typed == "" {
			row.Clear = append(row.Clear, name)
			return ""
		}
		put(row, typed)
		return ""
	}
}

var roomFields = []field{
	{"area", func(e register.Entry) string { return estate.AreaText(e.Object.AreaCentiM2) }, readArea},
	{"floor", func(e register.Entry) string {
		if e.Object.Floor == 0 {
			return ""
		}
		return strconv.Itoa(e.Object.Floor)
	}, readFloor},
	{"use", func(e register.Entry) string { return e.Object.Use }, clearing("use", func(row *estate.Row, typed string) { row.Use = numbered(typed, "住宅", "商铺", "办公") })},
	{"layout", func(e register.Entry) string { return e.Object.Layout }, clearing("layout", func(row *estate.Row, typed string) { row.Layout = typed })},
	{"state", func(e register.Entry) string { return e.Object.State }, clearing("state", func(row *estate.Row, typed string) { row.State = numbered(typed, "自住", "出租", "空置") })},
	{"handover", handoverOf, readHandover},
}

// handoverOf returns the day of handover of a room or a space as it is written.
func handoverOf(e register.Entry) string { return string(e.Object.HandoverOn) }

var spaceFields = []field{
	{"location", func(e register.Entry) string { return e.Object.Location }, clearing("location", func(row *estate.Row, typed string) { row.Location = typed })},
	{"space_state", func(e register.Entry) string { return e.Object.State }, readSpaceState},
	{"space_handover", handoverOf, readHandover},
	{"holder", func(e register.Entry) string { return e.Holder }, clearing("holder", func(row *estate.Row, typed string) { row.Holder = intake.RoomCodeOf(typed) })},
}

var sealedFields = []field{
	{"deed", func(e register.Entry) string { return e.DeedNo }, clearing("deed", func(row *estate.Row, typed string) { row.DeedNo = typed })},
	{"plate", func(e register.Entry) string { return strings.Join(e.Plates, "；") }, clearing("plate", func(row *estate.Row, typed string) {
		row.Plates = intake.Plates(typed)
	})},
	{"remark", func(e register.Entry) string { return e.Remark }, clearing("remark", func(row *estate.Row, typed string) { row.Remark = typed })},
}
